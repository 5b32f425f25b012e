"""Training: what `compile` was told, what data are given to a model, and whether they fit."""
