"""What CI services read of us: the action, and the examples of the documentation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_cli import BAD, GOOD

ROOT = Path(__file__).resolve().parents[1]


def blocks() -> list[tuple[str, str]]:
    """The examples in YAML, each with the name of the file that it is."""
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    found = [block.split("```")[0] for block in text.split("```yaml\n")[1:]]
    return [(block.splitlines()[0].removeprefix("# "), block) for block in found]


def validated(schema: str, *paths: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, paths)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_is_one() -> None:
    validated("vendor.github-actions", ROOT / "action.yml")


@pytest.mark.parametrize(("name", "text"), blocks(), ids=lambda value: value.splitlines()[0])
def test_the_examples(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / Path(name).name
    path.write_text(text, encoding="utf-8")
    if name == ".pre-commit-config.yaml":
        command = [sys.executable, "-m", "pre_commit", "validate-config", str(path)]
        assert subprocess.run(command).returncode == 0
    else:
        which = "gitlab-ci" if "gitlab" in name else "github-workflows"
        validated(f"vendor.{which}", path)


def test_the_examples_name_what_there_is() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")] == [
        *action["inputs"]
    ]
    (workflow,) = [yaml.safe_load(block) for _, block in blocks() if "OWNER/cnnlint" in block]
    (step,) = [s for s in workflow["jobs"]["cnnlint"]["steps"] if "OWNER/" in s.get("uses", "")]
    assert set(step["with"]) <= set(action["inputs"])
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (config,) = [yaml.safe_load(block) for _, block in blocks() if "repos:" in block]
    used = [hook["id"] for hook in config["repos"][0]["hooks"]]
    assert used == [hook["id"] for hook in hooks]


# The steps of the action, as a runner runs them -------------------------------------------


class Runner:
    """Runs the steps that are lines for a shell, but for the installation."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.action: Any = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        self.work = place / "work"
        self.work.mkdir()
        (place / "temp").mkdir()
        self.program = place / "cnnlint"
        self.program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cnnlint "$@"\n')
        self.program.chmod(0o755)

    def step(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        (step,) = [each for each in self.action["runs"]["steps"] if each["name"] == name]
        defaults = {name: each["default"] for name, each in self.action["inputs"].items()}
        values = {f"${{{{ inputs.{key} }}}}": each for key, each in (defaults | inputs).items()}
        values["${{ steps.install.outputs.program }}"] = str(self.program)
        values["${{ github.action_path }}"] = str(ROOT)
        assert "${{" not in step["run"]  # what a user says must not become a program
        script = self.place / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.work / values.get(step.get("working-directory", ""), "."),
            capture_output=True,
            text=True,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "RUNNER_TEMP": str(self.place / "temp"),
                "GITHUB_OUTPUT": str(self.place / "output"),
                "GITHUB_STEP_SUMMARY": str(self.place / "summary"),
                **{key: values[each] for key, each in step["env"].items()},
            },
        )

    def written(self, name: str) -> str:
        return (self.place / name).read_text(encoding="utf-8")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    if shutil.which("bash") is None or sys.platform == "win32":
        pytest.skip("there is no bash here")
    return Runner(tmp_path)


@pytest.mark.slow
def test_it_installs(runner: Runner) -> None:
    done = runner.step("Install cnnlint", python=sys.executable)
    if "Could not find a version" in done.stderr or "Temporary failure" in done.stderr:
        pytest.skip("pip reaches no package index")
    assert done.returncode == 0, done.stderr
    runner.program = Path(runner.written("output").partition("=")[2].strip())
    (runner.work / "model.py").write_text(GOOD, encoding="utf-8")
    assert runner.step("Check").returncode == 0


def test_it_annotates(runner: Runner) -> None:
    (runner.work / "a b.py").write_text(BAD, encoding="utf-8")
    (runner.work / "good.py").write_text(GOOD, encoding="utf-8")
    done = runner.step("Check")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=a b.py,line=6,")
    assert runner.written("output") == "status=1\n"
    assert runner.step("Check", paths="good.py\n\n").returncode == 0
    assert runner.step("Check", args="--select\nCNN4\n").returncode == 0
    assert runner.step("Check", paths="a b.py\ngood.py", args="--fail-on=error").returncode == 1
    hostile = '$(touch sprung)"; touch sprung; `touch sprung`'
    assert runner.step("Check", paths=hostile).returncode == 2
    assert not (runner.work / "sprung").exists()


def test_it_writes_sarif(runner: Runner) -> None:
    (runner.work / "model.py").write_text(BAD, encoding="utf-8")
    done = runner.step("Write the findings as SARIF", paths="model.py\nmissing.py")
    assert done.returncode == 0, done.stderr
    file = runner.written("output").partition("=")[2].strip()
    assert '"CNN101"' in Path(file).read_text(encoding="utf-8")


def test_it_compares(runner: Runner) -> None:
    if shutil.which("git") is None:
        pytest.skip("there is no git here")
    model = runner.work / "model.py"
    model.write_text(GOOD, encoding="utf-8")
    for command in (
        "init --quiet --initial-branch main .",
        "add .",
        "-c user.name=n -c user.email=e commit --quiet -m one",
    ):
        subprocess.run(["git", *command.split()], cwd=runner.work, check=True)
    model.write_text(GOOD.replace("Conv2D(4", "Conv2D(8"), encoding="utf-8")
    done = runner.step("Compare the models", diff="main")
    assert done.returncode == 0, done.stderr
    assert "| Total params | 112 | 224 |" in runner.written("summary")
