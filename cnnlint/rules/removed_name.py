from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class RemovedName(Rule):
    """A name that Keras 3 no longer has.

    ## What it is

    Keras 3 has fewer modules than the versions before. Layers are in `keras.layers` alone, and the
    functions of `keras.backend` (`K.mean`, `K.dot`, ...) are in `keras.ops`. Some names are gone
    from `keras` and still there in `tensorflow.keras`: the help says so.

    ## Why it matters

    The program stops at this line, at the import or when it comes there. Code with an import to
    fall back on (`try: ... except ImportError: ...`) is followed as Python does, and nothing is
    said.

    ## Bad

    ```python
    from keras.layers.core import Dense
    from keras import Input, Model

    image = Input((8,))
    model = Model(image, Dense(4)(image))
    ```

    ## Good

    ```python
    from keras.layers import Dense
    from keras import Input, Model

    image = Input((8,))
    model = Model(image, Dense(4)(image))
    ```

    ## What Keras says

    ```text
    ModuleNotFoundError: No module named 'keras.layers.core'
    ```
    """

    code = "CNN502"
    name = "removed-name"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        from .moved import in_expression, in_import, in_method

        found = site.way()
        if not found:
            return None
        node = found[-1]
        if site.about[:1] == ("model",):
            made = in_method(site, node)
        elif node[0] == "ImportFrom":
            made = in_import(site, node)
        else:
            made = in_expression(site, node) if node[0] == "Attribute" else None
        return None if made is None else site.fix(made[0], made[1], safe=made[2])
