import keras
from keras import layers

model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation='softmax')])
model.compile(
    optimizer=keras.optimizers.Adam,
    loss='categorical_crossentropy',
    metrics='accuracy'
)
