"""Shape arithmetic says what Keras says, None for None, and shows a sum that is right."""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "numpy")

import keras
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from keras.src.backend.common.backend_utils import compute_conv_transpose_output_shape
from keras.src.ops import operation_utils as keras_rules

from cnnlint import dims, shapes
from cnnlint.diagnostics import Refused
from cnnlint.dims import symbol

quick = settings(max_examples=150, deadline=None)
H = symbol("H", hidden=True)
W = symbol("W", hidden=True)
B = symbol("batch", hidden=True)
F = symbol("filters")

sizes = st.sampled_from([1, 2, 3, 4, 6, 12, None])
some_shapes = st.lists(sizes, max_size=4).map(tuple)


def symbolic(shape, tag=""):
    """Every None becomes a hidden symbol of its own."""
    return tuple(
        symbol(f"n{tag}_{i}", hidden=True) if d is None else d for i, d in enumerate(shape)
    )


def seen(shape):
    return tuple(None if dims.hidden(d) else d for d in shape)


def assert_same(keras_answer, ours, *inputs):
    """The same shape, or both refuse. Where sizes are hidden, more can be refused than in Keras."""
    problem = ""
    try:
        expected = tuple(keras_answer())
    except (ValueError, IndexError) as error:
        problem = type(error).__name__
    if problem:
        with pytest.raises(Refused) as refused:
            ours()
        assert refused.value.exception == problem
        return
    try:
        got = ours()
    except Refused:
        assert any(None in shape for shape in inputs)
        return
    assert seen(got) == expected


@quick
@given(
    st.integers(1, 40),
    st.integers(1, 7),
    st.integers(1, 4),
    st.sampled_from(["valid", "same", "causal"]),
    st.integers(1, 3),
)
def test_window(n, k, s, padding, d):
    assume(s == 1 or d == 1)
    found = shapes.window(n, k, s, padding, d)
    try:
        expected = keras_rules.compute_conv_output_shape(
            (None, n, 3), 8, (k,), s, padding, "channels_last", d
        )[1]
    except ValueError:
        assert found.size <= 0
        return
    assert found.size == expected
    padded = n + found.before + found.after
    span = (k - 1) * d + 1
    assert padded == (found.size - 1) * s + span + found.unread
    assert 0 <= found.unread < s
    working, result = found.sum.split(" = ")
    for sign, code in (("−", "-"), ("·", "*"), ("/", "//"), ("⌊", "("), ("⌋", ")")):
        working = working.replace(sign, code)
    assert eval(working) == int(result) == expected
    free = shapes.window(H, k, s, padding, d)
    for part in ("size", "before", "after", "unread"):
        at = dims.substitute(getattr(free, part), {"H": n})
        assert at == getattr(found, part)
    assert dims.hidden(free.size)


def test_same_padding_is_split_as_tensorflow_does():
    tf = pytest.importorskip("tensorflow")
    for n in range(1, 12):
        for k in (1, 2, 3, 5):
            for s in (1, 2, 3):
                found = shapes.window(n, k, s, "same")
                data = tf.reshape(tf.range(1.0, n + 1), (1, n, 1))
                filters = tf.reshape(tf.range(1.0, k + 1), (k, 1, 1))
                padded = tf.pad(data, ((0, 0), (found.before, found.after), (0, 0)))
                same = tf.nn.conv1d(data, filters, s, "SAME")
                assert bool(tf.reduce_all(same == tf.nn.conv1d(padded, filters, s, "VALID")))


