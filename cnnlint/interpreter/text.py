"""Values as text: `str`, `repr`, `format`, f-strings."""

from __future__ import annotations

from ..diagnostics import Unknown
from .operators import MOST_ITEMS, MOST_NESTED, held, plain
from .percent import too_wide
from .values import MISSING, Class, Function, Instance, Method, Module, Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


def text_of(interpreter: Interpreter, value: Any, how: str = "s") -> Any:
    """`str(value)` (for how "s"), `repr(value)` ("r") or `ascii(value)` ("a"), or an Unknown."""
    kind = type(value)
    if kind is str and how == "s":
        return value
    if plain(value) and (kind not in _NESTING or not interpreter.writing):
        return _of_plain(interpreter, value, how)
    if kind is Unknown:
        return interpreter.derive(value, "text")
    if kind in (list, tuple, dict, set, frozenset, slice):
        return _Writer(interpreter).write(value)
    if kind is Instance:
        return _of_object(interpreter, value, how)
    return _of_definition(interpreter, value)


def _of_plain(interpreter: Interpreter, value: Any, how: str) -> Any:
    if type(value) in (set, frozenset) and any(type(item) is not int for item in value):
        if len(value) > 1:
            return interpreter.unknown("the order of a set")
    try:
        return str(value) if how == "s" else ascii(value) if how == "a" else repr(value)
    except ValueError as error:  # a whole number of too many digits
        raise interpreter.raised("ValueError", str(error)) from None


def _of_object(interpreter: Interpreter, value: Instance, how: str) -> Any:
    for name in ("__str__", "__repr__") if how == "s" else ("__repr__",):
        method = interpreter.special(value, name)
        if method is not MISSING:
            text = interpreter.call(method, (), {})
            text = held(text)
            if type(text) not in (str, Unknown):
                raise interpreter.raised(
                    "TypeError",
                    f"{name} returned non-string (type {interpreter.type_name(text)})",
                )
            return text
    return plainly(interpreter, value, how)


def plainly(interpreter: Interpreter, value: Any, how: str) -> Any:
    """The text of an object as `object` or its exception class writes it."""
    from .exceptions import EXCEPTIONS

    if type(value) is not Instance:
        return text_of(interpreter, value, how)
    if value.held is not MISSING:
        return text_of(interpreter, value.held, how)
    if value.cls.derives_from(EXCEPTIONS["BaseException"]):
        args = value.attributes.get("args", ())
        if how == "s":
            if not args:
                return ""
            if len(args) > 1:
                return text_of(interpreter, args)
            key = value.cls.derives_from(EXCEPTIONS["KeyError"])
            return text_of(interpreter, args[0], "r" if key else "s")
        inner = [text_of(interpreter, arg, "r") for arg in args]
        unknown = next((text for text in inner if type(text) is Unknown), None)
        return unknown or f"{value.cls.name}({', '.join(inner)})"
    return interpreter.unknown(f"the text of {value.cls.name}, with its address in memory")


def _of_definition(interpreter: Interpreter, value: Any) -> Any:
    kind = type(value)
    if value is NotImplemented:
        return "NotImplemented"
    if kind is Class:
        module = value.namespace.get("__module__", "builtins")
        name = value.namespace.get("__qualname__", value.name)
        if value.span is None and module == "builtins" and not _is_python(value):
            return interpreter.unknown(f"the text of the class `{value.name}`")
        return f"<class '{name}'>" if module == "builtins" else f"<class '{module}.{name}'>"
    if kind in (Function, Native, Method, Module):
        return interpreter.unknown(f"the text of {interpreter.type_name(value)}")
    return interpreter.unknown(f"the text of {interpreter.type_name(value)}", of=value)


def _is_python(cls: Class) -> bool:
    import builtins as python

    return hasattr(python, cls.name) or cls.name == "NoneType"


#: Collections that may hold themselves.
_NESTING = frozenset((list, tuple, dict))


class _Writer:
    """Writes collections that hold objects; what they hold inside themselves is `[...]`."""

    __slots__ = ("count", "inside", "interpreter")

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.inside = interpreter.writing
        self.count = 0

    def write(self, value: Any) -> Any:
        kind = type(value)
        self.interpreter.step()
        if kind not in (list, tuple, dict, set, frozenset, slice):
            return text_of(self.interpreter, value, "r")
        if id(value) in self.inside:
            return "[...]" if kind is list else "{...}" if kind is dict else "(...)"
        if kind not in _NESTING and plain(value):
            return _of_plain(self.interpreter, value, "r")
        if len(self.inside) > MOST_NESTED:
            return self.interpreter.unknown("a text of values nested too deeply")
        self.inside.append(id(value))
        try:
            if kind is slice:
                text = self.joined((value.start, value.stop, value.step))
                return text if type(text) is Unknown else f"slice({text})"
            if kind is dict:
                text = self.joined(value, value)
                return text if type(text) is Unknown else "{" + text + "}"
            if kind in (set, frozenset) and len(value) > 1:
                return self.interpreter.unknown("the order of a set")
            text = self.joined(value)
        finally:
            self.inside.pop()
        if type(text) is Unknown:
            return text
        if kind is tuple:
            return f"({text},)" if len(value) == 1 else f"({text})"
        if kind is frozenset:
            return f"frozenset({{{text}}})" if value else "frozenset()"
        return f"[{text}]" if kind is list else "{" + text + "}" if value else "set()"

    def joined(self, items: Any, mapping: dict[Any, Any] | None = None) -> Any:
        parts: list[str] = []
        for item in items:
            text = self.write(item)
            if type(text) is not Unknown and mapping is not None:
                more = self.write(mapping[item])
                text = more if type(more) is Unknown else f"{text}: {more}"
            if type(text) is Unknown:
                return text
            self.count += len(text)
            if self.count > MOST_ITEMS:
                return self.interpreter.unknown("a text too long to keep")
            parts.append(text)
        return ", ".join(parts)


