"""Modules that are read when a program needs them: imports decide how fast a run starts."""

from __future__ import annotations

import sys
from _thread import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
else:
    ModuleType = type(sys)  # the same, without importing `types`

_lock = RLock()


def module(name: str) -> ModuleType:
    """The module of this full name. `importlib` gives the same, but imports `warnings` first."""
    __import__(name)
    found = sys.modules[name]
    if type(found) is _Later:
        found.__getattr__("__file__")
    return found


def later(package: str, names: str) -> None:
    """Put modules of a package where an import finds them, before they are read.

    Each runs when something in it is first asked for. So `from . import comparison` costs nothing
    until `comparison.equal` is called, while `from .comparison import equal` reads it at once.

    Args:
        package: the full name of the package, whose `__init__` calls this.
        names: the modules in it, with spaces between.
    """
    home = sys.modules[package]
    for name in names.split():
        full = f"{package}.{name}"
        if full not in sys.modules:
            made = sys.modules[full] = _Later(full)
            made.__package__ = package
            setattr(home, name, made)


class _Later(ModuleType):
    """A module that has not run yet; an ordinary one as soon as it has."""

    def __getattr__(self, name: str) -> object:
        with _lock:
            if type(self) is _Later and self.__spec__ is None:
                self._run()
        found = self.__dict__.get(name, self)
        if found is self:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return found

    def _run(self) -> None:
        path = sys.modules[self.__package__ or ""].__path__
        for finder in sys.meta_path:
            spec = finder.find_spec(self.__name__, path)
            if spec is not None and spec.loader is not None:
                break
        else:
            raise ModuleNotFoundError(f"No module named {self.__name__!r}", name=self.__name__)
        self.__spec__, self.__loader__ = spec, spec.loader
        self.__file__ = spec.origin
        try:
            spec.loader.exec_module(self)
        except BaseException:
            self.__spec__ = None
            raise
        self.__class__ = ModuleType  # type: ignore[assignment]
