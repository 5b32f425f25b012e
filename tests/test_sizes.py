"""Sizes that are given for those that the code leaves open."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnnlint.analysis import analyse
from cnnlint.network import Model
from cnnlint.output.json import model_object
from cnnlint.report.summary import summary
from cnnlint.sizes import DoesNotFit, Sizes, fill, worked_out
from cnnlint.sizes.arithmetic import value
from cnnlint.source import Source

FIXTURES = Path(__file__).parents[1] / "fixtures" / "models"
UNET = (FIXTURES / "unet_any_size.py").read_text("utf-8")


def models(text: str) -> list[Model]:
    return analyse(Source("model.py", text)).models


def given(*shapes: tuple[int | None, ...], batch: int | None = None, **named: int) -> Sizes:
    sizes = Sizes()
    sizes.shapes = list(shapes)
    sizes.batch = batch
    sizes.named = named
    return sizes


@pytest.mark.parametrize("size", [16, 64, 224])
def test_it_is_as_if_the_code_said_so(size: int) -> None:
    filled, written = models(UNET), models(UNET.replace("None, None", f"{size}, {size}"))
    assert UNET.count("None, None") >= 1
    fill(filled, given((size, size, 1)))
    for a, b in zip(filled, written, strict=True):
        one, other = model_object(a), model_object(b)
        for layers in (one["layers"], other["layers"]):
            for layer in layers:
                del layer["derivation"]["output"]  # the way there is written with other steps
        one.pop("memory", None), other.pop("memory", None)
        assert one == other


def test_the_sums_come_to_the_sizes() -> None:
    (model,) = models(UNET)
    fill([model], given((224, 224, 1), batch=32))
    text = summary(model)
    assert "(32, 28, 28, 128)   (2·⌊224/16⌋ + 2·1 − 3)/1 + 1 = 28 " in text
    assert "None" not in text
    assert "Requires" not in text


def test_a_condition_that_is_broken_is_told_once() -> None:
    (model,) = models(UNET)
    fill([model], given(H=100))
    text = summary(model)
    assert text.count("requires") == 1
    assert "`concatenate_1` requires H % 16 in (0, 1, 2, 3), and H is 100" in text
    assert "Requires: W % 16 == 0" in text
    found = model_object(model)
    assert not found["complete"]
    assert found["layers"][-1]["output_shape"] is None
    assert found["layers"][-1]["params"] == 17


def test_one_size_of_several() -> None:
    (model,) = models(UNET)
    fill([model], given(W=32))
    assert model_object(model)["output_shapes"] == [[None, None, 32, 1]]


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        (given((224, 224, 3)), "--input: a size of `model` is 1 and cannot be 3"),
        (given((224, 224)), "an input of `model` has 3 sizes besides the batch, --input 2"),
        (given((8, 8, 1), (8,)), "`model` has 1 input, and --input gives 2"),
        (given(Q=3), "`model` has no size `Q`; there is H, W"),
    ],
)
def test_what_does_not_fit(sizes: Sizes, said: str) -> None:
    with pytest.raises(DoesNotFit) as told:
        fill(models(UNET), sizes)
    assert str(told.value) == said


def test_an_input_by_its_name_and_a_file_with_several_models() -> None:
    text = "import keras\nfrom keras import layers\na = keras.Input((None, 4), name='text')\n"
    text += "b = keras.Input((3,), name='more')\n"
    text += "one = keras.Model([a, b], [layers.Dense(2)(a), layers.Dense(2)(b)])\n"
    text += "two = keras.Sequential([keras.Input((7,)), layers.Dense(1)])\n"
    one, two = models(text)
    sizes = Sizes()
    sizes.inputs = {"text": (10, None)}
    fill([one, two], sizes)
    assert model_object(one)["input_shapes"] == [[None, 10, 4], [None, 3]]
    sizes.inputs = {"image": (10, None)}
    with pytest.raises(DoesNotFit, match="`one` has no input `image`; there is text, more"):
        fill(models(text), sizes)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("(4·⌊224/16⌋ + 2·1 − 3)/1 + 1", 56),
        ("⌊(11 − 2)/2⌋ + 1", 5),
        ("⌈7/2⌉", 4),
        ("−3 + 5", 2),
        ("2²·3 − 1", 11),
        ("(9 + 2) mod 3", 2),
        ("min(3, 2·4) + max(1, 5)", 8),
        ("7/2", None),
        ("1/0", None),
        ("H + 1", None),
        ("", None),
        ("(1", None),
        ("1 1", None),
        ("9^99", None),
        ("(" * 10_000, None),
    ],
)
def test_sums(text: str, result: int | None) -> None:
    assert value(text) == result


def test_sums_of_axes() -> None:
    before = "(H − 3)/1 + 1, (W − 3)/1 + 1"
    assert worked_out("(9 − 3)/1 + 1, (9 − 3)/1 + 1", before) == "(9 − 3)/1 + 1 = 7"
    assert worked_out("(9 − 3)/1 + 1, (W − 3)/1 + 1", before) == "(9 − 3)/1 + 1 = 7, (W − 3)/1 + 1"
    assert worked_out("max(9, 3), 2", "max(H, 3), 2") == "max(9, 3) = 9, 2"
    assert worked_out("1·2 = 2", "1·2 = 2") == "1·2 = 2"
