
import numpy as np
from tensorflow.keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from tensorflow.keras.models import Sequential

config = {
    #! "filter": [8, 16],
    #! "filters": 8,
    #! "filters": ["8", 16],
    #! "filters": [8, 16, 32, 64],
    "filters": [8, 16],
    #! "kernel": "3",
    #! "kernel": (3, 3, 1),
    "kernel": 3,
    #! "dropout": 0.5
    "classes": 4,
    #! "shape": [20, 20],
    #! "shape": [3, 20, 20],
    "shape": [20, 20, 3],
}


class Trainer:
    #! def __init__(config):
    def __init__(self, config):
        #!
        self.config = config
        #! self.model = self.build
        #! self.model = build()
        #! self.build()
        self.model = self.build()

    #! def build(self, config):
    #! def build():
    def build(self):
        model = Sequential()
        #! for i, filters in self.config["filters"]:
        #! for i in range(len(self.config["filters"])):
        for i, filters in enumerate(self.config["filters"]):
            if i == 0:
                #! model.add(Conv2D(filters, self.config["kernel"], input_shape=self.config["input_shape"]))
                #! model.add(Conv2D(filters, self.config.kernel, input_shape=self.config["shape"]))
                #! model.add(Conv2D(filters, self.kernel, input_shape=self.config["shape"]))
                #! model.add(Conv2D(self.config["filters"], 3, input_shape=self.config["shape"]))
                model.add(Conv2D(filters, self.config["kernel"], input_shape=self.config["shape"]))
            else:
                #! model.add(Conv2D(filters, self.config["kernel"], strides=0))
                #! model.add(Conv2D(filters, self.config["kernel"], strides=(2, 2), dilation_rate=2))
                #! model.add(Conv2D(filters, self.config["kernel"], groups=3))
                #! model.add(Conv2D(filters, self.config["kernel"], data_format="channel_first"))
                #! model.add(Conv2D(filters, self.config["kernel"], border_mode="same"))
                #! model = model.add(Conv2D(filters, self.config["kernel"]))
                model.add(Conv2D(filters, self.config["kernel"]))
            model.add(MaxPooling2D(2))
        #! model.add(Flatten)
        #!
        model.add(Flatten())
        #! model.add(Dense(self.config["class"], activation="softmax"))
        #! model.add(Dense(classes, activation="softmax"))
        model.add(Dense(self.config["classes"], activation="softmax"))
        #! return self.model
        #!
        #! return model.summary()
        return model

    #! def train(self, x):
    def train(self, x, y, epochs=1):
        #!
        #! self.compile("adam", "sparse_categorical_crossentropy")
        #! model.compile("adam", "sparse_categorical_crossentropy")
        self.model.compile("adam", "sparse_categorical_crossentropy")
        #! self.model.fit(self.x, y, epochs=epochs)
        #! self.model.fit(x, y, epochs=self.epochs)
        return self.model.fit(x, y, epochs=epochs)


if __name__ == "__main__":
    #! trainer = Trainer()
    #! trainer = Trainer(**config)
    #! trainer = Trainer("config")
    trainer = Trainer(config)
    x = np.zeros((8, 20, 20, 3), "float32")
    y = np.zeros(8, "int32")
    #! trainer.train(x)
    #! trainer.train(y, x)
    #! trainer.fit(x, y)
    #! trainer.train(x, y, epoch=2)
    trainer.train(x, y)
    #! trainer.model.save("model", save_format="h5")
    #! trainer.model.save("/tmp/model")
    trainer.model.save("/tmp/model.keras")
