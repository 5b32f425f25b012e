import keras
from keras import layers
from keras.layers import Conv2D, Dense

listed = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        layers.Conv2D(16, 3, strides=2, activation="relu"),
        layers.Dense(10, activation="softmax"),  # which digit
    ]
)
listed.compile("adam", loss="categorical_crossentropy")

added = keras.Sequential()
added.add(keras.Input((32, 32, 3)))
added.add(layers.Conv2D(16, 3, strides=2, activation="relu"))
added.add(layers.Dense(10, activation="softmax"))
added.compile("adam", loss="categorical_crossentropy")

image = keras.Input((32, 32, 3))
x = Conv2D(16, 3, strides=2, activation="relu")(image)
model = keras.Model(image, Dense(10, activation="softmax")(x))
model.compile("adam", loss="categorical_crossentropy")
