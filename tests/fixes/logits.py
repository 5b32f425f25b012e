import keras
from keras import layers

probabilities = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
probabilities.compile(
    "adam",
    loss=keras.losses.CategoricalCrossentropy(
        from_logits=True,  # faster
        label_smoothing=0.1,
    ),
)
logits = keras.Sequential([keras.Input((8,)), layers.Dense(3)])
logits.compile("adam", loss=keras.losses.CategoricalCrossentropy())
named = keras.Sequential(
    [
        keras.Input((8,)),
        layers.Dense(
            1,
            name="answer",  # yes or no
        ),
    ]
)
named.compile("adam", loss="binary_crossentropy")
