"""Pieces of programs: layers that fit a shape, functions and classes people define, mistakes."""

# ruff: noqa: E501 - the programs read better than what wraps them

from __future__ import annotations

from random import Random

Shape = tuple[int | None, ...]

#: Functions from a tensor to a tensor, for images and for sequences; `{f}` is a number.
FUNCTIONS = [
    """\
def conv_block(x, filters={f}, kernel_size=3, *, strides=1, activation="relu", name=None, **kwargs):
    x = layers.Conv2D(filters, kernel_size, strides=strides, padding="same", name=name, **kwargs)(x)
    x = layers.BatchNormalization()(x)
    if activation is not None:
        x = layers.Activation(activation)(x)
    return x""",
    """\
def residual(x, filters={f}, downsample=False):
    shortcut = x
    strides = 2 if downsample else 1
    y = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
    y = layers.BatchNormalization()(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(filters, 3, padding="same")(y)
    if downsample or shortcut.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1, strides=strides)(shortcut)
    return layers.add([y, shortcut])""",
    """\
def inception(x, *widths):
    towers = [layers.Conv2D(w, 2 * i + 1, padding="same", activation="relu")(x) for i, w in enumerate(widths)]
    towers.append(layers.MaxPooling2D(3, strides=1, padding="same")(x))
    return layers.Concatenate(axis=-1)(towers)""",
    """\
def dense_block(x, growth={f}, depth=2, prefix="dense_block"):
    for i in range(depth):
        y = layers.Conv2D(growth, 3, padding="same", activation="relu", name=f"{{prefix}}_{{i}}")(x)
        x = layers.concatenate([x, y])
    return x""",
    """\
def attention_gate(x, ratio=2):
    channels = x.shape[-1]
    w = layers.GlobalAveragePooling2D()(x)
    w = layers.Dense(max(channels // ratio, 1), activation="relu")(w)
    w = layers.Dense(channels, activation="sigmoid")(w)
    return x * layers.Reshape((1, 1, channels))(w)""",
    """\
def separable(filters, **options):
    def apply(x):
        for layer in (layers.DepthwiseConv2D(3, padding="same", **options), layers.Conv2D(filters, 1)):
            x = layer(x)
        return x
    return apply""",
]

CLASSES = [
    """\
class Scale(layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def build(self, input_shape):
        self.gamma = self.add_weight(shape=(input_shape[-1],), name="gamma")
        if self.factor != 1.0:
            self.beta = self.add_weight(shape=(input_shape[-1],), initializer="zeros", trainable=False)

    def call(self, x):
        return x * self.gamma * self.factor""",
    """\
class Bottleneck(keras.layers.Layer):
    def __init__(self, units, dropout=0.1, name=None):
        super().__init__(name=name)
        self.steps = [layers.Dense(units, activation="relu"), layers.Dropout(dropout)]
        self.norm = layers.LayerNormalization()

    def build(self, input_shape):
        self.out = layers.Dense(input_shape[-1])

    def call(self, inputs, training=None):
        x = inputs
        for step in self.steps:
            x = step(x)
        return self.norm(inputs + self.out(x))""",
    """\
class Linear(keras.Layer):
    def __init__(self, units={f}, use_bias=True, **kwargs):
        super().__init__(**kwargs)
        self.units, self.use_bias = units, use_bias

    def build(self, input_shape):
        self.w = self.add_weight((input_shape[-1], self.units), "glorot_uniform")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros") if self.use_bias else None
        super().build(input_shape)

    def call(self, x):
        y = keras.ops.matmul(x, self.w)
        return y if self.b is None else y + self.b""",
    """\
class Tower(keras.Model):
    def __init__(self, widths=(8, 4), classes=3, **kwargs):
        super().__init__(**kwargs)
        self.hidden = [layers.Dense(w, activation="relu") for w in widths]
        self.head = keras.Sequential([layers.Dense(classes), layers.Softmax()])

    def call(self, x, training=False):
        for layer in self.hidden:
            x = layer(x)
        return self.head(x)""",
    """\
class Split(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.left = layers.Dense({f})
        self.right = layers.Dense(4, name="right")

    def call(self, x):
        return self.left(x), self.right(x)""",
]


