import keras
from keras import layers

single = keras.Sequential([keras.Input((8,)), layers.Dense(1, "softmax")])
mixed = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation='sigmoid')])
mixed.compile("adam", loss="categorical_crossentropy")
twice = keras.Sequential(
    [keras.Input((8,)), layers.Dense(10, activation="softmax"), layers.Softmax()]
)
linear = keras.Sequential(
    [keras.Input((20,)), layers.Dense(64), layers.Dense(64, activation="relu"), layers.Dense(1)]
)
numbers = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
numbers.compile("adam", loss="mse", metrics=["accuracy"])
