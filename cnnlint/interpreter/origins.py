"""Where what is unknown came from: values that are computed from one another the same way are the
same value, and have the same words and the same reason."""

from __future__ import annotations

from ..diagnostics import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ..dims import Size
    from ..source import Span


class Origins:
    """What was derived from what in one run."""

    __slots__ = ("keys",)

    def __init__(self) -> None:
        self.keys: dict[tuple[object, ...], int] = {}

    def derive(self, unknown: Unknown, *how: object, size: Size | None = None) -> Unknown:
        """What is computed from an unknown: the same reason; the same `how` is the same value."""
        key = unknown.key
        if how == ("not",):
            # Twice negated is the question itself.
            twice = type(key) is tuple and key[0] == "not"
            return Unknown(
                unknown.reason,
                unknown.span,
                key[1] if twice else ("not", key),  # type: ignore[index]
                parameter=unknown.parameter,
            )
        number = self.keys.setdefault((key, *how), len(self.keys))
        derived = Unknown(
            unknown.reason,
            unknown.span,
            ("derived", number),
            size=size,
            parameter=unknown.parameter,
            origin=words(unknown.name or unknown.origin, how),
        )
        if unknown.variable is not None:
            derived.variable = variable_of(unknown.variable, how)
        return derived

    def made_of(self, unknown: Unknown) -> Iterator[object]:
        """What went into an unknown since it began: names, and keys of the values."""
        steps = {number: made for made, number in self.keys.items()}
        pending: list[object] = [unknown.key]
        while pending:
            part = pending.pop()
            if type(part) is not tuple:
                yield part
            elif len(part) == 2 and part[0] == "derived" and part[1] in steps:
                pending.extend(steps.pop(part[1]))
            else:
                pending.extend(part)

    def is_asked(self, unknown: Unknown, questions: tuple[str, ...]) -> bool:
        """Whether anything was derived from an unknown by one of these: "[]", "items", ..."""
        key = unknown.key
        return any(how[0] == key and how[1] in questions for how in self.keys)


#: A description of how a value came about is not longer than this.
LONGEST = 32


def words(name: str, how: tuple[object, ...]) -> str:
    """How the code came to what it derived from something with a name: `words.shape[1]`."""
    what, part = how[0], how[-1]
    if what == "." and isinstance(part, str):
        said = f"{name}.{part}" if name else part
    elif not name:
        return ""
    elif what == "call":
        said = f"{name}()"
    elif what in ("len", "int"):
        said = f"{what}({name})" if what == "len" else name
    elif what == "[]" and type(part) is tuple and part[:1] in (("int",), ("str",)):
        said = f"{name}[{part[1]}]"
    else:
        return ""
    return said if len(said) <= LONGEST else ""


def variable_of(variable: tuple[Span, str], how: tuple[object, ...]) -> tuple[Span, str] | None:
    """Which part of a variable it is that was derived from it, as a directive can name it."""
    span, path = variable
    what, part = how[0], how[-1]
    if what in ("call", "len"):
        return None  # to know the object would not be to know this
    if what == ".":
        return span, f"{path}.{part}"
    if what == "[]" and type(part) is tuple and part[:1] in (("int",), ("str",)):
        key = f'"{part[1]}"' if part[0] == "str" else part[1]
        return span, f"{path}[{key}]"
    return variable


def first_unknown(value: Any, depth: int = 0) -> Unknown | None:
    """The first unknown in a value or in the collections it is made of."""
    kind = type(value)
    if kind is Unknown:
        return value  # type: ignore[no-any-return]
    if depth < 6:
        items: Iterable[Any] = ()
        if kind in (tuple, list, set, frozenset):
            items = value
        elif kind is dict:
            items = value.values()
        for item in items:
            found = first_unknown(item, depth + 1)
            if found is not None:
                return found
    return None
