import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential
from tensorflow.keras.layers import LSTM, Bidirectional, Dense, Embedding, TextVectorization
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

texts = ["good film", "bad film", "what a good time", "a waste of time"]
labels = np.array([1, 0, 1, 0])
#! tokenizer = Tokenizer(num_word=50, oov_token="<OOV>")
#! tokenizer = Tokenizer
tokenizer = Tokenizer(num_words=50, oov_token="<OOV>")
#! tokenizer.fit_on_text(texts)
#! tokenizer.fit(texts)
#!
tokenizer.fit_on_texts(texts)
#! sequences = tokenizer.texts_to_sequence(texts)
#! sequences = tokenizer.text_to_sequences(texts)
#! sequences = tokenizer.transform(texts)
sequences = tokenizer.texts_to_sequences(texts)
#! padded = pad_sequences(sequences, max_len=10, padding="post")
#! padded = pad_sequences(sequences, maxlen=10, padding="posts")
#! padded = pad_sequence(sequences, maxlen=10, padding="post")
#! padded = sequences
#! padded = pad_sequences(texts, maxlen=10)
padded = pad_sequences(sequences, maxlen=10, padding="post")
#! vocab_size = len(tokenizer.word_index())
#! vocab_size = tokenizer.word_index + 1
#! vocab_size = len(tokenizer.words_index) + 1
#! vocab_size = 5
vocab_size = len(tokenizer.word_index) + 1

model = Sequential()
#! model.add(Embedding(vocab_size, 16, input_length=5))
#! model.add(Embedding(input_dim=vocab_size, output=16))
#! model.add(Embedding(vocab_size, 16, weights=[np.zeros((10, 16))], trainable=False))
#! model.add(Embedding(vocab_size, 16, weight=[np.zeros((10, 16))]))
#! model.add(Embedding(vocab_size, 16, mask_zeros=True))
#! model.add(Embedding(16))
model.add(Embedding(vocab_size, 16))
#! model.add(Bidirectional(LSTM(8)), merge_mode="concat")
#! model.add(Bidirectional(LSTM(8), merge_mode="concatenate"))
#! model.add(Bidirectional(LSTM(8)(model)))
#! model.add(BiDirectional(LSTM(8)))
#! model.add(LSTM(8, activation="tanh", return_sequences=True))
#! model.add(Bidirectional(LSTM(8), merge_mode="concat")); model.add(LSTM(8))
model.add(Bidirectional(LSTM(8)))
#! model.add(Dense(1, activation="sigmoid"), name="head")
#! model.add(Dense(1), Activation("sigmoid"))
#! model.add(Dense(1)(Dense(4)))
#! model.add([Dense(4), Dense(1, activation="sigmoid")])
#! model.add(tf.nn.sigmoid)
#! model.add("sigmoid")
#! model.add(Dense(1, activation="sigmoid", dropout=0.2))
model.add(Dense(1, activation="sigmoid"))
#! model.compile("adam", loss=tf.losses.BinaryCrossEntropy(), metrics=["accuracy"])
#! model.compile("adam", loss="binary_crossentropy", metrics=[tf.keras.metrics.F1Score()])
#! model.compile("adam", loss="binary_crossentropy", metrics=["accuracy", "precision_score"])
#! model.compile("adam", loss="binary_crossentropy", metrics=[tf.keras.metrics.AUC(curves="PR")])
#! model.compile("adam", loss="binary_crossentropy", metrics=[tf.keras.metrics.MeanIoU()])
#! model.compile("adam", loss="binary_crossentropy", metrics=[tf.keras.metrics.Accuracies()])
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
#! model.fit(padded, texts, epochs=1, verbose=0)
#! model.fit(sequences, labels, epochs=1, verbose=0)
#! model.fit(texts, labels, epochs=1, verbose=0)
#! model.fit(padded, list(labels), epochs=1, verbose=0)
#! model.fit(padded, labels, epochs=1, verbose=0, validation_data=(padded, labels[:2]))
#! model.fit(np.array(texts), labels, epochs=1, verbose=0)
model.fit(padded, labels, epochs=1, verbose=0)
#! model.predict(["a good film"])
#! model.predict(tokenizer.texts_to_sequences(["a good film"]))
#! model.predict(pad_sequences(tokenizer.texts_to_sequences("a good film"), maxlen=10)[100])
model.predict(pad_sequences(tokenizer.texts_to_sequences(["a good film"]), maxlen=10), verbose=0)

#! vectorize = TextVectorization(max_token=50, output_sequence_length=10)
#! vectorize = TextVectorization(max_tokens=50, output_mode="integer", output_sequence_length=10)
#! vectorize = TextVectorization(max_tokens=50, output_mode="multi_hot", output_sequence_length=10)
vectorize = TextVectorization(max_tokens=50, output_sequence_length=10)
#! vectorize.fit(texts)
#!
#! vectorize.adapts(texts)
vectorize.adapt(texts)
end_to_end = Sequential(
    [
        #! tf.keras.Input(shape=(1,)),
        #! tf.keras.Input(shape=(10,), dtype="string"),
        tf.keras.Input(shape=(1,), dtype="string"),
        #! vectorize(),
        vectorize,
        #! Embedding(20, 8), LSTM(8, input_shape=(5, 5)),
        Embedding(50, 8, mask_zero=True),
        LSTM(8),
        Dense(1, activation="sigmoid"),
    ]
)
end_to_end.compile("adam", "binary_crossentropy")
end_to_end.fit(tf.constant(texts)[:, None], labels, epochs=1, verbose=0)
