"""Every rule's page: its examples are held to cnnlint and to real Keras."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cnnlint
from cnnlint.analysis import analyse
from cnnlint.config.reading import read
from cnnlint.resources.limits import Budgets
from cnnlint.rules import Rule, all_rules, find, of_models, page
from cnnlint.rules.judge import syntax_error
from cnnlint.rules.modelling.graph import ABOUT, forget, idle
from cnnlint.source import Source
from cnnlint.syntax.tree import SyntaxProblem

RULES = all_rules()
SECTIONS = ["What it is", "Why it matters", "Bad", "Good", "What Keras says"]


def program(rule: type[Rule], section: str) -> str:
    """The code block of a section."""
    text = page(rule).split(f"\n## {section}\n", 1)[1]
    return text.split("```python\n", 1)[1].split("\n```", 1)[0] + "\n"


def named(rule: type[Rule]) -> str:
    return rule.name


def budgets(rule: type[Rule]) -> Budgets | None:
    """Those of the configuration that a page shows."""
    _, begun, rest = page(rule).partition("```toml\n")
    if not begun:
        return None
    config = read("pyproject.toml", "tool.cnnlint", rest.partition("\n```")[0].encode())
    assert config is not None
    return config.budgets_of("example.py")


def found(text: str, budgets: Budgets | None = None) -> list[str]:
    """The names of what cnnlint says about a program."""
    source = Source("example.py", text)
    try:
        return [diagnostic.name for diagnostic in analyse(source, budgets=budgets).diagnostics]
    except SyntaxProblem as problem:
        return [syntax_error(source, problem.message, problem.offset).name]


def test_there_are_rules_and_no_code_is_used_twice() -> None:
    assert len(RULES) >= 19
    assert len({rule.code for rule in RULES}) == len(RULES) == len({rule.name for rule in RULES})


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_page_is_complete(rule: type[Rule]) -> None:
    assert rule.code.startswith("CNN")
    assert len(rule.code) == 6
    assert rule.severity in ("error", "warning", "info")
    text = page(rule)
    assert text.startswith(f"# {rule.name} ({rule.code}, {rule.severity})\n\n{rule.title()}\n\n")
    assert rule.title().endswith(".")
    sections = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert sections == SECTIONS
    assert sys.modules[rule.__module__].__name__.endswith(rule.name.replace("-", "_"))


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_rule_is_found_by_name_and_by_code(rule: type[Rule]) -> None:
    assert find(rule.name) is rule
    assert find(rule.code) is find(rule.code.lower()) is rule


@pytest.mark.parametrize("name", ["", "CNN", "CNN999", "judge", "no-such-rule", "../cli", "a b"])
def test_what_is_no_rule_is_not_found(name: str) -> None:
    with pytest.raises(KeyError):
        find(name)


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_bad_gives_exactly_this_rule_and_good_nothing(rule: type[Rule]) -> None:
    assert found(program(rule, "Bad"), budgets(rule)) == [rule.name]
    assert found(program(rule, "Good"), budgets(rule)) == []


def refusals() -> set[str]:
    """The names of rules that the analyser's own code refuses things by."""
    names = set()
    for path in Path(cnnlint.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id == "Refused" and isinstance(first, ast.Constant):
                    names.add(first.value)
    return names


@pytest.mark.parametrize("name", sorted(refusals()))
def test_whatever_is_refused_has_a_page(name: str) -> None:
    assert find(name).name == name


JUDGE = """
import io, json, sys
import keras
for name, text in json.load(sys.stdin):
    keras.backend.clear_session()
    try:
        exec(compile(text, name, "exec"), {"__name__": "__main__"})
        said = ""
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    print(json.dumps([name, said]))
"""


@pytest.fixture(scope="module")
def keras_says() -> dict[str, str]:
    """What real Keras raises for each example; "" where it builds the model."""
    import json

    examples = [
        (f"{rule.name} {section}", program(rule, section))
        for rule in RULES
        for section in ("Bad", "Good")
    ]
    said: dict[str, str] = {}
    for backend, trains in (("numpy", False), ("tensorflow", True)):
        done = subprocess.run(
            [sys.executable, "-c", JUDGE],
            input=json.dumps([each for each in examples if (".fit(" in each[1]) is trains]),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"},
        )
        lines = done.stdout.splitlines()
        said |= dict(json.loads(line) for line in lines if line.startswith("["))
    return said


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_real_keras_refuses_the_bad_and_builds_the_good(
    rule: type[Rule], keras_says: dict[str, str]
) -> None:
    assert keras_says[f"{rule.name} Good"] == ""
    said = keras_says[f"{rule.name} Bad"]
    if rule.severity != "error":
        assert said == ""  # Keras says nothing, and that is why there is a rule
        return
    assert said
    assert said.partition(":")[0] in page(rule).split("## What Keras says")[1]


def test_rules_that_are_not_asked_find_nothing() -> None:
    assert {rule.__module__.rpartition(".")[2] for rule in of_models()} >= ABOUT.keys()
    asked = 0
    for path in sorted((Path(__file__).parents[1] / "fixtures").rglob("*.py")):
        source = Source(str(path), path.read_text(encoding="utf-8"))
        try:
            models = analyse(source).models
        except SyntaxProblem:
            continue
        for model in models:
            left_out = idle(model)
            for rule in of_models():
                if rule.__module__.rpartition(".")[2] in left_out:
                    asked += 1
                    assert not list(rule.look(model)), (path, rule.name)
            forget()
    assert asked > 100
