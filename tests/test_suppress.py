"""Comments that say what not to report, and what is said of those that do nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cnnlint.analysis import analyse
from cnnlint.modules import Finder
from cnnlint.source import Source
from cnnlint.syntax import notebook

HEAD = "import keras\nfrom keras import layers\nimage = keras.Input((4, 4, 3))\n"
WRONG = "x = layers.Conv2D(8, 9)(image)"


def codes(text: str) -> list[str]:
    """The code and the line of whatever is said about a program, lines counted without the head."""
    found = analyse(Source("example.py", HEAD + text)).diagnostics
    return [f"{each.code}:{each.span.line - HEAD.count(chr(10))}" for each in found]


def messages(text: str) -> list[str]:
    return [each.message for each in analyse(Source("example.py", HEAD + text)).diagnostics]


def test_without_a_comment() -> None:
    assert codes(f"{WRONG}\n") == ["CNN101:1"]


@pytest.mark.parametrize(
    "comment",
    [
        "cnnlint: ignore",
        "cnnlint: ignore[CNN101]",
        "cnnlint:ignore[CNN101]",
        "cnnlint: ignore [CNN101]",
        "cnnlint: ignore[cnn101] the reason: it is so",
        "cnnlint: ignore[CNN1]",
        "cnnlint: ignore[CNN]",
        "cnnlint: ignore[window-larger-than-input]",
        "cnnlint: ignore[CNN101]  # and more",
        "type: ignore  # cnnlint: ignore[CNN101]",
        "cnnlint: ignore[CNN101]  # cnnlint: x: (None, 1, 1, 8)",
        "noqa",
        "NoQA",
        "noqa: CNN101",
        "noqa:CNN101",
        "noqa: E501,CNN101",
        "noqa: E501 CNN1 because it is so",
        "type: ignore # noqa: CNN101",
        "noqa # because",
    ],
)
def test_a_comment_on_the_line(comment: str) -> None:
    assert codes(f"{WRONG}  # {comment}\n") == []


@pytest.mark.parametrize(
    "comment",
    [
        "noqa: E501",
        "noqa: E501, W605",
        "ruff: noqa",
        "flake8: noqa: CNN101",
        "noqa-of-something",
        "noqaCNN101",
        "ignore[CNN101]",
        "noqa: because CNN101 is wrong",
        "see noqa: CNN101",
    ],
)
def test_comments_that_are_about_something_else(comment: str) -> None:
    assert codes(f"{WRONG}  # {comment}\n") == ["CNN101:1"]


def test_another_rule_is_still_reported() -> None:
    assert codes(f"{WRONG}  # cnnlint: ignore[CNN2]\n") == ["CNN101:1"]
    assert codes(f"{WRONG}  # noqa: CNN404\n") == ["CNN101:1"]


def test_only_that_line() -> None:
    assert codes(f"{WRONG}  # noqa: CNN101\n{WRONG}\n") == ["CNN101:2"]


def test_alone_on_a_line_it_is_about_the_next_line_of_code() -> None:
    assert codes(f"# cnnlint: ignore[CNN101] so\n\n# a note\n{WRONG}\n{WRONG}\n") == ["CNN101:5"]
    assert codes(f"# noqa: CNN101\n{WRONG}\n") == ["CNN004:1", "CNN101:2"]


LONG = """\
x = layers.Conv2D({}
    8,
    9,{}
)(image){}
"""


def test_any_line_of_what_is_reported() -> None:
    mark = "  # cnnlint: ignore[CNN101]"
    assert codes(LONG.format(mark, "", "")) == []
    assert codes(LONG.format("", mark, "")) == []
    assert codes(LONG.format("", "", mark)) == []
    assert codes("# cnnlint: ignore\n" + LONG.format("", "", "")) == []


def test_a_comment_that_names_no_rule_belongs_where_a_thing_begins_or_ends() -> None:
    assert codes(LONG.format("  # noqa", "", "")) == []
    assert codes(LONG.format("", "", "  # noqa")) == []
    assert codes(LONG.format("", "  # noqa", "")) == ["CNN101:1"]


def test_after_a_backslash_the_next_line_counts() -> None:
    assert codes(f"{WRONG}, \\\n    1  # noqa: CNN101\n") == []


def test_one_layer_of_several() -> None:
    text = """\
