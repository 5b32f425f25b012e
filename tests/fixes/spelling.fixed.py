import keras
from keras import layers
from keras.layers import Conv2D as Conv2d

image = keras.Input((32, 32, 3))
x = Conv2d(8, 3, activation="relu", use_bias=False)(image)
x = layers.MaxPooling2D()(x)
model = keras.Model(image, x)
model.compile("rmsprop", loss="mse")
y = layers.Conv2D(
    filters=8, kernel_size=3, kernel_initializer="he_normal", padding="same",  # of Keras 1
    kernel_regularizer="l2",
)(image)
