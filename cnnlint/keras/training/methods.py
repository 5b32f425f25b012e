"""`compile`, `fit` and their like: what they are told is kept, and held against the model."""

from __future__ import annotations

from ...diagnostics import Refused
from ...interpreter.signature import BadCall, Signature
from ...interpreter.values import Class, Instance, Native
from ...libraries.arrays import Array
from ...network import Call, Model
from .. import halted, identifiers, spelling, structures, wiring
from ..events import refuse
from . import asked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ...interpreter.machine import Interpreter

    Build = Callable[[Interpreter, Any, Call], Any]

#: Keras's own signatures, by argument and default; `predict` and its like need their `x`.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "compile": {
        "optimizer": "rmsprop",
        "loss": None,
        "loss_weights": None,
        "metrics": None,
        "weighted_metrics": None,
        "run_eagerly": False,
        "steps_per_execution": 1,
        "jit_compile": "auto",
        "auto_scale_loss": True,
    },
    "fit": {
        "x": None,
        "y": None,
        "batch_size": None,
        "epochs": 1,
        "verbose": "auto",
        "callbacks": None,
        "validation_split": 0.0,
        "validation_data": None,
        "shuffle": True,
        "class_weight": None,
        "sample_weight": None,
        "initial_epoch": 0,
        "steps_per_epoch": None,
        "validation_steps": None,
        "validation_batch_size": None,
        "validation_freq": 1,
    },
    "evaluate": {
        "x": None,
        "y": None,
        "batch_size": None,
        "verbose": "auto",
        "sample_weight": None,
        "steps": None,
        "callbacks": None,
        "return_dict": False,
    },
    "predict": {"x": None, "batch_size": None, "verbose": "auto", "steps": None, "callbacks": None},
    "train_on_batch": {
        "x": None,
        "y": None,
        "sample_weight": None,
        "class_weight": None,
        "return_dict": False,
    },
    "test_on_batch": {"x": None, "y": None, "sample_weight": None, "return_dict": False},
    "predict_on_batch": {"x": None},
}
#: A call that runs a model counts like making so many items: loops of them end early.
COST = 1_600
NEEDS_X = ("predict", "train_on_batch", "test_on_batch", "predict_on_batch")
#: What older versions took, and what to write now.
OLDER = {
    "nb_epoch": "epochs",
    "samples_per_epoch": "steps_per_epoch",
    "nb_val_samples": "validation_steps",
    "workers": "a `keras.utils.PyDataset` that is made with `workers`",
    "use_multiprocessing": "a `keras.utils.PyDataset` that is made with `use_multiprocessing`",
    "max_queue_size": "a `keras.utils.PyDataset` that is made with `max_queue_size`",
    "show_accuracy": 'metrics=["accuracy"]` in `compile',
    "sample_weight_mode": "a sample weight for each step, without telling so",
    "target_tensors": "`y` of `fit`",
    "experimental_run_tf_function": "nothing",
    "experimental_steps_per_execution": "steps_per_execution",
}


