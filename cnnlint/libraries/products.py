"""Products of matrices and tensors, and linear algebra."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused
from ..dims import hidden, pretty
from .arrays import Array, folded, settled
from .dtypes import is_float, keras_meet, kind_of, meet
from .itemwise import keras_float

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..shapes import Shape
    from .operations import Call


def _transposed(shape: Shape) -> Shape:
    return (*shape[:-2], shape[-1], shape[-2]) if len(shape) >= 2 else shape


def matmul(
    call: Call,
    x1: Array,
    x2: Array,
    transpose_a: Any = False,
    transpose_b: Any = False,
    **rest: Any,
) -> Array:
    """The matrix product."""
    a, b = call.shape(x1), call.shape(x2)
    a = _transposed(a) if call.flag(transpose_a) else a
    b = _transposed(b) if call.flag(transpose_b) else b
    dtype = call.meet([x1, x2])
    if call.dialect != "numpy" and x1.dtype == x2.dtype == "int8":
        dtype = "int32"
    return _single(call, shapes.matmul(a, b, call.needs), dtype)


def _single(call: Call, shape: Shape, dtype: str | None) -> Array:
    unknown = None if shape else call.interpreter.unknown("a product of values not known")
    return call.made(shape, dtype, unknown=unknown)


def _contracts(call: Call, a: Size, b: Size, x: Shape, y: Shape) -> None:
    if not dims.required(dims.equal(a, b), call.needs):
        raise Refused(
            "matmul-shape-mismatch",
            f"{shapes.show(x)} times {shapes.show(y)}: {pretty(a)} values meet {pretty(b)}",
            sum=f"{pretty(a)} ≠ {pretty(b)}",
        )


def _meet(call: Call, x1: Array, x2: Array) -> str | None:
    """NumPy makes arrays of both before it multiplies: a plain number has its own dtype."""
    if call.dialect == "numpy":
        return meet([settled(x1.dtype), settled(x2.dtype)])
    return call.meet([x1, x2])


def dot(call: Call, x1: Array, x2: Array, **rest: Any) -> Array:
    """The product over the last axis of one and the last but one of the other."""
    a, b = call.shape(x1), call.shape(x2)
    dtype = _meet(call, x1, x2)
    if not a or not b:
        return _single(call, a or b, dtype)
    if len(b) == 1:
        _contracts(call, a[-1], b[0], a, b)
        return _single(call, a[:-1], dtype)
    _contracts(call, a[-1], b[-2], a, b)
    return _single(call, (*a[:-1], *b[:-2], b[-1]), dtype)


def backend_dot(call: Call, x1: Array, x2: Array, **rest: Any) -> Array:
    """`K.dot`: as `dot`."""
    return dot(call, x1, x2)


def batch_dot(call: Call, x1: Array, x2: Array, axes: Any = None) -> Array:
    """`K.batch_dot`: a product for each sample."""
    a, b = call.shape(x1), call.shape(x2)
    if len(a) < 2 or len(b) < 2:
        raise Refused("rank-mismatch", "batch_dot needs tensors of two axes or more")
    along = call.axes(axes)
    if along is None:
        along = (1, 1) if len(b) == 2 else (len(a) - 1, len(b) - 2)
        if len(a) == len(b) == 2:
            along = (1, 1)
    if isinstance(along, int):
        along = (along, along)
    i, j = shapes.canonical_axis(along[0], len(a)), shapes.canonical_axis(along[1], len(b))
    _contracts(call, a[i], b[j], a, b)
    left = (*a[:i], *a[i + 1 :])
    right = (*b[1:j], *b[j + 1 :])
    shape = (*left, *right)
    return call.made(shape if len(shape) > 1 else (*shape, 1), call.meet([x1, x2]))


def inner(call: Call, x1: Array, x2: Array) -> Array:
    """The product over the last axes of both."""
    a, b = call.shape(x1), call.shape(x2)
    if not a or not b:
        return _single(call, a or b, _meet(call, x1, x2))
    _contracts(call, a[-1], b[-1], a, b)
    return _single(call, (*a[:-1], *b[:-1]), _meet(call, x1, x2))


def outer(call: Call, x1: Array, x2: Array, **rest: Any) -> Array:
    """Every value with every other."""
    sizes = []
    for x in (x1, x2):
        shape = call.shape(x)
        size = dims.product(shape)
        sizes.append(shape[0] if len(shape) == 1 else size)
    return call.made(tuple(sizes), _meet(call, x1, x2))


def vdot(call: Call, x1: Array, x2: Array) -> Array:
    """The product of all values, laid out flat."""
    a, b = call.shape(x1), call.shape(x2)
    _contracts(call, dims.product(a), dims.product(b), a, b)
    return _single(call, (), _meet(call, x1, x2))


def kron(call: Call, x1: Array, x2: Array) -> Array:
    """The Kronecker product."""
    a, b = call.shape(x1), call.shape(x2)
    if call.noted and len(a) != len(b):
        raise call.lost(
            "a product of tensors of different ranks, which Keras cannot tell the shape of"
        )
    rank = max(len(a), len(b))
    a, b = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    dtype = _meet(call, x1, x2)
    if call.noted:  # a plain number has its own dtype
        dtype = keras_meet(
            [{"int": "int32", "float": "float32"}.get(x.dtype or "", x.dtype) for x in (x1, x2)]
        )
    return call.made(tuple(x * y for x, y in zip(a, b, strict=True)), dtype)


def cross(
    call: Call,
    x1: Array,
    x2: Array,
    axisa: Any = -1,
    axisb: Any = -1,
    axisc: Any = -1,
    axis: Any = None,
) -> Array:
    """The cross product of vectors of two or three values."""
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = list(call.shape(x1)), list(call.shape(x2))
    size_a = a.pop(shapes.canonical_axis(call.whole(axisa), len(a)))
    size_b = b.pop(shapes.canonical_axis(call.whole(axisb), len(b)))
    if size_a not in (2, 3) or size_b not in (2, 3):
        if isinstance(size_a, int) and isinstance(size_b, int):
            raise Refused("rank-mismatch", "a cross product needs vectors of two or three values")
        raise call.lost("how long the vectors of a cross product are")
    shape = list(shapes.broadcast([tuple(a), tuple(b)], call.needs))
    if (size_a, size_b) != (2, 2):
        shape.insert(shapes.canonical_axis(call.whole(axisc), len(shape) + 1), 3)
    elif call.noted:
        shapes.canonical_axis(call.whole(axisc), len(shape))
    return _single(call, tuple(shape), call.meet([x1, x2]))


def tensordot(call: Call, x1: Array, x2: Array, axes: Any = 2, **rest: Any) -> Array:
    """The product over several axes of both."""
    a, b = call.shape(x1), call.shape(x2)
    given = folded(axes)
    if type(given) in (tuple, list):
        if len(given) != 2:
            raise Refused("axis-out-of-range", "`axes` must be a number or two lists of axes")
        pair = []
        for each, shape in zip(given, (a, b), strict=True):
            listed = call.axes(each)
            listed = (listed,) if isinstance(listed, int) else listed or ()
            pair.append([shapes.canonical_axis(axis, len(shape)) for axis in listed])
    else:
        count = call.whole(given)
        if count > min(len(a), len(b)):
            raise Refused("axis-out-of-range", f"{count} axes are more than the tensors have")
        pair = [list(range(len(a) - count, len(a))), list(range(count))]
    if len(pair[0]) != len(pair[1]):
        raise Refused("axis-out-of-range", "tensordot needs as many axes of one as of the other")
    for i, j in zip(*pair, strict=True):
        _contracts(call, a[i], b[j], a, b)
    left = tuple(size for i, size in enumerate(a) if i not in pair[0])
    right = tuple(size for i, size in enumerate(b) if i not in pair[1])
    return _single(call, (*left, *right), call.meet([x1, x2]))


def einsum(call: Call, subscripts: Any, operands: list[Array], **rest: Any) -> Array:
    """Einstein's summation: letters for axes, `...` for those that broadcast."""
    text = folded(subscripts)
    if type(text) is not str:
        raise call.lost("the letters of an einsum are not known", text)
    text = text.replace(" ", "")
    inputs, arrow, output = text.partition("->")
    terms = inputs.split(",")
    if len(terms) != len(operands):
        raise Refused(
            "einsum-mismatch", f"`{text}` names {len(terms)} operands, {len(operands)} are given"
        )
    sizes: dict[str, Size] = {}
    leading: list[Shape] = []
    for term, operand in zip(terms, operands, strict=True):
        _read(call, term, call.shape(operand), sizes, leading)
    dots = shapes.broadcast(leading, call.needs) if leading else ()
    if not arrow:
        once = [letter for letter in sorted(sizes) if inputs.count(letter) == 1]
        output = ("..." if dots else "") + "".join(once)
    made: list[Size] = []
    for part in output.replace("...", "."):
        if part == ".":
            made.extend(dots)
        elif part in sizes:
            made.append(sizes[part])
        else:
            raise Refused("einsum-mismatch", f"`{part}` stands only right of the arrow in `{text}`")
    return _single(call, tuple(made), call.meet(operands))


