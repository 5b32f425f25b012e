import keras
import numpy as np
from keras import layers

x = np.zeros((100, 8))
y = keras.utils.to_categorical(np.random.randint(0, 3, size=100), 3)
model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
model.compile(
    "adam", loss="categorical_crossentropy", metrics=["categorical_accuracy"]
)
model.fit(x, y, verbose=0)
