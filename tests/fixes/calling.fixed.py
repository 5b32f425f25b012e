import keras
from keras import layers

image = keras.Input((8,))
x = layers.Dropout(0.5)(
    image,
    training=True,  # at prediction too
)
model = keras.Model(image, layers.Dense(1)(x))
