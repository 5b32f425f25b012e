"""`--watch`, as somebody at a terminal sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_cli import BAD, GOOD

import cnnlint

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another there")

PATIENCE = 60.0


class Watch:
    """A run that goes on, and what it has written."""

    def __init__(self, *arguments: str, log: Path) -> None:
        root = str(Path(cnnlint.__file__).parents[1])
        self.log = log
        self.seen = 0
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cnnlint", *arguments, "--watch"],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONPATH": root, "PYTHONUNBUFFERED": "1"},
            )

    def told(self) -> str:
        """What is written until it waits again."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            new = self.log.read_text(encoding="utf-8")[self.seen :]
            if "Ctrl-C ends it.\n" in new:
                self.seen += len(new)
                return new
            assert self.process.poll() is None, new
            time.sleep(0.05)
        raise AssertionError("it waits for too long")

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "log"


def test_files_modules_and_the_configuration(log: Path) -> None:
    Path("model.py").write_text(GOOD, encoding="utf-8")
    watch = Watch("check", "model.py", "--output-format", "concise", log=log)
    try:
        assert watch.told() == "Watching 1 file; Ctrl-C ends it.\n"
        Path("model.py").write_text(BAD, encoding="utf-8")
        assert watch.told().startswith("model.py:6:5: CNN101 ")
        Path("cnnlint.toml").write_text('ignore = ["CNN1"]\n', encoding="utf-8")
        assert watch.told() == "Watching 2 files; Ctrl-C ends it.\n"
        Path("cnnlint.toml").write_text("ignore = 3\n", encoding="utf-8")
        assert "cnnlint.toml: line 1: `ignore` is a list" in watch.told()
        Path("cnnlint.toml").unlink()
        assert watch.told().startswith("model.py:6:5: CNN101 ")
        Path("model.py").write_text("from size import n\n" + GOOD.replace("8, 8", "n, n"))
        watch.told()
        Path("size.py").write_text("n = 2\n", encoding="utf-8")
        assert watch.told().startswith("model.py:6:5: CNN101 ")
        Path("size.py").write_text("n = 20\n", encoding="utf-8")
        assert "CNN101" not in watch.told()
    finally:
        assert watch.end() == 0
    assert "Traceback" not in log.read_text(encoding="utf-8")
    assert "\033" not in log.read_text(encoding="utf-8")


def test_the_keras_that_is_asked_for(log: Path) -> None:
    Path("pyproject.toml").write_text("", encoding="utf-8")
    Path("requirements.txt").write_text("keras>=3\n", encoding="utf-8")
    Path("model.py").write_text(GOOD, encoding="utf-8")
    watch = Watch("check", ".", log=log)
    try:
        assert "Keras 2" not in watch.told()
        Path("requirements.txt").write_text("keras<3\n", encoding="utf-8")
        assert "Judged by Keras 2: requirements.txt:1: keras<3" in watch.told()
        Path("requirements.txt").unlink()
        assert "Keras 2" not in watch.told()
        Path("requirements-dev.txt").write_text("keras==2.11\n", encoding="utf-8")
        assert "Judged by Keras 2: requirements-dev.txt:1: keras==2.11" in watch.told()
    finally:
        assert watch.end() == 0


def test_a_directory_to_which_files_come(log: Path) -> None:
    watch = Watch("check", ".", "--output-format", "concise", log=log)
    try:
        assert "no Python files or notebooks in this directory" in watch.told()
        Path("model.py").write_text(BAD, encoding="utf-8")
        assert watch.told().startswith("model.py:6:5: CNN101 ")
        Path("model.py").unlink()
        assert "no Python files or notebooks in this directory" in watch.told()
    finally:
        assert watch.end() == 0


def test_whoever_read_has_gone(log: Path) -> None:
    Path("model.py").write_text(BAD, encoding="utf-8")
    root = str(Path(cnnlint.__file__).parents[1])
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "cnnlint", "check", "model.py", "--watch"],
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
        timeout=PATIENCE,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 0
    assert done.stderr == b""


def test_standard_input(log: Path) -> None:
    from cnnlint.cli import main

    assert main(["check", "-", "--watch"]) == 2
