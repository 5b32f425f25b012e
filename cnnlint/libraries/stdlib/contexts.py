"""`contextlib` and `inspect`."""

from __future__ import annotations

from ...interpreter.attributes import find
from ...interpreter.reflection import is_subclass
from ...interpreter.values import (
    MISSING,
    Class,
    Function,
    Instance,
    Method,
    Native,
    Raised,
    Stream,
)
from .kit import functions, module, opened, partial_class, plain_class, transparent, unknowns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module


def _enter(interpreter: Interpreter, self: Any) -> Any:
    from ...interpreter.iterables import next_

    return next_(interpreter, self.state)


def _exit(interpreter: Interpreter, self: Any, kind: Any, value: Any, trace: Any) -> Any:
    from ...interpreter.iterables import next_
    from ...interpreter.methods import find as method_of

    stream = self.state
    if type(stream) is not Stream:
        return False
    if kind is None:
        next_(interpreter, stream, None)
        return False
    try:
        interpreter.call(method_of(interpreter, stream, "throw"), (value,), {})
    except Raised as raised:
        if raised.cls.name == "StopIteration":
            return True
        if raised.value is value:
            return False
        raise
    return False


def _manager_call(interpreter: Interpreter, self: Any, function: Any) -> Any:
    return function


_MANAGER = plain_class(
    "_GeneratorContextManager",
    **functions(__enter__=_enter, __exit__=_exit, __call__=_manager_call),
)


