"""docs/summaries.md and the picture in the README: what they show is what comes out."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cnnlint.cli import main
from cnnlint.report.columns import COLUMNS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "summaries.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def blocks(kind: str) -> list[str]:
    return [part.partition("```")[0] for part in PAGE.split(f"```{kind}\n")[1:]]


@pytest.mark.parametrize("block", blocks("console"))
def test_what_the_page_shows(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, _, shown = block.removeprefix("$ cnnlint ").partition("\n")
    main(shlex.split(command))
    assert capsys.readouterr().out == shown


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("mermaid", blocks("mermaid")[0]),
        ("svg", (ROOT / "docs" / "examples" / "residual.svg").read_text("utf-8")),
    ],
)
def test_pictures_of_the_page(form: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["summary", "docs/examples/residual.py", "--output-format", form])
    assert capsys.readouterr().out == shown


def test_every_column_is_on_the_page() -> None:
    rows = [line.split(" | ")[0] for line in PAGE.splitlines() if line.startswith("| `")]
    assert [f"| `{column.name}`" for column in COLUMNS] == [
        row for row in rows if row.strip("| `") in {column.name for column in COLUMNS}
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--columns", "name,nam"], "--columns: no column `nam`; there is line, layer, name, "),
        (["--columns", "name", "--output-format", "svg"], "--columns are those of a table: svg"),
        (["--depth", "1", "--output-format", "json"], "--depth is for tables and pictures: json"),
        (["--depth", "two"], "--depth is a number of levels, and not `two`"),
        (["--batch", "0"], "--batch is a whole number above zero, and not `0`"),
        (["--input", "32"], '--input: `32` is neither "(224, 224, 3)" nor NAME=SIZE'),
        (["--input", "(32, x)"], "--input is a whole number above zero, and not `x`"),
        (["--input", "(32, 3"], "--input: `(32, 3` has no closing bracket"),
        (["--input", "=3"], "--input: `=3` names nothing before `=`"),
        (["--input", "(32, 32, 1)"], "--input: a size of `model` is 3 and cannot be 1"),
    ],
)
def test_wrong_use(options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "docs/examples/residual.py", *options]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"cnnlint: {said}")
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("form", ["markdown", "csv", "mermaid", "dot", "svg", "html"])
def test_every_format_to_a_file(form: str, tmp_path: Path) -> None:
    path = tmp_path / "summary"
    arguments = ["summary", "docs/examples/residual.py", "--output-format", form]
    assert main([*arguments, "--output-file", str(path)]) == 0
    assert "conv2d" in path.read_text("utf-8")


def test_no_picture_is_loaded_for_a_table() -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from cnnlint.cli import main; "
    code += "main(['summary', 'docs/examples/residual.py']); "
    code += "print(*(n for n, m in sys.modules.items() if type(m).__name__ == 'module'))"
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=ROOT
    )
    loaded = set(done.stdout.rpartition("\n")[0].rpartition("\n")[2].split())
    loaded |= set(done.stdout.split())
    names = ("svg", "html", "dot", "mermaid", "markdown", "csv", "layout", "folding", "families")
    assert "cnnlint.report.sheet" in loaded
    assert not loaded & {f"cnnlint.report.{name}" for name in names}
    assert "cnnlint.sizes" not in loaded
