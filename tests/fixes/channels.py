import keras
from keras import layers

image = keras.Input(shape=(28, 28))  # grey
steps = layers.Conv1D(8, 3)(keras.Input((10,)))
model = keras.Model(image, layers.Conv2D(8, 3)(image))
first = keras.Sequential()
first.add(layers.Conv2D(8, 3, input_shape=(28, 28)))
first.add(layers.Flatten())
