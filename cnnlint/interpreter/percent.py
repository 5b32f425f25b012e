"""`template % values`: texts and bytes in the format of printf."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from .operators import MOST_ITEMS, held, plain
from .values import MISSING, Instance, Lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


class _Shown:
    """A value that Python cannot print for us, in a format: it is asked for its text."""

    __slots__ = ("interpreter", "value")

    def __init__(self, interpreter: Interpreter, value: Any) -> None:
        self.interpreter = interpreter
        self.value = value

    def __str__(self) -> str:
        return self.text("s")

    def __repr__(self) -> str:
        return self.text("r")

    def text(self, how: str) -> str:
        from .text import text_of

        found = text_of(self.interpreter, self.value, how)
        if type(found) is Unknown:
            raise Lost(found)
        return found  # type: ignore[no-any-return]


def percent(interpreter: Interpreter, template: Any, values: Any) -> Any:
    """`template % values`."""

    def shown(value: Any) -> Any:
        inner = held(value) if type(value) is Instance else value
        if inner is not value and type(inner) in (int, float) and plain(inner):
            return inner
        return value if plain(value) else _Shown(interpreter, value)

    if type(values) is Instance and type(values.held) is tuple:
        values = values.held
    if type(values) is tuple:
        values = tuple(shown(value) for value in values)
    elif type(values) is dict:
        values = {key: shown(value) for key, value in values.items()}
    elif "%" not in str(template) and _is_mapping(interpreter, values):
        return template  # whatever may be asked by key need not be used
    else:
        values = shown(values)
    wide = isinstance(values, tuple) and "*" in str(template)
    if too_wide(template) or (
        wide and any(type(value) is int and abs(value) > MOST_ITEMS for value in values)
    ):
        return interpreter.unknown("a text too long to keep")
    if len(template) + sum(len(part) for part in _texts(values)) > MOST_ITEMS:
        return interpreter.unknown("a text too long to keep")
    try:
        return template % values
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        if type(error) is KeyError:
            raise interpreter.raised("KeyError", "", args=error.args) from None
        if _holds_unknown(values):
            return interpreter.unknown("text with a value in it that is not known", of=values)
        raise interpreter.raised(type(error).__name__, str(error)) from None
    except Lost as lost:
        return interpreter.unknown("text with a value in it that is not known", of=lost.unknown)


def _is_mapping(interpreter: Interpreter, value: Any) -> bool:
    return type(value) in (list, range, bytes) or (
        type(value) is Instance and interpreter.special(value, "__getitem__") is not MISSING
    )


def _holds_unknown(values: Any) -> bool:
    parts = values if type(values) is tuple else [values]
    return any(type(part) is _Shown and type(part.value) in (Unknown, Dim) for part in parts)


def _texts(values: Any) -> list[str]:
    """The texts among the values of a format."""
    parts = values if isinstance(values, tuple) else [values]
    if isinstance(values, dict):
        parts = list(values.values())
    return [part for part in parts if isinstance(part, (str, bytes))]  # type: ignore[misc]


def too_wide(template: Any) -> bool:
    """Whether a format asks for a width of so many digits that the text would be huge."""
    text = template if isinstance(template, str) else template.decode("latin-1")
    if text.isascii() and sum(map(text.count, "0123456789")) <= 5:
        return False
    run = 0
    for char in text:
        run = run + 1 if char.isdigit() else 0
        if run > 5:
            return True
    return False
