"""The interpreter beside CPython: the same programs, the same printed lines; and no hang, ever."""

from __future__ import annotations

import sysconfig
import time
from pathlib import Path
from random import Random

import pytest
from language import differential, generated, hostile, short

from cnnlint.inference import infer
from cnnlint.interpreter import machine
from cnnlint.source import Source
from cnnlint.syntax import SyntaxProblem

PROGRAMS = sorted((Path(__file__).parent / "language" / "programs").glob("*.py"))
GENERATED, CHUNK = 400, 25
SWEPT = 150


@pytest.fixture(autouse=True)
def _without_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bugs of ours are to be seen, and not to become unknowns."""
    monkeypatch.setattr(machine, "NET", False)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in PROGRAMS])
def test_programs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected, found = differential.by_python(text), differential.by_interpreter(text)
    assert differential.disagreement(expected, found) == ""


@pytest.mark.parametrize("name", short.PROGRAMS)
def test_short_programs(name: str) -> None:
    text = short.PROGRAMS[name]
    expected, found = differential.by_python(text), differential.by_interpreter(text)
    limited = name in short.LIMITED
    assert differential.disagreement(expected, found, unknown=limited) == ""
    assert any("?" in line for line in found) == limited, "known limits are listed"


@pytest.mark.parametrize("first", range(0, GENERATED, CHUNK))
def test_generated_programs(first: int) -> None:
    for seed in range(first, first + CHUNK):
        text = generated.program(seed)
        expected, found = differential.by_python(text), differential.by_interpreter(text)
        assert differential.disagreement(expected, found, unknown=True) == "", f"program {seed}"


@pytest.mark.parametrize("name", hostile.PROGRAMS)
def test_hostile_programs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They end soon, with a reason, and what comes after them is still known."""
    seen: list[object] = []

    def look(interpreter: object, scope: object) -> None:
        seen.append(scope.names.get("kept"))  # type: ignore[attr-defined]

    monkeypatch.setattr("cnnlint.inference.name_models", look)
    start = time.process_time()
    infer(Source("program.py", hostile.PROGRAMS[name] + hostile.SUFFIX))
    assert time.process_time() - start < 12
    assert seen
    assert seen[0] == 42


def _installed() -> list[Path]:
    root = Path(sysconfig.get_paths()["purelib"])
    files = sorted(path for path in root.rglob("*.py") if path.stat().st_size < 40_000)
    Random(0).shuffle(files)
    return files[:SWEPT]


def test_installed_files() -> None:
    """Whatever Python people have written: no exception of ours, and an end."""
    for path in _installed():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        start = time.process_time()
        try:
            infer(Source(str(path), text), budget=machine.Budget(seconds=2.0))
        except SyntaxProblem:
            continue
        except Exception as error:
            raise AssertionError(f"{path}: {error!r}") from error
        assert time.process_time() - start < 15, path
