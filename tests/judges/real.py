"""The second judge: real Keras, in child processes that each answer for many fixtures."""

from __future__ import annotations

import atexit
import json
import os
import re
import select
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from .expectations import text_of
from .findings import Findings, from_data

#: How long one fixture may take, the start of the child included.
SECONDS = 240.0

_NEEDS_TENSORFLOW = re.compile(
    r"^\s*(import|from)\s+tensorflow\b|^\s*class\s+\w+\(.*\b(Layer|Model|Sequential)\b",
    re.MULTILINE,
)


def backend_for(text: str) -> str:
    """NumPy starts faster; what imports TensorFlow, has a `call` of its own, or sizes to try,
    needs it."""
    needed = "try: (" in text or _NEEDS_TENSORFLOW.search(text)
    return "tensorflow" if needed else "numpy"


class Child:
    """A process in which Keras runs with one backend."""

    def __init__(self, backend: str) -> None:
        environment = {
            **os.environ,
            "KERAS_BACKEND": backend,
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CUDA_VISIBLE_DEVICES": "-1",
            "TF_ENABLE_ONEDNN_OPTS": "0",
            "PYTHONPATH": os.pathsep.join(map(os.fspath, Path(__file__).resolve().parents[1:3])),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "judges.keras_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )

    def ask(self, path: Path) -> Findings:
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps({"path": os.fspath(path)}).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            return Findings(trouble="Keras's process has ended")
        deadline = time.monotonic() + SECONDS
        answer = b""
        while not answer.endswith(b"\n"):
            ready, _, _ = select.select([process.stdout], [], [], deadline - time.monotonic())
            if not ready:
                self.end()
                return Findings(trouble=f"Keras did not answer within {SECONDS:.0f} s")
            piece = os.read(process.stdout.fileno(), 1 << 16)
            if not piece:
                return Findings(trouble="Keras's process has crashed")
            answer += piece
        return from_data(json.loads(answer))

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


_children: dict[str, Child] = {}


@cache
def judge(path: Path) -> Findings:
    """What Keras says about a fixture; asked once in each process."""
    backend = backend_for(text_of(path))
    child = _children.get(backend)
    if child is None or child.process.poll() is not None:
        child = _children[backend] = Child(backend)
    return child.ask(path.resolve())


@atexit.register
def end() -> None:
    """End the children."""
    for child in _children.values():
        child.end()
    _children.clear()
