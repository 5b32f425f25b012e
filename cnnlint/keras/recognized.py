"""What of Keras only has to be recognized: it is known by its name and its arguments."""

from __future__ import annotations

from ..diagnostics import Refused
from ..interpreter.calls import named, native
from ..interpreter.values import Class, Instance, Native
from ..network import Layer
from . import members
from .classes import LAYER
from .events import refuse
from .training import offered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..diagnostics import Unknown
    from ..interpreter.machine import Interpreter


_undeclared: dict[str, Class] = {}


def undeclared(name: str) -> Class:
    """A layer of Keras that cnnlint has not learnt yet: it has a row, and its shape is unknown."""
    cls = _undeclared.get(name)
    if cls is None:

        def init(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> None:
            common = {key: value for key, value in keywords.items() if key == "name"}
            members.init_layer(interpreter, args[:1], common, unknown)
            record: Layer = args[0].state
            record.broken = interpreter.unknown(f"`{name}` is not declared in cnnlint yet")

        cls = Class(name, (LAYER,), {"__init__": Native("__init__", init, open=True)})
        _undeclared[name] = cls
    return cls


#: Modules whose objects have no items.
TRAINING = ("callbacks", "losses", "metrics")
#: Those of which `offered` holds the arguments of some methods against Keras's own.
CHECKED = ("losses", "metrics", "optimizers")
_opaque: dict[tuple[str, str], Class] = {}


def _of_older(name: str) -> Refused:
    return Refused(
        "removed-name",
        f"`keras.optimizers.legacy.{name}` makes no optimizers since Keras 3",
        help=f"use `keras.optimizers.{name}`",
        exception="ImportError",
    )


def opaque(path: str, name: str) -> Class:
    """An object of Keras that only has to be recognized: an optimizer, a loss, a regularizer."""
    cls = _opaque.get((path, name))
    if cls is None:

        def init(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> None:
            instance: Instance = args[0]
            instance.attributes["_self_args"] = args[1:]
            instance.attributes["_self_keywords"] = keywords
            if unknown is not None:
                instance.attributes["_self_more"] = unknown
            if "keras 2" not in interpreter.state:
                if keywords and (path == "callbacks" or "decay" in keywords):
                    from .training import ignored

                    ignored.arguments(interpreter, path, name, keywords)
                try:
                    check(path, name, args[1:], keywords, unknown)
                    if path == "optimizers.legacy":
                        raise _of_older(name)
                except Refused as refused:
                    instance.attributes["_self_refused"] = refuse(interpreter, refused)

        def attribute(interpreter: Interpreter, self: Any, attribute: str) -> Any:
            keywords = self.attributes.get("_self_keywords", {})
            if attribute in keywords:
                return keywords[attribute]
            if offered.lacks(interpreter, self, path, attribute):
                return offered.missing(interpreter, self, path, attribute)
            return interpreter.unknown(f"`{name}.{attribute}` is not followed")

        cls = Class(
            name,
            (),
            {
                "__init__": Native("__init__", init, open=True),
                "__getattr__": native(attribute),
                "__call__": native(_initial if path == "initializers" else _result, "__call__"),
                **(offered.members(path, name) if path in CHECKED else {}),
                **(
                    {"__getitem__": named(members, "no_items", "__getitem__")}
                    if path in TRAINING
                    else {}
                ),
            },
            partial=True,
        )
        _opaque[path, name] = cls
    return cls


def check(path: str, name: str, args: Any, keywords: Any, more: Unknown | None) -> None:
    """Hold the arguments of such an object against its class; `more` are some that are not seen.

    Raises:
        Refused: Keras refuses them when the object is made.
    """
    from .training import callbacks, objects, values

    takes = objects.signature(path, name)
    if takes is not None:
        given = objects.bind(path, takes, args, keywords, more)
        values.check(path, takes.name, given)
        if takes.name == "ModelCheckpoint":
            callbacks.check_path(given)


def _result(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
    return interpreter.unknown(f"what `{args[0].cls.name}` returns is not followed")


def _initial(
    interpreter: Interpreter, self: Any, shape: Any = None, dtype: Any = None, **more: Any
) -> Any:
    """What an initializer fills an array of this shape with."""
    from ..libraries.arrays import Array, NotKnown, dtype_argument, shape_from

    try:
        sizes = shape_from(interpreter, shape)
    except NotKnown as lost:
        return lost.unknown
    return Array(sizes, dtype_argument(interpreter, dtype, "float32"), library="tensor")


def itself(interpreter: Interpreter, *given: Any, **named: Any) -> Any:
    """`regularizers.get(x)` and its like: what it stands for is known only by name here."""
    return next(iter((*given, *named.values())), None)
