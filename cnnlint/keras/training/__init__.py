"""Training: what `compile` was told, what data are given to a model, and whether they fit."""

from ...loading import later

# What a small program can do without.
later(
    __name__,
    """
    asked batches callbacks endings followed indices inputs losses metrics objects offered outputs
    results
    """,
)
