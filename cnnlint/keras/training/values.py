"""The values that losses, metrics, callbacks, optimizers and their like refuse when they are made.

Only what is known as a value of Python's own is judged. Each check is what Keras's constructor
checks; what it takes, and only training finds out, is not here.
"""

from __future__ import annotations

from ...diagnostics import Refused
from ..spelling import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

#: Arguments that are one of some values, by class or module.
ONE_OF: dict[tuple[str, str], tuple[Any, ...]] = {
    ("losses", "reduction"): (
        *("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"),
        None,
    ),
    ("AUC", "curve"): ("ROC", "PR", "PRGAIN", "roc", "pr", "prgain"),
    ("AUC", "summation_method"): (
        *("interpolation", "Interpolation", "majoring", "Majoring", "minoring", "Minoring"),
    ),
    ("F1Score", "average"): ("micro", "macro", "weighted", None),
    ("FBetaScore", "average"): ("micro", "macro", "weighted", None),
    ("R2Score", "class_aggregation"): ("uniform_average", "variance_weighted_average", None),
    ("OrthogonalRegularizer", "mode"): ("rows", "columns"),
    ("VarianceScaling", "mode"): ("fan_in", "fan_out", "fan_avg"),
    ("VarianceScaling", "distribution"): (
        *("truncated_normal", "untruncated_normal", "uniform", "normal"),
    ),
}
SAVES = ("ModelCheckpoint", "BackupAndRestore", "OrbaxCheckpoint")
#: Metrics that count what lies above a threshold, and others that keep a table of the classes.
COUNTING = (
    *("Precision", "Recall"),
    *("TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives"),
)
TABLES = ("IoU", "MeanIoU", "OneHotIoU", "OneHotMeanIoU")
CLIPS = ("clipnorm", "clipvalue", "global_clipnorm")
#: What Python itself has, and can be judged for what it is.
PLAIN = (str, int, float, bool, list, tuple, dict, type(None))


def check(path: str, name: str, given: Mapping[str, Any]) -> None:
    """Hold the arguments of one object of `keras.<path>` against what its class takes.

    Raises:
        Refused: Keras refuses a value when the object is made.
    """
    for argument, value in given.items():
        if type(value) not in PLAIN:
            continue
        allowed = ONE_OF.get((name, argument)) or ONE_OF.get((path, argument))
        if allowed is not None:
            _one_of(name, argument, value, allowed)
        judge = JUDGES.get((name, argument)) or JUDGES.get((path, argument))
        if judge is not None:
            wanted = judge(value)
            if wanted:
                raise _refused(name, argument, value, wanted, _instead(value))
    if path == "optimizers":
        _clips(name, given)
    if name == "PiecewiseConstantDecay":
        _pieces(given)


def _one_of(name: str, argument: str, value: Any, allowed: tuple[Any, ...]) -> None:
    case = argument == "distribution" and isinstance(value, str)
    found = value.lower() if case else value
    if any(found == each and type(found) is type(each) for each in allowed):
        return
    words = [each for each in allowed if isinstance(each, str)]
    meant = closest(value, words) if isinstance(value, str) else None
    listed = ", ".join(dict.fromkeys(f'"{each.lower()}"' for each in words))
    raise Refused(
        "invalid-argument",
        f"`{argument}` of `{name}` is {_said(value)}",
        help=f'did you mean "{meant}"?' if meant else f"it is one of {listed}",
        about=("text", value, meant) if isinstance(value, str) else (),
    )


def _refused(name: str, argument: str, value: Any, wanted: str, advice: str = "") -> Refused:
    return Refused(
        "invalid-argument",
        f"`{argument}` of `{name}` is {_said(value)}, and has to be {wanted}",
        help=advice or f"give it {wanted}",
        exception="Exception",
    )


def _said(value: Any) -> str:
    if isinstance(value, str):
        return f'the text "{value}"'
    if isinstance(value, (list, tuple, dict)):
        return f"a {type(value).__name__}"
    return f"{value}"


def _instead(value: Any) -> str:
    """The number that was meant, where it is plain."""
    if isinstance(value, str):
        try:
            float(value)
        except ValueError:
            return ""
        return f"write it as a number: {value}"
    if type(value) is int:
        return f"write it as a float: {float(value)}"
    return ""


def _clips(name: str, given: Mapping[str, Any]) -> None:
    clips = [each for each in CLIPS if type(given.get(each)) in (int, float)]
    if len(clips) > 1:
        raise Refused(
            "invalid-argument",
            f"`{name}` is given {' and '.join(f'`{each}`' for each in clips)}, and takes only one "
            "of them",
            help=f"leave out `{clips[-1]}`",
        )


