"""EfficientNetV2, by Tan and Le (https://arxiv.org/abs/2104.00298)."""

import math

from keras import layers

from .shared import channel_axis, pooled

#: Of each stage: whether its two first convolutions are one, its width beside its input, its
#: filters, its blocks, its stride.
SMALLEST = (
    (True, 1, 16, 1, 1),
    (True, 4, 32, 2, 2),
    (True, 4, 48, 2, 2),
    (False, 4, 96, 3, 2),
    (False, 6, 112, 5, 1),
    (False, 6, 192, 8, 2),
)
STAGES = {
    "EfficientNetV2S": (
        (True, 1, 24, 2, 1),
        (True, 4, 48, 4, 2),
        (True, 4, 64, 4, 2),
        (False, 4, 128, 6, 2),
        (False, 6, 160, 9, 1),
        (False, 6, 256, 15, 2),
    ),
    "EfficientNetV2M": (
        (True, 1, 24, 3, 1),
        (True, 4, 48, 5, 2),
        (True, 4, 80, 5, 2),
        (False, 4, 160, 7, 2),
        (False, 6, 176, 14, 1),
        (False, 6, 304, 18, 2),
        (False, 6, 512, 5, 1),
    ),
    "EfficientNetV2L": (
        (True, 1, 32, 4, 1),
        (True, 4, 64, 7, 2),
        (True, 4, 96, 7, 2),
        (False, 4, 192, 10, 2),
        (False, 6, 224, 19, 1),
        (False, 6, 384, 25, 2),
        (False, 6, 640, 7, 1),
    ),
}
#: The filters of the stem, and how much wider and deeper than the table each size is.
SIZES = {
    "EfficientNetV2B0": (32, 1.0, 1.0),
    "EfficientNetV2B1": (32, 1.0, 1.1),
    "EfficientNetV2B2": (32, 1.1, 1.2),
    "EfficientNetV2B3": (32, 1.2, 1.4),
    "EfficientNetV2S": (24, 1.0, 1.0),
    "EfficientNetV2M": (24, 1.0, 1.0),
    "EfficientNetV2L": (32, 1.0, 1.0),
}
#: The share of blocks that training leaves out, at the end of the network.
LEFT_OUT = 0.2


def nearest(filters):
    """The multiple of 8 that is nearest."""
    return max(8, int(filters + 4) // 8 * 8)


def convolved(x, filters, name, kernel=1, stride=1):
    return layers.Conv2D(
        filters, kernel, strides=stride, padding="same", use_bias=False, name=name
    )(x)


def normalized(x, name):
    return layers.BatchNormalization(axis=channel_axis(), momentum=0.9, name=name)(x)


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


def block(x, fused, channels, filters, expansion, stride, left_out, name):
    """An inverted bottleneck. A fused one filters and expands at once, and has no weighing."""
    before = x
    width = channels * expansion
    if expansion != 1:
        kernel, step = (3, stride) if fused else (1, 1)
        x = convolved(x, width, f"{name}expand_conv", kernel, step)
        x = activated(x, f"{name}expand_bn", f"{name}expand_activation")
    if not fused:
        depthwise = layers.DepthwiseConv2D(
            3, strides=stride, padding="same", use_bias=False, name=f"{name}dwconv2"
        )
        x = activated(depthwise(x), f"{name}bn", f"{name}activation")
        x = weighed(x, width, max(1, int(channels * 0.25)), name)
    kernel, step = (3, stride) if fused and expansion == 1 else (1, 1)
    x = convolved(x, filters, f"{name}project_conv", kernel, step)
    x = normalized(x, f"{name}project_bn")
    if fused and expansion == 1:
        x = layers.Activation("swish", name=f"{name}project_activation")(x)
    if stride == 1 and channels == filters:
        if left_out:
            x = layers.Dropout(left_out, noise_shape=(None, 1, 1, 1), name=f"{name}drop")(x)
        x = layers.add([x, before], name=f"{name}add")
    return x


def build(
    x,
    architecture,
    include_top,
    pooling,
    classes,
    classifier_activation,
    include_preprocessing,
    channels,
):
    stem, wider, deeper = SIZES[architecture]
    stages = STAGES.get(architecture, SMALLEST)
    if include_preprocessing:
        if architecture not in STAGES and channels == 3:
            x = layers.Rescaling(1.0 / 255)(x)
            x = layers.Normalization(
                mean=[0.485, 0.456, 0.406],
                variance=[0.229**2, 0.224**2, 0.225**2],
                axis=channel_axis(),
            )(x)
        else:
            x = layers.Rescaling(1.0 / 128.0, offset=-1)(x)
    before = nearest(stem * wider)
    x = activated(convolved(x, before, "stem_conv", 3, 2), "stem_bn", "stem_activation")
    number = 0
    total = sum(depth for _, _, _, depth, _ in stages)
    for stage, (fused, expansion, filters, depth, stride) in enumerate(stages, 1):
        for place in range(math.ceil(deeper * depth)):
            x = block(
                x,
                fused,
                before,
                nearest(filters * wider),
                expansion,
                stride if place == 0 else 1,
                LEFT_OUT * number / total,
                f"block{stage}{chr(ord('a') + place)}_",
            )
            before = nearest(filters * wider)
            number += 1
    x = convolved(x, nearest(1280 * wider), "top_conv")
    x = activated(x, "top_bn", "top_activation")
    if not include_top:
        return pooled(x, pooling, "avg_pool", "max_pool")
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    x = layers.Dropout(0.2, name="top_dropout")(x)
    return layers.Dense(classes, activation=classifier_activation, name="predictions")(x)
