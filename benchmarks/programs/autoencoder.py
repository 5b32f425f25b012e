import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, losses
from tensorflow.keras.models import Model


class Autoencoder(Model):
    #! def __init__(self, latent_dim):
    def __init__(self, latent_dim, shape):
        super().__init__()
        self.latent_dim = latent_dim
        self.encoder = tf.keras.Sequential([
            layers.Flatten(),
            #! layers.Dense(latent_dim, activation="relu")
            layers.Dense(latent_dim, activation="relu"),
        ])
        self.decoder = tf.keras.Sequential([
            #! layers.Dense(784, activation="sigmoid")
            #! layers.Dense(tf.math.reduce_prod(shape), activation="sigmoid"),
            #! layers.Dense(shape, activation="sigmoid"),
            layers.Dense(shape[0] * shape[1], activation="sigmoid"),
            #! layers.Reshape((28, 27)),
            layers.Reshape(shape),
        ])

    def call(self, x):
        #! encoded = self.decoder(x)
        #! encoded = encoder(x)
        encoded = self.encoder(x)
        #! decoded = self.decoder(x)
        #! decoded = self.decoder.predict(encoded)
        #! decoded = self.decode(encoded)
        decoded = self.decoder(encoded)
        #! return encoded
        #! return encoded, decoded
        return decoded


x_train = np.random.rand(32, 28, 28).astype("float32")
#! autoencoder = Autoencoder(64)
#! autoencoder = Autoencoder((28, 28), 64)
#! autoencoder = Autoencoder(64, x_train.shape)
#! autoencoder = Autoencoder(64, 28, 28)
#! autoencoder = Autoencoder("64", (28, 28))
autoencoder = Autoencoder(64, (28, 28))
#! autoencoder.compile(optimizer="adam", loss=losses.MeanSquareError())
#! autoencoder.compile(optimizer="adam", loss=losses.MeanSquaredError(reduce="sum"))
#! autoencoder.compile(optimizer="adam", loss=losses.mean_squared_error())
#! autoencoder.compile(optimizer="adam", loss=losses.MeanSquaredError(), run_eagerl=True)
autoencoder.compile(optimizer="adam", loss=losses.MeanSquaredError())
#! autoencoder.fit(x_train, epochs=1)
#! autoencoder.fit(x_train, x_train, epochs=1, validation_data=(x_test, x_test))
#! autoencoder.fit(x_train, x_train.reshape(32, 784), epochs=1)
#! autoencoder.fit(x_train, x_train[..., None], epochs=1)
autoencoder.fit(x_train, x_train, epochs=1, shuffle=True)
#! encoded = autoencoder.encoder(x_train[0]).numpy().shape[3]
#! encoded = autoencoder.encode(x_train).numpy()
encoded = autoencoder.encoder(x_train).numpy()
#! decoded = autoencoder.decoder(x_train).numpy()
#! decoded = autoencoder.decoder(encoded)[0].reshape(28, 28)
decoded = autoencoder.decoder(encoded).numpy()
