"""A program that is written while real Keras runs it, and what cnnlint says about the same text."""

from __future__ import annotations

import itertools
import re
import types
import warnings
from typing import Any

from cnnlint import table
from cnnlint.analysis import Analysis, analyse
from cnnlint.network import Layer, Model
from cnnlint.shapes import show
from cnnlint.source import Source

from . import oracle

import keras  # isort: skip  # the oracle chooses the backend first
from keras.src.models import Functional, Sequential
from keras.src.utils.summary_utils import count_params

NAME = "program.py"

#: What the NumPy backend puts for None when it runs a `call`; the layers in there remember it.
UNKNOWN_SIZE = "83"

#: How the reason ends where a model waits for its first call.
WAITS = "it is built by its first call"

#: name, class, output shapes, parameters, the layers it is connected to
Row = tuple[str, str, str, int | str | None, tuple[str, ...]]


class Session:
    """Statements run one by one, as they are written; the first that raises ends the program."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.values: dict[str, Any] = {"__name__": "__main__", "__file__": NAME}
        self.statements: list[str] = []
        self.error: Exception | None = None
        #: The lines on which the error may be said: those of the expressions it passed through.
        self.raised_at: list[range] = []
        self._scope = keras.StatelessScope()

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def __enter__(self) -> Session:
        oracle.naming.reset_uids()
        keras.config.set_image_data_format("channels_last")
        keras.config.set_dtype_policy("float32")
        self._scope.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        oracle.global_state.set_global_attribute("uninitialized_variables", [])
        self._scope.__exit__(*exception)

    def run(self, statement: str) -> bool:
        """Append a statement and run it; whether it did not raise."""
        if self.error is not None:
            return False
        before = len(self.lines)
        self.lines += statement.split("\n")
        self.statements.append(statement)
        code = compile("\n" * before + statement, NAME, "exec", dont_inherit=True)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(code, self.values)
        except Exception as error:
            self.error = error
            self.raised_at = _places(error.__traceback__)
        return self.error is None


def _places(traceback: types.TracebackType | None) -> list[range]:
    """The lines of each expression of the program that an error passed through, innermost first."""
    found: list[range] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename == NAME:
            at = next(itertools.islice(code.co_positions(), traceback.tb_lasti // 2, None))
            first = at[0] or traceback.tb_lineno
            found.insert(0, range(first, (at[1] or first) + 1))
        traceback = traceback.tb_next
    return found


# What Keras says --------------------------------------------------------------------------------


def models_of(values: dict[str, Any]) -> list[tuple[Any, bool]]:
    """Every model that the program's names lead to, inner ones too, and whether it stands inside
    a layer or a model of the program's own."""
    found: dict[int, tuple[Any, bool]] = {}
    seen: set[int] = set()

    def visit(value: Any, inside: bool) -> None:
        if isinstance(value, keras.Layer):
            if id(value) in seen:
                return
            seen.add(id(value))
            if isinstance(value, keras.Model):
                found[id(value)] = value, inside
            graph = isinstance(value, (Functional, Sequential))
            for part in value._flatten_layers(include_self=False, recursive=False):
                visit(part, inside or not graph)
        elif isinstance(value, (dict, list, tuple)):
            for each in list(value.values()) if isinstance(value, dict) else value:
                visit(each, inside)

    for name, value in values.items():
        if not name.startswith("__"):
            visit(value, False)
    # A Sequential keeps a functional model inside, which is nobody's.
    hidden = {id(m._functional) for m, _ in found.values() if isinstance(m, Sequential)}
    return [found[key] for key in found if key not in hidden]


def keras_rows(model: Any) -> list[Row]:
    functional = isinstance(model, Functional)
    nodes = (
        {node for level in model._nodes_by_depth.values() for node in level} if functional else ()
    )
    return [
        (
            part.name,
            type(part).__name__,
            _keras_shape(part),
            0 if not hasattr(part, "built") else part.count_params() if part.built else None,
            tuple(
                tensor._keras_history.operation.name
                for node in part._inbound_nodes
                if node in nodes
                for tensor in node.input_tensors
            ),
        )
        for part in (model._operations if functional else model.layers)
    ]


