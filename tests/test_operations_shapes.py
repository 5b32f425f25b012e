"""Operations on symbolic tensors against Keras: shape, dtype, class, automatic name, refusals."""

from __future__ import annotations

import os
import warnings
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "numpy")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from against_numpy import machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keras.src.utils import naming

from cnnlint import dims
from cnnlint.diagnostics import Refused, Unknown
from cnnlint.interpreter import comparison, containers, operators
from cnnlint.interpreter.values import Raised
from cnnlint.keras import ops
from cnnlint.libraries.operations import visible
from cnnlint.network import Tensor

DTYPES = ("float32", "float32", "float16", "int32", "uint8", "bool")
sizes = st.sampled_from((1, 2, 3, 4, 6))
maybe = st.sampled_from((1, 2, 3, 4, 6, None))
dtypes = st.sampled_from(DTYPES)
axis = st.integers(-4, 3)


class Symbolic:
    """An argument that is a symbolic tensor on either side."""

    def __init__(self, shape: tuple[int | None, ...], dtype: str = "float32") -> None:
        self.shape = shape
        self.dtype = dtype

    def __repr__(self) -> str:
        return f"T{self.shape}:{self.dtype}"

    def real(self) -> Any:
        return keras.KerasTensor(self.shape, self.dtype)

    def ours(self, counter: list[int]) -> Tensor:
        shape = []
        for size in self.shape:
            counter[0] += 1
            shape.append(dims.symbol(f"n{counter[0]}", hidden=True) if size is None else size)
        return Tensor(tuple(shape), self.dtype)


def words(text: str) -> list[str]:
    return text.split()


@st.composite
def tensors(draw: Any, least: int = 0, most: int = 4) -> Symbolic:
    return Symbolic(tuple(draw(st.lists(maybe, min_size=least, max_size=most))), draw(dtypes))


@st.composite
def pairs(draw: Any) -> tuple[Any, Any]:
    first = draw(tensors())
    how = draw(st.integers(0, 4))
    if how == 0:
        return first, draw(st.sampled_from((2, 1.5, True)))
    if how == 1:
        return first, draw(tensors())
    cut = draw(st.integers(0, len(first.shape)))
    other = tuple(draw(st.sampled_from((size, 1, None))) for size in first.shape[cut:])
    return first, Symbolic(other, draw(dtypes))


SAME = words(
    "absolute negative square sign sqrt exp expm1 log log10 log1p log2 sin cos tan sinh cosh tanh "
    "arcsin arccos arctan arcsinh arccosh arctanh reciprocal rsqrt sigmoid softplus softsign silu "
    "gelu elu celu selu log_sigmoid softmax log_softmax hard_sigmoid hard_silu relu relu6 "
    "leaky_relu erf erfinv ceil floor round isnan isinf isfinite logical_not ones_like zeros_like "
    "copy conjugate nan_to_num stop_gradient real imag tril triu flip ravel transpose squeeze "
    "normalize mish glu shape hard_tanh tanh_shrink sparsemax squareplus"
)
TWO = words(
    "add subtract multiply maximum minimum mod floor_divide power divide true_divide arctan2 equal "
    "not_equal less less_equal greater greater_equal logical_and logical_or logical_xor matmul dot "
    "inner outer vdot divide_no_nan isclose hypot fmax fmin fmod logaddexp append"
)
REDUCED = words("sum mean max min prod std var all any amax amin logsumexp median count_nonzero")


@st.composite
def unary(draw: Any) -> Any:
    name = draw(st.sampled_from([name for name in SAME if name != "mish"]))
    return name, (draw(tensors()),), {}


@st.composite
def binary(draw: Any) -> Any:
    return draw(st.sampled_from(TWO)), draw(pairs()), {}


@st.composite
def reduction(draw: Any) -> Any:
    name = draw(st.sampled_from([*REDUCED, "argmax", "argmin", "cumsum", "cumprod", "moments"]))
    places = draw(st.one_of(st.none(), axis, st.lists(axis, max_size=2).map(tuple)))
    if name.startswith(("arg", "cum", "median")) and isinstance(places, tuple):
        places = None
    keywords: dict[str, Any] = {"axis": places}
    if name == "moments":
        return name, (draw(tensors()), places if places is not None else 0), {}
    if name not in ("count_nonzero", "cumsum", "cumprod") and draw(st.booleans()):
        keywords["keepdims"] = True
    return name, (draw(tensors()),), keywords


