"""The rows of the table of figures, on a terminal and in docs/performance.md."""

from __future__ import annotations

import sys
from pathlib import Path

BEGIN, END = "<!-- figures of {}: begin -->", "<!-- figures of {}: end -->"


class Row:
    """One figure: a ratio to something that stands next to it, and the most it should be.

    `goal` is None where there is none; with `least` it is the least.
    """

    def __init__(
        self, what: str, beside: str, figure: float, goal: float | None, *, least: bool = False,
        unit: str = "×", note: str = "",
    ) -> None:  # fmt: skip
        self.what = what
        self.beside = beside
        self.figure = figure
        self.goal = goal
        self.least = least
        self.unit = unit
        self.note = note

    @property
    def met(self) -> bool:
        if self.goal is None:
            return True
        return self.figure >= self.goal if self.least else self.figure <= self.goal

    def cells(self) -> list[str]:
        """What, beside what, the figure, the goal, and whether it is met."""
        goal = "" if self.goal is None else f"{'≥' if self.least else '≤'} {self._said(self.goal)}"
        verdict = "" if self.goal is None else "yes" if self.met else "**no**"
        note = f" ({self.note})" if self.note else ""
        return [self.what, self.beside, self._said(self.figure) + note, goal, verdict]

    def text(self) -> str:
        what, beside, figure, goal, verdict = self.cells()
        return f"{what:58} {beside:44} {figure:>22} {goal:>10} {verdict.strip('*')}"

    def _said(self, figure: float) -> str:
        if self.unit == "×" and 0 < figure < 0.1:
            return f"1/{1 / figure:.0f}"
        if self.unit == "×" and figure >= 20:
            return f"{figure:.0f} ×"
        return f"{figure:.3g} {self.unit}"


def page(made: dict[str, list[Row]], path: Path) -> str:
    """The page with the tables of these parts in the place of those it had."""
    text = path.read_text(encoding="utf-8")
    for part, rows in made.items():
        begin, end = BEGIN.format(part), END.format(part)
        head = ["| What | beside | figure | goal | met |", "| --- | --- | --- | --- | --- |"]
        table = [*head, *(f"| {' | '.join(row.cells())} |" for row in rows)]
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        if not rest or not after:
            sys.exit(f"{path}: no place for the figures of {part}")
        text = f"{before}{begin}\n" + "\n".join(table) + f"\n{end}{after}"
    return text
