"""`cnnlint verify`: programs under real Keras in a child process, held against the static answer.

Keras runs on NumPy, which starts in a second or two; what needs TensorFlow says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout
from importlib import util
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from cnnlint import runtime
from cnnlint.cli import main
from cnnlint.commands.verify import _bytes
from cnnlint.output import verified
from cnnlint.project import analyse_file
from cnnlint.report.verification import blocks
from cnnlint.runtime import devices, frameworks, processes, searching
from cnnlint.runtime.confined import Limits

ROOT = Path(__file__).resolve().parents[1]

linux = pytest.mark.skipif(sys.platform != "linux", reason="held by Linux's kernel")

MODEL = """\
import keras
from keras import layers

model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KERAS_BACKEND", "numpy")
    return tmp_path


class Said:
    """What the command said, and the runs behind it."""

    def __init__(self, status: int, out: str, err: str, runs: list[runtime.Verification]) -> None:
        self.status = status
        self.out = out
        self.err = err
        self.runs = runs


@pytest.fixture
def verify(
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    """Run the command on a program; no process of it and no directory may be left."""
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(temporary))
    really, runs = runtime.verify, []

    def recorded(*args: Any, **kwargs: Any) -> runtime.Verification:
        runs.append(really(*args, **kwargs))
        return runs[-1]

    monkeypatch.setattr(runtime, "verify", recorded)

    def run(text: str, *options: str, target: str = "", name: str = "model.py") -> Said:
        runs.clear()
        Path(name).write_text(text, encoding="utf-8")
        try:
            status = main(["verify", name + (target and f":{target}"), *options])
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert "could not be ended" not in said.out
        assert processes.family(os.path.realpath(temporary)) == []
        assert list(temporary.iterdir()) == []
        return Said(status, said.out, said.err, list(runs))

    return run


def document(said: Said) -> Any:
    """The same runs as JSON, which is how `--output-format json` writes them."""
    if said.out.startswith("{"):
        return json.loads(said.out)
    return json.loads(verified.document([("", run) for run in said.runs]))


# What is confirmed --------------------------------------------------------------------------------


def test_a_model_is_confirmed_row_by_row(verify: Any) -> None:
    said = verify(MODEL)
    assert said.status == 0
    lines = said.out.splitlines()
    assert lines[0] == 'model "sequential"  Sequential  model.py:4: confirmed'
    assert lines[2].split() == ["4", "dense", "(Dense)", "(None,", "3)", "15", "✓"]
    assert "Total params: 15 ✓" in lines
    assert " on numpy, " in lines[-1]


TRAINING = """\
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
model = keras.Sequential([layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(10)])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
kept = keras.callbacks.ModelCheckpoint("best.keras")
history = model.fit(
    x_train / 255.0, y_train, epochs=1000, validation_split=0.1, callbacks=[kept]
)
assert len(history.history["val_accuracy"]) == 1000
loss, accuracy = model.evaluate(x_test, y_test)
assert model.predict(x_test).shape == (10000, 10)
model.train_on_batch(x_train[:8], y_train[:8])
model.save("out/model.keras")
model.save_weights("model.weights.h5")
again = keras.models.load_model("best.keras")
base = keras.applications.MobileNet(input_shape=(32, 32, 3), include_top=False)
base.trainable = False
open("log.txt", "w").write("done")
"""


def test_a_training_script_ends_in_seconds_and_writes_nothing(verify: Any, here: Path) -> None:
    said = verify(TRAINING, "--output-format", "json")
    assert said.status == 0, said.out
    found = {model["name"]: model["verified"]["verdict"] for model in document(said)["models"]}
    assert found == {"model": "confirmed", "again": "confirmed", "base": "confirmed"}
    assert [path.name for path in here.iterdir()] == ["model.py"]


def test_what_is_not_known_is_filled_in(verify: Any) -> None:
    Path("words.txt").write_text("a b c", encoding="utf-8")
    program = MODEL.replace("Dense(3)", "Dense(words), layers.Dense(2 * words + 1)").replace(
        "\nmodel", '\nwords = len(open("words.txt").read().split())\nmodel'
    )
    said = verify(program)
    assert said.status == 0
    (model,) = document(said)["models"]
    assert model["verified"]["verdict"] == "confirmed where known"
    assert model["verified"]["differences"] == []
    first, second = (row["verified"] for row in model["layers"])
    assert first["verdict"] == "filled in"
    assert first["filled"] == ["output", "params", "trainable params"]
    assert first["built"]["output_shape"] == [None, 3]
    assert second["built"]["params"] == 3 * 7 + 7
    assert "output, params, trainable params from the run" in said.out
    assert "Total params: 43 from the run" in said.out


