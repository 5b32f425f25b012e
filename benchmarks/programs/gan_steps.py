import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

LATENT = 16

generator = keras.Sequential(
    [
        keras.Input((LATENT,)),
        #! layers.Dense(7 * 7 * 8),
        #! layers.Dense(7, 7, 16),
        layers.Dense(7 * 7 * 16),
        layers.Reshape((7, 7, 16)),
        #! layers.LeakyReLU(alpha=0.2, name="leaky relu", slope=1),
        layers.LeakyReLU(negative_slope=0.2),
        #! layers.Conv2DTranspose(8, 4, strides=2, padding="valid"),
        #! layers.UpSampling2D((2, 2), interpolation="linear"),
        #! layers.UpSample2D(),
        layers.Conv2DTranspose(8, 4, strides=2, padding="same"),
        #! layers.Conv2DTranspose(1, 4, stride=2, padding="same", activation="tanh"),
        #! layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh"),
        layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
    ],
    name="generator",
)
discriminator = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(8, 3, strides=2, padding="same"),
        layers.LeakyReLU(negative_slope=0.2),
        #! layers.Dropout(2),
        layers.Dropout(0.3),
        #!
        layers.Flatten(),
        #! layers.Dense(1, activation="softmax"),
        layers.Dense(1),
    ],
    name="discriminator",
)


class GAN(keras.Model):
    def __init__(self, discriminator, generator, latent_dim):
        #!
        super().__init__()
        self.discriminator = discriminator
        #! self.generater = generator
        self.generator = generator
        #!
        self.latent_dim = latent_dim
        self.seed_generator = keras.random.SeedGenerator(1)

    #! def compile(self, d_optimizer, g_optimizer):
    #! def compile(d_optimizer, g_optimizer, loss_fn):
    def compile(self, d_optimizer, g_optimizer, loss_fn):
        #! super().compile(d_optimizer, g_optimizer, loss_fn)
        #! super().compiles()
        super().compile()
        self.d_optimizer = d_optimizer
        self.g_optimizer = g_optimizer
        self.loss_fn = loss_fn
        #! self.d_loss_metric = keras.metrics.mean(name="d_loss")
        self.d_loss_metric = keras.metrics.Mean(name="d_loss")
        self.g_loss_metric = keras.metrics.Mean(name="g_loss")

    @property
    def metrics(self):
        #! return self.d_loss_metric, self.g_loss
        return [self.d_loss_metric, self.g_loss_metric]

    def train_step(self, real_images):
        #! batch_size = tf.shape(real_images[0])
        #! batch_size = real_images.size[0]
        #! batch_size = ops.shape(real_images)
        batch_size = ops.shape(real_images)[0]
        #! noise = keras.random.normal((batch_size, 10), seed=self.seed_generator)
        #! noise = tf.random.normal(batch_size, self.latent_dim)
        #! noise = keras.random.normal(size=(batch_size, self.latent_dim), seed=self.seed_generator)
        #! noise = np.random.normal((batch_size, self.latent_dim))
        #! noise = keras.random.normal((batch_size, self.latent), seed=self.seed_generator)
        noise = keras.random.normal((batch_size, self.latent_dim), seed=self.seed_generator)
        #! generated = self.generator
        #! generated = self.discriminator(noise)
        #! generated = self.generator.predict(noise)
        #! generated = generator.call()
        generated = self.generator(noise)
        #! combined = ops.concat([generated, real_images], axis=0)
        #! combined = ops.concatenate(generated, real_images, axis=0)
        #! combined = ops.concatenate([generated, real_images], axis=1)
        #! combined = ops.concatenate([generated, real_images], axis=-1)
        #! combined = tf.concat(generated, real_images)
        combined = ops.concatenate([generated, real_images], axis=0)
        #! labels = ops.concatenate([ops.ones((batch_size, 1)), ops.zeros((batch_size, 1))], axis=1)
        #! labels = ops.concatenate([ops.ones(batch_size, 1), ops.zeros(batch_size, 1)], axis=0)
        #! labels = ops.ones((batch_size, 1))
        #! labels = ops.concatenate([ops.one((batch_size, 1)), ops.zero((batch_size, 1))], axis=0)
        labels = ops.concatenate([ops.ones((batch_size, 1)), ops.zeros((batch_size, 1))], axis=0)
        with tf.GradientTape() as tape:
            #! predictions = self.discriminator([combined, labels])
            #! predictions = self.discriminator(combined)[:, 1]
            predictions = self.discriminator(combined)
            d_loss = self.loss_fn(labels, predictions)
        #! grads = tape.gradient(d_loss, self.discriminator.trainable)
        #! grads = tape.gradient(d_loss, self.discriminators.trainable_weights)
        grads = tape.gradient(d_loss, self.discriminator.trainable_weights)
        #! self.d_optimizer.apply_gradients(grads, self.discriminator.trainable_weights)
        #! self.optimizer.apply_gradients(zip(grads, self.discriminator.trainable_weights))
        weights = self.discriminator.trainable_weights
        self.d_optimizer.apply_gradients(zip(grads, weights, strict=True))
        misleading = ops.zeros((batch_size, 1))
        with tf.GradientTape() as tape:
            #! predictions = self.discriminator(noise)
            #! predictions = self.discriminator(generator)
            predictions = self.discriminator(self.generator(noise))
            g_loss = self.loss_fn(misleading, predictions)
        #! grads = tape.gradient(g_loss, self.generator.trainable_weight)
        grads = tape.gradient(g_loss, self.generator.trainable_weights)
        weights = self.generator.trainable_weights
        self.g_optimizer.apply_gradients(zip(grads, weights, strict=True))
        self.d_loss_metric.update_state(d_loss)
        self.g_loss_metric.update_state(g_loss)
        #! return {"d_loss": self.d_loss_metric.result(), "g_loss": self.g_loss.result()}
        return {"d_loss": self.d_loss_metric.result(), "g_loss": self.g_loss_metric.result()}


