"""Figures within one process: reading a text, following builders, and how time grows."""

from __future__ import annotations

import ast
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .rows import Row
from .timing import in_turns, median_ratio
from .whole import Place

BUILDERS = {"ResNet152": "resnet.py", "EfficientNetV2L": "efficientnet_v2.py"}

#: Keras builds it with weights at random, and says how many seconds that took at best.
UNDER_KERAS = """
import sys, time
import keras
best = 1e9
for _ in range(3):
    keras.backend.clear_session()
    begin = time.perf_counter()
    model = getattr(keras.applications, sys.argv[1])(weights=None)
    best = min(best, time.perf_counter() - begin)
print(best, model.count_params(), len(model.layers))
"""


def dense(keras: Path, lines: int = 1_000) -> str:
    """So many lines of Keras's applications without comments and docstrings."""
    parts: list[str] = []
    for path in sorted((keras / "src" / "applications").glob("*.py")):
        if path.stem.endswith("_test"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list) and len(body) > 1 and _is_text(body[0]):
                del body[0]
        for statement in tree.body:
            parts += ast.unparse(statement).splitlines()
            if len(parts) >= lines:
                return "\n".join(parts) + "\n"
    return "\n".join(parts) + "\n"


def _is_text(node: Any) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def reading(place: Place) -> list[Row]:
    """From a text to the tree with the exact position of every call."""
    from libcst import parse_module
    from libcst.metadata import MetadataWrapper, PositionProvider

    from cnnlint.syntax import lower

    text = dense(place.keras)

    def positions() -> None:
        MetadataWrapper(parse_module(text)).resolve(PositionProvider)

    calls: dict[str, Callable[[], object]] = {
        "lower": lambda: lower(text),
        "parse": lambda: parse_module(text),
        "positions": positions,
    }
    seconds = in_turns(calls, place.rounds)
    what = f"parse, lower and place every call of {text.count(chr(10)):,} dense lines"
    return [
        Row(what, "`libcst.parse_module`", median_ratio(seconds["lower"], seconds["parse"]), 1.0),
        Row(
            what,
            "that and `PositionProvider`",
            median_ratio(seconds["lower"], seconds["positions"]),
            0.25,
        ),
    ]


def building(place: Place) -> list[Row]:
    """Builders of Keras's from their source: rows and parameters, without their weights."""
    from cnnlint import syntax
    from cnnlint.cli import GARBAGE
    from cnnlint.keras.layers import recipes
    from cnnlint.project import analyse_file
    from cnnlint.table import rows, totals

    made = []
    usual = gc.get_threshold()
    gc.set_threshold(*GARBAGE)  # as the command has it
    for name, file in BUILDERS.items():
        path = str(place.keras / "src" / "applications" / file)
        target = f"{name}(weights=None)"
        found: list[Any] = []

        def read(path: str = path, target: str = target) -> None:
            syntax._trees.clear()  # everything is parsed each time
            follow(path, target)

        def follow(path: str = path, target: str = target, found: list[Any] = found) -> None:
            recipes._known.clear()  # and no layer was made before
            analysis = analyse_file(path, target=target).analysis
            assert analysis is not None
            found[:] = [totals(analysis.models[0], rows(analysis.models[0])).params]

        ours = in_turns({"read": read, "follow": follow}, max(place.rounds, 5))
        run = subprocess.run(
            [sys.executable, "-c", UNDER_KERAS, name], capture_output=True, text=True, check=True
        )
        seconds, params, _ = run.stdout.split()[-3:]
        if found != [int(params)]:
            sys.exit(f"{name}: {found[0]} parameters, Keras has {params}")
        for beside, best, goal in (
            ("rows and parameters, its modules parsed before", min(ours["follow"]), 50),
            ("rows and parameters, its modules parsed as well", min(ours["read"]), 50),
        ):
            made.append(
                Row(
                    f"Keras builds `{name}`, its modules imported before",
                    beside,
                    float(seconds) / best,
                    goal,
                    least=True,
                    note=f"{best * 1e3:.0f} ms; best of each",
                )
            )
    gc.set_threshold(*usual)
    return made


SHAPES = {
    "functional, in a loop": """
x = inputs = keras.Input((32, 32, 3))
for i in range({turns}):
    y = keras.layers.Conv2D(8, 3, padding="same")(x if i else inputs)
    y = keras.layers.BatchNormalization()(y)
    x = keras.layers.ReLU()(y)
model = keras.Model(inputs, x)
""",
    "`Sequential.add` in a loop": """
model = keras.Sequential([keras.Input((32, 32, 3))])
for i in range({turns}):
    model.add(keras.layers.Conv2D(8, 3, padding="same"))
    model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.ReLU())
""",
    "`Sequential` of a list": """
turns = {turns}
model = keras.Sequential(
    [keras.Input((32, 32, 3))]
    + [
        made
        for i in range(turns)
        for made in (
            keras.layers.Conv2D(8, 3, padding="same"),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
        )
    ]
)
""",
}


def growth(place: Place) -> list[Row]:
    """What a layer costs, in models of 10 to 10,000 layers: analysis, table and JSON."""
    from cnnlint import cli
    from cnnlint.analysis import analyse
    from cnnlint.interpreter.budget import Budget
    from cnnlint.output.json import document
    from cnnlint.report.summary import report
    from cnnlint.source import Source

    usual = gc.get_threshold()
    gc.set_threshold(*cli.GARBAGE)  # as the command does
    made = []
    for name, shape in SHAPES.items():
        cost: dict[int, float] = {}
        for layers in (10, 100, 1_000, 10_000):
            text = "import keras\n" + shape.format(turns=layers // 3)

            def all_of_it(text: str = text, layers: int = layers) -> None:
                # A new text each time: that of an old one would not be parsed again.
                source = Source("model.py", f"{text}# {time.monotonic_ns()}\n")
                analysis = analyse(source, budget=Budget(seconds=600))
                assert len(analysis.models[0].graph) >= layers // 3 * 3, analysis.gave_up
                report(analysis)
                document(analysis.models, analysis.diagnostics)

            rounds = 2 if layers > 1_000 else max(place.rounds // 2, 3)
            seconds = in_turns({"all": all_of_it}, rounds)["all"]
            cost[layers] = min(seconds) / layers * 1e6
            told = statistics.median(seconds)
            made.append(
                Row(f"{layers:,} layers, {name}", "a layer, everything", cost[layers], None,
                    unit="µs", note=f"{told:.3g} s in all")
            )  # fmt: skip
        made.append(
            Row(f"a layer of 10,000, {name}", "a layer of 100", cost[10_000] / cost[100], 2.0)
        )
    gc.set_threshold(*usual)
    return made
