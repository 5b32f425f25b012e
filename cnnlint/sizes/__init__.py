"""Sizes that the user gives for those that the code leaves open: `H` is 224, the batch 32.

They are put into the network itself, so that everything that is told of it is told of these
sizes: shapes, counts, sums, conditions. A condition that they break is why nothing is known of
what comes behind it.
"""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import NEVER, Dim, TooComplex, When, substitute, symbols
from ..keras.conditions import short_names
from ..table import renamed
from .arithmetic import value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..dims import Size
    from ..network import Layer, Model, Node, Tensor
    from ..shapes import Shape

    Entry = int | None


class DoesNotFit(Exception):
    """A model has no such sizes; the message is one line."""


class Sizes:
    """What is given: the size of a batch, shapes of inputs without it (by their order, or by the
    name of the input), and sizes by the name that they have in a table."""

    __slots__ = ("batch", "inputs", "named", "shapes")

    def __init__(self) -> None:
        self.batch: int | None = None
        self.shapes: list[tuple[Entry, ...]] = []
        self.inputs: dict[str, tuple[Entry, ...]] = {}
        self.named: dict[str, int] = {}

    def given(self) -> bool:
        """Whether anything is."""
        return self.batch is not None or bool(self.shapes or self.inputs or self.named)


def fill(models: Iterable[Model], sizes: Sizes) -> None:
    """Put the sizes into those of the models that they fit.

    Raises:
        DoesNotFit: they fit none.
    """
    problems: list[str] = []
    fitting = False
    for model in models:
        nodes = _nodes(model)
        try:
            values = _values(model, nodes, sizes)
        except DoesNotFit as problem:
            problems.append(str(problem))
            continue
        fitting = True
        if values:
            _fill(model, nodes, values)
    if problems and not fitting:
        raise DoesNotFit(problems[0])


def _values(model: Model, nodes: Sequence[Node], sizes: Sizes) -> dict[str, int]:
    """What each symbol of the model is."""
    values: dict[str, int] = {}
    title = model.variable or model.name
    if sizes.batch is not None:
        for tensor in model.inputs:
            if tensor.shape:
                _bind(values, tensor.shape[0], sizes.batch, f"--batch: the batch of `{title}`")
    if len(sizes.shapes) > len(model.inputs):
        raise DoesNotFit(f"`{title}` has {_inputs(model)}, and --input gives {len(sizes.shapes)}")
    wanted = list(zip(model.inputs, sizes.shapes, strict=False))
    for name, shape in sizes.inputs.items():
        known = {t.node.layer.name: t for t in model.inputs if t.node is not None}
        if name not in known:
            there = f"; there is {', '.join(known)}" if known else ""
            raise DoesNotFit(f"`{title}` has no input `{name}`{there}")
        wanted.append((known[name], shape))
    for tensor, shape in wanted:
        _bind_shape(values, tensor, shape, title)
    full = {name: name for name in _names(nodes)}
    full |= {short: name for name, short in short_names(model).items()}
    for name, size in sizes.named.items():
        if name not in full:
            there = ", ".join(sorted(set(full) - {"N"}))
            raise DoesNotFit(
                f"`{title}` has no size `{name}`" + (f"; there is {there}" if there else "")
            )
        values[full[name]] = size
    return values


def _bind_shape(values: dict[str, int], tensor: Tensor, shape: Sequence[Entry], title: str) -> None:
    if tensor.shape is None:
        raise DoesNotFit(f"the shape of an input of `{title}` is not known")
    own = tensor.shape[1:]
    if len(own) != len(shape):
        raise DoesNotFit(
            f"an input of `{title}` has {len(own)} sizes besides the batch, --input {len(shape)}"
        )
    for size, asked in zip(own, shape, strict=True):
        if asked is not None:
            _bind(values, size, asked, f"--input: a size of `{title}`")


def _bind(values: dict[str, int], size: Size, asked: int, what: str) -> None:
    if isinstance(size, Dim):
        (name, *more) = symbols(size)
        if not more and str(size) == name and values.get(name, asked) == asked:
            values[name] = asked
            return
    elif size == asked:
        return
    shown = f"`{size}`" if isinstance(size, Dim) else str(size)
    raise DoesNotFit(f"{what} is {shown} and cannot be {asked}")


def _inputs(model: Model) -> str:
    count = len(model.inputs)
    return f"{count} input{'' if count == 1 else 's'}" if count else "no known inputs"


def _nodes(model: Model) -> list[Node]:
    """Every call that the model is made of, those inside its layers too, in no certain order."""
    layers: list[Layer] = [model, *model.all_parts()]
    stack = [node for layer in layers for node in layer.nodes] + list(model.graph)
    stack += [tensor.node for tensor in model.inputs if tensor.node is not None]
    found: dict[int, Node] = {}
    while stack:
        node = stack.pop()
        if id(node) in found:
            continue
        found[id(node)] = node
        tensors = [*node.inputs, *(each for part in node.body or () for each in part)]
        stack += [tensor.node for tensor in tensors if tensor.node is not None]
    return list(found.values())