def _pieces(given: Mapping[str, Any]) -> None:
    boundaries: Any = given.get("boundaries")
    values: Any = given.get("values")
    if type(boundaries) in (list, tuple) and type(values) in (list, tuple):
        if len(boundaries) != len(values) - 1:
            raise Refused(
                "invalid-argument",
                f"`PiecewiseConstantDecay` has {len(boundaries)} boundaries and {len(values)} "
                "values",
                help="give one value more than boundaries: the last one holds to the end",
            )


# What each argument has to be: "" where a value is taken -------------------------------------


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))


def _rate(value: Any) -> str:
    return "" if type(value) is float else "a float, or a schedule"


def _momentum(value: Any) -> str:
    return "" if type(value) is float and 0 <= value <= 1 else "a float between 0 and 1"


def _accumulated(value: Any) -> str:
    return "" if not value or (_is_number(value) and value >= 2) else "a whole number from 2 on"


def _name(value: Any) -> str:
    return "" if value is None or isinstance(value, str) else "a text"


def _factor(value: Any) -> str:
    return "" if _is_number(value) and value < 1 else "a number below 1"


def _delta(value: Any) -> str:
    return "" if _is_number(value) else "a number"


def _often(value: Any) -> str:
    return "" if value == "epoch" or isinstance(value, int) else '"epoch" or a whole number'


def _folder(value: Any) -> str:
    return "" if value else "the path of a folder"


def _thresholds(value: Any) -> str:
    wanted = "a number between 0 and 1, or a list of such"
    if value is None or isinstance(value, dict):
        return ""
    items = value if isinstance(value, (list, tuple)) else [value]
    if any(isinstance(each, str) or (_is_number(each) and not 0 <= each <= 1) for each in items):
        return wanted
    return ""


def _several(value: Any) -> str:
    return "a list of numbers" if _is_number(value) else ""


def _parts(value: Any) -> str:
    return "" if type(value) is int and value > 1 else "a whole number above 1"


def _threshold(value: Any) -> str:
    if value is None or (type(value) is float and 0 < value <= 1):
        return ""
    return "a float above 0 and up to 1"


def _positive_float(value: Any) -> str:
    return "" if type(value) is float and value > 0 else "a float above 0"


def _classes(value: Any) -> str:
    return "" if type(value) is int else "a whole number"


def _share(value: Any) -> str:
    return "" if _is_number(value) and 0 <= value <= 1 else "a number between 0 and 1"


def _penalty(value: Any) -> str:
    fits = value is None or (_is_number(value) and 0 <= value < float("inf"))
    return "" if fits else "a number from 0 on"


def _seed(value: Any) -> str:
    fits = value is None or isinstance(value, (int, dict))
    return "" if fits else "a whole number or a `SeedGenerator`"


def _scale(value: Any) -> str:
    return "" if _is_number(value) and value > 0 else "a number above 0"


def _dtype(value: Any) -> str:
    from ..identifiers import DTYPES, QUANTIZED

    if not isinstance(value, str) or value in DTYPES or value.startswith(QUANTIZED):
        return ""
    return "the name of a dtype"


JUDGES = {
    ("losses", "dtype"): _dtype,
    ("metrics", "dtype"): _dtype,
    ("optimizers", "learning_rate"): _rate,
    ("optimizers", "gradient_accumulation_steps"): _accumulated,
    ("optimizers", "name"): _name,
    ("SGD", "momentum"): _momentum,
    ("metrics", "name"): _name,
    ("ReduceLROnPlateau", "factor"): _factor,
    ("EarlyStopping", "min_delta"): _delta,
    ("BackupAndRestore", "backup_dir"): _folder,
    ("AUC", "num_thresholds"): _parts,
    ("AUC", "thresholds"): _several,
    ("F1Score", "threshold"): _threshold,
    ("FBetaScore", "threshold"): _threshold,
    ("FBetaScore", "beta"): _positive_float,
    ("PrecisionAtRecall", "recall"): _share,
    ("RecallAtPrecision", "precision"): _share,
    ("SensitivityAtSpecificity", "specificity"): _share,
    ("SpecificityAtSensitivity", "sensitivity"): _share,
    ("regularizers", "l1"): _penalty,
    ("regularizers", "l2"): _penalty,
    ("regularizers", "factor"): _penalty,
    ("initializers", "seed"): _seed,
    ("VarianceScaling", "scale"): _scale,
    ("optimizers.schedules", "decay_steps"): _scale,
    ("optimizers.schedules", "first_decay_steps"): _scale,
    **{(each, "save_freq"): _often for each in SAVES},
    **{(each, "thresholds"): _thresholds for each in COUNTING},
    **{(each, "num_classes"): _classes for each in TABLES},
}
