from __future__ import annotations

from ..edits.comments import codes_in, without_comment
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
        # Its rules, and where they stand: in brackets, or behind `noqa:`, where others' may be too.
        start, stop, listed = listed_in(text, span.start, end)
        ours = [each for each in listed if each in site.about or not site.about]
        if "[" not in text[span.start : start]:
            ours = [each for each in ours if each.startswith("CNN")]
        kept = [each for each in listed if each not in ours]
        if not kept:
            edits = without_comment(text, span.start, end)
            return site.fix("take the comment away", edits, safe=True)
        edits = [(start, stop, ", ".join(kept))]
        return site.fix("take out what is not reported", edits, safe=True)


def listed_in(text: str, start: int, end: int) -> tuple[int, int, list[str]]:
    """Where the rules stand that a comment names, and which they are."""
    said = text[start:end]
    bracket, colon = said.find("["), said.find(":")
    if said.lstrip("# ").startswith("cnnlint"):
        if bracket < 0:
            return end, end, []
        at = start + bracket + 1
        stop = text.find("]", at, end)
        return at, stop, [each.strip() for each in text[at:stop].split(",") if each.strip()]
    at = start + colon + 1 if colon >= 0 else end
    return codes_in(text, at, end)
