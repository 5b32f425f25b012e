"""The classes of Keras as values: what code can call, derive from, and read attributes of."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.calls import named, native
from ..interpreter.containers import ANYTHING
from ..interpreter.operators import held, symbol_for
from ..interpreter.signature import BadCall, Signature
from ..interpreter.values import OBJECT, Class, ClassMethod, Function, Instance, Native, Property
from ..interpreter.whole import Whole, whole
from ..libraries.arrays import Array, folded, number_of, size_from
from ..libraries.dtypes import kind_of
from ..libraries.names import auto_name
from ..network import Layer, Model, Tensor
from . import layers, masks, members, output_shapes, policies, unset, weights
from .calling import call_layer
from .events import arrive, refuse
from .layers import constructing
from .layers.kit import NotKnown
from .naming import keep_input_shape, name_layer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    from ..interpreter.machine import Interpreter
    from .layers.kit import Declaration


def new_layer(
    interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Unknown | None
) -> Instance:
    """Every layer object has its record from the start; `__init__` names it."""
    span = interpreter.span()
    instance = Instance(cls, span)
    kind = Model if cls.derives_from(MODEL) else Layer
    instance.state = kind(cls.name, "", span)
    instance.state.value = instance
    if interpreter.behalf is not None:
        instance.state.origin = interpreter.behalf[2]
    if cls.span is not None:
        instance.attributes["_self_given"] = (args, keywords)
    interpreter.made += 1
    if interpreter.state.get("inside") and interpreter.behalf is None:
        frames = interpreter.frames
        if frames and frames[-1].function.name == "call":
            interpreter.state.setdefault("made in call", []).append(instance.state)
    return instance


def called(
    interpreter: Interpreter, args: Any, keywords: dict[str, Any], unknown: Unknown | None
) -> Any:
    """`layer(...)`; the call keeps its arguments, for whoever makes it again."""
    layer, *rest = args
    record: Layer = layer.state
    if not record.name:
        from .wiring import forgotten_init

        refused = forgotten_init(layer)
        if refused is not None:
            return refuse(interpreter, refused, record)
    before = len(record.nodes)
    result = call_layer(interpreter, layer, tuple(rest), keywords, unknown)
    if len(record.nodes) > before:
        record.nodes[-1].given = (tuple(rest), keywords)
    return result


def _get_config(interpreter: Interpreter, self: Any) -> Any:
    from .configurations import get_config

    return get_config(interpreter, self)


def _from_config(
    interpreter: Interpreter, cls: Any, config: Any = None, custom_objects: Any = None
) -> Any:
    from .configurations import from_config

    return from_config(interpreter, cls, config, custom_objects)


#: What a program says once, and what changes the arguments of every layer that it makes then.
SETTINGS = frozenset(("keras 2", "custom objects", "image_data_format"))


def init_declared(
    interpreter: Interpreter,
    declared: type[Declaration],
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None,
) -> None:
    """`Dense.__init__`, also when a class of the user's calls it through `super()`."""
    instance, *rest = args
    record: Layer = instance.state
    arrive(interpreter)
    policy = policies.default(interpreter)
    named: Any = None
    found = None
    if unknown is None and SETTINGS.isdisjoint(interpreter.state):
        found = constructing.again(declared, args[1:], keywords, policy)
    if found is None:
        signature = constructing.signature_of(declared)
        if "keras 2" in interpreter.state:
            from . import older

            own = {*signature.names, *signature.keyword_only, *declared.also}
            keywords, (named, batch) = older.of_layer(interpreter, own, keywords)
            if batch is not None:
                interpreter.state.setdefault("batch shapes", {})[id(record)] = batch
        try:
            rest, keywords = _taken(interpreter, declared, signature, rest, keywords)
            found = constructing.construct(declared, tuple(rest), keywords, unknown, policy)
        except Refused as refused:
            record.broken = refuse(interpreter, refused, record)
            said = keywords.get("name")
            name_layer(interpreter, record, {"name": said} if isinstance(said, str) else {})
            return
    declaration, common = found
    record.declaration = declaration
    record.delegates = declaration.delegates
    if isinstance(named, str):
        common["name"] = named
    name_layer(interpreter, record, common)
    for made in declaration.holds:
        auto_name(interpreter, made)
    if declaration.offers:
        vars(declaration)["fresh"] = lambda what, hint: size_from(
            interpreter, interpreter.unknown(what), hint
        )
    keep_input_shape(interpreter, record, common)


