"""Models that wait for their first data: what they are fed, and the call that builds them.

Keras 3 with TensorFlow builds such a model when the first batch arrives. `fit` and `evaluate` see
batches of which the last may be smaller, so their size is None; `predict` and the methods `..._on_
batch` see the batch itself.
"""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..interpreter.values import MISSING, Function, Instance, Lost, Raised, Stream
from ..libraries import pipelines
from ..libraries.arrays import Array, array_of, folded
from ..libraries.dataset import Dataset
from ..network import Model, Tensor
from . import naming, nesting, structures
from .given import as_tensor, eager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter
    from ..network import Call

#: The size of a batch where nothing else is said.
BATCH = 32
#: Methods that see a batch as it is, and those that see one of any size.
WHOLE = frozenset(("train_on_batch", "test_on_batch", "predict_on_batch", "predict"))
#: What a class can define to train, test or predict in a way of its own.
STEPS = {
    "fit": "train_step",
    "train_on_batch": "train_step",
    "evaluate": "test_step",
    "test_on_batch": "test_step",
    "predict": "predict_step",
    "predict_on_batch": "predict_step",
}


def feed(interpreter: Interpreter, self: Instance, call: Call) -> Any:
    """Build a model from the data given to `fit` or its like; what `predict` returns, else None."""
    result = _feed(interpreter, self, call)
    if call.arguments.get("callbacks") is not None:
        from .saving import checkpoints

        checkpoints(interpreter, self, call)
    return result


def _feed(interpreter: Interpreter, self: Instance, call: Call) -> Any:
    model: Model = self.state
    predicts = call.method.startswith("predict")
    step, _ = self.cls.find(STEPS[call.method])
    own = type(step) is Function and not (predicts and model.outputs)
    loss: Any = None if own or predicts else self.cls.find("compute_loss")[0]
    if not (predicts or own or type(loss) is Function or unfed(model)):
        return None
    data = first_batch(interpreter, call)
    if own or type(loss) is Function:
        from .training.steps import run_loss, run_step

        if own:
            run_step(interpreter, self, step, data, call)
        else:
            run_loss(interpreter, self, loss, data, call)
        return None
    x = data[0] if type(data) is tuple and 1 <= len(data) <= 3 else data
    lost = lost_in(x)
    if lost is not None:
        if unfed(model):
            model.waiting = lost
        return None
    tensors = structures.replace(x, lambda leaf: as_tensor(interpreter, leaf))
    if model.outputs:
        from .training import batches, inputs

        # What is wrong with the data is judged elsewhere, and nothing that follows from it.
        if not batches.come_in_batches(call.arguments.get("x")):
            try:
                inputs.check(self, x, "`x`")
            except Refused as refused:
                return interpreter.unknown(f"Keras refuses this: {refused.message}")
            except dims.TooComplex:
                pass
        result: Any = nesting.outputs_for(interpreter, self, tuple(structures.flatten(tensors)))
        return _predictions(interpreter, result, call)
    nodes = None if unfed(model) else list(model.nodes)
    trains = call.method in ("fit", "train_on_batch")
    keywords = {"training": trains} if _takes_training(self) else {}
    result = interpreter.call(self, (tensors,), keywords)
    if nodes is not None:
        model.nodes[:] = nodes  # what it is asked later leaves nothing behind
    return _predictions(interpreter, result, call) if predicts else None


def unfed(model: Model) -> bool:
    """Whether a model was neither made of tensors nor called yet."""
    return not (model.outputs or model.nodes or model.unknowns)


def _takes_training(self: Instance) -> bool:
    method, _ = self.cls.find("call")
    if type(method) is not Function:
        return False
    return "training" in (*method.signature.names, *method.signature.keyword_only)


def lost_in(x: Any) -> Unknown | None:
    """Why the shapes of some data are not known."""
    for leaf in structures.flatten(x):
        if isinstance(leaf, Unknown):
            return leaf
        if isinstance(leaf, Array) and leaf.shape is None:
            return leaf.unknown
    return None


