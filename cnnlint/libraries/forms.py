"""Signatures as the tables of libraries write them."""

from __future__ import annotations

from ..interpreter.signature import Signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_CONSTANTS = {"None": None, "True": True, "False": False, "()": ()}


_forms: dict[str, tuple[Signature, dict[str, str]]] = {}


def form(text: str) -> tuple[Signature, dict[str, str]]:
    """A signature as a library's table writes it, and the operation's names where they differ."""
    known = _forms.get(text)
    if known is None:
        names: list[str] = []
        keyword_only: list[str] = []
        defaults: dict[str, Any] = {}
        renamed: dict[str, str] = {}
        rest = rest_keywords = None
        into = names
        for part in _parts(text):
            head, has_default, default = part.partition("=")
            name, differs, own = head.partition(">")
            if name.startswith("**"):
                rest_keywords = name[2:]
            elif name.startswith("*"):
                into = keyword_only
                rest = name[1:] or None
            else:
                into.append(name)
                if has_default:
                    defaults[name] = literal(default)
            if differs:
                renamed[name.lstrip("*")] = own
        signature = Signature(
            "",
            tuple(names),
            defaults,
            keyword_only=tuple(keyword_only),
            rest=rest,
            rest_keywords=rest_keywords,
        )
        known = _forms[text] = signature, renamed
    return known


def _parts(text: str) -> list[str]:
    """The parameters in a signature: split at commas that stand in no brackets."""
    parts, depth, start = [], 0, 0
    for place, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "," and not depth:
            parts.append(text[start:place].strip())
            start = place + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def literal(text: str) -> Any:
    """A default as a signature spells it."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[:1] in "'\"":
        return text[1:-1]
    if text[:1] == "(":
        return tuple(literal(part) for part in _parts(text[1:-1]))
    return float(text) if "." in text or "e" in text else int(text)
