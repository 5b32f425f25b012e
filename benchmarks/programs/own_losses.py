import keras
import numpy as np
import tensorflow as tf  # noqa: F401
from keras import layers, ops


#! def weighted_bce(weight, y_true, y_pred):
#! def weighted_bce(y_true, y_pred):
def weighted_bce(weight):
    #! def loss(y_true):
    #! def loss(y_pred, y_true, weight):
    def loss(y_true, y_pred):
        #! y_true = tf.cast(y_true, "int32")
        y_true = ops.cast(y_true, "float32")
        #! bce = keras.losses.BinaryCrossentropy(y_true, y_pred)
        #! bce = keras.losses.binary_crossentropy(y_true)
        #! bce = keras.losses.binary_cross_entropy(y_true, y_pred)
        #! bce = losses.binary_crossentropy(y_true, y_pred)
        #! bce = ops.binary_crossentropy(y_pred, y_true, axis=-1)
        #! bce = keras.backend.binary_crossentropy(y_true, y_pred)
        bce = keras.losses.binary_crossentropy(y_true, y_pred)
        #! return ops.reduce_mean(bce * weight)
        #! ops.mean(bce * weight)
        #! return ops.mean(bce * weights)
        #! return np.mean(bce * weight)
        #! return tf.mean(bce * weight)
        return ops.mean(bce * weight)

    #! return loss(y_true, y_pred)
    #!
    return loss


def dice(y_true, y_pred, smooth=1.0):
    y_true = ops.cast(y_true, "float32")
    #! overlap = ops.sum(y_true * y_pred, axis=(1, 2, 3, 4))
    #! overlap = ops.sum(y_true, y_pred)
    #! overlap = ops.reduce_sum(y_true * y_pred)
    overlap = ops.sum(y_true * y_pred)
    #! return (2 * overlap + smooth) / (ops.sum(y_true) + ops.sum(y_predicted) + smooth)
    #! return (2 * overlap + smooth) / (sum(y_true) + sum(y_pred) + smoth)
    return (2 * overlap + smooth) / (ops.sum(y_true) + ops.sum(y_pred) + smooth)


class F1(keras.metrics.Metric):
    #! def __init__(self, name="f1", **kwargs):
    #! def __init__(name="f1", **kwargs):
    def __init__(self, name="f1", **kwargs):
        #!
        #! super().__init__(name, kwargs)
        #! super(F1Score, self).__init__(name=name, **kwargs)
        super().__init__(name=name, **kwargs)
        #! self.hits = self.add_weight("hits", initializer="zeros")
        #! self.hits = self.add_weight(name="hits", initializer="zero_s")
        #! self.hits = self.add_variable(name="hits", initializer="zeros")
        self.hits = self.add_weight(name="hits", initializer="zeros")
        self.count = self.add_weight(name="count", initializer="zeros")

    #! def update_state(self, y_true, y_pred):
    #! def update(self, y_true, y_pred, sample_weight=None):
    #! def update_state(y_true, y_pred, sample_weight=None):
    def update_state(self, y_true, y_pred, sample_weight=None):
        right = ops.cast(ops.round(y_pred) == ops.cast(y_true, "float32"), "float32")
        #! self.hits += ops.sum(right)
        #! self.hits.add(ops.sum(right))
        #! self.hit.assign_add(ops.sum(right))
        #! self.hits.assign_add(right)
        self.hits.assign_add(ops.sum(right))
        #! self.count.assign_add(len(y_true))
        self.count.assign_add(ops.cast(ops.size(right), "float32"))

    #! def results(self):
    #! def result():
    def result(self):
        #! return self.hits / self.counts
        return self.hits / self.count

    def reset_state(self):
        #! self.hits.reset()
        self.hits.assign(0.0)
        self.count.assign(0.0)


inputs = keras.Input((8, 8, 1))
x = layers.Conv2D(4, 3, padding="same", activation="relu")(inputs)
outputs = layers.Conv2D(1, 1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
#! model.compile("adam", weighted_bce, metrics=[dice, F1()])
#! model.compile("adam", weighted_bce(), metrics=[dice, F1()])
#! model.compile("adam", weighted_bce(2.0), metrics=[dice, F1])
#! model.compile("adam", weighted_bce(2.0), metrics=[dice(), F1()])
#! model.compile("adam", weighted_bce(2.0), metrics=["dice", F1()])
#! model.compile("adam", "weighted_bce", metrics=[dice, F1()])
#! model.compile("adam", weighted_bce(2.0), metrics=[F1(num_classes=2)])
#! model.compile("adam", weighted_bce(2.0), [dice, F1()])
#! model.compile("adam", loss=1 - dice, metrics=[F1()])
#! model.compile("adam", loss=lambda y, p: 1 - dice, metrics=[F1()])
#! model.compile("adam", loss=lambda p: 1 - p, metrics=[F1()])
model.compile("adam", weighted_bce(2.0), metrics=[dice, F1()])
images = np.random.rand(4, 8, 8, 1).astype("float32")
#! masks = np.random.randint(0, 2, (4, 8, 8, 3))
#! masks = np.random.randint(0, 2, (4, 16, 16, 1))
#! masks = np.random.randint(0, 2, (4, 64))
masks = np.random.randint(0, 2, (4, 8, 8, 1))
model.fit(images, masks, epochs=1, verbose=0)
model.save("/tmp/dice.keras")
#! again = keras.models.load_model("/tmp/dice.h5")
#! again = keras.models.load_model("/tmp/dice.keras", custom_object={"dice": dice})
#! again = keras.models.load("/tmp/dice.keras", compile=False)
#! again = keras.load_model("/tmp/dice.keras", compile=False)
again = keras.models.load_model("/tmp/dice.keras", compile=False)
