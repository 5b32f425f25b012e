"""Layers that are made alike are alike: what was worked out for one is taken for the next.

A network repeats its blocks, and an editor asks about the same network again and again. What a
constructor makes of plain numbers and texts, and what such a layer gives for an input, depends on
nothing else, so each is worked out once in a process.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .building import Applied
    from .kit import Declaration

#: What can be no other thing another time.
ATOMS = frozenset({int, float, bool, str, type(None)})
#: So many recipes, and so many inputs of all of them, are known at a time.
MOST = 4_096
#: What a layer has of its own, and not from its recipe.
_OWN = frozenset({"needs", "not_known", "recipe", "options", "built_for", "trains", "told"})


class Recipe:
    """A layer's arguments as its declaration keeps them, and what it gave for its inputs."""

    __slots__ = ("common", "given", "kept", "loose")

    def __init__(self, kept: dict[str, Any], common: dict[str, Any]) -> None:
        self.kept = kept
        self.common = common
        #: Lists and dictionaries: each layer has its own, for the program may change them.
        self.loose = [name for name, value in kept.items() if not _lasts(value)]
        self.given: dict[Any, tuple[Any, Applied]] = {}

    def another(
        self, layer: type[Declaration], keywords: dict[str, Any]
    ) -> tuple[Declaration, dict[str, Any]]:
        """A layer like the first, under the name that `keywords` give it."""
        declaration = object.__new__(layer)
        state = declaration.__dict__
        state.update(self.kept)
        state["needs"] = []
        state["not_known"] = {}
        state["recipe"] = self
        for name in self.loose:
            state[name] = _copied(state[name])
        common = dict(self.common)
        if "name" in keywords:
            common["name"] = keywords["name"]
        return declaration, common


_known: dict[Any, Recipe] = {}
_inputs: list[Recipe] = []  # a recipe for each input that one is known for


def key_of(
    layer: type[Declaration], args: tuple[Any, ...], keywords: dict[str, Any], policy: str
) -> Any:
    """Equal for what is made alike, whatever its name; None where that cannot be told."""
    if layer.offers or layer.holds:
        return None
    is_named = "name" in keywords
    if is_named:
        keywords = dict(keywords)
        name = keywords.pop("name")
        if name is not None and (type(name) is not str or "/" in name):
            return None
    given = _frozen((*args, *keywords.values()))
    return given and (layer, policy, is_named, len(args), *keywords, given)


def _frozen(values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Arguments as a part of a key; `1`, `1.0` and `True` are not the same."""
    kinds = tuple(map(type, values))
    if ATOMS.issuperset(kinds):
        return kinds, *values
    parts: list[Any] = [kinds]
    for value, kind in zip(values, kinds, strict=True):
        if kind not in ATOMS:
            if kind is dict:
                value = (*value, *value.values())
            elif kind is not tuple and kind is not list:
                return None
            value = _frozen(value)
            if value is None:
                return None
        parts.append(value)
    return tuple(parts)


def known(key: Any) -> Recipe | None:
    """The recipe of this key, if there was such a layer before."""
    return _known.get(key)


def keep(key: Any, declaration: Declaration, common: dict[str, Any]) -> None:
    """Remember what a constructor made, where it holds nothing that may change."""
    state = declaration.__dict__
    if state["needs"] or state["not_known"]:
        return
    kept = {name: value for name, value in state.items() if name not in ("needs", "not_known")}
    if not (all(map(_is_plain, kept.values())) and all(map(_lasts, common.values()))):
        return
    if len(_known) >= MOST:
        _known.clear()
    recipe = Recipe({name: _copied(value) for name, value in kept.items()}, dict(common))
    _known[key] = state["recipe"] = recipe


def forget() -> None:
    """Let go of all: where texts are edited all day, most of it is of what they said once."""
    _known.clear()
    _forget_inputs()


def _forget_inputs() -> None:
    for each in _inputs:
        each.given.clear()
    _inputs.clear()


def _lasts(value: Any) -> bool:
    kind = type(value)
    return kind in ATOMS or (kind is tuple and all(map(_lasts, value)))


def _is_plain(value: Any) -> bool:
    kind = type(value)
    if kind is dict:
        return all(map(_is_plain, value)) and all(map(_is_plain, value.values()))
    return kind in ATOMS or (kind in (tuple, list) and all(map(_is_plain, value)))


def _copied(value: Any) -> Any:
    kind = type(value)
    if kind is dict:
        return {key: _copied(part) for key, part in value.items()}
    if kind is list or kind is tuple:
        return kind([_copied(part) for part in value])
    return value


def input_key(declaration: Declaration, x: Any) -> Any:
    """Equal for inputs for which a layer that was just made gives the same; None for others."""
    state = declaration.__dict__
    if "recipe" not in state or "fresh" in state or "built_for" in state:
        return None
    kept = state["recipe"].kept
    if state.get("trains") is not kept.get("trains") or "told" in state:
        return None
    return tuple(map(_shape_key, x)) if type(x) is list else _shape_key(x)


def _shape_key(x: Any) -> Any:
    # A symbolic size is the same where it is the same object: an equal one may be shown otherwise.
    return tuple([size if type(size) is int else (id(size),) for size in x])


def given(declaration: Declaration, key: Any) -> Applied | None:
    """What such a layer gave for such an input before, with weights of its own."""
    recipe: Recipe = declaration.__dict__["recipe"]
    found = recipe.given.get(key)
    if found is None:
        return None
    x, applied = found
    declaration.__dict__["built_for"] = x
    return applied.again()


def give(declaration: Declaration, key: Any, x: Any, applied: Applied) -> None:
    """Remember what a layer gave for an input, unless it has become another layer by that."""
    state = declaration.__dict__
    recipe: Recipe = state["recipe"]
    kept = recipe.kept
    for name, value in state.items():
        if name not in _OWN and kept.get(name, state) != value:
            del state["recipe"]
            return
    if len(_inputs) >= MOST:
        _forget_inputs()
    _inputs.append(recipe)
    recipe.given[key] = x, applied.again()  # others change the weights of this layer
