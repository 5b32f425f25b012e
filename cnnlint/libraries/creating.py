"""Operations that make arrays of a given shape."""

from __future__ import annotations

from math import ceil

from .. import dims, shapes
from ..diagnostics import Unknown
from ..dims import Dim
from .arrays import MOST_KEPT, Array, NotKnown, folded, shape_from, symbol_for
from .elementwise import convert
from .itemwise import keras_float, ranked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..shapes import Shape
    from .operations import Call


def _shape(call: Call, given: Any) -> Shape:
    """A shape to make: sizes that are not known become symbols; negative ones are refused."""
    value = folded(given)
    if type(value) in (tuple, list) and any(item is None for item in value):
        if call.dialect == "numpy":
            raise call.interpreter.raised(
                "TypeError", "'NoneType' object cannot be interpreted as an integer"
            )
        raise call.lost("a shape with a size of None cannot be made")
    shape = shape_from(call.interpreter, value, "n")
    if any(isinstance(size, int) and size < 0 for size in shape):
        raise call.interpreter.raised("ValueError", "negative dimensions are not allowed")
    return shape


def _default(call: Call) -> str:
    return "float64" if call.dialect == "numpy" else "float32"


def filled(call: Call, shape: Any, dtype: Any = None, fill_value: Any = None, **rest: Any) -> Array:
    """`zeros`, `ones`, `empty`, `full`."""
    made = _shape(call, shape)
    name, value = _default(call), {"zeros": 0, "ones": 1}.get(call.name)
    if call.name == "full":
        filling = call.array(fill_value)
        if call.dialect == "numpy":
            shapes.broadcast([made, call.shape(filling)], call.needs)
        if call.dialect != "keras":  # there it is a float, whatever it is filled with
            name = call.made((), filling.dtype).dtype or name
        value = filling.items[0] if filling.shape == () and filling.items else None
    found = call.dtype(dtype, name)
    count = dims.product(made)
    items = None
    if value is not None and isinstance(count, int) and count <= 64:
        items = ranked(found, (value,) * count)
    result = call.made(made, found, items=items)
    if isinstance(value, (int, float)):
        result.low = result.high = value
    return result


def eye(call: Call, N: Any, M: Any = None, k: Any = 0, dtype: Any = None, **rest: Any) -> Array:  # noqa: N803
    """Ones on a diagonal. Of as many rows as columns, each row is the one-hot of its number."""
    rows = call.size(N)
    columns = rows if M is None else call.size(M)
    if any(isinstance(size, int) and size < 0 for size in (rows, columns)):
        raise call.interpreter.raised("ValueError", "negative dimensions are not allowed")
    shape: Shape = (rows, columns)
    if rest.get("batch_shape") is not None:
        shape = (*_shape(call, rest["batch_shape"]), *shape)
    return call.made(shape, call.dtype(dtype, _default(call)))


def identity(call: Call, n: Any, dtype: Any = None, **rest: Any) -> Array:
    """Ones on the diagonal of a square."""
    return eye(call, n, dtype=dtype)


def arange(
    call: Call, start: Any, stop: Any = None, step: Any = None, dtype: Any = None, **rest: Any
) -> Array:
    """Numbers from one to another."""
    first, last, by = (folded(each) for each in (start, stop, step))
    if last is None:
        first, last = 0, first
    by = 1 if by is None else by
    numbers = (first, last, by)
    kinds = [type(each) for each in numbers]
    name = "int64" if call.dialect == "numpy" else "int32"
    if float in kinds:
        name = _default(call)
    name = call.dtype(dtype, name) or name
    if all(kind in (int, float, bool) for kind in kinds):
        if by == 0:
            raise call.interpreter.raised("ZeroDivisionError", "division by zero")
        count = max(0, ceil((last - first) / by))
        items = None
        if count <= MOST_KEPT:
            items = ranked(name, tuple(first + by * place for place in range(count)))
        return call.made((count,), name, items=items, classes=count if first == 0 else None)
    if type(by) is int and by > 0 and float not in kinds:
        low, high = call.size(first), call.size(last)
        size = dims.maximum(dims.ceil_div(high - low, by), 0)
        return call.made((size,), name, classes=size if first == 0 and by == 1 else None)
    unknown = next((each for each in numbers if type(each) is Unknown), None)
    reason = call.interpreter.unknown("how long a range is, is not known", of=unknown)
    return call.made((symbol_for(call.interpreter, reason, "n"),), name)


