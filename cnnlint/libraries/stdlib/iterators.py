"""`itertools`: what they give is made as it is asked for."""

from __future__ import annotations

import itertools as python

from ...diagnostics import Unknown
from ...interpreter import comparison, operators
from ...interpreter.iterables import drawn
from ...interpreter.iteration import layered
from ...interpreter.operators import MOST_ITEMS
from ...interpreter.values import MISSING, Lost, Stream
from .kit import functions, module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module


def known(interpreter: Interpreter, value: Any) -> bool:
    """Whether something is true.

    Raises:
        Lost: where that is not known.
    """
    truth = interpreter.truth(value)
    if type(truth) is Unknown:
        raise Lost(truth)
    return truth


def whole(interpreter: Interpreter, value: Any) -> Any:
    """A number of times or of items, None for no end.

    Raises:
        Lost: where it is not known.
    """
    value = operators.held(value)
    if value is None or type(value) in (int, bool, float):
        return value
    raise Lost(interpreter.unknown("a number of items that is not known", of=value))


def chain(interpreter: Interpreter, *iterables: Any) -> Any:
    return layered(interpreter, _chained(interpreter, iterables), "chain", *iterables)


def _chained(interpreter: Interpreter, iterables: Any) -> Iterator[Any]:
    for each in iterables:
        interpreter.step()
        yield from drawn(interpreter, each)


def from_iterable(interpreter: Interpreter, iterable: Any, /) -> Any:
    return layered(
        interpreter, _chained(interpreter, drawn(interpreter, iterable)), "chain", iterable
    )


def count(interpreter: Interpreter, start: Any = 0, step: Any = 1) -> Any:
    def numbers() -> Iterator[Any]:
        value = start
        while True:
            interpreter.step()
            yield value
            value = operators.binary(interpreter, "+", value, step)

    return Stream(numbers(), "count")


def cycle(interpreter: Interpreter, iterable: Any, /) -> Any:
    items = drawn(interpreter, iterable)

    def again() -> Iterator[Any]:
        seen = []
        for item in items:
            seen.append(item)
            yield item
        while seen:
            interpreter.step()
            yield from seen

    return layered(interpreter, again(), "cycle", iterable)


def repeat(interpreter: Interpreter, object: Any, times: Any = None) -> Any:
    limit = whole(interpreter, times)
    if limit is None:
        return Stream(python.repeat(object), "repeat")
    return Stream(python.repeat(object, limit), "repeat")


