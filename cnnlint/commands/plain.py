"""A command line without options, which is most of them: read without argparse.

To import argparse takes longer than to check a small file whose result is known.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Plain:
    """What argparse would give for operands alone. It is filled by what fills a parser."""

    def add_argument(self, *names: str, **said: Any) -> None:
        """Give an option its default, as argparse does; operands have their own."""
        name = said.get("dest") or _named(names)
        falsy = {"store_true": False, "store_false": True}.get(said.get("action", ""))
        vars(self).setdefault(name, said.get("default", falsy))

    def add_argument_group(self, *_: str) -> Plain:
        return self

    def set_defaults(self, **defaults: Any) -> None:
        vars(self).update(defaults)

    def __contains__(self, name: str) -> bool:
        return name in vars(self)

    def __getattr__(self, name: str) -> Any:  # for those who know what was added
        raise AttributeError(name)


def _named(names: tuple[str, ...]) -> str:
    """Under which name argparse keeps it: the first long one."""
    long = next((name for name in names if name.startswith("--")), names[0])
    return long.lstrip("-").replace("-", "_")


def operands(name: str, arguments: list[str], fill: Callable[[Any], None]) -> Plain | None:
    """The arguments under `name`, beside all options' defaults; None where there is an option."""
    if any(each.startswith("-") and each != "-" for each in arguments):
        return None
    options = Plain()
    fill(options)
    setattr(options, name, arguments)
    return options
