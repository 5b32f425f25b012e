"""Defining functions and classes, their decorators, and `super()`."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import statements, uncertainty
from .signature import Signature
from .targets import assign
from .values import MISSING, Class, Function, Instance, Lost, Native, Raised, Scope, Super, TooDeep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter


#: Among so many statements at the head of a function its directives are looked for.
LEADING = 20

#: A class that derives from more classes than this is not followed.
MOST_BASES = 200


class Annotation:
    """An annotation in a class, evaluated only when somebody asks for it."""

    __slots__ = ("node", "scope")

    def __init__(self, node: Node, scope: Scope) -> None:
        self.node = node
        self.scope = scope

    def value(self, interpreter: Interpreter) -> Any:
        try:
            return interpreter.evaluate(self.node, self.scope)
        except Raised:
            return interpreter.unknown("an annotation that is not followed", self.node)

    def names(self, name: str) -> bool:
        """Whether the annotation is this name, or something of it: `ClassVar[int]`."""
        node = self.node
        if node[0] == "Constant" and type(node[3]) is str:
            return name in node[3]
        while node[0] == "Subscript":
            node = node[3]
        return bool(node[-1] == name)


def annotated(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    if node[5] is not None:
        assign(interpreter, node[3], interpreter.evaluate(node[5], scope), scope)
    if scope.is_class and node[3][0] == "Name":
        # Dataclasses and named tuples are made of their annotations.
        scope.names.setdefault("__annotations__", {})[node[3][3]] = Annotation(node[4], scope)


def signature_of(
    interpreter: Interpreter, name: str, params: tuple[Any, ...], scope: Scope
) -> Signature:
    """The signature of a definition, its defaults evaluated."""
    names: list[str] = []
    keyword_only: list[str] = []
    defaults: dict[str, Any] = {}
    positional_only = 0
    rest = rest_keywords = None
    for how, param, default, _ in params:
        if how == "*":
            rest = param
        elif how == "**":
            rest_keywords = param
        elif how == "=":
            keyword_only.append(param)
        else:
            names.append(param)
            positional_only += how == "/"
        if default is not None:
            defaults[param] = interpreter.evaluate(default, scope)
    return Signature(
        name,
        tuple(names),
        defaults,
        keyword_only=tuple(keyword_only),
        positional_only=positional_only,
        rest=rest,
        rest_keywords=rest_keywords,
    )


def function(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, name, params, body, decorators, _, flags = node
    applied = [interpreter.evaluate(decorator, scope) for decorator in decorators]
    signature = signature_of(interpreter, qualified(scope, name), params, scope)
    if type(body) is tuple:  # else it was left for later: a text with directives is read whole
        signature.stated = stated(params, body)
    made = Function(name, signature, body, scope, interpreter.span(node), flags)
    interpreter.defined.append(made)
    scope.assign(name, decorate(interpreter, made, decorators, applied))


def stated(params: tuple[Any, ...], body: tuple[Node, ...]) -> frozenset[str]:
    """The parameters that directives at the head of a function speak of."""
    said = [node[3][3] for node in body[:LEADING] if node[0] == "Directive"]
    return frozenset(said).intersection([param[1] for param in params]) if said else frozenset()


def unreadable(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    raise TooDeep(node[3])


def bound_names(interpreter: Interpreter, function: Function) -> frozenset[str]:
    """The names a function's text binds, worked out when one of its definitions is called."""
    body, signature = function.body, function.signature
    known = interpreter.bindings.get(id(body)) if body else None
    if known is None:
        rest = filter(None, (signature.rest, signature.rest_keywords))
        walruses = ":=" in function.scope.module.source.text
        # The body is kept, so that its id stays its own.
        known = body, uncertainty.bound_in(body, (*signature.everything, *rest), walruses)
        interpreter.bindings[id(body)] = known
    return known[1]


def decorate(
    interpreter: Interpreter, value: Any, decorators: tuple[Node, ...], applied: list[Any]
) -> Any:
    """Apply decorators, innermost first. One that is not known is taken to be transparent."""
    for decorator, wrapper in zip(reversed(decorators), reversed(applied), strict=True):
        if type(wrapper) is Unknown:
            # What it makes of the arguments is not known, only that the thing is still there.
            if type(value) is Function:
                value.flags += "u"
            elif type(value) is Class and value.find("__init__")[0] is MISSING:
                value.unknown_base = wrapper
            continue
        interpreter.node = decorator
        result = interpreter.call(wrapper, (value,), {})
        if type(result) is not Unknown:
            value = result
    return value


def class_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    from .expressions import arguments

    _, _, _, name, given, body, decorators = node
    applied = [interpreter.evaluate(decorator, scope) for decorator in decorators]
    args, keywords, unknown = arguments(interpreter, given, scope)
    bases, unbased = class_bases(interpreter, name, args)
    unknown = unknown or unbased or _meta(interpreter, keywords)
    inner = Scope(scope.module, scope, is_class=True)
    inner.names["__module__"] = scope.module.names.get("__name__", "__main__")
    inner.names["__qualname__"] = qualified(scope, name)
    inner.names["__doc__"] = docstring(body)
    statements.run(interpreter, body, inner)
    made = finish(interpreter, name, bases, inner.names, keywords, node, unknown=unknown)
    scope.assign(name, decorate(interpreter, made, decorators, applied))


