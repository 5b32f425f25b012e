"""Models that take more than their project allows."""

from __future__ import annotations

from ..diagnostics import Note
from ..interpreter.remarks import Remark
from ..resources import BATCH, Resources
from ..resources.amounts import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..dims import Size
    from ..network import Layer, Model
    from ..resources.limits import Budgets, Limits
    from ..source import Span

#: So many of the largest layers are shown.
MOST_SHOWN = 3


def over(models: Iterable[Model], budgets: Budgets) -> Iterator[Remark]:
    """What is over its budget: once for each model that is no part of another, and the memory
    also of parts that are trained by themselves."""
    models = list(models)
    parts = {id(part) for model in models for part in model.all_parts()}
    for model in models:
        if model.span is None:
            continue
        limits = budgets.of(model)
        if id(model) not in parts:
            yield from _params(model, model.span, limits)
            yield from _macs(model, model.span, limits)
        if id(model) not in parts or any(call.method == "compile" for call in model.calls):
            yield from _memory(model, model.span, limits)


def _params(model: Model, span: Span, limits: Limits) -> Iterator[Remark]:
    most = limits.params
    if most is None:
        return
    count = _known(weight.size for weight, _ in model.all_weights())
    if count > most:
        yield Remark(
            "too-many-parameters",
            span,
            f"`{_name(model)}` has {count:,} parameters, and `max-params` allows {most:,}",
            because=_largest(model, _params_of, lambda size: f"{size:,} of them"),
            help=f"take {count - most:,} away where most of them are, or raise the budget",
        )


def _macs(model: Model, span: Span, limits: Limits) -> Iterator[Remark]:
    most = limits.macs
    if most is None:
        return
    from ..table import totals

    count = totals(model).macs
    if isinstance(count, int) and count > most:
        yield Remark(
            "too-many-macs",
            span,
            f"`{_name(model)}` takes {count:,} multiply-accumulates for a sample, and `max-macs` "
            f"allows {most:,}",
            because=_largest(model, _macs_of, lambda size: f"{size:,} of them"),
            help="make the input smaller, or the layers that work on large ones narrower",
        )


def _memory(model: Model, span: Span, limits: Limits) -> Iterator[Remark]:
    most = limits.memory
    if most is None:
        return
    found = Resources(model)
    batch = found.batch or limits.batch or _batch_of_fit(model) or BATCH
    takes = found.of_training(batch)
    if takes is None or takes <= most:
        return
    largest = found.largest_batch(most)
    fixed = found.fixed or 0
    if found.batch is not None:
        advice = "the inputs have this batch: give them a smaller one, or leave it open"
    elif largest:
        advice = f"a batch of {largest:,} fits"
    else:
        advice = f"no batch fits: {shown(fixed)} of it do not depend on the batch"
    least = "" if found.complete and found.optimizer is not None else "at least "
    yield Remark(
        "too-much-memory",
        span,
        f"training `{_name(model)}` takes {least}about {shown(takes)} with a batch of {batch:,}, "
        f"and `max-memory` allows {shown(most)}",
        because=_largest(model, _bytes_of, lambda size: f"{shown(size)} for each sample"),
        help=advice,
        certainty="likely",
    )


def _batch_of_fit(model: Model) -> int | None:
    """The `batch_size` that `fit` is given."""
    for call in reversed(model.calls):
        size = call.arguments.get("batch_size")
        if call.method == "fit" and type(size) is int and size > 0:
            return size
    return None


def _largest(
    model: Model, measure: Callable[[Layer], int], say: Callable[[int], str]
) -> tuple[Note, ...]:
    """The layers that most of it is in; those of one place in the text together."""
    sizes = [(measure(layer), layer) for layer in model.all_parts() if layer.span is not None]
    sizes.sort(key=lambda each: -each[0])
    largest = sizes[0][0] if sizes else 0
    said: dict[object, tuple[Span, list[str]]] = {}
    for size, layer in sizes[:MOST_SHOWN]:
        if layer.span is not None and size * 10 > largest:
            place = said.setdefault(layer.span.key, (layer.span, []))
            place[1].append(f"{say(size)} in `{layer.name}`")
    return tuple(Note(span, ", ".join(texts)) for span, texts in said.values())


def _params_of(layer: Layer) -> int:
    return _known(weight.size for weight in layer.weights)


def _macs_of(layer: Layer) -> int:
    return _known(node.macs for node in layer.nodes) if not layer.parts else 0


def _bytes_of(layer: Layer) -> int:
    """The bytes that one call of a layer writes for a sample."""
    from ..resources.flow import VIEWS, sample_bytes

    if layer.parts or layer.kind == "input" or layer.class_name in VIEWS:
        return 0
    return max((sample_bytes(node.outputs) for node in layer.nodes), default=0)


def _known(sizes: Iterable[Size]) -> int:
    """The sum of those that are numbers."""
    return sum(size for size in sizes if isinstance(size, int))


def _name(model: Model) -> str:
    return model.variable or model.name
