"""Words and integers as numbers: the place of each in a vocabulary.

A vocabulary is given, or `adapt` reads it from data. Where the data can be read here, so can the
vocabulary; where they cannot, its size is a symbol.
"""

from __future__ import annotations

from ...diagnostics import Refused, Unknown
from ...dims import Dim, symbol
from .arguments import invalid, shown
from .categorical import salt
from .kit import Declaration, NotKnown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape

#: Older names of what is given back.
OLDER = {"binary": "multi_hot", "tf-idf": "tf_idf"}
MODES = ("int", "one_hot", "multi_hot", "count", "tf_idf")


def mode(declaration: Declaration, name: str, value: Any) -> Any:
    value = OLDER.get(value, value) if isinstance(value, str) else value
    if not isinstance(value, str) or value not in MODES:
        raise invalid(declaration, name, value, f"one of {', '.join(MODES)}")
    return value


def more_than_one(declaration: Declaration, name: str, value: Any) -> Any:
    if value is None or isinstance(value, Dim):
        return value
    if not isinstance(value, (int, float)):
        raise invalid(declaration, name, value, "an integer above 1, or None", "TypeError")
    if value <= 1:
        raise invalid(declaration, name, value, "an integer above 1, or None")
    return value


def not_below_zero(declaration: Declaration, name: str, value: Any) -> Any:
    if isinstance(value, Dim):
        return value
    if not isinstance(value, (int, float)):
        raise invalid(declaration, name, value, "an integer that is not negative", "TypeError")
    if value < 0:
        raise invalid(declaration, name, value, "an integer that is not negative")
    return int(value) if isinstance(value, bool) else value


