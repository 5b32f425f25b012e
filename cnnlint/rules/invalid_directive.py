from __future__ import annotations

from ..edits.comments import codes_in
from ..syntax.comments import MARK, reserved
from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class InvalidDirective(Rule):
    """A directive cannot be read, or speaks of a name that its statement does not bind.

    ## What it is

    A comment that begins with `# cnnlint:` says what cannot be seen in the code: a shape
    (`name: (sizes)`, with a dtype behind it if you like) or a value (`name = literal`). It stands
    at the end of the line that binds the name, or alone on the line above. This one is not of
    that form, or the statement it is about binds no such name. Or it begins with `ignore`,
    `ignore-file` or `off`, which say what not to report, and names a rule that does not exist.

    ## Why it matters

    Nothing that it says is used: what it was meant to tell stays unknown.

    ## Bad

    ```python
    import keras

    classes = len("abc")  # cnnlint: clases = 3
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(classes)])
    ```

    ## Good

    ```python
    import keras

    classes = len("abc")  # cnnlint: classes = 3
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(classes)])
    ```

    ## What Keras says

    Nothing: to Python a directive is a comment.
    """

    code = "CNN003"
    name = "invalid-directive"
    severity = "warning"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        # Rules that are named without the brackets around them.
        at = site.text.find(MARK, site.span.start, site.span.end) + len(MARK)
        said = site.text[at : site.span.end]
        word = reserved(said.lstrip())
        start = at + said.find(word) + len(word)
        _, end, codes = codes_in(site.text, start, site.span.end)
        if not word or not codes:
            return None
        return site.fix("put brackets around", [(start, end, f"[{', '.join(codes)}]")], safe=True)
