"""The configuration as JSON Schema (draft 7), for editors and for SchemaStore."""

from __future__ import annotations

from .keys import KEYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .kinds import Schema

ADDRESS = "https://json.schemastore.org/cnnlint.json"


def schema() -> Schema:
    """What may stand in a cnnlint.toml, and below `[tool.cnnlint]` in a pyproject.toml."""
    properties = {}
    for name, key in KEYS.items():
        properties[name] = {"description": key.about, **key.kind.schema()}
        if key.default is not None:
            properties[name]["default"] = _plain(key.default)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": ADDRESS,
        "title": "cnnlint",
        "description": "The configuration of cnnlint, a static analyser for Keras models.",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "definitions": {"rule": _rule()},
    }


def _rule() -> Schema:
    """A code, the beginning of codes, a name or `ALL`; several with commas between them."""
    from ..rules import all_rules

    rules = all_rules()
    beginnings = {rule.code[:length] for rule in rules for length in (3, 4, 5)}
    known = ["ALL", *sorted(beginnings), *(r.code for r in rules), *sorted(r.name for r in rules)]
    return {"anyOf": [{"enum": known}, {"type": "string", "pattern": r"^\s*$|,"}]}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
