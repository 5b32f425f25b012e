"""The table's data, over models that are put together here by hand."""

from __future__ import annotations

from typing import Any

import pytest

from cnnlint.diagnostics import Unknown
from cnnlint.dims import Size, symbol
from cnnlint.inference import infer
from cnnlint.keras.layers import convolution, core, normalization, pooling, reshaping
from cnnlint.keras.layers.building import apply
from cnnlint.keras.layers.constructing import construct
from cnnlint.network import Layer, Model, Node, Tensor, Weight
from cnnlint.source import Source
from cnnlint.table import readable_bytes, requirements, rows, totals, unknowns

Shape = tuple[Size, ...]

FAMILIES = (convolution, core, normalization, pooling, reshaping)

TEXT = """\
from keras import layers

image = keras.Input((32, 32, 3))
x = layers.Conv2D(64, 3, padding="same", name="conv2d_1")(image)
x = layers.BatchNormalization(name="bn_1")(x)
x = layers.MaxPooling2D(3)(x)
x = layers.Flatten()(x)
output = layers.Dense(10, name="output")(x)
model = keras.Model(image, output)
"""

batch = symbol("batch", hidden=True)


class Building:
    """A functional model that grows line by line."""

    def __init__(self, text: str = TEXT, path: str = "model.py") -> None:
        self.source = Source(path, text)
        self.parts: list[Layer] = []
        self.nodes: list[Node] = []
        self.counts: dict[str, int] = {}

    def line(self, number: int) -> Any:
        start = self.source.starts[number - 1]
        text = self.source.line(number)
        at = text.find("= ") + 2 if "= " in text else 0
        return self.source.span(start + at, start + len(text))

    def input(self, *sizes: Size, line: int = 3) -> Tensor:
        layer = Layer("InputLayer", "input_layer", self.line(line), kind="input")
        layer.built = True
        tensor = Tensor((batch, *sizes))
        self._called(layer, Node(layer, (), (tensor,), layer.span))
        return tensor

    def layer(self, kind: str, *args: Any, line: int, name: str = "", **keywords: Any) -> Layer:
        found = next(getattr(f, kind) for f in FAMILIES if hasattr(f, kind))
        declaration, _ = construct(found, args, keywords)
        return Layer(kind, name or kind.lower(), self.line(line), declaration=declaration)

    def call(self, layer: Layer, *inputs: Tensor) -> Tensor:
        shapes = [tensor.shape for tensor in inputs]
        done = apply(
            layer.declaration, shapes if layer.declaration.many else shapes[0], layer.built
        )
        if done.weights is not None:
            layer.weights = list(done.weights)
        layer.built = True
        output = Tensor(done.shape)
        node = Node(
            layer,
            inputs,
            (output,),
            layer.span,
            sum=done.sum,
            unread=done.unread,
            needs=done.needs,
            macs=done.macs,
        )
        self._called(layer, node)
        return output

    def broken(self, layer: Layer, reason: str, *inputs: Tensor) -> Tensor:
        layer.broken = Unknown(reason, layer.span)
        output = Tensor(None, unknown=layer.broken)
        self._called(layer, Node(layer, inputs, (output,), layer.span))
        return output

    def beyond(self, layer: Layer, *inputs: Tensor) -> Tensor:
        """A call whose input is not known."""
        output = Tensor(None, unknown=inputs[0].unknown)
        self._called(layer, Node(layer, inputs, (output,), layer.span))
        return output

    def model(self, inputs: list[Tensor], outputs: list[Tensor], line: int) -> Model:
        model = Model("Functional", "functional", self.line(line))
        model.variable = "model"
        model.inputs, model.outputs = tuple(inputs), tuple(outputs)
        model.parts, model.graph = self.parts, tuple(self.nodes)
        model.built = True
        return model

    def _called(self, layer: Layer, node: Node) -> None:
        if layer not in self.parts:
            self.parts.append(layer)
        self.nodes.append(node)


def small() -> Model:
    it = Building()
    image = it.input(32, 32, 3)
    x = it.call(it.layer("Conv2D", 64, 3, padding="same", line=4, name="conv2d_1"), image)
    x = it.call(it.layer("BatchNormalization", line=5, name="bn_1"), x)
    x = it.call(it.layer("MaxPooling2D", 3, line=6, name="max_pooling2d"), x)
    x = it.call(it.layer("Flatten", line=7), x)
    x = it.call(it.layer("Dense", 10, line=8, name="output"), x)
    return it.model([image], [x], line=9)


def broken() -> Model:
    it = Building()
    image = it.input(2, 2, 3)
    x = it.broken(it.layer("Conv2D", 64, 3, line=4, name="conv2d_1"), "3×3 on 2×2", image)
    x = it.beyond(it.layer("BatchNormalization", line=5, name="bn_1"), x)
    x = it.beyond(it.layer("Dense", 10, line=8, name="output"), x)
    return it.model([image], [x], line=9)


def test_rows() -> None:
    table = {row.name: row for row in rows(small())}
    assert [*table] == ["input_layer", "conv2d_1", "bn_1", "max_pooling2d", "flatten", "output"]
    conv = table["conv2d_1"]
    assert (conv.class_name, conv.shapes) == ("Conv2D", ((batch, 32, 32, 64),))
    assert (conv.params, conv.trainable_params, conv.macs) == (1792, 1792, 1769472)
    assert conv.params_sum == "3·3·3·64 + 64"
    assert conv.output_sum == "(32 + 2·1 − 3)/1 + 1 = 32"
    assert conv.connected_to == ["input_layer"]
    assert conv.span is not None
    assert conv.span.line == 4
    norm = table["bn_1"]
    assert (norm.params, norm.trainable_params, norm.params_sum) == (256, 128, "4·64")
    pool = table["max_pooling2d"]
    assert (pool.params, pool.params_sum, pool.unread, pool.read) == (0, "", (2, 2), (32, 32))
    assert table["output"].params_sum == "6400·10 + 10"


