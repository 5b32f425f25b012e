"""JUnit's XML: a test suite for each file, a failed test for each diagnostic.

It keeps to the schema by which the xUnit plugin of Jenkins accepts or refuses a file
(junit-10.xsd). That knows the `file` of a suite, but no file and no line of a test: those are in
its text.
"""

from __future__ import annotations

from .places import message, path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..diagnostics import Diagnostic
    from ..project import Outcome


def document(diagnostics: Iterable[Diagnostic], outcomes: Iterable[Outcome]) -> str:
    by_path: dict[str, list[Diagnostic]] = {}
    problems: dict[str, str] = {}
    for outcome in outcomes:
        if not outcome.skipped:
            by_path.setdefault(outcome.path.replace("\\", "/"), [])
        if outcome.problem:
            problems[outcome.path.replace("\\", "/")] = outcome.problem
    for each in diagnostics:
        by_path.setdefault(path(each.span), []).append(each)
    suites = "".join(
        line
        for name, found in by_path.items()
        for line in _suite(name, found, problems.get(name, ""))
    )
    failures = sum(map(len, by_path.values()))
    tests = sum(max(len(found) + (name in problems), 1) for name, found in by_path.items())
    counts = _counts(tests, failures, len(problems))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<testsuites name="cnnlint"{counts}>\n{suites}</testsuites>\n'
    )


def _suite(name: str, found: list[Diagnostic], problem: str) -> Iterator[str]:
    counts = _counts(max(len(found) + bool(problem), 1), len(found), int(bool(problem)))
    yield f"  <testsuite{_attributes(name=name, file=name)}{counts}>\n"
    if problem:
        yield f"    <testcase{_attributes(name='cnnlint', classname=name)}>\n"
        yield f"      <error{_attributes(message=problem)}/>\n    </testcase>\n"
    elif not found:
        yield f"    <testcase{_attributes(name='cnnlint', classname=name)}/>\n"
    for each in found:
        span = each.span
        case = _attributes(name=f"{each.code} {each.name}", classname=name)
        yield f"    <testcase{case}>\n"
        told = _attributes(message=each.message, type=each.severity)
        yield f"      <failure{told}>{_text(f'{span.place}: {message(each)}')}</failure>\n"
        yield "    </testcase>\n"
    yield "  </testsuite>\n"


def _counts(tests: int, failures: int, errors: int) -> str:
    return _attributes(tests=str(tests), failures=str(failures), errors=str(errors))


def _attributes(**values: str) -> str:
    return "".join(f' {key}="{_text(value)}"' for key, value in values.items())


def _text(value: str) -> str:
    """Text that XML can hold; what it cannot at all is replaced."""
    shown = "".join(each if _is_allowed(each) else "\ufffd" for each in value)
    for character, name in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot"), ("\n", "#10")):
        shown = shown.replace(character, f"&{name};")
    return shown


def _is_allowed(character: str) -> bool:
    """Whether it is a Char of XML 1.0, section 2.2."""
    code = ord(character)
    return (
        character in "\t\n\r" or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code >= 0x10000
    )