@pytest.mark.parametrize("name", ["language/directives.py", "models/free_sizes.py"])
def test_fixtures_are_confirmed(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """`benchmarks/verified.py` holds all of them against the run, which takes minutes."""
    assert main(["verify", os.fspath(ROOT / "fixtures" / name)]) == 0
    assert "✗" not in capsys.readouterr().out


BUILDERS = """\
import keras
from keras import layers

def build(units=4):
    return keras.Sequential([keras.Input((8,)), layers.Dense(units)])

def shaped(input_shape):
    image = keras.Input(input_shape)
    return keras.Model(image, layers.Conv2D(4, 3)(image))

class Net(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.dense = layers.Dense(units)

    def call(self, x):
        return self.dense(x)

class Holder:
    def __init__(self, units):
        self.model = build(units)
"""


def test_builders_are_called_with_their_defaults_and_others_wait_for_a_target(verify: Any) -> None:
    said = verify(BUILDERS, "--output-format", "json")
    assert said.status == 0
    found = {model["name"]: model["verified"]["verdict"] for model in document(said)["models"]}
    assert found.pop("build()") == "confirmed"
    assert set(found.values()) == {"not built"}


@pytest.mark.parametrize(
    ("target", "row"),
    [
        ("shaped((32, 32, 3))", "(None, 30, 30, 4)     112  ✓"),
        ("build", "(None, 4)      36  ✓"),
        ("Holder(6)", "(None, 6)      54  ✓"),
    ],
)
def test_targets(verify: Any, target: str, row: str) -> None:
    said = verify(BUILDERS, target=target)
    assert said.status == 0
    assert row in said.out
    assert "contradicted" not in said.out


SEVERAL = """\
import keras
import numpy as np
from blocks import Net, build
from keras import layers

model = build(units=7)
image = keras.Input((4,))
whole = keras.Model(image, keras.layers.Dense(3)(image))
clone = keras.models.clone_model(whole)

flat = keras.Sequential([layers.Flatten(), layers.Dense(2)])
flat.predict(np.zeros((3, 2, 2), "uint8"))
half = keras.Sequential([layers.Flatten(dtype="float16"), layers.Dense(2)])
half(np.zeros((3, 2, 2), "int64"))
inside = keras.Sequential([keras.Sequential([layers.Reshape((4,))]), layers.Dense(2)])
inside(np.zeros((3, 2, 2), "float64"))

named = keras.Model(image, {"a": layers.Dense(2)(image), "b": [layers.Dense(3)(image)]})
named.compile("sgd", {"a": "mse", "b": ["mae"]}, metrics={"a": ["mae", "mse"]})
given = named.predict(np.zeros((5, 4)))
assert (given["a"].shape, given["b"][0].shape) == ((5, 2), (5, 3))
assert len(named.evaluate(np.zeros((5, 4)), {"a": np.zeros((5, 2)), "b": [np.zeros((5, 3))]})) == 5


def again(units=3):
    return keras.Model(image, layers.Dense(units)(image))
"""


def test_several_models_of_one_program(verify: Any) -> None:
    """One made in a file of one's own; a copy, whose input has a name that only Keras knows; those
    that data build, whose input has the type in which the first layer computes; one with outputs
    in a dictionary; and one of a builder, whose layers are counted on from where the file ends."""
    Path("blocks.py").write_text(BUILDERS, encoding="utf-8")
    said = verify(SEVERAL, "--build-only")
    assert said.status == 0, said.out
    assert "blocks.py:5: confirmed" in said.out
    assert "(None, 7)" in said.out
    assert "list of rows" not in said.out
    found = document(said)["models"]
    verdicts = {each["name"]: each["verified"]["verdict"] for each in found}
    assert verdicts.pop("clone") == "confirmed where known"
    assert set(verdicts.values()) == {"confirmed"}
    assert len(found) == 9
    types = {each["name"]: each["layers"][0]["verified"]["built"]["dtype"] for each in found}
    assert (types["flat"], types["half"], types["inside"]) == ("float32", "float16", "float32")


def test_a_notebook_is_run_cell_by_cell(verify: Any) -> None:
    def cell(*lines: str) -> Any:
        return {"cell_type": "code", "metadata": {}, "outputs": [], "source": list(lines)}

    cells = [
        cell("%matplotlib inline\n", "import keras\n", "!pip install something"),
        cell("import asyncio\n", "units = await asyncio.sleep(0, 3)  # cnnlint: units = 3"),
        cell("model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(units)])"),
        cell("%%time\n", "keras.layers.Dense(2)(5)"),
    ]
    text = json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})
    said = verify(text, name="lesson.ipynb")
    assert said.status == 1
    assert "lesson.ipynb:cell 3:1: confirmed" in said.out
    assert "lesson.ipynb:cell 4:2: " in said.out


# What is contradicted -----------------------------------------------------------------------------

WRONG = """\
import keras
from keras import layers

units = int(open("n.txt").read())  # cnnlint: units = 20
size = int(open("n.txt").read())  # cnnlint: size = 4
model = keras.Sequential([keras.Input((8,)), layers.Dense(units)])
image = keras.Input((size, size, 3))
x = layers.Conv2D(4, 5)(image)
"""


