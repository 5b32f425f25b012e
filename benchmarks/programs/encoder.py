import keras
import numpy as np
from keras import layers, ops


class PositionalEmbedding(layers.Layer):
    def __init__(self, length, vocab, dim, **kwargs):
        super().__init__(**kwargs)
        #! self.tokens = layers.Embedding(dim, vocab)
        #! self.tokens = layers.Embedding(vocab, dim, max_length=length)
        self.tokens = layers.Embedding(vocab, dim)
        #! self.positions = layers.Embedding(length // 2, dim)
        #! self.positions = layers.Embedding(length, dim * 2)
        #! self.positions = layers.Embedding(length)
        self.positions = layers.Embedding(length, dim)

    def call(self, x):
        #! length = x.shape[2]
        #! length = x.get_shape()[1]
        #! length = ops.shape(x)
        #! length = len(x)
        length = ops.shape(x)[-1]
        #! positions = ops.range(0, length)
        #! positions = ops.arange(start=0, end=length)
        #! positions = range(length)
        positions = ops.arange(0, length, 1)
        #! return self.tokens(x) + positions
        #! return self.tokens(x) + self.position(positions)
        #! return self.tokens + self.positions(positions)
        #! return self.tokens(x, self.positions(positions))
        return self.tokens(x) + self.positions(positions)


class Encoder(layers.Layer):
    #! def __init__(self, dim, heads, hidden, dropout=0.1):
    def __init__(self, dim, heads, hidden, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        #! self.attention = layers.MultiHeadAttention(heads, dim, num_heads=heads)
        #! self.attention = layers.MultiHeadAttention(num_heads=heads)
        #! self.attention = layers.MultiHeadAttention(heads, key_dim=dim / heads)
        #! self.attention = layers.MultiHeadAttention(num_heads=heads, embed_dim=dim)
        #! self.attention = layers.MultiheadAttention(num_heads=heads, key_dim=dim)
        #! self.attention = layers.MultiHeadAttention(num_heads=heads, key_dim=0)
        self.attention = layers.MultiHeadAttention(heads, key_dim=dim // heads, dropout=dropout)
        #! self.mlp = keras.Sequential(layers.Dense(hidden, activation="gelu"), layers.Dense(dim))
        #! self.mlp = [layers.Dense(hidden, activation="gelu"), layers.Dense(dim)]
        self.mlp = keras.Sequential([layers.Dense(hidden, activation="gelu"), layers.Dense(dim)])
        #! self.norm1 = layers.LayerNorm(epsilon=1e-6)
        #! self.norm1 = layers.LayerNormalization(eps=1e-6)
        #! self.norm1 = layers.LayerNormalization(dim, epsilon=1e-6)
        self.norm1 = layers.LayerNormalization(epsilon=1e-6)
        self.norm2 = layers.LayerNormalization(epsilon=1e-6)
        #! self.drop = layers.Dropout()
        #! self.drop = layers.DropOut(dropout)
        self.drop = layers.Dropout(dropout)

    def call(self, x, training=None):
        #! attended = self.attention(x)
        #! attended = self.attention([x, x])
        #! attended, scores = self.attention(x, x)
        #! attended = self.attention(x, x, return_scores=True)
        #! attended = self.attention(query=x, keys=x, value=x)
        #! attended = self.attention(x, x, attention_mask=ops.ones((3, 7)))
        attended = self.attention(x, x, training=training)
        #! x = self.norm1([x, attended])
        #! x = self.norm1(x, attended)
        #! x = self.norm1(inputs + self.drop(attended))
        x = self.norm1(x + self.drop(attended, training=training))
        #! return self.norm2(x + self.mlp)
        #! return self.norm2(x + self.mlp(x, dim))
        #! return self.norm3(x + self.mlp(x))
        #! self.norm2(x + self.mlp(x))
        return self.norm2(x + self.mlp(x))


def build(length=20, vocab=100, dim=32, classes=3):
    #! inputs = keras.Input((length, 1), dtype="int32")
    #! inputs = keras.Input(length, dtype="int32")
    #! inputs = keras.Input((10,), dtype="int32")
    inputs = keras.Input((length,), dtype="int32")
    #! x = PositionalEmbedding(length, vocab)(inputs)
    #! x = PositionalEmbedding(vocab, length, dim)(inputs)
    #! x = PositionalEmbedding(length, vocab, dim)
    x = PositionalEmbedding(length, vocab, dim)(inputs)
    for at in range(2):
        #! x = Encoder(64, 4, 48)(x)
        #! x = Encoder(dim, 4, 48, name="encoder")(x)
        #! x = Encoder(dim, 4)(x)
        #! x = Encoder(dim, 4, 48)(x, x)
        #! x = Encoder(dim, 4, 48, drop=0.2)(x)
        #! x = Encoder(x, dim, 4, 48)
        x = Encoder(dim, 4, 48, name=f"encoder_{at}")(x)
    #! x = layers.GlobalAveragePooling2D()(x)
    #! x = layers.GlobalAveragePooling1D
    #! x = x[:, 0, 0]
    #! x = x[0]
    #!
    x = layers.GlobalAveragePooling1D()(x)
    #! outputs = layers.Dense(classes, activation="soft_max")(x)
    #! outputs = layers.Dense(num_classes, activation="softmax")(x)
    #! outputs = layers.Dense(1, activation="softmax")(x)
    outputs = layers.Dense(classes, activation="softmax")(x)
    #! return keras.Model(inputs=inputs, output=outputs)
    #! return keras.models(inputs, outputs)
    #! return keras.Model((inputs, outputs))
    return keras.Model(inputs, outputs)


#! model = build(20, 100, dim=33)
#! model = build(classes="3")
model = build()
#! rate = keras.optimizers.schedules.CosineDecay(1e-3)
#! rate = keras.optimizers.schedules.CosineDecay(1e-3, steps=100)
#! rate = keras.optimizers.schedules.ExponentialDecay(1e-3, 100)
#! rate = keras.optimizers.schedules.PolynomialDecay(1e-3, decay_step=100)
#! rate = keras.optimizers.schedules.PiecewiseConstantDecay([100, 200], [1e-3, 1e-4])
#! rate = keras.schedules.CosineDecay(1e-3, 100)
#! rate = keras.optimizers.schedules.CosineDecay
rate = keras.optimizers.schedules.CosineDecay(1e-3, 100)
#! optimizer = keras.optimizers.AdamW(rate, lr=1e-3)
#! optimizer = keras.optimizers.Adamw(rate)
optimizer = keras.optimizers.AdamW(rate)
model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy")
#! x = np.random.randint(0, 101, (16, 20)); x[0, 0] = 100
#! x = np.random.randint(0, 100, (16, 25))
#! x = np.random.rand(16, 20, 32)
#! x = "a text that nobody tokenized"
#! x = ["a text", "that nobody tokenized"]
x = np.random.randint(0, 100, (16, 20))
#! y = np.random.randint(1, 4, 16)
#! y = ["a", "b", "c", "a"] * 4
#! y = np.array(["a", "b", "c", "a"] * 4)
#! y = [0, 1, 2, 0] * 4
#! y = np.random.rand(16, 3)
y = np.random.randint(0, 3, 16)
model.fit(x, y, epochs=1, verbose=0)
