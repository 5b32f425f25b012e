"""`tf.*` and `K.*` on eager tensors against TensorFlow itself: signatures, shapes, dtypes."""

from __future__ import annotations

import inspect
import os
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "numpy")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest
from against_numpy import machine

from cnnlint import syntax
from cnnlint.diagnostics import Unknown
from cnnlint.dims import Dim
from cnnlint.interpreter.machine import Interpreter
from cnnlint.keras import backend
from cnnlint.libraries import catalogue, tensorflow_functions, tensorflow_more
from cnnlint.libraries.arrays import Array
from cnnlint.libraries.operations import form
from cnnlint.source import Source

tf = pytest.importorskip("tensorflow")

SETUP = """
import tensorflow as tf
import numpy as np
x = tf.ones((2, 6, 4, 8))
y = tf.ones((2, 6, 4, 8))
v = tf.ones((2, 6))
q = tf.ones((8, 5))
i = tf.constant([[0, 1], [2, 3]])
b = tf.ones((2, 6, 4, 8)) > 0.0
im = tf.ones((2, 8, 9, 4))
"""
CALLS = """
tf.reshape(x, (2, -1))
tf.reshape(x, [-1])
tf.reshape(x, (tf.shape(x)[0], -1))
tf.concat([x, y], axis=-1)
tf.concat([x, y], 0)
tf.stack([x, y], axis=1)
tf.unstack(x, axis=1)
tf.split(x, 2, axis=-1)
tf.split(x, [2, 6], axis=-1)
tf.split(x, [2, -1], axis=-1)
tf.transpose(x)
tf.transpose(x, [0, 3, 1, 2])
tf.expand_dims(x, 1)
tf.squeeze(x[:, :1])
tf.squeeze(x[:, :1], axis=1)
tf.tile(x, (1, 2, 1, 1))
tf.repeat(x, 2, axis=1)
tf.pad(x, [[0, 0], [1, 1], [0, 0], [0, 2]])
tf.pad(x, tf.constant([[0, 0], [1, 1], [0, 0], [0, 2]]), mode="REFLECT")
tf.gather(x, [0, 1, 1], axis=1)
tf.gather(q, i)
tf.gather(x, i, axis=1, batch_dims=1)
tf.gather_nd(x, [[0, 1], [1, 2]])
tf.slice(x, [0, 1, 0, 0], [2, 3, 4, 8])
tf.slice(x, [0, 1, 0, 0], [-1, -1, 2, 8])
tf.strided_slice(x, [0, 1], [2, 5])
tf.reverse(x, [1])
tf.roll(x, 1, axis=1)
tf.broadcast_to(v, (3, 2, 6))
tf.where(b, x, y)
tf.one_hot(i, 5)
tf.one_hot(i, depth=5, axis=1)
tf.cast(x, "int32")
tf.cast(x, tf.float16)
tf.shape(x)[0]
tf.rank(x)
tf.size(x)
tf.zeros_like(x)
tf.ones_like(i)
tf.zeros((2, 3))
tf.zeros([2, 3], dtype=tf.int32)
tf.fill((2, 3), 1.0)
tf.range(5)
tf.range(2, 9, 2)
tf.range(3.0)
tf.linspace(0.0, 1.0, 5)
tf.eye(3)
tf.eye(3, 4, dtype=tf.float64)
tf.constant([1, 2, 3])
tf.constant([[1.0], [2.0]])
tf.constant(2.0, shape=(2, 2))
tf.Variable(tf.ones((3,)))
tf.add(x, y)
tf.subtract(x, 1.0)
tf.multiply(x, y)
tf.divide(x, y)
tf.math.divide_no_nan(x, y)
tf.pow(x, 2.0)
tf.maximum(x, 0.5)
tf.minimum(x, y)
tf.math.mod(x, y)
tf.math.squared_difference(x, y)
tf.equal(x, y)
tf.greater(x, 0.0)
tf.logical_and(b, b)
tf.matmul(x, q)
tf.matmul(x, y, transpose_b=True)
tf.matmul(x, y, transpose_a=True)
tf.linalg.matmul(x, q)
tf.tensordot(x, q, axes=1)
tf.tensordot(x, q, axes=[[3], [0]])
tf.einsum("bhwc,cd->bhwd", x, q)
tf.add_n([x, y])
tf.reduce_mean(x, axis=[1, 2])
tf.reduce_mean(x, axis=[1, 2], keepdims=True)
tf.reduce_mean(x)
tf.reduce_sum(x, axis=-1)
tf.reduce_sum(i)
tf.reduce_max(x, axis=1)
tf.reduce_min(x, 1)
tf.reduce_prod(x, axis=1)
tf.reduce_any(b, axis=1)
tf.reduce_all(b)
tf.reduce_logsumexp(x, axis=1)
tf.math.reduce_std(x, axis=1)
tf.math.reduce_variance(x, axis=1)
tf.math.count_nonzero(x, axis=1)
tf.argmax(x, axis=-1)
tf.argmax(x)
tf.argmax(x, 1, output_type=tf.int32)
tf.argmin(x, axis=-1)
tf.argsort(v)
tf.sort(x)
tf.cumsum(x, axis=1)
tf.math.top_k(v, 2)
tf.nn.top_k(v, k=3)
tf.abs(x)
tf.exp(x)
tf.math.log(x)
tf.sqrt(x)
tf.math.rsqrt(x)
tf.square(x)
tf.sign(x)
tf.round(x)
tf.floor(x)
tf.tanh(x)
tf.sigmoid(x)
tf.nn.relu(x)
tf.nn.leaky_relu(x, 0.1)
tf.nn.gelu(x)
tf.nn.swish(x)
tf.nn.softmax(x)
tf.nn.softmax(x, axis=1)
tf.nn.l2_normalize(x, axis=-1)
tf.clip_by_value(x, 0.0, 1.0)
tf.clip_by_norm(x, 1.0)
tf.stop_gradient(x)
tf.identity(x)
tf.norm(x, axis=-1)
tf.norm(x)
tf.nn.moments(x, axes=[1, 2])
tf.nn.conv2d(im, tf.ones((3, 3, 4, 5)), 1, "SAME")
tf.nn.conv2d(im, tf.ones((3, 3, 4, 5)), [1, 2, 2, 1], "VALID")
tf.nn.conv2d(im, tf.ones((3, 3, 4, 5)), strides=2, padding="VALID", dilations=1)
tf.nn.conv1d(tf.ones((2, 8, 4)), tf.ones((3, 4, 5)), 1, "SAME")
tf.nn.depthwise_conv2d(im, tf.ones((3, 3, 4, 2)), [1, 1, 1, 1], "SAME")
tf.nn.conv2d_transpose(im, tf.ones((3, 3, 6, 4)), [2, 16, 18, 6], 2)
tf.nn.max_pool2d(im, 2, 2, "VALID")
tf.nn.max_pool(im, [1, 2, 2, 1], [1, 2, 2, 1], "SAME")
tf.nn.avg_pool2d(im, 2, 2, "SAME")
tf.nn.depth_to_space(im, 2)
tf.nn.space_to_depth(im[:, :, :8], 2)
tf.nn.dropout(x, 0.5)
tf.nn.embedding_lookup(q, i)
tf.nn.bias_add(x, tf.ones((8,)))
tf.nn.softmax_cross_entropy_with_logits(labels=v, logits=v)
tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.constant([0, 1]), logits=v)
tf.nn.sigmoid_cross_entropy_with_logits(labels=v, logits=v)
tf.image.resize(im, (5, 6))
tf.image.resize(im, [5, 6], method="nearest")
tf.image.flip_left_right(im)
tf.image.rgb_to_grayscale(im[..., :3])
tf.image.grayscale_to_rgb(im[..., :1])
tf.image.crop_to_bounding_box(im, 1, 1, 4, 5)
tf.image.resize_with_crop_or_pad(im, 10, 5)
tf.image.central_crop(im, 0.5)
tf.image.random_crop(im, (2, 4, 4, 4))
tf.image.per_image_standardization(im)
tf.image.extract_patches(im, [1, 2, 2, 1], [1, 2, 2, 1], [1, 1, 1, 1], "VALID")
tf.image.convert_image_dtype(im, tf.float32)
tf.image.ssim(tf.ones((2, 16, 16, 3)), tf.ones((2, 16, 16, 3)), 1.0)
tf.image.psnr(im, im, 1.0)
tf.image.sobel_edges(im)
tf.random.normal((2, 3))
tf.random.uniform((2, 3), 0, 1)
tf.random.uniform([2], maxval=3, dtype=tf.int32)
tf.linalg.inv(tf.eye(3))
tf.linalg.det(tf.eye(3))
tf.linalg.trace(tf.eye(3))
tf.linalg.norm(x, axis=-1)
tf.linalg.band_part(x, 0, -1)
tf.sequence_mask([1, 2, 3], 5)
tf.boolean_mask(v, v > 0.0)
tf.meshgrid(tf.range(3), tf.range(4))
tf.meshgrid(tf.range(3), tf.range(4), indexing="ij")
tf.ensure_shape(x, (2, 6, 4, 8))
tf.map_fn(lambda row: row * 2.0, x)
tf.scatter_nd([[0], [2]], [1.0, 2.0], [4])
tf.tensor_scatter_nd_update(v, [[0, 1]], [2.0])
tf.cond(tf.constant(True), lambda: x, lambda: y)
tf.math.softmax(x)
tf.math.unsorted_segment_mean(v, [0, 1], num_segments=3)
tf.math.unsorted_segment_sqrt_n(v, [0, 1], 2)
tf.math.xlogy(x, 2.0)
tf.math.reduce_euclidean_norm(x, axis=-1)
tf.math.angle(tf.signal.rfft(v))
tf.math.real(tf.signal.rfft(v))
tf.math.accumulate_n([x, y])
tf.nn.convolution(im, tf.ones((3, 3, 4, 5)))
tf.nn.convolution(im, tf.ones((3, 3, 4, 5)), strides=2, padding="SAME")
tf.nn.conv1d_transpose(tf.ones((2, 5, 3)), tf.ones((3, 7, 3)), [2, 10, 7], 2)
tf.nn.atrous_conv2d(im, tf.ones((3, 3, 4, 5)), 2, "VALID")
tf.nn.max_pool3d(tf.ones((2, 4, 4, 4, 3)), 2, 2, "SAME")
tf.nn.l2_loss(x)
tf.image.rgb_to_hsv(im[..., :3])
tf.image.rgb_to_yuv(im[..., :3])
tf.image.adjust_gamma(im, 2.0)
tf.image.stateless_random_flip_left_right(im, (1, 2))
tf.image.stateless_random_crop(im, (2, 4, 4, 4), (1, 2))
tf.random.stateless_normal((3, 4), (1, 2))
tf.random.stateless_uniform((3, 4), (1, 2))
tf.linalg.matvec(tf.ones((2, 5, 6)), v)
tf.linalg.matvec(tf.ones((2, 6, 5)), v, transpose_a=True)
tf.linalg.matrix_transpose(x)
tf.linalg.adjoint(x)
tf.linalg.diag(v)
tf.linalg.diag_part(x)
tf.linalg.set_diag(tf.ones((2, 6, 6)), v)
tf.linalg.solve(tf.eye(3), tf.ones((3, 2)))
tf.linalg.eigh(tf.eye(3))
tf.linalg.logdet(tf.eye(3))
tf.linalg.slogdet(tf.eye(3))
tf.linalg.pinv(q)
tf.linalg.expm(tf.eye(3))
tf.linalg.cross(tf.ones((4, 3)), tf.ones((4, 3)))
tf.signal.stft(tf.ones((2, 16000)), frame_length=255, frame_step=128)
tf.signal.stft(tf.ones((16000,)), 200, 80, fft_length=256)
tf.signal.stft(tf.ones((2, 1000)), 256, 100, pad_end=True)
tf.abs(tf.signal.stft(tf.ones((2, 1000)), 256, 100))
tf.signal.inverse_stft(tf.signal.stft(tf.ones((2, 1000)), 256, 100), 256, 100)
tf.signal.frame(tf.ones((2, 1000, 3)), 64, 10, axis=1)
tf.signal.frame(tf.ones((2, 1000)), 64, 10, pad_end=True)
tf.signal.rfft(v)
tf.signal.rfft(v, [8])
tf.signal.irfft(tf.signal.rfft(v))
tf.signal.fft(tf.cast(v, tf.complex64))
tf.signal.fftshift(v)
tf.signal.mfccs_from_log_mel_spectrograms(tf.ones((2, 10, 80)))
tf.signal.linear_to_mel_weight_matrix(80, 129, 16000, 80.0, 7600.0)
tf.signal.hann_window(32)
tf.acosh(x)
tf.realdiv(x, 2.0)
tf.reverse_sequence(x, [1, 2], seq_axis=1, batch_axis=0)
tf.tensor_scatter_nd_sub(v, [[0, 1]], [2.0])
tf.recompute_grad(lambda value: value)(x)
x + y
x * 2.0
2.0 - x
x / 3.0
x ** 2
x @ q
-x
x > 0.5
~b
b & b
x[0]
x[..., 0]
x[:, None]
x[:, ::2, 1:3]
x[:, tf.newaxis, ...]
tf.shape(x)
x.shape
x.shape.as_list()
x.get_shape().as_list()
x.shape[1:]
x.numpy()
np.array(x)
len(x)
tf.matmul(x, x)
tf.reshape(x, (7, -1))
tf.concat([x, v], 0)
tf.squeeze(x, axis=1)
tf.expand_dims(x, 7)
tf.transpose(x, [0, 1])
tf.split(x, 3, axis=-1)
tf.reduce_mean(x, axis=4)
tf.nn.bias_add(x, tf.ones((7,)))
x + tf.ones((3,))
""".strip().splitlines()
REFUSED = 10  # the last ones