@pytest.mark.parametrize(
    ("args", "text"),
    [
        ((32, 3), "(32 − 3)/1 + 1 = 30"),
        ((28, 3, 2), "⌊(28 − 3)/2⌋ + 1 = 13"),
        ((32, 2, 2), "(32 − 2)/2 + 1 = 16"),
        ((32, 3, 1, "same"), "(32 + 2·1 − 3)/1 + 1 = 32"),
        ((28, 3, 2, "same"), "⌊(28 + (0+1) − 3)/2⌋ + 1 = 14"),
        ((32, 1, 1, "same"), "(32 − 1)/1 + 1 = 32"),
        ((32, 3, 1, "valid", 2), "(32 − (2·(3−1)+1))/1 + 1 = 28"),
        ((32, 3, 1, "causal"), "(32 + (2+0) − 3)/1 + 1 = 32"),
        ((2, 3), "(2 − 3)/1 + 1 = 0"),
        ((H, 3, 2), "⌊(H − 3)/2⌋ + 1"),
        ((H, 3, 2, "same"), "⌈H/2⌉"),
        ((H, 3, 1, "same"), "(H + 2·1 − 3)/1 + 1"),
    ],
)
def test_window_sum(args, text):
    assert shapes.window(*args).sum == text


@quick
@given(
    st.one_of(st.none(), st.integers(1, 20)),
    st.integers(1, 6),
    st.integers(1, 4),
    st.sampled_from(["valid", "same"]),
    st.integers(1, 3),
    st.one_of(st.none(), st.integers(0, 3)),
)
def test_transposed(n, k, s, padding, d, extra):
    expected = compute_conv_transpose_output_shape(
        (None, n, 3), (k,), 8, s, padding, extra, "channels_last", d
    )[1]
    size, text = shapes.transposed(symbolic((n,))[0], k, s, padding, d, extra)
    assert seen((size,)) == (expected,)
    if n is not None:
        working, result = text.split(" = ")
        assert eval(working.replace("−", "-").replace("·", "*")) == int(result) == expected


@quick
@given(st.lists(some_shapes, min_size=2, max_size=3))
def test_broadcast(given_shapes):
    def by_keras():
        result = given_shapes[0]
        for shape in given_shapes[1:]:
            result = keras_rules.broadcast_shapes(result, shape)
        return result

    ours = [symbolic(shape, i) for i, shape in enumerate(given_shapes)]
    assert_same(by_keras, lambda: shapes.broadcast(ours, []), *given_shapes)


batched = st.tuples(sizes, some_shapes).map(lambda pair: (pair[0], *pair[1]))


def by_layer(layer, inputs):
    return layer([keras.KerasTensor(shape) for shape in inputs]).shape


@quick
@given(st.lists(batched, min_size=2, max_size=3))
def test_merge(given_shapes):
    ours = [symbolic(shape, i) for i, shape in enumerate(given_shapes)]
    assert_same(
        lambda: by_layer(keras.layers.Add(), given_shapes),
        lambda: shapes.merge(ours, []),
        *given_shapes,
    )


@quick
@given(st.data())
def test_concatenate(data):
    base = data.draw(batched)
    others = [
        tuple(data.draw(st.sampled_from([d, None, 3])) for d in base)
        for _ in range(data.draw(st.integers(0, 2)))
    ]
    inputs = [base, *others]
    axis = data.draw(st.integers(-len(base), len(base) - 1))
    ours = [symbolic(shape, i) for i, shape in enumerate(inputs)]
    assert_same(
        lambda: by_layer(keras.layers.Concatenate(axis=axis), inputs),
        lambda: shapes.concatenate(ours, axis, [])[0],
        *inputs,
    )


@quick
@given(some_shapes, some_shapes)
def test_matmul(a, b):
    assume(a and b)
    ours = symbolic(a, "a"), symbolic(b, "b")
    assert_same(
        lambda: keras_rules.compute_matmul_output_shape(a, b),
        lambda: shapes.matmul(*ours, []),
        a,
        b,
    )


@settings(max_examples=400, deadline=None)
@given(some_shapes, st.lists(st.sampled_from([-1, -1, 1, 2, 3, 4, 6, None, 0]), max_size=4))
@example((None, 4), [3])
@example((12, None), [-1, 4])
@example((12,), [None, 4])
@example((2, 3), [-2])
def test_reshape(shape, target):
    target = tuple(target)
    ours = symbolic(shape)
    assert_same(
        lambda: keras_rules.compute_reshape_output_shape(shape, target, "target"),
        lambda: shapes.reshape(ours, target, [])[0],
        shape,
        target,
    )