def test_a_wrong_number_and_a_wrong_error_are_contradictions(verify: Any) -> None:
    """What is wrong is said by directives, which only a run can contradict."""
    Path("n.txt").write_text("10", encoding="utf-8")
    said = verify(WRONG)
    assert said.status == 1
    assert "✗ output is (None, 10) in Keras, not (None, 20); params is 90 in Keras, not 180" in (
        said.out
    )
    assert "Total params: ✗ 90 in Keras, not 180" in said.out
    assert "✗ error[CNN101] model.py:8: contradicted: Keras did not raise there" in said.out
    assert "please report" in said.out
    found = document(said)
    assert found["runs"][0]["verdict"] == "contradicted"
    assert found["models"][0]["verified"]["verdict"] == "contradicted"
    assert {"what": "params", "static": "180", "built": "90"} in found["models"][0]["layers"][0][
        "verified"
    ]["differences"]
    (error,) = [each for each in found["diagnostics"] if each["code"] == "CNN101"]
    assert error["verified"] == "contradicted"


def test_a_refusal_that_was_not_foreseen_is_a_contradiction(verify: Any) -> None:
    Path("n.txt").write_text("10", encoding="utf-8")
    said = verify(
        "import keras\n"
        'size = int(open("n.txt").read())  # cnnlint: size = 40\n'
        "image = keras.Input((size, size, 3))\n"
        "x = keras.layers.Conv2D(4, 11)(image)\n"
        "model = keras.Model(image, x)\n"
    )
    assert said.status == 1
    assert "Not buildable: model.py:4: ValueError: " in said.out
    assert "✗ cnnlint says nothing of this, and that `model` is built" in said.out


def test_an_error_that_a_stand_in_hides_is_not_tried(verify: Any) -> None:
    """Keras refuses such labels when it trains, and the run does not train."""
    program = (
        "import keras\nimport numpy as np\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])\n"
        'model.compile("adam", "mse")\n'
        "model.fit(np.zeros((8, 4)), np.zeros((9, 3)))\n"
    )
    found = document(verify(program, "--output-format", "json"))
    proved = [
        each["verified"]
        for each in found["diagnostics"]
        if each["severity"] == "error" and each["certainty"] == "proved"
    ]
    assert set(proved) == {"not tried"}
    assert found["runs"][0]["verdict"] == "confirmed"


# What cannot be built -----------------------------------------------------------------------------


def test_the_refusal_of_keras_stands_beside_ours(verify: Any) -> None:
    program = (
        "import keras\nfrom keras import layers\n\n"
        "image = keras.Input((4, 4, 3))\n"
        "x = layers.Conv2D(8, 3)(\n    layers.MaxPooling2D()(image)\n)\n"
        "model = keras.Model(image, x)\n"
    )
    said = verify(program)
    assert said.status == 1
    assert "Not buildable: model.py:5: ValueError: Computed output size would be" in said.out
    assert "cnnlint says on the same line: error[CNN101] window-larger-than-input" in said.out
    assert "contradicted" not in said.out
    found = document(said)
    assert found["runs"][0]["error"]["type"] == "ValueError"
    assert found["runs"][0]["error"]["places"][0] == {"path": "model.py", "cell": None, "line": 5}
    assert found["runs"][0]["error"]["said"] == ["CNN101"]
    assert found["diagnostics"][0]["verified"] == "confirmed"


def test_a_builder_that_raises(verify: Any) -> None:
    program = (
        "import keras\n\n"
        "def build(units=4):\n"
        "    keras.layers.Dense(-1)\n"
        "    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(units)])\n"
    )
    said = verify(program)
    assert said.status == 1
    assert "`build()` not buildable: model.py:4: ValueError: " in said.out
    assert "cnnlint says on the same line: error[CNN201] invalid-argument" in said.out


def test_a_program_that_wants_arguments_shows_what_it_printed(verify: Any) -> None:
    program = (
        "import argparse\n"
        "parser = argparse.ArgumentParser()\n"
        'parser.add_argument("--data", required=True)\n'
        "parser.parse_args()\n"
    )
    said = verify(program + MODEL)
    assert said.status == 1
    assert "Not buildable: model.py:4: SystemExit: the program ended with status 2" in said.out
    assert "  | model.py: error: the following arguments are required: --data\n" in said.out


def test_what_is_no_python_is_not_buildable(verify: Any) -> None:
    said = verify("import keras\nmodel = keras.Sequential([)\n")
    assert said.status == 1
    assert "error[CNN001] syntax-error" in said.out


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ('raise RuntimeError("no data")', "Stopped early: model.py:5: RuntimeError: no data"),
        ("raise SystemExit(3)", "model.py:5: SystemExit: the program ended with status 3"),
        (
            "import os\nfor _ in range(300):\n    print('x' * 100_000)\nos._exit(7)",
            "Not buildable: it ended its own process with status 7",
        ),
        (
            "import ctypes; ctypes.string_at(0)",
            "Not buildable: model.py:5: it was ended by a segmentation fault (SIGSEGV)",
        ),
        ("import os; os.abort()", "it was ended by an abort (SIGABRT)"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "it was ended by SIGKILL"),
    ],
)
def test_a_program_that_ends_early(verify: Any, ending: str, told: str) -> None:
    said = verify(f"{MODEL}{ending}\n")
    assert said.status == 1
    assert told in said.out
    assert "4  dense (Dense)  (None, 3)      15" in said.out
    assert len(said.out) < 5_000  # though one of them prints megabytes


