"""What is taken from a layer made alike is what would have been worked out anew."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from cnnlint.diagnostics import Refused
from cnnlint.keras import layers
from cnnlint.keras.layers import building, constructing, recipes
from cnnlint.keras.layers.kit import NotKnown

from . import drawing, known
from .answers import declared, hide

NAMES = sorted(
    name
    for name in layers.names()
    if layers.find(name).__name__ == name and name not in known.NOT_DRAWN
)
#: What a layer keeps that says nothing about it.
ASIDE = ("needs", "not_known", "recipe", "options")


def _facts(name: str, case: tuple[Any, ...], x: Any) -> Any:
    """All that comes of a case: what the layer keeps, and what it gives."""
    args, keywords, _, _, _ = case
    try:
        layer, common = constructing.construct(
            layers.find(name),
            tuple(declared(value) for value in args),
            {key: declared(value) for key, value in keywords.items()},
        )
        kept = {key: value for key, value in vars(layer).items() if key not in ASIDE}
        applied = building.apply(layer, x)
    except (Refused, NotKnown) as stopped:
        return repr(stopped), None
    plain = {key: repr(value) for key, value in kept.items() if " object at 0x" not in repr(value)}
    weights = [(w.name, w.shape, w.trainable, w.dtype) for w in applied.weights or ()]
    gives = (applied.shape, applied.sum, applied.unread, applied.macs, applied.needs, weights)
    return (plain, common, repr(gives), repr(vars(layer)["built_for"])), applied.weights


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_made_alike_is_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key_of = recipes.key_of

    @settings(
        max_examples=15,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(drawing.cases(name))
    def same(case: tuple[Any, ...]) -> None:
        given_ = hide(case[2][0], "0")
        monkeypatch.setattr(recipes, "key_of", lambda *_: None)
        anew, _ = _facts(name, case, given_)
        monkeypatch.setattr(recipes, "key_of", key_of)
        first, weights = _facts(name, case, given_)
        for weight in weights or ():
            weight.resize((17,))  # whoever has a layer may change its weights
        again, others = _facts(name, case, given_)
        assert first == anew
        assert again == anew
        assert not {*map(id, weights or ())} & {*map(id, others or ())}

    same()


def test_a_list_among_the_arguments_is_each_layer_s_own() -> None:
    kinds = [
        constructing.construct(layers.find("Flatten"), (), {"name": name, "dtype": {"a": [1]}})[0]
        for name in ("one", "two")
    ]
    assert not any("recipe" in vars(kind) for kind in kinds)
    made = [
        constructing.construct(
            layers.find("Dense"),
            (3,),
            {"kernel_initializer": {"class_name": "Zeros", "config": {}}},
        )[0]
        for _ in range(3)
    ]
    made[1].kernel_initializer["config"]["seed"] = 1
    assert [one.kernel_initializer["config"] for one in made] == [{}, {"seed": 1}, {}]


def test_one_that_is_equal_and_no_number_is_another() -> None:
    dense = layers.find("Dense")
    assert constructing.construct(dense, (1,), {})[0].units == 1
    with pytest.raises(Refused):
        constructing.construct(dense, (1.5,), {})
    assert constructing.construct(dense, (4,), {"use_bias": 1})[0].use_bias is not True
    assert constructing.construct(dense, (4,), {"use_bias": True})[0].use_bias is True


def test_what_is_known_does_not_grow_for_ever() -> None:
    from cnnlint.dims import symbol

    dense = layers.find("Dense")
    for turn in range(recipes.MOST * 2):
        layer, _ = constructing.construct(dense, (3 + turn % 7,), {})
        building.apply(layer, (symbol("batch", hidden=True), 4))
    kept = sum(len(recipe.given) for recipe in recipes._known.values())
    assert kept <= recipes.MOST
    assert len(recipes._inputs) <= recipes.MOST
