"""Signals, distances and powers as rows of a model: shapes, dtypes and names as Keras has them."""

from __future__ import annotations

import random

import pytest

from .running import Session, compare

CALLS = [
    "ops.fft((x, x))",
    "ops.fft2((x, x))",
    "ops.ifft2((x, x))",
    "ops.rfft(x)",
    "ops.rfft(x, fft_length={n})",
    "ops.irfft((x, x))",
    "ops.irfft((x, x), fft_length={n})",
    "ops.stft(x, {n}, {m}, {k})",
    "ops.stft(x, {n}, {m}, {k}, center=False)",
    "ops.istft((x, x), {n}, {m}, {k})",
    "ops.istft((x, x), {n}, {m}, {k}, center=False)",
    "ops.istft((x, x), {n}, {m}, {k}, length={n})",
    "ops.extract_sequences(x, {n}, {m})",
    "ops.swish(x)",
    "ops.hard_swish(x)",
    "ops.image.gaussian_blur(x)",
    "ops.image.elastic_transform(x)",
    "ops.logdet(ops.matmul(x, ops.transpose(x, (0, 2, 1))))",
    "ops.cholesky_inverse(ops.matmul(x, ops.transpose(x, (0, 2, 1))))",
]


def program(number: int) -> list[str]:
    draw = random.Random(number)
    shape = [draw.choice([16, 20, 33, 64]), draw.choice([9, 17, 32])]
    if draw.random() < 0.3:
        shape[draw.randrange(2)] = None
    numbers = {"n": draw.choice([4, 8]), "m": draw.choice([1, 2, 4]), "k": draw.choice([8, 16])}
    call = CALLS[number % len(CALLS)].format(**numbers)
    if "image" in call:
        shape.append(3)
    lines = ["import keras", "from keras import ops", f"x = keras.Input({tuple(shape)})"]
    return [*lines, f"y = {call}", "model = keras.Model(x, y)"]


@pytest.mark.parametrize("number", range(6 * len(CALLS)))
def test_functions_of_signals_agree_with_keras(number: int) -> None:
    with Session() as session:
        for statement in program(number):
            if not session.run(statement):
                break
        verdict = compare(session)
    assert not verdict.problems, session.text + "\n".join(verdict.problems)