def test_a_program_that_hangs(verify: Any) -> None:
    began = time.monotonic()
    said = verify(f"{MODEL}while True:\n    pass\n", "--timeout", "15")
    assert time.monotonic() - began < 40
    assert said.status == 1
    assert "Not buildable: model.py:" in said.out
    assert "it did not end within 15 s (`--timeout`)" in said.out
    assert "4  dense (Dense)  (None, 3)      15" in said.out


@linux
def test_an_end_from_outside_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    Path("model.py").write_text(f"{MODEL}while True:\n    pass\n", encoding="utf-8")
    temporary = os.path.realpath(tmp_path / "temporary")
    process = subprocess.Popen(
        [sys.executable, "-m", "cnnlint", "verify", "model.py"],
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT), "TMPDIR": temporary},
    )
    for _ in range(600):
        if list(Path(temporary).glob("*/ready")):
            break
        time.sleep(0.1)
    process.terminate()
    assert process.wait(30) == 143
    assert list(Path(temporary).iterdir()) == []
    # The mark of the run is a path below this one, and so would be the process's own.
    assert processes.family(f"{temporary}{os.sep}") == []


@linux
def test_a_program_that_eats_memory(verify: Any) -> None:
    eats = "import numpy as np\nkept = []\nwhile True:\n    kept.append(np.ones(10_000_000))\n"
    said = verify(MODEL + eats, "--memory", "500M")
    assert said.status == 1
    assert "model.py:8: MemoryError: " in said.out
    assert "the run has 500M: `--memory`" in said.out


@linux
def test_many_processes_that_eat_memory_together(verify: Any) -> None:
    eats = "import os, time\nfor _ in range(4):\n    if os.fork() == 0:\n"
    eats += "        kept = b'x' * 300_000_000\n        time.sleep(600)\ntime.sleep(600)\n"
    said = verify(MODEL + eats, "--memory", "500M")
    assert said.status == 1
    assert "it took more than 500M of memory" in said.out


@linux
def test_a_program_that_leaves_processes_behind(verify: Any) -> None:
    """One has left the group and its parent, and the fixture sees that none is left; a copy that
    runs to the end gives no answer of its own. Then the program ends itself, and well."""
    forks = "import os, sys, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
    forks += "        time.sleep(600)\n    os._exit(0)\n"
    copies = "if os.fork():\n    os.wait()\nelse:\n    model = keras.Sequential()\nsys.exit()\n"
    said = verify(MODEL + forks + copies)
    assert said.status == 0, said.out
    assert "(None, 3)      15  ✓" in said.out


@linux
def test_a_program_that_forks_without_end(verify: Any) -> None:
    forks = "import os, time\nfor _ in range(300):\n    if os.fork() == 0:\n"
    said = verify(f"{MODEL}{forks}        time.sleep(600)\ntime.sleep(600)\n")
    assert said.status == 1
    assert " processes when it was stopped" in said.out


# What a program may not do ------------------------------------------------------------------------


WRITES = """
import os

for call in (
    lambda: open("kept.txt", "w"),
    lambda: os.remove("kept.txt"),
    lambda: os.mkdir("{here}/new"),
    lambda: open("{here}/new", "w"),
):
    try:
        call()
    except PermissionError as error:
        assert "lets nothing be written outside its own directory" in str(error), error
    else:
        os._exit(3)
os.remove("{here}/kept.txt")
"""


def test_nothing_is_written_elsewhere(verify: Any, here: Path) -> None:
    Path("kept.txt").write_text("kept", encoding="utf-8")
    said = verify(MODEL + WRITES.replace("{here}", os.fspath(here)))
    assert said.status == 1
    assert "lets nothing be written outside its own directory" in said.out
    assert "says nothing of this" not in said.out  # it is no error of Keras
    assert "Stopped early: model.py:20: PermissionError: " in said.out
    assert sorted(path.name for path in here.iterdir()) == ["kept.txt", "model.py"]
    assert Path("kept.txt").read_text(encoding="utf-8") == "kept"


@linux
def test_the_kernel_holds_other_programs_to_it(verify: Any, here: Path) -> None:
    script = (
        "import subprocess, sys\n"
        f"assert subprocess.call(['touch', '{here}/new']) != 0\n"
        "code = 'import socket; socket.create_connection((\"127.0.0.1\", 9), 5)'\n"
        "done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True)\n"
        "assert 'unreachable' in done.stderr, done.stderr\n"
    )
    said = verify(MODEL + script)
    if "AssertionError" in said.out:
        pytest.skip("this kernel has no Landlock, or lets nobody make namespaces")
    assert said.status == 0
    assert not Path("new").exists()


def test_there_is_no_network(verify: Any) -> None:
    said = verify(f"{MODEL}import socket\nsocket.create_connection(('example.org', 80), 5)\n")
    assert said.status == 1
    assert "`cnnlint verify` has no network" in said.out