def described(value: Any) -> Any:
    """Shape and dtype of what came out."""
    if isinstance(value, (list, tuple)) and not isinstance(value, tf.TensorShape):
        return [described(item) for item in value]
    if isinstance(value, Array):
        return tuple(None if isinstance(size, Dim) else size for size in value.shape), value.dtype
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        name = value.dtype.name if hasattr(value.dtype, "name") else str(value.dtype)
        return tuple(value.shape), name
    return value


def ours(expression: str) -> Any:
    it: Interpreter = machine.interpreter()
    text = f"{SETUP}\nresult = {expression}\n"
    scope = it.run(Source("program.py", text), syntax.lower(text).statements)
    return scope.names["result"]


NAMES: dict[str, Any] = {}


def theirs(expression: str) -> Any:
    if not NAMES:
        exec(SETUP, NAMES)
    return eval(expression, NAMES)


@pytest.mark.parametrize("expression", CALLS[:-REFUSED])
def test_the_same_as_tensorflow(expression: str) -> None:
    found, real = ours(expression), theirs(expression)
    assert not isinstance(found, Unknown), found.reason
    found, real = described(found), described(real)
    if expression == "tf.shape(x)":
        assert list(found) == [2, 6, 4, 8]
    elif expression.startswith(("tf.boolean_mask",)):
        assert len(found[0]) == len(real[0])
    elif real and isinstance(real, tuple) and real[0] == () and isinstance(found, int):
        assert found == int(theirs(expression))
    elif "shape" in expression and isinstance(found, (list, tuple)) and not isinstance(real, tuple):
        assert list(found) == list(real)
    else:
        assert found == real


