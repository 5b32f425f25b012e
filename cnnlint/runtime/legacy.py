"""Keras 2 (`tf_keras`) under the names by which the child process knows Keras 3.

What is asked of Keras here goes through one object; this makes such a one of `tf_keras`. What it
does not name is that of `tf_keras` itself.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from importlib import import_module
from types import ModuleType, SimpleNamespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


class Legacy(ModuleType):
    """`tf_keras`, with what Keras 3 has besides."""

    def __init__(self, library: Any, tensorflow: Any) -> None:
        super().__init__(library.__name__)
        self.library = library
        self.__version__ = library.__version__
        layer = library.layers.Layer
        nest = tensorflow.nest

        def dtype(given: Any) -> str:
            return str(tensorflow.as_dtype(given).name)

        def symbol(shape: Sequence[int | None], dtype: str = "float32") -> Any:
            return tensorflow.TensorSpec(shape, dtype)

        def numbers(tensor: Any) -> Any:
            return tensorflow.convert_to_tensor(tensor).numpy()

        def unfiltered() -> None:
            tensorflow.debugging.disable_traceback_filtering()

        self.Layer = self.Operation = layer
        self.KerasTensor = symbol
        self.tree = SimpleNamespace(flatten=nest.flatten, map_structure=nest.map_structure)
        self.backend = SimpleNamespace(standardize_dtype=dtype)
        self.ops = SimpleNamespace(
            convert_to_tensor=tensorflow.convert_to_tensor, convert_to_numpy=numbers
        )
        self.config = SimpleNamespace(
            backend=lambda: "tensorflow",
            disable_traceback_filtering=unfiltered,
            set_dtype_policy=library.mixed_precision.set_global_policy,
        )
        self.utils = SimpleNamespace(PyDataset=library.utils.Sequence)

        def trace(model: Any, batch: Any) -> Any:
            """Call a model on what `symbol` gave, as the first step of `fit` does."""
            traced = tensorflow.function(lambda data: model(data))
            return traced.get_concrete_function(batch).structured_outputs

        self.trace = trace

    def keep_names(self) -> Callable[[], None]:
        """What makes Keras count its automatic names from here on again."""
        backend = import_module("tf_keras.src.backend")
        counted = {graph: dict(c) for graph, c in backend.PER_GRAPH_OBJECT_NAME_UIDS.items()}

        def restore() -> None:
            backend.reset_uids()
            for graph, counts in counted.items():
                backend.PER_GRAPH_OBJECT_NAME_UIDS[graph] = defaultdict(int, counts)

        return restore

    def __getattr__(self, name: str) -> Any:
        return getattr(self.library, name)


def load(*, alone: bool) -> Legacy:
    """Import `tf_keras`; where it is `alone`, `import keras` gives it as well."""
    tensorflow = import_module("tensorflow")
    library = import_module("tf_keras")
    if alone:
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] == "tf_keras":
                sys.modules[name.removeprefix("tf_")] = module
    return Legacy(library, tensorflow)