def _read(
    call: Call, term: str, shape: Shape, sizes: dict[str, Size], leading: list[Shape]
) -> None:
    """The sizes of the letters in one operand."""
    before, dots, after = term.partition("...")
    named = len(before) + len(after)
    if len(shape) < named or (not dots and len(shape) != named):
        raise Refused(
            "einsum-mismatch",
            f"`{term}` names {named} axes, its operand {shapes.show(shape)} has {len(shape)}",
        )
    if dots:
        leading.append(tuple(shape[len(before) : len(shape) - len(after)]))
    ends = (*shape[: len(before)], *shape[len(shape) - len(after) :])
    for letter, size in zip(before + after, ends, strict=True):
        known = sizes.get(letter)
        if known is None or known == 1 or hidden(known):
            if known is not None and hidden(known) and size == 1:
                continue
            sizes[letter] = size
        elif size != 1 and not dims.required(dims.equal(known, size), call.needs):
            raise Refused(
                "einsum-mismatch",
                f"axis `{letter}` is {pretty(known)} in one operand and {pretty(size)} in another",
                sum=f"{pretty(known)} ≠ {pretty(size)}",
            )


def _matrix_dtype(call: Call, x: Array) -> str | None:
    if call.dialect == "numpy":
        return "float64" if kind_of(x.dtype) in "iub" else x.dtype
    return keras_float(x.dtype)


