"""From a call of an architecture to its model: our own Keras code, followed for the user's call."""

from __future__ import annotations

import os

from ... import syntax
from ...diagnostics import Refused, Unknown
from ...interpreter import imports
from ...interpreter.signature import BadCall
from ...interpreter.values import Raised
from ...libraries.operations import visible
from ...source import Source
from ..classes import FUNCTIONAL
from ..events import Refusal
from ..inputs import input_
from ..preparing import get_source_inputs
from .arguments import Given, check
from .sizes import bounded, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module
    from .known import Architecture

PACKAGE = f"{__package__}.architectures"
#: What most of the files import from.
SHARED = "shared"

_read: dict[str, tuple[Source, Any]] = {}


def build(
    interpreter: Interpreter, known: Architecture, args: Any, keywords: Any, unknown: Any
) -> Any:
    """`keras.applications.<name>(...)`: the model, or what stands in the way of it.

    Raises:
        Refused: Keras raises with these arguments.
    """
    try:
        bound = known.signature.bind(args, keywords, unknown)
    except BadCall as bad:
        raise _misfit(known, bad, keywords) from None
    given = check(interpreter, known, bound)
    if isinstance(given, Unknown):
        return interpreter.derive(given, known.name)
    before = len(interpreter.events)
    try:
        made = on_behalf(interpreter, known.name, lambda: _model(interpreter, known, given))
    except Raised as raised:
        raise Refused(
            "invalid-argument",
            f"`{known.name}` raises {raised.message} for an input of shape {_shown(given)}",
            exception=raised.cls.name,
        ) from None
    _summarize(interpreter, known, given, before)
    return made


def _model(interpreter: Interpreter, known: Architecture, given: Given) -> Any:
    image = given.tensor
    inputs: Any
    if image is None:
        inputs = image = input_(interpreter, bounded(interpreter, known, given))
        if given.needs and image.node is not None:
            image.node.needs = tuple(given.needs)
    else:
        inputs = get_source_inputs(interpreter, image)
    function = family(interpreter, known.family).names["build"]
    x = interpreter.call(function, (image, known.name), given.options(known.family))
    return interpreter.call(FUNCTIONAL, (inputs, x), {"name": given.name})


def _summarize(interpreter: Interpreter, known: Architecture, given: Given, before: int) -> None:
    """One refusal for one call, however many layers inside do not fit."""
    events = interpreter.events
    refusals = [event for event in events[before:] if isinstance(event, Refusal)]
    for event in refusals[1:]:
        events.remove(event)
    for event in refusals[:1]:
        where = f", in its layer `{event.layer.name}`" if event.layer and event.layer.name else ""
        event.layer = None
        too_small = event.refused.rule == "window-larger-than-input"
        event.refused.help = "make the images larger" if too_small else ""
        event.inputs = () if given.tensor is None else (given.tensor,)
        event.refused.message = (
            f"`{known.name}` does not fit an input of shape {_shown(given)}{where}: "
            f"{event.refused.message}"
        )


def _shown(given: Given) -> str:
    shape = given.shape if given.tensor is None else given.tensor.shape
    return written(visible(shape or ()))


def _misfit(known: Architecture, bad: BadCall, keywords: dict[str, Any]) -> Refused:
    from ..spelling import closest

    names = known.signature.names
    strange = next((name for name in keywords if name not in names), "")
    close = closest(strange, names)
    return Refused(
        "unexpected-argument",
        f"`{known.name}` {str(bad).partition('() ')[2]}",
        help=f"did you mean `{close}`?" if close else f"its arguments are {', '.join(names)}",
        exception="TypeError",
    )


def on_behalf(interpreter: Interpreter, name: str, run: Callable[[], Any]) -> Any:
    """Follow code of ours: what happens in it is said of the user's call that is going on, and
    layers know that they were made for what is called so."""
    outer = interpreter.behalf
    defined = len(interpreter.defined)
    if outer is None:
        interpreter.behalf = interpreter.span(), len(interpreter.frames), name
    try:
        return run()
    finally:
        interpreter.behalf = outer
        del interpreter.defined[defined:]


def family(interpreter: Interpreter, name: str) -> Module:
    """A file of `architectures/`, followed once in a run."""
    for each in (SHARED, name):
        dotted = f"{PACKAGE}.{each}"
        if dotted not in interpreter.modules:
            source, tree = _file(each)
            defined = len(interpreter.defined)
            imports.follow(interpreter, dotted, source, tree)
            del interpreter.defined[defined:]
    return interpreter.modules[dotted]


def _file(name: str) -> tuple[Source, Any]:
    """The text and the lowered tree of a file, which every run shares."""
    known = _read.get(name)
    if known is None:
        path = os.path.join(os.path.dirname(__file__), "architectures", f"{name}.py")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        known = _read[name] = Source(path, text), syntax.lower(text)
    return known
