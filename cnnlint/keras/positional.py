"""What is asked before a layer is called: that it can be, and that all it is called on by position
are tensors, for Keras takes nothing else there."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.values import MISSING, OBJECT, Class, Function, Instance, Module, Native
from ..network import Model, Tensor
from . import structures
from .events import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: What turns the question off, as Keras's own layers do that read texts and numbers.
OFF = "_allow_non_tensor_positional_args"


#: What the method is called that computes a layer's output, elsewhere or by mistake.
NEARLY = ("forward", "__call__", "_call", "Call", "calls", "predict")


def without_call(interpreter: Interpreter, layer: Instance, method: Any) -> Unknown | None:
    """Refuse to call what a class of the user's made that says nowhere what it computes."""
    cls, record = layer.cls, layer.state
    if cls.span is None or cls.unknown_base is not None or "call" in layer.attributes:
        return None
    from .classes import LAYER, MODEL

    if not all(each.span is not None or each in (LAYER, MODEL, OBJECT) for each in cls.mro):
        return None
    if isinstance(record, Model) and (record.outputs or record.steps):
        return None
    if isinstance(record, Model) and record.unknowns:
        return record.unknowns[0]  # it may be made of tensors that are not known
    if method is not MISSING and not isinstance(method, Native):
        return None
    other = next((name for name in NEARLY if type(cls.find(name)[0]) is Function), None)
    advice = "define `call(self, inputs)`, and return in it what the layer gives"
    if other is not None:
        advice = f"call `{other}` `call`: that is the name Keras looks for"
    return refuse(
        interpreter,
        Refused(
            "missing-call",
            f"`{cls.name}` has no `call`",
            help=advice,
            exception="NotImplementedError",
        ),
        record,
    )


def others(interpreter: Interpreter, layer: Instance, args: tuple[Any, ...]) -> Unknown | None:
    """Refuse the first thing among `args` that surely is no tensor, as `Layer.__call__` does.

    None may stand there, and so may what NumPy made: that becomes a tensor.
    """
    if (len(args) == 1 and type(args[0]) is Tensor) or not args or _takes_anything(layer):
        return None
    for index, arg in enumerate(args):
        for leaf in structures.flatten(arg):
            what = named(leaf, inside=leaf is not arg)
            if what:
                return refuse(interpreter, _refused(layer, index, what), layer.state)
    return None


def _takes_anything(layer: Instance) -> bool:
    record = layer.state
    if isinstance(record, Model) and record.outputs and not record.steps:
        return True  # made of tensors: it says in words of its own what does not fit
    return (
        OFF in layer.attributes
        or layer.cls.unknown_base is not None
        or (record.declaration is not None and record.declaration.reads_data)
        or record.class_name == "Pipeline"
    )


def named(leaf: Any, *, inside: bool) -> str:
    """What a value is that cannot be a tensor; "" for all else.

    A number with a point may be NumPy's; in a list that stands in the code it is not.
    """
    kind = type(leaf)
    if kind in (bool, int) or (kind is float and inside):
        return f"`{leaf!r}`"
    if kind is str:
        return f'the text "{leaf[:20]}"'
    if kind is Class:
        return f"the class `{leaf.name}`"
    if kind is Module:
        return f"the module `{leaf.name}`"
    if kind in (Function, Native):
        return f"the function `{leaf.name}`"
    return ""


def _refused(layer: Instance, index: int, what: str) -> Refused:
    record = layer.state
    if index == 0:
        return Refused(
            "not-a-tensor",
            f"`{record.class_name}` is called on {what}, and not on tensors alone",
            help="give it a tensor, or an array of NumPy's",
        )
    name = _parameter(layer, index)
    return Refused(
        "positional-call-argument",
        f"`{record.class_name}` is called with {what} by position, where only tensors may stand",
        help=f"give it by name: `{name}=...`" if name else "give it by name",
        about=(index, name),
    )


def _parameter(layer: Instance, index: int) -> str:
    """The name of a parameter of `call`, "" where it is not known."""
    method, _ = layer.cls.find("call")
    if type(method) is Function:
        names = method.signature.names[1:]
    elif layer.state.declaration is not None:
        from .layers.calls import call_signature

        names = call_signature(type(layer.state.declaration)).names
    else:
        return ""
    return str(names[index]) if index < len(names) else ""
