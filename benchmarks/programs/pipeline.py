import tensorflow as tf

IMG_SIZE = 32
#! AUTOTUNE = tf.data.AUTO_TUNE
#! AUTOTUNE = tf.data.autotune
AUTOTUNE = tf.data.AUTOTUNE
images = tf.random.uniform((24, 48, 48, 3), maxval=255)
labels = tf.random.uniform((24,), maxval=4, dtype=tf.int32)


#! def preprocess(image):
#! def preprocess(data):
def preprocess(image, label):
    #! image = tf.image.resize(image, IMG_SIZE)
    #! image = tf.image.resize(image, IMG_SIZE, IMG_SIZE)
    #! image = tf.image.resize_images(image, (IMG_SIZE, IMG_SIZE))
    #! image = tf.image.resize(image, (IMG_SIZE, IMG_SIZE, 3))
    #! image = tf.image.resize(image, (64, 64))
    #! image = tf.image.rgb_to_grayscale(tf.image.resize(image, (IMG_SIZE, IMG_SIZE)))
    #!
    image = tf.image.resize(image, (IMG_SIZE, IMG_SIZE))
    #! image = image.astype("float32") / 255
    #! image = tf.cast(image) / 255
    #! image = tf.cast(image, "float") / 255
    #! image = tf.to_float(image) / 255.0
    image = tf.cast(image, tf.float32) / 255.0
    #! label = tf.one_hot(label, 4)
    #! label = tf.one_hot(label)
    #! label = tf.keras.utils.to_categorical(label, 4)
    label = tf.cast(label, tf.int64)
    #! return image
    #! return (image, label), label
    #! return {"image": image}, label
    #! return image, label, 4, 5
    #!
    return image, label


ds = tf.data.Dataset.from_tensor_slices((images, labels))
#! ds = ds.map(preprocess(images, labels))
#! ds = ds.map(preprocess, num_parallel_call=AUTOTUNE)
#! ds = ds.map(preproces)
#! ds = ds.apply(preprocess)
#! ds.map(preprocess)
ds = ds.map(preprocess, num_parallel_calls=AUTOTUNE)
#! train = ds.take(20).shuffle(20).prefetch(AUTOTUNE)
#! train = ds.take(20).shuffle(20).batch(BATCH_SIZE)
#! train = ds.take(20).cache().shuffle(buffer=20).batch(8)
#! train = ds[:20].batch(8)
#! train = ds.take(0.8 * len(ds)).batch(8)
#! train = ds.take(20).batch(8, drop_reminder=True)
#! train = ds.take(20).shuffle(20).batches(8)
train = ds.take(20).cache().shuffle(20).batch(8).prefetch(AUTOTUNE)
#! val = ds.skip(20)
#! val = ds.skip(20).batch()
val = ds.skip(20).batch(8)
augment = tf.keras.Sequential(
    [
        #! tf.keras.layers.RandomFlip("horizontally"),
        #! tf.keras.layers.RandomFlips("horizontal"),
        #! tf.keras.layers.experimental.preprocessing.RandomFlip("horizontal"),
        tf.keras.layers.RandomFlip("horizontal"),
        #! tf.keras.layers.RandomRotation(),
        tf.keras.layers.RandomRotation(0.1),
    ]
)
#! train = train.map(lambda x: augment(x))
#! train = train.map(lambda x, y: augment(x, training=True), y)
#! train = train.map(lambda x, y: augment(x, training=True))
#! train = train.map(lambda x, y: (augment(x, y), y))
train = train.map(lambda x, y: (augment(x, training=True), y))

model = tf.keras.Sequential(
    [
        #! tf.keras.layers.Input((None, IMG_SIZE, IMG_SIZE, 3)),
        #! tf.keras.layers.Input((IMG_SIZE, IMG_SIZE)),
        #! tf.keras.layers.Input((IMG_SIZE, IMG_SIZE, 1)),
        tf.keras.layers.Input((IMG_SIZE, IMG_SIZE, 3)),
        #! tf.keras.layers.Rescaling(1 / 255, 32, 32),
        tf.keras.layers.Conv2D(8, 3, activation="relu"),
        tf.keras.layers.GlobalAveragePooling2D(),
        #! tf.keras.layers.Dense(3, activation="softmax"),
        #! tf.keras.layers.Dense(1, activation="sigmoid"),
        tf.keras.layers.Dense(4, activation="softmax"),
    ]
)
#! model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
#! model.fit(train, labels, epochs=1, verbose=0)
#! model.fit(train, validation_split=0.2, epochs=1, verbose=0)
#! model.fit(train, validation_data=val, batch_size=8, epochs=1, verbose=0)
#! model.fit(x=train, y=val, epochs=1, verbose=0)
#! model.fit_generator(train, epochs=1, verbose=0)
#! model.fit(ds, epochs=1, verbose=0)
#! model.fit(train, val, epochs=1, verbose=0)
#! model.fit(train, validation=val, epochs=1, verbose=0)
#! model.fit(train, validation_data=(val, labels), epochs=1, verbose=0)
model.fit(train, validation_data=val, epochs=1, verbose=0)
#! for image, label in ds: model.predict(image, verbose=0)
for image, _ in ds.take(1):
    #! print(model.predict(image, verbose=0).shape)
    #! print(model(image)[0])
    #! print(model.predict(tf.expand_dims(image), verbose=0))
    #! print(model.predict(image.reshape(1, 32, 32, 3), verbose=0))
    #! print(model.predict([image], verbose=0))
    print(model.predict(tf.expand_dims(image, 0), verbose=0))
