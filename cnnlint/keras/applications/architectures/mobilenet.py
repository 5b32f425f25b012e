"""MobileNet, by Howard et al. (https://arxiv.org/abs/1704.04861)."""

from keras import layers

from .shared import channel_axis, pooled

#: The filters of each block, and its stride.
BLOCKS = (
    (64, 1),
    (128, 2),
    (128, 1),
    (256, 2),
    (256, 1),
    (512, 2),
    *(((512, 1),) * 5),
    (1024, 2),
    (1024, 1),
)


def activated(x, name):
    x = layers.BatchNormalization(axis=channel_axis(), name=f"{name}_bn")(x)
    return layers.ReLU(6.0, name=f"{name}_relu")(x)


def build(
    x,
    architecture,
    include_top,
    pooling,
    classes,
    classifier_activation,
    alpha,
    depth_multiplier,
    dropout,
):
    first = layers.Conv2D(
        int(32 * alpha), 3, strides=2, padding="same", use_bias=False, name="conv1"
    )
    x = activated(first(x), "conv1")
    for block, (filters, stride) in enumerate(BLOCKS, 1):
        if stride == 2:
            x = layers.ZeroPadding2D(((0, 1), (0, 1)), name=f"conv_pad_{block}")(x)
        depthwise = layers.DepthwiseConv2D(
            3,
            strides=stride,
            padding="same" if stride == 1 else "valid",
            depth_multiplier=depth_multiplier,
            use_bias=False,
            name=f"conv_dw_{block}",
        )
        x = activated(depthwise(x), f"conv_dw_{block}")
        name = f"conv_pw_{block}"
        pointwise = layers.Conv2D(
            int(filters * alpha), 1, padding="same", use_bias=False, name=name
        )
        x = activated(pointwise(x), name)
    if not include_top:
        return pooled(x, pooling)
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Dropout(dropout, name="dropout")(x)
    x = layers.Conv2D(classes, 1, padding="same", name="conv_preds")(x)
    x = layers.Reshape((classes,), name="reshape_2")(x)
    return layers.Activation(classifier_activation, name="predictions")(x)
