"""Fixes: what they write, what they leave alone, and that real Keras builds what comes out."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_rules import JUDGE, RULES, budgets, named, program

from cnnlint.analysis import analyse
from cnnlint.cli import main
from cnnlint.edits.applying import applied
from cnnlint.edits.calls import CallText
from cnnlint.interpreter import machine
from cnnlint.mending import Mended, difference, mend
from cnnlint.project import Outcome, analyse_file
from cnnlint.rules import Rule
from cnnlint.source import Source
from cnnlint.syntax import lower

HERE = Path(__file__).parent / "fixes"
ROOT = HERE.parents[1]
#: Programs with mistakes, each beside what `--fix --unsafe-fixes` makes of it.
PROGRAMS = sorted(path for path in HERE.glob("*.py") if not path.name.endswith(".fixed.py"))
#: Pages whose example has no fix, though others of the rule have one.
WITHOUT = {
    "missing-argument": "what it should be is not known",
    "invalid-directive": "what the directive was meant to say is not known",
    "input-structure": "what it should be joined with is not in the code",
    "invalid-argument": "what `sane` was meant to be is not known",
    "merge-shape-mismatch": "the branches have other channels too",
    "concat-shape-mismatch": "the sizes are odd",
    "metric-label-mismatch": "there is no AUC of class numbers",
}


@pytest.fixture(autouse=True)
def no_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong in a fix is seen."""
    monkeypatch.setattr(machine, "NET", False)


def mended(path: Path, *, unsafe: bool = True) -> Mended:
    """What becomes of a file, which is not written."""
    found: list[Mended] = []

    def keep(name: str, outcome: Outcome, data: bytes, again: object) -> Outcome:
        found.append(mend(outcome, data, again, unsafe=unsafe))  # type: ignore[arg-type]
        return outcome

    analyse_file(str(path), mend=keep)
    (one,) = found
    return one


def fixed(path: Path, text: str, *, unsafe: bool = True) -> str:
    path.write_bytes(text.encode())
    return mended(path, unsafe=unsafe).after.decode()


def fixable(rule: type[Rule]) -> bool:
    return rule.fix is not Rule.fix


# What is written --------------------------------------------------------------------------


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_is_mended_as_it_should_be(path: Path) -> None:
    """Comments, commas, quotes, line breaks and indentation included."""
    done = mended(path)
    assert done.fixed
    assert done.after.decode() == path.with_suffix(".fixed.py").read_text(encoding="utf-8")
    names = {diagnostic.name for diagnostic in done.fixed}
    assert done.outcome.analysis is not None
    assert not names & {diagnostic.name for diagnostic in done.outcome.analysis.diagnostics}


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_what_is_mended_needs_no_mending(path: Path) -> None:
    assert not mended(path.with_suffix(".fixed.py")).fixed


def test_every_rule_with_a_fix_is_tried() -> None:
    tried = {diagnostic.name for path in PROGRAMS for diagnostic in mended(path).fixed}
    assert {rule.name for rule in RULES if fixable(rule)} == tried


@pytest.mark.parametrize("rule", list(filter(fixable, RULES)), ids=named)
def test_the_bad_example_of_a_page_is_mended(rule: type[Rule], tmp_path: Path) -> None:
    path = tmp_path / "bad.py"
    path.write_text(program(rule, "Bad"), encoding="utf-8")
    done = mended(path)
    assert done.outcome.analysis is not None
    left = [diagnostic.name for diagnostic in done.outcome.analysis.diagnostics]
    if rule.name in WITHOUT:
        assert left == [rule.name]
        return
    assert left == []
    assert {diagnostic.name for diagnostic in done.fixed} == {rule.name}