def _taken(
    interpreter: Interpreter,
    declared: type[Declaration],
    signature: Signature,
    rest: list[Any],
    keywords: dict[str, Any],
) -> tuple[list[Any], dict[str, Any]]:
    """The arguments as a declaration takes them."""
    for name, value in (*zip(signature.names, rest, strict=False), *keywords.items()):
        refuse_tensor(declared, name, value)
    names = (*signature.names, *("" for _ in rest))
    rest = [
        argument(interpreter, declared, name, value)
        for name, value in zip(names, rest, strict=False)
    ]
    keywords = {
        name: argument(interpreter, declared, name, value) for name, value in keywords.items()
    }
    default = interpreter.state.get("image_data_format")
    if default and "data_format" in signature.names[len(rest) :]:
        if keywords.get("data_format") is None:
            keywords["data_format"] = default
    if keywords.get("dtype") is not None:
        keywords["dtype"] = policies.named(keywords["dtype"])
    return rest, keywords


def argument(interpreter: Interpreter, declared: type[Declaration], name: str, value: Any) -> Any:
    """An argument as a declaration takes it: NumPy's numbers are numbers, and a count that is not
    known is a symbol, so that everything else can still be worked out."""
    if type(value) is not Whole or "keras 2" in interpreter.state:
        value = folded(held(value))  # Keras 3 may ask for an `int`
    if isinstance(value, Array) and value.shape == ():
        if value.scalar and "keras 2" not in interpreter.state:
            refuse_number(declared, name, value)
        value = number_of(interpreter, value)
    if isinstance(value, Instance) and not isinstance(value.state, Layer):
        value = value.cls.unknown_base or value  # what it derives from may be a layer, or a number
    if isinstance(value, Unknown):
        return size_from(interpreter, value, name) if name in declared.sizes else value
    if isinstance(value, Instance) and isinstance(value.state, Layer):
        return contained(interpreter, value)
    if type(value) in (list, tuple):
        checked = name in declared.checks
        return type(value)(part(interpreter, each, checked) for each in value)
    if isinstance(value, str) and interpreter.state.get("custom objects"):
        try:
            constructing.check_identifier(object.__new__(declared), name, value)
        except Refused:
            return interpreter.unknown(f'"{value}" may be an object that the program registers')
    return value


def refuse_number(declared: type[Declaration], name: str, value: Array) -> None:
    """A whole number of NumPy's, whatever it is, where Keras asks for an `int`."""
    check = declared.checks.get(name)
    if check is None or kind_of(value.dtype) not in "iu":
        return
    number = whole(1, value.dtype or "", value.unknown.span if value.unknown is not None else None)
    number.known = False
    try:
        check(object.__new__(declared), name, number)
    except Refused as refused:
        if refused.rule == "numpy-integer":
            raise
    except NotKnown:
        return


def part(interpreter: Interpreter, value: Any, sizes: bool) -> Any:
    """A part of an argument: a layer in a list, or a size that a parameter may choose."""
    if isinstance(value, Instance) and isinstance(value.state, Layer):
        return contained(interpreter, value)
    if type(value) in (list, tuple):
        return type(value)(part(interpreter, each, sizes) for each in value)
    if sizes and type(value) is Unknown and value.parameter and (value.name or value.origin):
        return symbol_for(interpreter, value) if value.size is None else value
    return value


