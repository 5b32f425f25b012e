"""Data against the model they are given to, and against the loss it was compiled with."""

from __future__ import annotations

from ... import dims
from ...diagnostics import Note, Refused, Unknown
from ...interpreter.remarks import Remark
from ...interpreter.values import Function
from ...libraries.arrays import Array
from ...network import Model
from ...shapes import show
from .. import halted, rerunning, structures
from ..events import Refusal, reach, refuse
from . import (
    asked,
    batches,
    callbacks,
    endings,
    followed,
    indices,
    inputs,
    losses,
    metrics,
    outputs,
    weighing,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Instance
    from ...network import Call, Tensor

    Pair = tuple[losses.Loss, Any, Tensor, str]

#: What needs a compiled model.
COMPILED = frozenset(("fit", "evaluate", "train_on_batch", "test_on_batch"))
#: Methods by which a program computes its loss, or prepares its data, in its own way.
OWN_STEPS = ("train_step", "test_step", "compute_loss", "compute_metrics", "fit", "compile")
#: What Python itself has and Keras takes for no array.
SCALARS = (int, float, str, bool, complex)
#: How many samples `fit` takes at once if it is not told.
BATCH = 32


def judge(interpreter: Interpreter, self: Instance, call: Call) -> None:
    """Hold one call of `fit` or its like against the model: the first thing wrong is refused."""
    reach(interpreter, call.span)
    model: Model = self.state
    prove(interpreter, model)
    if halted.is_marred(interpreter, model) or halted.is_copy(model):
        return
    try:
        _judge(interpreter, self, model, call)
    except Refused as refused:
        if not halted.was_said(interpreter, model, refused):
            refuse(interpreter, refused, model, span=call.span)
    except dims.TooComplex:
        pass


def prove(interpreter: Interpreter, model: Model) -> None:
    """What was found to fail once a layer runs on data is certain now: this model is run."""
    if interpreter.catches("ValueError"):
        return
    ran = {(id(node.layer), node.inputs) for node in model.graph}
    for event in interpreter.events:
        if type(event) is Refusal and event.refused.late and event.layer is not None:
            layer = event.layer
            if (id(layer), event.inputs) not in ran:
                continue
            if isinstance(layer, Model):  # its layers may take what it itself does not
                refused: list[Any] = []
                rerunning.rerun(interpreter, layer, event.inputs, refused)
                if not refused:
                    continue
            event.certainty = "proved"


def _judge(interpreter: Interpreter, self: Instance, model: Model, call: Call) -> None:
    given = call.arguments
    own = any(isinstance(self.cls.find(name)[0], Function) for name in OWN_STEPS)
    compiled = next((each for each in reversed(model.calls) if each.method == "compile"), None)
    if compiled is None and call.method in COMPILED and sure(interpreter, model):
        raise Refused(
            "not-compiled",
            f"`{call.method}` needs a compiled model, and {receiver(interpreter, model)} was never "
            "compiled",
            help=f'call `{receiver(interpreter, model)[1:-1]}.compile(optimizer="adam", loss=...)` '
            "first",
        )
    if compiled is not None and compiled.doubt is not None and call.method in COMPILED:
        compiled.doubt.certainty = "proved"
        return
    asked.check(call)
    if call.method == "fit" and given["callbacks"] is not None:
        followed.schedules(interpreter, call, compiled)
    x, y, weight = given["x"], given.get("y"), given.get("sample_weight")
    names = [said(interpreter, argument, at) for at, argument in enumerate(("x", "y"))]
    count = None
    if batches.come_in_batches(x):
        x, y = batches.batch_of(interpreter, call)
        names = [f"a batch of {names[0]}", f"the labels in {names[0]}"]
    else:
        for value, name in ((x, names[0]), (y, names[1]), (weight, "`sample_weight`")):
            _are_arrays(value, name)
            if call.method in ("fit", "evaluate", "predict"):
                _are_numbers(value, name)
        if weight is not None or given.get("class_weight") is not None:
            weighing.check(call, y)
        if y is None:
            y = _besides(interpreter, x)
        count = _counts({names[0]: x, names[1]: y, "`sample_weight`": weight})
    if own:
        return
    data = inputs.check(self, x, names[0])
    indices.check_indices(model, x, names[0])
    if call.method in ("fit", "train_on_batch"):
        _is_frozen(interpreter, model, call)
        _is_as_compiled(interpreter, model, call, compiled)
    if compiled is not None and call.method in COMPILED:
        if sure(interpreter, model):
            interpreter.wide |= compiled.arguments["loss"] is None
            outputs.check_loss(self, compiled, call)
        outputs.check_labels(self, compiled, call, y, names[1])
        outputs.check_compiled(self, compiled)
        predicted = predictions(interpreter, model, data)
        batch = _batch(given.get("batch_size"), count)
        _labels(interpreter, compiled, predicted, y, names[1], batch)
        if weight is not None and len(predicted.tensors) == 1:
            if losses.loss_of(compiled.arguments["loss"]) is not None:
                weighing.check_shape(call, predicted.tensors[0], batch)
        suits_loss(interpreter, model, compiled)
        _metrics(interpreter, call, compiled, predicted, y, names[1])
        if sure(interpreter, model) and not _names_all(compiled):
            followed.follow(interpreter, compiled, predicted.tensors, y)
    held: Any = given.get("validation_data")
    if type(held) in (tuple, list) and (len(held) == 1 or (len(held) == 2 and held[1] is None)):
        held = held[0]  # as one array alone
    if isinstance(held, Array) and compiled is not None and compiled.arguments["loss"] is not None:
        inputs.check(self, held, "`validation_data`")
        raise Refused(
            "label-shape-mismatch",
            "`validation_data` is one array, and the loss compares predictions with labels",
            help="give the labels beside it: `validation_data=(x, y)`",
        )
    if type(held) in (tuple, list) and 2 <= len(held) <= 3:
        again = ["`validation_data[0]`", "`validation_data[1]`"]
        for value, name in zip(held[:2], again, strict=True):
            _are_arrays(value, name)
            _are_numbers(value, name)
        _counts({again[0]: held[0], again[1]: held[1]})
        data = inputs.check(self, held[0], again[0])
        if compiled is not None:
            outputs.check_labels(self, compiled, call, held[1], again[1])
            predicted = predictions(interpreter, model, data)
            _labels(
                interpreter, compiled, predicted, held[1], again[1], dims.symbol("N", hidden=True)
            )


def _is_frozen(interpreter: Interpreter, model: Model, call: Call) -> None:
    """Remark on a model that is trained with all of its weights frozen."""
    weights = [trainable for _, trainable in model.all_weights()]
    if any(part.broken is not None or not part.built for part in model.all_parts()):
        return  # some of its weights are not known
    if weights and not any(weights) and sure(interpreter, model):
        interpreter.events.append(
            Remark(
                "nothing-to-train",
                call.span,
                f"all weights of {receiver(interpreter, model)} are frozen: training changes "
                "nothing",
                help="set `trainable = True` before, on the model or on the layers to be trained",
                certainty="likely",
            )
        )


def _is_as_compiled(
    interpreter: Interpreter, model: Model, call: Call, compiled: Call | None
) -> None:
    """Remark on weights that were frozen, or set free, since the model was first trained.

    The first training step is made for those that train then, and the next `fit` uses it again.
    """
    if compiled is None or not sure(interpreter, model):
        return
    now = tuple(trains for _, trains in model.all_weights())
    trained: dict[int, tuple[Call, tuple[bool, ...]]]
    trained = interpreter.state.setdefault("trained", {})
    made_for, before = trained.setdefault(id(model), (compiled, now))
    if made_for is not compiled:
        trained[id(model)] = compiled, now
    elif before != now and len(before) == len(now):
        interpreter.events.append(
            Remark(
                "trainable-after-fit",
                call.span,
                f"`trainable` was changed since {receiver(interpreter, model)} was first trained, "
                "and it was not compiled again: that changes nothing",
                because=(Note(compiled.span, "compiled here"),),
                help="call `compile` again after changing `trainable`",
                certainty="likely",
            )
        )


def sure(interpreter: Interpreter, model: Model) -> bool:
    """Whether all that was done with this model is known."""
    let_go: set[int] = interpreter.state.get("let go", set())
    return id(model) not in let_go and not model.unknowns


def receiver(interpreter: Interpreter, model: Model) -> str:
    """The model of the call that is going on, as the code says it."""
    node = interpreter.node
    if node[0] == "Call" and node[3][0] == "Attribute":
        text = interpreter.source.text[node[3][3][1] : node[3][3][2]]
        if len(text) <= 30 and "\n" not in text:
            return f"`{text}`"
    return f"`{model.variable or model.name}`"


def said(interpreter: Interpreter, argument: str, position: int) -> str:
    """An argument of the call that is going on, as the code says it."""
    node = interpreter.node
    if node[0] == "Call" and len(node) > 4:
        for at, (how, name, value) in enumerate(node[4]):
            if (how == "" and at == position) or (how == "=" and name == argument):
                text = interpreter.source.text[value[1] : value[2]]
                if len(text) <= 30 and "\n" not in text:
                    return f"`{text}`"
    return f"`{argument}`"


def _are_arrays(value: Any, called: str) -> None:
    """Refuse lists of Python's own numbers: Keras wants arrays, or lists of arrays."""
    if type(value) is list and any(type(leaf) in SCALARS for leaf in structures.flatten(value)):
        raise Refused(
            "data-not-an-array",
            f"{called} is a list of numbers, and Keras takes arrays",
            help=f"make an array of it: `np.array({called.strip('`')})`",
            about=(called.strip("`"),),
        )


def _are_numbers(value: Any, called: str) -> None:
    """Refuse NumPy's arrays of texts and of objects, which Keras has no dtype for."""
    for leaf in structures.flatten(value):
        if (
            isinstance(leaf, Array)
            and leaf.library == "numpy"
            and leaf.dtype in ("string", "object")
        ):
            what = "texts" if leaf.dtype == "string" else "objects"
            raise Refused(
                "data-not-an-array",
                f"{called} is an array of {what}, and Keras takes numbers",
                help="make numbers of them: `StringLookup`, `TextVectorization`, "
                '`astype("float32")`; texts themselves go in as tensors: `tf.constant(texts)`',
            )


def _besides(interpreter: Interpreter, x: Any) -> Unknown | None:
    """The labels where there is only `x`: none beside arrays; anything else may bring its own."""
    for leaf in structures.flatten(x):
        if isinstance(leaf, Unknown):
            return leaf
        if not isinstance(leaf, Array):
            return interpreter.unknown("whether the data bring labels of their own", of=leaf)
    return None


def _counts(parts: dict[str, Any]) -> Size | None:
    """How many samples there are; the first axis of all arrays is the same."""
    first: tuple[str, Size] | None = None
    for called, value in parts.items():
        for leaf in structures.flatten(value):
            if isinstance(leaf, Array) and leaf.shape:
                size = leaf.shape[0]
                if first is None:
                    first = called, size
                elif dims.equal(first[1], size) is dims.NEVER:
                    raise Refused(
                        "sample-count-mismatch",
                        f"{first[0]} has {dims.pretty(first[1])} samples, {called} has "
                        f"{dims.pretty(size)}",
                        help="give a label for each sample: both have the same first axis",
                    )
    return first[1] if first else None


def _batch(size: Any, count: Size | None) -> Size:
    """How many samples every batch but the last certainly has; a symbol where that is not known."""
    if size is None:
        size = BATCH
    if isinstance(size, int) and isinstance(count, int) and count:
        return min(size, count)
    return dims.symbol("N", hidden=True)


# Labels -------------------------------------------------------------------------------------------


class Outputs:
    """What a model returns: its tensors for the data at hand, and the names Keras gives them."""

    __slots__ = ("names", "tensors")

    def __init__(self, tensors: tuple[Tensor, ...], names: list[str]) -> None:
        self.tensors = tensors
        self.names = names


def predictions(interpreter: Interpreter, model: Model, data: tuple[Tensor, ...]) -> Outputs:
    """What the model returns for these data: by its graph, or as its last call did."""
    if model.outputs:
        names = [tensor.node.layer.name if tensor.node else "" for tensor in model.outputs]
        return Outputs(
            tuple(rerunning.rerun(interpreter, model, data)) if data else model.outputs, names
        )
    if model.nodes and len(model.nodes[-1].outputs) == 1:
        return Outputs(model.nodes[-1].outputs, [])
    return Outputs((), [])


def _labels(
    interpreter: Interpreter, compiled: Call, outputs: Outputs, y: Any, called: str, batch: Size
) -> None:
    """Hold labels against predictions and losses, output by output."""
    for loss, labels, prediction, name in pairs(compiled.arguments["loss"], outputs, y, called):
        if not (isinstance(labels, Array) and labels.shape and prediction.shape):
            continue
        try:
            spread = losses.check(loss, labels.shape, prediction.shape, batch, name)
            losses.check_range(loss, labels, prediction.shape, name)
        except Refused as refused:
            refused.about = (compiled.span, *refused.about)
            raise
        if spread and not dims.hidden(prediction.shape[-1]):
            interpreter.events.append(
                Remark(
                    "broadcasting-loss",
                    interpreter.span(),
                    f"{loss.said} broadcasts {name} of shape {show(labels.shape)} against "
                    f"predictions of shape {show(prediction.shape)}",
                    help="give both the same shape: each label is compared with every prediction",
                    certainty="likely",
                )
            )


def _metrics(
    interpreter: Interpreter, call: Call, compiled: Call, outputs: Outputs, y: Any, called: str
) -> None:
    """Hold metrics against labels, and callbacks against metrics, for a model with one output."""
    if len(outputs.tensors) != 1:
        return
    known = metrics.metrics_of(compiled.arguments["metrics"])
    prediction = outputs.tensors[0]
    if isinstance(y, Array) and y.shape and prediction.shape:
        for metric in known:
            if metric is not None:
                try:
                    metrics.check(metric, y.shape, prediction.shape, called)
                except Refused as refused:
                    refused.about = (compiled.span, *refused.about)
                    raise
    if call.method == "fit" and call.arguments["callbacks"] is not None:
        given = call.arguments
        validated = given["validation_data"] is not None or given["validation_split"] not in (
            0,
            0.0,
        )
        weighted = compiled.arguments["weighted_metrics"]
        names: list[metrics.Metric | None] = known if weighted is None else [None]
        for remark in callbacks.watched(given["callbacks"], names, validated, call.span):
            interpreter.events.append(remark)


def _names_all(compiled: Call) -> bool:
    """Whether nothing that `compile` was given is of the program's own."""
    loss, metrics = compiled.arguments["loss"], compiled.arguments["metrics"]
    listed = metrics if type(metrics) is list else [metrics]
    return all(each is None or type(each) is str for each in (loss, *listed))


def suits_loss(interpreter: Interpreter, model: Model, compiled: Call) -> None:
    """Remark on a loss that does not go with what the model ends in."""
    outputs = predictions(interpreter, model, ())
    for loss, _, prediction, _ in pairs(
        compiled.arguments["loss"], outputs, [None] * len(outputs.tensors), ""
    ):
        interpreter.events.extend(endings.remarks(loss, prediction, compiled.span))
    if len(outputs.tensors) == 1:
        _accuracy(interpreter, compiled, outputs.tensors[0])


def _accuracy(interpreter: Interpreter, compiled: Call, prediction: Tensor) -> None:
    loss = losses.loss_of(compiled.arguments["loss"])
    if loss is None or not endings.is_regression(loss, prediction):
        return
    metric = next(
        (
            each
            for each in metrics.metrics_of(compiled.arguments["metrics"])
            if each is not None and each.kind in metrics.ACCURACY
        ),
        None,
    )
    if metric is not None:
        interpreter.events.append(
            Remark(
                "accuracy-of-regression",
                compiled.span,
                f'"{metric.kind}" counts predictions that equal their labels, and {loss.said} '
                "is for numbers, which hardly ever do",
                help='measure "mae" or "root_mean_squared_error" instead',
                certainty="likely",
                about=(metric.kind,),
            )
        )


def pairs(loss: Any, outputs: Outputs, y: Any, called: str) -> Iterator[Pair]:
    """Loss, labels, prediction and the name of the labels, where it is certain what meets what.

    Raises:
        Refused: a loss has no output, or there is no such loss.
    """
    names = outputs.names
    count = len(outputs.tensors)
    if type(loss) is dict and names and len(set(names)) == count:
        each_loss = [loss.get(name) for name in names]
    elif type(loss) in (list, tuple):
        each_loss = list(loss)
    else:
        each_loss = [loss] * count
    name = called.strip("`")
    if count == 1:
        labels = [y[0] if type(y) in (list, tuple) and len(y) == 1 else y]
        calls = [called]
    elif type(y) in (list, tuple):
        labels = list(y)
        calls = [f"`{name}[{at}]`" for at in range(len(labels))]
    elif type(y) is dict and names:
        labels = [y.get(name) for name in names]
        calls = [f'`{name}["{key}"]`' for key in names]
    else:
        return
    if len(each_loss) == count == len(labels):
        for each, label, output, said in zip(
            each_loss, labels, outputs.tensors, calls, strict=True
        ):
            known = losses.loss_of(each)
            if known is not None:
                yield known, label, output, said
