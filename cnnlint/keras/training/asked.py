"""Values that `compile`, `fit` and their like refuse, whatever the model is."""

from __future__ import annotations

from ...diagnostics import Refused
from ...interpreter.signature import BadCall
from ...interpreter.values import Class, Function, Instance, Native
from ...libraries.arrays import Array
from ...libraries.dataset import Dataset
from ...network import Tensor
from .. import structures
from . import batches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...network import Call

#: Arguments that count something, and so are whole numbers.
COUNTS = ("epochs", "initial_epoch", "steps_per_epoch", "steps")
PLAIN = (str, int, float, bool, list, tuple, dict)


def check(call: Call) -> None:
    """Hold the values of a call of `fit` or its like against what Keras can do with them.

    Raises:
        Refused: it raises when it comes to them.
    """
    given = call.arguments
    for name in COUNTS:
        if name in given:
            _is_whole(name, given[name], name == "epochs")
    if not batches.come_in_batches(given.get("x")):
        _is_whole("batch_size", given.get("batch_size"), False)
        _is_positive("batch_size", given.get("batch_size"))
        _is_share(given.get("validation_split"))
    if isinstance(given.get("validation_data"), (tuple, list)) or given.get("validation_split"):
        _is_whole("validation_steps", given.get("validation_steps"), False)
    _are_weights(given.get("class_weight"))
    _is_data(given.get("validation_data"))
    for name in ("x", "validation_data"):
        _gives_data(name, given.get(name))
    _are_callbacks(given.get("callbacks"))
    if call.method == "fit":
        check_hooks(given["callbacks"])


def _is_whole(name: str, value: Any, needed: bool) -> None:
    if type(value) in (str, float, list, tuple) or (value is None and needed):
        shown = f'the text "{value}"' if isinstance(value, str) else f"{value}"
        advice = "give it a whole number"
        if type(value) is float:
            advice = f"round it: `int({value})`, or divide with `//`"
        elif isinstance(value, str) and value.isdigit():
            advice = f"write it without quotes: `{name}={value}`"
        raise Refused(
            "invalid-argument",
            f"`{name}` is {shown}, and has to be a whole number",
            help=advice,
            exception="TypeError",
        )


def _is_positive(name: str, value: Any) -> None:
    if type(value) is int and value < 0:
        raise Refused(
            "invalid-argument",
            f"`{name}` is {value}, and counts samples",
            help="leave it out for 32, or give it a number above 0",
        )


def _is_share(value: Any) -> None:
    if isinstance(value, str) or (type(value) in (int, float, bool) and value == 1):
        raise Refused(
            "invalid-argument",
            f"`validation_split` is {value!r}, and is the share of the samples that are held back",
            help="give it a number between 0 and 1, as `validation_split=0.2`",
            exception="Exception",
        )


def _are_weights(value: Any) -> None:
    if isinstance(value, (str, list, tuple, Array)):
        what = "a text" if isinstance(value, str) else "no dictionary"
        raise Refused(
            "invalid-argument",
            f"`class_weight` is {what}, and Keras looks for the weight of each class by its number",
            help="give a dictionary: `class_weight={0: 1.0, 1: 2.5}`",
            exception="AttributeError",
        )


def _is_data(value: Any) -> None:
    if isinstance(value, (str, int, float)):
        raise Refused(
            "invalid-argument",
            f"`validation_data` is {value!r}, and takes data",
            help="hold back a share of the samples with `validation_split=`"
            if isinstance(value, float)
            else "give it `(x, y)`",
        )
    if isinstance(value, (tuple, list)) and (not value or len(value) > 3):
        raise Refused(
            "invalid-argument",
            f"`validation_data` holds {len(value)} parts, and is `(x, y)` or "
            "`(x, y, sample_weight)`",
            help="give it `(x, y)`",
        )
    if isinstance(value, tuple) and len(value) > 1 and type(value[0]) is Dataset:
        if value[1] is not None:
            raise Refused(
                "unexpected-argument",
                "`validation_data` holds labels besides a dataset, which has its own",
                help="give the dataset alone: `validation_data=dataset`",
            )


