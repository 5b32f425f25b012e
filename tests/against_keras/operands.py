"""Arguments of operations: symbolic tensors of random shapes and dtypes, and numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from cnnlint import dims
from cnnlint.network import Tensor

from . import oracle as _oracle  # noqa: F401 - chooses the backend first

import keras  # isort: skip

DTYPES = ("float32", "float32", "float16", "int32", "uint8", "bool")
sizes = st.sampled_from((1, 2, 3, 4, 6))
maybe = st.sampled_from((1, 2, 3, 4, 6, None))
dtypes = st.sampled_from(DTYPES)
floats = st.sampled_from(("float32", "float32", "float16"))
axis = st.integers(-4, 3)
flag = st.booleans()


class Symbolic:
    """An argument that is a symbolic tensor on either side."""

    def __init__(self, shape: tuple[int | None, ...], dtype: str = "float32") -> None:
        self.shape = shape
        self.dtype = dtype

    def __repr__(self) -> str:
        return f"T{self.shape}:{self.dtype}"

    def real(self) -> Any:
        return keras.KerasTensor(self.shape, self.dtype)

    def ours(self, counter: list[int]) -> Tensor:
        shape = []
        for size in self.shape:
            counter[0] += 1
            shape.append(dims.symbol(f"n{counter[0]}", hidden=True) if size is None else size)
        return Tensor(tuple(shape), self.dtype)


def words(text: str) -> list[str]:
    return text.split()


@st.composite
def tensors(draw: Any, least: int = 0, most: int = 4, kinds: Any = dtypes) -> Symbolic:
    return Symbolic(tuple(draw(st.lists(maybe, min_size=least, max_size=most))), draw(kinds))


@st.composite
def pairs(draw: Any) -> tuple[Any, Any]:
    """Two operands that mostly meet."""
    first = draw(tensors())
    how = draw(st.integers(0, 4))
    if how == 0:
        return first, draw(st.sampled_from((2, 1.5, True)))
    if how == 1:
        return first, draw(tensors())
    cut = draw(st.integers(0, len(first.shape)))
    other = tuple(draw(st.sampled_from((size, 1, None))) for size in first.shape[cut:])
    return first, Symbolic(other, draw(dtypes))


def called(*args: Any, **optional: Any) -> st.SearchStrategy[Any]:
    """A call with these arguments, and some of these keywords."""
    return st.tuples(st.tuples(*args), st.fixed_dictionaries({}, optional=optional))


def made(draw: Callable[[Callable[..., Any]], Any]) -> st.SearchStrategy[Any]:
    """A call that a function draws whose arguments depend on each other."""
    return st.composite(draw)()


def like(shape: tuple[int | None, ...], *choices: int | None) -> st.SearchStrategy[Any]:
    """A shape whose sizes are those of another, or one of these."""
    return st.tuples(*(st.sampled_from((size, size, *choices)) for size in shape))


def replaced(value: Any, new: Callable[[Symbolic], Any]) -> Any:
    """The same arguments with something else in the place of each tensor."""
    if isinstance(value, Symbolic):
        return new(value)
    if type(value) in (list, tuple):
        return type(value)(replaced(item, new) for item in value)
    if isinstance(value, dict):
        return {key: replaced(item, new) for key, item in value.items()}
    return value
