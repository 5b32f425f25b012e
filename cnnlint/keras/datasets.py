"""`keras.datasets`: what each `load_data()` returns, as the docstrings and the code of Keras say.

Figures: `keras/src/datasets/*.py`. Where the docstring leaves a dtype or a number of samples open
it is what the code makes of the published file.
"""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from ..interpreter.calls import native
from ..interpreter.values import MISSING, Module
from ..libraries.arrays import Array, folded, symbol_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter


def _images(
    train: int, test: int, shape: tuple[int, ...], classes: int, column: bool, labels: str = "uint8"
) -> Any:
    """Images of bytes, and a label for each."""

    def half(count: int) -> tuple[Array, Array]:
        y_shape = (count, 1) if column else (count,)
        y = Array(y_shape, labels, classes=classes, low=0, high=classes - 1)
        return Array((count, *shape), "uint8", low=0, high=255), y

    return half(train), half(test)


def mnist(interpreter: Interpreter, path: Any = "mnist.npz") -> Any:
    """60,000 and 10,000 grey digits of 28×28, ten classes (`datasets/mnist.py`)."""
    return _images(60_000, 10_000, (28, 28), 10, False)


def fashion_mnist(interpreter: Interpreter) -> Any:
    """60,000 and 10,000 grey pictures of 28×28, ten classes (`datasets/fashion_mnist.py`)."""
    return _images(60_000, 10_000, (28, 28), 10, False)


def cifar10(interpreter: Interpreter) -> Any:
    """50,000 and 10,000 colour images of 32×32, ten classes in a column (`datasets/cifar10.py`)."""
    return _images(50_000, 10_000, (32, 32, 3), 10, True)


def cifar100(interpreter: Interpreter, label_mode: Any = "fine") -> Any:
    """As CIFAR-10, with 100 fine or 20 coarse classes (`datasets/cifar100.py`).

    The labels are a list of Python's numbers before they become an array, hence int64.
    """
    if type(label_mode) is str and label_mode not in ("fine", "coarse"):
        raise interpreter.raised(
            "ValueError",
            f'`label_mode` must be one of `"fine"`, `"coarse"`. Received: label_mode={label_mode}.',
        )
    if label_mode not in ("fine", "coarse"):
        return interpreter.unknown("which labels of CIFAR-100 are loaded", of=label_mode)
    classes = 100 if label_mode == "fine" else 20
    return _images(50_000, 10_000, (32, 32, 3), classes, True, "int64")


def _sequences(interpreter: Interpreter, counts: tuple[Size, Size], classes: int, top: Any) -> Any:
    """Lists of word numbers of lengths nobody knows, and a label for each."""
    highest = top - 1 if type(top) in (int, Dim) else None

    def half(count: Size) -> tuple[Array, Array]:
        words = Array(
            (count,),
            "object",
            low=0,
            high=highest,
            unknown=interpreter.unknown(
                "how long a text of a dataset is differs from text to text"
            ),
        )
        return words, Array((count,), "int64", classes=classes, low=0, high=classes - 1)

    return half(counts[0]), half(counts[1])


def imdb(
    interpreter: Interpreter,
    path: Any = "imdb.npz",
    num_words: Any = None,
    skip_top: Any = 0,
    maxlen: Any = None,
    seed: Any = 113,
    start_char: Any = 1,
    oov_char: Any = 2,
    index_from: Any = 3,
    **kwargs: Any,
) -> Any:
    """25,000 and 25,000 reviews as lists of word numbers, two classes (`datasets/imdb.py`).

    With `maxlen` the longer ones are left out, and how many stay is not known.
    """
    counts: tuple[Size, Size] = (25_000, 25_000)
    if maxlen:
        counts = _some(interpreter, maxlen), _some(interpreter, maxlen)
    return _sequences(interpreter, counts, 2, folded(num_words))


