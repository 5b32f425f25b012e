"""Random edits: what is known at the end is what a new file would say, and nothing piles up.

`CNNLINT_EDITS=10000` makes more of them.
"""

from __future__ import annotations

import asyncio
import gc
import os
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("pygls")

from lsprotocol import types

from cnnlint.server.positions import position
from cnnlint.server.reading import Reading, budget, read
from cnnlint.server.session import Session
from cnnlint.server.shelf import Shelf
from cnnlint.source import Source

EDITS = int(os.environ.get("CNNLINT_EDITS", "300"))
TEXT = """\
import keras
from keras import layers

SIZE = 28  # 안녕 😀


def block(x, filters, kernel=3):
    x = layers.Conv2D(filters, kernel, name=None)(x)
    return layers.ReLU()(x)


def build(classes=10):
    inputs = keras.Input((SIZE, SIZE, 1))
    x = block(block(inputs, 8), 16)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))


class Head(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.dense = layers.Dense(units)

    def call(self, x):
        return self.dense(x)


model = build()
model.compile("adam", "categorical_crossentropy")
y = Head(4)(keras.Input((8,)))
"""
PIECES = (
    *("", "", "", "(", ")", "[", ":", "\n", "\r\n", "    ", "9", "31", "0", "#", '"', "'''", "😀"),
    *("안", "\f", "\t", "x = 1\n", "layers.Dense(3)(x)\n", "  # cnnlint: ignore[CNN101]", "lambda"),
    *("def f():\n", "\nclass A:\n    pass\n", "\\\n", "\0", "x = layers.Conv2D(8, 40)(x)\n"),
)


def said(reading: Reading) -> list[object]:
    """All that a reading says, place by place."""
    analysis = reading.analysis
    return [
        *((d.code, d.span.start, d.span.end, d.message) for d in analysis.diagnostics),
        *((node.span.start, node.span.end) for node in analysis.calls if node.span is not None),
        *(str([tensor.shape for tensor in node.outputs]) for node in analysis.calls),
        *(model.variable for model in analysis.models),
        reading.problem,
    ]


def change(source: Source, random: Random) -> tuple[Source, types.TextDocumentContentChangePartial]:
    """A small edit; now and then the text is what it was in the beginning."""
    text = source.text
    start = random.randrange(len(text) + 1)
    end = min(len(text), start + random.choice((0, 0, 0, 1, 1, 4, 20)))
    new = random.choice(PIECES)
    if random.random() < 0.15:
        start, end, new = 0, len(text), TEXT
    places = types.Range(position(source, start, "utf-16"), position(source, end, "utf-16"))
    after = Source(source.path, text[:start] + new + text[end:])
    return after, types.TextDocumentContentChangePartial(places, new)


@pytest.mark.asyncio
async def test_nothing_is_stale_at_the_end_and_nothing_piles_up(tmp_path: Path) -> None:
    random = Random(11)
    session = Session(lambda document, unasked: None, pytest.fail)
    path = str(tmp_path / "model.py")
    session.open("file:///m.py", path, TEXT, 1)
    [document] = session.documents.values()
    source = Source(path, TEXT)
    compared = 0
    kept: list[int] = []
    try:
        for turn in range(EDITS):
            source, edit = change(source, random)
            # Editors split a line end in two nowhere, and neither do positions.
            session.change("file:///m.py", turn + 2, [edit])
            source = document.source
            if turn % 3 == 0:
                await asyncio.sleep(0)  # some work begins, and is stale before it ends
            if turn % 7 and turn < EDITS - 1:
                continue
            document.spent = 0.0  # a pause, after which answers come at once
            reading = await session.reading("file:///m.py")
            assert reading is not None
            assert reading.source is document.source
            again = read(Source(path, source.text), Shelf(), budget())
            assert said(reading) == said(again)
            compared += 1
            if turn > EDITS // 4:
                whole = types.TextDocumentContentChangeWholeDocument(TEXT)
                session.change("file:///m.py", None, [whole])
                source = document.source
                await session.reading("file:///m.py")
                gc.collect()
                kept.append(len(gc.get_objects()))
    finally:
        session.end()
    assert compared > EDITS // 8
    assert max(kept) <= 1.1 * min(kept)
