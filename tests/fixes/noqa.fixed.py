import keras
from keras import layers

model = keras.Sequential([  # noqa: E501
    keras.Input((28, 28, 1)),  # noqa: E501, W291 as it was
    layers.Conv2D(8, 3),  # type: ignore
    layers.Conv2D(8, 3, 3),  # NOQA: CNN406
])
