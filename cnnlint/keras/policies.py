"""Dtype policies: in which type a layer keeps its weights, and in which it computes.

`keras.mixed_precision` and `keras.config` set the policy of the layers that name none. A policy is
its name here: `mixed_float16` computes in `float16` with weights in `float32`, and any other name
is the type of both.
"""

from __future__ import annotations

from ..interpreter.calls import native
from ..interpreter.values import MISSING, Instance, Module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: Keras's classes for them, by all of their names.
CLASSES = frozenset(("DTypePolicy", "FloatDTypePolicy", "Policy"))


def module() -> Module:
    """The module `keras.mixed_precision`: what is not here only has to be recognized."""
    return Module("keras.mixed_precision", None, lambda name: _OWN.get(name, MISSING))


def config() -> Module:
    """The module `keras.config`."""
    from . import backend

    return Module("keras.config", None, lambda name: _OWN.get(name) or backend.load(name))


def named(policy: Any) -> Any:
    """The name of a policy, where it is one; whatever else was given as it is."""
    if isinstance(policy, Instance) and policy.cls.span is None and policy.cls.name in CLASSES:
        given = policy.attributes.get("_self_args") or ()
        name = given[0] if given else policy.attributes.get("_self_keywords", {}).get("name")
        return name if isinstance(name, str) else policy
    return policy


def default(interpreter: Interpreter) -> str:
    """The policy of layers that name none; "" where neither the program nor the run says any."""
    policy: str | None = interpreter.state.get("dtype policy")
    return getattr(interpreter.find, "policy", "") if policy is None else policy


def set_dtype_policy(interpreter: Interpreter, policy: Any) -> None:
    name = named(policy)
    interpreter.state["dtype policy"] = name if isinstance(name, str) else ""


def dtype_policy(interpreter: Interpreter) -> Any:
    return interpreter.unknown("a dtype policy is not followed")


_OWN = {
    "set_dtype_policy": native(set_dtype_policy),
    "set_global_policy": native(set_dtype_policy, "set_global_policy"),
    "dtype_policy": native(dtype_policy),
    "global_policy": native(dtype_policy, "global_policy"),
}
