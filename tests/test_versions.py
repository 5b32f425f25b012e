"""Versions compare as `packaging` says, and a program goes the way of the version in force."""

from __future__ import annotations

from itertools import product

import pytest
from packaging.version import parse

from cnnlint.analysis import analyse
from cnnlint.libraries.versions import key_of
from cnnlint.source import Source

VERSIONS = (
    "0.6 1.15.0-rc3 2.0.0-alpha0 2.0.0b1 2.9 2.9.0 2.9.0rc0 2.10 2.15.0.post1 2.16.0rc1 2.16.1 "
    "2.21.0 3 3.0.0 3.0.0.dev2024 v3.1 2.21.0+cpu"
).split()


@pytest.mark.parametrize(("a", "b"), list(product(VERSIONS, VERSIONS)))
def test_versions_are_ordered_as_packaging_orders_them(a: str, b: str) -> None:
    ours, other = key_of(a), key_of(b)
    assert ours is not None
    assert other is not None
    if "+" not in a + b:
        assert (ours < other) == (parse(a) < parse(b))
        assert (ours == other) == (parse(a) == parse(b))


@pytest.mark.parametrize("text", ["", "master", "2.2.4-tf", "2.0a1.dev3"])
def test_what_is_no_plain_version_is_not_compared(text: str) -> None:
    assert key_of(text) is None


@pytest.mark.parametrize(
    "condition",
    [
        "version.parse(tf.__version__) < version.parse('2.9.0rc0')",
        "version.Version(keras.__version__).major < 3",
        "version.Version(keras.__version__).release < (3,)",
        "LooseVersion(tf.__version__) < LooseVersion('2.0')",
        "parse_version(tf.__version__) < parse_version('2.16')",
    ],
)
def test_code_for_older_versions_is_not_reached(condition: str) -> None:
    text = (
        "import keras\nimport tensorflow as tf\nfrom distutils.version import LooseVersion\n"
        "from packaging import version\nfrom pkg_resources import parse_version\n"
        f"if {condition}:\n    from keras.layers.recurrent import DropoutRNNCellMixin\n"
    )
    assert [each.message for each in analyse(Source("program.py", text)).diagnostics] == []
