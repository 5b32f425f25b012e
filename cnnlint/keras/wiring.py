"""What is wrong with layers of the user's own, apart from shapes."""

from __future__ import annotations

from ..diagnostics import Note, Refused
from ..interpreter.remarks import Remark
from ..interpreter.values import Function
from .parts import refresh_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Instance
    from ..network import Layer
    from ..source import Span


def forgotten_init(layer: Instance) -> Refused | None:
    """A layer whose own `__init__` never calls that of `Layer`: Keras finds out at its first call.

    (`keras.src.layers.Layer._check_super_called`)
    """
    record: Layer = layer.state
    return None if record.name else _forgotten(layer, "RuntimeError")


def forgotten_start(made: Instance, exception: str) -> Refused | None:
    """The same of a metric or a loss of the user's own: what they need first is not there."""
    known = "_self_keywords" in made.attributes or made.cls.unknown_base is not None
    return None if known else _forgotten(made, exception)


def _forgotten(made: Instance, exception: str) -> Refused | None:
    init = made.cls.find("__init__")[0]
    if type(init) is not Function or not isinstance(init.body, tuple):
        return None
    body = init.body
    if not body or _may_begin(init.span.source.text[body[0][1] : body[-1][2]]):
        return None
    return Refused(
        "missing-super-init",
        f"`{made.cls.name}.__init__` does not call `super().__init__()`",
        help="make `super().__init__()` its first statement",
        about=(init.span,),
        exception=exception,
    )


def _may_begin(text: str) -> bool:
    """Whether an `__init__` is called there; `super(cls)`, bound to no object, has only its own."""
    *before, _ = text.split("__init__(")
    for part in before:
        _, found, given = part.rpartition("super(")
        if not (found and given[-2:] == ")." and given[:-2].strip().isidentifier()):
            return True
    return False


def remark_untracked(
    interpreter: Interpreter, record: Layer, made: list[Layer], span: Span
) -> None:
    """Remark on layers with weights that a `call` made and did not keep."""
    if not made:
        return
    refresh_parts(record)
    kept = {id(part) for part in record.all_parts()}
    for layer in made:
        if id(layer) in kept or not layer.weights or layer.span is None:
            continue
        interpreter.events.append(
            Remark(
                "layer-made-in-call",
                layer.span,
                f"`{layer.class_name}` is made anew at every call of `{record.class_name}`, and "
                "its weights are not the model's",
                because=(Note(span, "called here"),),
                help="make it once in `__init__`, and keep it: `self.layer = ...`",
                certainty="likely",
            )
        )
