import keras
import numpy as np
from keras import layers  # cnnlint: ignore[CNN101] no reason

# cnnlint: ignore[CNN404]
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D(8, 3),  # noqa: CNN101
    layers.Conv2D(8, 3, 3),  # cnnlint: ignore[CNN404, CNN406]
])
last = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3, 3)])  # cnnlint: ignore CNN406 on purpose
images = np.zeros((100, 32, 32, 3))  # cnnlint: images: (None, 28, 28, 1)