@st.composite
def laid_out(draw: Any) -> Any:
    name = draw(
        st.sampled_from(
            words(
                "reshape reshape expand_dims squeeze transpose swapaxes moveaxis tile repeat pad "
                "broadcast_to diag diagonal trace roll flip rot90 depth_to_space space_to_depth"
            )
        )
    )
    x = draw(tensors())
    if name == "reshape":
        target = draw(
            st.one_of(
                st.lists(st.sampled_from((-1, 1, 2, 3, 4, 6, None)), max_size=4),
                st.permutations([-1 if size is None else size for size in x.shape]),
            )
        )
        return name, (x, tuple(target)), {}
    if name in ("expand_dims", "squeeze", "flip"):
        return name, (x,), {"axis": draw(axis)}
    if name == "transpose":
        return name, (x, tuple(draw(st.permutations(range(draw(st.integers(0, 4))))))), {}
    if name in ("swapaxes", "moveaxis"):
        return name, (x, draw(axis), draw(axis)), {}
    if name == "tile":
        return name, (x, draw(st.one_of(sizes, st.lists(sizes, min_size=1, max_size=4)))), {}
    if name == "repeat":
        return name, (x, draw(sizes)), {"axis": draw(st.one_of(st.none(), axis))}
    if name == "pad":
        pair = st.tuples(st.integers(0, 2), st.integers(0, 2))
        return (
            name,
            (x, draw(st.one_of(st.integers(0, 2), st.lists(pair, min_size=1, max_size=4)))),
            {},
        )
    if name == "broadcast_to":
        return name, (x, tuple(draw(st.lists(sizes, max_size=4)))), {}
    if name == "roll":
        return name, (x, 1), {}
    if name == "rot90":
        return name, (draw(tensors(2)),), {}
    if name in ("depth_to_space", "space_to_depth"):
        return name, (Symbolic((None, *(draw(maybe) for _ in range(3)))), 2), {}
    if name in ("diagonal", "trace"):
        return name, (x,), {"offset": draw(st.integers(-1, 1))}
    return name, (x,), {}


@st.composite
def joined(draw: Any) -> Any:
    name = draw(
        st.sampled_from(
            words(
                "concatenate concatenate stack vstack hstack dstack split array_split unstack take "
                "one_hot where clip get_item cast meshgrid take_along_axis arange zeros full_like"
            )
        )
    )
    x = draw(tensors())
    if name in ("concatenate", "stack", "vstack", "hstack", "dstack"):
        others = [
            Symbolic(tuple(draw(st.sampled_from((size, size, size, None, 2))) for size in x.shape))
            for _ in range(draw(st.integers(0, 2)))
        ]
        keywords = {"axis": draw(axis)} if name in ("concatenate", "stack") else {}
        return name, ([x, *others],), keywords
    if name in ("split", "array_split"):
        parts = draw(
            st.one_of(st.integers(1, 3), st.lists(st.integers(1, 3), min_size=1, max_size=2))
        )
        return name, (x, parts), {"axis": draw(axis)}
    if name == "unstack":
        return name, (x,), {"axis": draw(axis)}
    if name == "take":
        indices = Symbolic(tuple(draw(st.lists(maybe, max_size=2))), "int32")
        return name, (x, indices), {"axis": draw(st.one_of(st.none(), axis))}
    if name == "one_hot":
        return name, (Symbolic(x.shape, "int32"), draw(sizes)), {"axis": draw(axis)}
    if name == "where":
        first, second = draw(pairs())
        return name, (Symbolic(first.shape, "bool"), first, second), {}
    if name == "clip":
        return name, (x, 0, draw(st.sampled_from((1, 1.5)))), {}
    if name == "cast":
        return name, (x, draw(dtypes)), {}
    if name == "full_like":
        return name, (x, 2), {}
    if name == "meshgrid":
        return name, tuple(Symbolic((draw(maybe),)) for _ in range(draw(st.integers(1, 3)))), {}
    if name == "take_along_axis":
        indices = Symbolic(tuple(draw(st.sampled_from((size, 1, 2))) for size in x.shape), "int32")
        return name, (x, indices), {"axis": draw(axis)}
    if name == "arange":
        return "square", (x,), {}
    if name == "zeros":
        return "zeros_like", (x,), {}
    return name, (x, draw(st.integers(-2, 2))), {}


