"""The columns that a table of a model can have: each is declared here, once."""

from __future__ import annotations

from ..dims import Dim, pretty
from ..shapes import show
from .text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..dims import Size
    from ..rows import Row
    from ..source import Span
    from .sheet import Notes

    Text = Callable[[Row, Notes], str]
    Value = Callable[[Row], int | str | None]


class Column:
    """`text` is what people are shown of a row, `value` what a program reads: None if unknown.

    `head` stands above it, `about` explains it, and numbers go `to_the_right`. A column that
    `names` the row shows how deep it lies inside others, one that `counts` holds numbers. The
    `usual` columns are shown unless others are asked for; of those, one that is `spare` is left
    out where it has nothing to say.
    """

    __slots__ = (
        "about",
        "counts",
        "head",
        "name",
        "names",
        "spare",
        "text",
        "to_the_right",
        "usual",
        "value",
    )

    def __init__(
        self,
        name: str,
        about: str,
        text: Text,
        value: Value,
        *,
        head: str = "",
        to_the_right: bool = False,
        usual: bool = False,
        spare: bool = False,
        names: bool = False,
        counts: bool = False,
    ) -> None:
        self.name = name
        self.about = about
        self.text = text
        self.value = value
        self.head = head or name
        self.to_the_right = to_the_right
        self.usual = usual
        self.spare = spare
        self.names = names
        self.counts = counts


class NoSuchColumn(Exception):
    """A name that no column has; the message is one line."""


def number(size: Size) -> str:
    """A count as people read it."""
    return f"{size:,}" if isinstance(size, int) else pretty(size)


def title(row: Row) -> str:
    """What a row is about: `conv2d_1 (Conv2D)`."""
    return visible(f"{row.name} ({row.class_name})" if row.class_name else row.name)


def _layer_text(row: Row, notes: Notes) -> str:
    times = f" ×{row.times}" if row.times > 1 else ""
    return title(row) + times


def line_of(span: Span | None) -> str:
    """The line of a row; in a notebook behind the number of its cell."""
    if span is None:
        return ""
    return str(span.line) if span.cell is None else f"{span.cell}:{span.line}"


def _output_text(row: Row, notes: Notes) -> str:
    struck = notes.strike(row)
    if struck is not None:
        return f"✗ {struck.code}"
    if row.shapes is None:
        return notes.unknown(row)
    return shapes_text(row)


def shapes_text(row: Row) -> str:
    """The output of a row as Keras prints it; a list where there are several."""
    shown = ", ".join(map(show, row.shapes or ()))
    return f"[{shown}]" if row.shapes is None or len(row.shapes) != 1 else shown


def _from_text(row: Row, notes: Notes) -> str:
    struck = notes.strike(row)
    return visible(row.output_sum if struck is None else struck.sum)


def _params_text(row: Row, notes: Notes) -> str:
    if row.params is not None:
        return number(row.params)
    return notes.unknown(row) if row.shapes is not None and not notes.strike(row) else "?"


def _trainable_text(row: Row, notes: Notes) -> str:
    return "?" if row.trainable_params is None else number(row.trainable_params)


def _macs_text(row: Row, notes: Notes) -> str:
    return "?" if row.macs is None else "" if row.macs == 0 else number(row.macs)


def _output_value(row: Row) -> str | None:
    return None if row.shapes is None else shapes_text(row)


def _types_text(row: Row, notes: Notes) -> str:
    return ", ".join(dict.fromkeys(row.dtypes)) if row.dtypes is not None else "?"


def _types_value(row: Row) -> str | None:
    return ", ".join(row.dtypes) if row.dtypes is not None else None


def _inputs(row: Row) -> str:
    return ", ".join(dict.fromkeys(row.connected_to))


def plain(size: Size | None) -> int | str | None:
    """A size as a program reads it: a number, or an expression in Python's notation."""
    return str(size) if isinstance(size, Dim) else size


COLUMNS = (
    Column(
        "line",
        "the line that made the layer; in a notebook `cell:line`",
        lambda row, notes: line_of(row.span),
        lambda row: line_of(row.span) or None,
        to_the_right=True,
        usual=True,
    ),
    Column(
        "layer",
        "name and class",
        _layer_text,
        lambda row: f"{row.name} ({row.class_name})",
        usual=True,
        names=True,
    ),
    Column(
        "name",
        "the name alone",
        lambda row, notes: visible(row.name),
        lambda row: row.name,
        names=True,
    ),
    Column(
        "class",
        "the class alone",
        lambda row, notes: visible(row.class_name),
        lambda row: row.class_name,
    ),
    Column("output", "the shape that comes out", _output_text, _output_value, usual=True),
    Column("dtype", "the type of what comes out", _types_text, _types_value),
    Column(
        "from",
        "the sum behind the shape",
        _from_text,
        lambda row: row.output_sum or None,
        usual=True,
        spare=True,
    ),
    Column(
        "params",
        "the number of parameters",
        _params_text,
        lambda row: plain(row.params),
        to_the_right=True,
        usual=True,
        counts=True,
    ),
    Column(
        "sum",
        "the sum behind that number",
        lambda row, notes: visible(row.params_sum),
        lambda row: row.params_sum or None,
        head="= sum",
        usual=True,
    ),
    Column(
        "trainable",
        "how many of the parameters training changes",
        _trainable_text,
        lambda row: plain(row.trainable_params),
        to_the_right=True,
        counts=True,
    ),
    Column(
        "macs",
        "multiply-accumulates for one sample",
        _macs_text,
        lambda row: plain(row.macs),
        head="MACs",
        to_the_right=True,
        usual=True,
        counts=True,
    ),
    Column(
        "inputs",
        "the layers it is connected to",
        lambda row, notes: visible(_inputs(row)),
        lambda row: _inputs(row) or None,
    ),
)

USUAL = tuple(column for column in COLUMNS if column.usual)


def columns(texts: Iterable[str]) -> tuple[Column, ...]:
    """The columns that are named, as `--columns` has them: `name,output`.

    Raises:
        NoSuchColumn: there is no column of a name, or no name at all.
    """
    known = {column.name: column for column in COLUMNS}
    names = [name.strip().lower() for text in texts for name in text.split(",")]
    for name in names:
        if name not in known:
            what = f"no column `{visible(name)}`" if name else "a column has a name"
            raise NoSuchColumn(f"{what}; there is {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(names))
