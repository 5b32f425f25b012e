"""cnnlint and Keras judge the same layer on the same inputs."""

from __future__ import annotations

from typing import Any

from . import drawing, oracle
from .answers import Silence, answer


def judge(name: str, case: tuple[Any, ...]) -> tuple[str, str]:
    """What the two say of a layer: "same", "refused", "unknown", "ahead" or "wrong", and how.

    "ahead" is where cnnlint refuses what Keras leaves open, as it does not know the sizes: then
    Keras must refuse it whatever they are.
    """
    args, keywords, inputs, dtype, options = case
    spread = drawing.spreads(name) and all(isinstance(one, list) for one in inputs)
    more: dict[str, Any] = {"dtype": dtype, "options": options}
    keras = oracle.ask(name, args, keywords, *inputs, spread=spread, **more)
    ours = answer(name, args, keywords, *inputs, **more)
    last = len(ours) - 1
    if len(keras) > last and foreseen(inputs, keras[last], ours[last]):
        for size in (1, 2, 3, 4, 5, 6, 8, 12, 16, 24):
            filled = [fill(one, size) for one in inputs[: last + 1]]
            known = oracle.ask(name, args, keywords, *filled, spread=spread, **more)
            if not isinstance(known[-1], oracle.Refusal):
                return "wrong", f"{name}{case}: {ours} for {known}, with {filled}"
        return "ahead", ""
    if isinstance(ours[-1], Silence):
        return "unknown", f"{name}{case}: {ours[-1]}"
    if len(keras) != len(ours) or not all(map(agrees, keras, ours)):
        return "wrong", f"{name}{case}: {ours} for {keras}"
    return ("refused" if isinstance(keras[-1], oracle.Refusal) else "same"), ""


def agrees(theirs: Any, mine: Any) -> bool:
    if isinstance(theirs, oracle.Refusal):
        return isinstance(mine, oracle.Refusal) and theirs.phase == mine.phase
    return bool(theirs == mine)


def foreseen(inputs: list[Any], theirs: Any, mine: Any) -> bool:
    """Whether cnnlint refuses where Keras leaves a size open."""
    if isinstance(theirs, oracle.Refusal) or not isinstance(mine, oracle.Refusal):
        return False
    return "mismatch" in mine.message and "None" in repr(inputs)


def fill(shape: Any, size: int) -> Any:
    """The shape with a number for each None."""
    if isinstance(shape, list):
        return [fill(one, size) for one in shape]
    return tuple(size if one is None else one for one in shape)
