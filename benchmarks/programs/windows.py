import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

raw_data = np.random.rand(300, 14).astype("float32")
#! temperature = raw_data[1]
#! temperature = raw_data[:, 14]
temperature = raw_data[:, 1]
num_train = 150
num_val = 70
#! mean = raw_data[:num_train].mean(axis=2)
#! mean = raw_data[:num_train].mean(axis=1)
mean = raw_data[:num_train].mean(axis=0)
raw_data -= mean
#! raw_data /= raw_data[:num_train].stdev(axis=0)
raw_data /= raw_data[:num_train].std(axis=0)
sampling_rate = 2
sequence_length = 20
delay = sampling_rate * (sequence_length + 4 - 1)
batch_size = 16

train_dataset = keras.utils.timeseries_dataset_from_array(
    #! raw_data[:-delay], target=temperature[delay:],
    #! raw_data[:-delay],
    #! temperature[delay:], raw_data[:-delay],
    raw_data[:-delay],
    targets=temperature[delay:],
    #! sampling_rates=sampling_rate, sequence_length=sequence_length,
    #! sampling_rate=sampling_rate,
    #! sampling_rate=0, sequence_length=sequence_length,
    sampling_rate=sampling_rate,
    sequence_length=sequence_length,
    shuffle=True,
    #! batch_size=batch_size, start_index=0, end_index=500,
    #! batches=batch_size, start_index=0, end_index=num_train,
    batch_size=batch_size,
    start_index=0,
    end_index=num_train,
)
val_dataset = keras.utils.timeseries_dataset_from_array(
    raw_data[:-delay],
    targets=temperature[delay:],
    sampling_rate=sampling_rate,
    #! sequence_length=sequence_length + 5,
    sequence_length=sequence_length,
    batch_size=batch_size,
    start_index=num_train,
)


def evaluate_naive(dataset):
    total, seen = 0.0, 0
    #! for samples in dataset:
    #! for samples, targets, weights in dataset:
    for samples, targets in dataset:
        #! preds = samples[:, -1, 14]
        #! preds = samples[-1, 1]
        #! preds = sample[:, -1, 1]
        preds = samples[:, -1, 1]
        total += np.sum(np.abs(preds - targets))
        #! seen += samples.shape
        #! seen += samples.shapes[0]
        seen += samples.shape[0]
    return total / seen


evaluate_naive(val_dataset)

