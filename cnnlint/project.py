"""A run: paths in, one outcome for each file out. No file can stop the others."""

from __future__ import annotations

import os
import sys

from .config import Configs
from .source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .analysis import Analysis
    from .config import Config
    from .selection import Choices

STDIN = "-"
MENTIONS = (b"keras", b"tensorflow")


class Outcome:
    """What became of one path.

    `analysis` is None where the file could not be read; `problem` says why, in one line.
    `skipped` marks a file that mentions neither Keras nor TensorFlow.
    """

    __slots__ = ("analysis", "path", "problem", "skipped")

    def __init__(
        self,
        path: str,
        analysis: Analysis | None = None,
        *,
        problem: str = "",
        skipped: bool = False,
    ) -> None:
        self.path = path
        self.analysis = analysis
        self.problem = problem
        self.skipped = skipped


class Unreadable(Exception):
    """A file that holds no Python text; the message is one line."""


class Foreign(Exception):
    """A notebook in another language than Python; the message is one line."""


def run(
    paths: Iterable[str], stdin_filename: str = "", choices: Choices | None = None
) -> Iterator[Outcome]:
    """Every file that the paths name, each once; before a file, what is wrong with its
    configuration. The `choices` of the command line go before those of configurations."""
    seen: set[str] = set()
    configs = Configs()
    told = 0
    for outcome in _files(paths, stdin_filename, configs, seen, choices):
        for problem in configs.problems[told:]:
            yield Outcome(shown(problem.path), problem=str(problem))
        told = len(configs.problems)
        yield outcome


def _files(
    paths: Iterable[str],
    stdin_filename: str,
    configs: Configs,
    seen: set[str],
    choices: Choices | None,
) -> Iterator[Outcome]:
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            from .discover import files

            found = False
            for name in files(path):
                found = True
                if _is_new(name, seen):
                    yield analyse_file(
                        shown(name), configs=configs, choices=choices, unless_unrelated=True
                    )
            if not found:
                yield Outcome(shown(path), problem="no Python files or notebooks in this directory")
        elif _is_new(path, seen):
            name = path if path == STDIN else shown(path)
            yield analyse_file(name, stdin_filename, configs=configs, choices=choices)


def analyse_file(
    path: str,
    stdin_filename: str = "",
    *,
    target: str = "",
    configs: Configs | None = None,
    choices: Choices | None = None,
    unless_unrelated: bool = False,
) -> Outcome:
    """Read and analyse one file; whatever goes wrong is told in the outcome.

    Its configuration, looked for in `configs`, may name targets besides, and rules that are not
    reported; `choices` go before it.
    """
    name = (stdin_filename or "<stdin>") if path == STDIN else path
    try:
        data = read_bytes(path)
        if unless_unrelated and not any(word in data for word in MENTIONS):
            return Outcome(name, skipped=True)
        source = _source(name, data)
    except Unreadable as problem:
        return Outcome(name, problem=str(problem))
    except Foreign as reason:
        return _nothing(name, str(reason)) if not unless_unrelated else Outcome(name, skipped=True)
    config = None
    if configs is not None and (path != STDIN or stdin_filename):
        config = configs.of(name)
    outcome = _analyse(source, target, None if target else config)
    chosen = [] if choices is None else [choices]
    if config is not None:
        chosen += [each.choices for each in config.layers() if each.choices is not None]
    if chosen and outcome.analysis is not None:
        from .selection import Selection

        outcome.analysis.diagnostics = Selection(*chosen).of(outcome.analysis.diagnostics)
    return outcome


def _source(name: str, data: bytes) -> Source:
    if not name.endswith(".ipynb"):
        return Source(name, decode(data))
    from .syntax.notebook import NotANotebook, OtherLanguage, read

    try:
        return read(name, data)
    except NotANotebook as problem:
        raise Unreadable(str(problem)) from None
    except OtherLanguage as reason:
        raise Foreign(str(reason)) from None


def _nothing(name: str, reason: str) -> Outcome:
    """A file that has no Python to speak of, and why."""
    from .analysis import Analysis
    from .diagnostics import Unknown

    analysis = Analysis(Source(name, ""))
    analysis.unknowns.append(Unknown(reason, None))
    return Outcome(name, analysis)


def _analyse(source: Source, target: str, config: Config | None) -> Outcome:
    from .syntax import lower
    from .syntax.tree import SyntaxProblem, TooMuch

    try:
        from .analysis import analyse
        from .modules import Finder

        find = Finder(source.path)
        if target:
            try:
                lower(target)
            except SyntaxProblem as problem:
                return Outcome(source.path, problem=f"`{target}` cannot be read: {problem.message}")
            return Outcome(source.path, analyse(source, targets=(target,), roots=False, find=find))
        besides = () if config is None else config.targets_of(source.path)
        analysis = analyse(source, besides=besides, find=find)
        trouble = ""
        if config is not None and analysis.failed:
            error = config.target_error(source.path, *analysis.failed[0])
            trouble = f"{shown(error.path)}: {error}"
        return Outcome(source.path, analysis, problem=trouble)
    except TooMuch as problem:
        line = source.line_of(problem.offset)
        return Outcome(source.path, problem=f"cannot be read: line {line}: {problem.message}")
    except SyntaxProblem as problem:
        from .analysis import Analysis
        from .rules.judge import syntax_error

        analysis = Analysis(source)
        analysis.diagnostics.append(syntax_error(source, problem.message, problem.offset))
        return Outcome(source.path, analysis)
    except Exception as error:
        return Outcome(source.path, problem=_internal(error))


def read_bytes(path: str) -> bytes:
    """The content of a file, or of standard input for `-`."""
    if path == STDIN:
        if sys.stdin is None:
            raise Unreadable("standard input is closed")
        return sys.stdin.buffer.read()
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise Unreadable("no such file or directory") from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        raise Unreadable(f"cannot be read: {reason.lower()}") from None


def decode(data: bytes) -> str:
    """The text of a Python file, by its byte order mark or its coding line (PEP 263)."""
    encoding = "utf-8"
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    elif b"coding" in b"".join(data.split(b"\n", 2)[:2]):
        encoding = _coding_line(data)
    if b"\0" in data:
        raise Unreadable("holds null bytes: this is not Python source")
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        line = ""
        if isinstance(error, UnicodeDecodeError):
            line = f" on line {data.count(10, 0, error.start) + 1}"
        remedy = "; a `# -*- coding: ... -*-` line can name its encoding"
        raise Unreadable(
            f"is not {encoding}{line}{remedy if encoding == 'utf-8' else ''}"
        ) from None


def _coding_line(data: bytes) -> str:
    from io import BytesIO
    from tokenize import detect_encoding

    try:
        return detect_encoding(BytesIO(data).readline)[0]
    except SyntaxError as error:
        message = str(error.msg).partition(" for ")[0]
        raise Unreadable(f"has a coding line that cannot be followed: {message}") from None


def shown(path: str) -> str:
    """The path as it is reported: from the working directory where it lies below."""
    path = os.path.normpath(path)
    if os.path.isabs(path):
        inside = os.path.relpath(path)
        if not inside.startswith(os.pardir):
            return inside
    return path


def _is_new(path: str, seen: set[str]) -> bool:
    key = path if path == STDIN else os.path.abspath(path)
    if key in seen:
        return False
    seen.add(key)
    return True


def _internal(error: BaseException) -> str:
    """What a person can report about a mistake of our own: what, and where in our code."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        where = f"{os.path.basename(code.co_filename)}:{trace.tb_lineno} in {code.co_name}"
        trace = trace.tb_next
    message = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"internal error, please report it with this file: {message} ({where})"
