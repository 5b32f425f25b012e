"""One text, read: what is known of it, or why it cannot be read."""

from __future__ import annotations

from itertools import count

from .. import requirements
from ..analysis import Analysis, analyse
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
    from ..source import Source
    from ..syntax.pieces import Pieces
    from .layers import Calls
    from .shelf import Shelf

_numbers = count(1)


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

    `problem` says why it was not read at all; `parses` whether it is Python. `asked` are the files
    that its imports looked for, `calls` those of layers, once somebody wants to know.
    """

    __slots__ = ("analysis", "asked", "calls", "number", "parses", "problem", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.analysis = Analysis(source)
        self.problem = ""
        self.parses = True
        self.asked: set[str] = set()
        self.calls: Calls | None = None
        self.number = next(_numbers)  # tells readings apart


def read(
    source: Source,
    shelf: Shelf,
    limits: Budget,
    config: Config | None = None,
    pieces: Pieces | None = None,
) -> Reading:
    """Analyse a text as its configuration has it; `pieces` know what it was before."""
    reading = Reading(source)
    find = ShelfFinder(source.path, shelf)
    requirements.forget()
    find.demand = in_force(source.path, config)
    targets = config.targets_of(source.path) if config is not None else ()
    budgets = config.budgets_of(source.path) if config is not None else None
    try:
        lower_source(source, pieces)  # which keeps the tree for whoever wants it next
        reading.analysis = analyse(
            source, besides=targets, find=find, budget=limits, budgets=budgets
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
    reading.asked = find.asked
    chosen = [] if config is None else [each.choices for each in config.layers() if each.choices]
    if chosen:
        analysis = reading.analysis
        analysis.diagnostics = Selection(*chosen).of(analysis.diagnostics)
    return reading
