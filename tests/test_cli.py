"""The command line: what is written where, and the exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cnnlint
from cnnlint.cli import main

GOOD = """\
import keras
from keras import layers

image = keras.Input((8, 8, 3))
x = layers.Conv2D(4, 3)(image)
model = keras.Model(image, x)
"""

BAD = """\
import keras
from keras import layers

image = keras.Input((4, 4, 3))
x = layers.MaxPooling2D()(image)
x = layers.Conv2D(8, 3)(x)
model = keras.Model(image, x)
"""

BUILDER = """\
import keras
from keras import layers

def build(units=10):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(units)])
    return model

small = build(2)
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Said:
    """What a run wrote, and how it ended."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err


@pytest.fixture
def cnn(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> Said:
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Said(status, said.out, said.err)

    return run


def write(name: str, text: str | bytes) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return name


# What a run says --------------------------------------------------------------------------


def test_report(cnn: Any) -> None:
    said = cnn(write("model.py", GOOD))
    assert said.status == 0
    assert said.err == ""
    lines = said.out.splitlines()
    assert lines[0].startswith("model ")
    assert lines[0].endswith("Functional  model.py:6")
    assert "(None, 6, 6, 4)" in said.out
    assert "3·3·3·4 + 4" in said.out
    assert lines[-1] == "No problems found in 1 file."


def test_an_error_is_shown_in_the_table_and_in_its_frame(cnn: Any) -> None:
    said = cnn(write("model.py", BAD))
    assert said.status == 1
    assert "✗ CNN101" in said.out
    assert "error[CNN101] window-larger-than-input: " in said.out
    assert "  --> model.py:6:5\n" in said.out
    assert "   5 | x = layers.MaxPooling2D()(image)" in said.out
    assert said.out.endswith("\n\nFound 1 error.\n1 fixable with `--fix --unsafe-fixes`.\n")


def test_check_says_only_what_is_wrong(cnn: Any) -> None:
    said = cnn("check", write("model.py", BAD))
    assert said.status == 1
    assert said.out.startswith("error[CNN101]")
    assert "Total params" not in said.out
    assert cnn("check", write("good.py", GOOD)).out == "No problems found in 1 file.\n"


def test_check_looks_at_the_working_directory(cnn: Any) -> None:
    write("lib/model.py", BAD)
    said = cnn("check", "--output-format", "concise")
    assert said.status == 1
    assert said.out.startswith("lib/model.py:6:5: CNN101 ")
    assert said.out.count("\n") == 1


def test_summary(cnn: Any) -> None:
    said = cnn("summary", write("model.py", GOOD))
    assert said.status == 0
    assert "Total params: 112 (448.00 B)" in said.out
    assert "No problems" not in said.out


def test_summary_of_a_broken_model(cnn: Any) -> None:
    said = cnn("summary", write("model.py", BAD))
    assert said.status == 1
    assert "✗ CNN101 model.py:6: " in said.out
    assert "-->" not in said.out
    assert said.err == "cnnlint: Found 1 error. `cnnlint check FILE` shows what a file has.\n"


def test_summary_of_an_object(cnn: Any) -> None:
    write("model.py", BUILDER)
    said = cnn("summary", "model.py:small")
    assert said.status == 0
    assert "Total params: 10 " in said.out


def test_summary_of_a_builder_with_arguments(cnn: Any) -> None:
    write("model.py", BUILDER)
    said = cnn("summary", "model.py:build(units=7)")
    assert said.status == 0
    assert "Total params: 35 " in said.out


def test_summary_of_what_is_not_there(cnn: Any) -> None:
    said = cnn("summary", f"{write('model.py', BUILDER)}:nothing")
    assert said.status == 2
    assert "no model `nothing`" in said.err


def test_json(cnn: Any) -> None:
    said = cnn("--output-format", "json", write("good.py", GOOD), write("bad.py", BAD))
    assert said.status == 1
    content = json.loads(said.out)
    assert [model["path"] for model in content["models"]] == ["good.py", "bad.py"]
    assert [model["complete"] for model in content["models"]] == [True, False]
    (diagnostic,) = content["diagnostics"]
    assert (diagnostic["path"], diagnostic["line"], diagnostic["column"]) == ("bad.py", 6, 5)
    assert (diagnostic["severity"], diagnostic["certainty"]) == ("error", "proved")
    assert json.loads(cnn("check", "--output-format=json", "good.py").out)["models"] == []


def test_rules(cnn: Any) -> None:
    page = cnn("rule", "CNN101")
    assert page.status == 0
    assert page.out.startswith("# window-larger-than-input (CNN101, error)\n")
    assert cnn("rule", "window-larger-than-input").out == page.out
    assert "CNN101  error    window-larger-than-input: " in cnn("rule").out
    unknown = cnn("rule", "CNN999")
    assert unknown.status == 2
    assert "no rule `CNN999`" in unknown.err


def test_version_and_help(cnn: Any) -> None:
    assert cnn("--version").out == f"cnnlint {cnnlint.__version__}\n"
    assert cnn("--help").status == 0
    assert "cnnlint summary TARGET" in cnn("--help").out
    assert cnn().status == 2


# Exit statuses ----------------------------------------------------------------------------


def test_exit_zero_and_fail_on(cnn: Any) -> None:
    write("model.py", BAD)
    assert cnn("check", "--exit-zero", "model.py").status == 0
    for severity in ("error", "warning", "info"):
        assert cnn("check", "--fail-on", severity, "model.py").status == 1
    assert cnn("check", "--fail-on", "never", "model.py").status == 2


def test_a_target_that_is_no_expression(cnn: Any) -> None:
    said = cnn("summary", f"{write('m.py', BUILDER)}:build(")
    assert said.status == 2
    assert said.out == ""
    assert "`build(` cannot be read: '(' was never closed" in said.err


def test_more_than_is_read_is_no_syntax_error(cnn: Any) -> None:
    said = cnn("check", write("m.py", "x = 1\ny = [" + "0," * 500_000 + "]\n"))
    assert said.status == 2
    assert said.out == ""
    assert said.err.startswith("cnnlint: m.py: cannot be read: line 2: the text is longer than")


def test_wrong_use(cnn: Any) -> None:
    said = cnn("check", "--wrong")
    assert said.status == 2
    assert "unrecognized arguments: --wrong" in said.err


# Files that are no Python, and worse ------------------------------------------------------


def test_a_missing_file_does_not_stop_the_others(cnn: Any) -> None:
    said = cnn("check", "nowhere.py", write("bad.py", BAD))
    assert said.status == 2
    assert said.err == "cnnlint: nowhere.py: no such file or directory\n"
    assert "CNN101" in said.out


def test_a_directory_without_python(cnn: Any, here: Path) -> None:
    (here / "empty").mkdir()
    said = cnn("check", "empty")
    assert said.status == 2
    assert said.err == "cnnlint: empty: no Python files or notebooks in this directory\n"


def test_a_syntax_error_is_a_diagnostic_at_its_place(cnn: Any) -> None:
    said = cnn("check", write("broken.py", "import keras\nx = (\n"), write("bad.py", BAD))
    assert said.status == 1
    assert "error[CNN001] syntax-error: " in said.out
    assert "--> broken.py:" in said.out
    assert "CNN101" in said.out
    assert "\nFound 2 errors.\n" in said.out


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "\ufeff"])
def test_an_empty_file(cnn: Any, text: str) -> None:
    assert cnn("check", write("empty.py", text)).status == 0
    said = cnn(write("empty.py", text))
    assert said.status == 0
    assert said.out.startswith("empty.py: no model found\n")


def test_other_encodings(cnn: Any) -> None:
    latin = b"# -*- coding: latin-1 -*-\nname = '\xe9'\n" + BAD.encode()
    said = cnn("check", write("latin.py", latin))
    assert said.status == 1
    assert "latin.py:8:5" in said.out
    bom = b"\xef\xbb\xbf" + BAD.encode()
    assert "bom.py:6:5" in cnn("check", write("bom.py", bom)).out
    crlf = BAD.replace("\n", "\r\n")
    assert "crlf.py:6:5" in cnn("check", write("crlf.py", crlf)).out
    korean = '# coding: euc-kr\nname = "한국어"\n'.encode("euc-kr") + BAD.encode()
    assert "korean.py:8:5" in cnn("check", write("korean.py", korean)).out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x = 1\nname = '\xe9'\n", "is not utf-8 on line 2"),
        (b"# coding: no-such\nx = 1\n", "has a coding line that cannot be followed"),
        (b"\x7fELF\0\0\1", "holds null bytes"),
        ("x = 1\n".encode("utf-16"), "holds null bytes"),
    ],
)
def test_what_cannot_be_decoded(cnn: Any, content: bytes, said: str) -> None:
    result = cnn("check", write("strange.py", content))
    assert result.status == 2
    assert result.err.startswith(f"cnnlint: strange.py: {said}")
    assert result.err.count("\n") == 1


def test_an_unreadable_file(cnn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    write("secret.py", GOOD)
    monkeypatch.setattr("builtins.open", refuse)
    said = cnn("check", "secret.py")
    assert said.status == 2
    assert said.err == "cnnlint: secret.py: cannot be read: permission denied\n"


def test_a_directory_as_a_target(cnn: Any, here: Path) -> None:
    (here / "lib").mkdir()
    said = cnn("summary", "lib")
    assert said.status == 2
    assert said.err == "cnnlint: lib: cannot be read: is a directory\n"


def test_a_notebook_that_is_none(cnn: Any) -> None:
    said = cnn(write("notebook.ipynb", "{}"))
    assert said.status == 2
    assert said.err == "cnnlint: notebook.ipynb: is not a notebook: it has no cells\n"


def test_a_mistake_of_our_own_is_one_line(cnn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr("cnnlint.analysis.analyse", fail)
    said = cnn("check", write("model.py", GOOD))
    assert said.status == 2
    assert said.err.startswith("cnnlint: model.py: internal error, please report it")
    assert "ZeroDivisionError: division by zero (" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a directory in use stays there")
def test_a_working_directory_that_is_gone() -> None:
    root = str(Path(cnnlint.__file__).parents[1])
    code = f"import os, sys; sys.path.insert(0, {root!r}); "
    code += "os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone'); "
    code += "from cnnlint.cli import main; sys.exit(main(sys.argv[1:]))"
    for command in ("check", "summary", "diff", "config"):
        done = subprocess.run(
            [sys.executable, "-c", code, command, "a.py"], capture_output=True, text=True
        )
        assert done.returncode == 2
        assert done.stderr == "cnnlint: the working directory is no longer there\n"


def test_ctrl_c(cnn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("cnnlint.analysis.analyse", interrupt)
    said = cnn("check", write("model.py", GOOD))
    assert said.status == 130
    assert said.err == "cnnlint: interrupted\n"


# Standard input and output ----------------------------------------------------------------


def test_stdin(cnn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments, name in (
        (("check", "-"), "<stdin>"),
        (("check", "-", "--stdin-filename", "lib/model.py"), "lib/model.py"),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
        said = cnn(*arguments)
        assert said.status == 1
        assert f"--> {name}:6:5" in said.out


def test_paths_are_told_from_the_working_directory(cnn: Any, here: Path) -> None:
    write("lib/model.py", BAD)
    for path in ("./lib/model.py", "lib/../lib/model.py", str(here / "lib" / "model.py")):
        said = cnn("check", "--output-format", "concise", path)
        assert said.out.startswith("lib/model.py:6:5:")


def process(*arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    root = str(Path(cnnlint.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root, **more.pop("env", {})}
    command = [sys.executable, "-m", "cnnlint", *arguments]
    return subprocess.run(command, capture_output=True, env=environment, **more)


def test_a_reader_that_goes_away() -> None:
    write("model.py", BAD)
    reading, writing = os.pipe()
    os.close(reading)
    root = str(Path(cnnlint.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "cnnlint", "model.py"],
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )
    os.close(writing)
    assert done.stderr == b""
    assert done.returncode == 1


def test_output_that_cannot_be_written() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    root = str(Path(cnnlint.__file__).parents[1])
    with full.open("w") as out:
        done = subprocess.run(
            [sys.executable, "-m", "cnnlint", "rule"],
            stdout=out,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": root},
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"cnnlint: standard output cannot be written: ")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "cp949"])
def test_any_encoding_of_the_terminal(encoding: str) -> None:
    write("model.py", BAD)
    done = process("model.py", env={"PYTHONIOENCODING": encoding})
    assert done.stderr == b""
    assert done.returncode == 1
    done = process("--output-format=json", "model.py", env={"PYTHONIOENCODING": encoding})
    assert json.loads(done.stdout.decode("utf-8"))["version"] == 1


def test_a_closed_standard_input() -> None:
    root = str(Path(cnnlint.__file__).parents[1])
    code = f"import sys; sys.path.insert(0, {root!r}); sys.stdin = None; "
    code += "from cnnlint.cli import main; sys.exit(main(['-']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == "cnnlint: <stdin>: standard input is closed\n"


def test_a_run_imports_nothing_that_it_does_not_need() -> None:
    write("unrelated/a.py", "import os\n")
    root = str(Path(cnnlint.__file__).parents[1])
    code = f"import sys; sys.path.insert(0, {root!r}); from cnnlint.cli import main; "
    code += "main(['check', 'unrelated']); "
    code += "print(*[n for n, m in sys.modules.items() if type(m).__name__ == 'module'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    loaded = set(done.stdout.split())
    heavy = {"libcst", "json", "typing", "dataclasses", "inspect", "pathlib", "pathspec"}
    assert not loaded & (heavy | {"cnnlint.analysis", "cnnlint.keras", "tensorflow", "keras"})


def test_a_mistake_outside_of_one_file_is_one_line() -> None:
    root = str(Path(cnnlint.__file__).parents[1])
    code = f"import sys; sys.path.insert(0, {root!r}); from cnnlint import cli; "
    code += "cli._run = lambda arguments: {}['table']; sys.argv = ['cnnlint', 'a.py']; "
    code += "sys.exit(cli.main())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("cnnlint: internal error, please report it with this file: KeyE")
    assert done.stderr.count("\n") == 1
