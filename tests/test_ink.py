"""Colours and links: where there are any, and that they change nothing but the look."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnnlint.cli import main
from cnnlint.report import ink

MODEL = """\
import keras
from keras import layers

image = keras.Input((4, 4, 3))
é = "ü𐐀 한국"; x = layers.MaxPooling2D()(image)
x = layers.Conv2D(8, 3)(x)
y = layers.Dense(1,
    activation="softmax")(layers.Flatten()(image))
z = layers.Dense(some)(y)
model = keras.Model(image, z)
other = keras.Model(image, x)
"""

SWITCHES = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "FORCE_HYPERLINK", "CI", "TERM")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for name in (*SWITCHES, *ink.LINKING, "TERM_PROGRAM", "VTE_VERSION"):
        monkeypatch.delenv(name, raising=False)
    yield
    ink.choose("never", None)


def stripped(text: str) -> str:
    """The text without what a terminal acts upon."""
    while "\033" in text:
        before, _, rest = text.partition("\033")
        if rest.startswith("]8;"):
            rest = rest.partition("\033\\")[2]
        else:
            rest = rest.lstrip("[0123456789;")[1:]
        text = before + rest
    return text


@pytest.mark.parametrize("arguments", [(), ("--output-format", "concise"), ("--statistics",)])
@pytest.mark.parametrize("command", [(), ("check",)])
def test_nothing_else_changes(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    arguments: tuple[str, ...],
) -> None:
    Path("model.py").write_text(MODEL, encoding="utf-8")
    given = [*command, "model.py", *arguments]
    assert main(given) == 1
    before = capsys.readouterr().out
    assert "\033" not in before
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    main([*given, "--color", "always"])
    after = capsys.readouterr().out
    assert ("\033" in after) is ("--statistics" not in arguments)
    assert stripped(after) == before


def test_codes_lead_to_their_pages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("model.py").write_text(MODEL, encoding="utf-8")
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    main(["check", "model.py", "--color", "always"])
    said = capsys.readouterr().out
    address = said.partition("\033]8;;")[2].partition("\033\\")[0]
    page, _, anchor = address.partition("#")
    assert page.startswith("file://")
    text = Path("/" + page.removeprefix("file://").partition("/")[2]).read_text(encoding="utf-8")
    heads = [line.strip("# ") for line in text.splitlines() if line.startswith("## ")]
    anchors = ["".join(c for c in head.lower() if c.isalnum() or c in " -") for head in heads]
    assert anchor in [each.replace(" ", "-") for each in anchors]


@pytest.mark.parametrize(
    ("wanted", "terminal", "environment", "colour"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", False, {"FORCE_COLOR": "3", "TERM": "dumb"}, True),
        ("auto", True, {"FORCE_COLOR": "0"}, False),
        ("auto", False, {"CLICOLOR_FORCE": "1"}, True),
        ("auto", False, {"CI": "true"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_where_there_are_colours(
    monkeypatch: pytest.MonkeyPatch,
    wanted: str,
    terminal: bool,
    environment: dict[str, str],
    colour: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ink.choose(wanted, Terminal() if terminal else io.StringIO())
    assert ink.INK.colour is colour
    assert ink.INK.links is False


@pytest.mark.parametrize(
    ("environment", "links"),
    [
        ({"VTE_VERSION": "6003"}, True),
        ({"VTE_VERSION": "4601"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"WT_SESSION": "x", "CI": "1"}, False),
        ({"WT_SESSION": "x", "TERM": "screen-256color"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "0", "WT_SESSION": "x"}, False),
        ({"WT_SESSION": "x", "NO_COLOR": "1"}, False),
    ],
)
def test_where_there_are_links(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], links: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ink.choose("auto", Terminal())
    assert ink.INK.links is links


def test_a_file_stays_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("model.py").write_text(MODEL, encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert main(["check", "model.py", "--output-file", "found.txt"]) == 1
    assert "\033" not in Path("found.txt").read_text(encoding="utf-8")


def test_no_colour_for_programs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("model.py").write_text(MODEL, encoding="utf-8")
    monkeypatch.setenv("FORCE_COLOR", "1")
    for form in ("json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson"):
        main(["check", "model.py", "--output-format", form])
        assert "\033" not in capsys.readouterr().out
    assert os.environ["FORCE_COLOR"] == "1"
