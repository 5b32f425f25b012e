"""What tables and columns of pandas can be asked, and how they take part in Python."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Unknown
from ..interpreter.values import Behaviour, Missing, Native
from .arrays import Array, dtype_argument, folded, symbol_for
from .tables import Column, Table, fresh, of_rows, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter

    Method = Callable[[Interpreter, Any, tuple[Any, ...], dict[str, Any]], Any]


def _copied(value: Any) -> Any:
    if type(value) is Column:
        return Column(value.rows, value.unknown)
    return Table(value.rows, value.columns, value.unknown, value.names)


def _kept(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    """What leaves the sizes as they are."""
    return None if keywords.get("inplace") is True else _copied(value)


def _fewer(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    """What leaves out rows."""
    rows = fresh(interpreter, value.unknown, "rows")
    if keywords.get("inplace") is True:
        value.rows = rows
        return None
    return of_rows(interpreter, value, rows)


def _head(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    if keywords.get("frac") == 1:
        return _copied(value)
    return of_rows(interpreter, value)


def _drop(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    """`df.drop(...)`: columns by name, or rows."""
    given = dict(zip(("labels", "axis", "index", "columns"), args, strict=False)) | keywords
    by_columns = given.get("columns") is not None
    labels = folded(given.get("columns") if by_columns else given.get("labels"))
    if not by_columns and given.get("axis") not in (1, "columns"):
        return _fewer(interpreter, value, (), keywords)
    gone = [labels] if isinstance(labels, str) else labels
    if type(gone) in (list, tuple) and not any(isinstance(each, Unknown) for each in gone):
        columns = value.columns - len(gone)
        names = None
        if value.names is not None:
            names = [each for each in value.names if each not in gone]
            columns = len(names)
    else:
        columns, names = fresh(interpreter, value.unknown, "columns"), None
    if keywords.get("inplace") is True:
        value.columns, value.names = columns, names
        return None
    return Table(value.rows, columns, value.unknown, names)


def _pop(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    value.columns = value.columns - 1
    if value.names is not None:
        value.names = [each for each in value.names if each not in args]
    return Column(value.rows, value.unknown)


def _reshaped(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    """What may have other columns, or other rows."""
    return table(interpreter, value.unknown)


def _grouped(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    """Groups have methods where a table has numbers: `groups.size()`."""
    return interpreter.derive(value.unknown, "groupby", object())


def _chosen(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    """What keeps the rows, and some of the columns."""
    return table(interpreter, value.unknown, value.rows)


def _reset(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    if keywords.get("drop") is True:
        return _kept(interpreter, value, args, keywords)
    if keywords.get("inplace") is True:
        value.columns, value.names = value.columns + 1, None
        return None
    if type(value) is Column:
        return Table(value.rows, 2, value.unknown)
    return Table(value.rows, value.columns + 1, value.unknown)


def _to_numpy(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    dtype = args[0] if args else keywords.get("dtype")
    found = array(value)
    found.dtype = dtype_argument(interpreter, dtype, None)
    return found


def _unique(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    unknown = interpreter.derive(value.unknown, "unique", object())
    return Array((symbol_for(interpreter, unknown, "unique"),), None)


def _one(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    """A number that is in the data."""
    return interpreter.derive(value.unknown, "number", object())


def _nothing(interpreter: Interpreter, value: Any, args: Any, keywords: dict[str, Any]) -> Any:
    return None


def _names(words: str, method: Method) -> dict[str, Method]:
    return dict.fromkeys(words.split(), method)


_BOTH: dict[str, Method] = {
    **_names(
        "copy fillna astype replace sort_values sort_index round clip ffill bfill interpolate "
        "shift rank isnull isna notnull notna abs map applymap rolling ewm infer_objects",
        _kept,
    ),
    **_names("dropna drop_duplicates query nlargest nsmallest", _fewer),
    **_names("head tail sample", _head),
    **_names("to_numpy as_matrix", _to_numpy),
    **_names("info describe hist plot to_csv to_pickle boxplot", _nothing),
    "reset_index": _reset,
}


def _get(interpreter: Interpreter, value: Any, args: Any, keywords: Any) -> Any:
    """`df.get(columns)`: what `df[columns]` is, where they are there."""
    given = (*args, *keywords.values())
    if len(given) != 1:
        return interpreter.derive(value.unknown, "get", object())
    return interpreter.behaviours[Table].item(interpreter, value, given[0])


_TABLE: dict[str, Method] = {
    **_BOTH,
    **_names("drop", _drop),
    **_names("get", _get),
    **_names("pop", _pop),
    **_names("merge join pivot pivot_table melt apply agg transpose corr", _reshaped),
    "groupby": _grouped,
    **_names("select_dtypes filter assign reindex", _chosen),
    **_names("rename set_axis", _kept),
}
_COLUMN: dict[str, Method] = {
    **_BOTH,
    **_names("apply isin between duplicated cumsum diff", _kept),
    **_names("drop", _fewer),
    "unique": _unique,
    **_names("nunique max min sum mean std median mode count item", _one),
    "value_counts": _fewer,
    "to_frame": lambda interpreter, value, args, keywords: Table(value.rows, 1, value.unknown),
}


def array(value: Any) -> Array:
    """The values of a table or a column."""
    if type(value) is Column:
        return Array((value.rows,), None)
    return Array((value.rows, value.columns), None)


class _Part:
    """`df.iloc`, and for a column `.str`, `.dt`, `.cat`: what is taken from one of these."""

    __slots__ = ("kind", "owner")

    def __init__(self, owner: Any, kind: str) -> None:
        self.owner = owner
        self.kind = kind


class _Tabular(Behaviour):
    methods: dict[str, Method]

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        method = self.methods.get(name)
        if method is not None:
            return Native(name, lambda machine, args, named: method(machine, value, args, named))
        if name == "values":
            return array(value)
        if name == "shape":
            return array(value).shape
        if name in ("ndim", "size"):
            shape = array(value).shape or ()
            return len(shape) if name == "ndim" else dims.product(shape)
        if name in ("iloc", "loc", "str", "dt", "cat"):
            interpreter.behaviours.setdefault(_Part, _PartBehaviour())
            return _Part(value, name)
        if name == "index":
            return Column(value.rows, value.unknown)
        return self.member(interpreter, value, name)

    def member(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        return interpreter.derive(value.unknown, ".", name)

    def array(self, interpreter: Interpreter, value: Any) -> Array:
        """What `np.asarray` makes of it."""
        return array(value)

    def length(self, interpreter: Interpreter, value: Any) -> Any:
        return value.rows

    def truth(self, interpreter: Interpreter, value: Any) -> bool | Unknown:
        return interpreter.derive(value.unknown, "truth", object())

    def unary(self, interpreter: Interpreter, op: str, value: Any) -> Any:
        return _copied(value)

    def binary(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        return _copied(left if type(left) in (Table, Column) else right)

    def compare(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        return _copied(left if type(left) in (Table, Column) else right)


class TableBehaviour(_Tabular):
    """DataFrames in Python."""

    methods = _TABLE

    def member(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        if name == "keys":
            return Native(name, lambda machine, args, named: self.member(machine, value, "columns"))
        if name == "columns":
            if value.names is not None:
                return list(value.names)
            return Column(value.columns, value.unknown)
        if name == "T":
            return Table(value.columns, value.rows, value.unknown)
        if name[:1] == "_" or name in ("dtypes", "nunique", "mean", "std", "max", "min", "sum"):
            return interpreter.derive(value.unknown, ".", name)
        if name in ("items", "iterrows", "itertuples", "to_dict", "to_records"):
            return interpreter.derive(value.unknown, ".", name)
        value.seen.add(name)
        return Column(value.rows, value.unknown)

    def item(self, interpreter: Interpreter, value: Any, index: Any) -> Any:
        index = folded(index)
        if isinstance(index, str):
            value.seen.add(index)
            return Column(value.rows, value.unknown)
        if type(index) is list:
            value.seen.update(each for each in index if isinstance(each, str))
            if isinstance(interpreter.iterate(index), Unknown):
                return table(interpreter, value.unknown, value.rows)
            return Table(value.rows, len(index), value.unknown, list(index))
        if isinstance(index, slice) or type(index) in (Table, Column, Array):
            if type(index) is Column and _is_names(interpreter, value, index):
                return table(interpreter, value.unknown, value.rows, index.rows)
            return of_rows(interpreter, value)
        return interpreter.derive(value.unknown, "[]", object())

    def set_item(self, interpreter: Interpreter, value: Any, index: Any, new: Any) -> None:
        if isinstance(index, str) and value.names is not None:
            if index not in value.names:
                value.names = [*value.names, index]
                value.columns = len(value.names)
        elif not (isinstance(index, str) and index in value.seen):
            # A column that is new, or one that was there.
            value.columns = fresh(interpreter, value.unknown, "columns")
            value.names = None
        if isinstance(index, str):
            value.seen.add(index)

    def iterate(self, interpreter: Interpreter, value: Any) -> list[Any] | Unknown | Missing:
        if value.names is not None:
            return list(value.names)
        return interpreter.derive(value.unknown, "items")

    def type_name(self, value: Any) -> str:
        return "DataFrame"


def _is_names(interpreter: Interpreter, value: Table, index: Column) -> bool:
    """Whether these are names of columns, as `df.columns[1:]` gives, and not a choice of rows."""
    return dims.equal(index.rows, value.rows) is not dims.ALWAYS


class ColumnBehaviour(_Tabular):
    """Series in Python."""

    methods = _COLUMN

    def call(self, interpreter: Interpreter, value: Any, args: Any, keywords: Any) -> Any:
        """`df.name(...)`: a method that cnnlint does not know, and no column."""
        return interpreter.derive(value.unknown, "()", object())

    def item(self, interpreter: Interpreter, value: Any, index: Any) -> Any:
        if isinstance(index, slice):
            return of_rows(interpreter, value, _sliced(value.rows, index))
        if type(index) in (Column, Array, list):
            return of_rows(interpreter, value)
        return interpreter.derive(value.unknown, "item", object())

    def iterate(self, interpreter: Interpreter, value: Any) -> list[Any] | Unknown | Missing:
        return interpreter.derive(value.unknown, "items")

    def type_name(self, value: Any) -> str:
        return "Series"


def _sliced(size: Size, index: slice) -> Size | None:
    """How many `[a:b]` takes; None where a bound is not known."""
    bounds = [folded(bound) for bound in (index.start, index.stop, index.step)]
    if any(not (bound is None or isinstance(bound, (int, dims.Dim))) for bound in bounds):
        return None
    start, stop, step = bounds
    try:
        return shapes.slice_size(size, start, stop, step)
    except dims.TooComplex:
        return None


class _PartBehaviour(Behaviour):
    """`df.iloc[rows, columns]` and the accessors of a column."""

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        owner = value.owner
        if value.kind == "cat" and name == "categories":
            return Column(fresh(interpreter, owner.unknown, "categories"), owner.unknown)
        if value.kind in ("dt", "cat"):
            return Column(owner.rows, owner.unknown)
        return Native(name, lambda machine, args, keywords: _copied(owner))

    def item(self, interpreter: Interpreter, value: Any, index: Any) -> Any:
        owner = value.owner
        index = folded(index)
        if value.kind not in ("iloc", "loc"):
            return Column(owner.rows, owner.unknown)
        rows, columns = index if type(index) is tuple and len(index) == 2 else (index, slice(None))
        by_place = value.kind == "iloc"
        height = self._along(interpreter, owner, owner.rows, rows, by_place)
        if type(owner) is Column:
            if height is None:
                return _one(interpreter, owner, (), {})
            return Column(height, owner.unknown)
        width = self._along(interpreter, owner, owner.columns, columns, by_place)
        if height is None and width is None:
            return interpreter.derive(owner.unknown, "item", object())
        if height is None or width is None:
            return Column(width if height is None else height, owner.unknown)  # type: ignore[arg-type]
        return Table(height, width, owner.unknown)

    def set_item(self, interpreter: Interpreter, value: Any, index: Any, new: Any) -> None:
        if value.kind == "loc" and type(value.owner) is Table:
            value.owner.columns = fresh(interpreter, value.owner.unknown, "columns")
            value.owner.names = None

    def _along(
        self, interpreter: Interpreter, owner: Any, size: Size, index: Any, by_place: bool
    ) -> Size | None:
        """How many are taken along one axis; None for a single one."""
        if isinstance(index, slice):
            if index == slice(None):
                return size
            found = _sliced(size, index) if by_place else None
            return fresh(interpreter, owner.unknown, "n") if found is None else found
        if type(index) is list and not isinstance(interpreter.iterate(index), Unknown):
            return len(index)
        if type(index) in (Column, Array, range):
            return fresh(interpreter, owner.unknown, "n")
        if isinstance(index, Unknown):
            return fresh(interpreter, owner.unknown, "n")
        return None