def _gives_data(name: str, value: Any) -> None:
    """Refuse what makes data, or is to be called for them, in place of the data."""
    kind = type(value)
    if kind is Tensor and value.node is not None and name == "x":
        raise Refused(
            "symbolic-tensor",
            "`x` is a symbolic tensor, and has no values",
            help="call the model on it: `model(x)`, or give it data",
            exception="Exception",
        )
    if kind in (Function, Native, Class):
        what = "a class" if kind is Class else "a function"
        advice = f"call it: `{name}={value.name}(...)`"
    elif kind is Instance and value.cls.name == "ImageDataGenerator":
        what = "an `ImageDataGenerator`"
        advice = "give what its `flow(x, y)` or `flow_from_directory(...)` returns"
    else:
        return
    raise Refused(
        "invalid-argument", f"`{name}` is {what}, and Keras takes data there", help=advice
    )


def _are_callbacks(value: Any) -> None:
    if not value:
        return
    for each in structures.flatten(value):
        if type(each) is Class and any(base.name == "Callback" for base in each.mro):
            raise _class_given(each.name)
        if type(each) is Class and each.span is None:
            raise _class_given(each.name)
        if each is None or isinstance(each, (str, int, float, Function, Native)):
            what = "None" if each is None else "a function"
            if isinstance(each, (str, int, float)):
                what = repr(each)
            raise Refused(
                "invalid-argument",
                f"{what} is among the callbacks, and is none",
                help="wrap it: `keras.callbacks.LambdaCallback(on_epoch_end=...)`"
                if isinstance(each, (Function, Native))
                else "give objects of the classes in `keras.callbacks`",
                exception="AttributeError",
            )


#: What training calls of a callback, and with how many arguments.
HOOKS = {
    **{f"on_{what}_{side}": 2 for what in ("epoch", "train_batch") for side in ("begin", "end")},
    **{f"on_train_{side}": 1 for side in ("begin", "end")},
}


def check_hooks(callbacks: Any) -> None:
    """Hold the methods of the program's own callbacks against what training calls them with.

    Raises:
        Refused: one does not take these arguments.
    """
    for each in structures.flatten(callbacks or ()):
        if type(each) is not Instance:
            continue
        own = each.cls.span is not None
        given = each.attributes.get("_self_keywords", {}) if each.cls.name == LAMBDA else {}
        for name, count in HOOKS.items():
            found = each.cls.find(name)[0] if own else given.get(name)
            if type(found) is not Function or "u" in found.flags:
                continue
            try:
                found.signature.bind((None,) * (count + own), {})
            except BadCall as bad:
                wanted = "epoch, logs" if "epoch" in name else "batch, logs"
                raise Refused(
                    "program-raises",
                    f"TypeError: {bad}",
                    help=f"training calls `{name}({'logs' if count == 1 else wanted})`",
                    exception="TypeError",
                ) from None


LAMBDA = "LambdaCallback"


def _class_given(name: str) -> Refused:
    return Refused(
        "invalid-argument",
        f"the class `{name}` is among the callbacks, and Keras takes an object of it",
        help=f"make one: `{name}(...)`",
        exception="TypeError",
    )


def check_compiled(given: dict[str, Any]) -> Refused | None:
    """What `compile` itself refuses of its optimizer and metrics."""
    optimizer = given["optimizer"]
    kind = type(optimizer)
    if kind in (int, float, list, tuple, Function):
        inside = optimizer[0] if kind in (list, tuple) and len(optimizer) == 1 else None
        return Refused(
            "invalid-argument",
            f"`optimizer` is {_title(optimizer)}, and has to be an optimizer or its name",
            help=f'give the name alone: `optimizer="{inside}"`'
            if isinstance(inside, str)
            else 'give one of `keras.optimizers`, as `optimizer="adam"`',
        )
    for name in ("metrics", "weighted_metrics"):
        value = given[name]
        single = isinstance(value, (Instance, Class, Function, Native, set, frozenset))
        single = single or (isinstance(value, str) and bool(value))
        if single or (type(value) in (int, float) and value):
            return Refused(
                "invalid-argument",
                f"`{name}` is {_title(value)}, and Keras takes a list of metrics",
                help=f"put it into a list: `{name}=[...]`",
                about=("list", name),
            )
    return None


def _title(value: Any) -> str:
    if isinstance(value, Instance):
        return f"an object of `{value.cls.name}`"
    if isinstance(value, Class):
        return f"the class `{value.name}`"
    if isinstance(value, (Function, Native)):
        return "a function"
    if isinstance(value, str):
        return f'the text "{value}"'
    return f"a {type(value).__name__}" if not isinstance(value, (int, float)) else f"{value}"
