"""Gym and Gymnasium: what the published environments show and take, and the spaces of one's own.

Figures: the page of each environment (https://gymnasium.farama.org/environments); they are the
same in all versions that are listed.
"""

from __future__ import annotations

from ..interpreter.calls import native
from ..interpreter.values import MISSING, OBJECT, Class, Instance, Module
from .arrays import Array, folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: Name and versions -> shape of an observation, or how many there are, and the same of an action.
ENVIRONMENTS: dict[str, tuple[tuple[int, ...] | int, tuple[int, ...] | int]] = {
    "CartPole 0 1": ((4,), 2),
    "MountainCar 0": ((2,), 3),
    "MountainCarContinuous 0": ((2,), (1,)),
    "Pendulum 0 1": ((3,), (1,)),
    "Acrobot 1": ((6,), 3),
    "LunarLander 2 3": ((8,), 4),
    "LunarLanderContinuous 2 3": ((8,), (2,)),
    "BipedalWalker 2 3": ((24,), (4,)),
    "BipedalWalkerHardcore 2 3": ((24,), (4,)),
    "CarRacing 0 1 2 3": ((96, 96, 3), (3,)),
    "FrozenLake 0 1": (16, 4),
    "FrozenLake8x8 0 1": (64, 4),
    "Taxi 1 2 3": (500, 6),
    "CliffWalking 0 1": (48, 4),
}
#: Atari games whose screens are shown, and how many actions they know.
GAMES = {
    "Asteroids": 14,
    "BeamRider": 9,
    "Boxing": 18,
    "Breakout": 4,
    "Enduro": 9,
    "Freeway": 3,
    "MsPacman": 9,
    "Pong": 6,
    "Qbert": 6,
    "Seaquest": 18,
    "SpaceInvaders": 6,
}
_SCREEN = (210, 160, 3)


def spaces_of(name: str) -> tuple[tuple[int, ...] | int, tuple[int, ...] | int] | None:
    """What the environment of this name shows and takes; None where that is not known."""
    title, _, version = name.rpartition("-v")
    for listed, found in ENVIRONMENTS.items():
        own, *versions = listed.split()
        if own == title:
            return found if version in versions else None
    game = title.removeprefix("ALE/").removesuffix("NoFrameskip").removesuffix("Deterministic")
    return (_SCREEN, GAMES[game]) if game in GAMES else None


def _unsaid(interpreter: Interpreter, self: Any, name: str) -> Any:
    return interpreter.unknown(f"`{self.cls.name}.{name}` is not followed")


def _class(title: str, **methods: Any) -> Class:
    names = {"__getattr__": native(_unsaid, "__getattr__")}
    names.update((name, native(method, name)) for name, method in methods.items())
    return Class(title, (OBJECT,), names)


def _sample(interpreter: Interpreter, self: Any, *rest: Any) -> Any:
    """A value of this space."""
    found = self.attributes
    if "n" in found:
        return interpreter.unknown("which value of a space is drawn")
    shape, dtype = found.get("shape"), found.get("dtype")
    if not isinstance(shape, tuple):
        return interpreter.unknown("the shape of what a space holds", of=shape)
    return Array(shape, dtype if isinstance(dtype, str) else "float32", library="numpy")


def _box(
    interpreter: Interpreter,
    self: Any,
    low: Any,
    high: Any,
    shape: Any = None,
    dtype: Any = "float32",
    seed: Any = None,
) -> None:
    """`Box(low, high, shape)`: the shape is that of `low` where none is given."""
    given = folded(shape)
    if given is None:
        given = interpreter.get(low, "shape") if isinstance(low, Array) else MISSING
    if isinstance(given, list):
        given = tuple(given)
    if given is MISSING:
        given = interpreter.unknown("the shape of a space", of=low)
    self.attributes.update(shape=given, dtype=dtype, low=low, high=high)


def _discrete(
    interpreter: Interpreter, self: Any, n: Any, seed: Any = None, start: Any = 0
) -> None:
    self.attributes.update(n=n, shape=(), start=start, dtype="int64")


BOX = _class("Box", __init__=_box, sample=_sample)
DISCRETE = _class("Discrete", __init__=_discrete, sample=_sample)


def _space(interpreter: Interpreter, found: tuple[int, ...] | int) -> Instance:
    made = Instance(DISCRETE if isinstance(found, int) else BOX, interpreter.span())
    if isinstance(found, int):
        made.attributes.update(n=found, shape=(), dtype="int64")
    else:
        dtype = "uint8" if found in (_SCREEN, (96, 96, 3)) else "float32"
        ends = {end: Array(found, dtype, library="numpy") for end in ("low", "high")}
        made.attributes.update(shape=found, dtype=dtype, **ends)
    return made


def _observed(interpreter: Interpreter, self: Any) -> Any:
    return _sample(interpreter, self.attributes["observation_space"])


def _reset(interpreter: Interpreter, self: Any, **more: Any) -> Any:
    """Gymnasium gives what is seen, and more; Gym gave only the former, up to a version."""
    if self.attributes["_pair"]:
        return _observed(interpreter, self), interpreter.unknown("what an environment tells")
    return interpreter.unknown("whether this version of gym gives a pair")


def _step(interpreter: Interpreter, self: Any, action: Any) -> Any:
    if not self.attributes["_pair"]:
        return interpreter.unknown("how many values this version of gym gives")
    told = interpreter.unknown("what an environment answers")
    ends = [interpreter.derive(told, name) for name in ("reward", "end", "cut", "info")]
    return (_observed(interpreter, self), *ends)


ENVIRONMENT = _class("Env", reset=_reset, step=_step)


def _make(pair: bool) -> Any:
    def make(interpreter: Interpreter, id: Any, *rest: Any, **more: Any) -> Any:
        """`gym.make("CartPole-v1")`."""
        found = spaces_of(id) if isinstance(id, str) else None
        plain = not rest and not more.keys() - {"render_mode", "max_episode_steps"}
        if found is None or not plain:
            what = f"the environment `{id}`" if isinstance(id, str) else "which environment it is"
            return interpreter.unknown(f"{what} is not known", of=id)
        made = Instance(ENVIRONMENT, interpreter.span())
        seen, taken = (_space(interpreter, each) for each in found)
        made.attributes.update(observation_space=seen, action_space=taken, _pair=pair)
        return made

    return make


def _module(name: str, pair: bool) -> Module:
    spaces = Module(f"{name}.spaces", {"Box": BOX, "Discrete": DISCRETE})
    return Module(name, {"make": native(_make(pair), "make"), "spaces": spaces})


def gym() -> Module:
    """The module `gym`."""
    return _module("gym", pair=False)


def gymnasium() -> Module:
    """The module `gymnasium`."""
    return _module("gymnasium", pair=True)