def reuters(
    interpreter: Interpreter,
    path: Any = "reuters.npz",
    num_words: Any = None,
    skip_top: Any = 0,
    maxlen: Any = None,
    test_split: Any = 0.2,
    seed: Any = 113,
    start_char: Any = 1,
    oov_char: Any = 2,
    index_from: Any = 3,
) -> Any:
    """11,228 newswires in 46 topics, split by `test_split` (`datasets/reuters.py`)."""
    counts = _divided(interpreter, 11_228, test_split)
    if maxlen:
        counts = _some(interpreter, maxlen), _some(interpreter, maxlen)
    return _sequences(interpreter, counts, 46, folded(num_words))


def california_housing(
    interpreter: Interpreter,
    version: Any = "large",
    path: Any = "california_housing.npz",
    test_split: Any = 0.2,
    seed: Any = 113,
) -> Any:
    """20,640 districts (600 in the small version), 8 numbers each
    (`datasets/california_housing.py`)."""
    if type(version) is str and version not in ("large", "small"):
        raise interpreter.raised(
            "ValueError",
            f"Argument `version` must be one of 'small', 'large'. Received: version={version}",
        )
    if version not in ("large", "small"):
        return interpreter.unknown("which version of the dataset is loaded", of=version)
    total = 20_640 if version == "large" else 600
    return _table(interpreter, total, 8, test_split, None)


def boston_housing(
    interpreter: Interpreter,
    path: Any = "boston_housing.npz",
    test_split: Any = 0.2,
    seed: Any = 113,
) -> Any:
    """506 suburbs, 13 numbers each (`datasets/boston_housing.py`)."""
    return _table(interpreter, 506, 13, test_split, "float64")


def _table(
    interpreter: Interpreter, total: int, columns: int, test_split: Any, dtype: str | None
) -> Any:
    first, second = _divided(interpreter, total, test_split)
    return (
        (Array((first, columns), dtype), Array((first,), dtype)),
        (Array((second, columns), dtype), Array((second,), dtype)),
    )


def _divided(interpreter: Interpreter, total: int, test_split: Any) -> tuple[Size, Size]:
    """How many are for training, and how many for the test."""
    split = folded(test_split)
    if isinstance(split, (int, float)):
        if not 0 <= split < 1:
            raise interpreter.raised(
                "ValueError", f"Invalid `test_split` argument: {split}. It must be between 0 and 1"
            )
        first = int(total * (1 - split))
        return first, total - first
    unknown = interpreter.unknown("how many samples are for training", of=split)
    symbol = symbol_for(interpreter, unknown, "train")
    return symbol, total - symbol


def _some(interpreter: Interpreter, maxlen: Any) -> Size:
    unknown = interpreter.unknown(
        "how many texts are short enough depends on the data",
        of=maxlen if type(maxlen) is Unknown else None,
    )
    return symbol_for(interpreter, unknown, "samples")


def word_index(interpreter: Interpreter, path: Any = "") -> Any:
    """A dict from words to numbers, which a file holds."""
    return interpreter.unknown("the word index of a dataset is in a file")


def label_names(interpreter: Interpreter) -> Any:
    """The names of the 46 topics (`datasets/reuters.py`)."""
    name = interpreter.unknown("the name of a topic")
    return (name,) * 46


DATASETS = {
    "mnist": mnist,
    "fashion_mnist": fashion_mnist,
    "cifar10": cifar10,
    "cifar100": cifar100,
    "imdb": imdb,
    "reuters": reuters,
    "california_housing": california_housing,
    "boston_housing": boston_housing,
}
_MORE: dict[str, dict[str, Any]] = {
    "imdb": {"get_word_index": word_index},
    "reuters": {"get_word_index": word_index, "get_label_names": label_names},
}


def module() -> Module:
    """The module `keras.datasets`."""
    return Module("keras.datasets", None, load)


def load(name: str) -> Any:
    """One dataset's module, or MISSING."""
    function = DATASETS.get(name)
    if function is None:
        return tuple(DATASETS) if name == "*" else MISSING
    names = {"load_data": native(function, "load_data")}
    names.update({key: native(each, key) for key, each in _MORE.get(name, {}).items()})
    return Module(f"keras.datasets.{name}", names)
