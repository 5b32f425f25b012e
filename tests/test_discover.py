"""Which files a directory stands for."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cnnlint.cli import main
from cnnlint.discover.walking import files
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
    plant(tmp_path, "a.py", "lib/b.py")
    code = (
        "import sys; from cnnlint.discover.walking import files; "
        "print(len(list(files(sys.argv[1]))), 'pathspec' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["2", "False"]


# What is left out -------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("GIT_CONFIG_GLOBAL", raising=False)
    return root


def listed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> list[str]:
    assert main(["check", "--show-files", *arguments]) == status
    return capsys.readouterr().out.splitlines()


def test_exclude(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    plant(here, "a.py", "old/b.py", "venv/c.py", "gen/d_pb2.py", "gen/e.py", ".x/f.py")
    assert listed(capsys) == ["a.py", "gen/d_pb2.py", "gen/e.py", "old/b.py"]
    assert listed(capsys, "--extend-exclude", "old,*_pb2.py") == ["a.py", "gen/e.py"]
    # Instead of what is usually left out.
    assert listed(capsys, "--exclude", "/old/") == [
        ".x/f.py",
        "a.py",
        "gen/d_pb2.py",
        "gen/e.py",
        "venv/c.py",
    ]
    plant(here, "cnnlint.toml", text='extend-exclude = ["/gen"]\n')
    assert listed(capsys) == ["a.py", "old/b.py"]
    assert listed(capsys, "--extend-exclude", "old") == ["a.py"]
    assert listed(capsys, "--isolated") == ["a.py", "gen/d_pb2.py", "gen/e.py", "old/b.py"]


def test_patterns_begin_at_their_configuration(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    plant(here, "a.py", "lib/a.py", "lib/sub/a.py", "lib/sub/b.py")
    plant(here, "lib/cnnlint.toml", text='exclude = ["/sub/a.py"]\n')
    assert listed(capsys) == ["a.py", "lib/a.py", "lib/sub/b.py"]


def test_what_is_named_is_looked_at(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    plant(here, "a.py", "old/b.py", "venv/c.py", ".x/d.py")
    plant(here, "cnnlint.toml", text='extend-exclude = ["old"]\n')
    named = ["a.py", "old/b.py", "venv/c.py", ".x/d.py", "old"]
    assert listed(capsys, *named) == ["a.py", "old/b.py", "venv/c.py", ".x/d.py"]
    plant(here, ".gitignore", text="old\n")
    (here / ".git").mkdir()
    assert listed(capsys, "old") == ["old/b.py"]
    assert listed(capsys, "--force-exclude", *named) == ["a.py"]
    assert listed(capsys, "--force-exclude", str(here / "old" / "b.py")) == []
    plant(here, "cnnlint.toml", text='extend-exclude = ["old"]\nforce-exclude = true\n')
    assert listed(capsys, *named) == ["a.py"]


def test_what_standard_input_is_called(
    capsys: pytest.CaptureFixture[str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(here, "cnnlint.toml", text='extend-exclude = ["old"]\n')
    for arguments, status in (((), 1), (("--force-exclude",), 0)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x = (\n")))
        named = ("-", "--stdin-filename", "old/a.py")
        assert main(["check", *named, *arguments]) == status
    capsys.readouterr()


def test_what_git_ignores(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    plant(here, "a.py", "b.py", "c.py", "d.py", "sub/e.py", "sub/.git/HEAD", "sub/b.py")
    plant(here, ".git/info/exclude", text="# a comment\nb.py\n")
    plant(here.parent, "home/.config/git/ignore", text="c.py\n")
    assert listed(capsys) == ["a.py", "d.py", "sub/b.py", "sub/e.py"]
    assert listed(capsys, "--no-respect-gitignore") == [
        *("a.py", "b.py", "c.py", "d.py"),
        *("sub/b.py", "sub/e.py"),
    ]
    plant(here.parent, "home/.gitconfig", text="[user]\n\tname = n\n[core]\n excludesFile = ~/x\n")
    plant(here.parent, "home/x", text="d.py\n")
    assert listed(capsys) == ["a.py", "c.py", "sub/b.py", "sub/e.py"]
    plant(here, ".gitignore", text="!b.py\n")
    assert listed(capsys) == ["a.py", "b.py", "c.py", "sub/b.py", "sub/e.py"]
    plant(here, "cnnlint.toml", text="respect-gitignore = false\n")
    assert "d.py" in listed(capsys)


def test_a_linked_work_tree(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    main_git = here.parent / "main" / ".git"
    plant(main_git, "info/exclude", text="b.py\n")
    plant(main_git, "worktrees/project/commondir", text="../..\n")
    plant(here, ".git", text=f"gitdir: {main_git}/worktrees/project\n")
    plant(here, "a.py", "b.py")
    assert listed(capsys) == ["a.py"]


def test_git_itself_says_the_same(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("there is no git here")
    subprocess.run(["git", "init", "--quiet", "."], check=True)
    names = ["a.py", "b.py", "x/a.py", "x/y/b.py", "x/y/c.py", "build/d.py", "x/build/e.py"]
    plant(here, *names, "x/keep/a.py", "ä ö.py", "#.py", "!.py", "z [1].py")
    plant(
        here, ".gitignore", text="/build/\nb.py\n!x/y/b.py\nx/**/c.py\n\\#.py\n\\!.py\nz \\[1].py\n"
    )
    plant(here, "x/.gitignore", text="/a.py\n**/keep/\n# no\n\n")
    plant(here, ".git/info/exclude", text="ä*\n")
    asked = ["git", "ls-files", "--others", "--exclude-standard", "-z", "*.py"]
    said = subprocess.run(asked, capture_output=True, check=True).stdout.decode()
    assert sorted(listed(capsys)) == sorted(filter(None, said.split("\0")))


def test_what_is_left_out_is_told_where_nothing_is_left(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    plant(here, "build/a.py")
    plant(here, ".gitignore", text="build\n")
    (here / ".git").mkdir()
    assert listed(capsys, status=2) == []
    assert main(["check"]) == 2
    assert capsys.readouterr().err == (
        "cnnlint: .: no Python files or notebooks in this directory, but for what is left out: "
        "build is ignored by git\n"
    )


# What is no file --------------------------------------------------------------------------


def complaint(capsys: pytest.CaptureFixture[str], *paths: str) -> str:
    assert main(["check", *paths]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    return said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_pipes_and_devices(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    os.mkfifo("pipe.py")
    plant(here, "a.py")
    os.mkfifo("cnnlint.toml")
    os.mkfifo(".gitignore")
    for path in ("pipe.py", "/dev/zero", "/dev/null"):
        told = f"cnnlint: {path}: is not a regular file; `-` reads standard input\n"
        assert complaint(capsys, path) == told
    assert listed(capsys) == ["a.py"]
    with pytest.raises(SystemExit):
        main(["summary"])
    assert main(["summary", "pipe.py"]) == 2
    capsys.readouterr()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_itself(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    plant(here, "a.py")
    (here / "loop.py").symlink_to("loop.py")
    (here / "dead.py").symlink_to("nowhere.py")
    (here / "loop").symlink_to("loop")
    told = "cnnlint: loop.py: cannot be read: too many levels of symbolic links\n"
    assert complaint(capsys, "loop.py") == told
    assert complaint(capsys, ".") == told
    assert complaint(capsys, "dead.py") == "cnnlint: dead.py: no such file or directory\n"


def test_a_huge_file(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    with Path("huge.py").open("wb") as file:
        file.truncate(200 << 20)
    assert complaint(capsys, ".") == "cnnlint: huge.py: is larger than 100 MB\n"


def test_a_directory_that_cannot_be_read(
    capsys: pytest.CaptureFixture[str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(here, "a.py", "secret/b.py")
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if path.endswith("secret"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("os.scandir", refuse)
    assert complaint(capsys, ".") == "cnnlint: secret: cannot be read: permission denied\n"


def test_a_deep_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1_500):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.py").touch()
    bottom = Path.cwd()
    os.chdir(tmp_path)
    assert len(found(tmp_path)) == 1
    os.chdir(bottom)  # what is so deep, nothing else takes away
    Path("a.py").unlink()
    for _ in range(1_500):
        os.chdir("..")
        Path("d").rmdir()