def _keras_shape(part: Any) -> str:
    if part._inbound_nodes:
        shapes = [tuple(tensor.shape) for tensor in part._inbound_nodes[-1].output_tensors]
        return str(shapes[0] if len(shapes) == 1 else shapes)
    return "?"


def keras_totals(model: Any) -> tuple[int, int]:
    return count_params(model.trainable_weights), count_params(model.non_trainable_weights)


# What cnnlint says ------------------------------------------------------------------------------


def our_models(analysis: Analysis) -> list[Model]:
    found: dict[int, Layer] = {}
    for model in analysis.models:
        for layer in (model, *model.all_parts()):
            if isinstance(layer, Model):
                found.setdefault(id(layer), layer)
    return [layer for layer in found.values() if isinstance(layer, Model)]


def our_rows(model: Model) -> list[Row]:
    return [
        (
            row.name,
            row.class_name,
            "?" if row.shapes is None else _shapes(row.shapes),
            row.params if row.params is None or isinstance(row.params, int) else str(row.params),
            tuple(row.connected_to),
        )
        for row in table.rows(model)
    ]


def _shapes(shapes: Any) -> str:
    listed = [show(shape) for shape in shapes]
    return listed[0] if len(listed) == 1 else f"[{', '.join(listed)}]"


# Comparing --------------------------------------------------------------------------------------