def layer(r: Random, shape: Shape, name: str = "", first: str = "") -> str:
    """A layer that takes a tensor of this shape and gives one; `first` are arguments of a first
    layer of a Sequential."""
    extra = "".join(f", {each}" for each in (first, name) if each)
    alone = ", ".join(each for each in (first, name) if each)
    f = r.choice([1, 2, 3, 4, 6, 8, 16])
    rank, last = len(shape), shape[-1]
    some: list[str] = [f"layers.Dropout({r.choice([0.1, 0.5])}{extra})"]
    act = r.choice(["relu", "tanh", "sigmoid", "elu", "gelu"])
    some.append(f"layers.Activation({act!r}{extra})")
    if not first:
        some.append(f"layers.{r.choice(['ReLU', 'LeakyReLU', 'ELU', 'Softmax'])}({alone})")
    if last is not None:
        some += [
            f"layers.Dense({f}{r.choice(['', ', activation=' + repr(act), ', use_bias=False'])}{extra})",
            f"layers.Dense(units={f}{extra})",
            f"layers.{r.choice(['BatchNormalization', 'LayerNormalization', 'UnitNormalization'])}({alone})",
        ]
    if rank == 2:
        some += [f"layers.RepeatVector(3{extra})"]
        if last is not None and last % 4 == 0:
            some.append(f"layers.Reshape((-1, 4){extra})")
            some.append(f"layers.Reshape(({last // 4}, 2, 2){extra})")
    elif rank == 3:
        steps = shape[1]
        some += [f"layers.GlobalAveragePooling1D({alone})", f"layers.GlobalMaxPool1D({alone})"]
        if last is not None:
            kind = r.choice(["LSTM", "GRU", "SimpleRNN"])
            some += [
                f"layers.Conv1D({f}, 3, padding={r.choice(['same', 'causal'])!r}{extra})",
                f"layers.{kind}({f}{r.choice(['', ', return_sequences=True'])}{extra})",
                f"layers.Bidirectional(layers.{kind}({f}, return_sequences=True){extra})",
                f"layers.TimeDistributed(layers.Dense({f}){extra})",
                f"layers.SeparableConv1D({f}, 2, padding='same'{extra})",
            ]
        if steps is not None and last is not None:
            some.append(f"layers.Flatten({alone})")
            some.append(f"layers.Permute((2, 1){extra})")
        if steps is None or steps > 3:
            some.append(f"layers.MaxPooling1D(2{extra})")
    elif rank == 4:
        height, width = shape[1:3]
        small = min(n for n in (height, width, 99) if n is not None)
        some += [
            f"layers.GlobalAveragePooling2D({r.choice(['', 'keepdims=True'])})",
            f"layers.ZeroPadding2D({r.choice(['1', '((1, 0), (0, 1))', '(1, 2)'])}{extra})",
            f"layers.UpSampling2D({r.choice(['2', '(2, 1)', 'size=2'])}{extra})",
            f"layers.SpatialDropout2D(0.2{extra})",
        ]
        if last is not None:
            pad = r.choice(["", ", padding='same'", ", strides=2, padding='same'"])
            k = r.choice([1, 2, 3]) if pad == "" else r.choice([1, 3, 5])
            if small >= k:
                some += [
                    f"layers.Conv2D({f}, {k}{pad}{extra})",
                    f"layers.Conv2D(filters={f}, kernel_size=({k}, {k}){pad}, activation={act!r}{extra})",
                    f"layers.DepthwiseConv2D({k}{pad}{extra})",
                    f"layers.SeparableConv2D({f}, {k}{pad}{extra})",
                ]
            some.append(
                f"layers.Conv2DTranspose({f}, 2, strides=2{r.choice(['', pad and ', padding=' + repr('same')])}{extra})"
            )
            if last % 2 == 0:
                some.append(f"layers.Conv2D({2 * f}, 3, padding='same', groups=2{extra})")
            if small >= 2:
                some.append(
                    f"layers.Conv2D({f}, 3, padding='same', data_format='channels_last'{extra})"
                )
        if height is not None and width is not None and last is not None:
            some += [f"layers.Flatten({alone})"]
            some.append(f"layers.Reshape((-1, {last}){extra})")
        if small >= 2:
            some += [
                f"layers.MaxPooling2D({alone})",
                f"layers.AveragePooling2D(2{r.choice(['', ', padding=' + repr('same')])}{extra})",
                f"layers.MaxPool2D((2, 2), strides=1{extra})",
            ]
        if small >= 4:
            some.append(f"layers.Cropping2D(1{extra})")
    return r.choice(some)


