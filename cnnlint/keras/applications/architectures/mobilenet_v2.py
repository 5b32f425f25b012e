"""MobileNetV2, by Sandler et al. (https://arxiv.org/abs/1801.04381)."""

from keras import layers

from .shared import channel_axis, classified, divisible, padding_to_halve, pooled

#: How much each stage expands the channels, its filters, its blocks, and the stride of the first.
STAGES = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)


def convolved(x, filters, name, normalization, padding="same"):
    x = layers.Conv2D(filters, 1, padding=padding, use_bias=False, name=name)(x)
    return normalized(x, normalization)


def normalized(x, name):
    return layers.BatchNormalization(axis=channel_axis(), epsilon=1e-3, momentum=0.999, name=name)(
        x
    )


def block(x, number, expansion, filters, stride):
    """Expand, filter each channel by itself, project; added to the input where it fits."""
    before = x
    channels = x.shape[channel_axis()]
    prefix = f"block_{number}_" if number else "expanded_conv_"
    if number:
        x = convolved(x, expansion * channels, f"{prefix}expand", f"{prefix}expand_BN")
        x = layers.ReLU(6.0, name=f"{prefix}expand_relu")(x)
    if stride == 2:
        x = layers.ZeroPadding2D(padding_to_halve(x, 3), name=f"{prefix}pad")(x)
    depthwise = layers.DepthwiseConv2D(
        3,
        strides=stride,
        padding="same" if stride == 1 else "valid",
        use_bias=False,
        name=f"{prefix}depthwise",
    )
    x = normalized(depthwise(x), f"{prefix}depthwise_BN")
    x = layers.ReLU(6.0, name=f"{prefix}depthwise_relu")(x)
    x = convolved(x, filters, f"{prefix}project", f"{prefix}project_BN")
    if channels == filters and stride == 1:
        return layers.Add(name=f"{prefix}add")([before, x])
    return x


def build(x, architecture, include_top, pooling, classes, classifier_activation, alpha):
    first = layers.Conv2D(
        divisible(32 * alpha), 3, strides=2, padding="same", use_bias=False, name="Conv1"
    )
    x = layers.ReLU(6.0, name="Conv1_relu")(normalized(first(x), "bn_Conv1"))
    number = 0
    for expansion, filters, depth, stride in STAGES:
        for place in range(depth):
            width = divisible(int(filters * alpha))
            x = block(x, number, expansion, width, stride if place == 0 else 1)
            number += 1
    last = divisible(1280 * alpha) if alpha > 1.0 else 1280
    x = convolved(x, last, "Conv_1", "Conv_1_bn", "valid")
    x = layers.ReLU(6.0, name="out_relu")(x)
    if include_top:
        return classified(x, classes, classifier_activation, None)
    return pooled(x, pooling)
