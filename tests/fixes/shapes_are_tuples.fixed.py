import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),  # 28 * 28
    layers.Dense(10, activation="softmax"),
])
other = keras.Input((28 * 28,))
first = keras.Sequential([layers.Dense(4, "relu", input_shape=(8,)), layers.Dense(2)])
