"""What people read, letter by letter."""

from __future__ import annotations

from typing import Any

import pytest
from test_table import Building, batch, broken, small

from cnnlint.analysis import Analysis, analyse
from cnnlint.diagnostics import Diagnostic, Note, Unknown
from cnnlint.dims import When, divides, symbol
from cnnlint.network import Node, Tensor
from cnnlint.report.frame import footer, frame
from cnnlint.report.summary import report, summary
from cnnlint.report.text import visible, width
from cnnlint.source import Source, Span


def found(span: Span, message: str = "it does not fit", **more: Any) -> Diagnostic:
    return Diagnostic("CNN101", "window-larger-than-input", "error", span, message, **more)


def test_frame() -> None:
    text = (
        "\n" * 6
        + "x = layers.Conv2D(64, 3)(image)\n"
        + "x = layers.MaxPooling2D()(x)\n"
        + "y = layers.Conv2D(8, 3)(x)\n"
    )
    source = Source("model.py", text)

    def place(part: str) -> Span:
        start = text.index(part)
        return source.span(start, start + len(part))

    diagnostic = found(
        place("layers.Conv2D(8, 3)(x)"),
        "`Conv2D` needs 3×3, its input is 2×2",
        because=(
            Note(place("layers.Conv2D(64, 3)(image)"), "(None, 4, 4, 64)"),
            Note(place("layers.MaxPooling2D()(x)"), "(None, 2, 2, 64)"),
        ),
        sum="(2 − 3)/1 + 1 = 0",
        help='`padding="same"` keeps 2×2, or drop the `MaxPooling2D` on line 8',
    )
    assert (
        frame(diagnostic)
        == """\
error[CNN101] window-larger-than-input: `Conv2D` needs 3×3, its input is 2×2
  --> model.py:9:5
   7 | x = layers.Conv2D(64, 3)(image)      (None, 4, 4, 64)
   8 | x = layers.MaxPooling2D()(x)         (None, 2, 2, 64)
   9 | y = layers.Conv2D(8, 3)(x)
     |     ^^^^^^^^^^^^^^^^^^^^^^ (2 − 3)/1 + 1 = 0
help: `padding="same"` keeps 2×2, or drop the `MaxPooling2D` on line 8"""
    )


def test_notes_elsewhere_and_far_away() -> None:
    source = Source("model.py", "a = 1\n" + "\n" * 20 + "b = f(a)\n")
    helper = Source("lib/helper.py", "def f(x):\n  return g(x)\n")
    diagnostic = found(
        source.span(30, 34),
        because=(
            Note(helper.span(12, 23), "called here"),
            Note(source.span(0, 5), "(None, 3)"),
            Note(source.span(0, 5), "(None, 1)"),
        ),
    )
    assert (
        frame(diagnostic)
        == """\
error[CNN101] window-larger-than-input: it does not fit
  --> model.py:22:5
  ::: lib/helper.py:2:3: called here
   1 | a = 1      (None, 3) → (None, 1)
...
  22 | b = f(a)
     |     ^^^^"""
    )


def test_a_span_over_several_lines() -> None:
    text = "y = layers.Conv2D(\n\t8,\n)(x)\n"
    source = Source("m.py", text)
    assert (
        frame(found(source.span(4, len(text) - 1), sum="1 + 1"))
        == """\
error[CNN101] window-larger-than-input: it does not fit
  --> m.py:1:5
   1 |   y = layers.Conv2D(
     |  _____^
   2 | |     8,
   3 | | )(x)
     | |____^ 1 + 1"""
    )


