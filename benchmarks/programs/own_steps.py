import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class CustomModel(keras.Model):
    def __init__(self, units, classes):
        super().__init__()
        self.hidden = layers.Dense(units, activation="relu")
        #! self.head = layers.Dense(classes, activation="softmax")(self.hidden)
        self.head = layers.Dense(classes)
        #! self.loss_tracker = keras.metrics.Mean
        #! self.loss_tracker = keras.metric.Mean(name="loss")
        self.loss_tracker = keras.metrics.Mean(name="loss")
        #! self.accuracy = keras.metrics.SparseCategoricalAccuracy("accuracy", name="accuracy")
        self.accuracy = keras.metrics.SparseCategoricalAccuracy(name="accuracy")

    #! def __call__(self, inputs): pass
    def call(self, inputs, training=False):
        #! return self.head
        #! return self.head(self.hidden)
        #! return self.hidden(inputs), self.head(inputs)
        return self.head(self.hidden(inputs))

    #! def train_step(self, x, y):
    #! def train_step(data):
    def train_step(self, data):
        #! x, y, w = data
        #! x, y = data[0]
        #! x = data
        x, y = data
        #! with tf.GradientTape as tape:
        #! with tf.gradientTape() as tape:
        #! with tf.GradientTape():
        with tf.GradientTape() as tape:
            #! y_pred = self(x, train=True)
            #! y_pred = self.model(x, training=True)
            #! y_pred = call(x, training=True)
            #! y_pred = self.predict(x)
            y_pred = self(x, training=True)
            #! loss = self.compiled_losses(y, y_pred)
            #! loss = self.compute_losses(x, y, y_pred)
            #! loss = self.loss_fn(y, y_pred)
            #! loss = self.compute_loss(y, y_pred)
            #! loss = self.compute_loss(y=y, pred=y_pred)
            #! loss = loss(y, y_pred)
            #! loss = keras.losses.sparse_categorical_crossentropy(y, y_pred, from_logit=True)
            #! loss = keras.losses.categorical_crossentropy(y, y_pred, from_logits=True)
            loss = self.compute_loss(y=y, y_pred=y_pred)
        #! gradients = tape.gradients(loss, self.trainable_variables)
        #! gradients = tape.gradient(self.trainable_variables)
        #! gradients = tape.gradient(loss, self.trainable_variable)
        #! gradients = tape.gradient(losses, self.trainable_variables)
        #! gradients = tape.gradient(loss, model.trainable_vars)
        gradients = tape.gradient(loss, self.trainable_variables)
        #! self.optimizer.apply_gradients(gradients, self.trainable_variables)
        #! self.optimizer.apply_gradients(gradients)
        #! self.optimizer.apply_gradient(zip(gradients, self.trainable_variables))
        #! self.optimizer.apply_gradients(zip(self.trainable_variables, gradients))
        #! self.optimiser.apply_gradients(zip(gradients, self.trainable_variables))
        #! self.optimizer.minimize(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        #! self.loss_tracker.update_states(loss)
        #! self.loss_traker.update_state(loss)
        #! self.loss_tracker.update(loss)
        self.loss_tracker.update_state(loss)
        #! self.accuracy.update_state(y)
        #! self.accuracy.update_state(y_pred)
        self.accuracy.update_state(y, y_pred)
        #! return loss
        #!
        #! return {"loss": self.loss_tracker.results()}
        #! return {m.names: m.result() for m in self.metrics}
        #! return [m.result() for m in self.metrics]
        return {"loss": self.loss_tracker.result(), "accuracy": self.accuracy.result()}

    @property
    def metrics(self):
        #! return self.loss_tracker, self.acc
        #! return [self.loss_tracker, self.acc]
        #!
        return [self.loss_tracker, self.accuracy]

    def test_step(self, data):
        #! x = data
        x, y = data
        #! y_pred = self(x, training=false)
        y_pred = self(x, training=False)
        loss = self.compute_loss(y=y, y_pred=y_pred)
        self.loss_tracker.update_state(loss)
        #! self.accuracy(y, pred)
        self.accuracy.update_state(y, y_pred)
        return {metric.name: metric.result() for metric in self.metrics}


#! model = CustomModel(32)
model = CustomModel(32, 4)
#! model.compile(optimizer="adam")
#!
model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
x = np.random.rand(32, 10).astype("float32")
#! y = np.random.randint(0, 5, (30,))
#! y = keras.utils.to_categorical(np.random.randint(0, 4, 32), 4)
y = np.random.randint(0, 4, (32,))
#! model.fit(x, epochs=1, verbose=0)
model.fit(x, y, epochs=1, verbose=0)
model.evaluate(x, y, verbose=0)
