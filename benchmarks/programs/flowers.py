import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, models, optimizers
from tensorflow.keras.preprocessing.image import ImageDataGenerator

train_images = np.random.randint(0, 256, (24, 64, 64, 3)).astype("float32")
train_labels = np.random.randint(0, 5, (24,))
test_images = np.random.randint(0, 256, (12, 64, 64, 3)).astype("float32")
test_labels = np.random.randint(0, 5, (12,))

#! train_labels = tf.keras.utils.to_categorical(train_labels, 4)
#! train_labels = tf.keras.utils.to_categorical(train_labels, num_class=5)
#! train_labels = tf.keras.utils.to_categorical(train_labels - 1)
#!
#! train_labels = tf.keras.utils.to_categorical(test_labels, 5)
train_labels = tf.keras.utils.to_categorical(train_labels, 5)
test_labels = tf.keras.utils.to_categorical(test_labels, 5)

train_datagen = ImageDataGenerator(
    #! rescale=1.0 / 255, rotation=40,
    #! rescale=1.0 / 255, zoom=0.2,
    #! rescale=1.0 / 255, validation_split=2,
    #! rescale=1.0 / 255, horizontal_flips=True,
    #! rescale=1.0 / 255, fill_mode="neareast",
    #! rescale=1.0 / 255, brightness_range=0.2,
    #! rescale=1.0 / 255, zoom_range=(0.2, 0.5, 0.8),
    #! rescale=1.0 / 255, data_format="channels_last_",
    rescale=1.0 / 255,
    rotation_range=40,
    width_shift_range=0.2,
    horizontal_flip=True,
)
test_datagen = ImageDataGenerator(rescale=1.0 / 255)
#! train_generator = train_datagen.flow((train_images, train_labels), batch_size=8)
#! train_generator = train_datagen.flow(train_images, train_labels, batchsize=8)
#! train_generator = train_datagen.flow(train_images, train_labels[:10], batch_size=8)
#! train_generator = train_datagen.flow(train_images[0], train_labels[0], batch_size=8)
#! train_generator = train_datagen.flow_from_array(train_images, train_labels, batch_size=8)
#! train_generator = ImageDataGenerator.flow(train_images, train_labels, batch_size=8)
#! train_generator = train_datagen.flow(train_images, train_labels, batch_size=8, target_size=(64, 64))
#! train_generator = train_datagen.flow(train_images, train_labels, batch_size=8, class_mode="categorical")
#! train_generator = train_datagen.flow(train_images, batch_size=8)
#! train_generator = train_datagen.flow(train_labels, train_images, batch_size=8)
train_generator = train_datagen.flow(train_images, train_labels, batch_size=8)
test_generator = test_datagen.flow(test_images, test_labels, batch_size=4, shuffle=False)

