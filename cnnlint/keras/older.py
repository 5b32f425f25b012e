"""What is different where Keras 2 is in force: what it takes, and what Keras 3 has not.

`interpreter.state["keras 2"]` says why it is. Shapes and parameters of layers are those of
Keras 3; of what Keras 3 refuses only that is refused which Keras 2 does not take either
(`events.HELD`), and what becomes of the rest is not known.
"""

from __future__ import annotations

from ..interpreter.values import Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Instance

#: Arguments that every layer of Keras 2 takes besides, and that make no difference to shapes.
ALSO = frozenset(("batch_size", "weights", "dynamic", "implementation", "time_major"))
#: Arguments of `fit` and the like that make no difference either.
QUIET = frozenset(
    (
        "workers",
        "use_multiprocessing",
        "max_queue_size",
        "sample_weight_mode",
        "experimental_run_tf_function",
        "target_tensors",
    )
)
_QUEUE = "max_queue_size workers use_multiprocessing"
_VALIDATION = "validation_data validation_steps validation_freq"
_MORE = f"class_weight {_QUEUE} shuffle initial_epoch"
#: The arguments of the methods for generators, in order, by the method that has taken their place.
GENERATORS: dict[str, tuple[str, str]] = {
    "fit_generator": ("fit", f"x steps_per_epoch epochs verbose callbacks {_VALIDATION} {_MORE}"),
    "evaluate_generator": ("evaluate", f"x steps callbacks {_QUEUE} verbose"),
    "predict_generator": ("predict", f"x steps callbacks {_QUEUE} verbose"),
}


def of_layer(interpreter: Interpreter, own: Any, keywords: dict[str, Any]) -> tuple[Any, Any]:
    """The keywords of a layer's constructor that its declaration knows, its name, and the shape
    of a batch of its input."""
    kept = {name: value for name, value in keywords.items() if name in own or name not in ALSO}
    batch = kept.pop("batch_input_shape", None)
    if isinstance(kept.get("padding"), str):
        kept["padding"] = kept["padding"].lower()  # here any layer takes it in capitals
    name = kept.get("name")
    if isinstance(name, str) and "/" in name:
        del kept["name"]
    return kept, (name, batch)


def generator_method(instance: Instance, name: str) -> Native:
    """`fit_generator(generator, steps)`: `fit`, with the arguments in another order."""
    method, listed = GENERATORS[name]
    names = listed.split()

    def run(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
        given = dict(zip(names, args, strict=False))
        given.update(("x" if key == "generator" else key, keywords[key]) for key in keywords)
        kept = {key: value for key, value in given.items() if key not in QUIET}
        return interpreter.call(interpreter.get(instance, method), (), kept, unknown)

    return Native(name, run, open=True)
