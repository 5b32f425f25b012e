"""How the connection to an editor begins and ends, and messages that no good editor sends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

from cnnlint.server.connection import is_alive

SERVER = [sys.executable, "-m", "cnnlint", "server"]
HELLO = {"processId": None, "rootUri": None, "capabilities": {}}
HOVER = {"textDocument": {"uri": "file:///a.py"}, "position": {"line": 0, "character": 0}}
PATIENCE = 60

posix = pytest.mark.skipif(sys.platform == "win32", reason="the pipes go with the editor")


def framed(message: dict[str, Any] | bytes) -> bytes:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Line:
    """A line to a server on which anything may be said."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [*SERVER, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._count = 0

    def say(self, message: dict[str, Any] | bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(framed(message))
        self.process.stdin.flush()

    def tell(self, method: str, params: Any = None) -> None:
        self.say({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> dict[str, Any]:
        """The answer, result or error."""
        self._count += 1
        self.say({"jsonrpc": "2.0", "id": self._count, "method": method, "params": params})
        while True:
            message = self.hear()
            if message.get("id") == self._count and "method" not in message:
                return message

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        size = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            assert line, "the server is gone"
            name, _, value = line.partition(b":")
            size = int(value) if name == b"Content-Length" else size
        return dict(json.loads(self.process.stdout.read(size)))

    def ends(self) -> tuple[int, str]:
        """The status it ends with, and what it wrote to its log."""
        _, log = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, log.decode()


def greeted(*options: str) -> Line:
    line = Line(*options)
    assert "capabilities" in line.ask("initialize", HELLO)["result"]
    line.tell("initialized", {})
    return line


@pytest.mark.parametrize("options", [(), ("--stdio",), ("--stdio", "--clientProcessId=1")])
def test_it_ends_when_it_is_asked_to(options: tuple[str, ...]) -> None:
    line = greeted(*options)
    assert line.ask("shutdown", None)["result"] is None
    line.tell("exit")
    assert line.ends() == (0, "")


def test_it_tells_when_an_editor_leaves_without_a_word() -> None:
    line = greeted()
    line.tell("exit")
    assert line.ends() == (1, "")
    assert greeted().ends() == (1, "")  # which closes its end


def test_every_request_is_answered() -> None:
    line = Line()
    line.tell("textDocument/didOpen", {})
    assert line.ask("textDocument/hover", HOVER)["error"]["code"] == -32002
    assert "result" in line.ask("initialize", HELLO)
    position = {"line": -1, "character": 0}
    assert (
        line.ask("textDocument/hover", {**HOVER, "position": position})["error"]["code"] == -32602
    )
    assert line.ask("textDocument/hover", {})["error"]["code"] == -32602
    assert line.ask("no/such", {})["error"]["code"] == -32601
    assert line.ask("textDocument/hover", HOVER)["result"] is None
    line.ask("shutdown", None)
    line.tell("textDocument/didOpen", {})
    assert line.ask("textDocument/hover", HOVER)["error"]["code"] == -32600
    line.tell("exit")
    assert line.ends()[0] == 0


def test_what_is_no_message_is_passed_over() -> None:
    line = greeted()
    for nonsense in (b"{no json", b"[]", b'{"jsonrpc": "2.0"}', b'{"jsonrpc": "1.0", "id": 1}'):
        line.say(nonsense)
    line.tell("$/cancelRequest", {"id": 99})
    assert line.ask("textDocument/hover", HOVER)["result"] is None
    line.ask("shutdown", None)
    line.tell("exit")
    assert line.ends()[0] == 0


@posix
def test_it_ends_where_nobody_listens() -> None:
    ours, its = os.pipe()
    process = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=its, stderr=subprocess.PIPE)
    os.close(its)
    assert process.stdin is not None
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO}
    process.stdin.write(framed(hello))
    process.stdin.flush()
    os.read(ours, 1)
    os.close(ours)
    process.stdin.write(framed({**hello, "id": 2, "method": "textDocument/hover", "params": HOVER}))
    process.stdin.flush()
    assert process.wait(PATIENCE) == 1
    process.stdin.close()
    assert process.stderr is not None
    process.stderr.close()


@posix
def test_it_ends_with_its_editor(tmp_path: Path) -> None:
    editor = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    line = Line()
    assert "result" in line.ask("initialize", {**HELLO, "processId": editor.pid})
    assert is_alive(editor.pid)
    editor.communicate(b"\n", timeout=PATIENCE)
    assert not is_alive(editor.pid)
    assert line.process.wait(PATIENCE) == 1
    line.ends()


@posix
def test_an_editor_that_cannot_be_seen_runs_elsewhere() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait(PATIENCE)
    line = Line()
    assert "result" in line.ask("initialize", {**HELLO, "processId": gone.pid})
    assert line.ask("textDocument/hover", HOVER)["result"] is None
    line.ask("shutdown", None)
    line.tell("exit")
    assert line.ends()[0] == 0