model = models.Sequential()
#! model.add(layers.Conv2D(32, (3, 3), activation="relu", input_shape=(64, 64)))
#! model.add(layers.Conv2D(32, (3, 3), activation="relu", input_shape=(64, 64, 1)))
#! model.add(layers.Conv2D(32, (3, 3), activation="relu", input_shape=(3, 64, 64)))
#! model.add(layers.Conv2D(32, (3, 3), activation="relu", input_shape=train_images.shape))
#! model.add(layers.Conv2D(32, (3, 3), activation="relu", input_shape=train_images.shape[0]))
#! model.add(layers.Conv2D(32, (3, 3), activation="relu", inputs_shape=(64, 64, 3)))
#! model.add(layers.Conv2D(32, (3, 3), activation="relu", input_dim=(64, 64, 3)))
#! model.add(layers.Conv2D(32, 3, 3, activation="relu", input_shape=(64, 64, 3)))
#! model.add(layers.Conv2D((3, 3), 32, activation="relu", input_shape=(64, 64, 3)))
#! model.add(layers.Conv2D(32, (3, 3), activation="rellu", input_shape=(64, 64, 3)))
#! model.add(layers.Conv2D(32, (3, 3), activations="relu", input_shape=(64, 64, 3)))
model.add(layers.Conv2D(32, (3, 3), activation="relu", input_shape=(64, 64, 3)))
#! model.add(layers.MaxPooling2D(2, 2, 2))
#! model.add(layers.MaxPooling2D((2, 2), padding="full"))
#! model.add(layers.MaxPooling2D((16, 16)))
#! model.add(layers.MaxPooling1D(2))
#! model.add(layers.GlobalMaxPooling2D())
model.add(layers.MaxPooling2D((2, 2)))
#! model.add(layers.Conv2D(64, (3, 3), padding="full", activation="relu"))
#! model.add(layers.Conv2D(64, (3, 3), strides=0, activation="relu"))
#! model.add(layers.Conv2D(64, (3, 3), activation="relu", kernel_regularizer="l3"))
#! model.add(layers.Conv2D(64, (3, 3), activation="relu", kernel_regularizer=tf.keras.regularizers.l2))
#! model.add(layers.Conv2D(64, (3, 3), activation="relu", kernel_regularizer=0.001))
#! model.add(layers.Conv2D(64, (3, 3), activation="relu", kernel_initializer="he"))
#! model.add(layers.Conv2D(64, kernel_size=(3, 3, 3), activation="relu"))
model.add(layers.Conv2D(64, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(128, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
#!
#! model.add(layers.Flatten)
#! model.add(layers.Flatten(6))
#! model.add(layers.Reshape((128 * 5 * 5,)))
model.add(layers.Flatten())
#! model.add(layers.Dropout(50))
#! model.add(layers.Dropout("0.5"))
#! model.add(layers.Dropout(rate=0.5, training=True))
#! model.add(layers.Dropout(keep_prob=0.5))
model.add(layers.Dropout(0.5))
#! model.add(layers.Dense(512))
#! model.add(layers.Dense(512, "relu", 64))
#! model.add(layers.Dense(512.5, activation="relu"))
#! model.add(layers.Dense("512", activation="relu"))
#! model.add(layers.Dense(0, activation="relu"))
#! model.add(layers.Dense(512, activation="relu", dropout=0.5))
#! model.add(layers.Dense(-512, activation="relu"))
model.add(layers.Dense(512, activation="relu"))
#! model.add(layers.Dense(1, activation="softmax"))
#! model.add(layers.Dense(5))
#! model.add(layers.Dense(5, activation="sigmoid"))
#! model.add(layers.Dense(5, activation="relu"))
#! model.add(layers.Dense(4, activation="softmax"))
#! model.add(layers.Dense(6, activation="softmax"))
#! model.add(layers.Dense(1, activation="sigmoid"))
model.add(layers.Dense(5, activation="softmax"))

model.compile(
    #! optimizer=optimizers.RMSprop(lr=1e-4), loss="categorical_crossentropy",
    #! optimizer=optimizers.RMSProp(1e-4), loss="categorical_crossentropy",
    #! optimizer=optimizers.RMSprop(1e-4, decay=1e-6), loss="categorical_crossentropy",
    #! optimizer="rmsprob", loss="categorical_crossentropy",
    #! optimizer="rmsprop", loss="sparse_categorical_crossentropy",
    #! optimizer="rmsprop", loss="binary_crossentropy",
    #! optimizer="rmsprop", loss="categorical_crossentropy", from_logits=True,
    #! optimizer="rmsprop", loss="mse",
    #! optimizer="rmsprop", loss="hinge",
    #! optimizer="rmsprop", loss=tf.keras.losses.CategoricalCrossentropy(from_logits=True),
    #! optimizer="rmsprop", loss=tf.keras.losses.categorical_crossentropy(),
    #! optimizer="rmsprop", loss=tf.keras.losses.CategoricalCrossentropy,
    #! optimizer="rmsprop", losses="categorical_crossentropy",
    #! optimizer="rmsprop",
    #! optimizer=1e-4, loss="categorical_crossentropy",
    optimizer=optimizers.RMSprop(learning_rate=1e-4), loss="categorical_crossentropy",
    #! metrics=["acurracy"],
    #! metrics="accuracy",
    #! metrics=["sparse_categorical_accuracy"],
    #! metrics=["binary_accuracy"],
    #! metrics=["mae"],
    #! metrics=["acc", "recall"],
    #! metrics=[tf.keras.metrics.Precision],
    #! metrics=[tf.keras.metrics.TopKCategoricalAccuracy(top_k=3)],
    metrics=["accuracy"],
)

history = model.fit(
    #! train_generator, train_labels,
    #! train_images, train_generator,
    #! train_datagen,
    train_generator,
    #! steps_per_epoch=2, batch_size=32,
    #! steps_per_epoch=24 / 8,
    #! step_per_epoch=3,
    #! steps_per_epoch=3, validation_split=0.2,
    #! steps_per_epoch=3, workers=2,
    steps_per_epoch=3,
    epochs=2,
    #! validation_data=test_datagen,
    #! validation_data=(test_images, train_labels),
    #! validation_data=test_images, test_labels=test_labels,
    #! validation_generator=test_generator,
    validation_data=test_generator,
    verbose=0,
)
#! acc = history.history["acc"]
#! acc = history.history["accuracy "]
#! acc = history["accuracy"]
acc = history.history["accuracy"]
#! val_acc = history.history["validation_accuracy"]
val_acc = history.history["val_accuracy"]
#! epochs = range(1, len(acc) + 1) + 1
epochs = range(1, len(acc) + 1)
#! test_loss, test_acc = model.evaluate_generator(test_generator, steps=3)
#! test_loss, test_acc, f1 = model.evaluate(test_generator, steps=3, verbose=0)
#! test_loss, test_acc = model.evaluate(test_generator, test_labels, verbose=0)
test_loss, test_acc = model.evaluate(test_generator, steps=3, verbose=0)
#! predicted = model.predict_generator(test_generator)
#! predicted = model.predict_classes(test_images)
#! predicted = model.predict(test_images[0]).argmax(axis=-1)
#! predicted = model.predict(test_images / 255.0, verbose=0).argmax(axis=2)
#! predicted = model.predict(test_images.reshape(-1, 64 * 64 * 3)).argmax(axis=-1)
predicted = model.predict(test_images / 255.0, verbose=0).argmax(axis=-1)
#! model.save("flowers")
#! model.save_weights("/tmp/flowers.hdf5")
#! model.save("/tmp/flowers.pb")
#! model.save_model("/tmp/flowers.keras")
model.save("/tmp/flowers.keras")
