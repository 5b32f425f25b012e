"""What Keras asks of symbolic tensors before anything is computed.

For these Keras works out a shape by rules of its own (`compute_output_spec` of each operation),
which are stricter than the computation: sizes are compared as they are written, so that None fits
None alone. `CHECKS` has what it refuses, and that of `symbolic_images`; `catalogue.CHECKED` names
the same operations.
"""

from __future__ import annotations

from .. import shapes
from ..diagnostics import Refused, Unknown
from ..dims import ALWAYS, NEVER, apart, equal, hidden, pretty
from .arrays import Array, array_of, folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..dims import Size
    from ..shapes import Shape
    from .operations import Call

    Check = Callable[[Call, dict[str, Any]], object]


def check(call: Call, given: dict[str, Any]) -> None:
    """Hold the arguments of an operation against Keras's rule.

    Raises:
        Refused: where Keras refuses them on every run.
    """
    if call.name not in CHECKS:
        from . import symbolic_images

        symbolic_images.CHECKS[call.name](call, given)
        return
    CHECKS[call.name](call, given)


# Shapes as Keras compares them ----------------------------------------------------------------


def shape_of(call: Call, value: Any) -> Shape | None:
    """The shape of an argument, where its rank is known."""
    found = array_of(call.interpreter, value)
    return None if isinstance(found, Unknown) else found.shape


def differ(a: Size, b: Size) -> bool:
    """Whether Keras sees two different sizes: None is like None, and like nothing else."""
    if hidden(a) or hidden(b):
        return not (hidden(a) and hidden(b))
    return equal(a, b) is NEVER


def _unlike(a: Shape, b: Shape) -> bool:
    return len(a) != len(b) or any(map(differ, a, b))


def wrong(call: Call, message: str, *, rule: str = "invalid-argument", help: str = "") -> Refused:
    return Refused(rule, f"`{call.name}` {message}", help=help or "see its page in Keras's API")


def alike(call: Call, names: tuple[str, str], a: Shape | None, b: Shape | None) -> None:
    if a is not None and b is not None and _unlike(a, b):
        raise wrong(
            call,
            f"needs a `{names[0]}` and a `{names[1]}` of one shape, these are {shapes.show(a)} and "
            f"{shapes.show(b)}",
            rule="shapes-do-not-broadcast",
            help="Keras compares the shapes as they are written: None fits None alone",
        )


def ranked(
    argument: str, ranks: tuple[int, ...], what: str, least: int | None = None
) -> Callable[[Call, dict[str, Any]], Shape | None]:
    """Checks the rank of an argument, and gives its shape."""

    def checked(call: Call, given: dict[str, Any]) -> Shape | None:
        shape = shape_of(call, given.get(argument))
        if shape is None:
            return None
        if len(shape) < least if least is not None else len(shape) not in ranks:
            raise wrong(call, f"needs {what}, not {shapes.show(shape)}", rule="rank-mismatch")
        return shape

    return checked


_matrix = ranked("x", (), "a matrix", least=2)


# Elementwise ----------------------------------------------------------------------------------


def _values(call: Call, given: dict[str, Any]) -> None:
    raise Refused(
        "symbolic-tensor",
        f"`{call.name}` wants values, and is given a symbolic tensor",
        help="call it inside a layer of your own; a model has layers for chance (`Dropout`)",
    )


def _typed(*names: str) -> Check:
    """Arguments whose dtype Keras asks for, which a plain number does not have."""

    def checked(call: Call, given: dict[str, Any]) -> None:
        for name in names:
            value = folded(given[name]) if type(given[name]) is not Array else None
            if type(value) in (int, float, bool):
                raise wrong(
                    call,
                    f"asks for the dtype of `{name}`, and {value!r} is a plain number",
                    help=f"write `ops.array({value!r})`",
                )

    return checked


def _shifted(call: Call, given: dict[str, Any]) -> None:
    if type(given["x1"]) in (int, float, bool):
        _typed("x1")(call, given)
    if type(given["x2"]) is float:
        _typed("x2")(call, given)


def _bins(call: Call, given: dict[str, Any]) -> None:
    bins = given["bins"]
    if type(bins) in (list, tuple):
        raise wrong(
            call,
            "asks for the shape of `bins`, and a list has none",
            help="write `ops.array(bins)`",
        )
    shape = shape_of(call, bins)
    if shape is not None and len(shape) > 1:
        raise wrong(call, f"needs `bins` of one axis, not {shapes.show(shape)}")