def operation(r: Random, shape: Shape, x: str) -> str:
    """An expression on one tensor that is no call of a layer."""
    n = r.choice(["2", "0.5", "1.0", "3"])
    some = [
        f"{x} * {n}",
        f"{n} * {x}",
        f"{x} + {n}",
        f"{n} - {x}",
        f"{x} / {n}",
        f"-{x}",
        f"{x} ** 2",
        f"abs({x})",
        f"keras.ops.relu({x})",
        f"ops.sigmoid({x})",
        f"ops.exp({x})",
        f"keras.activations.{r.choice(['relu', 'softmax', 'tanh', 'gelu'])}({x})",
        f"ops.clip({x}, 0, 1)",
        f"ops.sqrt(ops.abs({x}))",
        f"ops.expand_dims({x}, axis=1)" if len(shape) < 4 else f"ops.square({x})",
        f"ops.mean({x}, axis=1)" if len(shape) > 2 else f"ops.sum({x}, axis=-1, keepdims=True)",
        f"ops.max({x}, axis={r.choice(['-1', '(1,)'])}, keepdims=True)",
        f"layers.Lambda(lambda t: t * {n})({x})",
        f"layers.Rescaling(1.0 / 255)({x})",
    ]
    if len(shape) == 3:
        some += [f"{x}[:, 0]", f"{x}[:, -1, :]", f"{x}[:, 1:]", f"{x}[..., :1]"]
        some += [f"ops.transpose({x}, (0, 2, 1))"]
    if len(shape) == 4:
        some += [f"{x}[:, ::2, ::2, :]", f"{x}[..., 0]", f"{x}[:, :, :, :1]"]
        some += [f"ops.mean({x}, axis=(1, 2))", f"ops.pad({x}, [[0, 0], [1, 1], [1, 1], [0, 0]])"]
        if None not in shape[1:]:
            some.append(f"ops.reshape({x}, (-1, {shape[1] * shape[2]}, {shape[3]}))")  # type: ignore[operator]
    return r.choice(some)


