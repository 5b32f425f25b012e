"""Every unknown says why and where it began, once; and what to write so that it is known."""

from __future__ import annotations

import pytest

from cnnlint import table
from cnnlint.inference import infer
from cnnlint.report.summary import summary
from cnnlint.source import Source

HEAD = "import keras\nfrom keras import layers\nimport numpy as np\n"
DENSE = "\nmodel = keras.Sequential([keras.Input({}), layers.Dense(64), layers.Dense({})])\n"
DATA = DENSE.format("x.shape[1:]", "10")
NAMELESS = "give it a name"

# Programs from line 4 on; the line where the reason begins, the reason, and what to add.
PROGRAMS = {
    "a table": (
        "import pandas as pd\nx = pd.read_json('train.json').to_numpy()" + DATA,
        [(5, "a table from a file", "`# cnnlint: x: (...)` on line 5")],
    ),
    "an array in a file": (
        "x = np.load('x.npy')\ny = np.load('y.npy')" + DATA,
        [(4, "`np.load` reads a file", "`# cnnlint: x: (...)` on line 4")],
    ),
    "arrays in a file, and what is computed from one": (
        "data = np.load('d.npz')\nx_train, y = data['x'], data['y']\nx = x_train / 255.0" + DATA,
        [(4, "`np.load` reads a file", "`# cnnlint: x: (...)` on line 6")],
    ),
    "a space of features": (
        "space = keras.utils.FeatureSpace({'age': 'float_normalized'})\n"
        "x = space.get_encoded_features()" + DATA,
        [(4, "what `FeatureSpace` encodes depends on the data", "`# cnnlint: x: (...)` on line 5")],
    ),
    "a JSON file": (
        "import json\nwith open('c.json') as f:\n    config = json.load(f)\n"
        "units = config['units']" + DENSE.format("(4,)", "units"),
        [(6, "what is in a JSON file", "`# cnnlint: units = ...` on line 7")],
    ),
    "a part of what a library returns": (
        "import yaml\ncfg = yaml.safe_load(open('c.yaml'))"
        + DENSE.format("(4,)", "cfg['model']['units']"),
        [(4, "module `yaml`", '`# cnnlint: cfg["model"]["units"] = ...` on line 5')],
    ),
    "arguments without defaults": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--units', type=int)\n"
        "p.add_argument('--size', type=int, required=True)\nargs = p.parse_args()"
        + DENSE.format("(args.size,)", "args.units"),
        [
            (7, "`--size` is given on the command line", "# cnnlint: args.size = 64"),
            (6, "`--units` has no default", "# cnnlint: args.units = 64"),
        ],
    ),
    "the command line": (
        "import sys\nn = int(sys.argv[1])" + DENSE.format("(4,)", "n"),
        [(5, "the arguments on the command line", "`# cnnlint: n = ...` on line 5")],
    ),
    "what is typed": (
        "n = int(input('units? '))" + DENSE.format("(4,)", "n"),
        [(4, "what the user types", "`# cnnlint: n = ...` on line 4")],
    ),
    "two variables of the environment": (
        "import os\nunits = int(os.environ['UNITS'])\nsize = int(os.environ.get('SIZE', 32))"
        + DENSE.format("(size,)", "units"),
        [
            (6, "what the environment holds", "`# cnnlint: size = ...` on line 6"),
            (5, "what the environment holds", "`# cnnlint: units = ...` on line 5"),
        ],
    ),
    "a layer of a library that is not read": (
        (
            "import somehub\nembed = somehub.Layer('u')\n"
            "model = keras.Sequential([embed, layers.Dense(16), layers.Dense(1)])\n"
        ),
        [(4, "module `somehub`", "call it on a tensor")],
    ),
    "what such a layer returns": (
        (
            "import somehub\nimage = keras.Input((224, 224, 3))\nx = somehub.Layer('u')(image)\n"
            "model = keras.Model(image, layers.Dense(5)(x))\n"
        ),
        [(4, "module `somehub`", "`# cnnlint: x: (...)` on line 6")],
    ),
    "a function in a layer": (
        (
            "import scipy.fft\nimage = keras.Input((64,))\n"
            "x = layers.Lambda(lambda t: scipy.fft.dct(t))(image)\n"
            "model = keras.Model(image, layers.Dense(3)(x))\n"
        ),
        [(4, "module `scipy`", "`# cnnlint: x: (...)` on line 6")],
    ),
    "the network": (
        "import requests\nrows = requests.get('http://x').text.split()\nx = np.array(rows)" + DATA,
        [(4, "module `requests`", "`# cnnlint: x: (...)` on line 6")],
    ),
    "a data set of a library that is not known": (
        "import tensorflow_datasets as tfds\nds, info = tfds.load('c', with_info=True)\n"
        "classes = info.features['label'].num_classes" + DENSE.format("(4,)", "classes"),
        [(5, "the data set `c` is not known", "`# cnnlint: classes = ...` on line 6")],
    ),
    "the user's own module that is not there": (
        "from mypkg.data import get_data\n(x, y), (xt, yt) = get_data()" + DATA,
        [(4, "module `mypkg`", "`# cnnlint: x: (...)` on line 5")],
    ),
    "names from a module that is not there": (
        "from settings import *" + DENSE.format("(4,)", "N_CLASSES"),
        [(4, "module `settings`", NAMELESS)],
    ),
    "C code": (
        "import ctypes\nn = ctypes.CDLL('x.so').units()" + DENSE.format("(4,)", "n"),
        [(4, "module `ctypes`", "`# cnnlint: n = ...` on line 5")],
    ),
    "files in a directory": (
        "import os\nn = len(os.listdir('data'))" + DENSE.format("(4,)", "n"),
        [(5, "what is on the user's machine", "`# cnnlint: n = ...` on line 5")],
    ),
    "words of a file": (
        "text = open('t.txt').read()\nchars = sorted(set(text))\nn = len(chars)"
        + DENSE.format("(4,)", "n"),
        [(4, "what is in a file", "`# cnnlint: n = ...` on line 6")],
    ),
    "a pickle": (
        "import pickle\nx, y = pickle.load(open('d.pkl', 'rb'))" + DATA,
        [(5, "what is in a pickle", "`# cnnlint: x: (...)` on line 5")],
    ),
    "the time": (
        "import datetime\nn = datetime.datetime.now().hour" + DENSE.format("(4,)", "n"),
        [(5, "a date or time", "`# cnnlint: n = ...` on line 5")],
    ),
    "code in a file": (
        "N = 3\nexec(open('defs.py').read())" + DENSE.format("(4,)", "N"),
        [(5, "code in a text is not followed", NAMELESS)],
    ),
    "a loop without an end": (
        "n = 0\nwhile n < 10**9:\n    n += 1" + DENSE.format("(4,)", "n"),
        [(5, "gave up on this loop", NAMELESS)],
    ),
    "an attribute": (
        "class Settings:\n    def __init__(self):\n        self.units = int(input())\n"
        "s = Settings()" + DENSE.format("(4,)", "s.units"),
        [(6, "what the user types", "`# cnnlint: self.units = ...` on line 6")],
    ),
    "a shape": (
        "import json\nshape = json.load(open('c.json'))['shape']" + DENSE.format("shape", "1"),
        [(5, "what is in a JSON file", "`# cnnlint: shape = ...` on line 5")],
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_one_reason_where_it_began_and_what_to_add(name: str) -> None:
    code, expected = PROGRAMS[name]
    found = infer(Source("program.py", HEAD + code))
    model = found.models[-1]
    rows = table.rows(model)
    helps = table.helps(model, rows)
    reasons = [
        (each.span.line if each.span else 0, each.reason, helps[table.cause(each)])
        for each in table.unknowns(model, rows)
    ]
    assert len(reasons) == len(expected), reasons
    for (line, reason, advice), (where, why, add) in zip(reasons, expected, strict=True):
        assert (line, why in reason) == (where, True)
        assert add in advice


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_advised_is_a_directive_that_helps(name: str) -> None:
    """Filled in and put where it says, the reason is gone."""
    code, expected = PROGRAMS[name]
    lines = (HEAD + code).splitlines()
    for _, _, add in expected:
        if " on line " not in add:
            return
        directive, _, line = add.strip("`").partition("` on line ")
        said = directive.replace(": (...)", ": (None, 16)").replace("shape = ...", "shape = (16,)")
        lines[int(line) - 1] += f"  {said.replace('= ...', '= 16')}"
    found = infer(Source("program.py", "\n".join(lines) + "\n"))
    model = found.models[-1]
    left = [each.reason for each in table.unknowns(model, table.rows(model))]
    through_a_layer = {why for _, why, _ in expected} if "layer" in name else set()
    assert [each for each in left if not any(why in each for why in through_a_layer)] == []
    assert not found.remarks
    assert not found.problems


def test_two_unknowns_are_two_values() -> None:
    """One that is gone by the time the other is made is not taken for it."""
    found = infer(Source("program.py", HEAD + PROGRAMS["two variables of the environment"][0]))
    assert str(table.totals(found.models[-1]).params) == "64*size + 65*units + 64"


def test_an_option_that_may_be_given_is_not_none() -> None:
    found = infer(Source("program.py", HEAD + PROGRAMS["arguments without defaults"][0]))
    assert found.refusals == []


def test_a_model_that_is_not_known_is_the_reason_for_none() -> None:
    found = infer(Source("program.py", "from mine import make\nmodel = make(3)\nmodel.fit(1)\n"))
    assert [each.reason for each in found.unknowns] == ["module `mine` is not read"]


def test_the_table_says_what_to_add() -> None:
    found = infer(Source("program.py", HEAD + PROGRAMS["an array in a file"][0]))
    assert summary(found.models[0]).splitlines()[-2:] == [
        "[1] program.py:4: `np.load` reads a file",
        "    say what it is: `# cnnlint: x: (...)` on line 4",
    ]


def test_an_index_without_parts() -> None:
    found = infer(Source("program.py", HEAD + "x = np.load('x.npy')\ny = x[()]" + DATA))
    model = found.models[-1]
    assert len(table.unknowns(model, table.rows(model))) == 1
