"""Calls on real data, which TensorFlow runs in a process of its own.

As a program (`python -m against_keras.eagerly FILE START`) this is that process: it reads calls
that were pickled, and writes what came of each on a line.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    import keras  # on TensorFlow, as the environment says, before the oracle asks for NumPy

import numpy as np
from against_numpy import machine

from cnnlint.dims import TooComplex
from cnnlint.libraries.arrays import Array

from . import drawing, judging, known, looping, operating, oracle
from .answers import answer
from .operands import Symbolic, replaced
from .operating import ask_us, function, member, open_ended

#: A layer's arguments and inputs, or a function's arguments and keywords.
Call = tuple[str, Any]
SIZES = (2, 4, 6, 8, 3, 1)
VALUES = ("initializer", "regularizer", "constraint", "dtype")


# The process under TensorFlow -----------------------------------------------------------------


def data(shape: Any, dtype: str, value: int) -> Any:
    """Numbers of a shape: whole ones are all `value`, others are from 0 to 1."""
    if isinstance(shape, list):
        return [data(each, dtype, value) for each in shape]
    if dtype == "string":
        return np.full(shape, "a")
    if np.dtype(dtype).kind == "f":
        return np.random.default_rng(1).random(shape).astype(dtype)
    return np.full(shape, value, dtype)


def run(name: str, case: Any, value: int) -> dict[str, Any]:
    """What a call gives on data: each output's shape and dtype, and how many weights there are."""
    if not drawing.layers.find(name):
        args, keywords = replaced(case, lambda x: data(x.shape, x.dtype, value))
        return {"outputs": outputs(function(name)(*args, **keywords))}
    args, keywords, inputs, dtype, options = case
    layer = oracle.made(getattr(keras.layers, name), args, keywords)
    spread = drawing.spreads(name) and isinstance(inputs[0], list)
    more = {
        key: data(each.shape, "float32", value) if isinstance(each, oracle.Given) else each
        for key, each in (options or {}).items()
    }
    given = data(inputs[0], dtype, value)
    result = layer(*given, **more) if spread else layer(given, **more)
    return {"outputs": outputs(result), "params": layer.count_params()}


def outputs(value: Any) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return [each for part in value for each in outputs(part)]
    if not hasattr(value, "shape"):
        return [[None, None]]
    dtype = value.dtype if isinstance(value.dtype, str) else getattr(value.dtype, "name", None)
    return [[list(value.shape), dtype]]


def serve(file: str, start: int) -> None:
    calls: list[Call] = pickle.loads(Path(file).read_bytes())
    for name, case in calls[start:]:
        said: dict[str, Any] = {}
        for value in (1, 0):  # what is no index may be a divisor
            try:
                said = run(name, case, value)
                break
            except Exception as error:
                said = {"error": f"{type(error).__name__}: {error}"[:2000]}
        print(json.dumps(said), flush=True)


# The process that asks ------------------------------------------------------------------------


def asked(calls: list[Call]) -> Iterator[dict[str, Any]]:
    """What came of each call; one that ends the process says so."""
    root = Path(__file__).parents[2]
    environment = dict(os.environ, KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3")
    environment["PYTHONPATH"] = f"{root}{os.pathsep}{root / 'tests'}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "calls")
        file.write_bytes(pickle.dumps(calls))
        start = 0
        while start < len(calls):
            command = [sys.executable, "-m", "against_keras.eagerly", str(file), str(start)]
            child = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                text=True,
            )
            assert child.stdout is not None
            for line in child.stdout:
                start += 1
                yield json.loads(line)
            child.wait()
            if start < len(calls):
                start += 1
                yield {"error": f"the process ended with {child.returncode}"}


def filled_call(name: str, case: Any, size: int) -> Any:
    if not drawing.layers.find(name):
        return filled(case, size)
    args, keywords, inputs, dtype, options = case
    shapes = [filled_shape(each, size) for each in inputs[:1]]
    # Whether TensorFlow can fill weights in some way, and has a kernel for a dtype, is no matter
    # of shapes.
    kept = {key: value for key, value in keywords.items() if not key.endswith(VALUES)}
    dtype = dtype if name in drawing.LOOKUPS else "float32"
    return args, kept, shapes, dtype, filled(options, size)


