"""Answers to questions about sizes: always, never, or when."""

from __future__ import annotations

from .forms import TooComplex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .forms import Size
    from .solutions import Solutions


class Verdict:
    """A decided question. There are two, `ALWAYS` and `NEVER`: compare with `is`."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __bool__(self) -> bool:
        raise TypeError("compare a verdict with `is ALWAYS` or `is NEVER`")

    def __repr__(self) -> str:
        return self._name


ALWAYS = Verdict("ALWAYS")
NEVER = Verdict("NEVER")


class When:
    """True for some values of the symbols: `str()` says which, in Python's notation.

    It is true where `size` stands in `relation` to zero; `solutions` are those values, where
    there is one symbol and they could be worked out, and then they say it all.
    """

    __slots__ = ("names", "relation", "size", "solutions", "text")

    def __init__(
        self,
        text: str,
        names: frozenset[str],
        size: Size,
        relation: str,
        solutions: Solutions | None,
    ) -> None:
        self.text = text
        self.names = names
        self.size = size
        self.relation = relation
        self.solutions = solutions

    def __eq__(self, other: object) -> bool:
        return isinstance(other, When) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __bool__(self) -> bool:
        raise TypeError(f"not decided: true when {self.text}")

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"When({self.text!r})"

    def holds(self, values: Mapping[str, int]) -> bool | None:
        """Whether it is true for these values; None when they leave it open."""
        if self.solutions is not None:
            (name,) = self.names
            return values[name] in self.solutions if name in values else None
        from . import compounds, decisions

        try:
            verdict = decisions.decide(compounds.substitute(self.size, values), self.relation)
        except (TooComplex, ZeroDivisionError):
            return None
        return None if isinstance(verdict, When) else verdict is ALWAYS

    def rename(self, names: Mapping[str, str]) -> When:
        """The same of symbols called otherwise; a ValueError where two would become one."""
        from . import decisions

        return decisions.renamed(self, names)


def stands(value: int, relation: str) -> bool:
    """Whether the number stands in this relation ("==", "!=" or ">=") to zero."""
    if relation == ">=":
        return value >= 0
    return (value == 0) == (relation == "==")
