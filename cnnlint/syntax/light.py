"""LibCST's parser without LibCST's Python classes.

`import libcst` takes fifteen times as long as starting Python: it builds two hundred frozen data
classes. Its parser, a compiled module, needs a millisecond. For every node it asks
`sys.modules["libcst"]` for a class by name and calls it with the node's fields. So while it is
imported, and while it parses, a light module stands there, whose classes do nothing but keep what
they are given.

No document promises that this works, so `lowering` holds every tree to its text, and parses with
the whole of LibCST where the two disagree.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FunctionType, ModuleType, SimpleNamespace
    from typing import Any
else:
    FunctionType = type(lambda: None)
    ModuleType = type(sys)
    SimpleNamespace = type(sys.implementation)

PACKAGE = "libcst"
NATIVE = "libcst.native"

# The lowering reads the text itself, so that these need not be anything.
IGNORED = frozenset(
    {
        "AssignEqual", "Colon", "Comma", "Comment", "Dot", "EmptyLine", "Newline",
        "ParenthesizedWhitespace", "RightCurlyBrace", "RightParen", "RightSquareBracket",
        "Semicolon", "SimpleWhitespace", "TrailingWhitespace",
    }
)  # fmt: skip


class Light(SimpleNamespace):
    """A node: the fields it was given, and what stands for those it was not."""

    # To make one with room for weak references takes longer: a twentieth of parsing.
    __slots__ = ()

    lpar = rpar = ()
    # Calls, parameters and classes.
    bases = keywords = decorators = ()
    params = posonly_params = kwonly_params = ()
    star_arg = star_kwarg = type_parameters = None
    keyword = annotation = default = None
    star = ""
    # Expressions.
    value = lower = upper = step = bound = None
    ifs = ()
    inner_for_in = asynchronous = None
    conversion = format_spec = equal = None
    # Statements.
    body = handlers = relative = ()
    orelse = finalbody = returns = None
    exc = cause = msg = module = asname = None
    type = name = None
    # Patterns.
    patterns = elements = kwds = ()
    pattern = guard = rest = lbracket = None


class ParserSyntaxError(Exception):
    """What LibCST's parser raises; it looks this up by name too."""

    def __init__(self, message: str, **_: Any) -> None:
        super().__init__(message)
        self.message = message


def node(name: str) -> Any:
    """What makes the nodes of this name."""
    # No other function takes whatever keywords there are, and makes nothing, as fast as this.
    return "".format if name in IGNORED else type(name, (Light,), {"__slots__": ()})


def library(path: list[str]) -> ModuleType:
    """The module that stands in for LibCST: it has a class for whatever name it is asked for."""
    # A plain module: from one with a class of its own every attribute takes twice as long.
    module = ModuleType(PACKAGE)

    def missing(name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        made = node(name)
        setattr(module, name, made)
        return made

    vars(module).update(__path__=path, __getattr__=missing, ParserSyntaxError=ParserSyntaxError)
    return module


class Parser:
    """The native parser, and the module it takes its nodes from.

    One may parse at a time, which `lowering` sees to. Another thread that imports LibCST for the
    first time would get the light module; but it hardly can, since none of what is called while
    the parser runs lets go of the interpreter.
    """

    def __init__(self) -> None:
        self._library = library(_location())
        native = self._within(__import__, NATIVE, None, None, ("parse_module",))
        # For every node the parser imports LibCST, by the `__import__` that the globals of its
        # caller have, and takes it from `sys.modules`. The import takes a tenth of the time of
        # parsing, so this caller has one that does nothing.
        self._call = FunctionType(_call.__code__, {"__builtins__": {"__import__": "".format}})
        self._parse = native.parse_module

    def __call__(self, text: str) -> Any:
        return self._within(self._call, self._parse, text)

    def _within(self, call: Any, *arguments: Any) -> Any:
        """Call while the light module stands for LibCST, then put back what was there."""
        modules = sys.modules
        before = modules.get(PACKAGE)
        modules[PACKAGE] = self._library
        try:
            return call(*arguments)
        finally:
            if before is None:
                del modules[PACKAGE]
            else:
                modules[PACKAGE] = before


def _call(parse: Any, text: str) -> Any:
    return parse(text, None)


def _location() -> list[str]:
    """Where LibCST is installed; asking the finders costs less than importing importlib.util."""
    for finder in sys.meta_path:
        spec = finder.find_spec(PACKAGE, None)
        if spec is not None and spec.submodule_search_locations:
            return list(spec.submodule_search_locations)
    raise ImportError(f"{PACKAGE} is not installed")
