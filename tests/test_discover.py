"""Which files a directory stands for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from cnnlint.discover import files
from cnnlint.project import run


def plant(root: Path, *names: str, text: str = "") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(root: Path) -> list[str]:
    return [os.path.relpath(path, root).replace(os.sep, "/") for path in files(str(root))]


def test_python_files_in_order_and_nothing_else(tmp_path: Path) -> None:
    plant(tmp_path, "b.py", "a.py", "lib/c.py", "notes.txt", "lib/data.json", "x.pyi")
    assert found(tmp_path) == ["a.py", "b.py", "lib/c.py"]


def test_what_is_not_the_users_own_is_left_out(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "a.py",
        ".hidden/b.py",
        "__pycache__/c.py",
        "node_modules/d.py",
        "env/pyvenv.cfg",
        "env/lib/e.py",
        "lib/site-packages/f.py",
    )
    assert found(tmp_path) == ["a.py"]


def test_a_hidden_directory_that_is_named_is_looked_at(tmp_path: Path) -> None:
    plant(tmp_path, ".hidden/b.py")
    assert found(tmp_path / ".hidden") == ["b.py"]


def test_gitignore(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "build/b.py", "keep/build.py", "keep/gen_c.py", "keep/sub/d.py")
    plant(tmp_path, ".gitignore", text="build/\ngen_*.py\n")
    plant(tmp_path, "keep/.gitignore", text="/sub\n")
    assert found(tmp_path) == ["a.py", "keep/build.py"]


def test_gitignore_of_the_repository_around(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    plant(tmp_path, ".gitignore", text="old/\n")
    plant(tmp_path, "src/a.py", "src/old/b.py")
    assert found(tmp_path / "src") == ["a.py"]


@pytest.mark.parametrize("line", ["!", "\\", "[z-a].py"])
def test_a_gitignore_that_cannot_be_followed_stops_nothing(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "a.py")
    plant(tmp_path, ".gitignore", text=f"{line}\n")
    assert found(tmp_path) == ["a.py"]


def test_a_deeper_gitignore_takes_back_what_a_higher_one_says(tmp_path: Path) -> None:
    plant(tmp_path, ".gitignore", text="*.py\n")
    plant(tmp_path, "lib/.gitignore", text="!keep.py\n")
    plant(tmp_path, "lib/keep.py", "lib/other.py")
    assert found(tmp_path) == ["lib/keep.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_make_no_loop(tmp_path: Path) -> None:
    plant(tmp_path, "lib/a.py")
    (tmp_path / "lib/again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "lib/dead.py").symlink_to(tmp_path / "nowhere.py")
    (tmp_path / "linked.py").symlink_to(tmp_path / "lib/a.py")
    assert found(tmp_path) == ["lib/a.py", "linked.py"]


def test_files_that_mention_no_keras_are_not_parsed(tmp_path: Path) -> None:
    plant(tmp_path, "unrelated.py", text="this is not even Python\n")
    (outcome,) = run([str(tmp_path)])
    assert outcome.skipped
    assert outcome.analysis is None
    assert outcome.problem == ""


def test_every_file_once(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "b.py")
    paths = [str(tmp_path / "a.py"), str(tmp_path), str(tmp_path / "." / "a.py")]
    assert [Path(outcome.path).name for outcome in run(paths)] == ["a.py", "b.py"]


def test_pathspec_is_only_imported_for_a_gitignore(tmp_path: Path) -> None:
    import subprocess

    plant(tmp_path, "a.py", "lib/b.py")
    code = (
        "import sys; from cnnlint.discover import files; "
        "print(len(list(files(sys.argv[1]))), 'pathspec' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["2", "False"]
