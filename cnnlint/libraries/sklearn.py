"""scikit-learn, as far as it hands data to models."""

from __future__ import annotations

from math import ceil, floor

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import MISSING, Behaviour, Module, Native
from .arrays import Array, array_of, folded, settled, symbol_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter


def train_test_split(
    interpreter: Interpreter,
    *arrays: Any,
    test_size: Any = None,
    train_size: Any = None,
    random_state: Any = None,
    shuffle: Any = True,
    stratify: Any = None,
) -> Any:
    """Each array in two: the test part rounded up, a quarter where nothing is said."""
    found = []
    for array in arrays:
        given = array_of(interpreter, array)
        if type(array) is list and isinstance(given, Unknown):
            given = _listed(interpreter, array)
        found.append(given if isinstance(given, Array) and given.shape else None)
    total = next((each.shape[0] for each in found if each is not None and each.shape), None)
    sizes = _sizes(interpreter, total, folded(test_size), folded(train_size))
    parts: list[Any] = []
    for array, known in zip(arrays, found, strict=True):
        for place, size in enumerate(sizes):
            if known is None:
                unknown = interpreter.unknown("data that are split are not known", of=array)
                parts.append(interpreter.derive(unknown, "split", place))
            else:
                parts.append(_rows_of(interpreter, array, known, size))
    return parts


def _rows_of(interpreter: Interpreter, value: Any, known: Array, size: Size) -> Any:
    if type(value) not in (Array, list):
        from .tables import Column, Table, of_rows

        if type(value) in (Table, Column):
            return of_rows(interpreter, value, size)
    made = known.like((size, *(known.shape or ())[1:]))
    made.dtype = settled(known.dtype)
    made.classes = None
    return made


def _listed(interpreter: Interpreter, value: list[Any]) -> Array:
    """A list of things that are no numbers: how many there are is what counts."""
    unknown = interpreter.unknown("what is in a list that is split is not known", of=value)
    items = interpreter.iterate(value)
    if isinstance(items, Unknown):
        size = symbol_for(interpreter, interpreter.derive(items, "len"), "samples")
        return Array((size,), "object", unknown=unknown)
    return Array((len(items),), "object", unknown=unknown)


def _sizes(interpreter: Interpreter, total: Any, test: Any, train: Any) -> tuple[Size, Size]:
    """How many are for training and for the test (`_validate_shuffle_split`)."""
    plain = isinstance(total, int) and all(
        part is None or isinstance(part, (int, float)) for part in (test, train)
    )
    if plain:
        if test is None and train is None:
            test = 0.25
        n_test = ceil(test * total) if isinstance(test, float) else test
        n_train = floor(train * total) if isinstance(train, float) else train
        if n_test is None:
            return n_train, total - n_train
        return (total - n_test if n_train is None else n_train), n_test
    unknown = next((part for part in (test, train) if type(part) is Unknown), None)
    reason = interpreter.unknown("how many samples are split off is not known", of=unknown)
    return (
        symbol_for(interpreter, interpreter.derive(reason, "train"), "train"),
        symbol_for(interpreter, interpreter.derive(reason, "test"), "test"),
    )


class Folds:
    """How data are divided for cross-validation."""

    __slots__ = ("count",)

    def __init__(self, count: Any) -> None:
        self.count = count


class FoldsBehaviour(Behaviour):
    """`KFold` and its like in Python."""

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        if name == "split":
            return Native(name, lambda machine, args, keywords: _parts(machine, value.count))
        if name == "get_n_splits":
            return Native(name, lambda machine, args, keywords: value.count)
        return value.count if name == "n_splits" else MISSING


def _parts(interpreter: Interpreter, count: Any) -> Any:
    """The places of the samples to train on, and of those to test on, for each fold."""
    if type(count) is not int or not 0 < count <= 100:
        return interpreter.unknown("how many folds there are is not known", of=count)
    unknown = interpreter.unknown("how many samples are in a fold is not known")
    sizes = [
        symbol_for(interpreter, interpreter.derive(unknown, part), part)
        for part in ("train", "test")
    ]
    return [tuple(Array((size,), "int64", low=0) for size in sizes) for _ in range(count)]


def folds(interpreter: Interpreter, n_splits: Any = 5, *rest: Any, **more: Any) -> Any:
    """`KFold`, `StratifiedKFold`, `ShuffleSplit`, `TimeSeriesSplit`."""
    interpreter.behaviours.setdefault(Folds, FoldsBehaviour())
    return Folds(folded(n_splits))


def class_weights(interpreter: Interpreter, *args: Any, **more: Any) -> Any:
    """`compute_class_weight`: a number for each class."""
    classes = array_of(interpreter, more.get("classes", args[1] if len(args) > 1 else None))
    if isinstance(classes, Array) and classes.shape:
        return Array((classes.shape[0],), "float64")
    return interpreter.unknown("a weight for each class", of=classes)


def shuffled(interpreter: Interpreter, *arrays: Any, **keywords: Any) -> Any:
    """`sklearn.utils.shuffle`: the same arrays in another order."""
    return arrays[0] if len(arrays) == 1 else list(arrays)


_FUNCTIONS: dict[str, dict[str, Any]] = {
    "model_selection": {
        "train_test_split": train_test_split,
        "KFold": folds,
        "StratifiedKFold": folds,
        "ShuffleSplit": folds,
        "StratifiedShuffleSplit": folds,
        "TimeSeriesSplit": folds,
    },
    "utils": {"shuffle": shuffled},
    "utils.class_weight": {"compute_class_weight": class_weights},
}
#: Modules of transformers.
_TRANSFORMING = frozenset(
    (
        "preprocessing",
        "decomposition",
        "impute",
        "compose",
        "feature_extraction",
        "feature_extraction.text",
        "feature_selection",
        "manifold",
    )
)


def module() -> Module:
    """The module `sklearn`."""
    return Module("sklearn", None, load)


def load(name: str) -> Any:
    """One of its modules; what is in the others is not known."""
    if name in _FUNCTIONS or name in _TRANSFORMING or name == "datasets":
        return Module(f"sklearn.{name}", None, lambda member: _member(name, member))
    return MISSING


def _member(module: str, name: str) -> Any:
    inner = f"{module}.{name}"
    if inner in _FUNCTIONS or inner in _TRANSFORMING:
        return Module(f"sklearn.{inner}", None, lambda member: _member(inner, member))
    function = _FUNCTIONS.get(module, {}).get(name)
    if function is not None:
        return native(function, name)
    if module in _TRANSFORMING:
        from . import estimators

        return estimators.transformer(name) if name in estimators.NAMES else MISSING
    if module == "datasets":
        from . import samples

        return samples.load(name) or MISSING
    return MISSING