@quick
@given(some_shapes, st.lists(st.sampled_from([-1, 1, 2, 3, 4, 6]), max_size=3), st.integers(1, 9))
def test_reshape_of_hidden_sizes_keeps_the_values(shape, target, value):
    ours, needs = symbolic(shape), []
    try:
        result, _ = shapes.reshape(ours, tuple(target), needs)
    except Refused:
        return
    env = {name: value for size in ours for name in dims.symbols(size)}
    before = dims.product(dims.substitute(size, env) for size in ours)
    if all(need.holds(env) for need in needs):
        known = dims.product(dims.substitute(size, env) for size in result)
        assert known == before


@quick
@given(batched)
def test_flatten(shape):
    assert_same(
        lambda: keras.layers.Flatten()(keras.KerasTensor(shape)).shape,
        lambda: shapes.flatten(symbolic(shape))[0],
    )


@quick
@given(batched, st.lists(st.integers(0, 4), max_size=3))
def test_permute(shape, order):
    assert_same(
        lambda: keras.layers.Permute(order)(keras.KerasTensor(shape)).shape,
        lambda: shapes.permute(symbolic(shape), order),
    )


@quick
@given(some_shapes, st.one_of(st.none(), st.lists(st.integers(-4, 4), max_size=4)))
def test_transpose(shape, axes):
    assert_same(
        lambda: keras_rules.compute_transpose_output_shape(shape, axes),
        lambda: shapes.transpose(symbolic(shape), axes),
    )


axes = st.one_of(st.integers(-4, 4), st.lists(st.integers(-4, 4), max_size=3, unique=True))


@quick
@given(some_shapes, st.one_of(st.none(), axes), st.booleans())
def test_reduce(shape, axis, keepdims):
    places = [axis] if isinstance(axis, int) else axis or []
    rank = max(len(shape), 1)  # Keras goes wrong when one axis is named twice, and backends refuse
    assume(len({a % rank for a in places}) == len(places))
    assert_same(
        lambda: keras_rules.reduce_shape(shape, axis, keepdims),
        lambda: shapes.reduce(symbolic(shape), axis, keepdims),
    )


@quick
@given(some_shapes, axes)
def test_expand_dims(shape, axis):
    rank = len(shape) + (1 if isinstance(axis, int) else len(axis))
    places = [axis] if isinstance(axis, int) else axis
    assume(rank and len({a % rank for a in places}) == len(places))
    assert_same(
        lambda: keras_rules.compute_expand_dims_output_shape(shape, axis),
        lambda: shapes.expand_dims(symbolic(shape), axis),
    )


@quick
@given(some_shapes, st.one_of(st.none(), st.integers(-4, 4)))
def test_squeeze(shape, axis):
    assert_same(
        lambda: keras.ops.squeeze(keras.KerasTensor(shape), axis).shape,
        lambda: shapes.squeeze(symbolic(shape), axis, []),
    )


@quick
@given(
    some_shapes, st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4)
)
def test_pad(shape, widths):
    assert_same(
        lambda: keras.ops.pad(keras.KerasTensor(shape), tuple(widths)).shape,
        lambda: shapes.pad(symbolic(shape), widths),
    )


bounds = st.one_of(st.none(), st.integers(-9, 9))


@quick
@given(st.integers(1, 9), bounds, bounds, st.one_of(st.none(), st.integers(-3, 3)))
def test_slice(n, start, stop, step):
    if step == 0:
        with pytest.raises(Refused):
            shapes.slice_size(n, start, stop, step)
        return
    expected = len(range(n)[start:stop:step])
    assert shapes.slice_size(n, start, stop, step) == expected
    free = shapes.slice_size(H, start, stop, step)
    assert dims.hidden(free)
    at = dims.substitute(free, {"H": n})
    assert dims.equal(at, expected) is dims.ALWAYS