def _square_shape(call: Call, x: Array) -> Shape:
    shape = call.shape(x)
    if len(shape) < 2:
        raise Refused("rank-mismatch", f"a matrix is needed, not {shapes.show(shape)}")
    if not dims.required(dims.equal(shape[-1], shape[-2]), call.needs):
        raise Refused("matmul-shape-mismatch", f"{shapes.show(shape)} is not square")
    return shape


def square(call: Call, x: Array, **rest: Any) -> Array:
    """What makes a square matrix of a square matrix."""
    return call.made(_square_shape(call, x), _matrix_dtype(call, x))


def pinv(call: Call, x: Array, **rest: Any) -> Array:
    """The pseudo-inverse."""
    shape = call.shape(x)
    if len(shape) < 2:
        raise Refused("rank-mismatch", f"a matrix is needed, not {shapes.show(shape)}")
    return call.made(_transposed(shape), _matrix_dtype(call, x))


def det(call: Call, x: Array, **rest: Any) -> Array:
    """The determinant."""
    return _single(call, _square_shape(call, x)[:-2], _matrix_dtype(call, x))


def solve(call: Call, a: Array, b: Array, **rest: Any) -> Array:
    """The solution of linear equations: as many as there are right-hand sides."""
    _square_shape(call, a)
    dtype = b.dtype if call.noted else call.meet([a, b])
    return call.made(call.shape(b), dtype if is_float(dtype) else _matrix_dtype(call, a))


