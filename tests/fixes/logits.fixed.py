import keras
from keras import layers

probabilities = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
probabilities.compile(
    "adam",
    loss=keras.losses.CategoricalCrossentropy(
        label_smoothing=0.1,
    ),
)
logits = keras.Sequential([keras.Input((8,)), layers.Dense(3)])
logits.compile("adam", loss=keras.losses.CategoricalCrossentropy(from_logits=True))
named = keras.Sequential(
    [
        keras.Input((8,)),
        layers.Dense(
            1,
            name="answer",  # yes or no
            activation="sigmoid",
        ),
    ]
)
named.compile("adam", loss="binary_crossentropy")
