import keras
import numpy as np
import tensorflow as tf
from keras import layers


class Distiller(keras.Model):
    def __init__(self, student, teacher):
        #!
        super().__init__()
        self.teacher = teacher
        #! self.students = student
        self.student = student

    #! def compile(self, optimizer, metrics, student_loss_fn, distillation_loss_fn, alpha, temperature):
    def compile(self, optimizer, metrics, student_loss_fn, distillation_loss_fn, alpha=0.1, temperature=3):
        #!
        #! super().compile(optimizer, metrics)
        #! super().compile(optimizer=optimizer, metric=metrics)
        super().compile(optimizer=optimizer, metrics=metrics)
        self.student_loss_fn = student_loss_fn
        self.distillation_loss_fn = distillation_loss_fn
        self.alpha = alpha
        self.temperature = temperature

    #! def compute_loss(self, x, y, y_pred):
    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, allow_empty=False, training=True):
        #! teacher_pred = self.teacher.predict(x)
        #! teacher_pred = self.teacher(x, train=False)
        #! teacher_pred = self.teacher(y, training=False)
        teacher_pred = self.teacher(x, training=False)
        #! student_loss = self.student_loss_fn(y_pred)
        #! student_loss = self.student_loss(y, y_pred)
        student_loss = self.student_loss_fn(y, y_pred)
        distillation_loss = self.distillation_loss_fn(
            #! keras.ops.softmax(teacher_pred / self.temperature, axis=2),
            #! keras.ops.softmax(teacher_pred / self.temperatur, axis=1),
            #! keras.nn.softmax(teacher_pred / self.temperature, axis=1),
            keras.ops.softmax(teacher_pred / self.temperature, axis=1),
            keras.ops.softmax(y_pred / self.temperature, axis=1),
        ) * (self.temperature**2)
        #! loss = self.alpha * student_loss + (1 - alpha) * distillation_loss
        loss = self.alpha * student_loss + (1 - self.alpha) * distillation_loss
        #!
        return loss

    #! def call(self):
    def call(self, x):
        #! return self.student
        #! return self.student[x]
        #! return self.student.predict(x)
        return self.student(x)


teacher = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        layers.Conv2D(16, (3, 3), strides=(2, 2), padding="same"),
        layers.LeakyReLU(negative_slope=0.2),
        #! layers.MaxPooling2D(pool_size=(2, 2), stride=(1, 1), padding="same"),
        #! layers.MaxPooling2D(pool_size=2, strides=(1, 1, 1), padding="same"),
        layers.MaxPooling2D(pool_size=(2, 2), strides=(1, 1), padding="same"),
        #! layers.Conv2D(32, (3, 3), strides=(2, 2), padding="zero"),
        #! layers.Conv2D(32, (3, 3), strides=(2, 2), dilation_rate=(2, 2), padding="same"),
        #! layers.Conv2D(32, (3, 3), strides=2, padding="same", data_format="channels_last", groups=3),
        layers.Conv2D(32, (3, 3), strides=(2, 2), padding="same"),
        #!
        #! layers.Flatten(data_format="last"),
        layers.Flatten(),
        #! layers.Dense(9),
        layers.Dense(10),
    ],
    name="teacher",
)
student = keras.Sequential(
    [
        #! keras.Input(shape=(32, 32, 1)),
        keras.Input(shape=(28, 28, 1)),
        layers.Conv2D(8, (3, 3), strides=(2, 2), padding="same"),
        #! layers.LeakyReLU(0.2, 0.3),
        #! layers.LeakyReLU(slope=0.2),
        #! layers.ReLU(0.2, 0.1, 0.3, 4),
        layers.LeakyReLU(negative_slope=0.2),
        layers.Flatten(),
        #! layers.Dense(8),
        #! layers.Dense(10, activation="softmax"),
        layers.Dense(10),
    ],
    name="student",
)
#! student_scratch = keras.models.clone_models(student)
#! student_scratch = student.clone()
student_scratch = keras.models.clone_model(student)
x_train = np.random.rand(16, 28, 28, 1).astype("float32")
y_train = np.random.randint(0, 10, 16)
teacher.compile(
    optimizer=keras.optimizers.Adam(),
    #! loss=keras.losses.SparseCategoricalCrossentropy(),
    #! loss="sparse_categorical_crossentropy",
    #! loss=keras.losses.CategoricalCrossentropy(from_logits=True),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=[keras.metrics.SparseCategoricalAccuracy()],
)
#! teacher.fit(x_train.reshape(-1, 784), y_train, epochs=1, verbose=0)
#! teacher.fit(x_train[..., 0, 0], y_train, epochs=1, verbose=0)
#! teacher.fit(x_train, keras.utils.to_categorical(y_train), epochs=1, verbose=0)
teacher.fit(x_train, y_train, epochs=1, verbose=0)
#! distiller = Distiller(student)
#! distiller = Distiller(student=student, teachers=teacher)
#! distiller = Distiller(teacher=x_train, student=student)
distiller = Distiller(student=student, teacher=teacher)
distiller.compile(
    optimizer=keras.optimizers.Adam(),
    metrics=[keras.metrics.SparseCategoricalAccuracy()],
    #! student_loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    #! student_loss_fn=keras.losses.CategoricalCrossentropy(from_logits=True),
    student_loss_fn=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    #! distillation_loss_fn=keras.losses.KLDivergency(),
    #! distillation_loss_fn=keras.losses.KLDivergence,
    distillation_loss_fn=keras.losses.KLDivergence(),
    alpha=0.1,
    #! temperatures=10,
    temperature=10,
)
#!
#! distiller.fit(x_train, epochs=1, verbose=0)
#! distiller.fit(x_train, y_train[:8], epochs=1, verbose=0)
distiller.fit(x_train, y_train, epochs=1, verbose=0)
student_scratch.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)
#! student_scratch.fit(x_train)
student_scratch.fit(x_train, y_train, verbose=0)