def contained(interpreter: Interpreter, layer: Instance) -> Any:
    """A layer among the arguments of another: one that the user's code defines is followed."""
    own = ("call", "build", "compute_output_shape")
    followed = any(type(layer.cls.find(name)[0]) is Function for name in own)
    if layer.state.broken is None and (followed or layer.state.declaration is None):
        from .nesting import Contained

        return Contained(interpreter, layer)
    return layer


def as_given(value: Any) -> Any:
    """An argument of a layer as the user gave it."""
    if type(value) in (list, tuple):
        return type(value)(as_given(each) for each in value)
    return getattr(value, "instance", value)


def refuse_tensor(declared: type[Declaration], name: str, value: Any) -> None:
    """A tensor among the arguments of a constructor: the layer was meant to be called on it."""
    if isinstance(value, Tensor):
        title = declared.__name__
        raise Refused(
            "invalid-argument",
            f"`{title}` is given a tensor as its argument `{name}`",
            help=f"make the layer, then call it on the tensor: `{title}(...)(x)`",
            about=("tensor",),
        )


#: What a declaration keeps for itself.
_KEPT = "needs not_known built_for options dtype_policy fresh trains told words length adapted"
KEPT = frozenset(_KEPT.split())


def get_extra(interpreter: Interpreter, self: Any, name: str) -> Any:
    """Attributes that are set nowhere: an argument of the layer, or something not followed."""
    record: Layer = self.state
    if name in ("input_shape", "output_shape"):
        return members.shape(interpreter, self, name.partition("_")[0])
    declaration = record.declaration
    if declaration is not None:
        if name in declaration.__dict__.get("not_known", {}):
            return declaration.not_known[name]
        if name in declaration.__dict__ and name not in KEPT:
            return as_given(declaration.__dict__[name])
    for weight in record.weights:
        if weight.name == name:
            return weight
    if name == "optimizer" and record.kind == "model":
        from .training.methods import optimizer_of

        return optimizer_of(interpreter, self)
    if name in ("add", "pop") and record.kind == "model" and self.cls.unknown_base is None:
        from .models import without_attribute

        return without_attribute(interpreter, record, name)
    if (
        name == "input_spec"
        and declaration is None
        and all(cls.span is not None or cls in (LAYER, OBJECT) for cls in self.cls.mro)
    ):
        return None  # a layer of the user's has none before it sets one
    # What a class of the user's lacks, a method that could not be followed may have given it.
    own = self.cls.span is None
    if lacks(interpreter, self, name) and (
        own
        or interpreter.catches("AttributeError")
        or unset.is_set_nowhere(interpreter, self, name)
    ):
        raise interpreter.raised(
            "AttributeError", f"'{self.cls.name}' object has no attribute '{name}'"
        )
    return interpreter.unknown(f"`{record.class_name}.{name}` is not known to cnnlint")


def lacks(interpreter: Interpreter, self: Any, name: str) -> bool:
    """Whether no layer of Keras has an attribute of this name, and nothing gave this one such."""
    from .public import ATTRIBUTES, OF_MODELS, PLAIN

    if self.cls.unknown_base is not None or ANYTHING in self.attributes:
        return False
    if name in OF_MODELS and "keras 2" not in interpreter.state:
        return all(cls not in self.cls.mro for cls in (MODEL, SEQUENTIAL, FUNCTIONAL))
    if all(cls.span is not None or cls in ROOTS for cls in self.cls.mro):
        return name not in PLAIN and name[:2] != "__"
    return (
        name[:1] != "_"
        and name not in ATTRIBUTES
        and all(weight.name != name for weight in self.state.weights)
    )


def _side(module: ModuleType, function: str, side: str) -> Property:
    def read(interpreter: Interpreter, args: Any, keywords: Any) -> Any:
        return getattr(module, function)(interpreter, args[0], side)

    return Property(Native(side, read))


