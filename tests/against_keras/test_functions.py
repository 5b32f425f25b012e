"""Functions of `keras.ops` that are seldom used: shapes, dtypes, names and refusals of Keras."""

from __future__ import annotations

import pytest

from .running import Session, compare

HEAD = [
    "import keras",
    "import numpy as np",
    "from keras import ops",
    "x = keras.Input(batch_shape=(4, 6, 8))",
    "z = keras.Input((6, 8))",
    "v = keras.Input(batch_shape=(9,))",
    "w = keras.Input(batch_shape=(4,))",
    "image = keras.Input((8, 10, 4))",
    "volume = keras.Input((8, 8, 8, 2))",
    "corners = keras.Input((4, 2))",
    "inputs = [x, z, v, w, image, volume, corners]",
]

#: What Keras takes, and of which cnnlint knows everything.
KNOWN = """
ops.vectorized_map(lambda t: ops.relu(t), x)
ops.vectorized_map(lambda t: t[0] + t[1], (x, x))
ops.map(lambda t: ops.sum(t, axis=0), z)
ops.map(lambda t: (t, ops.sum(t)), z)
ops.cond(ops.sum(x) > 0, lambda: x + 1, lambda: x * 2)
ops.cond(True, lambda: x + 1, lambda: x * 2)
ops.cond(False, lambda: x + 1, lambda: ops.sum(x))
ops.while_loop(lambda t: ops.sum(t) < 3, lambda t: t + 1, (x,))
ops.while_loop(lambda t: ops.sum(t) < 3, lambda t: t + 1, x)
ops.fori_loop(0, 3, lambda i, t: t + 1, z)
ops.switch(1, [lambda t: ops.sum(t, axis=1), lambda t: t], z)
ops.switch(0, [lambda a, b: (a, a * b)], z, z)
ops.scan(lambda c, t: (c + t, c * t), ops.zeros((8,)), x[0])
ops.scan(lambda c, t: (c + t, c * t), z[0], z)
ops.scan(lambda c, t: (c, ops.sum(c)), z[0], length=5)
ops.associative_scan(lambda a, b: a + b, x, axis=1)
ops.associative_scan(lambda a, b: a + b, z)
ops.associative_scan(lambda a, b: a + b, z, axis=-1)
ops.associative_scan(lambda a, b: [a[0] + b[0], a[1] * b[1]], [x, x])
ops.jvp(lambda a: ops.sum(a, axis=1), (x,), (x,))
ops.corrcoef(x)
ops.corrcoef(z)
ops.correlate(v, w)
ops.correlate(w, v)
ops.correlate(v, w, mode='same')
ops.correlate(v, w, mode='full')
ops.ctc_decode(z, w)
ops.ctc_decode(z, [4, 4], strategy='beam_search', top_paths=2)
ops.unfold(image, 3)
ops.unfold(ops.transpose(image, (0, 3, 1, 2)), 3, padding=1)
ops.unfold(ops.transpose(image, (0, 3, 1, 2)), (3, 2), dilation=2, stride=(2, 1))
ops.fold(z, 4, (2, 1))
ops.fold(z, (5, 4), 1)
ops.histogram(v)
ops.histogram(x, bins=4, range=(0, 2))
ops.lstsq(x[0], x[1])
ops.lstsq(x[0], x[1, :, 0])
ops.lu_factor(x)
ops.lu_factor(z)
ops.matrix_rank(x)
ops.matrix_rank(z)
ops.polar(x, x)
ops.polar(v, 1.0)
ops.rearrange(x, 'b h c -> b (h c)')
ops.rearrange(x, '(a b) h c -> (b c) h a', a=2)
ops.rearrange(x, 'b (h k) c -> b k (h c)', h=2)
ops.rearrange(x, 'b (h k) (c d) -> (d b) k (h c)', k=3, c=4)
ops.select([x > 1, x > 2], [x, x * 2], 0)
ops.slogdet(x)
ops.slogdet(z[:, :, :6])
ops.trapezoid(x)
ops.trapezoid(z, axis=0)
ops.trapezoid(ops.cast(x, 'int32'), axis=1)
ops.unravel_index(ops.cast(x, 'int32'), (4, 5))
ops.view(x, 'int32')
ops.view(x, 'float16')
ops.view(z, 'float64')
ops.view(x)
ops.view_as_complex(x[..., :2])
ops.view_as_real(ops.view_as_complex(x[..., :2]))
ops.view_as_real(z)
ops.image.extract_patches_3d(volume, 2)
ops.image.extract_patches_3d(volume, (2, 3, 4), strides=1, padding='same')
ops.image.extract_patches_3d(x[..., None], 2)
ops.image.extract_patches(volume, (2, 3, 4))
ops.image.map_coordinates(image[0], ops.zeros((3, 5, 7)), 1)
ops.image.perspective_transform(image, corners, corners)
ops.image.scale_and_translate(image, (2, 8, 8, 4), ops.ones(2), ops.zeros(2), (1, 2), 'linear')
""".strip().splitlines()

