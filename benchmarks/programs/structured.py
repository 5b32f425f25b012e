import keras
import numpy as np
import tensorflow as tf
from keras import layers

ages = np.random.randint(20, 80, 40).astype("float32")
incomes = np.random.rand(40).astype("float32")
#! jobs = np.random.choice(["clerk", "nurse", "cook"], 30)
jobs = np.random.choice(["clerk", "nurse", "cook"], 40)
#! targets = np.random.randint(0, 3, 40)
#! targets = np.random.randint(0, 2, (40, 2))
targets = np.random.randint(0, 2, 40)


def make_dataset(shuffle=True, batch_size=8):
    #! features = {"age": ages, "income": incomes, "jobs": jobs}
    #! features = {"age": ages, "income": incomes}
    #! features = [ages, incomes, jobs]
    features = {"age": ages, "income": incomes, "job": jobs}
    #! ds = tf.data.Dataset.from_tensor_slices(features, targets)
    #! ds = tf.data.Dataset.from_tensor_slices((features))
    #! ds = tf.data.Dataset.from_tensors((features, targets))
    #! ds = tf.data.Dataset((features, targets))
    #! ds = tf.data.Datasets.from_tensor_slices((features, targets))
    ds = tf.data.Dataset.from_tensor_slices((features, targets))
    if shuffle:
        #! ds.shuffle(buffer_size=len(ages))
        #! ds = ds.shuffle(buffer=len(ages))
        #! ds = ds.shuffle(buffer_size=ages)
        ds = ds.shuffle(buffer_size=len(ages))
    #! ds = ds.batch()
    #! ds = ds.batch(batch_size, drop_remainders=True)
    #! ds = ds.map(lambda x: x).batch(batch_size)
    #! ds = ds.batch(batch_size).prefetch(tf.data.AUTOTUNES)
    ds = ds.batch(batch_size)
    #!
    #! return next(ds)
    return ds


def numeric(feature, name, dataset):
    #! normalizer = layers.Normalization
    #! normalizer = layers.Normalization(axis=1)
    #! normalizer = layers.BatchNormalization()
    normalizer = layers.Normalization()
    #! feature_ds = dataset.map(lambda x: x[name])
    #! feature_ds = dataset.map(lambda x, y: x["names"])
    feature_ds = dataset.map(lambda x, y: x[name])
    #! feature_ds = feature_ds.map(lambda x: tf.expand_dim(x, -1))
    feature_ds = feature_ds.map(lambda x: tf.expand_dims(x, -1))
    #! normalizer.fit(feature_ds)
    normalizer.adapt(feature_ds)
    #! return normalizer
    #! return normalizer(feature_ds)
    return normalizer(feature)


def categorical(feature, vocabulary):
    #! lookup = layers.StringLookup(vocab=vocabulary, output_mode="one_hot")
    #! lookup = layers.StringLookup(vocabulary=vocabulary, output_mode="onehot")
    #! lookup = layers.StringLookup(vocabulary=["a", "a"], output_mode="one_hot")
    #! lookup = layers.IntegerLookup(vocabulary=vocabulary, output_mode="one_hot")
    #! lookup = layers.StringLookup(vocabulary=vocabulary)
    lookup = layers.StringLookup(vocabulary=vocabulary, output_mode="one_hot")
    #! return lookup.vocabulary_size(feature)
    return lookup(feature)


train_ds = make_dataset()
#! val_ds = make_dataset(shuffled=False)
val_ds = make_dataset(shuffle=False)
#! age = keras.Input(shape=(2,), name="age")
#! age = keras.Input(shape=1, name="age")
#! age = keras.Input(shape=(1,), name="ages")
#! age = keras.Input((1,), "age")
age = keras.Input(shape=(1,), name="age")
income = keras.Input(shape=(1,), name="income")
#! job = keras.Input(shape=(1,), name="job")
#! job = keras.Input(shape=(1,), name="job", dtype="int32")
#! job = keras.Input(shape=(1,), name="income", dtype="string")
job = keras.Input(shape=(1,), name="job", dtype="string")
#! encoded = [numeric(age, "age", train_ds), numeric(income, train_ds)]
#! encoded = [numeric(age, "age", train_ds), numeric(income, "incomes", train_ds)]
#! encoded = [age, incomes]
encoded = [numeric(age, "age", train_ds), numeric(income, "income", train_ds)]
#! encoded += categorical(job, ["clerk", "nurse", "cook"])
#! encoded = encoded.append(categorical(job, ["clerk", "nurse", "cook"]))
#! encoded.append(categorical(job))
encoded.append(categorical(job, ["clerk", "nurse", "cook"]))
#! x = layers.concatenate(*encoded)
#! x = layers.Concatenate(encoded)
#! x = layers.Add()(encoded)
#! x = layers.concatenate(encoded, axis=2)
#! x = encoded
x = layers.concatenate(encoded)
#! x = layers.Dense(32, "relu")(encoded)
#! x = layers.Dense(32, "relu")
#! x = layers.Dense("relu", 32)(x)
x = layers.Dense(32, "relu")(x)
x = layers.Dropout(0.5)(x)
#! output = layers.Dense(1)(x)
#! output = layers.Dense(2, activation="softmax")(x)
#! output = layers.Dense(1, activation="softmax")(x)
#! output = layers.Dense(1, activation="relu")(x)
#! output = layers.Dense(1, activation="tanh")(x)
output = layers.Dense(1, activation="sigmoid")(x)
#! model = keras.Model([age, income], output)
#! model = keras.Model(inputs=encoded, outputs=output)
#! model = keras.Model(age, income, job, output)
#! model = keras.Model(inputs=[age, income, job])
model = keras.Model([age, income, job], output)
#! model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
#! model.compile("adam", "mse", metrics=["accuracy"])
#! model.compile("adam", "binary_crossentropy", ["accuracy"])
#! model.compile("binary_crossentropy", metrics=["accuracy"])
#! model.compile("adam", "hinge", metrics=["accuracy"])
#! model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
#! model.fit(train_ds, epochs=1, validation_data=val_ds, batch_size=8, verbose=0)
#! model.fit(train_ds, targets, epochs=1, validation_data=val_ds, verbose=0)
#! model.fit(train_ds, epochs=1, validation_data=(val_ds, targets), verbose=0)
model.fit(train_ds, epochs=1, validation_data=val_ds, verbose=0)
#! sample = {"age": 60, "income": 0.4, "job": "cook"}
sample = {"age": [60.0], "income": [0.4], "job": ["cook"]}
#! input_dict = {name: tf.convert_to_tensor(value) for name, value in sample}
#! input_dict = {name: tf.convert_to_tensors(value) for name, value in sample.items()}
input_dict = {name: tf.convert_to_tensor(value) for name, value in sample.items()}
#! predictions = model.predict(sample["age"], verbose=0)
#! predictions = model.predict([60.0, 0.4], verbose=0)
predictions = model.predict(input_dict, verbose=0)
#! print(f"{100 * predictions[0][1]:.1f}")
print(f"{100 * predictions[0][0]:.1f}")
