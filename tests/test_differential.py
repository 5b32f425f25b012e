"""The differential test draws what is declared, and its page tells of a whole run without one
disagreement."""

from __future__ import annotations

import covered
import differential
from against_keras import eagerly, known

from cnnlint.keras import layers

SUBJECTS = differential.subjects()
PAGE = differential.PAGE.read_text(encoding="utf-8")


def test_every_layer_and_function_is_drawn() -> None:
    """Layers by their own names; the names of both that are not drawn have their reason."""
    declared = {name for name, _ in covered.function_rows()}
    for name, _ in covered.layer_rows():
        found = layers.find(name)
        declared.add(found.__name__ if found is not None else name)
    names = [subject.name for subject in SUBJECTS]
    assert len(names) == len(set(names))
    assert set(names) | set(known.NOT_DRAWN) == declared
    assert not set(names) & set(known.NOT_DRAWN)


def test_the_page_is_that_of_a_whole_run() -> None:
    rows = {}
    for line in PAGE.splitlines():
        if line.startswith("| ") and not line.startswith("| |"):
            family, *cells = line.strip("| ").split(" | ")
            rows[family] = [int(cell.replace(",", "")) for cell in cells]
    families = {subject.family for subject in SUBJECTS}
    assert set(rows) == families | {"**all**"}
    for family in families:
        assert rows[family][0] == sum(subject.family == family for subject in SUBJECTS)
    names, calls, *_, disagreements, run = rows["**all**"]
    assert names == len(SUBJECTS)
    assert calls >= 100_000
    assert disagreements == 0
    assert run > 1_000


def test_a_sample_runs_under_tensorflow_as_cnnlint_says() -> None:
    sample = {each.name: differential.drawn(each.cases, 6, 1) for each in SUBJECTS[::3]}
    results, wrong = eagerly.judged(sample, 1)
    assert not wrong, "\n".join(wrong)
    assert sum(counted["same"] for counted in results.values()) > len(sample) // 2


def test_the_page_names_what_is_not_drawn() -> None:
    for name, why in known.NOT_DRAWN.items():
        assert f"- `{name}`: {why}." in PAGE
    for text in known.told():
        assert text in PAGE
