"""cnnlint and Keras judge random calls of every layer and every function of Keras.

    python -m tests.differential [DRAWS] [--seed N] [--only NAME...] [--eager N] [--processes N]
                                 [--write]

What is compared is whether the call is taken
or refused, and where it is taken the shapes, the dtypes, the weights by name and shape, and the
row of the graph. Keras runs on NumPy, without allocating anything. With `--eager` a sample of
what both take is also called on real data under TensorFlow, in a process of its own. `--write`
writes docs/differential.md. The exit status is 1 where they disagree.
"""

from __future__ import annotations

import argparse
import datetime
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from against_keras import drawing, judging, known, looping, operating, operations, transforming
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from cnnlint.interpreter import machine
from cnnlint.keras import layers

PAGE = Path(__file__).parent.parent / "docs" / "differential.md"

#: What may come of a call, and how the page calls it.
VERDICTS = {
    "same": "the same",
    "refused": "both refuse",
    "ahead": "cnnlint refuses what fails when it runs",
    "unknown": "cnnlint does not know",
    "wrong": "disagree",
}


class Subject:
    """A layer or function: what draws a call of it, and who judges that."""

    def __init__(
        self,
        name: str,
        family: str,
        cases: st.SearchStrategy[Any],
        judge: Callable[[Any], tuple[str, str]],
    ) -> None:
        self.name = name
        self.family = family
        self.cases = cases
        self.judge = judge


#: Modules that declare a part of a family.
PARTS = {
    "adaptive_pooling": "pooling",
    "advanced_activation": "activation",
    "global_pooling": "pooling",
    "noise": "regularization",
    "permuting": "reshaping",
    "separable": "convolution",
    "transposed": "convolution",
}


def subjects() -> list[Subject]:
    """Every layer of `keras.layers` by its own name, every function by the name it has."""
    found = []
    for name in sorted(layers.names()):
        declared = layers.find(name)
        if name in known.NOT_DRAWN or name != declared.__name__:
            continue
        module = declared.__module__.rpartition(".")[2]
        family = f"layers: {PARTS.get(module, module).replace('_', ' ')}"
        found.append(Subject(name, family, drawing.cases(name), _of_layer(name)))
    for name, cases in (operations.DRAWN | transforming.DRAWN).items():
        place, _, _ = name.rpartition(".")
        family = {"image": "`keras.ops.image`", "random": "`keras.random`"}.get(
            place, "`keras.ops`"
        )
        found.append(Subject(name, family, cases, _of_function(name)))
    for name, programs in looping.DRAWN.items():
        family = "layers: core" if name[0].isupper() else "`keras.ops`, given functions"
        found.append(Subject(name, family, programs, looping.judge))
    return found


def _of_layer(name: str) -> Callable[[Any], tuple[str, str]]:
    return lambda case: judging.judge(name, case)


def _of_function(name: str) -> Callable[[Any], tuple[str, str]]:
    return lambda case: operating.judge(name, *case)


def drawn(cases: st.SearchStrategy[Any], count: int, start: int) -> list[Any]:
    """So many different calls, or as many as there are."""
    found: list[Any] = []

    @seed(start)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    @given(cases)
    def collect(case: Any) -> None:
        found.append(case)

    collect()
    return found


def judged(subject: Subject, cases: list[Any]) -> tuple[Counter[str], list[str]]:
    """How often what came of it, and the disagreements."""
    counted: Counter[str] = Counter()
    wrong = []
    for case in cases:
        try:
            verdict, how = subject.judge(case)
        except Exception as error:  # a crash of ours is a disagreement like any other
            verdict, how = "wrong", f"{subject.name}{case}: {type(error).__name__}: {error}"
        counted[verdict] += 1
        if verdict == "wrong":
            wrong.append(how)
    return counted, wrong


def share(names: list[str], count: int, start: int) -> list[tuple[str, Counter[str], list[str]]]:
    """What comes of so many calls of each of these: the work of one process."""
    machine.NET = False
    return [
        (each.name, *judged(each, drawn(each.cases, count, start)))
        for each in subjects()
        if each.name in names
    ]