class Verdict:
    """What the two disagree on, and what cnnlint honestly does not know."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.unknowns: list[str] = []


def compare(session: Session) -> Verdict:
    """Hold what cnnlint says of a program against what Keras did with it."""
    verdict = Verdict()
    if "with the numpy backend" in str(session.error):
        return verdict
    analysis = analyse(Source(NAME, session.text))
    errors = [each for each in analysis.diagnostics if each.severity == "error"]
    if analysis.gave_up:
        verdict.problems.append(f"cnnlint gave up: {analysis.gave_up}")
    if session.error is None and errors and foreseen(session, [e.span.line for e in errors]):
        return verdict
    if session.error is None:
        verdict.problems += [
            f"line {e.span.line}: Keras does not mind: {e.message}" for e in errors
        ]
    else:
        _compare_error(session, errors, analysis.unknowns, verdict)
    verdict.unknowns += [
        f"line {each.span.line if each.span else 0}: {each.reason}"
        for each in analysis.unknowns
        if session.error is None
    ]
    ours = our_models(analysis)
    for theirs, inside in models_of(session.values):
        same = [model for model in ours if model.name == theirs.name]
        if not same:
            unknown = session.error is None and bool(analysis.unknowns)
            if not unknown:
                verdict.problems.append(f"{theirs.name}: this model was not found")
            continue
        failed = session.error is not None
        told = [_compare_model(theirs, model, inside, failed, session.text) for model in same]
        best = min(told, key=lambda one: len(one.problems))
        verdict.problems += best.problems
        verdict.unknowns += best.unknowns
    return verdict


def foreseen(session: Session, lines: list[int]) -> bool:
    """Whether Keras refuses each of these lines as soon as the sizes are known that are None."""
    refused = set()
    for size in ("6", "8", "12", "16"):
        with Session() as known:
            for statement in session.statements:
                free = "Input(" in statement or ".build(" in statement
                known.run(re.sub(r"None(?=[,)\]])", size, statement) if free else statement)
            if known.error is None:
                return False
            refused.update(line for place in known.raised_at for line in place)
    return bool(refused & set(lines))


def _compare_error(
    session: Session, errors: list[Any], unknowns: list[Any], verdict: Verdict
) -> None:
    said = [error.span.line for error in errors]
    # What is an error to Python, with no word from Keras, ends the interpretation there.
    said += [
        each.span.line for each in unknowns if each.reason.startswith("this raises") and each.span
    ]
    what = f"{type(session.error).__name__}: {session.error}"[:300]
    places = session.raised_at
    start = places[-1].start if places else 0
    honest = [u for u in unknowns if u.span and any(u.span.line in place for place in places)]
    if any(line in place for line in said for place in places):
        pass
    elif honest:
        verdict.unknowns.append(f"line {places[0].start}: {what} {honest[0].reason}")
    else:
        verdict.problems.append(
            f"line {places[0].start if places else 0}: Keras raises {what}, cnnlint says "
            f"{[(e.span.line, e.message) for e in errors]}"
        )
    early = [error.span.line for error in errors if error.span.line < start]
    if early and foreseen(session, early):
        return
    defined = [index for index, line in enumerate(session.lines, 1) if line[:1] in "\t "]
    for error in errors:
        line = error.span.line
        if line < start and line not in defined and not any(line in place for place in places):
            verdict.problems.append(f"line {line}: Keras does not mind: {error.message}")


def _unnamed(theirs: list[Row], ours: list[Row]) -> tuple[list[Row], list[Row]]:
    """Rows without the names of inputs that Keras puts in place of other tensors: they count all
    tensors that there are."""
    names = {a[0]: "CLONE" for a in theirs if a[0].endswith("CLONE")}
    own = {b[0]: "CLONE" for a, b in zip(theirs, ours, strict=False) if a[0] in names}

    def renamed(rows: list[Row], new: dict[str, str]) -> list[Row]:
        return [
            (new.get(row[0], row[0]), *row[1:4], tuple(new.get(each, each) for each in row[4]))
            for row in rows
        ]

    return renamed(theirs, names), renamed(ours, own)


def _compare_model(theirs: Any, mine: Model, inside: bool, failed: bool, text: str) -> Verdict:
    verdict = Verdict()
    name = theirs.name
    rows, own = _unnamed(keras_rows(theirs), our_rows(mine))
    reasons = [unknown.reason for unknown in table.unknowns(mine, table.rows(mine))]
    if failed and any(reason.startswith("Keras refuses this") for reason in reasons):
        return verdict
    whole = all(part.built for part in theirs._flatten_layers())
    # Keras calls a class built whose layers are not: it says "(unbuilt)" of each of those.
    waits = not whole and all(reason.endswith(WAITS) for reason in reasons)
    if reasons and theirs.built and not waits:
        verdict.unknowns += [f"{name}: {reason}" for reason in reasons]
        return verdict
    if type(theirs).__name__ != mine.class_name:
        verdict.problems.append(f"{name}: a {type(theirs).__name__}, not a {mine.class_name}")
    if [row[0] for row in rows] != [row[0] for row in own]:
        verdict.problems.append(
            f"{name}: the rows are {[row[0] for row in rows]}, not {[row[0] for row in own]}"
        )
        return verdict
    if any(UNKNOWN_SIZE in row[2] for row in rows):
        return verdict
    traced = not isinstance(theirs, (Functional, Sequential)) or inside
    for row, mine_row in zip(rows, own, strict=True):
        if not isinstance(theirs, Functional):
            row, mine_row = (*row[:4], ()), (*mine_row[:4], ())
        if row[2] == "?" or row[3] is None:
            # Never called: cnnlint may say nothing, or what the first call will give.
            row, mine_row = (*row[:2], "?", None, row[4]), (*mine_row[:2], "?", None, mine_row[4])
        elif traced:
            # What `call` calls has nodes with some backends only, and shapes of its own.
            row, mine_row = (*row[:2], "?", *row[3:]), (*mine_row[:2], "?", *mine_row[3:])
        if len(set(row[4])) == 1 and set(row[4]) == set(mine_row[4]) and ".add(" in text:
            # A Sequential calls all its layers once more for each layer that is added.
            row, mine_row = (*row[:4], ()), (*mine_row[:4], ())
        if row != mine_row:
            verdict.problems.append(f"{name}: a row is {row}, not {mine_row}")
    totals = table.totals(mine)
    counted = (totals.trainable_params, totals.non_trainable_params)
    if whole and keras_totals(theirs) != counted:
        verdict.problems.append(f"{name}: the totals are {keras_totals(theirs)}, not {counted}")
    return verdict
