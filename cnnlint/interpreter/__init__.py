"""An abstract interpreter of Python: it follows a program without running it."""

from ..loading import later

# What a small program can do without.
later(
    __name__,
    """
    arithmetic comparison definitions effects exceptions functions iterables kinds merging
    methods mutation objects ordering percent reflection storing templates uncertainty unlisted
    writing
    """,
)
