"""Sums as they are written for people, worked out: `(4·⌊224/16⌋ + 2·1 − 3)/1 + 1` is 56."""

from __future__ import annotations

from fractions import Fraction

#: What stands for a number with its value: `2²`.
POWERS = {"²": 2, "³": 3}


class NotASum(Exception):
    """Something else than numbers and what is done with them."""


def value(text: str) -> int | None:
    """What a sum comes to; None where it is no sum of numbers, or comes to no whole one."""
    try:
        sum_ = _Reading(text)
        found = sum_.added()
        if sum_.place < len(sum_.signs):
            return None
    except (NotASum, ZeroDivisionError, RecursionError):
        return None
    return int(found) if found.denominator == 1 else None


class _Reading:
    def __init__(self, text: str) -> None:
        self.signs = _signs(text)
        self.place = 0

    def take(self, *signs: str) -> str:
        """The next sign, if it is one of these."""
        if self.place < len(self.signs) and self.signs[self.place] in signs:
            self.place += 1
            return self.signs[self.place - 1]
        return ""

    def must(self, sign: str) -> None:
        if not self.take(sign):
            raise NotASum

    def added(self) -> Fraction:
        total = -self.product() if self.take("−", "-") else self.product()
        while sign := self.take("+", "−", "-"):
            total += self.product() if sign == "+" else -self.product()
        return total

    def product(self) -> Fraction:
        result = self.power()
        while sign := self.take("·", "*", "/", "mod"):
            other = self.power()
            result = (
                result * other
                if sign in "·*"
                else result / other
                if sign == "/"
                else result - other * (result // other)
            )
        return result

    def power(self) -> Fraction:
        result = self.single()
        while sign := self.take(*POWERS, "^"):
            exponent = Fraction(POWERS[sign]) if sign in POWERS else self.single()
            if exponent.denominator != 1 or not 0 <= exponent <= 64:
                raise NotASum
            result = result ** int(exponent)
        return result

    def single(self) -> Fraction:
        if self.take("("):
            result = self.added()
            self.must(")")
            return result
        if self.take("⌊"):
            result = self.added()
            self.must("⌋")
            return Fraction(result // 1)
        if self.take("⌈"):
            result = self.added()
            self.must("⌉")
            return Fraction(-(-result // 1))
        if name := self.take("min", "max"):
            self.must("(")
            found = [self.added()]
            while self.take(","):
                found.append(self.added())
            self.must(")")
            return min(found) if name == "min" else max(found)
        if self.place < len(self.signs) and self.signs[self.place].isdecimal():
            self.place += 1
            return Fraction(int(self.signs[self.place - 1]))
        raise NotASum


def _signs(text: str) -> list[str]:
    """Numbers and words as a whole, and everything else sign by sign."""
    signs: list[str] = []
    joined = False
    for character in text:
        kind = character.isascii() and character.isalnum()
        if kind and joined and signs[-1].isdecimal() == character.isdecimal():
            signs[-1] += character
        elif not character.isspace():
            signs.append(character)
        joined = kind
    if any(len(sign) > 40 for sign in signs):
        raise NotASum
    return signs
