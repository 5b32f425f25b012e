"""The second judge, as a child process: fixtures are run with real Keras, and what it did is told.

Run as `python -m judges.keras_worker`. Each line of the standard input is a request, each line of
the standard output an answer, both JSON. `KERAS_BACKEND` chooses the backend.

Nothing is trained, downloaded, drawn or saved: data sets are made of zeros, and the methods that
would do so are replaced. Variables are never allocated.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
import json
import os
import sys
import textwrap
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

from cnnlint.runtime.standins import build_on, replace_datasets

from .findings import Findings, Result, Said, Total

Place = tuple[int, int, tuple[int, int]]


class Recorder:
    """Who made or called which layer where, while a fixture runs."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.made: list[tuple[Any, Place]] = []
        self.calls: list[tuple[Any, Place, Any]] = []
        self.summaries: list[tuple[Any, int]] = []
        self.place_of: dict[int, Place] = {}
        #: Where the layers stand that were at work, not called by the fixture, when one raised.
        self.failed: list[int] = []
        self.raised: BaseException | None = None


recorder: Recorder | None = None


def place_in(frame: FrameType) -> Place:
    """The expression that this frame is evaluating."""
    code: CodeType = frame.f_code
    found = next(itertools.islice(code.co_positions(), frame.f_lasti // 2, None), None)
    line, end_line, column, end_column = found or (frame.f_lineno, None, 0, 0)
    line = line or frame.f_lineno
    return line, column or 0, (end_line or line, end_column or 0)


def caller(frame: FrameType | None) -> Place | None:
    """Where the fixture stands, if it is the one who asked; None where Keras did on its own."""
    assert recorder is not None
    while frame is not None:
        name = frame.f_code.co_filename
        if name == recorder.path:
            return place_in(frame)
        if not in_library(name):
            return None
        code = frame.f_code
        method = code.co_varnames[:1] in (("self",), ("cls",))
        passed = code.co_name in ("__call__", "__new__", "symbolic_call", "error_handler")
        if method and not passed and not name.endswith("keras_tensor.py"):
            return None
        frame = frame.f_back
    return None


LIBRARY: tuple[str, ...] = ()


def in_library(name: str) -> bool:
    return name.startswith(LIBRARY) or name == __file__


# Watching Keras ---------------------------------------------------------------------------------


def watch(keras: Any) -> None:
    """Put a witness beside everything that makes or calls a layer."""
    from keras.src.ops import node
    from keras.src.ops.operation import Operation

    make, call, wire = Operation.__new__, keras.Layer.__call__, node.Node.__init__

    def new(cls: Any, *args: Any, **kwargs: Any) -> Any:
        made = make(cls, *args, **kwargs)
        if recorder is not None and isinstance(made, keras.Layer):
            place = caller(sys._getframe(1))
            if place is not None:
                recorder.made.append((made, place))
                recorder.place_of[id(made)] = place
        return made

    def called(self: Any, *args: Any, **kwargs: Any) -> Any:
        if recorder is None:
            return call(self, *args, **kwargs)
        place = caller(sys._getframe(1))
        try:
            outputs = call(self, *args, **kwargs)
        except Exception as error:
            if place is None and id(self) in recorder.place_of:
                if recorder.raised is not error:
                    recorder.raised, recorder.failed = error, []
                recorder.failed.append(recorder.place_of[id(self)][0])
            raise
        if place is not None:
            recorder.calls.append((self, place, shown(outputs)))
        return outputs

    def wired(self: Any, operation: Any, *args: Any, **kwargs: Any) -> None:
        wire(self, operation, *args, **kwargs)
        if recorder is not None and not isinstance(operation, keras.Layer):
            place = caller(sys._getframe(1))
            if place is not None:
                recorder.calls.append((operation, place, shown(self.outputs)))

    Operation.__new__ = new
    keras.Layer.__call__ = called
    node.Node.__init__ = wired


def outside(function: Any) -> Any:
    """The same function, with its variables allocated: they are few and small."""
    from keras.src.backend.common import global_state

    def run_outside(*args: Any, **kwargs: Any) -> Any:
        scope = global_state.get_global_attribute("stateless_scope")
        global_state.set_global_attribute("stateless_scope", None)
        try:
            return function(*args, **kwargs)
        finally:
            global_state.set_global_attribute("stateless_scope", scope)

    return run_outside


def replace_slow_methods(keras: Any) -> None:
    """What trains, prints, draws or saves does nothing."""
    import numpy as np

    def summary(self: Any, *args: Any, **kwargs: Any) -> None:
        if recorder is not None:
            frame: FrameType | None = sys._getframe(1)
            while frame is not None and frame.f_code.co_filename != recorder.path:
                frame = frame.f_back
            if frame is not None:
                recorder.summaries.append((self, place_in(frame)[0]))

    def fit(self: Any, x: Any = None, y: Any = None, *args: Any, **kwargs: Any) -> Any:
        size = kwargs.get("batch_size", args[0] if args else None)
        build_on(keras, self, x, "fit", size, kwargs.get("validation_split", 0.0))
        history = keras.callbacks.History()
        history.history = {"loss": [0.0], "accuracy": [0.0], "val_loss": [0.0]}
        return history

    def evaluate(self: Any, x: Any = None, y: Any = None, *args: Any, **kwargs: Any) -> Any:
        build_on(keras, self, x, "evaluate", kwargs.get("batch_size"))
        return [0.0, 0.0]

    def predict(self: Any, x: Any = None, *args: Any, **kwargs: Any) -> Any:
        build_on(keras, self, x, "predict", kwargs.get("batch_size", args[0] if args else None))
        if not hasattr(x, "shape"):
            return None
        return keras.tree.map_shape_structure(
            lambda shape: np.zeros((len(x), *(size or 1 for size in shape[1:])), "float32"),
            self.output_shape,
        )

    def on_batch(self: Any, x: Any = None, *args: Any, **kwargs: Any) -> Any:
        build_on(keras, self, x, "on_batch")
        return 0.0

    def nothing(*args: Any, **kwargs: Any) -> None:
        return None

    model = keras.Model
    model.summary, model.fit, model.evaluate, model.predict = summary, fit, evaluate, predict
    model.compile = outside(model.compile)
    for variables in (keras.optimizers.Optimizer, keras.metrics.Metric):
        variables.__init__ = outside(variables.__init__)
        variables.add_variable = outside(variables.add_variable)
    for name in ("train_on_batch", "test_on_batch", "predict_on_batch"):
        setattr(model, name, on_batch)
    for name in ("save_weights", "load_weights", "export"):
        setattr(model, name, nothing)
    files: dict[str, Any] = {}

    def save(self: Any, filepath: Any, *args: Any, **kwargs: Any) -> None:
        files[str(filepath)] = keras.saving.serialize_keras_object(self)

    def load_model(filepath: Any, custom_objects: Any = None, *args: Any, **kwargs: Any) -> Any:
        return keras.saving.deserialize_keras_object(files[str(filepath)], custom_objects)

    model.save = save
    keras.models.load_model = keras.saving.load_model = load_model
    for module in list(sys.modules.values()):
        if isinstance(module, ModuleType) and module.__name__.startswith(("keras", "tensorflow")):
            for name in ("plot_model", "model_to_dot", "save_model"):
                if name in vars(module):
                    setattr(module, name, nothing)


# Shapes and counts ------------------------------------------------------------------------------


def shown(outputs: Any) -> str:
    from keras import tree

    listed = []
    for leaf in tree.flatten(outputs):
        shape = getattr(leaf, "shape", None)
        try:
            listed.append(
                "?" if shape is None else str(tuple(None if n is None else int(n) for n in shape))
            )
        except (TypeError, ValueError):
            listed.append("?")
    return listed[0] if len(listed) == 1 else f"[{', '.join(listed)}]"


def last_output(layer: Any) -> str:
    nodes = layer._inbound_nodes
    if nodes:
        return shown(nodes[-1].outputs)
    outputs = getattr(layer, "outputs", None)
    if outputs:
        return shown(outputs)
    # Called inside the `call` of another layer, where no nodes are made.
    seen = recorder.calls if recorder is not None else []
    return next((shape for called, _, shape in reversed(seen) if called is layer), "?")


def count(layer: Any) -> int | None:
    if not hasattr(layer, "weights"):
        return 0
    return layer.count_params() if layer.built else None


def total_of(model: Any, line: int) -> Total:
    from keras.src.models import Functional
    from keras.src.utils.summary_utils import count_params

    parts = model._operations if isinstance(model, Functional) else model.layers
    trainable = count_params(model.trainable_weights)
    fixed = count_params(model.non_trainable_weights)
    whole = type(model).__name__
    return Total(
        line,
        model.name,
        whole,
        trainable + fixed if model.built else None,
        trainable if model.built else None,
        [(part.name, type(part).__name__, last_output(part), count(part)) for part in parts],
        built=bool(model.built),
    )


# Running a fixture ------------------------------------------------------------------------------


def run(path: str) -> Findings:
    global recorder
    import keras
    from keras.src.backend.common import global_state
    from keras.src.utils import naming

    from .expectations import text_of

    text = text_of(Path(path))
    found = Findings()
    recorder = Recorder(path)
    naming.reset_uids()
    keras.config.set_image_data_format("channels_last")
    keras.config.set_dtype_policy("float32")
    sys.argv = [path]
    before = set(sys.modules)
    layer = dict(vars(keras.Layer))
    folder = str(Path(path).parent)
    sys.path.insert(0, folder)
    try:
        with warnings.catch_warnings(), keras.StatelessScope():
            warnings.simplefilter("ignore")
            namespace = {"__name__": "__main__", "__file__": path}
            poisoned: set[str] = set()
            with contextlib.suppress(SystemExit):
                for statement in statements(path, text, namespace, found):
                    execute(ast.Module([statement], []), path, namespace, poisoned, found)
            for line, expression in later(text):
                module = ast.parse("\n" * (line - 1) + expression, path)
                execute(module, path, namespace, poisoned, found)
            collect(found, text)
            global_state.set_global_attribute("uninitialized_variables", [])
    finally:
        recorder = None
        restore(keras.Layer, layer)
        sys.path.remove(folder)
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None) or ""
            if file.startswith(folder):
                del sys.modules[name]
    return found


def restore(cls: type, before: dict[str, Any]) -> None:
    """Take back what a fixture put into a class of Keras's: others are run after it."""
    for name in set(vars(cls)) - set(before):
        delattr(cls, name)
    for name, value in before.items():
        if vars(cls)[name] is not value:
            setattr(cls, name, value)


def statements(
    path: str, text: str, namespace: dict[str, Any], found: Findings
) -> Iterator[ast.stmt]:
    """The statements of a fixture; those of a notebook cell by cell, as a kernel runs them."""
    if not path.endswith(".ipynb"):
        yield from ast.parse(text, path).body
        return
    from cnnlint.syntax import magics, notebook

    namespace["display"] = lambda *shown: None
    for cell in notebook.read(path, Path(path).read_bytes()).cells:
        above = text.count("\n", 0, cell.start)
        code = magics.read(text[cell.start : cell.end]).code
        try:
            yield from ast.parse("\n" * above + textwrap.dedent(code), path).body
        except SyntaxError as error:
            found.errors.append(Said([error.lineno or above], told(error)))


def execute(
    module: ast.Module, path: str, namespace: dict[str, Any], poisoned: set[str], found: Findings
) -> None:
    """One statement; what it would have set is gone where it fails."""
    assert recorder is not None
    try:
        exec(compile(module, path, "exec", dont_inherit=True), namespace)
    except Exception as error:
        if isinstance(error, NameError) and error.name in poisoned:
            pass  # follows from an error that has been told
        else:
            found.errors.append(Said(lines_of(error, path), told(error)))
        for name in set_by(module):
            poisoned.add(name)
            namespace.pop(name, None)
    else:
        poisoned -= set_by(module)


def set_by(module: ast.Module) -> set[str]:
    """The names that a statement sets, and of `model.add(...)` the model."""
    names: set[str] = set()
    for statement in module.body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            names.add(statement.name)
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                function = node.value.func
                if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
                    names.add(function.value.id)
    return names


def lines_of(error: Exception, path: str) -> list[int]:
    """Where the fixture stood: first the line of the innermost frame, then what else fits.

    Where Keras itself called a layer that the fixture made (in a `Sequential`), the place of that
    layer fits as well.
    """
    assert recorder is not None
    lines: list[int] = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == path:
            lines = [line]
            at = frame.f_code.co_positions()
            tb = error.__traceback__
            while tb is not None and tb.tb_frame is not frame:
                tb = tb.tb_next
            if tb is not None:
                found = next(itertools.islice(at, tb.tb_lasti // 2, None), None)
                if found is not None and found[1] is not None:
                    lines.extend(range(line + 1, found[1] + 1))
    if recorder.raised is not None and (recorder.raised is error or error.__cause__ is not None):
        lines.extend(recorder.failed)
    return lines


def told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def later(text: str) -> list[tuple[int, str]]:
    from .expectations import read

    return [(each.line, each.text) for each in read(text) if each.kind == "keras"]


def collect(found: Findings, text: str) -> None:
    """Everything that was recorded, now that all is built."""
    import keras

    assert recorder is not None
    for layer, (line, column, end) in recorder.made:
        if not hasattr(layer, "_inbound_nodes"):
            continue  # its constructor raised
        kind = "model" if isinstance(layer, keras.Model) else "layer"
        if type(layer).__name__ == "InputLayer":
            kind = "input"
        with contextlib.suppress(Exception):
            outputs = getattr(layer, "outputs", None) if kind == "model" else None
            shape = shown(outputs) if outputs else last_output(layer)
            found.results.append(Result(line, column, end, kind, named(layer), shape, count(layer)))
    for layer, (line, column, end), shape in recorder.calls:
        found.results.append(Result(line, column, end, "call", named(layer), shape, count(layer)))
    models: dict[int, Total] = {}
    tries = {}
    if "try:" in text:
        from .expectations import read

        tries = {each.line: each.tries for each in read(text) if each.kind == "try"}
    for model, (line, _, _) in recorder.made:
        if not isinstance(model, keras.Model) or not hasattr(model, "_layers"):
            continue
        if id(model) not in models:
            with contextlib.suppress(AttributeError):
                models[id(model)] = total_of(model, line)
                for sizes, _ in tries.get(line, []):
                    found.tried.append((line, list(sizes), *call_with(model, sizes)))
    for model, line in recorder.summaries:
        if id(model) not in models:  # Keras made it on its own, from a configuration
            models[id(model)] = total_of(model, line)
        models[id(model)].summaries.append(line)
    found.totals.extend(models.values())


def call_with(model: Any, sizes: tuple[int, ...]) -> tuple[bool, str]:
    """Whether the model really runs on inputs with these sizes in place of None."""
    import numpy as np

    given = []
    for tensor in model.inputs:
        left = iter(sizes)
        shape = [1, *(next(left) if n is None else n for n in tensor.shape[1:])]
        given.append(np.zeros(shape, tensor.dtype))
    try:
        model(given[0] if len(given) == 1 else given)
    except Exception as error:
        return False, told(error)
    return True, ""


def named(layer: Any) -> str:
    return f"{type(layer).__name__} {layer.name}"


# Answering --------------------------------------------------------------------------------------


def prepare() -> None:
    global LIBRARY
    import keras

    folders = [f"{Path(keras.__file__).parent}/"]
    if os.environ.get("KERAS_BACKEND") == "tensorflow":
        import tensorflow

        folders.append(f"{Path(tensorflow.__file__).parent}/")
    LIBRARY = tuple(folders)
    keras.config.disable_traceback_filtering()
    watch(keras)
    replace_slow_methods(keras)
    replace_datasets(keras)


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a fixture prints is not an answer
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
    prepare()
    for line in sys.stdin:
        path = json.loads(line)["path"]
        try:
            found = run(path)
        except Exception:
            found = Findings(trouble=f"Keras's judge failed:\n{traceback.format_exc()}")
        answers.write(json.dumps(found.as_data()) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
