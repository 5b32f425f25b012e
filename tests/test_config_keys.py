"""Every key of the configuration: read, refused with its place, published, shown, and overruled."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from cnnlint.cli import main
from cnnlint.config import Configs
from cnnlint.config.keys import KEYS
from cnnlint.config.places import line_of
from cnnlint.config.schema import schema

ROOT = Path(__file__).resolve().parents[1]

#: Values that each key takes, and values that it refuses.
GOOD: dict[str, list[str]] = {
    "targets": ['{"model.py" = "build()"}', '{"model.py" = ["build()", "Net(3)"]}', "{}"],
    "select": ['["ALL"]', '"CNN1"', '["CNN10", "double-softmax", "CNN101,CNN2"]', "[]"],
    "ignore": ['["CNN4"]'],
    "extend-select": ['["CNN404"]'],
    "extend-ignore": ['"CNN404"'],
    "per-file-ignores": ['{"notebooks/*" = ["CNN4"], "a.py" = "ALL"}'],
    "severity": ['{CNN4 = "info", "double-softmax" = "off"}'],
    "max-params": ["1_000_000", '"25M"', '"1.5 M"'],
    "max-memory": ['"8 GiB"', '"500MB"'],
    "max-macs": ['"1.5G"'],
    "batch": ["32"],
    "budgets": ['{"model.py" = {max-params = "5M", max-memory = "8 GB", batch = 1}}'],
    "keras": ['"2"', '"3"'],
    "exclude": ['["old/", "*_pb2.py"]', '"old/"', "[]"],
    "extend-exclude": ['["/generated"]'],
    "force-exclude": ["true"],
    "respect-gitignore": ["false"],
    "baseline": ['"baseline.json"'],
    "cache-dir": ['".cache/cnnlint"'],
    "fail-on": ['"error"', '"info"'],
    "output-format": ['"github"', '"concise"'],
}  # fmt: skip
BAD: dict[str, list[str]] = {
    "targets": ["3", '"build()"', '{"model.py" = 3}', '{"model.py" = [3]}'],
    "select": ["3", '["CNN9"]', "[3]", '["no-such-rule"]', "{}", "2026-01-01"],
    "ignore": ["true", '["E501"]'],
    "extend-select": ['["no-such-rule"]'],
    "extend-ignore": ["{}"],
    "per-file-ignores": ['["CNN4"]', '{"*" = ["CNN9"]}', '{"*" = 4}'],
    "severity": ['"error"', '{CNN4 = "bad"}', "{CNN4 = 3}", '{CNN9 = "info"}'],
    "max-params": ["true", '"many"', "-1", "[]"],
    "max-memory": ['"8 bananas"', "{}"],
    "max-macs": ["false"],
    "batch": ["0", '"32"', "1.5", "true"],
    "budgets": ["3", '{"model.py" = 3}', '{"model.py" = {max-param = 3}}'],
    "keras": ["2", '"4"', '"3.1"'],
    "exclude": ["3", "[3]", "{}"],
    "extend-exclude": ["false"],
    "force-exclude": ['"yes"', "1"],
    "respect-gitignore": ["0"],
    "baseline": ["true", '""', "[]"],
    "cache-dir": ["false", '""', "{}"],
    "fail-on": ['"never"', "1", '["error"]'],
    "output-format": ['"xml"', "true"],
}
EACH_GOOD = [(key, value) for key, values in GOOD.items() for value in values]
EACH_BAD = [(key, value) for key, values in BAD.items() for value in values]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "model.py").write_text("import keras\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def conforms(text: str) -> bool:
    """What a reader of the schema says, who knows nothing else."""
    return Draft7Validator(schema()).is_valid(tomllib.loads(text))


def test_every_key_is_tried() -> None:
    assert list(GOOD) == list(BAD) == list(KEYS)


@pytest.mark.parametrize(("key", "value"), EACH_GOOD)
def test_what_is_right(key: str, value: str) -> None:
    text = f"{key} = {value}\n"
    Path("cnnlint.toml").write_text(text, encoding="utf-8")
    configs = Configs()
    found = configs.of("model.py")
    assert configs.problems == []
    assert found is not None
    assert list(found.values) == [key]
    assert conforms(text)


@pytest.mark.parametrize(("key", "value"), EACH_BAD)
def test_what_is_wrong(capsys: pytest.CaptureFixture[str], key: str, value: str) -> None:
    text = f"\n# {key} = 3\n{key} = {value}\n"
    Path("cnnlint.toml").write_text(text, encoding="utf-8")
    assert main(["check", "model.py"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"cnnlint: cnnlint.toml: line 3: `{key}")
    assert len(said.splitlines()) == 1
    assert main(["check", "model.py", "--isolated", "--config", f"{key}={value}"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"cnnlint: --config: `{key}")
    if value != "2026-01-01":  # TOML's dates are no JSON
        assert not conforms(text)


# Where a key stands -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("[tool.cnnlint]\nselect = 3", "select", 2),
        ("[tool]\ncnnlint.select = 3", "select", 2),
        ("tool.cnnlint.select = 3", "select", 1),
        ("[tool]\n\ncnnlint = {select = 3}", "select", 3),
        ("[ tool . cnnlint ]\n'select' = 3", "select", 2),
        ('["tool"."cnnlint"]\n"select" = 3', "select", 2),
        ("[tool.cnnlint] # select\n# select\nignore = ['select']\nselect = 3", "select", 4),
        ("[x]\nselect = 3\n[tool.cnnlint]\nselect = [\n'a',\n'b']", "select", 4),
        ("x = '''\n[tool.cnnlint]\nselect = 3\n'''\n[tool.cnnlint]\nselect = 3", "select", 6),
        ("[tool.cnnlint.severity]\nCNN1 = 3", "severity", 1),
        ("[tool.cnnlint]\nseverity.CNN1 = 3\nseverity.'a-b' = 3", 'severity."a-b"', 3),
        ("[tool.cnnlint.targets]\n\"a.b.py\" = 3", 'targets."a.b.py"', 2),
        ("[tool.cnnlint.targets]\n\"a.b.py\" = 3", "select", 0),
        ('[tool.cnnlint.budgets."m.py"]\nbatch = 0', 'budgets."m.py".batch', 2),
        ("[x]\n[tool]\n[tool.cnnlint]", "", 3),
        ("[tool.cnnlint]\ntargets = {'a\"b\\c' = 3}", 'targets."a\\"b\\\\c"', 2),
    ],
)  # fmt: skip
def test_the_line_of_a_key(text: str, key: str, line: int) -> None:
    assert line_of(text, "tool.cnnlint", key) == line


def test_a_mistake_is_one_line_whatever_it_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    written("cnnlint.toml", 'fail-on = "a\\n\\u001b[31m\\"b"\n')
    assert main(["check", "model.py"]) == 2
    said = capsys.readouterr().err
    assert said == (
        'cnnlint: cnnlint.toml: line 1: `fail-on` is one of "error", "warning", "info", '
        'not "a\\n\\x1b[31m"b"\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        b"\xff",
        b"select = ",
        b"batch = " + b"9" * 5_000,
        b"a = " + b"[" * 50_000,
        b"a = 1\na = 2",
        b"\0",
    ],
    ids=["encoding", "value", "number", "depth", "twice", "null"],
)
def test_what_is_no_toml(capsys: pytest.CaptureFixture[str], text: bytes) -> None:
    Path("cnnlint.toml").write_bytes(text)
    assert main(["check", "model.py"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("cnnlint: cnnlint.toml: cannot be read: ")
    assert len(said.splitlines()) == 1
    if text.isascii():
        assert main(["check", "model.py", "--isolated", "--config", text.decode()]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


# The schema -------------------------------------------------------------------------------


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(schema())
    for name, told in schema()["properties"].items():
        assert told["description"].endswith(".")
        if "default" in told:
            assert Draft7Validator(schema()).is_valid({name: told["default"]})


def test_the_published_schema_is_current() -> None:
    published = json.loads((ROOT / "docs" / "cnnlint.schema.json").read_text(encoding="utf-8"))
    assert published == schema(), (
        "run `python -m cnnlint config --schema > docs/cnnlint.schema.json`"
    )


def test_the_schema_of_what_is_not_known() -> None:
    assert not conforms("selects = []")


def test_the_example_in_the_documentation_holds() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    blocks = [block.split("```")[0] for block in text.split("```toml\n")[1:]]
    tables = [tomllib.loads(block).get("tool", {}).get("cnnlint") for block in blocks]
    assert any(tables)
    for table in filter(None, tables):
        assert list(Draft7Validator(schema()).iter_errors(table)) == []


# The command line -------------------------------------------------------------------------


def written(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


BROKEN = """\
import keras
from keras import layers
image = keras.Input((4, 4, 3))
x = layers.Conv2D(8, 9)(image)
y = layers.Dense(1, activation="softmax")(layers.Flatten()(image))
model = keras.Model(image, y)
"""


def codes(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    main(["check", "src", "--output-format", "json", *arguments])
    said = capsys.readouterr()
    assert said.err == ""
    return [each["code"] for each in json.loads(said.out)["diagnostics"]]


def test_a_setting_goes_before_what_a_file_says(capsys: pytest.CaptureFixture[str]) -> None:
    written("src/a.py", BROKEN)
    written("cnnlint.toml", 'select = ["CNN1"]\n[severity]\nCNN101 = "off"\n')
    assert codes(capsys) == []
    assert codes(capsys, "--config", 'select = ["CNN3"]') == ["CNN311"]
    assert codes(capsys, "--config", 'severity.CNN101 = "info"') == ["CNN101"]
    assert codes(capsys, "--config", 'select=["CNN3"]', "--select", "CNN2") == []
    assert codes(capsys, "--isolated") == ["CNN101", "CNN311"]
    assert codes(capsys, "--isolated", "--config", 'ignore=["CNN1"]') == ["CNN311"]


def test_a_file_in_the_place_of_those_that_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    written("src/a.py", BROKEN)
    written("src/cnnlint.toml", 'ignore = ["ALL"]\n')
    written("ci/strict.toml", 'ignore = ["CNN311"]\nper-file-ignores = {"/ci/*" = ["ALL"]}\n')
    written("ci/pyproject.toml", '[tool.cnnlint]\nignore = ["CNN101"]\n')
    assert codes(capsys) == []
    assert codes(capsys, "--config", "ci/strict.toml") == ["CNN101"]
    assert codes(capsys, "--config", "ci/pyproject.toml") == ["CNN311"]
    both = ("--config", "ci/strict.toml", "--config", 'ignore=["CNN101"]')
    assert codes(capsys, *both) == ["CNN311"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--config", "nothing.toml"), "neither a file like cnnlint.toml or pyproject.toml nor"),
        (("--config", "select=CNN1"), "a string has quotes: 'select=\"CNN1\"'"),
        (("--config", "select=["), "is not TOML"),
        (("--config", "no=3"), "`no` is not known; there is `targets`"),
        (("--config", "a.toml", "--config", "b.toml"), "one file is enough: a.toml and b.toml"),
        (("--config", "a.toml", "--isolated"), "--isolated reads no file"),
        (("--config", "pyproject.toml"), "pyproject.toml: has no table `tool.cnnlint`"),
        (("--config", "c.toml"), "c.toml: line 1: `ignore` is a list of rules"),
        (("--exclude", "!"), "`!` is not a pattern"),
    ],
)
def test_wrong_use(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    written("a.toml", "")
    written("b.toml", "")
    written("c.toml", "ignore = 3")
    written("pyproject.toml", "[project]\n")
    assert main(["check", ".", *arguments]) == 2
    err = capsys.readouterr().err
    assert err.startswith("cnnlint: ")
    assert said in err
    assert len(err.splitlines()) == 1


def test_what_is_of_a_whole_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    """It is said by the configuration of the working directory."""
    written("src/a.py", BROKEN.replace("x = layers.Conv2D(8, 9)(image)\n", ""))
    assert main(["check", "src"]) == 1
    written("cnnlint.toml", 'fail-on = "error"\noutput-format = "concise"\n')
    capsys.readouterr()
    assert main(["check", "src"]) == 0
    assert capsys.readouterr().out.startswith("src/a.py:4:5: CNN311 ")
    assert main(["check", "src", "--fail-on", "warning", "--output-format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::warning ")
    monkeypatch.chdir(project / "src")
    assert main(["check", "."]) == 0
    monkeypatch.chdir("/")
    assert main(["check", str(project / "src")]) == 1
    capsys.readouterr()


def test_a_format_that_a_command_does_not_have(capsys: pytest.CaptureFixture[str]) -> None:
    written("cnnlint.toml", 'output-format = "sarif"\n')
    written("m.py", "import keras\nmodel = keras.Sequential([keras.Input((3,))])\n")
    assert main(["summary", "m.py"]) == 0
    assert capsys.readouterr().out.startswith("model")


def test_a_baseline(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    written("src/a.py", BROKEN)
    assert main(["check", "src", "--write-baseline", "known.json"]) == 0
    written("cnnlint.toml", 'baseline = "known.json"\n')
    assert main(["check", "src"]) == 0
    monkeypatch.chdir(project / "src")
    assert main(["check"]) == 0
    capsys.readouterr()
    (project / "known.json").unlink()
    assert main(["check"]) == 2
    assert capsys.readouterr().err.startswith("cnnlint: ../known.json: cannot be read")


def test_where_results_are_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    monkeypatch.delenv("CNNLINT_CACHE_DIR", raising=False)
    written("src/a.py", BROKEN)
    written("cnnlint.toml", 'cache-dir = "kept"\n')
    monkeypatch.chdir(project / "src")
    main(["check", "."])
    assert (project / "kept").is_dir()
    main(["check", ".", "--cache-dir", "other"])
    assert (project / "src" / "other").is_dir()
    monkeypatch.setenv("CNNLINT_CACHE_DIR", "third")
    main(["check", "."])
    assert (project / "src" / "third").is_dir()
    monkeypatch.delenv("CNNLINT_CACHE_DIR")
    capsys.readouterr()
    assert main(["clean"]) == 0
    assert capsys.readouterr().out.startswith("Removed ")
    assert not (project / "kept").exists()


# What is shown of it ----------------------------------------------------------------------


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    assert main(["config", *arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    return {name: place for name, _, place in (line.rpartition("  ") for line in lines[1:])}


def test_where_each_value_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    written(
        "pyproject.toml",
        '[tool.cnnlint]\nselect = ["CNN1"]\nextend-exclude = "a"\n\n'
        '[tool.cnnlint.severity]\nCNN1 = "info"\n"double-softmax" = "error"\n',
    )
    found = {
        " ".join(name.split()): place
        for name, place in shown(
            capsys, "src", "--extend-exclude", "b,c", "--config", 'severity.CNN1="off"'
        ).items()
    }
    assert found['select = ["CNN1"]'] == "pyproject.toml:2"
    assert found['severity."CNN1" = "off"'] == "command line"
    assert found['severity."double-softmax" = "error"'] == "pyproject.toml:7"
    assert found['extend-exclude = ["b", "c"]'] == "command line"
    assert found['extend-exclude = ["a"]'] == "pyproject.toml:3"
    assert found["ignore = []"] == "default"
    assert found["# baseline is not set"] == "default"
    assert {name.split()[0].partition(".")[0] for name in found if name[0] != "#"} | {
        name.split()[1] for name in found if name[0] == "#"
    } == set(KEYS)


def test_what_is_shown_can_be_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    written("cnnlint.toml", 'per-file-ignores = {"a b/*.py" = ["CNN4"]}\nfail-on = "info"\n')
    lines = [f"{line} # {place}" for line, place in shown(capsys).items()]
    content = tomllib.loads("\n".join(lines))
    assert content["per-file-ignores"] == {"a b/*.py": ["CNN4"]}
    assert content["fail-on"] == "info"
    assert list(Draft7Validator(schema()).iter_errors(content)) == []


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    written("cnnlint.toml", '\nfail-on = "info"\n')
    assert main(["config", "model.py", "--output-format", "json"]) == 0
    content: Any = json.loads(capsys.readouterr().out)
    assert content["files"] == ["cnnlint.toml"]
    (told,) = [each for each in content["settings"] if each["key"] == "fail-on"]
    assert told == {
        "key": "fail-on",
        "name": None,
        "value": "info",
        "from": "file",
        "path": "cnnlint.toml",
        "line": 2,
    }


def test_a_configuration_with_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    written("cnnlint.toml", "select = 3\n")
    assert main(["config"]) == 2
    assert capsys.readouterr().err.startswith("cnnlint: cnnlint.toml: line 1: `select`")
    assert main(["config", "--isolated"]) == 0
    assert capsys.readouterr().out.startswith("configuration of .: none\n")


def test_the_schema_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()
