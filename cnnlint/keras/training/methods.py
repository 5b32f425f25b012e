"""`compile`, `fit` and their like: what they are told is kept, and held against the model."""

from __future__ import annotations

from ...diagnostics import Refused
from ...interpreter.signature import BadCall, Signature
from ...interpreter.values import Native
from ...network import Call
from ..events import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...network import Model

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
        model: Model = self.state
        try:
            given = signature.bind(rest, keywords, unknown)
        except BadCall as bad:
            return refuse(interpreter, _bad_arguments(name, bad, keywords), model)
        given = {argument: given[argument] for argument in own}
        call = Call(name, given, interpreter.span())
        model.calls.append(call)
        if name == "compile":
            return None
        result = build(interpreter, self, call)
        from .feeding import judge

        judge(interpreter, self, call)
        if result is not None:
            return result
        return interpreter.unknown(f"the result of `{name}`")

    return Native(name, called, open=True)


def _bad_arguments(name: str, bad: BadCall, keywords: Any) -> Refused:
    message = str(bad).partition("() ")[2]
    older = next((given for given in keywords if given in OLDER), None)
    if older is not None:
        return Refused(
            "removed-argument",
            f"`{name}` takes no argument `{older}`, since Keras 3",
            help=f"use {OLDER[older]}" if " " in OLDER[older] else f"call it `{OLDER[older]}`",
            exception="TypeError",
        )
    from difflib import get_close_matches

    strange = next((given for given in keywords if given not in ARGUMENTS[name]), "")
    close = get_close_matches(strange, list(ARGUMENTS[name]), 1)
    return Refused(
        "missing-argument" if message.startswith("missing") else "unexpected-argument",
        f"`{name}` {message}",
        help=f"did you mean `{close[0]}`?"
        if close
        else f"its arguments are {', '.join(ARGUMENTS[name])}",
        exception="TypeError",
    )