# Use ----------------------------------------------------------------------------------------------


def test_a_missing_framework_is_one_line(verify: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(frameworks.NEEDS, "tensorflow", ("no_such_framework",))
    said = verify(MODEL, "--backend", "tensorflow")
    assert said.status == 2
    assert said.out == ""
    assert said.err == (
        "cnnlint: model.py: `verify` runs Keras on tensorflow, and no_such_framework is not "
        "installed: pip install 'cnnlint[runtime]', or `--backend jax`, which is\n"
    )


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ("import tf_keras as keras", "`import tf_keras`"),
        ('import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"', "`TF_USE_LEGACY_KERAS` is set"),
        ("", "requirements.txt:1: tensorflow==2.12"),
    ],
)
def test_what_asks_for_keras_2_is_run_by_keras_2(
    verify: Any, monkeypatch: pytest.MonkeyPatch, first: str, why: str
) -> None:
    if not first:
        Path("requirements.txt").write_text("tensorflow==2.12\n", encoding="utf-8")
    said = verify(f"{first}\n{MODEL}", "--backend", "jax")
    asked = f"cnnlint: model.py: this code asks for Keras 2 ({why}), "
    assert (said.status, said.err) == (2, f"{asked}which runs on tensorflow alone\n")
    monkeypatch.setattr(util, "find_spec", lambda name: None if name == "tf_keras" else name)
    said = verify(f"{first}\n{MODEL}")
    remedy = "and tf_keras is not installed: pip install tf_keras\n"
    assert (said.status, said.err) == (2, asked + remedy)


