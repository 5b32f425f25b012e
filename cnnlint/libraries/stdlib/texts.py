"""`re` and `string`: worked out by Python where every text is known."""

from __future__ import annotations

from ...diagnostics import Unknown
from ...interpreter.exceptions import EXCEPTIONS
from ...interpreter.operators import plain
from ...interpreter.values import Class, Instance
from .kit import functions, module, partial_class, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module

#: The longest pattern and the longest text that are worth the time of a search.
MOST_PATTERN, MOST_TEXT = 200, 2_000
MOST_WAYS = 10**8


def _compiled(interpreter: Interpreter, pattern: Any, flags: Any = 0) -> Any:
    """Python's own pattern, or an Unknown."""
    import re

    if type(pattern) is Instance and isinstance(pattern.state, re.Pattern):
        return pattern.state
    given = text(pattern)
    if given is None or type(flags) is not int:
        return interpreter.unknown("a pattern that is not known", of=[pattern, flags])
    if len(given) > MOST_PATTERN or _is_slow(given):
        return interpreter.unknown("a pattern that may take too long")
    try:
        return re.compile(given, flags)
    except (re.error, OverflowError, ValueError) as error:
        raised = interpreter.raised("Exception", str(error))
        raised.cls = raised.value.cls = ERROR
        raise raised from None
    except RecursionError:
        return interpreter.unknown("a pattern nested too deeply")


def _is_slow(pattern: str) -> bool:
    """Whether a choice or a repetition is itself repeated: such a search can take forever."""
    open_groups = [False]  # whether each open group holds a choice or a repetition
    branching = skip = False
    for char in pattern:
        if skip:
            skip = branching = False
        elif char == "\\":
            skip = True
        elif char == "(":
            open_groups.append(False)
            branching = False
        elif char == ")":
            branching = open_groups.pop() if len(open_groups) > 1 else False
            open_groups[-1] = open_groups[-1] or branching
        elif char in "*+{|?":
            if branching and char in "*+{":
                return True
            open_groups[-1] = open_groups[-1] or char != "?"
            branching = False
        else:
            branching = False
    return False


def _takes_long(pattern: str, length: int) -> bool:
    """Whether trying every way to share a text among the repetitions could take too long."""
    repetitions = sum(pattern.count(char) for char in "*+{")
    return length > 1 and length ** min(repetitions, 30) > MOST_WAYS


def _wrapped(interpreter: Interpreter, found: Any) -> Any:
    """A match of Python's as an object of the program's."""
    if found is None:
        return None
    made = Instance(MATCH, interpreter.span())
    made.state = found
    return made


def _truth(interpreter: Interpreter, self: Any) -> bool:
    return True


def _of_state(name: str) -> Any:
    def call(interpreter: Interpreter, self: Any, *given: Any, **named: Any) -> Any:
        args = (*given, *named.values())
        if not plain(args):
            return interpreter.unknown("a part of a match that is not known", of=list(args))
        try:
            return getattr(self.state, name)(*args)
        except (IndexError, TypeError) as error:
            raise interpreter.raised(type(error).__name__, str(error)) from None

    return call


MATCH = partial_class(
    "Match",
    **functions(
        __bool__=_truth,
        __getitem__=_of_state("__getitem__"),
        **{n: _of_state(n) for n in ("group", "groups", "groupdict", "start", "end", "span")},
    ),
)


def _search(name: str) -> Any:
    def search(
        interpreter: Interpreter, pattern: Any, string: Any, *rest: Any, **keywords: Any
    ) -> Any:
        flags = keywords.pop("flags", rest[0] if rest and name not in ("sub", "split") else 0)
        return _run(interpreter, name, _compiled(interpreter, pattern, flags), string)

    return search


def _run(interpreter: Interpreter, name: str, compiled: Any, string: Any, *more: Any) -> Any:
    given = text(string)
    if type(compiled) is Unknown or given is None or not plain(more):
        return interpreter.unknown("a search in a text that is not known", of=[compiled, string])
    if len(given) > MOST_TEXT or _takes_long(compiled.pattern, len(given)):
        return interpreter.unknown("a search in a text too long")
    import re

    try:
        found = getattr(compiled, name)(
            *((more[0], given, *more[1:]) if name == "sub" else (given, *more))
        )
    except (re.error, IndexError, TypeError, ValueError) as error:
        raise interpreter.raised("ValueError", str(error)) from None
    if name in ("match", "search", "fullmatch"):
        return _wrapped(interpreter, found)
    if name == "finditer":
        return [_wrapped(interpreter, each) for each in found]
    return found


