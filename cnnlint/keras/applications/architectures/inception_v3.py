"""Inception V3, by Szegedy et al. (https://arxiv.org/abs/1512.00567)."""

from keras import layers

from .shared import channel_axis, classified, pooled


def convolved(x, filters, size, stride=1, padding="same"):
    x = layers.Conv2D(filters, size, strides=stride, padding=padding, use_bias=False)(x)
    x = layers.BatchNormalization(axis=channel_axis(), scale=False)(x)
    return layers.Activation("relu")(x)


def chain(x, *steps):
    """Convolutions one after the other; each is its filters and the size of its window."""
    for filters, size in steps:
        x = convolved(x, filters, size)
    return x


def averaged(x, filters):
    x = layers.AveragePooling2D(3, strides=1, padding="same")(x)
    return convolved(x, filters, 1)


def mixed(branches, number=None):
    name = None if number is None else f"mixed{number}"
    return layers.concatenate(branches, axis=channel_axis(), name=name)


def square(x, number, filters):
    """Windows of 1, 5 and twice 3."""
    return mixed(
        [
            convolved(x, 64, 1),
            chain(x, (48, 1), (64, 5)),
            chain(x, (64, 1), (96, 3), (96, 3)),
            averaged(x, filters),
        ],
        number,
    )


def crossed(x, number, narrow):
    """Windows of 7, as a row and then a column."""
    return mixed(
        [
            convolved(x, 192, 1),
            chain(x, (narrow, 1), (narrow, (1, 7)), (192, (7, 1))),
            chain(
                x,
                (narrow, 1),
                (narrow, (7, 1)),
                (narrow, (1, 7)),
                (narrow, (7, 1)),
                (192, (1, 7)),
            ),
            averaged(x, 192),
        ],
        number,
    )


def spread(x, number):
    """Windows of 3, as a row and beside it a column."""
    first = convolved(x, 320, 1)
    second = convolved(x, 384, 1)
    rows, columns = convolved(second, 384, (1, 3)), convolved(second, 384, (3, 1))
    second = mixed([rows, columns], f"9_{number - 9}")
    third = chain(x, (448, 1), (384, 3))
    third = mixed([convolved(third, 384, (1, 3)), convolved(third, 384, (3, 1))])
    return mixed([first, second, third, averaged(x, 192)], number)


def halved(x, filters, steps, last, number):
    """A third of stride 2, as much after some convolutions, and a pooling."""
    first = chain(x, *filters[:-1])
    first = convolved(first, filters[-1], 3, 2, "valid")
    second = convolved(chain(x, *steps), last, 3, 2, "valid")
    return mixed([first, second, layers.MaxPooling2D(3, strides=2)(x)], number)


def build(x, architecture, include_top, pooling, classes, classifier_activation):
    x = convolved(x, 32, 3, 2, "valid")
    x = convolved(x, 32, 3, 1, "valid")
    x = convolved(x, 64, 3)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = convolved(x, 80, 1, 1, "valid")
    x = convolved(x, 192, 3, 1, "valid")
    x = layers.MaxPooling2D(3, strides=2)(x)
    for number, filters in enumerate((32, 64, 64)):
        x = square(x, number, filters)
    x = halved(x, (384,), ((64, 1), (96, 3)), 96, 3)
    for number, narrow in enumerate((128, 160, 160, 192), 4):
        x = crossed(x, number, narrow)
    x = halved(x, ((192, 1), 320), ((192, 1), (192, (1, 7)), (192, (7, 1))), 192, 8)
    for number in (9, 10):
        x = spread(x, number)
    if include_top:
        return classified(x, classes, classifier_activation)
    return pooled(x, pooling)
