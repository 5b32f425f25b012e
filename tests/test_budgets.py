"""Every budget ends in a reason with its place, and what came before and comes after is kept."""

from __future__ import annotations

import gc
import sys
import time

import pytest

from cnnlint import table
from cnnlint.inference import Inference, infer
from cnnlint.interpreter.budget import Budget
from cnnlint.source import Source

PROGRAM = """\
import keras
from keras import layers
before = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
{}
model = keras.Sequential([keras.Input((4,)), layers.Dense(n)])
after = keras.Sequential([keras.Input((4,)), layers.Dense(5)])
"""


def followed(code: str, **limits: float) -> Inference:
    budget = Budget(**limits)  # type: ignore[arg-type]
    return infer(Source("program.py", PROGRAM.format(code)), budget=budget)


def known(found: Inference) -> dict[str, object]:
    """What each model comes to; None where that is not known for certain."""
    result: dict[str, object] = {}
    for model in found.models:
        sums = table.totals(model)
        result[model.variable] = sums.params if sums.complete else None
    return result


@pytest.mark.parametrize(
    ("code", "limits", "line", "reason"),
    [
        (
            "n = 0\nfor i in range(9000):\n    layers.Dense(1)\n    n += 1",
            {"steps": 20_000},
            5,
            "gave up here: this takes too many steps",
        ),
        (
            "n = 0\nfor i in range(10**6):\n    layers.Dense(1)\n    n += 1",
            {"seconds": 0.4, "steps": 10**9, "turns": 10**9},
            5,
            "gave up here: this takes too long to follow",
        ),
        (
            "def f(n):\n    return f(n + 1)\nn = f(0)",
            {"depth": 40},
            6,
            "gave up here: calls of `f` are nested too deeply",
        ),
        (
            "n = 0\nwhile n < 10**7:\n    n += 1",
            {"turns": 100},
            5,
            "gave up on this loop after 100 turns",
        ),
        (
            "n = 0\nfor i in range(10**5):\n    n += 1",
            {"turns": 100},
            5,
            "gave up on this loop after 100 turns",
        ),
        (
            "n = 0\nfor i in range(10**5):\n    n += 1",
            {"turns": 10**9},
            5,
            "gave up on this loop after 10,000 steps",
        ),
        ("n = len([0] * 10**9)", {}, 4, "a sequence too long to keep"),
        ("n = len('x' * 10**9)", {}, 4, "a sequence too long to keep"),
        ("n = len('%1000000000d' % 3)", {}, 4, "a text too long to keep"),
        ("n = len(list(range(10**9)))", {}, 4, "a range too long to follow"),
        ("n = (10 ** 10 ** 10) % 7 + 1", {}, 4, "the result of `**` is too large to work out"),
    ],
)
def test_a_budget_is_told_where_it_ends(
    code: str, limits: dict[str, float], line: int, reason: str
) -> None:
    started = time.monotonic()
    found = followed(code, **limits)
    assert time.monotonic() - started < 8
    assert known(found) == {"before": 15, "model": None, "after": 25}
    assert found.gave_up == ""
    model = next(each for each in found.models if each.variable == "model")
    reasons = [(each.span.line if each.span else 0, each.reason) for each in model.unknowns]
    assert reasons == [(line, reason)]


def test_worlds() -> None:
    code = "n = 0\n" + "".join(f"if input('{i}'):\n    n += {2**i}\n" for i in range(6))
    found = followed(code, worlds=4)
    assert found.gave_up == "only 4 of the ways that its unknown conditions can go were followed"
    assert {"before": 15, "after": 25}.items() <= known(found).items()


def test_worlds_that_are_enough() -> None:
    assert followed("n = 1 if input() else 2", worlds=4).gave_up == ""


@pytest.mark.parametrize(
    "limits", [{"root_seconds": 0.2, "root_steps": 10**9}, {"root_steps": 500}]
)
def test_functions_that_nobody_calls(limits: dict[str, float]) -> None:
    code = "n = 1\ndef f(a):\n    for i in range(10**6):\n        a = layers.Dense(1)(a)"
    found = followed(code, **limits, turns=10**9)
    assert found.gave_up == "not every function that the file never calls was tried"
    assert known(found) == {"before": 15, "model": 5, "after": 25}


def test_what_a_number_of_steps_ends_is_the_same_on_another_day() -> None:
    code = "n = 1\ndef f(a):\n    for i in range(10**6):\n        a = layers.Dense(1)(a)"
    budget = Budget(root_steps=500, root_seconds=1e9, seconds=1e9)
    found = infer(Source("program.py", PROGRAM.format(code)), budget=budget)
    assert found.gave_up == "not every function that the file never calls was tried"
    assert not budget.hurried


def test_a_generator_that_is_left_where_the_steps_end_is_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    code = """n = 1
def items(a):
    try:
        yield a
    finally:
        layers.Dense(1)

def f(a):
    kept = [items(a) for i in range(40)]
    for each in kept:
        next(each)
    while True:
        a = layers.Dense(1)(a)
"""
    found = followed(code, root_steps=600)
    assert found.gave_up == "not every function that the file never calls was tried"
    del found
    gc.collect()
    assert told == []


def test_what_is_added_one_by_one_costs_what_a_list_does() -> None:
    """Each `add` goes on from the layers before: counted, not timed."""
    from cnnlint.keras import sequential

    applied: list[object] = []
    apply_step = sequential.apply_step

    def counted(interpreter: object, step: object, x: object) -> object:
        applied.append(step)
        return apply_step(interpreter, step, x)  # type: ignore[arg-type]

    looked: list[int] = []
    flatten = sequential.structures.flatten

    def seen(value: object) -> object:
        looked.append(1)
        return flatten(value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequential, "apply_step", counted)
        patch.setattr(sequential.structures, "flatten", seen)
        found = followed("n = 1\nmany = keras.Sequential([keras.Input((4,))])\n"
                         "for i in range(200):\n    many.add(layers.Dense(4))")  # fmt: skip
    assert known(found)["many"] == 200 * 20
    assert len(applied) == 203
    assert len(looked) < 200 * 20
