"""Batches of made-up data, of the shapes and types that a model or its `fit` asks for.

Runs in the child process. Numbers are drawn from [0, 1), whole numbers below the smallest
vocabulary of the model, labels below the number of classes: whatever fails on them fails on the
shapes, and not on the values.
"""

from __future__ import annotations

from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

#: What a size is that neither the code nor cnnlint knows.
OPEN = 32
SEED = 7


class Spec:
    """The shape and the type of a tensor; a size that is open is None."""

    __slots__ = ("dtype", "shape")

    def __init__(self, shape: Sequence[int | None], dtype: str) -> None:
        self.shape = tuple(shape)
        self.dtype = dtype


def spec(keras: Any, leaf: Any) -> Spec | None:
    """That of a tensor, an array or a description of one; None where it is nothing of them."""
    with suppress(AttributeError, TypeError, ValueError):
        shape = [None if size is None else int(size) for size in leaf.shape]
        dtype = getattr(leaf.dtype, "name", None) or str(leaf.dtype)
        if dtype in ("object", "string", "str") or dtype.startswith(("str", "<U", "|S", "bytes")):
            return Spec(shape, "string")
        return Spec(shape, keras.backend.standardize_dtype(leaf.dtype))
    return None


def fed(keras: Any, x: Any, y: Any) -> tuple[Any, Any] | None:
    """What `fit` is given, as specs in the form that it is given in; None where that is not told.

    Nothing is read of what could not be read again. How much there is of it is left open.
    """
    counted = True
    if hasattr(x, "element_spec"):
        whole, counted = x.element_spec, False
    elif hasattr(x, "__getitem__") and hasattr(x, "on_epoch_end"):
        whole = x[0]
    elif hasattr(x, "dataset") and hasattr(x, "batch_size"):
        whole = next(iter(x), None)
    elif hasattr(x, "__next__") or x is None:
        return None
    else:
        whole = (x,) if y is None else (x, y)
    parts = list(whole) if isinstance(whole, (tuple, list)) else [whole]

    def told(leaf: Any) -> Spec | None:
        found = spec(keras, leaf)
        if found is not None and found.shape and counted:
            found.shape = (None, *found.shape[1:])
        return found

    described = [keras.tree.map_structure(told, part) for part in parts]
    if any(leaf is None for part in described for leaf in leaves(keras, part)):
        return None
    return described[0], described[1] if len(described) > 1 else None


def leaves(keras: Any, structure: Any) -> list[Any]:
    found: list[Any] = keras.tree.flatten(structure)
    return found


