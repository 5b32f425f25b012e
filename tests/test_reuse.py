"""What is kept of a text while it is edited: the answer is that of a run from scratch.

Edits of every kind are made in programs whose statements depend on one another in as many ways as
we could think of, and after each everything that a reader could see is compared, with its place.
`CNNLINT_EDITS=10000` makes more of them.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

pytest.importorskip("pygls")

from cnnlint import syntax
from cnnlint.inference.records import OWN
from cnnlint.inference.reuse import Past
from cnnlint.interpreter import machine
from cnnlint.interpreter.budget import Budget
from cnnlint.keras.layers import recipes
from cnnlint.server.layers import calls_of, hints, hover
from cnnlint.server.positions import Carry
from cnnlint.server.reading import Reading, read
from cnnlint.server.shelf import Shelf
from cnnlint.source import Source, Span

ROOT = Path(__file__).resolve().parents[1]
EDITS = int(os.environ.get("CNNLINT_EDITS", "300"))

#: Helpers that roots and scripts call, objects that statements share, names that are bound again.
TANGLE = '''\
import keras
from keras import layers

import blocks
from blocks import WIDTH, stem

SIZE = 28
KERNELS = (3, 5)
OPTIONS = {"filters": 8}


def helper(x, filters=4):
    """What everybody calls."""
    # a comment
    return layers.Conv2D(filters, KERNELS[0])(x)


def build(classes=10):
    inputs = keras.Input((SIZE, SIZE, 1))
    x = helper(inputs, OPTIONS["filters"])
    return keras.Model(inputs, layers.Dense(classes)(layers.Flatten()(x)))


def other(size=SIZE):
    inputs = keras.Input((size, 3))
    return keras.Model(inputs, layers.Dense(WIDTH)(inputs))


class Head(layers.Layer):
    units = 5

    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(self.units)

    def call(self, x):
        return self.dense(x)


def twice(x):
    return shared(shared(x))


shared = layers.Dense(6, name="shared")
a = keras.Input((SIZE,))
b = twice(a)
first = keras.Model(a, b)

inputs = keras.Input((SIZE, SIZE, 3))
x = inputs
for kernel in KERNELS:
    x = layers.Conv2D(WIDTH, kernel)(x)
x = layers.Flatten()(x)
second = keras.Model(inputs, Head()(x))
second.compile("adam", "mse")

seq = keras.Sequential([keras.Input((8,))])
seq.add(layers.Dense(3))
count = len(seq.layers)
third = keras.Sequential([keras.Input((4,)), layers.Dense(count)])
name = third.name

total = 0
for layer in third.layers:
    total += 1
stemmed = stem(keras.Input((SIZE, SIZE, 1)))
if SIZE > 20:
    inputs = keras.Input((2,))
fourth = keras.Model(inputs, layers.Dense(total)(inputs))
shared2 = lambda t: layers.Dense(SIZE)(t)
fifth = keras.Model(a, shared2(b))
'''
BLOCKS = """\
from keras import layers

WIDTH = 4


def stem(x):
    return layers.Conv2D(WIDTH, 3)(x)
"""
LINES = (
    "",
    "# a comment",
    "z = 1",
    "x = None",
    "SIZE = 30",
    "SIZE = 12",
    "KERNELS = (1, 3)",
    'OPTIONS["filters"] = 9',
    "Head.units = 7",
    "shared = layers.Dense(2)",
    "def helper(x, filters=4):\n    return layers.Conv2D(2, 40)(x)",
    "def twice(x):\n    return x",
    "build()",
    "other(3)",
    "first.compile('sgd', 'mse')",
    "x = layers.Dense(2)(b)",
    "helper.tag = 1",
    "del x",
    "inputs = keras.Input((3,))",
    "keras.backend.set_image_data_format('channels_first')",
    "keras.mixed_precision.set_global_policy('mixed_float16')",
    "keras.backend.clear_session()",
    "globals()['SIZE'] = 5",
    "helper = build",
    "alias = helper",
    "pair = (twice, 2)",
    "table = {'twice': twice}",
    "y = alias(inputs)",
    "y = pair[0](a)",
    "y = table['twice'](a)",
    "make = lambda t: layers.Dense(WIDTH)(t)",
    "y = make(a)",
    "WIDTH = 5",
    "from keras import *",
    "if SIZE > 28:\n    SIZE = 14",
    "import sys\nif sys.argv[1]:\n    SIZE = 14",
    "raise SystemExit",
    "y = x + missing",
    "model = seq",
    "seq.add(layers.Dense(2, name=name))",
)
BITS = ("1", "9", " ", "  # so", "\n", ")", "x", "'", "0", "filters", "SIZE", "b", ", name='n'")


def generous() -> Budget:
    """As the server's, but for its clock: what time ends is another answer on another day."""
    return Budget(
        steps=400_000, turns=5_000, worlds=6, seconds=1e6, root_worlds=2, root_seconds=1e6
    )


