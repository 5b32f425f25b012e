"""Models that the program itself saves, and reads again: the file holds what was put there."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.values import Class, Instance
from ..network import Layer, Model
from .classes import MODEL
from .cloning import build_like
from .configurations import deserialize, serialize
from .halted import COPIED, quiet_where_refused, was_refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..network import Call


class Saved:
    """A model as it was when it was saved."""

    __slots__ = ("config", "record")

    def __init__(self, config: Any, record: Model) -> None:
        self.config = config
        self.record = record


def save(interpreter: Interpreter, self: Any, filepath: Any = None, *rest: Any, **more: Any) -> Any:
    """`model.save(path)`."""
    if isinstance(filepath, str) and isinstance(self, Instance) and isinstance(self.state, Model):
        _keep(interpreter, self, filepath)
    return None


def _keep(interpreter: Interpreter, self: Instance, path: str) -> None:
    files: dict[str, Any] = interpreter.state.setdefault("saved", {})
    if interpreter.uncertain is not None and path in files:
        files[path] = interpreter.derive(interpreter.uncertain, "saved")
    else:
        files[path] = Saved(serialize(interpreter, self), self.state)


def checkpoints(interpreter: Interpreter, self: Instance, call: Call) -> None:
    """What callbacks save while a model is trained: `ModelCheckpoint` of a whole model."""
    callbacks = call.arguments.get("callbacks")
    for callback in callbacks if type(callbacks) is list else [callbacks]:
        if not (isinstance(callback, Instance) and callback.cls.name == "ModelCheckpoint"):
            continue
        args = callback.attributes.get("_self_args", ())
        keywords = callback.attributes.get("_self_keywords", {})
        path = keywords.get("filepath", args[0] if args else None)
        weights_only = keywords.get("save_weights_only", args[4] if len(args) > 4 else False)
        if isinstance(path, str) and weights_only is False and "{" not in path:
            _keep(interpreter, self, path)


def load_model(
    interpreter: Interpreter,
    filepath: Any,
    custom_objects: Any = None,
    compile: Any = True,
    safe_mode: Any = True,
) -> Any:
    """`load_model(path)`: known where this program saved a model there before."""
    files: dict[str, Any] = interpreter.state.get("saved", {})
    saved = files.get(filepath) if isinstance(filepath, str) else None
    if isinstance(saved, Unknown):
        return saved
    if isinstance(saved, Saved):
        return _revived(interpreter, saved, custom_objects)
    return _not_known(interpreter, interpreter.unknown("a model read from a file"))


def _not_known(interpreter: Interpreter, why: Unknown) -> Instance:
    """A model of which nothing is known: what stands before it in a graph stays known."""
    instance = Instance(Class("Model", (MODEL,), unknown_base=why), why.span)
    record = Model("Model", "?model", why.span)
    record.value, instance.state = instance, record
    record.unknowns, record.broken = [why], why
    return instance


def _revived(interpreter: Interpreter, saved: Saved, custom_objects: Any) -> Any:
    if isinstance(saved.config, Unknown):
        return saved.config
    with quiet_where_refused(interpreter, saved.record):
        made = deserialize(interpreter, saved.config, custom_objects)
        build_like(interpreter, saved.record, made)
    if isinstance(made, Instance) and isinstance(made.state, Model):
        if was_refused(interpreter, saved.record):
            made.state.unknowns.append(interpreter.unknown(COPIED))
        # What was compiled before it was saved is compiled again.
        made.state.calls.extend(c for c in saved.record.calls if c.method == "compile")
    return made


def to_json(interpreter: Interpreter, self: Any, **keywords: Any) -> Any:
    """`model.to_json()`: a text that only `model_from_json` reads here."""
    text = interpreter.unknown("the text of a model's configuration is not followed")
    texts: dict[object, Saved] = interpreter.state.setdefault("model texts", {})
    texts[text.key] = Saved(serialize(interpreter, self), self.state)
    return text


def model_from_json(interpreter: Interpreter, json_string: Any, custom_objects: Any = None) -> Any:
    """A model from its configuration as a text, where this program wrote it."""
    texts: dict[object, Saved] = interpreter.state.get("model texts", {})
    if isinstance(json_string, Unknown) and json_string.key in texts:
        return _revived(interpreter, texts[json_string.key], custom_objects)
    return _not_known(interpreter, interpreter.unknown("a model read from a file", of=json_string))


def deserialized(
    interpreter: Interpreter, config: Any, custom_objects: Any = None, *rest: Any, **more: Any
) -> Any:
    """`deserialize_keras_object`, `layers.deserialize`."""
    if isinstance(config, Unknown):
        return config
    if type(config) in (list, tuple):
        return [deserialized(interpreter, item, custom_objects) for item in config]
    if type(config) is dict and "class_name" in config and "module" not in config:
        return interpreter.unknown("a configuration without a module: Keras 3 finds no class")
    made = deserialize(interpreter, config, custom_objects)
    if isinstance(made, Layer):
        return interpreter.unknown("an operation made from its configuration")
    return made
