"""What every model can be asked and told: a table; what is seldom asked is read when it is."""

from __future__ import annotations

from ..diagnostics import Refused
from ..interpreter.calls import named, native
from ..interpreter.values import MISSING, Function, Native, Property
from ..network import Call, Model
from . import deferred, members, models
from .events import made, refuse
from .training.methods import ARGUMENTS, compute_loss, method

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def _summary(
    interpreter: Interpreter,
    self: Any,
    line_length: Any = None,
    positions: Any = None,
    print_fn: Any = None,
    expand_nested: Any = False,
    show_trainable: Any = False,
    layer_range: Any = None,
    **keywords: Any,
) -> None:
    self.state.calls.append(Call("summary", keywords, interpreter.span()))
    made(interpreter, self.state)


def _structure(side: str) -> Native:
    def read(interpreter: Interpreter, args: Any, keywords: Any) -> Any:
        self = args[0]
        record: Model = self.state
        given = self.attributes.get(f"_self_{side}s", MISSING)
        if given is not MISSING:
            return given
        return members.first_call(interpreter, record, side)

    return Native(side, read)


def _flat(side: str) -> Native:
    def read(interpreter: Interpreter, args: Any, keywords: Any) -> Any:
        record: Model = args[0].state
        tensors = record.inputs if side == "inputs" else record.outputs
        if tensors:
            return list(tensors)
        if isinstance(args[0].cls.find("call")[0], Function) and not record.unknowns:
            return models.without_attribute(interpreter, record, side)
        return interpreter.unknown(f"`{record.name}` has no {side} yet")

    return Native(side, read)


def _save(interpreter: Interpreter, self: Any, filepath: Any, *rest: Any, **more: Any) -> Any:
    from .saving import save
    from .training.callbacks import wrong_ending

    strange = next((name for name in more if name not in SAVING), None)
    if strange is not None and "keras 2" not in interpreter.state:
        return refuse(
            interpreter,
            Refused(
                "unexpected-argument",
                f"`save` takes no argument `{strange}`",
                help=f"it takes a file and {', '.join(SAVING)}",
                about=(strange, ""),
            ),
        )
    if isinstance(filepath, str) and not (rest or more):
        if not filepath.endswith((".keras", ".h5", ".hdf5")):
            return refuse(interpreter, wrong_ending("save", filepath, ".keras", "a model"))
    return save(interpreter, self, filepath, *rest, **more)


#: What `save` takes besides the file; the last two are those of older versions.
SAVING = ("overwrite", "zipped", "include_optimizer", "save_format")
#: The same for `load_weights`.
LOADING = ("objects_to_skip", "by_name")


def _load_weights(
    interpreter: Interpreter, self: Any, filepath: Any, skip_mismatch: Any = False, **more: Any
) -> Any:
    if "keras 2" in interpreter.state:
        return None
    strange = next((name for name in more if name not in LOADING), None)
    text = filepath if isinstance(filepath, str) else ""
    refused = None
    if strange is not None:
        refused = Refused(
            "unexpected-argument",
            f"`load_weights` takes no argument `{strange}`",
            help=f"it takes a file, skip_mismatch, {' and '.join(LOADING)}",
            about=(strange, ""),
        )
    elif more.get("by_name") is True and text.endswith((".keras", ".weights.h5")):
        refused = Refused(
            "unexpected-argument",
            f'`by_name` is for files of older versions, and "{text}" is none',
            help="leave it out; `skip_mismatch=True` passes over what does not fit",
        )
    elif text and not text.endswith((".keras", ".h5", ".hdf5", "/")):
        refused = Refused(
            "file-ending",
            f'`load_weights` reads "{text}", which ends neither in `.weights.h5` nor in `.keras`',
            help="Keras 3 reads no checkpoints of TensorFlow: save the weights to `.weights.h5`",
            late=True,  # a directory may be a checkpoint of Orbax
        )
    return None if refused is None else refuse(interpreter, refused, self.state)


def _save_weights(
    interpreter: Interpreter,
    self: Any,
    filepath: Any,
    overwrite: Any = True,
    max_shard_size: Any = None,
    **more: Any,
) -> Any:
    from .training.callbacks import wrong_ending

    if max_shard_size is not None:
        return None  # several files, and a list of them that ends in `.weights.json`
    if isinstance(filepath, str) and not filepath.endswith(".weights.h5"):
        return refuse(interpreter, wrong_ending("save_weights", filepath, ".weights.h5", "weights"))
    return None


def _to_json(interpreter: Interpreter, self: Any, **keywords: Any) -> Any:
    from .saving import to_json

    return to_json(interpreter, self, **keywords)


def _quiet(interpreter: Interpreter, *args: Any, **keywords: Any) -> None:
    return None


#: Methods of older versions, and what to use.
REMOVED = {
    "fit_generator": "`fit`, which takes generators",
    "evaluate_generator": "`evaluate`, which takes generators",
    "predict_generator": "`predict`, which takes generators",
    "predict_classes": "`np.argmax(model.predict(x), axis=-1)`",
    "predict_proba": "`predict`",
    "to_yaml": "`to_json`",
}


def _feed(interpreter: Interpreter, model: Any, call: Any) -> Any:
    made_of_tensors = model.cls.span is None and model.state.outputs
    if made_of_tensors and call.method in ("fit", "evaluate") and not call.arguments["callbacks"]:
        return None  # a model of Keras's own classes has its shapes already
    return deferred.feed(interpreter, model, call)


def _removed(name: str) -> Native:
    def read(interpreter: Interpreter, args: Any, keywords: Any) -> Any:
        if "keras 2" in interpreter.state:
            from . import older

            if name in older.GENERATORS:
                return older.generator_method(args[0], name)
            return interpreter.unknown(f"the result of `.{name}` is not known")
        return refuse(
            interpreter,
            Refused(
                "removed-name",
                f"models have no `{name}` since Keras 3",
                help=f"use {REMOVED[name]}",
                exception="AttributeError",
                about=("model", name),
            ),
        )

    return Native(name, read)


#: What every model can be asked and told.
METHODS: dict[str, Any] = {
    "__init__": named(models, "init_model", "__init__", binds=True),
    "build": named(models, "build_model", "build"),
    "layers": Property(named(models, "get_layers", "layers")),
    "get_layer": named(models, "get_layer"),
    "summary": native(_summary, "summary"),
    "input": Property(_structure("input")),
    "output": Property(_structure("output")),
    "inputs": Property(_flat("inputs")),
    "outputs": Property(_flat("outputs")),
    "save": native(_save, "save"),
    "save_weights": native(_save_weights, "save_weights"),
    "to_json": native(_to_json, "to_json"),
    **{name: method(name, _feed) for name in ARGUMENTS},
    "compute_loss": native(compute_loss),
    "load_weights": native(_load_weights, "load_weights"),
    **{name: native(_quiet, name) for name in ("export", "reset_states")},
    **{name: Property(_removed(name)) for name in REMOVED},
}
