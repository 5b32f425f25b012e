"""Names as a file has them: what an import brings, and one more that it should bring."""

from __future__ import annotations

from .trivia import line_end, skip

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
    at = behind_names(text, node)
    if text[skip(text, at) : skip(text, at) + 1] == ",":
        at = skip(text, at) + 1
        return [(at, at, f" {name},")]
    return [(at, at, f", {name}")]


def behind_names(text: str, node: Node) -> int:
    """Where the last name of `from module import ...` ends."""
    end: int = node[2]
    while not (text[end - 1].isalnum() or text[end - 1] == "_"):
        end -= 1
    return end


def new_import(text: str, tree: Module, statement: str) -> list[Edit]:
    """An import behind the first one of the file."""
    for node in tree.statements:
        if node[0] == "Import" or (node[0] == "ImportFrom" and node[3] != "__future__"):
            end = line_end(text, node[2])
            if text[node[2] : end].lstrip().startswith(";"):
                return []
            return [(end, end, f"\n{statement}")]
    return []
