import keras
import numpy as np
from keras import layers


def batches():
    while True:
        yield np.zeros((4, 8)), np.zeros((4, 1))


model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
model.compile("adam", loss="mse")
model.fit(batches(), steps_per_epoch=2, epochs=1, verbose=0)
