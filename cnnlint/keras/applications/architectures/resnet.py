"""ResNet (https://arxiv.org/abs/1512.03385), and V2 with the activations in front
(https://arxiv.org/abs/1603.05027), by He, Zhang, Ren and Sun."""

from keras import layers

from .shared import channel_axis, classified, pooled

#: How many blocks each of the four stages has.
DEPTHS = {
    "ResNet50": (3, 4, 6, 3),
    "ResNet101": (3, 4, 23, 3),
    "ResNet152": (3, 8, 36, 3),
    "ResNet50V2": (3, 4, 6, 3),
    "ResNet101V2": (3, 4, 23, 3),
    "ResNet152V2": (3, 8, 36, 3),
}


def normalized(x, name):
    return layers.BatchNormalization(axis=channel_axis(), epsilon=1.001e-5, name=f"{name}_bn")(x)


def activated(x, name):
    return layers.Activation("relu", name=f"{name}_relu")(normalized(x, name))


def block(x, filters, stride, name, first):
    """A bottleneck whose sum is activated; only the first of a stage changes the shape."""
    shortcut = x
    if first:
        shortcut = layers.Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(x)
        shortcut = normalized(shortcut, f"{name}_0")
    x = layers.Conv2D(filters, 1, strides=stride, name=f"{name}_1_conv")(x)
    x = activated(x, f"{name}_1")
    x = layers.Conv2D(filters, 3, padding="same", name=f"{name}_2_conv")(x)
    x = activated(x, f"{name}_2")
    x = layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(x)
    x = layers.Add(name=f"{name}_add")([shortcut, normalized(x, f"{name}_3")])
    return layers.Activation("relu", name=f"{name}_out")(x)


def block_v2(x, filters, stride, name, first):
    """A bottleneck that activates what comes in; the last of a stage halves the image."""
    active = activated(x, f"{name}_preact")
    if first:
        shortcut = layers.Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(active)
    else:
        shortcut = layers.MaxPooling2D(1, strides=stride)(x) if stride > 1 else x
    x = layers.Conv2D(filters, 1, use_bias=False, name=f"{name}_1_conv")(active)
    x = activated(x, f"{name}_1")
    x = layers.ZeroPadding2D(((1, 1), (1, 1)), name=f"{name}_2_pad")(x)
    x = layers.Conv2D(filters, 3, strides=stride, use_bias=False, name=f"{name}_2_conv")(x)
    x = activated(x, f"{name}_2")
    x = layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(x)
    return layers.Add(name=f"{name}_out")([shortcut, x])


def build(x, architecture, include_top, pooling, classes, classifier_activation):
    second = architecture.endswith("V2")
    x = layers.ZeroPadding2D(((3, 3), (3, 3)), name="conv1_pad")(x)
    x = layers.Conv2D(64, 7, strides=2, name="conv1_conv")(x)
    if not second:
        x = activated(x, "conv1")
    x = layers.ZeroPadding2D(((1, 1), (1, 1)), name="pool1_pad")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1_pool")(x)
    depths = DEPTHS[architecture]
    for stage, depth in enumerate(depths):
        for place in range(depth):
            name = f"conv{stage + 2}_block{place + 1}"
            if second:
                halves = place == depth - 1 and stage < len(depths) - 1
                x = block_v2(x, 64 * 2**stage, 2 if halves else 1, name, place == 0)
            else:
                halves = place == 0 and stage > 0
                x = block(x, 64 * 2**stage, 2 if halves else 1, name, place == 0)
    if second:
        x = activated(x, "post")
    if include_top:
        return classified(x, classes, classifier_activation)
    return pooled(x, pooling, "avg_pool", "max_pool")
