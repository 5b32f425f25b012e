"""`TextVectorization`: texts as rows of word numbers, or as one row for the whole text."""

from __future__ import annotations

from ...diagnostics import Unknown
from ...dims import Dim, symbol
from .arguments import invalid
from .kit import NotKnown
from .lookup import Lookup, mode, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...shapes import Shape

#: What Keras takes out of texts.
PUNCTUATION = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'"


def either(*names: str) -> Any:
    """One of some names, None, or a function."""
    listed = ", ".join(f'"{name}"' for name in names)

    def check(declaration: Any, name: str, value: Any) -> Any:
        if value is not None and (not isinstance(value, str) or value not in names):
            raise invalid(declaration, name, value, f"one of {listed}, None or a function")
        return value

    return check


def grams(declaration: Any, name: str, value: Any) -> Any:
    whole = isinstance(value, tuple) and all(isinstance(one, int) for one in value)
    if not (value is None or isinstance(value, (int, Dim)) or whole):
        raise invalid(declaration, name, value, "an integer, a tuple of them, or None")
    return value


class TextVectorization(Lookup):
    """Where each row of word numbers is cut to one length, that length is known."""

    refuses = ()
    ignores = ()
    also = {"vocabulary_size": None, "has_input_vocabulary": None}
    holds = ("StringLookup",)
    sizes = ("max_tokens", "output_sequence_length")
    checks = {
        "max_tokens": Lookup.checks["max_tokens"],
        "output_mode": mode,
        "standardize": either("lower_and_strip_punctuation", "lower", "strip_punctuation"),
        "split": either("whitespace", "character"),
        "ngrams": grams,
    }
    # What it hands on to the lookup it holds.
    mask_token = ""
    oov_token = "[UNK]"
    num_oov_indices = 1
    invert = False

    def __init__(
        self, max_tokens=None, standardize="lower_and_strip_punctuation", split="whitespace",
        ngrams=None, output_mode="int", output_sequence_length=None, pad_to_max_tokens=False,
        vocabulary=None, idf_weights=None, sparse=False, ragged=False, encoding="utf-8", name=None,
        **kwargs,
    ): ...  # fmt: skip

    def check(self) -> None:
        length, numbers = self.output_sequence_length, self.output_mode == "int"
        if numbers and not (length is None or isinstance(length, (int, Dim))):
            raise invalid(self, "output_sequence_length", length, "an integer or None")
        if not numbers and length is not None:
            raise invalid(
                self, "output_sequence_length", length, 'given only with `output_mode="int"`'
            )
        if self.ragged and not numbers:
            raise invalid(self, "ragged", self.ragged, 'given only with `output_mode="int"`')
        super().check()

    def usual(self) -> bool:
        length, most = self.output_sequence_length, self.max_tokens
        return (
            not (self.sparse or self.ragged)
            and self.encoding == "utf-8"
            and (most is None or isinstance(most, (int, Dim)))
            and (length is None or isinstance(length, Dim) or (type(length) is int and length > 0))
        )

    def adapt(  # type: ignore[override]  # as in Keras
        self, data: Any, batch_size: Any = None, steps: Any = None
    ) -> None:
        """Read the vocabulary from texts: the most frequent words first."""
        self.refuse_second()
        texts = plain(data, str)
        known = (
            texts is not None
            and self.ngrams is None
            and self.standardize in ("lower_and_strip_punctuation", "lower")
            and self.split == "whitespace"
            and all(text.isascii() for text in texts or ())
        )
        self.learn(
            [word for text in texts or () for word in self.split_up(text)] if known else None
        )

    def split_up(self, text: str) -> list[str]:
        text = text.lower()
        if self.standardize == "lower_and_strip_punctuation":
            text = "".join(sign for sign in text if sign not in PUNCTUATION)
        return text.split()

    def rows(self, x: Shape) -> Shape:
        if self.output_mode == "int":
            if not 1 <= len(x) <= 2:
                raise NotKnown(Unknown("how a text is given back", None))
            length = self.output_sequence_length
            return (x[0], symbol("words", hidden=True) if length is None else length)
        if self.split is not None:
            return super().rows((*x, symbol("words", hidden=True)))
        return super().rows((*x, 1) if len(x) <= 1 else x)
