"""What `compile` and `fit` are given for each output: losses, their weights, metrics, labels."""

from __future__ import annotations

from ...diagnostics import Refused
from ...interpreter.values import Function, Instance
from ...libraries.arrays import Array
from ...network import Model, Tensor
from .. import structures
from . import losses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...network import Call, Layer

#: What tells that a layer may have a loss of its own, in the code that makes it.
OWN_LOSS = ("egulariz", "add_loss")


def check_labels(self: Instance, compiled: Call, call: Call, y: Any, called: str) -> None:
    """Hold the number of labels against the outputs (`CompileLoss.call`).

    Raises:
        Refused: there are none, too few or too many.
    """
    loss = compiled.arguments["loss"]
    known = losses.loss_of(loss)
    if y is None and (known is not None or isinstance(loss, (Function, Instance))):
        named = loss.name if isinstance(loss, Function) else getattr(loss, "cls", loss)
        said = known.said if known is not None else f"`{getattr(named, 'name', named)}`"
        raise Refused(
            "label-shape-mismatch",
            f"{said} compares predictions with labels, and `{call.method}` gets none",
            help="give them as `y`, or in a dataset as the second of each pair",
        )
    if type(y) is dict and loss is not None:
        _check_keys_of_labels(self, loss, y, called)
    count = _outputs(self)
    if count is None or loss is None:
        return
    several = type(loss) in (list, tuple, dict)
    kinds = [each for each in structures.flatten(loss) if each is not None]
    if isinstance(y, Array) and y.shape and count > 1 and (not several or len(kinds) > 1):
        given = 1
    elif type(y) in (list, tuple) and len(y) not in (1, count, len(kinds)):
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
    loss = given["loss"]
    names, count = _names(self), _outputs(self)
    in_dict = type(self.attributes.get("_self_outputs")) is dict
    if names is not None and type(loss) is dict and all(isinstance(key, str) for key in loss):
        # Where the outputs have keys of their own, some of them may do without a loss.
        if any(key not in names for key in loss) or (not in_dict and {*loss} != {*names}):
            raise _without_output(loss, names)
    _check_weights(loss, given["loss_weights"], names, in_dict)
    if type(loss) in (list, tuple) and count is not None and len(loss) > count > 1:
        raise _not_one_each("loss", len(loss), count, "output", "outputs", "KeyError")
    for name in ("metrics", "weighted_metrics"):
        _check_metrics(name, given[name], names, count, in_dict)


def _check_weights(loss: Any, weights: Any, names: list[str] | None, in_dict: bool) -> None:
    """Hold the weights of losses against these: Keras lays both flat side by side, and goes by
    names only where both are dictionaries and the outputs are not (`CompileLoss.build`).

    Raises:
        Refused: they do not go together.
    """
    if type(loss) not in (str, list, tuple, dict) or type(weights) not in (list, tuple, dict):
        return
    if type(loss) is dict and type(weights) is dict and not in_dict:
        if names is not None and len(names) > 1 and {*loss} == {*names}:
            _check_named("loss_weights", weights, names, all_of_them=True)
        return
    wanted, given = (len(structures.flatten(each)) for each in (loss, weights))
    if given != wanted:
        raise _not_one_each("loss_weights", given, wanted, "loss", "losses")


def _check_metrics(
    name: str, metrics: Any, names: list[str] | None, count: int | None, in_dict: bool
) -> None:
    """Hold `metrics` against several outputs (`CompileMetrics.build`).

    Raises:
        Refused: there is not a list for each, or a key is no output's name.
    """
    listed = type(metrics) in (list, tuple) and metrics
    if listed and count is not None and count > 1 and len(metrics) != count:
        raise _not_one_each(name, len(metrics), count, "output", "outputs")
    if names is None or len(names) < 2:
        return
    if type(metrics) is dict:
        _check_named(name, metrics, names)
    elif listed and in_dict:
        raise Refused(
            "not-one-per-output",
            f"`{name}` is a list, and the model gives its outputs in a dictionary",
            help=f"give `{name}` in a dictionary with the same keys",
        )


def _check_keys_of_labels(self: Instance, loss: Any, y: dict[Any, Any], called: str) -> None:
    """Hold the keys of labels against the outputs, where each of these has a loss.

    Raises:
        Refused: they are not the names of the outputs, or the model gives a lone tensor.
    """
    names = _names(self)
    kinds = structures.flatten(loss)
    if names is None or None in kinds or not all(isinstance(key, str) for key in y):
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
