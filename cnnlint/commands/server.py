"""`cnnlint server`: the language server on standard input and output."""

from __future__ import annotations

from .arguments import parser
from .delivery import WrongUse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser


def command() -> ArgumentParser:
    """The options: there are none."""
    return parser("cnnlint server", "The language server, on standard input and output.")


def run(arguments: list[str]) -> int:
    """Serve until the client ends it."""
    command().parse_args(arguments)
    from importlib.util import find_spec

    if find_spec("pygls") is None:
        raise WrongUse("the server needs pygls: pip install 'cnnlint[server]'")
    from ..server.serving import main

    return main()
