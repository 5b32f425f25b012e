"""What Keras 3 keeps of `keras.preprocessing`: `Tokenizer`, and datasets of the user's own."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.calls import native, quiet
from ..interpreter.values import Class, Native
from ..libraries.arrays import Array, array_of, folded, size_from, symbol_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter


# Texts --------------------------------------------------------------------------------------------


def _start(
    interpreter: Interpreter,
    self: Any,
    num_words: Any = None,
    filters: Any = None,
    lower: Any = True,
    split: Any = " ",
    char_level: Any = False,
    oov_token: Any = None,
    analyzer: Any = None,
    **more: Any,
) -> None:
    old = ("nb_words", "document_count")
    odd = [key for key in more if type(key) is str and key not in old]
    if odd:
        raise Refused(
            "unexpected-argument", f"`Tokenizer` got an unexpected keyword argument '{odd[0]}'"
        )
    self.attributes.update(
        num_words=more.get("nb_words", num_words),
        filters=filters,
        lower=lower,
        split=split,
        char_level=char_level,
        oov_token=oov_token,
    )
    for name in _LEARNT:
        unknown = interpreter.unknown("how many words there are is in the texts")
        unknown.name = name
        self.attributes[name] = unknown


#: What a tokenizer knows once it was fitted to texts.
_LEARNT = (
    "word_index",
    "index_word",
    "word_counts",
    "word_docs",
    "index_docs",
    "document_count",
    "analyzer",
)
_COUNTS = ("binary", "count", "tfidf", "freq")


def _how_many(interpreter: Interpreter, texts: Any) -> Size:
    found = interpreter.iterate(texts) if type(texts) in (list, tuple) else None
    if isinstance(found, list):
        return len(found)
    array = array_of(interpreter, texts)
    if isinstance(array, Array) and array.shape:
        return array.shape[0]
    unknown = found if isinstance(found, Unknown) else interpreter.unknown("texts", of=array)
    return symbol_for(interpreter, interpreter.derive(unknown, "len"), "texts")


def _fit(interpreter: Interpreter, self: Any, texts: Any) -> None:
    """The words of the texts are numbered, the most frequent one first."""


def _fit_numbers(interpreter: Interpreter, self: Any, sequences: Any) -> None:
    """Counts in how many texts a word is."""


def _sequences(interpreter: Interpreter, self: Any, texts: Any) -> Any:
    """Lists of word numbers of different lengths."""
    unknown = interpreter.unknown("how long a text is differs from text to text")
    count = _how_many(interpreter, texts)
    top = folded(self.attributes["num_words"])
    highest = top - 1 if type(top) is int else None
    return Array((count,), "object", low=0, high=highest, unknown=unknown)


def _matrix(interpreter: Interpreter, self: Any, texts: Any, mode: Any = "binary") -> Any:
    """A column for each word, and one before them."""
    if type(mode) is str and mode not in _COUNTS:
        raise Refused(
            "invalid-argument", f'there is no mode "{mode}"', help=f"modes are {', '.join(_COUNTS)}"
        )
    words = folded(self.attributes["num_words"])
    if words is None:
        index: Unknown = self.attributes["word_index"]
        words = symbol_for(interpreter, interpreter.derive(index, "len"), "words") + 1
    width = size_from(interpreter, words, "words")
    return Array((_how_many(interpreter, texts), width), "float64", low=0)


def _numbers_matrix(
    interpreter: Interpreter, self: Any, sequences: Any, mode: Any = "binary"
) -> Any:
    return _matrix(interpreter, self, sequences, mode)


def _texts(interpreter: Interpreter, self: Any, sequences: Any) -> Any:
    return interpreter.unknown("the texts that a tokenizer reads from numbers")


def _one_by_one(interpreter: Interpreter, self: Any, texts: Any) -> Any:
    return interpreter.unknown("a generator of sequences is not followed")


def _configuration(interpreter: Interpreter, self: Any) -> Any:
    return interpreter.unknown("the configuration of a tokenizer")


def _json(interpreter: Interpreter, self: Any, **options: Any) -> Any:
    return interpreter.unknown("a tokenizer as a text")


TOKENIZER = Class(
    "Tokenizer",
    (),
    {
        "__init__": native(_start, "__init__"),
        "fit_on_texts": native(_fit, "fit_on_texts"),
        "fit_on_sequences": native(_fit_numbers, "fit_on_sequences"),
        "texts_to_sequences": native(_sequences, "texts_to_sequences"),
        "texts_to_sequences_generator": native(_one_by_one, "texts_to_sequences_generator"),
        "sequences_to_texts": native(_texts, "sequences_to_texts"),
        "sequences_to_texts_generator": native(_texts, "sequences_to_texts_generator"),
        "texts_to_matrix": native(_matrix, "texts_to_matrix"),
        "sequences_to_matrix": native(_numbers_matrix, "sequences_to_matrix"),
        "get_config": native(_configuration, "get_config"),
        "to_json": native(_json, "to_json"),
    },
)


# Data that the user's own class gives -------------------------------------------------------------


def _start_data(interpreter: Interpreter, args: Any, keywords: dict[str, Any]) -> None:
    args[0].attributes.update(keywords)


#: `keras.utils.PyDataset`, once `Sequence`: what a class of the user's own derives from.
PY_DATASET = Class(
    "PyDataset",
    (),
    {
        "__init__": Native("__init__", _start_data),
        "on_epoch_end": quiet("on_epoch_end"),
        "on_epoch_begin": quiet("on_epoch_begin"),
    },
    partial=True,
)
