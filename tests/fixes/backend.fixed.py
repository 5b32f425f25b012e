import keras
from keras import backend as K
from keras.ops import transpose as turned
from keras.ops import mean

image = keras.Input((8, 4))
b = keras.ops.sum(keras.ops.square(image), axis=-1, keepdims=True)
c = mean(turned(image, (0, 2, 1)), axis=1)
model = keras.Model(image, [b, c])
