"""What a file holds: its models and their layers as symbols, what each model comes to, and where
the layer is that a name speaks of."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase

from lsprotocol import types

from .. import rules, syntax
from ..network import Layer
from ..report.sheet import Sheet
from ..report.summary import summary
from ..shapes import show
from ..table import readable_bytes, rows, told, totals
from .layers import number, title
from .markup import escaped
from .positions import text_range

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..network import Model
    from ..resources.limits import Budgets
    from ..rows import Row
    from ..source import Source, Span
    from ..syntax.tree import Node
    from .positions import Carry
    from .reading import Reading

#: A comment with one of these may name rules.
MARKS = ("cnnlint:", "noqa")


def models(reading: Reading) -> list[Model]:
    """The models that this file tells of and makes, in the order of the text."""
    found = [
        model
        for model in told(reading.analysis.models)
        if model.span is not None and model.span.source is reading.source
    ]
    return sorted(found, key=lambda model: model.span.start if model.span is not None else 0)


# Symbols --------------------------------------------------------------------------------------


def symbols(
    reading: Reading, carry: Carry, encoding: str, window: tuple[int, int]
) -> list[types.DocumentSymbol]:
    """A symbol for each model that the window shows, with its layers in it."""
    found = []
    for model in models(reading):
        span = carry.span(model.span) if model.span is not None else None
        if span is None or not window[0] <= span.start <= window[1]:
            continue
        layers = list(_layers(rows(model), carry, encoding, window))
        around = text_range(span, encoding)
        for layer in layers:
            around = _hull(around, layer.range)
        found.append(
            types.DocumentSymbol(
                name=title(model),
                kind=types.SymbolKind.Class,
                range=around,
                selection_range=text_range(span, encoding),
                detail=f"{model.class_name}, {_params(model)}",
                children=layers,
            )
        )
    return found


def _layers(
    table: list[Row], carry: Carry, encoding: str, window: tuple[int, int]
) -> Iterator[types.DocumentSymbol]:
    for row in table:
        if row.span is None or row.span.source is not carry.old:
            continue
        span = carry.span(row.span)
        if span is None or not window[0] <= span.start <= window[1]:
            continue
        inner = [] if row.folded else list(_layers(row.nested, carry, encoding, window))
        own = around = text_range(span, encoding)
        for each in inner:
            around = _hull(around, each.range)
        shapes = "?" if row.shapes is None else ", ".join(map(show, row.shapes))
        yield types.DocumentSymbol(
            name=row.name or row.class_name,
            kind=types.SymbolKind.Field,
            range=around,
            selection_range=own,
            detail=f"{row.class_name} {shapes}",
            children=inner or None,
        )


def flat(
    symbols: Iterable[types.DocumentSymbol], uri: str, inside: str | None = None
) -> Iterator[types.SymbolInformation]:
    """The same for an editor that knows no symbols in others."""
    for each in symbols:
        place = types.Location(uri, each.selection_range)
        yield types.SymbolInformation(place, each.name, each.kind, container_name=inside)
        yield from flat(each.children or (), uri, each.name)


def _hull(a: types.Range, b: types.Range) -> types.Range:
    key = _place
    return types.Range(min(a.start, b.start, key=key), max(a.end, b.end, key=key))


def _place(position: types.Position) -> tuple[int, int]:
    return position.line, position.character


# Lenses ---------------------------------------------------------------------------------------


def lenses(
    reading: Reading, carry: Carry, window: tuple[int, int]
) -> Iterator[tuple[Span, str, int]]:
    """Where each model is made, what stands above it, and the place of the model in `models`."""
    for place, model in enumerate(models(reading)):
        span = carry.span(model.span) if model.span is not None else None
        if span is not None and window[0] <= span.start <= window[1]:
            yield span, f"{title(model)}: {_count(model)} · {_params(model)}", place


def _params(model: Model) -> str:
    """`2,410 params (9.41 KB)`, and a bound where not everything is known."""
    sums = totals(model)
    if not sums.complete and sums.params == 0:
        return "parameters not known"
    memory = "" if sums.bytes is None else f" ({readable_bytes(sums.bytes)})"
    return f"{'' if sums.complete else '≥ '}{number(sums.params)} params{memory}"


def hover(reading: Reading, offset: int) -> tuple[tuple[int, int], str] | None:
    """What there is to say of the model that is made at an offset, in Markdown, and where that
    stands."""
    around = [
        (model.span.end - model.span.start, model.span.start, model)
        for model in models(reading)
        if model.span is not None and model.span.start <= offset < model.span.end
    ]
    if not around:
        return None
    length, start, model = min(around, key=lambda each: each[0])
    return (start, start + length), "  \n".join(_told(model, reading.analysis.budgets))


def _told(model: Model, budgets: Budgets | None) -> Iterator[str]:
    yield f"**{escaped(title(model))}** ({model.class_name}), {_count(model)}"
    for name, tensors in (("input", model.inputs), ("output", model.outputs)):
        for tensor in tensors or ():
            yield f"{name} `{show(tensor.shape) if tensor.shape is not None else '?'}`"
    for name, value in Sheet(model, budgets=budgets).totals():
        yield f"{name}: {escaped(value)}"


def _count(model: Model) -> str:
    count = len(model.parts)
    return f"{count} layer{'' if count == 1 else 's'}"


def full(reading: Reading, place: int) -> str | None:
    """The summary of a model, as the command line shows it."""
    found = models(reading)
    if not 0 <= place < len(found):
        return None
    analysis = reading.analysis
    text = summary(found[place], analysis.diagnostics, budgets=analysis.budgets)
    # An editor gives absolute paths: the folder of the file goes without saying.
    return text.replace(os.path.join(os.path.dirname(reading.source.path), ""), "")


# Names ----------------------------------------------------------------------------------------


def named_layers(reading: Reading, offset: int) -> list[Span]:
    """Where the layers are that the string in `model.get_layer("conv")` at an offset names."""
    try:
        tree = syntax.lower_source(reading.source)
    except syntax.SyntaxProblem:
        return []
    for call in _calls(tree.statements, offset):
        function, arguments = call[3], call[4]
        if function[0] != "Attribute" or function[4] != "get_layer":
            continue
        for how, name, value in arguments:
            if value[1] <= offset <= value[2] and (how == "" or name == "name"):
                pattern = _pattern(value)
                if pattern:
                    receiver = reading.source.text[function[3][1] : function[3][2]]
                    return _named(reading, receiver, pattern)
    return []


def _pattern(value: Node) -> str:
    """What a string is, with `*` for what an f-string fills in; nothing for other values."""
    if value[0] == "Constant":
        return _itself(value[3]) if type(value[3]) is str else ""
    parts = value[3] if value[0] == "FString" else ()
    said = [_itself(part) if type(part) is str else "*" for part in parts]
    return "".join(said) if set(said) != {"*"} else ""


def _itself(text: str) -> str:
    """The pattern for a text."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in text)


