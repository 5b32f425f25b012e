"""ConvNeXt, by Liu et al. (https://arxiv.org/abs/2201.03545)."""

import keras
from keras import layers

from .shared import pooled

#: How many blocks each stage has, and their filters.
STAGES = {
    "ConvNeXtTiny": ((3, 96), (3, 192), (9, 384), (3, 768)),
    "ConvNeXtSmall": ((3, 96), (3, 192), (27, 384), (3, 768)),
    "ConvNeXtBase": ((3, 128), (3, 256), (27, 512), (3, 1024)),
    "ConvNeXtLarge": ((3, 192), (3, 384), (27, 768), (3, 1536)),
    "ConvNeXtXLarge": ((3, 256), (3, 512), (27, 1024), (3, 2048)),
}
MEANS = (0.485, 0.456, 0.406)
DEVIATIONS = (0.229, 0.224, 0.225)


class LayerScale(layers.Layer):
    """Every channel times a number that is learnt."""

    def __init__(self, init_values, projection_dim, **more):
        super().__init__(**more)
        self.init_values = init_values
        self.projection_dim = projection_dim

    def build(self, _):
        self.gamma = self.add_weight(
            shape=(self.projection_dim,),
            initializer=keras.initializers.Constant(self.init_values),
            trainable=True,
        )

    def call(self, x):
        return x * self.gamma


def normalized(name=None):
    return layers.LayerNormalization(epsilon=1e-6, name=name)


def block(x, filters, name):
    before = x
    depthwise = layers.Conv2D(
        filters, 7, padding="same", groups=filters, name=f"{name}_depthwise_conv"
    )
    x = normalized(f"{name}_layernorm")(depthwise(x))
    x = layers.Dense(4 * filters, name=f"{name}_pointwise_conv_1")(x)
    x = layers.Activation("gelu", name=f"{name}_gelu")(x)
    x = layers.Dense(filters, name=f"{name}_pointwise_conv_2")(x)
    x = LayerScale(1e-6, filters, name=f"{name}_layer_scale")(x)
    return before + layers.Activation("linear", name=f"{name}_identity")(x)


def smaller(filters, name, number):
    """What stands before a stage: the image in patches of 4, and later of 2."""
    if number == 0:
        conv = layers.Conv2D(filters, 4, strides=4, name=f"{name}_stem_conv")
        return keras.Sequential([conv, normalized(f"{name}_stem_layernorm")], name=f"{name}_stem")
    inside = normalized(f"{name}_downsampling_layernorm_{number - 1}")
    conv = layers.Conv2D(filters, 2, strides=2, name=f"{name}_downsampling_conv_{number - 1}")
    return keras.Sequential([inside, conv], name=f"{name}_downsampling_block_{number - 1}")


def build(
    x,
    architecture,
    include_top,
    pooling,
    classes,
    classifier_activation,
    include_preprocessing,
    channels,
    name,
):
    stages = STAGES[architecture]
    if include_preprocessing and channels == 3:
        x = layers.Normalization(
            mean=[255 * mean for mean in MEANS],
            variance=[(255 * deviation) ** 2 for deviation in DEVIATIONS],
            name=f"{name}_prestem_normalization",
        )(x)
    before = [smaller(filters, name, number) for number, (_, filters) in enumerate(stages)]
    for stage, (depth, filters) in enumerate(stages):
        x = before[stage](x)
        for place in range(depth):
            x = block(x, filters, f"{name}_stage_{stage}_block_{place}")
    if not include_top:
        return normalized()(pooled(x, pooling))
    x = layers.GlobalAveragePooling2D(name=f"{name}_head_gap")(x)
    x = normalized(f"{name}_head_layernorm")(x)
    return layers.Dense(classes, activation=classifier_activation, name=f"{name}_head_dense")(x)
