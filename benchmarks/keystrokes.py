"""The language server while somebody types: from a change to its diagnostics, over the wire.

A client of a hundred lines opens a text, makes random edits as a person does (a character, a
line, a number), and waits for the diagnostics of each before it makes the next.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from .rows import Row
from .timing import Command, interleaved
from .whole import Place

ROOT = Path(__file__).resolve().parents[1]
EDITS = 60


class Client:
    """A server and what one says to it."""

    def __init__(self, line: list[str], at: Path) -> None:
        # Bytecode is kept: a server that compiles itself is not what is measured.
        kept = {key: value for key, value in os.environ.items() if "BYTECODE" not in key}
        self.process = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=at, env=kept
        )
        self.number = 0
        self.ask("initialize", {"processId": None, "rootUri": at.as_uri(), "capabilities": {}})
        self.tell("initialized", {})

    def ask(self, method: str, params: Any) -> Any:
        """What the server answers."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while (message := self._receive()).get("id") != self.number:
            pass
        return message.get("result")

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def diagnostics(self, version: int) -> list[Any]:
        """Those of a version, which the server sends by itself."""
        while True:
            message = self._receive()
            params = message.get("params", {})
            if message.get("method") == "textDocument/publishDiagnostics":
                if params.get("version") == version:
                    return list(params["diagnostics"])

    def end(self) -> None:
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait(30)

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        stdout = self.process.stdout
        assert stdout is not None
        length = 0
        while header := stdout.readline().strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            sys.exit("the server ended")
        return dict(json.loads(stdout.read(length)))


class Page:
    """An open text, and the edits that are made in it."""

    def __init__(self, client: Client, path: Path, text: str) -> None:
        self.client = client
        self.uri = path.as_uri()
        self.lines = text.split("\n")
        self.version = 1
        item = {"uri": self.uri, "languageId": "python", "version": 1, "text": text}
        client.tell("textDocument/didOpen", {"textDocument": item})
        self.found = client.diagnostics(1)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def edit(self, line: int, start: int, end: int, new: str) -> float:
        """Put other characters into a line; the seconds until the diagnostics come."""
        old = self.lines[line]
        self.lines[line : line + 1] = (old[:start] + new + old[end:]).split("\n")
        return self._change((line, start), (line, end), new)

    def _change(self, start: tuple[int, int], end: tuple[int, int], new: str) -> float:
        self.version += 1
        places = {"start": start, "end": end}
        change = {
            "range": {name: {"line": line, "character": at} for name, (line, at) in places.items()},
            "text": new,
        }
        document = {"uri": self.uri, "version": self.version}
        begin = time.perf_counter()
        self.client.tell(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [change]}
        )
        self.found = self.client.diagnostics(self.version)
        return time.perf_counter() - begin

    def type(self, random: Random) -> list[float]:
        """One change that somebody might make, and the one that takes it back."""
        line = random.randrange(len(self.lines))
        old = self.lines[line]
        digits = [at for at, character in enumerate(old) if character.isdigit()]
        if digits and random.random() < 0.5:
            at, new = random.choice(digits), str(random.randrange(1, 10))
            return [self.edit(line, at, at + 1, new), self.edit(line, at, at + 1, old[at])]
        if random.random() < 0.5:
            new = random.choice(("  # so", " ", ")", "x"))
            end = len(old)
            return [self.edit(line, end, end, new), self.edit(line, end, end + len(new), "")]
        at = len(old) - len(old.lstrip())
        return [self.edit(line, at, at, "z = 1\n" + " " * at), self._join(line, at)]

    def _join(self, line: int, at: int) -> float:
        """Take the first of two lines away."""
        del self.lines[line]
        return self._change((line, at), (line + 1, at), "")


def models(lines: int) -> str:
    """So many lines of models as people write them: the first of the fixtures, as often as that
    takes."""
    found: list[str] = []
    paths = sorted((ROOT / "fixtures" / "models").glob("*.py"))
    while len(found) < lines:
        for path in paths:
            found += path.read_text(encoding="utf-8").splitlines()
    return "\n".join(found[:lines]) + "\n"


def _whole(text: str) -> str:
    """The text up to its last statement that is whole."""
    lines = text.splitlines()
    while lines:
        try:
            compile("\n".join(lines), "", "exec")
            break
        except SyntaxError:
            lines.pop()
    return "\n".join(lines) + "\n"


def typing(place: Place) -> list[Row]:
    """From a change to its diagnostics, and from the start of the server to the first ones."""
    from libcst import parse_module
    from libcst.metadata import MetadataWrapper, PositionProvider

    def positions(text: str) -> float:
        begin = time.perf_counter()
        MetadataWrapper(parse_module(text)).resolve(PositionProvider)
        return time.perf_counter() - begin

    texts = {
        "500 lines of scripts": (_whole(models(500)), 15, 30),
        "1,000 lines of scripts": (_whole(models(1_000)), None, 60),
        "Keras's `densenet.py`, 495 lines, each builder followed": (
            (place.keras / "src" / "applications" / "densenet.py").read_text(encoding="utf-8"),
            None,
            None,
        ),
    }
    line = [sys.executable, "-m", "cnnlint", "server"]
    made = []
    for name, (text, middle, most) in texts.items():
        client = Client(line, ROOT)
        page = Page(client, place.at / "model.py", text)
        random = Random(7)
        for _ in range(5):
            page.type(random)
        taken: list[float] = []
        beside: list[float] = []
        for turn in range(EDITS):
            taken += page.type(random)
            if turn % 6 == 0:
                beside.append(positions(text))
        assert page.text == text
        client.end()
        what = f"a change in {name}, to its diagnostics"
        edge = statistics.quantiles(taken, n=20)[-1]
        made += [
            Row(what, "median", statistics.median(taken) * 1e3, middle, unit="ms"),
            Row(what, "95th of 100", edge * 1e3, most, unit="ms"),
            Row(
                what,
                "`libcst.parse_module` and `PositionProvider`",
                statistics.median(taken) / statistics.median(beside),
                1 / 8,
            ),
        ]
    return [*made, _start(place)]


def _start(place: Place) -> Row:
    """Server start to first diagnostics, beside an import of what it is made with."""
    python = place.cnnlint / Path(sys.executable).name
    if not python.exists():
        python = place.cnnlint / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "pygls>=2"], check=True)
    commands = {
        "server": Command(
            [python, "-m", "benchmarks.keystrokes", str(python), str(place.script)], ROOT
        ),
        "client": Command([python, "-m", "benchmarks.keystrokes"], ROOT),
        "pygls": Command([python, "-c", "import pygls.lsp.server"], place.at),
        "python": Command([python, "-c", "pass"], place.at),
    }
    runs = interleaved(commands, place.rounds)
    ratios = [
        (server - client) / pygls
        for server, client, pygls in zip(
            runs.seconds["server"], runs.seconds["client"], runs.seconds["pygls"], strict=True
        )
    ]
    return Row(
        "server start to the first diagnostics", "`import pygls.lsp.server`",
        statistics.median(ratios), 1.25,
    )  # fmt: skip


def first(arguments: list[str]) -> None:
    """Start a server, open a file, wait for its diagnostics; with no arguments, do nothing."""
    if arguments:
        python, path = arguments
        file = Path(path)
        client = Client([python, "-m", "cnnlint", "server"], file.parent)
        Page(client, file, file.read_text(encoding="utf-8"))
        client.process.kill()


if __name__ == "__main__":
    first(sys.argv[1:])
