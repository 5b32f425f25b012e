"""Xception, by Chollet (https://arxiv.org/abs/1610.02357)."""

from keras import layers

from .shared import channel_axis, classified, pooled


def convolved(x, filters, name, stride=1):
    x = layers.Conv2D(filters, 3, strides=stride, use_bias=False, name=name)(x)
    x = layers.BatchNormalization(axis=channel_axis(), name=f"{name}_bn")(x)
    return layers.Activation("relu", name=f"{name}_act")(x)


def separable(x, filters, name):
    x = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False, name=name)(x)
    return layers.BatchNormalization(axis=channel_axis(), name=f"{name}_bn")(x)


def entry(x, block, *filters):
    """Two separable convolutions and a pooling, beside a convolution of stride 2."""
    conv = layers.Conv2D(filters[-1], 1, strides=2, padding="same", use_bias=False)
    beside = layers.BatchNormalization(axis=channel_axis())(conv(x))
    for place, count in enumerate(filters, 1):
        name = f"block{block}_sepconv{place}"
        if block > 2 or place > 1:
            x = layers.Activation("relu", name=f"{name}_act")(x)
        x = separable(x, count, name)
    x = layers.MaxPooling2D(3, strides=2, padding="same", name=f"block{block}_pool")(x)
    return layers.add([x, beside])


def build(x, architecture, include_top, pooling, classes, classifier_activation):
    x = convolved(x, 32, "block1_conv1", 2)
    x = convolved(x, 64, "block1_conv2")
    x = entry(x, 2, 128, 128)
    x = entry(x, 3, 256, 256)
    x = entry(x, 4, 728, 728)
    for block in range(5, 13):
        beside = x
        for place in range(1, 4):
            name = f"block{block}_sepconv{place}"
            x = separable(layers.Activation("relu", name=f"{name}_act")(x), 728, name)
        x = layers.add([x, beside])
    x = entry(x, 13, 728, 1024)
    for place, filters in enumerate((1536, 2048), 1):
        name = f"block14_sepconv{place}"
        x = layers.Activation("relu", name=f"{name}_act")(separable(x, filters, name))
    if include_top:
        return classified(x, classes, classifier_activation)
    return pooled(x, pooling)
