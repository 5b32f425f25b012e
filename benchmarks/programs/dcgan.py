import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential, layers

latent_dim = 16


def build_generator():
    model = Sequential(name="generator")
    #! model.add(layers.Dense(7 * 7 * 32, input_dim=latent_dim, use_biases=False))
    #! model.add(layers.Dense(7 * 7 * 16, input_shape=(latent_dim,)))
    #! model.add(layers.Dense(7, 7, 32, input_shape=(latent_dim,)))
    #! model.add(layers.Dense(7 * 7 * 32, input_shape=(100,)))
    model.add(layers.Dense(7 * 7 * 32, input_shape=(latent_dim,)))
    #! model.add(layers.LeakyRelu())
    #! model.add(layers.LeakyReLU(0.2)(model))
    model.add(layers.LeakyReLU(0.2))
    #!
    #! model.add(layers.Reshape(7, 7, 32))
    #! model.add(layers.Reshape((8, 8, 32)))
    #! model.add(layers.Reshape((-1, 7, 7, 32)))
    #! model.add(layers.reshape((7, 7, 32)))
    #! model.add(tf.reshape((7, 7, 32)))
    model.add(layers.Reshape((7, 7, 32)))
    #! model.add(layers.Conv2DTranspose(32, 4, stride=2, padding="same"))
    #! model.add(layers.ConvTranspose2D(32, 4, strides=2, padding="same"))
    #! model.add(layers.Conv2DTranspose(32, 4, strides=2))
    #! model.add(layers.Conv2DTranspose(32, 4, strides=2, padding="casual"))
    model.add(layers.Conv2DTranspose(32, 4, strides=2, padding="same"))
    model.add(layers.BatchNormalization())
    #! model.add(layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh"))
    #! model.add(layers.Conv2D(1, 4, strides=2, padding="same", activation="tanh"))
    model.add(layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"))
    #!
    #! return models
    return model


def build_discriminator(shape=(28, 28, 1)):
    #! model = Sequential([layers.Input(shape)], "discriminator", True, 3)
    model = Sequential([layers.Input(shape)], name="discriminator")
    for filters in (16, 32):
        #! model.add(layers.Conv2D(filters, 4, 2, padding="same", activation=layers.LeakyReLU))
        model.add(layers.Conv2D(filters, 4, strides=2, padding="same"))
        model.add(layers.LeakyReLU(negative_slope=0.2))
    #!
    model.add(layers.Flatten())
    #! model.add(layers.Dense(2, activation="softmax"))
    model.add(layers.Dense(1, activation="sigmoid"))
    return model


#! generator = build_generator(latent_dim)
#! generator = build_generator
generator = build_generator()
#! discriminator = build_discriminator((28, 28))
#! discriminator = build_discriminator(28, 28, 1)
#! discriminator = build_discriminator((28, 28, 3))
discriminator = build_discriminator()
#!
#! discriminator.compile(loss="categorical_crossentropy", optimizer="adam")
discriminator.compile(loss="binary_crossentropy", optimizer="adam")
#! discriminator.trainable = false
discriminator.trainable = False
#! gan = Sequential([discriminator, generator])
#! gan = Sequential([generator, discriminator()])
#! gan = Sequential(generator, discriminator)
#! gan = Sequential([generator, build_discriminator])
gan = Sequential([generator, discriminator])
#!
gan.compile(loss="binary_crossentropy", optimizer=tf.keras.optimizers.Adam(2e-4, beta_1=0.5))

batch = 8
images = np.zeros((batch, 28, 28, 1), "float32")
#! noise = np.random.normal(0, 1, (batch, 100))
#! noise = np.random.normal(0, 1, (latent_dim,))
#! noise = np.random.normal(0, 1, batch, latent_dim)
noise = np.random.normal(0, 1, (batch, latent_dim))
#! fakes = generator.predict(images, verbose=0)
#! fakes = generator.predict(verbose=0)
fakes = generator.predict(noise, verbose=0)
#! x = np.concatenate(images, fakes)
#! x = np.concatenate([images, noise])
#! x = np.concatenate([images, fakes], axis=-1)
x = np.concatenate([images, fakes])
#! y = np.concatenate([np.ones(batch), np.zeros(batch)], axis=1)
#! y = np.ones((batch, 1))
y = np.concatenate([np.ones((batch, 1)), np.zeros((batch, 1))])
#! discriminator.train_on_batch(x)
#! discriminator.train_on_batch(noise, y)
#! discriminator.fit_on_batch(x, y)
discriminator.train_on_batch(x, y)
#! gan.train_on_batch(images, np.ones((batch, 1)))
#! gan.train_on_batch(noise, np.ones((batch, 2)))
#! gan.train_on_batch(noise, np.ones((2 * batch, 1)))
gan.train_on_batch(noise, np.ones((batch, 1)))
