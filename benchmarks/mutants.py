"""Faulty programs by the hundred: what cnnlint says of each, beside what Keras raises.

    python -m benchmarks.mutants [PROGRAM...] [--random N] [--seed N]

The programs in `programs/` are right, and train to their end. Above a line stand mistakes that
people make there, `#!` and the line as they would write it (nothing: they forget it). With
`--random`, so many mutants that nobody thought of are made of each program: a number, a text or a
keyword changed, a statement left out or exchanged with the next. Keras runs each mutant in a child
process, training included. A verdict is one of

    agreed        cnnlint says an error where Keras raises, and says no other
    several       it says that error, and more of them
    elsewhere     it says an error, and Keras raises in another line
    warned        it warns of the line in which Keras raises
    missed        it says nothing of what Keras raises
    false alarm   it says an error, and Keras raises nothing
    fine          neither says one
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cnnlint.analysis import analyse
from cnnlint.diagnostics import Diagnostic
from cnnlint.source import Source

from . import keras_child

PROGRAMS = Path(__file__).parent / "programs"
MARK = "#!"


class Mutant(NamedTuple):
    """A program with one mistake: `line` is where, `what` is what stands there now."""

    program: str
    line: int
    what: str
    text: str


class Judged(NamedTuple):
    mutant: Mutant
    verdict: str
    keras: dict[str, Any]
    said: list[Diagnostic]


def correct(program: str) -> Mutant:
    """A program without any mistake."""
    lines = (PROGRAMS / f"{program}.py").read_text(encoding="utf-8").split("\n")
    return Mutant(
        program, 0, "", "\n".join(line for line in lines if not line.lstrip().startswith(MARK))
    )


def typical(program: str) -> Iterator[Mutant]:
    """The mistakes that a program notes above its lines."""
    right = correct(program).text.split("\n")
    mistakes: list[str] = []
    at = 0
    for line in (PROGRAMS / f"{program}.py").read_text(encoding="utf-8").split("\n"):
        if line.lstrip().startswith(MARK):
            mistakes.append(line.strip().removeprefix(MARK).strip())
            continue
        indent = line[: len(line) - len(line.lstrip())]
        for mistake in mistakes:
            text = [*right[:at], indent + (mistake or "pass"), *right[at + 1 :]]
            what = mistake or f"without {line.strip()}"
            yield Mutant(program, at + 1, what, "\n".join(text))
        mistakes = []
        at += 1


# Mutants that nobody thought of ----------------------------------------------------------------

Mutate = Callable[[ast.Module, random.Random], str]


def chosen(tree: ast.Module, rng: random.Random, kind: type, what: Callable[[Any], bool]) -> Any:
    return rng.choice([node for node in ast.walk(tree) if isinstance(node, kind) and what(node)])


def another_number(tree: ast.Module, rng: random.Random) -> str:
    node = chosen(tree, rng, ast.Constant, lambda each: type(each.value) is int)
    old = node.value
    node.value = rng.choice([n for n in (old + 1, old - 1, 2 * old, old // 2, 0, 1) if n != old])
    return f"{old} -> {node.value}"


def another_text(tree: ast.Module, rng: random.Random) -> str:
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) is str]
    node, other = rng.choice(texts), rng.choice(texts)
    old = node.value
    node.value = rng.choice([old[:-1], f"{old}s", other.value])
    return f"{old!r} -> {node.value!r}"


def keyword_forgotten(tree: ast.Module, rng: random.Random) -> str:
    call = chosen(tree, rng, ast.Call, lambda each: bool(each.keywords))
    gone = call.keywords.pop(rng.randrange(len(call.keywords)))
    return f"without {gone.arg}="


def argument_forgotten(tree: ast.Module, rng: random.Random) -> str:
    call = chosen(tree, rng, ast.Call, lambda each: bool(each.args))
    gone = call.args.pop(rng.randrange(len(call.args)))
    return f"without {ast.unparse(gone)}"


def statement_forgotten(tree: ast.Module, rng: random.Random) -> str:
    body = rng.choice(_bodies(tree))
    at = rng.randrange(len(body))
    gone, body[at] = body[at], ast.copy_location(ast.Pass(), body[at])
    return f"without {ast.unparse(gone)[:60]}"


def statements_exchanged(tree: ast.Module, rng: random.Random) -> str:
    body = rng.choice([each for each in _bodies(tree) if len(each) > 1])
    at = rng.randrange(len(body) - 1)
    body[at], body[at + 1] = body[at + 1], body[at]
    return f"{ast.unparse(body[at])[:40]} first"


def another_name(tree: ast.Module, rng: random.Random) -> str:
    read = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and type(n.ctx) is ast.Load]
    node, other = rng.choice(read), rng.choice(read)
    old, node.id = node.id, other.id
    return f"{old} -> {node.id}"


def _bodies(tree: ast.Module) -> list[list[ast.stmt]]:
    found: list[list[ast.stmt]] = [
        node.body
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.For, ast.If, ast.With))
    ]
    return [body for body in found if body]


MUTATORS: tuple[Mutate, ...] = (
    another_number,
    another_text,
    keyword_forgotten,
    argument_forgotten,
    statement_forgotten,
    statements_exchanged,
    another_name,
)


def drawn(program: str, count: int, seed: int) -> Iterator[Mutant]:
    """So many mutants by chance, the same ones for the same seed."""
    rng = random.Random(f"{program} {seed}")
    right = ast.unparse(ast.parse(correct(program).text))
    for _ in range(count):
        tree = ast.parse(right)
        try:
            what = rng.choice(MUTATORS)(tree, rng)
        except IndexError:
            continue  # there is nothing of the kind in this program
        text = ast.unparse(tree) + "\n"
        if text.rstrip() != right.rstrip():
            lines = zip(text.split("\n"), right.split("\n"), strict=False)
            line = next((at for at, (a, b) in enumerate(lines, 1) if a != b), 0)
            yield Mutant(program, line, what, text)


# Verdicts --------------------------------------------------------------------------------------


def lines_of(said: Diagnostic) -> Iterator[range]:
    """The lines of an error, and those of the calls that lead there."""
    spans = [said.span, *(note.span for note in said.because if note.message == "called here")]
    for span in spans:
        last = span.source.line_of(max(span.start, span.end - 1))
        yield range(span.line, last + 1)


def verdict(keras: dict[str, Any], said: list[Diagnostic]) -> str:
    errors = [each for each in said if each.severity == "error"]
    raised = {line for first, last in keras["places"] for line in range(first, last + 1)}

    def meets(each: Diagnostic) -> bool:
        return any(not raised.isdisjoint(lines) for lines in lines_of(each))

    if keras["error"] is None:
        return "false alarm" if errors else "fine"
    if not errors:
        return "warned" if any(map(meets, said)) else "missed"
    if not any(map(meets, errors)):
        return "elsewhere"
    return "agreed" if len(errors) == 1 else "several"


def judge(mutants: Iterable[Mutant]) -> Iterator[Judged]:
    readable = []
    for mutant in mutants:
        try:
            compile(mutant.text, keras_child.NAME, "exec", dont_inherit=True)
        except SyntaxError:
            continue  # Python itself says so
        readable.append(mutant)
    answers = keras_child.answers(mutant.text for mutant in readable)
    for mutant, keras in zip(readable, answers, strict=True):
        said = analyse(Source(keras_child.NAME, mutant.text)).diagnostics
        yield Judged(mutant, verdict(keras, said), keras, said)


def told(judged: Judged) -> str:
    """A disagreement, for a person to judge."""
    mutant, keras = judged.mutant, judged.keras
    lines = [f"{judged.verdict}: {mutant.program}, line {mutant.line}: {mutant.what}"]
    if keras["error"] is not None:
        at = keras["places"][0][0] if keras["places"] else "?"
        lines.append(f"    Keras, line {at}: {' '.join(keras['error'].split())[:160]}")
    for each in judged.said:
        if each.severity == "error":
            lines.append(f"    {each.code}, line {each.span.line}: {each.message[:160]}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants")
    parser.add_argument("programs", nargs="*", metavar="PROGRAM")
    parser.add_argument("--random", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    given = parser.parse_args()
    programs = given.programs or sorted(each.stem for each in PROGRAMS.glob("*.py"))
    counts: Counter[str] = Counter()
    for program in programs:
        mutants = [correct(program), *typical(program)]
        mutants += drawn(program, given.random, given.seed)
        for judged in judge(mutants):
            counts[judged.verdict] += 1
            if judged.verdict not in ("agreed", "fine", "warned"):
                print(told(judged), file=sys.stderr, flush=True)
    for name, count in counts.most_common():
        print(f"{name:<12} {count:>5}")
    print(f"{'all':<12} {sum(counts.values()):>5}")


if __name__ == "__main__":
    main()
