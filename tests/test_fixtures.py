"""Every fixture before both judges: cnnlint is held to what it expects, and so is real Keras."""

from __future__ import annotations

from pathlib import Path

import pytest
from judges import expectations, real, static
from judges.verdict import disagreements, problems


def _each() -> list[object]:
    """Fixtures of one backend belong to one worker, which starts one child for them."""
    made = []
    for path in expectations.fixtures():
        backend = real.backend_for(expectations.text_of(path))
        mark = pytest.mark.xdist_group(f"keras on {backend}")
        made.append(pytest.param(path, id=expectations.name_of(path), marks=mark))
    return made


EACH = pytest.mark.parametrize("path", _each())


@EACH
def test_cnnlint(path: Path) -> None:
    expected = expectations.read(expectations.text_of(path))
    assert problems(expected, static.judge(path), keras=False) == []


@EACH
def test_keras(path: Path) -> None:
    expected = expectations.read(expectations.text_of(path))
    assert problems(expected, real.judge(path), keras=True) == []


@EACH
def test_row_by_row(path: Path) -> None:
    """Every model that Keras made, also where nothing is expected of its lines."""
    assert disagreements(static.judge(path), real.judge(path)) == []
