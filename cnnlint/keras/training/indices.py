"""Numbers that stand for words or the like, against the embeddings they are looked up in."""

from __future__ import annotations

from ...diagnostics import Refused
from ...libraries.arrays import Array
from .. import structures
from . import endings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...network import Model


def check_indices(model: Model, x: Any, called: str) -> None:
    """Hold what is looked up against the rows of an `Embedding` that the data go straight into.

    Raises:
        Refused: some number is not below them; `late` where that is only likely.
    """
    arrays = structures.flatten(x)
    if type(x) is dict or len(arrays) != len(model.inputs):
        return
    given = {id(tensor): array for tensor, array in zip(model.inputs, arrays, strict=True)}
    for node in model.graph:
        array = given.get(id(node.inputs[0])) if len(node.inputs) == 1 else None
        if not isinstance(array, Array) or endings.title(node.layer) != "Embedding":
            continue
        rows = vars(node.layer.declaration).get("input_dim")
        if not isinstance(rows, int):
            continue
        highest, sure = _highest(array, rows)
        if highest is None or highest < rows:
            continue
        raise Refused(
            "index-not-embedded",
            f"{called} {'holds' if sure else 'may hold'} {highest}, and `{node.layer.name}` has "
            f"rows for 0 to {rows - 1}",
            help=f"rows are counted from 0: `Embedding({highest + 1}, ...)`",
            exception="InvalidArgumentError",
            late=not sure,
        )


def _highest(array: Array, rows: int) -> tuple[int | None, bool]:
    """The largest number that is or may be in an array of whole numbers; whether one that is not
    below `rows` surely is."""
    if not array.dtype or "int" not in array.dtype:
        return None, False
    if array.items and all(type(item) is int for item in array.items):
        return max(array.items), True
    if isinstance(array.classes, int):
        return array.classes - 1, True
    if isinstance(array.high, int):
        return array.high, isinstance(array.low, int) and array.low >= rows
    return None, False
