import keras
from keras import layers

model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
optimizer = keras.optimizers.Adam(
    lr=0.001,  # as in the paper
    beta_1=0.9,
)
model.compile(optimizer, loss="mse")
again = keras.optimizers.SGD(momentum=0.9, lr = 0.1)