def needed(function, *args):
    needs = []
    result = function(*args, needs)
    return result, [str(need) for need in dims.conjoin(needs) or ()]


def test_conditions_on_hidden_sizes():
    assert needed(shapes.broadcast, [(H, 8), (5, 8)]) == ((5, 8), ["H in (1, 5)"])
    assert needed(shapes.broadcast, [(H, 8), (F, 8)]) == ((F, 8), ["H == filters"])
    assert needed(shapes.broadcast, [(H, 8), (1, 8)]) == ((H, 8), [])
    up = 2 * (H // 2)
    assert needed(shapes.merge, [(B, H, 8), (B, up, 8)]) == ((B, H, 8), ["H % 2 == 0"])
    joined = needed(shapes.concatenate, [(B, up, 64), (B, H, 128)], -1)
    assert joined == (((B, up, 192), "64 + 128 = 192"), ["H % 2 == 0"])
    assert needed(shapes.reshape, (H, W, 64), (-1, 64)) == (((H * W, 64), "H·W·64/64"), [])
    assert needed(shapes.reshape, (H, 6), (-1, 4))[1] == ["H % 2 == 0"]
    assert needed(shapes.matmul, (B, H), (8, 3)) == ((B, 3), ["H == 8"])


def refusal(function, *args):
    with pytest.raises(Refused) as refused:
        function(*args, [])
    return refused.value


def test_refusals_explain():
    wrong = refusal(shapes.reshape, (7, 7, 128), (7, 7, 256))
    assert wrong.rule == "reshape-size-mismatch"
    assert wrong.message == "Reshape needs 7·7·256 = 12544 values, its input has 6272"
    assert wrong.help == "(7, 7, 128) holds 6272 values: 128 instead of 256"
    wrong = refusal(shapes.merge, [(B, 32, 32, 8), (B, 16, 32, 8)])
    assert wrong.rule == "merge-shape-mismatch"
    assert "(None, 32, 32, 8) and (None, 16, 32, 8)" in wrong.message.replace("shape ", "")
    assert "by 2" in wrong.help
    assert refusal(shapes.concatenate, [(B, 32, 8), (B, 30, 8)], -1).rule == "concat-shape-mismatch"
    assert refusal(shapes.concatenate, [(B, 8), (B, 3, 8)], -1).rule == "concat-shape-mismatch"
    assert refusal(shapes.broadcast, [(4, 8), (3, 8)]).rule == "shapes-do-not-broadcast"
    assert refusal(shapes.broadcast, [(2 * H, 8), (5, 8)]).rule == "shapes-do-not-broadcast"


def test_show():
    assert shapes.show((B, 32, 32, 64)) == "(None, 32, 32, 64)"
    assert shapes.show((B,)) == "(None,)"
    assert shapes.show((B, 2 * F)) == "(None, 2·filters)"
    assert shapes.show(()) == "()"
    assert shapes.factors((3, 3, 3, 64)) == "3·3·3·64"
    assert shapes.factors((F + 1, 64)) == "(filters + 1)·64"


def test_every_function_is_found_when_asked_for():
    public = [name for names in shapes.HOMES.values() for name in names.split()]
    assert all(getattr(shapes, name).__name__ == name for name in public)
    with pytest.raises(AttributeError, match="no attribute 'wndow'"):
        shapes.wndow  # noqa: B018


def test_what_differs_only_in_channels_is_joined_along_those() -> None:
    with pytest.raises(Refused) as refused:
        shapes.concatenate([(4, 6, 6, 8), (4, 6, 6, 16)], 1, [])
    assert refused.value.help == "only axis 3 differs: join them along that one, with `axis=-1`"
    with pytest.raises(Refused) as refused:
        shapes.concatenate([(4, 12, 12, 8), (4, 6, 6, 8)], 3, [])
    assert "up-sample the smaller" in refused.value.help
