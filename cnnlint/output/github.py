"""Commands for the log of GitHub Actions, which shows them beside the lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from .places import message, path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..diagnostics import Diagnostic

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def document(diagnostics: Iterable[Diagnostic]) -> str:
    return "".join(f"{_command(each)}\n" for each in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    properties: dict[str, object] = {"file": path(span)}
    if span.cell is None:
        properties |= {"line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:  # GitHub takes columns of a single line only
            properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = f"{diagnostic.code} {diagnostic.name}"
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{COMMANDS[diagnostic.severity]} {listed}::{_escaped(message(diagnostic))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