first = keras.Sequential([
    keras.Input((4, 4, 3)),
    layers.Conv2D(8, 9),  # cnnlint: ignore[CNN101]
])
second = keras.Sequential([
    keras.Input((4, 4, 3)),
    layers.Conv2D(8, 9),
])
"""
    assert codes(text) == ["CNN101:7"]


def test_a_file() -> None:
    assert codes(f"{WRONG}\n# cnnlint: ignore-file\n") == []
    assert codes(f"# cnnlint: ignore-file[CNN101] so\n{WRONG}\n") == []
    assert codes(f"# cnnlint: ignore-file[CNN2]\n{WRONG}\n") == ["CNN004:1", "CNN101:2"]


def test_from_here_to_there() -> None:
    text = f"# cnnlint: off\n{WRONG}\n# cnnlint: on\n{WRONG}\n"
    assert codes(text) == ["CNN101:4"]
    assert codes(f"{WRONG}\n# cnnlint: off[CNN1]\n{WRONG}\n{WRONG}\n") == ["CNN101:1"]


def test_on_ends_whatever_was_begun() -> None:
    text = f"# cnnlint: off[CNN1]\n# cnnlint: off[CNN3]\n{WRONG}\n# cnnlint: on\n{WRONG}\n"
    assert codes(text) == ["CNN004:2", "CNN101:5"]
    assert codes(f"# cnnlint: on\n{WRONG}\n") == ["CNN101:2"]


# Comments that do nothing -----------------------------------------------------------------


@pytest.mark.parametrize(
    "comment",
    [
        "cnnlint: ignore",
        "cnnlint: ignore[CNN101]",
        "noqa: CNN101",
        "noqa: E501, CNN101",
        "cnnlint: ignore-file[CNN101]",
        "cnnlint: ignore-file",
        "cnnlint: off[CNN101]",
        "cnnlint: off",
    ],
)
def test_unused(comment: str) -> None:
    silent = comment == "cnnlint: ignore-file"  # it keeps this back, too
    assert codes(f"x = 1  # {comment}\n") == ([] if silent else ["CNN004:1"])


@pytest.mark.parametrize("comment", ["noqa", "noqa: E501", "cnnlint: on", "cnnlint: x = 1"])
def test_nothing_to_complain_about(comment: str) -> None:
    assert codes(f"x = 1  # {comment}\n") == []


def test_a_part_of_one_comment_is_unused() -> None:
    text = f"{WRONG}  # cnnlint: ignore[CNN101, CNN2]\n"
    assert codes(text) == []  # it stands behind an error, which may keep others from being found
    text = """\
x = layers.Dense(1, activation="softmax")(layers.Flatten()(image))
model = keras.Model(image, x)
"""
    (found,) = analyse(Source("example.py", HEAD + text)).diagnostics
    assert found.severity == "warning"
    marked = text.replace("\n", f"  # cnnlint: ignore[{found.code}, CNN2]\n", 1)
    assert messages(marked) == [
        "nothing of `CNN2` is reported here, so there is nothing to suppress"
    ]


def test_functions_and_classes_may_be_used_by_other_files() -> None:
    text = "def build(image):\n    return layers.Conv2D(8, 3)(image)  # noqa: CNN101\n"
    assert codes(text) == []
    assert codes(f"# cnnlint: ignore-file[CNN101]\n{text}") == []
    assert codes(f"if keras:\n    {text.replace(chr(10), chr(10) + '    ')}\n") == []
    assert codes(f"{text}y = 1  # noqa: CNN101\n") == ["CNN004:3"]


def test_unused_can_be_suppressed_by_name() -> None:
    assert codes("x = 1  # cnnlint: ignore[CNN101, CNN004]\n") == []
    assert codes("# cnnlint: ignore-file[unused-suppression]\nx = 1  # noqa: CNN101\n") == []


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("cnnlint: ignore[CNN999]", "no rule has the code or name `CNN999`"),
        ("cnnlint: ignore[CNN101, no-such]", "no rule has the code or name `no-such`"),
        ("noqa: CNN999", "no rule has the code or name `CNN999`"),
        ("cnnlint: ignore[CNN101", "a bracket is not closed"),
        ("cnnlint: ignore CNN101 so", "the rules are not in brackets"),
        ("cnnlint: ignore[]", "the brackets name no rule"),
        ("cnnlint: off[ , ]", "the brackets name no rule"),
    ],
)
def test_comments_that_cannot_be_read(comment: str, said: str) -> None:
    text = f"{WRONG}  # {comment}\n"
    assert said in messages(text)
    text = f"def build():\n    return 1  # {comment}\n"
    assert messages(text)[0] == said


# Other files, and notebooks ---------------------------------------------------------------


def test_what_is_found_in_another_file(tmp_path: Path) -> None:
    blocks = "from keras import layers\n\ndef block(x):\n    return layers.Conv2D(8, 9)(x){}\n"
    path = tmp_path / "model.py"
    text = "import keras\nfrom blocks import block\ny = block(keras.Input((4, 4, 3)))\n"

    def found() -> list[str]:
        source = Source(str(path), text)
        return [each.code for each in analyse(source, find=Finder(str(path))).diagnostics]

    (tmp_path / "blocks.py").write_text(blocks.format(""), encoding="utf-8")
    assert found() == ["CNN101"]
    (tmp_path / "blocks.py").write_text(blocks.format("  # noqa: CNN101"), encoding="utf-8")
    assert found() == []


def test_a_notebook() -> None:
    import json

    def source(*cells: str) -> Source:
        listed = [{"cell_type": "code", "metadata": {}, "source": cell} for cell in cells]
        return notebook.read("a.ipynb", json.dumps({"cells": listed, "nbformat": 4}).encode())

    def said(*cells: str) -> list[str]:
        found = analyse(source(HEAD, *cells)).diagnostics
        return [f"{each.code} {each.span.cell}:{each.span.line}" for each in found]

    assert said(f"%time {WRONG}  # noqa: CNN101", WRONG) == ["CNN101 3:1"]
    assert said("x = 1\n# cnnlint: ignore[CNN101]", WRONG) == ["CNN004 2:2", "CNN101 3:1"]
    assert said(WRONG, "# cnnlint: ignore-file") == []


def test_nothing_is_loaded_where_no_comment_asks_for_it() -> None:
    code = (
        "import sys; from cnnlint.analysis import analyse; from cnnlint.source import Source; "
        f"analyse(Source('a.py', {HEAD + WRONG!r})); "
        "print(type(sys.modules['cnnlint.suppress']).__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "_Later\n"
