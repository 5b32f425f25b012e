"""`typing`, `abc`, `collections.abc`, `numbers`: what speaks of types, and does nothing."""

from __future__ import annotations

from ...interpreter.kinds import TYPES
from ...interpreter.reflection import type_of
from ...interpreter.values import (
    MISSING,
    OBJECT,
    Class,
    ClassMethod,
    Function,
    Instance,
    Method,
    Module,
    Native,
    Property,
    Stream,
)
from .kit import first, functions, module, opened, partial_class, plain_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter

#: Names of `typing` that stand for a type of Python's own.
_ALIASES = {
    "List": "list",
    "Dict": "dict",
    "Tuple": "tuple",
    "Set": "set",
    "FrozenSet": "frozenset",
    "Type": "type",
    "Text": "str",
    "DefaultDict": "dict",
    "OrderedDict": "dict",
}
#: Names of `typing` that may be subscripted, combined, and looked at, and do nothing.
_FORMS = (
    "Annotated Any AnyStr Callable ClassVar Concatenate Final ForwardRef Generic Literal "
    "LiteralString Never NewType NoReturn NotRequired Optional ParamSpec Protocol ReadOnly "
    "Required Self TypeAlias TypeGuard TypeVarTuple Union Unpack Sequence Iterable Iterator "
    "Mapping MutableMapping MutableSequence MutableSet AbstractSet Collection Container Hashable "
    "Sized Reversible SupportsInt SupportsFloat SupportsIndex SupportsAbs SupportsRound "
    "Generator "
    "Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator Pattern Match IO TextIO "
    "BinaryIO ByteString Counter Deque ChainMap KeysView ValuesView ItemsView ContextManager"
)
#: Which of Python's own types are instances of an abstract one.
_ABSTRACT: dict[str, tuple[type, ...]] = {
    "Iterable": (list, tuple, dict, set, frozenset, str, bytes, range, Stream),
    "Iterator": (Stream,),
    "Generator": (Stream,),
    "Sequence": (list, tuple, str, bytes, range),
    "MutableSequence": (list,),
    "Mapping": (dict,),
    "MutableMapping": (dict,),
    "Set": (set, frozenset),
    "MutableSet": (set,),
    "Sized": (list, tuple, dict, set, frozenset, str, bytes, range),
    "Container": (list, tuple, dict, set, frozenset, str, bytes, range),
    "Collection": (list, tuple, dict, set, frozenset, str, bytes, range),
    "Callable": (Function, Native, Method, Class),
    "Hashable": (int, float, str, bytes, tuple, frozenset, bool, complex, range, type(None)),
    "Number": (int, float, complex, bool),
    "Complex": (int, float, complex, bool),
    "Real": (int, float, bool),
    "Rational": (int, bool),
    "Integral": (int, bool),
}
#: What gives the classes that derive from it methods: `keys`, `index`, `update`.
_WITH_MORE = frozenset(
    """
    ForwardRef Mapping MutableMapping Sequence MutableSequence Set AbstractSet MutableSet KeysView
    ItemsView ValuesView Generator Coroutine ByteString
    """.split()
)
_METHODS = {
    "Iterable": ("__iter__",),
    "Iterator": ("__iter__", "__next__"),
    "Sized": ("__len__",),
    "Container": ("__contains__",),
    "Collection": ("__len__", "__iter__", "__contains__"),
    "Callable": ("__call__",),
    "Hashable": (),
}


def _subscripted(interpreter: Interpreter, cls: Any, index: Any) -> Any:
    return cls


def _form(name: str) -> Class:
    """A name that means something to type checkers only; a class may derive from it."""
    kinds = _ABSTRACT.get({"AbstractSet": "Set"}.get(name, name))
    cls = partial_class(name) if name in _WITH_MORE else plain_class(name)
    cls.namespace["__class_getitem__"] = ClassMethod(functions(of=_subscripted)["of"])
    if kinds is not None:
        cls.namespace["__instancecheck__"] = Native("__instancecheck__", _check(name, kinds))
    return cls


