"""What is delivered: metadata, the README, and the hook under the real pre-commit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from commands_page import PAGE, page
from test_cli import BAD, GOOD

import cnnlint
from cnnlint.commands import COMMANDS
from cnnlint.rules import all_rules, pages

ROOT = Path(__file__).resolve().parents[1]


def test_the_core_needs_two_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert sorted(name.split(">")[0] for name in project["dependencies"]) == ["libcst", "pathspec"]


def test_the_changelog_knows_this_version() -> None:
    assert f"## {cnnlint.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_page_of_the_rules_is_current() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == pages(), "run `python -m cnnlint rule --all > docs/rules.md`"


def test_the_page_of_the_commands_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.commands_page`"


def test_the_readme_tells_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = [line.split()[1] for line in readme.splitlines() if line.startswith("cnnlint ")]
    assert [name for name in told if name in COMMANDS] == list(COMMANDS)


def test_the_readme_tells_every_hundred_of_rules() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = [line[2:6] for line in readme.splitlines() if line.startswith("| CNN")]
    assert listed == sorted({rule.code[:4] for rule in all_rules()})
    assert "(docs/rules.md)" in readme


def headings(path: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    heads = [line.strip("# ").lower() for line in lines if line.startswith("#")]
    kept = ["".join(c for c in head if c.isalnum() or c in "-_ ") for head in heads]
    return {head.replace(" ", "-") for head in kept}


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda p: p.name
)
def test_links_lead_somewhere(page: Path) -> None:
    for part in page.read_text(encoding="utf-8").split("](")[1:]:
        path, _, anchor = part.partition(")")[0].partition("#")
        if "://" not in path and "\n" not in path:
            to = (page.parent / path).resolve() if path else page
            assert to.exists(), path
            assert not anchor or anchor in headings(to), f"{path}#{anchor}"


def test_the_readme_shows_real_output() -> None:
    """Each `$ cnnlint ...` in the README is followed by what that command prints."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = [block.split("\n```")[0] for block in readme.split("```console\n")[1:]]
    assert blocks
    for block in blocks:
        command, _, expected = block.partition("\n")
        done = subprocess.run(
            [sys.executable, "-m", *command.removeprefix("$ ").split()],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode in (0, 1), done.stderr
        assert done.stdout.rstrip("\n") == expected


# The hook ---------------------------------------------------------------------------------


def run(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's repository, where pre-commit can install the hook from this one."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("the hook is installed from a git repository")
    root = tmp_path_factory.mktemp("users")
    reach = run(
        *(sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "hatchling"), cwd=root
    )
    if reach.returncode:
        pytest.skip("pip reaches no package index, and the hook is installed with pip")
    for wheel in root.iterdir():
        wheel.unlink()
    assert run("git", "init", "--quiet", ".", cwd=root).returncode == 0
    return root


def try_hook(root: Path, home: Path, hook: str = "cnnlint") -> subprocess.CompletedProcess[str]:
    assert run("git", "add", "--all", cwd=root).returncode == 0
    command = (sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), hook, "--all-files")
    return run(*command, cwd=root, PRE_COMMIT_HOME=str(home))


@pytest.mark.slow
def test_pre_commit_blocks_a_broken_model_and_lets_a_correct_one_pass(
    users: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("pre-commit")
    (users / "model.py").write_text(BAD, encoding="utf-8")
    (users / "unrelated.py").write_text("print('nothing of the kind')\n", encoding="utf-8")
    blocked = try_hook(users, home)
    assert blocked.returncode == 1, blocked.stdout + blocked.stderr
    assert "Failed" in blocked.stdout
    assert "error[CNN101] window-larger-than-input: " in blocked.stdout
    assert "--> model.py:6:5" in blocked.stdout
    assert "Found 1 error." in blocked.stdout
    (users / "model.py").write_text(GOOD, encoding="utf-8")
    passed = try_hook(users, home)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout


@pytest.mark.slow
def test_pre_commit_mends_what_is_safe(
    users: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("pre-commit")
    old = "import keras\n\noptimizer = keras.optimizers.Adam(lr=0.1)  # as ever\n"
    (users / "model.py").write_text(old, encoding="utf-8")
    mended = try_hook(users, home, "cnnlint-fix")
    assert mended.returncode == 1, mended.stdout + mended.stderr
    assert "files were modified by this hook" in mended.stdout
    assert "Found 1 error (1 fixed, 0 remaining)." in mended.stdout
    new = old.replace("lr=", "learning_rate=")
    assert (users / "model.py").read_text(encoding="utf-8") == new


@pytest.mark.slow
def test_pre_commit_leaves_out_what_is_excluded_and_reads_notebooks(
    users: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("pre-commit")
    for path in users.glob("*.py"):
        path.unlink()
    (users / "old").mkdir()
    (users / "old" / "model.py").write_text(BAD, encoding="utf-8")
    (users / "lesson.ipynb").write_text(
        json.dumps(
            {"cells": [{"cell_type": "code", "source": BAD, "metadata": {}}], "nbformat": 4}
        ),
        encoding="utf-8",
    )
    (users / "cnnlint.toml").write_text('extend-exclude = ["old/"]\n', encoding="utf-8")
    blocked = try_hook(users, home)
    assert blocked.returncode == 1, blocked.stdout + blocked.stderr
    assert "--> lesson.ipynb:cell 1:6:5" in blocked.stdout
    assert "old/model.py" not in blocked.stdout
    (users / "lesson.ipynb").unlink()
    passed = try_hook(users, home)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout
    (users / "cnnlint.toml").unlink()
    assert try_hook(users, home).returncode == 1
