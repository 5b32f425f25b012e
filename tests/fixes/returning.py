import keras
from keras import layers


def build():
    image = keras.Input((8,))
    model = keras.Model(image, layers.Dense(4)(image))  # one layer


model = build()
model.summary()
