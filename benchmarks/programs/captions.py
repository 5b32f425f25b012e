import numpy as np
from tensorflow.keras.layers import (
    GRU,
    LSTM,
    Add,
    Bidirectional,
    Dense,
    Dropout,
    Embedding,
    Input,
    RepeatVector,
    TimeDistributed,
    concatenate,
)
from tensorflow.keras.models import Model, Sequential
from tensorflow.keras.optimizers import Adam
from tensorflow.keras.utils import to_categorical

vocab_size, max_length, units = 30, 9, 16
features = np.random.rand(12, 64).astype("float32")
sequences = np.random.randint(1, vocab_size, (12, max_length))
#! words = to_categorical(sequences, num_classes=vocab_size)
#! words = to_categorical(np.random.randint(0, vocab_size, 12), num_classes=max_length)
#! words = np.random.randint(0, vocab_size, 12)
words = to_categorical(np.random.randint(0, vocab_size, 12), num_classes=vocab_size)


def define_model(vocab_size, max_length):
    #! inputs1 = Input(shape=(32,))
    #! inputs1 = Input(64)
    #! inputs1 = Input(shape=(12, 64))
    inputs1 = Input(shape=(64,))
    #! fe1 = Dropout(0.5)
    #! fe1 = Dropout(inputs1, 0.5)
    fe1 = Dropout(0.5)(inputs1)
    #! fe2 = Dense(units, activation="relu")(inputs2)
    #! fe2 = Dense(units * 2, activation="relu")(fe1)
    fe2 = Dense(units, activation="relu")(fe1)
    #! inputs2 = Input(shape=(max_length, 1))
    #! inputs2 = Input(shape=(max_length + 1,))
    #! inputs2 = Input(shape=(vocab_size,))
    inputs2 = Input(shape=(max_length,))
    #! se1 = Embedding(max_length, units, mask_zero=True)(inputs2)
    #! se1 = Embedding(vocab_size, units, mask_zero="yes", mask=True)(inputs2)
    #! se1 = Embedding(vocab_size, mask_zero=True)(inputs2)
    #! se1 = Embedding(vocab_size)(inputs2)
    #! se1 = Embedding(units, vocab_size, mask_zero=True)(inputs2)
    se1 = Embedding(vocab_size, units, mask_zero=True)(inputs2)
    se2 = Dropout(0.5)(se1)
    #! se3 = LSTM(units, return_sequences=True)(se2)
    #! se3 = LSTM(units, return_state=True)(se2)
    #! se3 = LSTM(units)(inputs2)
    #! se3 = LSTM(units, return_sequence=False)(se2)
    #! se3 = LSTM(units, input_shape=(max_length,))(se2)
    #! se3 = LSTM(units, recurrent_activation="sigmoids")(se2)
    #! se3 = LSTM(units, dropout=2)(se2)
    #! se3 = LSTM(vocab_size)(se2)
    se3 = LSTM(units)(se2)
    #! decoder1 = Add()([fe2, se2])
    #! decoder1 = Add()(fe2, se3)
    #! decoder1 = Add([fe2, se3])
    #! decoder1 = add([fe2, se3])
    #! decoder1 = fe2.add(se3)
    decoder1 = Add()([fe2, se3])
    decoder2 = Dense(units, activation="relu")(decoder1)
    #! outputs = Dense(vocab_size, activation="sigmoid")(decoder2)
    #! outputs = Dense(vocab_size)(decoder2)
    #! outputs = Dense(vocab_size - 1, activation="softmax")(decoder2)
    #! outputs = Dense(units, activation="softmax")(decoder2)
    outputs = Dense(vocab_size, activation="softmax")(decoder2)
    #! model = Model(inputs=[inputs1], outputs=outputs)
    #! model = Model(inputs=[inputs2, inputs1], outputs=outputs)
    #! model = Model([inputs1, inputs2], decoder2)
    #! model = Sequential([inputs1, inputs2, outputs])
    model = Model(inputs=[inputs1, inputs2], outputs=outputs)
    #! model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
    #! model.compile(loss="categorical_crossentropy", optimizer=Adam(learning_rate=1e-3, decay=1e-5))
    #! model.compile(loss="categorical_crossentropy", optimizer=Adam(learning_rate=1e-3, epsilons=1e-5))
    #! model.compile(loss="categorical_crossentropy", optimizer="Adams")
    #! model.compile(loss="categorical-crossentropy", optimizer="adam")
    model.compile(loss="categorical_crossentropy", optimizer=Adam(learning_rate=1e-3))
    return model


model = define_model(vocab_size, max_length)


def batches(features, sequences, words, size=4):
    while True:
        for start in range(0, len(features), size):
            stop = start + size
            #! yield [features[start:stop], sequences[start:stop]], words[start:stop]
            #! yield (features[start:stop], sequences[start:stop], words[start:stop])
            #! yield (sequences[start:stop], features[start:stop]), words[start:stop]
            #! yield (features[start:stop], sequences[start:stop])
            #! yield (features[start], sequences[start]), words[start]
            #! return (features[start:stop], sequences[start:stop]), words[start:stop]
            yield (features[start:stop], sequences[start:stop]), words[start:stop]


