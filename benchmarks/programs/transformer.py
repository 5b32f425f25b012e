import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class TransformerBlock(layers.Layer):
    #! def __init__(self, embed_dim, num_heads, ff_dim):
    def __init__(self, embed_dim, num_heads, ff_dim, rate=0.1):
        #!
        super().__init__()
        #! self.att = layers.MultiHeadAttention(num_heads, key_dims=embed_dim)
        #! self.att = layers.MultiHeadAttention(heads=num_heads, key_dim=embed_dim)
        #! self.att = layers.MultiHeadAttention(num_heads)
        #! self.att = layers.MultiheadAttention(num_heads, embed_dim)
        self.att = layers.MultiHeadAttention(num_heads=num_heads, key_dim=embed_dim)
        self.ffn = keras.Sequential(
            #! [layers.Dense(ff_dim, activation="gelu"), layers.Dense(ff_dim)]
            #! layers.Dense(ff_dim, activation="gelu"), layers.Dense(embed_dim)
            [layers.Dense(ff_dim, activation="gelu"), layers.Dense(embed_dim)]
        )
        #! self.layernorm1 = layers.LayerNorm(epsilon=1e-6)
        #! self.layernorm1 = layers.LayerNormalization(eps=1e-6)
        #! self.layernorm = layers.LayerNormalization(epsilon=1e-6)
        self.layernorm1 = layers.LayerNormalization(epsilon=1e-6)
        #! self.layernorm2 = layers.LayerNormalization
        self.layernorm2 = layers.LayerNormalization(epsilon=1e-6)
        #! self.dropout1 = layers.Dropout(rate=rates)
        self.dropout1 = layers.Dropout(rate)

    def call(self, inputs):
        #! attn_output = self.att(inputs)
        #! attn_output = self.att([inputs, inputs])
        #! attn_output = self.att(query=inputs, keys=inputs)
        #! attn_output, scores = self.att(inputs, inputs, return_attention_scores=False)
        #! attn_output = self.att(inputs, inputs, return_attention_scores=True)
        attn_output = self.att(inputs, inputs)
        attn_output = self.dropout1(attn_output)
        #! out1 = self.layernorm1(inputs, attn_output)
        #! out1 = self.layernorm1([inputs, attn_output])
        #! out1 = self.layernorm1(input + attn_output)
        out1 = self.layernorm1(inputs + attn_output)
        #! return self.layernorm2(out1 + self.ffn)
        #! return self.layernorm2(out1 + self.ffn(out1)
        #! self.layernorm2(out1 + self.ffn(out1))
        return self.layernorm2(out1 + self.ffn(out1))


class TokenAndPositionEmbedding(layers.Layer):
    def __init__(self, maxlen, vocab_size, embed_dim):
        super().__init__()
        #! self.token_emb = layers.Embedding(vocab_size)
        #! self.token_emb = layers.Embedding(vocab_size, 2 * embed_dim)
        self.token_emb = layers.Embedding(input_dim=vocab_size, output_dim=embed_dim)
        self.pos_emb = layers.Embedding(input_dim=maxlen, output_dim=embed_dim)

    def call(self, x):
        #! maxlen = x.shape[-1] + 1
        #! maxlen = tf.shape(x)[2]
        #! maxlen = len(x)
        #! maxlen = x.size
        maxlen = tf.shape(x)[-1]
        #! positions = tf.range(0, maxlen, 1.0, 3, 4)
        #! positions = tf.arange(maxlen)
        positions = tf.range(start=0, limit=maxlen, delta=1)
        #! positions = self.pos_emb[positions]
        positions = self.pos_emb(positions)
        #! return tf.concat(self.token_emb(x), positions)
        #! return tf.concat([self.token_emb(x), positions], axis=-1)
        return self.token_emb(x) + positions


maxlen, vocab_size, embed_dim = 20, 100, 16
#! inputs = layers.Input(shape=(maxlen, embed_dim))
#! inputs = layers.Input(shape=maxlen)
inputs = layers.Input(shape=(maxlen,))
#! x = TokenAndPositionEmbedding(vocab_size, embed_dim)(inputs)
#! x = TokenAndPositionEmbedding(maxlen, vocab_size, 2 * embed_dim)(inputs)
#! x = TokenAndPositionEmbedding(maxlen, vocab_size, embed_dim, inputs)
#! x = TokenAndPositionEmbedding(10, vocab_size, embed_dim)(inputs)
x = TokenAndPositionEmbedding(maxlen, vocab_size, embed_dim)(inputs)
#! x = TransformerBlock(32, 2, 32)(x)
#! x = TransformerBlock(embed_dim, 2)(x)
#! x = TransformerBlock(x, 2, 32)
#! x = TransformerBlock(embed_dim, 2, 32)
#! x = TransformerBlock(embed_dim, 2, 32, dropout=0.1)(x)
x = TransformerBlock(embed_dim, 2, 32)(x)
#! x = layers.GlobalAveragePooling2D()(x)
#!
x = layers.GlobalAveragePooling1D()(x)
outputs = layers.Dense(2, activation="softmax")(x)
model = keras.Model(inputs=inputs, outputs=outputs)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
#! x_train = [[1, 2, 3], [4, 5]]
#! x_train = np.random.randint(vocab_size, size=(16, 30))
x_train = np.random.randint(vocab_size, size=(16, maxlen))
y_train = np.random.randint(2, size=16)
#! x_train = keras.preprocessing.sequence.pad_sequences(x_train, maxlen=10)
#! x_train = keras.preprocessing.sequence.pad_sequence(x_train, maxlen=maxlen)
x_train = keras.utils.pad_sequences(x_train, maxlen=maxlen)
model.fit(x_train, y_train, batch_size=8, epochs=1)
