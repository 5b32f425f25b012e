import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import *
from tensorflow.keras.models import Model


def conv_block(x, filters):
    #! x = Conv2D(filters, 3, activation="relu")(x)
    #! x = Conv2D(filters, 3, padding="same", activation="relu")
    x = Conv2D(filters, 3, padding="same", activation="relu")(x)
    #! x = BatchNormalization(x)
    x = BatchNormalization()(x)
    #!
    return x


def encoder_block(x, filters):
    #! skip = conv_block(filters, x)
    skip = conv_block(x, filters)
    #! pooled = MaxPool2D((2, 2)(skip))
    #! pooled = MaxPool2D((2, 2))
    #! pooled = MaxPool2D((2, 2), strides=1)(skip)
    pooled = MaxPool2D((2, 2))(skip)
    #! return pooled
    #! return pooled, skip
    return skip, pooled


def decoder_block(x, skip, filters):
    #! x = Conv2DTranspose(filters, 2, strides=2)
    #! x = Conv2DTranspose(filters, 2, padding="same")(x)
    #! x = Conv2DTranspose(filters, 3, strides=2)(x)
    #! x = UpSampling2D(2)(x, filters)
    #! x = UpSampling1D(2)(x)
    x = Conv2DTranspose(filters, 2, strides=2, padding="same")(x)
    #! x = Concatenate()(x, skip)
    #! x = Concatenate(x, skip)
    #! x = concatenate([x, skip], axis=1)
    #! x = Add()([x, skip, skip_connection])
    #! x = concatenate([x, skip], axis=4)
    x = Concatenate()([x, skip])
    #! return conv_block(filters)
    return conv_block(x, filters)


#! def build_unet(input_shape, classes):
def build_unet(input_shape, classes=1):
    inputs = Input(input_shape)
    #! s1 = encoder_block(inputs, 8)
    s1, p1 = encoder_block(inputs, 8)
    #! s2, p2 = encoder_block(s1, 16)
    #! s2, p2, q2 = encoder_block(p1, 16)
    #! s2, p2 = conv_block(p1, 16)
    s2, p2 = encoder_block(p1, 16)
    s3, p3 = encoder_block(p2, 32)
    bridge = conv_block(p3, 64)
    #! d1 = decoder_block(bridge, s2, 32)
    #! d1 = decoder_block(bridge, p3, 32)
    #! d1 = decoder_block(bridge, 32)
    #! d1 = decoder_block(s3, bridge, 32)
    #! d1 = decoder_block(p3, s3, 32)
    d1 = decoder_block(bridge, s3, 32)
    #! d2 = decoder_block(d1, s1, 16)
    #! d2 = decoder_block(bridge, s2, 16)
    d2 = decoder_block(d1, s2, 16)
    #!
    d3 = decoder_block(d2, s1, 8)
    #! outputs = Conv2D(classes, activation="sigmoid")(d3)
    #! outputs = Conv2D(1, classes, 1, activation="sigmoid")(d3)
    #! outputs = Conv2D(2, 1, activation="softmax")(d3)
    #! outputs = Conv2D(classes, 1, activation="softmax")(d3)
    #! outputs = Dense(classes, activation="sigmoid")(Flatten()(d3))
    outputs = Conv2D(classes, 1, activation="sigmoid")(d3)
    #! return Model(inputs, outputs).compile()
    #! return Model(inputs, d4)
    #! Model(inputs, outputs, name="U-Net")
    #! return Model(inputs, outputs, "U-Net", "x", "y")
    return Model(inputs, outputs, name="U-Net")


def dice(y_true, y_pred):
    #! intersection = tf.sum(y_true * y_pred)
    #! intersection = tf.reduce_sum(y_true * y_pred, axis=4)
    intersection = tf.reduce_sum(y_true * y_pred)
    return 1 - 2 * intersection / (tf.reduce_sum(y_true) + tf.reduce_sum(y_pred))


#! model = build_unet((36, 36, 3))
#! model = build_unet(32)
#! model = build_unet(32, 32, 3)
#! model = build_unet((32, 32))
#! model = build_unet((None, None, None))
#! model = build_unet((None, 32, 32, 3))
model = build_unet((32, 32, 3))
#! model.compile(optimizer="adam", loss=dice())
#! model.compile(optimizer="adam", loss="dice_loss")
#! model.compile(optimizer="adam", loss=dice_loss)
#! model.compile(optimizer="adam", loss=dice, metrics=[tf.keras.metrics.MeanIoU()])
#! model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.compile(optimizer="adam", loss=dice)
x = np.zeros((4, 32, 32, 3), "float32")
#! y = np.zeros((4, 32, 32, 2), "float32")
#! y = np.zeros((4, 64, 64, 1), "float32")
#! y = np.zeros((4, 32, 32), "float32")
y = np.zeros((4, 32, 32, 1), "float32")
model.fit(x, y, batch_size=2, epochs=1)
#! mask = model.predict(x[0])
#! mask = model.predict(x)[0, :, :, 1]
mask = model.predict(x)[0, :, :, 0]