def place(span: Span | None) -> object:
    return None if span is None else (span.source.path, span.start, span.end)


def said(reading: Reading) -> list[object]:
    """All that can be seen of a reading, with its places."""
    analysis, source = reading.analysis, reading.source
    told: list[object] = [(reading.problem, analysis.gave_up, analysis.older)]
    for each in analysis.diagnostics:
        fix = each.fix
        notes = [(place(note.span), note.message) for note in each.because]
        told.append((each.code, place(each.span), each.message, each.severity, each.certainty))
        told.append((each.help, str(each.sum), notes, fix and (fix.description, fix.safe)))
        told.append([(place(span), text) for span, text in fix.edits] if fix else None)
    for node in analysis.calls:
        shapes = [str(tensor.shape) for tensor in (*node.inputs, *node.outputs)]
        told.append((place(node.span), node.layer.name, place(node.layer.span), shapes))
        for span in (node.span, node.layer.span):
            assert span is None or span.source is source or span.source.path != source.path
    for bound in analysis.bound:
        told.append((place(bound.name), str(getattr(bound.value, "shape", None))))
    for model in analysis.models:
        told.append((model.variable, model.name, place(model.span)))
        for part in model.all_parts():
            weights = [str(weight.shape) for weight in part.weights]
            told.append((part.name, part.class_name, place(part.span), weights))
        told.append([(each.reason, place(each.span)) for each in model.unknowns])
        told.append([(call.method, place(call.span)) for call in model.calls])
    told += [(each.reason, place(each.span)) for each in analysis.unknowns]
    if reading.parses:
        calls, carry = calls_of(reading), Carry(source, source)
        told += hints(calls, carry, 0, len(source.text), shapes=True, params=True)
        told += [hover(calls, start) for start, _ in calls.at]
    return told


class Typed:
    """A file that is edited, and read after each edit: once with its past, once from scratch."""

    def __init__(self, tmp_path: Path, text: str, blocks: str = BLOCKS) -> None:
        self.path = str(tmp_path / "model.py")
        self.beside = str(tmp_path / "blocks.py")
        self.shelf = Shelf()
        self.past = Past()
        self.text = text
        self.blocks = ""
        self.import_from(blocks)

    def import_from(self, text: str) -> None:
        """The text of the module that the file imports."""
        self.blocks = text
        self.shelf.put(self.beside, text)

    def read(self, text: str | None = None) -> int:
        """How many pieces were taken as they were; what is said is what is true."""
        self.text = self.text if text is None else text
        source = Source(self.path, self.text)
        syntax._trees.clear()
        reading = read(source, self.shelf, generous(), None, self.past)
        syntax._trees.clear()
        fresh = Shelf()
        fresh.put(self.beside, self.blocks)
        again = read(Source(self.path, self.text), fresh, generous())
        assert said(reading) == said(again), self.text
        return len(self.past.taken)


@pytest.fixture(autouse=True)
def _without_net(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "NET", False)


def edited(text: str, random: Random) -> str:
    """A change that somebody might make."""
    lines = text.split("\n")
    at = random.randrange(len(lines))
    line = lines[at]
    kind = random.random()
    digits = [place for place, char in enumerate(line) if char.isdigit()]
    indent = " " * (len(line) - len(line.lstrip()))
    if kind < 0.25 and digits:
        place = random.choice(digits)
        lines[at] = line[:place] + str(random.randrange(1, 10)) + line[place + 1 :]
    elif kind < 0.4:
        place = random.randrange(len(line) + 1)
        lines[at] = line[:place] + random.choice(BITS) + line[place:]
    elif kind < 0.6:
        lines.insert(at, indent + random.choice(LINES).replace("\n", "\n" + indent))
    elif kind < 0.7:
        del lines[at]
    elif kind < 0.8:  # something moves
        size = random.randrange(1, 12)
        block, lines[at : at + size] = lines[at : at + size], []
        place = random.randrange(len(lines) + 1)
        lines[place:place] = block
    else:  # a word takes the place of another
        words = "".join(c if c.isalnum() or c == "_" else " " for c in text).split()
        lines[at] = line.replace(random.choice(words), random.choice(words))
    return "\n".join(lines)