#! inputs = keras.Input(shape=(raw_data.shape[-1],))
#! inputs = keras.Input(shape=(sequence_length, 1))
#! inputs = keras.Input(shape=(batch_size, sequence_length, raw_data.shape[-1]))
#! inputs = keras.Input(shape=(raw_data.shape[-1], sequence_length))
#! inputs = keras.Input(shape=sequence_length, raw_data.shape[-1])
inputs = keras.Input(shape=(sequence_length, raw_data.shape[-1]))
#! x = layers.Conv1D(8, 24, activation="relu")(inputs)
#! x = layers.Conv2D(8, 5, activation="relu")(inputs)
#! x = layers.Conv1D(8, (5, 5), activation="relu")(inputs)
#! x = layers.Conv1D(8, activation="relu")(inputs)
#! x = layers.Conv1D(filter=8, kernel_size=5, activation="relu")(inputs)
#! x = layers.Conv1D(8, 5, padding="casual", activation="relu")(inputs)
x = layers.Conv1D(8, 5, activation="relu")(inputs)
#! x = layers.MaxPooling2D(2)(x)
#! x = layers.MaxPooling1D(20)(x)
#! x = layers.GlobalMaxPooling1D()(x)
x = layers.MaxPooling1D(2)(x)
#! x = layers.GRU(16, recurrent_dropout=0.5)(x)
#! x = layers.GRU(16, return_sequences="True", recurrent_dropouts=0.5)(x)
#! x = layers.LSTM(16, return_state=True)(x)
#! x = layers.RNN(16, return_sequences=True)(x)
#! x = layers.RNN(layers.LSTM(16), return_sequences=True)(x)
x = layers.GRU(16, recurrent_dropout=0.5, return_sequences=True)(x)
#! x = layers.GRU(16, return_sequences=True)(x)
#! x = layers.GRU(16, go_backward=True)(x)
#! x = layers.GRU()(x)
#! x = layers.Bidirectional(layers.GRU(16), merge_mode="add")(x)
#! x = layers.Bidirectional("gru")(x)
#! x = layers.Bidirectional(layers.GRU)(x)
#! x = layers.GRU(16, stateful=True)(x)
x = layers.GRU(16)(x)
x = layers.Dropout(0.5)(x)
#! outputs = layers.Dense(1, activation="softmax")(x)
#! outputs = layers.Dense(1, activation="relu")(x)
#! outputs = layers.Dense(sequence_length)(x)
#! outputs = layers.Dense(1.0)(x)
outputs = layers.Dense(1)(x)
model = keras.Model(inputs, outputs)
#! model.compile(optimizer="rmsprop", loss="mean_squared_errors", metrics=["mae"])
#! model.compile(optimizer="rmsprop", loss="mse", metrics=["accuracy"])
#! model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["mae"])
#! model.compile(optimizer="rmsprop", loss=keras.losses.mse(), metrics=["mae"])
#! model.compile(optimizer="rmsprop", loss=keras.losses.MSE, metrics=["mae"])
#! model.compile(optimizer="rmsprop", loss=keras.losses.Huber(0.5, 0.5, 0.5), metrics=["mae"])
#! model.compile(optimizer="rmsprop", loss="mse", metrics=[keras.metrics.RMSE()])
#! model.compile(optimizer=keras.optimizers.RMSprop(clip_norm=1.0), loss="mse", metrics=["mae"])
model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
callbacks = [
    #! keras.callbacks.ModelCheckpoint("/tmp/jena_gru", save_best_only=True),
    #! keras.callbacks.ModelCheckpoint("/tmp/jena_gru.keras", save_best=True),
    keras.callbacks.ModelCheckpoint("/tmp/jena_gru.keras", save_best_only=True)
]
history = model.fit(
    #! train_dataset, temperature,
    #! train_dataset[0],
    #! raw_data,
    train_dataset,
    epochs=1,
    #! validation_data=val_dataset, validation_split=0.3,
    #! validation_data=raw_data[num_train:],
    validation_data=val_dataset,
    callbacks=callbacks,
    verbose=0,
)
#! model = keras.models.load_models("/tmp/jena_gru.keras")
#! model = keras.load_model("/tmp/jena_gru.keras")
model = keras.models.load_model("/tmp/jena_gru.keras")
#! print(f"{model.evaluate(val_dataset, verbose=0)[2]:.2f}")
#! print(f"{model.evaluate(val_dataset, verbose=0)['mae']:.2f}")
print(f"{model.evaluate(val_dataset, verbose=0)[1]:.2f}")
#! loss = history.history["mse"]
#! loss = history.history["val_maes"]
loss = history.history["mae"]
#! forecast = model.predict(raw_data[-sequence_length:], verbose=0)
#! forecast = model.predict(raw_data[None, -10:], verbose=0)
forecast = model.predict(raw_data[None, -sequence_length:], verbose=0)
#! print(forecast[0, 1])
#! print(forecast[1, 0])
print(forecast[0, 0])

recurrent = keras.Sequential(name="stacked")
#! for units in 3:
#! for units in range([8, 16]):
for units in [8, 16]:
    #! recurrent.add(layers.LSTM(units))
    #! recurrent.add(layers.LSTM(units, return_sequences=True)(recurrent))
    #! recurrent.add(layers.LSTM(units, return_sequences=True, name="lstm"))
    #! recurrent = recurrent.add(layers.LSTM(units, return_sequences=True))
    #! recurrent.append(layers.LSTM(units, return_sequences=True))
    recurrent.add(layers.LSTM(units, return_sequences=True))
recurrent.add(layers.LSTM(8))
recurrent.add(layers.Dense(1))
recurrent.compile("adam", "mse")
#! recurrent.fit(raw_data, temperature, verbose=0)
#! recurrent.fit(raw_data.reshape(30, 10, 14), temperature, verbose=0)
#! recurrent.fit(raw_data.reshape(30, 10, 15), temperature[:30], verbose=0)
recurrent.fit(raw_data.reshape(30, 10, 14), temperature[:30], verbose=0)
