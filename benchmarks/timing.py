"""Whole processes, timed in turns: what else the machine does meets them alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}


class Command:
    """A command line, where it runs, and what is done before each run, which is not timed.

    `may` are the exit statuses that are no failure.
    """

    def __init__(
        self,
        line: Sequence[str | Path],
        at: Path,
        *,
        before: Callable[[], object] | None = None,
        environment: Mapping[str, str] | None = None,
        may: Sequence[int] = (0,),
    ) -> None:
        self.line = [str(part) for part in line]
        self.at = at
        self.before = before
        # As for most people: what Python compiles is kept.
        usual = {name: value for name, value in os.environ.items() if "BYTECODE" not in name}
        self.environment = {**usual, **QUIET, **(environment or {})}
        self.may = tuple(may)

    def run(self) -> tuple[float, float]:
        """The seconds it takes, and the most memory it has, in MiB."""
        if self.before is not None:
            self.before()
        begin = time.perf_counter()
        process = subprocess.Popen(
            self.line,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=self.environment,
            cwd=self.at,
        )
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in self.may:
            told = said.decode(errors="replace")[-2000:]
            sys.exit(f"{' '.join(self.line[:6])} ended with {process.returncode}: {told}")
        return seconds, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


class Runs:
    """What was measured of each of several commands, round by round."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.memory: dict[str, list[float]] = {}

    def time(self, name: str) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds[name])

    def peak(self, name: str) -> float:
        """The median, in MiB."""
        return statistics.median(self.memory[name])

    def ratio(self, name: str, other: str) -> float:
        """The median of the ratios within each round."""
        return median_ratio(self.seconds[name], self.seconds[other])

    def memory_ratio(self, name: str, other: str) -> float:
        return median_ratio(self.memory[name], self.memory[other])


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of each pair."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def interleaved(commands: Mapping[str, Command], rounds: int) -> Runs:
    """Run the commands in turns, so many rounds, after one that warms the disk's cache."""
    runs = Runs()
    for turn in range(-1, rounds):
        for name, command in commands.items():
            taken, peak = command.run()
            if turn >= 0:
                runs.seconds.setdefault(name, []).append(taken)
                runs.memory.setdefault(name, []).append(peak)
    return runs


def in_turns(calls: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """The same for calls in this process."""
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(-1, rounds):
        for name, call in calls.items():
            begin = time.perf_counter()
            call()
            if turn >= 0:
                seconds[name].append(time.perf_counter() - begin)
    return seconds
