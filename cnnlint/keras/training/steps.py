"""Training as a class of the program does it itself: its steps and its loss are followed."""

from __future__ import annotations

from ...diagnostics import Refused, Unknown
from ...interpreter.values import MISSING, Function, Instance, Lost, Property, Raised
from ...libraries import traced
from ...libraries.arrays import Array
from .. import structures
from ..deferred import lost_in, unfed
from ..events import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...network import Call, Model


def run_step(
    interpreter: Interpreter, self: Instance, step: Function, data: Any, call: Call
) -> None:
    """Train once as the class itself does it: that builds what the step calls.

    Raises:
        Raised: the step raises, in a model that is compiled.
    """

    def follow() -> Any:
        if type(self.cls.find("metrics")[0]) is Property:
            _are_listed(interpreter, self, interpreter.get(self, "metrics"))
        batch = packed(interpreter, data, call)
        return interpreter.call(interpreter.get(self, step.name), (batch,), {})

    result = _followed(interpreter, self, step, data, follow)
    if result is not MISSING:
        _gives_figures(interpreter, self, step, result)


def run_loss(
    interpreter: Interpreter, self: Instance, loss: Function, data: Any, call: Call
) -> None:
    """Compute the loss of the first batch as the class itself does it (`Trainer._compute_loss`).

    Raises:
        Raised: that raises, in a model that is compiled.
    """

    def follow() -> Any:
        batch = packed(interpreter, data, call)
        if isinstance(batch, Unknown):
            raise Lost(batch)
        parts = batch if type(batch) is tuple else (batch,)
        x, y, weight = (*parts, None, None)[:3]
        takes = self.cls.find("call")[0]
        trains = {"training": call.method != "evaluate"}
        predictions = interpreter.call(self, (x,), trains if _takes(takes) else {})
        method = interpreter.get(self, loss.name)
        given = (x, y, predictions, weight)
        return interpreter.call(method, given, trains if _takes(loss) else {})

    if _followed(interpreter, self, loss, data, follow) is None:
        refuse(
            interpreter,
            Refused(
                "program-raises",
                f"`{self.cls.name}.{loss.name}` returns None, and Keras takes the loss",
                help=f"add `return` to the end of `{loss.name}`",
            ),
            self.state,
        )


def _takes(method: Any) -> bool:
    if type(method) is not Function:
        return False
    return "training" in (*method.signature.names, *method.signature.keyword_only)


def _followed(
    interpreter: Interpreter,
    self: Instance,
    method: Function,
    data: Any,
    follow: Callable[[], Any],
) -> Any:
    """What a method of training gives, once for each model; MISSING where that is not known."""
    model: Model = self.state
    done: set[Any] = interpreter.state.setdefault("steps run", set())
    if (id(model), id(method)) in done:
        return MISSING
    lost = lost_in(data)
    if lost is not None and unfed(model):
        model.waiting = lost
    done.add((id(model), id(method)))
    nodes = list(model.nodes) if model.outputs else None
    inside = interpreter.state.setdefault("inside", [])
    inside.append(None)
    traced.enter(interpreter)
    try:
        result = follow()
        model.built = True
    except Lost:
        return MISSING
    except Raised:
        if _is_compiled(self, model):
            raise
        return MISSING
    finally:
        traced.leave(interpreter)
        inside.pop()
        if nodes is not None:
            model.nodes[:] = nodes
    return result


def _are_listed(interpreter: Interpreter, self: Instance, metrics: Any) -> None:
    """Refuse `metrics` that is nothing to go through, as training does before each epoch."""
    if metrics is None or isinstance(metrics, Instance):
        refuse(
            interpreter,
            Refused(
                "program-raises",
                f"`{self.cls.name}.metrics` is no list, and training goes through it",
                help="return a list: `return [self.loss_tracker]`",
                exception="TypeError",
            ),
            self.state,
        )


def _is_compiled(self: Instance, model: Model) -> bool:
    """Whether Keras comes to the step at all."""
    own = type(self.cls.find("compile")[0]) is Function
    return own or any(each.method == "compile" for each in model.calls)


def packed(interpreter: Interpreter, data: Any, call: Call) -> Any:
    """One batch as Keras hands it to a step (`pack_x_y_sample_weight`)."""
    given = call.arguments
    if lost_in(data) is not None:
        return interpreter.unknown("a batch of data that are not known", of=data)
    weights = [given.get("sample_weight"), given.get("class_weight")]
    if any(weight is not None for weight in weights):
        return interpreter.unknown("a batch with the weights of its samples")
    if given.get("y") is None and type(given.get("x")) is list:
        return (data,)
    return structures.replace(data, _of_the_backend)


def _of_the_backend(leaf: Any) -> Any:
    if isinstance(leaf, Array):
        return Array(leaf.shape, leaf.dtype, unknown=leaf.unknown, library="tensor")
    return leaf


def _gives_figures(interpreter: Interpreter, self: Instance, step: Function, result: Any) -> None:
    """Refuse a step that returns something else than figures by their names."""
    if isinstance(result, (dict, Unknown)):
        return
    if result is not None and not isinstance(result, (Array, list, tuple)):
        return
    what = "None" if result is None else "a tensor" if isinstance(result, Array) else "a list"
    refuse(
        interpreter,
        Refused(
            "program-raises",
            f"`{self.cls.name}.{step.name}` returns {what}, and Keras takes figures by their names",
            help='end it with a dictionary: `return {"loss": loss}`',
            exception="Exception",
        ),
        self.state,
    )
