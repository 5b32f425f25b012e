"""What a program calls and the run does not do: training, saving, drawing, downloading.

Runs in the child process. What is called instead gives data of the right shapes, so that a
training script comes to its end in seconds, and builds what training would have built.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

IMAGES = {
    "mnist": (28, 28),
    "fashion_mnist": (28, 28),
    "cifar10": (32, 32, 3),
    "cifar100": (32, 32, 3),
}
LOADERS = (*IMAGES, "imdb", "reuters", "boston_housing")


class Curves(dict[str, "Any"]):
    """The numbers of a training that did not take place: zeros under any name."""

    def __init__(self, epochs: int | None = None) -> None:
        super().__init__()
        self.epochs = epochs

    def __missing__(self, name: str) -> Any:
        return 0.0 if self.epochs is None else [0.0] * self.epochs


class Originals:
    """What the stand-ins take the place of, as Keras has it."""

    def __init__(self, keras: Any) -> None:
        model = keras.Model
        self.fit = model.fit
        self.evaluate = model.evaluate
        self.train_on_batch = model.train_on_batch
        self.predict_on_batch = model.predict_on_batch


def replace(
    keras: Any,
    skipped: Callable[[str], None],
    feed: Callable[[Any, Any, Any], None] | None = None,
    steps: int = 0,
) -> Originals:
    """Put the stand-ins in place; each tells `skipped` its name when it is called, and those for
    training tell `feed` what they are given.

    With `steps`, `fit` trains that many of them on made-up data.
    """
    originals = Originals(keras)
    _replace_training(keras, skipped, feed or (lambda model, x, y: None), originals, steps)
    _replace_files(keras, skipped)
    replace_datasets(keras)
    return originals


def _replace_training(
    keras: Any,
    skipped: Callable[[str], None],
    feed: Callable[[Any, Any, Any], None],
    originals: Originals,
    steps: int,
) -> None:
    def fit(self: Any, x: Any = None, y: Any = None, *args: Any, **kwargs: Any) -> Any:
        skipped("fit")
        size = kwargs.get("batch_size", args[0] if args else None)
        feed(self, x, y)
        build_on(keras, self, x, "fit", size, kwargs.get("validation_split") or 0.0)
        if steps:
            from .fitting import trained

            epochs = kwargs.get("epochs", args[1] if len(args) > 1 else 1)
            history = trained(keras, originals, self, (x, y), steps, size, kwargs)
            if history is not None:
                history.history = {name: each * epochs for name, each in history.history.items()}
                history.epoch = list(range(epochs))
                return history
        for callback in kwargs.get("callbacks") or ():
            filepath = getattr(callback, "filepath", None)
            if isinstance(callback, keras.callbacks.ModelCheckpoint) and filepath:
                self.save(filepath)
        history = keras.callbacks.History()
        epochs = kwargs.get("epochs", args[1] if len(args) > 1 else 1)
        history.history = Curves(epochs)
        history.epoch = list(range(epochs))
        history.params = {"epochs": epochs}
        history.set_model(self)
        for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
            history.history[name] = [0.0] * epochs
        return history

    def scores(self: Any, as_dict: bool) -> Any:
        if as_dict:
            return Curves()
        compiled = getattr(self, "_compile_metrics", None)
        asked = [getattr(compiled, f"_user_{kind}metrics", None) for kind in ("", "weighted_")]
        count = sum(len(keras.tree.flatten(each or [])) for each in asked)
        losses = getattr(self, "loss", None)
        if isinstance(losses, str) or callable(losses):
            losses = getattr(self, "outputs", None)
        told = len(keras.tree.flatten(losses or []))  # each loss, where there are several
        count += told if told > 1 else 0
        return [0.0] * (1 + count) if count else 0.0

    def evaluate(self: Any, x: Any = None, y: Any = None, *args: Any, **kwargs: Any) -> Any:
        skipped("evaluate")
        build_on(keras, self, x, "evaluate", kwargs.get("batch_size"))
        return scores(self, kwargs.get("return_dict", False))

    def on_batch(self: Any, x: Any = None, *args: Any, **kwargs: Any) -> Any:
        skipped("train_on_batch")
        feed(self, x, args[0] if args else kwargs.get("y"))
        build_on(keras, self, x, "on_batch")
        return scores(self, kwargs.get("return_dict", False))

    def predict(self: Any, x: Any = None, *args: Any, **kwargs: Any) -> Any:
        skipped("predict")
        size = kwargs.get("batch_size", args[0] if args else None)
        return predicted(self, x, "predict", size)

    def predict_on_batch(self: Any, x: Any = None) -> Any:
        skipped("predict_on_batch")
        return predicted(self, x, "on_batch", None)

    def predicted(self: Any, x: Any, method: str, size: Any) -> Any:
        import numpy as np

        build_on(keras, self, x, method, size)
        batch = first_batch(keras, x, method, size or 32, 0.0)
        names = ("_outputs_struct", "_nested_outputs", "outputs")  # the second is Keras 2's
        outputs = next((o for o in (getattr(self, n, None) for n in names) if o is not None), None)
        if batch is not None and hasattr(self, "compute_output_spec"):
            free = (None in leaf.shape[1:] for leaf in keras.tree.flatten(outputs))
            if outputs is not None and any(free):
                outputs = self.compute_output_spec(batch)  # for data of these sizes
        if outputs is not None and isinstance(outputs, (list, tuple)) and len(outputs) == 1:
            outputs = outputs[0]
        if outputs is None:
            if batch is None:
                return None
            outputs = getattr(keras, "trace", _call)(self, batch)
        leaves = keras.tree.flatten(x)
        count = leaves[0].shape[0] if leaves and getattr(leaves[0], "shape", None) else 1

        def zeros(leaf: Any) -> Any:
            shape = (count or 1, *(size or 1 for size in leaf.shape[1:]))
            dtype = keras.backend.standardize_dtype(leaf.dtype)
            return np.zeros(shape, "float32" if dtype == "bfloat16" else dtype)

        return keras.tree.map_structure(zeros, outputs)

    model = keras.Model
    model.fit, model.evaluate, model.predict = fit, evaluate, predict
    model.train_on_batch = model.test_on_batch = on_batch
    model.predict_on_batch = predict_on_batch


def build_on(
    keras: Any, model: Any, x: Any, method: str, size: Any = None, held_back: float = 0.0
) -> None:
    """Build what the first batch of this data would have built."""
    if type(model).call is keras.Model.call:
        return  # it is trained in a step of its own, and never called
    if model.built and all(layer.built for layer in model._flatten_layers()):
        return
    batch = first_batch(keras, x, method, size or 32, held_back)
    if batch is not None:
        getattr(keras, "trace", _call)(model, batch)


def _call(model: Any, batch: Any) -> Any:
    return model(batch)


def first_batch(keras: Any, x: Any, method: str, size: int, held_back: float) -> Any:
    """The first batch of some data as symbolic tensors, as `fit` and its like see it."""

    def symbol(shape: Any, dtype: Any) -> Any:
        return keras.KerasTensor(tuple(shape), dtype=keras.backend.standardize_dtype(dtype))

    def of_array(leaf: Any) -> Any:
        count = int(leaf.shape[0] * (1.0 - held_back))
        whole = count > 0 and count % size == 0
        first = {"predict": min(count, size), "on_batch": count}.get(
            method, size if whole else None
        )
        return symbol((first, *leaf.shape[1:]), leaf.dtype)

    def free(leaf: Any) -> Any:
        return symbol((leaf.shape[0] if method == "predict" else None, *leaf.shape[1:]), leaf.dtype)

    def inputs(batch: Any) -> Any:
        return batch[0] if isinstance(batch, (tuple, list)) else batch

    if hasattr(x, "element_spec"):
        spec = inputs(next(iter(x)) if method == "predict" else x.element_spec)
        return keras.tree.map_structure(lambda leaf: symbol(leaf.shape, leaf.dtype.name), spec)
    if hasattr(x, "__getitem__") and hasattr(x, "on_epoch_end"):
        return keras.tree.map_structure(free, inputs(x[0]))
    if hasattr(x, "__next__"):
        return keras.tree.map_structure(free, inputs(next(x)))
    leaves = keras.tree.flatten(x)
    if leaves and all(hasattr(leaf, "shape") for leaf in leaves):
        return keras.tree.map_structure(of_array, x)
    return None


# Files ------------------------------------------------------------------------------------------


def _replace_files(keras: Any, skipped: Callable[[str], None]) -> None:
    """Models are saved to memory and loaded from there; weights stay as they are made."""
    saved: dict[str, Any] = {}
    read = keras.saving.load_model

    def nothing(name: str) -> Any:
        def stand_in(*args: Any, **kwargs: Any) -> None:
            skipped(name)

        return stand_in

    def save(self: Any, filepath: Any, *args: Any, **kwargs: Any) -> None:
        skipped("save")
        with suppress(Exception):  # what cannot be described cannot be loaded again either
            saved[os.fspath(filepath)] = keras.saving.serialize_keras_object(self)

    def load_model(filepath: Any, custom_objects: Any = None, *args: Any, **kwargs: Any) -> Any:
        known = saved.get(os.fspath(filepath))
        if known is None:
            return read(filepath, custom_objects, *args, **kwargs)
        return keras.saving.deserialize_keras_object(known, custom_objects)

    def get_file(fname: Any = None, origin: Any = None, *args: Any, **kwargs: Any) -> str:
        skipped("get_file")
        name = os.path.basename(os.fspath(fname or origin or "file"))
        folder = tempfile.mkdtemp()
        path = os.path.join(folder, name)
        if any(kwargs.get(word) for word in ("untar", "extract")):
            os.makedirs(path.split(".", 1)[0], exist_ok=True)
            return path.split(".", 1)[0]
        with open(path, "wb"):
            return path

    model = keras.Model
    model.save = save
    for name in ("save_weights", "load_weights", "export"):
        setattr(model, name, nothing(name))
    everywhere = {
        "load_model": load_model,
        "save_model": save,
        "get_file": get_file,
        "plot_model": nothing("plot_model"),
        "model_to_dot": nothing("model_to_dot"),
    }
    _set_everywhere(everywhere)


def _set_everywhere(functions: dict[str, Any]) -> None:
    """Replace functions of Keras in every module that has taken hold of them."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("keras", "tf_keras", "tensorflow") and module is not None:
            for function, stand_in in functions.items():
                if function in getattr(module, "__dict__", {}):
                    with suppress(AttributeError, TypeError):
                        setattr(module, function, stand_in)


