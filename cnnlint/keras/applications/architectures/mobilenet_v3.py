"""MobileNetV3, by Howard et al. (https://arxiv.org/abs/1905.02244)."""

from keras import layers

from .shared import channel_axis, divisible, padding_to_halve, pooled

#: Of each block: its width beside its input, its filters, whether its kernel is the large one, its
#: stride, whether it weighs its channels, and whether its activation is the later one.
BLOCKS = {
    "MobileNetV3Small": (
        (1, 16, False, 2, True, False),
        (72.0 / 16, 24, False, 2, False, False),
        (88.0 / 24, 24, False, 1, False, False),
        (4, 40, True, 2, True, True),
        (6, 40, True, 1, True, True),
        (6, 40, True, 1, True, True),
        (3, 48, True, 1, True, True),
        (3, 48, True, 1, True, True),
        (6, 96, True, 2, True, True),
        (6, 96, True, 1, True, True),
        (6, 96, True, 1, True, True),
    ),
    "MobileNetV3Large": (
        (1, 16, False, 1, False, False),
        (4, 24, False, 2, False, False),
        (3, 24, False, 1, False, False),
        (3, 40, True, 2, True, False),
        (3, 40, True, 1, True, False),
        (3, 40, True, 1, True, False),
        (6, 80, False, 2, False, True),
        (2.5, 80, False, 1, False, True),
        (2.3, 80, False, 1, False, True),
        (2.3, 80, False, 1, False, True),
        (6, 112, False, 1, True, True),
        (6, 112, False, 1, True, True),
        (6, 160, True, 2, True, True),
        (6, 160, True, 1, True, True),
        (6, 160, True, 1, True, True),
    ),
}
#: The width of the layer before the classifier.
LAST = {"MobileNetV3Small": 1024, "MobileNetV3Large": 1280}


def activated(x, late):
    return layers.Activation("hard_swish")(x) if late else layers.ReLU()(x)


def normalized(x, name):
    return layers.BatchNormalization(axis=channel_axis(), epsilon=1e-3, momentum=0.999, name=name)(
        x
    )


def pointwise(x, filters, name):
    x = layers.Conv2D(filters, 1, padding="same", use_bias=False, name=name)(x)
    return normalized(x, f"{name}_bn")


def weighed(x, filters, prefix):
    """Squeeze and excite: every channel times a weight made from the means of all."""
    name = f"{prefix}squeeze_excite"
    w = layers.GlobalAveragePooling2D(keepdims=True, name=f"{name}_avg_pool")(x)
    w = layers.Conv2D(divisible(filters * 0.25), 1, padding="same", name=f"{name}_conv")(w)
    w = layers.ReLU(name=f"{name}_relu")(w)
    w = layers.Conv2D(filters, 1, padding="same", name=f"{name}_conv_1")(w)
    w = layers.ReLU(6.0)(w + 3.0) * (1.0 / 6.0)
    return layers.Multiply(name=f"{name}_mul")([x, w])


def block(x, number, expansion, filters, kernel, stride, weighs, late):
    before = x
    channels = x.shape[channel_axis()]
    prefix = f"expanded_conv_{number}_" if number else "expanded_conv_"
    width = divisible(channels * expansion)
    if number:
        x = activated(pointwise(x, width, f"{prefix}expand"), late)
    if stride == 2:
        x = layers.ZeroPadding2D(padding_to_halve(x, kernel), name=f"{prefix}depthwise_pad")(x)
    depthwise = layers.DepthwiseConv2D(
        kernel,
        strides=stride,
        padding="same" if stride == 1 else "valid",
        use_bias=False,
        name=f"{prefix}depthwise",
    )
    x = activated(normalized(depthwise(x), f"{prefix}depthwise_bn"), late)
    if weighs:
        x = weighed(x, width, prefix)
    x = pointwise(x, filters, f"{prefix}project")
    if stride == 1 and channels == filters:
        x = layers.Add(name=f"{prefix}add")([before, x])
    return x


def build(
    x,
    architecture,
    include_top,
    pooling,
    classes,
    classifier_activation,
    alpha,
    minimalistic,
    dropout_rate,
    include_preprocessing,
):
    swish = not minimalistic
    if include_preprocessing:
        x = layers.Rescaling(1.0 / 127.5, offset=-1.0)(x)
    x = layers.Conv2D(16, 3, strides=2, padding="same", use_bias=False, name="conv")(x)
    x = activated(normalized(x, "conv_bn"), swish)
    for number, (expansion, filters, large, stride, weighs, late) in enumerate(
        BLOCKS[architecture]
    ):
        x = block(
            x,
            number,
            expansion,
            divisible(filters * alpha),
            5 if large and swish else 3,
            stride,
            weighs and swish,
            late and swish,
        )
    x = pointwise(x, divisible(x.shape[channel_axis()] * 6), "conv_1")
    x = activated(x, swish)
    if not include_top:
        return pooled(x, pooling, "avg_pool", "max_pool")
    width = LAST[architecture]
    if alpha > 1.0:
        width = divisible(width * alpha)
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = activated(layers.Conv2D(width, 1, padding="same", name="conv_2")(x), swish)
    if dropout_rate > 0:
        x = layers.Dropout(dropout_rate)(x)
    x = layers.Conv2D(classes, 1, padding="same", name="logits")(x)
    x = layers.Flatten()(x)
    return layers.Activation(classifier_activation, name="predictions")(x)
