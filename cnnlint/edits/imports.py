"""Names as a file has them: what an import brings, and one more that it should bring."""

from __future__ import annotations

from .trivia import begins_line, ends_line, indent, line_end, skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..syntax.tree import Module, Node

    Edit = tuple[int, int, str]


def importing(tree: Module, name: str) -> Node | None:
    """The import at the top of a file that brings this name; None where something else may."""
    found = None
    for node in tree.statements:
        if node[0] == "ImportFrom" and any((asname or each) == name for each, asname in node[5]):
            found = node
    return found


def module_named(tree: Module, dotted: str) -> str:
    """What a file calls the module `dotted`; "" where it does not import it as a whole."""
    head, _, last = dotted.rpartition(".")
    for node in tree.statements:
        if node[0] == "Import":
            for each, asname in node[3]:
                if each == dotted:
                    return str(asname or each)
        elif node[0] == "ImportFrom" and head and node[3] == head and not node[4]:
            for each, asname in node[5]:
                if each == last:
                    return str(asname or each)
    return ""


def with_name(text: str, node: Node, name: str) -> list[Edit]:
    """One more name in `from module import ...`, behind the last."""
    found = aliases(text, node)
    if not found:
        return []
    start, end = found[-1]
    comma = skip(text, end)
    if not (text[comma : comma + 1] == "," and comma < node[2]):
        return [(end, end, f", {name}")]
    if not begins_line(text, start) or not ends_line(text, comma + 1):
        return [(comma + 1, comma + 1, f" {name},")]
    line = line_end(text, comma)
    return [(line, line, f"\n{indent(text, start)}{name},")]


def module_place(text: str, node: Node) -> tuple[int, int]:
    """Where the name of the module stands in `from module import ...`."""
    start = end = skip(text, node[1] + len("from"))
    while text[end] == "." or text[end].isidentifier() or text[end].isdigit():
        end += 1
    return start, end


def aliases(text: str, node: Node) -> list[tuple[int, int]]:
    """Where each name of `from module import a as b, c` stands; [] where that is not clear."""
    at = skip(text, module_place(text, node)[1])
    if not text.startswith("import", at):
        return []
    at = skip(text, at + len("import"))
    at += text[at] == "("
    found = []
    for name, asname in node[5]:
        start = skip(text, at)
        if not text.startswith(name, start):
            return []
        at = start + len(name)
        if asname:
            at = skip(text, at)
            at = skip(text, at + len("as"))
            if not text.startswith(asname, at):
                return []
            at += len(asname)
        found.append((start, at))
        comma = skip(text, at)
        if text[comma : comma + 1] == ",":
            at = comma + 1
    return found


def without_name(text: str, node: Node, place: int) -> list[Edit]:
    """`from module import ...` without one of several names."""
    found = aliases(text, node)
    if len(found) < 2:
        return []
    if place:
        start, end = found[place - 1][1], found[place][1]
    else:
        start, end = found[0][0], found[1][0]
    return [] if "#" in text[start:end] else [(start, end, "")]


def new_import(text: str, tree: Module, statement: str) -> list[Edit]:
    """An import behind the first one of the file."""
    for node in tree.statements:
        if node[0] == "Import" or (node[0] == "ImportFrom" and node[3] != "__future__"):
            end = line_end(text, node[2])
            if text[node[2] : end].lstrip().startswith(";"):
                return []
            return [(end, end, f"\n{statement}")]
    return []