def _named(reading: Reading, receiver: str, pattern: str) -> list[Span]:
    """Layers of such a name in the model that is called so, else in any."""
    found = reading.analysis.models
    own = [model for model in found if model.variable == receiver]
    for among in (own, found):
        spans = {
            part.span.key: part.span
            for model in among
            for part in _parts(model)
            if part.span is not None and fnmatchcase(part.name, pattern)
        }
        if spans:
            return list(spans.values())
    return []


def _parts(model: Model) -> Iterator[Layer]:
    yield from model.parts
    yield from model.steps
    for node in model.graph:
        yield node.layer


def _calls(node: Node, offset: int) -> Iterator[Node]:
    """The calls around an offset. Blocks may lie outside the span of what they belong to."""
    for part in node:
        if type(part) is tuple and part:
            if part[0] == "Call" and len(part) == 5 and type(part[1]) is int:
                if not part[1] <= offset <= part[2]:
                    continue
                yield part
            yield from _calls(part, offset)


def rule_page(source: Source, offset: int) -> tuple[Span, str] | None:
    """The page of the rule that a comment `# cnnlint: ignore[CNN101]` names at an offset.

    Any name of a rule is taken for one there: on a line with such a comment nothing else has it.
    """
    start = source.starts[source.line_of(offset) - 1]
    comment = source.text[start:offset].partition("#")[2].lower()
    if not any(mark in comment for mark in MARKS):
        return None
    first = last = offset
    while first > start and _in_name(source.text[first - 1]):
        first -= 1
    while last < len(source.text) and _in_name(source.text[last]):
        last += 1
    try:
        rule = rules.find(source.text[first:last])
    except KeyError:
        return None
    return source.span(first, last), rules.page(rule)


def page(name_or_code: str) -> str | None:
    """The page of a rule; None where there is no such rule."""
    try:
        return rules.page(rules.find(name_or_code))
    except KeyError:
        return None


def _in_name(character: str) -> bool:
    return character == "-" or (character.isascii() and character.isalnum())
