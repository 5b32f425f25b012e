"""An axis too few: where it got lost, and what brings it back."""

from __future__ import annotations

from ..edits.calls import items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.calls import CallText
    from ..edits.site import Site
    from ..network import Layer

RECURRENT = frozenset(("LSTM", "GRU", "SimpleRNN"))
#: How many axes these want besides batch and channels.
SPATIAL = {"1D": 1, "2D": 2, "3D": 3}


def return_sequences(site: Site) -> Fix | None:
    """`return_sequences=True` for the recurrent layer before, which gave its last step alone."""
    if len(site.inputs) != 1 or site.inputs[0].node is None or wanted(site.layer) != 3:
        return None
    layer = site.inputs[0].node.layer
    shape = site.inputs[0].shape
    call = site.making(layer)
    if call is not None and layer.class_name == "Bidirectional" and call.arguments:
        call = site.call_at(call.arguments[0].value)
    if call is None or call.spreads or site.callee(call) not in RECURRENT:
        return None
    if shape is None or len(shape) != 2:
        return None
    edits = call.put("return_sequences", "True")
    return site.fix("let the layer before return its sequence", edits)


def add_axis(site: Site) -> Fix | None:
    """One more size in the shape that is written down: the channels of grey images, say."""
    if len(site.inputs) != 1 or site.inputs[0].node is None:
        return None
    shape, source = site.inputs[0].shape, site.inputs[0].node.layer
    if source.kind != "input" or shape is None or wanted(site.layer) != len(shape) + 1:
        return None
    call = _writes_shape(site, source) or _writes_shape(site, site.layer)
    if call is None:
        return None
    given = call.named("shape") or call.named("input_shape") or call.at(0)
    if given is None or given.value[0] not in ("Tuple", "List"):
        return None
    if len(given.value[3]) != len(shape) - 1:
        return None
    last = items(site.text, given.value).arguments[-1]
    at, added = (last.comma, " 1") if last.comma else (last.end, ", 1")
    return site.fix("give it an axis of one channel", [(at, at, added)])


def _writes_shape(site: Site, layer: Layer | None) -> CallText | None:
    """The call that wrote down the shape of an input."""
    if layer is None or layer.span is None or layer.span.source is not site.span.source:
        return None
    call = site.call(layer.span)
    if call is None:
        return None
    own = site.callee(call) in ("Input", "InputLayer")
    return call if own or call.named("input_shape") else None


def wanted(layer: Layer | None) -> int:
    """The rank of the tensors that a layer works on; 0 where there is more than one."""
    if layer is None or layer.declaration is None:
        return 0
    name = layer.class_name
    if name in RECURRENT or name in ("Bidirectional", "RNN", "TimeDistributed"):
        return 3
    if name.endswith("Transpose"):
        name = name.removesuffix("Transpose")
    if "Conv" in name or "Pool" in name or "Cropping" in name or "Padding" in name:
        return SPATIAL.get(name[-2:], -2) + 2
    return 0
