"""What real data say of a model: which sizes are tried, and what the outcome means.

Sizes that the code leaves open are tried where all conditions on them hold, and for each
condition once where it alone does not: then Keras has to refuse them.
"""

from __future__ import annotations

from ..dims import Dim, TooComplex, substitute, symbols
from ..keras.conditions import joined, short_names
from ..shapes import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from ..dims import Size, When
    from ..shapes import Shape
    from .comparison import ModelCheck

    Object = dict[str, Any]
    Values = dict[str, int]

FORWARD, TRAINING = "forward", "train"
HELD, CONTRADICTED, FAILED, NOT_TRIED = "held", "contradicted", "failed", "not tried"

#: What frameworks say where memory runs out.
SHORT = (
    *("MemoryError", "ResourceExhausted", "RESOURCE_EXHAUSTED"),
    *("ut of memory", "OutOfMemory", "allocate memory"),
)
#: Samples in a batch that is tried.
BATCH = 2
#: More models of one program are not tried: each may take seconds.
MOST_MODELS = 12
#: Open sizes are tried in this order, and then all others up to the last.
LIKELY = (32, 64, 16, 48, 96, 128, 224, 256, 320, 512)
LARGEST = 640
#: Sizes of several names are tried together in no more than so many ways.
MOST_WAYS = 4_000


class Trial:
    """One batch: forward, or through a step of training.

    `sizes` are those of the open ones, under their short names. `condition` is the one that does
    not hold of them. `expected` are the shapes of the outputs, as far as they are known.
    """

    __slots__ = ("condition", "expected", "kind", "question", "reply", "sizes", "verdict", "why")

    def __init__(self, kind: str, question: Object) -> None:
        self.kind = kind
        self.question = question
        self.sizes: Values = {}
        self.condition: When | None = None
        self.expected: tuple[Shape | None, ...] = ()
        self.reply: Object = {}
        self.verdict = NOT_TRIED
        self.why = ""


def trials(check: ModelCheck, index: int, batch: int = BATCH) -> list[Trial]:
    """What to try of a model that was built: it is the run's number `index`."""
    model = check.model
    needs: tuple[When, ...] = ()
    free: list[str] = []
    short: dict[str, str] = {}
    if model is not None:
        needs, short = joined(model), short_names(model)
        free = sorted(_free(model.inputs))
        given = [t.shape[0] for t in model.inputs if t.shape and isinstance(t.shape[0], int)]
        batch = given[0] if given else batch  # the inputs of a model share their batch
    fixed = dict(check.sizes)
    batches = {
        name
        for tensor in (() if model is None else model.inputs)
        if tensor.shape and isinstance(tensor.shape[0], Dim)
        for name in symbols(tensor.shape[0])
    }
    fixed.update(dict.fromkeys(batches, batch))
    free = [name for name in free if name not in fixed]
    good = _satisfying(needs, free, fixed)
    found = [_trial(FORWARD, check, index, batch, {**fixed, **(good or {})}, free, short)]
    if good is not None:
        for need in needs:
            bad = _violating(need, needs, good, fixed)
            if bad is not None:
                trial = _trial(FORWARD, check, index, batch, {**fixed, **bad}, free, short)
                trial.condition = need.rename({n: short[n] for n in need.names if n in short})
                trial.expected = ()
                found.append(trial)
    # Last, as it changes the weights.
    found.append(_trial(TRAINING, check, index, batch, {**fixed, **(good or {})}, free, short))
    return found


def _trial(
    kind: str,
    check: ModelCheck,
    index: int,
    batch: int,
    values: Values,
    free: Sequence[str],
    short: dict[str, str],
) -> Trial:
    model = check.model
    inputs = () if model is None else model.inputs
    outputs = () if model is None else model.outputs
    shapes = [[_plain(size, values) for size in tensor.shape or ()] for tensor in inputs]
    trial = Trial(kind, {"kind": kind, "model": index, "batch": batch, "inputs": shapes})
    trial.sizes = {short.get(name, name): values[name] for name in free if name in values}
    trial.expected = tuple(
        None if tensor.shape is None else tuple(_at(size, values) for size in tensor.shape)
        for tensor in outputs
    )
    return trial


