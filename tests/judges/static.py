"""The first judge: cnnlint, in this process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from cnnlint import table
from cnnlint.analysis import Analysis, analyse
from cnnlint.modules import Finder
from cnnlint.network import Layer, Model, Node
from cnnlint.shapes import show
from cnnlint.source import Source, Span
from cnnlint.syntax import notebook

from .findings import Findings, Result, Said, Total


def judge(path: Path) -> Findings:
    name = os.fspath(path)
    if path.suffix == ".ipynb":
        source = notebook.read(name, path.read_bytes())
    else:
        source = Source(name, path.read_text(encoding="utf-8"))
    return findings(analyse(source, find=Finder(name)), name)


def findings(analysis: Analysis, path: str) -> Findings:
    found = Findings()
    if analysis.gave_up:
        found.trouble = f"cnnlint gave up: {analysis.gave_up}"
    for said in analysis.diagnostics:
        text = " ".join(part for part in (said.message, said.sum, said.help) if part)
        found.errors.append(Said([_line(said.span, path)], text, said.code, said.severity))
    for unknown in analysis.unknowns:
        found.unknowns.append((_line(unknown.span, path), unknown.reason))
    top = {id(model) for model in analysis.models}
    below = {id(part) for model in analysis.models for part in model.all_parts()}
    layers: dict[int, Layer] = {}
    for model in analysis.models:
        for layer in (model, *model.all_parts()):
            layers.setdefault(id(layer), layer)
        for tensor in model.inputs:
            if tensor.node is not None:
                layers.setdefault(id(tensor.node.layer), tensor.node.layer)
    # A Sequential calls its layers itself: the fixture does not.
    inner = {
        id(node)
        for layer in layers.values()
        if isinstance(layer, Model) and layer.steps
        for node in layer.graph
    }
    for layer in layers.values():
        if isinstance(layer, Model):
            found.totals.append(_total(layer, path, id(layer) not in top or id(layer) in below))
        _results(found, layer, path, inner)
    return found


def _results(found: Findings, layer: Layer, path: str, inner: set[int]) -> None:
    params = _params(layer)
    kind = {"model": "model", "input": "input"}.get(layer.kind, "layer")
    broken = layer.broken.reason if layer.broken is not None else ""
    calls = [node for node in layer.nodes if node.span is not None and id(node) not in inner]
    if layer.kind == "input" and layer.span is not None:
        calls = []
    if layer.kind != "operation" and layer.span is not None:
        outputs = _outputs(layer)
        last = layer.nodes[-1] if layer.nodes else None
        unknown = broken or (_unknown(last) if last is not None else "")
        found.results.append(
            _result(
                layer.span, kind, layer, outputs, params, last.sum if last else "", unknown, path
            )
        )
    for node in calls:
        assert node.span is not None
        if layer.span is not None and node.span.key == layer.span.key and layer.kind != "operation":
            continue
        shape = _shapes(tensor.shape for tensor in node.outputs)
        unknown = _unknown(node) or broken
        found.results.append(
            _result(node.span, "call", layer, shape, params, node.sum, unknown, path)
        )


def _result(
    span: Span, kind: str, layer: Layer, shape: str, params: Any, sum: str, unknown: str, path: str
) -> Result:
    return Result(
        _line(span, path),
        span.column,
        (span.source.line_of(max(span.start, span.end - 1)), span.end_column),
        kind,
        f"{layer.class_name} {layer.name}",
        shape,
        params,
        sum,
        unknown,
    )


def _line(span: Span | None, path: str) -> int:
    """The line in the fixture's text; 0 for a place in another file."""
    return (
        span.source.line_of(span.start)
        if span is not None and Path(span.path).samefile(path)
        else 0
    )


def _outputs(layer: Layer) -> str:
    if isinstance(layer, Model) and layer.outputs:
        return _shapes(tensor.shape for tensor in layer.outputs)
    if layer.nodes:
        return _shapes(tensor.shape for tensor in layer.nodes[-1].outputs)
    return "?"


def _shapes(shapes: Any) -> str:
    listed = ["?" if shape is None else show(shape) for shape in shapes]
    return listed[0] if len(listed) == 1 else f"[{', '.join(listed)}]"


def _unknown(node: Node) -> str:
    return next((each.unknown.reason for each in node.outputs if each.unknown is not None), "")


def _params(layer: Layer) -> int | str | None:
    if layer.broken is not None or (layer.kind in ("layer", "model") and not layer.built):
        return None
    total: Any = 0
    for weight, _ in layer.all_weights():
        total = total + weight.size
    return _number(total)


def _number(value: Any) -> int | str | None:
    return value if value is None or isinstance(value, int) else str(value)


def _total(model: Model, path: str, nested: bool) -> Total:
    rows = table.rows(model)
    totals = table.totals(model, rows)
    unknowns = [
        (_line(unknown.span, path), unknown.reason) for unknown in table.unknowns(model, rows)
    ]
    if not totals.complete and not unknowns:
        unknowns = [(_line(model.span, path), "incomplete, and no reason is given")]
    return Total(
        _line(model.span, path),
        model.variable or model.name,
        model.class_name,
        _number(totals.params) if totals.complete else None,
        _number(totals.trainable_params) if totals.complete else None,
        [
            (
                row.name,
                row.class_name,
                "?" if row.shapes is None else _shapes(row.shapes),
                _number(row.params),
            )
            for row in rows
        ],
        [_line(call.span, path) for call in model.calls if call.method == "summary"],
        nested,
        model.built,
        unknowns,
        [str(need) for need in table.requirements(model)],
    )
