"""Lines of files that name the packages a project asks for, and what they say of Keras."""

from __future__ import annotations

import os

from .. import asked as system
from . import LONGEST, LONGEST_SHOWN, PACKAGES, Demand


def of_file(path: str) -> Demand | None:
    try:
        if not system.is_file(path):
            return None
        with open(path, "rb") as file:
            data = file.read(LONGEST)
    except OSError:
        return None
    lowered = data.lower()
    if b"keras" not in lowered and b"tensorflow" not in lowered:
        return None
    found: Demand | None = None
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        for keras in asked(line):
            if found is not None and found.keras != keras:
                return None  # for several environments, and which of them it is nobody knows
            text = " ".join(line.split()).strip("-, ")[:LONGEST_SHOWN]
            found = found or Demand(keras, f"{os.path.basename(path)}:{number}: {text}")
    return found


def asked(line: str) -> list[int]:
    """Which Keras each requirement in a line asks for, where it decides that."""
    line = line.partition("#")[0]
    if "python_version" in line or "python_full_version" in line or line.lstrip()[:1] == "[":
        return []  # for some Pythons and not for others; the name of a table
    found = []
    place = 0
    while place < len(line):
        if not line[place].isalnum() or (place and _joins(line[place - 1])):
            place += 1
            continue
        end = place
        while end < len(line) and _joins(line[end]):
            end += 1
        name = line[place:end].rstrip("-_.")
        start = place
        place = end
        turn = PACKAGES.get(name.lower().replace("_", "-"))
        if turn is not None:
            bounds, end = _bounds(line, start + len(name))
            verdict = _verdict(bounds, turn)
            if verdict:
                found.append(verdict)
            place = max(end, place)
    return found


def _joins(char: str) -> bool:
    """Whether a name goes on with this."""
    return char.isalnum() or char in "-_.%/@"


def _bounds(line: str, place: int) -> tuple[list[tuple[str, str]], int]:
    """The bounds behind a name, as `(sign, version)`, and where they end.

    `tensorflow[gpu]>=2.4,<2.16`; `tensorflow = "^2.12"`; `tensorflow = {version = "~2.12"}`;
    `tensorflow=2.12=gpu_py39`.
    """
    rest = line[place:]
    stripped = rest.lstrip()
    if stripped[:1] == "[":
        stripped = stripped.partition("]")[2].lstrip()
    if stripped[:1] == '"' and stripped[1:].lstrip()[:1] == "=":
        stripped = stripped[1:].lstrip()  # a quoted key
    if stripped[:1] == "=" and stripped[1:2] != "=":
        value = stripped[1:].lstrip()
        if value[:1] == "{":
            value = value.partition("version")[2].lstrip(" =")
        if value[:1] in ("'", '"'):
            text = value[1:].partition(value[0])[0]
            end = line.index(text, place) + len(text) if text else place
            return _signs(text, ""), end
        text = value.partition("=")[0]  # conda's `name=version=build`
        end = line.index(text, place) + len(text) if text else place
        return _signs(text.strip(" \"',"), "="), end
    text = stripped.lstrip("(")
    length = 0
    while length < len(text) and (text[length].isalnum() or text[length] in "=<>!~.,* "):
        length += 1
    text = text[:length]
    if text[:1] not in ("=", "<", ">", "~", "!"):
        return [], place
    return _signs(text, ""), line.index(text, place) + len(text)


def _signs(text: str, sign: str) -> list[tuple[str, str]]:
    found = []
    for part in text.split(","):
        part = part.strip()
        digits = part.lstrip("=<>!~^ ")
        own = part[: len(part) - len(digits)].strip() or sign or "poetry"
        version = digits.split(" ")[0]
        if version[:1].isdigit():
            found.append((own, version))
    return found


def _verdict(bounds: list[tuple[str, str]], turn: tuple[int, ...]) -> int:
    """2 where no version from `turn` on is allowed, 3 where none before it is, else 0."""
    least: tuple[int, ...] = (0,)
    below: tuple[int, ...] | None = None
    for sign, text in bounds:
        star = text.endswith("*")
        version = _version(text)
        if not version:
            return 0
        if sign in ("==", "===", "=", "poetry"):
            star = star or sign == "="
            least = max(least, version)
            # `2.12` stands for all of 2.12 only with a star: but what it bounds is the same.
            below = _least(below, _next(version) if star else (*version, 0, 1))
        elif sign in ("<", "<="):
            below = _least(below, version if sign == "<" else (*version, 0, 1))
        elif sign in (">", ">="):
            least = max(least, version)
        elif sign == "~=" or (sign == "~" and len(version) > 2):
            least, below = max(least, version), _least(below, _next(version[:-1]))
        elif sign == "~":
            least, below = max(least, version), _least(below, _next(version))
        elif sign == "^":
            least, below = max(least, version), _least(below, (version[0] + 1,))
        elif sign != "!=":
            return 0
    if below is not None and _padded(below) <= _padded(turn):
        return 2
    return 3 if _padded(least) >= _padded(turn) else 0


def _padded(version: tuple[int, ...]) -> tuple[int, ...]:
    return (*version, 0, 0, 0, 0)[:4]


def _least(known: tuple[int, ...] | None, other: tuple[int, ...]) -> tuple[int, ...]:
    return other if known is None else min(known, other)


def _next(version: tuple[int, ...]) -> tuple[int, ...]:
    """The first version that does not begin with these numbers."""
    return (*version[:-1], version[-1] + 1) if version else (10**6,)


def _version(text: str) -> tuple[int, ...]:
    """`2.12.0rc1` as (2, 12, 0)."""
    numbers = []
    for part in text.split("."):
        digits = ""
        for char in part:
            if not char.isdigit():
                break
            digits += char
        if not digits:
            break
        numbers.append(int(digits[:9]))
    return tuple(numbers)
