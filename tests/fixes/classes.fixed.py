import keras
import numpy as np
from keras import layers

x = np.zeros((100, 8))
y = np.array([1, 2, 9] * 33 + [0])
model = keras.Sequential([
    keras.Input((8,)),
    layers.Dense(10),  # 1 to 9
    layers.Activation("softmax"),
])
model.compile("adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, verbose=0)
