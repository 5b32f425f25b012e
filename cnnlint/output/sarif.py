"""SARIF 2.1.0, as code scanning services read it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import os

from .. import __version__
from ..baseline import fingerprints
from ..rules import find, page
from .places import message, path, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..diagnostics import Diagnostic, Fix
    from ..project import Outcome
    from ..rules import Rule
    from ..source import Span

    Object = dict[str, Any]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
ROOT = "%SRCROOT%"
#: The name of our fingerprints; another number would mean that they are made in another way.
FINGERPRINT = "cnnlint/v1"


def document(diagnostics: Sequence[Diagnostic], outcomes: Sequence[Outcome]) -> str:
    from json import dumps

    names = sorted({each.name for each in diagnostics}, key=lambda name: find(name).code)
    index = {name: place for place, name in enumerate(names)}
    known = fingerprints(diagnostics, os.getcwd())
    run = {
        "tool": {
            "driver": {
                "name": "cnnlint",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(find(name)) for name in names],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(outcomes)],
        "results": [
            _result(each, index[each.name], name)
            for each, name in zip(diagnostics, known, strict=True)
        ],
    }
    content = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return dumps(content, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: type[Rule]) -> Object:
    markdown = page(rule)
    about = markdown.partition("## What it is\n")[2].partition("\n## ")[0]
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title()},
        "fullDescription": {"text": " ".join(about.split())},
        "help": {"text": markdown, "markdown": markdown},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.name]},
    }


def _result(diagnostic: Diagnostic, rule: int, fingerprint: str) -> Object:
    made: Object = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": LEVELS[diagnostic.severity],
        "message": {"text": message(diagnostic)},
        "locations": [_location(diagnostic.span)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {"certainty": diagnostic.certainty},
    }
    if diagnostic.because:
        made["relatedLocations"] = [
            {
                "id": number,
                **_location(note.span),
                "message": {"text": text(note.span, note.message)},
            }
            for number, note in enumerate(diagnostic.because, 1)
        ]
    if diagnostic.fix is not None and diagnostic.span.cell is None:
        made["fixes"] = [_fix(diagnostic.fix)]
    return made


def _location(span: Span) -> Object:
    physical: Object = {"artifactLocation": _artifact(path(span))}
    if span.cell is None:
        physical["region"] = _region(span)
        return {"physicalLocation": physical}
    cell = {"name": f"cell {span.cell}", "kind": "module"}
    return {"physicalLocation": physical, "logicalLocations": [cell]}


def _region(span: Span) -> Object:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _artifact(name: str) -> Object:
    """A file by a relative address where it lies below the working directory."""
    from urllib.parse import quote

    if os.path.isabs(name) or name.startswith("../"):
        whole = os.path.abspath(name).replace(os.sep, "/")
        return {"uri": f"file://{'' if whole.startswith('/') else '/'}{quote(whole)}"}
    return {"uri": quote(name), "uriBaseId": ROOT}


def _fix(fix: Fix) -> Object:
    by_path: dict[str, list[Object]] = {}
    for span, new in fix.edits:
        behind = span.source.span(span.end, span.end)
        region = {**_region(span), "endLine": behind.line, "endColumn": behind.column}
        edit = {"deletedRegion": region, "insertedContent": {"text": new}}
        by_path.setdefault(path(span), []).append(edit)
    return {
        "description": {"text": fix.description},
        "artifactChanges": [
            {"artifactLocation": _artifact(name), "replacements": edits}
            for name, edits in by_path.items()
        ],
    }


def _invocation(outcomes: Sequence[Outcome]) -> Object:
    """Whether everything could be read, and what could not."""
    problems = [outcome for outcome in outcomes if outcome.problem]
    made: Object = {"executionSuccessful": not problems}
    if problems:
        made["toolExecutionNotifications"] = [
            {
                "level": "error",
                "message": {"text": each.problem},
                "locations": [
                    {
                        "physicalLocation": {
                            "artifactLocation": _artifact(each.path.replace(os.sep, "/"))
                        }
                    }
                ],
            }
            for each in problems
        ]
    return made