def class_bases(
    interpreter: Interpreter, name: str, args: tuple[Any, ...]
) -> tuple[list[Class], Unknown | None]:
    """The bases that are known, and why another one is not."""
    from .values import OBJECT

    bases: list[Class] = []
    unknown: Unknown | None = None
    for base in args:
        if type(base) is Instance:
            entries = interpreter.special(base, "__mro_entries__")
            if entries is not MISSING:
                base = entries.function(interpreter, base)
        if type(base) is Class:
            if base is not OBJECT and base not in bases:
                bases.append(base)
        elif type(base) is Unknown:
            unknown = unknown or base
        elif not (base is None or isinstance(base, (tuple, str))):
            made = interpreter.derive(
                interpreter.unknown(f"`{name}` has a base that is not a class known here"), "base"
            )
            unknown = unknown or made
    return bases, unknown


def _meta(interpreter: Interpreter, keywords: dict[str, Any]) -> Unknown | None:
    """A metaclass of the program's own may do anything with the class."""
    meta = keywords.pop("metaclass", None)
    if type(meta) is Class and meta.span is not None:
        return interpreter.unknown(f"the metaclass `{meta.name}` is not followed")
    return None


def qualified(scope: Scope, name: str) -> str:
    """The name of a class or function with what it stands in."""
    if scope.is_class:
        return f"{scope.names.get('__qualname__', '')}.{name}"
    while scope.parent is not None and scope.function is None:
        scope = scope.parent
    function = scope.function
    if function is None:
        return name
    return f"{qualified(function.scope, function.name)}.<locals>.{name}"


def docstring(body: Any) -> str | None:
    if body and body[0][0] == "Expr" and body[0][3][0] == "Constant":
        text = body[0][3][3]
        return text if type(text) is str else None
    return None


def finish(
    interpreter: Interpreter,
    name: str,
    bases: list[Class],
    names: dict[str, Any],
    keywords: dict[str, Any],
    node: Node,
    *,
    unknown: Unknown | None = None,
) -> Class:
    """The class made of a namespace, once everybody who wants to know of it has been told."""
    from .values import OBJECT

    if sum(len(base.mro) for base in bases) > MOST_BASES:
        raise TooDeep(f"the bases of `{name}` are too many to follow")
    span = interpreter.span(node)
    cls = Class(name, tuple(bases) or (OBJECT,), names, span=span, unknown_base=unknown)
    for key, member in list(names.items()):
        claim(member, cls)
        if type(member) is Instance:
            named = interpreter.special(member, "__set_name__")
            if named is not MISSING:
                interpreter.call(named, (cls, key), {})
    if "__eq__" in names or "__hash__" in names:
        cls.keyed = keys_of(interpreter, cls)
    interpreter.defined.append(cls)
    hook, _ = cls.find("__class_made__")
    if hook is not MISSING:
        interpreter.node = node
        hook.function(interpreter, cls, keywords)
    made, owner = cls.find("__init_subclass__", after=cls)
    if made is not MISSING:
        from .attributes import bind

        function = getattr(made, "function", made) if type(made) is not Native else made
        interpreter.node = node
        interpreter.call(bind(interpreter, function, cls, owner), (cls,), keywords)
    return cls


def keys_of(interpreter: Interpreter, cls: Class) -> Any:
    """How objects of a class with an `__eq__` of its own are keys of a dict."""
    from .comparison import equal

    own_eq, own_hash = "__eq__" in cls.namespace, "__hash__" in cls.namespace

    def hashed(instance: Any) -> int:
        method, owner = instance.cls.find("__hash__")
        if method is None or (method is MISSING or (own_eq and not own_hash and owner is not cls)):
            if method is MISSING and not own_eq:
                return id(instance) >> 4
            raise TypeError(f"unhashable type: '{instance.cls.name}'")
        interpreter.hashing += 1  # what hashes are differs from run to run; not what they find
        try:
            found = interpreter.call(method, (instance,), {})
        finally:
            interpreter.hashing -= 1
        if type(found) is Unknown:
            raise Lost(found)
        return hash(found)

    def same(left: Any, right: Any) -> bool:
        answer = equal(interpreter, left, right)
        if type(answer) is Unknown:
            raise Lost(answer)
        return answer

    return hashed, same


def claim(member: Any, cls: Class) -> None:
    """Tell a method, and the functions behind a property, whose they are: for `super()`."""
    if type(member) is Function:
        if member.owner is None:
            member.owner = cls
    elif type(member) is not Native:
        for slot in ("function", "getter", "setter", "deleter", "state"):
            inner = getattr(member, slot, None)
            if type(inner) is Function and inner.owner is None:
                inner.owner = cls


def super_of(interpreter: Interpreter, scope: Scope) -> Any:
    """`super()` without arguments: the class the method stands in, and its first parameter."""
    inner: Scope | None = scope
    while inner is not None:
        function = inner.function
        if function is not None and function.owner is not None:
            names = function.signature.names or (function.signature.rest,)
            holder: Scope | None = inner
            first = names[0]
            while holder is not None and first not in holder.names:
                holder = holder.parent
            if holder is not None and first is not None:
                receiver = holder.names[first]
                if not function.signature.names and type(receiver) is tuple and receiver:
                    receiver = receiver[0]
                if type(receiver) in (Instance, Class):
                    return Super(function.owner, receiver)
                return interpreter.unknown("`super()` of something that is not known", of=receiver)
        inner = inner.parent
    raise interpreter.raised("RuntimeError", "super(): no arguments")


statements.EXECUTE.update(
    {
        "AnnAssign": annotated,
        "FunctionDef": function,
        "ClassDef": class_,
        "Unreadable": unreadable,
    }
)
