"""Figures of whole processes: a cold start, a run whose results are known, many files."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from .rows import Row
from .timing import Command, interleaved

UNDER_TENSORFLOW = """
import os, runpy, sys
import numpy as np
import tensorflow as tf

def load_data(*_, **__):
    def part(n):
        labels = np.arange(n, dtype="uint8") % 10
        return np.zeros((n, 28, 28), dtype="uint8"), labels
    return part(60000), part(10000)

def and_out(self, *args, _summary=tf.keras.Model.summary, **keywords):
    _summary(self, *args, **keywords)
    sys.stdout.flush()
    os._exit(0)

tf.keras.datasets.mnist.load_data = load_data
tf.keras.Model.summary = and_out
runpy.run_path(sys.argv[1], run_name="__main__")
sys.exit("the script ended without a summary")
"""

#: What `cnnlint check` may end with: nothing found, or something, or not all could be read.
CHECKED = (0, 1, 2)


class Place:
    """Where everything is: `cnnlint` and `flake8` are directories of programs, `keras` is the
    package's, `script` a small model, and `at` is for files that are made here."""

    def __init__(
        self, *, at: Path, cnnlint: Path, flake8: Path, keras: Path, script: Path, rounds: int
    ) -> None:
        self.at = at
        self.cnnlint = cnnlint
        self.flake8 = flake8
        self.keras = keras
        self.script = script
        self.rounds = rounds

    def project(self, name: str) -> Path:
        """A new, empty directory."""
        made = self.at / name
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        return made

    def check(
        self, at: Path, *arguments: str | Path, before: Callable[[], object] | None = None,
        cache: Path | None = None, **environment: str,
    ) -> Command:  # fmt: skip
        """`cnnlint check` in a directory; without a cache of its own it keeps nothing."""
        kept = {"CNNLINT_CACHE_DIR": str(cache or os.devnull)}
        return Command(
            [self.cnnlint / "cnnlint", "check", *arguments],
            at,
            before=before,
            environment={**kept, **environment},
            may=CHECKED,
        )

    def python(self, at: Path, code: str) -> Command:
        """Python in the environment of cnnlint."""
        return Command([self.cnnlint / "python", "-c", code], at)


