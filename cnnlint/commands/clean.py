"""`cnnlint clean`: remove the results that were kept."""

from __future__ import annotations

from .arguments import add_config, configs, parser
from .delivery import OK, WrongUse, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser


def command() -> ArgumentParser:
    """The options."""
    made = parser("cnnlint clean", "Remove the cache of the project in the working directory.")
    made.add_argument("--cache-dir", default="", metavar="DIR", help="the cache that is meant")
    add_config(made)
    return made


def run(arguments: list[str]) -> int:
    """Remove the cache of this project, and nothing else."""
    from ..cache import directory

    options = command().parse_args(arguments)
    configs(options)
    place = directory.place(options.cache_dir)
    try:
        number = directory.clean(place)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WrongUse(f"{place}: cannot be removed: {reason}") from None
    if number:
        write(f"Removed {number} file{'s' if number > 1 else ''} from {place}.\n")
    else:
        write(f"There is nothing to remove at {place}.\n")
    return OK
