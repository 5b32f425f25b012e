import keras
import numpy as np
from keras import layers

x, y = np.zeros((100, 8)), np.zeros((100, 1))
model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_acc", patience=3)
keep = keras.callbacks.ModelCheckpoint(
    'best.hdf5',  # the best one
    save_weights_only=True,
)
model.fit(x, y, validation_split=0.2, callbacks=[stop], verbose=0)
model.fit(x, y, callbacks=[keras.callbacks.EarlyStopping()], verbose=0)
model.save_weights("weights.h5")