def _tensors(nodes: Iterable[Node]) -> Iterable[Tensor]:
    for node in nodes:
        yield from node.inputs
        yield from node.outputs
        for part in node.body or ():
            yield from part


def _names(nodes: Sequence[Node]) -> set[str]:
    """The symbols that sizes of the model depend on."""
    shapes = [tensor.shape for tensor in _tensors(nodes) if tensor.shape is not None]
    shapes += [weight.shape for node in nodes for weight in node.layer.weights]
    return {name for shape in shapes for size in shape for name in symbols(size)}


def _fill(model: Model, nodes: Sequence[Node], values: Mapping[str, int]) -> None:
    written = {name: str(size) for name, size in values.items()}
    short = short_names(model)
    for tensor in _tensors(nodes):
        if tensor.shape is not None:
            tensor.shape = _shape(tensor.shape, values)
    layers = {id(node.layer): node.layer for node in nodes}
    layers |= {id(part): part for part in model.all_parts()}
    for layer in layers.values():
        for weight in layer.weights:
            weight.resize(_shape(weight.shape, values))
    broken: list[tuple[Node, Unknown]] = []
    for node in nodes:
        node.macs = _size(node.macs, values)
        node.unread = _shape(node.unread, values)
        node.sum = worked_out(renamed(node.sum, written), node.sum)
        needs, said = _needs(node, values, short)
        node.needs = needs
        if said:
            broken.append((node, Unknown(said, node.span)))
    _break(nodes, broken)


def _size(size: Size, values: Mapping[str, int]) -> Size:
    try:
        return substitute(size, values)
    except (TooComplex, ZeroDivisionError):
        return size


def _shape(shape: Shape, values: Mapping[str, int]) -> Shape:
    return tuple(_size(size, values) for size in shape)


def _needs(
    node: Node, values: Mapping[str, int], short: Mapping[str, str]
) -> tuple[tuple[When, ...], str]:
    """The conditions of a call that these sizes leave open, and which of them they break."""
    from ..dims.decisions import decide

    left: list[When] = []
    said: list[str] = []
    for need in node.needs:
        answer: object = need
        if not need.names.isdisjoint(values):
            try:
                answer = decide(substitute(need.size, values), need.relation)
            except (TooComplex, ZeroDivisionError):
                answer = need
        if isinstance(answer, When):
            left.append(answer)
        elif answer is NEVER:
            told = need.rename({name: short[name] for name in need.names if name in short})
            sizes = (
                f"{short.get(name, name)} is {values[name]}"
                for name in sorted(need.names)
                if name in values
            )
            said.append(f"{told}, and {' and '.join(sizes)}")
    return tuple(left), f"`{node.layer.name}` requires {'; '.join(said)}" if said else ""


def _break(nodes: Sequence[Node], broken: Sequence[tuple[Node, Unknown]]) -> None:
    """Nothing is known of what these calls give, and of what is made of it."""
    users: dict[int, list[Node]] = {}
    for node in nodes:
        for tensor in node.inputs:
            users.setdefault(id(tensor), []).append(node)
    behind: dict[int, set[int]] = {id(node): _behind(node, users) for node, _ in broken}
    for node, why in broken:
        if any(id(node) in other for other in behind.values()):
            continue  # it is not reached, and says no more than what breaks before
        for other in nodes:
            if other is node or id(other) in behind[id(node)]:
                other.sum, other.unread = "", ()
                for tensor in other.outputs:
                    if tensor.shape is not None:
                        tensor.shape, tensor.unknown = None, why


def _behind(node: Node, users: Mapping[int, Sequence[Node]]) -> set[int]:
    """The calls that are made on what comes of this one."""
    found: set[int] = set()
    stack = [node]
    while stack:
        for tensor in stack.pop().outputs:
            for user in users.get(id(tensor), ()):
                if id(user) not in found:
                    found.add(id(user))
                    stack.append(user)
    return found


def worked_out(text: str, before: str) -> str:
    """A sum in which numbers have taken the place of symbols, with what each part comes to."""
    if text == before:
        return text
    parts = []
    for part in _parts(text):
        way, _, _ = part.partition(" = ")
        result = value(way)
        whole = part if result is None else way if way == str(result) else f"{way} = {result}"
        parts.append(whole)
    return ", ".join(parts[:1] if len(set(parts)) == 1 else parts)


def _parts(text: str) -> list[str]:
    """The sums of an axis each; a comma in brackets is one of theirs."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "([⌊⌈") - (character in ")]⌋⌉")
        if character == "," and not depth:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()]