# Formats --------------------------------------------------------------------------------------


def formatted(interpreter: Interpreter, value: Any, how: Any = "") -> Any:
    """`format(value, how)`, or an Unknown."""
    if type(value) is Unknown or type(how) is Unknown:
        return interpreter.unknown("text with a value in it that is not known", of=[value, how])
    if type(how) is not str:
        raise interpreter.raised("TypeError", "format() argument 2 must be str")
    if how and too_wide(how):
        return interpreter.unknown("a text too long to keep")
    if type(value) is Instance:
        method = interpreter.special(value, "__format__")
        if method is not MISSING:
            return interpreter.call(method, (how,), {})
        if value.held is not MISSING and type(value.held) in (int, float):
            if not _writes_itself(interpreter, value):
                value = value.held
    if not plain(value):
        text = text_of(interpreter, value, "s")
        if type(text) is Unknown:
            return text
        if how and not (type(value) is Instance and value.held is not MISSING):
            raise interpreter.raised(
                "TypeError",
                f"unsupported format string passed to {interpreter.type_name(value)}.__format__",
            )
        value = text
    if type(value) in (set, frozenset):
        return text_of(interpreter, value)
    try:
        return format(value, how)
    except (TypeError, ValueError, OverflowError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def _writes_itself(interpreter: Interpreter, value: Instance) -> bool:
    return interpreter.special(value, "__str__") is not MISSING


def fill_in(
    interpreter: Interpreter, template: str, args: tuple[Any, ...], keywords: dict[str, Any]
) -> Any:
    """`template.format(*args, **keywords)`."""
    if too_wide(template):
        return interpreter.unknown("a text too long to keep")
    if plain(args) and plain(keywords):
        numbers = (value for value in (*args, *keywords.values()) if type(value) is int)
        if not any(abs(number) > MOST_ITEMS for number in numbers) or ":{" not in template:
            texts = (value for value in (*args, *keywords.values()) if type(value) is str)
            if len(template) + sum(map(len, texts)) * template.count("{") > MOST_ITEMS * 4:
                return interpreter.unknown("a text too long to keep")
            try:
                return template.format(*args, **keywords)
            except Exception as error:  # whatever Python raises is the program's own exception
                own = error.args if type(error) is KeyError else None
                raise interpreter.raised(type(error).__name__, str(error), args=own) from None
    return _Filling(interpreter, args, keywords).fill(template)


class _Filling:
    """The fields of a format string, filled with values that Python cannot print for us."""

    __slots__ = ("args", "interpreter", "keywords", "place")

    def __init__(self, interpreter: Interpreter, args: Any, keywords: Any) -> None:
        self.interpreter = interpreter
        self.args = args
        self.keywords = keywords
        self.place = 0

    def fill(self, template: str, depth: int = 0) -> Any:
        from _string import formatter_parser  # type: ignore[import-not-found]

        parts: list[str] = []
        try:
            fields = list(formatter_parser(template))
        except ValueError as error:
            raise self.interpreter.raised("ValueError", str(error)) from None
        for literal, field, spec, conversion in fields:
            parts.append(literal)
            if field is None:
                continue
            value = self.value(field)
            if conversion:
                value = text_of(self.interpreter, value, conversion)
            how = self.fill(spec, depth + 1) if spec and "{" in spec and depth < 2 else spec
            text = formatted(self.interpreter, value, how or "")
            if type(text) is Unknown:
                return text
            parts.append(text)
        return "".join(parts)

    def value(self, field: str) -> Any:
        from _string import formatter_field_name_split

        first, rest = formatter_field_name_split(field)
        if first == "":
            first, self.place = self.place, self.place + 1
        if isinstance(first, int):
            if first >= len(self.args):
                raise self.interpreter.raised(
                    "IndexError",
                    f"Replacement index {first} out of range for positional args tuple",
                )
            value = self.args[first]
        elif first in self.keywords:
            value = self.keywords[first]
        else:
            raise self.interpreter.raised("KeyError", "", args=(first,))
        for is_attribute, name in rest:
            if is_attribute:
                value = self.interpreter.get(value, name)
            else:
                from .containers import item

                value = item(self.interpreter, value, name)
        return value
