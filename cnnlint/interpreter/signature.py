"""Signatures, and binding the arguments of a call to them by Python's own rules."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from ..diagnostics import Unknown


class BadCall(Exception):
    """The arguments do not fit: the message is the one Python's TypeError would carry."""


class Signature:
    """What a function takes: the first `positional_only` of `names` are positional only.

    `stated` are the parameters that a directive gives a value or a shape, whatever their defaults.
    """

    __slots__ = (
        "by_name",
        "defaults",
        "everything",
        "keyword_only",
        "name",
        "names",
        "positional_only",
        "rest",
        "rest_keywords",
        "stated",
    )

    def __init__(
        self,
        name: str,
        names: tuple[str, ...],
        defaults: Mapping[str, Any],
        *,
        keyword_only: tuple[str, ...] = (),
        positional_only: int = 0,
        rest: str | None = None,
        rest_keywords: str | None = None,
    ) -> None:
        self.name = name
        self.names = names
        self.defaults = defaults
        self.keyword_only = keyword_only
        self.positional_only = positional_only
        self.rest = rest
        self.rest_keywords = rest_keywords
        self.everything = (*names, *keyword_only)
        self.by_name = frozenset(self.everything[positional_only:])
        self.stated: frozenset[str] = frozenset()

    @classmethod
    def of(cls, function: Callable[..., Any], name: str = "", skip: int = 0) -> Signature:
        """The signature of a Python function of ours, without its first `skip` parameters."""
        code = function.__code__
        count = code.co_argcount
        names = code.co_varnames[:count]
        tail = function.__defaults__ or ()
        defaults = dict(zip(names[count - len(tail) :], tail, strict=True))
        end = count + code.co_kwonlyargcount
        keyword_only = code.co_varnames[count:end]
        defaults.update(function.__kwdefaults__ or {})
        rest = rest_keywords = None
        if code.co_flags & 0x04:
            rest = code.co_varnames[end]
            end += 1
        if code.co_flags & 0x08:
            rest_keywords = code.co_varnames[end]
        return cls(
            name or function.__name__,
            names[skip:],
            defaults,
            keyword_only=keyword_only,
            positional_only=max(0, code.co_posonlyargcount - skip),
            rest=rest,
            rest_keywords=rest_keywords,
        )

    def fits(self, args: Sequence[Any], keywords: Mapping[str, Any]) -> bool:
        """Whether this is how it is called anyway: a value by position for each of its names."""
        if len(args) != len(self.names) or self.keyword_only:
            return False
        return not keywords or (
            self.rest_keywords is not None and self.by_name.isdisjoint(keywords)
        )

    def bind(
        self,
        args: Sequence[Any],
        keywords: Mapping[str, Any],
        unknown: Unknown | None = None,
    ) -> dict[str, Any]:
        """A value for every parameter.

        `unknown` stands for further arguments that cannot be seen (`**config` of an unknown
        `config`): whatever was not given may then have been among them, and is unknown.

        Raises:
            BadCall: as Python raises TypeError.
        """
        names = self.names
        bound = dict(zip(names, args, strict=False))
        if len(args) > len(names):
            if self.rest is None:
                if unknown is None:
                    raise BadCall(self._too_many(len(args)))
            else:
                bound[self.rest] = tuple(args[len(names) :])
        elif self.rest is not None:
            bound[self.rest] = () if unknown is None else unknown
        extra: dict[str, Any] = {}
        for name, value in keywords.items():
            if name in self.by_name:
                if name in bound:
                    raise BadCall(f"{self.name}() got multiple values for argument '{name}'")
                bound[name] = value
            elif self.rest_keywords is not None:
                extra[name] = value
            elif name in names:
                raise BadCall(
                    f"{self.name}() got some positional-only arguments passed as keyword "
                    f"arguments: '{name}'"
                )
            else:
                raise BadCall(f"{self.name}() got an unexpected keyword argument '{name}'")
        missing = []
        whole = len(self.everything) + (self.rest is not None)
        for name in self.everything if len(bound) < whole else ():
            if name not in bound:
                if unknown is not None:
                    bound[name] = unknown
                elif name in self.defaults:
                    bound[name] = self.defaults[name]
                else:
                    missing.append(name)
        if missing:
            raise BadCall(self._missing(missing))
        if self.rest_keywords is not None:
            bound[self.rest_keywords] = extra
        return bound

    def _too_many(self, given: int) -> str:
        most = len(self.names)
        least = most - sum(name in self.defaults for name in self.names)
        takes = str(most) if least == most else f"from {least} to {most}"
        return (
            f"{self.name}() takes {takes} positional argument{'s' if most != 1 else ''} "
            f"but {given} {'were' if given != 1 else 'was'} given"
        )

    def _missing(self, missing: list[str]) -> str:
        kind = "keyword-only" if missing[0] in self.keyword_only else "positional"
        quoted = [f"'{name}'" for name in missing]
        if len(quoted) > 2:
            listed = ", ".join(quoted[:-1]) + f", and {quoted[-1]}"
        else:
            listed = " and ".join(quoted)
        return (
            f"{self.name}() missing {len(missing)} required {kind} "
            f"argument{'s' if len(missing) > 1 else ''}: {listed}"
        )
