"""The catalogue of mistakes: every family is answered by rules that exist, or by a reason."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnnlint.analysis import analyse
from cnnlint.rules import all_rules
from cnnlint.source import Source

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "mistakes.md").read_text(encoding="utf-8")
CODES = {rule.code: rule for rule in all_rules()}
#: Legal programs that train: nothing is wrong with them.
TRAINING = ROOT / "fixtures" / "legal" / "training_not_an_error.py"


def rows() -> list[tuple[str, str, str]]:
    """Family, how Keras takes it, and what answers it."""
    cells = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| ")]
    table = [tuple(cell.strip() for cell in each) for each in cells if len(each) == 3]
    return [(a, b, c) for a, b, c in table if b in ("raises", "warns", "silent", "legal")]


def codes(text: str) -> list[str]:
    return [word.strip("`,.();:") for word in text.split() if word.strip("`,.();:")[:3] == "CNN"]


ROWS = rows()


def test_the_page_has_all_kinds_of_families() -> None:
    kinds = [kind for _, kind, _ in ROWS]
    assert {"raises", "warns", "silent", "legal"} == {*kinds}
    assert kinds.count("raises") >= 35
    assert kinds.count("silent") >= 20


@pytest.mark.parametrize("row", ROWS, ids=[family for family, _, _ in ROWS])
def test_every_family_is_answered(row: tuple[str, str, str]) -> None:
    family, kind, answer = row
    named = codes(answer)
    assert all(code in CODES for code in named), family
    if kind == "raises":
        # The examples on the page of such a rule are run under real Keras by tests/test_rules.py.
        assert any(CODES[code].severity == "error" for code in named), family
    else:
        assert named or len(answer.split()) >= 5, family


def test_every_rule_about_a_mistake_is_on_the_page() -> None:
    """Not those about the analysis itself, and about what a project allows."""
    mistakes = {code for code in CODES if code[3] not in "06"}
    assert mistakes <= {code for _, _, answer in ROWS for code in codes(answer)}


def test_what_trains_is_not_called_wrong() -> None:
    source = Source(TRAINING.name, TRAINING.read_text(encoding="utf-8"))
    assert analyse(source).diagnostics == []


def test_what_trains_trains_in_real_keras(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(TRAINING)],
        check=True,
        cwd=tmp_path,
        capture_output=True,
        env={**os.environ, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
