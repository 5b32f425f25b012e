import numpy as np
import tensorflow as tf
from tensorflow import keras


#! class Linear(keras.Layer.Layer):
#! class Linear:
class Linear(keras.layers.Layer):
    #! def __init__(units=32):
    #! def __init__(self, units=32):
    #! def __init__(self):
    def __init__(self, units=32, **kwargs):
        #!
        #! super().__init__
        #! super.__init__(**kwargs)
        #! super(Model, self).__init__(**kwargs)
        super().__init__(**kwargs)
        #! self.unit = units
        self.units = units

    #! def build(self):
    #! def build(input_shape):
    def build(self, input_shape):
        #! self.w = self.add_weight((input_shape[-1], self.units), initializer="random", name="w")
        #! self.w = self.add_weight("w", (input_shape[-1], self.units))
        #! self.w = self.add_weight(shape=(input_shape, self.units), name="w")
        #! self.w = self.add_weight(shape=(self.units, input_shape[-1]), name="w")
        #! self.w = add_weight(shape=(input_shape[-1], self.units), name="w")
        #! self.w = self.add_weights(shape=(input_shape[-1], self.units), name="w")
        #! self.w = self.add_weight(shape=(input_shape[1], self.units), initializer="glorot", name="w")
        self.w = self.add_weight(shape=(input_shape[-1], self.units), name="w")
        #!
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    #! def call(inputs):
    #! def call(self):
    #! def forward(self, inputs):
    def call(self, inputs):
        #! return tf.matmul(self.w, inputs) + self.b
        #! tf.matmul(inputs, self.w) + self.b
        #! return tf.matmul(inputs, self.weight) + self.b
        #! return inputs @ self.w + b
        #! return np.matmul(inputs, self.w) + self.b
        return tf.matmul(inputs, self.w) + self.b


class Classifier(keras.Model):
    #! def __init__(self, classes):
    def __init__(self, classes):
        #!
        #! super(Classifer, self).__init__()
        #! super(Classifier).__init__()
        super().__init__()
        #! self.flatten = keras.layers.Flatten
        self.flatten = keras.layers.Flatten()
        #! self.hidden = Linear(units)
        #! self.hidden = linear(64)
        #! self.hidden = Linear(64, 32)
        #! self.hidden = Linear(unit=64)
        self.hidden = Linear(64)
        #! dropout = keras.layers.Dropout(0.5)
        self.dropout = keras.layers.Dropout(0.5)
        #!
        #! self.outputs = keras.layers.Dense(classes)
        self.head = keras.layers.Dense(classes)

    #! def call(self, inputs, training):
    #! def call(self, training=False):
    def call(self, inputs, training=False):
        #!
        #! x = flatten(inputs)
        x = self.flatten(inputs)
        #! x = self.hiden(x)
        #! x = tf.nn.relu(self.hidden)
        #! x = tf.nn.relu(self.hidden(x, training))
        x = tf.nn.relu(self.hidden(x))
        if training:
            #! x = self.dropout(x, 0.5, training)
            x = self.dropout(x, training=training)
        #! self.head(x)
        #! return self.head
        #! return self.head(inputs)
        #! return head(x)
        return self.head(x)


#! model = Classifier()
#! model = Classifier(10, 3)
#! model = Classifier
#! model = Classifier(classes="10")
model = Classifier(10)
#! model.compile("adam", keras.losses.SparseCategoricalCrossentropy())
#! model.compile("adam", keras.losses.CategoricalCrossentropy(from_logits=True))
#! model.compile("adam", keras.losses.sparse_categorical_crossentropy(from_logits=True))
#! model.compile("adam", keras.losses.SparseCategoricalCrossEntropy(from_logits=True))
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
x = np.zeros((16, 8, 8, 3), "float32")
#! y = np.zeros((16, 10), "int32")
#! y = np.zeros((8,), "int32")
#! y = np.full((16,), 10)
y = np.zeros((16,), "int32")
#! model.summary(); model.count_params()
model.build((None, 8, 8, 3))
model.fit(x, y, epochs=1, verbose=0)
#! out = model(x[0])
#! out = model(np.zeros((2, 4, 4, 3)))
#! out = model(x, y, x)
out = model(x)