def parses(text: str) -> bool:
    try:
        compile(text, "", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_after_random_edits_everything_is_as_from_scratch(tmp_path: Path) -> None:
    random = Random(5)
    file = Typed(tmp_path, TANGLE)
    file.read()
    taken = 0
    for _ in range(EDITS // 3):
        if random.random() < 0.07:
            other = BLOCKS.replace("4", str(random.randrange(1, 9)))
            file.import_from(random.choice((BLOCKS, other, "")))
            taken += file.read()
        text = edited(random.choice((file.text, TANGLE, TANGLE)), random)
        if parses(text) or random.random() < 0.2:
            taken += file.read(text)
        if not parses(file.text) or random.random() < 0.3:
            taken += file.read(TANGLE)
    assert taken > EDITS  # else nothing was tried


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("path", sorted((ROOT / "fixtures" / "models").glob("*.py")), ids=str)
def test_a_fixture_that_is_edited(tmp_path: Path, path: Path) -> None:
    random = Random(path.stem)
    text = path.read_text(encoding="utf-8")
    file = Typed(tmp_path, text)
    file.read()
    for _ in range(max(3, EDITS // 100)):
        edit = edited(file.text, random)
        if parses(edit):
            file.read(edit)
            file.read(text)


# One thing at a time --------------------------------------------------------------------------

TWO = """\
import keras
from keras import layers

SIZE = 8


def block(x, units=4):
    \"\"\"A block.\"\"\"
    return layers.Dense(units)(x)


a = keras.Input((SIZE,))
one = keras.Model(a, block(a))

b = keras.Input((5,))
two = keras.Model(b, layers.Dense(3)(b))


def unused(classes=2):
    c = keras.Input((SIZE,))
    return keras.Model(c, block(c, classes))


def alone(classes=2):
    c = keras.Input((6,))
    return keras.Model(c, layers.Dense(classes)(c))
"""


@pytest.mark.parametrize(
    ("old", "new", "least", "most"),
    [
        # The statements of the other model, the constant, and both roots stay.
        ("Dense(3)", "Dense(31)", 5, 5),
        # Who calls the helper is run again; who does not stays.
        ("return layers.Dense(units)(x)", "return layers.Dense(units + 1)(x)", 4, 4),
        ('"A block."', '"What it says\n\n    of itself."', 7, 7),
        ("units=4", "units=5", 4, 4),
        ("SIZE = 8", "SIZE = 9", 3, 3),
        ("SIZE = 8", "\n\n# what comes in\nSIZE = 8  # so", 7, 7),
        # From a layer more on, the automatic names are others.
        ("one = ", "more = block(a)\none = ", 1, 2),
        # But only those of its kind.
        ("a = keras", "more = layers.ReLU()\na = keras", 7, 7),
        ("return keras.Model(c, layers", "return keras.Model(c, 3 * layers", 6, 6),
        # What reaches names that the text does not show.
        ("SIZE = 8", "SIZE = 8\nglobals()['SIZE'] = 9", 0, 0),
        ("SIZE = 8", "SIZE = 8\nlocals()['SIZE'] = 9", 0, 0),
        ("    c = keras.Input((6,))", "    c = keras.Input(**dict(shape=(6,), **locals()))", 6, 6),
        ("SIZE = 8", "import sys\nSIZE = 8 if sys.argv[1] else 9", 0, 0),
        ("a = keras", "block.tag = 1\na = keras", 0, 0),
    ],
)
def test_only_what_an_edit_can_change_is_run_again(
    tmp_path: Path, old: str, new: str, least: int, most: int
) -> None:
    file = Typed(tmp_path, TWO)
    assert file.read() == 0
    assert file.read(TWO) == 7
    assert old in TWO
    assert least <= file.read(TWO.replace(old, new, 1)) <= most
    file.read(TWO)
    assert file.read(TWO) == 7


def test_nothing_of_what_people_write_is_run_again_for_nothing(tmp_path: Path) -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures/models").glob("*.py"))
    )
    file = Typed(tmp_path, text)
    file.read()
    file.read(text + "\n")
    kept = [record for record in file.past.records if not record.again]
    assert len(file.past.taken) > 0.98 * len(kept)


#: What is kept for one run under these keys is the whole program's: what asks for it is run again
#: in every text, which takes time. A new key is one of them, or belongs to `records.OWN`.
WHOLE = {"empty inputs", "foreign", "hooks noted", "model texts", "operations", "saved"}


def test_what_is_kept_for_a_run_is_found_by_each_object_or_known_to_be_the_whole_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, str] = {}
    seen = Past._seen

    def noted(self: Past, *arguments: Any) -> Any:
        asked.update(dict.fromkeys(self._state.asked.keys() - OWN, path.name))
        return seen(self, *arguments)

    monkeypatch.setattr(Past, "_seen", noted)
    for path in sorted((ROOT / "fixtures").rglob("*.py")):
        source = Source(str(path), path.read_text(encoding="utf-8"))
        read(source, Shelf(), generous(), None, Past())
    assert asked.keys() <= WHOLE, asked


def test_a_statement_that_comes_to_an_object_has_all_that_made_it_run_again(tmp_path: Path) -> None:
    file = Typed(tmp_path, TWO)
    file.read()
    file.read(TWO + "two.compile('sgd', 'mse')\n")
    file.read(TWO + "two.compile('sgd', 'mae')\n")
    file.read(TWO + "again = two(b)\n")
    assert file.read(TWO) == 5


@pytest.mark.parametrize(
    "line",
    [
        "two.compile('sgd', 'mse')",
        "two.trainable = False",
        "two.layers[1].units = 4",
        "two.get_layer(index=1).trainable = False",
        "def touch():\n    two.trainable = False\n\ntouch()",
        "alias = two\nalias.compile('sgd', 'mse')",
        "held = [two]\nfor each in held:\n    each.compile('sgd', 'mse')",
        "b = two(b)",
        "b = keras.Input((7,))",
        "keras.config.set_floatx('float16')",
        "keras.backend.set_image_data_format('channels_first')",
    ],
)
def test_what_is_gone_has_not_happened(tmp_path: Path, line: str) -> None:
    uses = "two.compile('sgd', 'mse')\nthree = keras.Model(b, two(b))\n"
    file = Typed(tmp_path, TWO + line + "\n" + uses)
    file.read()
    file.read()
    file.read(TWO + uses)
    file.read(TWO + line + "\n" + uses)
    file.read(TWO + "one.compile('sgd', 'mse')\n" + uses)
    file.read(TWO + uses)


@pytest.mark.parametrize(
    "binding",
    [
        "x = None",
        "x: int",
        "if SIZE:\n    x = None",
        "if not SIZE:\n    x = None",
        "for x in [None]:\n    pass",
        "for x in []:\n    pass",
        "del x",
    ],
)
def test_what_a_name_was_bound_to_before_it_is_bound_again(tmp_path: Path, binding: str) -> None:
    text = TWO + f"x = None\n{binding}\nd = layers.Dense(x if x else 2)(b)\n"
    file = Typed(tmp_path, text)
    for old, new in (("x = None", "x = 7"), ("SIZE = 8", "SIZE = 8\nx = 5\n"), ("x = None\n", "")):
        file.read(text)
        file.read()
        file.read(text.replace(old, new, 1))
        file.read(text.replace(old, new))


@pytest.mark.parametrize(
    ("held", "call"),
    [
        ("g = block", "g(a)"),
        ("g = (block, 2)", "g[0](a)"),
        ("g = {'it': block}", "g['it'](a)"),
        ("g = lambda x: layers.Dense(SIZE)(x)", "g(a)"),
        ("f = lambda x: layers.Dense(SIZE)(x)\ng = (f,)", "g[0](a)"),
        ("h = block\ng = h", "g(a)"),
        (
            "class Two:\n    def block(self, x):\n        return layers.Dense(SIZE)(x)\n\ng = Two",
            "g().block(a)",
        ),
    ],
)
def test_code_that_has_another_name_reads_what_it_reads_when_it_is_called(
    tmp_path: Path, held: str, call: str
) -> None:
    text = TWO.replace("(units)", "(SIZE)") + f"{held}\nSIZE = 4\nb = {call}\n"
    file = Typed(tmp_path, text)
    file.read()
    file.read()
    file.read(text.replace("SIZE = 4", "SIZE = 5"))


LEGACY = """\
inputs = keras.Input((4,))
model = keras.Model(inputs, keras.layers.Dense(3)(inputs))
print(keras.layers.LocallyConnected1D)
"""


@pytest.mark.parametrize(
    ("head", "old", "new"),
    [
        (
            "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\nfrom tensorflow import keras\n",
            "'1'",
            "'0'",
        ),
        (
            "import os\nos.putenv('TF_USE_LEGACY_KERAS', '1')\nfrom tensorflow import keras\n",
            "os.put",
            "# os.put",
        ),
        (
            "import os\ndef old():\n    os.environ['TF_USE_LEGACY_KERAS'] = '1'\n\nold()\n",
            "\nold()",
            "\nfrom tensorflow import keras",
        ),
        (
            "try:\n    import keras\nexcept ImportError:\n    from tensorflow import keras\n",
            "inputs, ",
            "outputs, ",
        ),
        (
            "def get():\n    import keras\n    return keras\n\nkeras = get()\n",
            "def get",
            "import tensorflow\ndef get",
        ),
        ("import keras\nkeras.layers.LocallyConnected1D = 3\n", "1D = 3", "1 = 3"),
        (
            "def data():\n    import numpy\n    return numpy.eye(3)\n\nx = data()\ny = x[0]\n",
            "x[0]",
            "x[:, 0]",
        ),
        (
            "from tensorflow import keras\nkeras.applications.VGG16(weights=None)\n",
            "VGG16",
            "VGG19",
        ),
        ("import tensorflow as tf\nmissing.clear()\nimport keras\n", "import tensorflow as tf", ""),
    ],
)
def test_what_libraries_were_told_is_not_forgotten(
    tmp_path: Path, head: str, old: str, new: str
) -> None:
    text = f"{head}import keras\n{LEGACY}" if "keras" not in head else head + LEGACY
    file = Typed(tmp_path, text)
    file.read()
    file.read()
    for edit in (text.replace("Dense(3)", "Dense(4)"), text.replace(old, new, 1)):
        file.read(edit)
        file.read(edit)
        file.read(text)


def test_a_function_whose_name_is_taken_reads_what_it_did(tmp_path: Path) -> None:
    text = TWO.replace("return keras.Model(c, layers", "return keras.Model(c, shared(c) * layers")
    file = Typed(tmp_path, f"shared = 3\n{text}shared, alone = missing(b)\n")
    file.read()
    file.read()
    text = text.replace("a = keras", "shared = layers.Dense(6)\na = keras").replace("(6,)", "(8,)")
    file = Typed(tmp_path, text + "c = block, alone = 'n'(shared(a))\n")
    file.read()
    file.read()
    file.read(text + "c = block, alone = 'n'(shared(a))\n\n")


def test_a_name_that_is_missing_is_told_where_it_is_read_first(tmp_path: Path) -> None:
    file = Typed(tmp_path, TWO + "Head.units = 7\n")
    file.read()
    file.read(TWO.replace("SIZE = 8", "Head.units = 7\nSIZE = 8") + "Head.units = 7\n")
    file.read(TWO + "Head.units = 7\n")


def test_what_a_root_could_alter_is_made_anew(tmp_path: Path) -> None:
    file = Typed(tmp_path, TWO)
    seq = "seq = keras.Sequential([keras.Input((8,)), layers.Dense(3)])\n"
    text = TWO + seq
    file.read(text)
    line = "    c = keras.Input((6,))\n"
    file.read(text.replace(line, line + "    seq.add(layers.Dense(2))\n"))
    file.read(text)
    file.read(text + "\n")


def test_a_module_that_is_imported_changes(tmp_path: Path) -> None:
    text = TWO.replace("SIZE = 8", "from blocks import WIDTH as SIZE, stem")
    file = Typed(tmp_path, text)
    file.read()
    file.read()
    file.import_from(BLOCKS.replace("WIDTH = 4", "WIDTH = 6"))
    file.read()
    file.import_from(BLOCKS.replace("WIDTH = 4", "WIDTH = 6").replace("3)(x)", "5)(x)"))
    assert file.read() == 6  # nobody calls that


def test_a_run_that_nobody_waits_for_leaves_the_last_one_as_it_was(tmp_path: Path) -> None:
    file = Typed(tmp_path, TWO)
    file.read()
    source = Source(file.path, TWO)
    first = read(source, file.shelf, generous(), None, file.past)
    before = said(first)
    stopped = generous()
    stopped.stopped = True
    read(Source(file.path, "\n\n" + TWO), file.shelf, stopped, None, file.past)
    broken = read(Source(file.path, "(" + TWO), file.shelf, generous(), None, file.past)
    assert broken.good is not None
    assert broken.good.source is source
    assert said(broken.good) == before
    file.read(TWO.replace("Dense(3)", "Dense(7)"))


def test_what_moved_belongs_to_the_last_text_that_was_understood(tmp_path: Path) -> None:
    file = Typed(tmp_path, TWO)
    file.read()
    file.read("\n\n" + TWO)
    broken = read(Source(file.path, "(" + TWO), file.shelf, generous(), None, file.past)
    assert broken.good is not None
    assert broken.good.source.text == "\n\n" + TWO
    again = read(Source(file.path, "\n\n" + TWO), Shelf(), generous())
    assert said(broken.good) == said(again)


# Memory ---------------------------------------------------------------------------------------

#: Layers that know the run that made them, and code that is refused.
MANY = """\
import keras
from keras import layers

SIZE = 8
scale = layers.Lambda(lambda x: x * 2)
cell = layers.RNN(layers.LSTMCell(4))
lookup = layers.IntegerLookup(vocabulary=[1, 2, 3])


def narrow(units=3):
    x = keras.Input((SIZE, 2))
    return keras.Model(x, layers.Conv1D(units, 9)(x))


class Block(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.dense = layers.Dense(units)

    def call(self, x):
        return self.dense(x)


def blocks(count):
    x = inputs = keras.Input((SIZE,))
    for _ in range(3):
        x = Block(count)(x)
    return keras.Model(inputs, x)


a = keras.Input((SIZE,))
first = keras.Model(a, layers.Dense(2)(scale(a)))
b = keras.Input((SIZE, 3))
second = keras.Model(b, layers.Dense(2)(cell(b)))
c = keras.Input((1,), dtype="int64")
third = keras.Model(c, layers.Embedding(5, 2)(lookup(c)))
fourth = keras.Sequential([keras.Input((SIZE,)), Block(4), layers.Dense(2)])
fifth = keras.Sequential([keras.Input((SIZE,)), layers.Lambda(lambda x: x + 1)])
d = keras.Input((SIZE,))
sixth = keras.Model(d, layers.Dense(3, activation=lambda x: x)(d))
wrong = layers.Conv1D(2, 20)(b)
"""


def test_what_older_texts_have_shown_is_let_go() -> None:
    past, shelf, random = Past(), Shelf(), Random(3)
    lines = MANY.split("\n")
    kept: list[int] = []
    taken = 0
    gc.freeze()  # what other tests have left behind is not counted
    try:
        for turn in range(160):
            line = random.randrange(len(lines) - 1)
            for new in (lines[line] + "  # so", lines[line].replace("2", "3"), lines[line]):
                text = "\n".join([*lines[:line], new, *lines[line + 1 :]])
                read(Source("model.py", text), shelf, generous(), None, past)
                taken += len(past.taken)
            if turn % 20 == 19:
                gc.collect()
                kept.append(len(gc.get_objects()))
    finally:
        gc.unfreeze()
    assert taken > 1_000  # else nothing could hold on to older texts
    assert max(kept[2:]) <= 1.1 * kept[1]


def test_layers_that_no_text_has_any_more_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cnnlint.server.reading.LONG", 10)
    past, shelf = Past(), Shelf()
    recipes.forget()
    most = 0
    for units in range(1, 101):
        text = MANY.replace("Dense(2)", f"Dense({units})")
        read(Source("model.py", text), shelf, generous(), None, past)
        most = max(most, len(recipes._known) + len(recipes._inputs))
    assert 0 < most < 100
