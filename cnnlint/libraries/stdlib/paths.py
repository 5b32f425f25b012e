"""`os.path` and `pathlib`: texts are joined; whether a file is there, nobody knows."""

from __future__ import annotations

from ...diagnostics import Unknown
from ...interpreter.text import text_of
from ...interpreter.values import ClassMethod, Instance, Module, Property
from .kit import functions, module, partial_class, silent, text, unknowns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ...interpreter.machine import Interpreter


def _text(interpreter: Interpreter, path: Any) -> Any:
    """The text of a path of ours; one whose `__init__` never ran is not known."""
    found = path.attributes.get("_text")
    return interpreter.unknown("a path that is not known") if found is None else found


def path_text(interpreter: Interpreter, value: Any) -> Any:
    """A path as text, or an Unknown."""
    if type(value) is Instance and value.cls is PATH:
        return _text(interpreter, value)
    found = text(value)
    return interpreter.unknown("a path that is not known", of=value) if found is None else found


def join(interpreter: Interpreter, a: Any, /, *p: Any) -> Any:
    parts = [path_text(interpreter, part) for part in (a, *p)]
    unknown = next((part for part in parts if type(part) is Unknown), None)
    if unknown is not None:
        return interpreter.unknown("a path that is not known", of=unknown)
    made: str = parts[0]
    for part in parts[1:]:
        if part.startswith("/"):
            made = part
        elif not made or made.endswith("/"):
            made += part
        else:
            made += "/" + part
    return made


def split_of(path: str) -> tuple[str, str]:
    place = path.rfind("/") + 1
    head, tail = path[:place], path[place:]
    if head and head.strip("/"):
        head = head.rstrip("/")
    return head, tail


def split_extension(path: str) -> tuple[str, str]:
    """`splitext`: leading dots of the name do not start an extension."""
    base = path.rfind("/") + 1
    dot = path.rfind(".")
    if dot > base and path[base:dot].strip("."):
        return path[:dot], path[dot:]
    return path, ""


def normal(path: str) -> str:
    """`normpath`."""
    if not path:
        return "."
    root = "/" if path.startswith("/") else ""
    if path.startswith("//") and not path.startswith("///"):
        root = "//"
    parts: list[str] = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or (not root and not parts) or (parts and parts[-1] == ".."):
            parts.append(part)
        elif parts:
            parts.pop()
    return root + "/".join(parts) or "."


def _textual(function: Callable[[str], Any], name: str) -> Any:
    def call(interpreter: Interpreter, p: Any, /) -> Any:
        given = path_text(interpreter, p)
        return given if type(given) is Unknown else function(given)

    return call


def os_path() -> Module:
    """`os.path`."""
    made = {
        "basename": lambda path: split_of(path)[1],
        "dirname": lambda path: split_of(path)[0],
        "split": split_of,
        "splitext": split_extension,
        "normpath": normal,
        "isabs": lambda path: path.startswith("/"),
    }
    return module(
        "os.path",
        {"sep": "/", "pardir": "..", "curdir": ".", "extsep": "."},
        functions(join=join, **{name: _textual(each, name) for name, each in made.items()}),
        unknowns("whether a file is there", "exists isfile isdir islink lexists samefile ismount"),
        unknowns(
            "a path on the user's machine",
            "abspath realpath expanduser expandvars relpath commonpath getsize getmtime getctime",
        ),
    )


# pathlib --------------------------------------------------------------------------------------


def _made(interpreter: Interpreter, path: Any) -> Any:
    made = Instance(PATH, interpreter.span())
    if type(path) is str:
        path = _tidy(path)
    made.attributes["_text"] = path
    return made


def _tidy(path: str) -> str:
    root = "/" if path.startswith("/") else ""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return root + "/".join(parts) or "."


def _init(interpreter: Interpreter, self: Any, *args: Any) -> None:
    joined = join(interpreter, *args) if args else "."
    self.attributes["_text"] = _tidy(joined) if type(joined) is str else joined


def _joined(interpreter: Interpreter, self: Any, other: Any) -> Any:
    return _made(interpreter, join(interpreter, self, other))