def islice(interpreter: Interpreter, iterable: Any, /, *bounds: Any) -> Any:
    limits = [whole(interpreter, bound) for bound in bounds]
    try:
        made = python.islice(drawn(interpreter, iterable), *limits)
    except (TypeError, ValueError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None
    return layered(interpreter, made, "islice", iterable)


def product(interpreter: Interpreter, *iterables: Any, repeat: Any = 1) -> Any:
    columns = [_all(interpreter, each) for each in iterables]
    times = whole(interpreter, repeat)
    if times > 50:
        return interpreter.unknown("a product of too many iterables")
    return Stream(python.product(*columns, repeat=times), "product")


def _all(interpreter: Interpreter, iterable: Any) -> list[Any]:
    found = interpreter.iterate(iterable)
    if type(found) is Unknown:
        raise Lost(found)
    return found


def combinations(interpreter: Interpreter, iterable: Any, r: Any) -> Any:
    items = _all(interpreter, iterable)
    return Stream(python.combinations(items, whole(interpreter, r)), "combinations")


def with_replacement(interpreter: Interpreter, iterable: Any, r: Any) -> Any:
    size = whole(interpreter, r)
    if size > MOST_ITEMS // 100:
        return interpreter.unknown("combinations of too many items")
    items = _all(interpreter, iterable)
    return Stream(python.combinations_with_replacement(items, size), "combinations")


def permutations(interpreter: Interpreter, iterable: Any, r: Any = None) -> Any:
    items = _all(interpreter, iterable)
    return Stream(python.permutations(items, whole(interpreter, r)), "permutations")


def accumulate(
    interpreter: Interpreter, iterable: Any, func: Any = None, *, initial: Any = MISSING
) -> Any:
    items = drawn(interpreter, iterable)

    def totals() -> Iterator[Any]:
        total = initial
        if total is not MISSING and total is not None:
            yield total
        else:
            total = MISSING
        for item in items:
            if total is MISSING:
                total = item
            elif func is None:
                total = operators.binary(interpreter, "+", total, item)
            else:
                total = interpreter.call(func, (total, item), {})
            yield total

    return layered(interpreter, totals(), "accumulate", iterable)


def zip_longest(interpreter: Interpreter, *iterables: Any, fillvalue: Any = None) -> Any:
    columns = [drawn(interpreter, each) for each in iterables]
    made = python.zip_longest(*columns, fillvalue=fillvalue)
    return layered(interpreter, made, "zip_longest", *iterables)


def starmap(interpreter: Interpreter, function: Any, iterable: Any, /) -> Any:
    rows = drawn(interpreter, iterable)
    made = (interpreter.call(function, tuple(_all(interpreter, row)), {}) for row in rows)
    return layered(interpreter, made, "starmap", iterable)


def take_while(interpreter: Interpreter, predicate: Any, iterable: Any, /) -> Any:
    made = python.takewhile(_asked(interpreter, predicate), drawn(interpreter, iterable))
    return layered(interpreter, made, "takewhile", iterable)


def drop_while(interpreter: Interpreter, predicate: Any, iterable: Any, /) -> Any:
    made = python.dropwhile(_asked(interpreter, predicate), drawn(interpreter, iterable))
    return layered(interpreter, made, "dropwhile", iterable)


def filter_false(interpreter: Interpreter, predicate: Any, iterable: Any, /) -> Any:
    made = python.filterfalse(_asked(interpreter, predicate), drawn(interpreter, iterable))
    return layered(interpreter, made, "filterfalse", iterable)


def _asked(interpreter: Interpreter, predicate: Any) -> Any:
    if predicate is None:
        return lambda item: known(interpreter, item)
    return lambda item: known(interpreter, interpreter.call(predicate, (item,), {}))


def compress(interpreter: Interpreter, data: Any, selectors: Any) -> Any:
    chosen = (known(interpreter, each) for each in drawn(interpreter, selectors))
    made = python.compress(drawn(interpreter, data), chosen)
    return layered(interpreter, made, "compress", data, selectors)


def pairwise(interpreter: Interpreter, iterable: Any, /) -> Any:
    made = python.pairwise(drawn(interpreter, iterable))
    return layered(interpreter, made, "pairwise", iterable)


def group_by(interpreter: Interpreter, iterable: Any, key: Any = None) -> Any:
    """Groups are whole when they are given: nothing is drawn from behind their backs."""
    items = drawn(interpreter, iterable)

    def groups() -> Iterator[Any]:
        name: Any = MISSING
        group: list[Any] = []
        for item in items:
            value = item if key is None else interpreter.call(key, (item,), {})
            same = name is not MISSING and known(
                interpreter, comparison.equal(interpreter, name, value)
            )
            if not same:
                if name is not MISSING:
                    yield name, Stream(group)
                name, group = value, []
            group.append(item)
        if name is not MISSING:
            yield name, Stream(group)

    return layered(interpreter, groups(), "groupby", iterable)


def tee(interpreter: Interpreter, iterable: Any, n: Any = 2, /) -> Any:
    times = whole(interpreter, n)
    if times > 100:
        return interpreter.unknown("too many iterators over one")
    return tuple(
        layered(interpreter, each, "tee", iterable)
        for each in python.tee(drawn(interpreter, iterable), times)
    )


def itertools() -> Module:
    """`itertools`."""
    made = functions(
        accumulate=accumulate,
        combinations=combinations,
        combinations_with_replacement=with_replacement,
        compress=compress,
        count=count,
        cycle=cycle,
        dropwhile=drop_while,
        filterfalse=filter_false,
        groupby=group_by,
        islice=islice,
        pairwise=pairwise,
        permutations=permutations,
        product=product,
        repeat=repeat,
        starmap=starmap,
        takewhile=take_while,
        tee=tee,
        zip_longest=zip_longest,
    )
    chained = functions(chain=chain)["chain"]
    chained.attributes = functions(from_iterable=from_iterable)
    return module("itertools", made, {"chain": chained})
