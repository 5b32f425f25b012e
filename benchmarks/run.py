"""How fast cnnlint is beside what stands next to it: every figure of docs/performance.md.

    python -m benchmarks.run [PART...] [--rounds N] [--at DIR] [--write]

The parts are start, warm, throughput, reading, building, growth and typing; without one it is all
of them. cnnlint is installed from this checkout, and flake8 from PyPI, each into an environment of
its own (`--at` keeps them). The commands of a part take turns, each a whole process with its
bytecode there, and a ratio is the median of the ratios within each round: what else the machine
does meets both. The script under TensorFlow gets zeros for its data (no network) and ends when it
has printed its summary. The environment that runs this needs Keras and TensorFlow.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import inside, keystrokes, whole
from .rows import Row, page

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"


def environment(at: Path, name: str, *packages: str) -> Path:
    """The directory of the programs of a new environment with these packages."""
    programs = at / name / ("Scripts" if os.name == "nt" else "bin")
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    if not programs.exists():
        subprocess.run([sys.executable, "-m", "venv", str(at / name)], check=True)
        install = [str(programs / "python"), "-m", "pip", "install", "--quiet"]
        # An older pip writes a start script that imports regular expressions.
        subprocess.run([*install, "--upgrade", "pip>=25.1"], check=True, env=clean)
    install = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--upgrade"]
    subprocess.run([*install, *packages], check=True, env=clean)
    return programs


def keras_sources() -> Path:
    """Where Keras is installed; it is not imported for that."""
    spec = importlib.util.find_spec("keras")
    if spec is None or spec.origin is None:
        sys.exit("Keras is not installed here")
    return Path(spec.origin).parent


PARTS = {
    "start": whole.start,
    "warm": whole.warm,
    "throughput": whole.throughput,
    "reading": inside.reading,
    "building": inside.building,
    "growth": inside.growth,
    "typing": keystrokes.typing,
}


def main() -> None:
    parser = argparse.ArgumentParser("python -m benchmarks.run", description="Time everything.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--rounds", type=int, default=11, help="default: %(default)s")
    parser.add_argument("--at", metavar="DIR", help="where environments are, or will be, installed")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as temporary:
        at = Path(options.at or temporary).resolve()
        at.mkdir(parents=True, exist_ok=True)
        place = whole.Place(
            at=Path(temporary).resolve(),
            cnnlint=environment(at, "cnnlint", str(ROOT)),
            flake8=environment(at, "flake8", "flake8"),
            keras=keras_sources(),
            script=ROOT / "fixtures" / "models" / "mnist_cnn.py",
            rounds=options.rounds,
        )
        made: dict[str, list[Row]] = {}
        for name, part in PARTS.items():
            if not options.parts or name in options.parts:
                made[name] = part(place)
                for row in made[name]:
                    print(row.text(), flush=True)
    if options.write:
        PAGE.write_text(page(made, PAGE), encoding="utf-8")


if __name__ == "__main__":
    main()
