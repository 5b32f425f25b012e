"""`--watch`: the same run again whenever a file changes that it looked at.

Files are asked for their time, size and number, a few times a second: that needs no library, and
works on every file system.
"""

from __future__ import annotations

import os
import sys
import time
from copy import copy
from itertools import islice

from .delivery import OK, WrongUse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    #: What tells one state of a file from another; None where there is none.
    State: TypeAlias = tuple[int, int, int] | None

#: Seconds between two looks, and how much longer than a look itself the pause is.
PAUSE, RATIO = 0.3, 10
#: An editor may write a file in several steps.
SETTLE = 0.05
#: Of the modules beside a file, so many are watched.
MOST = 5_000

CLEAR = "\033[2J\033[3J\033[H"


def watch(options: Namespace, paths: Sequence[str], once: Callable[[Namespace], int]) -> int:
    """Run `once` on a copy of the options, and again after each change, until Ctrl-C."""
    if "-" in paths:
        raise WrongUse("standard input cannot be watched")
    nowhere = _is_nowhere()
    try:
        while True:
            before = _snapshot(options, paths)
            _clear(options)
            try:
                once(copy(options))
            except WrongUse as problem:  # it may be mended as well
                print(f"cnnlint: {problem}", file=sys.stderr)
            if _is_nowhere() and not nowhere:
                return OK  # whoever was reading has gone
            number = sum(state is not None for state in before.values())
            told = f"Watching {number} file{'' if number == 1 else 's'}; Ctrl-C ends it."
            print(told, file=sys.stderr, flush=True)
            _wait(lambda: _snapshot(options, paths), before)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return OK


def _wait(look: Callable[[], dict[str, State]], before: dict[str, State]) -> None:
    """Until something is not as it was, and stays so for a moment."""
    now = before
    while now == before:
        begun = time.monotonic()
        now = look()
        time.sleep(max(PAUSE, RATIO * (time.monotonic() - begun)) if now == before else SETTLE)


def _snapshot(options: Namespace, paths: Sequence[str]) -> dict[str, State]:
    return {path: _state(path) for path in map(os.path.abspath, _watched(options, paths))}


def _state(path: str) -> State:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _watched(options: Namespace, paths: Sequence[str]) -> Iterator[str]:
    """The files of a run, the modules that they may import, the configurations and what says which
    Keras a project asks for."""
    from ..config import FILES, ConfigError
    from ..discover import find
    from ..requirements import files as demanding
    from .arguments import configs

    yield from filter(None, (options.baseline, *(options.config or ())))
    try:
        found = list(find(paths, configs(copy(options))))
    except (WrongUse, ConfigError):
        found = []  # what is wrong is in a file that is watched
    files = [each.path for each in found] or [path for path in paths if not os.path.isdir(path)]
    yield from files
    directories = {os.path.dirname(os.path.abspath(path)) for path in files}
    yield from _modules(each.path for each in found if each.named)
    above = {os.path.abspath(path) for path in paths if os.path.isdir(path)} | directories
    for directory in list(above):
        while os.path.dirname(directory) not in above:
            directory = os.path.dirname(directory)
            above.add(directory)
    for directory in sorted(above):
        for name, _ in FILES:
            yield os.path.join(directory, name)
        yield from demanding(directory)


def _modules(named: Iterable[str]) -> Iterator[str]:
    """The Python files of the directories in which modules of these files are looked for."""
    from ..discover.walking import files

    tops = set()
    for path in named:
        top = os.path.dirname(os.path.abspath(path))
        while os.path.isfile(os.path.join(top, "__init__.py")):
            top = os.path.dirname(top)
        tops.add(top)
    for top in sorted(tops):
        yield from islice(files(top), MOST)


def _clear(options: Namespace) -> None:
    """An empty screen, where there is one."""
    if sys.stdout is not None and sys.stdout.isatty() and not options.output_file:
        if os.environ.get("TERM") != "dumb":
            sys.stdout.write(CLEAR)
            sys.stdout.flush()


def _is_nowhere() -> bool:
    """Whether standard output leads nowhere: then there is nobody to tell."""
    try:
        return os.path.samestat(os.fstat(1), os.stat(os.devnull))
    except OSError:
        return True
