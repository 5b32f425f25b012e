import keras
from keras import layers

image = keras.Input((32, 32, 3))
x = layers.Conv2D(8, 3, activation="relu")(image)
x = layers.BatchNormalization()(x)
x = layers.Conv2D(
    8, 3,
    activation="relu",  # twice
)(x)
x = layers.Concatenate()([image, x])
model = keras.Model(image, x)
