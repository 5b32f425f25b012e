import keras
from keras import layers


def block(x, filters):
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    y = layers.BatchNormalization()(y)
    y = layers.Activation("relu")(y)
    return layers.Add()([x, y])


image = keras.Input((32, 32, 3), name="image")
x = layers.Conv2D(32, 3, padding="same", name="stem")(image)
for _ in range(4):
    x = block(x, 32)
x = layers.GlobalAveragePooling2D(name="pool")(x)
model = keras.Model(image, layers.Dense(10, name="classes")(x))
