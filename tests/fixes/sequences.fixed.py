import keras
from keras import layers
from keras.layers import LSTM, Bidirectional

model = keras.Sequential(
    [
        keras.Input((10, 4)),
        LSTM(16, return_sequences=True),
        Bidirectional(LSTM(16, return_sequences=True)),
        layers.Conv1D(8, 3),
        layers.GRU(
            8,
            dropout=0.1,  # a little
            return_sequences=True,
        ),
        layers.LSTM(4, return_sequences=True),
        layers.LSTM(2),
    ]
)
bare = keras.Sequential(
    [
        keras.Input((10, 4)),
        layers.LSTM(
            16,
            dropout=0.1,
            return_sequences=True,
        ),
        layers.LSTM(2),
    ]
)
