"""A run that says again what it said: only where it would be said again, whatever has changed."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cnnlint import cli
from cnnlint.cache import directory
from cnnlint.cache.plain import from_json, to_json
from cnnlint.commands import check

SHRUNK = """\
import keras
from keras import layers
from blocks import SIZE

x = keras.Input((4, 4, 3))
y = layers.Conv2D(8, SIZE)(x)
"""
OLD = 100.0

Run = Callable[..., tuple[int, str]]


def put(path: Path, text: str, age: float = OLD) -> Path:
    """Write a file so many seconds ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - age,) * 2)
    return path


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which there is something to find, in a directory of nobody else's."""
    project = tmp_path / "above" / "project"
    put(project / "pkg" / "model.py", SHRUNK)
    put(project / "pkg" / "blocks.py", "SIZE = 7\n")
    put(project / "pkg" / "other.py", "print('nothing of ours')\n")
    put(
        project / "sub" / "deep" / "second.py",
        SHRUNK.replace("from blocks import SIZE", "SIZE = 9"),
    )
    put(project / "cnnlint.toml", "")
    monkeypatch.chdir(project)
    for name, value in (("HOME", tmp_path / "home"), ("XDG_CONFIG_HOME", tmp_path / "xdg")):
        monkeypatch.setenv(name, str(value))
    monkeypatch.setattr("cnnlint.cache.version", lambda: "of a checkout, which may be edited")
    for name in ("CNNLINT_CACHE_DIR", "GIT_CONFIG_GLOBAL"):
        monkeypatch.delenv(name, raising=False)
    return project


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One item for each run that had to look for itself."""
    seen: list[int] = []

    def outcomes(*rest: object, **keywords: object) -> object:
        seen.append(1)
        return looked(*rest, **keywords)  # type: ignore[operator]

    looked: object = check.outcomes
    monkeypatch.setattr(check, "outcomes", outcomes)
    return seen


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        status = cli.main(["check", *arguments])
        out, err = capsys.readouterr()
        return status, out + err

    return run


def settled(run: Run, found: list[int], *arguments: str) -> tuple[int, str]:
    """What is said, from where on it is said again."""
    run(*arguments)
    time.sleep(0.1)  # of what has just changed nobody can say whether it will change again
    said = run(*arguments)
    found.clear()
    assert run(*arguments) == said
    assert not found
    return said


def test_what_was_said_is_said_again_with_next_to_nothing(here: Path) -> None:
    put(here / ".gitignore", "ignored/\n")
    program = (
        "import sys\nfrom cnnlint.cli import main\nstatus = main(['check'])\n"
        "ran = [n for n, m in sys.modules.items() if type(m).__name__ == 'module']\n"
        "print(*ran, file=sys.stderr)\nsys.exit(status)"
    )
    runs = []
    for _ in range(3):
        environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])}
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, env=environment,
            check=False,
        )  # fmt: skip
        runs.append((done.returncode, done.stdout))
        time.sleep(0.1)
    assert runs[0] == runs[1] == runs[2]
    assert runs[0][0] == 1
    assert "Found 2 errors" in runs[0][1]
    loaded = done.stderr.split()
    ours = {name.partition(".")[2] for name in loaded if name.startswith("cnnlint.")}
    assert "echo" in ours
    assert not ours & {"running", "project", "config", "discover", "gitignore", "recall", "report"}
    assert not {"pathspec", "argparse", "re", "json", "libcst"} & set(loaded)


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--output-format", "concise"),
        ("--output-format", "sarif"),
        ("--output-format", "junit", "--exit-zero"),
        ("--statistics",),
        ("--color", "always"),
        ("--select", "CNN101", "pkg", "sub"),
        ("pkg/model.py", "pkg/other.py"),
        ("--workers", "2"),
    ],
)
def test_whatever_it_is(run: Run, found: list[int], options: tuple[str, ...]) -> None:
    said = settled(run, found, *options)
    assert said == run("--no-cache", *options)


def test_by_content(here: Path, run: Run, found: list[int]) -> None:
    said = settled(run, found)
    for path in here.rglob("*.py"):
        os.utime(path, (time.time() - 50,) * 2)
    assert run() == said
    records = {path: path.read_bytes() for path in here.glob(f"{directory.NAME}/*.json")}
    assert run() == said
    assert records == {path: path.read_bytes() for path in records}  # the new times are known
    assert not found


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file": lambda here: put(here / "sub/deep/second.py", "import keras\n", age=50),
    "a file of the same size": lambda here: put(
        here / "sub/deep/second.py",
        (here / "sub/deep/second.py").read_text().replace("SIZE = 9", "SIZE = 2"),
        age=50,
    ),
    "a file that had nothing to do with it": lambda here: put(
        here / "pkg/other.py", SHRUNK, age=50
    ),
    "a module": lambda here: put(here / "pkg/blocks.py", "SIZE = 2\n", age=50),
    "a module before it": lambda here: put(here / "pkg/blocks/__init__.py", "SIZE = 2\n"),
    "a file that comes": lambda here: put(here / "pkg/third.py", SHRUNK),
    "a file that goes": lambda here: (here / "sub/deep/second.py").unlink(),
    "a file that becomes a directory": lambda here: (
        (here / "sub/deep/second.py").unlink(),
        (here / "sub/deep/second.py").mkdir(),
    ),
    "a directory that goes": lambda here: (here / "sub").rename(here.parent / "sub"),
    "a directory with the times of another": lambda here: (
        put(here.parent / "deep/better.py", SHRUNK.replace("from blocks import SIZE", "SIZE = 8")),
        os.utime(here.parent / "deep", ns=(0, (here / "sub/deep").stat().st_mtime_ns)),
        (here / "sub/deep").rename(here.parent / "worse"),
        (here.parent / "deep").rename(here / "sub/deep"),
    ),
    "a virtual environment": lambda here: put(here / "sub/deep/pyvenv.cfg", ""),
    "a configuration": lambda here: put(here / "cnnlint.toml", "ignore = ['CNN101']\n", age=50),
    "a configuration below": lambda here: put(here / "sub/cnnlint.toml", "ignore = ['CNN101']\n"),
    "a configuration in pyproject.toml": lambda here: put(
        here / "sub/pyproject.toml", "[tool.cnnlint]\nignore = ['CNN101']\n"
    ),
    "a configuration that is wrong": lambda here: put(
        here / "cnnlint.toml", "ignore = 3\n", age=50
    ),
    "a list of git's": lambda here: (
        put(here / ".git/HEAD", ""),
        put(here / "sub/.gitignore", "second.py\n"),
    ),
    "a list of git's above": lambda here: (
        put(here.parent / ".gitignore", "second.py\n"),
        put(here.parent / ".git/HEAD", ""),
    ),
    "requirements": lambda here: (
        put(here / "pyproject.toml", ""),
        put(here / "requirements.txt", "keras<3\n"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(here: Path, run: Run, found: list[int], change: str) -> None:
    said = settled(run, found)
    CHANGES[change](here)
    now = run()
    assert found
    assert now == run("--no-cache")
    assert now != said


LISTS: dict[str, Callable[[Path, Path], Path]] = {
    "of a directory": lambda here, home: here / "sub" / ".gitignore",
    "of the repository": lambda here, home: here / ".git" / "info" / "exclude",
    "of the user": lambda here, home: home / "xdg" / "git" / "ignore",
    "that the user's configuration names": lambda here, home: home / "mine",
}


@pytest.mark.parametrize("change", LISTS)
def test_a_change_of_what_git_ignores_is_seen(
    here: Path, tmp_path: Path, run: Run, found: list[int], change: str
) -> None:
    put(here / ".git" / "HEAD", "")
    put(tmp_path / "home" / ".gitconfig", f"[core]\nexcludesFile = {tmp_path / 'mine'}\n")
    if change == "of the user":
        (tmp_path / "home" / ".gitconfig").unlink()
    path = put(LISTS[change](here, tmp_path), "# nothing yet\n")
    said = settled(run, found)
    put(path, "second.py\n", age=50)
    now = run()
    assert now == run("--no-cache") != said


def test_a_link_that_leads_elsewhere_is_seen(
    here: Path, tmp_path: Path, run: Run, found: list[int]
) -> None:
    (here / "link.py").symlink_to(tmp_path / "elsewhere.py")
    said = settled(run, found)
    put(tmp_path / "elsewhere.py", SHRUNK.replace("from blocks import SIZE", "SIZE = 8"))
    now = run()
    assert now == run("--no-cache") != said


def test_a_directory_above_may_change(here: Path, run: Run, found: list[int]) -> None:
    said = settled(run, found)
    put(here.parent / "another" / "model.py", SHRUNK)
    assert run() == said
    assert not found
    put(here.parent / "__init__.py", "")  # now `pkg` is a package's, as Python sees it
    assert run() == run("--no-cache")
    assert found


def test_a_baseline_counts(here: Path, run: Run, found: list[int]) -> None:
    run("--write-baseline", "known.json")
    os.utime("known.json", (time.time() - OLD,) * 2)
    assert settled(run, found, "--baseline", "known.json")[0] == 0
    put(here / "known.json", '{"version": 1, "known": []}', age=50)
    assert run("--baseline", "known.json")[0] == 1


def test_the_configuration_that_is_named_counts(here: Path, run: Run, found: list[int]) -> None:
    named = put(here.parent / "named.toml", "")
    assert settled(run, found, "--config", str(named))[0] == 1
    put(named, "ignore = ['CNN101']\n", age=50)
    assert run("--config", str(named))[0] == 0


def test_what_is_around_counts(
    here: Path, run: Run, found: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = settled(run, found)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\033[" in run()[1]
    monkeypatch.delenv("FORCE_COLOR")
    assert run() == plain
    assert run("pkg") != plain
    monkeypatch.chdir(here / "pkg")
    assert run() != plain
    monkeypatch.chdir(here)
    found.clear()
    monkeypatch.setattr("cnnlint.cache.version", lambda: "another")
    assert run() == plain
    assert found


@pytest.mark.parametrize(
    "options", [("--no-cache",), ("-o", "report"), ("--cache-dir", "mine"), ("nowhere.py",),
                ("--write-baseline", "known.json"), ("--show-files",), ("--diff",)]
)  # fmt: skip
def test_not_every_run_is_kept(here: Path, run: Run, options: tuple[str, ...]) -> None:
    run()
    run()
    before = sorted(here.glob(f"{directory.NAME}/*"))
    for _ in range(3):
        time.sleep(0.1)
        run(*options)
    assert sorted(here.glob(f"{directory.NAME}/*")) == before


def test_standard_input_is_read_each_time(
    run: Run, found: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"import keras\n")))
        run("-")
        time.sleep(0.1)
    assert len(found) == 3


def test_what_has_just_changed_may_change_again(here: Path, run: Run, found: list[int]) -> None:
    for each in here.rglob("*"):
        os.utime(each, (time.time() + OLD,) * 2)  # however long a run takes, it is soon after
    for number in range(1, 4):
        run()
        assert len(found) == number


def planted(change: Callable[[list[object]], object]) -> Callable[[Path], object]:
    """A record that is whole, under its checksum, and says something else."""

    def damage(path: Path) -> None:
        content = from_json(directory.read(str(path)))
        change(content)
        directory.write(str(path), to_json(content))

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"CNN101", b"CNN102")),
        lambda path: (path.unlink(), path.mkdir()),
        lambda path: (path.unlink(), os.mkfifo(path)),
        lambda path: path.chmod(0o666),
        lambda path: path.parent.chmod(0o777),
        planted(lambda content: content.clear()),
        planted(lambda content: content[0].__setitem__(0, "another")),  # type: ignore[attr-defined]
        planted(lambda content: content[0].__setitem__(2, ["pkg"])),  # type: ignore[attr-defined]
        planted(lambda content: content[1].append(1)),  # type: ignore[attr-defined]
        planted(lambda content: content.__setitem__(1, ["only a text"])),
        planted(lambda content: content.__setitem__(2, [])),
        planted(lambda content: content.__setitem__(3, [["nowhere", 1, "one.py", ""]])),
        planted(lambda content: content.__setitem__(4, [["nowhere.py", 1, 2, 3, "4"]])),
        planted(lambda content: content.__setitem__(4, [7])),
    ],
)  # fmt: skip
def test_damage_is_no_more_than_lost_time(
    here: Path, run: Run, found: list[int], damage: Callable[[Path], object]
) -> None:
    said = settled(run, found)
    records = [
        path
        for path in here.glob(f"{directory.NAME}/*.json")
        if isinstance(from_json(directory.read(str(path)))[0], list)
    ]
    assert len(records) == 1
    damage(records[0])
    assert run() == said
    assert found


def test_where_nothing_can_be_written_it_is_said_all_the_same(
    here: Path, run: Run, found: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = settled(run, found)
    for path in here.rglob("*.py"):
        os.utime(path, (time.time() - 50,) * 2)

    def write(path: str, text: str) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(directory, "write", write)
    assert run() == said
    assert not found


# Every question goes through `asked` ----------------------------------------------------------

ASKING = ("discover/__init__", "discover/walking", "gitignore", "requirements/__init__",
          "requirements/lines", "config/__init__", "config/keys", "config/reading",
          "baseline")  # fmt: skip
UNNOTED = {"exists", "isfile", "isdir", "islink", "lexists", "getmtime", "getsize", "stat", "lstat",
           "listdir", "scandir", "walk", "access", "samefile", "ismount"}  # fmt: skip


@pytest.mark.parametrize("module", ASKING)
def test_nobody_asks_the_file_system_by_himself(module: str) -> None:
    text = (Path(cli.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
    own = {
        node.attr
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("os", "os.path")
    }
    assert not own & UNNOTED


def test_whatever_is_opened_was_asked_for(here: Path, run: Run) -> None:
    put(here / ".git" / "info" / "exclude", "nothing\n")
    put(here / "sub" / ".gitignore", "nothing\n")
    put(here / "requirements.txt", "keras>=3\n")
    put(here / "pyproject.toml", "[tool.cnnlint]\n")
    run()
    program = (
        "import os, sys\nfrom cnnlint import asked, cli\nopened = set()\n"
        "def hear(event, arguments):\n"
        "    if event in ('open', 'os.listdir', 'os.scandir') and type(arguments[0]) is str:\n"
        "        opened.add(os.path.abspath(arguments[0]))\n"
        "sys.addaudithook(hear)\ncli.main(['check'])\n"
        "notes = asked.notes().answers.values()\n"
        "print(sorted(opened), file=sys.stderr)\n"
        "print([os.path.abspath(path) for each in notes for path in each], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])},
    )  # fmt: skip
    opened, noted = (set(ast.literal_eval(line)) for line in done.stderr.splitlines())
    texts = {str(here / "pkg" / name) for name in ("model.py", "blocks.py", "other.py")}
    texts.add(str(here / "sub" / "deep" / "second.py"))
    kept = str(here / directory.NAME)
    inside = {path for path in opened if path.startswith(str(here)) and not path.startswith(kept)}
    assert len(inside) > 8
    assert inside <= noted | texts
