"""What changed between two states of a repository, read without running anything of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlint.changes import Line, Step, aligned, changes
from cnnlint.cli import main
from cnnlint.network import Layer
from cnnlint.project import run as analysed
from cnnlint.report.changes import escaped
from cnnlint.table import Row

HEAD = "import keras\nfrom keras import layers\n"

BLOCKS = """\
from keras import layers

def block(x, filters):
    x = layers.Conv2D(filters, 3, padding="same")(x)
    return layers.ReLU()(x)
"""

MODEL = """\
import keras
from keras import layers
from blocks import block

image = keras.Input((32, 32, 3))
x = block(image, 8)
x = layers.MaxPooling2D()(x)
x = block(x, 16)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(image, layers.Dense(10, name="head")(x))
"""


def git(*arguments: str) -> str:
    settings = ("-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *settings, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if shutil.which("git") is None:
        pytest.skip("there is no git here")
    root = tmp_path / "a repository"
    root.mkdir()
    monkeypatch.chdir(root)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    git("init", "--quiet", "--initial-branch", "main", ".")
    write("src/blocks.py", BLOCKS)
    write("src/model.py", MODEL)
    commit()
    return root


def write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def replace(name: str, old: str, new: str) -> None:
    text = Path(name).read_text(encoding="utf-8")
    assert old in text
    write(name, text.replace(old, new))


def commit() -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", "a commit")


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["diff", "--output-format", "json", *arguments]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return json.loads(said.out)["models"]


def steps(change: Any) -> list[tuple[str, str]]:
    return [
        (each["status"], (each["after"] or each["before"])["class"])
        for each in change["layers"]
        if each["status"] != "same"
    ]


def test_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    (change,) = found(capsys)
    assert change["status"] == "same"
    assert main(["diff", "--exit-code"]) == 0
    assert capsys.readouterr().out == "1 model the same, from HEAD to the working tree.\n"


def test_a_layer_more(capsys: pytest.CaptureFixture[str]) -> None:
    replace("src/model.py", "x = block(x, 16)\n", "x = block(x, 16)\nx = layers.Dropout(0.5)(x)\n")
    (change,) = found(capsys)
    assert change["status"] == "changed"
    assert steps(change) == [("added", "Dropout")]
    assert change["before"]["total_params"] == change["after"]["total_params"]
    assert main(["diff", "--exit-code"]) == 1
    assert "+  dropout (Dropout)  (None, 16, 16, 16)" in capsys.readouterr().out


def test_a_block_in_the_middle_is_not_taken_for_another(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Keras numbers the layers behind it anew: they are the same ones."""
    replace("src/model.py", "x = layers.Max", "x = block(x, 8)\nx = layers.Max")
    (change,) = found(capsys)
    assert steps(change) == [("added", "Conv2D"), ("added", "ReLU")]
    assert [each["after"]["name"] for each in change["layers"] if each["status"] == "same"][
        -4:
    ] == [
        "conv2d_2",
        "re_lu_2",
        "global_average_pooling2d",
        "head",
    ]


def test_what_is_changed_in_a_layer(capsys: pytest.CaptureFixture[str]) -> None:
    replace("src/model.py", "block(x, 16)", "block(x, 32)")
    assert main(["diff"]) == 0
    said = capsys.readouterr().out
    assert "~  conv2d_1 (Conv2D)" in said
    assert "(None, 16, 16, 16) → (None, 16, 16, 32)  1,168 → 2,336" in said
    assert "~  head (Dense)" in said
    assert "Total params: 1,562 → 2,890 (+1,328, +85.0 %)" in said
    assert "4 layers the same" in said
    assert "MACs per sample: 516,256 → 811,328" in said
    assert "Memory of the weights: 6.1 KiB → 11.3 KiB" in said


