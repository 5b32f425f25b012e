"""`logging` and `warnings`: what they say changes nothing."""

from __future__ import annotations

from ...interpreter.exceptions import EXCEPTIONS
from ...interpreter.values import Instance, Module
from .kit import functions, module, opened, partial_class, silent, transparent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter

_SAYING = "debug info warning warn error critical exception log fatal"
_LEVELS = {"NOTSET": 0, "DEBUG": 10, "INFO": 20, "WARNING": 30, "WARN": 30, "ERROR": 40}
_LEVELS |= {"CRITICAL": 50, "FATAL": 50}


def _enabled(interpreter: Interpreter, self: Any, level: Any) -> Any:
    return interpreter.unknown("whether this is logged")


LOGGER = partial_class(
    "Logger",
    name="root",
    handlers=[],
    level=0,
    **silent(f"{_SAYING} setLevel addHandler removeHandler addFilter vlog log_first_n"),
    **functions(isEnabledFor=_enabled),
)


def _logger(interpreter: Interpreter, name: Any = "root") -> Any:
    made = Instance(LOGGER, interpreter.span())
    made.attributes["name"] = name
    return made


def _handler(name: str) -> Any:
    return partial_class(
        name, **silent("__init__ setLevel setFormatter addFilter close flush emit")
    )


def logging() -> Module:
    """`logging`."""
    names = "StreamHandler FileHandler NullHandler Formatter Handler Filter"
    handlers = {name: _handler(name) for name in names.split()}
    made = module(
        "logging",
        silent(f"{_SAYING} basicConfig disable captureWarnings addLevelName set_verbosity"),
        functions(getLogger=_logger, get_absl_logger=_logger),
        handlers,
        _LEVELS,
        {"Logger": LOGGER},
    )
    made.names["handlers"] = Module("logging.handlers", dict(handlers))
    return made


def _entered(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    return []


def _left(interpreter: Interpreter, self: Any, *args: Any) -> Any:
    return None


def warnings() -> Module:
    """`warnings`."""
    caught = partial_class(
        "catch_warnings", **silent("__init__"), **functions(__enter__=_entered, __exit__=_left)
    )
    return module(
        "warnings",
        silent("warn warn_explicit simplefilter filterwarnings resetwarnings showwarning"),
        {"catch_warnings": caught, "WarningMessage": EXCEPTIONS["Warning"]},
        opened(deprecated=transparent),
    )
