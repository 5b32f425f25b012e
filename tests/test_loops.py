"""Loops of unknown length: what is said after them holds for every number of turns."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnlint import dims, inference
from cnnlint.diagnostics import Unknown
from cnnlint.dims import Dim
from cnnlint.inference import Inference, infer
from cnnlint.interpreter import machine
from cnnlint.network import Tensor
from cnnlint.source import Source

START = """import keras
from keras import layers

n = TURNS
flag = FLAG
widths = [8, 16, 8, 4, 8]


class Box:
    def __init__(self):
        self.last = None

    def apply(self, value):
        self.last = layers.Conv2D(8, 1)(value)
        return self.last


def block(value, filters):
    shortcut = value
    if value.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1)(value)
    value = layers.Conv2D(filters, 3, padding="same")(value)
    if flag:
        return value
    return layers.Add()([value, shortcut])


box = Box()
shared = layers.Conv2D(8, 3, padding="same")
image = keras.Input((24, 24, 8))
x = layers.Conv2D(8, 3, padding="same")(image)
y = z = first = x
f, i, seen = 8, 0, [x]
"""
HEADS = (
    "for i in range(n):",
    "for _ in range(n):",
    "for i, f in enumerate(widths[:n]):",
    "for f in widths[:n]:",
    "while i < n:",
)
#: Calls that suit most tensors, and those that often do not.
SAFE = (
    "layers.Conv2D({f}, 3, padding='same', strides={s})({v})",
    "layers.Conv2D(8, 3, padding='same')({v})",
    "layers.BatchNormalization()({v})",
    "layers.Dense({f})({v})",
    "layers.MaxPooling2D(2, padding='same')({v})",
    "layers.Conv2D(8, 1)({v}) if i == 0 else {w}",
    "block({v}, {f})",
    "box.apply({v})",
    "shared({v})",
)
BOLD = (
    "layers.Conv2D({f}, 3)({v})",
    "layers.Add()([{v}, {w}])",
    "layers.Concatenate()([{v}, {w}])",
    "layers.Concatenate()([{v}, first])",
    "layers.Flatten()({v})",
    "layers.Reshape((-1, 8))({v})",
    "layers.Conv1D(4, 1)({v})",
    "layers.GlobalAveragePooling2D()({v})",
    "layers.UpSampling2D()({v})",
    "layers.LSTM(4, return_sequences=True)({v})",
    "keras.ops.expand_dims({v}, 1)",
    "{v}[:, 1:]",
    "{v} + {w}",
    "seen[-1]",
    "box.last",
)
PLAIN = (
    "f = f * 2",
    "f = f + 8",
    "f = i",
    "f = x.shape[-1]",
    "x, y = y, x",
    "y = x",
    "z = y",
    "x = z",
    "box.last = x",
    "seen.append(x)",
    "seen = [x, y]",
    "seen = [*seen, x]",
)
TESTS = ("i == 0", "i > 0", "i % 2 == 0", "i < n - 1", "flag", "f > 16", "x.shape[-1] != 8")
NAMES = ("x", "y", "z", "f", "one", "two")


class Program:
    """Draws a program with a loop. What it draws is decided by the seed alone."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.bold = self.random.choice((0.02, 0.1, 0.5))

    def call(self) -> str:
        draw = self.random.choice
        kind = BOLD if self.random.random() < self.bold else SAFE
        return draw(kind).format(
            f=draw(("f", "8", "8", "16", "f * 2")),
            s=draw((1, 1, 2)),
            v=draw("xxxyz"),
            w=draw("xyz"),
        )

    def statement(self, depth: int) -> list[str]:
        draw, chance = self.random.choice, self.random.random()
        if chance < 0.55 or depth > 2:
            return [f"{draw('xxxy')} = {self.call()}"]
        if chance < 0.65:
            return [draw(PLAIN)]
        if chance < 0.85:
            lines = [f"if {draw(TESTS)}:", *self.block(depth + 1)]
            return lines + (["else:", *self.block(depth + 1)] if draw((True, False)) else [])
        if chance < 0.90:
            return [f"if {draw(TESTS)}:", f"    {draw(('break', 'continue'))}"]
        if chance < 0.96:
            return [draw(("for j in range(2):", "for j in range(n):")), *self.block(depth + 1)]
        return ["try:", f"    x = {self.call()}", "except ValueError:", f"    x = {self.call()}"]

    def block(self, depth: int) -> list[str]:
        found = [line for _ in range(self.random.choice((1, 2))) for line in self.statement(depth)]
        return [f"    {line}" for line in found]

    def text(self) -> str:
        head = self.random.choice(HEADS)
        body = self.block(0) + self.block(0) + (["    i += 1"] if head[0] == "w" else [])
        ends = [
            "layers.Conv2D(3, 3)(x)",
            "layers.Add()([x, first])",
            "layers.Concatenate()([x, y])",
            "layers.Conv1D(2, 1)(y)",
            "None",
        ]
        one, two = self.random.choice(ends), self.random.choice(ends)
        after = [f"one = {one}", f"two = {two}", "model = keras.Model(image, x)"]
        return START + "\n".join([head, *body, *after]) + "\n"


