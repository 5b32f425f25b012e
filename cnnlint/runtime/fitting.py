"""`fit` as `--allow-fit` has it: a few real steps on made-up data.

Runs in the child process. The data have the form in which the program gives its own: arrays,
a `tf.data.Dataset`, or else a `PyDataset`.
"""

from __future__ import annotations

import sys

from .synthetic import Source, fed, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .standins import Originals

#: The batch of `fit` where nobody says another.
BATCH = 32


def trained(
    keras: Any,
    originals: Originals,
    model: Any,
    data: tuple[Any, Any],
    steps: int,
    size: int | None,
    given: dict[str, Any],
) -> Any:
    """Train so many steps, with the callbacks of the program; the history of one epoch.

    None where nothing tells what the data look like.
    """
    known = fed(keras, *data)
    if known is None and hasattr(data[0], "__next__"):
        batch = next(data[0])
        known = fed(keras, *(batch if isinstance(batch, tuple) else (batch, None))[:2])
    if known is None:
        return None
    source = Source(keras, model)
    batch = _fixed(keras, known[0]) or size or BATCH
    x, y = _batch(keras, source, model, known, batch)
    more: dict[str, Any] = {}
    whole = x if y is None else (x, y)
    if hasattr(data[0], "element_spec"):
        once = sys.modules["tensorflow"].data.Dataset.from_tensors(whole)
        arguments: tuple[Any, ...] = (once.repeat(steps),)
        held = once
    elif hasattr(data[0], "__getitem__") and not hasattr(data[0], "on_epoch_end"):
        arguments = (_times(keras, x, steps), None if y is None else _times(keras, y, steps))
        more["batch_size"] = batch
        held = whole if y is not None else None
    else:
        arguments = (_batches(keras, whole, steps),)
        held = _batches(keras, whole, 1)
    if held is not None and (given.get("validation_data") or given.get("validation_split")):
        more["validation_data"] = held
    stand_in = keras.Model.evaluate
    keras.Model.evaluate = originals.evaluate  # `fit` calls it after an epoch
    try:
        return originals.fit(
            model, *arguments, epochs=1, verbose=0, callbacks=given.get("callbacks"), **more
        )
    finally:
        keras.Model.evaluate = stand_in


def _batch(
    keras: Any, source: Source, model: Any, known: tuple[Any, Any], batch: int
) -> tuple[Any, Any]:
    x = source.inputs(known[0], batch)
    if known[1] is None:
        return x, None
    try:
        outputs = model(x, training=False)
    except Exception:
        return x, source.inputs(known[1], batch)
    return x, source.labels(outputs, known[1])


def _fixed(keras: Any, structure: Any) -> int | None:
    """The size of a batch where the data set says it."""
    every = [leaf.shape[0] for leaf in leaves(keras, structure) if leaf.shape]
    return next((size for size in every if size), None)


def _times(keras: Any, data: Any, steps: int) -> Any:
    """A batch so many times over."""
    import numpy as np

    return keras.tree.map_structure(lambda leaf: np.concatenate([leaf] * steps), data)


def _batches(keras: Any, batch: Any, steps: int) -> Any:
    class Batches(keras.utils.PyDataset):  # type: ignore[misc]
        def __len__(self) -> int:
            return steps

        def __getitem__(self, index: int) -> Any:
            return batch

    return Batches()
