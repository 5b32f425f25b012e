"""The JSON document that other programs read.

Lines and columns count from 1, columns in code points. In a notebook the lines are those of a
`cell`, whose number counts all cells from 1; elsewhere it is null. A size is an integer, null
where Keras prints None, or a string with the expression it is; a value that is missing is null,
never 0.
"""

from __future__ import annotations

from ..dims import Dim, hidden
from ..resources import Resources
from ..table import cause, helps, measure, requirements, rows, totals, unknowns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..diagnostics import Diagnostic, Fix, Unknown
    from ..dims import Size
    from ..network import Model, Tensor
    from ..rows import Row
    from ..shapes import Shape
    from ..source import Span

    Object = dict[str, Any]

VERSION = 1


def document(models: Iterable[Model], diagnostics: Iterable[Diagnostic]) -> str:
    """The document as text, ending in a line end."""
    from json import dumps

    content = {
        "version": VERSION,
        "models": [model_object(model) for model in models],
        "diagnostics": [diagnostic_object(diagnostic) for diagnostic in diagnostics],
    }
    return dumps(content, indent=2, ensure_ascii=False) + "\n"


def model_object(model: Model) -> Object:
    table = rows(model)
    measure(model, table)
    sums = totals(model, table)
    advised = helps(model, table)
    return {
        "name": model.variable or model.name,
        "keras_name": model.name,
        "class": model.class_name,
        **_place(model.span),
        "input_shapes": _shapes(model.inputs),
        "output_shapes": _shapes(model.outputs),
        "layers": [layer_object(row) for row in table],
        "total_params": _size(sums.params),
        "trainable_params": _size(sums.trainable_params),
        "non_trainable_params": _size(sums.non_trainable_params),
        "memory": _memory(Resources(model)),
        "requires": [str(condition) for condition in requirements(model)],
        "complete": sums.complete,
        "unknowns": [
            _unknown_object(unknown, advised.get(cause(unknown), ""))
            for unknown in unknowns(model, table)
        ],
    }


def diagnostic_object(diagnostic: Diagnostic) -> Object:
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        "certainty": diagnostic.certainty,
        "message": diagnostic.message,
        "help": diagnostic.help or None,
        "path": diagnostic.span.path,
        **_stretch(diagnostic.span),
        "because": [{"message": note.message, **_place(note.span)} for note in diagnostic.because],
        "fix": None if diagnostic.fix is None else _fix_object(diagnostic.fix),
        "url": None,
    }


def layer_object(row: Row) -> Object:
    place = _place(row.span)
    del place["path"]
    return {
        "name": row.name,
        "class": row.class_name,
        "output_shape": _output_shape(row.shapes),
        "params": _size(row.params),
        "trainable_params": _size(row.trainable_params),
        "macs": _size(row.macs, veiled=False),
        "receptive_field": None if row.receptive_field is None else list(row.receptive_field),
        "derivation": {"output": row.output_sum or None, "params": row.params_sum or None},
        "connected_to": row.connected_to,
        **place,
    }


def _memory(found: Resources) -> Object:
    """What a model takes, in bytes."""
    state = found.optimizer
    return {
        "weights": _size(found.weights, veiled=False),
        "gradients": _size(found.gradients, veiled=False),
        "optimizer": None
        if state is None
        else {
            "name": state.name,
            "values": _size(state.numbers, veiled=False),
            "bytes": _size(state.bytes, veiled=False),
        },
        "training": {"fixed": found.fixed, "per_sample": found.training.per_sample},
        "inference": {"fixed": found.at_rest, "per_sample": found.inference.per_sample},
        "batch": found.batch,
        "complete": found.complete,
    }


def _unknown_object(unknown: Unknown, help: str) -> Object:
    place = _place(unknown.span)
    del place["column"]
    return {**place, "reason": unknown.reason, "help": help or None}


def _fix_object(fix: Fix) -> Object:
    return {
        "description": fix.description,
        "safe": fix.safe,
        "edits": [{**_replaced(span), "text": text} for span, text in fix.edits],
    }


def _place(span: Span | None) -> Object:
    if span is None:
        return {"path": None, "cell": None, "line": None, "column": None}
    return {"path": span.path, "cell": span.cell, "line": span.line, "column": span.column}


def _stretch(span: Span) -> Object:
    return {
        "cell": span.cell,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _replaced(span: Span) -> Object:
    """The stretch of an edit: behind a line end, it ends where the next line begins."""
    behind = span.source.span(span.end, span.end)
    return {**_stretch(span), "end_line": behind.line, "end_column": behind.column}


def _shapes(tensors: tuple[Tensor, ...]) -> list[Any] | None:
    """The shapes of a model's ends; null where the model has none yet."""
    if not tensors:
        return None
    return [None if t.shape is None else _shape(t.shape) for t in tensors]


def _output_shape(shapes: tuple[Shape, ...] | None) -> list[Any] | None:
    if shapes is None:
        return None
    return _shape(shapes[0]) if len(shapes) == 1 else [_shape(shape) for shape in shapes]


def _shape(shape: Shape) -> list[int | str | None]:
    return [_size(size) for size in shape]


def _size(size: Size | None, *, veiled: bool = True) -> int | str | None:
    """A size as JSON has it; `veiled` where Keras's None hides what is known of it."""
    if isinstance(size, Dim):
        return None if veiled and hidden(size) else str(size)
    return size
