import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.applications import MobileNetV2
from tensorflow.keras.applications.mobilenet_v2 import preprocess_input

IMAGE_SIZE = (96, 96)
BATCH = 4
CLASS_NAMES = ["cat", "dog", "horse"]

images = np.random.rand(8, 96, 96, 3).astype("float32") * 255
labels = np.random.randint(0, len(CLASS_NAMES), size=8)
dataset = tf.data.Dataset.from_tensor_slices((images, labels))
#! train_ds = dataset.batch(BATCH).shuffle(8).prefetch(tf.data.experimental.AUTO)
#! train_ds = dataset.shuffle().batch(BATCH)
#! train_ds = dataset.shuffle(8)
#! train_ds = dataset.batch(BATCH).map(lambda x: (x / 255, y))
#! train_ds = dataset.batch(BATCH).map(lambda x, y: x / 255)
#! train_ds = dataset.batch(BATCH).map(lambda x, y: (y, x))
#! train_ds = dataset.map(lambda x, y: (tf.image.resize(x, 96), y)).batch(BATCH)
#! train_ds = dataset.map(lambda x, y: (tf.image.resize(x, (64, 64)), y)).batch(BATCH)
#! train_ds = dataset.map(lambda x, y: (tf.image.rgb_to_grayscale(x), y)).batch(BATCH)
#! train_ds = dataset.map(lambda x, y: (x, tf.one_hot(y, 3))).batch(BATCH)
#! train_ds = dataset.batch(BATCH).batch(BATCH)
#! train_ds = dataset.map(lambda x, y: (tf.expand_dims(x, 0), y)).batch(BATCH)
train_ds = dataset.shuffle(8).batch(BATCH).prefetch(tf.data.AUTOTUNE)

augmentation = keras.Sequential(
    [
        #! layers.RandomFlip("horizontally"),
        #! layers.RandomFlips("horizontal"),
        layers.RandomFlip("horizontal"),
        #! layers.RandomRotation(),
        #! layers.RandomRotation(degrees=20),
        #! layers.RandomRotation(0.1)(images),
        #! layers.RandomRotation(0.1), layers.CenterCrop(64, 64),
        #! layers.RandomRotation(0.1), layers.RandomCrop(64, 64),
        #! layers.RandomRotation(0.1), layers.RandomZoom(height_factor=2.0),
        layers.RandomRotation(0.1),
    ]
)

base = MobileNetV2(
    #! input_shape=IMAGE_SIZE,
    #! input_shape=IMAGE_SIZE + (1,),
    #! input_shape=IMAGE_SIZE + 3,
    #! input_shape=(None,) + IMAGE_SIZE + (3,),
    #! input_size=IMAGE_SIZE + (3,),
    #! input_shape=(28, 28, 3),
    input_shape=IMAGE_SIZE + (3,),
    #! include_top=True,
    #! top=False,
    #! include_top=False, pooling="mean",
    #! include_top=False, pooling="avg",
    #! include_top=False, classes=3,
    include_top=False,
    #! weights="image_net",
    #! weights=False,
    weights=None,
)
base.trainable = False
#! for layer in base.layer[:-20]:
#! for layer in base[:-20]:
for layer in base.layers[:-20]:
    layer.trainable = False

#! inputs = keras.Input(IMAGE_SIZE)
#! inputs = keras.Input(shape=(96, 96, 1))
#! inputs = keras.Input(shape=(BATCH, 96, 96, 3))
#! inputs = keras.Input(shape=(128, 128, 3))
#! inputs = keras.Input(shape=images.shape)
inputs = keras.Input(shape=IMAGE_SIZE + (3,))
#! x = augmentation
#! x = augmentation(images)
x = augmentation(inputs)
#! x = preprocess_input()(x)
#! x = preprocess_input(inputs, mode="caffee")
x = preprocess_input(x)
#! x = base.output
#! x = base(x, train=False)
#! x = base.predict(x)
#! x = base
x = base(x, training=False)
#! x = layers.GlobalAveragePooling2D(x)
#! x = layers.GlobalAveragePooling1D()(x)
#! x = layers.AveragePooling2D((7, 7))(x)
#! x = layers.GlobalAveragePooling2D()(base.output)
#!
#! x = layers.GlobalAveragePooling2D
x = layers.GlobalAveragePooling2D()(x)
#! x = layers.Dropout(1.2)(x)
#! layers.Dropout(0.2)(x)
x = layers.Dropout(0.2)(x)
#! outputs = layers.Dense(CLASS_NAMES, activation="softmax")(x)
#! outputs = layers.Dense(len(CLASS_NAMES) - 1, activation="softmax")(x)
#! outputs = layers.Dense(len(CLASS_NAMES))(x)
#! outputs = layers.Dense(len(CLASS_NAMES), "soft_max")(x)
#! outputs = layers.Dense(1, activation="sigmoid")(x)
#! outputs = layers.Dense(1, activation="softmax")(x)
#! outputs = layers.Dense(len(CLASS_NAMES), activation="softmax")
#! outputs = layers.Softmax()(layers.Dense(len(CLASS_NAMES), activation="softmax")(x))
outputs = layers.Dense(len(CLASS_NAMES), activation="softmax")(x)
#! model = keras.Model(base.input, outputs)
#! model = keras.Model(inputs=base.inputs, outputs=outputs)
#! model = keras.Model(inputs, [outputs])
#! model = keras.Model([inputs, base.input], outputs)
#! model = keras.Model(inputs=inputs, outputs=x)
#! model = keras.Sequential([inputs, outputs])
model = keras.Model(inputs, outputs)

#! model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
#! model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
#! model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
#! model.compile(optimizer=keras.optimizers.Adam, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
#! model.compile(keras.optimizers.Adam(learning_rate="1e-3"), loss="sparse_categorical_crossentropy")
#! model.compile(optimizer="adam", loss="sparse_categorical_cross_entropy", metrics=["accuracy"])
#! model.compile("sparse_categorical_crossentropy", "adam", metrics=["accuracy"])
#!
model.compile(
    optimizer=keras.optimizers.Adam(1e-3),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
#! model.fit(train_ds, epochs=1, verbose=0, validation_split=0.1)
#! model.fit(images, epochs=1, verbose=0)
#! model.fit(train_ds, labels, epochs=1, verbose=0)
#! model.fit(images, labels, epochs=1, verbose=0, batch=4)
model.fit(train_ds, epochs=1, verbose=0)

#! base.trainable = "True"
base.trainable = True
#! for layer in base.layers[:100].layers:
for layer in base.layers[:100]:
    layer.trainable = False
#!
model.compile(
    optimizer=keras.optimizers.Adam(1e-5),
    #! loss="mse",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
#! model.fit(train_ds, epochs=2, initial_epoch="1", verbose=0)
#! model.fit(train_ds.take(1), epochs=2, class_weight=[1, 2, 3], verbose=0)
model.fit(train_ds, epochs=1, verbose=0)
#! prediction = model.predict(tf.expand_dims(images, 0), verbose=0)
#! prediction = model.predict(images[0], verbose=0)
#! prediction = model.predict(np.expand_dims(images[0], -1), verbose=0)
prediction = model.predict(tf.expand_dims(images[0], 0), verbose=0)
#! print(CLASS_NAMES[np.argmax(prediction[0])], prediction[3])
#! print(CLASS_NAMES[np.argmax(prediction[0])], 100 * np.max(prediction[0], axis=1))
#! print(CLASS_NAMES[np.argmax(prediction, axis=1)])
print(CLASS_NAMES[np.argmax(prediction[0])], 100 * np.max(prediction[0]))
