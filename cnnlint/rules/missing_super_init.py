from __future__ import annotations

from ..edits.statements import first_in, super_init
from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class MissingSuperInit(Rule):
    """A layer's `__init__` does not call that of `Layer`.

    ## What it is

    A class derived from `Layer` or `Model` that has an `__init__` of its own must call
    `super().__init__()` in it, before anything else: that is where Keras sets up the name, the
    weights and the list of layers.

    ## Why it matters

    The object can be made, and everything set on it, without a word; Keras raises when it is called
    for the first time, at a line that may be far away.

    ## Bad

    ```python
    import keras
    from keras import layers


    class Block(layers.Layer):
        def __init__(self, units):
            self.dense = layers.Dense(units)

        def call(self, x):
            return self.dense(x)


    block = Block(4)
    outputs = block(keras.Input((8,)))
    ```

    ## Good

    ```python
    import keras
    from keras import layers


    class Block(layers.Layer):
        def __init__(self, units):
            super().__init__()
            self.dense = layers.Dense(units)

        def call(self, x):
            return self.dense(x)


    block = Block(4)
    outputs = block(keras.Input((8,)))
    ```

    ## What Keras says

    ```text
    RuntimeError: In layer 'Block', you forgot to call `super().__init__()` as the first
    statement in the `__init__()` method. Go add it!
    ```
    """

    code = "CNN127"
    name = "missing-super-init"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 1:
            return None
        (header,) = site.about
        if header.source is not site.span.source:
            return None
        found = site.way(header, "FunctionDef")
        if not found:
            return None
        edits = first_in(site.text, found[-1], super_init(found[-1]))
        return site.fix("call `super().__init__()` first", edits, safe=True)
