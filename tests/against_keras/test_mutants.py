"""Faulty programs: each is run by real Keras, training included, and judged by cnnlint."""

from __future__ import annotations

import random

import pytest

from benchmarks import mutants

#: So few that they take a minute; `python -m benchmarks.mutants` tries all of them.
COUNT = 5
PROGRAMS = ("callbacks", "digits", "own_losses", "own_steps", "siamese", "subclassed")


@pytest.mark.parametrize("program", PROGRAMS)
def test_mistakes_of_people(program: str) -> None:
    made = list(mutants.typical(program))
    sample = [mutants.correct(program), *random.Random(program).sample(made, COUNT)]
    for judged in mutants.judge(sample):
        assert judged.verdict != "false alarm", mutants.told(judged)
        if judged.mutant.line == 0:
            assert judged.verdict == "fine", mutants.told(judged)


def test_mutants_are_the_same_for_a_seed() -> None:
    assert list(mutants.drawn("digits", 20, 1)) == list(mutants.drawn("digits", 20, 1))
    assert len({each.text for each in mutants.drawn("digits", 20, 1)}) > 10