def first_batch(interpreter: Interpreter, call: Call) -> Any:
    """The first batch: inputs, or inputs and labels and perhaps weights in a tuple."""
    given = call.arguments
    x, y = given.get("x"), given.get("y")
    whole = call.method in WHOLE
    if type(x) is Dataset:
        return pipelines.first_element(x) if whole else x.elements
    if x is None:
        return interpreter.unknown(f"`{call.method}` without data")
    if isinstance(x, Unknown):
        return x
    if isinstance(x, Stream):
        return _any_size(interpreter, _next(interpreter, x), whole)
    if isinstance(x, Instance):
        item = interpreter.special(x, "__getitem__")
        if item is MISSING:
            return interpreter.unknown("data that are not followed", of=x)
        try:
            batch = interpreter.call(item, (0,), {})
            if type(batch) is Array:
                batch = (batch,)  # so Keras hands it to a step (`PyDatasetAdapter`)
            return _any_size(interpreter, batch, whole)
        except Raised:
            return interpreter.unknown("what `__getitem__` of the data returns is not known")
    size = folded(given.get("batch_size"))
    held_back = folded(given.get("validation_split")) or 0.0

    def taken(leaf: Any) -> Any:
        array = leaf if isinstance(leaf, (Array, Unknown)) else array_of(interpreter, leaf)
        if isinstance(array, Unknown) or not array.shape:
            return interpreter.unknown("data that are not followed", of=array)
        first: Size = array.shape[0]
        most = BATCH if size is None else size
        if whole and call.method != "predict":
            return array
        if not (isinstance(first, int) and isinstance(most, int)) or most < 1:
            first = naming.free_size(interpreter, 0, 0)
        elif call.method == "predict":
            first = min(first, most)
        else:
            first = (
                most if _divides(most, first, held_back) else naming.free_size(interpreter, 0, 0)
            )
        return array.like((first, *array.shape[1:]))

    x = structures.replace(x, taken)
    return x if y is None else (x, structures.replace(y, taken))


def _divides(size: int, count: Any, held_back: Any) -> bool:
    """Whether all batches are of this size: only then Keras shows it, and not None."""
    if not isinstance(held_back, (int, float)):
        return False
    trained = int(count * (1.0 - held_back))
    return bool(trained > 0 and trained % size == 0)


def _next(interpreter: Interpreter, stream: Stream) -> Any:
    try:
        return next(stream)
    except Lost as lost:
        return lost.unknown
    except (StopIteration, Raised):
        return interpreter.unknown("what a generator yields is not followed")


def _any_size(interpreter: Interpreter, batch: Any, whole: bool) -> Any:
    """A batch from a generator: the next ones may be of other sizes."""
    if type(batch) is list:
        batch = tuple(batch)

    def freed(leaf: Any) -> Any:
        array = array_of(interpreter, leaf)
        if isinstance(array, Array) and array.shape and not whole:
            return array.like((naming.free_size(interpreter, 0, 0), *array.shape[1:]))
        return array

    return structures.replace(batch, freed)


def _predictions(interpreter: Interpreter, result: Any, call: Call) -> Any:
    """What `predict` returns: the outputs for all samples."""
    count = _samples(interpreter, call)

    def whole(leaf: Any) -> Any:
        if isinstance(leaf, Tensor):
            leaf = Array(leaf.shape, leaf.dtype, unknown=leaf.unknown)
        if isinstance(leaf, Array) and leaf.shape:
            return Array((count, *leaf.shape[1:]), leaf.dtype)
        return leaf

    return structures.replace(eager(result), whole)


def _samples(interpreter: Interpreter, call: Call) -> Size:
    for leaf in structures.flatten(call.arguments.get("x")):
        if isinstance(leaf, Array) and leaf.shape:
            return leaf.shape[0]
    return naming.free_size(interpreter, 0, 0)
