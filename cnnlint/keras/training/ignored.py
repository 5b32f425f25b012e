"""What Keras takes and never looks at: arguments of optimizers, more of callbacks."""

from __future__ import annotations

from ...interpreter.remarks import Remark
from ...interpreter.values import Function
from ..spelling import closest
from .objects import IGNORED, signature
from .offered import CALLBACK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Class

#: What an argument was called once, where no name is near enough to tell.
OLDER = {"epsilon": "min_delta", "threshold": "min_delta", "eps": "min_delta"}
_SCHEDULE = (
    "give the optimizer a schedule as its `learning_rate`, as "
    "`keras.optimizers.schedules.InverseTimeDecay`, or `weight_decay=`"
)
#: With what the names of hooks begin, behind `on_`.
_TIMES = ("train", "epoch", "batch", "test", "predict")


def arguments(interpreter: Interpreter, path: str, name: str, keywords: dict[str, Any]) -> None:
    """Remark on arguments without effect."""
    if path == "optimizers":
        if keywords.get(IGNORED):
            _note(interpreter, f"`{name}` takes `{IGNORED}` and ignores it", _SCHEDULE)
        return
    takes = signature(path, name)
    if takes is None or takes.rest_keywords is None:
        return
    for key in keywords:
        if key in takes.names or (name == "LambdaCallback" and key in CALLBACK):
            continue
        if name == "LambdaCallback" and not key.startswith("on_"):
            continue  # it becomes an attribute, which a function may read
        known = (*takes.names, *CALLBACK) if name == "LambdaCallback" else takes.names
        meant = OLDER.get(key) if OLDER.get(key) in takes.names else closest(key, known)
        advice = f"did you mean `{meant}`?" if meant else "leave it out"
        _note(interpreter, f"`{name}` takes `{key}` and ignores it", advice)


def hooks(interpreter: Interpreter, cls: Class) -> None:
    """Remark on methods of a callback that are called like hooks, and are none."""
    noted: set[int] = interpreter.state.setdefault("hooks noted", set())
    if id(cls) in noted:
        return
    noted.add(id(cls))
    for each in cls.mro:
        if each.span is None:
            return
        for name, method in each.namespace.items():
            words = name.split("_")
            hook = len(words) > 2 and words[0] == "on" and words[1] in _TIMES
            if not hook or name in CALLBACK or type(method) is not Function:
                continue
            if f".{name}" in each.span.source.text:
                continue  # the program calls it
            meant = closest(name, sorted(CALLBACK))
            interpreter.events.append(
                Remark(
                    "ignored-by-keras",
                    method.span,
                    f"training never calls `{each.name}.{name}`",
                    help=f"did you mean `{meant}`?" if meant else "",
                )
            )


def _note(interpreter: Interpreter, message: str, advice: str) -> None:
    interpreter.events.append(Remark("ignored-by-keras", interpreter.span(), message, help=advice))
