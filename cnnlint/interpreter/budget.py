"""How much a program may ask for."""

from __future__ import annotations


class Budget:
    """How much a program may ask for before the analysis of a file gives up."""

    __slots__ = (
        "depth",
        "hurried",
        "root_seconds",
        "root_steps",
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
        root_steps: int = 100_000,
        root_seconds: float = 6.0,
    ) -> None:
        self.steps = steps  # statements, calls and loop turns
        self.depth = depth  # calls inside calls
        self.turns = turns  # of one loop
        self.worlds = worlds  # runs with different answers to unknown conditions
        self.seconds = seconds
        self.root_worlds = root_worlds  # the same for a function that the program never calls
        # For all such functions together. Steps end the same program each time: what is then known
        # can be kept. Time is for what takes long in few of them.
        self.root_steps = root_steps
        self.root_seconds = root_seconds
        self.hurried = False  # set where time ran out: another day it may not
        self.stopped = False  # set where nobody waits for the answer any more
