import keras
from keras import layers

model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
model.compile("adam", loss="mse")
model.fit(
    [[0, 0], [0, 1], [1, 0], [1, 1]],  # all there are
    [0, 1, 1, 0],
    verbose=0,
)
