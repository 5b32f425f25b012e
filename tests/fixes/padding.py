import keras
from keras import layers

image = keras.Input((8, 8, 3))
x = layers.Conv2D(3, 3)(image)
x = layers.Conv2D(3, 3, padding="valid", activation="relu")(x)
x = layers.Add()([x, image])
x = layers.MaxPooling2D(4)(x)
x = layers.Conv2D(64, 3)(x)
y = layers.Conv2D(8, 3)(x)
model = keras.Model(image, layers.Concatenate()([x, y]))
