"""A number of NumPy's is as good as one of Python's wherever nobody asks for an `int`."""

from __future__ import annotations

import pytest

from cnnlint import syntax
from cnnlint.inference import Library
from cnnlint.interpreter.machine import Budget, Interpreter
from cnnlint.keras.events import Refusal
from cnnlint.source import Source

START = """\
import math, itertools, collections, random
import numpy as np
import tensorflow as tf
import keras
from sklearn.model_selection import train_test_split
from sklearn.datasets import make_classification, load_iris
"""

EXPRESSIONS = """
np.zeros(N).shape
np.zeros((N, 2)).shape
np.arange(N).shape
np.arange(1, N).shape
np.linspace(0, 1, N).shape
np.eye(N).shape
np.full((N,), 1).shape
np.ones((2, N)).reshape(N, -1).shape
np.repeat(np.zeros((2, 2)), N, axis=0).shape
np.tile(np.zeros((2, 2)), N).shape
np.tile(np.zeros((2, 2)), (N, 1)).shape
np.split(np.zeros((6, 2)), N)[0].shape
np.array_split(np.zeros((7, 2)), N)[0].shape
np.zeros((4, 5, 6, 7)).sum(axis=N).shape
np.expand_dims(np.zeros((4, 5, 6)), N).shape
np.rollaxis(np.zeros((4, 5, 6, 7)), N).shape
np.delete(np.zeros((6, 2)), N, 0).shape
np.delete(np.zeros((6, 2, 2, 3)), 0, N).shape
np.moveaxis(np.zeros((4, 5, 6, 7)), N, 0).shape
np.zeros((9, 9))[N:].shape
np.zeros((9, 9))[:N, N].shape
np.zeros((9, 9))[::N].shape
np.random.rand(N, 2).shape
np.random.randint(0, N, (N,)).shape
np.random.randint(0, 5, N).shape
np.random.normal(size=(N, 2)).shape
np.pad(np.zeros((2, 2)), N).shape
np.pad(np.zeros((2, 2)), ((N, N), (0, 0))).shape
np.diff(np.zeros(9), N).shape
np.roll(np.zeros(9), N).shape
np.broadcast_to(0, (N, N)).shape
np.concatenate([np.zeros((2, 2))] * N).shape
np.stack([np.zeros(2)] * N).shape
np.split(np.zeros((6, 2)), [N])[0].shape
np.bincount(np.array([0, 1]), minlength=N).shape
np.identity(N).shape
tf.zeros((N, 2)).shape
tf.zeros([N, 2]).shape
tf.reshape(tf.zeros((6,)), (N, -1)).shape
tf.one_hot([0, 1], N).shape
tf.range(N).shape
tf.random.normal((N, 2)).shape
tf.expand_dims(tf.zeros((2, 2, 2, 2)), N).shape
keras.utils.to_categorical([0, 1], N).shape
keras.utils.pad_sequences([[1], [2, 3]], maxlen=N).shape
keras.Input((N,)).shape
keras.Input((4,), batch_size=N).shape
keras.layers.Reshape((N, 2))(keras.Input((6,))).shape
keras.layers.Conv2D(N, 3)(keras.Input((8, 8, 1))).shape
keras.layers.Conv2D(2, (N, N), strides=(N, N))(keras.Input((8, 8, 1))).shape
keras.layers.Concatenate(axis=-1)([keras.Input((N,)), keras.Input((2,))]).shape
keras.layers.BatchNormalization(axis=N)(keras.Input((4, 4, 5))).shape
keras.layers.Permute((N, 1, 2))(keras.Input((4, 5, 6))).shape
keras.layers.Resizing(N, N)(keras.Input((8, 8, 1))).shape
keras.layers.CategoryEncoding(N)(keras.Input((4,))).shape
keras.layers.Cropping2D(((N, 0), (0, N)))(keras.Input((8, 8, 1))).shape
keras.layers.ZeroPadding1D((N, N))(keras.Input((8, 8))).shape
keras.layers.LSTMCell(N)(keras.Input((8,)), [keras.Input((3,))] * 2)[0].shape
keras.layers.Lambda(lambda x: x[:, :N])(keras.Input((8,))).shape
keras.ops.zeros((N, 2)).shape
keras.ops.reshape(keras.Input((6,)), (-1, N, 2)).shape
keras.ops.one_hot(keras.Input((6,)), N).shape
keras.ops.arange(N).shape
keras.ops.concatenate([keras.Input((6, 6, 6)), keras.Input((6, 6, 6))], axis=N).shape
keras.ops.image.resize(keras.Input((6, 6, 6)), (N, N)).shape
keras.ops.pad(keras.Input((6,)), ((0, 0), (N, N))).shape
keras.Input((8, 8))[:, :N].shape
list(range(10))[N]
[0] * N
list(itertools.islice(range(9), N))
list(itertools.product(range(2), repeat=N))
list(itertools.repeat(0, N))
list(itertools.combinations(range(4), N))
math.factorial(N)
math.gcd(N, 6)
math.pow(N, 2)
math.comb(5, N)
math.isqrt(N)
"x".ljust(N)
"x".zfill(N)
"a,b,c,d".split(",", N)
bytes(N)
[5, 6, 7, 8].pop(N)
list("abcdef").insert(N, 1)
{N: 1}[3]
{3: 1}.get(N)
collections.Counter("aab").most_common(N)
collections.deque(range(9), maxlen=N)
list(collections.deque(range(9), maxlen=N))
tuple(range(N))
(1, 2, 3, 4)[-N]
round(2.34567, N)
complex(N)
train_test_split(np.zeros((9, 2)), test_size=N)[1].shape
make_classification(n_samples=N)[0].shape
load_iris().data[:N].shape
hash(N) == hash(3)
chr(N)
hex(N)
bin(N)
sum(range(N))
np.zeros((3, 4, 5))[..., :N].shape
random.sample(range(9), N).__len__()
""".strip().splitlines()


def said(expression: str, number: str) -> tuple[list[str], list[str], list[str]]:
    """What is printed, what is raised, and the rules under which Keras refuses something."""
    machine = Interpreter(lambda name: None, lambda name: None, Budget(), net=False)
    machine.library = Library(machine)
    printed: list[str] = []
    raised: list[str] = []
    machine.state["print"] = printed.append
    machine.left_behind = lambda statement, scope, reason, span: raised.append(reason)
    text = f"{START}N = {number}\nx = {expression}\nprint(repr(x))\n"
    machine.run(Source("program.py", text), syntax.lower(text).statements)
    refused = [event.refused.rule for event in machine.events if isinstance(event, Refusal)]
    return printed, raised, refused


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_the_same_for_both(expression: str) -> None:
    assert said(expression, "np.int64(3)") == said(expression, "3")
