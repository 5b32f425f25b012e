from __future__ import annotations

from ..edits.statements import without_comment
from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class UnusedSuppression(Rule):
    """A comment suppresses what is not reported.

    ## What it is

    A comment `# cnnlint: ignore[...]`, or `# noqa` with a code of cnnlint's, stands where no such
    thing is reported: it has been put right since, or the comment stands on the wrong line. In a
    function or a class nothing is said of that, since other files may use it in other ways. A
    bare `# noqa` and the codes of other tools are left to those.

    ## Why it matters

    Whoever reads it looks for a mistake that is not there; and the next one that is made on this
    line will not be reported.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(8, 3),  # cnnlint: ignore[CNN101]
    ])
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(8, 3),
    ])
    ```

    ## What Keras says

    Nothing: to Python this is a comment.
    """

    code = "CNN004"
    name = "unused-suppression"
    severity = "warning"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        span, text = site.span, site.text
        end = text.find("#", span.start + 1, span.end)
        end = span.end if end < 0 else end
        said = text[span.start : end]
        if not site.about:
            return site.fix(
                "take the comment away", without_comment(text, span.start, end), safe=True
            )
        bracket = said.find("[")
        separators = bracket >= 0 and said[bracket:].partition("]")[0]
        if not separators:
            return None
        kept = [
            each.strip()
            for each in separators[1:].split(",")
            if each.strip() not in ("", *site.about)
        ]
        start = span.start + bracket + 1
        edits = [(start, start + len(separators) - 1, ", ".join(kept))]
        return site.fix("take out what is not reported", edits, safe=True) if kept else None