def svd(
    call: Call, x: Array, full_matrices: Any = True, compute_uv: Any = True, **rest: Any
) -> Any:
    """Singular values and vectors."""
    shape = call.shape(x)
    if len(shape) < 2:
        raise Refused("rank-mismatch", f"a matrix is needed, not {shapes.show(shape)}")
    rows, columns = shape[-2:]
    least, dtype = dims.minimum(rows, columns), _matrix_dtype(call, x)
    values = call.made((*shape[:-2], least), dtype)
    if not call.flag(compute_uv):
        return values
    full = call.flag(full_matrices)
    left = (*shape[:-2], rows, rows if full else least)
    right = (*shape[:-2], columns if full else least, columns)
    return call.made(left, dtype), values, call.made(right, dtype)


def qr(call: Call, x: Array, mode: Any = "reduced", **rest: Any) -> Any:
    """An orthogonal and a triangular matrix."""
    shape = call.shape(x)
    if len(shape) < 2:
        raise Refused("rank-mismatch", f"a matrix is needed, not {shapes.show(shape)}")
    rows, columns = shape[-2:]
    inside = rows if mode == "complete" else dims.minimum(rows, columns)
    dtype = _matrix_dtype(call, x)
    return (
        call.made((*shape[:-2], rows, inside), dtype),
        call.made((*shape[:-2], inside, columns), dtype),
    )


def eig(call: Call, x: Array, **rest: Any) -> Any:
    """Eigenvalues and eigenvectors."""
    shape, dtype = _square_shape(call, x), _matrix_dtype(call, x)
    if call.name == "eig" and not call.noted:
        dtype = None  # complex where the values ask for it
    return call.made(shape[:-1], dtype), call.made(shape, dtype)


def _matrix_shape(call: Call, x: Array) -> Shape:
    shape = call.shape(x)
    if len(shape) < 2:
        raise Refused("rank-mismatch", f"a matrix is needed, not {shapes.show(shape)}")
    return shape


def slogdet(call: Call, x: Array) -> Any:
    """The sign of a determinant, and the logarithm of its size.

    For symbolic tensors Keras says that there is one sign, whatever the batch.
    """
    shape = call.shape(x)
    if len(shape) < 2:
        raise call.lost("a determinant of other things than matrices")
    sign = () if call.noted else shape[:-2]
    return call.made(sign, x.dtype), call.made(shape[:-2], x.dtype)


def lu_factor(call: Call, x: Array) -> Any:
    """A triangular factorization, and the order of the rows."""
    shape = _matrix_shape(call, x)
    rows, columns = shape[-2:]
    if hidden(rows) or hidden(columns):
        raise call.lost("a factorization of matrices of a size that is not known")
    order = call.made((*shape[:-2], dims.minimum(rows, columns)), x.dtype if call.noted else None)
    return call.made(shape, x.dtype), order


def matrix_rank(call: Call, x: Array, tol: Any = None) -> Array:
    """How many rows do not depend on the others."""
    return call.made(_matrix_shape(call, x)[:-2], "int32")


def lstsq(call: Call, a: Array, b: Array, rcond: Any = None) -> Array:
    """The solution of least squares."""
    left, right = call.shape(a), call.shape(b)
    if len(left) != 2 or len(right) not in (1, 2):
        raise Refused(
            "rank-mismatch",
            f"`lstsq` needs a matrix, and a vector or a matrix: {shapes.show(left)} and "
            f"{shapes.show(right)}",
        )
    same = dims.equal(left[0], right[0])
    if same is dims.NEVER:
        raise Refused(
            "matmul-shape-mismatch",
            f"`lstsq` needs as many rows in both: {shapes.show(left)} and {shapes.show(right)}",
        )
    if same is not dims.ALWAYS:
        raise call.lost("whether both have as many rows is not known")
    return call.made((left[1], *right[1:]), a.dtype)


def corrcoef(call: Call, x: Array) -> Array:
    """How the rows of a matrix go together; for symbolic tensors Keras keeps the shape."""
    shape = call.shape(x)
    dtype = "float64" if x.dtype == "int64" else keras_float(x.dtype)
    if call.noted:
        return call.made(shape, dtype)
    if len(shape) != 2:
        raise call.lost("correlations of other things than the rows of a matrix")
    return call.made((shape[0], shape[0]), dtype)
