"""Reading and writing items: `value[index]`, dicts with keys that are not known, sets."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from . import shaped
from .operators import MOST_ITEMS, key_of, symbol_for
from .values import MISSING, Class, Identity, Instance, Lost, Method, Native, Raised

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


class Anything:
    """The key under which a dict keeps what was stored at a key that is not known."""

    __slots__ = ()


ANYTHING = Anything()


def blur(interpreter: Interpreter, value: list[Any], why: Unknown) -> None:
    """From here on, how many items this list has is not known."""
    if id(value) in interpreter.blurred:
        disturb(value)
    elif id(value) not in interpreter.fresh:
        # The list is kept, so that its id stays its own. Whoever looks into it without asking
        # first finds an unknown.
        interpreter.blurred[id(value)] = (value, why)
        value.append(interpreter.derive(why, "items", Identity(value)))


def disturb(value: list[Any]) -> None:
    """A list of unknown length changes: what was known of its items need not hold any more."""
    if value and type(value[0]) is Unknown and value[0].items is not None:
        value[0].items.first = MISSING


def open_ended(interpreter: Interpreter, value: Any) -> Unknown | None:
    """Why the number of items of a list is not known; None where it is."""
    entry = interpreter.blurred.get(id(value)) if interpreter.blurred else None
    return None if entry is None else interpreter.derive(entry[1], "items", Identity(value))


def loose(interpreter: Interpreter, value: Any) -> Unknown | None:
    """Why it is not known which keys a dict or which items a set or a list has."""
    kind = type(value)
    if kind is dict:
        return anything_in(interpreter, value)
    if kind is list:
        return open_ended(interpreter, value)
    if kind in (set, frozenset):
        return next((item for item in value if type(item) is Unknown), None)
    return None


def anything_in(interpreter: Interpreter, value: dict[Any, Any]) -> Unknown | None:
    """Why it is not known which keys a dict has; a library may have put a tensor in its place."""
    found = value.get(ANYTHING)
    if found is None or type(found) is Unknown:
        return found
    return interpreter.unknown("an item at a key that is not known")


def loosen(interpreter: Interpreter, value: dict[Any, Any], why: Unknown) -> None:
    """Anything may have been stored in this dict: what it held before is not known either."""
    for key in value:
        value[key] = interpreter.derive(why, "perhaps", object())
    value[ANYTHING] = interpreter.derive(why, "any item", object())


def unnamed(index: Any) -> Unknown | Dim | None:
    """Why it is not known which item a key names; None where it is."""
    kind = type(index)
    if kind is Unknown or kind is Dim:
        return index  # type: ignore[no-any-return]
    if kind is tuple or kind is frozenset:
        return _unnamed_in(index)
    return getattr(index, "as_key", None)  # an array may be one number, of any value


def _unnamed_in(index: Any) -> Unknown | Dim | None:
    """The first part of a key that is not known; a key of very many parts is not followed."""
    level, count = [index], 0
    while level:
        inner: list[Any] = []
        for each in level:
            for part in each:
                kind = type(part)
                if kind is Unknown or kind is Dim:
                    return part  # type: ignore[no-any-return]
                if kind is tuple or kind is frozenset:
                    inner.append(part)
                elif (why := getattr(part, "as_key", None)) is not None:
                    return why  # type: ignore[no-any-return]
            count += len(each)
        if count > MOST_ITEMS:
            return Unknown("a key of too many parts", None)
        level = inner
    return None


def hook(value: Any, name: str) -> Any:
    """What a class itself does where Python would ask its metaclass, or MISSING."""
    return value.find(name)[0] if type(value) is Class else MISSING


def refused(interpreter: Interpreter, error: Exception) -> Raised:
    """Python's own exception as one of the program's."""
    return interpreter.raised(type(error).__name__, str(error))


def item(interpreter: Interpreter, value: Any, index: Any) -> Any:
    """`value[index]`."""
    kind = type(value)
    if kind is dict:
        return _of_dict(interpreter, value, index)
    if kind is Unknown:
        derived = interpreter.derive(value, "[]", key_of(index))
        if value.parameter and value.name and type(index) is int:
            # Should it be a size, then it is known by the place where its caller writes it.
            derived.name = f"{value.name}[{index}]"
            derived.size = symbol_for(interpreter, derived)
        return interpreter.stated.get(derived.key, derived)
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        found = behaviour.item(interpreter, value, index)
        if found is not MISSING:
            return found
    if kind in (list, tuple, str, bytes, range):
        return _of_sequence(interpreter, value, index)
    if kind is Instance:
        method = interpreter.special(value, "__getitem__")
        if method is not MISSING:
            return interpreter.call(method, (index,), {})
        if value.held is not MISSING:
            return item_held(interpreter, value, index)
        if value.cls.unknown_base is not None:
            return interpreter.derive(value.cls.unknown_base, "[]", Identity(value), key_of(index))
    if kind is Class:
        found, owner = value.find("__class_getitem__")
        if found is not MISSING:
            function = getattr(found, "function", found)
            return interpreter.call(Method(function, value, owner), (index,), {})
        return value  # `list[int]`, `Generic[T]`
    if kind is Native and value.is_foreign:
        return value  # `np.ndarray[int]`: a class of a library may be a function here
    if kind is Instance and any(each.partial for each in value.cls.mro):
        return interpreter.unknown(f"an item of `{value.cls.name}` is not followed")
    raise interpreter.raised(
        "TypeError", f"'{interpreter.type_name(value)}' object is not subscriptable"
    )


def item_held(interpreter: Interpreter, value: Instance, index: Any) -> Any:
    """An item of the value that an object holds; a dict's class may stand in for a missing key."""
    if type(value.held) is dict and unnamed(index) is None:
        absent = interpreter.special(value, "__missing__")
        if absent is not MISSING and ANYTHING not in value.held:
            try:
                if index not in value.held:
                    return interpreter.call(absent, (index,), {})
            except TypeError as error:
                raise refused(interpreter, error) from None
    return item(interpreter, value.held, index)


