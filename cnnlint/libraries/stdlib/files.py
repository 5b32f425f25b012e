"""`json`, `pickle` and `csv`: what is read from elsewhere is not known."""

from __future__ import annotations

from ...interpreter.operators import MOST_ITEMS, plain
from ...interpreter.values import Class
from .kit import functions, module, partial_class, silent, text, unknowns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module


def _loads(interpreter: Interpreter, s: Any, **keywords: Any) -> Any:
    given = text(s)
    if given is None or keywords or len(given) > MOST_ITEMS // 10:
        return interpreter.unknown("what is in a JSON text", of=s)
    import json

    try:
        return json.loads(given)
    except ValueError as error:
        raise interpreter.raised("ValueError", str(error)) from None
    except RecursionError:
        return interpreter.unknown("a JSON text nested too deeply")


def _dumps(interpreter: Interpreter, obj: Any, **keywords: Any) -> Any:
    if not plain(obj) or not plain(keywords) or keywords.get("cls") is not None:
        return interpreter.unknown("a JSON text of a value that is not known", of=obj)
    import json

    try:
        return json.dumps(obj, **keywords)
    except (TypeError, ValueError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def json() -> Module:
    """`json`."""
    from ...interpreter.exceptions import EXCEPTIONS

    error = Class("JSONDecodeError", (EXCEPTIONS["ValueError"],))
    return module(
        "json",
        functions(loads=_loads, dumps=_dumps),
        unknowns("what is in a JSON file", "load"),
        silent("dump"),
        {
            "JSONDecodeError": error,
            "JSONEncoder": partial_class("JSONEncoder"),
            "JSONDecoder": partial_class("JSONDecoder"),
        },
    )


def pickle() -> Module:
    """`pickle`."""
    return module(
        "pickle",
        unknowns("what is in a pickle", "load loads dumps Unpickler"),
        silent("dump"),
        {"HIGHEST_PROTOCOL": 5, "DEFAULT_PROTOCOL": 4},
    )


def csv() -> Module:
    """`csv`."""
    return module("csv", unknowns("what is in a CSV file", "reader DictReader writer DictWriter"))
