"""What a refusal of LibCST's parser means: where the text is wrong, and why.

LibCST says which tokens it would have liked, and one token too late; for some mistakes it names no
place at all. Python itself says it better, but where it stops early, that may be because it does
not know the grammar of later releases. So Python is asked too, and heard unless it stopped early.
"""

from __future__ import annotations

from cnnlint.syntax.tree import SyntaxProblem, TooMuch

# What `ast.parse` passes to `compile`, which stops there after parsing.
ONLY_PARSE = 0x400
BLANK = " \t\f\r\n\\"


def refusal(text: str, message: str, start: int = 0) -> SyntaxProblem:
    """The problem in `text` for which LibCST gave `message`, asked for what begins at `start`."""
    place = _place(text, message, start)
    python = python_problem(text)
    if python is None:
        return TooMuch("syntax that LibCST does not know", place or 0)
    if place is None or python.message.endswith("was never closed"):
        return python
    return (
        python
        if python.offset >= _line_start(text, place)
        else SyntaxProblem("invalid syntax", place)
    )


def _place(text: str, message: str, start: int) -> int | None:
    """Where the token starts before the place that LibCST names, if it names one."""
    line, colon, rest = message.partition("error at ")[2].partition(":")
    column = rest.partition(":")[0]
    if not (colon and line.isdecimal() and column.isdecimal()):
        return None
    before = text[: start + _offset(text[start:], int(line), int(column))].rstrip(BLANK)
    word = len(before)
    while word and (before[word - 1].isalnum() or before[word - 1] == "_"):
        word -= 1
    return word if word < len(before) else max(word - 1, 0)


def python_problem(text: str) -> SyntaxProblem | None:
    """What Python itself finds wrong, if anything."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "<text>", "exec", ONLY_PARSE, dont_inherit=True)
        except SyntaxError as error:
            line, column = error.lineno or 1, max(error.offset or 1, 1)
            return SyntaxProblem(error.msg, _offset(text, line, column - 1))
        except (ValueError, OverflowError, MemoryError, RecursionError):
            return None
    return None


def is_python(text: str) -> bool:
    """Whether Python itself takes the text."""
    import warnings

    try:
        from _symtable import symtable  # type: ignore[import-not-found]
    except ImportError:  # not CPython
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            symtable(text, "<text>", "exec")
        except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError):
            return False
    return True


def _line_start(text: str, place: int) -> int:
    return max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a place; lines count from 1, columns from 0."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
        if not start:
            return len(text)
    return min(start + column, len(text))
