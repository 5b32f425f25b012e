"""What cnnlint knows of Keras takes every argument that Keras's own takes: none is refused."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from cnnlint.inference.library import Library, no_library
from cnnlint.interpreter.budget import Budget
from cnnlint.interpreter.machine import Interpreter
from cnnlint.interpreter.values import Class, Module, Native

PARTS = """
    activations callbacks config constraints datasets initializers layers losses metrics models
    optimizers optimizers.schedules preprocessing preprocessing.image preprocessing.sequence random
    regularizers saving utils
""".split()
#: What Keras does with these is another matter in each layer: they are not told apart.
ANY = frozenset({"compute_output_spec"})


def library() -> Interpreter:
    interpreter = Interpreter(no_library, lambda dotted: None, Budget())
    interpreter.library = Library(interpreter)
    return interpreter


def functions(module: Module, real: Any) -> Iterator[tuple[str, Native, Any]]:
    """Functions, and methods of classes, that both have."""
    for name in dir(real):
        ours = None if name.startswith("_") else module.member(name)
        theirs = getattr(real, name)
        if isinstance(ours, Native):
            yield name, ours, theirs
        elif isinstance(ours, Class) and inspect.isclass(theirs):
            for each in dir(theirs):
                found = ours.find(each)[0]
                if isinstance(found, Native) and (each == "__init__" or each[0] != "_"):
                    yield f"{name}.{each}", found, getattr(theirs, each)


def refused(ours: Native, theirs: Any) -> list[str]:
    """The parameters of Keras's own that ours does not take."""
    taken = ours.signature
    try:
        parameters = inspect.signature(theirs).parameters.values()
    except (TypeError, ValueError):
        return []
    if taken is None:
        return []  # it binds for itself
    listed = [each for each in parameters if each.name != "self"]
    placed = [each for each in listed if each.kind <= inspect.Parameter.POSITIONAL_OR_KEYWORD]
    named = [each.name for each in listed if each.kind in (1, 3)]
    own = [name for name in taken.names if name != "self"]
    found = [] if taken.rest else [each.name for each in placed[len(own) :]]
    if not taken.rest_keywords:
        found += [name for name in named if name not in taken.everything]
    return found


@pytest.mark.parametrize("part", ["", *PARTS])
def test_takes_what_keras_takes(part: str) -> None:
    ours: Any = library().library("keras")
    for name in part.split(".") if part else ():
        ours = ours.member(name)
    real = importlib.import_module(f"keras.{part}" if part else "keras")
    wrong = {
        name: missing
        for name, ours, theirs in functions(ours, real)
        if name.rpartition(".")[2] not in ANY and (missing := refused(ours, theirs))
    }
    assert not wrong
