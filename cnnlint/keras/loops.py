"""Functions of `keras.ops` that are given functions: loops, conditions, maps."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.calls import native
from ..libraries import operations
from ..libraries.names import auto_name
from ..network import Tensor
from . import structures
from .events import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..interpreter.machine import Interpreter


def packer(given: Any) -> Callable[[list[Any]], Any]:
    """What puts other leaves into the structure of a value."""

    def pack(leaves: list[Any]) -> Any:
        pending = iter(leaves)
        return structures.replace(given, lambda leaf: next(pending))

    return pack


def in_graph(interpreter: Interpreter, *given: Any) -> bool:
    """Whether a call is noted in a graph: on symbolic tensors, outside of a layer's own call."""
    if interpreter.state.get("inside"):
        return False
    return any(type(leaf) is Tensor for value in given for leaf in structures.flatten(value))


def no_tensors(interpreter: Interpreter, name: str, what: str) -> Any:
    return refuse(
        interpreter,
        Refused(
            "not-a-tensor",
            f"`keras.ops.{name}` on symbolic tensors needs tensors only, {what}",
            help="make a tensor of it: `keras.ops.convert_to_tensor(0)`",
            exception="AttributeError",
        ),
    )


def _each(interpreter: Interpreter, name: str, function: Any, elements: Any) -> Any:
    if isinstance(elements, Unknown):
        return interpreter.derive(elements, name)
    arguments = {"x": structures.flatten(elements), "fn": function, "pack": packer(elements)}
    return operations.apply(interpreter, name, arguments)


def vectorized_map(interpreter: Interpreter, function: Any, elements: Any) -> Any:
    """A function of every slice along the first axis."""
    return _each(interpreter, "vectorized_map", function, elements)


def map_(interpreter: Interpreter, f: Any, xs: Any) -> Any:
    """A function of every slice along the first axis."""
    return _each(interpreter, "map", f, xs)


def scan(
    interpreter: Interpreter,
    f: Any,
    init: Any,
    xs: Any = None,
    length: Any = None,
    reverse: Any = False,
    unroll: Any = 1,
) -> Any:
    """A loop along the first axis that carries a value."""
    lost = next((each for each in (init, xs) if isinstance(each, Unknown)), None)
    if lost is not None or type(xs) in (list, tuple, dict):
        return interpreter.unknown("a loop over what is not followed", of=lost)
    arguments = {
        "init": structures.flatten(init),
        "xs": [] if xs is None else [xs],
        "f": f,
        "length": length,
        "pack": packer(init),
        "bare": xs is None,
    }
    return operations.apply(interpreter, "scan", arguments)


def associative_scan(
    interpreter: Interpreter, f: Any, elems: Any, reverse: Any = False, axis: Any = 0
) -> Any:
    """What a function of two gives for the first items, for one more at each place."""
    if isinstance(elems, Unknown):
        return interpreter.derive(elems, "associative_scan")
    arguments = {"x": structures.flatten(elems), "f": f, "pack": packer(elems), "axis": axis}
    return operations.apply(interpreter, "associative_scan", arguments)


def cond(interpreter: Interpreter, pred: Any, true_fn: Any, false_fn: Any) -> Any:
    """One function or the other: both must give the same shapes."""
    if not in_graph(interpreter, pred):
        if not interpreter.state.get("inside"):
            auto_name(interpreter, "Cond")
        truth = interpreter.truth(pred) if type(pred) is not Tensor else None
        return interpreter.call(false_fn if truth is False else true_fn, (), {})
    one = interpreter.call(true_fn, (), {})
    other = interpreter.call(false_fn, (), {})
    lost = next((each for each in (one, other) if isinstance(each, Unknown)), None)
    if lost is not None:
        return lost
    arguments = {
        "pred": pred,
        "both": lambda: (structures.flatten(one), structures.flatten(other)),
        "pack": packer(one),
    }
    return operations.apply(interpreter, "cond", arguments)


def switch(interpreter: Interpreter, index: Any, branches: Any, *operands: Any) -> Any:
    """One of several functions, by its number."""
    arguments = {"x": list(operands), "branches": branches}
    return operations.apply(interpreter, "switch", arguments)


def while_loop(
    interpreter: Interpreter, cond: Any, body: Any, loop_vars: Any, maximum_iterations: Any = None
) -> Any:
    """A loop keeps the shapes of its variables."""
    return _kept(interpreter, "while_loop", loop_vars)


def fori_loop(
    interpreter: Interpreter, lower: Any, upper: Any, body_fun: Any, init_val: Any
) -> Any:
    """A loop keeps the shape of its variable."""
    if type(init_val) in (list, tuple, dict) and in_graph(interpreter, init_val):
        return no_tensors(interpreter, "fori_loop", "and its variable is a structure of them")
    return _kept(interpreter, "fori_loop", init_val)


def _kept(interpreter: Interpreter, name: str, given: Any) -> Any:
    if isinstance(given, Unknown):
        return interpreter.derive(given, name)
    leaves = structures.flatten(given)
    plain = next((leaf for leaf in leaves if isinstance(leaf, (int, float))), None)
    if plain is not None and in_graph(interpreter, given):
        return no_tensors(interpreter, name, f"and one of its variables is {plain}")
    return operations.apply(interpreter, name, {"x": leaves, "pack": packer(given)})


def jvp(
    interpreter: Interpreter, fun: Any, primals: Any, tangents: Any, has_aux: Any = False
) -> Any:
    """What a function gives, and its derivative along a direction."""
    arguments = {"primals": primals, "tangents": tangents, "fun": fun, "has_aux": has_aux}
    return operations.apply(interpreter, "jvp", arguments)


def vectorize(interpreter: Interpreter, pyfunc: Any, **keywords: Any) -> Any:
    """A function of every value of an array; what it gives is not followed."""

    def called(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
        return interpreter.unknown("a function that is called for each value", of=list(args))

    return native(called, "vectorize")


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "associative_scan": associative_scan,
    "cond": cond,
    "fori_loop": fori_loop,
    "jvp": jvp,
    "map": map_,
    "scan": scan,
    "switch": switch,
    "vectorize": vectorize,
    "vectorized_map": vectorized_map,
    "while_loop": while_loop,
}
