"""How much samples and classes count, against the labels they are given with."""

from __future__ import annotations

from ... import dims
from ...diagnostics import Refused, Unknown
from ...libraries.arrays import Array
from ...shapes import show
from .. import structures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...dims import Size
    from ...network import Call, Tensor


def check(call: Call, y: Any) -> None:
    """Hold `sample_weight` and `class_weight` against labels in arrays (`ArrayDataAdapter`).

    Raises:
        Refused: Keras does not take them together.
    """
    weight = call.arguments.get("sample_weight")
    classes = call.arguments.get("class_weight")
    if classes is not None and not isinstance(classes, Unknown):
        if weight is not None and not isinstance(weight, Unknown):
            raise Refused(
                "unexpected-argument",
                f"`{call.method}` takes `class_weight` or `sample_weight`, and is given both",
                help="multiply the weight of each sample by that of its class",
            )
        if type(y) in (list, tuple, dict) and call.method == "fit":
            raise Refused(
                "unexpected-argument",
                "`class_weight` is for models with one output, and the labels are in a "
                f"{type(y).__name__}",
                help="give a weight for each sample: `sample_weight=`",
            )
    if not isinstance(y, (list, tuple, dict)) or not isinstance(weight, (list, tuple, dict)):
        return
    if any(isinstance(leaf, Unknown) for leaf in (*_parts(y), *_parts(weight))):
        return
    same = len(weight) == len(y) and (type(y) is not dict or {*y} == {*weight})
    if not same or (type(y) is dict) is not (type(weight) is dict):
        raise Refused(
            "not-one-per-output",
            "`sample_weight` is not made like the labels, which are in a "
            f"{type(y).__name__} of {len(y)}",
            help="give an array of weights for each array of labels, in the same structure",
        )


def _parts(value: Any) -> list[Any]:
    return list(value.values()) if type(value) is dict else list(value)


def check_shape(call: Call, prediction: Tensor, batch: Size) -> None:
    """Hold the weights of samples against a loss that gives one number for each sample.

    Raises:
        Refused: there are several weights for a sample.
    """
    weight = structures.flatten(call.arguments.get("sample_weight"))
    if len(weight) != 1 or not isinstance(weight[0], Array) or prediction.shape is None:
        return
    shape = weight[0].shape
    if shape is None or len(shape) != 2 or len(prediction.shape) != 2:
        return
    if dims.apart(shape[1], 1) and isinstance(batch, int) and dims.apart(shape[1], batch):
        raise Refused(
            "shapes-do-not-broadcast",
            f"`sample_weight` is of shape {show(shape)}, and the loss is one number for each "
            "sample",
            help="give one weight for each sample: `sample_weight` of shape (samples,)",
            exception="Exception",
        )
