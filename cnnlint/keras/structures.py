"""Nested arguments: the tensors in a list, a tuple or a dict, in Keras's order."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def flatten(value: Any) -> list[Any]:
    """The leaves of a structure. A dict's come in the order of its sorted keys."""
    kind = type(value)
    if kind in (list, tuple):
        return [leaf for item in value for leaf in flatten(item)]
    if kind is dict:
        return [leaf for key in ordered(value) for leaf in flatten(value[key])]
    return [value]


def ordered(value: dict[Any, Any]) -> list[Any]:
    try:
        return sorted(value)
    except TypeError:
        return list(value)


def replace(value: Any, new: Callable[[Any], Any]) -> Any:
    """The same structure with every leaf replaced."""
    kind = type(value)
    if kind is list:
        return [replace(item, new) for item in value]
    if kind is tuple:
        return tuple(replace(item, new) for item in value)
    if kind is dict:
        made = {key: replace(value[key], new) for key in ordered(value)}
        return {key: made[key] for key in value}
    return new(value)