def _rolled(call: Call, given: dict[str, Any]) -> None:
    shape, axes = shape_of(call, given["x"]), call.axes(given.get("axis"))
    for axis in (axes,) if isinstance(axes, int) else axes or ():
        if shape is not None:
            shapes.canonical_axis(axis, len(shape))


def _normed(call: Call, given: dict[str, Any]) -> None:
    shape, axes, power = shape_of(call, given["x"]), call.axes(given.get("axis")), given.get("ord")
    if shape is None or type(power) not in (int, float, str):
        return
    count = len(shape) if axes is None else 1 if isinstance(axes, int) else len(axes)
    if count == 1 and type(power) is str:
        raise wrong(call, f"of a vector has no `ord={power!r}`")
    if count == 2 and power not in ("fro", "nuc", float("inf"), float("-inf"), 1, -1, 2, -2):
        raise wrong(call, f"of a matrix has no `ord={power!r}`")


def _weighted(call: Call, given: dict[str, Any]) -> None:
    shape, axis = shape_of(call, given["x"]), call.axes(given.get("axis"))
    if given.get("weights") is None or shape is None or isinstance(axis, tuple):
        return
    weights = shape_of(call, given["weights"])
    if weights is None:
        return

    def fits(own: Shape) -> bool:
        return len(own) == len(weights) and not any(map(apart, own, weights))

    along = axis is not None and fits((shape[shapes.canonical_axis(axis, len(shape))],))
    if not along and not fits(shape):
        raise wrong(
            call,
            f"needs weights of the shape of its input, {shapes.show(shape)}, or of the size of its "
            f"axis, not {shapes.show(weights)}",
            rule="shapes-do-not-broadcast",
        )


def _segmented(call: Call, given: dict[str, Any]) -> None:
    data, ids = shape_of(call, given["data"]), shape_of(call, given["segment_ids"])
    if ids is not None and len(ids) != 1:
        raise wrong(call, f"needs `segment_ids` of one axis, not {shapes.show(ids)}")
    if ids and data is not None and (not data or apart(data[0], ids[0])):
        raise wrong(
            call,
            f"needs a segment for each row: {shapes.show(ids)} for {shapes.show(data)}",
            rule="shapes-do-not-broadcast",
        )


def _searched(call: Call, given: dict[str, Any]) -> None:
    ranked("sorted_sequence", (1,), "a sequence of one axis")(call, given)


# Products and linear algebra ------------------------------------------------------------------


def _dot(call: Call, given: dict[str, Any]) -> None:
    a, b = shape_of(call, given["x1"]), shape_of(call, given["x2"])
    if a and b and len(b) == 1 and len(a) > 1 and differ(a[-1], b[0]):
        raise wrong(
            call,
            f"of {shapes.show(a)} and a vector needs {pretty(a[-1])} values in it, not "
            f"{pretty(b[0])}",
            rule="matmul-shape-mismatch",
        )


def _square(argument: str) -> Check:
    def checked(call: Call, given: dict[str, Any]) -> None:
        shape = ranked(argument, (), "a square matrix", least=2)(call, given)
        if shape is not None and differ(shape[-2], shape[-1]):
            raise wrong(
                call,
                f"needs a square matrix, not {shapes.show(shape)}",
                rule="matmul-shape-mismatch",
            )

    return checked


def _solved(call: Call, given: dict[str, Any]) -> None:
    _square("a")(call, given)
    a, b = shape_of(call, given["a"]), ranked("b", (), "a right-hand side", least=1)(call, given)
    if a is None or b is None:
        return
    alike = len(a) == len(b) and differ(a[-2], b[-2])
    if alike or (len(a) == len(b) - 1 and differ(a[-1], b[-1])):
        raise wrong(
            call,
            f"needs as many rows right as left: {shapes.show(a)} and {shapes.show(b)}",
            rule="matmul-shape-mismatch",
        )


def _defined(call: Call, given: dict[str, Any]) -> None:
    """A matrix whose sizes Keras compares."""
    shape, mode = _matrix(call, given), folded(given.get("mode"))
    if type(mode) is str and mode not in ("reduced", "complete"):
        raise wrong(call, f'has no `mode="{mode}"`', help='it is "reduced" or "complete"')
    if shape is not None and (hidden(shape[-1]) or hidden(shape[-2])):
        raise wrong(
            call,
            f"needs to know the sizes it works on: {shapes.show(shape)}",
            rule="undefined-dimension",
            help="give them in `keras.Input`",
        )