def test_totals_are_what_keras_prints() -> None:
    sums = totals(small())
    assert sums.complete
    assert (sums.params, sums.trainable_params, sums.non_trainable_params) == (66058, 65930, 128)
    assert sums.bytes == 4 * 66058
    assert readable_bytes(sums.bytes or 0) == "258.04 KB"
    assert readable_bytes(0) == "0.00 B"
    assert readable_bytes(80266 * 4) == "313.54 KB"


def test_symbolic_sizes() -> None:
    it = Building()
    units = symbol("units")
    image = it.input(512)
    x = it.call(it.layer("Dense", units, line=8, name="output"), image)
    model = it.model([image], [x], line=9)
    (_, dense) = rows(model)
    assert dense.params_sum == "512·units + units"
    assert dense.params == 513 * units
    assert totals(model).bytes is None
    assert totals(model).complete


def test_conditions_on_free_sizes_are_joined() -> None:
    it = Building()
    height = symbol("height", hidden=True)
    image = it.input(height, 32, 3)
    x = it.call(it.layer("Conv2D", 8, 3, line=4, name="a"), image)
    x = it.call(it.layer("Conv2D", 8, 3, line=4, name="b"), x)
    model = it.model([image], [x], line=9)
    assert list(map(str, requirements(model))) == ["height >= 5"]


def test_a_break_is_unknown_and_everything_behind_it() -> None:
    model = broken()
    table = rows(model)
    conv, norm, dense = table[1:]
    assert conv.broken
    assert conv.shapes is None
    assert conv.params is None
    assert conv.macs is None
    assert not norm.broken
    assert norm.unknown is conv.unknown is dense.unknown
    assert [unknown.reason for unknown in unknowns(model, table)] == ["3×3 on 2×2"]
    sums = totals(model, table)
    assert not sums.complete
    assert sums.params == 0


def test_a_shared_layer_costs_twice_and_counts_once() -> None:
    it = Building()
    left, right = it.input(64), it.input(64)
    shared = it.layer("Dense", 16, line=8, name="shared")
    a, b = it.call(shared, left), it.call(shared, right)
    model = it.model([left, right], [a, b], line=9)
    row = rows(model)[-1]
    assert row.params == 1040
    assert row.macs == 2 * 1024
    assert row.connected_to == ["input_layer", "input_layer"]
    assert totals(model).params == 1040


def test_an_inner_model_has_rows_of_its_own() -> None:
    inner = small()
    inner.name = "inner"
    it = Building()
    image = it.input(32, 32, 3)
    output = Tensor((batch, 10))
    it._called(inner, Node(inner, (image,), (output,), it.line(8)))
    x = it.call(it.layer("Dense", 2, line=8, name="head"), output)
    model = it.model([image], [x], line=9)
    (_, row, head) = rows(model)
    assert [nested.name for nested in row.nested][-1] == "output"
    assert (row.params, row.trainable_params) == (66058, 65930)
    assert row.params_sum == "1792 + 256 + 64010"
    assert row.macs == 1769472 + 64000
    assert head.connected_to == ["inner"]
    assert totals(model).params == 66058 + 22


def test_a_layer_that_was_never_built_has_no_count() -> None:
    it = Building()
    model = Model("Sequential", "sequential", it.line(9))
    model.parts = [it.layer("Dense", 10, line=8)]
    (row,) = rows(model)
    assert row.params is None
    assert row.shapes is None
    assert not totals(model).complete


@pytest.mark.parametrize(("dtype", "bits"), [("float16", 16), ("bool", 1), ("int8", 8)])
def test_bytes_by_dtype(dtype: str, bits: int) -> None:
    model = Model("Model", "model", None)
    layer = Layer("Mine", "mine", None)
    layer.built = True
    layer.weights = [Weight("w", (16,), dtype=dtype)]
    model.parts = [layer]
    assert totals(model).bytes == 2 * bits


def test_a_layer_that_nothing_calls_is_why_a_count_is_missing() -> None:
    """Keras believes `compute_output_shape`, and does not run `call`: the Dense is never built."""
    text = """
import keras
class Promised(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.inner = keras.layers.Dense(3)
    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], 3)
    def build(self, input_shape):
        self.built = True
    def call(self, inputs):
        return self.inner(inputs)
x = keras.Input((8,))
model = keras.Model(x, Promised()(x))
"""
    (model,) = infer(Source("model.py", text)).models
    said = rows(model)
    assert not totals(model, said).complete
    (why,) = unknowns(model, said)
    assert why.reason == "`dense` is not built: its weights come with its first call"


def test_a_part_without_weights_that_is_not_called_takes_no_part() -> None:
    text = """\
import keras
from keras import layers
class Block(layers.Layer):
    def __init__(self, rate=0.0):
        super().__init__()
        self.rate = rate
        self.dense = layers.Dense(4)
        self.drop = layers.Dropout(rate)
    def call(self, x):
        x = self.dense(x)
        return self.drop(x) if self.rate > 0 else x
x = keras.Input((3,))
model = keras.Model(x, Block()(x))
"""
    (model,) = infer(Source("model.py", text)).models
    said = rows(model)
    assert [row.name for row in said[1].nested] == ["dense"]
    assert (totals(model, said).params, totals(model, said).complete) == (16, True)
