from __future__ import annotations

from ..interpreter.remarks import Remark
from ..keras.training.endings import title
from ..network import Tensor
from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..inference import Inference
    from ..source import Span

#: Layers that are called for what they do besides.
BESIDES = frozenset(("ActivityRegularization",))


class UnusedBranch(Rule):
    """The result of a layer has a name, and nothing takes it.

    ## What it is

    The layer is called on a tensor of the model, or is the last of several behind one. What it
    returns is given a name, and that name is never read: no layer takes the tensor, and no model
    has it among its outputs. Or the next statement gives the same name to something else.

    ## Why it matters

    The layer is in no model. Most often the one after it should have been called on its result.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((32,))
    x = layers.Dense(64, activation="relu")(image)
    wide = layers.Dense(64, activation="relu")(x)
    model = keras.Model(image, layers.Dense(4)(x))
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((32,))
    x = layers.Dense(64, activation="relu")(image)
    wide = layers.Dense(64, activation="relu")(x)
    model = keras.Model(image, layers.Dense(4)(wide))
    ```

    ## What Keras says

    Nothing: the model is built without that layer.
    """

    code = "CNN417"
    name = "unused-branch"
    severity = "warning"


def look(inference: Inference) -> Iterator[Remark]:
    """Names given to tensors that go nowhere, of all that is built from a model's tensors."""
    taken = {id(tensor) for node in inference.calls for tensor in node.inputs}
    taken |= {id(t) for model in inference.models for t in (*model.inputs, *model.outputs)}
    bound = [each for each in inference.bound if isinstance(each.value, Tensor)]
    loose = {each.name.key for each in bound if _is_loose(each.value, taken)}
    names: dict[tuple[str, int, int], tuple[Span, list[Tensor]]] = {}
    for each in bound if loose else ():
        if each.name.key in loose:
            names.setdefault(each.name.key, (each.name, []))[1].append(each.value)
    unread = [
        (span, tensors)
        for span, tensors in names.values()
        if all(_is_loose(tensor, taken) for tensor in tensors) and _never_read(span)
    ]
    if not unread:
        return
    models = [model for model in inference.models if not model.origin]
    inside = {id(t) for model in models for node in model.graph for t in node.outputs}
    behind = set(inside)
    for node in inference.calls:
        if node.inputs and all(id(tensor) in behind for tensor in node.inputs):
            behind.update(map(id, node.outputs))
    for span, tensors in unread:
        if any(id(tensor) in inside for tensor in tensors):
            continue
        if not all(_is_behind(tensor, behind) for tensor in tensors):
            continue
        layer = tensors[0].node.layer if tensors[0].node is not None else None
        yield Remark(
            "unused-branch",
            span,
            f"nothing takes the result of `{layer.name if layer else '?'}`: `{span.text}` is never "
            "read",
            help=f"call the next layer on `{span.text}`, or take this one away",
            certainty="likely",
        )


def _is_loose(tensor: Tensor, taken: set[int]) -> bool:
    """Whether a layer of Keras made this, and nothing takes it."""
    node = tensor.node
    if node is None or id(tensor) in taken or not node.inputs or len(node.outputs) != 1:
        return False
    name = title(node.layer)
    return node.layer.kind == "layer" and bool(name) and name not in BESIDES


def _is_behind(tensor: Tensor, behind: set[int]) -> bool:
    return tensor.node is not None and all(id(before) in behind for before in tensor.node.inputs)


def _never_read(span: Span) -> bool:
    """Whether the text never reads a name after it is bound here: it does not occur again, or the
    next time it occurs, in the same block, it is bound again by a statement that does not read it.

    A name that a loop may come back to occurs in it; other ways to a name are not followed.
    """
    source, name = span.source, span.text
    line = source.line(span.line)
    indent = len(line) - len(line.lstrip())
    if name.startswith("_") or not name.isidentifier() or span.column - 1 != indent:
        return False
    if line[indent + len(name) :].lstrip()[:1] != "=" or source.cells:
        return False
    places = list(_occurrences(source.text, name))
    if len(places) == 1:
        return True
    after = next((place for place in places if place > span.start), None)
    if after is None:
        return False
    number = source.text.count("\n", 0, after) + 1
    again = source.line(number)
    rest = again[indent + len(name) :].lstrip()
    if source.starts[number - 1] + indent != after or rest[:1] != "=" or rest[1:2] == "=":
        return False
    between = [source.line(each) for each in range(span.line + 1, number)]
    if any(each.strip() and len(each) - len(each.lstrip()) < indent for each in between):
        return False
    later = next((place for place in places if place > after), None)
    return later is None or source.text.count("\n", after, later) > 0


def _occurrences(text: str, name: str) -> Iterator[int]:
    """Where a name stands by itself, in code or in text; not as an attribute."""
    place = text.find(name)
    while place >= 0:
        before, behind = text[place - 1 : place], text[place + len(name) : place + len(name) + 1]
        if before != "." and not _of_a_name(before) and not _of_a_name(behind):
            yield place
        place = text.find(name, place + 1)


def _of_a_name(character: str) -> bool:
    return character.isalnum() or character == "_"
