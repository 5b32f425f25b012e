"""A run: paths in, one outcome for each file out. No file can stop the others."""

from __future__ import annotations

import os
import sys
from time import time_ns

from .config import Configs, in_force
from .discover import STDIN, find
from .source import Source, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from .analysis import Analysis
    from .cache import Memory, Stamp
    from .config import Config
    from .discover import Found
    from .interpreter.budget import Budget
    from .modules import Finder

    #: What is said about a file that holds these bytes instead; it may raise Unreadable.
    Again: TypeAlias = Callable[[bytes], "Outcome"]
    #: From a path, what became of it and its bytes, to what became of it in the end.
    Mend: TypeAlias = Callable[[str, "Outcome", bytes, Again], "Outcome"]

MENTIONS = (b"keras", b"tensorflow")

#: No text and no notebook with its pictures is as long: this much of a file is read, in bytes.
MAX_BYTES = 100 << 20

#: What a shell opens for a program it starts: to be read though it is no file.
OPENED = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")

#: The byte order mark of UTF-8.
MARK = b"\xef\xbb\xbf"


class Outcome:
    """What became of one path.

    `analysis` is None where the file could not be read; `problem` says why, in one line.
    `skipped` marks a file that mentions neither Keras nor TensorFlow. `memory` is how this can be
    known again, where that was asked for.
    """

    __slots__ = ("analysis", "memory", "path", "problem", "skipped")

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
        self.memory: Memory | None = None


class Unreadable(Exception):
    """A file that holds no Python text; the message is one line."""


class Foreign(Exception):
    """A notebook in another language than Python; the message is one line."""


def run(
    paths: Iterable[str],
    stdin_filename: str = "",
    configs: Configs | None = None,
    mend: Mend | None = None,
) -> Iterator[Outcome]:
    """Every file that the paths name, each once; before a file, what is wrong with its
    configuration, which is looked for in `configs`. `mend` may put fixes into a file."""
    configs = Configs() if configs is None else configs
    yield from with_problems(
        configs,
        (
            Outcome(name_of(found), problem=found.problem)
            if found.problem
            else analyse_file(
                name_of(found),
                stdin_filename,
                configs=configs,
                unless_unrelated=not found.named,
                mend=mend,
            )
            for found in find(paths, configs)
        ),
    )


def name_of(found: Found) -> str:
    """Under which name a file is reported."""
    return found.path if found.path == STDIN else shown(found.path)