class Source:
    """Made-up data for one model."""

    def __init__(self, keras: Any, model: Any) -> None:
        import numpy as np

        self.keras = keras
        self.model = model
        self.random = np.random.default_rng(SEED)
        sizes = [
            layer.input_dim
            for layer in model._flatten_layers()
            if isinstance(layer, keras.layers.Embedding)
        ]
        self.vocabulary = min([2, *sizes])

    def array(self, shape: Sequence[int], dtype: str, below: int = 0) -> Any:
        """Values of this shape; whole numbers are less than `below`."""
        import numpy as np

        shape = tuple(shape)
        if dtype == "string":
            words = np.full(shape, "a word or two", dtype=object)
            if self.keras.config.backend() != "tensorflow":
                return words
            return self.tensorflow().constant(words, dtype="string")
        if dtype == "bool":
            return self.random.random(shape) < 0.5
        if "int" in dtype:
            return self.random.integers(0, below or self.vocabulary, shape).astype(dtype)
        if dtype == "bfloat16":
            dtype = "float32"
        values = self.random.random(shape)
        return values.astype(dtype) if dtype.startswith("float") else np.asarray(values)

    def tensorflow(self) -> Any:
        from importlib import import_module

        return import_module("tensorflow")

    def inputs(self, structure: Any, batch: int, shapes: Sequence[Sequence[int]] = ()) -> Any:
        """Data in the form of `structure`, whose leaves are specs.

        `shapes` say what the open sizes are, input by input, where they fit.
        """
        asked = list(shapes)
        specs = leaves(self.keras, structure)
        if len(asked) != len(specs):
            asked = [()] * len(specs)
        arrays = [
            self.array(_filled(each.shape, batch, shape), each.dtype)
            for each, shape in zip(specs, asked, strict=True)
        ]
        # Where one is a tensor, as texts are, Keras wants all of them to be.
        if any(each.dtype == "string" for each in specs):
            arrays = list(map(self.keras.ops.convert_to_tensor, arrays))
        made = iter(arrays)
        return self.keras.tree.map_structure(lambda _: next(made), structure)

    def labels(self, outputs: Any, structure: Any = None) -> Any:
        """What the model is to give for a batch: of the shapes of `outputs`, which it has given,
        or in the form of `structure`, which `fit` was given."""
        tree = self.keras.tree
        given = leaves(self.keras, outputs)
        losses = self._losses(outputs)
        if structure is not None:
            specs = leaves(self.keras, structure)
            if len(given) != len(specs):
                given, losses = [None] * len(specs), [""] * len(specs)
            made = iter(
                self._label(loss, output, each)
                for loss, output, each in zip(losses, given, specs, strict=True)
            )
            return tree.map_structure(lambda _: next(made), structure)
        made = iter(
            self._label(loss, output, None) for loss, output in zip(losses, given, strict=True)
        )
        return tree.map_structure(lambda _: next(made), outputs)

    def _label(self, loss: str, output: Any, asked: Spec | None) -> Any:
        import numpy as np

        shape = list(output.shape) if output is not None else [2]
        classes = int(shape[-1]) if shape and "categorical" in loss else 2
        sparse = "sparse" in loss or "ctc" in loss
        if asked is not None:
            own: list[Any] = [shape[0], *asked.shape[1:]]
            if not asked.shape:
                own = []
            for place, size in enumerate(own):
                if size is None:
                    own[place] = shape[place] if place < len(shape) else 1
            shape, kind = own, asked.dtype
        else:
            if sparse:
                shape = shape[:-1]
            kind = "int32" if sparse else "float32"
        if "categorical" in loss and not sparse and shape and shape[-1] == classes:
            hot = np.zeros(shape, "float32")
            hot[..., 0] = 1.0
            return hot.astype(kind if kind != "string" else "float32")
        if sparse or "int" in kind:
            return self.random.integers(0, max(classes, 1), shape).astype(kind)
        return self.array(shape, kind)

    def _losses(self, outputs: Any) -> list[str]:
        """The name of the loss of each output, in the order of its leaves."""
        count = len(leaves(self.keras, outputs))
        loss = getattr(self.model, "loss", None)
        if isinstance(loss, dict):
            names = getattr(self.model, "output_names", None) or sorted(loss)
            found = [loss.get(name) for name in names]
        elif isinstance(loss, (list, tuple)):
            found = list(loss)
        else:
            found = [loss] * count
        if len(found) != count:
            found = [None] * count
        return [_name(each) for each in found]


def _name(loss: Any) -> str:
    name = loss if isinstance(loss, str) else getattr(loss, "name", None)
    name = str(name or getattr(loss, "__name__", "") or type(loss).__name__)
    plain = "".join(char if char.isalnum() else "_" for char in name).lower()
    return f"sparse_{plain}" if "sparsecategorical" in plain else plain


def _filled(
    shape: tuple[int | None, ...], batch: int, asked: Sequence[int | None]
) -> tuple[int, ...]:
    """The shape with its open sizes as they are asked for; the first is the batch."""
    fits = len(asked) == len(shape) and all(
        size in (None, other) or place == 0
        for place, (size, other) in enumerate(zip(shape, asked, strict=True))
    )
    found = []
    for place, size in enumerate(shape):
        if size is None:
            wanted = asked[place] if fits else None
            size = batch if place == 0 else wanted if wanted is not None else OPEN
        found.append(size)
    return tuple(found)
