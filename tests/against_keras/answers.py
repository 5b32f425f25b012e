"""What cnnlint says, in the form in which `oracle` gives Keras's answers."""

from __future__ import annotations

import copy
from typing import Any

from cnnlint import dims
from cnnlint.diagnostics import Refused
from cnnlint.keras import layers
from cnnlint.keras.layers.building import apply
from cnnlint.keras.layers.calls import call_arguments
from cnnlint.keras.layers.constructing import construct
from cnnlint.keras.layers.kit import NotKnown
from cnnlint.network import Tensor

from .oracle import Built, Given, Inner, Refusal


class Silence:
    """cnnlint does not know, and says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def __repr__(self) -> str:
        return f"not known: {self.reason}"


def answer(
    name: str,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    *inputs: Any,
    dtype: str = "float32",
    options: dict[str, Any] | None = None,
) -> list[Built | Refusal | Silence]:
    layer = layers.find(name)
    assert layer is not None, name
    answers: list[Built | Refusal | Silence] = []
    phase = "construct"
    try:
        made, common = construct(
            layer,
            tuple(declared(value) for value in args),
            {argument: declared(value) for argument, value in keywords.items()},
        )
        weights: tuple[Any, ...] = ()
        for number, shape in enumerate(inputs):
            phase = f"call {number + 1}"
            given = hide(shape, str(number))
            several = tuple(given) if made.spreads and isinstance(given, list) else (given,)
            more = {key: handed(value) for key, value in (options or {}).items()}
            _, rest = call_arguments(made, several, more, None)
            applied = apply(made, given, built=number > 0, options=rest)
            if applied.weights is not None:
                weights = applied.weights
            trained = common.get("trainable", True)
            listed = sorted(
                (w.name.rpartition("/")[2], shown(w.shape), w.trainable and trained)
                for w in weights
            )
            count = sum(dims.product(w.shape) for w in weights)
            count_of_inputs = len(shape) if isinstance(shape, list) else 1
            out_dtype: Any = made.output_dtype([dtype] * count_of_inputs)
            dtypes = each_of(applied.shape, out_dtype)
            answers.append(Built(shown(applied.shape), dtypes, listed, count))
    except Refused as refused:
        answers.append(Refusal(phase, refused.exception, checked(refused)))
    except NotKnown as stop:
        answers.append(Silence(stop.unknown.reason))
    return answers


def handed(value: Any) -> Any:
    """An argument of a call besides its input."""
    if not isinstance(value, Given):
        return value
    if isinstance(value.shape, list):
        return [handed(Given(shape)) for shape in value.shape]
    return Tensor(hide(value.shape, "0"))


def each_of(shape: Any, dtype: str) -> Any:
    return [each_of(one, dtype) for one in shape] if isinstance(shape, list) else dtype


def declared(value: Any) -> Any:
    if type(value) in (list, tuple):
        return type(value)(declared(each) for each in value)
    if not isinstance(value, Inner):
        return copy.deepcopy(value)
    layer = layers.find(value.name)
    assert layer is not None
    return construct(layer, declared(value.args), value.keywords)[0]


def checked(refused: Refused) -> str:
    """The text of a refusal, if it is written as they all are."""
    assert refused.help, refused.message
    for text in (refused.message, refused.help):
        assert not text.endswith("."), text
        assert len(text) < 400, text
    return f"{refused.rule}: {refused.message}"


def hide(shape: Any, prefix: str) -> Any:
    """None becomes a hidden symbol, a different one each time."""
    if isinstance(shape, list):
        return [hide(one, f"{prefix}_{i}") for i, one in enumerate(shape)]
    return tuple(
        dims.symbol(f"n{prefix}_{i}", hidden=True) if size is None else size
        for i, size in enumerate(shape)
    )


def shown(shape: Any) -> Any:
    """Hidden sizes become None again."""
    if isinstance(shape, list):
        return [shown(one) for one in shape]
    return tuple(None if dims.hidden(size) else size for size in shape)
