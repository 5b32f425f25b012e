"""`python -m tests.judges FILE...`: what both judges say, side by side with what is expected."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from . import real, static
from .expectations import ExpectationError, read, text_of
from .findings import Findings, on_line
from .verdict import disagreements, problems


def main(arguments: list[str]) -> int:
    wrong = 0
    brief = "-q" in arguments
    for name in arguments:
        if name == "-q":
            continue
        path = Path(name)
        text = text_of(path)
        print(f"== {name}")
        try:
            expected = read(text)
        except ExpectationError as bad:
            print(f"   {bad}")
            wrong += 1
            continue
        try:
            ours = static.judge(path)
        except Exception as error:
            if not brief:
                traceback.print_exc()
            ours = Findings(trouble=f"cnnlint raised {type(error).__name__}: {error}")
        theirs = real.judge(path)
        if not brief:
            for number, line in enumerate(text.splitlines(), start=1):
                marks = [*_marks("cnnlint", ours, number), *_marks("keras", theirs, number)]
                if marks:
                    print(f"{number:4} {line.strip()[:110]}")
                    print("\n".join(f"       {mark}" for mark in marks))
        for judge, told in (
            ("cnnlint", problems(expected, ours, keras=False)),
            ("keras", problems(expected, theirs, keras=True)),
            ("differ", disagreements(ours, theirs)),
        ):
            if judge != "keras" and ours.trouble.startswith("cnnlint raised"):
                told = [ours.trouble]
            for problem in told:
                print(f"   {judge}: {problem}")
                wrong += 1
    return 1 if wrong else 0


def _marks(judge: str, found: Findings, line: int) -> list[str]:
    marks = []
    for result in on_line(found.results, line):
        text = f"{result.name}: {result.shape}, {result.params}"
        text += f"  [{result.sum}]" if result.sum else ""
        marks.append(text + (f"  unknown: {result.unknown}" if result.unknown else ""))
    for total in found.totals:
        if line in (total.line, *total.summaries):
            marks.append(f"{total.class_name} {total.name}: total {total.total}")
            marks += [f"needs {need}" for need in total.requires]
    for said in found.errors:
        if said.lines[:1] == [line]:
            marks.append(f"{said.severity} [{said.code}] {said.text}")
    marks += [f"tried {sizes}: {ok} {why}" for at, sizes, ok, why in found.tried if at == line]
    marks += [f"unknown: {reason}" for at, reason in found.unknowns if at == line]
    return [f"{judge:8}{mark}" for mark in dict.fromkeys(marks)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
