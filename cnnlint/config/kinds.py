"""What the value of a key may be: how it is checked, and how JSON Schema says it."""

from __future__ import annotations

from . import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from . import Config

    Schema = dict[str, Any]


class Kind:
    """A kind of value. `take` gives it as the rest of the program wants it."""

    def take(self, config: Config, key: str, value: Any) -> Any:
        """
        Raises:
            ConfigError: it is of another kind, or says what nobody understands.
        """
        raise NotImplementedError

    def schema(self) -> Schema:
        """The kind in the words of JSON Schema, draft 7."""
        raise NotImplementedError


class Flag(Kind):
    """True or false."""

    def take(self, config: Config, key: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise config.error(key, f"is true or false, not {kind_of(value)}")
        return value

    def schema(self) -> Schema:
        return {"type": "boolean"}


class Count(Kind):
    """A whole number of at least `least`."""

    def __init__(self, least: int = 0) -> None:
        self.least = least

    def take(self, config: Config, key: str, value: Any) -> int:
        if type(value) is not int:
            raise config.error(key, f"is a whole number, not {kind_of(value)}")
        if value < self.least:
            raise config.error(key, f"is at least {self.least:,}, not {value:,}")
        return value

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least}


class OneOf(Kind):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def take(self, config: Config, key: str, value: Any) -> str:
        if value not in self.words:
            listed = ", ".join(f'"{word}"' for word in self.words)
            told = f'"{value}"' if isinstance(value, str) else kind_of(value)
            raise config.error(key, f"is one of {listed}, not {told}")
        word: str = value
        return word

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.words)}


class Amount(Kind):
    """A number that may be written with its unit: `"16 GiB"`, `"10M"`. `plain`: a number does."""

    def __init__(self, read: Callable[[str], int], pattern: str, *, plain: bool) -> None:
        self.read = read
        self.pattern = pattern
        self.plain = plain

    def take(self, config: Config, key: str, value: Any) -> int:
        number = type(value) is int and self.plain
        try:
            amount = self.read(str(value) if number or isinstance(value, str) else "")
        except ValueError as problem:
            told = f'"{value}"' if isinstance(value, str) else kind_of(value)
            told = f"{value:,}" if number else told
            raise config.error(key, f"is {problem}, not {told}") from None
        return amount

    def schema(self) -> Schema:
        text: Schema = {"type": "string", "pattern": self.pattern}
        return {"anyOf": [{"type": "integer", "minimum": 1}, text]} if self.plain else text


class Text(Kind):
    """A text that is not empty, such as the path of a file."""

    def __init__(self, what: str) -> None:
        self.what = what

    def take(self, config: Config, key: str, value: Any) -> str:
        if not isinstance(value, str):
            raise config.error(key, f"is {self.what}, not {kind_of(value)}")
        if not value.strip() or "\0" in value:
            raise config.error(key, f"is {self.what}, and `{value}` is none")
        return value

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"\S"}


class Texts(Kind):
    """A list of texts, or a single one, each of which `check` looks at."""

    def __init__(
        self,
        what: str,
        holds: str,
        check: Callable[[Config, str, list[str]], tuple[str, ...]],
        item: Callable[[], Schema],
    ) -> None:
        self.what = what
        self.holds = holds
        self.check = check
        self.item = item

    def take(self, config: Config, key: str, value: Any) -> tuple[str, ...]:
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list):
            raise config.error(key, f"is {self.what}, not {kind_of(value)}")
        for each in listed:
            if not isinstance(each, str):
                raise config.error(key, f"holds {self.holds}, and {_shown(each)}")
        return self.check(config, key, listed)

    def schema(self) -> Schema:
        item = self.item()
        return {"anyOf": [item, {"type": "array", "items": item}]}


class Table(Kind):
    """A table with names of one kind, each with a value of another."""

    def __init__(
        self,
        example: str,
        of: Kind,
        check: Callable[[Config, str, str], object],
        names: Callable[[], Schema] | None = None,
    ) -> None:
        self.example = example
        self.of = of
        self.check = check
        self.names = names

    def take(self, config: Config, key: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise config.error(key, f"is a table like `{self.example}`, not {kind_of(value)}")
        found = {}
        for name, inner in value.items():
            full = f"{key}.{quoted(name)}"
            self.check(config, full, name)
            found[name] = self.of.take(config, full, inner)
        return found

    def schema(self) -> Schema:
        made = {"type": "object", "additionalProperties": self.of.schema()}
        if self.names is not None:
            made["propertyNames"] = self.names()
        return made


class Record(Kind):
    """A table with the keys of `fields`, each with a value of its own kind."""

    def __init__(self, example: str, fields: Mapping[str, Kind]) -> None:
        self.example = example
        self.fields = fields

    def take(self, config: Config, key: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise config.error(key, f"is a table like `{self.example}`, not {kind_of(value)}")
        found = {}
        for name, inner in value.items():
            if name not in self.fields:
                known = ", ".join(f"`{each}`" for each in self.fields)
                raise config.error(key, f"has no `{name}`; there is {known}")
            found[name] = self.fields[name].take(config, f"{key}.{name}", inner)
        return found

    def schema(self) -> Schema:
        fields = {name: kind.schema() for name, kind in self.fields.items()}
        return {"type": "object", "properties": fields, "additionalProperties": False}


def kind_of(value: Any) -> str:
    """What TOML calls a value."""
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a string"}
    names |= {list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")


def _shown(value: Any) -> str:
    simple = isinstance(value, (int, float)) and not isinstance(value, bool)
    return f"{value!r} is {kind_of(value)}" if simple else kind_of(value)
