"""What ends a program, and what does not: names that other code sets, unknown decorators."""

from __future__ import annotations

import pytest

from cnnlint.analysis import analyse
from cnnlint.interpreter import machine
from cnnlint.source import Source

MODEL = """
import keras
from keras import layers
image = keras.Input((4,))
model = keras.Model(image, layers.Dense(3)(image))
"""


@pytest.fixture(autouse=True)
def _no_net(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "NET", False)


def said(text: str) -> list[str]:
    return [each.name for each in analyse(Source("program.py", MODEL + text)).diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "print(nowhere)",
        "a, b = layers.LSTM(3, return_state=True)(keras.Input((4, 5)))",
        "def build():\n    keras.Sequential()\nbuild().compile('adam', 'mse')",
        "[1, 2][5]",
        "{'a': 1}['b']",
        "if image > 0:\n    pass",
        "for part in image:\n    pass",
        "1 / 0",
        "None.fit()",
    ],
)
def test_what_python_refuses_is_said(text: str) -> None:
    assert said(text) == ["program-raises"]


@pytest.mark.parametrize(
    "text",
    [
        "import builder\nbuilder.put(globals())\nprint(nowhere)",
        "from somewhere import *\nprint(nowhere)",
        "import attr\n@attr.s\nclass Options:\n    x = attr.ib()\nOptions(3)",
        "import wrapt\n@wrapt.decorator\ndef f(wrapped, instance, args, keywords):\n    pass\nf(3)",
        "try:\n    print(nowhere)\nexcept NameError:\n    pass",
        "raise ValueError('stop')",
        "import sys\nsys.exit(1)",
        "import os\nif os.environ.get('X'):\n    print(nowhere)",
        "import random\nitems = []\nif random.random() > 0.5:\n    items.append(1)\nitems[0]",
        "assert False",
    ],
)
def test_what_may_be_is_not(text: str) -> None:
    assert said(text) == []
