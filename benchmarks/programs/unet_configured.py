from dataclasses import dataclass

import numpy as np
import tensorflow as tf  # noqa: F401
from tensorflow.keras import Model, layers


@dataclass
class Config:
    filters: tuple = (8, 16, 32)
    size: int = 32
    channels: int = 3
    #! classes = "2"
    #! classes: int = 1
    classes: int = 2
    dropout: float = 0.1


def conv_block(x, filters, config):
    for _ in range(2):
        #! x = layers.Conv2D(filters, 3, padding="valid")(x)
        #! x = layers.Conv2D(filters, 3, padding="Same", kernel_initializer="he_norm")(x)
        #! x = layers.Conv2D(filters, 3, padding="same", kernel_regularizer=0.01)(x)
        #! x = layers.Conv2D(filters, 3, padding="same", kernel_constraint=3)(x)
        #! x = layers.Conv2D(filters, 3, padding="same", kernel_initializer=tf.random.normal)(x)
        x = layers.Conv2D(filters, 3, padding="same", kernel_initializer="he_normal")(x)
        #! x = layers.BatchNormalisation()(x)
        #! x = layers.BatchNormalization(momentum=0.9)(x, train=True)
        #! x = layers.BatchNormalization()(inputs)
        x = layers.BatchNormalization()(x)
        #! x = layers.Activations("relu")(x)
        #! x = layers.Activation()(x)
        #! x = layers.Activation(relu)(x)
        #! x = tf.nn.relu(x)
        #! x = tf.keras.activations.relu()(x)
        x = layers.Activation("relu")(x)
    #! return x, x
    #!
    return layers.Dropout(config.dropout)(x)


def build_unet(config):
    #! inputs = layers.Input((config.size, config.size, config.channel))
    #! inputs = layers.Input(config.size, config.size, config.channels)
    #! inputs = layers.Input((config["size"], config["size"], config["channels"]))
    inputs = layers.Input((config.size, config.size, config.channels))
    #! skips = {}
    #!
    skips = []
    x = inputs
    #! for filters in config.filters():
    for filters in config.filters[:-1]:
        #! x = conv_block(x, filters)
        #! x = conv_block(filters, x, config)
        #! conv_block(x, filters, config)
        x = conv_block(x, filters, config)
        #! skips.add(x)
        #! skips = skips.append(x)
        #!
        skips.append(x)
        #! x = layers.MaxPooling2D(2, strides=1)(x)
        #! x = layers.MaxPooling2D(3)(x)
        #! x = layers.MaxPooling2D()
        x = layers.MaxPooling2D(2)(x)
    x = conv_block(x, config.filters[-1], config)
    #! for filters, skip in zip(config.filters[:-1], skips):
    #! for filters, skip in (config.filters[-2::-1], skips[::-1]):
    #! for filters, skip in zip(reversed(config.filters[:-1]), skips):
    #! for filters, skip in enumerate(reversed(skips)):
    for filters, skip in zip(config.filters[-2::-1], reversed(skips), strict=True):
        #! x = layers.Conv2DTranspose(filters, 2, padding="same")(x)
        #! x = layers.UpSampling2D(size=(2, 2, 2))(x)
        #! x = layers.Conv2DTranspose(filters, strides=2, padding="same")(x)
        x = layers.Conv2DTranspose(filters, 2, strides=2, padding="same")(x)
        #! x = layers.Concatenate([x, skip])
        #! x = layers.concatenate(x, skip)
        #! x = layers.Concatenate(axis=1)([x, skip])
        #! x = layers.Concatenate(axis=4)([x, skip])
        #! x = layers.Concatenate()([x, skips])
        #! x = layers.Add()([x, skip, inputs])
        #! x = tf.concat([x, skip], axis=-1)
        #! x = tf.keras.layers.merge([x, skip], mode="concat")
        x = layers.Concatenate()([x, skip])
        x = conv_block(x, filters, config)
    #! outputs = layers.Conv2D(config.classes, 1, activation="softmax")
    #! outputs = layers.Dense(config.classes, activation="softmax")(layers.Flatten()(x))
    #! outputs = layers.Conv2D(config.classes, activation="softmax")(x)
    #! outputs = layers.Conv2D(config.num_classes, 1, activation="softmax")(x)
    #! outputs = layers.Conv2D(1, 1, activation="softmax")(x)
    #! outputs = layers.Conv2D(config.classes, 1, activation="relu")(x)
    outputs = layers.Conv2D(config.classes, 1, activation="softmax")(x)
    #! return Model(input, outputs)
    #! return Model(inputs, output)
    #! return Model(inputs, outputs, "unet")
    return Model(inputs, outputs, name="unet")


#! model = build_unet(Config)
#! model = build_unet(Config(size=30))
#! model = build_unet(Config(filters=8))
#! model = build_unet(Config(image_size=32))
#! model = build_unet(Config(size="32"))
#! model = build_unet()
model = build_unet(Config())
#! model.compile(optimizer="adam", loss="binary_crossentropy")
#! model.compile(optimizer="adam", loss="categorical_crossentropy")
#! model.compile(optimizer="adam", loss="dice")
#! model.compile(optimizer="adam", loss=tf.keras.losses.Dice)
#! model.compile(optimizer="adam", loss="dice_loss")
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
images = np.random.rand(4, 32, 32, 3).astype("float32")
#! masks = np.random.randint(0, 2, (4, 16, 16, 1))
#! masks = np.random.randint(0, 2, (4, 32, 32, 3))
#! masks = np.random.randint(0, 256, (4, 32, 32, 1)); masks[0, 0, 0, 0] = 255
#! masks = tf.keras.utils.to_categorical(np.random.randint(0, 2, (4, 32, 32)), 2)
masks = np.random.randint(0, 2, (4, 32, 32, 1))
model.fit(images, masks, batch_size=2, epochs=1, verbose=0)