def sub(
    interpreter: Interpreter,
    pattern: Any,
    repl: Any,
    string: Any,
    count: Any = 0,
    flags: Any = 0,
) -> Any:
    return substituted(interpreter, _compiled(interpreter, pattern, flags), repl, string, count)


def substituted(
    interpreter: Interpreter, compiled: Any, repl: Any, string: Any, count: Any = 0
) -> Any:
    if type(repl) is str:
        return _run(interpreter, "sub", compiled, string, repl, count)
    given = text(string)
    if type(compiled) is Unknown or given is None or type(count) is not int:
        return interpreter.unknown("a text that is not known", of=[compiled, string, count])
    if len(given) > MOST_TEXT or _takes_long(compiled.pattern, len(given)):
        return interpreter.unknown("a search in a text too long")
    parts: list[str] = []
    end = 0
    for place, match in enumerate(compiled.finditer(given)):
        if count and place >= count:
            break
        made = interpreter.call(repl, (_wrapped(interpreter, match),), {})
        put = text(made)
        if put is None:
            return interpreter.unknown("a text that is not known", of=made)
        parts += [given[end : match.start()], put]
        end = match.end()
    return "".join([*parts, given[end:]])


def split(
    interpreter: Interpreter, pattern: Any, string: Any, maxsplit: Any = 0, flags: Any = 0
) -> Any:
    return _run(interpreter, "split", _compiled(interpreter, pattern, flags), string, maxsplit)


def escape(interpreter: Interpreter, pattern: Any) -> Any:
    given = text(pattern)
    if given is None:
        return interpreter.unknown("a text that is not known", of=pattern)
    import re

    return re.escape(given)


def compiled(interpreter: Interpreter, pattern: Any, flags: Any = 0) -> Any:
    found = _compiled(interpreter, pattern, flags)
    if type(found) is Unknown:
        return found
    made = Instance(PATTERN, interpreter.span())
    made.state = found
    made.attributes["pattern"] = found.pattern
    return made


def _method(name: str) -> Any:
    def call(interpreter: Interpreter, self: Any, string: Any, *more: Any, **named: Any) -> Any:
        if "endpos" in named and not more and "pos" not in named:
            return interpreter.unknown("a search in the first part of a text")
        given = [named[key] for key in ("pos", "endpos", "maxsplit") if key in named]
        return _run(interpreter, name, self.state, string, *more, *given)

    return call


def _sub_method(interpreter: Interpreter, self: Any, repl: Any, string: Any, count: Any = 0) -> Any:
    return substituted(interpreter, self.state, repl, string, count)


_SEARCHES = ("match", "search", "fullmatch", "findall", "finditer")
PATTERN = partial_class(
    "Pattern",
    **functions(**{name: _method(name) for name in (*_SEARCHES, "split")}, sub=_sub_method),
)
ERROR = Class("error", (EXCEPTIONS["Exception"],))


def re() -> Module:
    """`re`."""
    flags = {"A": 256, "ASCII": 256, "I": 2, "IGNORECASE": 2, "M": 8, "MULTILINE": 8}
    flags |= {"S": 16, "DOTALL": 16, "X": 64, "VERBOSE": 64, "U": 32, "UNICODE": 32}
    return module(
        "re",
        functions(**{name: _search(name) for name in _SEARCHES}),
        functions(sub=sub, split=split, escape=escape, compile=compiled),
        flags,
        {"error": ERROR, "Pattern": PATTERN, "Match": MATCH},
    )


def _capwords(interpreter: Interpreter, s: Any, sep: Any = None) -> Any:
    given = text(s)
    if given is None:
        return interpreter.unknown("a text that is not known", of=s)
    import string

    return string.capwords(given, sep)


def string() -> Module:
    """`string`."""
    import string as python

    names = (
        "ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits printable "
        "punctuation whitespace"
    )
    return module(
        "string",
        {name: getattr(python, name) for name in names.split()},
        functions(capwords=_capwords),
    )
