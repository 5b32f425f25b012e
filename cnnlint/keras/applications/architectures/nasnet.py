"""NASNet, by Zoph, Vasudevan, Shlens and Le (https://arxiv.org/abs/1707.07012)."""

from keras import layers

from .shared import channel_axis, classified, padding_to_halve, pooled

#: The filters of the last cells, the cells of each stage, the filters of the stem, and whether the
#: cell after a reduction looks back at what was before it.
SIZES = {
    "NASNetMobile": (1056, 4, 32, False),
    "NASNetLarge": (4032, 6, 96, True),
}


def normalized(x, name):
    return layers.BatchNormalization(axis=channel_axis(), momentum=0.9997, epsilon=1e-3, name=name)(
        x
    )


def convolved(x, filters, name):
    return layers.Conv2D(filters, 1, padding="same", use_bias=False, name=name)(x)


def separable(x, filters, size, name, stride=1):
    """Two separable convolutions; the first may halve the image."""
    x = layers.Activation("relu")(x)
    if stride == 2:
        pad = f"separable_conv_1_pad_{name}"
        x = layers.ZeroPadding2D(padding_to_halve(x, size), name=pad)(x)
    for place in (1, 2):
        if place == 2:
            x = layers.Activation("relu")(x)
        first = place == 1 and stride == 2
        x = layers.SeparableConv2D(
            filters,
            size,
            strides=2 if first else 1,
            padding="valid" if first else "same",
            use_bias=False,
            name=f"separable_conv_{place}_{name}",
        )(x)
        x = normalized(x, f"separable_conv_{place}_bn_{name}")
    return x


def adjusted(before, x, filters, name):
    """What was before the cell, brought to the size of `x` and to `filters`."""
    if before is None:
        return x
    width = 2 if channel_axis() == 3 else 3
    if before.shape[width] != x.shape[width]:
        before = layers.Activation("relu", name=f"adjust_relu_1_{name}")(before)
        halves = []
        for place in (1, 2):
            half = before
            if place == 2:
                # The other columns and rows than those the first half takes.
                half = layers.ZeroPadding2D(((0, 1), (0, 1)))(half)
                half = layers.Cropping2D(((1, 0), (1, 0)))(half)
            pool = f"adjust_avg_pool_{place}_{name}"
            half = layers.AveragePooling2D(1, strides=2, name=pool)(half)
            halves.append(convolved(half, filters // 2, f"adjust_conv_{place}_{name}"))
        before = layers.concatenate(halves, axis=channel_axis())
        return normalized(before, f"adjust_bn_{name}")
    if before.shape[channel_axis()] != filters:
        before = layers.Activation("relu")(before)
        before = convolved(before, filters, f"adjust_conv_projection_{name}")
        return normalized(before, f"adjust_bn_{name}")
    return before


def average(x, name, stride=1):
    padding = "same" if stride == 1 else "valid"
    return layers.AveragePooling2D(3, strides=stride, padding=padding, name=name)(x)


def normal(x, before, filters, name):
    p = adjusted(before, x, filters, name)
    h = layers.Activation("relu")(x)
    h = normalized(convolved(h, filters, f"normal_conv_1_{name}"), f"normal_bn_1_{name}")
    left = separable(h, filters, 5, f"normal_left1_{name}")
    right = separable(p, filters, 3, f"normal_right1_{name}")
    first = layers.add([left, right], name=f"normal_add_1_{name}")
    left = separable(p, filters, 5, f"normal_left2_{name}")
    right = separable(p, filters, 3, f"normal_right2_{name}")
    second = layers.add([left, right], name=f"normal_add_2_{name}")
    left = average(h, f"normal_left3_{name}")
    third = layers.add([left, p], name=f"normal_add_3_{name}")
    left, right = average(p, f"normal_left4_{name}"), average(p, f"normal_right4_{name}")
    fourth = layers.add([left, right], name=f"normal_add_4_{name}")
    left = separable(h, filters, 3, f"normal_left5_{name}")
    fifth = layers.add([left, h], name=f"normal_add_5_{name}")
    together = [p, first, second, third, fourth, fifth]
    return layers.concatenate(together, axis=channel_axis(), name=f"normal_concat_{name}")


def reduction(x, before, filters, name):
    p = adjusted(before, x, filters, name)
    h = layers.Activation("relu")(x)
    h = normalized(convolved(h, filters, f"reduction_conv_1_{name}"), f"reduction_bn_1_{name}")
    padded = layers.ZeroPadding2D(padding_to_halve(h, 3), name=f"reduction_pad_1_{name}")(h)
    left = separable(h, filters, 5, f"reduction_left1_{name}", 2)
    right = separable(p, filters, 7, f"reduction_right1_{name}", 2)
    first = layers.add([left, right], name=f"reduction_add_1_{name}")
    left = layers.MaxPooling2D(3, strides=2, name=f"reduction_left2_{name}")(padded)
    right = separable(p, filters, 7, f"reduction_right2_{name}", 2)
    second = layers.add([left, right], name=f"reduction_add_2_{name}")
    left = average(padded, f"reduction_left3_{name}", 2)
    right = separable(p, filters, 5, f"reduction_right3_{name}", 2)
    third = layers.add([left, right], name=f"reduction_add3_{name}")
    fourth = layers.add([second, average(first, f"reduction_left4_{name}")])
    left = separable(first, filters, 3, f"reduction_left4_{name}")
    right = layers.MaxPooling2D(3, strides=2, name=f"reduction_right5_{name}")(padded)
    fifth = layers.add([left, right], name=f"reduction_add4_{name}")
    together = [second, third, fourth, fifth]
    return layers.concatenate(together, axis=channel_axis(), name=f"reduction_concat_{name}")


def build(x, architecture, include_top, pooling, classes, classifier_activation):
    last, depth, stem, skips = SIZES[architecture]
    filters = last // 24
    x = layers.Conv2D(stem, 3, strides=2, use_bias=False, name="stem_conv1")(x)
    x = normalized(x, "stem_bn1")
    before = None
    before, x = x, reduction(x, before, filters // 4, "stem_1")
    before, x = x, reduction(x, before, filters // 2, "stem_2")
    for stage in range(3):
        first = stage * depth
        if stage:
            reduced = reduction(x, before, filters, f"reduce_{first}")
            before, x = before if skips else x, reduced
            first += 1
        for number in range(first, first + depth):
            before, x = x, normal(x, before, filters, f"{number}")
        filters *= 2
    x = layers.Activation("relu")(x)
    if include_top:
        return classified(x, classes, classifier_activation, None)
    return pooled(x, pooling)
