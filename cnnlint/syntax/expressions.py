"""Expressions: one small function for each of LibCST's."""

from __future__ import annotations

from cnnlint.syntax.literals import (
    concatenated_string,
    ellipsis,
    floating,
    formatted_string,
    imaginary,
    integer,
    simple_string,
    templated_string,
)
from cnnlint.syntax.names import bare, name
from cnnlint.syntax.parameters import arguments, parameters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cnnlint.syntax.cursor import Cursor, Lowering
    from cnnlint.syntax.tree import Node

BINARY = {
    "Add": "+",
    "Subtract": "-",
    "Multiply": "*",
    "MatrixMultiply": "@",
    "Divide": "/",
    "Modulo": "%",
    "Power": "**",
    "FloorDivide": "//",
    "LeftShift": "<<",
    "RightShift": ">>",
    "BitOr": "|",
    "BitXor": "^",
    "BitAnd": "&",
}
UNARY = {"Plus": "+", "Minus": "-", "BitInvert": "~", "Not": "not"}
BOOLEAN = {"And": "and", "Or": "or"}
COMPARING = {
    "Equal": "==",
    "NotEqual": "!=",
    "LessThan": "<",
    "GreaterThan": ">",
    "LessThanEqual": "<=",
    "GreaterThanEqual": ">=",
    "In": "in",
    "NotIn": "not in",
    "Is": "is",
    "IsNot": "is not",
}


