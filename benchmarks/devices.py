"""What known architectures take on the device at hand, beside what cnnlint says of them.

    python -m benchmarks.devices [--device auto] [--backend tensorflow] [--batches 8,32]
                                 [--size 224] [--only NAME,...]

Ten architectures of `keras.applications` with Adam, at two batch sizes, in inference and in
training: time of a step, measured peak of memory and the estimate, floating-point operations and
their estimate. Printed is a table in Markdown, and below it how far the estimates of memory are
off. Each architecture and batch size is a process of its own, so that no peak is that of another.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from cnnlint.project import analyse_file
from cnnlint.resources.amounts import shown
from cnnlint.runtime import Limits, Wish, verify
from cnnlint.runtime.devices import given
from cnnlint.runtime.frameworks import BACKENDS, missing

ARCHITECTURES = (
    *("VGG16", "ResNet50", "ResNet50V2", "InceptionV3", "Xception", "DenseNet121"),
    *("MobileNet", "MobileNetV2", "EfficientNetB0", "ConvNeXtTiny"),
)
PROGRAM = """\
import keras

model = keras.applications.{name}(weights=None, input_shape=({size}, {size}, 3))
model.compile("adam", "categorical_crossentropy")
"""
HEADS = "architecture | batch | step | ms | memory | estimated | ratio | FLOP | estimated | ratio"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--device", default="auto")
    parser.add_argument("--backend", choices=BACKENDS, default="tensorflow")
    parser.add_argument("--batches", default="8,32")
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--only", default=",".join(ARCHITECTURES))
    options = parser.parse_args()
    lacking = missing(options.backend)
    if lacking:
        print(lacking, file=sys.stderr)
        return 2
    device = given(options.device)
    if device == "cpu":
        print("There is no GPU here: everything is measured on the CPU.", file=sys.stderr)
    print(f"| {HEADS} |")
    print("|" + " --- |" * (HEADS.count("|") + 1))
    ratios: list[float] = []
    seen = ""
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only.split(","):
            program = Path(folder) / f"{name}.py"
            text = PROGRAM.format(name=name, size=options.size)
            program.write_text(text, encoding="utf-8")
            for batch in map(int, options.batches.split(",")):
                device_name = measure(program, name, batch, device, options.backend, ratios)
                seen = device_name or seen
    print(f"\n{seen or device}, Keras on {options.backend}, {options.size}×{options.size} images.")
    if ratios:
        within = sum(abs(ratio - 1) <= 0.15 for ratio in ratios)
        median = statistics.median(ratios)
        print(
            f"Measured ÷ estimated memory: {min(ratios):.2f} to {max(ratios):.2f}, median "
            f"{median:.2f}; within 15 %: {within} of {len(ratios)}."
        )
    return 0


def measure(
    program: Path, name: str, batch: int, device: str, backend: str, ratios: list[float]
) -> str:
    """Print the lines of one architecture at one batch size; the name of the device."""
    analysis = analyse_file(str(program)).analysis
    assert analysis is not None
    wish = Wish(data=False)
    wish.batch = batch
    found = verify(analysis, "", Limits(580, None, device), backend, wish)
    cost = found.models[0].cost if found.models else None
    if cost is None or cost.why:
        why = str(found.failure) if cost is None else cost.why
        print(f"| {name} | {batch} | not measured: {why} |", flush=True)
        return ""
    for phase in cost.phases:
        if phase.milliseconds is None:
            print(f"| {name} | {batch} | {phase.name}: {phase.why} |", flush=True)
            continue
        memory = beside(phase.memory, phase.estimated_memory, shown)
        work = beside(phase.flops, phase.estimated_flops, lambda flops: f"{flops / 1e9:.3g} G")
        if phase.memory and phase.estimated_memory:
            ratios.append(phase.memory / phase.estimated_memory)
        cells = [name, str(batch), phase.name, f"{phase.milliseconds:.1f}", *memory, *work]
        print(f"| {' | '.join(cells)} |", flush=True)
    return cost.device


def beside(measured: int | None, estimated: int | None, text: object) -> list[str]:
    """A number that was measured, its estimate, and the one divided by the other."""
    assert callable(text)
    cells = ["" if each is None else text(each) for each in (measured, estimated)]
    ratio = f"{measured / estimated:.2f}" if measured and estimated else ""
    return [*cells, ratio]


if __name__ == "__main__":
    sys.exit(main())
