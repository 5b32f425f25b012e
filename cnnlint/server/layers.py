"""The calls of layers in one file, and what is shown of them: hints in the line, hover texts."""

from __future__ import annotations

import re
from itertools import islice

from ..advice import REFUSED
from ..dims import Dim, pretty, symbols
from ..keras.layers.constructing import signature_of
from ..keras.layers.kit import Declaration
from ..resources.amounts import shown
from ..resources.flow import sample_bytes
from ..rows import listed
from ..shapes.text import each_size, show, written
from ..table import measure, renamed, row, rows, short_names
from .markup import escaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..diagnostics import Unknown
    from ..dims import Size
    from ..interpreter.targets import Bound
    from ..network import Layer, Model, Node
    from ..rows import Row
    from ..shapes import Shape
    from ..source import Source, Span
    from .positions import Carry
    from .reading import Reading

    Sizes = tuple[str, ...]  # of one shape, as a person reads them

#: Where every layer of Keras has a page, under its own name.
PAGES = "https://www.tensorflow.org/api_docs/python/tf/keras/layers/"
#: A line that runs with more sizes than these shows the first and the last.
MOST_SIZES = 3
#: Of a shape that would be longer than so many characters the long sizes are left out.
LONGEST = 60
LONGEST_SIZE = 16
#: What tells a size from others of the same name.
NUMBER = re.compile(r"(?<=[\w\])])_\d+\b")
#: So many calls of one line are told in full.
MOST_TOLD = 3
#: A line may run thousands of times.
MOST_LOOKED_AT = 50
LINE = "\n\n---\n\n"


def calls_of(reading: Reading) -> Calls:
    """The calls of a file, sorted once."""
    if reading.calls is None:
        reading.calls = Calls(reading)
    return reading.calls


class Calls:
    """The calls of one file by the place where they stand, in the order they happen.

    `bound` are the shapes of names, by where these end, that no call on their line shows; `names`
    all that are given one, with what is given to them.
    """

    def __init__(self, reading: Reading) -> None:
        self.models = reading.analysis.models
        self._source, self._nodes = reading.source, reading.analysis.calls
        self.at: dict[tuple[int, int], list[Node]] = {}
        self.bound: dict[int, dict[Sizes, None]] = {}
        self.names: dict[tuple[int, int], list[Bound]] = {}
        self._rows: dict[int, Row] | None = None
        self._names: dict[int, dict[str, str]] = {}
        for model in self.models:
            short = short_names(model)
            if short:
                self._names.update((id(node), short) for node in model.graph)
        # What `predict` calls is a batch, and not what it gives; what Keras's own architectures
        # are made of stands nowhere.
        others = {call.span.key for model in self.models for call in model.calls}
        others |= {
            node.span.key
            for node in reading.analysis.calls
            if node.layer.origin and node.layer.kind != "model" and node.span is not None
        }
        for node in reading.analysis.calls:
            span = node.span
            if span is None or span.source is not reading.source or span.end <= span.start:
                continue
            own = node.layer.span
            if node.layer.kind == "input" and own is not None and own.key != span.key:
                continue  # nobody wrote it: it came with the first layer of a `Sequential`
            if span.key not in others:
                self.at.setdefault((span.start, span.end), []).append(node)
        for event in reading.analysis.bound:
            name, value = event.name, event.value
            if name.source is not reading.source:
                continue
            self.names.setdefault((name.start, name.end), []).append(event)
            maker: Node | None = getattr(value, "node", None)
            if maker is None or not _follows(name, maker):
                self.bound.setdefault(name.end, {})[self.sizes(maker, value.shape)] = None

    def around(self, offset: int) -> tuple[tuple[int, int], list[Node]] | None:
        """The innermost call that holds an offset."""
        around = [place for place in self.at if place[0] <= offset < place[1]]
        if not around:
            return None
        place = min(around, key=lambda place: place[1] - place[0])
        return place, self.at[place]

    def of_layer(self, offset: int) -> tuple[tuple[int, int], list[Node]] | None:
        """The calls, wherever they stand, of the layer that is made at an offset."""
        found: dict[tuple[int, int], list[Node]] = {}
        for node in self._nodes:
            span = node.layer.span
            if span is None or span.source is not self._source or node.layer.kind == "model":
                continue
            if span.start <= offset < span.end:
                found.setdefault((span.start, span.end), []).append(node)
        return min(found.items(), key=lambda each: each[0][1] - each[0][0], default=None)

    def shape(self, node: Node, shapes: Iterable[Shape | None]) -> str:
        """The shapes as a person reads them; "?" for what is not known."""
        said = [self.short(node, show(shape)) if shape is not None else "?" for shape in shapes]
        return said[0] if len(said) == 1 else f"[{', '.join(said)}]"

    def output(self, node: Node) -> str:
        return self.shape(node, [tensor.shape for tensor in node.outputs])

    def sizes(self, node: Node | None, shape: Shape) -> Sizes:
        """The sizes of one shape as a person reads them."""
        return tuple(self.short(node, each) for each in each_size(shape))

    def short(self, node: Node | None, text: str) -> str:
        return renamed(text, self._names.get(id(node), {}))

    def row(self, layer: Layer) -> Row:
        """The row of a layer, in its model where it has one."""
        if self._rows is None:
            self._rows = {}
            for model in self.models:
                table = rows(model)
                measure(model, table)
                for part, each in _paired(model, table):
                    self._rows.setdefault(id(part), each)
        return self._rows.get(id(layer)) or row(layer)


