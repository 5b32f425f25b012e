from __future__ import annotations

from ..edits.comments import without_comment
from ..edits.trivia import line_end
from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class DirectiveContradicted(Rule):
    """A directive says something else than the code does.

    ## What it is

    `# cnnlint: name: (sizes)` and `# cnnlint: name = value` say what cannot be seen in the code.
    Here it can be seen, and it is not so: another rank, another size, another dtype or another
    value. What the code shows is kept, and the directive is not used.

    ## Why it matters

    One of the two is wrong. If the directive is, it was written for code that has changed since;
    where the value can no longer be seen, it would be believed.

    ## Bad

    ```python
    import numpy as np
    import keras

    images = np.zeros((100, 32, 32, 3))  # cnnlint: images: (None, 28, 28, 1)
    model = keras.Sequential([
        keras.Input(images.shape[1:]),
        keras.layers.Flatten(),
        keras.layers.Dense(10),
    ])
    ```

    ## Good

    ```python
    import numpy as np
    import keras

    images = np.zeros((100, 32, 32, 3))  # cnnlint: images: (None, 32, 32, 3)
    model = keras.Sequential([
        keras.Input(images.shape[1:]),
        keras.layers.Flatten(),
        keras.layers.Dense(10),
    ])
    ```

    ## What Keras says

    Nothing: to Python a directive is a comment.
    """

    code = "CNN002"
    name = "directive-contradicted"
    severity = "warning"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        text, span = site.text, site.span
        start = text.rfind("#", 0, span.start)
        end = line_end(text, span.end)
        # What else the comment says is not wrong for that.
        if text[start : span.start].strip(" \t#") != "cnnlint:" or text[span.end : end].strip():
            return None
        return site.fix("take the directive away", without_comment(text, start, end), safe=True)
