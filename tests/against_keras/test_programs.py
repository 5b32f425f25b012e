"""Whole programs, as people write them: cnnlint and Keras say the same of each."""

from __future__ import annotations

import os

import pytest

from cnnlint.interpreter import machine

from .assembling import Programs
from .running import Session, Verdict, compare

#: How many programs there are for each 60 examples of the other tests.
COUNT = 5 * int(os.environ.get("CNNLINT_EXAMPLES", "60"))
FIRST = int(os.environ.get("CNNLINT_FIRST", "0"))

#: The share of programs about which cnnlint may say that it does not know something.
MOST_UNKNOWN = 0.02


def judge(seed: int) -> tuple[Session, Verdict]:
    """The program of this seed, and what comes of it; every third has a mistake."""
    with Session() as session:
        Programs(session, seed, mistaken=seed % 3 == 0).program()
        return session, compare(session)


def test_programs_agree_with_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "NET", False)
    wrong, unknown = [], []
    for seed in range(FIRST, FIRST + COUNT):
        session, verdict = judge(seed)
        if verdict.problems:
            wrong.append(f"program {seed}:\n{session.text}" + "\n".join(verdict.problems))
        if verdict.unknowns:
            unknown.append(f"program {seed}: {verdict.unknowns}")
    assert not wrong, f"{len(wrong)} of {COUNT}\n\n" + "\n\n".join(wrong[:5])
    assert len(unknown) <= MOST_UNKNOWN * COUNT, "\n".join(unknown)