#: What Keras refuses, and cnnlint says so.
REFUSED = """
ops.cond(ops.sum(x) > 0, lambda: x + 1, lambda: ops.sum(x))
ops.cond(ops.sum(x) > 0, lambda: x, lambda: ops.cast(x, 'int32'))
ops.while_loop(lambda i, t: i < 3, lambda i, t: (i + 1, t + 1), (0, x))
ops.fori_loop(0, 3, lambda i, t: t, (z, z))
ops.associative_scan(lambda a, b: a, [x, x[0]])
ops.correlate(v, w, 'other')
ops.correlate(x, w)
ops.unfold(x, 3)
ops.fold(x, (4, 4), 2)
ops.fold(image, (4, 4), 3)
ops.histogram(v, bins=4.0)
ops.histogram(v, range=[0, 1])
ops.histogram(v, bins=-1)
ops.histogram(v, range=(3, 1))
ops.lstsq(x[0], w)
ops.lstsq(x, x)
ops.lu_factor(v)
ops.matrix_rank(v)
ops.rearrange(z, 'b h c -> b c h')
ops.rearrange(x, 'b h c -> b h q')
ops.rearrange(x, 'b h c')
ops.select([], [x], x)
ops.view(z[:, :, :7], 'float64')
ops.image.extract_patches_3d(volume, (2, 3))
ops.image.extract_patches_3d(v, 2)
ops.image.map_coordinates(x, ops.zeros((2, 5, 7)), 1)
ops.image.map_coordinates(x, ops.zeros((3,)), 1)
ops.image.perspective_transform(image, corners, volume)
ops.image.perspective_transform(v, corners, corners)
""".strip().splitlines()

#: The same of arrays: what comes out is the shape of a model's input. In TensorFlow's dtypes.
EAGER = """
ops.map(lambda t: ops.sum(t, axis=0), np.ones((3, 4, 5)))
ops.vectorized_map(lambda t: t[0] + t[1], (np.ones((3, 4)), np.ones((3, 4))))
ops.while_loop(lambda i, t: i < 3, lambda i, t: (i + 1, t + 1), (0, np.ones((3, 4))))[1]
ops.fori_loop(0, 3, lambda i, t: t + 1, np.ones((3, 4)))
ops.cond(False, lambda: np.ones((2,)), lambda: np.ones((3,)))
ops.switch(0, [lambda t: ops.sum(t, axis=1), lambda t: t], np.ones((3, 4)))
ops.scan(lambda c, t: (c + t, c * t), np.zeros((4,)), np.ones((3, 4)))[1]
ops.associative_scan(lambda a, b: a + b, np.ones((3, 4)), axis=1)
ops.corrcoef(np.array([[1.0, 2.0, 4.0], [3.0, 1.0, 2.0]]))
ops.correlate(np.ones((9,)), np.ones((4,)))
ops.unfold(np.ones((1, 2, 6, 7)), 3)
ops.fold(np.ones((1, 8, 9)), (4, 4), 2)
ops.histogram(np.ones((9,)), bins=4)[1]
ops.slogdet(np.ones((3, 2, 2)))[0]
ops.slogdet(np.ones((3, 2, 2)))[1]
ops.lu_factor(np.eye(4))[1]
ops.matrix_rank(np.ones((3, 4, 4)))
ops.lstsq(np.eye(4), np.ones((4, 2)))
ops.polar(np.ones((5,)), np.ones((1,)))
ops.rearrange(np.ones((4, 6, 8)), 'b (h k) c -> b k (h c)', h=2)
ops.trapezoid(np.ones((4, 6)), axis=0)
ops.unravel_index(np.array([1, 2, 3]), (3, 4))[0]
ops.view_as_real(np.ones((4, 6)))
ops.select([np.ones((3, 4)) > 0], [ops.ones((3, 4))], 0)
ops.image.extract_patches_3d(np.ones((1, 8, 8, 8, 2)), 2)
""".strip().splitlines()


@pytest.mark.parametrize("call", KNOWN)
def test_symbolic(call: str) -> None:
    with Session() as session:
        for statement in [*HEAD, f"y = {call}"]:
            assert session.run(statement), session.error
        several = isinstance(session.values["y"], (list, tuple))
        assert session.run(f"model = keras.Model(inputs, {'list(y)' if several else 'y'})")
        verdict = compare(session)
    assert not verdict.problems, "\n".join(verdict.problems)
    assert not verdict.unknowns


@pytest.mark.parametrize("call", REFUSED)
def test_refused(call: str) -> None:
    with Session() as session:
        for statement in HEAD:
            assert session.run(statement)
        assert not session.run(f"y = {call}")
        verdict = compare(session)
    assert not verdict.problems, "\n".join(verdict.problems)
    assert not verdict.unknowns


@pytest.mark.parametrize("call", EAGER)
def test_eager(call: str) -> None:
    with Session() as session:
        for statement in [
            *HEAD[:3],
            f"y = {call}",
            "given = keras.Input(batch_shape=(2, *y.shape))",
        ]:
            assert session.run(statement), session.error
        assert session.run("model = keras.Model(given, ops.relu(given))")
        verdict = compare(session)
    assert not verdict.problems, "\n".join(verdict.problems)
    assert not verdict.unknowns
