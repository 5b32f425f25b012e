"""Notebooks: the code cells of an .ipynb file laid end to end, and their tree.

Formats 3 and 4 of nbformat are read, and whatever else has cells in the same places. A cell is
Python with IPython's additions (`magics`); one that is not is left out, and the others stay.
"""

from __future__ import annotations

from cnnlint.source import Cell, Source
from cnnlint.syntax import lower, magics
from cnnlint.syntax.outline import MAX_LENGTH
from cnnlint.syntax.tree import Module, SyntaxProblem, TooMuch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from cnnlint.syntax.magics import Hole, Reading
    from cnnlint.syntax.tree import Node

#: Bytes; pictures in the outputs make notebooks large, their code hardly ever.
LARGEST = 100_000_000

# What stands before each cell. The statement keeps two cells from being one; the blanks make room
# for what lets a cell be indented as a whole.
BREAK = "pass\n"
BLOCK = "if 1:\n"
GAP = f"{BREAK}{' ' * (len(BLOCK) - 1)}\n"

PYTHON = ("", "python", "ipython", "python2", "python3", "ipython2", "ipython3")
MEANT_TO_RAISE = "raises-exception"


class NotANotebook(Exception):
    """The bytes are not those of a notebook; the message is one line."""


class OtherLanguage(Exception):
    """The kernel of this notebook runs no Python; the message is one line."""


def read(path: str, data: bytes) -> Source:
    """The code of a notebook.

    Raises NotANotebook, or OtherLanguage where there are cells of another language only.
    """
    notebook = _parsed(data)
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        sheets = notebook.get("worksheets")
        if not isinstance(sheets, list):
            if data.strip():
                raise NotANotebook("is not a notebook: it has no cells")
            sheets = []
        cells = [cell for sheet in sheets for cell in _list(_dict(sheet).get("cells"))]
    language = _language(notebook)
    if language.lower() not in PYTHON:
        raise OtherLanguage(f"the language of this notebook is {language}, not Python")
    code = []
    for number, cell in enumerate(cells, start=1):
        tags = _list(_dict(_dict(cell).get("metadata")).get("tags"))
        code.append((number, _code(_dict(cell)), MEANT_TO_RAISE in tags))
    return laid_end_to_end(path, code)


def laid_end_to_end(path: str, cells: Iterable[tuple[int, str, bool]]) -> Source:
    """One text of the code of cells, each with its number and whether it is meant to raise.

    Blank cells are left out.
    """
    found: list[Cell] = []
    pieces: list[str] = []
    at = 0
    for number, code, may_raise in cells:
        text = code.replace("\r\n", "\n")
        if text.strip():
            pieces += (GAP, text, "\n")
            at += len(GAP)
            found.append(Cell(number, at, at + len(text), may_raise))
            at += len(text) + 1
    return Source(path, "".join(pieces), tuple(found))


