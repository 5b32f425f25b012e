import keras
from keras import layers

model = keras.Sequential([keras.Input((8,)), layers.Dense(4)])
model = model.compile("adam", loss="mse")  # ready
model.summary()
