from __future__ import annotations

from ..edits.finding import walk
from ..edits.site import alike
from . import Rule
from .taking import needs_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.calls import CallText, Edit
    from ..edits.site import Site


class InvalidArgument(Rule):
    """An argument has a value that Keras refuses.

    ## What it is

    The argument exists, but this value for it, or this value together with another argument, raises
    when the layer is made or first called. So do values of optimizers, losses, metrics and
    callbacks, and of `compile` and `fit`: `epochs=2.0`, `class_weight="balanced"`.

    ## Why it matters

    The message names the argument and what it may be.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((28, 28, 1))
    x = layers.Conv2D(32, 3, padding="sane")(image)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((28, 28, 1))
    x = layers.Conv2D(32, 3, padding="same")(image)
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: The `padding` argument must be a list/tuple or one of {'same', 'valid'}.
    Received: sane
    ```
    """

    code = "CNN201"
    name = "invalid-argument"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        call = site.call()
        if call is None or not site.about:
            return None
        what, *more = site.about
        if what == "text":
            old, new = more
            near = new and alike(old, new)
            return site.fix(f'write "{new}"', site.reword(call, old, new)) if near else None
        if what == "shape":
            return site.fix("make it a tuple", as_tuple(site, call), safe=True)
        if what == "tensor":
            first = call.at(0)
            if first is None or len(call.arguments) > 1 or needs_arguments(site.callee(call)):
                return None
            edits = [(first.start, first.start, ")(")]
            return site.fix("make the layer, then call it", edits, safe=True)
        given = call.argument(more[0], 0 if more[0] == "optimizer" else None)
        if given is None:
            return None
        if what == "call" and given.value[0] in ("Name", "Attribute"):
            return site.fix("make an object of it", call.wrap(given, "", "()"), safe=True)
        if what == "list":
            return site.fix("put it into a list", call.wrap(given, "[", "]"), safe=True)
        return None


def as_tuple(site: Site, call: CallText) -> list[Edit]:
    """A tuple for the number that is the shape of an input, or the `input_shape` of a layer."""
    if site.callee(call) in ("Input", "InputLayer"):
        given = call.named("shape") or call.named("batch_shape") or call.at(0)
    else:
        inside = [site.call_at(each) for each in walk((call.node,)) if each[0] == "Call"]
        shapes = [shape for each in inside if each and (shape := each.named("input_shape"))]
        given = shapes[0] if len(shapes) == 1 else None
    if given is None or given.value[0] in ("Tuple", "List"):
        return []
    said = site.text[given.value[1] : given.value[2]]
    return call.replace(given, f"({said},)")
