"""New code in the cells of a notebook: the JSON keeps all its other bytes."""

from __future__ import annotations

from json import JSONDecoder, dumps
from json.decoder import scanstring  # type: ignore[attr-defined]  # as `json` itself has it

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Place = tuple[int, int]  # where a value begins and ends

BLANKS = " \t\r\n"


def rewritten(document: str, codes: Mapping[int, str]) -> str:
    """The notebook with other code in some cells, by their number (counted from 1)."""
    for number, (start, end) in sorted(_sources(document).items(), reverse=True):
        if number in codes:
            value = _written(document[start:end], codes[number])
            document = document[:start] + value + document[end:]
    return document


def _sources(document: str) -> dict[int, Place]:
    """Where the source of each cell stands."""
    root = dict(_members(document, _skip(document, 0)))
    places: list[Place] = []
    if "cells" in root:
        places += _items(document, root["cells"][0])
    elif "worksheets" in root:
        for sheet, _ in _items(document, root["worksheets"][0]):
            places += _items(document, dict(_members(document, sheet))["cells"][0])
    found = {}
    for number, (start, _) in enumerate(places, 1):
        cell = dict(_members(document, start))
        place = cell.get("source", cell.get("input"))
        if place is not None:
            found[number] = place
    return found


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in BLANKS:
        at += 1
    return at


def _members(text: str, at: int) -> Iterator[tuple[str, Place]]:
    """The members of the object that begins here, with the places of their values."""
    at = _skip(text, at + 1)
    while text[at] != "}":
        name, at = scanstring(text, at + 1)
        place = _value(text, _skip(text, _skip(text, at) + 1))
        yield name, place
        at = _behind(text, place)


def _items(text: str, at: int) -> Iterator[Place]:
    """The places of the items of the list that begins here."""
    at = _skip(text, at + 1)
    while text[at] != "]":
        place = _value(text, at)
        yield place
        at = _behind(text, place)


def _value(text: str, at: int) -> Place:
    return at, JSONDecoder(strict=False).raw_decode(text, at)[1]


def _behind(text: str, place: Place) -> int:
    """Where the next member or item begins, or the bracket stands."""
    at = _skip(text, place[1])
    return _skip(text, at + 1) if text[at] == "," else at


def _written(before: str, code: str) -> str:
    """Code in the form that its cell had: one string, or a list of lines as they were laid out."""
    plain = "\\u" in before
    old = JSONDecoder(strict=False).decode(before)
    if "\r\n" in ("".join(old) if isinstance(old, list) else old):
        code = code.replace("\n", "\r\n")
    if not isinstance(old, list):
        return dumps(code, ensure_ascii=plain)
    places = list(_items(before, 0))
    lines = code.splitlines(keepends=True)
    # `splitlines` parts at more than line ends, and a part that is no line belongs to the next.
    whole: list[str] = []
    for line in lines:
        if whole and not whole[-1].endswith("\n"):
            whole[-1] += line
        else:
            whole.append(line)
    said = [dumps(line, ensure_ascii=plain) for line in whole]
    if not places:
        return f"[{', '.join(said)}]"
    first, last = before[: places[0][0]], before[places[-1][1] :]
    between = ", "
    if len(places) > 1:
        between = before[places[0][1] : places[1][0]]
    elif "\n" in first:
        between = "," + first[1:]
    return first + between.join(said) + last
