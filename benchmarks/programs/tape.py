import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

(x_train, y_train) = (np.random.rand(64, 28, 28), np.random.randint(0, 10, 64))
#! x_train = x_train.reshape(-1, 28, 28, 3)
#! x_train = np.expand_dims(x_train)
#! x_train = x_train[:, np.newaxis].astype("float32")
#! x_train = x_train[..., tf.newaxis].astype(float32)
x_train = x_train[..., np.newaxis].astype("float32") / 255
#! train_ds = tf.data.Dataset.from_tensor_slices(x_train, y_train).batch(16)
#! train_ds = tf.data.Dataset.from_tensor_slices((x_train, y_train[:50])).batch(16)
#! train_ds = tf.data.Dataset.from_tensor_slices((x_train, y_train))
#! train_ds = tf.data.Dataset.from_tensor_slices((x_train, y_train)).batch_size(16)
#! train_ds = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle().batch(16)
#! train_ds = tf.data.Dataset.from_tensor_slice((x_train, y_train)).batch(16)
#! train_ds = tf.data.DataSet.from_tensor_slices((x_train, y_train)).batch(16)
#! train_ds = tf.data.Dataset.from_tensor_slices([x_train, y_train]).batch(16)
#! train_ds = tf.data.Dataset.from_tensor_slices((x_train, y_train)).batch("16")
#! train_ds = tf.data.Dataset.from_tensor_slices((x_train, y_train)).batch(16).batch(4)
train_ds = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(64).batch(16)

model = keras.Sequential(
    [
        #! keras.Input(shape=(28, 28)),
        keras.Input(shape=(28, 28, 1)),
        layers.Conv2D(8, 3, strides=2, activation="relu"),
        layers.Flatten(),
        #! layers.Dense(10, activation="softmax"),
        #! layers.Dense(9),
        layers.Dense(10),
    ]
)
#! loss_fn = keras.losses.SparseCategoricalCrossentropy
#! loss_fn = keras.losses.CategoricalCrossentropy(from_logits=True)
#! loss_fn = keras.losses.sparse_categorical_crossentropy(from_logits=True)
#! loss_fn = keras.losses.SparseCategoricalCrossentropy(logits=True)
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
#! optimizer = keras.optimizers.Adam
#! optimizer = keras.optimizers.SGD(lr=0.01)
#! optimizer = tf.optimizer.Adam()
#! optimizer = "adam"
#! optimizer = tf.train.AdamOptimizer(1e-3)
optimizer = keras.optimizers.Adam(learning_rate=1e-3)
#! train_acc = keras.metrics.SparseCategoricalAccuracy
#! train_acc = keras.metrics.CategoricalAccuracy()
#! train_acc = keras.metrics.Accuracy()
#! train_acc = "accuracy"
train_acc = keras.metrics.SparseCategoricalAccuracy()


#! @tf.functions
#! @tf.function(jit=True)
def train_step(x, y):
    with tf.GradientTape() as tape:
        #! logits = model(x, y)
        #! logits = model.predict(x)
        #! logits = model.fit(x, y)
        #! logits = model(x, is_training=True)
        #! logits = model(x).numpy()
        #! logits = models(x, training=True)
        logits = model(x, training=True)
        #! loss = loss_fn(logits, y)
        #! loss = loss_fn(y)
        #! loss = loss_fn(y, logits, from_logits=True)
        #! loss = loss_fun(y, logits)
        loss = loss_fn(y, logits)
    #! grads = tape.gradient(loss, model.weights())
    #! grads = tape.gradient(loss, model.trainable_weights())
    #! grads = tape.gradient(loss, model.trainables)
    #! grads = gradient(loss, model.trainable_weights)
    #! grads = tape.gradient(loss_fn, model.trainable_weights)
    grads = tape.gradient(loss, model.trainable_weights)
    #! optimizer.apply_gradients(zip(model.trainable_weights, grads))
    #! optimizer.apply_gradients(grads, model.trainable_weights)
    #! optimizer.apply(zip(grads, model.trainable_weights))
    #! optimizer.update(grads, model.trainable_weights)
    #! optimizer.step()
    #! optimizer.zero_grad()
    #! loss.backward()
    optimizer.apply_gradients(zip(grads, model.trainable_weights, strict=True))
    #! train_acc.update_state(logits, y)
    #! train_acc.update_state(y, tf.argmax(logits, axis=-1))
    #! train_acc.add(y, logits)
    train_acc.update_state(y, logits)
    #! return tf.reduce_mean(losses)
    #! return loss.item()
    return loss


for _ in range(1):
    #! for x, y in train_ds.shuffle():
    #! for step, x, y in enumerate(train_ds):
    #! for x_batch in train_ds.batch(4, drop=True):
    #! for step, (x, y, w) in enumerate(train_ds):
    for step, (x, y) in enumerate(train_ds):
        #! loss = train_step(x)
        #! loss = train_step((x, y))
        #! loss = train_step(x, y, step)
        loss = train_step(x, y)
        if step % 2 == 0:
            #! print("loss: " + loss)
            #! print("loss: " + step)
            #! print("loss: %.4f" % (float(loss), step))
            #! print(f"loss: {loss:.4f}, {step:.2s}")
            print(f"loss: {float(loss):.4f}")
    #! print(train_acc.results())
    #! print(train_acc.result().numpy().item()[0])
    print(float(train_acc.result()))
    #! train_acc.reset_states()
    #! train_acc.reset()
    train_acc.reset_state()
