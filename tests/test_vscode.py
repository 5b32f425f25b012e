"""The extension in a real Visual Studio Code, which code-server shows in a real browser."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import browser

pytest.importorskip("pygls")

ROOT = Path(__file__).resolve().parents[1]
EXTENSION = ROOT / "editors" / "vscode"
MODEL = """\
import keras
from keras import layers

inputs = keras.Input((28, 28, 1))
x = layers.Conv2D(8, 31)(inputs)
model = keras.Model(inputs, layers.Flatten()(x))
"""
SETTINGS = {"security.workspace.trust.enabled": False, "workbench.startupEditor": "none"}
MISSING = [name for name in ("code-server", "npm") if shutil.which(name) is None]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
    pytest.mark.skipif(browser.found() is None, reason="no browser is installed"),
]


def built(at: Path) -> Path:
    left = shutil.ignore_patterns("node_modules", "dist", "*.vsix")
    shutil.copytree(EXTENSION, at, ignore=left)
    for line in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "package"]):
        subprocess.run(line, cwd=at, capture_output=True, check=True, timeout=600)
    return at / "cnnlint.vsix"


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Editor:
    """Visual Studio Code with the extension, and a folder with one broken model."""

    def __init__(self, at: Path) -> None:
        self.folder = at / "project"
        self.model = self.folder / "model.py"
        self.settings = at / "data" / "Machine" / "settings.json"
        for folder in (self.folder, self.settings.parent, at / "data" / "User", at / "home"):
            folder.mkdir(parents=True)
        self.model.write_text(MODEL, encoding="utf-8")
        (at / "data" / "User" / "settings.json").write_text(json.dumps(SETTINGS))
        self.start_with("/nowhere/cnnlint", "server")
        self._port = free_port()
        self._line = ["code-server", "--user-data-dir", str(at / "data")]
        self._line += ["--extensions-dir", str(at / "extensions")]
        self._environment = {**os.environ, "HOME": str(at / "home")}
        self._environment["XDG_CONFIG_HOME"] = str(at / "home")
        vsix = built(at / "extension")
        self._run("--install-extension", str(vsix)).wait(300)
        address = f"127.0.0.1:{self._port}"
        self._server = self._run("--auth", "none", "--bind-addr", address)
        self._await_port()
        program = browser.found()
        assert program is not None
        self.page = browser.Browser(program, at / "browser")
        opened = json.dumps([["openFile", f"vscode-remote://{address}{self.model}"]])
        url = f"http://{address}/?folder={self.folder}&payload={opened}"
        self.page.call("Page.navigate", url=url)

    def close(self) -> None:
        self.page.close()
        self._server.terminate()
        self._server.wait(30)

    def start_with(self, *command: str) -> None:
        """Set what starts the server."""
        self.settings.write_text(json.dumps({"cnnlint.command": command}))

    def wait(self, expression: str, seconds: float = 120) -> None:
        ends = time.monotonic() + seconds
        while not self.page.value(expression):
            assert time.monotonic() < ends, f"never true: {expression}"
            time.sleep(0.2)

    def text(self, selector: str) -> str:
        found = f"[...document.querySelectorAll('{selector}')].map(e => e.innerText).join('\\n')"
        return str(self.page.value(found)).replace("\xa0", " ").replace("\u200a", "")

    def _run(self, *more: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self._line, *more],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _await_port(self) -> None:
        for _ in range(600):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("code-server does not listen")


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    made = Editor(tmp_path)
    yield made
    made.close()


def test_what_a_user_sees(editor: Editor) -> None:
    # A server that is not there is told in one message.
    editor.wait("document.querySelector('.notification-toast') !== null")
    said = editor.text(".notification-toast")
    assert said.count("does not start") == 1
    assert "/nowhere/cnnlint" in said
    # With another command it starts by itself.
    editor.start_with("env", f"PYTHONPATH={ROOT}", sys.executable, "-m", "cnnlint", "server")
    editor.wait("document.querySelector('.squiggly-error') !== null")
    editor.wait("document.querySelector('.codelens-decoration a') !== null")
    assert "inputs = keras.Input((28, 28, 1))(None, 28, 28, 1)" in editor.text(".view-line")
    # The line above the model opens its table, which follows the file.
    editor.page.click(".codelens-decoration a")
    editor.wait("document.querySelectorAll('.tab').length === 2")
    editor.wait("document.body.innerText.includes('✗\\u00a0CNN101')")
    # The code of the rule leads to its page.
    editor.page.point(".squiggly-error")
    editor.wait("document.querySelector('.monaco-hover a.code-link') !== null")
    assert "needs 31×31" in editor.text(".monaco-hover")
    editor.page.click(".monaco-hover a.code-link")
    editor.wait("document.body.innerText.includes('Preview CNN101')")
    editor.model.write_text(MODEL.replace("31", "3"), encoding="utf-8")
    editor.wait("document.body.innerText.includes('Total\\u00a0params:\\u00a080')")
    assert not editor.page.value("document.querySelector('.squiggly-error') !== null")
