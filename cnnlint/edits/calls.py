"""A call as it is written: its arguments one by one, with their commas, and edits of them."""

from __future__ import annotations

from .trivia import begins_line, ends_line, indent, line_end, line_start, next_line, skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..syntax.tree import Node

    Edit = tuple[int, int, str]


class Argument:
    """One argument: from `start` (its name, or its stars) to `end`, parentheses included.

    `at` is where its value begins, `comma` the offset behind the comma that follows; 0 for none.
    """

    __slots__ = ("at", "comma", "end", "how", "name", "start", "value")

    def __init__(self, how: str, name: str | None, value: Node, start: int, at: int) -> None:
        self.how = how
        self.name = name
        self.value = value
        self.start = start
        self.at = at
        self.end = value[2]
        self.comma = 0


class Listed:
    """What is listed between two brackets, with commas: arguments, or the items of a list.

    `open` is the offset behind the first bracket, `close` that of the second.
    """

    def __init__(self, text: str, open: int, close: int) -> None:
        self.text = text
        self.open = open
        self.close = close
        self.arguments: list[Argument] = []

    def take(self, how: str, name: str | None, value: Node) -> None:
        """Read the next one, from where the last one ended."""
        text, last = self.text, self.arguments[-1] if self.arguments else None
        start = skip(text, (last.comma or last.end) if last is not None else self.open)
        at = start
        if how == "=":
            at = skip(text, text.index("=", start) + 1)
        made = Argument(how, name, value, start, at)
        at = value[2]
        while (at := skip(text, at)) < self.close and text[at] == ")":
            at = made.end = at + 1
        if at < self.close and text[at] == ",":
            made.comma = at + 1
        self.arguments.append(made)

    def remove(self, argument: Argument) -> list[Edit]:
        """Without this one; [] where comments stand in the way."""
        text = self.text
        end = argument.comma or argument.end
        if begins_line(text, argument.start) and ends_line(text, end):
            before = line_start(text, argument.start)
            if before >= self.open and next_line(text, end) <= self.close:
                return [(before, next_line(text, end), "")]
        place = self.arguments.index(argument)
        if place:
            start, end = self.arguments[place - 1].end, argument.end
        elif len(self.arguments) > 1:
            start, end = argument.start, self.arguments[1].start
        else:
            start = argument.start
        return (
            []
            if "#" in text[start : argument.start] + text[argument.end : end]
            else [(start, end, "")]
        )

    def append(self, added: str) -> list[Edit]:
        """With one more behind the last."""
        text = self.text
        if not self.arguments:
            return [(self.open, self.open, added)]
        last = self.arguments[-1]
        end = last.comma or last.end
        if not begins_line(text, last.start):
            space = " " if last.comma else ", "
            return [(end, end, f"{space}{added}{',' if last.comma else ''}")]
        blanks = indent(text, last.start)
        if not last.comma:
            if line_end(text, last.end) >= self.close or not ends_line(text, last.end):
                return [(end, end, f",\n{blanks}{added}")]
            line = line_end(text, end)
            if not text[end:line].strip():
                return [(end, end, f",\n{blanks}{added},")]
            return [(end, end, ","), (line, line, f"\n{blanks}{added},")]
        if not ends_line(text, end):
            return [(end, end, f" {added},")]
        line = line_end(text, end)
        return [(line, line, f"\n{blanks}{added},")]

    def before(self, argument: Argument, added: str) -> list[Edit]:
        """With one more in front of this one."""
        text, start = self.text, argument.start
        if begins_line(text, start):
            return [(start, start, f"{added},\n{indent(text, start)}")]
        return [(start, start, f"{added}, ")]


class CallText(Listed):
    """A call, as `tree` describes it, in the text that it was read from."""

    def __init__(self, text: str, node: Node) -> None:
        callee = node[3]
        at = callee[2]
        while (at := skip(text, at)) < node[2] and text[at] == ")":
            at += 1
        super().__init__(text, at + 1, node[2] - 1)
        self.node = node
        self.callee: Node = callee
        for how, name, value in node[4]:
            self.take(how, name, value)

    @property
    def exact(self) -> bool:
        """Whether the text was understood: a lone generator shares the parentheses."""
        return (
            self.text[self.open - 1 : self.open] == "("
            and self.text[self.close : self.close + 1] == ")"
            and all(
                self.open <= each.start <= each.at < each.end <= self.close
                for each in self.arguments
            )
        )

    def named(self, name: str) -> Argument | None:
        """The argument that is given by this name."""
        return next(
            (each for each in self.arguments if each.how == "=" and each.name == name), None
        )

    def at(self, place: int) -> Argument | None:
        """The positional argument at this place, where no star stands before it."""
        found = self.arguments[: place + 1]
        plain = len(found) > place and all(each.how == "" for each in found)
        return found[place] if plain else None

    def argument(self, name: str, place: int | None = None) -> Argument | None:
        """The argument of this name, given by it or at this place."""
        found = self.named(name)
        return found if found is not None or place is None else self.at(place)

    @property
    def spreads(self) -> bool:
        """Whether a star hides what is given."""
        return any(each.how in ("*", "**") for each in self.arguments)

    def rename(self, name: str, new: str) -> list[Edit]:
        found = self.named(name)
        if found is None or not self.text.startswith(name, found.start):
            return []
        return [(found.start, found.start + len(name), new)]

    def replace(self, argument: Argument | None, new: str) -> list[Edit]:
        """With another value for this argument."""
        return [] if argument is None else [(argument.at, argument.end, new)]

    def wrap(self, argument: Argument | None, before: str, after: str) -> list[Edit]:
        """With something around the value of this argument."""
        if argument is None:
            return []
        return [(argument.at, argument.at, before), (argument.end, argument.end, after)]

    def put(self, name: str, value: str) -> list[Edit]:
        """With this value for the argument of this name, whether or not it is given."""
        found = self.named(name)
        return self.replace(found, value) if found else self.append(f"{name}={value}")


def items(text: str, node: Node) -> Listed:
    """A list, or a tuple in brackets, as it is written."""
    found = Listed(text, node[1] + 1, node[2] - 1)
    for value in node[3]:
        found.take("", None, value)
    return found
