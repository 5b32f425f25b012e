"""Budgets: how much a model may take, for a project and for single targets."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..network import Model

#: The memory that is spoken of where nobody says another: that of a common accelerator.
MEMORY = 16 * 2**30


class Limits:
    """What a model may take at most: None where there is no limit. `memory` is in bytes, for
    training on a `batch` of so many samples; None for the batch that `fit` is given."""

    __slots__ = ("batch", "macs", "memory", "params")

    def __init__(
        self,
        params: int | None = None,
        memory: int | None = None,
        macs: int | None = None,
        batch: int | None = None,
    ) -> None:
        self.params = params
        self.memory = memory
        self.macs = macs
        self.batch = batch

    def under(self, other: Limits) -> Limits:
        """The same, with what `other` says in its place."""
        return Limits(
            self.params if other.params is None else other.params,
            self.memory if other.memory is None else other.memory,
            self.macs if other.macs is None else other.macs,
            self.batch if other.batch is None else other.batch,
        )


class Budgets:
    """The limits for the models of a file: those for all, and `named` ones by target."""

    __slots__ = ("named", "whole")

    def __init__(self, whole: Limits, named: dict[str, Limits]) -> None:
        self.whole = whole
        self.named = named

    def of(self, model: Model) -> Limits:
        """What counts for a model: a target's own limits go before those for all."""
        limits = self.whole
        known_by = "".join(model.variable.split())
        for name, each in self.named.items():
            if name in ("", known_by, known_by.partition("(")[0]):
                limits = limits.under(each)
        return limits
