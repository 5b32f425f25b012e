import keras
import numpy as np
import tensorflow as tf
from keras import layers


class Attention(layers.Layer):
    #! def __init__(self, units, return_weights):
    def __init__(self, units=8, return_weights=False, **kwargs):
        super().__init__(**kwargs)
        #! self.W = layers.Dense(unit=units)
        self.W = layers.Dense(units)
        #! self.V = layers.Dense
        self.V = layers.Dense(1)
        #!
        self.return_weights = return_weights

    def call(self, features):
        #! score = self.V(tf.nn.tanh(self.W(features, units)))
        #! score = self.V(K.tanh(self.W(features)))
        #! score = self.U(tf.nn.tanh(self.W(features)))
        score = self.V(tf.nn.tanh(self.W(features)))
        #! weights = tf.nn.softmax(score, axis=3)
        #! weights = tf.nn.soft_max(score, axis=1)
        weights = tf.nn.softmax(score, axis=1)
        #! context = tf.matmul(weights, features)
        #! context = tf.tensordot(weights, features, axes=1)
        context = weights * features
        #! context = tf.reduce_sum(context, axis=3)
        #! context = tf.sum(context, axis=1)
        #! context = K.sum(context, axis=1)
        context = tf.reduce_sum(context, axis=1)
        if self.return_weights:
            return context, weights
        return context


inputs = keras.Input(shape=(12, 6))
#! x = layers.GRU(16)(inputs)
x = layers.GRU(16, return_sequences=True)(inputs)
#! x = layers.Conv1D(16, 3, padding="valid")(x); x = layers.Add()([x, layers.Dense(16)(inputs)])
x = layers.Conv1D(16, 3, padding="same")(x)
#! context, weights = Attention()(x)
#! context = Attention(return_weights=True)(x)
#! context, weights = Attention(True)(x)
#! context, weights = Attention(x, return_weights=True)
#! context, weights, extra = Attention(return_weights=True)(x)
context, weights = Attention(return_weights=True)(x)
#! y = layers.Dense(4, activation="softmax")([context, weights])
#! y = layers.Dense(4, activation="softmax")(context, weights)
y = layers.Dense(4, activation="softmax")(context)
model = keras.Model(inputs, y)
model.compile("adam", "categorical_crossentropy")
labels = np.random.randint(4, size=8)
#! targets = keras.utils.to_categorical(labels, num_class=4)
#! targets = keras.utils.to_categorical(labels, 5)
#! targets = keras.utils.to_categorical(labels, 2)
#! targets = keras.np_utils.to_categorical(labels, 4)
#! targets = to_categorical(labels, 4)
targets = keras.utils.to_categorical(labels, num_classes=4)
model.fit(np.zeros((8, 12, 6)), targets, verbose=0)