def test_keras_2_by_the_shell_alone(verify: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_USE_LEGACY_KERAS", "1")
    said = verify("import tensorflow as tf\nmodel = tf.keras.Sequential()\n")
    assert said.status == 2
    assert "`TF_USE_LEGACY_KERAS` is set in the shell, and nothing in the code says so" in said.err


FREE = """\
import keras
import numpy as np
from keras import layers

base = keras.Sequential([keras.Input((None, None, 3)), layers.Conv2D(8, 3, strides=2)])
features = base.predict(np.zeros((4, 32, 48, 3)))
assert features.shape == (4, 15, 23, 8), features.shape


class Decoder(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3)

    def call(self, x, hidden):
        return self.dense(x) + hidden


decoder = Decoder()
decoder(np.zeros((2, 4)), np.zeros((2, 3)))
"""


def test_sizes_of_predictions_and_what_else_a_call_needs(verify: Any) -> None:
    said = verify(FREE)
    assert said.status == 0, said.out
    assert "its `call` needs `hidden` besides" in said.out


LEGACY = """\
import keras
import numpy as np
from keras import layers

model = keras.Sequential([layers.Conv2D(4, 3, input_shape=(8, 8, 3)), layers.Flatten()])
model.add(layers.Dense(3))
model.compile("sgd", "mse", metrics=["mae"])
model.fit(np.zeros((8, 8, 8, 3)), np.zeros((8, 3)), epochs=5)
model.save("model.h5")
again = keras.models.load_model("model.h5")
first = keras.Input((4,))
second = keras.Input((2,), name="second")
both = keras.Model([first, second], layers.Concatenate()([first, second]) * 2)
waiting = keras.Sequential([layers.Flatten(), layers.Dense(2)])
waiting.compile("sgd", "mse")
waiting.fit(np.zeros((6, 3), "uint8"), np.zeros((6, 2)))
assert waiting.predict(np.zeros((7, 3))).shape == (7, 2)


def build(units=2):
    return keras.Model(first, layers.Dense(units)(first))
"""


@pytest.mark.skipif(util.find_spec("tf_keras") is None, reason="Keras 2 is not installed")
def test_a_program_for_keras_2(verify: Any) -> None:
    """`import keras` gives it where the project asks for it."""
    Path("requirements.txt").write_text("tensorflow==2.12\n", encoding="utf-8")
    said = verify(LEGACY, "--allow-fit", "2", "--output-format", "json")
    assert said.status == 0, said.out
    found = document(said)
    assert found["runs"][0]["keras"].startswith("2.")
    assert {
        model["name"]: model["verified"]["verdict"] for model in found["models"]
    } == dict.fromkeys(("model", "again", "both", "waiting", "build()"), "confirmed")
    tried = [each for model in found["models"] for each in model["verified"]["data"]]
    assert [each["verdict"] for each in tried if each["step"] == "forward"] == ["held"] * 5
    assert "held" in [each["verdict"] for each in tried if each["step"] == "training"]


def test_wrong_use(verify: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(MODEL, "--timeout", "-1").status == 2
    assert verify(MODEL, "--memory", "lots").status == 2
    assert verify(MODEL, "--backend", "theano").status == 2
    assert main(["verify", "nowhere.py"]) == 2
    assert main(["verify", "-"]) == 2
    assert "nowhere.py: no such file" in capsys.readouterr().err


def test_sizes_of_memory() -> None:
    assert [_bytes(text) for text in ("500M", "4g", "1.5GiB", "1024")] == [
        500 << 20,
        4 << 30,
        3 << 29,
        1024,
    ]


def test_the_backend_that_is_chosen(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    code = 'import os\nos.environ["KERAS_BACKEND"] = "jax"\nimport keras\n'
    assert frameworks.chosen("torch", code) == "torch"
    assert frameworks.chosen("", code) == "jax"
    assert frameworks.chosen("", code.replace("] = ", ", ").replace("[", ".setdefault(")) == "numpy"
    assert frameworks.chosen("", "") == "numpy"
    monkeypatch.delenv("KERAS_BACKEND")
    monkeypatch.setenv("KERAS_HOME", os.fspath(here))
    assert frameworks.chosen("", "") == "tensorflow"
    Path("keras.json").write_text('{"backend": "torch"}', encoding="utf-8")
    assert frameworks.chosen("", "") == "torch"


def test_the_static_commands_do_not_load_the_runtime() -> None:
    code = "import sys, cnnlint.cli; cnnlint.cli.main(['check', sys.argv[1]]);"
    code += "print([name for name, made in sys.modules.items() if type(made).__name__ == 'module'"
    code += " and ('runtime' in name or 'verify' in name)])"
    Path("good.py").write_text(MODEL, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code, "good.py"],
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


# Under TensorFlow ---------------------------------------------------------------------------------


@pytest.mark.skipif(util.find_spec("tensorflow") is None, reason="TensorFlow is not installed")
def test_tensorflow_and_the_shapes_inside_a_call(verify: Any) -> None:
    program = BUILDERS.replace("import keras\n", "from tensorflow import keras\n").replace(
        "from keras import", "from tensorflow.keras import"
    )
    options = ("--backend", "tensorflow", "--batch", "8")
    said = verify(program, *options, target="Net(5)(Input((4,)))")
    assert said.status == 0
    assert "Data: (2, 4) → (2, 5) ✓\n" in said.out
    assert "a batch of 8; memory is the growth of the process\ninference: " in said.out
    assert "training: the code does not compile it" in said.out
    assert "(None, 5)      25  ✓\n" in said.out
    assert " on tensorflow, " in said.out


# Data through the models --------------------------------------------------------------------------

OPEN = """\
import keras
from keras import layers

image = keras.Input((None, None, 3))
x = layers.Conv2D(8, 3, padding="same")(image)
y = layers.UpSampling2D(4)(layers.MaxPooling2D(4)(x))
net = keras.Model(image, layers.Concatenate()([x, y]))

words = keras.Input((12,), dtype="int32")
z = layers.GlobalAveragePooling1D()(layers.Embedding(2, 4)(words))
text = keras.Model(words, layers.Dense(3)(z))
text.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))

number = keras.Input((2,))
log = keras.Model(number, keras.ops.log(number - 2))

third = keras.Input(batch_shape=(3, 4))
three = keras.Model(third, layers.Dense(2)(third))

double = keras.Input((2,))
short = keras.Model(double, layers.Lambda(lambda t: t[:1], output_shape=(2,))(double))
short.compile("sgd", "mse")


class Picky(layers.Layer):
    def call(self, x):
        if not isinstance(x, keras.KerasTensor) and x.shape[0] == 2:
            raise RuntimeError("not two")
        return x

    def compute_output_shape(self, shape):
        return shape


again = keras.Input((2,))
picky = keras.Model(again, Picky()(again))


class Large(Picky):
    def call(self, x):
        return x if isinstance(x, keras.KerasTensor) else bytes(1 << 46)


large = keras.Model(again, Large()(again))
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What data say of the models above, on a backend that trains: {name: trials}, and the run."""
    place = tmp_path_factory.mktemp("opened") / "model.py"
    place.write_text(OPEN, encoding="utf-8")
    outcome = analyse_file(os.fspath(place))
    assert outcome.analysis is not None
    found = runtime.verify(outcome.analysis, "", Limits(), "jax")
    assert found.failure is None
    return {check.model.variable: check.trials for check in found.models if check.model}, found


def test_a_condition_on_open_sizes_is_proved_both_ways(opened: Any) -> None:
    good, high, wide = (trial for trial in opened[0]["net"] if trial.kind == "forward")
    assert good.verdict == "held"
    assert good.sizes == {"H": 32, "W": 32}
    assert good.reply["shapes"] == [[2, 32, 32, 16]]
    assert str(high.condition) == "H % 4 == 0"
    assert high.sizes == {"H": 33, "W": 32}
    assert high.verdict == wide.verdict == "held"
    assert high.reply["error"]["type"] == "TypeError"


def test_a_step_of_training_where_the_code_compiles(opened: Any) -> None:
    forward, training = opened[0]["text"]
    assert forward.reply["shapes"] == [[2, 3]]
    assert training.verdict == "held"
    assert float(training.reply["logs"]["loss"]) > 0
    assert opened[0]["net"][-1].verdict == "not tried"
    assert opened[0]["net"][-1].why == "the code does not compile it"


def test_a_batch_that_the_code_fixes(opened: Any) -> None:
    assert opened[0]["three"][0].verdict == "held"
    assert opened[0]["three"][0].reply["inputs"] == [[3, 4]]


def test_what_is_not_finite_is_told(opened: Any) -> None:
    (forward, _) = opened[0]["log"]
    assert forward.verdict == "held"
    assert forward.why == "4 values of the output are infinite or no numbers"


def test_data_for_which_there_is_no_room(opened: Any) -> None:
    assert opened[0]["large"][0].verdict == "not tried"
    assert opened[0]["large"][0].why.startswith("MemoryError")


def test_a_model_that_fails_on_data(opened: Any) -> None:
    trials, found = opened
    assert trials["picky"][0].verdict == "failed"
    assert trials["picky"][0].why == "RuntimeError: " + trials["picky"][0].why.partition(": ")[2]
    assert "not two" in trials["picky"][0].why
    shown = "\n".join(blocks(found))
    assert "Data: ✗ RuntimeError: " in shown
    assert "Data: (2, 2) → (2, 2) ✗ 4 values of the output are infinite or no numbers" in shown
    assert "Data with H = 33, W = 32, where H % 4 == 0 does not hold: ✓ refused: " in shown


def test_an_output_of_another_shape_is_a_contradiction(opened: Any) -> None:
    """Keras believes what a `Lambda` says of its shape, and so does cnnlint; the data do not."""
    forward = opened[0]["short"][0]
    assert forward.reply["shapes"] == [[1, 2]]
    assert forward.verdict == "contradicted"
    assert opened[1].verdict == "contradicted"


FITS = """\
import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.mnist.load_data()
model = keras.Sequential([layers.Flatten(), layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])


class Count(keras.callbacks.Callback):
    steps = 0

    def on_train_batch_end(self, batch, logs=None):
        Count.steps += 1


history = model.fit(x_train / 255.0, y_train, epochs=7, validation_split=0.1, callbacks=[Count()])
assert len(history.history["val_accuracy"]) == 7
assert history.history["loss"][0] > 0, "a stand-in"
assert Count.steps == 3
assert model.optimizer.iterations == 3
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """The program above, trained and measured on a backend that trains, and that sees no GPU."""
    place = tmp_path_factory.mktemp("trained") / "model.py"
    place.write_text(FITS, encoding="utf-8")
    options = (
        "--allow-fit",
        "3",
        "--batch",
        "8",
        "--no-jit",
        "--backend",
        "jax",
        "--device",
        "gpu",
    )
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as out:
        patch.setattr(devices, "SIGNS", ("/",))
        patch.setenv("CUDA_VISIBLE_DEVICES", "-1")
        status = main(["verify", os.fspath(place), *options, "--output-format", "json"])
    return Said(status, out.getvalue(), "", [])


def test_fit_trains_the_steps_that_are_allowed(trained: Said) -> None:
    assert trained.status == 0, trained.out
    _, step = document(trained)["models"][0]["verified"]["data"]
    assert (step["step"], step["verdict"]) == ("training", "held")
    assert "accuracy" in step["logs"]


HANGS = (
    MODEL
    + """

class Stuck(layers.Layer):
    def call(self, x):
        if not isinstance(x, keras.KerasTensor):
            {how}
        return x

    def compute_output_shape(self, shape):
        return shape

stuck = keras.Sequential([keras.Input((4,)), Stuck()])
"""
)


@pytest.mark.parametrize(
    ("how", "status", "told"),
    [
        (
            "__import__('time').sleep(600)",
            0,
            "Data: not tried: it did not end within 25 s (`--timeout`)",
        ),
        (
            "import ctypes; ctypes.string_at(0)",
            1,
            "Data: ✗ it was ended by a segmentation fault (SIGSEGV)",
        ),
        ("raise SystemExit(0)", 1, "Data: ✗ SystemExit: 0"),
    ],
)
def test_data_that_end_the_process_leave_what_was_built(
    verify: Any, how: str, status: int, told: str
) -> None:
    said = verify(HANGS.format(how=how), "--timeout", "25" if "sleep" in how else "120")
    assert told in said.out
    assert "(None, 3)      15  ✓" in said.out
    assert "Data: (2, 4) → (2, 3) ✓" in said.out
    assert said.status == status


# What it costs ------------------------------------------------------------------------------------


def test_costs_stand_beside_the_estimates(trained: Said) -> None:
    cost = document(trained)["models"][0]["verified"]["cost"]
    assert cost["batch"] == 8
    assert cost["device"].startswith("CPU")
    assert cost["device"].endswith(", as jax sees no GPU")
    assert cost["search"] is None
    for phase in ("inference", "training"):
        assert cost[phase]["milliseconds"] > 0
        assert cost[phase]["samples_per_second"] == 8_000 / cost[phase]["milliseconds"]
        assert cost[phase]["estimated_memory"] > 4 * 785 * 10
    assert cost["inference"]["estimated_flops"] == 2 * 8 * 784 * 10
    # XLA counts sums and activations as well.
    assert 1 <= cost["inference"]["flops"] / cost["inference"]["estimated_flops"] < 1.5
    assert cost["training"]["memory_by"] == "what XLA sets aside for the compiled step"
    assert cost["training"]["memory"] > 4 * 785 * 10


GROWS = """\
import keras
from keras import layers

image = keras.Input((64, 64, 4))
x = layers.UpSampling2D(4)(layers.Activation("relu")(image))
model = keras.Model(image, layers.GlobalAveragePooling2D()(x))
"""


@linux
def test_the_largest_batch_is_found_from_the_estimate_on(
    verify: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_TRIES", 4)
    options = ("--find-batch", "--memory", "300M", "--build-only", "--output-format", "json")
    said = verify(GROWS, *options)
    (model,) = document(said)["models"]
    search = model["verified"]["cost"]["search"]
    assert search["tries"][0]["batch"] == search["estimated"]
    assert search["ended"] is None
    went = {each["went"] for each in search["tries"]}
    assert went == {True, False}
    largest = max(each["batch"] for each in search["tries"] if each["went"])
    assert search["largest"] == largest
    assert model["verified"]["verdict"] == "confirmed"


def test_a_search_goes_from_the_estimate_to_the_largest() -> None:
    for limit, estimate in ((1, 100), (100, 100), (1000, 10), (37, None)):
        tries: list[tuple[int, bool]] = []
        searching.largest(lambda batch, limit=limit: batch <= limit, estimate, tries)
        assert tries[0][0] == (estimate or searching.FIRST)
        assert limit * 0.9 <= searching.answer(tries) <= limit
        assert len(tries) <= searching.MOST_TRIES
    tries = []
    searching.largest(lambda batch: False, 100, tries)
    assert searching.answer(tries) == 0


def test_without_a_gpu_all_is_done_on_the_cpu(verify: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "SIGNS", ())
    said = verify(MODEL, "--device", "gpu:1", "--batch", "4", "--mixed-precision", "float16")
    assert said.status == 0, said.out
    assert said.err == "cnnlint: there is no GPU here: all is done on the CPU\n"
    (layer,) = document(said)["models"][0]["layers"]  # the policy is that of the analysis as well
    assert layer["verified"]["built"]["dtype"] == "float16"
    assert layer["verified"]["verdict"] == "confirmed"
    assert "On CPU" in said.out
    assert "training: Keras does not train on numpy" in said.out
    assert verify(MODEL, "--device", "tpu").status == 2


def test_what_a_device_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "SIGNS", ("/",))
    assert [devices.given(each) for each in ("cpu", "auto", "gpu:1")] == ["cpu", "gpu", "gpu:1"]
    assert devices.environment("cpu")["CUDA_VISIBLE_DEVICES"] == "-1"
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert "CUDA_VISIBLE_DEVICES" not in devices.environment("gpu")
    assert devices.environment("gpu:1")["CUDA_VISIBLE_DEVICES"] == "1"
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "4,6")
    assert devices.environment("gpu:1")["CUDA_VISIBLE_DEVICES"] == "6"


# Beside the report --------------------------------------------------------------------------------


def test_the_report_with_a_column_of_what_was_built(capsys: pytest.CaptureFixture[str]) -> None:
    Path("n.txt").write_text("10", encoding="utf-8")
    Path("model.py").write_text(WRONG.partition("image =")[0], encoding="utf-8")
    assert main(["model.py", "--runtime"]) == 1
    out = capsys.readouterr().out
    assert out.splitlines()[1].endswith("built")
    assert "= sum" in out.splitlines()[1]
    assert "✗ output is (None, 10) in Keras, not (None, 20); params is 90 in Keras" in out
    assert "Built: ✗ total params is 90 in Keras, not 180" in out
    assert "Keras 3" in out


def test_the_report_as_json_carries_what_was_built(capsys: pytest.CaptureFixture[str]) -> None:
    Path("model.py").write_text(MODEL, encoding="utf-8")
    assert main(["model.py", "--runtime", "--output-format", "json"]) == 0
    content = json.loads(capsys.readouterr().out)
    (layer,) = content["models"][0]["layers"]
    assert layer["verified"]["verdict"] == "confirmed"
    assert layer["verified"]["built"]["params"] == layer["params"] == 15
    assert content["runs"][0]["verdict"] == "confirmed"
    assert main(["model.py", "--runtime", "--output-format", "concise"]) == 2


# Under PyTorch ------------------------------------------------------------------------------------


@pytest.mark.skipif(util.find_spec("torch") is None, reason="PyTorch is not installed")
def test_pytorch_trains_and_counts(verify: Any) -> None:
    program = MODEL + 'model.compile("sgd", "mse")\n'
    said = verify(program, "--backend", "torch", "--batch", "8", "--output-format", "json")
    assert said.status == 0, said.out
    (model,) = document(said)["models"]
    assert [each["verdict"] for each in model["verified"]["data"]] == ["held", "held"]
    cost = model["verified"]["cost"]
    assert cost["inference"]["flops"] == cost["inference"]["estimated_flops"] == 2 * 8 * 4 * 3
    assert cost["training"]["milliseconds"] > 0
