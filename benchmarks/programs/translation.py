import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Model

num_encoder_tokens = 20
num_decoder_tokens = 25
latent_dim = 16

#! encoder_inputs = Input(shape=(num_encoder_tokens,))
#! encoder_inputs = Input(shape=(None, None, num_encoder_tokens))
encoder_inputs = Input(shape=(None, num_encoder_tokens))
#! encoder = LSTM(latent_dim)
#! encoder = LSTM(latent_dim, return_states=True)
#! encoder = LSTM(latent_dim, return_sequences=True)
#! encoder = LSTM(latent_dim, return_state=True, return_sequences=True, go_backward=True)
encoder = LSTM(latent_dim, return_state=True)
#! encoder_outputs, state_h = encoder(encoder_inputs)
#! encoder_outputs = encoder(encoder_inputs)
encoder_outputs, state_h, state_c = encoder(encoder_inputs)
#! encoder_states = [state_h]
#! encoder_states = state_h
#! encoder_states = [encoder_outputs, state_h, state_c]
encoder_states = [state_h, state_c]

decoder_inputs = Input(shape=(None, num_decoder_tokens))
#! decoder_lstm = LSTM(latent_dim * 2, return_sequences=True, return_state=True)
#! decoder_lstm = LSTM(latent_dim, return_sequences=True)
#! decoder_lstm = LSTM(latent_dim, return_state=True)
#! decoder_lstm = GRU(latent_dim, return_sequences=True, return_state=True)
decoder_lstm = LSTM(latent_dim, return_sequences=True, return_state=True)
#! decoder_outputs = decoder_lstm(decoder_inputs, initial_state=encoder_states)
#! decoder_outputs, _, _ = decoder_lstm(decoder_inputs, initial_states=encoder_states)
#! decoder_outputs, _ = decoder_lstm(decoder_inputs, initial_state=encoder_states)
#! decoder_outputs, _, _ = decoder_lstm(decoder_inputs, encoder_states)
#! decoder_outputs, _, _ = decoder_lstm(encoder_inputs, initial_state=encoder_states)
#! decoder_outputs, _, _ = decoder_lstm(initial_state=encoder_states)
decoder_outputs, _, _ = decoder_lstm(decoder_inputs, initial_state=encoder_states)
#! decoder_dense = Dense(num_encoder_tokens, activation="softmax")
decoder_dense = Dense(num_decoder_tokens, activation="softmax")
#! decoder_outputs = decoder_dense
#! decoder_outputs = decoder_dense(decoder_output)
decoder_outputs = decoder_dense(decoder_outputs)

#! model = Model(encoder_inputs, decoder_outputs)
#! model = Model(encoder_inputs, decoder_inputs, decoder_outputs)
#! model = Model([encoder_inputs, decoder_input], decoder_outputs)
#! model = Model([[encoder_inputs, decoder_inputs], decoder_outputs])
model = Model([encoder_inputs, decoder_inputs], decoder_outputs)
#! model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy")
#! model.compile(optimizer="RMSprops", loss="categorical_crossentropy")
model.compile(optimizer="rmsprop", loss="categorical_crossentropy")
#! encoder_data = np.zeros((8, 6), "float32")
#! encoder_data = np.zeros((8, 6, num_decoder_tokens), "float32")
encoder_data = np.zeros((8, 6, num_encoder_tokens), "float32")
decoder_data = np.zeros((8, 5, num_decoder_tokens), "float32")
#! target_data = np.zeros((8, 6, num_decoder_tokens), "float32")
#! target_data = np.zeros((8, 5), "float32")
target_data = np.zeros((8, 5, num_decoder_tokens), "float32")
#! model.fit(encoder_data, decoder_data, target_data, epochs=1)
#! model.fit([decoder_data, encoder_data], target_data, epochs=1)
#! model.fit(encoder_data, target_data, epochs=1)
model.fit([encoder_data, decoder_data], target_data, epochs=1)

encoder_model = Model(encoder_inputs, encoder_states)
#! state_input_h = Input(shape=(latent_dim * 2,))
#! state_input_h = Input(shape=(latent_dim))
state_input_h = Input(shape=(latent_dim,))
state_input_c = Input(shape=(latent_dim,))
#! states_inputs = state_input_h, state_input_c, state_h
states_inputs = [state_input_h, state_input_c]
outputs, h, c = decoder_lstm(decoder_inputs, initial_state=states_inputs)
#! decoder_model = Model([decoder_inputs, states_inputs], [outputs, h, c])
#! decoder_model = Model(decoder_inputs + states_inputs, [outputs, h, c])
#! decoder_model = Model([decoder_inputs], [outputs, h, c])
decoder_model = Model([decoder_inputs] + states_inputs, [outputs] + [h, c])
#! states = encoder_model.predict(encoder_data[:1][0])
states = encoder_model.predict(encoder_data[:1])
#! step, h, c = decoder_model.predict([decoder_data[:1, :1], states])
#! step, h, c = decoder_model.predict(decoder_data[:1, :1] + states)
#! step = decoder_model.predict([decoder_data[:1, :1]])
step, h, c = decoder_model.predict([decoder_data[:1, :1]] + states)
