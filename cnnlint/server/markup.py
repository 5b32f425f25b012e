"""Texts in Markdown, and the same for who shows them as they are."""

from __future__ import annotations

import re

from lsprotocol import types

#: What only means that what follows it means nothing; the marks of strong text; links.
ESCAPE = re.compile(r"\\([\\`*\[\]<>#|~_])")
STRONG = re.compile(r"(?<!\\)\*\*(.*?)(?<!\\)\*\*")
LINK = re.compile(r"(?<!\\)\[([^\[\]]*)\]\(([^()]*)\)")
FENCE = "```"


def content(text: str, kind: types.MarkupKind = types.MarkupKind.Markdown) -> types.MarkupContent:
    """A text in Markdown as an editor wants it."""
    if kind is types.MarkupKind.PlainText:
        text = plain(text)
    return types.MarkupContent(kind, text)


def plain(text: str) -> str:
    """What somebody reads who sees Markdown rendered, but for headings and blocks of code."""
    parts = text.split(FENCE)
    return FENCE.join(part if i % 2 else _rendered(part) for i, part in enumerate(parts))


def _rendered(text: str) -> str:
    text = text.replace("  \n", "\n")
    parts = text.split("`")
    if len(parts) % 2:
        return "".join(part if i % 2 else _unmarked(part) for i, part in enumerate(parts))
    return _unmarked(text)


def _unmarked(text: str) -> str:
    text = LINK.sub(r"\1 (\2)", STRONG.sub(r"\1", text))
    return ESCAPE.sub(r"\1", text)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, but for what stands between backticks: that is code."""
    parts = text.split("`")
    if len(parts) % 2 and all(parts[1::2]):
        return "`".join(part if i % 2 else _escaped(part) for i, part in enumerate(parts))
    return _escaped(text)


def _escaped(text: str) -> str:
    """Within a word an underscore means nothing, and some editors show a backslash before it."""
    marks = [
        c in "\\`*[]<>#|~"
        or (c == "_" and not (text[i - 1 : i].isalnum() and text[i + 1 : i + 2].isalnum()))
        for i, c in enumerate(text)
    ]
    return "".join(f"\\{c}" if mark else c for c, mark in zip(text, marks, strict=True))