def _follows(name: Span, node: Node) -> bool:
    """Whether the call that made a value stands on the line of the name it is given."""
    span = node.span
    source = name.source
    return (
        span is not None
        and span.source is source
        and source.line_of(span.start) == source.line_of(name.start)
    )


def _paired(layer: Layer, table: Sequence[Row]) -> Iterator[tuple[Layer, Row]]:
    for part, each in zip(listed(layer), table, strict=False):
        yield part, each
        yield from _paired(part, each.nested)


def number(size: Size) -> str:
    return f"{size:,}" if isinstance(size, int) else pretty(size)


# Hints ----------------------------------------------------------------------------------------


def hints(
    calls: Calls, carry: Carry, start: int, end: int, *, shapes: bool, params: bool
) -> Iterator[tuple[int, str, tuple[int, int] | None]]:
    """The offset and the text of each hint between two offsets of the new text, and where the call
    stands in the old one that explains it."""
    for (first, last), nodes in calls.at.items():
        span = carry.span(carry.old.span(first, last))
        if span is None or not start <= span.end <= end:
            continue
        if carry.old.text[last - 1] == ":":
            continue  # the head of a class that nothing calls: it was tried
        parts = []
        if shapes:
            parts.append(_shapes(calls, nodes))
        if params:
            parts.append(_params(calls, nodes))
        text = " · ".join(filter(None, parts))
        if text:
            yield span.end, text, (first, last)
    for place, found in calls.bound.items() if shapes else ():
        moved = carry.offset(place)
        if moved is not None and start <= moved <= end:
            yield moved, f": {_together(list(found))}", None


def explained(calls: Calls, place: tuple[int, int]) -> str:
    """What there is to say of the calls at a place, in Markdown; nothing where there are none."""
    return "\n\n".join(_explained(calls, calls.at.get(place, [])))


def _shapes(calls: Calls, nodes: list[Node]) -> str:
    """The shapes of all that a line made; an attempt that led nowhere has none."""
    known = [node for node in nodes if any(tensor.shape is not None for tensor in node.outputs)]
    texts = []
    for count in dict.fromkeys(len(node.outputs) for node in known):
        parts: list[dict[Sizes, None]] = [{} for _ in range(count)]
        for node in known:
            if len(node.outputs) == count:
                for part, tensor in zip(parts, node.outputs, strict=True):
                    if tensor.shape is not None:
                        part[calls.sizes(node, tensor.shape)] = None
        said = [_together(list(part)) or "?" for part in parts]
        texts.append(said[0] if count == 1 else f"[{', '.join(said)}]")
    return " | ".join(texts)


def _together(found: Sequence[Sizes]) -> str:
    """Different shapes as one, axis by axis: `(None, 32|16|8, 32|16|8, 64)`."""
    ranks = dict.fromkeys(map(len, found))
    together = [
        [_few(list(dict.fromkeys(axis))) for axis in zip(*alike, strict=True)]
        for alike in ([each for each in found if len(each) == rank] for rank in ranks)
    ]
    return " | ".join(map(_of_width, together))


def _of_width(sizes: list[str]) -> str:
    """A shape that is not too long."""
    text = written(sizes)
    if len(text) <= LONGEST:
        return text
    return written([size if len(size) <= LONGEST_SIZE else "…" for size in sizes])


def _few(found: Sequence[str]) -> str:
    """A size that goes by the name of another, numbered, is the same one of another call."""
    found = [each for each in found if not NUMBER.search(each) or NUMBER.sub("", each) not in found]
    return "|".join(found) if len(found) <= MOST_SIZES else f"{found[0]}…{found[-1]}"


def _params(calls: Calls, nodes: list[Node]) -> str:
    """The parameters of the layers that are called here for the first time."""
    counts: dict[str, None] = {}
    for node in nodes:
        made = node.layer.nodes  # none, of a model from a file
        first = made[0].span if made else None
        if first is None or node.span is None or first.key != node.span.key:
            continue
        params = calls.row(node.layer).params
        if params is not None and params != 0:
            counts[calls.short(node, number(params))] = None
    return f"{_few(list(counts))} params" if counts else ""


def _explained(calls: Calls, nodes: list[Node]) -> Iterator[str]:
    return _told(describe(calls, node) for node in nodes)


def _told(texts: Iterable[str]) -> Iterator[str]:
    """Each once, and not too many."""
    seen: set[str] = set()
    for text in islice(texts, MOST_LOOKED_AT):
        if text not in seen:
            seen.add(text)
            if len(seen) > MOST_TOLD:
                yield "and others: this line runs more often"
                return
            yield text


# Hover ----------------------------------------------------------------------------------------


