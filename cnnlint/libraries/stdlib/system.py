"""`os`, `sys`, `time` and `datetime`: what belongs to the machine and the moment is not known."""

from __future__ import annotations

import sys as python

from ...diagnostics import Unknown
from ...interpreter.calls import native
from ...interpreter.values import Instance, Module, Native
from .kit import functions, module, partial_class, plain_class, silent, unknowns
from .paths import os_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter

_ENVIRONMENT = "what the environment holds"


def _variable(interpreter: Interpreter, self: Any, key: Any, *default: Any) -> Any:
    """A variable that the program has set itself is known."""
    if type(key) is str and key in self.state:
        return self.state[key]
    return interpreter.unknown(_ENVIRONMENT)


def _set_variable(interpreter: Interpreter, self: Any, key: Any, value: Any) -> None:
    if type(key) is str:
        self.state[key] = value
    else:
        self.state.clear()


def _set_default(interpreter: Interpreter, self: Any, key: Any, value: Any = None) -> Any:
    if type(key) is str and key in self.state:
        return self.state[key]
    return interpreter.unknown(_ENVIRONMENT)


def _pop(interpreter: Interpreter, self: Any, key: Any, *default: Any) -> Any:
    if type(key) is str and key in self.state:
        return self.state.pop(key)
    return interpreter.unknown(_ENVIRONMENT)


def _holds(interpreter: Interpreter, self: Any, key: Any) -> Any:
    if type(key) is str and key in self.state:
        return True
    return interpreter.unknown(_ENVIRONMENT)


def _update(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> None:
    for arg in args:
        if type(arg) is dict:
            self.state.update(arg)
    self.state.update(keywords)


ENVIRON = partial_class(
    "_Environ",
    **functions(
        __getitem__=_variable,
        __setitem__=_set_variable,
        __contains__=_holds,
        get=_variable,
        setdefault=_set_default,
        pop=_pop,
        update=_update,
    ),
    **unknowns(_ENVIRONMENT, "items keys values copy __iter__ __len__ __bool__"),
    **silent("__delitem__ clear"),
)


def os() -> Module:
    """`os`."""
    environ = Instance(ENVIRON)
    environ.state = {}

    def getenv(interpreter: Interpreter, key: Any, default: Any = None) -> Any:
        return _variable(interpreter, environ, key)

    def putenv(interpreter: Interpreter, key: Any, value: Any) -> None:
        _set_variable(interpreter, environ, key, value)

    return module(
        "os",
        {"path": os_path(), "environ": environ, "sep": "/", "linesep": "\n", "pathsep": ":"},
        {"curdir": ".", "pardir": ".."},
        {"getenv": native(getenv), "putenv": native(putenv)},
        unknowns(
            "what is on the user's machine",
            "getcwd listdir walk scandir stat cpu_count getpid popen system uname getlogin access",
        ),
        silent("makedirs mkdir remove unlink rmdir rename replace chdir removedirs chmod symlink"),
        functions(fspath=_path_text, _exit=_exit),
        {"PathLike": plain_class("PathLike"), "error": _os_error()},
    )


def _path_text(interpreter: Interpreter, path: Any) -> Any:
    from .paths import path_text

    return path_text(interpreter, path)


def _os_error() -> Any:
    from ...interpreter.exceptions import EXCEPTIONS

    return EXCEPTIONS["OSError"]


def _exit(interpreter: Interpreter, status: Any = None, /) -> Any:
    args = () if status is None else (status,)
    raise interpreter.raised("SystemExit", "", args=args)


# sys ------------------------------------------------------------------------------------------


def _size_of(interpreter: Interpreter, *args: Any) -> Any:
    return interpreter.unknown("a size in memory")


def _exc_info(interpreter: Interpreter) -> Any:
    handled = interpreter.state.get("handled")
    if handled is None:
        return (None, None, None)
    return (handled.cls, handled.value, interpreter.unknown("a traceback"))


def sys() -> Module:
    """`sys`."""
    from .tuples import tuple_class

    version = tuple(python.version_info)
    fields = ("major", "minor", "micro", "releaselevel", "serial")
    info = Instance(partial_class("version_info", **tuple_class("version_info", fields, {})))
    info.held = version
    stream = partial_class("stream", **silent("write flush close reconfigure"))
    return module(
        "sys",
        {
            "version_info": info,
            "path": [],
            "modules": Unknown("the modules that are loaded", None),
            "argv": Unknown("the arguments on the command line", None),
            "platform": Unknown("the user's platform", None),
            "executable": Unknown("the user's interpreter", None),
            "version": Unknown("the user's interpreter", None),
            "maxsize": python.maxsize,
            "byteorder": "little",
            "stdout": Instance(stream),
            "stderr": Instance(stream),
            "stdin": Unknown("what the user types", None),
            "float_info": Unknown("`sys.float_info` is not followed", None),
        },
        functions(exit=_exit, getsizeof=_size_of, exc_info=_exc_info),
        silent("setrecursionlimit settrace setswitchinterval"),
        unknowns("`sys.{}` is not followed", "getrecursionlimit getrefcount intern"),
    )


# Times ----------------------------------------------------------------------------------------


def time() -> Module:
    """`time`."""
    return module(
        "time",
        silent("sleep tzset"),
        unknowns(
            "the time of day",
            "time perf_counter monotonic process_time time_ns perf_counter_ns strftime localtime "
            "gmtime ctime asctime mktime strptime",
        ),
    )


def _made(interpreter: Interpreter, cls: Any, args: Any, keywords: Any, unknown: Any) -> Any:
    return interpreter.unknown("a date or time")


_moment = Native("__new__", _made)


def datetime() -> Module:
    """`datetime`."""
    moments = "now today utcnow fromtimestamp strptime fromisoformat combine"
    return module(
        "datetime",
        {
            name: partial_class(name, __new__=_moment, **unknowns("a date or time", moments))
            for name in ("datetime", "date", "time", "timedelta", "timezone")
        },
    )