def test_modules_beside_it_are_those_of_the_same_state(
    capsys: pytest.CaptureFixture[str],
) -> None:
    replace("src/blocks.py", "layers.ReLU()", "layers.BatchNormalization()")
    (change,) = found(capsys, "src/model.py")
    assert steps(change) == [
        ("removed", "ReLU"),
        ("added", "BatchNormalization"),
        ("removed", "ReLU"),
        ("added", "BatchNormalization"),
    ]
    assert change["before"]["non_trainable_params"] == 0
    assert change["after"]["non_trainable_params"] == 48


def test_two_revisions_and_where_they_parted(capsys: pytest.CaptureFixture[str]) -> None:
    git("checkout", "--quiet", "-b", "feature")
    replace("src/model.py", "block(x, 16)", "block(x, 32)")
    commit()
    git("checkout", "--quiet", "main")
    replace("src/model.py", "Dense(10", "Dense(20")
    commit()
    (change,) = found(capsys, "--base", "main", "--head", "feature")
    assert change["before"]["output_shapes"] == [[None, 20]]
    assert change["after"]["output_shapes"] == [[None, 10]]
    (change,) = found(capsys, "--base", "main", "--head", "feature", "--merge-base")
    assert change["before"]["output_shapes"] == [[None, 10]]
    (change,) = found(capsys, "--base", "main")
    assert change["status"] == "same"


def test_files_that_come_and_go(capsys: pytest.CaptureFixture[str]) -> None:
    write("new.py", f"{HEAD}fresh = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\n")
    Path("src/model.py").unlink()
    told = {each["name"]: each["status"] for each in found(capsys)}
    assert told == {"fresh": "added", "model": "removed"}
    assert [each["status"] for each in found(capsys, "src/model.py")] == ["removed"]


def test_a_file_with_another_name(capsys: pytest.CaptureFixture[str]) -> None:
    git("mv", "src/model.py", "src/network.py")
    replace("src/network.py", "Dense(10", "Dense(20")
    (change,) = found(capsys)
    assert change["status"] == "changed"
    assert (change["before"]["path"], change["after"]["path"]) == ("src/model.py", "src/network.py")
    assert main(["diff"]) == 0
    assert "src/network.py:10 (was src/model.py)" in capsys.readouterr().out


def test_models_are_known_again(capsys: pytest.CaptureFixture[str]) -> None:
    """By the variable; one with another name by its class, and by where it stands."""
    sequential = "{} = keras.Sequential([keras.Input((3,)), layers.Dense({})])\n"
    functional = "i = keras.Input((3,))\n{} = keras.Model(i, layers.Dense({})(i))\n"
    write("m.py", HEAD + sequential.format("a", 1) + sequential.format("b", 2))
    commit()
    write("m.py", HEAD + functional.format("b", 2) + sequential.format("c", 1))
    told = [
        (each["before"] and each["before"]["name"], each["after"] and each["after"]["name"])
        for each in found(capsys, "m.py")
    ]
    assert told == [("b", "b"), ("a", "c")]


def test_what_is_not_known_is_not_a_change(capsys: pytest.CaptureFixture[str]) -> None:
    text = "n = int(input())\nm = keras.Sequential([keras.Input((None, n)), layers.Dense(3)])\n"
    write("m.py", HEAD + text)
    commit()
    write("m.py", f"{HEAD}\n\n{text}")
    (change,) = found(capsys, "m.py")
    assert change["status"] == "same"
    replace("m.py", "Dense(3)", "Dense(n)")
    (change,) = found(capsys, "m.py")
    assert change["status"] == "changed"


