"""A long run made short: what is known need not be found again, and where there is much to find,
several processes share it.

What comes out is what `project.run` gives; but where a cache or other processes had a part in it,
without models.
"""

from __future__ import annotations

import os

from .discover import STDIN, find
from .project import (
    Look,
    Outcome,
    Unreadable,
    analyse_file,
    mentions,
    name_of,
    read_bytes,
    read_source,
    selected,
    setting,
    unrelated,
    with_problems,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from .cache import Cache
    from .config import Config, Configs
    from .discover import Found

    #: Is told how many of how many files are done.
    Tell = Callable[[int, int], None]

#: From so many bytes of programs on, several processes are done earlier than one is.
WORTHWHILE = 200_000


def run(
    paths: Iterable[str],
    stdin_filename: str,
    configs: Configs,
    *,
    cache: Cache | None = None,
    workers: int = 1,
    tell: Tell | None = None,
) -> Iterator[Outcome]:
    """Every file that the paths name, each once; before a file, what is wrong with its
    configuration. What is not known from the `cache` is found by so many `workers`, of which 0
    are as many as there are processors."""
    running = Running(
        list(find(paths, configs, stdin_filename)), stdin_filename, configs, cache, workers, tell
    )
    try:
        yield from with_problems(configs, running.outcomes())
    finally:
        if cache is not None:
            cache.close()


class Running:
    """The files of a run, in order, and how far it is."""

    def __init__(
        self,
        files: list[Found],
        stdin_filename: str,
        configs: Configs,
        cache: Cache | None,
        workers: int,
        tell: Tell | None,
    ) -> None:
        self.files = files
        self.stdin_filename = stdin_filename
        self.configs = configs
        self.cache = cache
        self.workers = workers
        self.tell = tell
        self.remember = cache is not None and cache.usable
        self.done = 0
        self.settings: dict[str, tuple[Config | None, list[str]]] = {}

    def outcomes(self) -> Iterator[Outcome]:
        """What became of each file."""
        known = {number: self._known(found) for number, found in enumerate(self.files)}
        if self.cache is not None:
            self.cache.complete = all(known.values())
        if self.workers != 1 and len(self.files) > 1:
            sizes = self._sizes(known)
            if len(sizes) > 1 and sum(sizes.values()) > WORTHWHILE:
                from .workers import count

                self.workers = count(self.workers)
                if self.workers > 1:
                    yield from self._shared(known, sizes)
                    return
        for number, found in enumerate(self.files):
            yield self._said(known.pop(number) or self._analysed(found))

    def _said(self, outcome: Outcome) -> Outcome:
        self.done += 1
        if self.tell is not None:
            self.tell(self.done, len(self.files))
        return outcome

    def _known(self, found: Found) -> Outcome | None:
        """What needs no analysis to be known."""
        if found.problem:
            return Outcome(name_of(found), problem=found.problem)
        if self.cache is None or found.path == STDIN:
            return None
        name = name_of(found)
        entry = self.cache.find(name)
        if entry is None:
            return None
        if entry.packed is None:
            return None if found.named else Outcome(name, skipped=True)
        # The configuration is that of the directory, and so is the Keras that is asked for.
        directory = os.path.dirname(name)
        if directory not in self.settings:
            config = self.configs.of(name)
            self.settings[directory] = config, setting(config, name)
        config, wanted = self.settings[directory]
        if entry.setting != wanted:
            return None
        from .recall import recalled

        analysis = recalled(name, entry, read_source)
        return None if analysis is None else selected(Outcome(name, analysis), config)

    def _analysed(self, found: Found) -> Outcome:
        outcome = analyse_file(
            name_of(found),
            self.stdin_filename,
            configs=self.configs,
            unless_unrelated=not found.named,
            remember=self.remember and found.path != STDIN,
        )
        self._keep(outcome)
        return outcome

    def _keep(self, outcome: Outcome) -> None:
        memory = outcome.memory
        if self.cache is not None and memory is not None and memory.lasting and not outcome.problem:
            self.cache.keep(outcome.path, memory.entry, memory.probes)

    # Several processes -------------------------------------------------------------------------

    def _sizes(self, known: dict[int, Outcome | None]) -> dict[int, int]:
        """Files that others may analyse: how many bytes there are to understand. Of those that
        have nothing to do with Keras that is known from now on."""
        sizes = {}
        for number, found in enumerate(self.files):
            if known[number] is not None or found.path == STDIN:
                continue
            name = name_of(found)
            look = Look(name) if self.remember else None
            try:
                data = read_bytes(name)
            except Unreadable:
                continue
            if mentions(data):
                sizes[number] = len(data)
            elif not found.named:
                known[number] = outcome = unrelated(name, data, look)
                self._keep(outcome)
        return sizes

    def _shared(self, known: dict[int, Outcome | None], sizes: dict[int, int]) -> Iterator[Outcome]:
        from . import syntax, workers
        from .loading import module

        # What each of them needs runs once, before they start.
        for each in ("rules.judge", "syntax.lowering", "keras.namespace", "keras.layers.building"):
            module(f"{__package__}.{each}")
        syntax.pass_on()
        answers: dict[int, Any] = {}
        # The largest first, so that none of them is left for the end.
        jobs = sorted(sizes, key=lambda number: (-sizes[number], number))
        shared = workers.share(jobs, self._work, self.workers)
        try:
            for number, found in enumerate(self.files):
                while number in sizes and number not in answers:
                    job, answer = next(shared)
                    answers[job] = answer
                outcome = known.pop(number)
                if outcome is None and number in answers:
                    outcome = self._answered(found, answers.pop(number))
                yield self._said(outcome or self._analysed(found))
        finally:
            shared.close()
            syntax.pass_no_more()

    def _work(self, number: int) -> Any:
        """In a worker: an analysis as plain data, None where it is none."""
        found = self.files[number]
        outcome = analyse_file(
            name_of(found),
            configs=self.configs,
            unless_unrelated=not found.named,
            remember=True,
        )
        if outcome.analysis is not None and outcome.memory is None:
            return None
        memory = None if outcome.memory is None else outcome.memory.plain()
        return [outcome.problem, outcome.skipped, memory]

    def _answered(self, found: Found, answer: Any) -> Outcome | None:
        """What a worker found; None where it has to be found here."""
        from .cache import Memory
        from .recall import recalled
        from .workers import Died

        name = name_of(found)
        if isinstance(answer, Died):
            told = "internal error, please report it with this file: the process that read it"
            return Outcome(name, problem=f"{told} did not survive: {answer}")
        if answer is None:
            return None
        problem, skipped, plain = answer
        if plain is None:
            return Outcome(name, problem=problem, skipped=skipped)
        memory = Memory.of(plain)
        analysis = None if skipped else recalled(name, memory.entry, read_source)
        if analysis is None and not skipped:
            return None
        outcome = Outcome(name, analysis, problem=problem, skipped=skipped)
        outcome.memory = memory
        self._keep(outcome)
        return outcome if skipped else selected(outcome, self.configs.of(name))
