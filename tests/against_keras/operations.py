"""Random calls of each function of `keras.ops`, `keras.ops.image` and `keras.random`.

`DRAWN` has for each name what draws its arguments. The rest of the functions are in
`transforming`, and those that are given functions in `looping`.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .operands import (
    Symbolic,
    axis,
    called,
    dtypes,
    flag,
    floats,
    like,
    made,
    maybe,
    pairs,
    sizes,
    tensors,
    words,
)

DRAWN: dict[str, st.SearchStrategy[Any]] = {}

few = st.one_of(st.none(), axis, st.lists(axis, max_size=2).map(tuple))
one = st.one_of(st.none(), axis)
batched = st.lists(maybe, max_size=2)


def _add(names: str, strategy: st.SearchStrategy[Any]) -> None:
    DRAWN.update(dict.fromkeys(words(names), strategy))


# Elementwise ----------------------------------------------------------------------------------

_add(
    "absolute abs negative square sign sqrt exp exp2 expm1 log log10 log1p log2 sin cos tan sinh "
    "cosh tanh arcsin arccos arctan arcsinh arccosh arctanh reciprocal rsqrt sigmoid softplus "
    "softsign silu swish selu log_sigmoid hard_sigmoid hard_silu hard_swish relu relu6 erf erfc "
    "erfinv ceil floor trunc fabs cbrt deg2rad rad2deg i0 sinc isnan isinf isfinite isneginf "
    "isposinf isreal signbit logical_not copy conj conjugate angle real imag stop_gradient ravel "
    "shape ndim size dtype is_tensor hard_tanh tanh_shrink sparse_plus sparse_sigmoid nonzero "
    "bitwise_invert bitwise_not fliplr flipud view_as_real corrcoef",
    called(tensors()),
)
_add("gelu", called(tensors(), approximate=flag))
_add("celu elu", called(tensors(), alpha=st.sampled_from((0.5, 1))))
_add("leaky_relu", called(tensors(), negative_slope=st.just(0.1)))
_add("squareplus", called(tensors(), b=st.sampled_from((2, 4.0))))
_add("hard_shrink soft_shrink", called(tensors(), threshold=st.just(0.25)))
_add("threshold", called(tensors(), st.just(0.5), st.sampled_from((0, 1.5))))
_add("round", called(tensors(), decimals=st.integers(-1, 2)))
_add("nan_to_num", called(tensors(), nan=st.just(1.0), posinf=st.just(2.0)))
_add("clip", called(tensors(), st.just(0), st.sampled_from((1, 1.5))))
_add("ones_like zeros_like empty_like", called(tensors(), dtype=dtypes))
_add("array convert_to_tensor", called(tensors(), dtype=dtypes))
_add("convert_to_numpy", called(tensors()))
_add("cast saturate_cast", called(tensors(), dtypes))
_add("full_like", called(tensors(), st.sampled_from((2, 0.5)), dtype=dtypes))
_add("softmax log_softmax", called(tensors(), axis=few))
_add("sparsemax glu", called(tensors(), axis=axis))
_add("normalize", called(tensors(), axis=axis, order=st.sampled_from((1, 2))))
_add("tril triu", called(tensors(), k=st.integers(-1, 1)))
_add("view", called(tensors(), dtype=st.sampled_from(("float32", "int32", "uint8", "float64"))))
_add("view_as_complex", called(st.tuples(batched).map(lambda b: Symbolic((*b[0], 2)))))

_add(
    "add subtract multiply maximum minimum mod floor_divide power divide true_divide arctan2 equal "
    "not_equal less less_equal greater greater_equal logical_and logical_or logical_xor matmul dot "
    "inner outer vdot divide_no_nan hypot fmax fmin fmod logaddexp logaddexp2 gcd lcm heaviside "
    "kron ldexp nextafter bitwise_and bitwise_or bitwise_xor bitwise_left_shift "
    "bitwise_right_shift left_shift right_shift",
    pairs().map(lambda pair: (pair, {})),
)
_add("isclose allclose", pairs().map(lambda pair: (pair, {"rtol": 1e-3})))
_add("append", st.tuples(pairs(), st.fixed_dictionaries({}, optional={"axis": one})))
_add("isin", st.tuples(pairs(), st.fixed_dictionaries({}, optional={"invert": flag})))


@made
def _where(draw: Any) -> Any:
    first, second = draw(pairs())
    return (Symbolic(first.shape, "bool"), first, second), {}


DRAWN["where"] = _where


# Reductions -----------------------------------------------------------------------------------

_add(
    "sum mean max min std var all any amax amin logsumexp ptp nanmax nanmean nanmin nanprod nanstd "
    "nansum nanvar",
    called(tensors(), axis=few, keepdims=flag),
)
_add("median nanmedian", called(tensors(), axis=few, keepdims=flag))
_add("prod", called(tensors(), axis=few, keepdims=flag, dtype=dtypes))
_add("argmax argmin nanargmax nanargmin", called(tensors(), axis=one, keepdims=flag))
_add("cumsum cumprod nancumsum nancumprod", called(tensors(), axis=one, dtype=dtypes))
_add("count_nonzero", called(tensors(), axis=few))
_add("moments", called(tensors(), st.one_of(axis, st.lists(axis, max_size=2)), keepdims=flag))
_add(
    "quantile percentile nanquantile nanpercentile",
    called(
        tensors(1, 3, floats),
        st.sampled_from((0.5, [0.25, 0.5], Symbolic((3,)), Symbolic(()))),
        axis=few,
        keepdims=flag,
        method=st.sampled_from(("linear", "lower", "nearest")),
    ),
)
_add(
    "norm",
    called(
        tensors(1, 3),
        ord=st.sampled_from((None, 1, 2, 3, "fro", "nuc")),
        axis=few,
        keepdims=flag,
    ),
)
_add("trapezoid", called(tensors(1, 3), dx=st.just(0.5), axis=axis))
_add("diff", called(tensors(1, 3), n=st.integers(0, 3), axis=axis))
_add("sort argsort", called(tensors(), axis=one))
_add("argpartition", called(tensors(1, 3), st.integers(0, 1), axis=axis))
_add("top_k", called(tensors(1, 3), st.integers(1, 3), sorted=flag))


@made
def _average(draw: Any) -> Any:
    x = draw(tensors(1, 3))
    weights = Symbolic(draw(like(x.shape, 1)) if draw(flag) else (draw(maybe),))
    return (x,), {"axis": draw(one), "weights": draw(st.sampled_from((None, weights, weights)))}


DRAWN["average"] = _average


# Layout ---------------------------------------------------------------------------------------


@made
def _reshape(draw: Any) -> Any:
    x = draw(tensors())
    free = st.lists(st.sampled_from((-1, 1, 2, 3, 4, 6, None)), max_size=4)
    same = st.permutations([-1 if size is None else size for size in x.shape])
    return (x, tuple(draw(st.one_of(free, same)))), {}


DRAWN["reshape"] = _reshape
order = st.integers(0, 4).flatmap(lambda rank: st.permutations(range(rank)))
_add("transpose", st.one_of(called(tensors()), called(tensors(), order.map(tuple))))
_add("expand_dims", called(tensors(), st.one_of(axis, st.lists(axis, max_size=2).map(tuple))))
_add("squeeze flip", called(tensors(), axis=few))
_add("swapaxes", called(tensors(), axis, axis))
places = st.one_of(axis, st.lists(axis, max_size=2).map(tuple))
_add("moveaxis", called(tensors(), places, places))
_add("tile", called(tensors(), st.one_of(sizes, st.lists(sizes, min_size=1, max_size=4))))
_add("repeat", called(tensors(), st.one_of(sizes, st.lists(sizes, max_size=3)), axis=one))
_add("broadcast_to", called(tensors(), st.lists(sizes, max_size=4).map(tuple)))
_add("roll", called(tensors(), st.integers(-1, 2), axis=one))
_add("rot90", called(tensors(1), k=st.integers(-1, 2), axes=st.sampled_from(((0, 1), (1, 2)))))
_add("diag diagflat", called(tensors(0, 3), k=st.integers(-1, 1)))
_add("diagonal trace", called(tensors(), offset=st.integers(-1, 1), axis1=axis, axis2=axis))
layouts = st.sampled_from(("channels_last", "channels_first"))
blocks = st.tuples(st.just(None), *[st.sampled_from((2, 4, 6, 8, 9, None))] * 3).map(Symbolic)
block = st.sampled_from((2, 2, 2, 3, 1))
_add("depth_to_space space_to_depth", called(blocks, block, data_format=layouts))
pair = st.tuples(st.integers(0, 2), st.integers(0, 2))
widths = st.one_of(st.integers(0, 2), pair, st.lists(pair, min_size=1, max_size=4))
modes = st.sampled_from(("constant", "reflect", "symmetric"))
_add("pad", called(tensors(), widths, mode=modes))


# Joining, cutting and looking up --------------------------------------------------------------


@st.composite
def _several(draw: Any) -> Any:
    x = draw(tensors())
    others = [Symbolic(draw(like(x.shape, None, 2)), draw(dtypes)) for _ in range(draw(sizes) % 3)]
    return [x, *others]


_add("concatenate stack", called(_several(), axis=axis))
_add("vstack hstack dstack", called(_several()))
cuts = st.one_of(st.integers(1, 3), st.lists(st.integers(1, 3), min_size=1, max_size=2))
_add("split array_split", called(tensors(), cuts, axis=axis))
_add("vsplit hsplit dsplit", called(tensors(1), cuts))
_add("unstack", called(tensors(), axis=axis, num=st.none()))
indices = tensors(0, 2, st.just("int32"))
_add("take", called(tensors(), st.one_of(indices, st.just([0, 1])), axis=one))
_add("get_item", called(tensors(), st.integers(-2, 2)))
codes = tensors(0, 3, st.just("int32"))
_add("one_hot", called(codes, sizes, axis=axis, dtype=dtypes))
_add("multi_hot", called(codes, num_classes=sizes, axis=axis, dtype=dtypes))
_add("digitize", called(tensors(), st.sampled_from(([0.0, 1.0], [1.0])) | tensors(0, 2)))
_add("bincount", called(tensors(0, 2, st.just("int32")), minlength=sizes))
_add(
    "segment_sum segment_max segment_min segment_prod",
    called(tensors(1, 3), tensors(1, 1, st.just("int32")), num_segments=st.none() | sizes),
)
sides = st.sampled_from(("left", "right"))
_add("searchsorted", called(tensors(1, 2), tensors(0, 2), side=sides))
_add("unique", called(tensors(), axis=one, size=st.none() | sizes, return_counts=flag))
_add("histogram", called(tensors(), bins=sizes, range=st.none() | st.just((0, 2))))
_add("in_top_k", called(tensors(1, 1, st.just("int32")), tensors(2, 2, floats), st.integers(1, 2)))
_add("unravel_index", called(codes, st.sampled_from(((4, 5), (3,), (2, None)))))
_add("rearrange", called(tensors(3, 3), st.sampled_from(words("b,h,c->(b,h),c b,h,c->c,b,h")).map(
    lambda text: text.replace(",", " ").replace("->", " -> "))))  # fmt: skip


@made
def _take_along_axis(draw: Any) -> Any:
    x = draw(tensors())
    return (x, Symbolic(draw(like(x.shape, 1, 2)), "int32")), {"axis": draw(one)}


@made
def _meshgrid(draw: Any) -> Any:
    given = tuple(draw(tensors(0, 2)) for _ in range(draw(st.integers(1, 3))))
    return given, {"indexing": draw(st.sampled_from(("xy", "ij", "yx")))}


@made
def _select(draw: Any) -> Any:
    x = draw(tensors())
    count = draw(st.integers(1, 2))
    choices = [Symbolic(draw(like(x.shape, 1)), x.dtype) for _ in range(count)]
    return ([Symbolic(x.shape, "bool")] * count, choices), {}


@made
def _scatter(draw: Any) -> Any:
    rank, count = draw(st.integers(1, 3)), draw(maybe)
    given = Symbolic((count, rank), "int32"), draw(tensors(1, 2))
    return (*given, tuple(draw(st.lists(sizes, min_size=1, max_size=3)))), {}


@made
def _scatter_update(draw: Any) -> Any:
    x, count = draw(tensors(1, 3)), draw(maybe)
    indices = Symbolic((count, draw(st.sampled_from((len(x.shape), 1, 2)))), "int32")
    return (x, indices, Symbolic((count,), x.dtype)), {}


@made
def _slice(draw: Any) -> Any:
    x = draw(tensors(1, 3))
    starts = [draw(st.integers(0, 1)) for _ in x.shape]
    return (x, starts, tuple(draw(st.sampled_from((1, 2, size or 1))) for size in x.shape)), {}


@made
def _slice_update(draw: Any) -> Any:
    x = draw(tensors(1, 3))
    return (x, [0] * len(x.shape), Symbolic(draw(like(x.shape, 1)), x.dtype)), {}


DRAWN |= {
    "take_along_axis": _take_along_axis,
    "meshgrid": _meshgrid,
    "select": _select,
    "scatter": _scatter,
    "scatter_update": _scatter_update,
    "slice": _slice,
    "slice_update": _slice_update,
}


# Creating -------------------------------------------------------------------------------------

shapes = st.lists(sizes, max_size=3).map(tuple)
_add("zeros ones empty", called(shapes, dtype=dtypes))
_add("full", called(shapes, st.sampled_from((2, 0.5, True)), dtype=dtypes))
_add("eye tri", called(sizes, M=st.none() | sizes, k=st.integers(-1, 2), dtype=dtypes))
_add("identity", called(sizes, dtype=dtypes))
_add("arange", called(st.integers(0, 3), stop=st.integers(0, 9), step=st.integers(1, 2)))
ends = st.one_of(st.sampled_from((1, 2.5)), tensors(0, 2))
spaced = {"num": sizes, "endpoint": flag, "axis": st.integers(-1, 1)}
_add("linspace logspace geomspace", called(ends, ends, **spaced))
_add("bartlett blackman hamming hanning", called(sizes))
_add("kaiser", called(sizes, st.sampled_from((2, 8.5))))
_add("vander", called(tensors(0, 2), N=st.none() | st.integers(0, 4), increasing=flag))


# Products -------------------------------------------------------------------------------------


@made
def _einsum(draw: Any) -> Any:
    a, b, c, d = (draw(maybe) for _ in range(4))
    kind = draw(dtypes)
    choices = (
        ("ij,jk->ik", (a, b), (b, c)),
        ("bij,bjk->bik", (a, b, c), (a, c, d)),
        ("...i,i->...", (a, b, c), (c,)),
        ("ij,jk", (a, b), (b, c)),
        ("bhqd,bhkd->bhqk", (a, b, c, d), (a, b, 4, d)),
        ("...ij,...jk->...ik", (a, b, c), (c, d)),
        ("abc,cde->abde", (None, b, c), (c, 2, 3)),
        ("ab,ab->b", (a, b), (a, c)),
    )
    text, first, second = draw(st.sampled_from(choices))
    return (text, Symbolic(first, kind), Symbolic(second, kind)), {}


@made
def _tensordot(draw: Any) -> Any:
    a, b, c, d = (draw(maybe) for _ in range(4))
    kind = draw(dtypes)
    given = Symbolic((a, b, c), kind), Symbolic((b, c, d), kind)
    return given, {"axes": draw(st.sampled_from((2, ([1, 2], [0, 1]), 0, 1, [[2], [1]])))}


@made
def _cross(draw: Any) -> Any:
    first, second = (draw(st.sampled_from((2, 3, 3, None, 4))) for _ in range(2))
    lead = draw(batched)
    return (Symbolic((*lead, first)), Symbolic((*draw(like(tuple(lead), 1)), second))), {}


@made
def _cdist(draw: Any) -> Any:
    lead, last = tuple(draw(batched)), draw(maybe)
    other = draw(st.sampled_from((last, last, 2)))
    first = Symbolic((*lead, draw(maybe), last), draw(dtypes))
    cut = draw(st.integers(0, 3))
    return (first, Symbolic((*draw(like(lead, 1)), draw(maybe), other)[cut // 3 :])), {}


@made
def _attention(draw: Any) -> Any:
    batch, heads, width = None, draw(sizes), draw(sizes)
    keys = draw(maybe)
    query = Symbolic((batch, draw(maybe), heads, width))
    key = Symbolic((batch, keys, draw(st.sampled_from((heads, heads, 1, 2))), width))
    value = Symbolic((batch, draw(st.sampled_from((keys, keys, 2))), *key.shape[2:]))
    return (query, key, value), {"is_causal": draw(flag)}


DRAWN |= {
    "einsum": _einsum,
    "tensordot": _tensordot,
    "cross": _cross,
    "cdist": _cdist,
    "dot_product_attention": _attention,
}
