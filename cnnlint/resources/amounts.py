"""Amounts of memory and of numbers: how a person writes them, and how they are shown."""

from __future__ import annotations

UNITS = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
UNITS |= {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
MULTIPLES = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "B": 10**9, "T": 10**12}

_BYTES = {unit.lower(): size for unit, size in UNITS.items()}


class NotAnAmount(ValueError):
    """A text that names no amount; the message is what it should have been."""


def memory(text: str) -> int:
    """Bytes: `"16 GiB"`, `"16GB"`, `"512 MiB"`. A number without a unit could mean anything.

    Raises:
        NotAnAmount: it is nothing of the kind.
    """
    number, unit = _parts(text)
    factor = _BYTES.get(unit.lower())
    if number is None or factor is None:
        raise NotAnAmount('an amount of memory with its unit, like "16 GiB" or "512 MB"')
    return _whole(number, factor)


def count(text: str) -> int:
    """A number of things: `"10M"`, `"2.5 G"`, `"10_000_000"`.

    Raises:
        NotAnAmount: it is nothing of the kind.
    """
    number, unit = _parts(text)
    factor = MULTIPLES.get(unit.upper())
    if number is None or factor is None:
        raise NotAnAmount('a number above zero, or one with K, M, G or T, like "10M"')
    return _whole(number, factor)


def _parts(text: str) -> tuple[str | None, str]:
    """A decimal number, and what follows it."""
    text = text.strip()
    digits = text.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    unit = text[len(digits) :]
    whole, point, rest = digits.strip().partition(".")
    pieces = [whole, rest] if point else [whole]
    plain = [piece.replace("_", "") if _grouped(piece) else "" for piece in pieces]
    if not all(piece.isascii() and piece.isdecimal() for piece in plain) or len(text) > 40:
        return None, unit
    return ".".join(plain), unit


def _grouped(digits: str) -> bool:
    """Whether underscores stand between digits, as Python has them."""
    return not (digits.startswith("_") or digits.endswith("_") or "__" in digits)


def _whole(number: str, factor: int) -> int:
    whole, _, rest = number.partition(".")
    amount: int = int(whole + rest) * factor // 10 ** len(rest)
    if amount < 1:
        raise NotAnAmount("an amount above zero")
    return amount


def shown(size: int) -> str:
    """Bytes as people read them: `5.2 MiB`, `16 GiB`."""
    for unit in ("TiB", "GiB", "MiB", "KiB"):
        if size >= UNITS[unit]:
            whole = (size + UNITS[unit] // 2) // UNITS[unit]
            # Below a hundred there are decimals; far above, more than a float holds.
            return f"{whole if whole >= 100 else f'{size / UNITS[unit]:.3g}'} {unit}"
    return f"{size} B"


def itemsize(dtype: str) -> int | None:
    """The bytes of one number; None for what has no fixed size, such as a string."""
    if dtype == "bool":
        return 1
    digits = dtype.lstrip("abcdefghijklmnopqrstuvwxyz")
    return max(int(digits) // 8, 1) if digits.isdecimal() else None
