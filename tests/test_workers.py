"""Several processes say what one says, in the same order, and none outlives the run."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cnnlint import cli, running, workers
from cnnlint.commands import check, pace, plain
from cnnlint.config import Configs

ROOT = Path(cli.__file__).parents[1]
FIXTURES = ROOT / "fixtures" / "rules"

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="one process is all there is here")


def living() -> set[str]:
    """The processes that this one has started and that are still there, also those that ended and
    were not waited for."""
    found: set[str] = set()
    for task in Path("/proc/self/task").glob("*/children"):
        found.update(task.read_text().split())
    return found


#: Those that other tests keep for later, such as the judges.
KEPT: set[str] = set()


@pytest.fixture(autouse=True)
def kept() -> None:
    KEPT.clear()
    KEPT.update(living())


def children() -> set[str]:
    """What a test has started and left behind."""
    return living() - KEPT


@forks
def test_every_job_is_done_once() -> None:
    answers = dict(workers.share(range(3_000), lambda job: {"é": "\n" * (job % 9)}, 3))
    assert answers == {job: {"é": "\n" * (job % 9)} for job in range(3_000)}
    assert not children()


@forks
def test_a_worker_that_dies_takes_only_its_job_along() -> None:
    def work(job: int) -> int:
        if job == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        return job

    answers = dict(workers.share(range(500), work, 2))
    died = answers.pop(7)
    assert isinstance(died, workers.Died)
    assert str(died) == "it was ended by signal 9"
    assert answers == {job: job for job in range(500) if job != 7}


@forks
def test_what_no_worker_is_left_for_is_given_back() -> None:
    def work(_: int) -> int:
        os._exit(3)

    answers = dict(workers.share(range(3_000), work, 2))
    died = [answer for answer in answers.values() if isinstance(answer, workers.Died)]
    assert [str(each) for each in died] == ["it ended with status 3"] * 2
    assert sum(answer is None for answer in answers.values()) == 2_998


@forks
def test_whoever_stops_asking_leaves_no_process() -> None:
    shared = workers.share(range(100), lambda job: time.sleep(0.01), 2)
    next(shared)
    shared.close()
    assert not children()


@forks
@pytest.mark.parametrize("form", ["full", "json", "sarif", "junit", "concise"])
def test_the_same_is_said_byte_for_byte(
    form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(running, "WORTHWHILE", 0)
    shared: list[int] = []
    share = workers.share

    def watched(jobs: Any, work: Any, number: int) -> Any:
        shared.append(number)
        return share(jobs, work, number)

    monkeypatch.setattr(workers, "share", watched)
    said = []
    for number in ("1", "2", "3"):
        arguments = ["check", "--no-cache", "--output-format", form, "--workers", number]
        status = cli.main([*arguments, str(FIXTURES)])
        said.append((status, capsys.readouterr()))
    assert said[0] == said[1] == said[2]
    assert shared == [2, 3]


@forks
def test_a_file_whose_process_dies_is_told_and_the_others_are_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(running, "WORTHWHILE", 0)
    for number in range(4):
        Path(f"m{number}.py").write_text("import keras\nkeras.layers.Dense(-1)\n")
    parent = os.getpid()
    analyse_file = running.analyse_file

    def deadly(path: str, *rest: Any, **keywords: Any) -> Any:
        if path == "m2.py" and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return analyse_file(path, *rest, **keywords)

    monkeypatch.setattr(running, "analyse_file", deadly)
    outcomes = list(running.run(["."], "", Configs(), workers=2))
    assert [each.path for each in outcomes] == ["m0.py", "m1.py", "m2.py", "m3.py"]
    assert "did not survive: it was ended by signal 9" in outcomes[2].problem
    assert all(each.analysis.diagnostics for each in outcomes if each.analysis is not None)


@forks
def test_an_interrupted_run_leaves_no_process(tmp_path: Path) -> None:
    for number in range(40):
        text = "import keras\nfor i in range(20000):\n    keras.layers.Dense(i + 1)\n" + "#" * 9_000
        (tmp_path / f"m{number}.py").write_text(text)
    process = subprocess.Popen(
        [sys.executable, "-m", "cnnlint", "check", "--no-cache", "--workers", "2", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while len(members(process.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)  # the terminal would tell all; only the parent is told
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told == "cnnlint: interrupted\n"
    assert members(process.pid) == []


def members(session: int) -> list[int]:
    """The processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == session and int(entry.name) != session:
                    found.append(int(entry.name))
            except (ProcessLookupError, PermissionError):
                continue
    return [session, *found] if found else []


@pytest.mark.parametrize("wanted", ["0", "-1", "two", "1001"])
def test_a_number_of_processes_that_is_none(
    wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", f"--workers={wanted}", str(FIXTURES)]) == 2
    assert "--workers is a number of processes" in capsys.readouterr().err


# What a command line without options is -------------------------------------------------------


def test_without_options_it_is_what_argparse_gives() -> None:
    for arguments in ([], ["a.py"], ["-"], ["a.py", "b"]):
        options = plain.operands("paths", list(arguments), check._add_arguments)
        assert options is not None
        assert vars(options) == vars(check.command().parse_args(arguments))
        assert "paths" in options
        assert "nothing" not in options
    for arguments in (["--fix"], ["a", "-o", "b"], ["--"], ["--help"]):
        assert plain.operands("paths", arguments, check._add_arguments) is None


# Progress -------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_run_says_how_far_it_is_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    now = 0.0
    monkeypatch.setattr(pace, "monotonic", lambda: now)
    progress = pace.Progress()
    for done in range(1, 31):
        now = done * 0.05
        progress.tell(done, 30)
    progress.end()
    said = sys.stderr.getvalue()  # type: ignore[attr-defined]
    lines = said.split("\r\033[K")
    assert lines[0] == ""
    assert lines[1] == "cnnlint: 20 of 30 files"  # after a second
    assert len(lines) < 9
    assert lines[-1] == ""


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_elsewhere_nothing_is_said(stream: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(pace, "PATIENCE", 0.0)
    progress = pace.Progress()
    progress.tell(1, 2)
    progress.end()
    assert stream is None or stream.getvalue() == ""
