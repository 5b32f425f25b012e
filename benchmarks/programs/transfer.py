import numpy as np
from tensorflow.keras.applications import MobileNetV2
from tensorflow.keras.layers import Dense, Dropout, GlobalAveragePooling2D, Input
from tensorflow.keras.models import Model
from tensorflow.keras.optimizers import Adam

#! base_model = MobileNetV2(input_shape=(64, 64), include_top=False, weights=None)
#! base_model = MobileNetV2(input_shape=(16, 16, 3), include_top=False, weights=None)
#! base_model = MobileNetV2(input_shape=(3, 64, 64), include_top=False, weights=None)
#! base_model = MobileNetV2(input_shape=(64, 64, 3), top=False, weights=None)
#! base_model = MobileNetV2(input_shape=(64, 64, 3), include_top=False, weights="imagnet")
#! base_model = MobileNetV2(input_shape=(64, 64, 3), weights=None)
#! base_model = MobilenetV2(input_shape=(64, 64, 3), include_top=False, weights=None)
#! base_model = MobileNetV2(input_size=(64, 64, 3), include_top=False, weights=None)
base_model = MobileNetV2(input_shape=(64, 64, 3), include_top=False, weights=None)
#! base_model.trainables = False
base_model.trainable = False
#! for layer in base_model.layer[:-4]:
#! for layer in base_model[:-4]:
for layer in base_model.layers[:-4]:
    layer.trainable = False

#! x = base_model
#! x = base_model.outputs
#! x = base_model.layers[-1]
#! x = base_model.get_layer("block_17_expand").output
#! x = base_model()
x = base_model.output
#!
#! x = GlobalAveragePooling2D(x)
x = GlobalAveragePooling2D()(x)
#! x = Dense(64, "relu", x)
x = Dense(64, activation="relu")(x)
x = Dropout(0.5)(x)
#! predictions = Dense(2, activation="softmax")
predictions = Dense(2, activation="softmax")(x)
#! model = Model(inputs=base_model, outputs=predictions)
#! model = Model(inputs=Input((64, 64, 3)), outputs=predictions)
#! model = Model(inputs=base_model.inputs, outputs=prediction)
#! model = Model(inputs=base_model.input_shape, outputs=predictions)
model = Model(inputs=base_model.input, outputs=predictions)
#! model.compile(Adam(lr=1e-3), "categorical_crossentropy", metrics=["accuracy"])
#! model.compile(Adam(1e-3), "binary_crossentropy", metrics=["accuracy"])
#! model.compile(Adam(1e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
#! model.compile(tf.optimizers.Adam(lr=1e-3), "categorical_crossentropy", metrics=["accuracy"])
model.compile(Adam(learning_rate=1e-3), "categorical_crossentropy", metrics=["accuracy"])
#! x = np.zeros((4, 224, 224, 3), "float32")
x = np.zeros((4, 64, 64, 3), "float32")
#! y = np.zeros((4, 1), "float32")
#! y = np.zeros((4, 3), "float32")
y = np.zeros((4, 2), "float32")
#! model.predict(x[0])
model.predict(x)

#! inputs = Input(shape=(32, 32, 3))
#! inputs = Input(shape=(64, 64, 1))
inputs = Input(shape=(64, 64, 3))
#! h = base_model(inputs, train=False)
h = base_model(inputs, training=False)
#! h = base_model.output
h = GlobalAveragePooling2D()(h)
#! second = Model(base_model.input, Dense(2)(h))
second = Model(inputs, Dense(2)(h))
#! second.layers[1].trainable = True; second.load_weights("missing.weights.h5")
#! second.layers[10].trainable = True
second.layers[1].trainable = True
