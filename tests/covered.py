"""What of Keras is declared: `python -m tests.covered` writes docs/coverage.md anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from against_keras import oracle

from cnnlint.interpreter.values import MISSING
from cnnlint.keras import layers, namespace, ops
from cnnlint.keras.layers.foreign import Foreign

import keras  # isort: skip  # the oracle chooses the backend first

PAGE = Path(__file__).parent.parent / "docs" / "coverage.md"

#: Layers that are no declarations, and how they are known.
OTHERWISE = {
    "InputLayer": "what `keras.Input` makes",
    "Lambda": "its function is followed",
    "Layer": "what the user's own layers derive from is followed",
    "Wrapper": "what the user's own wrappers derive from is followed",
}
#: Functions whose results are honestly unknown, and why.
UNKNOWN = {
    "custom_gradient": "a function with a gradient of its own",
    "vectorize": "a function that is called for each value",
}


def layer_rows() -> list[tuple[str, str]]:
    """Every layer of `keras.layers`, and how cnnlint knows it."""
    rows = []
    for name, theirs in sorted(oracle.public_layers().items()):
        declared = layers.find(name)
        if declared is None:
            how = OTHERWISE.get(name, "**not declared**")
        elif declared.__name__ != name:
            how = f"the same as `{declared.__name__}`"
        elif issubclass(declared, Foreign):
            how = f"unknown: it runs {declared.runs}"
        else:
            how = f"declared in `{declared.__module__.rpartition('.')[2]}`"
            if declared.called:
                how += f", named `{theirs.__name__}` in a summary"
        rows.append((name, how))
    return rows


def function_rows() -> list[tuple[str, str]]:
    """Every function of `keras.ops`, `keras.ops.image` and `keras.random`."""
    places: list[tuple[str, Any, Any]] = [
        ("", keras.ops, ops.load),
        ("image.", keras.ops.image, ops.load("image").member),
        ("random.", keras.random, ops.load_random),
    ]
    rows = []
    for prefix, module, find in places:
        for name in dir(module):
            value = getattr(module, name)
            if name.startswith("_") or not callable(value):
                continue
            if find(name) is MISSING:
                rows.append((prefix + name, "**not declared**: its result is unknown"))
            else:
                why = UNKNOWN.get(name)
                rows.append((prefix + name, f"unknown: {why}" if why else "declared"))
    return rows


def page() -> str:
    """The whole table."""
    listed, functions = layer_rows(), function_rows()
    known = sum("not declared" not in how for _, how in functions)
    missing = [name for name, how in functions if "not declared" in how]
    merging = sorted(namespace.MERGING)
    lines = [
        "# What of Keras is declared",
        "",
        f"Compared with Keras {keras.__version__}; `python -m tests.covered` writes this page.",
        "",
        "## Layers",
        "",
        f"{len(listed)} names, {sum('not declared' in how for _, how in listed)} of them not "
        "declared. Functions that make a layer and call it at once: "
        + ", ".join(f"`{name}`" for name in merging)
        + ".",
        "",
        "| `keras.layers` | |",
        "|---|---|",
        *(f"| `{name}` | {how} |" for name, how in listed),
        "",
        "## Functions",
        "",
        (
            f"{known} of {len(functions)} functions of `keras.ops`, `keras.ops.image` and "
            "`keras.random` are declared. The result of the others is unknown, with that reason:"
        ),
        "",
        (", ".join(f"`{name}`" for name in missing) or "none are left") + ".",
        "",
        "`custom_gradient`, `vectorize` and `random.SeedGenerator` are known by name alone.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
