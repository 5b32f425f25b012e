"""The table of what is declared is that of the installed Keras, and no layer is left out."""

from __future__ import annotations

import covered
import pytest


def test_the_page_is_current() -> None:
    assert covered.PAGE.read_text(encoding="utf-8") == covered.page(), (
        "run `python -m tests.covered`"
    )


@pytest.mark.parametrize(("name", "how"), covered.layer_rows())
def test_every_layer_is_known(name: str, how: str) -> None:
    assert "not declared" not in how


def test_every_function_is_known() -> None:
    assert not [name for name, how in covered.function_rows() if "not declared" in how]
