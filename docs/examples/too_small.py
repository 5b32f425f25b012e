import keras
from keras import layers

image = keras.Input((10, 10, 3))
x = layers.Conv2D(32, 3, activation="relu")(image)
x = layers.MaxPooling2D()(x)
x = layers.MaxPooling2D()(x)
x = layers.Conv2D(64, 3, activation="relu")(x)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(image, layers.Dense(10)(x))
