"""Patterns of a .gitignore, held against `pathspec`, which knows all of git's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from cnnlint.globs import answering

PARTS = st.text("ab.*?", min_size=1, max_size=4) | st.sampled_from(["*.py[cod]", "[ab]a", "a[b]*"])
PATTERNS = st.builds(
    lambda no, top, parts, end: f"{no}{top}{'/'.join(parts)}{end}",
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(PARTS, min_size=1, max_size=3),
    st.sampled_from(["", "/", "  "]),
)
NAMES = st.text("ab.cpy", min_size=1, max_size=4).filter(lambda name: name != "..")
PATHS = st.lists(NAMES.filter(lambda name: name != "."), min_size=1, max_size=4).map("/".join)

USUAL = """\
# Byte-compiled
__pycache__/
*.py[cod]
*$py.class
*.so
.Python
build/
/dist/
share/python-wheels/
*.egg-info/
.coverage.*
!keep.egg-info/
docs/_build/
data/*.csv
*.h5

.env
"""


@settings(max_examples=600)
@given(st.lists(PATTERNS, min_size=1, max_size=4), PATHS | st.just("."), st.booleans())
def test_what_pathspec_says(lines: list[str], path: str, is_directory: bool) -> None:
    answer = answering(lines)
    is_directory = is_directory or path == "."
    if answer is not None:
        spec = GitIgnoreSpec.from_lines(lines)
        said = spec.check_file(f"{path}/" if is_directory else path).include
        assert answer(path, is_directory) == said


@pytest.mark.parametrize(
    ("path", "is_directory", "said"),
    [
        ("pkg/__pycache__", True, True),
        ("pkg/__pycache__/a.py", False, True),
        ("a/b.pyc", False, True),
        ("a/b.pyx", False, None),
        ("b$py.class", False, True),
        ("dist", True, True),
        ("a/dist", True, None),
        ("dist", False, None),
        ("a.egg-info", True, True),
        ("keep.egg-info", True, False),
        ("docs/_build/x.py", False, True),
        ("a/docs/_build", True, None),
        ("data/a.csv", False, True),
        ("data/b/a.csv", False, None),
        (".coverage.1", False, True),
    ],
)
def test_the_usual(path: str, is_directory: bool, said: bool | None) -> None:
    answer = answering(USUAL.splitlines())
    assert answer is not None
    assert answer(path, is_directory) is said
    spec = GitIgnoreSpec.from_lines(USUAL.splitlines())
    assert spec.check_file(f"{path}/" if is_directory else path).include is said


@pytest.mark.parametrize(
    "line", ["a/**/b", "**/a", r"\#a", "[a-z]", "[!a]", "[]", "a//b", "!", "*", "*/", "[a", "a]"]
)
def test_what_is_left_to_pathspec(line: str) -> None:
    assert answering(["a", line]) is None


def test_the_usual_list_needs_no_pathspec(tmp_path: Path) -> None:
    import cnnlint

    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text(USUAL)
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "out.py").write_text("import keras\n")
    (tmp_path / "a.py").write_text("print(1)\n")
    program = (
        "import sys\nfrom cnnlint.cli import main\nmain(['check', '--show-files'])\n"
        "print('pathspec' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(Path(cnnlint.__file__).parents[1]), "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout.split() == ["a.py", "False"]
