"""DenseNet, by Huang, Liu, van der Maaten and Weinberger (https://arxiv.org/abs/1608.06993)."""

from keras import layers

from .shared import channel_axis, classified, pooled

#: How many layers each of the four blocks has.
DEPTHS = {
    "DenseNet121": (6, 12, 24, 16),
    "DenseNet169": (6, 12, 32, 32),
    "DenseNet201": (6, 12, 48, 32),
}
GROWTH = 32


def activated(x, prefix):
    axis = channel_axis()
    x = layers.BatchNormalization(axis=axis, epsilon=1.001e-5, name=f"{prefix}bn")(x)
    return layers.Activation("relu", name=f"{prefix}relu")(x)


def convolved(x, filters, size, name):
    return layers.Conv2D(
        filters, size, padding="same" if size > 1 else "valid", use_bias=False, name=f"{name}_conv"
    )(x)


def build(x, architecture, include_top, pooling, classes, classifier_activation):
    axis = channel_axis()
    x = layers.ZeroPadding2D(((3, 3), (3, 3)))(x)
    x = layers.Conv2D(64, 7, strides=2, use_bias=False, name="conv1_conv")(x)
    x = activated(x, "conv1_")
    x = layers.ZeroPadding2D(((1, 1), (1, 1)))(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1")(x)
    for block, depth in enumerate(DEPTHS[architecture], 2):
        if block > 2:
            # Between two blocks the channels and the sides are halved.
            name = f"pool{block - 1}"
            x = activated(x, f"{name}_")
            x = layers.Conv2D(x.shape[axis] // 2, 1, use_bias=False, name=f"{name}_conv")(x)
            x = layers.AveragePooling2D(2, strides=2, name=f"{name}_pool")(x)
        for place in range(1, depth + 1):
            name = f"conv{block}_block{place}"
            grown = convolved(activated(x, f"{name}_0_"), 4 * GROWTH, 1, f"{name}_1")
            grown = convolved(activated(grown, f"{name}_1_"), GROWTH, 3, f"{name}_2")
            x = layers.Concatenate(axis=axis, name=f"{name}_concat")([x, grown])
    x = activated(x, "")
    if include_top:
        return classified(x, classes, classifier_activation)
    return pooled(x, pooling, "avg_pool", "max_pool")
