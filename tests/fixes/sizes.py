import keras
import numpy as np
from keras import layers

image = keras.Input((28, 28, 1))
x = layers.Flatten()(image)
x = layers.Dense(
    np.prod(image.shape[1:]),  # all pixels
    activation="sigmoid",
)(x)
x = layers.Dense(units=np.prod((2, 3)))(x)
model = keras.Model(image, x)