@pytest.fixture(scope="module")
def keras_says(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What real Keras raises for what is mended; "" where it builds the model."""
    path = tmp_path_factory.mktemp("pages") / "bad.py"
    examples = [(each.stem, each.with_suffix(".fixed.py").read_text()) for each in PROGRAMS]
    for rule in RULES:
        if fixable(rule) and rule.name not in WITHOUT and not budgets(rule):
            examples.append((rule.name, fixed(path, program(rule, "Bad"))))
    said: dict[str, str] = {}
    for backend, trains in (("numpy", False), ("tensorflow", True)):
        done = subprocess.run(
            [sys.executable, "-c", JUDGE],
            input=json.dumps([each for each in examples if (".fit(" in each[1]) is trains]),
            capture_output=True,
            text=True,
            check=True,
            cwd=path.parent,
            env={**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"},
        )
        lines = done.stdout.splitlines()
        said |= dict(json.loads(line) for line in lines if line.startswith("["))
    assert len(said) == len(examples)
    return said


def test_real_keras_builds_what_is_mended(keras_says: dict[str, str]) -> None:
    assert {name: said for name, said in keras_says.items() if said} == {}


# Safe or not ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_safe_fixes_alone_leave_the_rest(path: Path) -> None:
    done = mended(path, unsafe=False)
    assert all(each.fix is not None and each.fix.safe for each in done.fixed)
    assert done.outcome.analysis is not None
    for each in done.outcome.analysis.diagnostics:
        assert each.fix is None or not each.fix.safe


@pytest.mark.parametrize(
    "call", ["K.relu(x, max_value=6)", "K.concatenate([x, x])", "K.batch_flatten(x)"]
)
def test_a_function_that_now_takes_other_arguments_is_left(call: str, tmp_path: Path) -> None:
    text = f"import keras\nfrom keras import backend as K\nx = keras.Input((8,))\ny = {call}\n"
    assert fixed(tmp_path / "a.py", text) == text


def test_what_is_suppressed_is_not_mended(tmp_path: Path) -> None:
    text = "import keras\noptimizer = keras.optimizers.Adam(lr=0.1)  # noqa: CNN501\n"
    assert fixed(tmp_path / "a.py", text) == text


def test_a_fix_that_does_not_help_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And does not keep the others from being applied."""
    from cnnlint.diagnostics import Fix
    from cnnlint.edits.site import Site
    from cnnlint.rules.removed_argument import RemovedArgument

    mending = RemovedArgument.fix

    def spoil(site: Site) -> Fix | None:
        if "0.1" in site.span.text:
            return site.fix("nothing", [(site.span.start, site.span.start, " ")])
        return mending(site)

    monkeypatch.setattr(RemovedArgument, "fix", staticmethod(spoil))
    text = "from keras.optimizers import Adam, SGD\na = Adam(lr=0.1)\nb = SGD(lr=0.2)\n"
    after = fixed(tmp_path / "a.py", text)
    assert after == text.replace("SGD(lr", "SGD(learning_rate")


def test_a_fix_that_cannot_be_read_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from cnnlint.diagnostics import Fix
    from cnnlint.edits.site import Site
    from cnnlint.rules.removed_argument import RemovedArgument

    def spoil(site: Site) -> Fix | None:
        return site.fix("broken", [(site.span.start, site.span.start, ")")])

    monkeypatch.setattr(RemovedArgument, "fix", staticmethod(spoil))
    text = "import keras\na = keras.optimizers.Adam(lr=0.1)\n"
    (diagnostic,) = analyse(Source("a.py", text)).diagnostics
    assert diagnostic.fix is None


# Files ------------------------------------------------------------------------------------

BAD = "import keras\n\noptimizer = keras.optimizers.Adam(lr=0.1)  # früh\n"
MENDED = BAD.replace("lr=", "learning_rate=")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BAD.encode(), MENDED.encode()),
        (BAD.replace("\n", "\r\n").encode(), MENDED.replace("\n", "\r\n").encode()),
        (b"\xef\xbb\xbf" + BAD.encode(), b"\xef\xbb\xbf" + MENDED.encode()),
        (b"# coding: latin-1\n" + BAD.encode("latin-1"),
         b"# coding: latin-1\n" + MENDED.encode("latin-1")),
        (BAD.strip().encode(), MENDED.strip().encode()),
    ],
    ids=["plain", "crlf", "mark", "latin-1", "no line end"],
)  # fmt: skip
def test_a_file_keeps_its_encoding_and_line_ends(
    before: bytes, after: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "model.py"
    path.write_bytes(before)
    path.chmod(0o750)
    assert main(["check", "--fix", str(path)]) == 0
    assert path.read_bytes() == after
    assert path.stat().st_mode & 0o777 == 0o750
    assert [each.name for each in tmp_path.iterdir()] == ["model.py"]
    assert "Found 1 error (1 fixed, 0 remaining).\n" in capsys.readouterr().out


def test_inserted_lines_end_as_the_others(tmp_path: Path) -> None:
    text = (HERE / "constructors.py").read_text(encoding="utf-8").replace("\n", "\r\n")
    after = fixed(tmp_path / "a.py", text)
    assert after.replace("\r\n", "\n") == (HERE / "constructors.fixed.py").read_text()
    assert after.count("\n") == after.count("\r\n")


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(BAD, encoding="utf-8")
    (tmp_path / "link.py").symlink_to("model.py")
    assert main(["check", "--fix", str(tmp_path / "link.py")]) == 0
    assert (tmp_path / "link.py").is_symlink()
    assert (tmp_path / "model.py").read_text(encoding="utf-8") == MENDED


def test_a_file_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "model.py"
    path.write_text(BAD, encoding="utf-8")

    def refuse(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    assert main(["check", "--fix", str(path)]) == 2
    assert "cannot be written: permission denied" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == BAD
    assert [each.name for each in tmp_path.iterdir()] == ["model.py"]


def run(*arguments: str, input: str = "", cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cnnlint", *arguments],
        input=input,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_standard_input_comes_out_mended(tmp_path: Path) -> None:
    done = run("check", "--fix", "-", input=BAD, cwd=tmp_path)
    assert (done.stdout, done.returncode) == (MENDED, 0)
    assert "Found 1 error (1 fixed, 0 remaining)." in done.stderr
    same = run("check", "--fix", "-", input=MENDED, cwd=tmp_path)
    assert same.stdout == MENDED


def test_a_difference_is_shown_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "model.py"
    path.write_text(BAD, encoding="utf-8")
    done = run("check", "--diff", "model.py", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == (
        "--- model.py\n+++ model.py\n@@ -1,3 +1,3 @@\n import keras\n \n"
        "-optimizer = keras.optimizers.Adam(lr=0.1)  # früh\n"
        "+optimizer = keras.optimizers.Adam(learning_rate=0.1)  # früh\n"
    )
    assert done.stderr == "Would fix 1 problem.\n"
    assert path.read_text(encoding="utf-8") == BAD
    path.write_text(MENDED, encoding="utf-8")
    done = run("check", "--diff", "model.py", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_imported_file_is_mended_where_it_is_named(tmp_path: Path) -> None:
    """And what is reported is what is left after that."""
    (tmp_path / "train.py").write_text("import keras\nimport parts\n", encoding="utf-8")
    (tmp_path / "parts.py").write_text(BAD, encoding="utf-8")
    alone = run("check", "--fix", "train.py", cwd=tmp_path)
    assert alone.returncode == 1
    assert (tmp_path / "parts.py").read_text(encoding="utf-8") == BAD
    both = run("check", "--fix", "parts.py", "train.py", cwd=tmp_path)
    assert both.returncode == 0
    again = run("check", "--fix", "train.py", "parts.py", cwd=tmp_path)
    assert again.returncode == 0
    assert (tmp_path / "parts.py").read_text(encoding="utf-8") == MENDED


# What is said about fixes -----------------------------------------------------------------


def test_reports_mark_what_can_be_mended(tmp_path: Path) -> None:
    text = BAD + (
        "model = keras.Sequential([keras.Input((8,)), "
        'keras.layers.Dense(1, activation="softmax")])\n'
    )
    (tmp_path / "model.py").write_text(text, encoding="utf-8")
    full = run("check", "model.py", cwd=tmp_path).stdout
    assert "error[CNN501] [*] removed-argument: " in full
    assert "\nfix: call it `learning_rate`\n" in full
    assert "warning[CNN311] softmax-single-unit: " in full
    assert '\nfix (unsafe): use `activation="sigmoid"`\n' in full
    assert full.endswith(
        "Found 1 error and 1 warning.\n"
        "[*] 1 fixable with the `--fix` option, 1 more with `--unsafe-fixes`.\n"
    )
    unsafe = run("check", "--unsafe-fixes", "model.py", cwd=tmp_path).stdout
    assert "warning[CNN311] [*] softmax-single-unit: " in unsafe
    assert unsafe.endswith("[*] 2 fixable with the `--fix` option.\n")
    concise = run("check", "--output-format", "concise", "model.py", cwd=tmp_path).stdout
    assert ": CNN501 [*] `Adam` takes" in concise
    assert ": CNN311 a softmax" in concise
    ignored = run("check", "--ignore", "CNN501", "model.py", cwd=tmp_path).stdout
    assert ignored.endswith("Found 1 warning.\n1 fixable with `--fix --unsafe-fixes`.\n")


def offset(text: str, line: int, column: int) -> int:
    return sum(len(each) for each in text.splitlines(keepends=True)[: line - 1]) + column - 1


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_edits_in_json_are_exact(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = path.read_text(encoding="utf-8")
    known = analyse(Source(str(path), text)).diagnostics
    main(["check", "--output-format", "json", str(path)])
    told = json.loads(capsys.readouterr().out)["diagnostics"]
    assert any(each["fix"] for each in told)
    for each, diagnostic in zip(told, known, strict=True):
        assert (each["fix"] is None) == (diagnostic.fix is None)
        if diagnostic.fix is None:
            continue
        after = text
        for edit in reversed(each["fix"]["edits"]):
            start = offset(text, edit["line"], edit["column"])
            end = offset(text, edit["end_line"], edit["end_column"])
            after = after[:start] + edit["text"] + after[end:]
        assert after == applied(text, [diagnostic.fix])


# Notebooks --------------------------------------------------------------------------------


def cell(*lines: str, kind: str = "code") -> dict[str, object]:
    return {"cell_type": kind, "metadata": {}, "outputs": [], "source": list(lines)}


NOTEBOOK = {
    "nbformat": 4,
    "cells": [
        cell("# A lesson\n", "with lr=0.1", kind="markdown"),
        cell("%matplotlib inline\n", "import keras\n", "from keras.utils import np_utils"),
        cell("adam = keras.optimizers.Adam(\n", "    lr=0.1,  # früh\n", ")"),
        cell("print('fine')"),
    ],
    "metadata": {"language_info": {"name": "python"}},
}


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("indent", [1, 4, None, "\t"])
def test_a_notebook_keeps_everything_else(
    plain: bool, indent: int | str | None, tmp_path: Path
) -> None:
    before = json.dumps(NOTEBOOK, ensure_ascii=plain, indent=indent) + "\n"
    path = tmp_path / "lesson.ipynb"
    after = fixed(path, before)
    expected = before.replace("(\\n", "(\\n").replace('"    lr', '"    learning_rate')
    expected = expected.replace(
        "from keras.utils import np_utils", "from keras import utils as np_utils"
    )
    assert after == expected
    assert "+    learning_rate=0.1,  # früh\n" in difference(mended(path))
    assert "lesson.ipynb:cell 3\n" in difference(mended(path))


def test_a_cell_that_is_one_text_stays_one(tmp_path: Path) -> None:
    text = "import keras\r\nadam = keras.optimizers.Adam(lr=0.1)"
    notebook = {"cells": [{"cell_type": "code", "source": text}], "metadata": {}}
    before = json.dumps(notebook)
    after = fixed(tmp_path / "lesson.ipynb", before)
    assert after == before.replace("lr=", "learning_rate=")


# Whatever the layout ----------------------------------------------------------------------

BLANKS = st.sampled_from(["", " ", "\n", "\n    ", " # why\n", "\n  # (\n  "])
KEYWORDS = ["activation='relu'", "use_bias=False", "name='a'", "lr=3", "kernel_initializer='zeros'"]


@st.composite
def calls(draw: st.DrawFn) -> str:
    """A call of a layer or an optimizer, laid out in some way or other."""
    name = draw(st.sampled_from(["layers.Dense", "keras.optimizers.Adam", "layers.Conv2D"]))
    first = draw(st.sampled_from(["4", "(4)", "2 * (1 + 1)", "[4][0]"]))
    items = [first] if "layers" in name else []
    items += ["3", "3"] if "Conv" in name else []
    items += draw(st.lists(st.sampled_from(KEYWORDS), unique=True, max_size=4))
    text = ""
    for place, item in enumerate(items):
        comma = "," if place < len(items) - 1 or draw(st.booleans()) else ""
        text += draw(BLANKS) + item + draw(BLANKS) + comma
    return f"{name}({text}{draw(BLANKS)})"


@st.composite
def programs(draw: st.DrawFn) -> str:
    lines = ["import keras", "from keras import layers"]
    listed = draw(st.lists(calls(), min_size=1, max_size=4))
    if draw(st.booleans()):
        lines += [f"v{place} = {call}" for place, call in enumerate(listed)]
    else:
        inside = ", ".join(call for call in listed if "layers" in call)
        shape = draw(st.sampled_from(["8", "(8)", "(8,)", "(28, 28)", "(28, 28, 3)"]))
        lines.append(f"m = keras.Sequential([keras.Input({shape}), {inside}])")
        lines.append("m.compile('adam', loss='binary_crossentropy', metrics='accuracy')")
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join("\n".join(lines).split("\n")) + end


def edited(text: str, edits: list[tuple[int, int, str]]) -> ast.Call:
    """The call after these edits."""
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.Expr)
    assert isinstance(node.value, ast.Call)
    return node.value


@settings(max_examples=300, deadline=None)
@given(calls())
def test_every_edit_of_a_call_leaves_the_call_that_is_meant(text: str) -> None:
    (statement,) = lower(text).statements
    call = CallText(text, statement[3])
    assert call.exact
    names = [each.name for each in call.arguments]
    added = edited(text, call.append("zz=1"))
    assert [each.arg for each in added.keywords] == [*filter(None, names), "zz"]
    for place, each in enumerate(call.arguments):
        changed = edited(text, call.replace(each, "zz"))
        assert ast.unparse(changed).count("zz") == 1
        wrapped = edited(text, call.wrap(each, "zz(", ")"))
        assert len([*wrapped.args, *wrapped.keywords]) == len(names)
        without = call.remove(each)
        if without:
            left = edited(text, without)
            kept = [name for at, name in enumerate(names) if at != place]
            assert [each.arg for each in left.keywords] == [*filter(None, kept)]
            assert len(left.args) == kept.count(None)


def test_what_is_not_read_for_certain_is_not_edited() -> None:
    text = "any(x for x in y)"
    (statement,) = lower(text).statements
    assert not CallText(text, statement[3]).exact


@settings(max_examples=150, deadline=None)
@given(programs())
def test_every_fix_leaves_python(text: str) -> None:
    compile(text, "a.py", "exec")
    source = Source("a.py", text)
    for diagnostic in analyse(source).diagnostics:
        if diagnostic.fix is None:
            continue
        after = applied(text, [diagnostic.fix])
        compile(after, "a.py", "exec")
        # Every comment is still there, but for those of a line that was taken away.
        assert after.count("#") >= text.count("#") - 3
        if "\r\n" in text:
            assert after.count("\n") == after.count("\r\n")
        key = (diagnostic.name, diagnostic.message)
        before = [(each.name, each.message) for each in analyse(source).diagnostics]
        left = [(each.name, each.message) for each in analyse(Source("a.py", after)).diagnostics]
        assert left.count(key) < before.count(key)


# The page ---------------------------------------------------------------------------------


def rows() -> dict[str, str]:
    """Whether the fixes of a rule are safe, as the page says it."""
    found = {}
    for line in (ROOT / "docs" / "fixes.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| [CNN"):
            _, name, _, safe = line.strip("| ").split(" | ")
            found[name] = safe
    return found


def test_the_page_tells_every_fix_and_whether_it_is_safe() -> None:
    told = rows()
    assert set(told) == {rule.name for rule in RULES if fixable(rule)}
    for path in PROGRAMS:
        for diagnostic in mended(path).fixed:
            assert diagnostic.fix is not None
            assert ("safe" if diagnostic.fix.safe else "unsafe") in told[diagnostic.name].split()


def test_places_in_the_page_are_there() -> None:
    rules = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for line in (ROOT / "docs" / "fixes.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| [CNN"):
            assert line.partition("](rules.md")[2].partition(")")[0] in rules


def test_removed_name_that_no_other_stands_for_has_no_fix() -> None:
    text = "import keras\noptimizer = keras.optimizers.legacy.Adam(1e-3)\n"
    (said,) = analyse(Source("legacy.py", text)).diagnostics
    assert (said.code, said.fix) == ("CNN502", None)
