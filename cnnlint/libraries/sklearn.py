"""scikit-learn, as far as it hands data to models."""

from __future__ import annotations

from math import ceil, floor

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import MISSING, Module
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
                made = known.like((size, *(known.shape or ())[1:]))
                made.dtype = settled(known.dtype)
                made.classes = None
                parts.append(made)
    return parts


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


def shuffled(interpreter: Interpreter, *arrays: Any, **keywords: Any) -> Any:
    """`sklearn.utils.shuffle`: the same arrays in another order."""
    return arrays[0] if len(arrays) == 1 else list(arrays)


_FUNCTIONS = {
    "model_selection": {"train_test_split": train_test_split},
    "utils": {"shuffle": shuffled},
}


def module() -> Module:
    """The module `sklearn`."""
    return Module("sklearn", None, load)


def load(name: str) -> Any:
    """One of its modules; what is in the others is not known."""
    functions = _FUNCTIONS.get(name)
    if functions is None:
        return MISSING
    names = {key: native(function, key) for key, function in functions.items()}
    return Module(f"sklearn.{name}", names)
