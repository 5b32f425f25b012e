import keras
from keras import layers
from keras.optimizers import Adam as adam

image = keras.Input((None, 8))
x = layers.LSTM(8)(image)
x = keras.layers.Dense(4)(x)
model = keras.Model(image, x)
model.compile(adam(), loss="mse")
