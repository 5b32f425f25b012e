"""Keras Tuner: a model as it is built first, with the default of each hyperparameter.

A tuner builds its model once when it is made, to learn which hyperparameters there are. What a
search finds is not known from the code.
"""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import OBJECT, Class, Instance, Module, Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def _init(interpreter: Interpreter, self: Any) -> None:
    self.state = {}
    self.attributes["values"] = self.state


def _settled(interpreter: Interpreter, self: Any, name: Any, value: Any) -> Any:
    """The value that a name got first stays its value."""
    found = interpreter.unknown("what a search for hyperparameters finds")
    if self.state is None or not isinstance(name, str):
        return found
    return self.state.setdefault(name, value)


def _number(
    interpreter: Interpreter,
    self: Any,
    name: Any,
    min_value: Any,
    max_value: Any,
    step: Any = None,
    sampling: Any = None,
    default: Any = None,
    parent_name: Any = None,
    parent_values: Any = None,
) -> Any:
    return _settled(interpreter, self, name, min_value if default is None else default)


def _choice(
    interpreter: Interpreter,
    self: Any,
    name: Any,
    values: Any,
    ordered: Any = None,
    default: Any = None,
    parent_name: Any = None,
    parent_values: Any = None,
) -> Any:
    if default is None:
        listed = interpreter.iterate(values)
        if isinstance(listed, Unknown):
            default = listed
        elif None not in listed and listed:
            default = listed[0]
    return _settled(interpreter, self, name, default)


def _boolean(
    interpreter: Interpreter,
    self: Any,
    name: Any,
    default: Any = False,
    parent_name: Any = None,
    parent_values: Any = None,
) -> Any:
    return _settled(interpreter, self, name, default)


def _fixed(
    interpreter: Interpreter,
    self: Any,
    name: Any,
    value: Any,
    parent_name: Any = None,
    parent_values: Any = None,
) -> Any:
    if self.state is None:
        return value
    return _settled(interpreter, self, name, value)


def _get(interpreter: Interpreter, self: Any, name: Any) -> Any:
    return _settled(interpreter, self, name, interpreter.unknown("a hyperparameter not set before"))


def _entered(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
    return Instance(SCOPE, interpreter.span())


def _nothing(interpreter: Interpreter, *args: Any, **keywords: Any) -> None:
    return None


SCOPE = Class("Scope", (OBJECT,), {"__enter__": native(_nothing), "__exit__": native(_nothing)})
HYPERPARAMETERS = Class(
    "HyperParameters",
    (OBJECT,),
    {
        "__init__": native(_init),
        "Int": native(_number, "Int"),
        "Float": native(_number, "Float"),
        "Choice": native(_choice, "Choice"),
        "Boolean": native(_boolean, "Boolean"),
        "Fixed": native(_fixed, "Fixed"),
        "get": native(_get, "get"),
        "conditional_scope": native(_entered, "conditional_scope"),
        "name_scope": native(_entered, "name_scope"),
    },
)


def _hypermodel(
    interpreter: Interpreter, self: Any, name: Any = None, tunable: Any = True, **more: Any
) -> None:
    self.attributes.update(name=name, tunable=tunable)


HYPERMODEL = Class("HyperModel", (OBJECT,), {"__init__": native(_hypermodel)})


def _tune(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> None:
    """`RandomSearch(build_model, ...)`: the model is built with all defaults."""
    self, *rest = args
    given = keywords.get("hypermodel", rest[0] if rest else None)
    own, _ = self.cls.find("_first")
    if own is False and "hypermodel" not in keywords:
        given = rest[1] if len(rest) > 1 else None
    build = given
    if isinstance(given, Instance):
        build = interpreter.get(given, "build")
        self.attributes["hypermodel"] = given
    else:
        holder = Instance(HYPERMODEL, interpreter.span())
        holder.attributes["build"] = given
        self.attributes["hypermodel"] = holder
    if given is not None:
        hyper = keywords.get("hyperparameters")
        if not isinstance(hyper, Instance):
            hyper = interpreter.call(HYPERPARAMETERS, (), {})
        interpreter.call(build, (hyper,), {})


def _best(interpreter: Interpreter, self: Any, num_trials: Any = 1) -> Any:
    """What the search found: hyperparameters of unknown values."""
    made = Instance(HYPERPARAMETERS, interpreter.span())
    made.attributes["values"] = interpreter.unknown("what a search for hyperparameters finds")
    return [made] if num_trials == 1 else interpreter.unknown("what a search finds")


def _models(interpreter: Interpreter, self: Any, num_models: Any = 1) -> Any:
    return interpreter.unknown("a model that a search for hyperparameters finds")


def _tuner(name: str, first: bool = True) -> Class:
    return Class(
        name,
        (OBJECT,),
        {
            "_first": first,
            "__init__": Native("__init__", _tune, open=True),
            "search": Native(
                "search", lambda interpreter, args, keywords, unknown: None, open=True
            ),
            "search_space_summary": native(_nothing),
            "results_summary": native(_nothing),
            "get_best_hyperparameters": native(_best, "get_best_hyperparameters"),
            "get_best_models": native(_models, "get_best_models"),
        },
    )


def module() -> Module:
    """`keras_tuner`, and `kerastuner` as it was called before."""
    names: dict[str, Any] = {"HyperParameters": HYPERPARAMETERS, "HyperModel": HYPERMODEL}
    found = {
        name: _tuner(name)
        for name in "RandomSearch Hyperband BayesianOptimization GridSearch".split()
    }
    found["Tuner"] = _tuner("Tuner", first=False)
    names.update(found)
    names["tuners"] = Module("keras_tuner.tuners", dict(found))
    parts = {"HyperParameters": HYPERPARAMETERS}
    names["engine"] = Module(
        "keras_tuner.engine",
        {
            "hyperparameters": Module("keras_tuner.engine.hyperparameters", parts),
            "hypermodel": Module("keras_tuner.engine.hypermodel", {"HyperModel": HYPERMODEL}),
        },
    )
    return Module("keras_tuner", names)
