import keras
from keras import layers

model = keras.Sequential([  # cnnlint: ignore[CNN404]  # noqa: E501
    keras.Input((28, 28, 1)),  # noqa: E501, CNN101, W291 as it was
    layers.Conv2D(8, 3),  # noqa:CNN101,CNN102 # type: ignore
    layers.Conv2D(8, 3, 3),  # NOQA: CNN406 CNN101
])
