import keras
import numpy as np
from keras import layers

model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D(8, 3),
    layers.Conv2D(8, 3, 3),  # cnnlint: ignore[CNN406]
])
last = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3, 3)])  # cnnlint: ignore[CNN406] on purpose
images = np.zeros((100, 32, 32, 3))
