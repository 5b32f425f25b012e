"""Fresh results among those that are kept."""

from __future__ import annotations

import os
import time

from . import BETWEEN, is_recent, is_there, probes_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from . import Entry, Pack


def joined(
    pack: Pack,
    fresh: Mapping[str, tuple[Entry, Mapping[str, bool]]],
    holds: Callable[[int], bool],
    same: Mapping[int, bool],
) -> bool:
    """Put fresh results, with the modules that were looked for, into a pack.

    What cannot be true any more leaves it. `holds` says whether a guard still does, and `same`
    which texts are what they were, of those that were looked at. False where something was not
    there any more when this was done: then nothing of it may be written.
    """
    for path in [
        path for path, kept in pack.files.items() if path in fresh or _is_gone(kept, pack, same)
    ]:
        del pack.files[path]
    guards = _guarded(pack, fresh, holds)
    if guards is None:
        return False
    settings = {tuple(each): number for number, each in enumerate(pack.settings)}
    texts = {(path, content): number for number, (path, *_, content) in enumerate(pack.texts)}
    for path, (entry, probes) in fresh.items():
        given = tuple(entry.setting)
        if given not in settings:
            settings[given] = len(pack.settings)
            pack.settings.append(entry.setting)
        numbers = []
        for name, stamp in ((path, entry.stamp), *entry.read.items()):
            key = name, stamp[3]
            if key not in texts:
                texts[key] = len(pack.texts)
                pack.texts.append([])
            pack.texts[texts[key]] = [name, *stamp]
            numbers.append(texts[key])
        looked = dict.fromkeys(guards[probe] for probe in probes)
        pack.files[path] = [settings[given], list(looked), numbers, entry.packed, entry.older]
    _forget(pack)
    return True


def _is_gone(kept: list[Any], pack: Pack, same: Mapping[int, bool]) -> bool:
    """Whether the file of a result is not there any more."""
    own = kept[2][0]
    return not same.get(own) and not os.path.exists(pack.texts[own][0])


def _guarded(
    pack: Pack,
    fresh: Mapping[str, tuple[Entry, Mapping[str, bool]]],
    holds: Callable[[int], bool],
) -> dict[str, int] | None:
    """The number of the guard of everything that was looked for; None where it does not hold."""
    numbers = {row[0]: number for number, row in enumerate(pack.guards)}
    closest: dict[str, str] = {}
    found: dict[str, int] = {}
    broken: set[int] = set()
    changed: dict[int, dict[str, bool]] = {}
    for _, probes in fresh.values():
        for probe, answer in probes.items():
            if probe in found:
                continue
            directory = os.path.dirname(probe.rstrip(os.sep))
            if directory not in closest:
                closest[directory] = _there(directory)
            guard = closest[directory]
            if guard not in numbers:
                numbers[guard] = len(pack.guards)
                pack.guards.append([guard, 0, "", ""])
            number = found[probe] = numbers[guard]
            if number not in changed:
                if not holds(number):
                    broken.add(number)
                row = pack.guards[number]
                row[1] = _when(guard)
                changed[number] = {} if number in broken else dict(probes_of(row))
            changed[number][probe] = answer
    # What changes after the times were taken is seen by the next run.
    for number, looked in changed.items():
        if any(is_there(probe) != answer for probe, answer in looked.items()):
            return None
        row = pack.guards[number]
        row[2], row[3] = (_names(row[0], looked, there) for there in (True, False))
        if dict(probes_of(row)) != looked:
            return None  # no name of a module
    for path in [path for path, kept in pack.files.items() if not broken.isdisjoint(kept[1])]:
        del pack.files[path]
    return found


def _names(directory: str, looked: dict[str, bool], there: bool) -> str:
    above = len(os.path.join(directory, ""))
    return BETWEEN.join(probe[above:] for probe, answer in looked.items() if answer is there)


def _there(directory: str) -> str:
    """The closest directory that is there."""
    while not os.path.exists(directory) and directory != os.path.dirname(directory):
        directory = os.path.dirname(directory)
    return directory


def _when(directory: str) -> int:
    """When a directory last changed; 0 where it may again, without another time."""
    try:
        changed = os.stat(directory).st_mtime_ns
    except (OSError, ValueError):
        return 0
    return 0 if is_recent(changed, time.time_ns()) else changed


def _forget(pack: Pack) -> None:
    """Leave out what no result depends on."""
    kept = list(pack.files.values())
    pack.settings, numbers = _used(pack.settings, (row[0] for row in kept))
    for row in kept:
        row[0] = numbers[row[0]]
    pack.guards, numbers = _used(pack.guards, (each for row in kept for each in row[1]))
    for row in kept:
        row[1] = [numbers[each] for each in row[1]]
    pack.texts, numbers = _used(pack.texts, (each for row in kept for each in row[2]))
    for row in kept:
        row[2] = [numbers[each] for each in row[2]]


def _used(table: list[Any], wanted: Iterable[int]) -> tuple[list[Any], dict[int, int]]:
    """The rows that are wanted, and which number each has now."""
    numbers = {old: new for new, old in enumerate(dict.fromkeys(wanted))}
    return [table[old] for old in numbers], numbers
