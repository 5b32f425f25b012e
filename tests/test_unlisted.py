"""What Python's own object has is no AttributeError: every public name of many kinds of objects."""

from __future__ import annotations

import pytest

from cnnlint.analysis import analyse
from cnnlint.output.json import model_object
from cnnlint.source import Source

OBJECTS = (
    ("from pathlib import Path", "Path('a/b.c')"),
    ("import argparse", "argparse.ArgumentParser()"),
    ("import inspect\ndef f(a, b=1): pass", "inspect.signature(f)"),
    ("import inspect\ndef f(a, b=1): pass", "inspect.signature(f).parameters['a']"),
    ("import re", "re.match('a', 'a')"),
    ("import re", "re.compile('a')"),
    ("import logging", "logging.getLogger('x')"),
    ("import logging", "logging.StreamHandler()"),
    ("import datetime", "datetime.datetime"),
    ("import contextlib", "contextlib.ExitStack()"),
    ("import os", "os.environ"),
    ("import sys", "sys.version_info"),
    ("import functools\n@functools.lru_cache\ndef f(a): pass", "f"),
    ("def g():\n    yield 1", "g()"),
    ("", "b'a'"),
    ("", "(3)"),
    ("", "(3.0)"),
    ("", "int"),
    ("", "slice(1)"),
    ("import numpy as np", "np.zeros((3, 4))"),
    ("import numpy as np", "np.zeros(3).sum()"),
    ("import numpy as np", "np.float32(3)"),
)


@pytest.mark.parametrize(("setup", "expression"), OBJECTS)
def test_what_python_has_is_not_missing(setup: str, expression: str) -> None:
    scope: dict[str, object] = {}
    exec(setup, scope)
    value = eval(expression, scope)
    names = [name for name in dir(value) if name.isidentifier() and name[0] != "_"]
    assert names
    program = "".join(f"value.{name}\n" for name in names if hasattr(value, name))
    found = analyse(Source("program.py", f"import keras\n{setup}\nvalue = {expression}\n{program}"))
    assert [each.message for each in found.diagnostics] == []


def test_what_drawing_and_typing_need_is_not_held_against_a_program() -> None:
    text = """
import keras
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import logging

mpl.rcParams["font.family"] = "serif"
plt.rcParams.update({"figure.figsize": (3, 3)})
color = plt.cm.tab10.colors[0]
Floats = np.ndarray[int, np.dtype[np.float32]]
print(pd.to_datetime("2020-01-01").year)
logging.Logger("own", level="DEBUG").manager.loggerDict["own"] = None
"""
    assert [each.message for each in analyse(Source("program.py", text)).diagnostics] == []


def test_a_key_that_cannot_be_one_is_an_exception_of_the_program() -> None:
    text = "import keras\nkept = {}\nif keras.foo():\n    kept[[1]] = 2\n"
    analyse(Source("program.py", text))


WRONG = (
    ("", "'a'", "shape"),
    ("", "[1]", "shape"),
    ("", "None", "compile"),
    ("class Own: pass", "Own()", "units"),
    ("import numpy as np", "np.zeros(3)", "foo"),
    ("import argparse", "argparse.ArgumentParser().parse_args([])", "epochs"),
)


@pytest.mark.parametrize(("setup", "expression", "name"), WRONG)
def test_what_is_missing_in_python_too_is_said(setup: str, expression: str, name: str) -> None:
    text = f"import keras\n{setup}\nvalue = {expression}\nvalue.{name}\n"
    found = analyse(Source("program.py", text))
    assert [each.code for each in found.diagnostics] == ["CNN125"]


def test_the_dot_product_of_arrays() -> None:
    text = (
        "import keras\nimport numpy as np\nx = np.random.randn(100, 3)\n"
        "y = x.dot(np.ones((3, 5)))\n"
        "model = keras.Sequential([keras.Input(y.shape[1:]), keras.layers.Dense(2)])\n"
    )
    (model,) = analyse(Source("program.py", text)).models
    assert model_object(model)["total_params"] == 12
