import keras
import numpy as np
from keras import layers, ops

num_classes = 4
input_shape = (32, 32, 3)
image_size = 36
patch_size = 6
num_patches = (image_size // patch_size) ** 2
projection_dim = 16
num_heads = 2
transformer_units = [projection_dim * 2, projection_dim]
x_train = np.random.rand(12, *input_shape).astype("float32")
y_train = np.random.randint(0, num_classes, (12, 1))

data_augmentation = keras.Sequential(
    [
        #! layers.Normalisation(),
        layers.Normalization(),
        #! layers.Resizing(image_size),
        #! layers.Resizing((image_size, image_size)),
        #! layers.Resizing(image_size, image_size, interpolation="linear"),
        layers.Resizing(image_size, image_size),
        layers.RandomFlip("horizontal"),
        #! layers.RandomZoom(height_factor=0.2, width=0.2),
        layers.RandomZoom(height_factor=0.2, width_factor=0.2),
    ],
    name="data_augmentation",
)
#! data_augmentation.layers[0].adapt()
#! data_augmentation.layers[0].fit(x_train)
#! data_augmentation[0].adapt(x_train)
data_augmentation.layers[0].adapt(x_train)


def mlp(x, hidden_units, dropout_rate):
    #! for units in len(hidden_units):
    #! for units in range(hidden_units):
    for units in hidden_units:
        #! x = layers.Dense(units, activation=keras.activations.Gelu)(x)
        #! x = layers.Dense(units, activation=keras.activations.gelu(x))
        #! x = layers.Dense(hidden_units, activation=keras.activations.gelu)(x)
        #! x = layers.Dense(units, activation="geluu")(x)
        x = layers.Dense(units, activation=keras.activations.gelu)(x)
        x = layers.Dropout(dropout_rate)(x)
    #!
    #! return
    #! return units
    return x


class Patches(layers.Layer):
    #! def __init__(self, patch_size, num_patches):
    def __init__(self, patch_size):
        #!
        super().__init__()
        #!
        self.patch_size = patch_size

    def call(self, images):
        input_shape = ops.shape(images)
        #! batch_size, height, width = input_shape
        batch_size = input_shape[0]
        #! height = input_shape[4]
        height = input_shape[1]
        width = input_shape[2]
        channels = input_shape[3]
        num_patches_h = height // self.patch_size
        #! num_patches_w = width / self.patch_size
        num_patches_w = width // self.patch_size
        #! patches = ops.image.extract_patches(images, patch_size=self.patch_size)
        #! patches = ops.image.extract_patches(images, sizes=self.patch_size)
        #! patches = ops.extract_patches(images, size=self.patch_size)
        #! patches = keras.layers.extract_patches(images, size=self.patch_size)
        #! patches = ops.image.extract_patches(images[0], size=self.patch_size)
        patches = ops.image.extract_patches(images, size=self.patch_size)
        #! patches = ops.reshape(patches, (num_patches_h * num_patches_w, self.patch_size * self.patch_size * channels))
        #! patches = ops.reshape(patches, (batch_size, num_patches_h * num_patches_w, self.patch_size * channels))
        #! patches = ops.reshape(patches, batch_size, num_patches_h * num_patches_w, -1)
        #! patches = ops.reshape(patches, (-1, -1, self.patch_size * self.patch_size * channels))
        patches = ops.reshape(
            patches,
            (batch_size, num_patches_h * num_patches_w, self.patch_size * self.patch_size * channels),
        )
        #!
        #! return images
        return patches


class PatchEncoder(layers.Layer):
    def __init__(self, num_patches, projection_dim):
        #!
        super().__init__()
        self.num_patches = num_patches
        #! self.projection = layers.Dense(units=projection_dims)
        #! self.projection = layers.Dense(units=projection_dim + 1)
        #! self.projection = layers.Dense(units=num_patches)
        #! self.projection = layers.Dense
        self.projection = layers.Dense(units=projection_dim)
        #! self.position_embedding = layers.Embedding(input_dim=num_patches, output_dim=num_patches)
        #! self.position_embedding = layers.Embedding(input_dim=num_patches)
        #! self.position_embedding = layers.Embedding(input_dim=projection_dim, output_dim=projection_dim)
        self.position_embedding = layers.Embedding(input_dim=num_patches, output_dim=projection_dim)

    def call(self, patch):
        #! positions = ops.arange(0, self.num_patches + 1)
        #! positions = ops.arange(0, num_patch)
        #! positions = ops.range(0, self.num_patches)
        positions = ops.expand_dims(ops.arange(start=0, stop=self.num_patches, step=1), axis=0)
        #! projected = self.projection(patches)
        #! projected = self.projection
        projected = self.projection(patch)
        #! return projected + self.position_embedding
        #! return projected * self.position_embedding(projected)
        return projected + self.position_embedding(positions)


def create_vit_classifier():
    #! inputs = keras.Input(input_shape)[0]
    #! inputs = keras.Input(batch_shape=input_shape)
    inputs = keras.Input(shape=input_shape)
    #! augmented = data_augmentation(inputs, patch_size)
    #! augmented = data_augmentation()(inputs)
    #! augmented = inputs
    augmented = data_augmentation(inputs)
    #! patches = Patches()(augmented)
    #! patches = Patches(patch_size, augmented)
    #! patches = Patches(patch_size)
    #! patches = Patches(5)(augmented)
    patches = Patches(patch_size)(augmented)
    #! encoded_patches = PatchEncoder(num_patches)(patches)
    #! encoded_patches = PatchEncoder(projection_dim, num_patches)(patches)
    #! encoded_patches = PatchEncoder(num_patches, projection_dim)(augmented)
    encoded_patches = PatchEncoder(num_patches, projection_dim)(patches)
    for _ in range(2):
        #! x1 = layers.LayerNormalization(epsilon=1e-6)([encoded_patches, patches])
        #! x1 = layers.LayerNormalization(epsilon=1e-6)
        #! x1 = layers.LayerNormalization(eps=1e-6)(encoded_patches)
        #! x1 = layers.LayerNormalization(axis=3)(encoded_patches)
        x1 = layers.LayerNormalization(epsilon=1e-6)(encoded_patches)
        #! attention = layers.MultiHeadAttention(num_heads=num_heads, key_dim=projection_dim)(x1)
        #! attention = layers.MultiHeadAttention(num_heads=num_heads, key_dim=projection_dim)([x1, x1])
        #! attention = layers.MultiHeadAttention(num_heads=num_heads)(x1, x1)
        #! attention = layers.MultiHeadAttention(heads=num_heads, key_dim=projection_dim)(x1, x1)
        #! attention = layers.MultiHeadAttention(num_heads=num_heads, key_dim=projection_dim, dropout="0.1")(x1, x1)
        #! attention = layers.MultiHeadAttention(num_heads=num_heads, key_dim=projection_dim, output_shape=8)(x1, x1)
        #! attention = layers.MultiHeadAttention(num_heads, projection_dim)(x1, x1, return_attention_scores=True)
        #! attention = layers.MultiHeadAttention(num_heads, projection_dim)(x1, x1, mask=None, attention_masks=None)
        attention = layers.MultiHeadAttention(
            num_heads=num_heads, key_dim=projection_dim, dropout=0.1
        )(x1, x1)
        #! x2 = layers.Add()(attention, encoded_patches)
        #! x2 = layers.Add([attention, encoded_patches])
        #! x2 = layers.Add()([attention, patches])
        #! x2 = layers.Concatenate(axis=1)([attention, patches])
        x2 = layers.Add()([attention, encoded_patches])
        x3 = layers.LayerNormalization(epsilon=1e-6)(x2)
        #! x3 = mlp(x3, hidden_units=projection_dim * 2, dropout_rate=0.1)
        #! x3 = mlp(x3, transformer_units)
        #! x3 = mlp(x3, hidden_units=[32], dropout_rate=0.1)
        #! x3 = mlp(x3, hidden_units=transformer_units, dropout_rate=10)
        #! x3 = mlp(hidden_units=transformer_units, dropout_rate=0.1)(x3)
        x3 = mlp(x3, hidden_units=transformer_units, dropout_rate=0.1)
        encoded_patches = layers.Add()([x3, x2])
    representation = layers.LayerNormalization(epsilon=1e-6)(encoded_patches)
    #!
    #! representation = layers.Flatten(representation)
    #! representation = layers.GlobalAveragePooling2D()(representation)
    representation = layers.Flatten()(representation)
    representation = layers.Dropout(0.5)(representation)
    features = mlp(representation, hidden_units=[32], dropout_rate=0.5)
    #! logits = layers.Dense(num_classes, activation="softmax")(features)
    #! logits = layers.Dense(num_classes - 1)(features)
    #! logits = layers.Dense(1)(features)
    logits = layers.Dense(num_classes)(features)
    #! return keras.Model(inputs=augmented, outputs=logits)
    #! return keras.Model(inputs=inputs, outputs=[logits, features])
    #! return keras.Model(input_shape, logits)
    return keras.Model(inputs=inputs, outputs=logits)


def run_experiment(model):
    #! optimizer = keras.optimizers.AdamW(lr=0.001, weight_decay=0.0001)
    #! optimizer = keras.optimizers.adamw(0.001)
    optimizer = keras.optimizers.AdamW(learning_rate=0.001, weight_decay=0.0001)
    model.compile(
        optimizer=optimizer,
        #! loss=keras.losses.SparseCategoricalCrossentropy(),
        #! loss="sparse_categorical_crossentropy",
        #! loss=keras.losses.CategoricalCrossentropy(from_logits=True),
        #! loss=keras.losses.SparseCategoricalCrossentropy(logits=True),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[
            #! keras.metrics.CategoricalAccuracy(name="accuracy"),
            #! keras.metrics.SparseCategoricalAccuracy(names="accuracy"),
            keras.metrics.SparseCategoricalAccuracy(name="accuracy"),
            #! keras.metrics.SparseTopKCategoricalAccuracy(5.5, "name"),
            #! keras.metrics.TopKCategoricalAccuracy(2),
            keras.metrics.SparseTopKCategoricalAccuracy(2, name="top-2-accuracy"),
        ],
    )
    #! checkpoint = keras.callbacks.ModelCheckpoint("/tmp/vit.weights.h5", monitor="val_accuracy", save_best_only=True)
    #! checkpoint = keras.callbacks.ModelCheckpoint("/tmp/vit.h5", save_best_only=True, save_weights_only=True)
    checkpoint = keras.callbacks.ModelCheckpoint(
        "/tmp/vit.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True
    )
    history = model.fit(
        x=x_train, y=y_train, batch_size=4, epochs=1, validation_split=0.25, callbacks=[checkpoint], verbose=0
    )
    model.load_weights("/tmp/vit.weights.h5")
    #! _, accuracy = model.evaluate(x_train, y_train, verbose=0)
    _, accuracy, top = model.evaluate(x_train, y_train, verbose=0)
    return history


vit_classifier = create_vit_classifier()
#! history = run_experiment(create_vit_classifier)
#! history = run_experiment()
history = run_experiment(vit_classifier)
#! print(history.history["val_top-5-accuracy"])
print(history.history["val_top-2-accuracy"])