def _of_dict(interpreter: Interpreter, value: dict[Any, Any], index: Any) -> Any:
    why = unnamed(index)
    if why is not None:
        return interpreter.unknown("an item at a key that is not known", of=why)
    try:
        found = value.get(index, MISSING)
    except TypeError as error:
        raise refused(interpreter, error) from None
    except Lost as lost:
        return lost.unknown
    if found is MISSING:
        why = anything_in(interpreter, value)
        if why is not None:
            return interpreter.derive(why, "[]", key_of(index))
        raise interpreter.raised("KeyError", "", args=(index,))
    return found


def _of_sequence(interpreter: Interpreter, value: Any, index: Any) -> Any:
    kind = type(index)
    unknown = open_ended(interpreter, value)
    if unknown is not None:
        return interpreter.derive(unknown, "[]", key_of(index))
    if kind is slice:
        index = bounds(interpreter, index)
        if type(index) is Unknown:
            return index
    elif kind is Unknown or kind is Dim:
        return interpreter.unknown("an item at a position that is not known", of=index)
    elif kind is Instance or kind in interpreter.behaviours:
        index = position_of(interpreter, index)
        if type(index) is Unknown:
            return interpreter.unknown("an item at a position that is not known", of=index)
    try:
        found = value[index]
    except (IndexError, TypeError, ValueError) as error:
        raise refused(interpreter, error) from None
    if kind is slice and type(found) is not range:
        interpreter.spend(len(found))
        if "shapes of tensors" in interpreter.state and shaped.noted(interpreter, value):
            return shaped.note(interpreter, found)
    return found


def position_of(interpreter: Interpreter, index: Any) -> Any:
    """An object used as a position.

    Raises: the program's TypeError, where its library knows that it is none.
    """
    if type(index) is not Instance:
        found = interpreter.behaviours[type(index)].attribute(interpreter, index, "__index__")
        if found is MISSING:
            what = interpreter.type_name(index)
            message = f"an index is a whole number, and this is '{what}'"
            raise interpreter.raised("TypeError", message)
        return found
    method = interpreter.special(index, "__index__")
    if method is not MISSING:
        return interpreter.call(method, (), {})
    return index if index.held is MISSING else index.held


def bounds(interpreter: Interpreter, index: slice) -> Any:
    parts = []
    for part in (index.start, index.stop, index.step):
        if type(part) is Unknown or type(part) is Dim:
            return interpreter.unknown("a slice with bounds that are not known", of=part)
        if type(part) is Instance or type(part) in interpreter.behaviours:
            part = position_of(interpreter, part)
            if type(part) is Unknown:
                return interpreter.unknown("a slice with bounds that are not known", of=part)
        parts.append(part)
    return slice(*parts)
