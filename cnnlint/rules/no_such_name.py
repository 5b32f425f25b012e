from __future__ import annotations

from ..edits.imports import aliases
from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class NoSuchName(Rule):
    """A name that Keras does not have.

    ## What it is

    `keras.layers.Conv2d` is not there, `Conv2D` is: names of classes count capitals. Where a name
    that Keras exports is close, or stands in another of its modules, it is an error. A name that
    is near to none may be one of a newer Keras, and is a warning: `keras.metrics.RMSE`. The same
    goes for `keras.ops` and for TensorFlow's own names: `tf.data.DataSet`, `tf.Session`.

    ## Why it matters

    Python raises when it comes to this line, which may be after an hour of loading data.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    model = keras.Model(image, layers.Conv2d(8, 3)(image))
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    model = keras.Model(image, layers.Conv2D(8, 3)(image))
    ```

    ## What Keras says

    ```text
    AttributeError: module 'keras.layers' has no attribute 'Conv2d'
    ```
    """

    code = "CNN206"
    name = "no-such-name"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        found = site.way()
        if not found or len(site.about) < 2:
            return None
        node, text = found[-1], site.text
        if len(site.about) == 3:
            from .moved import in_expression, in_import

            made = in_import(site, node) if node[0] == "ImportFrom" else in_expression(site, node)
            return None if made is None else site.fix(made[0], made[1])
        old, new = site.about
        if node[0] == "Attribute" and node[4] == old:
            return site.fix(f"write `{new}`", [(node[2] - len(old), node[2], new)])
        if node[0] != "ImportFrom":
            return None
        places = zip(node[5], aliases(text, node), strict=False)
        edits = [
            (start, start + len(old), new if asname else f"{new} as {old}")
            for (name, asname), (start, _) in places
            if name == old
        ]
        return site.fix(f"import `{new}`", edits)
