"""`padding="same"`, where a window without padding takes away rows and columns that are wanted."""

from __future__ import annotations

from ..edits.site import literal, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.calls import Edit
    from ..edits.site import Site
    from ..network import Layer, Tensor
    from ..shapes import Shape

#: How many calls back the layers are looked for that made a branch smaller.
STEPS = 20


def padded(site: Site, layer: Layer | None) -> list[Edit]:
    """The edits that give a layer `padding="same"`; [] where it has no padding to change."""
    call = site.making(layer)
    if layer is None or call is None or call.spreads:
        return []
    if getattr(layer.declaration, "padding", None) != "valid":
        return []
    given = call.named("padding")
    if given is None:
        return call.append('padding="same"')
    return (
        call.replace(given, quoted(site.text, given.value, "same")) if literal(given.value) else []
    )


def keep_sizes(site: Site) -> Fix | None:
    """`padding="same"` for the layers on one branch that made it smaller than the other."""
    if len(site.inputs) != 2:
        return None
    for tensor, other in (site.inputs, site.inputs[::-1]):
        layers = shrinking(tensor, other.shape)
        found = [padded(site, layer) for layer in layers]
        if layers and all(found):
            edits = [edit for each in found for edit in each]
            return site.fix('keep the size, by `padding="same"`', edits)
    return None


def shrinking(tensor: Tensor, wanted: Shape | None) -> list[Layer]:
    """The layers without padding that led to a tensor from one of the size that is wanted.

    [] where anything else changed its size.
    """
    layers: list[Layer] = []
    for _ in range(STEPS):
        node = tensor.node
        if wanted is None or tensor.shape is None or len(tensor.shape) != len(wanted):
            return []
        if tensor.shape[1:-1] == wanted[1:-1]:
            return layers
        if node is None or len(node.inputs) != 1 or node.inputs[0].shape is None:
            return []
        given = vars(node.layer.declaration) if node.layer.declaration is not None else {}
        steps = given.get("strides", 1)
        if given.get("padding") == "valid" and set(steps if type(steps) is tuple else [steps]) == {
            1
        }:
            if given.get("data_format") == "channels_first" or node.layer in layers:
                return []
            layers.append(node.layer)
        elif node.inputs[0].shape[1:-1] != tensor.shape[1:-1]:
            return []
        tensor = node.inputs[0]
    return []