class Lookup(Declaration):
    """Each value by its place in a vocabulary, behind a place for padding and those for what is
    not in it."""

    family = "preprocessing"
    abstract = True
    nests = None
    reads_data = True
    refuses: tuple[str, ...] = ("autocast", "activity_regularizer", "input_shape", "input_dim")
    ignores: tuple[str, ...] = ("trainable", "dtype")
    sizes: tuple[str, ...] = ("max_tokens",)
    offers = ("adapt", "set_vocabulary", "get_vocabulary", "vocabulary_size")
    checks = {
        "max_tokens": more_than_one,
        "num_oov_indices": not_below_zero,
        "output_mode": mode,
        "salt": salt,
    }
    word: type = str  # what the vocabulary is made of

    def check(self) -> None:
        mask = self.mask_token
        if isinstance(mask, (str, int, float)) and not isinstance(mask, self.word):
            raise invalid(self, "mask_token", mask, f"of type {self.word.__name__}", "TypeError")
        if self.pad_to_max_tokens and self.max_tokens is None:
            raise invalid(self, "pad_to_max_tokens", True, "given with `max_tokens`")
        if self.invert and self.output_mode != "int":
            raise invalid(self, "output_mode", self.output_mode, '"int" with `invert=True`')
        if self.invert and self.oov_token is None:
            raise invalid(self, "oov_token", None, "given with `invert=True`")
        if self.sparse and self.output_mode == "int":
            raise invalid(self, "sparse", self.sparse, 'left out with `output_mode="int"`')
        weighed = self.output_mode == "tf_idf"
        if self.idf_weights is not None and not weighed:
            raise invalid(self, "idf_weights", "...", 'given only with `output_mode="tf_idf"`')
        if self.vocabulary is not None:
            if weighed and self.idf_weights is None:
                raise invalid(self, "idf_weights", None, "given with `vocabulary` and tf_idf")
            self.take(self.vocabulary, self.idf_weights)

    def usual(self) -> bool:
        """Whether all arguments are of the types they are meant to have."""
        most, spare = self.max_tokens, self.num_oov_indices
        named = (self.mask_token, self.oov_token)
        return (
            (most is None or isinstance(most, (int, Dim)))
            and isinstance(spare, (int, Dim))
            and all(word is None or type(word) is self.word for word in named)
        )

    # The vocabulary ---------------------------------------------------------------------

    @property
    def front(self) -> Any:
        """How many places there are before the first word."""
        return self.padded + self.num_oov_indices

    @property
    def padded(self) -> int:
        return 1 if self.mask_token is not None and self.output_mode == "int" else 0

    def specials(self) -> list[Any]:
        if not isinstance(self.num_oov_indices, int):
            raise NotKnown(Unknown("how many places there are for what is not in it", None))
        return [self.mask_token] * self.padded + [self.oov_token] * self.num_oov_indices

    def take(self, vocabulary: Any, weights: Any = None) -> None:
        """Use this vocabulary; what it is can be known, its length alone, or nothing."""
        state = self.__dict__
        state["words"] = None
        state["length"] = None
        if isinstance(vocabulary, str):
            return
        if isinstance(vocabulary, (int, float)):
            raise invalid(self, "vocabulary", vocabulary, "a list of words", "AttributeError")
        if not isinstance(vocabulary, (list, tuple)):
            return
        if not vocabulary:
            raise invalid(self, "vocabulary", vocabulary, "a list that is not empty")
        if not self.usual() or not all(type(word) is self.word for word in vocabulary):
            return
        words, specials = list(vocabulary), self.specials()
        if specials and words[: len(specials)] == specials:
            words = words[len(specials) :]
        if not words:
            hint = "add words, or leave out `vocabulary` and call `adapt`"
            raise self.unfit("it holds special words only", hint, "InvalidArgumentError")
        twice = next((word for word in words if words.count(word) > 1), None)
        if twice is not None:
            raise self.unfit(f"{shown(twice)} is in it twice", "leave each word in it once")
        reserved = [self.mask_token, self.oov_token if self.invert else None]
        for word in reserved:
            if word is not None and word in words:
                place = "leave it out, or put all special words first, as `get_vocabulary()` does"
                raise self.unfit(f"{shown(word)} has a meaning of its own", place)
        size, most = len(specials) + len(words), self.max_tokens
        if isinstance(most, int) and size > most:
            raise self.unfit(
                f"it makes {size} places, more than `max_tokens={most}`",
                f"use `max_tokens={size}` or more, or leave it out",
            )
        state["words"] = words

    def unfit(self, why: str, help: str, exception: str = "ValueError") -> Refused:
        message = f"`{self.title}` cannot use this vocabulary: {why}"
        return Refused("invalid-argument", message, help=help, exception=exception)

    @property
    def has_vocabulary(self) -> bool:
        state = self.__dict__
        if "words" not in state and "vocabulary" in state.get("not_known", {}):
            state["words"] = state["length"] = None  # there is one, and nobody knows it
        return "words" in state

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Use a vocabulary in place of the one there may be."""
        if self.output_mode == "tf_idf" and idf_weights is None:
            raise invalid(self, "idf_weights", None, "given with a vocabulary and tf_idf")
        if self.output_mode != "tf_idf" and idf_weights is not None:
            raise invalid(self, "idf_weights", "...", 'given only with `output_mode="tf_idf"`')
        self.take(vocabulary, idf_weights)

    def adapt(self, data: Any, steps: Any = None) -> None:
        """Read the vocabulary from data: the most frequent words first."""
        self.refuse_second()
        self.learn(plain(data, self.word))

    def refuse_second(self) -> None:
        if self.vocabulary is not None:
            raise Refused(
                "invalid-argument",
                f"`{self.title}` cannot adapt: its vocabulary was given",
                help="leave out `vocabulary`, or do not call `adapt`",
            )

    def learn(self, words: list[Any] | None) -> None:
        state = self.__dict__
        state["words"] = None
        state["length"] = None
        if words is None or not self.usual():
            return
        counts: dict[Any, int] = {}
        for word in words:
            if word != self.mask_token and word != self.oov_token:
                counts[word] = counts.get(word, 0) + 1
        ordered = sorted(counts, key=lambda word: (counts[word], word), reverse=True)
        most, front = self.max_tokens, self.front
        if not counts or not isinstance(front, int) or isinstance(most, Dim):
            return
        state["words"] = ordered[: most - front] if most else ordered

    def get_vocabulary(self, include_special_tokens: Any = True) -> Any:
        """All words, in the order of their places."""
        if not self.usual():
            raise NotKnown(Unknown("the vocabulary", None))
        words: Any = self.__dict__["words"] if self.has_vocabulary else []
        if words is None:
            given = self.__dict__.get("not_known", {}).get("vocabulary")
            raise NotKnown(given or Unknown("the vocabulary that was read from data", None))
        return [*(self.specials() if include_special_tokens else ()), *words]

    def vocabulary_size(self) -> Size:
        """How many places there are, the special ones counted."""
        if not self.usual():
            raise NotKnown(Unknown("the size of the vocabulary", None))
        front: Size = self.front
        if not self.has_vocabulary:
            return front
        state = self.__dict__
        if state["words"] is not None:
            return front + len(state["words"])
        if state["length"] is None:
            state["length"] = self.unknown_size("the size of the vocabulary", "vocabulary")
        length: Size = state["length"]
        return length

    # What it gives ----------------------------------------------------------------------

    def depth(self) -> Size:
        if self.pad_to_max_tokens:
            size: Size = self.max_tokens
            return size
        if not self.has_vocabulary:
            return symbol("vocabulary", hidden=True)
        return type(self).vocabulary_size(self)  # Keras takes an argument of that name

    def output(self, x: Shape) -> Shape:
        if not self.usual():
            raise NotKnown(Unknown(f"`{self.title}` with such arguments", None))
        return self.rows(x)

    def rows(self, x: Shape) -> Shape:
        if self.output_mode == "int":
            return x
        if self.output_mode == "one_hot" and not (len(x) > 1 and x[-1] == 1):
            return (*x, self.depth())
        return (*x[:-1], self.depth())

    @property
    def compute_dtype(self) -> str:
        return "int64" if self.word is int else "string"

    def output_dtype(self, dtypes: list[str]) -> str:
        return "int64" if self.output_mode == "int" else "float32"


def plain(data: Any, kind: type) -> list[Any] | None:
    """The words in lists of words, None where one of them is not known."""
    if type(data) is kind:
        return [data]
    if not isinstance(data, (list, tuple)):
        return None
    found: list[Any] = []
    for part in data:
        words = plain(part, kind)
        if words is None:
            return None
        found += words
    return found


class StringLookup(Lookup):
    """Each string by its place in a vocabulary."""

    also = {"vocabulary_size": None, "has_input_vocabulary": None}

    def __init__(
        self, max_tokens=None, num_oov_indices=1, mask_token=None, oov_token="[UNK]",
        vocabulary=None, idf_weights=None, invert=False, output_mode="int",
        pad_to_max_tokens=False, sparse=False, encoding="utf-8", name=None, salt=None, **kwargs,
    ): ...  # fmt: skip


def just_int64(declaration: Declaration, name: str, value: Any) -> Any:
    if value != "int64":
        raise invalid(declaration, name, value, '"int64"')
    return value


def hashing(declaration: Declaration, name: str, value: Any) -> Any:
    if not isinstance(value, str) or value not in ("floormod", "farmhash"):
        raise invalid(declaration, name, value, '"floormod" or "farmhash"')
    return value


class IntegerLookup(Lookup):
    """Each integer by its place in a vocabulary."""

    word = int
    also = StringLookup.also
    checks = {**Lookup.checks, "vocabulary_dtype": just_int64, "oov_method": hashing}

    def __init__(
        self, max_tokens=None, num_oov_indices=1, mask_token=None, oov_token=-1, vocabulary=None,
        vocabulary_dtype="int64", idf_weights=None, invert=False, output_mode="int", sparse=False,
        pad_to_max_tokens=False, oov_method="floormod", salt=None, name=None, **kwargs,
    ): ...  # fmt: skip

    def check(self) -> None:
        if self.salt is not None and self.oov_method != "farmhash":
            raise invalid(self, "salt", self.salt, 'given only with `oov_method="farmhash"`')
        super().check()
