"""VGG16 and VGG19, by Simonyan and Zisserman (https://arxiv.org/abs/1409.1556)."""

from keras import layers

from .shared import pooled

FILTERS = (64, 128, 256, 512, 512)
#: How many convolutions each block has.
DEPTHS = {"VGG16": (2, 2, 3, 3, 3), "VGG19": (2, 2, 4, 4, 4)}


def build(x, architecture, include_top, pooling, classes, classifier_activation):
    for block, (filters, depth) in enumerate(zip(FILTERS, DEPTHS[architecture], strict=True), 1):
        for place in range(1, depth + 1):
            name = f"block{block}_conv{place}"
            x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=name)(x)
        x = layers.MaxPooling2D(2, strides=2, name=f"block{block}_pool")(x)
    if not include_top:
        return pooled(x, pooling)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(4096, activation="relu", name="fc1")(x)
    x = layers.Dense(4096, activation="relu", name="fc2")(x)
    return layers.Dense(classes, activation=classifier_activation, name="predictions")(x)
