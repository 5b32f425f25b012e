"""How `cnnlint summary` shows models: which columns, how deep, in which format."""

from __future__ import annotations

from .delivery import WrongUse
from .showing import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from ..analysis import Analysis
    from ..report.outline import View
    from ..sizes import Sizes

TABLES = ("markdown", "csv")
PICTURES = ("mermaid", "dot", "svg", "html")
ALL = (FORMATS[0], "text", *FORMATS[1:], *TABLES, *PICTURES)


def add_view(to: ArgumentParser) -> None:
    """What of a model is shown."""
    group = to.add_argument_group("what is shown of a model")
    group.add_argument(
        "--columns",
        action="append",
        metavar="NAME,...",
        help="the columns of its table; a wrong name is answered with those that there are",
    )
    group.add_argument(
        "--depth",
        metavar="N",
        help="how many levels of what is inside layers to show; 0: what Keras shows",
    )
    group.add_argument(
        "--fold", action="store_true", default=None, help="show blocks that repeat once: ×12"
    )
    group.add_argument(
        "--no-fold", dest="fold", action="store_false", help="do not, as tables do by default"
    )
    group.add_argument("--batch", metavar="N", help="the size of a batch, where it is open")
    group.add_argument(
        "--input",
        action="append",
        metavar="SHAPE|NAME=SIZE",
        help='sizes that the code leaves open: "(224, 224, 3)", image="(224, 224, 3)" or H=224',
    )


def view(options: Namespace) -> View:
    """What the options ask to see."""
    from ..report.outline import View

    form = options.output_format
    if form in ("json", "jsonl", "concise"):
        for name in ("columns", "depth", "fold"):
            if getattr(options, name) is not None:
                raise WrongUse(f"--{name} is for tables and pictures: {form} is neither")
    fold = options.fold if options.fold is not None else form in PICTURES
    depth: int | None = None
    if options.depth is not None:
        if not (options.depth.isascii() and options.depth.isdecimal()):
            raise WrongUse(f"--depth is a number of levels, and not `{options.depth}`")
        depth = int(options.depth[:9])
    if options.columns is None:
        return View(None, depth, fold)
    if form in ("mermaid", "dot", "svg"):
        raise WrongUse(f"--columns are those of a table: {form} has none")
    from ..report.columns import NoSuchColumn, columns

    try:
        return View(columns(options.columns), depth, fold)
    except NoSuchColumn as problem:
        raise WrongUse(f"--columns: {problem}") from None


def sizes(options: Namespace) -> Sizes | None:
    """What --batch and --input give; None where they are not there."""
    if options.batch is None and not options.input:
        return None
    from ..sizes import Sizes

    given = Sizes()
    if options.batch is not None:
        given.batch = _count(options.batch, "--batch")
    for text in options.input or ():
        name, equals, wanted = text.partition("=")
        name, wanted = (name.strip(), wanted.strip()) if equals else ("", name.strip())
        if equals and not name:
            raise WrongUse(f"--input: `{text}` names nothing before `=`")
        if not wanted.startswith("("):
            if not equals:
                raise WrongUse(f'--input: `{text}` is neither "(224, 224, 3)" nor NAME=SIZE')
            given.named[name] = _count(wanted, f"--input: {name}")
            continue
        if not wanted.endswith(")"):
            raise WrongUse(f"--input: `{wanted}` has no closing bracket")
        parts = [part.strip() for part in wanted[1:-1].split(",")]
        if parts[-1] == "":
            parts.pop()
        shape = tuple(None if part == "None" else _count(part, "--input") for part in parts)
        if equals:
            given.inputs[name] = shape
        else:
            given.shapes.append(shape)
    return given


def _count(text: str, what: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19 and int(text) > 0):
        raise WrongUse(f"{what} is a whole number above zero, and not `{text}`")
    return int(text)


def substitute(analyses: Sequence[Analysis], given: Sizes) -> None:
    """Put the sizes that are given into the models."""
    from ..sizes import DoesNotFit, fill

    try:
        fill((model for analysis in analyses for model in analysis.models), given)
    except DoesNotFit as problem:
        raise WrongUse(str(problem)) from None


def render(form: str, analyses: Sequence[Analysis], view: View) -> str | None:
    """The models in one of the formats that only summaries have; None for any other format."""
    if form not in TABLES + PICTURES:
        return None
    from importlib import import_module

    text: str = import_module(f"..report.{form}", __package__).document(analyses, view)
    return text
