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
    if type(y) is dict and loss is not None:
        _check_keys_of_labels(self, loss, y, called)
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
    in_dict = type(self.attributes.get("_self_outputs")) is dict
    counted = (list, tuple, dict) if in_dict or type(loss) in (list, tuple) else (list, tuple)
    if type(loss) in (list, tuple, str) or (in_dict and type(loss) is dict):
        if type(weights) in counted and len(structures.flatten(weights)) != losses:
            raise _not_one_each("loss_weights", len(weights), losses, "loss", "losses")
    names = _names(self)
    if names is not None and type(loss) is dict and all(isinstance(key, str) for key in loss):
        # Where the outputs have keys of their own, some of them may do without a loss.
        if any(key not in names for key in loss) or (not in_dict and {*loss} != {*names}):
            raise _without_output(loss, names)
    if names is not None and len(names) > 1:
        both = type(loss) is dict and type(weights) is dict
        if both and not in_dict and {*loss} == {*names}:
            _check_named("loss_weights", weights, names, all_of_them=True)
        for name in ("metrics", "weighted_metrics"):
            if type(given[name]) is dict:
                _check_named(name, given[name], names)
            elif in_dict and type(given[name]) in (list, tuple) and given[name]:
                raise Refused(
                    "not-one-per-output",
                    f"`{name}` is a list, and the model gives its outputs in a dictionary",
                    help=f"give `{name}` in a dictionary with the same keys",
                )
    if count is None or count < 2:
        return
    if type(loss) is dict and type(weights) in (list, tuple) and len(weights) != losses:
        raise _not_one_each("loss_weights", len(weights), losses, "loss", "losses")
    if type(loss) in (list, tuple) and len(loss) > count:
        raise _not_one_each("loss", len(loss), count, "output", "outputs", "KeyError")
    for name in ("metrics", "weighted_metrics"):
        value = given[name]
        if type(value) in (list, tuple) and value and len(value) != count:
            raise _not_one_each(name, len(value), count, "output", "outputs")


def _check_keys_of_labels(self: Instance, loss: Any, y: dict[Any, Any], called: str) -> None:
    """Hold the keys of labels against the outputs, where each of these has a loss.

    Raises:
        Refused: they are not the names of the outputs, or the model gives a lone tensor.
    """
    names = _names(self)
    losses = structures.flatten(loss)
    if names is None or None in losses or not all(isinstance(key, str) for key in y):
        return
    if len(names) > 1:
        if type(loss) is not dict or {*loss} == {*names}:
            _check_named(called.strip("`"), y, names, all_of_them=True, alone=True)
    elif isinstance(self.attributes.get("_self_outputs"), Tensor):
        raise Refused(
            "not-one-per-output",
            f"{called} is a dictionary of labels, and the model has one output, without a name",
            help="give the labels alone",
        )


def _check_named(
    name: str,
    given: dict[Any, Any],
    names: list[str],
    *,
    all_of_them: bool = False,
    alone: bool = False,
) -> None:
    """Hold keys against the names of the outputs: `all_of_them` must be there, and where they
    stand `alone` no other.

    Raises:
        Refused: a key is no output's name, or one is not there.
    """
    listed = ", ".join(f'"{each}"' for each in names)
    missing = [each for each in names if each not in given] if all_of_them else []
    strangers = [key for key in given if isinstance(key, str) and key not in names]
    if missing or (strangers and (alone or not all_of_them)):
        what = f'names "{strangers[0]}"' if strangers else f'does not name "{missing[0]}"'
        raise Refused(
            "not-one-per-output",
            f"`{name}` {what}, and the outputs are {listed}",
            help="its keys are the names of the layers that the model ends with",
            exception="KeyError" if name == "loss_weights" else "ValueError",
        )


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


def _names(self: Instance) -> list[str] | None:
    """The names of a model's outputs; None where they are not known or not told apart."""
    model: Model = self.state
    given: Any = self.attributes.get("_self_outputs")
    if model.unknowns or not model.outputs:
        return None
    if type(given) is dict:
        names = list(given)
        if not all(isinstance(tensor, Tensor) for tensor in given.values()):
            return None
        # Keras takes the names of layers for those of outputs here, and the keys there.
        if any(
            tensor.node is None or tensor.node.layer.name != key for key, tensor in given.items()
        ):
            return None
    else:
        names = [tensor.node.layer.name if tensor.node else "" for tensor in model.outputs]
    known = all(isinstance(each, str) and each for each in names) and len({*names}) == len(names)
    return names if known else None


def _without_output(loss: dict[str, Any], names: list[str]) -> Refused:
    stranger = next((key for key in loss if key not in names), None)
    listed = ", ".join(f'"{name}"' for name in names)
    return Refused(
        "loss-without-output",
        f'`loss` names "{stranger}", and the outputs are {listed}'
        if stranger is not None
        else f"`loss` does not name every output; they are {listed}",
        help="the keys of `loss` are the names of the layers the model ends with",
    )


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
