"""How much a program may ask for."""

from __future__ import annotations


class Budget:
    """How much a program may ask for before the analysis of a file gives up."""

    __slots__ = (
        "depth",
        "hurried",
        "root_seconds",
        "root_worlds",
        "seconds",
        "steps",
        "stopped",
        "turns",
        "worlds",
    )

    def __init__(
        self,
        *,
        steps: int = 2_000_000,
        depth: int = 300,
        turns: int = 20_000,
        worlds: int = 12,
        seconds: float = 10.0,
        root_worlds: int = 4,
        root_seconds: float = 3.0,
    ) -> None:
        self.steps = steps  # statements, calls and loop turns
        self.depth = depth  # calls inside calls
        self.turns = turns  # of one loop
        self.worlds = worlds  # runs with different answers to unknown conditions
        self.seconds = seconds
        self.root_worlds = root_worlds  # the same for a function that the program never calls
        self.root_seconds = root_seconds  # for all such functions together
        self.hurried = False  # set where time ran out: another day it may not
        self.stopped = False  # set where nobody waits for the answer any more
