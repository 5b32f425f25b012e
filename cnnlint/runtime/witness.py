"""Watching real Keras while a program runs: which layer was made or called where, and what it is.

Runs in the child process. A layer that Keras makes on its own, inside of another, has no place.
"""

from __future__ import annotations

import itertools
import os
import sys
from contextlib import suppress

from .synthetic import fed, spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    Place = tuple[str, int]
    Object = dict[str, Any]

INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
#: Methods of Keras through which the user's own call comes to a layer.
PASSED = ("__call__", "__new__", "symbolic_call", "error_handler")


#: Functions of Keras that make a model anew for the user who calls them, and what is none of it.
COPIES = frozenset(
    {"from_config", "clone_model", "model_from_json", "load_model", "deserialize_keras_object"}
)
INNER = frozenset({"build", "_maybe_rebuild", "add"})


class Witness:
    """What was seen. `path` is the program, `places` are the folders of the user's own modules."""

    def __init__(self, keras: Any, path: str, places: list[str]) -> None:
        self.keras = keras
        self.path = path
        self.places = tuple(os.path.join(place, "") for place in places)
        self.library = tuple(
            os.path.join(os.path.dirname(os.path.abspath(file)), "")
            for name in ("keras", "tf_keras", "tensorflow", "cnnlint")
            if (file := getattr(sys.modules.get(name), "__file__", None))
        )
        self.made: list[tuple[Any, Place]] = []
        self.place_of: dict[int, Place] = {}
        self.last: dict[
            int, tuple[Any, Any]
        ] = {}  # the layer is kept, so that its id stays its own
        #: Where the layers stand that were at work, not called by the user, when one raised.
        self.failed: list[Place] = []
        self.raised: BaseException | None = None
        # The other backends try a `call` with numbers in place of None.
        self.traces = keras.config.backend() == "tensorflow"
        self.wanted: list[Any] = []  # the models that the targets give
        self.shown: list[Any] = []  # those of `models()`, in its order
        self.fed: dict[int, Any] = {}  # what `fit` is given, model by model
        self.taken: dict[int, Any] = {}  # and what a model is called with

    def is_users(self, name: str) -> bool:
        if name == self.path:
            return True
        if name.startswith(self.library) or any(part in name for part in INSTALLED):
            return False
        return name.startswith(self.places)

    def caller(self, frame: FrameType | None) -> Place | None:
        """Where the user's code stands, if it is the one who asked; else None."""
        while frame is not None:
            name = frame.f_code.co_filename
            if self.is_users(name) or name == "<target>":
                return name, line_in(frame)
            if name.startswith(self.library):
                code = frame.f_code
                method = code.co_varnames[:1] in (("self",), ("cls",))
                if (
                    method
                    and code.co_name not in PASSED
                    and not name.endswith(("keras_tensor.py", "witness.py"))
                ):
                    return None
            frame = frame.f_back
        return None

    def copier(self, frame: FrameType | None) -> Place | None:
        """Where the user's code asks Keras for a copy, or for a model from a file; else None."""
        asked = ""
        while frame is not None:
            name = frame.f_code.co_filename
            if self.is_users(name) or name == "<target>":
                return (name, line_in(frame)) if asked in COPIES else None
            asked = frame.f_code.co_name
            if asked in INNER:
                return None  # what a `Sequential` is inside
            frame = frame.f_back
        return None

    def watch(self) -> None:
        """Stand beside everything that makes or calls a layer."""
        keras, witness = self.keras, self
        operation = keras.Operation
        make, call = operation.__new__, keras.Layer.__call__

        def new(cls: Any, *args: Any, **kwargs: Any) -> Any:
            made = make(cls, *args, **kwargs)
            if isinstance(made, keras.Layer):
                place = witness.caller(sys._getframe(1))
                if place is None and isinstance(made, keras.Model):
                    place = witness.copier(sys._getframe(1))
                if place is not None:
                    witness.made.append((made, place))
                    witness.place_of[id(made)] = place
            return made

        def called(self: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                outputs = call(self, *args, **kwargs)
            except Exception as error:
                place = witness.place_of.get(id(self))
                if place is not None:
                    if witness.raised is not error:
                        witness.raised, witness.failed = error, []
                    witness.failed.append(place)
                raise
            if isinstance(self, keras.Model) and args and not hasattr(self, "_inputs_struct"):
                witness.taken.setdefault(id(self), witness.described(args[0]))
            if witness.traces and witness.caller(sys._getframe(1)) is not None:
                witness.last[id(self)] = (self, ends(keras, outputs))
            return outputs

        called.__module__ = call.__module__  # what AutoGraph lets be, it goes on letting be
        operation.__new__ = new
        keras.Layer.__call__ = called

    def described(self, data: Any) -> Any:
        """The shapes and types of what a layer is called with, in the same form."""
        return self.keras.tree.map_structure(lambda leaf: spec(self.keras, leaf), data)

    def feed(self, model: Any, x: Any, y: Any) -> None:
        """Note what a model is trained on: the first that it is given."""
        if id(model) not in self.fed:
            with suppress(Exception):  # what it is decides about data, not about the run
                known = fed(self.keras, x, y)
                if known is not None:
                    self.fed[id(model)] = known

    def want(self, value: Any, first: int) -> None:
        """Mark the models that a target gives; of a tensor, the model that was called for it; of
        an object that is neither, those that were made for it: from the number `first` on."""
        given = [
            leaf
            if (history := getattr(leaf, "_keras_history", None)) is None
            else history.operation
            for leaf in self.keras.tree.flatten(value)
        ]
        if not any(isinstance(each, self.keras.Operation) for each in given):
            given = [layer for layer, _ in self.made[first:]]
        self.wanted += given

    def has_made(self, path: str, line: int) -> bool:
        """Whether a model was made on that line."""
        return any(
            place == (path, line) and isinstance(layer, self.keras.Model)
            for layer, place in self.made
        )

    def models(self) -> list[Object]:
        """Every model that the user's code made, as it is now."""
        found: list[Object] = []
        self.shown = []
        seen: set[int] = set()
        for model, place in self.made:
            if not isinstance(model, self.keras.Model) or id(model) in seen:
                continue
            seen.add(id(model))
            if not _is_whole(model):
                continue
            with suppress(AttributeError):
                found.append(self.model(model, place))
                self.shown.append(model)
        inner = {
            id(part)
            for model, _ in self.made
            if isinstance(model, self.keras.Model) and _is_whole(model)
            for part in model._flatten_layers(include_self=False)
        }
        for each, model in zip(found, self.shown, strict=True):
            each["nested"] = id(model) in inner
        return found

    def model(self, model: Any, place: Place) -> Object:
        functional = hasattr(model, "_operations") and hasattr(model, "_nodes_by_depth")
        parts = model._operations if functional else model.layers
        return {
            "path": place[0],
            "line": place[1],
            "wanted": any(model is each for each in self.wanted),
            "name": model.name,
            "class": type(model).__name__,
            "built": bool(model.built),
            **counts(model),
            "rows": [self.row(part) for part in parts],
        }

    def row(self, layer: Any) -> Object:
        outputs = self.outputs(layer)
        return {
            "name": layer.name,
            "class": type(layer).__name__,
            "shapes": None if outputs is None else [shape for shape, _ in outputs],
            "dtypes": None if outputs is None else [dtype for _, dtype in outputs],
            **counts(layer),
        }

    def outputs(self, layer: Any) -> list[tuple[Any, str]] | None:
        """The shapes and types of the last call on tensors; None where there was none."""
        nodes = layer._inbound_nodes
        if nodes:
            return ends(self.keras, nodes[-1].outputs)
        outputs = getattr(layer, "outputs", None)
        if outputs:
            return ends(self.keras, outputs)
        # Called inside the `call` of another layer, where Keras keeps nothing.
        found: list[tuple[Any, str]] | None = self.last.get(id(layer), (None, None))[1]
        return found


def _is_whole(model: Any) -> bool:
    """Whether its constructor came to its end; in Keras 2 the layers have another name."""
    return hasattr(model, "_layers") or hasattr(model, "_self_tracked_trackables")


def line_in(frame: FrameType) -> int:
    """The line on which the expression begins that this frame is evaluating."""
    positions = frame.f_code.co_positions()
    found = next(itertools.islice(positions, frame.f_lasti // 2, None), None)
    return (found[0] if found else None) or frame.f_lineno


def ends(keras: Any, outputs: Any) -> list[tuple[Any, str]] | None:
    """The shape and the type of each tensor; None where one is no tensor."""
    found: list[tuple[Any, str]] = []
    for leaf in keras.tree.flatten(outputs):
        try:
            shape = [None if size is None else int(size) for size in leaf.shape]
            found.append((shape, keras.backend.standardize_dtype(leaf.dtype)))
        except (AttributeError, TypeError, ValueError):
            return None
    return found


def counts(layer: Any) -> Object:
    """How many weights there are, and how many of them are trained; None where it is not built."""
    found: Object = {"params": None, "trainable_params": None}
    if isinstance(getattr(type(layer), "weights", None), property):
        with suppress(ValueError):  # Keras 2 raises where a layer inside is not built
            if layer.built:
                trained = counted(layer.trainable_weights)
                found = {"params": counted(layer.weights), "trainable_params": trained}
        return found
    return dict.fromkeys(found, 0)  # an operation


def counted(variables: Any) -> int:
    """Values in these variables, each variable once."""
    total = 0
    for variable in {id(variable): variable for variable in variables}.values():
        size = 1
        for length in variable.shape:
            size *= int(length)
        total += size
    return total