def attribute(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    value = read.expression(node.value)
    read.take(".")
    attr = bare(read, node.attr)
    return ("Attribute", start, read.close(node.rpar), value, attr)


def call(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    function = read.expression(node.func)
    opening = read.take("(")
    given = arguments(read, node.args)
    read.take(")")
    if len(given) == 1 and given[0][2][0] == "GeneratorExp" and not node.args[0].value.lpar:
        # The parentheses of the call are those of its only argument.
        given = ((*given[0][:2], ("GeneratorExp", opening, read.end, *given[0][2][3:])),)
    return ("Call", start, read.close(node.rpar), function, given)


def subscript(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    value = read.expression(node.value)
    read.take("[")
    index = _index(read, node.slice)
    read.take("]")
    return ("Subscript", start, read.close(node.rpar), value, index)


def _index(read: Cursor, nodes: Any) -> Node:
    """What stands between the brackets: one thing, or a tuple where there is a comma or a star."""
    start = read.next()
    elements = []
    comma = False
    for each in nodes:
        elements.append(_index_element(read, each.slice))
        end = read.end
        comma = read.sees(",")
        if comma:
            end = read.end
    if len(elements) == 1 and not comma and elements[0][0] != "Starred":
        return elements[0]
    return ("Tuple", start, end, tuple(elements))


def _index_element(read: Cursor, node: Any) -> Node:
    if type(node).__name__ == "Slice":
        return _slice(read, node)
    if node.star:
        return _starred(read, node.value)
    return read.expression(node.value)


def _slice(read: Cursor, node: Any) -> Node:
    start = read.next()
    lower = _optional(read, node.lower)
    read.take(":")
    upper = _optional(read, node.upper)
    end = read.end
    if read.sees(":"):
        step = _optional(read, node.step)
        return ("Slice", start, read.end, lower, upper, step)
    return ("Slice", start, end, lower, upper, None)


def _optional(read: Cursor, node: Any) -> Node | None:
    return None if node is None else read.expression(node)


def binary(read: Cursor, node: Any) -> Node:
    # `a + b + c + ...` leans to the left, one level of the tree for each operator.
    spine = []
    while type(node).__name__ == "BinaryOperation":
        spine.append((read.open(node.lpar), node))
        node = node.left
    left = read.expression(node)
    while spine:
        start, node = spine.pop()
        operator = BINARY[type(node.operator).__name__]
        read.take(operator)
        right = read.expression(node.right)
        left = ("BinOp", start, read.close(node.rpar), operator, left, right)
    return left


def unary(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    operator = UNARY[type(node.operator).__name__]
    read.take(operator)
    operand = read.expression(node.expression)
    return ("UnaryOp", start, read.close(node.rpar), operator, operand)


def boolean(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    operator = BOOLEAN[type(node.operator).__name__]
    rest = []
    left = node
    while _continues(left, node):
        rest.append(left.right)
        left = left.left
    values = [read.expression(left)]
    while rest:
        read.take(operator)
        values.append(read.expression(rest.pop()))
    return ("BoolOp", start, read.close(node.rpar), operator, tuple(values))


def _continues(left: Any, chain: Any) -> bool:
    """Whether `left` is one more link of `a and b and c`, which is a single operation."""
    return left is chain or (
        type(left).__name__ == "BooleanOperation"
        and not left.lpar
        and type(left.operator) is type(chain.operator)
    )


def comparison(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    left = read.expression(node.left)
    rest = tuple([_compared(read, each) for each in node.comparisons])
    return ("Compare", start, read.close(node.rpar), left, rest)


def _compared(read: Cursor, node: Any) -> tuple[str, Node]:
    operator = COMPARING[type(node.operator).__name__]
    for word in operator.split():
        read.take(word)
    return operator, read.expression(node.comparator)


def conditional(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    body = read.expression(node.body)
    read.take("if")
    test = read.expression(node.test)
    read.take("else")
    orelse = read.expression(node.orelse)
    return ("IfExp", start, read.close(node.rpar), test, body, orelse)


def function(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    read.take("lambda")
    params = parameters(read, node.params)
    read.take(":")
    outer, read.yields = read.yields, False
    body = read.expression(node.body)
    read.yields = outer
    return ("Lambda", start, read.close(node.rpar), params, body)


def sequence(read: Cursor, node: Any) -> Node:
    """A tuple; the innermost of its parentheses belong to it."""
    start = read.open(node.lpar[1:])
    if node.lpar:
        read.take("(")
    elements, end = _elements(read, node.elements)
    if node.lpar:
        read.take(")")
        end = read.end
    read.close(node.rpar[1:])
    return ("Tuple", start, end, elements)


def list_(read: Cursor, node: Any) -> Node:
    return _bracketed(read, node, "List", "[]")


def set_(read: Cursor, node: Any) -> Node:
    return _bracketed(read, node, "Set", "{}")


def _bracketed(read: Cursor, node: Any, kind: str, brackets: str) -> Node:
    start = read.open(node.lpar)
    read.take(brackets[0])
    elements, _ = _elements(read, node.elements)
    read.take(brackets[1])
    return (kind, start, read.close(node.rpar), elements)


def _elements(read: Cursor, nodes: Any) -> tuple[tuple[Node, ...], int]:
    """The elements, and where they end: after the last comma, where there is one."""
    elements = []
    end = read.end
    for each in nodes:
        starred = type(each).__name__ == "StarredElement"
        elements.append(starred_element(read, each) if starred else read.expression(each.value))
        end = read.end
        if read.sees(","):
            end = read.end
    return tuple(elements), end


def starred_element(read: Cursor, node: Any) -> Node:
    read.open(node.lpar)
    value = _starred(read, node.value)
    read.close(node.rpar)
    return value


def _starred(read: Cursor, node: Any) -> Node:
    start = read.take("*")
    value = read.expression(node)
    return ("Starred", start, read.end, value)


def dictionary(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    read.take("{")
    items = tuple([_item(read, each) for each in node.elements])
    read.take("}")
    return ("Dict", start, read.close(node.rpar), items)


def _item(read: Cursor, node: Any) -> tuple[Node | None, Node]:
    key = None
    if type(node).__name__ == "StarredDictElement":
        read.take("**")
    else:
        key = read.expression(node.key)
        read.take(":")
    value = read.expression(node.value)
    read.sees(",")
    return key, value


def list_comprehension(read: Cursor, node: Any) -> Node:
    return _comprehension(read, node, "ListComp", "[]")


def set_comprehension(read: Cursor, node: Any) -> Node:
    return _comprehension(read, node, "SetComp", "{}")


def _comprehension(read: Cursor, node: Any, kind: str, brackets: str) -> Node:
    start = read.open(node.lpar)
    read.take(brackets[0])
    element = read.expression(node.elt)
    clauses = _clauses(read, node.for_in)
    read.take(brackets[1])
    return (kind, start, read.close(node.rpar), element, clauses)


def dictionary_comprehension(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    read.take("{")
    key = read.expression(node.key)
    read.take(":")
    value = read.expression(node.value)
    clauses = _clauses(read, node.for_in)
    read.take("}")
    return ("DictComp", start, read.close(node.rpar), key, value, clauses)


def generator(read: Cursor, node: Any) -> Node:
    """A generator expression; the innermost of its parentheses belong to it."""
    start = read.open(node.lpar[1:])
    if node.lpar:
        read.take("(")
    element = read.expression(node.elt)
    clauses = _clauses(read, node.for_in)
    if node.lpar:
        read.take(")")
    return ("GeneratorExp", start, read.close(node.rpar[1:]), element, clauses)


def _clauses(read: Cursor, node: Any) -> tuple[Any, ...]:
    clauses = []
    while node is not None:
        clauses.append(_clause(read, node))
        node = node.inner_for_in
    return tuple(clauses)


def _clause(read: Cursor, node: Any) -> tuple[Any, ...]:
    if node.asynchronous is not None:
        read.take("async")
    read.take("for")
    target = read.expression(node.target)
    read.take("in")
    iterated = read.expression(node.iter)
    tests = tuple([_test(read, each) for each in node.ifs])
    return target, iterated, tests, node.asynchronous is not None


def _test(read: Cursor, node: Any) -> Node:
    read.take("if")
    return read.expression(node.test)


def named(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    target = read.expression(node.target)
    read.take(":=")
    value = read.expression(node.value)
    return ("NamedExpr", start, read.close(node.rpar), target, value)


def awaited(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    read.take("await")
    value = read.expression(node.expression)
    return ("Await", start, read.close(node.rpar), value)


def yielded(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    read.take("yield")
    read.yields = True
    if type(node.value).__name__ == "From":
        read.take("from")
        value = read.expression(node.value.item)
        return ("YieldFrom", start, read.close(node.rpar), value)
    result = _optional(read, node.value)
    return ("Yield", start, read.close(node.rpar), result)


EXPRESSIONS: dict[str, Lowering] = {
    "Attribute": attribute,
    "Await": awaited,
    "BinaryOperation": binary,
    "BooleanOperation": boolean,
    "Call": call,
    "Comparison": comparison,
    "ConcatenatedString": concatenated_string,
    "Dict": dictionary,
    "DictComp": dictionary_comprehension,
    "Ellipsis": ellipsis,
    "Float": floating,
    "FormattedString": formatted_string,
    "GeneratorExp": generator,
    "IfExp": conditional,
    "Imaginary": imaginary,
    "Integer": integer,
    "Lambda": function,
    "List": list_,
    "ListComp": list_comprehension,
    "Name": name,
    "NamedExpr": named,
    "Set": set_,
    "SetComp": set_comprehension,
    "SimpleString": simple_string,
    "StarredElement": starred_element,
    "Subscript": subscript,
    "TemplatedString": templated_string,
    "Tuple": sequence,
    "UnaryOperation": unary,
    "Yield": yielded,
}