def with_problems(configs: Configs, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes; before each, what turned out to be wrong with configurations."""
    told = 0
    for outcome in outcomes:
        for problem in configs.problems[told:]:
            yield Outcome(shown(problem.path), problem=str(problem))
        told = len(configs.problems)
        yield outcome
    for problem in configs.problems[told:]:
        yield Outcome(shown(problem.path), problem=str(problem))


def analyse_file(
    path: str,
    stdin_filename: str = "",
    *,
    target: str = "",
    configs: Configs | None = None,
    unless_unrelated: bool = False,
    mend: Mend | None = None,
    remember: bool = False,
    policy: str = "",
) -> Outcome:
    """Read and analyse one file; whatever goes wrong is told in the outcome.

    Its configuration, looked for in `configs`, may name targets besides, and rules that are not
    reported. With `remember` the outcome has a memory, where it can be known again. `policy` is
    the dtype policy that the program starts with.
    """
    name = (stdin_filename or "<stdin>") if path == STDIN else path
    look = Look(path) if remember else None
    try:
        data = read_bytes(path)
        if unless_unrelated and not mentions(data):
            return unrelated(name, data, look)
        source = read_source(name, data)
    except Unreadable as problem:
        return Outcome(name, problem=str(problem))
    except Foreign as reason:
        return unrelated(name, data, look) if unless_unrelated else _nothing(name, str(reason))
    config = None
    if configs is not None:
        named = path != STDIN or stdin_filename
        config = configs.of(name) if named else configs.given

    def judged(source: Source) -> Outcome:
        from .interpreter.budget import Budget
        from .modules import Finder

        find, budget = Finder(source.path), Budget()
        find.demand = in_force(name, config)
        find.policy = policy
        outcome = _analyse(source, target, None if target else config, find, budget)
        if outcome.analysis is not None:
            outcome.analysis.older = outcome.analysis.older and older(name, config)
        if look is not None and outcome.analysis is not None:
            from .recall import memory

            given = setting(config, name)
            outcome.memory = memory(outcome.analysis, look.stamp(data), given, find, budget)
        return selected(outcome, config)

    outcome = judged(source)
    if mend is None:
        return outcome
    return mend(path, outcome, data, lambda data: judged(read_source(name, data)))


def selected(outcome: Outcome, config: Config | None) -> Outcome:
    """The same outcome, with what the configuration wants to have reported."""
    chosen = [] if config is None else [each.choices for each in config.layers() if each.choices]
    if chosen and outcome.analysis is not None:
        from .selection import Selection

        outcome.analysis.diagnostics = Selection(*chosen).of(outcome.analysis.diagnostics)
    return outcome


def setting(config: Config | None, name: str) -> list[str]:
    """What an analysis depends on besides the text: all that the configuration of a file says,
    and the Keras that its project asks for."""

    demand = in_force(name, config)
    layers = () if config is None else config.layers()
    said = [f"{each.directory}: {sorted(each.values.items())!r}" for each in layers]
    return said if demand is None else [*said, demand.why]


def older(name: str, config: Config | None) -> str:
    """Why a file is judged by Keras 2; "" where nothing but its own code may say so."""

    demand = in_force(name, config)
    return demand.why if demand is not None and demand.keras == 2 else ""


def mentions(data: bytes) -> bool:
    """Whether a file may have to do with Keras."""
    return any(word in data for word in MENTIONS)


class Look:
    """A look at a file before it is read, which tells later whether it is the same."""

    __slots__ = ("status", "when")

    def __init__(self, path: str) -> None:
        self.when = time_ns()
        try:
            self.status: os.stat_result | None = os.stat(path)
        except (OSError, ValueError):
            self.status = None

    def stamp(self, data: bytes) -> Stamp:
        """Of the content that was read then."""
        from .cache import stamp_of

        return stamp_of(data, self.status, self.when)


def unrelated(name: str, data: bytes, look: Look | None) -> Outcome:
    """A file that has nothing to do with Keras; it can be known again by a look at it."""
    outcome = Outcome(name, skipped=True)
    if look is not None:
        from .cache import Entry, Memory

        outcome.memory = Memory(Entry(look.stamp(data), [], {}, None), {}, lasting=True)
    return outcome


def read_source(name: str, data: bytes) -> Source:
    """The text of a file that holds these bytes.

    Raises:
        Unreadable: it is none.
        Foreign: it is in another language.
    """
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


def _analyse(
    source: Source, target: str, config: Config | None, find: Finder, budget: Budget
) -> Outcome:
    from .syntax import lower
    from .syntax.tree import SyntaxProblem, TooMuch

    try:
        from .analysis import analyse

        if target:
            try:
                lower(target)
            except SyntaxProblem as problem:
                return Outcome(source.path, problem=f"`{target}` cannot be read: {problem.message}")
            return Outcome(source.path, analyse(source, targets=(target,), roots=False, find=find))
        besides = () if config is None else config.targets_of(source.path)
        budgets = None if config is None else config.budgets_of(source.path)
        analysis = analyse(source, besides=besides, find=find, budget=budget, budgets=budgets)
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
        return Outcome(source.path, problem=internal(error))


def read_bytes(path: str) -> bytes:
    """The content of a file, or of standard input for `-`."""
    if path == STDIN:
        if sys.stdin is None:
            raise Unreadable("standard input is closed")
        return sys.stdin.buffer.read()
    try:
        with open(path, "rb", opener=_opener) as file:
            if not path.startswith(OPENED):
                _check(os.fstat(file.fileno()))
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Unreadable("no such file or directory") from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        raise Unreadable(f"cannot be read: {reason.lower()}") from None
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES >> 20} MB")
    return data


def _opener(path: str, flags: int) -> int:
    """Opens a file, and does not wait for the other end of a pipe to be opened."""
    if not path.startswith(OPENED):
        flags |= getattr(os, "O_NONBLOCK", 0)
    return os.open(path, flags)


def _check(status: os.stat_result) -> None:
    """That it is a file, which ends."""
    from stat import S_ISREG

    if not S_ISREG(status.st_mode):
        raise Unreadable("is not a regular file; `-` reads standard input")
    if status.st_size > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES >> 20} MB")


def encoding_of(data: bytes) -> str:
    """The encoding of a Python file, without its byte order mark."""
    if not data.startswith(MARK) and b"coding" in b"".join(data.split(b"\n", 2)[:2]):
        return _coding_line(data)
    return "utf-8"


def decode(data: bytes) -> str:
    """The text of a Python file, by its byte order mark or its coding line (PEP 263)."""
    encoding = encoding_of(data)
    data = data.removeprefix(MARK)
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


def internal(error: BaseException) -> str:
    """What a person can report about a mistake of our own: what, and where in our code."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        where = f"{os.path.basename(code.co_filename)}:{trace.tb_lineno} in {code.co_name}"
        trace = trace.tb_next
    message = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"internal error, please report it with this file: {message} ({where})"
