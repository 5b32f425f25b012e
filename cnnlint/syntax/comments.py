"""Reading a comment that says what the code cannot show: `# cnnlint: x: (None, 28, 28), n = 10`.

directive  = "# cnnlint:" statement ("," statement)*
statement  = path ":" shape dtype?  |  path ":" dtype  |  path "=" literal
path       = name ("." name  |  "[" number or string "]")*
shape      = "(" (size ",")* ")"        size is a number, None, or a name for a size
"""

from __future__ import annotations

from cnnlint.syntax.tree import SyntaxProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from cnnlint.syntax.tree import Node

MARK = "cnnlint:"
#: These begin a comment that is about what is reported, not about the program.
RESERVED = ("ignore-file", "ignore", "off", "on")

DTYPES = frozenset(
    "bool int float complex str string object bfloat16 float16 float32 float64 complex64 "
    "complex128 int8 int16 int32 int64 uint8 uint16 uint32 uint64".split()
)
#: A directive longer than this is not read.
LONGEST = 2_000

FORMS = "write `name: (sizes) dtype` for an array or a tensor, or `name = value`"
_OPENING, _CLOSING, _QUOTES = "([{", ")]}", "\"'"
#: What a literal may be made of.
_LITERAL = frozenset("Constant UnaryOp BinOp Tuple List Set Dict".split())


class Malformed(Exception):
    """A statement that cannot be read: what is wrong with it, and what is expected."""

    def __init__(self, message: str, help: str = FORMS, *, stop: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.stop = stop  # nor can the rest of its comment be


def said_in(comment: str) -> Iterator[tuple[int, int]]:
    """Where each statement of a comment starts and ends; nothing for other comments."""
    for start in marks(comment):
        if not reserved(comment[start:].strip()):
            yield from _parts(comment, start)
            return


def marks(comment: str) -> Iterator[int]:
    """Where what follows each `# cnnlint:` of a comment starts."""
    at = 0
    while (at := comment.find("#", at)) >= 0:
        at += 1
        rest = comment[at:].lstrip(" \t")
        if rest.startswith(MARK):
            yield len(comment) - len(rest) + len(MARK)


def reserved(said: str) -> str:
    """The reserved word that a comment begins with; "" where it is a directive."""
    for word in RESERVED:
        if said.startswith(word):
            rest = said[len(word) :]
            if not rest or rest[0] == "[":
                return word
            about = rest[0] in " \t#" and rest.lstrip()[:1] not in (":", "=")
            return word if about else ""
    return ""


def _parts(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The pieces between commas that stand in no bracket; a `#` ends the last one."""
    depth, at, quote = 0, start, ""
    while at < len(text):
        character = text[at]
        if quote:
            if character == "\\":
                at += 1
            elif character == quote:
                quote = ""
        elif character in _QUOTES:
            quote = character
        elif character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
        elif character == "#":
            break
        elif character == "," and depth <= 0:
            yield _stripped(text, start, at)
            start = at + 1
        at += 1
    end = min(at, len(text))
    if text[start:end].strip() or text[start - 1 : start] == ":":
        yield _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, start + len(piece.strip()))


def statement(said: str, start: int, end: int) -> Node:
    """One statement as a node.

    Raises:
        Malformed: it is none.
    """
    if len(said) > LONGEST:
        raise Malformed("this directive is too long to be read")
    path, sign, rest = _split(said)
    if not sign:
        message = f"`{said}` says nothing" if said else "this directive says nothing"
        raise Malformed(message, stop=True)
    target = _path(path, start, end)
    if sign == "=":
        return ("Directive", start, end, target, "=", _literal(rest, start, end), None)
    shape, dtype = _shape(path, rest)
    return ("Directive", start, end, target, ":", shape, dtype)


def _split(said: str) -> tuple[str, str, str]:
    """What stands before the first `:` or `=` outside of brackets, that sign, and the rest."""
    depth, quote = 0, ""
    for at, character in enumerate(said):
        if quote:
            quote = "" if character == quote else quote
        elif character in _QUOTES:
            quote = character
        elif character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
        elif character in ":=" and depth == 0:
            return said[:at].strip(), character, said[at + 1 :].strip()
    return said, "", ""


def _path(path: str, start: int, end: int) -> Node:
    node = _expression(path, start, end)
    part = node
    while part is not None and part[0] in ("Attribute", "Subscript"):
        if part[0] == "Subscript" and not _is_key(part[4]):
            break
        part = part[3]
    if node is None or part is None or part[0] != "Name":
        raise Malformed(
            f"`{path}` is not the name of a variable" if path else "a variable is missing",
            'write a variable, or something of one: `x`, `self.x`, `config["x"]`',
        )
    return node


def _is_key(node: Node) -> bool:
    if node[0] == "UnaryOp":
        node = node[4]
    return node[0] == "Constant" and type(node[3]) in (int, str)


def _literal(text: str, start: int, end: int) -> Node:
    node = _expression(text, start, end)
    if node is None or not _is_literal(node):
        raise Malformed(
            f"`{text}` is not a literal" if text else "a value is missing",
            "write a number, a string, True, False, None, or a tuple, list or dict of those",
        )
    return node


def _is_literal(node: Any) -> bool:
    if type(node) is not tuple:
        return True
    if len(node) > 2 and type(node[0]) is str and type(node[1]) is int:
        return node[0] in _LITERAL and all(map(_is_literal, node[3:]))
    return all(map(_is_literal, node))


def _shape(path: str, text: str) -> tuple[tuple[Any, ...] | None, str | None]:
    """The sizes and the dtype that `text` says, either may be missing."""
    close = text.rfind(")") + 1 if text.startswith("(") else 0
    dtype = text[close:].strip()
    if dtype and dtype not in DTYPES:
        wrong = f"`{dtype}` is not a dtype" if close else f"`{text}` is neither a shape nor a dtype"
        raise Malformed(wrong, f"{FORMS}; a dtype is `int`, `float`, `bool`, `float32`, ...")
    if not close:
        if not dtype:
            raise Malformed("a shape is missing")
        return None, dtype
    if path.endswith("shape") and not dtype:
        raise Malformed(
            f"`{path}: {text}` would say that `{path}` is an array of that shape",
            f"write `{path} = {text}` for its value",
        )
    inner = text[1 : close - 1].strip().removesuffix(",")
    sizes: list[Any] = []
    for part in inner.split(",") if inner else ():
        size = part.strip()
        if size.isdecimal() and size.isascii():
            sizes.append(int(size[:20]))
        elif size == "None":
            sizes.append(None)
        elif size.isidentifier():
            sizes.append(size)
        else:
            raise Malformed(
                f"`{size}` is not a size" if size else "a size is missing",
                "a size is a number, None, or a name that stands for the same size everywhere",
            )
    return tuple(sizes), dtype or None


def _expression(text: str, start: int, end: int) -> Node | None:
    """A Python expression as a node whose parts all stand where the statement does."""
    from cnnlint.syntax.lowering import lower

    try:
        statements = lower(text).statements
    except SyntaxProblem:
        return None
    if len(statements) != 1 or statements[0][0] != "Expr":
        return None
    node: Node = placed(statements[0][3], start, end)
    return node


def placed(part: Any, start: int, end: int) -> Any:
    if type(part) is not tuple:
        return part
    inner = tuple([placed(each, start, end) for each in part])
    if len(part) > 2 and type(part[0]) is str and type(part[1]) is int:
        return (part[0], start, end, *inner[3:])
    return inner
