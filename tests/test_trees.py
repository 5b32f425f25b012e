"""Trees that are kept from one run to the next."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from marshal import dumps
from pathlib import Path
from types import ModuleType

import pytest

from cnnlint import running, syntax
from cnnlint.cache import directory
from cnnlint.cache.passing import Passing
from cnnlint.cache.trees import Trees
from cnnlint.config import Configs
from cnnlint.source import Source
from cnnlint.syntax.tree import Module

#: Long enough to be kept, with all that a tree can hold.
TEXT = (
    "x = [1, 2.5, 3j, 10**400, ..., None, True, b'\\xff', '\\ud800', 'é', 1e999]\n"
    "def f(a, /, b=-1, *c, d: int = 3, **e):\n    yield f'{a!r:>{b}}'  # a comment\n"
    + "".join(f"y{n} = f({n}, *x, d=(lambda: {n}))\n" for n in range(200))
)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Path]:
    there = tmp_path / "kept"
    syntax._trees.clear()
    syntax.keep_in(str(there))
    yield there
    syntax.keep_in("")
    syntax._trees.clear()


def lowered(text: str = TEXT) -> tuple[object, ...]:
    syntax._trees.clear()
    module = syntax.lower_source(Source("model.py", text))
    return module.statements, module.comments, module.problems


def unparsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on nothing is parsed."""
    monkeypatch.setattr(syntax, "lower", lambda *_: pytest.fail("parsed"))


def kept(shelf: Path) -> list[Path]:
    return sorted(shelf.glob(f"*{directory.TREE}"))


