"""Random calls of the functions for matrices, signals, images, losses and random numbers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .operands import (
    Symbolic,
    called,
    flag,
    floats,
    like,
    made,
    maybe,
    sizes,
    tensors,
    words,
)

DRAWN: dict[str, st.SearchStrategy[Any]] = {}


def _add(names: str, strategy: st.SearchStrategy[Any]) -> None:
    DRAWN.update(dict.fromkeys(words(names), strategy))


# Matrices -------------------------------------------------------------------------------------


@st.composite
def _squares(draw: Any) -> Symbolic:
    side = draw(maybe)
    lead = draw(st.lists(maybe, max_size=1))
    return Symbolic((*lead, side, side), draw(floats))


@st.composite
def _matrices(draw: Any) -> Symbolic:
    return draw(st.one_of(_squares(), tensors(0, 3, floats)))  # type: ignore[no-any-return]


_add("det inv eig eigh slogdet logdet lu_factor", called(_matrices()))
_add("cholesky cholesky_inverse", called(_matrices(), upper=flag))
_add("matrix_rank", called(_matrices(), tol=st.just(0.1)))
_add("pinv", called(_matrices(), rcond=st.just(1e-3)))
_add("qr", called(_matrices(), mode=st.sampled_from(("reduced", "complete", "full"))))
_add("svd", called(_matrices(), full_matrices=flag, compute_uv=flag))


@st.composite
def _systems(draw: Any) -> Any:
    a = draw(_matrices())
    last = a.shape[-1:]
    b = draw(st.sampled_from(((*a.shape[:-1],), (*a.shape[:-2], *last, draw(maybe)), last, (3, 2))))
    return (a, Symbolic(b, a.dtype)), {}


_add("solve solve_triangular lstsq", _systems())


# Signals --------------------------------------------------------------------------------------


@st.composite
def _complex(draw: Any) -> Any:
    x = draw(tensors(0, 3, floats))
    return (x, draw(st.sampled_from((x, x, Symbolic(draw(like(x.shape, 1)))))))


_add("fft fft2 ifft2", called(_complex()))
_add("irfft", called(_complex(), fft_length=st.none() | st.integers(1, 8)))
_add("rfft", called(tensors(1, 3), fft_length=st.none() | st.integers(1, 8)))
signals = st.lists(maybe, max_size=1).flatmap(
    lambda lead: st.sampled_from((None, 8, 16, 21)).map(lambda n: Symbolic((*lead, n)))
)
_add("extract_sequences", called(signals, st.integers(1, 5), st.integers(1, 3)))
lengths = st.sampled_from(((4, 2, 4), (4, 1, 8), (5, 3, 6), (8, 4, 4)))
windows = st.sampled_from(("hann", "hamming", None))
centred = st.fixed_dictionaries({}, optional={"window": windows, "center": flag})
_add("stft", st.tuples(signals, lengths, centred).map(lambda d: ((d[0], *d[1]), d[2])))


@made
def _istft(draw: Any) -> Any:
    length, stride, fft = draw(lengths)
    frames = Symbolic((*draw(st.lists(maybe, max_size=1)), draw(maybe), fft // 2 + 1))
    keywords = {"window": "hann", "center": draw(flag), "length": draw(st.none() | sizes)}
    return ((frames, frames), length, stride, fft), keywords


DRAWN["istft"] = _istft
_add(
    "correlate",
    called(tensors(1, 1), tensors(1, 1), mode=st.sampled_from(("valid", "same", "full"))),
)


@made
def _polar(draw: Any) -> Any:
    x = draw(tensors(0, 3, floats))
    return (x, Symbolic(draw(like(x.shape, 1)))), {}


DRAWN["polar"] = _polar


# Windows over images --------------------------------------------------------------------------

many = st.sampled_from((4, 6, 8, 9, None))
images = st.tuples(st.just(None), many, many, st.just(3)).map(Symbolic)
window = st.sampled_from((1, 2, 3, (3, 2)))
stride = st.sampled_from((1, 2, (2, 1)))
padding = st.sampled_from(("valid", "same"))
last = st.sampled_from(("channels_last", "channels_last", None))
layouts = st.sampled_from(("channels_last", "channels_last", "channels_first"))

_add(
    "max_pool average_pool",
    called(images, window, strides=st.none() | stride, padding=padding, data_format=layouts),
)
targets = st.one_of(sizes, st.tuples(sizes, sizes))
_add(
    "adaptive_average_pool adaptive_max_pool",
    called(st.one_of(images, tensors(3, 3, floats)), targets, data_format=layouts),
)


@st.composite
def _convolved(draw: Any, kernel: tuple[int, int], dilated: bool = True) -> Any:
    height, width = draw(st.sampled_from(((3, 2), (1, 1), (2, 4))))
    spaced = {"strides": draw(stride), "padding": draw(padding), "data_format": draw(last)}
    if dilated and spaced["strides"] == 1:
        spaced["dilation_rate"] = draw(st.sampled_from((1, 2, (2, 1))))
    x = draw(images)
    return (x, Symbolic((height, width, *draw(like(kernel, 2))))), spaced


_add("conv", _convolved((3, 5)))
_add("depthwise_conv", _convolved((3, 2)))
_add("conv_transpose", _convolved((5, 3)))


@made
def _separable(draw: Any) -> Any:
    (x, depthwise), spaced = draw(_convolved((3, 2)))
    depth = depthwise.shape[-1] * depthwise.shape[-2]
    return (x, depthwise, Symbolic((1, 1, draw(st.sampled_from((depth, depth, 5))), 4))), spaced


DRAWN["separable_conv"] = _separable
_add(
    "unfold",
    called(
        tensors(4, 4, floats),
        st.integers(1, 3),
        dilation=st.integers(1, 2),
        padding=st.integers(0, 1),
        stride=st.integers(1, 2),
    ),
)


@made
def _fold(draw: Any) -> Any:
    side, kernel = draw(st.integers(2, 5)), draw(st.integers(1, 2))
    patches = (side - kernel + 1) ** 2
    columns = draw(st.sampled_from((kernel * kernel * 2, kernel * kernel, 3, None)))
    given = Symbolic((None, columns, draw(st.sampled_from((patches, patches, None, 4)))))
    return (given, side, kernel), {}


DRAWN["fold"] = _fold

fixed = {"data_format": last}
_add("image.rgb_to_grayscale image.rgb_to_hsv image.hsv_to_rgb", called(
    st.one_of(images, tensors(2, 4, floats)), data_format=layouts))  # fmt: skip
_add("image.sobel_edges", called(st.one_of(images, tensors(3, 4, floats)), **fixed))
_add(
    "image.resize",
    called(
        st.one_of(images, tensors(3, 4, floats)),
        st.sampled_from(((8, 9), [4, 4], 5, (3,))),
        data_format=layouts,
        crop_to_aspect_ratio=flag,
        interpolation=st.sampled_from(("bilinear", "nearest", "other")),
    ),
)
_add(
    "image.extract_patches",
    called(images, window, strides=stride, padding=padding, data_format=layouts),
)
volumes = st.tuples(st.just(None), many, many, many, st.just(2)).map(Symbolic)
_add(
    "image.extract_patches_3d",
    called(
        volumes,
        st.sampled_from((1, 2, (3, 2, 1))),
        strides=st.sampled_from((1, 2)),
        padding=padding,
    ),
)


@st.composite
def _edges(draw: Any, what: str) -> Any:
    """Mostly two of the three that say how images are cropped or padded."""
    given = {}
    for names in ((f"top_{what}", f"bottom_{what}", "target_height"),
                  (f"left_{what}", f"right_{what}", "target_width")):  # fmt: skip
        count = draw(st.sampled_from((2, 2, 2, 2, 2, 1, 3)))
        for name in draw(st.permutations(names))[:count]:
            given[name] = draw(st.sampled_from((0, 1, 1, 2, 9, -1) if name[0] != "t" or what in name
                                               else (3, 4, 8, 9, 12)))  # fmt: skip
    return (draw(st.one_of(images, images, images, tensors(2, 4, floats))),), given


_add("image.crop_images", _edges("cropping"))
_add("image.pad_images", _edges("padding"))
_add("image.gaussian_blur", called(
    st.one_of(images, tensors(2, 4, floats)), kernel_size=st.just((3, 5)), **fixed))  # fmt: skip
_add("image.elastic_transform", called(st.one_of(images, tensors(2, 4, floats)),
    alpha=st.just(2.0), seed=st.just(1), **fixed))  # fmt: skip


@made
def _affine(draw: Any) -> Any:
    x = draw(st.one_of(images, images, tensors(2, 4, floats)))
    batch = x.shape[:-3]
    transform = Symbolic(
        draw(st.sampled_from(((*batch, 8), (8,), (None, 8), (2, 8), (*batch, 6), (None, 8, 1))))
    )
    methods = st.sampled_from(("bilinear", "nearest", "bicubic"))
    modes = st.sampled_from(("constant", "reflect", "other"))
    optional = {"interpolation": methods, "fill_mode": modes, "data_format": layouts}
    return (x, transform), draw(st.fixed_dictionaries({}, optional=optional))


@made
def _perspective(draw: Any) -> Any:
    x = draw(st.one_of(images, tensors(2, 4, floats)))
    corners = st.sampled_from(((*x.shape[:-3], 4, 2), (4, 2), (None, 4, 2), (4, 3)))
    return (x, Symbolic(draw(corners)), Symbolic(draw(corners))), {}


@made
def _coordinates(draw: Any) -> Any:
    x = draw(tensors(1, 3, floats))
    first = draw(st.sampled_from((len(x.shape), len(x.shape), 2)))
    at = Symbolic((first, *draw(st.lists(maybe, max_size=2))))
    return (x, at, draw(st.integers(0, 1))), {}


@made
def _translated(draw: Any) -> Any:
    x = draw(images)
    method = draw(st.sampled_from(("linear", "cubic", "nearest")))
    return (x, (2, 8, 8, 3), Symbolic((2,)), Symbolic((2,)), (1, 2), method), {}


@made
def _compared(draw: Any) -> Any:
    x = draw(st.one_of(images, tensors(0, 4, floats)))
    return (x, Symbolic(draw(like(x.shape, 1)), x.dtype)), {"max_val": 1.0}


DRAWN |= {
    "image.affine_transform": _affine,
    "image.perspective_transform": _perspective,
    "image.map_coordinates": _coordinates,
    "image.scale_and_translate": _translated,
    "image.ssim": _compared,
    "psnr": _compared,
}


# Normalizations and losses --------------------------------------------------------------------


@st.composite
def _scaled(draw: Any, count: int, least: int) -> Any:
    x = draw(tensors(1, 4, floats))
    place = draw(st.integers(-1, len(x.shape) - 1))
    size = draw(st.sampled_from((x.shape[place], x.shape[place], 2)))
    vectors = [Symbolic((size,), x.dtype) for _ in range(count)]
    return x, vectors[: draw(st.integers(least, count))], place


_add(
    "layer_normalization",
    _scaled(2, 0).map(
        lambda d: ((d[0],), {"axis": d[2]} | dict(zip(("gamma", "beta"), d[1], strict=False)))
    ),
)
_add(
    "rms_normalization",
    _scaled(1, 0).map(lambda d: ((d[0],), {"axis": d[2]} | ({"scale": d[1][0]} if d[1] else {}))),
)
_add("batch_normalization", _scaled(2, 2).map(lambda d: ((d[0], *d[1], d[2]), {})))


@st.composite
def _judged(draw: Any, sparse: bool) -> Any:
    output = draw(tensors(1, 3, floats))
    shape = output.shape[:-1] if sparse else output.shape
    target = Symbolic(draw(like(shape, 1)), "int32" if sparse else output.dtype)
    if sparse and draw(flag):
        target = Symbolic((*target.shape, 1), "int32")
    return (target, output), {"from_logits": draw(flag), "axis": -1}


_add("categorical_crossentropy", _judged(False))
_add("sparse_categorical_crossentropy", _judged(True))
_add("binary_crossentropy", _judged(False).map(lambda d: (d[0], {})))


@made
def _ctc_loss(draw: Any) -> Any:
    batch = draw(maybe)
    rows = st.sampled_from((batch, batch, batch, 2))
    target = Symbolic((draw(rows), *draw(like((draw(maybe),)))), "int32")
    output = Symbolic((draw(rows), draw(maybe), draw(maybe)), draw(floats))
    if draw(st.integers(0, 5)) == 0:
        output = draw(tensors(1, 4, floats))
    lengths = [Symbolic((draw(rows),), "int32") for _ in range(2)]
    return (target, output, *lengths), draw(
        st.fixed_dictionaries({}, optional={"mask_index": st.just(1)})
    )


@made
def _ctc_decode(draw: Any) -> Any:
    batch = draw(maybe)
    scores = Symbolic((batch, draw(maybe), draw(maybe)))
    return (scores, Symbolic((draw(st.sampled_from((batch, batch, 2))),), "int32")), {
        "strategy": draw(st.sampled_from(("greedy", "beam_search")))
    }


DRAWN |= {"ctc_loss": _ctc_loss, "ctc_decode": _ctc_decode}


# Random numbers -------------------------------------------------------------------------------

shapes = st.lists(sizes, max_size=3).map(tuple)
seeded = {"seed": st.just(1)}
kinds = st.sampled_from(("float32", "float16"))
_add("random.normal random.truncated_normal", called(shapes, dtype=kinds, **seeded))
_add("random.uniform", called(shapes, dtype=kinds, **seeded))
_add("random.randint", called(shapes, st.just(0), st.just(5), dtype=st.just("int32"), **seeded))
_add("random.beta", called(shapes, st.just(0.5), st.just(1.5), dtype=kinds, **seeded))
_add("random.gamma", called(shapes, st.just(0.5), dtype=kinds, **seeded))
_add("random.binomial", called(shapes, st.just(5), st.just(0.5), dtype=kinds, **seeded))
_add("random.categorical", called(tensors(0, 3, floats), sizes, **seeded))
_add("random.dropout", called(tensors(), st.just(0.5), **seeded))
_add("random.shuffle", called(tensors(), axis=st.integers(-1, 1), **seeded))
