"""Inception-ResNet V2, by Szegedy, Ioffe, Vanhoucke and Alemi (https://arxiv.org/abs/1602.07261)."""

from keras import layers

from .shared import channel_axis, classified, pooled

#: The convolutions of each kind of block, branch by branch: filters and the size of the window.
BRANCHES = {
    "block35": (((32, 1),), ((32, 1), (32, 3)), ((32, 1), (48, 3), (64, 3))),
    "block17": (((192, 1),), ((128, 1), (160, (1, 7)), (192, (7, 1)))),
    "block8": (((192, 1),), ((192, 1), (224, (1, 3)), (256, (3, 1)))),
}


class CustomScaleLayer(layers.Layer):
    """The first input, and the second made smaller."""

    def __init__(self, scale, **more):
        super().__init__(**more)
        self.scale = scale

    def call(self, inputs):
        return inputs[0] + inputs[1] * self.scale


def convolved(x, filters, size, stride=1, padding="same", name=None):
    x = layers.Conv2D(filters, size, strides=stride, padding=padding, use_bias=False, name=name)(x)
    bn_name, activation_name = (f"{name}_bn", f"{name}_ac") if name else (None, None)
    x = layers.BatchNormalization(axis=channel_axis(), scale=False, name=bn_name)(x)
    return layers.Activation("relu", name=activation_name)(x)


def chain(x, *steps):
    """Convolutions one after the other; a third number is the stride of one that does not pad."""
    for filters, size, *stride in steps:
        x = convolved(x, filters, size, *stride, *(["valid"] if stride else []))
    return x


def mixed(branches, name):
    return layers.Concatenate(axis=channel_axis(), name=name)(branches)


def block(x, kind, number, scale, activation="relu"):
    """Some branches, brought back to the channels of the input and added to it."""
    name = f"{kind}_{number}"
    together = mixed([chain(x, *steps) for steps in BRANCHES[kind]], f"{name}_mixed")
    channels = x.shape[channel_axis()]
    up = layers.Conv2D(channels, 1, padding="same", name=f"{name}_conv")(together)
    x = CustomScaleLayer(scale)([x, up])
    return layers.Activation(activation, name=f"{name}_ac")(x) if activation else x


def build(x, architecture, include_top, pooling, classes, classifier_activation):
    x = chain(x, (32, 3, 2), (32, 3, 1), (64, 3))
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = chain(x, (80, 1, 1), (192, 3, 1))
    x = layers.MaxPooling2D(3, strides=2)(x)
    branches = [
        chain(x, (96, 1)),
        chain(x, (48, 1), (64, 5)),
        chain(x, (64, 1), (96, 3), (96, 3)),
    ]
    average = layers.AveragePooling2D(3, strides=1, padding="same")(x)
    x = mixed([*branches, convolved(average, 64, 1)], "mixed_5b")
    for number in range(1, 11):
        x = block(x, "block35", number, 0.17)
    branches = [chain(x, (384, 3, 2)), chain(x, (256, 1), (256, 3), (384, 3, 2))]
    x = mixed([*branches, layers.MaxPooling2D(3, strides=2)(x)], "mixed_6a")
    for number in range(1, 21):
        x = block(x, "block17", number, 0.1)
    branches = [
        chain(x, (256, 1), (384, 3, 2)),
        chain(x, (256, 1), (288, 3, 2)),
        chain(x, (256, 1), (288, 3), (320, 3, 2)),
    ]
    x = mixed([*branches, layers.MaxPooling2D(3, strides=2)(x)], "mixed_7a")
    for number in range(1, 10):
        x = block(x, "block8", number, 0.2)
    x = block(x, "block8", 10, 1.0, None)
    x = convolved(x, 1536, 1, name="conv_7b")
    if include_top:
        return classified(x, classes, classifier_activation)
    return pooled(x, pooling)
