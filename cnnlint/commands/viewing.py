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


def view(options: Namespace) -> View:
    """What the options ask to see."""
    from ..report.outline import View

    form = options.output_format
    fold = options.fold if options.fold is not None else form in PICTURES
    depth: int | None = None
    if options.depth is not None:
        if not (options.depth.isascii() and options.depth.isdecimal()):
            raise WrongUse(f"--depth is a number of levels, and not `{options.depth}`")
        depth = int(options.depth[:9])
    if options.columns is None:
        return View(None, depth, fold)
    if form in (*PICTURES[:3], "json", "jsonl", "concise"):
        raise WrongUse(f"--columns are those of a table: {form} has none")
    from ..report.columns import NoSuchColumn, columns

    try:
        return View(columns(options.columns), depth, fold)
    except NoSuchColumn as problem:
        raise WrongUse(f"--columns: {problem}") from None


def render(form: str, analyses: Sequence[Analysis], view: View) -> str | None:
    """The models in one of the formats that only summaries have; None for any other format."""
    if form == "markdown":
        from ..report import markdown

        return markdown.document(analyses, view)
    if form == "csv":
        from ..report import csv

        return csv.document(analyses, view)
    if form == "mermaid":
        from ..report import mermaid

        return mermaid.document(analyses, view)
    if form == "dot":
        from ..report import dot

        return dot.document(analyses, view)
    if form == "svg":
        from ..report import svg

        return svg.document(analyses, view)
    if form == "html":
        from ..report import html

        return html.document(analyses, view)
    return None
