import keras
from keras import layers

listed = keras.Sequential(
    [
        keras.Input((8,)),
        layers.Dense(10, activation="softmax"),
        layers.Dropout(0.5),
    ]
)
listed.compile("adam", loss="categorical_crossentropy")

added = keras.Sequential()
added.add(keras.Input((8,)))
added.add(layers.Dense(10, activation="softmax"))
added.add(layers.Dropout(0.5))
added.compile("adam", loss="categorical_crossentropy")

image = keras.Input((8,))
x = layers.Dense(10, activation="softmax")(image)
model = keras.Model(image, layers.Dropout(0.5)(x))
model.compile("adam", loss="categorical_crossentropy")
