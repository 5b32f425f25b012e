"""What a summary costs, side by side in one run.

    python benchmarks/run.py [--rounds N] [--without-tensorflow]

The commands take turns, so that whatever else the machine does meets them alike. Each is a whole
process. Printed are medians, and the medians of the ratios within each round. The script under
TensorFlow gets zeros for its data (no network) and ends when it has printed its summary.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = str(ROOT / "fixtures" / "models" / "mnist_cnn.py")

UNDER_TENSORFLOW = """
import os, runpy, sys
import numpy as np
import tensorflow as tf

def load_data(*_, **__):
    def part(n):
        labels = np.arange(n, dtype="uint8") % 10
        return np.zeros((n, 28, 28), dtype="uint8"), labels
    return part(60000), part(10000)

def and_out(self, *args, _summary=tf.keras.Model.summary, **keywords):
    _summary(self, *args, **keywords)
    sys.stdout.flush()
    os._exit(0)

tf.keras.datasets.mnist.load_data = load_data
tf.keras.Model.summary = and_out
runpy.run_path(sys.argv[1], run_name="__main__")
sys.exit("the script ended without a summary")
"""


def commands(tensorflow: bool) -> dict[str, list[str]]:
    """What is measured, by the name it is shown under."""
    installed = Path(sys.executable).with_name("cnnlint")
    cnnlint = [str(installed)] if installed.exists() else [sys.executable, "-m", "cnnlint"]
    found = {"cnnlint summary": [*cnnlint, "summary", SCRIPT]}
    if tensorflow:
        found["TensorFlow, model.summary()"] = [sys.executable, "-c", UNDER_TENSORFLOW, SCRIPT]
    found['python -c "import libcst"'] = [sys.executable, "-c", "import libcst"]
    found["python -c pass"] = [sys.executable, "-c", "pass"]
    return found


def measure(command: list[str]) -> tuple[float, float]:
    """The seconds one process takes, and its peak memory in MiB."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    begin = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=ROOT,
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}: {said.decode()[-2000:]}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return seconds, usage.ru_maxrss / scale


def main() -> None:
    parser = argparse.ArgumentParser(description="Time a summary beside what it replaces.")
    parser.add_argument("--rounds", type=int, default=11, help="default: %(default)s")
    parser.add_argument("--without-tensorflow", action="store_true")
    options = parser.parse_args()
    # An installed package has its bytecode; a checkout may have none, and compiles at every start.
    compileall.compile_dir(ROOT / "cnnlint", quiet=1)
    todo = commands(not options.without_tensorflow)
    for command in todo.values():
        measure(command)  # warms the disk's cache
    seconds: dict[str, list[float]] = {name: [] for name in todo}
    memory: dict[str, list[float]] = {name: [] for name in todo}
    for _ in range(options.rounds):
        for name, command in todo.items():
            taken, peak = measure(command)
            seconds[name].append(taken)
            memory[name].append(peak)
    first = next(iter(todo))
    columns = max(map(len, todo))
    print(f"{'':{columns}}   median     least   memory   {first} / this")
    for name in todo:
        pairs = zip(seconds[first], seconds[name], strict=True)
        ratio = statistics.median(ours / theirs for ours, theirs in pairs)
        print(
            f"{name:{columns}}  {statistics.median(seconds[name]):6.3f} s  "
            f"{min(seconds[name]):6.3f} s  {statistics.median(memory[name]):4.0f} MiB  "
            f"{ratio:6.3f}{f'  (1/{1 / ratio:.0f})' if ratio < 0.5 else ''}"
        )
    print(f"{options.rounds} interleaved rounds, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
