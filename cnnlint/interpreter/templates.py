"""`str.format`: templates filled in."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import percent
from .operators import MOST_ITEMS, plain
from .text import formatted, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


def fill_in(
    interpreter: Interpreter, template: str, args: tuple[Any, ...], keywords: dict[str, Any]
) -> Any:
    """`template.format(*args, **keywords)`."""
    if percent.too_wide(template):
        return interpreter.unknown("a text too long to keep")
    if plain(args) and plain(keywords):
        numbers = (value for value in (*args, *keywords.values()) if type(value) is int)
        if not any(abs(number) > MOST_ITEMS for number in numbers) or ":{" not in template:
            texts = (value for value in (*args, *keywords.values()) if type(value) is str)
            if len(template) + sum(map(len, texts)) * template.count("{") > MOST_ITEMS * 4:
                return interpreter.unknown("a text too long to keep")
            try:
                return template.format(*args, **keywords)
            except Exception as error:  # whatever Python raises is the program's own exception
                own = error.args if type(error) is KeyError else None
                raise interpreter.raised(type(error).__name__, str(error), args=own) from None
    return _Filling(interpreter, args, keywords).fill(template)


class _Filling:
    """The fields of a format string, filled with values that Python cannot print for us."""

    __slots__ = ("args", "interpreter", "keywords", "place")

    def __init__(self, interpreter: Interpreter, args: Any, keywords: Any) -> None:
        self.interpreter = interpreter
        self.args = args
        self.keywords = keywords
        self.place = 0

    def fill(self, template: str, depth: int = 0) -> Any:
        from _string import formatter_parser  # type: ignore[import-not-found]

        parts: list[str] = []
        try:
            fields = list(formatter_parser(template))
        except ValueError as error:
            raise self.interpreter.raised("ValueError", str(error)) from None
        for literal, field, spec, conversion in fields:
            parts.append(literal)
            if field is None:
                continue
            value = self.value(field)
            if conversion:
                value = text_of(self.interpreter, value, conversion)
            how = self.fill(spec, depth + 1) if spec and "{" in spec and depth < 2 else spec
            text = formatted(self.interpreter, value, how or "")
            if type(text) is Unknown:
                return text
            parts.append(text)
        return "".join(parts)

    def value(self, field: str) -> Any:
        from _string import formatter_field_name_split

        first, rest = formatter_field_name_split(field)
        if first == "":
            first, self.place = self.place, self.place + 1
        if isinstance(first, int):
            if first >= len(self.args):
                raise self.interpreter.raised(
                    "IndexError",
                    f"Replacement index {first} out of range for positional args tuple",
                )
            value = self.args[first]
        elif first in self.keywords:
            value = self.keywords[first]
        else:
            raise self.interpreter.raised("KeyError", "", args=(first,))
        for is_attribute, name in rest:
            if is_attribute:
                value = self.interpreter.get(value, name)
            else:
                from .containers import item

                value = item(self.interpreter, value, name)
        return value