@pytest.mark.parametrize("expression", CALLS[-REFUSED:])
def test_refused_as_by_tensorflow(expression: str) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011
        theirs(expression)
    assert isinstance(ours(expression), Unknown)


def rows() -> list[tuple[str, str]]:
    tables = {
        "": tensorflow_functions._TOP,
        "math.": tensorflow_functions._MATH,
        "nn.": tensorflow_functions._NN,
        "image.": tensorflow_functions._IMAGE,
        "random.": tensorflow_functions._RANDOM,
        "linalg.": tensorflow_functions._LINEAR,
    }
    rarer = [
        (prefix.removeprefix("tf."), table) for table, prefix in tensorflow_more.PARTS.values()
    ]
    found = [
        (prefix + word.partition(":")[0], text)
        for prefix, table in [*tables.items(), *rarer]
        for text, words in table.items()
        for word in words.split()
    ]
    both = [
        (word.partition(":")[0], text)
        for text, words in tensorflow_functions._BOTH.items()
        for word in words.split()
    ]
    return found + both


#: A signature of TensorFlow's that is not to be seen, or that names nothing.
OPAQUE = frozenset({"Variable", "meshgrid", "nn.tanh", "math.mod"})


@pytest.mark.parametrize(("name", "text"), rows(), ids=[row[0] for row in rows()])
def test_signature(name: str, text: str) -> None:
    function: Any = tf
    for part in name.split("."):
        function = getattr(function, part, None)
    if function is None or name in OPAQUE:
        return
    signature = form(text)[0]
    names = [*signature.names, *signature.keyword_only]
    real = [
        parameter.name
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    assert names == real


@pytest.mark.parametrize("text", [*backend.FUNCTIONS])
def test_backend_names(text: str) -> None:
    from keras.src.legacy import backend as real

    for word in backend.FUNCTIONS[text].split():
        name, _, target = word.partition(":")
        assert (target or name) in catalogue.names()
        function = getattr(real, name, None)
        if function is not None and name not in ("stop_gradient",):
            assert list(form(text)[0].names) == list(inspect.signature(function).parameters)
