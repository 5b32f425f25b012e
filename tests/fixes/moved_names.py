import keras
from keras import layers
from keras.optimizers import adam

image = keras.Input((None, 8))
x = layers.CuDNNLSTM(8)(image)
x = keras.layers.core.Dense(4)(x)
model = keras.Model(image, x)
model.compile(adam(), loss="mse")
