"""Libraries other than Keras, as far as model code needs them.

A library's module is imported when a program names it, and not before.
"""

from __future__ import annotations

from .. import loading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Module

#: Dotted name: (module of this package, function in it that gives the module).
_HOMES: dict[str, tuple[str, str]] = {
    "numpy": ("numpy", "module"),
    "tensorflow": ("tensorflow", "module"),
    "sklearn": ("sklearn", "module"),
    "tensorflow_datasets": ("registry", "module"),
    "keras_tuner": ("tuners", "module"),
    "kerastuner": ("tuners", "module"),
    "gym": ("environments", "gym"),
    "gymnasium": ("environments", "gymnasium"),
    "pandas": ("tables", "pandas"),
    "cv2": ("pictures", "opencv"),
    "PIL": ("pictures", "pillow"),
    "h5py": ("files", "h5py"),
    "tqdm": ("files", "tqdm"),
    "matplotlib": ("files", "pictures"),
    "seaborn": ("files", "pictures"),
    "packaging": ("versions", "packaging"),
    "distutils": ("versions", "distutils"),
    "pkg_resources": ("versions", "pkg_resources"),
}


def provide(name: str, module: Callable[[], Module | None]) -> None:
    """Say where the module `name` comes from: `tensorflow.keras` is what "keras" is here."""
    _provided[name] = module


def find(dotted: str) -> Module | None:
    """The module of this full name, if cnnlint knows its library."""
    top, _, rest = dotted.partition(".")
    found = _modules.get(top)
    if found is None:
        provided, home = _provided.get(top), _HOMES.get(top)
        if provided is not None:
            found = provided()
        elif home is not None:
            found = getattr(loading.module(f"{__name__}.{home[0]}"), home[1])()
        if found is None:
            from . import stdlib

            found = stdlib.find(top)
        if found is None:
            return None
        _modules[top] = found
    from ..interpreter.values import Module

    for part in rest.split(".") if rest else ():
        member = found.member(part)
        if not isinstance(member, Module):
            return None
        found = member
    return found


_modules: dict[str, Module] = {}
_provided: dict[str, Callable[[], Module | None]] = {}


def install(interpreter: Interpreter) -> None:
    """Teach an interpreter how arrays, tensors, weights and dtypes take part in Python."""
    from ..interpreter.whole import Whole
    from ..network import Tensor, Weight
    from .arrays import Array
    from .dtypes import Dtype

    behaviours: dict[type, Any] = interpreter.behaviours
    for kind, module, name in (
        (Array, "methods", "ArrayBehaviour"),
        (Dtype, "dtypes", "DtypeBehaviour"),
        (Whole, "scalars", "WholeBehaviour"),
        (Tensor, "tensors", "TensorBehaviour"),
        (Weight, "tensors", "WeightBehaviour"),
    ):
        behaviours[kind] = Later(behaviours, kind, module, name)
    interpreter.telling["reshape"] = _reshape
    _modules.clear()  # a program may set names in a library's module


def _reshape(value: Any, derived: Any) -> Any:
    from . import unseen

    return unseen.reshape(value, derived)


class Later:
    """Stands for the behaviour of a type until a value of it is first used."""

    __slots__ = ("behaviours", "kind", "module", "name")

    def __init__(self, behaviours: dict[type, Any], kind: type, module: str, name: str) -> None:
        self.behaviours = behaviours
        self.kind = kind
        self.module = module
        self.name = name

    def __getattr__(self, method: str) -> Any:
        behaviour = getattr(loading.module(f"{__name__}.{self.module}"), self.name)()
        self.behaviours[self.kind] = behaviour
        return getattr(behaviour, method)
