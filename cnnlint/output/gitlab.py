"""A Code Quality report for GitLab.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import os

from ..baseline import fingerprints
from .places import path, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..diagnostics import Diagnostic

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def document(diagnostics: Sequence[Diagnostic]) -> str:
    from json import dumps

    names = fingerprints(diagnostics, os.getcwd())
    content = [_object(each, name) for each, name in zip(diagnostics, names, strict=True)]
    return dumps(content, indent=2, ensure_ascii=False) + "\n"


def _object(diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    span = diagnostic.span
    # GitLab wants a line for everything; that of a cell is none of the file.
    lines = (span.line, span.end_line) if span.cell is None else (1, 1)
    return {
        "description": text(span, diagnostic.message),
        "check_name": f"{diagnostic.code} {diagnostic.name}",
        "fingerprint": fingerprint,
        "severity": SEVERITIES[diagnostic.severity],
        "location": {"path": path(span), "lines": dict(zip(("begin", "end"), lines, strict=True))},
    }