def _joined_before(interpreter: Interpreter, self: Any, other: Any) -> Any:
    return _made(interpreter, join(interpreter, other, self))


def _join_path(interpreter: Interpreter, self: Any, *others: Any) -> Any:
    return _made(interpreter, join(interpreter, self, *others))


def _str(interpreter: Interpreter, self: Any) -> Any:
    return text_of(interpreter, _text(interpreter, self))


def _repr(interpreter: Interpreter, self: Any) -> Any:
    inside = text_of(interpreter, _text(interpreter, self), "r")
    return inside if type(inside) is Unknown else f"PosixPath({inside})"


def _equal(interpreter: Interpreter, self: Any, other: Any) -> Any:
    if type(other) is not Instance or other.cls is not PATH:
        return NotImplemented
    a, b = _text(interpreter, self), _text(interpreter, other)
    if type(a) is str and type(b) is str:
        return a == b
    return interpreter.unknown("whether two paths are the same", of=[a, b])


def _part(function: Callable[[str], Any], *, path: bool = False) -> Property:
    def read(interpreter: Interpreter, self: Any) -> Any:
        given = _text(interpreter, self)
        if type(given) is Unknown:
            return _made(interpreter, given) if path else interpreter.derive(given, "part")
        found = function(given)
        return _made(interpreter, found) if path else found

    return Property(functions(read=read)["read"])


def _name(path: str) -> str:
    return "" if path == "." else split_of(path)[1]


def _parent(path: str) -> str:
    return split_of(path)[0] or ("." if not path.startswith("/") else "/")


def _parts(path: str) -> tuple[str, ...]:
    root = ("/",) if path.startswith("/") else ()
    return (*root, *(part for part in path.split("/") if part not in ("", ".")))


def _with_suffix(interpreter: Interpreter, self: Any, suffix: Any) -> Any:
    given, new = _text(interpreter, self), text(suffix)
    if type(given) is Unknown or new is None:
        return _made(
            interpreter, interpreter.unknown("a path that is not known", of=[given, suffix])
        )
    return _made(interpreter, split_extension(given)[0] + new)


def _with_name(interpreter: Interpreter, self: Any, name: Any) -> Any:
    given, new = _text(interpreter, self), text(name)
    if type(given) is Unknown or new is None:
        return _made(interpreter, interpreter.unknown("a path that is not known", of=[given, name]))
    return _made(interpreter, join(interpreter, _parent(given), new))


def _elsewhere(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    return _made(interpreter, interpreter.unknown("a path on the user's machine"))


def _here(interpreter: Interpreter, cls: Any) -> Any:
    return _made(interpreter, interpreter.unknown("a path on the user's machine"))


PATH = partial_class(
    "PosixPath",
    **functions(
        __init__=_init,
        __truediv__=_joined,
        __rtruediv__=_joined_before,
        __str__=_str,
        __repr__=_repr,
        __eq__=_equal,
        __fspath__=_str,
        joinpath=_join_path,
        as_posix=_str,
        with_suffix=_with_suffix,
        with_name=_with_name,
        resolve=_elsewhere,
        absolute=_elsewhere,
        expanduser=_elsewhere,
    ),
    **unknowns(
        "what is on the user's machine",
        "exists is_file is_dir iterdir glob rglob open read_text read_bytes stat relative_to "
        "write_text write_bytes",
    ),
    **silent("mkdir unlink touch rmdir rename"),
    name=_part(_name),
    stem=_part(lambda path: split_extension(_name(path))[0]),
    suffix=_part(lambda path: split_extension(_name(path))[1]),
    parent=_part(_parent, path=True),
    parts=_part(_parts),
    cwd=ClassMethod(functions(cwd=_here)["cwd"]),
    home=ClassMethod(functions(home=_here)["home"]),
)


def pathlib() -> Module:
    """`pathlib`."""
    names = "Path PosixPath PurePath PurePosixPath WindowsPath"
    return Module("pathlib", dict.fromkeys(names.split(), PATH))
