"""Holding what a judge says against what a fixture expects; every problem is one line of text."""

from __future__ import annotations

from collections.abc import Iterable

from .expectations import Expectation, squeezed
from .findings import Findings, Result, Said, Total, on_line

#: A reason that begins so follows from an error that is told as well.
REFUSED = "Keras refuses this"


def problems(expected: list[Expectation], found: Findings, *, keras: bool) -> list[str]:
    """What is expected and not so, and what is so and not expected."""
    if not any(each.kind not in ("keras", "try") for each in expected):
        return ["this fixture expects nothing"]
    told = [found.trouble] if found.trouble else []
    for each in expected:
        if each.kind in ("shape", "params"):
            told += _values(each, on_line(found.results, each.line))
        elif each.kind in ("total", "trainable"):
            told += _total(each, found.totals)
    told += _errors(expected, found.errors, keras=keras)
    if keras:
        told += _tried(expected, found)
    else:
        for each in expected:
            if each.kind == "sum":
                told += _sum(each, on_line(found.results, each.line))
            elif each.kind == "requires":
                told += _requires(each, found.totals)
        told += _unknowns(expected, found)
    return told


def _values(each: Expectation, results: list[Result]) -> list[str]:
    if not results:
        return [f"{each}: no layer is made or called there"]
    if each.kind == "shape":
        values = {squeezed(result.shape) for result in results}
    else:
        values = {str(result.params) for result in results}
    return _same(each, values)


def _total(each: Expectation, totals: list[Total]) -> list[str]:
    models = [total for total in totals if each.line in (total.line, *total.summaries)]
    if not models:
        return [f"{each}: no model is made or summarised there"]
    return _same(each, {str(getattr(model, each.kind)) for model in models})


def _same(each: Expectation, values: set[str]) -> list[str]:
    if values == set(each.values):
        return []
    return [f"{each}: it is {' | '.join(sorted(values))}"]


def _sum(each: Expectation, results: list[Result]) -> list[str]:
    sums = [result.sum for result in results]
    if any(each.text in found for found in sums):
        return []
    return [f"{each}: it is {sums}"]


def _requires(each: Expectation, totals: list[Total]) -> list[str]:
    needs = [need for total in totals if total.line == each.line for need in total.requires]
    return [] if each.text in " and ".join(needs) else [f"{each}: it is {needs}"]


def _errors(expected: list[Expectation], errors: list[Said], *, keras: bool) -> list[str]:
    left = list(errors)
    told = []
    for each in expected:
        if each.kind != "error" and (keras or each.kind != "warning"):
            continue
        match = next((said for said in left if _fits(each, said, keras=keras)), None)
        if match is None:
            told.append(f"{each}: not said")
        else:
            left.remove(match)
    for said in left:
        where = f"line {said.lines[0]}" if said.lines else "somewhere"
        told.append(f"{where}: not expected: [{said.code or 'Keras'}] {said.text}")
    return told


def _fits(each: Expectation, said: Said, *, keras: bool) -> bool:
    if each.line not in said.lines:
        return False
    if keras:
        return True
    severe = (said.severity == "error") == (each.kind == "error")
    return severe and said.code == each.code and each.text in said.text


def _unknowns(expected: list[Expectation], found: Findings) -> list[str]:
    told = []
    reasons = list(_reasons(found))
    allowed = [each for each in expected if each.kind == "unknown"]
    for each in allowed:
        here = [reason for line, reason in reasons if line == each.line]
        if not any(each.text in reason for reason in here):
            told.append(f"{each}: not said{f', but {here}' if here else ''}")
    wrong = {each.line for each in expected if each.kind in ("error", "warning")}
    for total in found.totals:
        for line, reason in total.unknowns:
            if reason.startswith(REFUSED) and line in wrong:
                continue
            if not any(each.text in reason for each in allowed):
                told.append(f"line {line}: not known of model {total.name}: {reason}")
    for line, reason in found.unknowns:
        if reason.startswith(REFUSED) or line in wrong:
            continue
        if not any(each.text in reason for each in allowed):
            told.append(f"line {line}: not known: {reason}")
    return told


def _reasons(found: Findings) -> Iterable[tuple[int, str]]:
    for result in found.results:
        if result.unknown:
            yield result.line, result.unknown
    for total in found.totals:
        for line, reason in total.unknowns:
            yield total.line, reason
            yield line, reason
    yield from found.unknowns


def _tried(expected: list[Expectation], found: Findings) -> list[str]:
    told = []
    for each in expected:
        for sizes, works in each.tries:
            answers = [
                (ok, why)
                for line, tried, ok, why in found.tried
                if line == each.line and tuple(tried) == sizes
            ]
            if not answers:
                told.append(f"{each}: no model to try is made there")
            for ok, why in answers:
                if ok != works:
                    told.append(f"{each}: {sizes} {'works' if ok else f'fails: {why}'}")
    return told


def disagreements(ours: Findings, keras: Findings) -> list[str]:
    """Row by row: every model that Keras made, beside what cnnlint says of it."""
    told = []
    wrong = {line for said in ours.errors for line in said.lines}
    for theirs in keras.totals:
        if not theirs.built:
            continue
        mine = [
            total
            for total in ours.totals
            if total.line == theirs.line or theirs.line in total.summaries
        ]
        if not mine:
            told.append(f"line {theirs.line}: {theirs.class_name} {theirs.name} was not found")
            continue
        if any(total.unknowns for total in mine) or theirs.line in wrong:
            continue
        # After an error not all layers are made, so that the numbers in names differ.
        named = not keras.errors
        told += min((_differences(theirs, total, named=named) for total in mine), key=len)
    return told


def _certain(theirs: str, mine: str) -> bool:
    """Whether a name is one that cnnlint can know: Keras takes some from its count of tensors."""
    return not (theirs.endswith("CLONE") or mine.startswith("?"))


def _differences(theirs: Total, mine: Total, *, named: bool) -> list[str]:
    told = []
    for what in ("class_name", "total", "trainable"):
        if getattr(theirs, what) != getattr(mine, what):
            told.append(
                f"line {theirs.line}: {what} of {theirs.name} is {getattr(theirs, what)}, "
                f"not {getattr(mine, what)}"
            )
    if len(theirs.rows) != len(mine.rows):
        told.append(
            f"line {theirs.line}: {theirs.name} has the rows {[row[0] for row in theirs.rows]}, "
            f"not {[row[0] for row in mine.rows]}"
        )
        return told
    for row, own in zip(theirs.rows, mine.rows, strict=True):
        compared = (
            own[0] if named and _certain(row[0], own[0]) else row[0],
            own[1],
            own[2] if row[2] != "?" else "?",
            own[3] if row[3] is not None else None,
        )
        if row != compared:
            told.append(f"line {theirs.line}: a row of {theirs.name} is {row}, not {own}")
    return told
