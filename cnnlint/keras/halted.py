"""Where a mistake ends a program: what follows from it alone is not said as well."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.values import MISSING, Instance, Scope
from ..network import Call, Model
from .events import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..interpreter.machine import Interpreter
    from ..syntax.tree import Node


#: Why a model is not known that was read where the program would have failed before.
COPIED = "a copy of a model that Keras refuses"


def is_copy(model: Model) -> bool:
    """Whether the model was read from a file that is not written: the first one failed before."""
    return any(why.reason == COPIED for why in model.unknowns)


def went_before(interpreter: Interpreter, since: int) -> bool:
    """Whether Keras certainly refuses something of what happened since so many events."""
    return any(
        type(event) is Refusal and event.certainty == "proved"
        for event in interpreter.events[since:]
    )


def leave_unfinished(interpreter: Interpreter, statement: Node, scope: Scope, why: Unknown) -> None:
    """What `model.add(...)` or `model.compile(...)` would have done to a model if its arguments
    had not raised is not known; nor what should be in a name that holds None."""
    call = statement[{"Expr": 3, "Assign": 4}.get(statement[0], 0)]
    if type(call) is not tuple or call[0] != "Call" or call[3][0] != "Attribute":
        return
    _, _, _, owner, method = call[3][:5]
    held = scope.names.get(owner[3], MISSING) if owner[0] == "Name" else MISSING
    if held is None:
        scope.assign(owner[3], why)  # it was to be something: that it is not is said once
    if not isinstance(held, Instance) or not isinstance(held.state, Model):
        return
    model = held.state
    if method == "add":
        from .sequential import add

        model.unknowns.append(why)
        add(interpreter, held, why)
    elif method == "compile":
        compiled_somehow(model, why)


def compiled_somehow(model: Model, why: Unknown) -> None:
    """The model counts as compiled, and with what is not known."""
    from .training.methods import ARGUMENTS

    assert why.span is not None
    model.calls.append(Call("compile", dict.fromkeys(ARGUMENTS["compile"], why), why.span))


def is_marred(interpreter: Interpreter, model: Model) -> bool:
    """Whether something was refused while this model was made: it is not the one that is meant."""
    parts = {id(part) for part in (model, *model.all_parts())}
    asked = {call.span.key for call in model.calls}
    return any(
        type(event) is Refusal
        and event.layer is not None
        and id(event.layer) in parts
        and event.certainty == "proved"
        and event.span.key not in asked
        for event in interpreter.events
    )


class quiet_where_refused:  # noqa: N801 - reads as a statement
    """While a model is made again: what Keras refused the first time is not said once more."""

    def __init__(self, interpreter: Interpreter, model: Model) -> None:
        self.interpreter = interpreter
        parts = (model, *model.all_parts())
        self.unsound = bool(model.unknowns) or any(part.broken is not None for part in parts)
        self.unsound |= is_marred(interpreter, model)

    def __enter__(self) -> None:
        self.before = len(self.interpreter.events)

    def __exit__(self, *raised: object) -> None:
        if self.unsound:
            events = self.interpreter.events
            events[self.before :] = [
                event for event in events[self.before :] if type(event) is not Refusal
            ]


def was_refused(interpreter: Interpreter, model: Model) -> bool:
    """Whether Keras refuses this model, or something that it was asked."""
    parts = {id(part) for part in (model, *model.all_parts())}
    return any(
        type(event) is Refusal and id(event.layer) in parts and event.certainty == "proved"
        for event in interpreter.events
    )


def was_said(interpreter: Interpreter, model: Model, refused: Refused) -> bool:
    """Whether an earlier call of this model failed of the same: `fit` and then `evaluate`.

    The data may have another name there, and another number of samples.
    """
    gist = _gist(refused)
    return any(
        type(event) is Refusal
        and event.layer is model
        and event.refused.rule == refused.rule
        and _gist(event.refused) == gist
        for event in interpreter.events
    )


def _gist(refused: Refused) -> str:
    """The message without names of data and methods, and without the first size of each shape."""
    plain = "".join(refused.message.split("`")[::2])
    for lead in ("a batch of ", "the labels in "):
        plain = plain.replace(lead, "")
    head, *shapes = plain.split("(")
    return head + "(".join(shape.partition(",")[2] for shape in shapes)