def test_a_tree_is_what_was_lowered(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = lowered()
    assert len(kept(shelf)) == 1
    unparsed(monkeypatch)
    again = lowered()
    assert repr(again) == repr(first)  # `1e999` is equal to itself, and so is a surrogate
    assert again == first


def test_keras_s_own_sources_come_back_as_they_were(shelf: Path) -> None:
    import keras

    sources = Path(keras.__file__).parent / "src" / "applications"
    texts = [path.read_text() for path in sorted(sources.glob("*.py"))[:12]]
    syntax.keep_in("")
    plain = [lowered(text) for text in texts]
    syntax.keep_in(str(shelf))
    assert [lowered(text) for text in texts] == plain
    assert [lowered(text) for text in texts] == plain
    assert len(kept(shelf)) == sum(len(text) >= Trees.least for text in texts) > 5


def test_a_short_text_is_not_kept(shelf: Path) -> None:
    lowered("x = 1\n")
    assert not shelf.exists()


def test_a_text_that_changed_is_another(shelf: Path) -> None:
    lowered()
    changed = lowered(TEXT.replace("y7 =", "z7 ="))
    assert "'z7'" in repr(changed)
    assert len(kept(shelf)) == 2


def test_what_is_no_python_is_refused_each_time(shelf: Path) -> None:
    for _ in range(2):
        with pytest.raises(syntax.SyntaxProblem):
            lowered(f"{TEXT}x = = 1\n")
    assert not kept(shelf)


@pytest.mark.parametrize("content", [b"", b"\0" * 100, dumps((1, 2)), dumps(3), b"{}"])
def test_a_file_that_is_not_as_it_was_written_is_not_read(shelf: Path, content: bytes) -> None:
    first = lowered()
    (path,) = kept(shelf)
    path.write_bytes(content)
    assert lowered() == first


@pytest.mark.parametrize("content", [dumps(3), dumps("x"), b"\0" * 100, dumps((0, 1, 2))[:-3]])
def test_a_file_of_another_make_is_not_read(shelf: Path, content: bytes) -> None:
    first = lowered()
    (path,) = kept(shelf)
    directory.write_bytes(str(path), content)
    assert lowered() == first


@pytest.mark.skipif(os.name == "nt", reason="rights of another kind")
def test_what_others_can_write_is_not_read(shelf: Path) -> None:
    first = lowered()
    (path,) = kept(shelf)
    planted = lowered(f"planted = 1\n{TEXT}")
    directory.write_bytes(str(path), dumps(planted))
    path.chmod(0o666)
    assert lowered() == first
    path.chmod(0o600)
    shelf.chmod(0o777)
    syntax.keep_in(str(shelf))
    assert lowered() == first


def test_nothing_is_written_where_nothing_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    trees = Trees(str(tmp_path / "file"))
    trees.keep(TEXT, (1, 2, 3))
    assert trees.find(TEXT) is None
    trees = Trees(str(tmp_path / "file" / "below"))
    trees.keep(TEXT, (1, 2, 3))
    assert trees.find(TEXT) is None


def test_another_version_reads_none(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cnnlint.cache import trees

    kinds: ModuleType = trees
    lowered()
    monkeypatch.setattr(kinds, "version", lambda: "another")
    syntax.keep_in(str(shelf))
    lowered()
    assert len(kept(shelf)) == 2


def test_clean_removes_them(shelf: Path) -> None:
    lowered()
    assert directory.clean(str(shelf)) == 1
    assert not shelf.exists()


def commands(*arguments: str) -> int:
    from cnnlint import cli

    syntax._trees.clear()
    syntax.keep_in("")
    return cli.main(list(arguments))


MODEL = (
    "import keras\n" + TEXT + "m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])\n"
)


@pytest.mark.parametrize("command", [[], ["check"], ["summary"]])
def test_commands_keep_them(
    command: list[str], shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model.py").write_text(MODEL)
    commands(*command, "model.py", "--no-cache")
    assert not shelf.exists()
    plain = capsys.readouterr()
    commands(*command, "model.py", "--cache-dir", str(shelf))
    assert capsys.readouterr() == plain
    assert len(kept(shelf)) == 1
    if command == ["check"]:
        return  # knows the result as well
    unparsed(monkeypatch)
    commands(*command, "model.py", "--cache-dir", str(shelf))
    assert capsys.readouterr() == plain


@pytest.fixture
def passing() -> Iterator[Passing]:
    if not hasattr(os, "fork"):
        pytest.skip("one process is all there is here")
    trees = Passing()
    yield trees
    trees.close()


def forked(work: Callable[[], object]) -> None:
    """Let another process do it."""
    pid = os.fork()
    if not pid:
        work()
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0


def test_what_one_process_has_read_another_finds(passing: Passing) -> None:
    assert passing.find(TEXT) is None
    tree = lowered()
    forked(lambda: passing.keep(TEXT, tree))
    forked(lambda: passing.keep("é = '\ud800'", (1,)))
    assert passing.find(TEXT) == tree
    assert passing.find("é = '\ud800'") == (1,)
    assert passing.find(f"{TEXT} ") is None


def test_many_processes_pass_trees_at_once(passing: Passing) -> None:
    children = []
    for child in range(4):
        pid = os.fork()
        if not pid:
            for number in range(child, 400, 2):
                if passing.find(str(number)) is None:
                    passing.keep(str(number), (number, "x" * number * 50))
            os._exit(0)
        children.append(pid)
    assert not any(os.waitpid(pid, 0)[1] for pid in children)
    for number in range(400):
        assert passing.find(str(number)) == (number, "x" * number * 50)


@pytest.mark.parametrize("short", [1, 50, 1_000])
def test_a_torn_record_is_not_read(passing: Passing, short: int) -> None:
    passing.keep("first", (1,))
    passing.keep(TEXT, (2, "é" * 1_000))
    os.ftruncate(passing._file, os.fstat(passing._file).st_size - short)
    assert passing.find(TEXT) is None
    passing.keep("later", (3, "x" * 3_000))
    assert passing.find("first") == (1,)
    assert passing.find(TEXT) is None
    assert passing.find("later") is None


def test_what_is_passed_stays_within_a_bound(
    passing: Passing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cnnlint.cache.passing.BYTES", 10_000)
    for number in range(100):
        assert passing.find(str(number)) is None
        passing.keep(str(number), ("x" * 1_000,))
    assert 5_000 < os.fstat(passing._file).st_size < 12_000
    assert passing.find("3") == ("x" * 1_000,)


def test_without_memory_of_its_own_it_is_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    trees = Passing()
    trees.keep(TEXT, (1, 2, 3))
    assert trees.find(TEXT) == (1, 2, 3)
    trees.close()


@pytest.mark.parametrize("kept", ["", os.devnull])
def test_workers_parse_no_text_twice(
    kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one of them has read a module, the next that imports it need not."""
    monkeypatch.setattr(syntax, "_directory", kept)
    monkeypatch.setattr(syntax, "_shelf", None)
    (tmp_path / "shared.py").write_text(f"import keras\n{TEXT}")
    names = [f"model_{number}.py" for number in range(6)]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(f"import keras, shared\n# {number}\n{TEXT}")
    parsed = tmp_path / "parsed"
    plain = syntax.lower

    def noted(text: str) -> Module:
        with parsed.open("a") as file:
            file.write(f"{hash(text)}\n")
        return plain(text)

    monkeypatch.setattr(syntax, "lower", noted)
    monkeypatch.setattr(running, "WORTHWHILE", 0)
    monkeypatch.chdir(tmp_path)
    for outcome in running.run(["."], "", Configs(), workers=2):
        assert outcome.analysis is not None
        assert not outcome.problem
    assert syntax._passing is None
    texts = parsed.read_text().split()
    assert len(set(texts)) == 7
    assert len(texts) <= 8  # both may begin with the module that all import
