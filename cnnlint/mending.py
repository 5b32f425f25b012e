"""Fixes put into files, round by round, until there is nothing left to mend.

A fix is kept only where the text that it gives can be read and no longer has the problem; where
it has, the problem is reported and the text is left alone.
"""

from __future__ import annotations

import os

from .edits.applying import apart, applied, edits_of
from .project import MARK, Foreign, Outcome, Unreadable, decode, encoding_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias, TypeVar

    from .analysis import Analysis
    from .diagnostics import Diagnostic, Fix
    from .project import Again
    from .source import Source

    State = TypeVar("State")
    Attempt: TypeAlias = Callable[[Analysis, State, list[Fix]], tuple[Analysis, State] | None]

#: Rounds until nothing changes any more, at most.
ROUNDS = 20


class Mended:
    """A file and what became of it: `before` and `after` are its bytes, `fixed` what was mended,
    and `outcome` what there is to say about it now."""

    __slots__ = ("after", "before", "fixed", "outcome", "source")

    def __init__(self, outcome: Outcome, data: bytes) -> None:
        self.outcome = outcome
        self.before = self.after = data
        self.fixed: list[Diagnostic] = []
        self.source: Source | None = outcome.analysis.source if outcome.analysis else None


def is_wanted(fix: Fix | None, unsafe: bool) -> bool:
    """Whether this fix is to be applied, where unsafe ones are or are not."""
    return fix is not None and (fix.safe or unsafe)


def mend(outcome: Outcome, data: bytes, again: Again, *, unsafe: bool) -> Mended:
    """Apply what can be fixed in a file that holds `data`; `again` judges it with others."""

    def attempt(
        analysis: Analysis, before: tuple[Outcome, bytes], fixes: list[Fix]
    ) -> tuple[Analysis, tuple[Outcome, bytes]] | None:
        try:
            data = rewritten(analysis.source, before[1], fixes)
            outcome = again(data)
        except (Unreadable, Foreign, UnicodeError):
            return None
        if outcome.analysis is None or outcome.problem != before[0].problem:
            return None
        return outcome.analysis, (outcome, data)

    mended = Mended(outcome, data)
    if outcome.analysis is not None:
        _, after, mended.fixed = in_rounds(outcome.analysis, (outcome, data), attempt, unsafe)
        mended.outcome, mended.after = after
    return mended


def in_rounds(
    analysis: Analysis, state: State, attempt: Attempt[State], unsafe: bool
) -> tuple[Analysis, State, list[Diagnostic]]:
    """Apply fixes until nothing is left to mend: what is known then, and what was mended.

    `attempt` gives what is known after some fixes, None where they spoil the text; the state is
    what it wants to know the next time.
    """
    fixed: list[Diagnostic] = []
    hopeless: set[object] = set()

    def tried(chosen: list[Diagnostic]) -> tuple[Analysis, State] | None:
        after = attempt(analysis, state, [each.fix for each in chosen if each.fix is not None])
        return after if after is not None and _mends(analysis, after[0], chosen) else None

    for _ in range(ROUNDS):
        here = [each for each in analysis.diagnostics if each.span.source is analysis.source]
        wanted = [each for each in here if is_wanted(each.fix, unsafe)]
        chosen = _apart(_first([each for each in wanted if _key(each) not in hopeless]))
        if not chosen:
            break
        kept = tried(chosen)
        if kept is None:
            # One of them spoils it: which, shows when each is tried by itself.
            for each in chosen:
                kept = tried([each])
                if kept is not None:
                    chosen = [each]
                    break
                hopeless.add(_key(each))
        if kept is not None:
            analysis, state = kept
            fixed += chosen
    return analysis, state, fixed


def _first(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Those to be mended before the others, which may follow from them: what is safe, then what
    is an error."""
    safe = [each for each in diagnostics if each.fix is not None and each.fix.safe]
    errors = [each for each in diagnostics if each.severity == "error"]
    return safe or errors or diagnostics


def _mends(before: Analysis, after: Analysis, chosen: Sequence[Diagnostic]) -> bool:
    """Whether each of these is reported less often than before, and the text is as readable."""
    old, new = _counts(before.diagnostics), _counts(after.diagnostics)
    if new.get("syntax-error", 0) > old.get("syntax-error", 0):
        return False
    return all(new.get(_key(each), 0) < old[_key(each)] for each in chosen)


def rewritten(source: Source, data: bytes, fixes: Iterable[Fix]) -> bytes:
    """The bytes of a file after fixes of its text: same encoding, same mark at the beginning."""
    fixes = list(fixes)
    if source.cells:
        from .edits.cells import rewritten as with_code

        codes: dict[int, str] = {}
        edits = sorted({edit for fix in fixes for edit in edits_of(fix)}, reverse=True)
        for cell in source.cells:
            code, changed = source.text[cell.start : cell.end], False
            for start, end, new in edits:
                if cell.start <= start <= cell.end:
                    start, end = start - cell.start, end - cell.start
                    code, changed = code[:start] + new + code[end:], True
            if changed:
                codes[cell.number] = code
        return _encoded(with_code(decode(data), codes), data, "utf-8")
    return _encoded(applied(source.text, fixes), data, encoding_of(data))


def _encoded(text: str, before: bytes, encoding: str) -> bytes:
    return (MARK if before.startswith(MARK) else b"") + text.encode(encoding)


def write(path: str, data: bytes) -> None:
    """Replace a file as a whole: whoever reads it meanwhile reads the old or the new one.

    Raises:
        OSError: it cannot be written.
    """
    from tempfile import mkstemp

    path = os.path.realpath(path)
    handle, name = mkstemp(dir=os.path.dirname(path), prefix=f".{os.path.basename(path)}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, os.stat(path).st_mode & 0o7777)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def difference(mended: Mended) -> str:
    """What changes, as `diff -u` shows it; of a notebook the code of each cell that changes."""
    from difflib import unified_diff

    def between(old: str, new: str, name: str) -> str:
        lines = unified_diff(_lines(old), _lines(new), name, name)
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )

    path = mended.outcome.path
    analysis, source = mended.outcome.analysis, mended.source
    if analysis is None or source is None:
        return ""
    if not source.cells:
        return between(source.text, analysis.source.text, path)
    cells = zip(source.cells, analysis.source.cells, strict=True)
    return "".join(
        between(
            source.text[old.start : old.end] + "\n",
            analysis.source.text[new.start : new.end] + "\n",
            f"{path}:cell {old.number}",
        )
        for old, new in cells
    )


def _lines(text: str) -> list[str]:
    """Lines with their ends; form feeds and the like end none."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _apart(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Those whose fixes do not overlap."""
    together = set(map(id, apart([each.fix for each in diagnostics if each.fix is not None])))
    return [each for each in diagnostics if id(each.fix) in together]


def _key(diagnostic: Diagnostic) -> object:
    """What tells a problem apart wherever in the file it stands."""
    return diagnostic.name, diagnostic.message


def _counts(diagnostics: Iterable[Diagnostic]) -> dict[object, int]:
    counts: dict[object, int] = {}
    for each in diagnostics:
        for key in (_key(each), each.name):
            counts[key] = counts.get(key, 0) + 1
    return counts
