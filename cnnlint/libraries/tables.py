"""pandas: tables and columns of known or symbolic size; what is in them is not known."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import MISSING, Module, Native
from .arrays import Array, array_of, symbol_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter


class Table:
    """A DataFrame. `names` are those of the columns, where they are all known; `seen` those that
    the program has asked for."""

    __slots__ = ("columns", "names", "rows", "seen", "unknown")

    def __init__(
        self, rows: Size, columns: Size, unknown: Unknown, names: list[Any] | None = None
    ) -> None:
        self.rows = rows
        self.columns = columns
        self.unknown = unknown
        self.names = names
        self.seen: set[str] = set()


class Column:
    """A Series."""

    __slots__ = ("rows", "unknown")

    def __init__(self, rows: Size, unknown: Unknown) -> None:
        self.rows = rows
        self.unknown = unknown


def table(
    interpreter: Interpreter,
    unknown: Unknown,
    rows: Size | None = None,
    columns: Size | None = None,
    names: list[Any] | None = None,
) -> Table:
    """A new table; what is not given of its size is a symbol."""
    if Table not in interpreter.behaviours:
        from .table_methods import ColumnBehaviour, TableBehaviour

        interpreter.behaviours[Table] = TableBehaviour()
        interpreter.behaviours[Column] = ColumnBehaviour()
    if names is not None:
        columns = len(names)
    return Table(
        fresh(interpreter, unknown, "rows") if rows is None else rows,
        fresh(interpreter, unknown, "columns") if columns is None else columns,
        unknown,
        names,
    )


def fresh(interpreter: Interpreter, unknown: Unknown, name: str) -> Size:
    """A new symbol for a number of rows or columns."""
    return symbol_for(interpreter, interpreter.derive(unknown, name, object()), name)


def of_rows(interpreter: Interpreter, value: Any, rows: Size | None = None) -> Any:
    """Some rows of a table or a column; of an array as well."""
    if type(value) is Array:
        count = fresh(interpreter, _why(interpreter, value), "rows") if rows is None else rows
        return value.like((count, *(value.shape or ())[1:]))
    count = fresh(interpreter, value.unknown, "rows") if rows is None else rows
    if type(value) is Column:
        return Column(count, value.unknown)
    return Table(count, value.columns, value.unknown, value.names)


def _why(interpreter: Interpreter, value: Any) -> Unknown:
    unknown = getattr(value, "unknown", None)
    return unknown or interpreter.unknown("how many rows are taken is not known")


# Where tables come from ---------------------------------------------------------------------------


def reader(name: str) -> Native:
    """`read_csv` and its like."""

    def read(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        unknown = interpreter.unknown(f"a table from a file (`pandas.{name}`)")
        names, used = keywords.get("names"), keywords.get("usecols")
        if keywords.get("chunksize") or keywords.get("iterator") or "sheet_name" in keywords:
            return unknown
        given = used if type(used) is list else names if used is None else None
        if keywords.get("index_col") is not None or type(given) is not list:
            return table(interpreter, unknown)
        return table(interpreter, unknown, names=list(given))

    return Native(name, read)


def data_frame(
    interpreter: Interpreter, data: Any = None, index: Any = None, columns: Any = None, **more: Any
) -> Any:
    """`DataFrame(...)` of a dictionary of columns, or of an array."""
    unknown = interpreter.unknown("what is in a table is not known", of=data)
    names = list(columns) if type(columns) in (list, tuple) else None
    if type(data) is dict:
        first = next(iter(data.values()), None)
        found = array_of(interpreter, first)
        rows = found.shape[0] if isinstance(found, Array) and found.shape else None
        return table(interpreter, unknown, rows, names=names or list(data))
    if type(data) is Table:
        return data
    found = array_of(interpreter, data)
    if isinstance(found, Array) and found.shape is not None and len(found.shape) == 2:
        return table(interpreter, unknown, found.shape[0], found.shape[1], names)
    if isinstance(found, Array) and found.shape is not None and len(found.shape) == 1:
        return table(interpreter, unknown, found.shape[0], 1, names)
    return table(interpreter, unknown, names=names)


def series(interpreter: Interpreter, data: Any = None, *rest: Any, **more: Any) -> Any:
    """`Series(...)`."""
    found = array_of(interpreter, data)
    unknown = interpreter.unknown("what is in a column is not known", of=data)
    made = table(interpreter, unknown)
    rows = found.shape[0] if isinstance(found, Array) and found.shape else made.rows
    return Column(rows, unknown)


def concat(interpreter: Interpreter, objs: Any, axis: Any = 0, **more: Any) -> Any:
    """Tables on top of each other, or side by side."""
    parts = interpreter.iterate(objs)
    if isinstance(parts, Unknown):
        return table(interpreter, parts)
    unknown = next((_why(interpreter, part) for part in parts), None)
    unknown = unknown or interpreter.unknown("tables that are not known")
    if not parts:
        raise interpreter.raised("ValueError", "No objects to concatenate")
    if not all(type(part) in (Table, Column) for part in parts):
        return table(interpreter, unknown)
    wide = axis in (1, "columns")
    columns = [part.columns if type(part) is Table else 1 for part in parts]
    if wide:
        return table(interpreter, unknown, parts[0].rows, sum(columns[1:], columns[0]))
    rows = sum((part.rows for part in parts[1:]), parts[0].rows)
    if all(type(part) is Column for part in parts):
        return Column(rows, unknown)
    same = all(dims.equal(each, columns[0]) is dims.ALWAYS for each in columns)
    return table(interpreter, unknown, rows, columns[0] if same else None, parts[0].names)


def get_dummies(
    interpreter: Interpreter, data: Any = None, prefix: Any = None, *rest: Any, **more: Any
) -> Any:
    """A column for each value that occurs."""
    unknown = interpreter.unknown("how many values occur is in the data", of=_inside(data))
    rows = data.rows if type(data) in (Table, Column) else None
    return table(interpreter, unknown, rows)


def _inside(value: Any) -> Any:
    return value.unknown if type(value) in (Table, Column) else value


def merged(interpreter: Interpreter, left: Any = None, *rest: Any, **more: Any) -> Any:
    """Tables joined by their keys."""
    return table(interpreter, interpreter.unknown("tables that are joined", of=_inside(left)))


def the_same(interpreter: Interpreter, value: Any = None, *rest: Any, **more: Any) -> Any:
    """A conversion: the same sizes."""
    if type(value) in (int, float, str):
        return interpreter.unknown("a value that pandas converts", of=value)
    return value


_READERS = frozenset(
    "read_csv read_excel read_json read_pickle read_parquet read_table read_hdf read_sql "
    "read_feather".split()
)
_FUNCTIONS = {
    "DataFrame": data_frame,
    "Series": series,
    "concat": concat,
    "get_dummies": get_dummies,
    "merge": merged,
    "to_numeric": the_same,
    "to_datetime": the_same,
    "set_option": lambda interpreter, *args, **more: None,
}


def pandas() -> Module:
    """The module `pandas`."""
    return Module("pandas", None, load)


def load(name: str) -> Any:
    """A function of pandas, or MISSING."""
    if name in _READERS:
        return reader(name)
    if name in _FUNCTIONS:
        return native(_FUNCTIONS[name], name)
    return MISSING
