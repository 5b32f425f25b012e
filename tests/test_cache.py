"""What is kept between runs: it never changes what is said, and nothing wrong with it matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlint import cli, project, running
from cnnlint.cache import Cache, directory
from cnnlint.cache.plain import from_json, to_json
from cnnlint.config import Configs
from cnnlint.report.frame import frame

SHRUNK = """\
import keras
from keras import layers

x = keras.Input((4, 4, 3))
y = layers.Conv2D(8, 7)(x)
"""
GOOD = "import keras\n\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])\n"
BLOCKS = "SIZE = {size}\n"
IMPORTING = "import keras\nfrom blocks import SIZE\n\nx = keras.layers.Conv2D(8, SIZE)"
IMPORTING += "(keras.Input((4, 4, 3)))\n"

Said = list[tuple[str, str, bool, list[str]]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose files are older than the clock's last tick."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CNNLINT_CACHE_DIR", raising=False)
    (tmp_path / "cnnlint.toml").write_text("")
    return tmp_path


def put(path: Path, text: str, age: float = 100.0) -> Path:
    """Write a file so many seconds ago."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - age,) * 2)
    return path


def said(*paths: str, cache: Cache | None = None, workers: int = 1) -> Said:
    outcomes = running.run(paths or (".",), "", Configs(), cache=cache, workers=workers)
    return [shown(each) for each in outcomes]


def shown(outcome: project.Outcome) -> tuple[str, str, bool, list[str]]:
    found = [] if outcome.analysis is None else outcome.analysis.diagnostics
    return outcome.path, outcome.problem, outcome.skipped, [frame(each) for each in found]