def filled(value: Any, size: int) -> Any:
    """The same call with a number for each None in a shape."""
    if isinstance(value, Symbolic):
        dtype = {"float16": "float32", "uint8": "int32"}.get(value.dtype, value.dtype)
        return Symbolic(filled_shape(value.shape, size), dtype)
    if isinstance(value, oracle.Given):
        return oracle.Given(filled_shape(value.shape, size))
    if type(value) in (list, tuple):
        return type(value)(filled(each, size) for each in value)
    if isinstance(value, dict):
        return {key: filled(each, size) for key, each in value.items()}
    return value


def filled_shape(shape: Any, size: int) -> Any:
    if isinstance(shape, list):
        return [filled_shape(each, size) for each in shape]
    return tuple(size if each is None else each for each in shape)


def expected(name: str, case: Any) -> dict[str, Any] | None:
    """What cnnlint says of a call on data; None where it refuses it, or does not know."""
    if drawing.layers.find(name):
        args, keywords, inputs, dtype, options = case
        made = answer(name, args, keywords, inputs[0], dtype=dtype, options=options)[-1]
        if not isinstance(made, oracle.Built):
            return None
        return {"outputs": listed(made.shape, made.dtype), "params": made.params}
    args, keywords = replaced(case, lambda x: Array(x.shape, x.dtype, library="tensor"))
    it = machine.interpreter()
    made = ask_us(lambda: it.call(member(it, name), tuple(args), keywords))
    if isinstance(made, machine.Refusal) or open_ended(made):
        return None
    parts = list(leaves(made))
    return {
        "outputs": [
            [each.shape, each.dtype] if isinstance(each, Array) else [None, None] for each in parts
        ]
    }


def listed(shape: Any, dtype: Any) -> list[Any]:
    if isinstance(shape, list):
        return [each for pair in zip(shape, dtype, strict=True) for each in listed(*pair)]
    return [[shape, dtype]]


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from leaves(each)
    else:
        yield value


def contradicts(ours: dict[str, Any], real: dict[str, Any]) -> bool:
    if len(ours["outputs"]) != len(real["outputs"]) or ours.get("params") != real.get("params"):
        return True
    return any(map(_other, ours["outputs"], real["outputs"]))


def _other(ours: Any, real: Any) -> bool:
    (shape, dtype), (true_shape, true_dtype) = ours, real
    if shape is not None and true_shape is not None:
        if len(shape) != len(true_shape):
            return True
        if any(isinstance(a, int) and a != b for a, b in zip(shape, true_shape, strict=True)):
            return True
    return None not in (dtype, true_dtype) and dtype not in ("int", "float", true_dtype)


def judged_function(name: str, case: Any) -> tuple[str, str]:
    return operating.judge(name, *case)


def sampled(sample: dict[str, list[Any]], count: int) -> tuple[list[Call], list[dict[str, Any]]]:
    """So many calls of each name that both take, with a number for each None."""
    calls: list[Call] = []
    ours: list[dict[str, Any]] = []
    for name, cases in sample.items():
        found = 0
        layer = drawing.layers.find(name)
        judge = partial(judging.judge if layer else judged_function, name)
        for case in cases:
            if found == count or name in looping.DRAWN:
                break
            for size in SIZES:
                known_sizes = filled_call(name, case, size)
                try:
                    taken = judge(known_sizes)[0] == "same"
                    said = expected(name, known_sizes) if taken else None
                except TooComplex:
                    said = None
                if said is not None:
                    calls.append((name, known_sizes))
                    ours.append(said)
                    found += 1
                    break
    return calls, ours


def judged(sample: dict[str, list[Any]], count: int) -> tuple[dict[str, Counter[str]], list[str]]:
    """What came of a sample of the calls: "same", "cannot" for a known reason, or "wrong"."""
    calls, ours = sampled(sample, count)
    results: dict[str, Counter[str]] = {}
    wrong = []
    for (name, case), said, real in zip(calls, ours, asked(calls), strict=True):
        verdict = "same"
        if "error" in real:
            verdict = "cannot" if known.cannot(real["error"]) else "wrong"
        elif contradicts(said, real):
            verdict = "cannot" if known.otherwise(name, case) else "wrong"
        results.setdefault(name, Counter())[verdict] += 1
        if verdict == "wrong":
            wrong.append(f"{name}{case} eagerly: {said} for {real}")
    return results, wrong


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
