"""Programs that real Keras runs to their end, training included, one after another in one process.

Reads a line of JSON a program (its text) and answers with one: the error that ended it, if any, and
the lines of the program that the error passed through, innermost first; and what it warned of.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import subprocess
import sys
import types
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

NAME = "program.py"


def places(traceback: types.TracebackType | None) -> list[list[int]]:
    """First and last line of each expression of the program that an error passed through."""
    found: list[list[int]] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename == NAME:
            at = next(itertools.islice(code.co_positions(), traceback.tb_lasti // 2, None))
            first = at[0] or traceback.tb_lineno
            found.insert(0, [first, at[1] or first])
        traceback = traceback.tb_next
    return found


def run(text: str) -> dict[str, Any]:
    import keras
    import tensorflow

    # A step of training takes a tenth of the time where it is not traced first.
    tensorflow.config.run_functions_eagerly(True)
    tensorflow.data.experimental.enable_debug_mode()
    keras.utils.clear_session()
    keras.config.set_dtype_policy("float32")
    keras.utils.set_random_seed(1)
    try:
        code = compile(text, NAME, "exec", dont_inherit=True)
    except SyntaxError as error:
        line = error.lineno or 1
        return {"error": f"SyntaxError: {error.msg}", "places": [[line, line]], "warnings": []}
    module = types.ModuleType("__main__")
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("always")
        try:
            exec(code, module.__dict__)
            error = None
        except Exception as raised:
            error = raised
    said = sorted({str(each.message).split("\n")[0] for each in caught})
    if error is None:
        return {"error": None, "places": [], "warnings": said}
    message = f"{type(error).__name__}: {error}"
    return {"error": message, "places": places(error.__traceback__), "warnings": said}


def answers(texts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What Keras says to each program, from a child process."""
    environment = {**os.environ, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}
    environment |= {"CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0"}
    child: subprocess.Popen[str] | None = None
    try:
        for text in texts:
            if child is None or child.poll() is not None:
                child = subprocess.Popen(
                    [sys.executable, "-m", "benchmarks.keras_child"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    env=environment,
                )
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(json.dumps(text) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
            # A program may end the process: sys.exit, a crash inside TensorFlow.
            yield json.loads(line) if line else {"error": "ended", "places": [], "warnings": []}
    finally:
        if child is not None:
            child.kill()
            child.wait()


def main() -> None:
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        out.write(json.dumps(run(json.loads(line))) + "\n")


if __name__ == "__main__":
    main()