def main() -> int:
    arguments = argparse.ArgumentParser("python -m tests.differential")
    arguments.add_argument("draws", nargs="?", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", nargs="+", default=[], metavar="NAME")
    arguments.add_argument("--eager", type=int, default=0, metavar="N", help="calls of each name")
    arguments.add_argument("--processes", type=int, default=1, metavar="N")
    arguments.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    options = arguments.parse_args()
    chosen = [each for each in subjects() if not options.only or each.name in options.only]
    count = max(1, -(-options.draws // len(chosen)))
    results: dict[str, Counter[str]] = {}
    eager: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    began = time.monotonic()
    with ProcessPoolExecutor(options.processes) as pool:
        names = [each.name for each in chosen]
        parts = [names[at : at + 8] for at in range(0, len(names), 8)]
        waiting = [pool.submit(share, part, count, options.seed) for part in parts]
        for done in as_completed(waiting):
            for name, counted, found in done.result():
                results[name] = counted
                wrong += found
                print(f"{name:32} {counted.total():6}  {_told(counted)}", flush=True)
                for each in sorted(found, key=len)[:3]:
                    print(f"    {each[:600]}", flush=True)
    print(f"{_told(sum(results.values(), Counter()))}, {time.monotonic() - began:.0f} s")
    if options.eager:
        from against_keras import eagerly

        began = time.monotonic()
        sample = {each.name: drawn(each.cases, 4 * options.eager, options.seed) for each in chosen}
        eager, found = eagerly.judged(sample, options.eager)
        wrong += found
        for name, counted in eager.items():
            print(f"{name:32} {counted.total():6}  {_told(counted)}")
        for each in found:
            print(f"    {each[:600]}")
        total = sum(eager.values(), Counter())
        print(f"under TensorFlow: {_told(total)}, {time.monotonic() - began:.0f} s")
    if options.write:
        command = " ".join(["python -m tests.differential", *sys.argv[1:]])
        PAGE.write_text(page(chosen, results, eager, command), encoding="utf-8")
    return 1 if wrong else 0


def _told(counted: Counter[str]) -> str:
    return ", ".join(f"{counted[each]} {each}" for each in (*VERDICTS, "cannot") if counted[each])


def page(
    chosen: list[Subject],
    results: dict[str, Counter[str]],
    eager: dict[str, Counter[str]],
    command: str,
) -> str:
    """The table of a run."""
    import hypothesis
    import keras

    families: dict[str, Counter[str]] = {}
    for each in chosen:
        row = families.setdefault(each.family, Counter())
        row.update(results[each.name])
        row["names"] += 1
        row["eager"] += eager.get(each.name, Counter())["same"]
    total = sum(families.values(), Counter())
    draws = sum(total[each] for each in VERDICTS)
    lines = [
        "# The differential test",
        "",
        (
            f"Run on {datetime.date.today():%d %B %Y} with Keras {keras.__version__}, "
            f"Python {platform.python_version()} and Hypothesis {hypothesis.__version__}: "
            f"{draws:,} random calls of {total['names']} layers and functions, "
            f"{total['wrong']} disagreements. `{command}` writes this page anew; every run of the "
            "tests draws a few thousand calls."
        ),
        "",
        (
            "A call is judged by Keras on NumPy, and the verdict, the shapes, the dtypes, the "
            "weights and the row of the graph are compared. The last column counts calls of the "
            "same kind that TensorFlow ran on real data in another process, with the shapes, the "
            "dtypes and the count that cnnlint says."
        ),
        "",
        "| | names | calls | " + " | ".join(VERDICTS.values()) + " | run by TensorFlow |",
        "|---|" + "--:|" * (len(VERDICTS) + 3),
    ]
    for family in (*sorted(families), ""):
        row = families[family] if family else total
        calls = sum(row[each] for each in VERDICTS)
        numbers = [row["names"], calls, *(row[each] for each in VERDICTS), row["eager"]]
        cells = " | ".join(f"{number:,}" for number in numbers)
        lines.append(f"| {family or '**all**'} | {cells} |")
    lines += ["", "## What is not drawn, and what is known to differ", ""]
    lines += [f"- `{name}`: {why}." for name, why in sorted(known.NOT_DRAWN.items())]
    lines += [f"- {text}" for text in known.told()]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
