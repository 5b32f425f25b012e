"""`cnnlint rule`: the pages of the rules."""

from __future__ import annotations

import sys

from .arguments import parser
from .delivery import OK, WRONG, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser


def command() -> ArgumentParser:
    """The options."""
    made = parser("cnnlint rule", "The page of a rule.")
    made.add_argument("rule", nargs="?", metavar="RULE", help="code or name; default: a list")
    made.add_argument("--all", action="store_true", help="the pages of all rules")
    return made


def run(arguments: list[str]) -> int:
    """One page, all pages, or the list of rules."""
    options = command().parse_args(arguments)

    from ..rules import all_rules, find, page, pages

    if options.all:
        write(pages(), encoding="utf-8")
        return OK
    if options.rule is None:
        write("".join(f"{r.code}  {r.severity:<7}  {r.name}: {r.title()}\n" for r in all_rules()))
        return OK
    try:
        rule = find(options.rule)
    except KeyError:
        print(f"cnnlint: no rule `{options.rule}`; `cnnlint rule` lists them", file=sys.stderr)
        return WRONG
    write(f"{page(rule)}\n")
    return OK
