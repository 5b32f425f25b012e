"""Callbacks: what they watch must be computed, and files have the endings Keras asks for."""

from __future__ import annotations

from ...diagnostics import Refused
from ...interpreter.remarks import Remark
from ...interpreter.values import Instance
from .. import spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...source import Span
    from .metrics import Metric

#: Where the arguments stand that matter here.
ARGUMENTS = {
    "EarlyStopping": ("monitor", "min_delta", "patience", "verbose", "mode"),
    "ReduceLROnPlateau": ("monitor", "factor", "patience", "verbose", "mode"),
    "ModelCheckpoint": (
        "filepath",
        "monitor",
        "verbose",
        "save_best_only",
        "save_weights_only",
        "mode",
    ),
}


def argument(callback: Instance, name: str, default: Any) -> Any:
    """An argument of a callback."""
    keywords = callback.attributes.get("_self_keywords", {})
    if name in keywords:
        return keywords[name]
    args = callback.attributes.get("_self_args", ())
    at = ARGUMENTS[callback.cls.name].index(name)
    return args[at] if at < len(args) else default


def watched(
    callbacks: Any, metrics: list[Metric | None], validated: bool, span: Span
) -> Iterator[Remark]:
    """Hold what callbacks watch against what is computed; `validated`: there are data for it.

    Raises:
        Refused: nothing of that name is computed, so that Keras cannot tell better from worse.
    """
    for callback in callbacks if type(callbacks) in (list, tuple) else [callbacks]:
        if not (type(callback) is Instance and callback.cls.name in ARGUMENTS):
            continue
        if callback.cls.span is not None or callback.attributes.get("_self_more"):
            continue
        monitor = argument(callback, "monitor", "val_loss")
        if callback.cls.name == "ModelCheckpoint":
            _named_by(callback, metrics, validated)
        if not isinstance(monitor, str):
            continue
        name = monitor.removeprefix("val_")
        kind = callback.cls.name
        known = [metric.name for metric in metrics if metric is not None and metric.name]
        certain = all(metric is not None and metric.name for metric in metrics)
        if name != "loss" and name not in known:
            listed = ", ".join(f'"{each}"' for each in ("loss", *known))
            refused = Refused(
                "monitor-not-computed",
                f'`{kind}` watches "{monitor}", and what is computed is {listed}',
                help=_meant(name, known, monitor),
                about=(callback.span, monitor, _close(name, known, monitor)),
            )
            if certain and argument(callback, "mode", "auto") == "auto":
                raise refused
            if certain and not _may_note(callbacks):  # told what is better, Keras only warns
                yield Remark(
                    refused.rule,
                    span,
                    refused.message,
                    help=refused.help,
                    certainty="likely",
                    about=refused.about,
                )
        elif monitor != name and not validated:
            if kind == "ModelCheckpoint" and argument(callback, "save_best_only", False) is False:
                continue  # it saves always, and does not look
            yield Remark(
                "monitor-without-validation",
                span,
                f'`{kind}` watches "{monitor}", and there are no validation data',
                help=f'give `fit` `validation_data=` or `validation_split=`, or watch "{name}"',
                about=(callback.span, monitor, name),
            )


def _may_note(callbacks: Any) -> bool:
    """Whether some callback may add figures of its own."""
    from .results import NOTED

    return any(
        type(each) is not Instance or each.cls.span is not None or each.cls.name not in NOTED
        for each in (callbacks if type(callbacks) in (list, tuple) else [callbacks])
    )


def _named_by(callback: Instance, metrics: list[Metric | None], validated: bool) -> None:
    """Hold the places in a file's name against the figures that fill them.

    Raises:
        Refused: one of them is not computed.
    """
    path = argument(callback, "filepath", "")
    if not isinstance(path, str) or not all(each is not None and each.name for each in metrics):
        return
    names = ["loss", *(each.name or "" for each in metrics if each is not None)]
    names += [f"val_{name}" for name in names] if validated else []
    for part in path.split("{")[1:]:
        wanted = part.partition("}")[0].partition(":")[0]
        if wanted not in (*names, "epoch", "batch", "learning_rate", ""):
            meant = spelling.closest(wanted, names, 0.5)
            raise Refused(
                "monitor-not-computed",
                f'`ModelCheckpoint` names its file by "{wanted}", and what is computed is '
                + ", ".join(f'"{name}"' for name in names),
                help=f'write "{{{meant}}}"' if meant else "name it by one of these",
                exception="KeyError",
            )


def _meant(name: str, known: list[str], monitor: str) -> str:
    close = _close(name, known, monitor)
    if close:
        return f'watch "{close}"'
    return f'put "{name}" into the `metrics` of `compile`, or watch "val_loss"'


def _close(name: str, known: list[str], monitor: str) -> str:
    """What is computed under nearly this name; "" for nothing."""
    close = spelling.closest(name, known, 0.5)
    return f"{monitor[: len(monitor) - len(name)]}{close}" if close else ""


def check_path(given: dict[str, Any]) -> None:
    """Hold the file of a `ModelCheckpoint` against what Keras writes.

    Raises:
        Refused: the ending of the name is not one Keras writes.
    """
    path = given.get("filepath")
    only = given.get("save_weights_only", False)
    if not isinstance(path, str) or not isinstance(only, bool):
        return
    if only and not path.endswith(".weights.h5"):
        raise wrong_ending("ModelCheckpoint", path, ".weights.h5", "weights alone")
    if not only and not path.endswith((".keras", ".h5")):
        raise wrong_ending("ModelCheckpoint", path, ".keras", "a model")


def wrong_ending(what: str, path: str, ending: str, kind: str) -> Refused:
    """A file name that Keras refuses."""
    stem = path.removesuffix("/")
    for old in (".weights.h5", ".hdf5", ".h5", ".tf", ".ckpt", ".keras"):
        stem = stem.removesuffix(old)
    return Refused(
        "file-ending",
        f'`{what}` writes {kind} to "{path}", which does not end in `{ending}`',
        help=f'call the file "{stem}{ending}"',
        about=(path, f"{stem}{ending}"),
    )
