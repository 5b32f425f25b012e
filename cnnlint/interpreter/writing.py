"""What `repr` and `str` of containers, functions and classes say."""

from __future__ import annotations

from ..diagnostics import Unknown
from .operators import MOST_ITEMS, MOST_NESTED, plain
from .text import of_plain, text_of
from .values import Class, Function, Method, Module, Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


def of_definition(interpreter: Interpreter, value: Any) -> Any:
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
NESTING = frozenset((list, tuple, dict))


class Writer:
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
        if kind not in NESTING and plain(value):
            return of_plain(self.interpreter, value, "r")
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
