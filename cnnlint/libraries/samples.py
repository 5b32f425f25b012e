"""The data sets that scikit-learn brings or makes: their published sizes."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from ..interpreter.calls import native
from ..interpreter.values import Class, Instance
from .arrays import Array, folded, size_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Native
    from ..shapes import Shape

#: Samples, columns, and classes; for a regression None. (`sklearn/datasets/_base.py` and the
#: pages of each data set.)
SIZES: dict[str, tuple[int, int, int | None]] = {
    "load_iris": (150, 4, 3),
    "load_digits": (1797, 64, 10),
    "load_breast_cancer": (569, 30, 2),
    "load_wine": (178, 13, 3),
    "load_diabetes": (442, 10, None),
    "fetch_california_housing": (20_640, 8, None),
    "fetch_olivetti_faces": (400, 4096, 40),
    "fetch_covtype": (581_012, 54, 7),
}
_IMAGES = {"load_digits": (8, 8), "fetch_olivetti_faces": (64, 64)}


def _items(interpreter: Interpreter, self: Any, key: Any) -> Any:
    return interpreter.get(self, key) if isinstance(key, str) else interpreter.unknown("a key")


BUNCH = Class("Bunch", (), {"__getitem__": native(_items, "__getitem__")})


def loader(name: str) -> Native:
    """One of the functions that load a data set."""
    rows, columns, classes = SIZES[name]

    def load(interpreter: Interpreter, *args: Any, as_frame: Any = False, **more: Any) -> Any:
        if name == "load_digits" and (args or "n_class" in more):
            return interpreter.unknown("how many digits are loaded depends on `n_class`")
        # The labels of the forest data count from 1.
        labels = None if name == "fetch_covtype" else classes
        data: Any = Array((rows, columns), "float64")
        target: Any = Array((rows,), "int64" if classes else "float64", classes=labels)
        unknown = interpreter.unknown("what is in a data set")
        if as_frame is not False:
            from .tables import Column, table

            data, target = table(interpreter, unknown, rows, columns), Column(rows, unknown)
        if more.get("return_X_y") is True:
            return data, target
        bunch = Instance(BUNCH, interpreter.span())
        names = interpreter.unknown("the name of a column")
        bunch.attributes.update(
            data=data,
            target=target,
            feature_names=[names] * columns,
            target_names=Array((classes,), None) if classes else ["target"],
            DESCR=interpreter.unknown("the description of a data set"),
        )
        if name in _IMAGES:
            bunch.attributes["images"] = Array((rows, *_IMAGES[name]), "float64")
        if as_frame is not False:
            bunch.attributes["frame"] = table(interpreter, unknown, rows, columns + 1)
        return bunch

    return native(load, name)


def _pair(
    interpreter: Interpreter, count: Any, rest: Shape, target: Shape, classes: Any, dtype: str
) -> Any:
    count = folded(count)
    if not isinstance(count, (int, Dim, Unknown)):
        return interpreter.unknown("how many samples are made", of=count)
    rows: Size = size_from(interpreter, count, "samples")
    y = Array((rows, *target), dtype, classes=classes if isinstance(classes, int) else None)
    return Array((rows, *rest), "float64"), y


def make_classification(
    interpreter: Interpreter,
    n_samples: Any = 100,
    n_features: Any = 20,
    *rest: Any,
    n_classes: Any = 2,
    **more: Any,
) -> Any:
    """Points of a few classes."""
    columns = size_from(interpreter, n_features, "features")
    return _pair(interpreter, n_samples, (columns,), (), n_classes, "int64")


def make_regression(
    interpreter: Interpreter,
    n_samples: Any = 100,
    n_features: Any = 100,
    *rest: Any,
    n_targets: Any = 1,
    **more: Any,
) -> Any:
    """Points with a number each."""
    columns, targets = size_from(interpreter, n_features, "features"), folded(n_targets)
    target = () if targets == 1 else (size_from(interpreter, targets, "targets"),)
    if more.get("coef"):
        return interpreter.unknown("a regression with its coefficients")
    return _pair(interpreter, n_samples, (columns,), target, None, "float64")


def make_blobs(
    interpreter: Interpreter,
    n_samples: Any = 100,
    n_features: Any = 2,
    *,
    centers: Any = None,
    **more: Any,
) -> Any:
    """Points around centers."""
    given = folded(centers)
    columns = size_from(interpreter, n_features, "features")
    if type(given) in (list, tuple) and given and type(given[0]) in (list, tuple):
        columns, given = len(given[0]), len(given)
    elif isinstance(given, (Array, Unknown)) or more.get("return_centers"):
        return interpreter.unknown("blobs around given centers", of=given)
    classes = 3 if given is None else given
    return _pair(interpreter, n_samples, (columns,), (), classes, "int64")


def flat(name: str, columns: int, dtype: str) -> Native:
    """Shapes in a plane or in space: `make_moons` and its like."""

    def make(interpreter: Interpreter, n_samples: Any = 100, *rest: Any, **more: Any) -> Any:
        classes = 2 if dtype == "int64" else None
        return _pair(interpreter, n_samples, (columns,), (), classes, dtype)

    return native(make, name)


_MAKERS = {
    "make_classification": make_classification,
    "make_regression": make_regression,
    "make_blobs": make_blobs,
}


def load(name: str) -> Any:
    """A function of `sklearn.datasets`, or None."""
    if name in SIZES:
        return loader(name)
    if name in _MAKERS:
        return native(_MAKERS[name], name)
    if name in ("make_moons", "make_circles"):
        return flat(name, 2, "int64")
    if name in ("make_swiss_roll", "make_s_curve"):
        return flat(name, 3, "float64")
    return None