class Monitor(keras.callbacks.Callback):
    def __init__(self, count=2):
        super().__init__()
        self.count = count

    #! def on_epoch_end(self, epoch):
    #! def on_epoch_end(epoch, logs=None):
    def on_epoch_end(self, epoch, logs=None):
        #! noise = np.random.normal(size=(self.num, LATENT))
        noise = np.random.normal(size=(self.count, LATENT))
        #! images = model.generator(noise)
        #! images = self.generator(noise)
        #! images = self.model.generate(noise)
        images = self.model.generator(noise)
        #! images = (images * 127.5).save()
        images = (images.numpy() * 127.5 + 127.5).astype("uint8")


#! gan = GAN(discriminator, generator)
#! gan = GAN(generator, discriminator, LATENT)
#! gan = GAN(discriminator=discriminator, generator=generator, latent=LATENT)
gan = GAN(discriminator=discriminator, generator=generator, latent_dim=LATENT)
#!
#! gan.compile(optimizer="adam", loss="binary_crossentropy")
#! gan.compile(keras.optimizers.Adam(1e-4), keras.optimizers.Adam(1e-4))
#! gan.compile(keras.optimizers.Adam(1e-4), keras.optimizers.Adam(1e-4), "binary_crossentropy")
gan.compile(
    keras.optimizers.Adam(1e-4),
    keras.optimizers.Adam(1e-4),
    #! keras.losses.BinaryCrossentropy(logits=True),
    keras.losses.BinaryCrossentropy(from_logits=True),
)
#! images = np.random.rand(16, 32, 32, 1).astype("float32")
#! images = np.random.rand(16, 28, 28, 3).astype("float32")
images = np.random.rand(16, 28, 28, 1).astype("float32")
#! gan.fit(images, epochs=1, callbacks=[Monitor], verbose=0)
#! gan.fit(images, epochs=1, callbacks=[Monitor(num=2)], verbose=0)
#! gan.fit(images, images, epochs=1, callbacks=[Monitor()], verbose=0)
gan.fit(images, epochs=1, callbacks=[Monitor()], verbose=0)
