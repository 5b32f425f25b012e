"""The scripts that complete our command lines, tried in the shells themselves."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cnnlint.cli import main
from cnnlint.commands import COMMANDS
from cnnlint.commands.completion import SHELLS, parsers


def script(capsys: pytest.CaptureFixture[str], shell: str) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


def told(*command: str, text: str = "") -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]} here")
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_can_read_it(
    capsys: pytest.CaptureFixture[str], shell: str, tmp_path: Path
) -> None:
    (tmp_path / "script").write_text(script(capsys, shell), encoding="utf-8")
    assert told(shell, "-n", str(tmp_path / "script")) == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_every_option_is_in_it(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    text = script(capsys, shell)
    found = parsers()
    assert list(found) == ["", *COMMANDS]
    for name, parser in found.items():
        assert name in text
        for action in parser._actions:
            for option in action.option_strings:
                assert (f"-l {option[2:]} " if shell == "fish" and option[:2] == "--" else option
                        if shell != "fish" else f"-s {option[1:]} ") in text  # fmt: skip


LINES = {
    "cnnlint che": {"check"},
    "cnnlint check --out": {"--output-format", "--output-file"},
    "cnnlint check --output-format sar": {"sarif"},
    "cnnlint check --select CNN101,double-so": {"CNN101,double-softmax"},
    "cnnlint rule window-l": {"window-larger-than-input"},
    "cnnlint completion fi": {"fish"},
    "cnnlint config --sch": {"--schema"},
    "cnnlint --fail-on e": {"error"},
}


def test_bash(capsys: pytest.CaptureFixture[str]) -> None:
    asked = "".join(
        f"COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=(); _cnnlint; "
        'echo "${COMPREPLY[@]}"\n'
        for line in LINES
    )
    said = told("bash", text=script(capsys, "bash") + asked)
    assert [set(line.split()) for line in said.splitlines()] == list(LINES.values())


def test_fish(capsys: pytest.CaptureFixture[str]) -> None:
    asked = "".join(f"complete -C '{line}'; echo .\n" for line in LINES)
    said = told("fish", "--no-config", text=script(capsys, "fish") + asked)
    found = [
        {line.partition("\t")[0] for line in part.splitlines()}
        for part in said.split(".\n")[: len(LINES)]
    ]
    assert found == list(LINES.values())
