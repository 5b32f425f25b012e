import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

latent_dim = 2


class Sampling(layers.Layer):
    #! def call(self, z_mean, z_log_var, z):
    def call(self, inputs):
        #! z_mean = inputs
        #! z_mean, z_log_var, z = inputs
        z_mean, z_log_var = inputs
        #! epsilon = keras.random.normal(shape=tf.shape(z_log_var))
        #! epsilon = ops.random.normal(ops.shape(z_mean))
        epsilon = keras.random.normal(shape=ops.shape(z_mean))
        #! return z_mean + ops.exp(0.5 * z_log_vars) * epsilon
        #! return z_mean + ops.exponential(0.5 * z_log_var) * epsilon
        return z_mean + ops.exp(0.5 * z_log_var) * epsilon


#! encoder_inputs = keras.Input(shape=(28, 28))
#! encoder_inputs = keras.Input(shape=(28 * 28))
encoder_inputs = keras.Input(shape=(28, 28, 1))
x = layers.Conv2D(16, 3, activation="relu", strides=2, padding="same")(encoder_inputs)
#!
x = layers.Flatten()(x)
x = layers.Dense(16, activation="relu")(x)
#! z_mean = layers.Dense(name="z_mean")(x)
z_mean = layers.Dense(latent_dim, name="z_mean")(x)
#! z_log_var = layers.Dense(latent_dim, name="z_mean")(x)
#! z_log_var = layers.Dense(latent_dim * 3, name="z_log_var")(x)
z_log_var = layers.Dense(latent_dim, name="z_log_var")(x)
#! z = Sampling([z_mean, z_log_var])
#! z = Sampling()(z_mean, z_log_var)
#! z = Sampling()(z_mean)
#! z = Sampling(z_mean, z_log_var)
z = Sampling()([z_mean, z_log_var])
#! encoder = keras.Model(encoder_inputs, z_mean, z_log_var, z, name="encoder")
#! encoder = keras.Model(x, [z_mean, z_log_var, z], name="encoder")
#! encoder = keras.Model(encoder_input, [z_mean, z_log_var, z], name="encoder")
encoder = keras.Model(encoder_inputs, [z_mean, z_log_var, z], name="encoder")

#! latent_inputs = keras.Input(shape=(latent_dim))
#! latent_inputs = keras.Input(latent_dim)
#! latent_inputs = keras.Input(shape=(latent_dim * 2,))
latent_inputs = keras.Input(shape=(latent_dim,))
#! x = layers.Dense(7 * 7 * 16, activation="relu")(z)
x = layers.Dense(14 * 14 * 8, activation="relu")(latent_inputs)
#! x = layers.Reshape((14, 14, 16))(x)
#! x = layers.Reshape((7, 7, 32))(x)
#! x = layers.Reshape(x, (14, 14, 8))
x = layers.Reshape((14, 14, 8))(x)
#! x = layers.Conv2DTranspose(16, 3, activation="relu", strides=2)(x)
#! x = layers.UpSampling2D((2, 2), x)
x = layers.Conv2DTranspose(16, 3, activation="relu", strides=2, padding="same")(x)
#! decoder_outputs = layers.Conv2D(1, 3, activation="sigmoid")(x)
#! decoder_outputs = layers.Conv2D(1, 3, activation="sigmoid", padding="same")
decoder_outputs = layers.Conv2D(1, 3, activation="sigmoid", padding="same")(x)
#! decoder = keras.Model(encoder_inputs, decoder_outputs, name="decoder")
decoder = keras.Model(latent_inputs, decoder_outputs, name="decoder")


class VAE(keras.Model):
    #! def __init__(self, encoder, **kwargs):
    def __init__(self, encoder, decoder, **kwargs):
        #!
        super().__init__(**kwargs)
        self.encoder = encoder
        #!
        self.decoder = decoder
        #! self.loss_tracker = keras.metrics.mean(name="loss")
        self.loss_tracker = keras.metrics.Mean(name="loss")

    @property
    def metrics(self):
        return [self.loss_tracker]

    #! def train_step(self):
    def train_step(self, data):
        with tf.GradientTape() as tape:
            #! z_mean, z_log_var = self.encoder(data)
            #! z_mean, z_log_var, z = encoder(x)
            z_mean, z_log_var, z = self.encoder(data)
            #! reconstruction = self.decoder(data)
            #! reconstruction = self.decoder([z_mean, z_log_var, z])
            reconstruction = self.decoder(z)
            loss = ops.mean(
                #! ops.sum(keras.losses.binary_crossentropy(data, reconstruction), axis=(1, 2, 3))
                #! ops.sum(keras.losses.binary_crossentropy(data, z), axis=(1, 2))
                ops.sum(keras.losses.binary_crossentropy(data, reconstruction), axis=(1, 2))
            )
            #! kl = -0.5 * (1 + z_log_var - ops.square(z_means) - ops.exp(z_log_var))
            kl = -0.5 * (1 + z_log_var - ops.square(z_mean) - ops.exp(z_log_var))
            #! total = loss + ops.mean(ops.sum(kl, axis=2))
            total = loss + ops.mean(ops.sum(kl, axis=1))
        #! grads = tape.gradients(total, self.trainable_weights)
        grads = tape.gradient(total, self.trainable_weights)
        #! self.optimizer.apply_gradients(grads, self.trainable_weights)
        self.optimizer.apply_gradients(zip(grads, self.trainable_weights))
        self.loss_tracker.update_state(total)
        #! return {"loss": self.loss_trackers.result()}
        return {"loss": self.loss_tracker.result()}


#! vae = VAE(encoder)
#! vae = VAE()
#! vae = VAE(decoder, encoder)
vae = VAE(encoder, decoder)
#!
#! vae.compile(optimiser=keras.optimizers.Adam())
vae.compile(optimizer=keras.optimizers.Adam())
#! images = np.zeros((8, 28, 28))
#! images = np.zeros((8, 32, 32, 1), "float32")
images = np.zeros((8, 28, 28, 1), "float32")
vae.fit(images, epochs=1, batch_size=8)