def linspace(
    call: Call,
    start: Any,
    stop: Any,
    num: Any = 50,
    endpoint: Any = True,
    dtype: Any = None,
    axis: Any = 0,
    **rest: Any,
) -> Array | tuple[Any, ...]:
    """So many numbers from one to another."""
    count = call.size(num)
    if isinstance(count, int) and count < 0:
        raise call.interpreter.raised("ValueError", "Number of samples must be non-negative.")
    first, last = folded(start), folded(stop)
    name = call.dtype(dtype, _default(call))
    if call.noted and dtype is not None:
        name = keras_float(name)
    elif call.noted:
        name = keras_float(call.array(start).dtype)
    items = None
    plain = type(first) in (int, float) and type(last) in (int, float)
    if plain and call.name == "linspace" and isinstance(count, int) and count <= MOST_KEPT:
        gaps = count - 1 if call.flag(endpoint) else count
        by = (last - first) / gaps if gaps else 0.0
        items = ranked(name, tuple(first + by * place for place in range(count)))
    ends = [call.shape(call.array(each)) for each in (first, last)]
    shape = list(shapes.broadcast(ends, call.needs))
    shape.insert(shapes.canonical_axis(call.whole(axis), len(shape) + 1), count)
    made = call.made(tuple(shape), name, items=items)
    if plain:
        made.low, made.high = min(first, last), max(first, last)
    if call.flag(rest.get("retstep") or False):
        return made, call.made((), _default(call), unknown=call.interpreter.unknown("a step"))
    return made


def window(call: Call, x: Any, **rest: Any) -> Array:
    """A window of so many values: Hamming's, Hann's, ..."""
    return call.made((call.size(x),), _default(call))


def random(
    call: Call, shape: Any = None, dtype: Any = None, low: Any = None, high: Any = None, **rest: Any
) -> Array:
    """Random numbers of a shape; a single one where none is given."""
    rule = call.options["rule"]
    if isinstance(dtype, str) and "int" in dtype and call.dialect != "numpy":
        rule = "int"  # `tf.random.uniform(shape, maxval=10, dtype=tf.int32)`
    default = _default(call)
    if rule == "int":
        default = "int64" if call.dialect == "numpy" else "int32"
    name = call.dtype(dtype, default)
    made = () if folded(shape) is None else _shape(call, shape)
    result = call.made(made, name)
    low, high = folded(low), folded(high)
    if rule == "int":
        if high is None:
            low, high = 0, low
        if type(high) in (int, Dim):
            result.low, result.high = low, high - 1
    if not made:
        result.unknown = call.interpreter.unknown("a random number")
    return result


def choice(
    call: Call, a: Any, size: Any = None, replace: Any = True, p: Any = None, **rest: Any
) -> Any:
    """Values picked at random."""
    source = call.array(a)
    shape = () if folded(size) is None else _shape(call, size)
    single = call.shape(source) == ()
    tail = () if single else call.shape(source)[1:]
    dtype = "int64" if single else source.dtype
    made = call.made((*shape, *tail), dtype)
    if single and source.items:
        made.low = 0
    if not made.shape:
        made.unknown = call.interpreter.unknown("a value picked at random")
    return made


def permutation(call: Call, x: Any, **rest: Any) -> Array:
    """The numbers below n in random order, or the rows of an array."""
    source = call.array(x)
    if call.shape(source) == ():
        size = source.items[0] if source.items else None
        if type(size) is int or type(size) is Dim:
            return call.made((size,), "int64", classes=size)
        raise call.lost("how many numbers there are to order", source.unknown)
    return call.made(source.shape, source.dtype, classes=source.classes)


def categorical(
    call: Call, logits: Array, num_samples: Any, dtype: Any = None, **rest: Any
) -> Array:
    """Draws from each row of likelihoods."""
    default = "int64" if call.dialect == "tensorflow" else "int32"
    return call.made((*call.shape(logits)[:-1], call.size(num_samples)), call.dtype(dtype, default))


def constant(call: Call, value: Any, dtype: Any = None, shape: Any = None, **rest: Any) -> Array:
    """`tf.constant`, `tf.Variable`: values written out, or computed before."""
    if value is None:
        raise NotKnown(call.interpreter.unknown("a tensor made from None"))
    made = convert(call, call.array(value), dtype)
    if shape is not None:
        sizes: list[Size | None] = call.sizes(shape)
        if None in sizes:
            raise NotKnown(call.interpreter.unknown("a variable whose shape may change"))
        made.shape = tuple(size for size in sizes if size is not None)
    return made
