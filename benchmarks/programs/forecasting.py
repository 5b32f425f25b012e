import keras
import numpy as np
from keras.layers import (
    GRU,
    LSTM,
    Conv1D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling1D,
    RepeatVector,
    TimeDistributed,
)
from keras.models import Sequential


def windows(series, steps):
    x, y = [], []
    for i in range(len(series) - steps):
        x.append(series[i : i + steps])
        y.append(series[i + steps])
    return np.array(x), np.array(y)


series = np.sin(np.arange(60))
x, y = windows(series, 10)
#!
#! x = x.reshape((x.shape[0], 1, x.shape[1]))
#! x = x.reshape(10, 1)
#! x = x.reshape((x.shape[0], x.shape[1], 2))
x = x.reshape((x.shape[0], x.shape[1], 1))

#! model = Sequential([LSTM(32, input_shape=(10,)), Dense(1)])
#! model = Sequential([LSTM(32, input_shape=(10, 3)), Dense(1)])
#! model = Sequential([LSTM(32, input_shape=(50, 10, 1)), Dense(1)])
#! model = Sequential([LSTM(32, input_shape=(10, 1), return_sequences=True), Dense(1)])
#! model = Sequential(LSTM(32, input_shape=(10, 1)), Dense(1))
#! model = Sequential([LSTM(32, batch_input_shape=(1, 10, 1), stateful=True), Dense(1)])
#! model = Sequential([LSTM(32, input_dim=10), Dense(1)])
#! model = Sequential([LSTM(32, stateful=True, input_shape=(10, 1)), Dense(1)])
#! model = Sequential([LSTM(32, input_shape=10), Dense(1)])
model = Sequential([LSTM(32, input_shape=(10, 1)), Dense(1)])
#! model.compile(optimizer="adam", loss="mean_square_error")
#! model.compile(optimizer="adam", loss="MSE", metrics=["rmse"])
#! model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=1, verbose=0)

deep = Sequential()
#! deep.add(keras.Input((10,)))
deep.add(keras.Input((10, 1)))
#! deep.add(Conv1D(16, 12, activation="relu"))
#! deep.add(Conv1D(16, (3, 1), activation="relu"))
#! deep.add(Conv1D(filter=16, kernel_size=3, activation="relu"))
deep.add(Conv1D(16, 3, activation="relu"))
#! deep.add(MaxPooling1D(10))
#! deep.add(MaxPooling1D(pool_size="2"))
deep.add(MaxPooling1D(2))
#! deep.add(GRU(16))
deep.add(GRU(16, return_sequences=True))
deep.add(Dropout(0.1))
#!
deep.add(Flatten())
deep.add(Dense(1))
deep.compile("adam", "mse")
#! deep.fit(x[:, :5], y, epochs=1)
#! deep.fit(x, y[1:], epochs=1)
#! deep.fit(x, epochs=1)
deep.fit(x, y, epochs=1, verbose=0)

coder = Sequential()
coder.add(keras.Input((10, 1)))
#! coder.add(LSTM(16, return_sequences=True))
coder.add(LSTM(16))
#!
#! coder.add(RepeatVector())
#! coder.add(RepeatVector((10, 1)))
#! coder.add(RepeatVector(5))
coder.add(RepeatVector(10))
#! coder.add(LSTM(16))
coder.add(LSTM(16, return_sequences=True))
#! coder.add(TimeDistributed(1))
#! coder.add(TimeDistributed(Dense))
#! coder.add(TimeDistributed(Dense(2)))
coder.add(TimeDistributed(Dense(1)))
coder.compile("adam", "mse")
coder.fit(x, x, epochs=1, verbose=0)
prediction = coder.predict(x)
#! error = np.mean(np.abs(prediction - x.reshape(50, 12, 1)))
error = np.mean(np.abs(prediction - x))
