from keras import Input, Model
from keras.layers import (
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
)

image = Input((None, None, 3))
x = Conv2D(32, 3)(image)
x = GlobalAveragePooling2D()(x)
model = Model(image, Dense(10)(x))
