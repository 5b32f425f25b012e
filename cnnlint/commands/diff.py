"""`cnnlint diff`: what a change does to layers, shapes, parameters and cost."""

from __future__ import annotations

import os

from .arguments import add_config, add_discovery, configs, parser
from .delivery import FOUND, OK, WRONG, WrongUse, complain, deliver, prepare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from ..config import Configs
    from ..network import Model
    from ..project import Outcome
    from ..revisions import Repository

    #: By the path from the top of the repository: the text of a file, and its models.
    Files = dict[str, tuple[str, list[Model]]]

FORMATS = ("full", "text", "markdown", "json")
WORKING_TREE = "the working tree"


def command() -> ArgumentParser:
    """The options."""
    made = parser(
        "cnnlint diff", "What changed in each model between two states of a git repository."
    )
    made.add_argument("paths", nargs="*", metavar="PATH", help="file or directory; default: .")
    group = made.add_argument_group("which states", "REV is whatever git takes for a commit.")
    group.add_argument("--base", default="HEAD", metavar="REV", help="before; default: HEAD")
    group.add_argument("--head", metavar="REV", help="after; default: the working tree")
    group.add_argument(
        "--merge-base", action="store_true", help="before is where --base and after parted"
    )
    group = made.add_argument_group("what is written")
    group.add_argument(
        "--output-format",
        dest="form",
        choices=FORMATS,
        default="full",
        metavar="FORMAT",
        help="%(choices)s; default: %(default)s",
    )
    group.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        metavar="WHEN",
        help="%(choices)s; default: %(default)s",
    )
    group.add_argument("-o", "--output-file", default="", metavar="FILE", help="write to FILE")
    group.add_argument("--exit-code", action="store_true", help="exit with 1 where a model changed")
    add_discovery(made)
    add_config(made)
    return made


def run(arguments: list[str]) -> int:
    """Compare, and show what changed."""
    options = command().parse_args(arguments)
    from tempfile import TemporaryDirectory

    from ..revisions import NoRevision, Repository

    found = configs(options)
    prepare(options)
    paths = options.paths or ["."]
    for path in paths:
        if path == "-":
            raise WrongUse("standard input has no revisions")
    try:
        repository = Repository(_directory(paths[0]))
        base = repository.commit(options.base)
        head = None if options.head is None else repository.commit(options.head)
        if options.merge_base:
            base = repository.merge_base(base, head or repository.commit("HEAD"))
        with TemporaryDirectory(prefix="cnnlint-") as place:
            place = os.path.realpath(place)
            before, problems = _of_revision(repository, base, f"{place}/before", paths, options)
            if head is not None:
                after, more = _of_revision(repository, head, f"{place}/after", paths, options)
            else:
                after, more = _of_working_tree(repository, paths, found)
                more = _missing(more, before)
            return _show(options, before, after, [*problems, *more])
    except NoRevision as problem:
        raise WrongUse(str(problem)) from None


def _directory(path: str) -> str:
    """Where to look for the repository of a path, which may be gone."""
    directory = os.path.abspath(path)
    while not os.path.isdir(directory):
        directory = os.path.dirname(directory)
    return directory


def _show(options: Namespace, before: Files, after: Files, problems: list[Outcome]) -> int:
    from ..changes import changes

    names = (options.base, options.head or WORKING_TREE)
    found = changes(before, after)
    if options.form == "json":
        from ..output.changes import document

        deliver(options, document(found, *names), encoding="utf-8")
    elif options.form == "markdown":
        from ..report.changes import markdown

        deliver(options, markdown(found, *names), encoding="utf-8")
    else:
        from ..report.changes import text

        deliver(options, text(found, *names))
    if complain(problems):
        return WRONG
    changed = any(change.status != "same" for change in found)
    return FOUND if changed and options.exit_code else OK


def _of_working_tree(
    repository: Repository, paths: Iterable[str], found: Configs
) -> tuple[Files, list[Outcome]]:
    from ..project import run

    return _files(run(paths, configs=found), repository.top, "")


def _of_revision(
    repository: Repository, commit: str, place: str, paths: Iterable[str], options: Namespace
) -> tuple[Files, list[Outcome]]:
    """The same paths in another state, as far as they are there."""
    from ..project import run

    os.mkdir(place)
    repository.lay_out(commit, place)
    there = []
    for path in paths:
        inside = os.path.relpath(os.path.realpath(path), repository.top)
        if inside.startswith(os.pardir):
            raise WrongUse(f"{path}: is not in the repository {repository.top}")
        laid_out = os.path.normpath(os.path.join(place, inside))
        if os.path.exists(laid_out):
            there.append(laid_out)
    files, problems = _files(run(there, configs=configs(options)), place, f" in {commit[:12]}")
    return files, problems


def _files(outcomes: Iterable[Outcome], top: str, where: str) -> tuple[Files, list[Outcome]]:
    """What was found, by paths from the top; and what could not be read there."""
    from ..discover import NOTHING
    from ..project import Outcome
    from ..table import told

    files: Files = {}
    problems = []
    for outcome in outcomes:
        inside = os.path.relpath(os.path.realpath(outcome.path), top).replace(os.sep, "/")
        if outcome.problem and not outcome.problem.startswith(NOTHING):
            problems.append(Outcome(f"{inside}{where}", problem=outcome.problem))
        analysis = outcome.analysis
        if analysis is not None and analysis.models:
            files[inside] = (analysis.source.text, told(analysis.models))
    return files, problems


def _missing(problems: list[Outcome], before: Files) -> list[Outcome]:
    """Without those that are told of files which are gone: that is a change, and no problem."""
    return [
        each
        for each in problems
        if not (each.problem == "no such file or directory" and each.path in before)
    ]
