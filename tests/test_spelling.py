"""Which name was probably meant."""

from __future__ import annotations

import pytest

from cnnlint.keras.identifiers import ACTIVATIONS, LOSSES, METRICS, OPTIMIZERS
from cnnlint.keras.spelling import closest, slipped


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("adma", OPTIMIZERS, "adam"),
        ("Adma", OPTIMIZERS, "adam"),
        ("adaam", OPTIMIZERS, "adam"),
        ("adamwx", OPTIMIZERS, "adamw"),
        ("adamx", OPTIMIZERS, "adamax"),
        ("rmsporp", OPTIMIZERS, "rmsprop"),
        ("rleu", ACTIVATIONS, "relu"),
        ("sofmtax", ACTIVATIONS, "softmax"),
        ("sigmod", ACTIVATIONS, "sigmoid"),
        ("binary_cross_entropy", LOSSES, "binary_crossentropy"),
        ("categorial_crossentropy", LOSSES, "categorical_crossentropy"),
        ("acuracy", METRICS, "accuracy"),
        ("entirely other", LOSSES, None),
        ("", OPTIMIZERS, None),
    ],
)
def test_the_name_that_was_meant(name: str, known: frozenset[str], meant: str | None) -> None:
    found = closest(name, known)
    assert (found and found.lower()) == meant


def test_what_shares_too_little_is_not_meant() -> None:
    assert closest("lr", ["l1", "l2"]) is None
    assert closest("lr", ["l1", "l2"], 0.5) == "l1"


def test_the_case_is_that_of_what_is_known() -> None:
    assert closest("gelu", ["GELU", "ELU"]) == "GELU"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("adam", "adam", True),
        ("adma", "adam", True),
        ("adam", "nadam", True),
        ("adamw", "adam", True),
        ("adbm", "adam", True),
        ("ab", "ba", True),
        ("abc", "cba", False),
        ("adam", "adamax", False),
        ("aa", "aaa", True),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_a_single_slip(one: str, other: str, said: bool) -> None:
    assert slipped(one, other) is said
    assert slipped(other, one) is said
