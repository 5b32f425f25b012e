import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784)),  # 28 * 28
    layers.Dense(10, activation="softmax"),
])
other = keras.Input(28 * 28)
