"""What reporting all of `keras.applications` costs beside building five of them.

    python -m benchmarks.applications [--rounds N]

cnnlint reports each of the 40 architectures with its classifier and without, a file for each, in
one process. Keras, on TensorFlow, builds five with their weights at random and prints their
summaries. The two take turns, and each is a whole process; printed are medians, and the median of
the ratios within each round.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from .timing import Command

ROOT = Path(__file__).resolve().parents[1]
FIVE = "VGG16 ResNet50 MobileNetV2 EfficientNetB0 InceptionV3"

UNDER_KERAS = """
import sys
import keras

for name in sys.argv[1:]:
    getattr(keras.applications, name)(weights=None).summary()
"""


def write(folder: Path) -> list[str]:
    """A file for each architecture, with and without its classifier."""
    sys.path.insert(0, str(ROOT))
    from cnnlint.keras.applications.known import ARCHITECTURES

    made = []
    for name in ARCHITECTURES:
        for top in (True, False):
            text = f"import keras\n\nmodel = keras.applications.{name}(include_top={top})\n"
            file = folder / f"{name}_{top}.py"
            file.write_text(text, encoding="utf-8")
            made.append(str(file))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description="Time all architectures beside five of Keras's.")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = write(Path(folder))
        todo = {
            f"cnnlint summary, all {len(files)}": [
                sys.executable,
                "-m",
                "cnnlint",
                "summary",
                *files,
            ],
            "Keras on TensorFlow, five": [sys.executable, "-c", UNDER_KERAS, *FIVE.split()],
        }
        seconds: dict[str, list[float]] = {name: [] for name in todo}
        for turn in range(options.rounds + 1):
            for name, command in todo.items():
                taken, _ = Command(command, ROOT).run()
                if turn:  # the first warms the disk's cache
                    seconds[name].append(taken)
    ours, theirs = seconds.values()
    for name, taken in seconds.items():
        print(f"{name:26}  {statistics.median(taken):6.2f} s  {min(taken):6.2f} s at least")
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    print(f"{ratio:.2f} of its time, {options.rounds} interleaved rounds")


if __name__ == "__main__":
    main()
