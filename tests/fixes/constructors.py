import keras
from keras import layers


class Block(layers.Layer):
    def __init__(self, units, **kwargs):
        """Make the one layer in here."""
        # as wide as it is asked to be
        self.dense = layers.Dense(units)

    def call(self, x):
        return self.dense(x)


class Plain(keras.Model):
    def __init__(self):
        self.dense = layers.Dense(4)

    def call(self, x):
        return self.dense(x)


outputs = Block(4)(keras.Input((8,)))
more = Plain()(keras.Input((8,)))