def mistake(r: Random, shape: Shape, x: str, other: str, other_shape: Shape, model: str) -> str:
    """A statement that Keras will mostly refuse."""
    rank = len(shape)
    some = [
        f"{x} = layers.Conv{r.choice(['1', '3'])}D(4, 3)({x})"
        if rank == 4
        else f"{x} = layers.Conv2D(4, 3)({x})",
        f"{x} = layers.MaxPooling2D()({x})" if rank != 4 else f"{x} = layers.LSTM(4)({x})",
        f"{x} = layers.Dense(10.5)({x})",
        f"{x} = layers.Dense(-1)({x})",
        f"{x} = layers.Dense({x})",
        f"{x} = layers.Dense(4, units=3)({x})",
        f"{x} = layers.Dense(4, activaton='relu')({x})",
        f"{x} = layers.Dense(4, activation='rellu')({x})",
        f"{x} = layers.Conv2D(4)({x})",
        f"{x} = layers.Dropout(1.5)({x})",
        f"{x} = layers.Add()([{x}])",
        f"{x} = layers.Add()({x})",
        f"{x} = layers.Dense(3)([{x}, {x}])",
        f"{x} = layers.Reshape((7, 13, 1))({x})",
        f"{x} = layers.Permute((1, 1))({x})",
        f"{x} = layers.Concatenate(axis=7)([{x}, {x}])",
        f"{x} = layers.Dense(4)(None)",
        f"model = keras.Model({x})",
        f"model = keras.Model({x}, 3)",
        f"model = keras.Model(keras.Input((3,)), {x})",
        f"model = keras.Model(input={x}, output={x})",
        f"model = keras.Model(inputs={x}, outputs=layers.Dense(2))",
        f"{x} = layers.Dense(3, name='a/b')({x})",
        f"{x} = layers.Conv2D(4, 3, padding='full')({x})",
        f"{x} = layers.Conv2D(3, 3, groups=2)({x})",
        f"{x} = layers.Conv2D(4, 3, strides=2, dilation_rate=2)({x})",
        f"{x} = layers.BatchNormalization(axis={rank})({x})",
        (
            f"twice = layers.Dense(3, name='twice')(layers.Dense(3, name='twice')({x}))\n"
            f"model = keras.Model({x}, twice)"
        ),
        "model = keras.Sequential([layers.Dense(2), 'relu'])",
        "model = keras.Sequential([keras.Input((4,)), layers.Conv2D(2, 3)])",
        (
            "model = keras.Sequential([\n    keras.Input((8, 8, 1)),\n    layers.Conv2D(2, 3),\n"
            "    layers.MaxPooling2D(4),\n    layers.Conv2D(2, 3),\n])"
        ),
        "model = keras.Sequential([layers.Dense(2, name='d'), layers.Dense(2, name='d')])",
        "model = keras.Sequential()\nmodel.add(keras.Input((5, 5, 1)))\nmodel.add(layers.MaxPool2D(3))\nmodel.add(layers.Conv2D(2, 3))",
        f"model = keras.Sequential([layers.Dense(2), {x}])",
        f"{x} = keras.Sequential([layers.Flatten(), layers.Conv2D(2, 3)])({x})",
        f"if {x} > 0:\n    {x} = layers.Dense(3)({x})",
        f"for row in {x}:\n    print(row)",
        f"{x} = {x}[1:]",
        f"{x} = {x}[:, [0, 1]]",
        f"{x} = {x} + None",
        f"{x} = {x}[99]" if shape[0] is not None else f"{x} = {x}[:, 99]",
        f"n = len({x})",
        f"a, b = layers.Dense(3)({x})",
        f"{x} = ops.reshape({x}, (-1, 7, 11))[:, :, 11]",
        f"{x} = ops.transpose({x}, (0, 1))"
        if rank != 2
        else f"{x} = ops.transpose({x}, (0, 1, 2))",
        f"{x} = ops.concatenate([{x}, {other}], axis=9)",
    ]
    if other_shape != shape:
        some += [
            f"{x} = layers.Add()([{x}, {other}])",
            f"{x} = layers.concatenate([{x}, {other}])",
            f"{x} = {x} + {other}",
            f"{x} = layers.multiply([{other}, {x}])",
            f"{x} = ops.matmul({x}, {other})",
            f"{x} = layers.Dot(axes=1)([{x}, {other}])",
        ] * 2
    if model:
        some += [
            f"{x} = {model}(keras.Input((3, 3, 3, 3)))",
            f"{x} = {model}.get_layer('no such layer').output",
            f"{x} = {model}.layers[99].output",
            f"{x} = {model}([{x}, {x}, {x}, {x}])",
            f"model = keras.Sequential([keras.Input((5, 5, 5, 5)), {model}])",
            f"{x} = {model}({x}, {x}, {x})",
            f"model = keras.Model({model}.inputs, {x})",
            f"{model}.add({x})",
        ] * 2
    return r.choice(some)