@pytest.fixture(autouse=True)
def net(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "NET", False)


def followed(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Inference, list[dict[str, Any]]]:
    """What following a program shows, and the names at the end of each of its worlds."""
    seen: list[dict[str, Any]] = []
    collect = inference._collect

    def note(found: Inference, worlds: list[Any]) -> None:
        seen.extend(world.state["main"].names for world in worlds if "main" in world.state)
        collect(found, worlds)

    with monkeypatch.context() as patch:
        patch.setattr(inference, "_collect", note)
        return infer(Source("program.py", text), roots=False), seen


def runs(text: str) -> Iterator[str]:
    """The program with each number of turns."""
    for turns in range(6):
        for flag in (True, False):
            yield text.replace("TURNS", str(turns)).replace("FLAG", str(flag))


def stands_for(general: Any, value: Any, sizes: dict[str, Any]) -> bool:
    """Whether what is known after any number of turns holds of what one number of them gives."""
    if type(general) is Unknown or type(value) is Unknown:
        return True
    if type(general) is int:
        return bool(general == value)
    if type(general) is not Tensor or general.shape is None:
        return True
    if type(value) is not Tensor or value.shape is None:
        return type(value) is Tensor
    return len(general.shape) == len(value.shape) and all(
        _holds(a, b, sizes) for a, b in zip(general.shape, value.shape, strict=True)
    )