#! model.fit(batches, steps_per_epoch=3, epochs=1, verbose=0)
#! model.fit_generator(batches(features, sequences, words), steps_per_epoch=3, epochs=1, verbose=0)
#! model.fit(batches(features, sequences), steps_per_epoch=3, epochs=1, verbose=0)
#! model.fit(batches(features, sequences, words), words, steps_per_epoch=3, epochs=1, verbose=0)
model.fit(batches(features, sequences, words), steps_per_epoch=3, epochs=1, verbose=0)
#! model.fit(features, sequences, words, epochs=1, verbose=0)
#! model.fit([features, sequences, words], epochs=1, verbose=0)
#! model.fit([sequences, features], words, epochs=1, verbose=0)
#! model.fit(features, words, epochs=1, verbose=0)
#! model.fit([features, sequences[:6]], words, epochs=1, verbose=0)
model.fit([features, sequences], words, epochs=1, verbose=0)
#! yhat = model.predict([features[0], sequences[0]], verbose=0)
#! yhat = model.predict(features[:1], sequences[:1], verbose=0)
yhat = model.predict([features[:1], sequences[:1]], verbose=0)
#! print(np.argmax(yhat, axis=2))
print(np.argmax(yhat))

#! tagger = Sequential([Input((max_length,)), Embedding(vocab_size, 8), LSTM(8), TimeDistributed(Dense(5, activation="softmax"))])
#! tagger = Sequential([Input((max_length,)), Embedding(vocab_size, 8), Bidirectional(LSTM(8, return_sequences=True)), Dense(5, activation="softmax"), TimeDistributed()])
#! tagger = Sequential([Input((max_length,)), Embedding(vocab_size, 8), Bidirectional(LSTM(8, return_sequences=True)), LSTM(8), Dense(5, activation="softmax")])
#! tagger = Sequential([Input((max_length,)), Embedding(vocab_size, 8), Bidirectional(LSTM(8, return_sequences=True)), Dense(5)])
#! tagger = Sequential([Input((max_length,)), Embedding(vocab_size, 8), Bidirectional(Dense(8)), Dense(5, activation="softmax")])
#! tagger = Sequential([Input((max_length,)), Embedding(vocab_size, 8), LSTM(8), RepeatVector((max_length, 1)), TimeDistributed(Dense(5, activation="softmax"))])
#! tagger = Sequential([Input((max_length,)), Embedding(vocab_size, 8), TimeDistributed(Dense(5, activation="softmax")(LSTM(8)))])
tagger = Sequential(
    [
        Input((max_length,)),
        Embedding(vocab_size, 8),
        Bidirectional(LSTM(8, return_sequences=True)),
        TimeDistributed(Dense(5, activation="softmax")),
    ]
)
tagger.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
#! tags = np.random.randint(0, 5, 12)
#! tags = np.random.randint(0, 5, (12, max_length - 1))
#! tags = to_categorical(np.random.randint(0, 5, (12, max_length)))
tags = np.random.randint(0, 5, (12, max_length))
tagger.fit(sequences, tags, epochs=1, verbose=0)

encoder_in = Input((None, 4))
#! _, state_h = LSTM(8, return_state=True)(encoder_in)
#! _, state_h, state_c = LSTM(8)(encoder_in)
#! _, state_h, state_c = GRU(8, return_state=True)(encoder_in)
#! state_h, state_c = LSTM(8, return_state=True)(encoder_in)
_, state_h, state_c = LSTM(8, return_state=True)(encoder_in)
decoder_in = Input((None, 4))
#! decoded = LSTM(16, return_sequences=True)(decoder_in, initial_state=[state_h, state_c])
#! decoded = LSTM(8, return_sequences=True)(decoder_in, initial_state=state_h)
#! decoded = LSTM(8, return_sequences=True, initial_state=[state_h, state_c])(decoder_in)
#! decoded = LSTM(8, return_sequences=True)(decoder_in, [state_h, state_c], state_h, 3, 4)
#! decoded = LSTM(8)(decoder_in, initial_state=[state_h, state_c])
decoded = LSTM(8, return_sequences=True)(decoder_in, initial_state=[state_h, state_c])
decoder_out = Dense(4, activation="softmax")(decoded)
seq2seq = Model([encoder_in, decoder_in], decoder_out)
seq2seq.compile("adam", "categorical_crossentropy")
#! seq2seq.fit([np.ones((4, 5, 4)), np.ones((4, 6, 3))], np.ones((4, 6, 4)), verbose=0)
#! seq2seq.fit([np.ones((4, 5, 4)), np.ones((4, 6, 4))], np.ones((4, 5, 4)), verbose=0)
#! seq2seq.fit([np.ones((4, 5, 4)), np.ones((4, 6, 4))], np.ones((4, 6)), verbose=0)
#! seq2seq.fit([np.ones((4, 5, 4)), np.ones((3, 6, 4))], np.ones((4, 6, 4)), verbose=0)
#! seq2seq.fit(np.ones((4, 5, 4)), np.ones((4, 6, 4)), verbose=0)
seq2seq.fit([np.ones((4, 5, 4)), np.ones((4, 6, 4))], np.ones((4, 6, 4)), verbose=0)
encoder_model = Model(encoder_in, [state_h, state_c])
#! h, c, d = encoder_model.predict(np.ones((1, 5, 4)), verbose=0)
h, c = encoder_model.predict(np.ones((1, 5, 4)), verbose=0)
