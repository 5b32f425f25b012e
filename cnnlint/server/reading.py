"""One text, read: what is known of it, or why it cannot be read."""

from __future__ import annotations

import os
from itertools import count

from .. import requirements
from ..analysis import Analysis, analyse
from ..baseline import Unusable
from ..config import in_force
from ..interpreter.budget import Budget
from ..rules.judge import syntax_error
from ..selection import Selection
from ..syntax import lower_source
from ..syntax.tree import SyntaxProblem, TooMuch
from .shelf import ShelfFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..config import Config
    from ..inference.reuse import Past
    from ..source import Source
    from .layers import Calls
    from .shelf import Shelf

_numbers = count(1)
#: After so many readings, what was worked out for layers is let go: of most, the texts say nothing
#: any more.
LONG = 500


def budget() -> Budget:
    """An editor waits less long than a command line does."""
    return Budget(
        steps=400_000,
        turns=5_000,
        worlds=6,
        seconds=2.0,
        root_worlds=2,
        root_seconds=1.0,
    )


class Reading:
    """What was found in one text. `analysis.diagnostics` alone holds where it is not Python.

    `good` is the last one of this file that parses: what it has found stands where its text says,
    while that of older ones may have moved with later texts. `problem` says why it was not read at
    all, `complaint` what is wrong with what it was to be held against; `parses` whether it is
    Python. `asked` are the files that its imports looked for, `calls`
    those of layers, once somebody wants to know.
    """

    __slots__ = (
        "analysis",
        "asked",
        "calls",
        "complaint",
        "good",
        "number",
        "parses",
        "problem",
        "source",
    )

    def __init__(self, source: Source) -> None:
        self.source = source
        self.analysis = Analysis(source)
        self.problem = ""
        self.complaint = ""
        self.parses = True
        self.asked: set[str] = set()
        self.calls: Calls | None = None
        self.good: Reading | None = None
        self.number = next(_numbers)  # tells readings apart


def read(
    source: Source,
    shelf: Shelf,
    limits: Budget,
    config: Config | None = None,
    past: Past | None = None,
) -> Reading:
    """Analyse a text as its configuration has it; the `past` knows what it was before."""
    reading = Reading(source)
    if reading.number % LONG == 0:
        from ..keras.layers import recipes

        recipes.forget()
    find = ShelfFinder(source.path, shelf)
    requirements.forget()
    find.demand = in_force(source.path, config)
    targets = config.targets_of(source.path) if config is not None else ()
    budgets = config.budgets_of(source.path) if config is not None else None
    try:
        # Which keeps the tree for whoever wants it next.
        lower_source(source, past.pieces if past is not None else None)
        reading.analysis = analyse(
            source, besides=targets, find=find, budget=limits, budgets=budgets, past=past
        )
    except TooMuch as problem:
        reading.parses = False
        reading.problem = f"cannot be read: {problem.message}"
    except SyntaxProblem as problem:
        reading.parses = False
        found = syntax_error(source, problem.message, problem.offset)
        reading.analysis.diagnostics.append(found)
    except Exception as error:
        # A mistake of our own must not end the server: the editor would be left alone.
        reading.parses = False
        reading.problem = f"internal error, please report it: {type(error).__name__}: {error}"
        if past is not None:
            past.forget()
            past.reading = None
    reading.asked = find.asked
    chosen = [] if config is None else [each.choices for each in config.layers() if each.choices]
    if chosen:
        analysis = reading.analysis
        analysis.diagnostics = Selection(*chosen).of(analysis.diagnostics)
    if config is not None and reading.parses:
        _leave_known(reading, shelf, config)
    if past is not None:
        if reading.parses and (past.source is source or not limits.stopped):
            past.reading = reading
        reading.good = past.reading
    return reading


def _leave_known(reading: Reading, shelf: Shelf, config: Config) -> None:
    """Leave out what the project's baseline has."""
    layer = config.layer_of("baseline")
    if layer is None:
        return
    path = os.path.join(layer.directory, layer.values["baseline"])
    try:
        reading.analysis.diagnostics = shelf.new(path, reading.analysis.diagnostics)
    except Unusable as problem:
        reading.complaint = str(problem)
