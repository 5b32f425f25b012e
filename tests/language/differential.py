"""Running one small program twice: by CPython, and by the interpreter on concrete values."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from cnnlint import syntax
from cnnlint.inference import Library
from cnnlint.interpreter.budget import Budget
from cnnlint.interpreter.machine import Interpreter
from cnnlint.interpreter.values import GaveUp
from cnnlint.source import Source


def by_python(text: str) -> list[str]:
    """What the program prints; an exception that nobody catches ends it."""
    out = io.StringIO()
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(text, "program.py", "exec", dont_inherit=True), names)
        except (Exception, SystemExit) as error:
            print(f"uncaught {type(error).__name__}")
    return out.getvalue().split("\n")


def lower(text: str) -> tuple[Any, ...]:
    return syntax.lower(text).statements


def interpreter(budget: Budget | None = None) -> Interpreter:
    """An interpreter that knows libraries and no files, and has no safety net."""
    made = Interpreter(lambda name: None, lambda name: None, budget or Budget(), net=False)
    made.library = Library(made)
    return made


class Stop(Exception):
    """The first statement that fails ends the program, as it does in Python."""


def by_interpreter(text: str, budget: Budget | None = None) -> list[str]:
    """What the interpreter prints, its safety net taken away; unknown text is `?`."""
    import sys

    printed: list[str] = []
    source = Source("program.py", text)
    statements = lower(text)
    machine = interpreter(budget)
    machine.state["print"] = printed.append

    def left_behind(statement: Any, scope: Any, reason: str, span: Any) -> None:
        if reason.startswith("this raises "):
            name = reason.removeprefix("this raises ").split(":")[0]
            printed.append(f"uncaught {name}\n")
        else:
            printed.append(f"gave up: {reason}\n")
        raise Stop

    machine.left_behind = left_behind  # type: ignore[method-assign]
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 40_000))
    try:
        machine.run(source, statements)
    except (Stop, GaveUp):
        pass
    finally:
        sys.setrecursionlimit(limit)
    return "".join(printed).split("\n")


def disagreement(expected: list[str], found: list[str], *, unknown: bool = False) -> str:
    """The first line on which the two differ, or "". With `unknown`, a line may be honestly `?`."""
    for number in range(max(len(expected), len(found))):
        wanted = expected[number] if number < len(expected) else "<nothing>"
        got = found[number] if number < len(found) else "<nothing>"
        if wanted != got and not (unknown and "?" in got):
            return f"line {number + 1} of the output: Python {wanted!r}, cnnlint {got!r}"
    return ""
