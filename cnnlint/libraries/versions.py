"""`packaging.version`, `distutils.version`, `pkg_resources`: versions are compared as they are."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.operators import held
from ..interpreter.values import Class, Instance, Module, Property
from .stdlib.kit import functions, module, partial_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..interpreter.machine import Interpreter

    Key = tuple[tuple[int, ...], tuple[int, int]]

#: What follows the numbers, in the order of PEP 440; a release has nothing, which is 0.
STAGES = {"dev": -4, "a": -3, "alpha": -3, "b": -2, "beta": -2, "rc": -1, "c": -1, "post": 1}


def key_of(text: str) -> Key | None:
    """The numbers of a version without trailing zeros, and its stage; None where it is no version.

    An epoch and what stands behind a `+` are not followed.
    """
    words = _words(text.strip().removeprefix("v").partition("+")[0])
    numbers: list[int] = []
    while words and words[0].isdigit():
        numbers.append(int(words.pop(0)))
    if not numbers:
        return None
    stage = (0, 0)
    if words:
        place = STAGES.get(words.pop(0).lower())
        if place is None or len(words) > 1 or not all(word.isdigit() for word in words):
            return None
        stage = (place, int(words[0]) if words else 0)
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers), stage


def _words(text: str) -> list[str]:
    """The numbers and the words in a version: `2.16rc1` has four."""
    words: list[str] = []
    before = ""
    for sign in text:
        kind = "number" if sign.isdigit() else "word" if sign.isalpha() else ""
        if kind and kind == before:
            words[-1] += sign
        elif kind:
            words.append(sign)
        before = kind
    return words


def _init(interpreter: Interpreter, self: Any, version: Any = None) -> None:
    given = held(version)
    if type(given) is Instance:
        given = given.attributes.get("_text")
    self.attributes["_text"] = given


def _key(interpreter: Interpreter, value: Any) -> Any:
    """What a version is compared by, or an Unknown."""
    given = value.attributes.get("_text") if type(value) is Instance else value
    key = key_of(given) if type(given) is str else None
    return interpreter.unknown("a version that is not known", of=given) if key is None else key


def _comparison(compare: Callable[[Any, Any], bool]) -> Any:
    def run(interpreter: Interpreter, self: Any, other: Any) -> Any:
        left, right = _key(interpreter, self), _key(interpreter, other)
        if type(left) is Unknown or type(right) is Unknown:
            return interpreter.unknown("versions that are not known", of=[left, right])
        return compare(left, right)

    return run


def _text(interpreter: Interpreter, self: Any) -> Any:
    given = self.attributes.get("_text")
    return given if type(given) is str else interpreter.unknown("a version that is not known")


def _of_key(read: Callable[[Key], Any]) -> Property:
    def run(interpreter: Interpreter, self: Any) -> Any:
        key = _key(interpreter, self)
        return key if type(key) is Unknown else read(key)

    return Property(functions(read=run)["read"])


def _place(place: int) -> Property:
    return _of_key(lambda key: key[0][place] if place < len(key[0]) else 0)


def _release(interpreter: Interpreter, self: Any) -> Any:
    """The numbers as they are written, zeros at the end too."""
    given = self.attributes.get("_text")
    if type(given) is not str or key_of(given) is None:
        return interpreter.unknown("a version that is not known", of=given)
    numbers: list[int] = []
    for word in _words(given.strip().removeprefix("v").partition("+")[0]):
        if not word.isdigit():
            break
        numbers.append(int(word))
    return tuple(numbers)


VERSION: Class = partial_class(
    "Version",
    **functions(
        __init__=_init,
        __str__=_text,
        __lt__=_comparison(lambda a, b: a < b),
        __le__=_comparison(lambda a, b: a <= b),
        __gt__=_comparison(lambda a, b: a > b),
        __ge__=_comparison(lambda a, b: a >= b),
        __eq__=_comparison(lambda a, b: a == b),
        __ne__=_comparison(lambda a, b: a != b),
    ),
    release=Property(functions(release=_release)["release"]),
    major=_place(0),
    minor=_place(1),
    micro=_place(2),
    is_prerelease=_of_key(lambda key: key[1][0] < 0),
)


def packaging() -> Module:
    """`packaging`."""
    version = module("packaging.version", {"Version": VERSION, "parse": VERSION})
    return module("packaging", {"version": version})


def distutils() -> Module:
    """`distutils`, of which models use the versions alone."""
    version = module("distutils.version", {"LooseVersion": VERSION, "StrictVersion": VERSION})
    return module("distutils", {"version": version})


def pkg_resources() -> Module:
    """`pkg_resources`."""
    return module("pkg_resources", {"parse_version": VERSION})