def _holds(general: Any, size: Any, sizes: dict[str, Any]) -> bool:
    if not isinstance(general, Dim) or general == size:
        return bool(general == size)
    names = dims.symbols(general)
    if names == {str(general)}:
        return bool(sizes.setdefault(str(general), size) == size)
    if all(type(sizes.get(name)) is int for name in names):
        return bool(dims.substitute(general, {name: sizes[name] for name in names}) == size)
    return True


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10**9))
def test_every_number_of_turns_is_covered(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = Program(seed).text()
    open_ = text.replace("TURNS", "int(input())").replace("FLAG", 'input() == "yes"')
    general, worlds = followed(open_, monkeypatch)
    proved = {e.span.key for e in general.refusals if e.certainty == "proved"}
    for run in runs(text):
        found, (names, *_) = followed(run, monkeypatch)
        if found.refusals or found.unknowns:
            continue  # the program ends before
        # The texts differ in their third and fourth line: places are told by line and column.
        went = {(call.span.line, call.span.column) for call in found.calls if call.span}
        said = {(e.span.line, e.span.column) for e in general.refusals if e.span.key in proved}
        assert not went & said, run
        assert general.gave_up or any(
            all(stands_for(world[n], names[n], sizes) for n in NAMES if n in world and n in names)
            for world in worlds
            for sizes in [{}]
        ), run


def after(body: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    text = f"{START}{body}\n".replace("TURNS", "int(input())").replace("FLAG", "False")
    found, (names, *_) = followed(text, monkeypatch)
    assert not found.refusals
    return names


def shape(body: str, monkeypatch: pytest.MonkeyPatch, name: str = "x") -> list[Any]:
    value = after(body, monkeypatch)[name]
    return [size if isinstance(size, int) else str(size) for size in value.shape]


def test_what_every_turn_keeps_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "for _ in range(n):\n    y = layers.Conv2D(8, 3, padding='same')(x)\n    x = x + y"
    assert shape(body, monkeypatch) == ["N", 24, 24, 8]
    assert shape(body, monkeypatch, "y") == ["N", 24, 24, 8]


def test_what_changes_alike_stays_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "while flag or input():\n    x = layers.Conv2D(8, 3, strides=2, padding='same')(x)"
    _, height, width, channels = shape(body, monkeypatch)
    assert height == width == "x.shape[1]"
    assert channels == 8


def test_what_changes_differently_is_not_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "for _ in range(n):\n    x = layers.MaxPooling2D((1, 2))(x)"
    assert shape(body, monkeypatch) == ["N", 24, "x.shape[2]", 8]


def test_another_rank_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "for _ in range(n):\n    x = keras.ops.expand_dims(x, 1)"
    assert after(body, monkeypatch)["x"].shape is None


def test_branches_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    body = """
for i in range(n):
    if i % 2:
        x = layers.Conv2D(8, 3, padding="same")(x)
    else:
        x = layers.MaxPooling2D(2)(x)
"""
    assert shape(body, monkeypatch) == ["N", "x.shape[1]", "x.shape[1]", 8]


def test_a_loop_that_is_left_early(monkeypatch: pytest.MonkeyPatch) -> None:
    body = """
for i in range(n):
    x = layers.Conv2D(16, 1)(x)
    if i == 2:
        break
    x = layers.Conv2D(8, 1)(x)
"""
    assert shape(body, monkeypatch) == ["N", 24, 24, "x.shape[3]"]


def test_the_first_turn_of_a_range_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    body = """
for i in range(n):
    if i == 0:
        x = layers.Flatten()(x)
    else:
        x = layers.Dense(8)(layers.Reshape((-1,))(x))
    x = layers.LayerNormalization()(x)
"""
    assert after(body, monkeypatch)["x"].shape is None


def test_an_error_behind_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    text = START.replace("TURNS", "int(input())").replace("FLAG", "False")
    text += "for _ in range(n):\n    x = layers.MaxPooling2D(2)(x)\nlayers.Conv1D(8, 3)(x)\n"
    found, _ = followed(text, monkeypatch)
    (refusal,) = found.refusals
    assert refusal.refused.rule == "rank-mismatch"
    assert refusal.certainty == "proved"


def test_the_row_of_a_loop_follows_what_it_goes_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    text = START.replace("TURNS", "int(input())").replace("FLAG", "False")
    text += """
for _ in range(n):
    x = layers.Conv2D(8, 3, padding="same")(x)
model = keras.Model(image, layers.Dense(2)(x))
"""
    found, _ = followed(text, monkeypatch)
    (model,) = found.models
    rows = [(part.class_name, part.name) for part in model.parts]
    assert rows == [
        ("InputLayer", "input_layer"),
        ("Conv2D", "conv2d_1"),
        ("loop", "?"),
        ("Dense", "dense"),
    ]
    line = text[: text.index("for _")].count("\n") + 1
    (why,) = model.unknowns
    assert why.reason.startswith(f"the loop on line {line} runs an unknown number of times: ")


def test_what_a_loop_need_not_use_is_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    text = START.replace("TURNS", "int(input())").replace("FLAG", "False")
    text += """
for _ in range(n):
    x = layers.Conv2D(8, 3, padding="same")(image)
model = keras.Model(image, x)
"""
    found, _ = followed(text, monkeypatch)
    (model,) = found.models
    assert [part.class_name for part in model.parts] == ["InputLayer", "loop"]


def test_names_after_a_loop_are_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    names = after("for _ in range(n):\n    x = shared(layers.Dense(8)(x))", monkeypatch)
    assert names["x"].node.layer.name == "?"
    body = "for _ in range(n):\n    x = layers.Dense(8)(x)\nx = layers.Dense(8)(x)"
    assert after(body, monkeypatch)["x"].node.layer.name.startswith("?dense")


LAYERS = """import keras
from keras import layers

depth = int(input())


class Block(layers.Layer):
    def __init__(self, units, **keywords):
        super().__init__(**keywords)
        self.dense = layers.Dense(units)

    def call(self, x):
        return x + self.dense(x)


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.stem = layers.Dense(8)
        self.blocks = BLOCKS
        CHANGE

    def call(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return x


image = keras.Input((4, 6))
net = Net()
x = net(image)
"""


def net_of(blocks: str, change: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, list[Any]]:
    """What a class with a list of layers gives, and the classes of its rows."""
    text = LAYERS.replace("BLOCKS", blocks).replace("CHANGE", change)
    found, (names, *_) = followed(text, monkeypatch)
    assert not found.refusals
    (model,) = found.models
    assert model.unknowns
    return names["x"], [part.class_name for part in model.parts]


@pytest.mark.parametrize(
    ("blocks", "change"),
    [
        ("[Block(8) for _ in range(depth)]", "pass"),
        ("[]", "for turn in range(depth): self.blocks.append(Block(8))"),
        ("[]", "for turn in range(depth): self.blocks.append(Block(8, name=f'b{turn}'))"),
    ],
)
def test_layers_in_a_list(blocks: str, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    x, rows = net_of(blocks, change, monkeypatch)
    assert x.shape[1:] == (4, 8)
    assert rows == ["Dense", "loop"]


@pytest.mark.parametrize(
    "change",
    [
        "self.blocks.pop(0)",
        "self.blocks[0] = layers.Flatten()",
        "self.blocks.insert(0, layers.Flatten())",
        "self.blocks.append(layers.Flatten())",
        "self.blocks += [layers.Flatten()]",
        "self.blocks.reverse()",
        "del self.blocks[0]",
    ],
)
def test_a_list_that_changes_is_not_known(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    x, _ = net_of("[Block(8) for _ in range(depth)]", change, monkeypatch)
    assert x.shape is None


def test_layers_that_the_turn_decides_on(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = "[Block(8) if turn else layers.Dense(3) for turn in range(depth)]"
    x, _ = net_of(blocks, "pass", monkeypatch)
    assert x.shape is None