def method(name: str, build: Build) -> Native:
    """One of these methods; `build` gives a model its shapes from the first data it sees,
    and tells what `predict` returns."""
    own = ARGUMENTS[name]
    required = ("x",) if name in NEEDS_X else ()
    signature = Signature(
        f"Model.{name}",
        tuple(own),
        {argument: value for argument, value in own.items() if argument not in required},
        rest_keywords="kwargs" if name == "evaluate" else None,
    )

    def called(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
        self, *rest = args
        if not isinstance(self, Instance) or not isinstance(self.state, Model):
            return interpreter.unknown(f"`{name}` of something that is no model", of=self)
        model = self.state
        interpreter.spend(COST)
        if "keras 2" in interpreter.state:
            from ..older import QUIET

            keywords = {key: keywords[key] for key in keywords if key not in QUIET}
        try:
            given = signature.bind(rest, keywords, unknown)
        except BadCall as bad:
            why = refuse(interpreter, _bad_arguments(name, bad, keywords), model)
            if name == "compile":
                halted.compiled_somehow(model, why)
            return why
        extra = next((key for key in given.get("kwargs") or () if key not in own), None)
        if name == "evaluate" and isinstance(extra, str) and "cached" not in extra:
            strange = BadCall(f"() got an unexpected keyword argument '{extra}'")
            refused = _bad_arguments(name, strange, keywords)
            refused.exception = "ValueError"
            return refuse(interpreter, refused, model)
        given = {argument: given[argument] for argument in own}
        call = Call(name, given, interpreter.span())
        model.calls.append(call)
        if name == "compile":
            compiled(interpreter, self, call)
            return None
        result = build(interpreter, self, call)
        from .feeding import judge
        from .results import result_of

        before = len(interpreter.events)
        judge(interpreter, self, call)
        sound = not halted.went_before(interpreter, before)
        if sound and name == "fit" and call.arguments["callbacks"] is not None:
            from .hooks import run

            run(interpreter, self, call)
        if result is None and sound:
            result = result_of(interpreter, self, call)
        if result is not None:
            return result
        return interpreter.unknown(f"the result of `{name}`")

    return Native(name, called, open=True)


def compiled(interpreter: Interpreter, self: Any, call: Call) -> None:
    """What `compile` itself refuses, and a loss that does not go with the last layer."""
    from .feeding import suits_loss

    refused = None if self.state.name else wiring.forgotten_init(self)
    if refused is not None:
        refused.exception = "AttributeError"
    refused = refused or _optimizer(call.arguments["optimizer"])
    refused = refused or _is_text(call.arguments["metrics"])
    refused = refused or asked.check_compiled(call.arguments)
    if refused is not None:
        why = refuse(interpreter, refused, self.state, span=call.span)
        halted.compiled_somehow(self.state, why)
        return
    refused = unknown_names(call)
    try:
        if refused is None:
            suits_loss(interpreter, self.state, call)
            return
    except Refused as later:
        refused = later
    refused.late = True  # only training finds it out
    before = len(interpreter.events)
    refuse(interpreter, refused, self.state, span=call.span)
    if len(interpreter.events) > before:
        call.doubt = interpreter.events[-1]


def optimizer_of(interpreter: Interpreter, self: Instance) -> Any:
    """`model.optimizer`, as `compile` was told."""
    from ..recognized import opaque
    from .objects import signature

    model: Model = self.state
    compiled = next((each for each in reversed(model.calls) if each.method == "compile"), None)
    given = None if compiled is None else compiled.arguments["optimizer"]
    if isinstance(given, Instance):
        return given
    takes = signature("optimizers", given.lower()) if isinstance(given, str) else None
    if takes is not None:
        return Instance(opaque("optimizers", takes.name), interpreter.span())
    return interpreter.unknown("the optimizer of a model")


def compute_loss(
    interpreter: Interpreter,
    self: Any,
    x: Any = None,
    y: Any = None,
    y_pred: Any = None,
    sample_weight: Any = None,
    training: Any = True,
) -> Any:
    """`self.compute_loss(x, y, y_pred)`, in a step of the program's own."""
    from .losses import loss_of
    from .offered import fit
    from .outputs import check_loss

    model: Model = self.state
    compiled = next((each for each in reversed(model.calls) if each.method == "compile"), None)
    loss = None if compiled is None else compiled.arguments["loss"]
    if y_pred is None and y is not None and loss is not None:
        return refuse(
            interpreter,
            Refused(
                "missing-argument",
                "`compute_loss` is given no `y_pred`: its arguments are `x`, `y`, `y_pred`",
                help="name them: `compute_loss(y=y, y_pred=y_pred)`",
                exception="Exception",
            ),
            model,
        )
    try:
        if compiled is not None:
            check_loss(self, compiled, compiled)
        known = loss_of(loss)
    except Refused as refused:
        if refused.rule == "no-loss":
            return refuse(interpreter, refused, model)
        known = None
    if known is not None:
        fit(interpreter, known.name, y, y_pred)
    why = interpreter.unknown("the value of a loss")
    return Array((), "float32", unknown=why, library="tensor")


def unknown_names(call: Call) -> Refused | None:
    """A loss or a metric that Keras does not know."""
    from .losses import loss_of
    from .metrics import metrics_of

    try:
        for loss in structures.flatten(call.arguments["loss"]):
            loss_of(loss)
        for name in ("metrics", "weighted_metrics"):
            for metric in structures.flatten(call.arguments[name]):
                metrics_of([metric])
    except Refused as refused:
        return refused
    for weight in structures.flatten(call.arguments["loss_weights"]):
        if isinstance(weight, str):
            return Refused(
                "invalid-argument",
                f'`loss_weights` holds the text "{weight}", and its items are numbers',
                help="the third argument of `compile` is `loss_weights`: name what was meant, "
                f'`metrics=["{weight}"]`',
            )
    return None


def _optimizer(given: Any) -> Refused | None:
    if isinstance(given, str) and given.lower() not in identifiers.OPTIMIZERS:
        meant = spelling.closest(given, identifiers.OPTIMIZERS)
        return Refused(
            "invalid-argument",
            f'there is no optimizer "{given}"',
            help=f'did you mean "{meant}"?' if meant else "they are in `keras.optimizers`",
            about=("text", given, meant),
        )
    if type(given) is Class and given.span is None and given.name.lower() in identifiers.OPTIMIZERS:
        return Refused(
            "invalid-argument",
            f"the optimizer is the class `{given.name}`, and Keras takes an object of it",
            help=f"make one: `{given.name}()`",
            about=("call", "optimizer"),
        )
    return None


def _is_text(metrics: Any) -> Refused | None:
    if not isinstance(metrics, str):
        return None
    return Refused(
        "invalid-argument",
        f'`metrics` is the text "{metrics}", and Keras takes a list of metrics',
        help=f'put it into a list: `metrics=["{metrics}"]`',
        about=("list", "metrics"),
    )


def _bad_arguments(name: str, bad: BadCall, keywords: Any) -> Refused:
    message = str(bad).partition("() ")[2]
    older = next((given for given in keywords if given in OLDER), None)
    if older is not None:
        return Refused(
            "removed-argument",
            f"`{name}` takes no argument `{older}`, since Keras 3",
            help=f"use {OLDER[older]}" if " " in OLDER[older] else f"call it `{OLDER[older]}`",
            exception="TypeError",
            about=(older, OLDER[older] if OLDER[older] in ARGUMENTS[name] else ""),
        )
    strange = next((given for given in keywords if given not in ARGUMENTS[name]), "")
    close = spelling.closest(strange, ARGUMENTS[name])
    return Refused(
        "missing-argument" if message.startswith("missing") else "unexpected-argument",
        f"`{name}` {message}",
        help=f"did you mean `{close}`?"
        if close
        else f"its arguments are {', '.join(ARGUMENTS[name])}",
        exception="TypeError",
        about=(strange, close or ""),
    )