def test_a_long_span_is_cut_in_its_middle() -> None:
    text = "y = [\n" + "    1,\n" * 30 + "]\n"
    lines = frame(found(Source("m.py", text).span(4, len(text) - 1))).splitlines()
    assert "..." in lines
    assert len(lines) < 15
    assert lines[-2].startswith("  32 | ")


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("x = f(a)", "f(a)"),
        ("\tx = f(a)", "f(a)"),
        ('t = "한국어"; x = f(a)', "f(a)"),
        ('t = "🙂🙂"; x = f("é")', 'f("é")'),
        ('x = f("변수", 🙂)', 'f("변수", 🙂)'),
        ("x\t=\tf(a)", "f(a)"),
    ],
)
def test_carets_stand_under_what_they_mark(line: str, marked: str) -> None:
    start = line.index(marked)
    shown, carets = frame(found(Source("m.py", line).span(start, start + len(marked)))).split("\n")[
        2:
    ]
    first, last = carets.index("^"), carets.rindex("^") + 1
    columns = [character for character in shown for _ in range(width(character))]
    assert "".join(dict.fromkeys(columns[first:last])) == "".join(dict.fromkeys(marked))


@pytest.mark.parametrize("before", [0, 150, 5_000])
@pytest.mark.parametrize("after", [0, 5_000])
def test_of_a_long_line_the_part_around_the_span_is_shown(before: int, after: int) -> None:
    line = " " * before + "f(a)" + " " * after + ";"
    shown, carets = frame(found(Source("m.py", line).span(before, before + 4))).split("\n")[2:]
    assert len(shown) < 220
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "f(a)"


def test_a_span_longer_than_what_is_shown() -> None:
    line = "x = [" + "1, " * 5_000 + "]"
    for start in (0, 4, 9_000):
        text = frame(found(Source("m.py", line).span(start, len(line))))
        assert max(map(len, text.split("\n"))) < 220
        assert "^" in text


def test_an_empty_span_at_the_end_of_the_text() -> None:
    for text in ("", "x = (", "x = (\n"):
        source = Source("m.py", text)
        assert "^" in frame(found(source.span(len(text), len(text))))


def test_nothing_in_a_file_can_drive_the_terminal() -> None:
    hostile = "x = 1 # \x1b[31m \u202e \x07 \x85"
    shown = frame(found(Source("\x1b.py", hostile).span(0, 5), "\x1b[2J"))
    assert not any(ord(character) < 32 and character != "\n" for character in shown)
    assert not {"\u202e", "\x85"} & set(shown)


def test_visible_keeps_text_as_it_is() -> None:
    assert visible("Größe 한국어 🙂 · × −") == "Größe 한국어 🙂 · × −"
    assert visible("a\tb\t\tc") == "a   b       c"
    assert width("e\u0301") == 1


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ((), ""),
        (("error",), "Found 1 error."),
        (("error", "error"), "Found 2 errors."),
        (("info", "warning", "error", "error"), "Found 2 errors, 1 warning and 1 info."),
    ],
)
def test_footer(severities: tuple[str, ...], said: str) -> None:
    assert footer(severities) == said


def test_summary() -> None:
    assert (
        summary(small())
        == """\
model "functional"  Functional  model.py:9
line  layer                         output              from                       params  \
= sum               MACs
   3  input_layer (InputLayer)      (None, 32, 32, 3)                                   0
   4  conv2d_1 (Conv2D)             (None, 32, 32, 64)  (32 + 2·1 − 3)/1 + 1 = 32   1,792  \
3·3·3·64 + 64  1,769,472
   5  bn_1 (BatchNormalization)     (None, 32, 32, 64)                                256  4·64
   6  max_pooling2d (MaxPooling2D)  (None, 10, 10, 64)  ⌊(32 − 3)/3⌋ + 1 = 10           0
                                    last 2 of 32 rows and columns unread
   7  flatten (Flatten)             (None, 6400)        10·10·64 = 6400                 0
   8  output (Dense)                (None, 10)                                     64,010  \
6400·10 + 10      64,000
Total params: 66,058 (258.04 KB)
Trainable params: 65,930 (257.54 KB)
Non-trainable params: 128 (512.00 B)
Multiply-accumulates (MACs) per sample: 1,833,472
Memory: about 830 KiB per sample in training; 16 GiB fit up to batch 20,000 without an optimizer"""
    )


