from keras import Input, Model
from keras.layers import (
    Conv2D,
    Dense,
    Flatten,
)

image = Input((None, None, 3))
x = Conv2D(32, 3)(image)
x = Flatten()(x)
model = Model(image, Dense(10)(x))
