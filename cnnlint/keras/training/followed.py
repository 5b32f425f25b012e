"""Losses and metrics that the program itself defines: training calls them on each batch."""

from __future__ import annotations

from ... import dims
from ...diagnostics import Refused
from ...interpreter.signature import BadCall
from ...interpreter.values import MISSING, Function, Instance, Method
from ...libraries import traced
from ...libraries.arrays import Array
from .. import structures
from ..events import refuse
from ..wiring import forgotten_start
from . import losses, objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...network import Call, Tensor


def follow(
    interpreter: Interpreter, compiled: Call, predictions: tuple[Tensor, ...], y: Any
) -> None:
    """Call what `compile` was given on the first batch, for a model with one output.

    Raises:
        Raised: what a function of the program's own raises there.
    """
    if len(predictions) != 1 or not (isinstance(y, Array) and y.shape and predictions[0].shape):
        return
    done: set[Any] = interpreter.state.setdefault("called in training", set())
    batch = dims.symbol("batch", hidden=True)
    shape = (batch, *predictions[0].shape[1:])
    prediction = Array(shape, predictions[0].dtype, library="tensor")
    labels = Array((batch, *y.shape[1:]), y.dtype, library="tensor")
    inside = interpreter.state.setdefault("inside", [])
    inside.append(None)
    traced.enter(interpreter)
    try:
        for each, is_loss in _own(compiled):
            if (id(compiled), id(each)) not in done:
                done.add((id(compiled), id(each)))
                _call(interpreter, each, is_loss, labels, prediction)
    finally:
        traced.leave(interpreter)
        inside.pop()


def _own(compiled: Call) -> list[tuple[Any, bool]]:
    """The losses and metrics of the program's own; whether each is a loss."""
    given = compiled.arguments
    found = [(given["loss"], True)]
    if type(given["metrics"]) in (list, tuple):
        found += [(each, False) for each in given["metrics"]]
    return [
        (each, is_loss)
        for each, is_loss in found
        if type(each) is Function or (type(each) is Instance and each.cls.span is not None)
    ]


def _call(
    interpreter: Interpreter, each: Any, is_loss: bool, labels: Array, prediction: Array
) -> None:
    given = labels
    if is_loss:
        labels = Array(labels.shape, "float32", library="tensor")
    if type(each) is Function:
        if is_loss and labels.shape and prediction.shape:
            y, p = losses.aligned(labels.shape, prediction.shape)
            labels, prediction = labels.like(y), prediction.like(p)
        result = interpreter.call(each, (labels, prediction), {})
        if result is None:
            _gives_nothing(interpreter, "loss" if is_loss else "metric", each.name)
        return
    kinds = {base.name for base in each.cls.mro if base.span is None}
    forgotten = forgotten_start(each, "AttributeError") if kinds & {"Loss", "Metric"} else None
    if forgotten is not None:
        refuse(interpreter, forgotten)
        return
    if is_loss and "Loss" in kinds:
        method, owner = each.cls.find("__call__")
        if type(method) is Function:
            # In place of Keras's own, which is what asks for `call`.
            interpreter.call(Method(method, each, owner), (given, prediction, None), {})
            return
        method, owner = each.cls.find("call")
        if type(method) is Function:
            result = interpreter.call(Method(method, each, owner), (labels, prediction), {})
            if result is None:
                _gives_nothing(interpreter, "loss", f"{each.cls.name}.call")
        else:
            _is_missing(interpreter, each, "call", method)
    elif not is_loss and "Metric" in kinds:
        for name in ("update_state", "result"):
            method, owner = each.cls.find(name)
            if type(method) is not Function:
                _is_missing(interpreter, each, name, method)
            elif name == "update_state":
                weight = {"sample_weight": None}
                interpreter.call(Method(method, each, owner), (labels, prediction), weight)
            else:
                interpreter.call(Method(method, each, owner), (), {})


def _gives_nothing(interpreter: Interpreter, what: str, name: str) -> None:
    refuse(
        interpreter,
        Refused(
            "program-raises",
            f"the {what} `{name}` returns None, and Keras takes a tensor",
            help=f"add `return` to the end of `{name}`",
        ),
    )


def _is_missing(interpreter: Interpreter, each: Instance, name: str, found: Any) -> None:
    """Refuse a class without a method that training calls."""
    plain = all(base.span is not None or base.name in ("Metric", "Loss") for base in each.cls.mro)
    if each.cls.unknown_base is None and plain and (found is MISSING or name == "result"):
        refuse(
            interpreter,
            Refused(
                "program-raises",
                f"`{each.cls.name}` has no method `{name}`, which training calls",
                help=f"define `{name}`",
                exception="NotImplementedError",
            ),
        )


def schedules(interpreter: Interpreter, call: Call, compiled: Call | None) -> None:
    """Ask the functions of `LearningRateScheduler` for the rate of the first epoch.

    Raises:
        Raised: what such a function raises.
        Refused: it is no function, or gives no float.
    """
    epoch = call.arguments["initial_epoch"]
    for each in structures.flatten(call.arguments["callbacks"] or ()):
        if type(each) is not Instance or each.cls.span is not None:
            continue
        if each.cls.name != "LearningRateScheduler" or "_self_more" in each.attributes:
            continue
        if compiled is not None and _has_schedule(compiled.arguments["optimizer"]):
            raise Refused(
                "program-raises",
                "`LearningRateScheduler` sets the learning rate, and the optimizer has a schedule "
                "for it",
                help="keep one of them: give the optimizer a number, or leave out the callback",
                exception="TypeError",
            )
        named = each.attributes["_self_keywords"]
        given = (*each.attributes["_self_args"], *(named[key] for key in named if key[0] == "s"))
        if given:
            _ask(interpreter, given[0], epoch if type(epoch) is int else 0)


def _has_schedule(optimizer: Any) -> bool:
    """Whether the learning rate of an optimizer is a `LearningRateSchedule`."""
    if type(optimizer) is not Instance or optimizer.cls.span is not None:
        return False
    given = optimizer.attributes.get("_self_args") or (None,)
    rate = optimizer.attributes.get("_self_keywords", {}).get("learning_rate", given[0])
    if type(rate) is not Instance or optimizer.cls.name == "LossScaleOptimizer":
        return False
    return any(objects.signature("optimizers.schedules", base.name) for base in rate.cls.mro)


def _ask(interpreter: Interpreter, schedule: Any, epoch: int) -> None:
    wrong = Refused(
        "program-raises",
        "`LearningRateScheduler` takes a function of the epoch, and of the rate so far",
        help="write one that returns a float: `lambda epoch, lr: lr * 0.95`",
        exception="Exception",
    )
    if type(schedule) is Instance and objects.signature("optimizers.schedules", schedule.cls.name):
        wrong.help = "give a schedule to the optimizer: `Adam(learning_rate=schedule)`"
        raise wrong
    if schedule is None or isinstance(schedule, (int, float, str, list, dict)):
        raise wrong
    if type(schedule) is not Function or "u" in schedule.flags:
        return
    rate = interpreter.unknown("the learning rate so far")
    for args in ((epoch, rate), (epoch,)):
        try:
            schedule.signature.bind(args, {})
        except BadCall:
            continue
        result = interpreter.call(schedule, args, {})
        if result is None or isinstance(result, (int, str)):
            wrong.message = f"`{schedule.name}` gives {result!r} for the learning rate: no float"
            wrong.help = "return a float"
            raise wrong
        return
    raise wrong
