import keras
from keras import layers

left, right = keras.Input((8,)), keras.Input((8,))
x = layers.Add()(left, right)
x = layers.Dense(4, name="half")(x)
x = layers.Dense(4, name="half")(x)
layers.Dropout(0.5)(x)
for _ in range(2):
    x = layers.Dense(4, name="step", activation="relu")(x)
model = keras.Model([left, right], x)
classes = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten, layers.Dense(4)])
vector = layers.Flatten(keras.Input((8, 8, 1)))  # as a layer
added = keras.Sequential([keras.Input((8, 8, 1))])
added.add(layers.Flatten)
