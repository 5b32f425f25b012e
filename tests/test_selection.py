"""Which rules are reported and how severely: on the command line and in the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnnlint.cli import main
from cnnlint.rules import all_rules, is_selector, matches

# Three things to say, of different severity: CNN101 (error), CNN311 (warning), CNN404 (info).
MODEL = """\
import keras
from keras import layers

image = keras.Input((4, 4, 3))
x = layers.Conv2D(8, 2)(image)
x = layers.BatchNormalization()(x)
x = layers.Flatten()(x)
model = keras.Model(image, layers.Dense(1, activation="softmax")(x))
other = keras.Sequential([keras.Input((4, 4, 3)), layers.Conv2D(8, 9)])
"""
ALL = {"CNN101", "CNN311", "CNN404"}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "model.py").write_text(MODEL, encoding="utf-8")
    (tmp_path / "lessons" / "first.py").write_text(MODEL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def codes(capsys: pytest.CaptureFixture[str], *arguments: str) -> set[str]:
    """The codes of what is reported of model.py."""
    main(["check", "model.py", "--output-format", "concise", *arguments])
    said = capsys.readouterr()
    assert said.err == ""
    return {line.split()[1] for line in said.out.splitlines()}


def configured(text: str) -> None:
    Path("pyproject.toml").write_text(f"[tool.cnnlint]\n{text}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("selector", "closeness"),
    [
        ("CNN101", 6),
        ("cnn101", 6),
        ("window-larger-than-input", 6),
        ("CNN1", 4),
        ("CNN", 3),
        ("ALL", 1),
        ("CNN2", 0),
        ("CN", 0),
        ("", 0),
        ("window", 0),
    ],
)
def test_how_a_rule_is_named(selector: str, closeness: int) -> None:
    assert matches(selector, "CNN101", "window-larger-than-input") == closeness


def test_every_rule_can_be_named() -> None:
    for rule in all_rules():
        assert is_selector(rule.code)
        assert is_selector(rule.name)


CHOICES = [
    ((), ALL),
    (("--select", "ALL"), ALL),
    (("--select", "CNN1"), {"CNN101"}),
    (("--select", "CNN1,softmax-single-unit"), {"CNN101", "CNN311"}),
    (("--select", "CNN1", "--select", "CNN404"), {"CNN101", "CNN404"}),
    (("--ignore", "CNN1"), {"CNN311", "CNN404"}),
    (("--ignore", "CNN"), set()),
    (("--ignore", "ALL"), set()),
    (("--select", "CNN1", "--extend-select", "CNN4"), {"CNN101", "CNN404"}),
    (("--ignore", "CNN1", "--extend-ignore", "CNN4"), {"CNN311"}),
    (("--select", "CNN404", "--ignore", "CNN4"), {"CNN404"}),  # the closer name counts
    (("--select", "CNN4", "--ignore", "CNN404"), set()),
    (("--select", "CNN404", "--ignore", "CNN404"), set()),
    (("--select", "CNN404", "--ignore", "bias-before-normalization"), set()),
    (("--per-file-ignores", "*.py:CNN1,CNN4"), {"CNN311"}),
    (("--per-file-ignores", "model.py:CNN1,lessons/:CNN3"), {"CNN311", "CNN404"}),
    (("--per-file-ignores", "lessons/*:CNN"), ALL),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "found"), CHOICES, ids=lambda value: " ".join(sorted(value)))
def test_the_command_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], found: set[str]
) -> None:
    assert codes(capsys, *arguments) == found


@pytest.mark.parametrize(
    ("text", "arguments", "found"),
    [
        ('select = ["CNN1", "CNN4"]', (), {"CNN101", "CNN404"}),
        ('select = "CNN1"', (), {"CNN101"}),
        ("select = []", (), set()),
        ('ignore = ["softmax-single-unit"]', (), {"CNN101", "CNN404"}),
        ('select = ["CNN1"]\nextend-select = ["CNN404"]', (), {"CNN101", "CNN404"}),
        ('ignore = ["CNN1"]\nextend-ignore = ["CNN404"]', (), {"CNN311"}),
        ('per-file-ignores = {"*.py" = ["CNN1"], "lessons/" = "ALL"}', (), {"CNN311", "CNN404"}),
        ('[tool.cnnlint.per-file-ignores]\n"/model.py" = "CNN"', (), set()),
        ('select = ["CNN1"]', ("--select", "CNN4"), {"CNN404"}),
        ('ignore = ["CNN1"]', ("--ignore", "CNN4"), {"CNN101", "CNN311"}),
        ('ignore = ["CNN1"]', ("--extend-ignore", "CNN4"), {"CNN311"}),
        ('ignore = ["CNN1"]', ("--select", "CNN1"), set()),
        ('[tool.cnnlint.severity]\nCNN101 = "off"', (), {"CNN311", "CNN404"}),
    ],
)
def test_the_configuration(
    capsys: pytest.CaptureFixture[str], text: str, arguments: tuple[str, ...], found: set[str]
) -> None:
    configured(text)
    assert codes(capsys, *arguments) == found


def test_patterns_begin_where_the_configuration_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configured('per-file-ignores = {"/lessons/*.py" = ["ALL"]}')
    monkeypatch.chdir("lessons")
    assert main(["check", "first.py"]) == 0
    assert main(["check", "../model.py"]) == 1
    capsys.readouterr()


def severities(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    from json import loads

    main(["check", "model.py", "--output-format", "json"])
    found = loads(capsys.readouterr().out)["diagnostics"]
    return {each["code"]: each["severity"] for each in found}


def test_severities(capsys: pytest.CaptureFixture[str]) -> None:
    assert severities(capsys) == {"CNN101": "error", "CNN311": "warning", "CNN404": "info"}
    configured('severity = {"CNN" = "info", CNN101 = "warning", "softmax-single-unit" = "error"}')
    assert severities(capsys) == {"CNN101": "warning", "CNN311": "error", "CNN404": "info"}


def test_severities_decide_the_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", "model.py", "--select", "CNN404"]
    assert main(arguments) == 0
    configured('severity = {CNN404 = "error"}')
    assert main(arguments) == 1
    capsys.readouterr()


def test_what_is_not_proved_does_not_become_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    text = MODEL.replace("layers.Conv2D(8, 9)", "layers.Conv2D(8, 9 if input() else 2)")
    Path("model.py").write_text(text, encoding="utf-8")
    before = severities(capsys)["CNN101"]
    assert before != "error"
    configured('severity = {CNN101 = "error"}')
    assert severities(capsys)["CNN101"] == before


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--select", "CNN9"), "CNN9"),
        (("--ignore", "CNN101,no-such-rule"), "no-such-rule"),
        (("--extend-select", "E501"), "E501"),
        (("--extend-ignore", "X"), "X"),
        (("--per-file-ignores", "*.py:CNN9"), "CNN9"),
    ],
)
def test_wrong_use(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], named: str
) -> None:
    assert main(["check", "model.py", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"cnnlint: no rule has the code or name `{named}`")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("*.py", "`*.py` is not of the form PATTERN:RULE"),
        ("!:CNN1", "`!` is not a pattern as in a .gitignore"),
        ("[z-a]:CNN1", "`[z-a]` is not a pattern as in a .gitignore"),
    ],
)
def test_patterns_that_are_none(capsys: pytest.CaptureFixture[str], given: str, said: str) -> None:
    assert main(["check", "model.py", "--per-file-ignores", given]) == 2
    assert capsys.readouterr().err == f"cnnlint: {said}\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("select = 3", 2, "`tool.cnnlint.select` is a list of rules, not a number"),
        ("select = [3]", 2, "select` holds the codes or names of rules, and 3 is a number"),
        ('\nignore = ["CNN9"]', 3, "ignore` cannot be followed: no rule has the code"),
        ("extend-ignores = []", 2, "extend-ignores` is not known; there is `targets`"),
        ('per-file-ignores = ["CNN1"]', 2, "is a table like"),
        ('[tool.cnnlint.per-file-ignores]\n"a" = "CNN1"\n"b" = 3', 4, '"b"` is a list of rules'),
        ('per-file-ignores = {"!" = "CNN1"}', 2, "`!` is not a pattern"),
        ("severity = 3", 2, "is a table like"),
        ('[tool.cnnlint.severity]\n\n"CNN4" = "bad"', 4, 'is one of "error", "warning", "info"'),
        ('severity.CNN4 = "info"\nseverity."CNN1" = 3', 3, "not a number"),
        ('severity = {"CNN9" = "off"}', 2, "no rule has the code or name `CNN9`"),
    ],
)  # fmt: skip
def test_mistakes_in_the_configuration(
    capsys: pytest.CaptureFixture[str], text: str, line: int, said: str
) -> None:
    configured(text)
    assert main(["check", "model.py", "--select", "CNN0"]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"cnnlint: pyproject.toml: line {line}: `tool.cnnlint.")
    assert said in err
    assert len(err.splitlines()) == 1
