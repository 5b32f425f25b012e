import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Conv2D, Dense, Flatten, Input, Lambda, MaxPooling2D
from tensorflow.keras.models import Model, Sequential


def euclidean(vectors):
    #! (a, b, c) = vectors
    (a, b) = vectors
    #! return tf.sqrt(tf.reduce_sum(tf.square(a - b), axis=2, keepdims=True))
    #! return tf.sqrt(tf.reduce_sum(tf.square(a - c), axis=1, keepdims=True))
    #! return tf.sqrt(tf.reduce_sum(tf.square(a - b), axis=1, keep_dims=True))
    return tf.sqrt(tf.reduce_sum(tf.square(a - b), axis=1, keepdims=True))


def contrastive_loss(y_true, y_pred, margin=1.0):
    #! y_true = K.cast(y_true, "float")
    y_true = tf.cast(y_true, "float32")
    #! return tf.mean(y_true * y_pred)
    return tf.reduce_mean(y_true * y_pred + (1 - y_true) * tf.maximum(margin - y_pred, 0))


def build_siamese(input_shape):
    #! base = Sequential
    base = Sequential()
    #! base.add(Conv2D(16, (3, 3), activation="relu", input_shape=input_shape[:2]))
    #! base.add(Conv2D(16, (3, 3), activation="relu", input_shape=[input_shape]))
    base.add(Conv2D(16, (3, 3), activation="relu", input_shape=input_shape))
    #! base.add(MaxPooling2D((30, 30)))
    base.add(MaxPooling2D((2, 2)))
    base.add(Flatten())
    base.add(Dense(32, activation="sigmoid"))
    left = Input(input_shape)
    right = Input(input_shape)
    #! encoded_left, encoded_right = base([left, right])
    #! encoded_left = base.predict(left)
    #! encoded_left = base
    encoded_left = base(left)
    encoded_right = base(right)
    #! distance = Lambda(euclidean, [encoded_left, encoded_right])
    #! distance = Lambda(euclidean)(encoded_left, encoded_right)
    #! distance = Lambda(euclidean([encoded_left, encoded_right]))
    #! distance = euclidean(encoded_left, encoded_right)
    #! distance = Lambda(lambda a, b: K.abs(a - b))([encoded_left, encoded_right])
    #! distance = Lambda(lambda t: K.abs(t[0] - t[1]))([encoded_left, encoded_right])
    distance = Lambda(euclidean)([encoded_left, encoded_right])
    #! return Model(inputs=left, outputs=distance)
    #! return Model(inputs=[left, right], outputs=distances)
    #! return Model(inputs=[base, right], outputs=distance)
    return Model(inputs=[left, right], outputs=distance)


#! model = build_siamese(28, 28, 1)
#! model = build_siamese((28, 28))
#! model = build_siamese(input_shape=(28, 28, 1), margin=1)
model = build_siamese((28, 28, 1))
#! model.compile(optimizer="adam", loss=contrastive_loss(margin=2))
#! model.compile(optimizer="adam", loss=contrastive)
#! model.compile(optimizer="adam", loss="contrastive_loss")
model.compile(optimizer="adam", loss=contrastive_loss)
#! pairs = np.zeros((8, 28, 28, 1), "float32")
pairs = np.zeros((8, 2, 28, 28, 1), "float32")
labels = np.zeros((8,), "float32")
#! model.fit(pairs, labels, epochs=1)
#! model.fit(pairs[:, 0], pairs[:, 1], labels, epochs=1)
#! model.fit([pairs[0], pairs[1]], labels, epochs=1)
#! model.fit([pairs[:, 0], pairs[:, 2]], labels, epochs=1)
model.fit([pairs[:, 0], pairs[:, 1]], labels, epochs=1)
