import keras
import numpy as np
from keras import layers, ops


@keras.saving.register_keras_serializable()
class RecommenderNet(keras.Model):
    #! def __init__(self, num_users, num_movies, **kwargs):
    #! def init(self, num_users, num_movies, size, **kwargs):
    def __init__(self, num_users, num_movies, size, **kwargs):
        #!
        #! super().__init__
        #! super(RecommenderNet).__init__(**kwargs)
        #! super().__init__(num_users, **kwargs)
        super().__init__(**kwargs)
        #! self.user_embedding = layers.Embedding(num_users, embeddings_initializer="he_normal")
        #! self.user_embedding = layers.Embedding(num_users, size, embedding_initializer="he_normal")
        #! self.user_embedding = layers.Embedding(num_users, size, embeddings_initializer="he_norm")
        #! self.user_embedding = layers.Embedding(size, num_users)
        #! self.user_embedding = layers.Embedding(num_users, size, embeddings_regularizer=keras.regularizers.l2("1e-6"))
        #! self.user_embedding = layers.Embedding(num_users - 1, size)
        #! user_embedding = layers.Embedding(num_users, size)
        self.user_embedding = layers.Embedding(
            num_users, size, embeddings_regularizer=keras.regularizers.l2(1e-6)
        )
        self.user_bias = layers.Embedding(num_users, 1)
        #! self.movie_embedding = layers.Embedding(num_movies, size * 2)
        #! self.movie_embedding = layers.Embedding(num_movie, size)
        self.movie_embedding = layers.Embedding(num_movies, size)
        self.movie_bias = layers.Embedding(num_movies, 1)

    #! def call(inputs):
    #! def call(self):
    #! def forward(self, inputs):
    #! def call(self, users, movies):
    def call(self, inputs):
        #! user_vector = self.user_embedding[inputs[:, 0]]
        #! user_vector = self.user_embeddings(inputs[:, 0])
        #! user_vector = user_embedding(inputs[:, 0])
        #! user_vector = self.user_embedding(inputs)
        #! user_vector = self.user_embedding(inputs[0])
        user_vector = self.user_embedding(inputs[:, 0])
        user_bias = self.user_bias(inputs[:, 0])
        #! movie_vector = self.movie_embedding(inputs[:, 2])
        #! movie_vector = self.movie_embedding(inputs[:, 1], axis=1)
        movie_vector = self.movie_embedding(inputs[:, 1])
        movie_bias = self.movie_bias(inputs[:, 1])
        #! dot = ops.dot(user_vector, movie_vector)
        #! dot = ops.tensordot(user_vector, movie_vector, 2)
        #! dot = ops.sum(user_vector * movie_vector, axis=2, keepdims=True)
        #! dot = ops.sum(user_vector * movie_vector, axis=1)
        #! dot = ops.sum(user_vector * movie_vector, keep_dims=True)
        #! dot = ops.sum(user_vector @ movie_vector, axis=1, keepdims=True)
        dot = ops.sum(user_vector * movie_vector, axis=1, keepdims=True)
        #! x = dot + user_bias + movie_biases
        #! x = ops.concatenate(dot, user_bias, movie_bias)
        #! x = dot + user_bias + self.movie_bias
        x = dot + user_bias + movie_bias
        #! return ops.nn.sigmoid(x)
        #! return keras.activations.sigmoid
        #! return keras.layers.sigmoid(x)
        #! ops.sigmoid(x)
        #! return x
        #! return ops.softmax(x)
        return ops.sigmoid(x)


num_users, num_movies = 20, 15
x = np.stack([np.random.randint(0, 20, 40), np.random.randint(0, 15, 40)], axis=1)
#! x = np.stack([np.random.randint(0, 20, 40), np.random.randint(0, 15, 40)])
#! x = np.concatenate([np.random.randint(0, 20, 40), np.random.randint(0, 15, 40)], axis=1)
#! x = np.stack([np.random.randint(0, 20, 40), np.random.randint(0, 15, 30)], axis=1)
#! x = np.stack((np.random.randint(0, 15, 40), np.random.randint(0, 20, 40)), axis=1)
y = np.random.rand(40)
#! model = RecommenderNet(num_users, num_movies)
#! model = RecommenderNet(num_users, 16)
#! model = RecommenderNet(num_users, num_movies, embedding_size=16)
#! model = RecommenderNet(num_users, num_movies, "16")
#! model = RecommenderNet(num_users, num_movies, 16, 2)
model = RecommenderNet(num_users, num_movies, 16)
#! model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.adam(1e-3))
#! model.compile(loss=keras.losses.BinaryCrossEntropy(), optimizer="adam")
#! model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
#! model.compile(loss="categorical_crossentropy", optimizer="adam")
#! model.compile(loss=keras.losses.BinaryCrossentropy(), optimizers="adam")
#! model.compile(loss=keras.losses.BinaryCrossentropy(reduction="batch"), optimizer="adam")
model.compile(loss=keras.losses.BinaryCrossentropy(), optimizer=keras.optimizers.Adam(1e-3))
#! model.fit(x=[x[:, 0], x[:, 1]], y=y, batch_size=8, epochs=1, verbose=0)
#! model.fit(x=x, y=np.stack([y, y]), batch_size=8, epochs=1, verbose=0)
#! model.fit(x=x[:, :1], y=y, batch_size=8, epochs=1, verbose=0)
#! model.fit(x=x, y=y[:20], batch_size=8, epochs=1, verbose=0)
#! model.fit(x=x, label=y, batch_size=8, epochs=1, verbose=0)
model.fit(x=x, y=y, batch_size=8, epochs=1, verbose=0)
#! ratings = model.predict(np.array([3, 4]), verbose=0).flatten()
#! ratings = model.predict(np.hstack(([[3]], [[4]], [[5]])), verbose=0).flatten(1, 2)
#! ratings = model.predict(np.hstack(([[3], [3]], [[4]])), verbose=0).flatten()
ratings = model.predict(np.hstack(([[3], [3]], [[4], [5]])), verbose=0).flatten()
#! top = ratings.argsort()[-10:][::-1].tolists()
top = ratings.argsort()[-10:][::-1].tolist()
print(top)
