"""EfficientNet, by Tan and Le (https://arxiv.org/abs/1905.11946)."""

import math

from keras import layers

from .shared import channel_axis, divisible, padding_to_halve, pooled

#: Of each stage: its kernel, its blocks, its filters, its width beside its input, its stride.
STAGES = (
    (3, 1, 16, 1, 1),
    (3, 2, 24, 6, 2),
    (5, 2, 40, 6, 2),
    (3, 3, 80, 6, 2),
    (5, 3, 112, 6, 1),
    (5, 4, 192, 6, 2),
    (3, 1, 320, 6, 1),
)
#: How much wider and deeper than the first each size is, and its dropout.
SIZES = {
    "EfficientNetB0": (1.0, 1.0, 0.2),
    "EfficientNetB1": (1.0, 1.1, 0.2),
    "EfficientNetB2": (1.1, 1.2, 0.3),
    "EfficientNetB3": (1.2, 1.4, 0.3),
    "EfficientNetB4": (1.4, 1.8, 0.4),
    "EfficientNetB5": (1.6, 2.2, 0.4),
    "EfficientNetB6": (1.8, 2.6, 0.5),
    "EfficientNetB7": (2.0, 3.1, 0.5),
}
#: The share of blocks that training leaves out, at the end of the network.
LEFT_OUT = 0.2


def convolved(x, filters, name):
    return layers.Conv2D(filters, 1, padding="same", use_bias=False, name=name)(x)


def normalized(x, name):
    return layers.BatchNormalization(axis=channel_axis(), name=name)(x)


def activated(x, normalization, activation):
    return layers.Activation("swish", name=activation)(normalized(x, normalization))


def weighed(x, width, narrow, name):
    """Squeeze and excite: every channel times a weight made from the means of all."""
    w = layers.GlobalAveragePooling2D(name=f"{name}se_squeeze")(x)
    shape = (1, 1, width) if channel_axis() == 3 else (width, 1, 1)
    w = layers.Reshape(shape, name=f"{name}se_reshape")(w)
    reduce = layers.Conv2D(narrow, 1, padding="same", activation="swish", name=f"{name}se_reduce")
    expand = layers.Conv2D(width, 1, padding="same", activation="sigmoid", name=f"{name}se_expand")
    return layers.multiply([x, expand(reduce(w))], name=f"{name}se_excite")


def block(x, channels, filters, kernel, expansion, stride, left_out, name):
    before = x
    width = channels * expansion
    if expansion != 1:
        x = convolved(x, width, f"{name}expand_conv")
        x = activated(x, f"{name}expand_bn", f"{name}expand_activation")
    if stride == 2:
        x = layers.ZeroPadding2D(padding_to_halve(x, kernel), name=f"{name}dwconv_pad")(x)
    depthwise = layers.DepthwiseConv2D(
        kernel,
        strides=stride,
        padding="valid" if stride == 2 else "same",
        use_bias=False,
        name=f"{name}dwconv",
    )
    x = activated(depthwise(x), f"{name}bn", f"{name}activation")
    x = weighed(x, width, max(1, int(channels * 0.25)), name)
    x = normalized(convolved(x, filters, f"{name}project_conv"), f"{name}project_bn")
    if stride == 1 and channels == filters:
        if left_out > 0:
            x = layers.Dropout(left_out, noise_shape=(None, 1, 1, 1), name=f"{name}drop")(x)
        x = layers.add([x, before], name=f"{name}add")
    return x


def build(x, architecture, include_top, pooling, classes, classifier_activation, weights):
    wider, deeper, dropout = SIZES[architecture]
    x = layers.Rescaling(1.0 / 255.0)(x)
    x = layers.Normalization(axis=channel_axis())(x)
    if weights == "imagenet":
        x = layers.Rescaling([1.0 / math.sqrt(deviation) for deviation in (0.229, 0.224, 0.225)])(x)
    x = layers.ZeroPadding2D(padding_to_halve(x, 3), name="stem_conv_pad")(x)
    channels = divisible(32 * wider)
    x = layers.Conv2D(channels, 3, strides=2, use_bias=False, name="stem_conv")(x)
    x = activated(x, "stem_bn", "stem_activation")
    number = 0
    total = sum(math.ceil(deeper * depth) for _, depth, _, _, _ in STAGES)
    for stage, (kernel, depth, filters, expansion, stride) in enumerate(STAGES, 1):
        for place in range(math.ceil(deeper * depth)):
            x = block(
                x,
                channels,
                divisible(filters * wider),
                kernel,
                expansion,
                stride if place == 0 else 1,
                LEFT_OUT * number / total,
                f"block{stage}{chr(ord('a') + place)}_",
            )
            channels = divisible(filters * wider)
            number += 1
    x = activated(convolved(x, divisible(1280 * wider), "top_conv"), "top_bn", "top_activation")
    if not include_top:
        return pooled(x, pooling, "avg_pool", "max_pool")
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    x = layers.Dropout(dropout, name="top_dropout")(x)
    return layers.Dense(classes, activation=classifier_activation, name="predictions")(x)
