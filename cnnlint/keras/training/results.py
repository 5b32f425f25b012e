"""What training returns: the names under which `fit` notes its figures, and those of `evaluate`."""

from __future__ import annotations

from ...diagnostics import Refused, Unknown
from ...interpreter.values import Function, Instance
from .. import recognized
from . import metrics

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...network import Call, Model

#: Callbacks after which nothing else is noted, and what they note themselves.
NOTED = {
    "EarlyStopping": (),
    "ModelCheckpoint": (),
    "TensorBoard": (),
    "CSVLogger": (),
    "TerminateOnNaN": (),
    "BackupAndRestore": (),
    "ReduceLROnPlateau": ("learning_rate",),
    "LearningRateScheduler": ("learning_rate",),
}
#: Methods by which a program notes figures of its own.
OWN = ("train_step", "test_step", "compute_metrics", "metrics", "get_metrics_result", "compile")


def result_of(interpreter: Interpreter, self: Instance, call: Call) -> Any:
    """What this call returns; None where that is not certain."""
    if "keras 2" in interpreter.state:
        return None
    if call.method == "fit":
        made = Instance(recognized.opaque("callbacks", "History"), call.span)
        logs = _logs(interpreter, self, call)
        if logs is not None:
            made.attributes["history"] = logs
        return made
    if call.method == "evaluate" and call.arguments["return_dict"] is False:
        names = names_of(interpreter, self)
        if names is not None:
            figures = [interpreter.unknown("what a model comes to") for _ in names]
            return figures if len(figures) > 1 else None
    return None


def names_of(interpreter: Interpreter, self: Instance) -> list[str] | None:
    """The names of the loss and the metrics of a model with one output; None if not certain."""
    from .feeding import sure

    model: Model = self.state
    compiled = next((each for each in reversed(model.calls) if each.method == "compile"), None)
    if compiled is None or compiled.doubt is not None or not sure(interpreter, model):
        return None
    if len(model.outputs) != 1 or any(type(self.cls.find(name)[0]) is Function for name in OWN):
        return None
    given = compiled.arguments
    if given["weighted_metrics"] is not None or not isinstance(given["loss"], (str, Instance)):
        return None
    try:
        found = metrics.metrics_of(given["metrics"])
    except Refused:
        return None
    names = ["loss"]
    for metric in found:
        if metric is None or not metric.name or metric.name in names:
            return None
        names.append(metric.name)
    return names


def _logs(interpreter: Interpreter, self: Instance, call: Call) -> dict[Any, Any] | None:
    """`History.history`: a list of figures for each name."""
    given = call.arguments
    names = names_of(interpreter, self)
    epochs, data = given["epochs"], given["validation_data"]
    often = given["initial_epoch"] == 0 and given["validation_freq"] == 1
    if names is None or not often or type(epochs) is not int or epochs < 1:
        return None
    split = given["validation_split"]
    if isinstance(data, Unknown) or type(split) not in (int, float):
        return None
    if data is not None or split:
        names += [f"val_{name}" for name in names]
    callbacks = given["callbacks"]
    for callback in callbacks if type(callbacks) in (list, tuple) else [callbacks]:
        if callback is None:
            continue
        known = type(callback) is Instance and callback.cls.span is None
        if not known or callback.cls.name not in NOTED:
            return None
        names += NOTED[callback.cls.name]
    return {name: interpreter.unknown("what training comes to") for name in names}
