"""A script of 2018."""

from keras.layers import (
    Dense,  # the last layer
    Dropout,
)
from keras.layers import Conv2D
from keras.layers import BatchNormalization as BN
from keras.models import Model  # both were there
from keras import Input
from keras import utils as np_utils

image = Input((32, 32, 3))
x = Conv2D(8, 3, use_bias=False)(image)
x = BN()(x)
model = Model(image, Dropout(0.5)(Dense(4)(x)))
labels = np_utils.to_categorical([0, 1, 2])
