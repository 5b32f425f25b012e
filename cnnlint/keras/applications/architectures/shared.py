"""What several architectures have in common: how they end, and how they halve an image."""

import keras
from keras import layers


def channel_axis():
    return 3 if keras.config.image_data_format() == "channels_last" else 1


def padding_to_halve(x, kernel_size):
    """Zeros around an image, such that a window of stride 2 then gives half of its size.

    An even side gets one column less in front, and so does a side whose size is free.
    """
    first = 1 if channel_axis() == 3 else 2
    height, width = x.shape[first : first + 2]
    less = (1, 1) if height is None else (1 - height % 2, 1 - width % 2)
    half = kernel_size // 2
    return ((half - less[0], half), (half - less[1], half))


def divisible(filters, divisor=8):
    """The multiple of `divisor` that is nearest to `filters`, never more than a tenth below."""
    rounded = max(divisor, int(filters + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * filters else rounded


def pooled(x, pooling, average=None, maximum=None):
    """An architecture without its classifier; the last two are the names of the layers."""
    if pooling == "avg":
        return layers.GlobalAveragePooling2D(name=average)(x)
    if pooling == "max":
        return layers.GlobalMaxPooling2D(name=maximum)(x)
    return x


def classified(x, classes, activation, average="avg_pool"):
    """The usual classifier: the mean of every channel, and one layer that is fully connected."""
    x = layers.GlobalAveragePooling2D(name=average)(x)
    return layers.Dense(classes, activation=activation, name="predictions")(x)