@st.composite
def multiplied(draw: Any) -> Any:
    name = draw(st.sampled_from(words("matmul tensordot einsum cross dot norm top_k")))
    a, b, c, d = (draw(maybe) for _ in range(4))
    kind = draw(dtypes)
    if name == "einsum":
        text, first, second = draw(
            st.sampled_from(
                (
                    ("ij,jk->ik", (a, b), (b, c)),
                    ("bij,bjk->bik", (a, b, c), (a, c, d)),
                    ("...i,i->...", (a, b, c), (c,)),
                    ("ij,jk", (a, b), (b, c)),
                    ("bhqd,bhkd->bhqk", (a, b, c, d), (a, b, 4, d)),
                    ("...ij,...jk->...ik", (a, b, c), (c, d)),
                    ("abc,cde->abde", (None, b, c), (c, 2, 3)),
                )
            )
        )
        return name, (text, Symbolic(first, kind), Symbolic(second, kind)), {}
    if name == "tensordot":
        pair = Symbolic((a, b, c), kind), Symbolic((b, c, d), kind)
        return name, pair, {"axes": draw(st.sampled_from((2, ([1, 2], [0, 1]), 0, 1)))}
    if name == "cross":
        return name, (Symbolic((a, 3)), Symbolic((a, draw(st.sampled_from((2, 3)))))), {}
    if name == "norm":
        return name, (Symbolic((a, b), kind),), {"axis": draw(st.integers(-2, 1))}
    if name == "top_k":
        return name, (Symbolic((a, b), kind),), {"k": 1}
    lead = tuple(draw(st.lists(maybe, max_size=2)))
    left = Symbolic((*lead, a, b), kind)
    return name, (left, Symbolic((draw(st.sampled_from((b, b, 2))), c), kind)), {}


@st.composite
def windowed(draw: Any) -> Any:
    name = draw(
        st.sampled_from(
            words(
                "max_pool average_pool conv depthwise_conv conv_transpose image.resize "
                "image.rgb_to_grayscale image.extract_patches image.crop_images image.pad_images"
            )
        )
    )
    many = st.sampled_from((4, 6, 8, 9, None))
    x = Symbolic((None, draw(many), draw(many), 3))
    keywords: dict[str, Any] = {"data_format": "channels_last"}
    padding = draw(st.sampled_from(("valid", "same")))
    window, stride = draw(st.sampled_from((2, 3, (3, 2)))), draw(st.sampled_from((1, 2)))
    if name.endswith("_pool"):
        return name, (x, window), {**keywords, "strides": stride, "padding": padding}
    if name.endswith("conv") or name == "conv_transpose":
        channels = (5, 3) if name == "conv_transpose" else (3, 5)
        kernel = Symbolic((3, 2, *channels))
        return name, (x, kernel), {**keywords, "strides": stride, "padding": padding}
    if name == "image.resize":
        return name, (x, draw(st.sampled_from(((8, 9), [4, 4])))), keywords
    if name == "image.extract_patches":
        return name, (x, window), {**keywords, "strides": stride, "padding": padding}
    if name == "image.crop_images":
        given = {"top_cropping": 1, "bottom_cropping": 1, "left_cropping": 0, "target_width": 2}
        return name, (x,), {**keywords, **given}
    if name == "image.pad_images":
        given = {"top_padding": 1, "bottom_padding": 1, "left_padding": 0, "target_width": 12}
        return name, (x,), {**keywords, **given}
    return name, (x,), keywords


FAMILIES = {
    "unary": unary(),
    "binary": binary(),
    "reduction": reduction(),
    "laid out": laid_out(),
    "joined": joined(),
    "multiplied": multiplied(),
    "windowed": windowed(),
}


def replaced(value: Any, new: Any) -> Any:
    if isinstance(value, Symbolic):
        return new(value)
    if isinstance(value, list):
        return [replaced(item, new) for item in value]
    return value


def answer(value: Any) -> Any:
    """Shape, dtype, class and name of what came out; plain values as they are."""
    if isinstance(value, (list, tuple)) and any(
        isinstance(item, (Tensor, keras.KerasTensor)) for item in value
    ):
        return [answer(item) for item in value]
    if isinstance(value, Tensor):
        assert value.shape is not None
        assert value.node is not None
        layer = value.node.layer
        return visible(value.shape), value.dtype, layer.class_name, layer.name
    if isinstance(value, keras.KerasTensor):
        operation = value._keras_history.operation
        return value.shape, value.dtype, type(operation).__name__, operation.name
    return value


def ask_keras(run: Any) -> Any:
    naming.reset_uids()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return answer(run())
        except Exception as error:
            return machine.Refusal(f"{type(error).__name__}: {error}")


