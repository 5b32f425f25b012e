import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

#! image_input = keras.Input(shape=(16, 16, 3), name="meta")
image_input = keras.Input(shape=(16, 16, 3), name="image")
#! meta_input = keras.Input(shape=(5), name="meta")
meta_input = keras.Input(shape=(5,), name="meta")
#! text_input = keras.Input(shape=(None), name="text")
text_input = keras.Input(shape=(None,), name="text")

x = layers.Conv2D(8, 3, activation="relu")(image_input)
#!
#! x = layers.MaxPooling2D()(x)
x = layers.GlobalMaxPooling2D()(x)
#! m = layers.Dense(8, activation="relu")(image_inputs)
m = layers.Dense(8, activation="relu")(meta_input)
t = layers.Embedding(100, 8)(text_input)
#! t = layers.LSTM(8, return_sequences=True)(t)
t = layers.LSTM(8)(t)
#! joined = layers.concatenate(x, m, t)
#! joined = layers.Concatenate([x, m, t])
#! joined = layers.Concatenate(axis=2)([x, m, t])
#! joined = layers.Concatenate(axis=0)([x, m, t])
#! joined = keras.concatenate([x, m, t])
#! joined = layers.Add([x, m, t])
#! joined = layers.concatenate([x, m, layers.Flatten])
joined = layers.concatenate([x, m, t])
#! joined = layers.add([joined, x])
joined = layers.Dense(16, activation="relu")(joined)
#! priority = layers.Dense(1, name="prio")(joined)
#! priority = layers.Dense(1, name="the priority")(joined)
#! priority = layers.Dense(1, name="department")(joined)
priority = layers.Dense(1, name="priority")(joined)
#! department = layers.Dense(3, activation="softmax", name="department")(joined)
department = layers.Dense(4, activation="softmax", name="department")(joined)

model = keras.Model(
    #! inputs=[image_input, meta_input],
    #! inputs=[image_input, meta_input, x],
    #! inputs={"image": image_input, "meta": meta_input, "txt": text_input},
    #! inputs=(image_input + meta_input + text_input),
    inputs=[image_input, meta_input, text_input],
    #! outputs=[priority],
    #! outputs=[priority, "department"],
    #! output=[priority, department],
    outputs=[priority, department],
)
model.compile(
    optimizer="adam",
    #! loss={"priority": "mse", "dept": "sparse_categorical_crossentropy"},
    #! loss={"priority": "mse"},
    #! loss=["mse", "categorical_crossentropy"],
    #! loss=["mse"],
    #! loss=["mse", "mae", "mse"],
    #! loss=["sparse_categorical_crossentropy", "mse"],
    loss={"priority": "mse", "department": "sparse_categorical_crossentropy"},
    #! metrics=["accuracy"],
    #! metrics={"departments": ["accuracy"]},
    #! metrics=[["accuracy"]],
    metrics={"department": ["accuracy"]},
    #! loss_weights=[1.0],
    #! loss_weights={"prior": 1.0},
    loss_weights={"priority": 1.0, "department": 0.2},
)
n = 8
images = np.zeros((n, 16, 16, 3), "float32")
#! meta = np.zeros((n, 6), "float32")
#! meta = np.zeros((5, n), "float32")
meta = np.zeros((n, 5), "float32")
texts = np.random.randint(100, size=(n, 12))
#! targets = np.random.random((2 * n, 1))
targets = np.random.random((n, 1))
#! departments = np.random.randint(5, size=(n,))
#! departments = np.random.randint(2, size=(n, 4))
departments = np.random.randint(4, size=(n,))
model.fit(
    #! {"image": images, "meta": meta, "texts": texts},
    #! {"image": images, "meta": meta},
    #! [images, meta],
    #! [meta, images, texts],
    #! images, meta, texts,
    #! {"image": images, "meta": texts, "text": meta},
    {"image": images, "meta": meta, "text": texts},
    #! {"priority": targets, "departments": departments},
    #! targets,
    #! {"priority": departments},
    #! {"priority": targets},
    #! [departments, targets],
    {"priority": targets, "department": departments},
    epochs=1,
)
#! priority_prediction = model.predict([images, meta, texts]).argmax()
#! p, d, e = model.predict([images, meta, texts])
#! p, d = model.predict(images, meta, texts)
p, d = model.predict([images, meta, texts])
#! print(d.argmax(axis=2))
print(d.argmax(axis=1))
