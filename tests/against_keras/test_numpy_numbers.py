"""Whole numbers of NumPy's as arguments of layers: what is refused, Keras refuses too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cnnlint.interpreter.whole import whole

from . import drawing, known, oracle
from .answers import Silence, answer
from .test_layers import CANONICAL, EXAMPLES


def paths(value: Any, way: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    """The ways to the whole numbers in an argument."""
    if type(value) is int:
        return [way]
    if type(value) in (tuple, list):
        return [each for i, part in enumerate(value) for each in paths(part, (*way, i))]
    return []


def put(value: Any, way: tuple[int, ...], make: Any) -> Any:
    if not way:
        return make(value)
    parts = list(value)
    parts[way[0]] = put(parts[way[0]], way[1:], make)
    return type(value)(parts)


@pytest.mark.parametrize("name", [name for name in CANONICAL if name not in known.NOT_DRAWN])
def test_numbers_of_numpy(name: str) -> None:
    @settings(
        max_examples=max(EXAMPLES // 3, 5),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    @given(drawing.cases(name), st.data())
    def agrees(case: tuple[Any, ...], data: st.DataObject) -> None:
        args, keywords, given_inputs, dtype, options = case
        ways: list[Any] = [
            (*at, way)
            for at in [*((i, "") for i in range(len(args))), *((-1, key) for key in keywords)]
            for way in paths(args[at[0]] if at[0] >= 0 else keywords[at[1]])
        ]
        if not ways:
            return
        number, key, way = data.draw(st.sampled_from(ways))

        def with_one(make: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
            changed = list(args)
            named = dict(keywords)
            if number >= 0:
                changed[number] = put(args[number], way, make)
            else:
                named[key] = put(keywords[key], way, make)
            return tuple(changed), named

        spread = drawing.spreads(name) and all(isinstance(one, list) for one in given_inputs)
        more: dict[str, Any] = {"dtype": dtype, "options": options}
        keras = oracle.ask(name, *with_one(np.int64), *given_inputs, spread=spread, **more)
        plain = oracle.ask(name, args, keywords, *given_inputs, spread=spread, **more)
        ours = answer(name, *with_one(lambda n: whole(n, "int64", None)), *given_inputs, **more)
        if any(isinstance(each, Silence) for each in ours) or isinstance(plain[-1], oracle.Refusal):
            return
        theirs, mine = keras[-1], ours[-1]
        if isinstance(mine, oracle.Refusal):
            if not mine.message.startswith("numpy-integer: "):
                return  # what the same number of Python's leads to, too
            assert isinstance(theirs, oracle.Refusal), (theirs, mine)
            assert (theirs.phase, theirs.exception) == (mine.phase, mine.exception)
        elif not isinstance(theirs, oracle.Refusal):
            assert theirs == mine, (theirs, mine)

    agrees()


REFUSED: list[tuple[str, tuple[Any, ...], dict[str, Any], tuple[int | None, ...]]] = [
    ("Dense", (4,), {}, (None, 8)),
    ("EinsumDense", ("ab,bc->ac", 4), {}, (None, 8)),
    ("Embedding", (4, 3), {}, (None, 8)),
    ("Conv1D", (4, 3), {}, (None, 8, 3)),
    ("Conv2DTranspose", (4,), {"kernel_size": 2, "strides": (1, 1)}, (None, 8, 8, 3)),
    ("MaxPooling2D", (2,), {}, (None, 8, 8, 3)),
    ("AveragePooling2D", ((2, 2),), {"strides": 2}, (None, 8, 8, 3)),
    ("AdaptiveAveragePooling2D", (2,), {}, (None, 8, 8, 3)),
    ("UpSampling1D", (2,), {}, (None, 8, 3)),
    ("UpSampling2D", (2,), {}, (None, 8, 8, 3)),
    ("ZeroPadding1D", (2,), {}, (None, 8, 3)),
    ("ZeroPadding2D", (2,), {}, (None, 8, 8, 3)),
    ("Cropping2D", (2,), {}, (None, 8, 8, 3)),
    ("RepeatVector", (2,), {}, (None, 8)),
    ("LSTM", (4,), {}, (None, 5, 8)),
    ("GRU", (4,), {}, (None, 5, 8)),
    ("SimpleRNN", (4,), {}, (None, 5, 8)),
    ("LayerNormalization", (-1,), {}, (None, 8)),
    ("UnitNormalization", (-1,), {}, (None, 8)),
    ("GroupNormalization", (2,), {}, (None, 8)),
    ("Normalization", (-1,), {}, (None, 8)),
    ("Dropout", (0.5,), {"seed": 1}, (None, 8)),
]


@pytest.mark.parametrize(("name", "args", "keywords", "shape"), REFUSED)
def test_what_keras_asks_an_int_for(
    name: str, args: tuple[Any, ...], keywords: dict[str, Any], shape: tuple[int | None, ...]
) -> None:
    """The last lone number of a call is one of NumPy's: both refuse, and ours says why."""
    lone = [key for key in keywords if type(keywords[key]) is int]
    for make in (np.int64, lambda n: whole(n, "int64", None)):
        if lone:
            changed: Any = (args, {**keywords, lone[-1]: make(keywords[lone[-1]])})
        else:
            changed = ((*args[:-1], make(args[-1])), keywords)
        asked = oracle.ask if make is np.int64 else answer
        last = asked(name, *changed, shape)[-1]
        assert isinstance(last, oracle.Refusal), (name, last)
        assert make is np.int64 or last.message.startswith("numpy-integer: "), last