def judge(found: Sequence[Trial], replies: Sequence[Object], cause: str) -> None:
    """Set what became of each trial; `cause` says why there is no reply any more."""
    for place, trial in enumerate(found):
        if place >= len(replies):
            trial.why = cause if place == len(replies) else ""
            # A limit says nothing of the program; a crash does.
            if trial.why.startswith("it was ended by"):
                trial.verdict = FAILED
            continue
        trial.reply = reply = replies[place]
        if "skipped" in reply:
            trial.why = reply["skipped"]
            continue
        if "error" in reply:
            told = reply["error"]["type"], reply["error"]["message"]
            trial.why = ": ".join(filter(None, told))
            if short_of_memory(trial.why):
                continue  # that says nothing of the program
        if trial.condition is not None:
            _judge_refusal(trial, reply)
        elif "error" in reply:
            trial.verdict = FAILED
        else:
            _judge_outputs(trial, reply)


def short_of_memory(told: str) -> bool:
    """Whether this error says that memory ran out."""
    return any(sign in told for sign in SHORT)


def _judge_refusal(trial: Trial, reply: Object) -> None:
    """A condition does not hold: an error, or nothing that is a result."""
    if "error" in reply:
        trial.verdict = HELD
    elif reply["bad"] or any(0 in shape for shape in reply["shapes"]):
        trial.verdict = HELD
        trial.why = "nothing comes out"  # JAX goes on with tensors of size 0
    else:
        trial.verdict = CONTRADICTED
        trial.why = f"Keras takes it, though {trial.condition} does not hold"


def _judge_outputs(trial: Trial, reply: Object) -> None:
    trial.verdict = HELD
    if trial.kind == FORWARD and trial.expected:
        real = reply["shapes"]
        fits = len(real) == len(trial.expected) and all(
            mine is None or _fits(mine, theirs)
            for mine, theirs in zip(trial.expected, real, strict=True)
        )
        if not fits:
            trial.verdict = CONTRADICTED
            mine_ = ", ".join("?" if each is None else show(each) for each in trial.expected)
            trial.why = f"{mine_} was expected"
            return
    if reply["bad"]:
        what = "values of the output" if trial.kind == FORWARD else "weights or losses"
        trial.why = f"{reply['bad']:,} {what} are infinite or no numbers"


def _fits(mine: Shape, theirs: Sequence[int]) -> bool:
    return len(mine) == len(theirs) and all(
        isinstance(size, Dim) or size == other for size, other in zip(mine, theirs, strict=True)
    )


def _free(inputs: Iterable[Any]) -> set[str]:
    return {
        name
        for tensor in inputs
        for size in tensor.shape or ()
        if isinstance(size, Dim)
        for name in symbols(size)
    }


def _satisfying(needs: Sequence[When], free: Sequence[str], fixed: Values) -> Values | None:
    """Sizes for which all conditions hold: the same for all of them, if that is possible."""
    if not free:
        return {}
    for values in _ways(free):
        if all(need.holds({**fixed, **values}) for need in needs):
            return values
    return None


def _ways(free: Sequence[str]) -> Iterator[Values]:
    from itertools import islice, product

    sizes = dict.fromkeys((*LIKELY, *range(1, LARGEST + 1)))
    yield from (dict.fromkeys(free, size) for size in sizes)
    for several in islice(product(sizes, repeat=len(free)), MOST_WAYS):
        yield dict(zip(free, several, strict=True))


def _violating(need: When, needs: Sequence[When], good: Values, fixed: Values) -> Values | None:
    """The sizes closest to good ones for which this condition does not hold, and the others do."""
    spare: Values | None = None
    for distance in range(1, LARGEST):
        for name in sorted(need.names & good.keys()):
            for size in (good[name] + distance, good[name] - distance):
                values = {**good, name: size}
                if size < 1 or need.holds({**fixed, **values}) is not False:
                    continue
                others = (other for other in needs if other is not need)
                if all(other.holds({**fixed, **values}) for other in others):
                    return values
                spare = spare or values
    return spare


def _at(size: Size, values: Values) -> Size:
    try:
        return substitute(size, {n: values[n] for n in _free_of(size) if n in values})
    except TooComplex:
        return size


def _free_of(size: Size) -> frozenset[str]:
    return frozenset(symbols(size)) if isinstance(size, Dim) else frozenset()


def _plain(size: Size, values: Values) -> int | None:
    found = _at(size, values)
    return found if isinstance(found, int) else None
