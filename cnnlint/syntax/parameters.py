"""Parameters of functions and lambdas, arguments of calls and classes, type parameters."""

from __future__ import annotations

from cnnlint.syntax.names import bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cnnlint.syntax.cursor import Cursor
    from cnnlint.syntax.tree import Node


def parameters(read: Cursor, node: Any) -> tuple[Any, ...]:
    """`(how, name, default?, annotation?)` of each parameter, in the order of the text."""
    found = [_parameter(read, each, "/") for each in node.posonly_params]
    if found:
        read.take("/")
        read.sees(",")
    found += [_parameter(read, each, "") for each in node.params]
    star = type(node.star_arg).__name__
    if star == "Param":
        found.append(_parameter(read, node.star_arg, "*"))
    elif star == "ParamStar":
        read.take("*")
        read.take(",")
    found += [_parameter(read, each, "=") for each in node.kwonly_params]
    if node.star_kwarg is not None:
        found.append(_parameter(read, node.star_kwarg, "**"))
    return tuple(found)


def _parameter(read: Cursor, node: Any, how: str) -> tuple[Any, ...]:
    if how in ("*", "**"):
        read.take(how)
    name = bare(read, node.name)
    annotation = None
    if node.annotation is not None:
        read.take(":")
        annotation = read.expression(node.annotation.annotation)
    default = None
    if node.default is not None:
        read.take("=")
        default = read.expression(node.default)
    read.sees(",")
    return (how, name, default, annotation)


def arguments(read: Cursor, nodes: Any) -> tuple[Any, ...]:
    """`(how, name?, expr)` of each argument, in the order of the text."""
    return tuple([_argument(read, each) for each in nodes])


def _argument(read: Cursor, node: Any) -> tuple[str, str | None, Node]:
    how = node.star
    name = None
    if how:
        read.take(how)
    elif node.keyword is not None:
        how = "="
        name = bare(read, node.keyword)
        read.take("=")
    value = read.expression(node.value)
    read.sees(",")
    return (how, name, value)


def type_parameters(read: Cursor, node: Any) -> None:
    """Go past `[T, *Ts, **P]`: what they stand for means nothing when the program runs."""
    if node is None:
        return
    read.take("[")
    for each in node.params:
        _type_parameter(read, each)
        read.sees(",")
    read.take("]")


def _type_parameter(read: Cursor, node: Any) -> None:
    parameter = node.param
    kind = type(parameter).__name__
    if kind == "TypeVarTuple":
        read.take("*")
    elif kind == "ParamSpec":
        read.take("**")
    bare(read, parameter.name)
    if kind == "TypeVar" and parameter.bound is not None:
        read.take(":")
        read.expression(parameter.bound)
    if node.default is not None:
        read.take("=")
        read.sees("*")
        read.expression(node.default)
