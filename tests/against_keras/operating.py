"""cnnlint and Keras judge the same call of an operation."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from against_numpy import machine
from keras.src.utils import naming

from cnnlint.diagnostics import Refused, Unknown
from cnnlint.interpreter.values import Raised
from cnnlint.keras import ops
from cnnlint.libraries.arrays import Array
from cnnlint.libraries.operations import visible
from cnnlint.network import Tensor

from . import known
from .operands import Symbolic, replaced

import keras  # isort: skip


def function(name: str) -> Any:
    """Keras's own function: `sum`, `image.resize`, `random.normal`."""
    found: Any = keras if name.startswith("random.") else keras.ops
    for part in name.split("."):
        found = getattr(found, part)
    return found


def member(it: Any, name: str) -> Any:
    """The same function of cnnlint's."""
    part = name.removeprefix("random.")
    return machine.member(it, ops.random() if part != name else ops.module(), part)


def answer(value: Any) -> Any:
    """Shape, dtype, class, name and inputs of what came out; plain values as they are."""
    if isinstance(value, (list, tuple)) and any(
        isinstance(item, (Tensor, keras.KerasTensor)) for item in value
    ):
        return [answer(item) for item in value]
    if isinstance(value, Tensor):
        assert value.shape is not None
        assert value.node is not None
        layer = value.node.layer
        inputs = [visible(each.shape or ()) for each in value.node.inputs]
        return visible(value.shape), value.dtype, layer.class_name, layer.name, inputs
    if isinstance(value, keras.KerasTensor):
        operation = value._keras_history.operation
        inputs = [each.shape for each in operation._inbound_nodes[0].input_tensors]
        return value.shape, value.dtype, type(operation).__name__, operation.name, inputs
    return value


def ask_keras(run: Any) -> Any:
    naming.reset_uids()
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return run()
        except Exception as error:
            return machine.Refusal(f"{type(error).__name__}: {error}")


def ask_us(run: Any) -> Any:
    try:
        return run()
    except (Raised, Refused) as error:
        return machine.Refusal(str(error))


def open_ended(value: Any) -> bool:
    """Whether an answer says that it does not know."""
    if isinstance(value, (list, tuple)):
        return any(open_ended(item) for item in value)
    if isinstance(value, (Tensor, Array)):
        return value.shape is None
    return isinstance(value, Unknown)


def contradiction(ours: Any, real: Any) -> str:
    """What is wrong with our answer; an unknown is never wrong."""
    if open_ended(ours):
        return ""
    if isinstance(ours, machine.Refusal) or isinstance(real, machine.Refusal):
        both = isinstance(ours, machine.Refusal) and isinstance(real, machine.Refusal)
        return "" if both else f"{ours!r} for {real!r}"
    if isinstance(ours, Array) or isinstance(real, np.ndarray):
        return machine.difference(ours, real)
    found, truth = answer(ours), answer(real)
    return "" if found == truth else f"{found} for {truth}"


def runs(function: Any, args: Any, keywords: Any) -> bool:
    """Whether Keras, which says that it can, really computes it for some size of None."""
    for size in (1, 2, 3, 4, 6):

        def data(x: Symbolic, size: int = size) -> Any:
            shape = tuple(size if each is None else each for each in x.shape)
            return np.ones(shape, x.dtype)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                function(*replaced(args, data), **replaced(keywords, data))
            except Exception:
                continue
            return True
    return False


def judge(name: str, args: Any, keywords: Any) -> tuple[str, str]:
    """What the two say of a call: "same", "refused", "unknown", "ahead" or "wrong", and how.

    "ahead" is where cnnlint refuses what Keras refuses only as soon as it computes it.
    """
    counter = [0]
    it = machine.interpreter()
    mine = member(it, name)

    def own(x: Symbolic) -> Tensor:
        return x.ours(counter)

    ours = ask_us(lambda: it.call(mine, tuple(replaced(args, own)), replaced(keywords, own)))
    real = function(name)
    theirs, named = replaced(args, Symbolic.real), replaced(keywords, Symbolic.real)
    truth = ask_keras(lambda: real(*theirs, **named))
    wrong = contradiction(ours, truth)
    said = f"{name}({args}, {keywords}): {wrong}"
    refused = isinstance(truth, machine.Refusal)
    if wrong and isinstance(ours, machine.Refusal) and not runs(real, args, keywords):
        return "ahead", ""
    if wrong and refused and name in known.TAKEN:
        return "ahead", ""
    if wrong:
        return "wrong", said
    if open_ended(ours):
        return "unknown", said
    return ("refused" if refused else "same"), ""
