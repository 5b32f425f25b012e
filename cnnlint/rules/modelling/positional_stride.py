from __future__ import annotations

from ...interpreter.remarks import Remark
from .. import Rule
from .graph import titled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...diagnostics import Fix
    from ...edits.site import Site
    from ...network import Model


class PositionalStride(Rule):
    """The second number of the kernel is a stride.

    ## What it is

    `Conv2D(32, 3, 3)` is a kernel of 3×3 that moves 3 pixels at a time. In Keras 1 the same call
    meant a kernel of 3 rows and 3 columns. `DepthwiseConv2D(32, 3)` reads the same way: a kernel of
    32×32, moved by 3.

    ## Why it matters

    The output has a ninth of the pixels that were meant, and the model still trains.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(32, 3, 3)])
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(32, (3, 3))])
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN406"
    name = "positional-stride"
    severity = "info"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        for node in titled(model, ("Conv2D", "SeparableConv2D", "Conv3D")):
            layer = node.layer
            if layer.span is None:
                continue
            given = layer.declaration.__dict__
            kernel, strides = given.get("kernel_size"), given.get("strides")
            if kernel != strides or not isinstance(kernel, tuple) or kernel[0] not in (3, 5, 7):
                continue
            said = "".join(layer.span.text.split())
            if said.partition("(")[2].count(f",{kernel[0]},{kernel[0]}"):
                k = kernel[0]
                yield Remark(
                    "positional-stride",
                    layer.span,
                    f"`{layer.name}` moves its {k}×{k} kernel by {k}: the third argument is the "
                    "stride",
                    help=f"write `({k}, {k})` for the kernel, or `strides={k}` if that is meant",
                    certainty="likely",
                    layer=layer,
                )

    @staticmethod
    def fix(site: Site) -> Fix | None:
        layer = site.layer
        call = site.making(layer)
        second = None if call is None else call.at(1)
        third = None if call is None else call.at(2)
        if layer is None or call is None or second is None or third is None:
            return None
        kernel = ", ".join([site.text[second.at : second.end]] * len(layer.declaration.kernel_size))
        edits = [*call.replace(second, f"({kernel})"), *call.remove(third)]
        return site.fix("make both numbers the kernel", edits)
