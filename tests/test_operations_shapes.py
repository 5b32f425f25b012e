"""Operations on symbolic tensors against Keras: shape, dtype, class, automatic name, refusals."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "numpy")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest
from against_keras import looping, operating, operations, transforming
from against_keras.operands import Symbolic, pairs, replaced, tensors
from against_keras.operating import ask_keras, ask_us, contradiction
from against_numpy import machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnlint.interpreter import comparison, containers, operators
from cnnlint.libraries import catalogue, symbolic, symbolic_images

#: How many random calls of each function.
EXAMPLES = int(os.environ.get("CNNLINT_EXAMPLES", "60")) // 4
CALLS = operations.DRAWN | transforming.DRAWN


@pytest.mark.parametrize("name", CALLS)
def test_the_same_as_keras(name: str) -> None:
    @settings(SETTINGS, max_examples=EXAMPLES)
    @given(CALLS[name])
    def check(case: Any) -> None:
        verdict, how = operating.judge(name, *case)
        assert verdict != "wrong", how

    check()


@pytest.mark.parametrize("name", looping.DRAWN)
def test_functions_that_are_given_functions(name: str) -> None:
    @settings(SETTINGS, max_examples=EXAMPLES)
    @given(looping.DRAWN[name])
    def check(statements: tuple[str, ...]) -> None:
        verdict, how = looping.judge(statements)
        assert verdict != "wrong", how

    check()


def test_what_is_checked_is_named() -> None:
    assert not set(symbolic.CHECKS) & set(symbolic_images.CHECKS)
    assert set(symbolic.CHECKS) | set(symbolic_images.CHECKS) == catalogue.CHECKED


SETTINGS = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "@", "<", ">=", "!=", "&", "|", "^")


def check_operator(op: str, pair: Any, swapped: bool) -> str:
    left, right = pair[::-1] if swapped else pair
    counter = [0]
    it = machine.interpreter()
    a, b = (replaced(each, lambda x: x.ours(counter)) for each in (left, right))
    run = operators.binary if op in operators.BINARY else comparison.compare
    ours = ask_us(lambda: run(it, op, a, b))
    names = {"a": replaced(left, Symbolic.real), "b": replaced(right, Symbolic.real)}
    wrong = contradiction(ours, ask_keras(lambda: eval(f"a {op} b", names)))
    return f"{left!r} {op} {right!r}: {wrong}" if wrong else ""


@SETTINGS
@given(st.sampled_from(OPERATORS), pairs(), st.booleans())
def test_operators(op: str, pair: Any, swapped: bool) -> None:
    wrong = check_operator(op, pair, swapped)
    assert not wrong, wrong


PARTS = st.one_of(
    st.integers(-3, 2),
    st.builds(
        slice,
        st.one_of(st.none(), st.integers(-4, 4)),
        st.one_of(st.none(), st.integers(-4, 4)),
        st.sampled_from((None, 1, 2, -1)),
    ),
    st.none(),
    st.just(...),
)


def check_item(x: Symbolic, index: Any) -> str:
    it = machine.interpreter()
    ours = ask_us(lambda: containers.item(it, x.ours([0]), index))
    wrong = contradiction(ours, ask_keras(lambda: x.real()[index]))
    return f"{x}[{index}]: {wrong}" if wrong else ""


@SETTINGS
@given(
    tensors(1), st.one_of(st.integers(-2, 1), st.lists(PARTS, min_size=1, max_size=4).map(tuple))
)
def test_indexing(x: Symbolic, index: Any) -> None:
    wrong = check_item(x, index)
    assert not wrong, wrong