def test_the_table_is_drawn_past_a_break() -> None:
    model = broken()
    span = model.parts[1].span
    assert span is not None
    diagnostic = found(span, "`Conv2D` needs 3×3, its input is 2×2", sum="(2 − 3)/1 + 1 = 0")
    lines = summary(model, [diagnostic]).splitlines()
    assert lines[3].split("  ")[-1].strip() == "?"
    assert "✗ CNN101" in lines[3]
    assert "(2 − 3)/1 + 1 = 0" in lines[3]
    assert lines[5].split()[-3:] == ["?", "?", "?"]
    assert "Total params: ≥ 0 (0.00 B)" in lines
    assert lines[-1] == "✗ CNN101 model.py:4: `Conv2D` needs 3×3, its input is 2×2"


def test_an_unknown_is_a_footnote_and_told_once() -> None:
    text = summary(broken())
    assert text.count("3×3 on 2×2") == 1
    assert "? [1]" in text
    assert text.endswith("[1] model.py:4: 3×3 on 2×2")


def test_what_one_axis_leaves_unread() -> None:
    it = Building()
    image = it.input(32, 33, 3)
    x = it.call(it.layer("MaxPooling2D", 2, line=6), image)
    assert "last 1 of 33 columns unread" in summary(it.model([image], [x], line=9))


def test_free_sizes_and_their_condition() -> None:
    it = Building()
    height = symbol("height", hidden=True)
    image = it.input(height, 32, 3)
    x = it.call(it.layer("Conv2D", 8, 3, line=4), image)
    text = summary(it.model([image], [x], line=9))
    assert "(None, None, 30, 8)" in text
    assert "Requires: height >= 3" in text


def test_several_outputs_and_inner_models() -> None:
    inner = small()
    it = Building()
    image = it.input(32, 32, 3)
    outputs = (Tensor((batch, 10)), Tensor((batch, 2)))
    it._called(inner, Node(inner, (image,), outputs, it.line(8)))
    text = summary(it.model([image], [*outputs], line=9))
    assert "[(None, 10), (None, 2)]" in text
    assert "└ conv2d_1 (Conv2D)" in text


def test_a_file_without_models() -> None:
    source = Source("train.py", "x = load()\n")
    analysis = Analysis(source)
    assert report(analysis) == ["train.py: no model found"]
    analysis.unknowns = [Unknown("`load` is not known", source.span(4, 10))] * 2
    (block,) = report(analysis)
    assert block.splitlines()[1:] == ["  train.py:1: `load` is not known"]
    analysis.gave_up = "too many steps"
    (block,) = report(analysis)
    assert block.startswith("train.py: gave up: too many steps\n")
    analysis.models = [small()]
    assert report(analysis)[1:] == ["train.py: gave up: too many steps"]


def test_what_a_condition_rules_out_is_not_called_unread() -> None:
    it = Building()
    height = symbol("height", hidden=True)
    image = it.input(height, 32, 3)
    x = it.call(it.layer("MaxPooling2D", 2, line=6), image)
    model = it.model([image], [x], line=9)
    assert "last height mod 2 of height rows unread" in summary(model)
    condition = divides(2, height)
    assert isinstance(condition, When)
    model.graph[-1].needs = (condition,)
    text = summary(model)
    assert "Requires: height % 2 == 0" in text
    assert "unread" not in text


def test_one_table_of_what_a_loop_makes() -> None:
    text = """import keras

def build(units):
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(units)])

for _ in range(5):
    build(3)
for units in (5, 6):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(units)])
one, other = build(7), build(7)
"""
    blocks = report(analyse(Source("loops.py", text)))
    titles = [block.partition("\n")[0] for block in blocks]
    assert titles == [
        'build() "sequential"  Sequential  loops.py:4',
        "sequential_5  Sequential  loops.py:9",
        'model "sequential_6"  Sequential  loops.py:9',
        'one "sequential_7"  Sequential  loops.py:4',
        'other "sequential_8"  Sequential  loops.py:4',
    ]