def _crossed(call: Call, given: dict[str, Any]) -> None:
    for name in ("x1", "x2"):
        ranked(name, (), "vectors", least=1)(call, given)


# Signals --------------------------------------------------------------------------------------


def _complex(call: Call, given: dict[str, Any]) -> None:
    parts = given["x"]
    if type(parts) not in (tuple, list) or len(parts) != 2:
        return
    real, imaginary = (shape_of(call, part) for part in parts)
    alike(call, ("real part", "imaginary part"), real, imaginary)
    least = 2 if call.name in ("fft2", "ifft2") else 1
    if real is not None and len(real) < least:
        raise wrong(call, f"needs {least} axes or more, not {shapes.show(real)}")


# Normalizations and losses --------------------------------------------------------------------


def _equal_ranks(call: Call, given: dict[str, Any]) -> None:
    a, b = shape_of(call, given["x1"]), shape_of(call, given["x2"])
    if a is not None and b is not None and len(a) != len(b):
        raise wrong(call, f"needs as many axes in both: {shapes.show(a)} and {shapes.show(b)}")


def _normalized(call: Call, given: dict[str, Any]) -> None:
    shape, axis = shape_of(call, given["x"]), call.axes(given.get("axis"))
    if shape is None or not isinstance(axis, int):
        return
    own = (shape[shapes.canonical_axis(axis, len(shape))],)
    for name in ("mean", "variance", "offset", "scale"):
        vector = None if given.get(name) is None else shape_of(call, given[name])
        if vector is not None and _unlike(vector, own):
            raise wrong(
                call,
                f"needs a `{name}` of shape {shapes.show(own)}, not {shapes.show(vector)}",
                rule="shapes-do-not-broadcast",
            )


def _judged(call: Call, given: dict[str, Any]) -> None:
    pair = ("x1", "x2") if call.name.startswith("binary") else ("target", "output")
    target, output = (shape_of(call, given[name]) for name in pair)
    if call.name.startswith("sparse") and target is not None and output is not None:
        if not output:
            raise wrong(call, "needs an `output` of one axis or more")
        if len(target) == len(output) and equal(target[-1], 1) is ALWAYS:
            target = target[:-1]
        axis = call.axes(given.get("axis", -1))
        place = shapes.canonical_axis(axis if isinstance(axis, int) else -1, len(output))
        output = (*output[:place], *output[place + 1 :])
    alike(call, ("target", "output"), target, output)
    if call.name == "categorical_crossentropy" and output == ():
        raise wrong(call, "needs an `output` of one axis or more")


def _labelled(call: Call, given: dict[str, Any]) -> None:
    pairs = (("target", "output"), ("target_length", "target"), ("output_length", "output"))
    for first, second in pairs:
        a, b = shape_of(call, given[first]), shape_of(call, given[second])
        if a == () or b == () or (a and b and differ(a[0], b[0])):
            raise wrong(
                call,
                f"needs as many samples in `{first}` as in `{second}`: "
                f"{shapes.show(a or ())} and {shapes.show(b or ())}",
                rule="shapes-do-not-broadcast",
            )


_square_x = _square("x")

CHECKS: dict[str, Check] = {
    **dict.fromkeys(("convert_to_numpy", "dropout", "shuffle", "random_categorical"), _values),
    **dict.fromkeys(("heaviside", "bitwise_and", "bitwise_or", "bitwise_xor"), _typed("x1", "x2")),
    **dict.fromkeys(
        ("bitwise_left_shift", "bitwise_right_shift", "left_shift", "right_shift"), _shifted
    ),
    **dict.fromkeys(("det", "inv", "cholesky", "cholesky_inverse", "eig", "eigh"), _square_x),
    **dict.fromkeys(("solve", "solve_triangular"), _solved),
    **dict.fromkeys(("segment_max", "segment_min", "segment_prod", "segment_sum"), _segmented),
    **dict.fromkeys(("qr", "svd"), _defined),
    **dict.fromkeys(("fft", "fft2", "ifft2", "irfft"), _complex),
    **dict.fromkeys(
        ("categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy"),
        _judged,
    ),
    "fliplr": ranked("x", (), "two axes or more", least=2),
    "flipud": ranked("x", (), "one axis or more", least=1),
    "digitize": _bins,
    "roll": _rolled,
    "norm": _normed,
    "average": _weighted,
    "searchsorted": _searched,
    "dot": _dot,
    "cross": _crossed,
    "psnr": _equal_ranks,
    "batch_normalization": _normalized,
    "ctc_loss": _labelled,
}