def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are analysed from here on."""
    seen: list[str] = []

    def analyse_file(path: str, *rest: object, **keywords: object) -> project.Outcome:
        seen.append(path)
        return project.analyse_file(path, *rest, **keywords)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "analyse_file", analyse_file)
    return seen


def kept() -> list[Path]:
    return sorted(Path(directory.NAME).glob(f"*{directory.SUFFIX}"))


def a_cache() -> Cache:
    return Cache(directory.NAME)


def test_what_is_known_is_said_again_without_an_analysis(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(here / "bad.py", SHRUNK)
    put(here / "good.py", GOOD)
    put(here / "other.py", "print('nothing of ours')\n")
    first = said(cache=a_cache())
    seen = analysed(monkeypatch)
    assert said(cache=a_cache()) == first
    assert seen == []
    assert said() == first


def test_a_file_that_has_nothing_to_do_with_it_is_analysed_where_it_is_named(here: Path) -> None:
    put(here / "other.py", "print('nothing of ours')\n")
    assert said(cache=a_cache()) == said(cache=a_cache()) == [("other.py", "", True, [])]
    for _ in range(2):
        assert said("other.py", cache=a_cache()) == [("other.py", "", False, [])]
    put(here / "other.py", SHRUNK, age=50)
    assert "CNN101" in said(cache=a_cache())[0][3][0]


def test_a_changed_file_is_analysed_again(here: Path) -> None:
    put(here / "one.py", GOOD)
    assert said(cache=a_cache())[0][3] == []
    put(here / "one.py", SHRUNK, age=50)
    assert "CNN101" in said(cache=a_cache())[0][3][0]


def test_a_change_that_keeps_time_and_size_soon_after_the_run_is_seen(here: Path) -> None:
    path = here / "one.py"
    good = SHRUNK.replace("8, 7", "8, 3")
    put(path, good, age=-100)  # however long the run takes, it is soon after
    now = path.stat()
    assert said(cache=a_cache())[0][3] == []
    path.write_text(SHRUNK)
    os.utime(path, ns=(now.st_atime_ns, now.st_mtime_ns))
    assert said(cache=a_cache())[0][3] != []


def test_a_touched_file_is_not_analysed_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(here / "one.py", SHRUNK)
    first = said(cache=a_cache())
    os.utime(path, (time.time() - 10,) * 2)
    seen = analysed(monkeypatch)
    assert said(cache=a_cache()) == first
    assert seen == []


def test_a_module_that_was_read_counts(here: Path) -> None:
    put(here / "model.py", IMPORTING)
    put(here / "blocks.py", BLOCKS.format(size=3))
    assert said("model.py", cache=a_cache())[0][3] == []
    put(here / "blocks.py", BLOCKS.format(size=7), age=50)
    assert "CNN101" in said("model.py", cache=a_cache())[0][3][0]


@pytest.mark.parametrize("nearer", ["blocks/__init__.py", "blocks.py"])
def test_a_module_that_was_looked_for_counts(here: Path, nearer: str) -> None:
    put(here / "model.py", IMPORTING)
    os.utime(here, (time.time() - 100,) * 2)
    assert said("model.py", cache=a_cache())[0][3] == []
    (here / nearer).parent.mkdir(exist_ok=True)
    put(here / nearer, BLOCKS.format(size=7), age=50)
    os.utime(here, (time.time() - 50,) * 2)
    assert "CNN101" in said("model.py", cache=a_cache())[0][3][0]


def test_a_module_that_is_gone_counts(here: Path) -> None:
    put(here / "model.py", IMPORTING)
    put(here / "blocks.py", BLOCKS.format(size=7))
    assert said("model.py", cache=a_cache())[0][3] != []
    (here / "blocks.py").unlink()
    assert said("model.py", cache=a_cache())[0][3] == []


def test_what_is_reported_in_another_file_is_kept_too(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(here / "blocks.py", "from keras import layers\n\n\ndef f(x):\n"
        "    return layers.Conv2D(8, 7)(x)\n")  # fmt: skip
    put(here / "model.py", "import keras\nfrom blocks import f\n\nf(keras.Input((4, 4, 3)))\n")
    first = said("model.py", cache=a_cache())
    assert "blocks.py:5" in first[0][3][0]
    seen = analysed(monkeypatch)
    assert said("model.py", cache=a_cache()) == first
    assert seen == []


def test_the_configuration_counts(here: Path) -> None:
    put(here / "one.py", "import keras\n\n\ndef build(size):\n"
        "    return keras.layers.Conv2D(8, size)(keras.Input((4, 4, 3)))\n")  # fmt: skip
    assert said("one.py", cache=a_cache())[0][3] == []
    (here / "cnnlint.toml").write_text('[targets]\n"one.py" = "build(7)"\n')
    assert said("one.py", cache=a_cache())[0][3] != []
    (here / "cnnlint.toml").write_text('ignore = ["CNN101"]\n[targets]\n"one.py" = "build(7)"\n')
    assert said("one.py", cache=a_cache())[0][3] == []


def test_the_working_directory_counts(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "sub").mkdir()
    put(here / "sub" / "one.py", SHRUNK)
    assert "--> sub/one.py" in said("sub/one.py", cache=a_cache())[0][3][0]
    cache = Cache(str(here / directory.NAME))
    monkeypatch.chdir(here / "sub")
    assert "--> one.py" in said("one.py", cache=cache)[0][3][0]


def test_what_time_ended_is_not_kept(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here / "slow.py", "import keras\nfor i in range(9999):\n    keras.Input((i + 1,))\n")
    from cnnlint.interpreter import budget

    monkeypatch.setattr(budget.Budget.__init__, "__kwdefaults__",
                        {**budget.Budget.__init__.__kwdefaults__, "seconds": 0.001})  # fmt: skip
    said("slow.py", cache=a_cache())
    assert kept() == []


def test_another_version_counts(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here / "one.py", SHRUNK)
    said(cache=a_cache())
    monkeypatch.setattr("cnnlint.cache.version", lambda: "another")
    seen = analysed(monkeypatch)
    said(cache=a_cache())
    assert seen == ["one.py"]


def test_a_notebook_is_kept_too(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [{"cell_type": "code", "source": SHRUNK, "metadata": {}, "outputs": []}]
    put(here / "one.ipynb", json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}))
    first = said(cache=a_cache())
    assert "cell 1" in first[0][3][0]
    seen = analysed(monkeypatch)
    assert said(cache=a_cache()) == first
    assert seen == []


# Whatever lies there --------------------------------------------------------------------------


def damaged(damage: Callable[[Path], object]) -> None:
    """After the damage, what is said is what is true, and the next run writes a whole file."""
    put(Path("one.py"), SHRUNK)
    first = said(cache=a_cache())
    damage(kept()[0])
    assert said(cache=a_cache()) == first
    assert said(cache=a_cache()) == first


def planted(change: Callable[[list[object]], object]) -> Callable[[Path], object]:
    """A file that is whole, under its checksum, and says something else."""

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
        lambda path: path.write_bytes(path.read_bytes() + b" "),
        lambda path: path.write_bytes(os.urandom(2_000)),
        lambda path: path.write_bytes(path.read_bytes().replace(b"CNN101", b"CNN102")),
        lambda path: path.write_bytes(path.read_bytes().replace(b"cnnlint-", b"xnnlint-")),
        lambda path: (path.unlink(), path.mkdir()),
        lambda path: (path.unlink(), os.mkfifo(path)),
        lambda path: path.chmod(0o666),
        planted(lambda content: content.clear()),
        planted(lambda content: content.append(1)),
        planted(lambda content: content.__setitem__(5, [])),
        planted(lambda content: content.__setitem__(5, {"one.py": 5})),
        planted(lambda content: content.__setitem__(5, {"one.py": [0, [0], [0], []]})),
        planted(lambda content: content.__setitem__(5, {"one.py": [0, [9], [9], [], ""]})),
        planted(lambda content: content.__setitem__(5, {"one.py": [0, [], [], [], ""]})),
        planted(lambda content: content.__setitem__(5, {"one.py": [9, [], [0], [], ""]})),
        planted(lambda content: content.__setitem__(4, [[0, 1, 2]])),
        planted(lambda content: content.__setitem__(4, {"one.py": 5})),
        planted(lambda content: content.__setitem__(3, [[".", "never"]])),
        planted(lambda content: content.__setitem__(3, [[".", 0, 1, 2]])),
        planted(lambda content: content.__setitem__(2, 7)),
        planted(lambda content: content[5]["one.py"].__setitem__(3, [["D", 1, 2]])),  # type: ignore[call-overload, index]
        planted(lambda content: content[5]["one.py"].__setitem__(3, [["os.system", "x"]])),  # type: ignore[call-overload, index]
    ],
)  # fmt: skip
def test_damage_is_no_more_than_lost_time(damage: Callable[[Path], object]) -> None:
    damaged(damage)


@given(st.data())
def test_a_flipped_bit_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("flip") / "kept"
    directory.write(str(path), to_json([1, "zwei", [3, {"vier": None}]]))
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(bytes(content))
    with pytest.raises(ValueError, match="not as it was written"):
        directory.read(str(path))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters()),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_is_json(value: object) -> None:
    assert from_json(to_json(value)) == value == json.loads(to_json(value))


@pytest.mark.parametrize("text", ["", "{", "[1,]", "1 2", "[NaN]", '"\n"', "[" * 100_000])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises((ValueError, TypeError, RecursionError)):
        from_json(text)


def test_a_link_in_the_place_of_a_file_is_not_followed(here: Path) -> None:
    put(here / "one.py", SHRUNK)
    first = said(cache=a_cache())
    [path] = kept()
    elsewhere = here / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert said(cache=a_cache()) == first
    assert elsewhere.read_bytes() == before


def test_a_directory_that_is_a_link_or_open_to_others_is_not_used(here: Path) -> None:
    put(here / "one.py", SHRUNK)
    first = said()
    (here / "real").mkdir(mode=0o700)
    (here / directory.NAME).symlink_to(here / "real")
    assert said(cache=a_cache()) == first
    assert list((here / "real").iterdir()) == []
    (here / directory.NAME).unlink()
    (here / directory.NAME).mkdir()
    (here / directory.NAME).chmod(0o777)
    assert said(cache=a_cache()) == first
    assert kept() == []


def test_somebody_elses_directory_is_not_used(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here / "one.py", SHRUNK)
    first = said(cache=a_cache())
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    seen = analysed(monkeypatch)
    assert said(cache=a_cache()) == first
    assert seen == ["one.py"]


def test_where_nothing_can_be_written_nothing_is_kept(here: Path) -> None:
    put(here / "one.py", SHRUNK)
    (here / directory.NAME).write_text("a file")
    assert said(cache=a_cache()) == said()
    assert (here / directory.NAME).read_text() == "a file"
    assert said(cache=Cache("/dev/null/x")) == said()


def test_many_at_once_leave_whole_files(here: Path) -> None:
    for number in range(6):
        put(here / f"m{number}.py", SHRUNK)
    first = said()
    wrong = []

    def again(number: int) -> None:
        for _ in range(5):
            if said(f"m{number}.py", cache=a_cache()) != [first[number]]:
                wrong.append(number)

    threads = [threading.Thread(target=again, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []
    assert [path for path in Path(directory.NAME).iterdir() if path.suffix == ".tmp"] == []
    directory.read(str(kept()[0]))


def test_what_nobody_wrote_for_long_is_thrown_away(here: Path) -> None:
    put(here / "one.py", SHRUNK)
    said(cache=a_cache())
    old = put(Path(directory.NAME) / f"0{directory.SUFFIX}", "x", age=(directory.DAYS + 1) * 86_400)
    keep = put(Path(directory.NAME) / "notes.txt", "x", age=(directory.DAYS + 1) * 86_400)
    put(here / "two.py", SHRUNK)
    said(cache=a_cache())
    assert not old.exists()
    assert keep.exists()


# The command line -----------------------------------------------------------------------------


def test_clean_removes_the_cache_and_nothing_else(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(here / "one.py", SHRUNK)
    assert cli.main(["check", "one.py"]) == 1
    made = here / directory.NAME
    assert (made / ".gitignore").read_text() == "*\n"
    assert (made / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806")
    assert made.stat().st_mode & 0o777 == 0o700
    capsys.readouterr()
    assert cli.main(["clean"]) == 0
    assert capsys.readouterr().out == f"Removed 1 file from {made}.\n"
    assert not made.exists()
    assert cli.main(["clean"]) == 0
    assert "nothing to remove" in capsys.readouterr().out
    (here / "mine").mkdir(mode=0o700)
    (here / "mine" / "diary.txt").write_text("dear diary")
    assert cli.main(["check", "--cache-dir", "mine", "one.py"]) == 1
    assert len(list((here / "mine").iterdir())) == 2
    assert cli.main(["clean", "--cache-dir", "mine"]) == 0
    assert [path.name for path in (here / "mine").iterdir()] == ["diary.txt"]


def test_no_cache_keeps_nothing(here: Path) -> None:
    put(here / "one.py", SHRUNK)
    assert cli.main(["check", "--no-cache", "one.py"]) == 1
    assert not (here / directory.NAME).exists()


def test_the_variable_names_the_directory(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here / "one.py", SHRUNK)
    monkeypatch.setenv("CNNLINT_CACHE_DIR", str(here / "there"))
    assert cli.main(["check", "one.py"]) == 1
    assert len(list((here / "there").glob(f"*{directory.SUFFIX}"))) == 1


def test_outside_a_project_it_is_with_the_users_caches(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "cnnlint.toml").unlink()
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "xdg"))
    assert directory.place() == str(here / "xdg" / "cnnlint")


def test_fixes_are_made_of_what_is_there(here: Path) -> None:
    text = SHRUNK.replace("layers.Conv2D(8, 7)", "layers.Conv2D(8, 7, padding='sane')")
    path = put(here / "one.py", text)
    assert cli.main(["check", "one.py"]) == 1
    stale = path.stat()
    path.write_text("# moved down\n" + text)
    os.utime(path, ns=(stale.st_atime_ns, stale.st_mtime_ns))
    cli.main(["check", "--fix", "--unsafe-fixes", "one.py"])
    assert path.read_text().startswith("# moved down\nimport keras\n")


def test_a_known_result_is_said_without_the_engine(here: Path) -> None:
    put(here / "one.py", GOOD)
    (here / "cnnlint.toml").rename(here / "pyproject.toml")  # one that says nothing of us
    program = (
        "import sys\nfrom cnnlint.cli import main\nstatus = main(['check', 'one.py'])\n"
        "print(status, *[n for n, m in sys.modules.items() if type(m).__name__ == 'module'])"
    )
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])},
        )
    loaded = run.stdout.split()
    assert "0" in loaded
    for heavy in ("argparse", "re", "json", "libcst", "cnnlint.keras", "cnnlint.inference"):
        assert heavy not in loaded
    assert not any(name.startswith(("cnnlint.interpreter", "cnnlint.libraries")) for name in loaded)
