"""What Keras is: its names, layers, models and training."""

from ..loading import later

# What a small program can do without.
later(
    __name__,
    """
    conditions deferred given halted masks members models nesting policies positional preparing
    rerunning private recognized spelling unset weights
    """,
)
