"""The modules that cnnlint knows, for one run of a program."""

from __future__ import annotations

from .. import libraries
from ..interpreter.values import Module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Scope
    from ..syntax.tree import Node


def no_library(name: str) -> Module | None:
    return None


def _with_keras(part: str, load: Any, keras: Module) -> Any:
    """What loads a module's members; those of its `part` have Keras among theirs."""

    def find(name: str) -> Any:
        found = load(name)
        if part in ("", name) and isinstance(found, Module):
            if part:
                found.load = _with_keras("", found.load, keras)
            else:
                found.names["keras"] = keras
        return found

    return find


#: Modules of Keras that TensorFlow shows as its own: `tf.losses.Huber`.
SHOWN = frozenset(("initializers", "losses", "metrics", "optimizers"))
#: TensorFlow's own initializers that take and give what those of Keras do.
ALIKE = {
    "zeros_initializer": "Zeros",
    "ones_initializer": "Ones",
    "constant_initializer": "Constant",
    "random_normal_initializer": "RandomNormal",
    "random_uniform_initializer": "RandomUniform",
}


def _shown(load: Any, keras: Module) -> Any:
    """What loads a member of TensorFlow's, which may be one of Keras's."""

    def find(name: str) -> Any:
        if name in SHOWN:
            return keras.member(name)
        alike = ALIKE.get(name)
        return load(name) if alike is None else keras.member("initializers").member(alike)

    return find


def directive(interpreter: Interpreter, node: Node, scope: Scope) -> None:
    """What a directive says, for the libraries whose values it speaks of."""
    from ..libraries import directives

    directives.apply(interpreter, node, scope)


class Library:
    """The modules that cnnlint knows, for one run."""

    __slots__ = ("interpreter", "keras")

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.keras: dict[str, Any] = {}

    def __call__(self, dotted: str) -> Module | None:
        head, *rest = dotted.split(".")
        if rest[:2] == ["src", "applications"] and self.interpreter.find(dotted) is not None:
            return None  # in Keras's own tree its applications are read like anybody's code
        module = self.top(head)
        for place, name in enumerate(rest):
            if module is None:
                return None
            member = module.member(name)
            if not isinstance(member, Module):
                # Keras's own files lie elsewhere than its public names: what is public there is
                # what they define.
                return module if rest[0] == "src" and place > 1 else None
            if "__file__" in member.names:
                return None  # it is read from a file, and so is what is in it
            module = member
        return module

    def keras_of(self, root: str) -> Module:
        """Keras, by the name it is imported by: not all of them have the same names in them."""
        known = self.keras.get(root)
        if known is None:
            from ..keras.namespace import Keras

            why = self.why_older(root)
            if why:
                self.interpreter.state.setdefault("keras 2", why)
            known = self.keras[root] = Keras(self.interpreter, root)
            libraries.install(self.interpreter)
        return known.module("")

    def why_older(self, root: str) -> str:
        """Why it is Keras 2 that goes by this name; "" where it is Keras 3."""
        if root == "tf_keras":
            return "`import tf_keras`"
        system = self.interpreter.state.get("libraries", {}).get("os")
        if root == "tensorflow.keras" and system is not None:
            given = system.names["environ"].state.get("TF_USE_LEGACY_KERAS")
            if str(given) in ("1", "true", "True"):
                return "`TF_USE_LEGACY_KERAS` is set"
        demand = getattr(self.interpreter.find, "demand", None)
        return demand.why if demand is not None and demand.keras == 2 else ""

    def top(self, name: str) -> Module | None:
        if name in ("keras", "tf_keras"):
            return self.keras_of(name)
        # Apart from `modules`, which holds the user's own packages as well.
        tops: dict[str, Module] = self.interpreter.state.setdefault("libraries", {})
        if name in tops:
            return tops[name]
        found = libraries.find(name)
        if found is not None:
            libraries.install(self.interpreter)
            if name == "tensorflow":
                found.names["keras"] = keras = self.keras_of("tensorflow.keras")
                found.load = _shown(_with_keras("compat", found.load, keras), keras)
            tops[name] = found
        return found
