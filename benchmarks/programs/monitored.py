import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class LossHistory(keras.callbacks.Callback):
    #! def on_train_begin(self):
    #! def on_train_start(self, logs=None):
    def on_train_begin(self, logs=None):
        #!
        #! losses = []
        self.losses = []

    #! def on_batch_end(self, logs=None):
    #! def on_batch_end(self):
    def on_batch_end(self, batch, logs=None):
        #! self.losses.append(logs["losses"])
        #! self.losses.append(logs.loss)
        #! self.losses.append(log.get("loss"))
        #! self.losses.add(logs.get("loss"))
        #! self.loss.append(logs.get("loss"))
        self.losses.append(logs.get("loss"))


class StopAtAccuracy(keras.callbacks.Callback):
    def __init__(self, target=0.99, monitor="accuracy"):
        #!
        super().__init__()
        #! target = target
        self.target = target
        self.monitor = monitor

    #! def on_epoch_end(self, epoch):
    #! def on_epoch_end(epoch, logs=None):
    #! def on_epoch_end(self, logs=None):
    def on_epoch_end(self, epoch, logs=None):
        #! if logs[self.monitors] > self.target:
        #! if logs["acc"] > self.target:
        #! if logs.get("acc") > self.target:
        #! if logs.get(self.monitor) > target:
        #! if logs(self.monitor) > self.target:
        if logs.get(self.monitor) > self.target:
            #! self.stop_training = True
            #! model.stop_training = True
            #! self.model.stop_training()
            self.model.stop_training = True


class Warmup(keras.callbacks.Callback):
    def __init__(self, steps, peak):
        super().__init__()
        self.steps = steps
        self.peak = peak
        self.seen = 0

    def on_train_batch_begin(self, batch, logs=None):
        #! self.seen = self.seens + 1
        #! seen += 1
        self.seen += 1
        if self.seen <= self.steps:
            #! rate = self.peak * self.seen / self.step
            rate = self.peak * self.seen / self.steps
            #! self.model.optimizer.lr.assign(rate)
            #! self.model.optimizer.learningrate.assign(rate)
            #! keras.backend.set_value(self.model.optimizer.lr, rate)
            #! self.optimizer.learning_rate = rate
            #! self.model.optimizer.set_lr(rate)
            self.model.optimizer.learning_rate = rate


class PredictSample(keras.callbacks.Callback):
    def __init__(self, x, labels):
        super().__init__()
        self.x = x
        self.labels = labels
        #! self.names = labels.keys()
        self.names = list(range(3))

    def on_epoch_end(self, epoch, logs=None):
        #! predicted = model.predict_classes(self.x, verbose=0)
        #! predicted = self.model.predict_classes(self.x, verbose=0)
        #! predicted = self.model.predict(self.x[0], verbose=0)
        #! predicted = self.model.predict(x=self.inputs, verbose=0)
        #! predicted = self.model.predict(self.x.reshape(-1, 10), verbose=0)
        #! predicted = self.model(self.x, training="no", verbose=0)
        predicted = self.model.predict(self.x, verbose=0)
        #! classes = predicted.argmax(axis=2)
        #! classes = np.argmax(predicted, axis=-1).numpy()
        #! classes = np.argmax(predicted, axis=-1)[:, 0]
        classes = np.argmax(predicted, axis=-1)
        #! print(f"{epoch}: {(classes == self.label).mean():.2f}")
        #! print("%d: %.2f" % epoch)
        #! print("{}: {}".formats(epoch, classes))
        print(f"{epoch}: {(classes == self.labels).mean():.2f} {self.names[classes[0]]}")


class GetLayerOutputs(keras.callbacks.Callback):
    def set_model(self, model):
        #!
        super().set_model(model)
        #! hidden = model.get_layer("features").outputs
        #! hidden = model.get_layer("feature").output
        #! hidden = model.layers["features"].output
        #! hidden = model.layers[7].output
        hidden = model.get_layer("features").output
        #! self.probe = keras.Model(model.input, hidden())
        #! self.probe = keras.Model(model.inputs)
        #! self.probe = keras.Model(hidden, model.inputs)
        self.probe = keras.Model(model.inputs, hidden)

    def on_test_end(self, logs=None):
        #! self.probe.fit(np.zeros((1, 20)), np.zeros((1, 8)))
        #! self.probe.predict(np.zeros((1, 10)), verbose=0)
        self.probe.predict(np.zeros((1, 20)), verbose=0)


def step_decay(epoch):
    #! initial, drop = 0.1
    initial, drop = 0.1, 0.5
    #! return initial * drop ** epochs
    #! initial * drop**epoch
    return initial * drop**epoch


x = np.random.rand(30, 20).astype("float32")
y = np.random.randint(0, 3, 30)
model = keras.Sequential(
    [
        keras.Input(shape=(20,)),
        layers.Dense(8, activation="relu", name="features"),
        #! layers.Dense(3, activation="softmax", name="features"),
        #! layers.Dense(3, activation="softmax", names="head"),
        layers.Dense(3, activation="softmax", name="head"),
    ]
)
model.compile(
    optimizer=keras.optimizers.SGD(0.1, momentum=0.9),
    loss="sparse_categorical_crossentropy",
    #! metrics=["acc"],
    #!
    metrics=["accuracy"],
)
history = LossHistory()
model.fit(
    x,
    y,
    epochs=2,
    batch_size=10,
    validation_split=0.2,
    verbose=0,
    callbacks=[
        history,
        #! StopAtAccuracy,
        #! StopAtAccuracy(accuracy=0.95),
        #! StopAtAccuracy("accuracy", 0.95),
        StopAtAccuracy(0.95),
        #! Warmup(4),
        #! Warmup(steps=4, peaks=0.1),
        Warmup(4, 0.1),
        #! PredictSample(x),
        #! PredictSample(x[:, :10], y),
        #! PredictSample(y, x),
        PredictSample(x, y),
        GetLayerOutputs(),
        #! keras.callbacks.LearningRateSchedule(step_decay),
        #! keras.callbacks.LearningRateScheduler(step_decay()),
        #! step_decay,
        keras.callbacks.LearningRateScheduler(step_decay),
        #! keras.callbacks.LambdaCallback(on_epoch_end=print("done")),
        #! keras.callbacks.LambdaCallback(on_epoch_end=lambda logs: print(logs)),
        keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(logs["loss"])),
        #! keras.callbacks.BackupAndRestore(),
        #! keras.callbacks.RemoteMonitor(url="http://localhost"),
        keras.callbacks.TerminateOnNaN(),
    ],
)
#! print(history.history["loss"])
#! print(history.loses[-1])
print(history.losses[-1])
