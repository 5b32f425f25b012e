import keras
import numpy as np
from keras import layers
from keras.losses import CategoricalCrossentropy, SparseCategoricalCrossentropy

x = np.zeros((100, 8))
y = np.random.randint(0, 3, size=100)
model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
model.compile(
    "adam",
    loss=SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
)
model.fit(x, y, verbose=0)
