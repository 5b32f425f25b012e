"""What an optimizer keeps of every variable that it trains: Keras's own `build`, counted."""

from __future__ import annotations

from ..dims import TooComplex, product
from ..interpreter.values import Instance
from ..keras.training.objects import signature
from .amounts import itemsize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..dims import Size
    from ..network import Layer, Model, Weight

    Trained = tuple[Weight, str]

#: Variables of the shape of the trained one, whatever the arguments say.
ALWAYS = {
    "Adadelta": 2,
    "Adafactor": 1,
    "Adagrad": 1,
    "Adam": 2,
    "AdamW": 2,
    "Adamax": 2,
    "Ftrl": 2,
    "Lamb": 2,
    "Lion": 1,
    "Muon": 1,
    "Nadam": 2,
    "RMSprop": 1,
    "SGD": 0,
    "ScheduleFreeAdamW": 2,
}
#: Those that an argument adds, wherever it is neither 0 nor False.
BY_ARGUMENT = {
    "Adam": ("amsgrad",),
    "AdamW": ("amsgrad",),
    "RMSprop": ("momentum", "centered"),
    "SGD": ("momentum",),
}
#: Any optimizer keeps a running mean, and a sum of gradients, where it is asked to.
FOR_ALL = ("use_ema", "gradient_accumulation_steps")
#: Arguments that `Muon` has besides those that all have.
#: The variables that count steps and hold the learning rate.
INTEGER = "int64"


class State:
    """The variables of an optimizer: how many numbers, how many bytes, and its name."""

    __slots__ = ("bytes", "name", "numbers")

    def __init__(self, name: str, numbers: Size, bytes: Size) -> None:
        self.name = name
        self.numbers = numbers
        self.bytes = bytes


class _NotKnown(Exception):
    """It depends on a value that is not known."""


def state(optimizer: Any, trained: Iterable[Trained], scaled: bool = False) -> State | None:
    """What this optimizer keeps for these variables, each with the path Keras gives it.

    `optimizer` is what `compile` was given: a name or an object. `scaled` says that Keras wraps it
    so that small gradients are not lost. None where it is not known.
    """
    try:
        name, arguments = _named(optimizer)
        if name == "LossScaleOptimizer":
            scaled = True
            name, arguments = _named(arguments.get("inner_optimizer"))
        numbers, size = _counted(name, arguments, list(trained))
    except (_NotKnown, TooComplex):
        return None
    if scaled:
        numbers += 4  # its own iteration and learning rate, the scale, and how long it has held
        size += 2 * itemsize_of(INTEGER) + 2 * 4
    return State(name, numbers, size)


def of_model(model: Model) -> State | None:
    """What the optimizer that a model was compiled with last keeps; None where none is known."""
    compiled = [call for call in model.calls if call.method == "compile"]
    if not compiled:
        return None
    given = compiled[-1].arguments
    scaled = given["auto_scale_loss"] is True and model.dtype == "mixed_float16"
    return state(given["optimizer"], trained(model), scaled)


def trained(model: Model) -> list[Trained]:
    """The weights that training changes, with the names of the layers they lie in."""
    paths: dict[int, str] = {}
    _paths(model, "", paths, 0)
    return [(weight, paths.get(id(weight), "")) for weight, trains in model.all_weights() if trains]


def _paths(layer: Layer, path: str, paths: dict[int, str], depth: int) -> None:
    for weight in layer.weights:
        paths.setdefault(id(weight), f"{path}{weight.name}")
    if depth < 20:
        for part in layer.parts:
            _paths(part, f"{path}{part.name}/", paths, depth + 1)


def _named(optimizer: Any) -> tuple[str, dict[str, Any]]:
    """The class of an optimizer, and its arguments by name."""
    if isinstance(optimizer, str):
        for name in ALWAYS:
            if name.lower() == optimizer.lower():
                return name, {}
        raise _NotKnown
    if not isinstance(optimizer, Instance) or optimizer.cls.span is not None:
        raise _NotKnown
    name = optimizer.cls.name
    held = optimizer.attributes
    if "_self_more" in held or "_self_keywords" not in held:
        raise _NotKnown
    takes = signature("optimizers", name)
    if takes is None or len(held["_self_args"]) > len(takes.names):
        raise _NotKnown
    positional = dict(zip(takes.names, held["_self_args"], strict=False))
    if name not in ALWAYS and name != "LossScaleOptimizer":
        raise _NotKnown
    return name, {**positional, **held["_self_keywords"]}


def _counted(name: str, arguments: dict[str, Any], trained: list[Trained]) -> tuple[Size, Size]:
    """The numbers and the bytes that this optimizer holds."""
    copies = ALWAYS[name] + sum(
        _asked(arguments, each) for each in (*BY_ARGUMENT.get(name, ()), *FOR_ALL)
    )
    rate = arguments.get("learning_rate", arguments.get("lr", 0.0))
    numbers: Size = 1
    size: Size = itemsize_of(INTEGER)
    if isinstance(rate, (int, float)):
        numbers, size = numbers + 1, size + 4  # a schedule is no variable
    elif not (isinstance(rate, Instance) and rate.cls.span is None):
        raise _NotKnown
    if name == "Nadam":
        numbers, size = numbers + 1, size + 4
    for weight, path in trained:
        width = itemsize_of(weight.dtype)
        own = copies * weight.size
        if name == "Adafactor":
            own = own + _factors(weight)
        elif name == "Muon" and _by_adam(weight, path, arguments):
            own = own + weight.size
        numbers = numbers + own
        size = size + own * width
    return numbers, size


def _asked(arguments: dict[str, Any], name: str) -> int:
    """1 where an argument is given and is neither 0 nor False."""
    value = arguments.get(name)
    if value is None:
        return 0
    if not isinstance(value, (bool, int, float)):
        raise _NotKnown
    return int(bool(value))


def _factors(weight: Weight) -> Size:
    """Means along the last two axes, in the place of a second moment of the whole."""
    shape = weight.shape
    if len(shape) < 2:
        return 2
    return product(shape[:-1]) + product((*shape[:-2], shape[-1]))


def _by_adam(weight: Weight, path: str, arguments: dict[str, Any]) -> bool:
    """Whether `Muon` trains a variable as `Adam` does: all but matrices, and embeddings."""
    embeddings = arguments.get("exclude_embeddings", True)
    layers = arguments.get("exclude_layers") or []
    if not isinstance(embeddings, bool) or not isinstance(layers, (list, tuple)):
        raise _NotKnown
    if len(weight.shape) != 2 or (embeddings and "embedding" in path.lower()):
        return True
    if not layers:
        return False
    import re

    if not all(isinstance(each, str) for each in layers):
        raise _NotKnown
    try:
        return any(re.search(each, path) for each in layers)
    except re.error:
        raise _NotKnown from None


def itemsize_of(dtype: str) -> int:
    width = itemsize(dtype)
    if width is None:
        raise _NotKnown
    return width
