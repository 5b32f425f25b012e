"""The arguments of an architecture, judged as Keras judges them before it builds anything."""

from __future__ import annotations

from ... import dims
from ...diagnostics import Refused, Unknown
from ...interpreter.operators import held
from ...interpreter.origins import first_unknown
from ...interpreter.values import Function
from ...libraries.arrays import folded
from ...libraries.operations import visible
from ...network import Tensor
from ..events import refuse
from .sizes import (
    SIDES,
    agree,
    channels_differ,
    differs,
    input_shape,
    invalid,
    shape_of,
    shape_of_v3,
    written,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...dims import When
    from ...interpreter.machine import Interpreter
    from .known import Architecture

#: Families that refuse images with their channels first.
CHANNELS_LAST = ("convnext", "densenet", "nasnet")
#: The widths for which there are weights.
WIDTHS: dict[str, tuple[float, ...]] = {
    "mobilenet": (0.25, 0.5, 0.75, 1.0),
    "mobilenet_v2": (0.35, 0.5, 0.75, 1.0, 1.3, 1.4),
    "mobilenet_v3": (0.75, 1.0),
}
#: What the code of a family is told besides what every family is.
TOLD = {
    "convnext": ("include_preprocessing", "channels", "name"),
    "efficientnet": ("weights",),
    "efficientnet_v2": ("include_preprocessing", "channels"),
    "mobilenet": ("alpha", "depth_multiplier", "dropout"),
    "mobilenet_v2": ("alpha",),
    "mobilenet_v3": ("alpha", "minimalistic", "dropout_rate", "include_preprocessing"),
}
ALWAYS = ("include_top", "pooling", "classes", "classifier_activation")


class Given:
    """The arguments, once they are judged.

    `tensor` is the `input_tensor`; without one, `shape` is that of the images, whose sizes may be
    None or unknown. `needs` are conditions on them. `pretrained` is None where that is not known.
    """

    __slots__ = ("channels", "first", "needs", "pretrained", "shape", "tensor", "top", "values")

    def __init__(self, values: dict[str, Any], top: bool, first: bool) -> None:
        self.values = values
        self.top = top
        self.first = first  # whether the channels are
        self.pretrained: bool | None = None
        self.tensor: Tensor | None = values["input_tensor"]
        self.shape: tuple[Any, ...] = ()
        self.channels: Any = None
        self.needs: list[When] = []

    @property
    def name(self) -> Any:
        return self.values["name"]

    def options(self, family: str) -> dict[str, Any]:
        """What the code of the architecture is told."""
        values = {**self.values, "include_top": self.top, "channels": self.channels}
        return {name: values[name] for name in (*ALWAYS, *TOLD.get(family, ()))}

    def sides(self, shape: Any) -> tuple[Any, Any]:
        """Height and width in the shape of an image."""
        return (shape[1], shape[2]) if self.first else (shape[0], shape[1])


def check(interpreter: Interpreter, known: Architecture, bound: dict[str, Any]) -> Given | Unknown:
    """Judge the arguments in Keras's own order.

    Raises:
        Refused: Keras raises.
    """
    values = {name: folded(held(value)) for name, value in bound.items()}
    top = interpreter.decide(values["include_top"])
    first = interpreter.state.get("image_data_format") == "channels_first"
    if first and known.family in CHANNELS_LAST:
        raise invalid(known, "takes images with their channels last only", "")
    tensor = values["input_tensor"]
    if tensor is not None and type(tensor) is not Tensor:
        unknown = first_unknown(tensor)
        if unknown is not None:
            return unknown
        raise Refused(
            "not-a-tensor",
            f"`input_tensor` of `{known.name}` is no symbolic tensor",
            help="give it what `keras.Input(...)` or a layer returns, or only an `input_shape`",
        )
    given = Given(values, top, first)
    given.pretrained = _weights(interpreter, known, values["weights"])
    if top:
        _classifier(known, values, given.pretrained)
    shape = input_shape(interpreter, known, values["input_shape"])
    if tensor is not None:
        if tensor.shape is None:
            return tensor.unknown or interpreter.unknown("a tensor of unknown shape")
        if known.family in ("mobilenet_v2", "mobilenet_v3") and shape is not None:
            agree(known, given, tensor, shape)
    if known.family == "mobilenet_v3":
        given.shape = shape_of_v3(known, given, shape)
    else:
        given.shape = shape_of(known, given, shape)
    given.channels = given.shape[0 if first else -1]
    if known.family in WIDTHS:
        _mobile(known, given)
    if given.pretrained and tensor is not None:
        _loaded(known, given, tensor)
    _name(interpreter, known, given)
    return given


def _weights(interpreter: Interpreter, known: Architecture, weights: Any) -> bool | None:
    """Whether the weights are ImageNet's. Where a file lies is nothing that the code tells."""
    advice = 'give `weights` None, "imagenet" or the path of a file'
    if weights is None:
        return False
    if isinstance(weights, Unknown):
        return None
    if isinstance(weights, str):
        if not weights:
            raise invalid(known, 'finds no weights at ""', advice)
        if weights != "imagenet" and not any(mark in weights for mark in "./\\"):
            message = f'has no weights "{weights}", unless that is the name of a file'
            refuse(interpreter, invalid(known, message, advice, late=True))
        return weights == "imagenet"
    if isinstance(weights, (bool, int, float, list, tuple, dict)):
        exception = "TypeError" if isinstance(weights, (list, dict)) else "ValueError"
        raise invalid(known, f"takes no `weights={weights!r}`"[:80], advice, exception)
    return False


def _classifier(known: Architecture, values: dict[str, Any], pretrained: bool | None) -> None:
    """A classifier whose weights are loaded cannot be changed."""
    classes = values["classes"]
    if pretrained and isinstance(classes, (int, float, str)) and classes != 1000:
        raise invalid(
            known,
            f"loads ImageNet's classifier, which has 1000 classes, not {classes}",
            "give `include_top=False` and call a `Dense` of your own on the result, "
            "or `weights=None`",
        )
    if values["weights"] is None or isinstance(values["weights"], Unknown):
        return
    activation = values["classifier_activation"]
    other = isinstance(activation, str) and activation not in ("softmax", "linear")
    if other or isinstance(activation, Function):
        shown = activation if isinstance(activation, str) else activation.name
        raise invalid(
            known,
            f"loads a classifier, whose activation then is softmax or none, not {shown}",
            "give `include_top=False` and call a `Dense` of your own on the result, "
            "or `weights=None`",
        )


def _mobile(known: Architecture, given: Given) -> None:
    """The widths that there are weights for."""
    if not given.pretrained:
        return
    depth = given.values.get("depth_multiplier", 1)
    if isinstance(depth, (int, float)) and depth != 1:
        raise invalid(
            known,
            f"has ImageNet weights for a `depth_multiplier` of 1, not {depth}",
            "give `weights=None`",
        )
    alpha = given.values["alpha"]
    widths = WIDTHS[known.family]
    minimal = given.values.get("minimalistic", False)
    if isinstance(minimal, Unknown):
        return
    if minimal:
        widths = (1.0,)
    if known.family == "mobilenet_v3" and type(alpha) is int:
        raise invalid(
            known,
            f"finds its ImageNet weights by an `alpha` with a point, and this is {alpha}",
            f"`alpha={float(alpha)}`",
            "KeyError",
        )
    if isinstance(alpha, (int, float)) and alpha not in widths:
        listed = ", ".join(map(str, widths))
        raise invalid(
            known,
            f"has ImageNet weights for an `alpha` of {listed}, not {alpha}",
            "give `weights=None`, or one of these",
        )


def _loaded(known: Architecture, given: Given, tensor: Tensor) -> None:
    """Weights that are loaded must fit what is built on the `input_tensor`."""
    shape = tensor.shape or ()
    if len(shape) != 4:
        return  # the first layer refuses that
    if differs(shape[1 if given.first else 3], 3):
        raise channels_differ(known, f"`input_tensor` has the shape {written(visible(shape))}")
    if known.family == "vgg" and given.top:
        height, width = given.sides(shape[1:])
        if isinstance(height, int) and isinstance(width, int):
            if height // 32 * (width // 32) != 49:
                raise invalid(
                    known,
                    "with ImageNet's classifier takes images of 224×224, and `input_tensor` has "
                    f"the shape {written(visible(shape))}",
                    "give `include_top=False` to keep the weights, or `weights=None`",
                )


def _name(interpreter: Interpreter, known: Architecture, given: Given) -> None:
    """The name of the model, which some families make or read."""
    name = given.values["name"]
    if name is None and known.family in SIDES:
        stem = "mobilenet" if known.family == "mobilenet" else "mobilenetv2"
        alpha = given.values["alpha"]
        height, width = given.sides(given.shape)
        loose = [size for size in (alpha, height, width) if isinstance(size, (Unknown, dims.Dim))]
        if given.pretrained and not loose:
            if height != width or height not in SIDES[known.family]:
                height = 224
        if loose or not isinstance(alpha, (int, float)):
            name = interpreter.unknown("a name that is made of sizes", of=loose)
        else:
            name = f"{stem}_{alpha:0.2f}_{height}"
        given.values["name"] = name
    if name == known.title or isinstance(name, Unknown):
        return
    if known.family == "efficientnet_v2":
        raise invalid(
            known,
            f"is looked up by its `name`, and there is none called {name!r}",
            f'leave `name` out; afterwards, `model.name = "{name}"`' if name else "leave it out",
            "KeyError",
        )
    if known.family == "convnext":
        if name is None:
            raise invalid(known, "needs a `name`", "leave it out", "TypeError")
        if given.pretrained and isinstance(name, str) and known.title not in name:
            raise invalid(
                known,
                f'loads its weights only under a `name` that holds "{known.title}"',
                "leave `name` out",
            )
    if given.pretrained and isinstance(name, str):
        if known.family in ("convnext", "efficientnet"):
            message = f'fetches its weights by its `name`, and there are none for "{name}"'
            refuse(interpreter, invalid(known, message, "leave `name` out", late=True))
