"""How pixel values from 0 to 255 become what an architecture was trained on."""

from keras import ops

#: Of ImageNet's channels: red, green and blue.
MEANS = (0.485, 0.456, 0.406)
DEVIATIONS = (0.229, 0.224, 0.225)
#: Blue, green and red, on the scale of 0 to 255.
MEANS_REVERSED = (103.939, 116.779, 123.68)


def preprocess(x, data_format, mode):
    if mode == "tf":
        return x / 127.5 - 1.0
    rank = len(x.shape)
    axis = rank - 3 if data_format == "channels_first" else rank - 1
    if mode == "torch":
        x = x / 255.0
    elif axis == rank - 1:
        x = ops.stack([x[..., channel] for channel in (2, 1, 0)], axis=-1)
    elif axis == 0:
        x = ops.stack([x[channel, ...] for channel in (2, 1, 0)], axis=0)
    else:
        x = ops.stack([x[:, channel, :] for channel in (2, 1, 0)], axis=1)
    shape = tuple(3 if place == axis else 1 for place in range(rank))
    means = MEANS if mode == "torch" else MEANS_REVERSED
    means = ops.convert_to_tensor([-mean for mean in means], dtype=x.dtype)
    x = x + ops.reshape(means, shape)
    if mode == "torch":
        deviations = ops.convert_to_tensor(list(DEVIATIONS), dtype=x.dtype)
        x = x / (ops.reshape(deviations, (3, 1, 1)) if axis < rank - 1 else deviations)
    return x
