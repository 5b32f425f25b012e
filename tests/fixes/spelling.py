import keras
from keras import layers
from keras.layers import Conv2d

image = keras.Input((32, 32, 3))
x = Conv2d(8, 3, activaton="rleu", use_bais=False)(image)
x = layers.Maxpooling2D()(x)
model = keras.Model(image, x)
model.compile("rmspropp", loss="mse")
y = layers.Conv2D(
    nb_filter=8, kernel_size=3, init="he_normal", border_mode="same",  # of Keras 1
    W_regularizer="l2",
)(image)
