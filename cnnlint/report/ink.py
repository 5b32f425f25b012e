"""Colours and links for a terminal, put around text that is laid out already: no width changes.

The colours are those that a person can read on a light and on a dark ground: red, magenta and cyan,
and bold. Nothing is told by a colour alone.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

RED, GREEN, MAGENTA, CYAN, BOLD = "31", "32", "35", "36", "1"
SEVERITIES = {"error": RED, "warning": MAGENTA, "info": CYAN}

#: Variables by which terminals that follow links make themselves known.
LINKING = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WEZTERM_PANE", "DOMTERM")
PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty", "rio", "Tabby"})
TERMS = frozenset({"xterm-kitty", "alacritty", "foot", "foot-extra", "xterm-ghostty", "contour"})


class Ink:
    """What is in use: `colour` and `links`, each on or off."""

    __slots__ = ("colour", "links")

    def __init__(self) -> None:
        self.colour = False
        self.links = False


#: Of this process: it has one terminal.
INK = Ink()


def choose(wanted: str, stream: IO[str] | None) -> None:
    """Settle it for what is written to a stream; None is a file, which stays plain."""
    INK.colour = wanted == "always" or (wanted == "auto" and stream is not None and _fits(stream))
    INK.links = INK.colour and stream is not None and _follows_links()


def severity(text: str, severity: str) -> str:
    """What is as grave as this."""
    return _painted(text, f"{BOLD};{SEVERITIES[severity]}")


def place(text: str) -> str:
    """Where something is, and what stands there."""
    return _painted(text, CYAN)


def number(text: str) -> str:
    """What was counted."""
    return _painted(text, CYAN)


def unknown(text: str) -> str:
    """What is not known."""
    return _painted(text, MAGENTA)


def remedy(text: str) -> str:
    """What to do."""
    return _painted(text, f"{BOLD};{GREEN}")


def strong(text: str) -> str:
    """A title."""
    return _painted(text, BOLD)


def link(text: str, address: str) -> str:
    """A text that leads somewhere (OSC 8)."""
    if not INK.links or not address:
        return text
    return f"\033]8;;{address}\033\\{text}\033]8;;\033\\"


def _painted(text: str, code: str) -> str:
    return f"\033[{code}m{text}\033[0m" if INK.colour and text.strip() else text


def _fits(stream: IO[str]) -> bool:
    """Whether there is somebody to see colours: as Python itself decides it."""
    said = os.environ
    if said.get("NO_COLOR"):
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if said.get(name):
            return said[name] != "0"
    if said.get("TERM") == "dumb":
        return False
    try:
        return stream.isatty()
    except (AttributeError, ValueError):  # no such stream, or a closed one
        return False


def _follows_links() -> bool:
    said = os.environ
    if said.get("FORCE_HYPERLINK"):
        return said["FORCE_HYPERLINK"] != "0"
    if said.get("CI") or said.get("TERM", "").startswith(("screen", "tmux", "dumb")):
        return False
    vte = said.get("VTE_VERSION", "")
    return (
        any(said.get(name) for name in LINKING)
        or said.get("TERM_PROGRAM") in PROGRAMS
        or said.get("TERM") in TERMS
        or (vte.isdecimal() and int(vte) >= 5000)
    )
