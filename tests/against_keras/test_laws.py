"""What must hold whatever Keras says, and what the sums and refusals look like."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from cnnlint import dims
from cnnlint.diagnostics import Refused, Unknown
from cnnlint.keras import layers
from cnnlint.keras.layers.building import apply, params_sum
from cnnlint.keras.layers.constructing import construct
from cnnlint.keras.layers.foreign import Foreign
from cnnlint.keras.layers.kit import NotKnown

from . import drawing
from .answers import hide
from .test_layers import CANONICAL

B = dims.symbol("B", hidden=True)
H = dims.symbol("H", hidden=True)
DEAF = Unknown("cannot be seen", None)


def made(name: str, /, *args: Any, **keywords: Any) -> Any:
    layer = layers.find(name)
    assert layer is not None
    return construct(layer, args, keywords)[0]


def built(name: str, x: Any, /, *args: Any, **keywords: Any) -> Any:
    return apply(made(name, *args, **keywords), x)


@pytest.mark.parametrize("name", CANONICAL)
def test_sums_and_costs(name: str) -> None:
    """The sum of the weights gives their count; what has positions costs no less than it holds."""

    @settings(
        max_examples=20,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(drawing.cases(name))
    def holds(case: tuple[Any, ...]) -> None:
        args, keywords, inputs, *_ = case
        try:
            result = built(name, hide(inputs[0], "0"), *args, **keywords)
        except (Refused, NotKnown):
            return
        assert result.weights is not None
        count = sum(dims.product(weight.shape) for weight in result.weights)
        text = params_sum(result.weights)
        assert eval(text.replace("·", "*") or "0") == count
        if isinstance(result.macs, int):
            assert result.macs >= 0

    holds()


def outcome(declaration: Any, x: Any) -> tuple[Any, Unknown | None]:
    try:
        return apply(declaration, x).shape, None
    except NotKnown as stop:
        return (), stop.unknown


@pytest.mark.parametrize("name", CANONICAL)
def test_unknown_arguments_are_not_judged(name: str) -> None:
    """A call of which nothing can be seen is neither refused nor answered with a guess."""
    layer = layers.find(name)
    assert layer is not None
    declaration, _ = construct(layer, (), {}, unknown=DEAF)
    x = (B, *(4,) * ((drawing.usual_rank(name) or 3) - 2), 8)
    shape, reason = outcome(declaration, [x, x] if layer.many else x)
    assert reason is DEAF or len(shape) >= 2 or isinstance(declaration, Foreign)


@pytest.mark.parametrize(
    ("name", "x", "args", "keywords", "shape", "sum", "params", "macs"),
    [
        ("Conv2D", (B, 32, 32, 3), (64, 3), {"padding": "same"}, (B, 32, 32, 64),
         "(32 + 2·1 − 3)/1 + 1 = 32", "3·3·3·64 + 64", 1769472),
        ("Conv2D", (B, 7, 9, 3), (8, (5, 2)), {"use_bias": False}, (B, 3, 8, 8),
         "(7 − 5)/1 + 1 = 3, (9 − 2)/1 + 1 = 8", "5·2·3·8", 5760),
        ("Dense", (B, 3136), (10,), {}, (B, 10), "", "3136·10 + 10", 31360),
        ("BatchNormalization", (B, 8, 8, 64), (), {}, (B, 8, 8, 64), "", "4·64", 0),
        ("Flatten", (B, 7, 7, 64), (), {}, (B, 3136), "7·7·64 = 3136", "", 0),
        ("MaxPooling2D", (B, 8, 8, 4), (), {}, (B, 4, 4, 4), "(8 − 2)/2 + 1 = 4", "", 0),
        ("Concatenate", [(B, 4, 64), (B, 4, 128)], (), {}, (B, 4, 192),
         "64 + 128 = 192", "", 0),
        ("UpSampling2D", (B, 8, 8, 4), (), {}, (B, 16, 16, 4), "8·2 = 16", "", 0),
        ("ZeroPadding2D", (B, 8, 8, 4), (), {}, (B, 10, 10, 4), "8 + 2·1 = 10", "", 0),
        ("LSTM", (B, 5, 8), (4,), {}, (B, 4), "", "8·16 + 4·16 + 16", 960),
        ("GRU", (B, 5, 8), (4,), {}, (B, 4), "", "8·12 + 4·12 + 2·12", 720),
        ("MultiHeadAttention", [(B, 6, 8), (B, 5, 8)], (2, 3), {"use_bias": False}, (B, 6, 8),
         "", "3·8·2·3 + 2·3·8", 2 * (6 * 8 * 3 + 2 * 5 * 8 * 3 + 6 * 5 * 6 + 6 * 3 * 8)),
        ("Conv2DTranspose", (B, 8, 8, 4), (2, 2), {"strides": 2}, (B, 16, 16, 2),
         "(8 − 1)·2 + 2 = 16", "2·2·2·4 + 2", 2048),
    ],
)  # fmt: skip
def test_derivations(
    name: str, x: Any, args: Any, keywords: Any, shape: Any, sum: str, params: str, macs: int
) -> None:
    result = built(name, x, *args, **keywords)
    assert (result.shape, result.sum) == (shape, sum)
    assert (params_sum(result.weights), result.macs) == (params, macs)


def test_conditions_on_free_sizes() -> None:
    assert [str(need) for need in built("Conv2D", (B, H, 8, 3), 4, 3).needs] == ["H >= 3"]
    assert [str(need) for need in built("Reshape", (B, H, 4), (3, -1)).needs] == ["H % 3 == 0"]
    assert built("Conv2D", (B, H, 8, 3), 4, 3, padding="same").needs == ()


def test_unread_rows() -> None:
    assert built("MaxPooling2D", (B, 7, 8, 4)).unread == (1, 0)


def test_a_size_by_name() -> None:
    units = dims.symbol("units")
    result = built("Dense", (B, 8), units)
    assert result.shape == (B, units)
    assert params_sum(result.weights) == "8·units + units"
    rows = Unknown("a parameter", None, size=dims.symbol("rows"), parameter=True)
    assert built("Reshape", (B, 12), (rows, -1)).shape[1] == dims.symbol("rows")
    seen = Unknown("a parameter", None, size=units)
    assert built("Dense", (B, 8), seen).shape == (B, units)


def test_an_unknown_switch_leaves_the_shape() -> None:
    dense = made("Dense", 4, use_bias=DEAF)
    with pytest.raises(NotKnown) as stop:
        apply(dense, (B, 8))
    assert stop.value.unknown is DEAF
    assert apply(dense, (B, 8), built=True).shape == (B, 4)


@pytest.mark.parametrize(
    ("rule", "message", "sum", "act"),
    [
        ("window-larger-than-input", "`Conv2D` needs 3×3, its input is 2×2: (None, 2, 2, 8)",
         "(2 − 3)/1 + 1 = 0", lambda: built("Conv2D", (B, 2, 2, 8), 16, 3)),
        ("rank-mismatch", "`Conv2D` needs an input of rank 4, this one is of rank 2: (None, 8)",
         "", lambda: built("Conv2D", (B, 8), 16, 3)),
        ("groups-do-not-divide", "`Conv2D` has 3 input channels for `groups=2`",
         "3 / 2 = 1.5", lambda: built("Conv2D", (B, 8, 8, 3), 16, 3, groups=2)),
        ("invalid-argument", '`Dense` does not know the activation "rellu"',
         "", lambda: made("Dense", 4, "rellu")),
        ("invalid-argument", "`Dropout` does not accept `rate=80`",
         "", lambda: made("Dropout", 80)),
        ("unexpected-argument", "`Dense` takes no argument `unit`",
         "", lambda: made("Dense", 4, unit=3)),
        ("missing-argument", "`Dense` missing 1 required positional argument: 'units'",
         "", lambda: made("Dense")),
        ("input-structure", "`Add` merges a list of tensors and was called on one: (None, 8)",
         "", lambda: built("Add", (B, 8))),
    ],
)  # fmt: skip
def test_refusals(rule: str, message: str, sum: str, act: Any) -> None:
    with pytest.raises(Refused) as refused:
        act()
    found = refused.value
    assert (found.rule, found.message, found.sum) == (rule, message, sum)


def test_a_family_is_only_loaded_when_it_is_named() -> None:
    code = (
        "import sys; from cnnlint.keras.layers import find; find('Dense'); find('NoSuchLayer');"
        "print(sorted(m.rpartition('.')[2] for m, made in sys.modules.items()"
        " if 'keras.layers.' in m and type(made).__name__ == 'module'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "'core'" in done.stdout
    for family in ("pooling", "image", "recurrent"):
        assert family not in done.stdout


def test_several_outputs() -> None:
    states = built("LSTM", (B, 5, 8), 4, return_state=True, return_sequences=True)
    assert states.shape == [(B, 5, 4), (B, 4), (B, 4)]
    scored = apply(
        made("MultiHeadAttention", 2, 3), [(B, 6, 8), (B, 5, 8)],
        options={"return_attention_scores": True},
    )  # fmt: skip
    assert scored.shape == [(B, 6, 8), (B, 2, 6, 6)]  # as wide as the query: Keras's own answer


def test_layers_inside() -> None:
    both = built("Bidirectional", (B, 5, 8), made("LSTM", 4))
    assert (both.shape, params_sum(both.weights)) == ((B, 8), "2·8·16 + 2·4·16 + 2·16")
    each = built("TimeDistributed", (B, 5, 8, 8, 3), made("Conv2D", 4, 3))
    assert (each.shape, params_sum(each.weights)) == ((B, 5, 6, 6, 4), "3·3·3·4 + 4")
    assert each.macs == 5 * built("Conv2D", (B, 8, 8, 3), 4, 3).macs
    with pytest.raises(NotKnown):
        built("TimeDistributed", (B, 5, 8), object())
