"""What `compile` and `fit` are given for each output: losses, their weights, metrics, labels."""

from __future__ import annotations

from ...diagnostics import Refused
from ...interpreter.values import Function
from ...libraries.arrays import Array
from ...network import Model, Tensor
from .. import structures
from .losses import loss_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.values import Instance
    from ...network import Call, Layer

#: What tells that a layer may have a loss of its own, in the code that makes it.
OWN_LOSS = ("egulariz", "add_loss")


def check_labels(self: Instance, compiled: Call, call: Call, y: Any, called: str) -> None:
    """Hold the number of labels against the outputs (`CompileLoss.call`).

    Raises:
        Refused: there are none, too few or too many.
    """
    loss = compiled.arguments["loss"]
    known = loss_of(loss)
    if y is None and known is not None:
        raise Refused(
            "label-shape-mismatch",
            f"{known.said} compares predictions with labels, and `{call.method}` gets none",
            help="give them as `y`, or in a dataset as the second of each pair",
        )
    count = _outputs(self)
    if count is None or loss is None:
        return
    several = type(loss) in (list, tuple, dict)
    losses = [each for each in structures.flatten(loss) if each is not None]
    if isinstance(y, Array) and y.shape and count > 1 and (not several or len(losses) > 1):
        given = 1
    elif type(y) in (list, tuple) and len(y) not in (1, count, len(losses)):
        given = len(y)
    else:
        return
    raise Refused(
        "not-one-per-output",
        f"the model has {_times(count, 'output')}, and {called} holds {_times(given, 'array')} of "
        "labels",
        help="give an array of labels for each output, in a list"
        if count > 1
        else "give one array: `y=labels`",
    )


def check_compiled(self: Instance, compiled: Call) -> None:
    """Hold what `compile` was given against the outputs, as the first batch does.

    Raises:
        Refused: there is not one of each for each output.
    """
    given = compiled.arguments
    loss, weights = given["loss"], given["loss_weights"]
    count = _outputs(self)
    losses = len(structures.flatten(loss)) if loss is not None else 0
    if type(loss) in (list, tuple, str) and type(weights) in (list, tuple):
        if len(structures.flatten(weights)) != losses:
            raise _not_one_each("loss_weights", len(weights), losses, "loss", "losses")
    if count is None or count < 2:
        return
    if type(loss) in (list, tuple) and len(loss) > count:
        raise _not_one_each("loss", len(loss), count, "output", "outputs", "KeyError")
    for name in ("metrics", "weighted_metrics"):
        value = given[name]
        if type(value) in (list, tuple) and value and len(value) != count:
            raise _not_one_each(name, len(value), count, "output", "outputs")


def check_loss(self: Instance, compiled: Call, call: Call) -> None:
    """Refuse to train without anything to make smaller (`Trainer.compute_loss`).

    JAX alone would take it, for a loss of 0.
    """
    model: Model = self.state
    if compiled.arguments["loss"] is not None or not model.outputs or _may_add_loss(model):
        return
    raise Refused(
        "no-loss",
        f"`{call.method}` needs a loss, and `compile` was given none",
        help='give it one: `compile(..., loss="mse")`',
    )


def _may_add_loss(layer: Layer) -> bool:
    for part in (layer, *layer.all_parts()):
        value = part.value
        own = value is not None and type(value.cls.find("call")[0]) is Function
        if own or (part.declaration is None and part.kind == "layer"):
            return True
        text = part.span.source.text if part.span is not None else ""
        if any(each in text for each in OWN_LOSS) or "jax" in text:
            return True
    return False


def _outputs(self: Instance) -> int | None:
    """How many outputs a model has that gives one tensor, or a list of them; None for others."""
    model: Model = self.state
    given: Any = self.attributes.get("_self_outputs")
    if model.unknowns or not model.outputs:
        return None
    if type(given) in (list, tuple) and all(isinstance(leaf, Tensor) for leaf in given):
        return len(given)
    return 1 if given is None or isinstance(given, Tensor) else None


def _not_one_each(
    name: str, given: int, wanted: int, one: str, many: str, exception: str = "ValueError"
) -> Refused:
    return Refused(
        "not-one-per-output",
        f"`{name}` has {given}, and there {'is' if wanted == 1 else 'are'} {wanted} "
        f"{one if wanted == 1 else many}",
        help=f"give `{name}` one for each {one}"
        + (", in a list of lists" if name.endswith("metrics") else ""),
        exception=exception,
    )


def _times(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