def _property(name: str) -> Property:
    return Property(named(members, name), named(members, f"set_{name}"))


LAYER = Class("Layer", (OBJECT,), partial=True)
MODEL = Class("Model", (LAYER,))
SEQUENTIAL = Class("Sequential", (MODEL,))
FUNCTIONAL = Class("Functional", (MODEL,))
#: What a class of the user's may be derived from and have no more attributes than every layer.
ROOTS = (OBJECT, LAYER, MODEL, SEQUENTIAL, FUNCTIONAL)
INPUT_LAYER = Class("InputLayer", (LAYER,))

MODEL.namespace.update(
    {
        "input_shape": _side(members, "shape", "input"),
        "output_shape": _side(members, "shape", "output"),
    }
)
LAYER.namespace.update(
    {
        "__lacks__": native(lacks),
        "__new__": Native("__new__", new_layer),
        "__init__": named(members, "init_layer", "__init__", binds=True),
        "__call__": Native("__call__", called, open=True),
        "__getattr__": native(get_extra),
        "__getitem__": named(members, "no_items", "__getitem__"),
        "call": named(members, "call_own", "call", binds=True),
        "build": named(members, "build"),
        "add_weight": named(weights, "weight_of", "add_weight", binds=True),
        "add_variable": named(weights, "weight_of", "add_variable", binds=True),
        "compute_output_shape": named(output_shapes, "compute_output_shape"),
        "count_params": named(weights, "count_params"),
        "quantize": named(weights, "quantize"),
        "enable_lora": named(weights, "enable_lora"),
        "compute_mask": named(masks, "compute", "compute_mask"),
        "get_config": native(_get_config, "get_config"),
        "from_config": ClassMethod(native(_from_config, "from_config")),
        "name": _property("name"),
        "trainable": _property("trainable"),
        "built": _property("built"),
        "input": _side(members, "tensor", "input"),
        "output": _side(members, "tensor", "output"),
        "weights": _side(weights, "weights", "all"),
        "variables": _side(weights, "weights", "all"),
        "trainable_weights": _side(weights, "weights", "trainable"),
        "trainable_variables": _side(weights, "weights", "trainable"),
        "non_trainable_weights": _side(weights, "weights", "frozen"),
        **{name: named(members, "nothing", name) for name in ("add_loss", "add_metric")},
        "get_weights": named(weights, "get_weights"),
        "set_weights": named(weights, "set_weights"),
    }
)


def _offered(name: str) -> Callable[..., Any]:
    """A method that a declaration offers, such as `adapt`."""

    def method(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
        record: Layer = self.state
        declaration = record.declaration
        if declaration is None:
            return record.broken or interpreter.unknown(f"`.{name}()` is not followed")
        function = getattr(type(declaration), name)
        signature = Signature.of(function, f"{record.class_name}.{name}", skip=1)
        try:
            bound = signature.bind(
                tuple(held(arg) for arg in args),
                {key: held(value) for key, value in keywords.items()},
            )
            return function(declaration, **bound)
        except BadCall as bad:
            raise interpreter.raised("TypeError", str(bad)) from None
        except Refused as refused:
            return refuse(interpreter, refused, record)
        except NotKnown as lost:
            return interpreter.unknown(lost.unknown.reason)

    return method


_classes: dict[type, Class] = {}


def layer_class(name: str) -> Class | None:
    """`keras.layers.Name` as a class; None where Keras has no such layer that is declared."""
    declared = layers.find(name)
    if declared is None:
        return None
    cls = _classes.get(declared)
    if cls is None:

        def init(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> None:
            init_declared(interpreter, declared, args, keywords, unknown)

        members = {name: native(_offered(name), name) for name in declared.offers}
        cls = Class(
            declared.called or declared.__name__,
            (LAYER,),
            {"__init__": Native("__init__", init, open=True), **members},
            native=declared,
        )
        _classes[declared] = cls
    return cls