def test_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    replace("src/model.py", "block(x, 16)", "block(x, 32)")
    replace("src/model.py", 'name="head"', 'name="a|b<!--@all_of_*them*"')
    assert main(["diff", "--output-format", "markdown", "--base", "main"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "<!-- cnnlint diff -->"
    assert "1 model changed, from main to the working tree." in lines
    assert "| Total params | 1,562 | 2,890 | +1,328, +85.0 % |" in lines
    (row,) = [line for line in lines if "of" in line and "them" in line]
    assert "a\\|b\\<!--@\u200ball\\_of\\_\\*them\\* (Dense)" in row
    tables = [line for line in lines if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in tables} == {5, 6}


def test_markdown_is_escaped() -> None:
    assert escaped("a\nb\x1b[0m`|@x") == "a␊b␛\\[0m\\`\\|@\u200bx"


# What git might start ---------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="a script of the shell")
def test_nothing_of_the_repository_is_run(
    capsys: pytest.CaptureFixture[str], repository: Path
) -> None:
    trap = repository.parent / "trap"
    trap.write_text('#!/bin/sh\ntouch "$0.sprung"\ncat\n', encoding="utf-8")
    trap.chmod(0o755)
    hooks = repository / ".git" / "hooks"
    for name in ("post-checkout", "post-index-change", "reference-transaction", "pre-commit"):
        shutil.copy(trap, hooks / name)
        (hooks / name).write_text(f"#!/bin/sh\ntouch '{trap}.sprung'\n", encoding="utf-8")
    for key in (
        *("core.fsmonitor", "diff.evil.textconv", "diff.evil.command", "diff.external"),
        *("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "core.pager"),
        *("core.sshCommand", "core.gitProxy", "core.editor", "credential.helper", "alias.ls-tree"),
    ):
        subprocess.run(["git", "config", key, str(trap)], check=True)
    (repository / ".gitattributes").write_text("*.py diff=evil filter=evil\n", encoding="utf-8")
    replace("src/model.py", "block(x, 16)", "block(x, 32)")
    index = (repository / ".git" / "index").stat()
    assert main(["diff"]) == 0
    assert "1 model changed" in capsys.readouterr().out
    assert not Path(f"{trap}.sprung").exists()
    after = (repository / ".git" / "index").stat()
    assert (after.st_mtime_ns, after.st_ino) == (index.st_mtime_ns, index.st_ino)


def test_within_a_hook(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, repository: Path
) -> None:
    """Git tells its hooks where they are, by paths from the top."""
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.setenv("GIT_PREFIX", "")
    monkeypatch.chdir("src")
    assert [each["status"] for each in found(capsys)] == ["same"]


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not have")
def test_names_of_all_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    text = f"{HEAD}m = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\n"
    names = ["-x.py", "a\nb.py", "a\tb.py", "ä ö.py", "a'\"$(x).py", os.fsdecode(b"\xff.py")]
    for name in names:
        write(name, text)
    commit()
    for name in names:
        replace(name, "Dense(2)", "Dense(4)")
    told = [each["status"] for each in found(capsys)]
    assert sorted(told) == [*["changed"] * len(names), "same"]
    assert main(["diff"]) == 0
    assert main(["diff", "--", "-x.py"]) == 0
    assert "1 model changed" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_tree_that_leads_elsewhere(capsys: pytest.CaptureFixture[str], repository: Path) -> None:
    """Such names never come out of `git add`, but a repository can hold them."""
    blob = git("hash-object", "-w", "src/blocks.py").strip()
    link = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"],
        input="../../outside.py",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    entries = b""
    for mode, name, each in (("100644", "..", blob), ("120000", "link.py", link)):
        entries += f"{mode} {name}".encode() + b"\0" + bytes.fromhex(each)
    tree = (
        subprocess.run(
            ["git", "hash-object", "-w", "-t", "tree", "--literally", "--stdin"],
            input=entries,
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .strip()
    )
    commit = git("commit-tree", tree, "-m", "hostile").strip()
    told = found(capsys, "--base", commit)
    assert [each["status"] for each in told] == ["added"]


# What cannot be done ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--base", "nowhere"), "cnnlint: `nowhere` names no revision of this repository"),
        (("--base=--help",), "cnnlint: `--help` names no revision of this repository"),
        (("--head", "HEAD~9"), "cnnlint: `HEAD~9` names no revision of this repository"),
        (("--base", "HEAD:src"), "cnnlint: `HEAD:src` names no revision of this repository"),
        (("nothing.py",), "cnnlint: nothing.py: no such file or directory"),
        (("-",), "cnnlint: standard input has no revisions"),
        (("src", "/"), "cnnlint: /: is not in the repository "),
    ],
)
def test_one_clear_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert main(["diff", *arguments]) == 2
    err = capsys.readouterr().err
    assert err.startswith(said)
    assert len(err.splitlines()) == 1


def test_no_repository(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    assert main(["diff"]) == 2
    assert capsys.readouterr().err.startswith("cnnlint: git: not a git repository")


def test_no_git(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["diff"]) == 2
    assert capsys.readouterr().err == "cnnlint: git is not installed, or not on the PATH\n"


def test_a_repository_without_commits(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    git("init", "--quiet", ".")
    assert main(["diff"]) == 2
    assert capsys.readouterr().err == "cnnlint: `HEAD` names no revision of this repository\n"


def test_a_base_that_is_not_python(capsys: pytest.CaptureFixture[str]) -> None:
    write("src/model.py", "import keras\nmodel = (\n")
    commit()
    write("src/model.py", MODEL)
    (change,) = found(capsys)
    assert change["status"] == "added"


def test_many_layers_are_aligned_in_time(tmp_path: Path) -> None:
    text = (
        f"{HEAD}x = i = keras.Input((8,))\nfor k in range({{}}):\n"
        "    x = layers.Dense(8)(x)\n    x = layers.ReLU()(x)\nm = keras.Model(i, x)\n"
    )
    models = []
    for count in (400, 420):
        path = tmp_path / f"m{count}.py"
        path.write_text(text.format(count), encoding="utf-8")
        (outcome,) = analysed([str(path)])
        assert outcome.analysis is not None
        models.append(outcome.analysis.models)
    (change,) = changes({"m.py": (text, models[0])}, {"m.py": (text, models[1])})
    statuses = [step.status for step in change.steps]
    assert statuses.count("added") == 40
    assert statuses.count("same") == 801


# How layers are aligned -------------------------------------------------------------------


def lines(text: str) -> list[Line]:
    """A layer for each letter; capitals are of the same class as small ones, with a change."""
    made = []
    for sign in text:
        row = Row(Layer(sign.lower(), sign.lower(), None))
        row.params = int(sign.isupper())
        made.append(Line(row, 0))
    return made


def paired(before: str, after: str) -> str:
    """Each pair: `=` the same, `~` changed, `-` gone, `+` come."""
    signs = {"same": "=", "changed": "~", "removed": "-", "added": "+"}
    one, other = lines(before), lines(after)
    found = []
    for i, j in aligned(one, other):
        step = Step(None if i is None else one[i], None if j is None else other[j])
        found.append(signs[step.status])
    return "".join(found)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("abc", "abc", "==="),
        ("", "ab", "++"),
        ("ab", "", "--"),
        ("abc", "aBc", "=~="),
        ("abab", "ababab", "====++"),
        ("ababab", "abab", "====--"),
        ("abc", "axc", "=-+="),
        ("aab", "ab", "=-="),
        ("abcd", "bcd", "-==="),
    ],
)
def test_the_alignment(before: str, after: str, told: str) -> None:
    assert paired(before, after) == told


@given(st.text("abAB", max_size=12), st.text("abAB", max_size=12))
def test_every_layer_is_in_its_place(before: str, after: str) -> None:
    pairs = aligned(lines(before), lines(after))
    assert [i for i, _ in pairs if i is not None] == list(range(len(before)))
    assert [j for _, j in pairs if j is not None] == list(range(len(after)))
    assert (None, None) not in pairs
    for i, j in pairs:
        if i is not None and j is not None:
            assert before[i].lower() == after[j].lower()
