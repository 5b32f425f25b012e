"""scikit-learn's transformers: how many columns the data have that come out of them."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import Class, Native, Property
from .arrays import Array, array_of, folded, size_from, symbol_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Instance

#: These keep the shape.
_SAME = frozenset(
    "StandardScaler MinMaxScaler MaxAbsScaler RobustScaler Normalizer Binarizer PowerTransformer "
    "QuantileTransformer SimpleImputer KNNImputer OrdinalEncoder FunctionTransformer".split()
)
#: These give as many columns as an argument says.
_TOLD = {
    "PCA": "n_components",
    "IncrementalPCA": "n_components",
    "TruncatedSVD": "n_components",
    "KernelPCA": "n_components",
    "NMF": "n_components",
    "FastICA": "n_components",
    "TSNE": "n_components",
    "SelectKBest": "k",
    "HashingVectorizer": "n_features",
}
#: The number of columns that these give is in the data.
_DATA = frozenset(
    "OneHotEncoder LabelBinarizer MultiLabelBinarizer CountVectorizer TfidfVectorizer "
    "TfidfTransformer ColumnTransformer PolynomialFeatures VarianceThreshold DictVectorizer "
    "KBinsDiscretizer".split()
)
NAMES = _SAME | _TOLD.keys() | _DATA | {"LabelEncoder"}

_made: dict[str, Class] = {}


def transformer(name: str) -> Class:
    """The class of this name."""
    cls = _made.get(name)
    if cls is None:
        cls = _made[name] = Class(
            name,
            (),
            {
                "__init__": Native("__init__", _init),
                "fit": native(_fit, "fit"),
                "partial_fit": native(_fit, "partial_fit"),
                "transform": native(_transform, "transform"),
                "fit_transform": native(_transform, "fit_transform"),
                "inverse_transform": native(_back, "inverse_transform"),
                "classes_": Property(native(_classes, "classes_")),
                "__getattr__": native(_attribute, "__getattr__"),
            },
        )
    return cls


def _init(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> None:
    self, *rest = args
    self.attributes["_self_args"] = (tuple(rest), keywords)


def _fit(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    return self


def _width(interpreter: Interpreter, self: Instance) -> Size:
    """The symbol for a number of columns that is in the data: one for each object."""
    known = self.attributes.get("_self_width")
    if known is None:
        name = self.cls.name
        unknown = interpreter.unknown(f"how many columns `{name}` makes is in the data")
        known = symbol_for(interpreter, unknown, "classes" if "Label" in name else "columns")
        self.attributes["_self_width"] = known
    size: Size = known
    return size


def _transform(
    interpreter: Interpreter, self: Any, data: Any = None, y: Any = None, **keywords: Any
) -> Any:
    name = self.cls.name
    found = array_of(interpreter, keywords.get("X", data))
    rows: Size
    if isinstance(found, Unknown):
        if name in _SAME or name == "TfidfTransformer":
            return interpreter.derive(found, "transform")
        rows = symbol_for(interpreter, interpreter.derive(found, "len"), "samples")
    elif found.shape is None:
        return found.unknown or interpreter.unknown("data of unknown shape")
    else:
        if name in _SAME:
            return Array(found.shape, "float64")
        rows = found.shape[0] if found.shape else 1
    if name == "LabelEncoder":
        return Array((rows,), "int64", classes=_width(interpreter, self))
    given, named = self.attributes["_self_args"]
    if name in _TOLD:
        told = folded(named.get(_TOLD[name], given[0] if given else None))
        if not (isinstance(told, (float, str)) or told is None):
            return Array((rows, size_from(interpreter, told, "components")), "float64")
    return Array((rows, _width(interpreter, self)), "float64")


def _back(interpreter: Interpreter, self: Any, data: Any = None, **keywords: Any) -> Any:
    found = array_of(interpreter, keywords.get("X", data))
    if self.cls.name in _SAME and isinstance(found, Array):
        return Array(found.shape, "float64", unknown=found.unknown)
    return interpreter.unknown("what is transformed back", of=found)


def _classes(interpreter: Interpreter, self: Any) -> Any:
    return Array((_width(interpreter, self),), None)


def _attribute(interpreter: Interpreter, self: Any, name: str) -> Any:
    return interpreter.unknown(f"`{self.cls.name}.{name}` is in the data")
