"""The extension for Visual Studio Code: what it declares is what the server has, and it builds."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

import cnnlint
from cnnlint.server.settings import HINTS

EXTENSION = Path(__file__).resolve().parents[1] / "editors" / "vscode"


def declared() -> dict[str, object]:
    return json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))


def test_it_declares_the_settings_of_the_server() -> None:
    settings = declared()["contributes"]["configuration"]["properties"]
    assert set(settings) == {"cnnlint.command", "cnnlint.inlayHints", "cnnlint.codeLens"}
    assert settings["cnnlint.inlayHints"]["enum"] == list(HINTS)


def test_it_knows_the_commands_of_the_server() -> None:
    answers = pytest.importorskip("cnnlint.server.answers")
    text = (EXTENSION / "src" / "pages.ts").read_text(encoding="utf-8")
    assert f'SHOW = "{answers.SHOW}"' in text
    assert f'SUMMARY = "{answers.SUMMARY}"' in text
    assert f'RULE = "{answers.RULE}"' in text


def test_it_has_the_version_of_cnnlint() -> None:
    assert declared()["version"] == cnnlint.__version__


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((EXTENSION / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"][""]["devDependencies"] == declared()["devDependencies"]
    assert not [name for name, each in lock["packages"].items() if "resolved" in each]
    assert all("integrity" in each for name, each in lock["packages"].items() if name)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_it_builds(tmp_path: Path) -> None:
    left = shutil.ignore_patterns("node_modules", "dist", "*.vsix")
    at = shutil.copytree(EXTENSION, tmp_path / "vscode", ignore=left)
    for line in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "package"]):
        done = subprocess.run(line, cwd=at, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(at / "cnnlint.vsix") as package:
        names = package.namelist()
    assert "extension/dist/extension.js" in names
    assert not [name for name in names if "node_modules" in name or name.endswith(".ts")]