def start(place: Place) -> list[Row]:
    """One small file, nothing known of it."""
    at = place.project("start")
    shutil.copy(place.script, at / "model.py")
    cache = at / "kept"

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    light = interleaved(
        {
            "cold": place.check(at, "model.py"),
            "first": place.check(at, "model.py", cache=cache, before=forget),
            "full": place.check(at, "model.py", CNNLINT_LIBCST="full"),
            "libcst": place.python(at, "import libcst"),
            "pass": place.python(at, "pass"),
            "flake8": Command([place.flake8 / "flake8", "model.py"], at, may=(0, 1)),
        },
        max(place.rounds, 21),
    )
    heavy = interleaved(
        {
            "cold": place.check(at, "model.py"),
            "tensorflow": Command([sys.executable, "-c", UNDER_TENSORFLOW, "model.py"], at),
        },
        max(place.rounds // 2, 3),
    )
    under = "the same script under TensorFlow, up to `summary()`"
    one = "`cnnlint check` of one small model"
    return [
        Row(one, '`python -c "import libcst"`', light.ratio("cold", "libcst"), 0.20),
        Row(f"{one}, and keep the result", "the same", light.ratio("first", "libcst"), None),
        Row(one, "`python -c pass`", light.ratio("cold", "pass"), None),
        Row(one, "`flake8` on it", light.ratio("cold", "flake8"), None),
        Row(
            f"{one}, with all of LibCST (the fall-back)",
            '`python -c "import libcst"`',
            light.ratio("full", "libcst"),
            1.3,
        ),
        Row(one, under, heavy.ratio("cold", "tensorflow"), 1 / 80),
        Row("its peak memory", under, heavy.memory_ratio("cold", "tensorflow"), 1 / 20),
    ]


def _sources(place: Place, at: Path, number: int) -> list[Path]:
    """So many of Keras's own files in a directory, spread evenly over its tree, which begins with
    a hundred that only import; from several copies where there are fewer."""
    related = [
        path
        for path in sorted(place.keras.rglob("*.py"))
        if any(word in path.read_bytes() for word in (b"keras", b"tensorflow"))
    ]
    whole, rest = divmod(number, len(related))
    spread = [related[turn * len(related) // rest] for turn in range(rest)]
    found: list[Path] = []
    for turn, paths in enumerate([*[related] * whole, spread]):
        for path in paths:
            made = at / f"copy{turn}" / path.relative_to(place.keras)
            made.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, made)
            found.append(made)
    old = time.time() - 3600
    for path in found:
        os.utime(path, (old, old))
    return found


def warm(place: Place) -> list[Row]:
    """Files whose results are known."""
    rows = []
    for number, by_time, by_content in ((1, 2.0, None), (100, 1.7, None), (1_000, 2.5, 5.0)):
        at = place.project(f"warm{number}")
        files = _sources(place, at, number) if number > 1 else [at / "model.py"]
        if number == 1:
            shutil.copy(place.script, files[0])
            os.utime(files[0], (time.time() - 3600,) * 2)
        cache = at.with_name(f"kept{number}")
        shutil.rmtree(cache, ignore_errors=True)
        known = place.check(at, cache=cache)
        known.run()
        commands = {"warm": known, "pass": place.python(at, "pass")}
        rounds = max(place.rounds, 21)
        runs = interleaved(commands, rounds)
        what = f"{number:,} file{'s' if number > 1 else ''}, unchanged"
        rows.append(
            Row(
                f"{what}, by time and size", "`python -c pass`", runs.ratio("warm", "pass"), by_time
            )
        )
        if by_content is not None:
            rows.append(
                Row(f"{what}, by content", "`python -c pass`", _by_content(place, at, cache, files),
                    by_content)
            )  # fmt: skip
    return rows


def _by_content(place: Place, at: Path, cache: Path, files: list[Path]) -> float:
    """All files have another time, and the cache is as it was: nothing but reading helps."""
    as_it_was = cache.with_name(f"{cache.name} as it was")
    shutil.copytree(cache, as_it_was, dirs_exist_ok=True)
    later = [time.time() - 3000]

    def touch() -> None:
        later[0] += 1
        for path in files:
            os.utime(path, (later[0], later[0]))
        shutil.rmtree(cache)
        shutil.copytree(as_it_was, cache)

    runs = interleaved(
        {
            "warm": place.check(at, cache=cache, before=touch),
            "pass": place.python(at, "pass"),
        },
        place.rounds,
    )
    return runs.ratio("warm", "pass")


def throughput(place: Place) -> list[Row]:
    """Many files of which nothing is known."""
    unrelated = place.project("unrelated")
    for number in range(1_000):
        text = "".join(f"value_{line} = {line} * {number}\n" for line in range(400))
        (unrelated / f"module_{number}.py").write_text(text)
    runs = interleaved(
        {
            "check": place.check(unrelated),
            "pass": place.python(unrelated, "pass"),
        },
        place.rounds,
    )
    each = [
        (ours - bare)
        for ours, bare in zip(runs.seconds["check"], runs.seconds["pass"], strict=True)
    ]
    rows = [
        Row(
            "a file of 400 lines without Keras",
            "1,000 of them, less `python -c pass`",
            sorted(each)[len(each) // 2],  # seconds for a thousand are milliseconds for one
            0.05,
            unit="ms",
        )
    ]
    hundred = place.project("hundred")
    _sources(place, hundred, 100)
    runs = interleaved(
        {
            "two": place.check(hundred, "--workers", "2"),
            "one": place.check(hundred, "--workers", "1"),
        },
        max(place.rounds // 3, 3),
    )
    rows.append(
        Row("100 files of Keras's own, 2 workers", "1 worker", runs.ratio("two", "one"), 0.70)
    )
    tree = place.project("tree")
    copied = tree / "keras"
    shutil.copytree(place.keras, copied, ignore=shutil.ignore_patterns("__pycache__"))
    runs = interleaved(
        {
            "check": place.check(tree, "keras"),
            "flake8": Command([place.flake8 / "flake8", "-j2", "keras"], tree, may=(0, 1)),
        },
        max(place.rounds // 4, 1),
    )
    rows.append(
        Row("Keras's own source tree", "`flake8 -j2` on it", runs.ratio("check", "flake8"), 0.8)
    )
    return rows
