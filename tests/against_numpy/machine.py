"""An interpreter without a program, to call what cnnlint knows of a library directly."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnlint import libraries
from cnnlint.diagnostics import Refused, Unknown
from cnnlint.dims import Dim
from cnnlint.interpreter.budget import Budget
from cnnlint.interpreter.machine import Interpreter
from cnnlint.interpreter.values import Module, Raised
from cnnlint.libraries.arrays import Array
from cnnlint.source import Source


class Refusal(Exception):
    """Either side raised: the message is for whoever reads a failing example."""


def interpreter() -> Interpreter:
    machine = Interpreter(libraries.find, lambda name: None, Budget())
    machine.source = Source("program.py", "x = 1\n")
    libraries.install(machine)
    return machine


def member(machine: Interpreter, module: Module, dotted: str) -> Any:
    found: Any = module
    for part in dotted.split("."):
        found = machine.get(found, part)
    return found


def call(machine: Interpreter, function: Any, args: Any, keywords: Any) -> Any:
    """What cnnlint says a call gives; `Refusal` where it says that it raises."""
    try:
        return machine.call(function, tuple(args), dict(keywords))
    except (Raised, Refused) as error:
        raise Refusal(str(error)) from error


def mirrored(value: Any, known: bool = False) -> Any:
    """A real argument as cnnlint holds it; `known` arrays keep their values."""
    if isinstance(value, (np.ndarray, np.generic)):
        items = tuple(value.ravel().tolist()) if known else None
        return Array(value.shape, value.dtype.name, items=items)
    if isinstance(value, (list, tuple)) and any(
        isinstance(item, (np.ndarray, list, tuple)) for item in value
    ):
        return type(value)(mirrored(item, known) for item in value)
    return value


def difference(ours: Any, real: Any, dtypes: bool = True) -> str:
    """How cnnlint's answer contradicts the real one; "" where it does not."""
    if isinstance(ours, Unknown):
        return ""
    if isinstance(real, (list, tuple)) and not isinstance(ours, Array):
        if not isinstance(ours, (list, tuple)) or len(ours) != len(real):
            return f"{ours!r} for {real!r}"
        return "".join(difference(a, b, dtypes) for a, b in zip(ours, real, strict=True))
    real = np.asarray(real)
    if not isinstance(ours, Array):
        if isinstance(ours, Dim) or ours is None:
            return ""
        if real.shape != ():
            return f"{ours!r} for an array of {real.shape}"
        if isinstance(ours, (bool, int, float)) and not close(ours, real):
            return f"{ours!r} for {real!r}"
        return ""
    if ours.shape is None:
        return ""
    same = len(ours.shape) == len(real.shape) and all(
        isinstance(a, Dim) or a == b for a, b in zip(ours.shape, real.shape, strict=True)
    )
    if not same:
        return f"{ours.shape} for {real.shape}"
    if dtypes and ours.dtype not in (None, real.dtype.name, "int", "float"):
        return f"{ours.dtype} for {real.dtype}"
    if ours.items is not None and not any(isinstance(item, Dim) for item in ours.items):
        values = np.array(ours.items, dtype=real.dtype).reshape(real.shape)
        if not close(values, real):
            return f"{ours.items} for {real.ravel().tolist()}"
    return ""


def close(ours: Any, real: Any) -> bool:
    if np.asarray(real).dtype.kind in "OU":
        return True
    return bool(np.allclose(ours, real, rtol=2e-2, atol=1e-2, equal_nan=True))
