"""A script of 2018."""

from keras.layers.core import (
    Dense,  # the last layer
    Dropout,
)
from keras.layers.convolutional import Conv2D
from keras.layers.normalization import BatchNormalization as BN
from keras.models import Model, Input  # both were there
from keras.utils import np_utils

image = Input((32, 32, 3))
x = Conv2D(8, 3)(image)
x = BN()(x)
model = Model(image, Dropout(0.5)(Dense(4)(x)))
labels = np_utils.to_categorical([0, 1, 2])
