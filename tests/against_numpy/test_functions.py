"""cnnlint's NumPy against NumPy itself: the same shape and dtype, or both refuse."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnlint import libraries

from . import machine

DTYPES = ("bool", "uint8", "int32", "int64", "float16", "float32", "float64")
sizes = st.integers(1, 4)


def words(text: str) -> list[str]:
    return text.split()


any_shape = st.lists(sizes, max_size=4).map(tuple)
dtypes = st.sampled_from(DTYPES)
axis_of_four = st.integers(-4, 3)


def filled(shape: tuple[int, ...], dtype: str) -> np.ndarray:
    """Small values without zeros, so that no arithmetic fails on them."""
    count = int(np.prod(shape))
    return (np.arange(count) % 3 + 1).reshape(shape).astype(dtype)


@st.composite
def arrays(draw: Any, shape: Any = any_shape, dtype: Any = dtypes) -> np.ndarray:
    return filled(draw(shape), draw(dtype))


@st.composite
def pairs(draw: Any) -> tuple[np.ndarray, Any]:
    """Two operands: mostly such that broadcast, one of them perhaps a plain number."""
    shape = draw(any_shape)
    first = filled(shape, draw(dtypes))
    how = draw(st.integers(0, 4))
    if how == 0:
        return first, draw(st.sampled_from((2, 3, 1.5, True)))
    if how == 1:
        return first, filled(draw(any_shape), draw(dtypes))
    cut = draw(st.integers(0, len(shape)))
    other = tuple(draw(st.sampled_from((size, 1))) for size in shape[cut:])
    return first, filled(other, draw(dtypes))


axes = st.one_of(
    st.none(), axis_of_four, st.lists(st.integers(0, 3), unique=True, max_size=3).map(tuple)
)

UNARY = words(
    "abs absolute negative positive square sign sqrt exp exp2 expm1 log log10 log2 "
    "log1p sin cos tan sinh cosh tanh arcsin arccos arctan arcsinh arctanh cbrt "
    "deg2rad rad2deg radians degrees reciprocal floor ceil trunc rint isnan isinf "
    "isfinite logical_not signbit conjugate sinc i0 real imag isreal fix isneginf "
    "zeros_like ones_like empty_like copy ravel transpose squeeze nonzero shape ndim "
    "size atleast_1d atleast_2d atleast_3d argwhere flatnonzero nan_to_num round "
    "invert angle"
)
BINARY = words(
    "add subtract multiply maximum minimum mod remainder floor_divide power fmax fmin "
    "fmod divide true_divide arctan2 hypot logaddexp equal not_equal less less_equal "
    "greater greater_equal logical_and logical_or logical_xor isclose allclose "
    "array_equal bitwise_and bitwise_or bitwise_xor left_shift right_shift inner "
    "outer kron matmul dot vdot append"
)
REDUCTIONS = words(
    "sum prod mean std var max min amax amin all any nansum nanmean nanmax median ptp "
    "average count_nonzero"
)


@st.composite
def unary(draw: Any) -> Any:
    return draw(st.sampled_from(UNARY)), (draw(arrays()),), {}


@st.composite
def binary(draw: Any) -> Any:
    return draw(st.sampled_from(BINARY)), draw(pairs()), {}


@st.composite
def reduction(draw: Any) -> Any:
    keywords = {"axis": draw(axes), "keepdims": draw(st.booleans())}
    keywords = {key: value for key, value in keywords.items() if draw(st.booleans())}
    return draw(st.sampled_from(REDUCTIONS)), (draw(arrays()),), keywords


@st.composite
def along(draw: Any) -> Any:
    """Functions with one axis or none."""
    name = draw(
        st.sampled_from(words("argmax argmin cumsum cumprod squeeze flip sort argsort repeat"))
    )
    array = draw(arrays())
    keywords = {"axis": draw(st.one_of(st.none(), axis_of_four))} if draw(st.booleans()) else {}
    if name in ("sort", "argsort") and keywords.get("axis", 0) is None:
        keywords = {}
    if name == "repeat":
        count = draw(st.one_of(st.integers(0, 3), st.lists(st.integers(0, 2), max_size=3)))
        return name, (array, count), keywords
    return name, (array,), keywords


@st.composite
def laid_out(draw: Any) -> Any:
    name = draw(
        st.sampled_from(
            words(
                "reshape expand_dims swapaxes moveaxis tile pad broadcast_to diag diagflat "
                "diagonal trace rot90 rollaxis transpose tril"
            )
        )
    )
    array = draw(arrays())
    if name == "reshape":
        target = draw(
            st.one_of(
                st.permutations(array.shape),
                st.lists(st.sampled_from((-1, 1, 2, 3, 4, 6)), max_size=4),
                st.just(-1),
            )
        )
        return name, (array, target if isinstance(target, int) else tuple(target)), {}
    if name in ("expand_dims",):
        return name, (array, draw(st.one_of(axis_of_four, st.just((0, -1))))), {}
    if name in ("swapaxes", "moveaxis", "rollaxis"):
        return name, (array, draw(axis_of_four), draw(st.integers(0, 3))), {}
    if name == "tile":
        return name, (array, draw(st.one_of(sizes, st.lists(sizes, max_size=4).map(tuple)))), {}
    if name == "pad":
        width = st.integers(0, 2)
        pair = st.tuples(width, width)
        wide = st.one_of(width, pair, st.lists(pair, min_size=1, max_size=4))
        return name, (array, draw(wide)), {}
    if name == "broadcast_to":
        return name, (array, draw(any_shape)), {}
    if name == "transpose":
        return name, (array, draw(st.permutations(range(draw(st.integers(0, 4)))))), {}
    if name in ("diagonal", "trace"):
        return name, (array,), {"offset": draw(st.integers(-2, 2))}
    return name, (array,), {"k": draw(st.integers(-2, 2))} if name != "rot90" else {}


@st.composite
def joined(draw: Any) -> Any:
    name = draw(
        st.sampled_from(
            words(
                "concatenate stack vstack hstack dstack column_stack split array_split hsplit "
                "vsplit meshgrid unique where clip take searchsorted diff"
            )
        )
    )
    shape = draw(any_shape)
    array = filled(shape, draw(dtypes))
    if name in ("split", "array_split", "hsplit", "vsplit"):
        parts = draw(st.one_of(st.integers(1, 4), st.lists(st.integers(-2, 5), max_size=3)))
        keywords = {"axis": draw(st.integers(-3, 3))} if name in ("split", "array_split") else {}
        return name, (array, parts), keywords
    if name == "meshgrid":
        some = draw(st.lists(arrays(st.tuples(sizes)), min_size=1, max_size=3))
        return name, tuple(some), draw(st.sampled_from(({}, {"indexing": "ij"})))
    if name == "unique":
        return name, (array,), {}
    if name == "where":
        first, second = draw(pairs())
        return name, (np.asarray(first > 1), first, second), {}
    if name == "clip":
        return name, (array, 1, draw(st.sampled_from((2, 2.5)))), {}
    if name == "take":
        indices = np.zeros(draw(st.lists(sizes, max_size=2)), "int64")
        return name, (array, indices), {"axis": draw(st.one_of(st.none(), axis_of_four))}
    if name == "searchsorted":
        return name, (filled((3,), "int64"), array), {}
    if name == "diff":
        return name, (array,), {"n": draw(st.integers(1, 2)), "axis": draw(axis_of_four)}
    others = []
    for _ in range(draw(st.integers(0, 2))):
        other = tuple(
            draw(st.sampled_from((size, size, size, 2)))
            for size in shape[: draw(st.integers(3, 4))]
        )
        others.append(filled(other, draw(dtypes)))
    keywords = {"axis": draw(axis_of_four)} if name in ("concatenate", "stack") else {}
    return name, ([array, *others],), keywords


@st.composite
def created(draw: Any) -> Any:
    name = draw(
        st.sampled_from(
            words(
                "zeros ones full eye identity arange linspace tri array random.rand random.randn "
                "random.random random.normal random.uniform random.randint random.choice "
                "random.permutation random.standard_normal hamming"
            )
        )
    )
    shape = draw(any_shape)
    if name in ("zeros", "ones"):
        keywords = {"dtype": draw(dtypes)} if draw(st.booleans()) else {}
        return name, (draw(st.sampled_from((shape, 3, list(shape)))),), keywords
    if name == "full":
        return name, (shape, draw(st.sampled_from((1, 2.5, True)))), {}
    if name in ("eye", "tri"):
        return name, (draw(sizes),), {"M": draw(sizes)} if draw(st.booleans()) else {}
    if name in ("identity", "hamming"):
        return name, (draw(sizes),), {}
    if name == "arange":
        numbers = st.sampled_from((0, 1, 5, -3, 2.5, 10))
        ends = draw(st.lists(numbers, min_size=1, max_size=2))
        return name, (*ends, draw(st.sampled_from((1, 2, 0.5, -1)))) if len(ends) == 2 else ends, {}
    if name == "linspace":
        keywords = {"endpoint": draw(st.booleans())} if draw(st.booleans()) else {}
        return name, (0, draw(st.sampled_from((1, 2.5))), draw(st.integers(0, 5))), keywords
    if name == "array":
        nested = st.recursive(
            st.sampled_from((1, 2.5, True)), lambda inner: st.lists(inner, max_size=3), max_leaves=6
        )
        return name, (draw(nested),), {}
    if name in ("random.rand", "random.randn"):
        return name, shape, {}
    if name in ("random.random", "random.standard_normal"):
        return name, (shape,), {}
    if name in ("random.normal", "random.uniform"):
        return name, (0.0, 1.0, shape), {}
    if name == "random.randint":
        return name, (0, 5), {"size": shape}
    if name == "random.choice":
        return name, (draw(st.sampled_from((5, [1, 2, 3]))),), {"size": draw(sizes)}
    return name, (draw(st.sampled_from((5, [[1, 2], [3, 4]]))),), {}


@st.composite
def multiplied(draw: Any) -> Any:
    name = draw(st.sampled_from(("matmul", "dot", "tensordot", "einsum", "cross", "linalg.norm")))
    a, b, c, d = (draw(sizes) for _ in range(4))
    kind = draw(dtypes)
    if name == "einsum":
        text, first, second = draw(
            st.sampled_from(
                (
                    ("ij,jk->ik", (a, b), (b, c)),
                    ("bij,bjk->bik", (a, b, c), (a, c, d)),
                    ("...i,i->...", (a, b, c), (c,)),
                    ("ij,jk", (a, b), (b, c)),
                    ("ij,ij->", (a, b), (a, b)),
                    ("...ij,...jk->...ik", (a, b, c), (c, d)),
                    ("ij,jk->ik", (a, b), (c, d)),
                )
            )
        )
        return name, (text, filled(first, kind), filled(second, kind)), {}
    if name == "tensordot":
        left, right = filled((a, b, c), kind), filled((b, c, d), kind)
        return name, (left, right), {"axes": draw(st.sampled_from((2, ([1, 2], [0, 1]), 0, 1)))}
    if name == "cross":
        kind = "float32" if kind == "bool" else kind
        return name, (filled((a, 3), kind), filled((a, draw(st.sampled_from((2, 3)))), kind)), {}
    if name == "linalg.norm":
        keywords = {"axis": draw(st.one_of(st.none(), st.integers(-2, 1)))}
        keywords["keepdims"] = draw(st.booleans())
        return name, (filled((a, b), kind),), keywords
    lead = draw(st.lists(sizes, max_size=2))
    return name, (filled((*lead, a, b), kind), filled((draw(st.sampled_from((a, b))), c), kind)), {}


FAMILIES = {
    "unary": unary(),
    "binary": binary(),
    "reduction": reduction(),
    "along": along(),
    "laid out": laid_out(),
    "joined": joined(),
    "created": created(),
    "multiplied": multiplied(),
}


def real(name: str, args: Any, keywords: Any) -> Any:
    function: Any = np
    for part in name.split("."):
        function = getattr(function, part)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return function(*args, **keywords)
        except Exception as error:
            raise machine.Refusal(f"{type(error).__name__}: {error}") from error


def compare(ours: Any, truth: Any, what: str) -> None:
    """Both are functions without arguments: they agree on a value, or that there is none."""
    try:
        expected, refusal = truth(), None
    except machine.Refusal as error:
        expected, refusal = None, error
    try:
        found = ours()
    except machine.Refusal as error:
        if refusal is None:
            pytest.fail(f"{what}: refused ({error}), NumPy gives {expected!r}")
        return
    if refusal is not None:
        assert type(found).__name__ == "Unknown", f"{what}: {found!r}, NumPy refuses: {refusal}"
        return
    wrong = machine.difference(found, expected)
    assert not wrong, f"{what}: {wrong}"


SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@pytest.mark.parametrize("known", [False, True], ids=["unknown values", "known values"])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_same_as_numpy(family: str, known: bool) -> None:
    @SETTINGS
    @given(FAMILIES[family])
    def check(case: Any) -> None:
        name, args, keywords = case
        it = machine.interpreter()
        function = machine.member(it, libraries.find("numpy"), name)
        compare(
            lambda: machine.call(
                it, function, [machine.mirrored(a, known) for a in args], keywords
            ),
            lambda: real(name, args, keywords),
            f"np.{name}({args}, {keywords})",
        )

    check()


PARTS = st.one_of(
    st.integers(-4, 3),
    st.builds(
        slice,
        st.one_of(st.none(), st.integers(-5, 5)),
        st.one_of(st.none(), st.integers(-5, 5)),
        st.sampled_from((None, 1, 2, -1)),
    ),
    st.none(),
    st.just(...),
    st.lists(st.integers(0, 2), min_size=1, max_size=3),
    st.builds(lambda shape: np.zeros(shape, "int64"), st.lists(sizes, max_size=2)),
)


@pytest.mark.parametrize("known", [False, True], ids=["unknown values", "known values"])
def test_indexing(known: bool) -> None:
    from cnnlint.diagnostics import Refused
    from cnnlint.interpreter import containers
    from cnnlint.interpreter.values import Raised

    @SETTINGS
    @given(arrays(), st.one_of(PARTS, st.lists(PARTS, max_size=4).map(tuple)))
    def check(array: Any, index: Any) -> None:
        it = machine.interpreter()

        def ours() -> Any:
            key = machine.mirrored(index, known)
            try:
                return containers.item(it, machine.mirrored(array, known), key)
            except (Raised, Refused) as error:
                raise machine.Refusal(str(error)) from error

        def truth() -> Any:
            try:
                return array[index]
            except Exception as error:
                raise machine.Refusal(str(error)) from error

        compare(ours, truth, f"{array.shape}[{index}]")

    check()


OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "<", ">=", "==", "!=")


@pytest.mark.parametrize("known", [False, True], ids=["unknown values", "known values"])
def test_operators(known: bool) -> None:
    from cnnlint.diagnostics import Refused
    from cnnlint.interpreter import comparison, operators
    from cnnlint.interpreter.values import Raised

    @SETTINGS
    @given(st.sampled_from(OPERATORS), pairs(), st.booleans())
    def check(op: str, pair: Any, swapped: bool) -> None:
        left, right = pair[::-1] if swapped else pair
        it = machine.interpreter()

        def ours() -> Any:
            a, b = machine.mirrored(left, known), machine.mirrored(right, known)
            run = operators.binary if op in operators.BINARY else comparison.compare
            try:
                return run(it, op, a, b)
            except (Raised, Refused) as error:
                raise machine.Refusal(str(error)) from error

        def truth() -> Any:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    return eval(f"a {op} b", {"a": left, "b": right})
                except Exception as error:
                    raise machine.Refusal(str(error)) from error

        compare(ours, truth, f"{left!r} {op} {right!r}")

    check()
