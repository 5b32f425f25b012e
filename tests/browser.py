"""A real browser without a window, spoken to over the two pipes of its debugging protocol."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--hide-scrollbars",
    "--window-size=1400,900",
)


def found() -> str | None:
    """The browser's program, where one is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One page of 1400 by 900 points. Whatever it complains about is kept in `complaints`."""

    def __init__(self, program: str, folder: Path) -> None:
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        # The protocol has the browser read from descriptor 3 and write to 4.
        shell = 'exec "$0" "$@" 3<&"$R" 4>&"$W"'
        command = [program, *FLAGS, "--remote-debugging-pipe", f"--user-data-dir={folder}"]
        self._process = subprocess.Popen(
            ["bash", "-c", shell, *command, "about:blank"],
            pass_fds=(to_read, to_write),
            env={**os.environ, "R": str(to_read), "W": str(to_write)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._kept = b""
        self._count = 0
        self._session = ""
        self.complaints: list[str] = []
        self.requests: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        os.close(self._write)
        self._process.terminate()
        self._process.wait(10)
        os.close(self._read)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """What the browser answers."""
        self._count += 1
        number = self._count
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            said = self._next()
            if said.get("id") == number:
                assert "error" not in said, said["error"]
                return dict(said["result"])
            self._note(said)

    def _note(self, said: dict[str, Any]) -> None:
        params = said.get("params", {})
        if said.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(params["exceptionDetails"]))
        if said.get("method") == "Log.entryAdded":
            self.complaints.append(str(params["entry"]["text"]))
        if said.get("method") == "Network.requestWillBeSent":
            self.requests.append(str(params["request"]["url"]))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._kept:
            part = os.read(self._read, 1 << 16)
            assert part, "the browser has gone away"
            self._kept += part
        message, _, self._kept = self._kept.partition(b"\0")
        return dict(json.loads(message))

    def open(self, path: Path) -> None:
        """Show a file, and wait until it is there."""
        self.call("Page.navigate", url=path.as_uri())
        self.wait("document.readyState === 'complete' && location.protocol === 'file:'")

    def value(self, expression: str) -> Any:
        """What an expression of JavaScript comes to, on the page."""
        said = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def wait(self, expression: str) -> None:
        """Until the expression is true; what it waits for takes a moment, or is a mistake."""
        for _ in range(400):
            if self.value(expression):
                return
            time.sleep(0.025)
        raise AssertionError(f"never true: {expression}")

    def point(self, selector: str) -> None:
        """Move the pointer to the middle of an element."""
        x, y = self._middle(selector)
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, selector: str) -> None:
        """Press and release the button there."""
        x, y = self._middle(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key)

    def _middle(self, selector: str) -> tuple[float, float]:
        place = self.value(
            f"(() => {{ const r = document.querySelector({json.dumps(selector)})"
            ".getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        return place[0], place[1]
