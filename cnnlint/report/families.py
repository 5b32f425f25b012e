"""Kinds of layers that pictures tell apart by colour."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .outline import Line

#: A family's colour: strong on white and on black, so that a tint of it does for both.
COLOURS = {
    "input": "#64748b",
    "convolution": "#2f6fe4",
    "pooling": "#0f9f8f",
    "dense": "#6d4fe0",
    "normalization": "#d98a0b",
    "activation": "#5f9c18",
    "merging": "#dd3a67",
    "recurrent": "#059669",
    "attention": "#b12fc4",
    "reshaping": "#8a7f72",
    "regularization": "#94a3b8",
    "preprocessing": "#0891b2",
    "operation": "#78869c",
    "model": "#5b7aa6",
    "unknown": "#c2410c",
    "other": "#78869c",
}


def family(line: Line) -> str:
    """One of the names that have a colour."""
    row, layer = line.row, line.layer
    if row.broken or row.shapes is None:
        return "unknown"
    if layer is None:
        return "model"
    if layer.kind in ("input", "operation", "model"):
        return layer.kind
    if layer.declaration is None:
        return "model" if layer.parts else "other"
    found: str = layer.declaration.family
    return found
