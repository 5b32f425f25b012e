"""Libraries that read files and draw pictures: what they return is unknown, and says where."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import Module, Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def reader(name: str, reason: str) -> Native:
    """A function or class of which only is known that its values come from elsewhere."""

    def read(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        return interpreter.unknown(reason)

    return Native(name, read)


def _module(name: str, readers: str, reason: str) -> Module:
    found = {each: reader(each, f"{reason} (`{name}.{each}`)") for each in readers.split()}
    return Module(name, found)


def tqdm() -> Module:
    """tqdm: what is gone through, with a bar beside it."""

    def itself(interpreter: Interpreter, iterable: Any = None, *rest: Any, **more: Any) -> Any:
        return iterable if iterable is not None else interpreter.unknown("a progress bar")

    names = {"tqdm": native(itself, "tqdm"), "tqdm_notebook": native(itself, "tqdm_notebook")}
    parts = ("auto", "notebook")
    inner = {part: Module(f"tqdm.{part}", dict(names)) for part in parts}
    return Module("tqdm", {**names, **inner})


def h5py() -> Module:
    """h5py: arrays from files."""
    return _module("h5py", "File", "data from a file")


_MODULES = frozenset(
    "animation cm colors dates gridspec image lines patches pyplot style ticker".split()
)


def pictures() -> Module:
    """Drawing: nothing it returns matters to a model."""
    return Module("matplotlib", None, drawn)


def drawn(name: str) -> Any:
    """A function that draws, or a module of them."""
    if name in _MODULES:
        return Module(f"matplotlib.{name}", None, drawn)
    if name.startswith("rcParams"):
        return Unknown("settings of drawing", None)
    return reader(name, "something drawn")
