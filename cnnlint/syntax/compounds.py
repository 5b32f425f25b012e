"""Statements that hold other statements."""

from __future__ import annotations

from cnnlint.syntax.names import bare
from cnnlint.syntax.parameters import arguments, parameters, type_parameters
from cnnlint.syntax.statements import following, line, statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cnnlint.syntax.cursor import Cursor, Lowering
    from cnnlint.syntax.tree import Node


def _block(read: Cursor, node: Any) -> tuple[Node, ...]:
    """The statements after a colon, on lines of their own or on the same one."""
    read.take(":")
    return _inside(read, node)


def _inside(read: Cursor, node: Any) -> tuple[Node, ...]:
    found: list[Node] = []
    if type(node).__name__ == "IndentedBlock":
        for each in node.body:
            statement(read, each, found)
    else:
        line(read, node.body, found)
    return tuple(found)


def _defined(read: Cursor, node: Any) -> tuple[Node, ...] | list[int]:
    """The body of a function or a class, which may stand behind it; of one that is left for later,
    where it starts and ends."""
    read.take(":")
    start = read.next()
    if start in read.left:
        return [start, read.skip(read.left[start])]
    end = read.ends.get(start)
    return _inside(read, node) if end is None else following(read, end)


def _otherwise(read: Cursor, node: Any, word: str = "else") -> tuple[Node, ...]:
    if node is None:
        return ()
    read.take(word)
    return _block(read, node.body)


def if_(read: Cursor, node: Any) -> Node:
    # An `elif` is an If in the orelse of the one before it; chains of hundreds are written.
    branches = []
    word = "if"
    while type(node).__name__ == "If":
        start = read.take(word)
        test = read.expression(node.test)
        branches.append((start, test, _block(read, node.body)))
        node = node.orelse
        word = "elif"
    orelse = _otherwise(read, node)
    for start, test, body in reversed(branches):
        orelse = (("If", start, read.end, test, body, orelse),)
    return orelse[0]


def while_(read: Cursor, node: Any) -> Node:
    start = read.take("while")
    test = read.expression(node.test)
    body = _block(read, node.body)
    orelse = _otherwise(read, node.orelse)
    return ("While", start, read.end, test, body, orelse)


def for_(read: Cursor, node: Any) -> Node:
    start, is_async = _asynchronous(read, node)
    read.take("for")
    target = read.expression(node.target)
    read.take("in")
    iterated = read.expression(node.iter)
    body = _block(read, node.body)
    orelse = _otherwise(read, node.orelse)
    return ("For", start, read.end, target, iterated, body, orelse, is_async)


def with_(read: Cursor, node: Any) -> Node:
    start, is_async = _asynchronous(read, node)
    read.take("with")
    parenthesized = type(node.lpar).__name__ == "LeftParen"
    if parenthesized:
        read.take("(")
    items = tuple([_with_item(read, each) for each in node.items])
    if parenthesized:
        read.take(")")
    body = _block(read, node.body)
    return ("With", start, read.end, items, body, is_async)


def _with_item(read: Cursor, node: Any) -> tuple[Node, Node | None]:
    context = read.expression(node.item)
    target = None
    if node.asname is not None:
        read.take("as")
        target = read.expression(node.asname.name)
    read.sees(",")
    return context, target


def _asynchronous(read: Cursor, node: Any) -> tuple[int, bool]:
    """Where a statement that may begin with `async` starts, and whether it does."""
    if node.asynchronous is None:
        return read.next(), False
    return read.take("async"), True


def try_(read: Cursor, node: Any) -> Node:
    start = read.take("try")
    body = _block(read, node.body)
    handlers = tuple([_handler(read, each) for each in node.handlers])
    orelse = _otherwise(read, node.orelse)
    final = _otherwise(read, node.finalbody, "finally")
    return ("Try", start, read.end, body, handlers, orelse, final)


def _handler(read: Cursor, node: Any) -> tuple[Any, ...]:
    start = read.take("except")
    if type(node).__name__ == "ExceptStarHandler":
        read.take("*")
    caught = None if node.type is None else read.expression(node.type)
    name = None
    if node.name is not None:
        read.take("as")
        name = bare(read, node.name.name)
    body = _block(read, node.body)
    return caught, name, body, start, read.end


def function(read: Cursor, node: Any) -> Node:
    decorators = _decorators(read, node)
    start, is_async = _asynchronous(read, node)
    read.take("def")
    name = bare(read, node.name)
    type_parameters(read, node.type_parameters)
    read.take("(")
    params = parameters(read, node.params)
    read.take(")")
    returns = None
    if node.returns is not None:
        read.take("->")
        returns = read.expression(node.returns.annotation)
    end = read.next() + 1
    outer, read.yields = read.yields, False
    body = _defined(read, node.body)
    flags = ("a" if is_async else "") + ("g" if read.yields else "")
    read.yields = outer
    return ("FunctionDef", start, end, name, params, body, decorators, returns, flags)


def class_(read: Cursor, node: Any) -> Node:
    decorators = _decorators(read, node)
    start = read.take("class")
    name = bare(read, node.name)
    type_parameters(read, node.type_parameters)
    given: tuple[Any, ...] = ()
    if read.sees("("):
        given = arguments(read, (*node.bases, *node.keywords))
        read.take(")")
    end = read.next() + 1
    body = _defined(read, node.body)
    return ("ClassDef", start, end, name, given, body, decorators)


def _decorators(read: Cursor, node: Any) -> tuple[Node, ...]:
    return tuple([_decorator(read, each) for each in node.decorators])


def _decorator(read: Cursor, node: Any) -> Node:
    read.take("@")
    return read.expression(node.decorator)


def match(read: Cursor, node: Any) -> Node:
    start = read.take("match")
    subject = read.expression(node.subject)
    read.take(":")
    cases = tuple([_case(read, each) for each in node.cases])
    return ("Match", start, read.end, subject, cases)


def _case(read: Cursor, node: Any) -> tuple[Any, ...]:
    from cnnlint.syntax.patterns import pattern

    read.take("case")
    matched = pattern(read, node.pattern)
    guard = None
    if node.guard is not None:
        read.take("if")
        guard = read.expression(node.guard)
    return matched, guard, _block(read, node.body)


COMPOUNDS: dict[str, Lowering] = {
    "ClassDef": class_,
    "For": for_,
    "FunctionDef": function,
    "If": if_,
    "Match": match,
    "Try": try_,
    "TryStar": try_,
    "While": while_,
    "With": with_,
}
