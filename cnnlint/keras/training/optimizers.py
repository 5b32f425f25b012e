"""Optimizers, by Keras's own names and arguments."""

from __future__ import annotations

from ...diagnostics import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

#: The arguments that are an optimizer's own, in order; `SHARED` follow.
OWN = {
    "Adadelta": "learning_rate rho epsilon",
    "Adafactor": ("learning_rate beta_2_decay epsilon_1 epsilon_2 clip_threshold relative_step"),
    "Adagrad": "learning_rate initial_accumulator_value epsilon",
    "Adam": "learning_rate beta_1 beta_2 epsilon amsgrad",
    "AdamW": "learning_rate weight_decay beta_1 beta_2 epsilon amsgrad",
    "Adamax": "learning_rate beta_1 beta_2 epsilon",
    "Ftrl": (
        "learning_rate learning_rate_power initial_accumulator_value l1_regularization_strength "
        "l2_regularization_strength l2_shrinkage_regularization_strength beta"
    ),
    "Lamb": "learning_rate beta_1 beta_2 epsilon",
    "Lion": "learning_rate beta_1 beta_2",
    "Nadam": "learning_rate beta_1 beta_2 epsilon",
    "RMSprop": "learning_rate rho momentum epsilon centered",
    "SGD": "learning_rate momentum nesterov",
    "ScheduleFreeAdamW": "learning_rate beta_1 beta_2 epsilon warmup_steps",
}
SHARED = frozenset(
    (
        "weight_decay clipnorm clipvalue global_clipnorm use_ema ema_momentum "
        "ema_overwrite_frequency loss_scale_factor gradient_accumulation_steps name"
    ).split()
)
#: What older versions took, and what it is called now.
RENAMED = {"lr": "learning_rate"}
#: Taken with a warning, and ignored.
IGNORED = frozenset(("decay",))


def check(name: str, keywords: Mapping[str, Any]) -> None:
    """Hold the keywords of an optimizer against what it takes.

    Raises:
        Refused: Keras takes no such argument.
    """
    own = OWN.get(name)
    if own is None:
        return
    known = {*own.split(), *SHARED, *IGNORED}
    for given in keywords:
        if given not in known:
            meant = RENAMED.get(given)
            if meant is None:
                from ..spelling import closest

                meant = closest(given, known)
            raise Refused(
                "removed-argument" if given in RENAMED else "unexpected-argument",
                f"`{name}` takes no argument `{given}`"
                + (", since Keras 3" if given in RENAMED else ""),
                help=f"call it `{meant}`"
                if meant
                else f"its arguments are {', '.join(own.split())}",
                about=(given, meant or ""),
            )
