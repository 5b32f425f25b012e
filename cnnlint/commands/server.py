"""`cnnlint server`: the language server on standard input and output."""

from __future__ import annotations

from .arguments import parser
from .delivery import WrongUse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser


def command() -> ArgumentParser:
    """The options: editors give some, which change nothing."""
    to = parser("cnnlint server", "The language server, on standard input and output.")
    to.add_argument(
        "--stdio",
        action="store_true",
        help="speak over standard input and output, as it does anyhow",
    )
    to.add_argument(
        "--clientProcessId",
        metavar="ID",
        help="not needed: an editor tells its process when it begins",
    )
    return to


def run(arguments: list[str]) -> int:
    """Serve until the client ends it."""
    command().parse_args(arguments)
    from importlib.util import find_spec

    if find_spec("pygls") is None:
        raise WrongUse("the server needs pygls: pip install 'cnnlint[server]'")
    from ..server.serving import main

    main()
