"""Callbacks of the program's own: the methods that training calls are followed.

Training comes to the first batch of its first epoch, whatever it learns: what raises there ends
it. Any later turn may change what a callback keeps, so that nothing of that is known afterwards.
"""

from __future__ import annotations

from ...interpreter import attributes, uncertainty
from ...interpreter.values import Function, Instance, Lost, Raised
from .. import structures
from . import ignored
from .asked import LAMBDA
from .results import names_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...diagnostics import Unknown
    from ...interpreter.machine import Interpreter
    from ...network import Call

    Hook = tuple[str, tuple[Any, ...]]


def run(interpreter: Interpreter, model: Instance, call: Call) -> None:
    """Call the hooks of a `fit` that nothing else stops.

    Raises:
        Raised: what a hook raises in the first epoch.
    """
    followed = [
        each for each in structures.flatten(call.arguments["callbacks"] or ()) if _is_own(each)
    ]
    if not followed:
        return
    for each in followed:
        ignored.hooks(interpreter, each.cls)
    why = interpreter.unknown("what training has changed")
    epochs, first = call.arguments["epochs"], call.arguments["initial_epoch"]
    certain = type(epochs) is int and first == 0 and epochs > 0 and interpreter.uncertain is None
    training = Training(interpreter, model, call, followed)
    if certain:
        ended = _attempted(interpreter, why, training, 0)
        if ended is not None:
            raise ended
    _attempted(interpreter, why, training, interpreter.unknown("which epoch it is"))


def _is_own(each: Any) -> bool:
    """Whether there is code of the program's in a callback that is known as a whole."""
    if type(each) is not Instance or each.cls.unknown_base is not None:
        return False
    if each.cls.span is None:
        return each.cls.name == LAMBDA
    return any(base.name == "Callback" and base.span is None for base in each.cls.mro)


def _attempted(
    interpreter: Interpreter, why: Unknown, training: Training, epoch: Any
) -> Raised | None:
    """Follow one epoch; what it changes is unknown afterwards. What ended it, if anything did."""
    ended: Raised | None = None

    def follow() -> None:
        nonlocal ended
        try:
            training.epoch(epoch)
        except Raised as raised:
            ended = raised
        except Lost:
            pass

    interpreter.state["in callbacks"] = True
    try:
        uncertainty.perhaps(interpreter, why, follow)
    finally:
        interpreter.state.pop("in callbacks", None)
    return ended


class Training:
    """What `fit` calls of the callbacks it is given, one after the other."""

    def __init__(
        self, interpreter: Interpreter, model: Instance, call: Call, callbacks: list[Instance]
    ) -> None:
        self.interpreter = interpreter
        self.model = model
        self.given = call.arguments
        self.callbacks = callbacks
        self.names = names_of(interpreter, model)

    def figures(self, *prefixes: str) -> Any:
        """The figures so far, by their names."""
        why = self.interpreter.unknown("what training comes to")
        if self.names is None:
            return why
        names = [f"{prefix}{name}" for prefix in prefixes for name in self.names]
        return {name: self.interpreter.derive(why, name) for name in names}

    def epoch(self, epoch: Any) -> None:
        """The first epoch, or any other, up to the end of the training."""
        unknown = self.interpreter.unknown
        batch = 0 if epoch == 0 else unknown("which batch it is")
        held, split = self.given["validation_data"], self.given["validation_split"]
        validated = held is not None or (type(split) in (int, float) and split > 0)
        for callback in self.callbacks:
            self.prepare(callback)
        self.all("on_train_begin", {})
        self.all("on_epoch_begin", epoch, {})
        self.all("on_train_batch_begin", batch, {})
        self.all("on_train_batch_end", batch, self.figures(""))
        if validated:
            self.all("on_test_begin", {})
            self.all("on_test_batch_begin", batch, {})
            self.all("on_test_batch_end", batch, self.figures(""))
            self.all("on_test_end", self.figures(""))
        logs = self.figures("", "val_") if validated else self.figures("")
        self.all("on_epoch_end", epoch, logs)
        self.all("on_train_end", logs)

    def prepare(self, callback: Instance) -> None:
        """`set_params` and `set_model`."""
        interpreter = self.interpreter
        params = {"verbose": interpreter.unknown("how much is printed")}
        params |= {
            "epochs": self.given["epochs"],
            "steps": interpreter.unknown("how many batches there are"),
        }
        attributes.put_plainly(interpreter, callback, "params", params)
        set_model, _ = callback.cls.find("set_model")
        own = type(set_model) is Function
        attributes.put_plainly(interpreter, callback, "model", None if own else self.model)
        if own:
            interpreter.call(interpreter.get(callback, "set_model"), (self.model,), {})

    def all(self, name: str, *args: Any) -> None:
        for callback in self.callbacks:
            self.one(callback, name, args)

    def one(self, callback: Instance, name: str, args: tuple[Any, ...]) -> None:
        """One hook of one callback; `on_batch_end` is what `on_train_batch_end` calls."""
        interpreter = self.interpreter
        if callback.cls.span is None:
            found = callback.attributes["_self_keywords"].get(name)
            if type(found) is Function:
                interpreter.call(found, args, {})
            return
        if type(callback.cls.find(name)[0]) is Function:
            interpreter.call(interpreter.get(callback, name), args, {})
            return
        short = name.replace("_train_", "_")
        if short != name and type(callback.cls.find(short)[0]) is Function:
            logs = {"logs": args[-1]}
            interpreter.call(interpreter.get(callback, short), args[:-1], logs)