def _parsed(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise NotANotebook(f"cannot be read: it is larger than {LARGEST // 1_000_000} MB")
    from json import loads

    try:
        content = loads(data.decode("utf-8-sig")) if data.strip() else {}
    except UnicodeDecodeError:
        raise NotANotebook("is not a notebook: it is not UTF-8") from None
    except RecursionError:
        raise NotANotebook("is not a notebook: it is too deeply nested") from None
    except ValueError as error:
        line = getattr(error, "lineno", None)
        where = "" if line is None else f" on line {line}"
        raise NotANotebook(f"is not a notebook: it is not JSON{where}") from None
    if not isinstance(content, dict):
        raise NotANotebook("is not a notebook: it is no JSON object")
    return content


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _language(notebook: dict[str, Any]) -> str:
    """The language of the kernel; "" where the notebook does not say."""
    metadata = _dict(notebook.get("metadata"))
    kernel, language = _dict(metadata.get("kernelspec")), _dict(metadata.get("language_info"))
    named = language.get("name") or kernel.get("language")
    return named if isinstance(named, str) else ""


def _code(cell: dict[str, Any]) -> str:
    """The code of a cell; "" where it is prose, or in another language."""
    if cell.get("cell_type") != "code":
        return ""
    editor = _dict(_dict(cell.get("metadata")).get("vscode")).get("languageId", "")
    for language in (cell.get("language", ""), editor):
        if not isinstance(language, str) or language.lower() not in PYTHON:
            return ""
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


# The tree -----------------------------------------------------------------------------------


def lower_cells(source: Source) -> Module:
    """Lower a notebook. Where a cell is no Python, what it would bind is not known.

    Raises TooMuch where there is more than is read.
    """
    if len(source.text) > MAX_LENGTH:
        raise TooMuch(f"the code is longer than {MAX_LENGTH:,} characters", MAX_LENGTH)
    readings = [magics.read(source.text[cell.start : cell.end]) for cell in source.cells]
    problems: list[SyntaxProblem] = []
    try:
        tree = lower(_laid_out(readings))
        # A string that one cell opens and another closes would swallow what stands between.
        starts = {node[1] for node in tree.statements}
        alone = all(cell.start - len(GAP) in starts for cell in source.cells)
    except SyntaxProblem:
        alone = False
    if not alone:
        for place, reading in enumerate(readings):
            problem = _problem(reading)
            if problem is not None:
                cell = source.cells[place]
                text = source.text[cell.start : cell.end]
                if magics.is_command(text):
                    readings[place] = magics.unreadable(text)
                    continue
                reason = "this cell is not Python, and what it would define is not known"
                if isinstance(problem, TooMuch):
                    reason = f"this cell cannot be read: {problem.message}"
                else:
                    problem.offset = min(cell.start + problem.offset, cell.end)
                    problems.append(problem)
                readings[place] = magics.unreadable(text, reason)
        tree = lower(_laid_out(readings))
    groups = source.by_cell(_inside(source, tree))
    by_cell = {source.cell_at(group[0][1]): group for group in groups}
    statements: list[Node] = []
    for cell, reading in zip(source.cells, readings, strict=True):
        statements += _filled(reading, by_cell.get(cell, ()), cell.start)
    return Module(tuple(statements), tree.comments, tree.problems, tuple(problems))


def _laid_out(readings: Iterable[Reading]) -> str:
    """The Python of all cells, as long as the text of the source."""
    pieces: list[str] = []
    for reading in readings:
        pieces += (BREAK + BLOCK if reading.indented else GAP, reading.code, "\n")
    return "".join(pieces)


def _is_gap(source: Source, node: Node) -> bool:
    cell = source.cell_at(node[1])
    return cell is None or node[1] > cell.end


def _inside(source: Source, tree: Module) -> Iterator[Node]:
    """The statements of the cells, without what stands between them."""
    for node in tree.statements:
        if not _is_gap(source, node):
            yield node
        elif node[0] == "If":
            yield from node[4]


def _problem(reading: Reading) -> SyntaxProblem | None:
    """What keeps a cell from being read by itself, placed in its text."""
    before = BLOCK if reading.indented else ""
    try:
        lower(before + reading.code)
    except SyntaxProblem as problem:
        problem.offset = max(0, problem.offset - len(before))
        return problem
    return None


def _filled(reading: Reading, statements: Sequence[Node], start: int) -> list[Node]:
    """The statements of a cell that begins at `start`, with what is not Python in its place."""
    holes = {start + hole.start: _opaque(hole, start) for hole in reading.holes}
    body = [_with_holes(node, holes) for node in statements] if holes else list(statements)
    if reading.timed and body:
        # As `%%timeit` has it: a function of no name that anybody could use, and its call.
        name, end = "%%timeit", start + len("%%timeit")
        call = ("Call", start, end, ("Name", start, end, name), ())
        timed = ("FunctionDef", start, end, name, (), tuple(body), (), None, "")
        body = [timed, ("Expr", start, end, call)]
    before = [_opaque(hole, start) for hole in reading.before]
    return [*(("Expr", node[1], node[2], node) for node in before), *body]


def _opaque(hole: Hole, start: int) -> Node:
    return ("Opaque", start + hole.start, start + hole.end, hole.reason, hole.names)


def _with_holes(node: Any, holes: dict[int, Node]) -> Any:
    """A tree in which the `0` that stands for a hole is the hole."""
    if type(node) is not tuple or not node:
        return node
    if node[0] == "Constant" and len(node) == 4:
        return holes.get(node[1], node)
    return tuple(_with_holes(part, holes) for part in node)
