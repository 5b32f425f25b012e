"""What a judge says about a file, in one form for both of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Result:
    """A layer that was made, or a call of one: where it stands and what came out.

    `shape` is as Keras prints it, with `|` never in it; "?" where it is not known.
    """

    line: int
    column: int
    end: tuple[int, int]
    kind: str  # "call", "layer", "model" or "input"
    name: str
    shape: str
    params: int | str | None
    sum: str = ""
    unknown: str = ""


@dataclass
class Total:
    """A model: where it was made, what its summary says, and the lines that print it."""

    line: int
    name: str
    class_name: str
    total: int | str | None
    trainable: int | str | None
    rows: list[tuple[str, str, str, int | str | None]] = field(default_factory=list)
    summaries: list[int] = field(default_factory=list)
    nested: bool = False
    built: bool = True
    unknowns: list[tuple[int, str]] = field(default_factory=list)
    requires: list[str] = field(default_factory=list)


@dataclass
class Said:
    """An error: the lines it may be expected on, its code (cnnlint's only), and what is said."""

    lines: list[int]
    text: str
    code: str = ""
    severity: str = "error"


@dataclass
class Findings:
    results: list[Result] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    errors: list[Said] = field(default_factory=list)
    #: What stands in the way of finding models, by line; cnnlint's only.
    unknowns: list[tuple[int, str]] = field(default_factory=list)
    #: (line, sizes, whether Keras accepted them); Keras's only.
    tried: list[tuple[int, list[int], bool, str]] = field(default_factory=list)
    #: What went wrong with judging itself.
    trouble: str = ""

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def from_data(data: dict[str, Any]) -> Findings:
    return Findings(
        [Result(**{**each, "end": tuple(each["end"])}) for each in data["results"]],
        [
            Total(
                **{
                    **each,
                    "rows": [tuple(row) for row in each["rows"]],
                    "unknowns": [tuple(pair) for pair in each["unknowns"]],
                }
            )
            for each in data["totals"]
        ],
        [Said(**each) for each in data["errors"]],
        [tuple(pair) for pair in data["unknowns"]],
        [(line, sizes, ok, why) for line, sizes, ok, why in data["tried"]],
        data["trouble"],
    )


def on_line(results: list[Result], line: int) -> list[Result]:
    """What a person means by this line: the outermost call that starts leftmost on it.

    A line that is run several times gives several.
    """
    here = [each for each in results if each.line == line]
    if any(each.kind != "input" for each in here):
        # The input layer that stands for `input_shape=` shares the place of its layer.
        places = {(each.column, each.end) for each in here if each.kind != "input"}
        here = [
            each for each in here if each.kind != "input" or (each.column, each.end) not in places
        ]
    if not here:
        return []
    left = min(each.column for each in here)
    end = max(each.end for each in here if each.column == left)
    return [each for each in here if each.column == left and each.end == end]
