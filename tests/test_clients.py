"""Real editors, where they are installed: a broken model is opened, looked at, mended, saved."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = Path(__file__).parent / "clients"
BEFORE = 'note = "모델 😀"; '
CALL = "x = layers.Conv2D(8, 31)(inputs)"
MODEL = f"""\
import keras
from keras import layers

inputs = keras.Input((28, 28, 1))
{BEFORE}{CALL}
x = layers.Flatten()(x)
model = keras.Model(inputs, layers.Dense(10)(x))
"""


def edited(line: list[str], tmp_path: Path, **more: str) -> tuple[dict[str, Any], str]:
    """What an editor saw of the model, and what it wrote."""
    path, seen = tmp_path / "model.py", tmp_path / "seen.json"
    path.write_text(MODEL, encoding="utf-8")
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "SERVER": "\n".join((sys.executable, "-m", "cnnlint", "server")),
        "MODEL": str(path),
        "SEEN": str(seen),
        "HOVER_LINE": "4",
        "HOVER_COLUMN": "16",
        **more,
    }
    done = subprocess.run(
        line, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert seen.exists(), done.stderr
    return json.loads(seen.read_text(encoding="utf-8")), path.read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_neovim(tmp_path: Path) -> None:
    script = str(CLIENTS / "neovim.lua")
    seen, text = edited(["nvim", "--headless", "--clean", "-n", "-S", script], tmp_path)
    assert "problem" not in seen
    [found] = seen["diagnostics"]
    assert "31×31" in found["message"]
    start = len(BEFORE.encode()) + 4
    assert (found["line"], found["column"]) == (4, start)
    assert (found["end_line"], found["end_column"]) == (4, start + len(CALL) - 4)
    assert "(None, 28, 28, 1)" in seen["hover"]
    assert [title.endswith("(unsafe)") for title in seen["actions"]] == [True, False]
    assert text == MODEL.replace("31)", '31, padding="same")')
    if "hints" in seen:  # since 0.10
        assert seen["hints"] == [[3, 33, "(None, 28, 28, 1)"]]
        assert seen["lenses"] == ["model: 4 layers · parameters not known"]
        assert seen["table"].endswith("Functional  model.py:7")
        assert seen["pulled"] == 1


def has_eglot() -> bool:
    if shutil.which("emacs") is None:
        return False
    found = '(progn (package-initialize) (kill-emacs (if (locate-library "eglot") 0 1)))'
    line = ["emacs", "--batch", "--eval", found]
    return subprocess.run(line, capture_output=True).returncode == 0


@pytest.mark.skipif(not has_eglot(), reason="Emacs with eglot is not installed")
def test_emacs(tmp_path: Path) -> None:
    seen, text = edited(["emacs", "--batch", "-l", str(CLIENTS / "emacs.el")], tmp_path)
    assert "problem" not in seen
    [found] = seen["diagnostics"]
    assert "31×31" in found["message"]
    start = len(BEFORE) + 4
    assert (found["line"], found["column"]) == (4, start)
    assert found["end_column"] == start + len(CALL) - 4
    assert "(None, 28, 28, 1)" in seen["hover"]
    assert [title.endswith("(unsafe)") for title in seen["actions"]] == [True, False]
    assert text == MODEL.replace("31)", '31, padding="same")')