def _check(name: str, kinds: tuple[type, ...]) -> Any:
    needed = _METHODS.get(name)

    def check(interpreter: Interpreter, obj: Any) -> Any:
        value = obj
        if type(obj) is Instance:
            if obj.held is not MISSING and type(obj.held) in kinds:
                return True
            if needed and all(interpreter.special(obj, each) is not MISSING for each in needed):
                return True
            if obj.cls.unknown_base is not None:
                return interpreter.derive(obj.cls.unknown_base, "isinstance", name)
            return name == "Hashable"
        if type(value) in kinds:
            return True
        own = type_of(interpreter, value) if type(value) in interpreter.behaviours else None
        if own is not None:
            return interpreter.unknown(f"whether it is a {name} is not known")
        return False

    return check


def type_variable(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
    return OBJECT


def new_type(interpreter: Interpreter, name: Any, tp: Any) -> Any:
    return Native("NewType", lambda machine, args, keywords: args[0])


def cast(interpreter: Interpreter, typ: Any, val: Any) -> Any:
    return val


def decorator_of(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
    return Native("decorator", first, open=True)


def type_hints(interpreter: Interpreter, obj: Any, *args: Any, **keywords: Any) -> Any:
    return interpreter.unknown("type hints are not followed")


def _typed_dict(
    interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any
) -> Any:
    """`TypedDict("Settings", {"units": int})` is a class; what that makes is a dictionary."""
    if cls is not TYPED_DICT:
        return MISSING
    name = args[0] if args and type(args[0]) is str else "TypedDict"
    return Class(name, (TYPES["dict"],))


TYPED_DICT = Class("TypedDict", (TYPES["dict"],))
TYPED_DICT.namespace["__class_call__"] = Native("__class_call__", _typed_dict)


def typing() -> Module:
    """`typing`: everything is transparent."""
    from .records import NAMED_TUPLE

    return module(
        "typing",
        {name: _form(name) for name in _FORMS.split()},
        {name: TYPES[kind] for name, kind in _ALIASES.items()},
        functions(cast=cast, NewType=new_type, get_type_hints=type_hints),
        opened(
            TypeVar=type_variable,
            ParamSpec=type_variable,
            TypeVarTuple=type_variable,
            overload=first,
            final=first,
            no_type_check=first,
            override=first,
            runtime_checkable=first,
            deprecated=decorator_of,
            dataclass_transform=decorator_of,
        ),
        {
            "NamedTuple": NAMED_TUPLE,
            "TypedDict": TYPED_DICT,
            "TYPE_CHECKING": False,
        },
    )


def typing_extensions() -> Module:
    """`typing_extensions`."""
    return typing()


def abstract(name: str) -> Module:
    """`collections.abc` and `numbers`: abstract types, and what is an instance of them."""
    return Module(name, {each: _form(each) for each in _ABSTRACT})


def numbers() -> Module:
    """`numbers`."""
    return abstract("numbers")


def _abstract_property(interpreter: Interpreter, function: Any) -> Any:
    return Property(function)


def _abstract_call(
    interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any
) -> Any:
    """A class with abstract methods left over cannot be made into an object."""
    missing = sorted(
        name
        for name in dict.fromkeys(name for each in cls.mro for name in each.namespace)
        if _is_abstract(cls.find(name)[0])
    )
    if missing and cls.unknown_base is None:
        plural = "s" if len(missing) > 1 else ""
        raise interpreter.raised(
            "TypeError",
            f"Can't instantiate abstract class {cls.name} with abstract method{plural} "
            f"{', '.join(missing)}",
        )
    return MISSING


def _is_abstract(member: Any) -> bool:
    if type(member) is Property:
        member = member.getter
    elif type(member) is not Function:
        member = getattr(member, "function", None)
    return type(member) is Function and member.attributes.get("__isabstractmethod__") is True


def _mark(interpreter: Interpreter, function: Any) -> Any:
    target = function.getter if type(function) is Property else function
    target = getattr(target, "function", target)
    if type(target) is Function:
        target.attributes["__isabstractmethod__"] = True
    return function


ABC = plain_class("ABC", __class_call__=Native("__class_call__", _abstract_call))


def abc() -> Module:
    """`abc`."""
    return module(
        "abc",
        {"ABC": ABC, "ABCMeta": TYPES["type"]},
        functions(abstractmethod=_mark, abstractproperty=_abstract_property),
    )


def future() -> Module:
    """`__future__`: nothing that runs differently here."""
    names = "annotations division print_function absolute_import unicode_literals with_statement "
    names += "generator_stop nested_scopes generators"
    return Module("__future__", dict.fromkeys(names.split()))