def hover(calls: Calls, offset: int) -> tuple[tuple[int, int], str] | None:
    """What there is to say of the call at an offset, of the layer made there or of what the name
    there is given, in Markdown, and where that stands."""
    found = calls.around(offset) or calls.of_layer(offset)
    if found is not None:
        place, nodes = found
        return place, LINE.join(_explained(calls, nodes))
    for place, events in calls.names.items():
        if place[0] <= offset < place[1]:
            return place, LINE.join(_told(_given(calls, each) for each in events))
    return None


def _given(calls: Calls, event: Bound) -> str:
    """What a name is given."""
    maker: Node | None = getattr(event.value, "node", None)
    shape = written(calls.sizes(maker, event.value.shape))
    said = f"**{escaped(event.name.text)}** is `{shape}`"
    return said if maker is None else f"{said}\n\n{describe(calls, maker)}"


def parameter(calls: Calls, source: Source, offset: int) -> tuple[tuple[int, int], str] | None:
    """What is known of a parameter that stands for a size, where its function names it."""
    first = last = offset
    text = source.text
    while first and _in_name(text[first - 1]):
        first -= 1
    while last < len(text) and _in_name(text[last]):
        last += 1
    word = text[first:last]
    for nodes in calls.at.values() if word else ():
        for name, unknown in nodes[0].symbols.items():
            span = unknown.span
            if unknown.parameter and unknown.name == word and span is not None:
                if span.source is source and span.start <= first < span.end:
                    said = f"**{escaped(word)}** is the size `{name}`: {origin(unknown)}"
                    return (first, last), said
    return None


def _in_name(character: str) -> bool:
    return character == "_" or character.isalnum()


def describe(calls: Calls, node: Node) -> str:
    """One call of a layer: its row, with both sums, and what feeds it."""
    layer, row = node.layer, calls.row(node.layer)
    lines = [f"**{escaped(layer.name)}** ({layer.class_name})"]
    unknown = next((tensor.unknown for tensor in node.outputs if tensor.shape is None), None)
    refused = unknown is not None and unknown.reason.startswith(REFUSED)
    if not refused:
        output = f"output `{calls.output(node)}`"
        if node.sum:
            output += f" from {escaped(calls.short(node, node.sum))}"
        lines.append(output)
    if unknown is not None:
        lines.append(f"{'' if refused else 'not known: '}{escaped(unknown.reason)}")
    if layer.kind in ("layer", "model") and not (refused and row.params is None):
        if row.params is None:
            why = f": {escaped(row.unknown.reason)}" if row.unknown and not unknown else ""
            lines.append(f"parameters ?{why}")
        else:
            params = f"parameters {number(row.params)}"
            if row.params_sum and row.params != 0:
                params += f" = {escaped(row.params_sum)}"
            if row.trainable_params is not None and row.trainable_params != row.params:
                params += f", {number(row.trainable_params)} of them trainable"
            lines.append(params)
    if row.macs is not None and row.macs != 0:
        lines.append(f"MACs {number(row.macs)} per sample")
    if row.receptive_field is not None and max(row.receptive_field) > 1:
        field = "×".join(map(str, row.receptive_field))
        lines.append(f"receptive field {field} of the input")
    held = sample_bytes(node.outputs)
    if held:
        lines.append(f"output takes {shown(held)} per sample")
    for tensor in node.inputs:
        before = tensor.node.layer.name if tensor.node is not None else ""
        shape = calls.shape(node, [tensor.shape])
        lines.append(f"fed by {escaped(before)} `{shape}`" if before else f"given `{shape}`")
    lines += _symbols(calls, node)
    lines += _documentation(layer)
    return "  \n".join(lines)


def _symbols(calls: Calls, node: Node) -> Iterator[str]:
    """Where the sizes come from that have names instead of numbers."""
    sizes = {
        name: None
        for tensor in (*node.inputs, *node.outputs)
        for size in tensor.shape or ()
        if isinstance(size, Dim)
        for name in symbols(size)
    }
    params = calls.row(node.layer).params
    sizes.update(dict.fromkeys(symbols(params)) if isinstance(params, Dim) else {})
    for name in sizes:
        unknown = node.symbols.get(name)
        if unknown is not None:
            yield f"`{calls.short(node, name)}`: {origin(unknown)}"


def origin(unknown: Unknown) -> str:
    """Why a size has a name instead of a number, and where that began."""
    span = unknown.span
    where = f", {escaped(span.brief_place.rpartition('/')[2])}" if span is not None else ""
    return f"{escaped(unknown.reason)}{where}"


def _documentation(layer: Layer) -> Iterator[str]:
    """How a layer of Keras's own is made, and its page."""
    declared = type(layer.declaration)
    if not issubclass(declared, Declaration) or declared.__name__ != layer.class_name:
        return
    signature = signature_of(declared)
    said = [
        f"{name}={signature.defaults[name]!r}" if name in signature.defaults else name
        for name in (*signature.names, *signature.keyword_only)
    ]
    yield f"[documentation]({PAGES}{layer.class_name}): `{layer.class_name}({', '.join(said)})`"


def title(model: Model) -> str:
    return model.variable or model.name