def ask_us(run: Any) -> Any:
    try:
        return run()
    except (Raised, Refused) as error:
        return machine.Refusal(str(error))


def contradiction(ours: Any, real: Any) -> str:
    """What is wrong with our answer; an unknown is never wrong."""
    if isinstance(ours, Unknown) or (isinstance(ours, Tensor) and ours.shape is None):
        return ""
    if isinstance(ours, machine.Refusal) or isinstance(real, machine.Refusal):
        both = isinstance(ours, machine.Refusal) and isinstance(real, machine.Refusal)
        return "" if both else f"{ours!r} for {real!r}"
    found = answer(ours)
    return "" if found == real else f"{found} for {real}"


#: Keras refuses here what it could compute: numbers for want of a `dtype`, lists of cuts.
LENIENT = frozenset({"hypot", "append", "array_split"})


def runs(function: Any, args: Any, keywords: Any) -> bool:
    """Whether Keras, which says that it can, really computes it for some size of None."""
    for size in (1, 2, 3, 4, 6):

        def data(x: Symbolic, size: int = size) -> Any:
            shape = tuple(size if each is None else each for each in x.shape)
            return np.ones(shape, x.dtype)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                function(*(replaced(arg, data) for arg in args), **keywords)
            except Exception:
                continue
            return True
    return False


def check_call(name: str, args: Any, keywords: Any) -> str:
    real: Any = keras.ops
    for part in name.split("."):
        real = getattr(real, part)
    counter = [0]
    it = machine.interpreter()
    function = machine.member(it, ops.module(), name)
    mine = [replaced(arg, lambda x: x.ours(counter)) for arg in args]
    ours = ask_us(lambda: it.call(function, tuple(mine), dict(keywords)))
    theirs = [replaced(arg, Symbolic.real) for arg in args]
    truth = ask_keras(lambda: real(*theirs, **keywords))
    wrong = contradiction(ours, truth)
    if isinstance(ours, machine.Refusal) and not isinstance(truth, machine.Refusal):
        wrong = wrong if runs(real, args, keywords) else ""
    elif isinstance(truth, machine.Refusal) and name in LENIENT:
        wrong = ""
    return f"{name}({args}, {keywords}): {wrong}" if wrong else ""


SETTINGS = settings(
    max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_as_keras(family: str) -> None:
    @SETTINGS
    @given(FAMILIES[family])
    def check(case: Any) -> None:
        wrong = check_call(*case)
        assert not wrong, wrong

    check()


OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "@", "<", ">=", "!=", "&", "|", "^")


def check_operator(op: str, pair: Any, swapped: bool) -> str:
    left, right = pair[::-1] if swapped else pair
    counter = [0]
    it = machine.interpreter()
    a, b = (replaced(each, lambda x: x.ours(counter)) for each in (left, right))
    run = operators.binary if op in operators.BINARY else comparison.compare
    ours = ask_us(lambda: run(it, op, a, b))
    names = {"a": replaced(left, Symbolic.real), "b": replaced(right, Symbolic.real)}
    wrong = contradiction(ours, ask_keras(lambda: eval(f"a {op} b", names)))
    return f"{left!r} {op} {right!r}: {wrong}" if wrong else ""


@SETTINGS
@given(st.sampled_from(OPERATORS), pairs(), st.booleans())
def test_operators(op: str, pair: Any, swapped: bool) -> None:
    wrong = check_operator(op, pair, swapped)
    assert not wrong, wrong


PARTS = st.one_of(
    st.integers(-3, 2),
    st.builds(
        slice,
        st.one_of(st.none(), st.integers(-4, 4)),
        st.one_of(st.none(), st.integers(-4, 4)),
        st.sampled_from((None, 1, 2, -1)),
    ),
    st.none(),
    st.just(...),
)


def check_item(x: Symbolic, index: Any) -> str:
    it = machine.interpreter()
    ours = ask_us(lambda: containers.item(it, x.ours([0]), index))
    wrong = contradiction(ours, ask_keras(lambda: x.real()[index]))
    return f"{x}[{index}]: {wrong}" if wrong else ""


@SETTINGS
@given(
    tensors(1), st.one_of(st.integers(-2, 1), st.lists(PARTS, min_size=1, max_size=4).map(tuple))
)
def test_indexing(x: Symbolic, index: Any) -> None:
    wrong = check_item(x, index)
    assert not wrong, wrong
