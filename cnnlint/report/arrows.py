"""Which boxes of a picture are joined, where boxes lie in frames."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .outline import Line


def boxes(lines: Sequence[Line]) -> list[Line]:
    """The lines that are drawn as boxes, at any depth; those that hold others are frames."""
    found = []
    for line in lines:
        found += boxes(line.inside) if line.inside else [line]
    return found


def arrows(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """The pairs of boxes of which the first feeds the second, each once."""
    found: dict[tuple[Line, Line], None] = {}
    _join(lines, [], found)
    return list(found)


def _join(lines: Sequence[Line], outside: list[Line], found: dict[tuple[Line, Line], None]) -> None:
    """Join these lines, of which some are fed by the boxes `outside`."""
    for line in lines:
        feeding = [
            each for source in line.fed_by for each in (leaving(source) if source else outside)
        ]
        if line.inside:
            _join(line.inside, feeding, found)
        else:
            if not line.fed_by and line.layer is not None and line.layer.kind == "input":
                feeding = outside  # the input of an inner model is what the model is called on
            found.update(dict.fromkeys((each, line) for each in feeding))


def leaving(line: Line) -> list[Line]:
    """The boxes whose output is that of a line: itself, or those that leave its frame.

    What only passes through is left out, as in the `x` of `x + layer(x)`: what adds them has no
    box, and an arrow round the frame would say that its layers are skipped.
    """
    if not line.inside:
        return [line]
    found = (box for each in line.leaving if each is not None for box in leaving(each))
    return list(dict.fromkeys(found))