def context_manager(interpreter: Interpreter, func: Any) -> Any:
    def make(machine: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
        made = Instance(_MANAGER, machine.span())
        made.state = machine.call(func, args, keywords, unknown)
        if type(made.state) is not Stream:
            return made.state
        return made

    return Native(getattr(func, "name", "manager"), make, open=True)


def _suppress_init(interpreter: Interpreter, self: Any, *exceptions: Any) -> None:
    self.attributes["_exceptions"] = exceptions


def _self(interpreter: Interpreter, self: Any) -> Any:
    return self


def _suppress_exit(interpreter: Interpreter, self: Any, kind: Any, value: Any, trace: Any) -> Any:
    if kind is None:
        return False
    return is_subclass(interpreter, kind, self.attributes["_exceptions"])


SUPPRESS = plain_class(
    "suppress", **functions(__init__=_suppress_init, __enter__=_self, __exit__=_suppress_exit)
)


def _null_init(interpreter: Interpreter, self: Any, enter_result: Any = None) -> None:
    self.attributes["enter_result"] = enter_result


def _null_enter(interpreter: Interpreter, self: Any) -> Any:
    return self.attributes["enter_result"]


def _leave(interpreter: Interpreter, self: Any, *exception: Any) -> Any:
    return None


NULL = plain_class(
    "nullcontext", **functions(__init__=_null_init, __enter__=_null_enter, __exit__=_leave)
)


def _stack_init(interpreter: Interpreter, self: Any) -> None:
    self.state = []


def _enter_context(interpreter: Interpreter, self: Any, cm: Any) -> Any:
    if type(cm) is not Instance:
        return interpreter.unknown("what a context manager gives", of=cm)
    leave = interpreter.special(cm, "__exit__")
    entered = interpreter.call(interpreter.special(cm, "__enter__"), (), {})
    self.state.append(leave)
    return entered


def _callback(interpreter: Interpreter, self: Any, callback: Any, *args: Any, **named: Any) -> Any:
    def leave(machine: Interpreter, given: Any, keywords: Any) -> None:
        machine.call(callback, args, named)

    self.state.append(Native("callback", leave))
    return callback


def _stack_exit(interpreter: Interpreter, self: Any, *exception: Any) -> Any:
    while self.state:
        interpreter.call(self.state.pop(), (None, None, None), {})
    return False


STACK = partial_class(
    "ExitStack",
    **functions(
        __init__=_stack_init,
        __enter__=_self,
        __exit__=_stack_exit,
        enter_context=_enter_context,
        callback=_callback,
    ),
)


def _closing_exit(interpreter: Interpreter, self: Any, *exception: Any) -> Any:
    thing = self.attributes["enter_result"]
    interpreter.call(interpreter.get(thing, "close"), (), {})


CLOSING = plain_class(
    "closing", **functions(__init__=_null_init, __enter__=_null_enter, __exit__=_closing_exit)
)


def contextlib() -> Module:
    """`contextlib`."""
    quiet = plain_class("redirect", **functions(__init__=_null_init, __enter__=_null_enter))
    quiet.namespace.update(functions(__exit__=_leave))
    return module(
        "contextlib",
        functions(contextmanager=context_manager),
        {
            "suppress": SUPPRESS,
            "nullcontext": NULL,
            "ExitStack": STACK,
            "closing": CLOSING,
            "redirect_stdout": quiet,
            "redirect_stderr": quiet,
            "AbstractContextManager": plain_class("AbstractContextManager"),
            "ContextDecorator": plain_class("ContextDecorator"),
        },
        opened(asynccontextmanager=transparent),
    )


# inspect --------------------------------------------------------------------------------------


def _of_kind(*kinds: type) -> Any:
    def ask(interpreter: Interpreter, object: Any) -> Any:
        from ...diagnostics import Unknown

        if type(object) is Unknown:
            return interpreter.derive(object, "kind", *(kind.__name__ for kind in kinds))
        return type(object) in kinds

    return ask


_EMPTY = plain_class("_empty")
_PARAMETER = partial_class("Parameter", empty=_EMPTY)
_SIGNATURE = partial_class("Signature", empty=_EMPTY)


def signature(interpreter: Interpreter, callable: Any, **keywords: Any) -> Any:
    function, skip = callable, 0
    if type(function) is Class:
        function, _ = function.find("__init__")
        skip = 1
    elif type(function) is Method:
        function, skip = function.function, 1
    own = getattr(function, "signature", None)
    if type(function) not in (Function, Native) or own is None:
        return interpreter.unknown("the signature of a function that is not known", of=callable)
    made = Instance(_SIGNATURE, interpreter.span())
    parameters: dict[str, Any] = {}
    groups = [
        (own.names[skip:], "POSITIONAL_OR_KEYWORD"),
        ((own.rest,) if own.rest else (), "VAR_POSITIONAL"),
        (own.keyword_only, "KEYWORD_ONLY"),
        ((own.rest_keywords,) if own.rest_keywords else (), "VAR_KEYWORD"),
    ]
    for names, kind in groups:
        for name in names:
            parameter = Instance(_PARAMETER, interpreter.span())
            parameter.attributes.update(
                name=name, default=own.defaults.get(name, _EMPTY), kind=_KINDS[kind]
            )
            parameters[name] = parameter
    made.attributes["parameters"] = parameters
    return made


_KINDS: dict[str, Any] = {}
for (
    _kind
) in "POSITIONAL_ONLY POSITIONAL_OR_KEYWORD VAR_POSITIONAL KEYWORD_ONLY VAR_KEYWORD".split():
    _KINDS[_kind] = _PARAMETER.namespace[_kind] = Instance(plain_class(_kind))


def get_doc(interpreter: Interpreter, object: Any) -> Any:
    found = find(interpreter, object, "__doc__")
    return None if found is MISSING else found


def inspect() -> Module:
    """`inspect`, as far as builders ask what a function takes."""
    return module(
        "inspect",
        functions(
            signature=signature,
            isclass=_of_kind(Class),
            isfunction=_of_kind(Function),
            ismethod=_of_kind(Method),
            getdoc=get_doc,
        ),
        {"Parameter": _PARAMETER, "Signature": _SIGNATURE},
        unknowns("what `inspect.{}` finds", "getsource getmembers stack currentframe getfile"),
    )
