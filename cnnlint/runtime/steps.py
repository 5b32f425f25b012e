"""Data through real models, in the child process: forward, and one step of training.

What the parent asks is a list of questions, each about one model; each reply is written down
before the next question is taken up, so that what ends the process takes nothing of it away.
"""

from __future__ import annotations

import time
from contextlib import suppress

from .synthetic import Source, Spec, leaves, spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .measuring import Bench
    from .standins import Originals
    from .witness import Witness

    Object = dict[str, Any]

LONGEST = 500  # characters of an error's message
#: Backends of Keras that cannot train.
UNTRAINABLE = ("numpy", "openvino")


class Asked:
    """Everything that a question may need to know of the run."""

    def __init__(self, keras: Any, witness: Witness, originals: Originals) -> None:
        self.keras = keras
        self.witness = witness
        self.originals = originals
        self.benches: dict[int, Bench] = {}

    def answer(self, question: Object) -> Object:
        """The reply to a question; an error is a reply as well."""
        model = self.witness.shown[question["model"]]
        kinds: dict[str, Callable[[Any, Object], Object]] = {
            "forward": self.forward,
            "train": self.train,
            "cost": self.cost,
        }
        began = time.monotonic()
        try:
            reply = kinds[question["kind"]](model, question)
        except Unanswerable as problem:
            reply = {"skipped": str(problem)}
        except BaseException as error:
            reply = {"error": told(error)}
        return {**reply, "seconds": time.monotonic() - began}

    def forward(self, model: Any, question: Object) -> Object:
        """A batch through the model as it is when nothing is trained."""
        data = self.data(model, question["batch"], question["inputs"])
        outputs = leaves(self.keras, model(data, training=False))
        return {
            "inputs": [list(map(int, leaf.shape)) for leaf in leaves(self.keras, data)],
            "shapes": [list(map(int, leaf.shape)) for leaf in outputs],
            "dtypes": [self.keras.backend.standardize_dtype(leaf.dtype) for leaf in outputs],
            "bad": sum(self.not_finite(leaf) for leaf in outputs),
        }

    def train(self, model: Any, question: Object) -> Object:
        """One step as `compile` has it, on data like those that `fit` was given."""
        x, y = self.lesson(model, question["batch"], question["inputs"])
        logs = self.originals.train_on_batch(model, x, y, return_dict=True)
        losses = {name: float(value) for name, value in logs.items() if _is_number(value)}
        return {
            "logs": {name: repr(value) for name, value in losses.items()},
            "bad": sum(self.not_finite(each) for each in model.trainable_variables)
            + sum(not _finite(value) for value in losses.values()),
        }

    def cost(self, model: Any, question: Object) -> Object:
        """What a step takes."""
        from .measuring import Bench

        if question["phase"] == "training" and (reason := self.untrainable(model)):
            raise Unanswerable(reason)
        if id(model) not in self.benches:
            self.benches[id(model)] = Bench(self, model, question)
        return self.benches[id(model)].run(question["phase"])

    def untrainable(self, model: Any) -> str:
        """Why there is no step of training; "" where there is one."""
        backend: str = self.keras.config.backend()
        if backend in UNTRAINABLE:
            return f"Keras does not train on {backend}"
        names = ("compiled", "_is_compiled")  # the second is Keras 2's
        compiled = any(getattr(model, name, False) for name in names)
        return "" if compiled else "the code does not compile it"

    def lesson(self, model: Any, batch: int, shapes: list[Any]) -> tuple[Any, Any]:
        """A batch to learn from: data, and what the model is to give for them."""
        reason = self.untrainable(model)
        if reason:
            raise Unanswerable(reason)
        known = self.witness.fed.get(id(model))
        own = type(model).train_step is not self.keras.Model.train_step
        source = Source(self.keras, model)
        if known is None and own:
            raise Unanswerable("its `train_step` is the code's own, which is given no data")
        x = self.data(model, batch, shapes) if known is None else source.inputs(known[0], batch)
        if known is not None and known[1] is None:
            return x, None
        outputs: Any = None
        try:
            outputs = model(x, training=False)
        except Exception:
            if not own:
                raise
        if outputs is None:
            assert known is not None
            return x, source.inputs(known[1], batch)
        return x, source.labels(outputs, None if known is None else known[1])

    def data(self, model: Any, batch: int, shapes: list[Any]) -> Any:
        """A batch in the form that the model takes."""
        structure = self.structure(model)
        if structure is None:
            raise Unanswerable("nothing says what it takes")
        if besides := _needed(model):
            raise Unanswerable(f"its `call` needs `{besides}` besides, which is not made up")
        fixed = [each.shape[0] for each in leaves(self.keras, structure) if each.shape]
        batch = next((size for size in fixed if size is not None), batch)
        return Source(self.keras, model).inputs(structure, batch, shapes)

    def structure(self, model: Any) -> Any:
        """What the model is called with, as specs; None where it never was."""
        if type(model).call is self.keras.Model.call:
            return None
        given = getattr(model, "_inputs_struct", getattr(model, "_nested_inputs", None))
        if given is None and getattr(model, "inputs", None):
            given = model.inputs if len(model.inputs) > 1 else model.inputs[0]
        if given is None:
            given = self.witness.taken.get(id(model))
        if given is None:
            known = self.witness.fed.get(id(model))
            given = None if known is None else known[0]
        if given is None:
            return None
        described = self.keras.tree.map_structure(
            lambda leaf: leaf if isinstance(leaf, Spec) else spec(self.keras, leaf), given
        )
        every = leaves(self.keras, described)
        return described if every and all(isinstance(leaf, Spec) for leaf in every) else None

    def not_finite(self, leaf: Any) -> int:
        """How many values are infinite or no numbers."""
        import numpy as np

        values = self.keras.ops.convert_to_numpy(leaf)
        if str(values.dtype) == "bfloat16":
            values = values.astype("float32")
        if values.dtype.kind not in "fc":
            return 0
        return int(values.size - np.isfinite(values).sum())


def _needed(model: Any) -> str:
    """What a `call` of the code's own must be given besides its first argument; "" if nothing."""
    import inspect

    for each in list(inspect.signature(model.call).parameters.values())[1:]:
        keras_gives = each.name in ("training", "mask")
        several = each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
        if each.default is each.empty and not keras_gives and not several:
            return each.name
    return ""


class Unanswerable(Exception):
    """Why a question is not gone into."""


def text_of(error: BaseException) -> str:
    """The message of an error; "" where the program's own class cannot tell it."""
    with suppress(BaseException):
        return str(error).strip()
    return ""


def told(error: BaseException) -> Object:
    lines = text_of(error).splitlines()
    # TensorFlow's message may begin with where in the graph it is.
    message = " ".join(line.strip() for line in lines if line.strip())
    if message.startswith("{{"):
        message = message.partition("}}")[2].strip()
    message = message[:LONGEST]
    return {"type": type(error).__name__, "message": message}


def _is_number(value: Any) -> bool:
    with suppress(TypeError, ValueError):
        float(value)
        return True
    return False


def _finite(value: float) -> bool:
    return value - value == 0.0
