"""The commands and their options: `python -m tests.commands_page` writes docs/commands.md anew."""

from __future__ import annotations

from pathlib import Path

from cnnlint.commands.completion import parsers

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"

HEAD = """\
# Commands

`python -m tests.commands_page` writes this page from what reads the command lines.

The exit status is 0 where there is nothing to report at or above `--fail-on`, 1 where there is, and
2 for wrong use, something that cannot be read, or a mistake of cnnlint's own.
[configuration.md](configuration.md) has the keys by which a project says the same as options do,
[formats.md](formats.md) the formats, [ci.md](ci.md) how services run it.
"""


def page() -> str:
    """The page, in Markdown."""
    parts = [HEAD]
    for name, parser in parsers().items():
        told = "\n".join(line.rstrip() for line in parser.format_help().strip().splitlines())
        parts.append(f"## cnnlint {name}".rstrip() + f"\n\n```text\n{told}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
