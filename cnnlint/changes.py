"""What became of models between two states of a project.

Models belong together by file and variable, then by class and position. Their layers are aligned
as two texts are: first what is the same in everything, and between that what is less and less so.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from .libraries.names import snake_case
from .resources import Resources
from .shapes import show
from .table import rows, totals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from .network import Model
    from .rows import Row
    from .table import Totals

    Pair = tuple[int | None, int | None]

#: How much of its lines a file must keep to be the same under another name, as for git.
SIMILAR = 0.5


class State:
    """One model of one state: its `lines` are the rows of its table, each with its depth."""

    __slots__ = ("lines", "model", "path", "resources", "totals")

    def __init__(self, model: Model, path: str) -> None:
        self.model = model
        self.path = path
        table = rows(model)
        self.totals: Totals = totals(model, table)
        self.resources = Resources(model)
        self.lines = list(_lines(table, 0))

    @property
    def name(self) -> str:
        """What the code calls it."""
        return self.model.variable or self.model.name

    @property
    def training(self) -> int | None:
        """The bytes of activations that training keeps for each sample."""
        return self.resources.training.per_sample


class Line:
    """A row, and how deep it lies in inner models."""

    __slots__ = ("depth", "row")

    def __init__(self, row: Row, depth: int) -> None:
        self.row = row
        self.depth = depth

    @property
    def given_name(self) -> str:
        """The name that the user gave it; "" where Keras numbered it."""
        name, made = self.row.name, snake_case(self.row.class_name)
        rest = name.removeprefix(made)
        numbered = rest != name and (not rest or (rest[0] == "_" and rest[1:].isdecimal()))
        return "" if numbered else name

    @property
    def text(self) -> str:
        """What made it, as it is written."""
        return " ".join(self.row.span.text.split()) if self.row.span is not None else ""

    @property
    def output(self) -> str:
        """The shape that comes out as Keras shows it; several are a list, "?" is not known."""
        shapes = self.row.shapes
        if shapes is None:
            return "?"
        return show(shapes[0]) if len(shapes) == 1 else f"[{', '.join(map(show, shapes))}]"

    @property
    def facts(self) -> tuple[Hashable, ...]:
        """What can change without its being another layer."""
        row = self.row  # the sizes as they are told: symbols of two runs are not the same ones
        sizes = (row.params, row.trainable_params, row.macs)
        return self.output, row.dtypes, *(None if size is None else str(size) for size in sizes)


class Step:
    """A layer before and after; None where there is none."""

    __slots__ = ("after", "before")

    def __init__(self, before: Line | None, after: Line | None) -> None:
        self.before = before
        self.after = after

    @property
    def status(self) -> str:
        """`added`, `removed`, `changed` or `same`; the number in a name changes nothing."""
        if self.before is None or self.after is None:
            return "added" if self.before is None else "removed"
        one, other = self.before, self.after
        alike = (
            one.row.class_name == other.row.class_name
            and one.given_name == other.given_name
            and one.facts == other.facts
        )
        return "same" if alike else "changed"


class Change:
    """A model before and after, and its layers side by side."""

    __slots__ = ("after", "before", "steps")

    def __init__(self, before: State | None, after: State | None) -> None:
        self.before = before
        self.after = after
        one = [] if before is None else before.lines
        other = [] if after is None else after.lines
        self.steps = [
            Step(None if i is None else one[i], None if j is None else other[j])
            for i, j in aligned(one, other)
        ]

    @property
    def status(self) -> str:
        if self.before is None or self.after is None:
            return "added" if self.before is None else "removed"
        same = all(step.status == "same" for step in self.steps)
        return "same" if same and _ends(self.before) == _ends(self.after) else "changed"


def changes(
    before: dict[str, tuple[str, list[Model]]], after: dict[str, tuple[str, list[Model]]]
) -> list[Change]:
    """What became of the models of files, each given by its path with its text and its models."""
    renamed = _renamed(before, after)
    found: list[Change] = []
    for path, (_, models) in after.items():
        old = renamed.get(path, path)
        were = [State(model, old) for model in before.get(old, ("", []))[1]]
        found += _paired(were, [State(model, path) for model in models])
    gone = before.keys() - after.keys() - set(renamed.values())
    for path, (_, models) in before.items():
        if path in gone:
            found += _paired([State(model, path) for model in models], [])
    return found


def _renamed(
    before: dict[str, tuple[str, list[Model]]], after: dict[str, tuple[str, list[Model]]]
) -> dict[str, str]:
    """The old paths of files that have another one now, by the new ones; the most alike first."""
    gone = {path: _content(before[path][0]) for path in before if path not in after}
    new = {path: _content(after[path][0]) for path in after if path not in before}
    alike = []
    for old, was in gone.items():
        for path, now in new.items():
            matcher = SequenceMatcher(None, was, now, autojunk=False)
            if matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR:
                alike.append((-matcher.ratio(), old, path))
    found: dict[str, str] = {}
    for ratio, old, path in sorted(alike):
        if -ratio >= SIMILAR and path not in found and old not in found.values():
            found[path] = old
    return found


def _content(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _paired(before: list[State], after: list[State]) -> Iterator[Change]:
    """The models of one file, in the order that they have now; then those that are gone."""
    partners: dict[int, State] = {}
    left = list(before)
    for key in (_by_name, _by_class, _by_any):
        for place, state in enumerate(after):
            if place not in partners:
                found = next((each for each in left if key(each) == key(state)), None)
                if found is not None:
                    partners[place] = found
                    left.remove(found)
    for place, state in enumerate(after):
        yield Change(partners.get(place), state)
    for state in left:
        yield Change(state, None)


def _by_name(state: State) -> Hashable:
    return state.name


def _by_class(state: State) -> Hashable:
    return state.model.class_name


def _by_any(state: State) -> Hashable:
    return None


def aligned(before: Sequence[Line], after: Sequence[Line]) -> list[Pair]:
    """Which line of the one belongs to which of the other, in the order of both."""
    pairs = list(_aligned(before, after, (0, len(before)), (0, len(after)), 0))
    _slide(pairs, before, after)
    return pairs


def _slide(pairs: list[Pair], before: Sequence[Line], after: Sequence[Line]) -> None:
    """Of the places where the same stretch of layers could have come in or gone, take the last.

    `Conv ReLU` behind `Conv ReLU` is then that, and not `ReLU Conv` between the two.
    """
    alike = KEYS[0]
    for place in reversed(range(len(pairs))):
        kind = _kind(pairs[place])
        if kind == BOTH or (place and _kind(pairs[place - 1]) == kind):
            continue  # not where such a stretch begins
        end = place
        while end < len(pairs) and _kind(pairs[end]) == kind:
            end += 1
        lines = before if kind == GONE else after
        while end < len(pairs) and _kind(pairs[end]) == BOTH:
            first = pairs[place][kind]
            i, j = pairs[end]
            if first is None or i is None or j is None:
                break
            if not alike(lines[first]) == alike(before[i]) == alike(after[j]):
                break
            # What was the partner of the one behind it is now the partner of its first.
            pairs[place], pairs[end] = (
                ((first, j), (i, None)) if kind == GONE else ((i, first), (None, j))
            )
            place, end = place + 1, end + 1


GONE, CAME, BOTH = 0, 1, 2


def _kind(pair: Pair) -> int:
    """`GONE` and `CAME` are also where in the pair its line stands."""
    return CAME if pair[0] is None else GONE if pair[1] is None else BOTH


def _aligned(
    before: Sequence[Line],
    after: Sequence[Line],
    old: tuple[int, int],
    new: tuple[int, int],
    strictness: int,
) -> Iterable[Pair]:
    """The same of two stretches: by the first key they are equal in everything, by the last in
    hardly anything."""
    if old[0] == old[1] or new[0] == new[1] or strictness == len(KEYS):
        yield from ((place, None) for place in range(*old))
        yield from ((None, place) for place in range(*new))
        return
    key = KEYS[strictness]
    one = [key(line) for line in before[old[0] : old[1]]]
    other = [key(line) for line in after[new[0] : new[1]]]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    i, j = old[0], new[0]
    for block in matcher.get_matching_blocks():
        stretch = (old[0] + block.a, new[0] + block.b)
        yield from _aligned(before, after, (i, stretch[0]), (j, stretch[1]), strictness + 1)
        for place in range(block.size):
            yield stretch[0] + place, stretch[1] + place
        i, j = stretch[0] + block.size, stretch[1] + block.size


#: What two lines must have in common to be of the same layer, from the strictest.
KEYS: tuple[Callable[[Line], Hashable], ...] = (
    lambda line: (line.depth, line.row.class_name, line.given_name, line.text, line.facts),
    lambda line: (line.depth, line.row.class_name, line.given_name, line.text),
    lambda line: (line.depth, line.row.class_name, line.given_name),
    lambda line: (line.depth, line.given_name or line),
    lambda line: (line.depth, line.row.class_name),
)


def _lines(table: Iterable[Row], depth: int) -> Iterator[Line]:
    for row in table:
        yield Line(row, depth)
        if not row.folded:
            yield from _lines(row.nested, depth + 1)


def _ends(state: State) -> Hashable:
    """What a model is seen from outside."""
    sums = state.totals
    tensors = (*state.model.inputs, *state.model.outputs)
    shapes = [None if tensor.shape is None else show(tensor.shape) for tensor in tensors]
    counts = (sums.params, sums.trainable_params, sums.macs, sums.complete)
    return (*shapes, state.model.class_name, *map(str, counts))
