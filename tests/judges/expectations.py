"""Reading the expectations at the ends of a fixture's lines."""

from __future__ import annotations

import io
import os
import re
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"

KEYS = (
    "shape",
    "params",
    "total",
    "trainable",
    "error",
    "warning",
    "unknown",
    "sum",
    "requires",
    "try",
    "keras",
)
_START = re.compile(rf"(?:^#|\s#|\s\s)\s*({'|'.join(KEYS)}):\s*")
_LIKE = re.compile(r"^#\s*(?!(?:cnnlint|noqa|ruff):)(\w+):(\s|$)")
_MESSAGE = re.compile(r'\[(CNN\d{3})\]\s*(?:"(.*)")?$')
_TRY = re.compile(r"(\([^()]*\))\s+(ok|fails)")


class ExpectationError(Exception):
    """An expectation that cannot be read."""


class Expectation:
    """One thing expected of one line: `values` in no particular order, or a `text` to be found."""

    def __init__(self, line: int, kind: str, text: str) -> None:
        self.line = line
        self.kind = kind
        self.text = text
        self.code = ""
        self.values: list[str] = []
        self.tries: list[tuple[tuple[int, ...], bool]] = []
        if kind in ("shape", "params", "total", "trainable"):
            self.values = [normal(each) for each in text.split(" | ")]
            if not all(self.values) or {"?", "None"} & set(self.values):
                raise ExpectationError(f"line {line}: `{kind}:` without a value")
        elif kind in ("error", "warning"):
            match = _MESSAGE.match(text)
            if match is None:
                raise ExpectationError(
                    f'line {line}: write `{kind}: [CNN101] "text"`, not `{text}`'
                )
            self.code, self.text = match[1], match[2] or ""
        elif kind == "try":
            found = _TRY.findall(text)
            if not found:
                raise ExpectationError(f"line {line}: write `try: (48, 48) ok, (50, 50) fails`")
            self.tries = [
                (tuple(int(n) for n in re.findall(r"\d+", sizes)), verdict == "ok")
                for sizes, verdict in found
            ]
        elif not text:
            raise ExpectationError(f"line {line}: `{kind}:` without a text")

    def __repr__(self) -> str:
        code = f"[{self.code}] " if self.code else ""
        return f"line {self.line}: {self.kind}: {code}{self.text}"


def normal(value: str) -> str:
    """Shapes and numbers in one spelling."""
    value = squeezed(value)
    return re.sub(r"[,_]", "", value) if value[:1].isdigit() else value


def squeezed(shape: str) -> str:
    return re.sub(r"\s+", "", shape)


def read(text: str) -> list[Expectation]:
    """Every expectation in a text.

    Raises:
        ExpectationError: one cannot be read.
    """
    found: list[Expectation] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, column = token.start
        comment = token.string
        starts = list(_START.finditer(comment))
        if not starts:
            like = _LIKE.match(comment)
            if like is not None and token.line[:column].strip():
                raise ExpectationError(f"line {line}: no expectation is called `{like[1]}`")
            continue
        if not token.line[:column].strip() and starts[0][1] != "keras":
            raise ExpectationError(
                f"line {line}: an expectation stands at the end of a line of code"
            )
        ends = [match.start() for match in starts[1:]] + [len(comment)]
        for match, end in zip(starts, ends, strict=True):
            found.append(Expectation(line, match[1], comment[match.end() : end].strip()))
    return found


def text_of(path: Path) -> str:
    """The text of a fixture, as Python; a notebook's with its cells laid end to end."""
    if path.suffix == ".ipynb":
        from cnnlint.syntax.notebook import read as cells_of

        return cells_of(os.fspath(path), path.read_bytes()).text
    return path.read_text(encoding="utf-8")


def is_part(text: str) -> bool:
    """Whether this file is only imported by another fixture."""
    return text.startswith("# part of")


def fixtures() -> list[Path]:
    """Every fixture, in the order of their names."""
    return [
        path
        for path in sorted([*FIXTURES.rglob("*.py"), *FIXTURES.rglob("*.ipynb")])
        if "__pycache__" not in path.parts and not is_part(text_of(path))
    ]


def name_of(path: Path) -> str:
    """A fixture's name: where it lies below `fixtures`."""
    return path.resolve().relative_to(FIXTURES).with_suffix("").as_posix()
