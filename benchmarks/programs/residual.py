import keras
import numpy as np
from keras import layers


def residual_block(x, filters, stride=1):
    #!
    #! shortcut = layers.Conv2D(filters, 1)(x)
    shortcut = x
    #! y = layers.Conv2D(filters, 3, strides=stride)(x)
    y = layers.Conv2D(filters, 3, strides=stride, padding="same")(x)
    y = layers.BatchNormalization()(y)
    #! y = layers.ReLU(y)
    y = layers.ReLU()(y)
    #! y = layers.Conv2D(filters, 3)(y)
    #! y = layers.Conv2D(filters * 2, 3, padding="same")(y)
    y = layers.Conv2D(filters, 3, padding="same")(y)
    y = layers.BatchNormalization()(y)
    #! if stride == 2:
    #! if False:
    if stride != 1 or x.shape[-1] != filters:
        #! shortcut = layers.Conv2D(filters, 1)(x)
        #! shortcut = layers.Conv2D(filters // 2, 1, strides=stride)(x)
        #! shortcut = layers.Conv2D(filters, 1, strides=stride)(y)
        shortcut = layers.Conv2D(filters, 1, strides=stride)(x)
    #! y = layers.Add()(y, shortcut)
    #! y = layers.Add([y, shortcut])
    #! y = layers.add(y, shortcut)
    #! y = layers.Add()([y])
    #! y = layers.Concatenate()(y, shortcut)
    #! y = layers.concatenate(y, shortcut)
    #! y = layers.Multiply()([y, shorcut])
    y = layers.Add()([y, shortcut])
    #! layers.ReLU()(y)
    #! return
    return layers.ReLU()(y)


inputs = keras.Input((32, 32, 3))
#! x = layers.Conv2D(16, 3, padding="same", activation="relu")
x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
#! for filters, stride in [16, 32]:
#! for filters, stride in zip([16, 32]):
for filters, stride in [(16, 1), (32, 2), (64, 2)]:
    #! x = residual_block(filters, x, stride)
    #! x = residual_block(x, filters, stride, True)
    #! x = residual_block(x)
    #! x = residual_block(x, filters, strides=stride)
    x = residual_block(x, filters, stride)
#! x = layers.AveragePooling2D(16)(x)
#! x = layers.GlobalAveragePooling2D(x)
#!
x = layers.GlobalAveragePooling2D()(x)
#! outputs = layers.Dense(10, "softmax", x)
outputs = layers.Dense(10, activation="softmax")(x)
#! model = keras.Model([inputs, x], outputs)
#! model = keras.Model(x, outputs)
#! model = keras.Model(inputs=inputs)
#! model = keras.Model(input, outputs)
#! model = keras.model(inputs, outputs)
model = keras.Model(inputs, outputs)
#! optimizer = keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, decay=1e-4)
#! optimizer = keras.optimizers.SGD(lr=0.1, momentum=0.9)
#! optimizer = keras.optimizers.SGD("0.1")
optimizer = keras.optimizers.SGD(learning_rate=0.1, momentum=0.9)
model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
x = np.random.random((8, 32, 32, 3))
#! y = np.random.randint(10, size=(8, 10))
#! y = np.random.randint(0, 20, (8,))
#! y = np.eye(10)[np.random.randint(10, size=8)]
y = np.random.randint(10, size=(8, 1))
#! stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3, restore_best=True)
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)
#! save = keras.callbacks.ModelCheckpoint("weights", save_best_only=True)
#! save = keras.callbacks.ModelCheckpoint("best.h5", save_weights_only=True)
#! save = keras.callbacks.ModelCheckpoint("best.keras", period=2)
#! save = keras.callbacks.ModelCheckpoint(save_best_only=True)
save = keras.callbacks.ModelCheckpoint("/tmp/best.keras", monitor="val_accuracy", mode="max")
#! model.fit(x, y, validation_data=(x, y, y, y), callbacks=[stop, save])
#! model.fit(x, y, validation_split=0.25, callback=[stop, save])
#! model.fit(x, y, callbacks=[stop, save])
model.fit(x, y, validation_split=0.25, callbacks=[stop, save])
