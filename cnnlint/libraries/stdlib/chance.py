"""`random`: values that are not known, though sometimes what they are between."""

from __future__ import annotations

from ...interpreter import containers, uncertainty
from ...interpreter.operators import held
from .kit import functions, module, plain_class, silent, unknowns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module


def _choice(interpreter: Interpreter, seq: Any) -> Any:
    items = interpreter.iterate(seq)
    if type(items) is list and len(items) == 1:
        return items[0]
    return interpreter.unknown("a choice made by chance", of=None)


def _shuffle(interpreter: Interpreter, x: Any, *random: Any) -> None:
    if type(x) is list and len(x) > 1:
        why = interpreter.unknown("an order made by chance")
        uncertainty.note(interpreter, x)
        if containers.open_ended(interpreter, x) is None:
            x[:] = [interpreter.derive(why, "item", object()) for _ in x]


def _sample(interpreter: Interpreter, population: Any, k: Any, **keywords: Any) -> Any:
    why = interpreter.unknown("a sample drawn by chance")
    k = held(k)
    if type(k) is int and 0 <= k <= 10_000:
        return [interpreter.derive(why, "item", object()) for _ in range(k)]
    return why


def _choices(
    interpreter: Interpreter,
    population: Any,
    weights: Any = None,
    *,
    cum_weights: Any = None,
    k: Any = 1,
) -> Any:
    return _sample(interpreter, population, k)


_NUMBERS = (
    "random uniform randint randrange gauss normalvariate triangular betavariate expovariate "
    "getrandbits randbytes lognormvariate vonmisesvariate paretovariate weibullvariate getstate"
)


def random() -> Module:
    """`random`."""
    drawing = functions(choice=_choice, shuffle=_shuffle, sample=_sample, choices=_choices)
    made = {
        **drawing,
        **unknowns("a number drawn by chance", _NUMBERS),
        **silent("seed setstate"),
    }
    own = plain_class("Random", **silent("__init__ seed"))

    def of_object(interpreter: Interpreter, self: Any, name: str) -> Any:
        found = made.get(name)
        return interpreter.unknown(f"`Random.{name}`") if found is None else found

    own.namespace.update(functions(__getattr__=of_object))
    return module("random", made, {"Random": own, "SystemRandom": own})
