import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.callbacks import (
    CSVLogger,
    EarlyStopping,
    LambdaCallback,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
    TensorBoard,  # noqa: F401
    TerminateOnNaN,
)

x = np.random.rand(64, 12).astype("float32")
y = np.random.randint(0, 3, 64)

model = keras.Sequential(
    [
        layers.Input((12,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(
    #! optimizer=keras.optimizers.Adam(learningrate=1e-3),
    #! optimizer=keras.optimizers.Adam("0.001"),
    #! optimizer=keras.optimizers.Adam(learning_rate=-0.1),
    #! optimizer=keras.optimizers.Adam(beta1=0.9),
    #! optimizer=keras.optimizers.Adam(momentum=0.9),
    #! optimizer=keras.optimizers.SGD(momentum=9),
    #! optimizer=keras.optimizers.Adam(clipnorm=1.0, clipvalue=0.5),
    #! optimizer=keras.optimizers.adam(1e-3),
    #! optimizer=["adam"],
    #! optimizer="adam", lr=0.001,
    optimizer="adam",
    #! loss=keras.losses.SparseCategoricalCrossentropy(num_classes=3),
    #! loss=keras.losses.SparseCategoricalCrossentropy(label_smoothing=0.1),
    #! loss=keras.losses.SparseCategoricalCrossentropy(reduction="average"),
    #! loss=keras.losses.SparseCategoricalCrossentropy(reduction=tf.keras.losses.Reduction.NONE),
    #! loss=keras.losses.SparseCategoricalCrossentropy(reduction=keras.losses.Reduction.SUM),
    #! loss=["sparse_categorical_crossentropy", "mse"],
    loss="sparse_categorical_crossentropy",
    #! metrics=[keras.metrics.SparseCategoricalAccuracy("acc", 3, 4)],
    #! metrics=[keras.metrics.SparseTopKCategoricalAccuracy(top_k=2)],
    #! metrics=[keras.metrics.Accuracy()],
    #! metrics=keras.metrics.SparseCategoricalAccuracy(),
    #! metrics=("accuracy"),
    #! metrics={"accuracy"},
    #! metrics=["accuracy", None, 3],
    #! metrics=["accuracy"], loss_weights=[1.0, 2.0],
    #! metrics=["accuracy"], class_weight={0: 1.0},
    #! metrics=["accuracy"], callbacks=[],
    metrics=["accuracy"],
)


def schedule(epoch, lr):
    #! return str(lr)
    #!
    #! lr * 0.5
    return float(lr * 0.5)


callbacks = [
    #! EarlyStopping(monitor="val_loss", patients=3),
    #! EarlyStopping(monitor="val_loss", patience=3, restore_best_weight=True),
    #! EarlyStopping(monitors="val_loss", patience=3),
    #! EarlyStopping(monitor="val_loss", patience=3, mode="minimum"),
    #! EarlyStopping(monitor="validation_loss", patience=3),
    #! EarlyStopping(monitor="val_accuracy", patience=3, min_delta="0.1"),
    #! EarlyStopping("val_loss", 3, "auto"),
    #! EarlyStopping(metric="val_loss", patience=3),
    #! EarlyStopping(monitor="val_loss", patience=3, mode="max"),
    #! EarlyStopping(monitor="val_accuracy", patience=3, mode="min"),
    #! EarlyStopping(monitor="val_loss", patience=3, baseline="1"),
    EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True),
    #! ReduceLROnPlateau(monitor="val_loss", factors=0.5, patience=2),
    #! ReduceLROnPlateau(monitor="val_loss", factor=2, patience=2),
    #! ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=2, minimum_lr=1e-6),
    #! ReduceLROnPlateau("val_loss", 2, 0.5),
    ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=2),
    #! ModelCheckpoint("/tmp/best.ckpt", save_best_only=True),
    #! ModelCheckpoint(path="/tmp/best.keras", save_best_only=True),
    #! ModelCheckpoint("/tmp/best.keras", save_best=True),
    #! ModelCheckpoint("/tmp/best.keras", save_freq="epochs"),
    #! ModelCheckpoint("/tmp/best.keras", save_weights_only=True),
    #! ModelCheckpoint("/tmp/m-{epoch:02d}-{val_acc:.2f}.keras"),
    #! ModelCheckpoint("/tmp/m-{epoch:02d}-{val_accuracy:.2f}.h5", save_weights_only=True),
    #! ModelCheckpoint("/tmp/best.keras", monitor="val_f1", save_best_only=True),
    #! ModelCheckpoint("/tmp/best.keras", options=None, save_format="tf"),
    ModelCheckpoint("/tmp/best.keras", save_best_only=True),
    #! LearningRateScheduler(),
    #! LearningRateScheduler(schedule(0, 0.1)),
    #! LearningRateScheduler(schedule=lambda: 0.1),
    #! LearningRateScheduler(lambda epoch: "0.1"),
    #! LearningRateScheduler(0.001),
    #! LearningRateScheduler(keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)),
    LearningRateScheduler(schedule),
    #! CSVLogger(),
    #! CSVLogger(filepath="/tmp/log.csv"),
    CSVLogger("/tmp/log.csv", append=True),
    #! TensorBoard(logdir="/tmp/tb"),
    #! TensorBoard(log_dir="/tmp/tb", histogram_frequency=1),
    #! TensorBoard(log_dir="/tmp/tb", write_grads=True),
    #! TensorBoard(log_dir="/tmp/tb", batch_size=32),
    TerminateOnNaN(),
    #! LambdaCallback(on_epoch_end=lambda epoch: print(epoch)),
    #! LambdaCallback(on_epoch_ends=lambda epoch, logs: print(epoch)),
    LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs["val_loss"])),
]
history = model.fit(
    x,
    y,
    #! validation_split=25,
    #! validation_split=0.0,
    #! validation_data=0.25,
    validation_split=0.25,
    #! epochs="2",
    #! epochs=2.0,
    epochs=2,
    #! callbacks=EarlyStopping,
    #! callbacks=[callbacks],
    #! callbacks="callbacks",
    #! callbacks=[schedule],
    callbacks=callbacks,
    #! verbose=0, batch_size=16.0,
    #! verbose=0, batch_size="16",
    #! verbose=0, batch_size=len(x) / 4,
    #! verbose=0, steps_per_epoch=len(x) / 4,
    #! verbose=0, class_weights={0: 1, 1: 2, 2: 1},
    #! verbose=0, class_weight={0: 1, 1: 2},
    #! verbose=0, class_weight="balanced",
    #! verbose=0, class_weight=np.ones(3),
    #! verbose=0, sample_weight=np.ones(3),
    #! verbose=0, metrics=["accuracy"],
    #! verbose=0, initial_epochs=1,
    #! verbose=0, validation_data=(x[:8], y[:8], y[:8], y[:8]),
    verbose=0,
)
#! best = min(history["val_loss"])
#! best = min(history.history["val_losses"])
#! best = min(history.history.val_loss)
#! best = min(history.history()["val_loss"])
#! best = min(history.history["val_acc"])
#! best = history.epochs[0]
#! best = min(callbacks.history["val_loss"])
best = min(history.history["val_loss"])
#! loss, accuracy, extra = model.evaluate(x, y, verbose=0)
#! loss, accuracy = model.evaluate(x, y, verbose=0, return_dict=True)["loss"]
#! loss, accuracy = model.evaluate(x, verbose=0)
#! loss, accuracy = model.evaluate((x, y), verbose=0)
#! loss, accuracy = model.evaluate(x, y, epochs=1)
#! loss, accuracy = model.score(x, y)
loss, accuracy = model.evaluate(x, y, verbose=0)
#! classes = model.predict(x).argmax(axis=2)
#! classes = model.predict_class(x)
#! classes = model.predict(x, y)
#! classes = np.argmax(model.predict(x[0]), axis=1)
#! classes = np.argmax(model.predict(list(x[0])), axis=1)
#! classes = np.argmax(model(x).predict(), axis=1)
classes = np.argmax(model.predict(x, verbose=0), axis=1)
