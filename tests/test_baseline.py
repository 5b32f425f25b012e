"""The baseline: what was there stays silent wherever its lines move to, what is new is reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cnnlint.cli import main

HEAD = "import keras\nfrom keras import layers\nimage = keras.Input((4, 4, 3))\n"
WRONG = "x = layers.Conv2D(8, 9)(image)\n"
ALSO = "x = layers.Conv2D(8, 8)(image)\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(text: str, name: str = "model.py") -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    status = main(["check", "--output-format", "concise", *arguments])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


def test_what_is_known_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    written(HEAD + WRONG)
    assert run(capsys, "--write-baseline", "known.json") == (
        0,
        ["1 problem written to known.json."],
        "",
    )
    assert run(capsys, "--baseline", "known.json") == (0, [], "")
    assert run(capsys)[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        f"# new\n\n{HEAD}\n\n{WRONG}",
        f"{HEAD}if True:\n    {WRONG}",
        HEAD + WRONG.replace(", 9", ",   9"),
        f"{HEAD}{WRONG}y = 3\n",
    ],
)
def test_lines_may_move(capsys: pytest.CaptureFixture[str], text: str) -> None:
    written(HEAD + WRONG)
    run(capsys, "--write-baseline", "known.json")
    written(text)
    assert run(capsys, "--baseline", "known.json") == (0, [], "")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + ALSO, 4),
        (HEAD + ALSO + WRONG, 4),
        (HEAD + WRONG + WRONG, 5),  # one more of the same kind
        (HEAD + WRONG.replace("8, 9", "16, 9"), 4),
    ],
)
def test_what_is_new_is_reported(capsys: pytest.CaptureFixture[str], text: str, line: int) -> None:
    written(HEAD + WRONG)
    run(capsys, "--write-baseline", "known.json")
    written(text)
    status, found, _ = run(capsys, "--baseline", "known.json")
    assert status == 1
    assert [each.split(" ")[0] for each in found] == [f"model.py:{line}:5:"]


def test_of_several_that_are_alike_one_may_go(capsys: pytest.CaptureFixture[str]) -> None:
    written(HEAD + WRONG * 3)
    assert run(capsys, "--write-baseline", "known.json")[1] == ["3 problems written to known.json."]
    written(HEAD + WRONG * 2)
    assert run(capsys, "--baseline", "known.json") == (0, [], "")


def test_paths_are_those_from_the_baseline(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written(HEAD + WRONG, "src/model.py")
    run(capsys, "--write-baseline", "known.json")
    content = json.loads(Path("known.json").read_text(encoding="utf-8"))
    assert [(each["path"], each["rule"]) for each in content["known"]] == [
        ("src/model.py", "CNN101")
    ]
    monkeypatch.chdir("src")
    assert run(capsys, "--baseline", "../known.json") == (0, [], "")


def test_cells_may_move(capsys: pytest.CaptureFixture[str]) -> None:
    def notebook(*cells: str) -> str:
        listed = [{"cell_type": "code", "metadata": {}, "source": cell} for cell in cells]
        return json.dumps({"cells": listed, "nbformat": 4})

    written(notebook(HEAD, WRONG), "model.ipynb")
    run(capsys, "--write-baseline", "known.json")
    written(notebook("y = 1", HEAD, "%matplotlib inline", WRONG), "model.ipynb")
    assert run(capsys, "--baseline", "known.json") == (0, [], "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "known.json: cannot be read: no such file"),
        ("", "known.json: is not a baseline; `--write-baseline known.json` writes one"),
        ("[]", "is not a baseline"),
        ("{}", "is not a baseline"),
        ("\xff\xfe", "is not a baseline"),
        ('{"version": 1, "known": 3}', "is not a baseline"),
        ('{"version": 1, "known": [{}]}', "is not a baseline"),
        ('{"version": 2, "known": []}', "is a baseline of version 2; write it anew"),
    ],
)
def test_what_is_no_baseline(
    capsys: pytest.CaptureFixture[str], content: str | None, said: str
) -> None:
    written(HEAD + WRONG)
    if content is not None:
        Path("known.json").write_bytes(content.encode("latin-1"))
    status, found, err = run(capsys, "--baseline", "known.json")
    assert (status, found) == (2, [])
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_baseline_that_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    written(HEAD + WRONG)
    status, _, err = run(capsys, "--write-baseline", "nowhere/known.json")
    assert status == 2
    assert err == "cnnlint: nowhere/known.json: cannot be written: no such file or directory\n"


def test_no_baseline_of_a_part(capsys: pytest.CaptureFixture[str]) -> None:
    written(HEAD + WRONG)
    status, _, err = run(capsys, "model.py", "missing.py", "--write-baseline", "known.json")
    assert status == 2
    assert "missing.py: no such file" in err
    assert not Path("known.json").exists()


def test_only_what_is_chosen_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    written(HEAD + WRONG)
    assert run(capsys, "--write-baseline", "known.json", "--select", "CNN2")[1] == [
        "0 problems written to known.json."
    ]
    assert run(capsys, "--baseline", "known.json")[0] == 1