# Datasets ---------------------------------------------------------------------------------------


def replace_datasets(keras: Any) -> None:
    """Zeros of the shapes and types that Keras's datasets have, without a download."""
    loaders = {name: _loader(name) for name in LOADERS}
    roots = [keras.datasets]
    if "tensorflow" in sys.modules:
        roots.append(sys.modules["tensorflow"].keras.datasets)
    for root in roots:
        for name, loader in loaders.items():
            getattr(root, name).load_data = loader
    for name, module in list(sys.modules.items()):
        parts = name.split(".")
        if "datasets" in parts and parts[-1] in loaders and hasattr(module, "load_data"):
            module.load_data = loaders[parts[-1]]  # type: ignore[attr-defined]


def _loader(name: str) -> Callable[..., Any]:
    """A `load_data` whose data have the shapes and types of the real one."""
    import numpy as np

    classes = {"cifar100": 100, "imdb": 2, "reuters": 46}.get(name, 10)
    cifar = name.startswith("cifar")

    def images(count: int) -> Any:
        labels: Any = np.arange(count) % classes
        labels = labels.reshape(-1, 1).astype("int64" if name == "cifar100" else "uint8")
        return np.zeros((count, *IMAGES[name]), "uint8"), labels if cifar else labels[:, 0]

    def texts(count: int) -> Any:
        rows = np.empty(count, dtype=object)
        rows[:] = [[1, 2, 3]] * count
        return rows, np.arange(count) % classes

    def houses(count: int) -> Any:
        return np.zeros((count, 13)), np.zeros(count)

    made: Callable[[int], Any] = images
    counts = (50_000 if cifar else 60_000, 10_000)
    if name in ("imdb", "reuters"):
        made, counts = texts, (25_000, 25_000) if name == "imdb" else (8_982, 2_246)
    elif name == "boston_housing":
        made, counts = houses, (404, 102)

    def load_data(*args: Any, **kwargs: Any) -> Any:
        return made(counts[0]), made(counts[1])

    return load_data
