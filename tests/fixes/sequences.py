import keras
from keras import layers
from keras.layers import LSTM, Bidirectional

model = keras.Sequential(
    [
        keras.Input((10, 4)),
        LSTM(16),
        Bidirectional(LSTM(16)),
        layers.Conv1D(8, 3),
        layers.GRU(
            8,
            dropout=0.1  # a little
        ),
        layers.LSTM(4, return_sequences=False),
        layers.LSTM(2),
    ]
)
bare = keras.Sequential(
    [
        keras.Input((10, 4)),
        layers.LSTM(
            16,
            dropout=0.1
        ),
        layers.LSTM(2),
    ]
)
