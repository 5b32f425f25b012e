"""`keras.applications` as cnnlint knows it, row by row against Keras itself.

The second half is the second judge: the files that cnnlint follows are run under Keras.
"""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "numpy")

import contextlib
import importlib
import inspect
import json
import math
import random
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keras
import pytest
from keras.src.backend.common import global_state
from keras.src.utils import file_utils, naming

from cnnlint import table
from cnnlint.analysis import Analysis, analyse
from cnnlint.dims import Dim, hidden, substitute
from cnnlint.interpreter import machine
from cnnlint.interpreter.machine import Budget
from cnnlint.keras.applications.arguments import TOLD
from cnnlint.keras.applications.known import ARCHITECTURES, MODULES
from cnnlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What Keras said, written down by `python -m against_keras.test_known_applications` in tests/.
RECORDED = Path(__file__).with_name("applications.json")
BOTH = [(name, top) for name in ARCHITECTURES for top in (True, False)]
#: One of each family, the small ones first.
SAMPLE = (
    "VGG16 MobileNet MobileNetV2 MobileNetV3Small Xception ResNet50 ResNet50V2 EfficientNetB0 "
    "EfficientNetV2B0 DenseNet121 InceptionV3 NASNetMobile ConvNeXtTiny"
).split()


@pytest.fixture(autouse=True)
def _without_net(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "NET", False)


# The judge ------------------------------------------------------------------------------------


@contextlib.contextmanager
def nothing_allocated() -> Iterator[None]:
    naming.reset_uids()
    with keras.StatelessScope():
        try:
            yield
        finally:
            global_state.set_global_attribute("uninitialized_variables", [])


def operations(model: Any) -> list[Any]:
    return model.layers if isinstance(model, keras.Sequential) else model.operations


def keras_rows(model: Any) -> dict[str, Any]:
    return {
        "name": model.name,
        "rows": [
            [
                op.name,
                type(op).__name__,
                list(op.output.shape),
                op.count_params() if hasattr(op, "count_params") else 0,
            ]
            for op in operations(model)
        ],
        "trainable": sum(math.prod(weight.shape) for weight in model.trainable_weights),
    }


def by_keras(text: str) -> Any:
    """What Keras makes of `model = ...`, without a file of weights.

    Loading compares the shapes of the weights with those in the file, which are the shapes that
    the architecture has for images of its default size. Returns the name of what it raises where
    it does.
    """
    shapes: dict[Any, list[Any]] = {}

    def load(self: Any, path: Any, **_: Any) -> None:
        if not str(path).endswith(".h5"):
            raise ValueError("File format not supported")
        if path != "fetched.h5":
            return
        name, options = shapes["asked"]
        shapes["asked"] = None
        names = global_state.get_global_attribute("object_name_uids").copy()
        reference = getattr(keras.applications, name)(weights=None, **options)
        global_state.set_global_attribute("object_name_uids", names)
        expected = [tuple(weight.shape) for weight in reference.weights]
        if expected != [tuple(weight.shape) for weight in self.weights]:
            raise ValueError("the weights do not fit")

    def architecture(name: str) -> Any:
        builder = getattr(keras.applications, name)

        def call(*args: Any, **options: Any) -> Any:
            kept = ("include_top", "alpha", "minimalistic", "include_preprocessing")
            bound = inspect.signature(builder).bind(*args, **options).arguments
            shapes["asked"] = name, {key: bound[key] for key in kept if key in bound}
            return builder(*args, **options)

        return call

    with pytest.MonkeyPatch.context() as patch, nothing_allocated():
        patch.setattr(file_utils, "get_file", lambda *_, **__: "fetched.h5")
        patch.setattr(file_utils, "exists", lambda path: str(path).endswith(".h5"))
        patch.setattr(keras.Model, "load_weights", load)
        scope: dict[str, Any] = {"keras": keras, **{n: architecture(n) for n in ARCHITECTURES}}
        try:
            exec(text, scope)
            return keras_rows(scope["model"])
        except Exception as error:
            return type(error).__name__


def shown(shape: Iterable[object]) -> list[object]:
    return [None if isinstance(size, Dim) and hidden(size) else size for size in shape]


def analysed(text: str) -> Analysis:
    names = ", ".join(ARCHITECTURES)
    return analyse(
        Source("model.py", f"import keras\nfrom keras.applications import {names}\n{text}\n"),
        budget=Budget(seconds=600),  # a machine may have much to do
    )


def by_cnnlint(text: str) -> Any:
    """What cnnlint makes of it; the messages where Keras would raise."""
    analysis = analysed(text)
    if analysis.diagnostics:
        assert all(found.span.line > 2 for found in analysis.diagnostics)
        assert len(analysis.diagnostics) == 1
        return [found.message for found in analysis.diagnostics]
    (model,) = (each for each in analysis.models if each.variable == "model")
    assert not model.unknowns
    assert not analysis.unknowns
    rows = table.rows(model)
    return {
        "name": model.name,
        "rows": [
            [row.name, row.class_name, shown(row.shapes[0]) if row.shapes else None, row.params]
            for row in rows
        ],
        "trainable": table.totals(model, rows).trainable_params,
    }


# What is known --------------------------------------------------------------------------------


def exported(module: Any) -> set[str]:
    return {name for name in dir(module) if not name.startswith("_")}


def test_the_names_are_those_of_keras() -> None:
    top = exported(keras.applications)
    assert set(ARCHITECTURES) | set(MODULES) == top
    for module, names in MODULES.items():
        found = {"preprocess_input", "decode_predictions", *names.split()[1:]}
        assert found == exported(getattr(keras.applications, module)), module


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_arguments_are_those_of_keras(name: str) -> None:
    ours = ARCHITECTURES[name].signature
    theirs = inspect.signature(getattr(keras.applications, name)).parameters
    assert ours.names == tuple(theirs)
    assert ours.defaults == {each.name: each.default for each in theirs.values()}


@pytest.mark.parametrize(("name", "top"), BOTH)
def test_every_row_is_the_recorded_one(name: str, top: bool) -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    found = by_cnnlint(f"model = {name}(weights=None, include_top={top})")
    assert digest(found) == recorded[f"{name} {top}"]


def digest(model: Any) -> dict[str, Any]:
    import hashlib

    text = json.dumps(model)
    return {
        "name": model["name"],
        "rows": len(model["rows"]),
        "params": sum(row[3] for row in model["rows"]),
        "trainable": model["trainable"],
        "sha256": hashlib.sha256(text.encode()).hexdigest()[:16],
    }


@pytest.mark.parametrize("name", SAMPLE[:7])
@pytest.mark.parametrize("top", [True, False])
def test_every_row_is_that_of_keras(name: str, top: bool) -> None:
    text = f"model = {name}(weights=None, include_top={top})"
    assert by_cnnlint(text) == by_keras(text)


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLE[7:])
@pytest.mark.parametrize("top", [True, False])
def test_every_row_of_the_larger_ones(name: str, top: bool) -> None:
    text = f"model = {name}(weights=None, include_top={top})"
    assert by_cnnlint(text) == by_keras(text)


# Arguments ------------------------------------------------------------------------------------


def draw(chance: random.Random, name: str) -> str:
    """A call with some arguments, right or wrong."""
    known = ARCHITECTURES[name]
    given: dict[str, str] = {}

    def maybe(argument: str, often: float, *values: str) -> None:
        if argument in known.signature.names and chance.random() < often:
            given[argument] = chance.choice(values)

    side = chance.choice((32, 48, 65, 75, 96, 128, known.least, known.least - 1, known.size))
    other = chance.choice((side, side, side, side + 3))
    channels = chance.choice((3, 3, 3, 3, 1, 4))
    sizes = chance.choice(
        (
            *([f"({side}, {other}, {channels})"] * 5),
            f"[{side}, {side}, 3]",
            f"(None, None, {channels})",
            f"({side}, None, 3)",
            f"({side}, {side})",
            f"(None, {side}, {side}, 3)",
            "()",
        )
    )
    maybe("input_shape", 0.7, sizes)
    maybe("include_top", 0.7, "False", "False", "True", "0")
    given["weights"] = chance.choice(("None", "None", '"imagenet"', '"my_weights.h5"'))
    if given["weights"] == '"imagenet"':
        maybe("weights", 0.3, '"imagenet"', '""', "True", "[]")
    maybe("pooling", 0.4, '"avg"', '"max"', "None", '"mean"')
    maybe("classes", 0.2, "10", "1000", "0")
    maybe("classifier_activation", 0.2, '"softmax"', "None", '"sigmoid"', '"linear"')
    maybe("alpha", 0.6, "0.35", "0.5", "0.75", "1.0", "1", "1.4")
    maybe("depth_multiplier", 0.3, "1", "2")
    maybe("dropout", 0.2, "0.5")
    maybe("dropout_rate", 0.3, "0", "0.5")
    maybe("minimalistic", 0.5, "True", "False")
    maybe("include_preprocessing", 0.4, "True", "False")
    maybe("name", 0.2, '"base"', "None", f'"{known.title or "net"}"')
    if given["weights"] == '"imagenet"' and known.family in ("convnext", "efficientnet"):
        given.pop("name", None)  # there is no such file, which is for the network to say
    before = ""
    if chance.random() < 0.25:
        tensor = f"keras.Input(({side}, {side}, {chance.choice((3, 3, 3, 1))}))"
        tensor = chance.choice((tensor, tensor, f"keras.layers.ReLU()({tensor})", '"image"'))
        before, given["input_tensor"] = f"x = {tensor}\n", "x"
        if chance.random() < 0.7:
            given.pop("input_shape", None)
    if chance.random() < 0.03:
        given["input_size"] = "(224, 224)"
    listed = ", ".join(f"{key}={value}" for key, value in given.items())
    return f"{before}model = {name}({listed})"


@pytest.mark.parametrize("name", SAMPLE)
def test_any_arguments(name: str) -> None:
    """Right ones give Keras's rows, wrong ones are refused where Keras refuses them."""
    chance = random.Random(f"arguments of {name}")
    for _ in range(2 if name.startswith("ConvNeXt") else 8):
        text = draw(chance, name)
        theirs, ours = by_keras(text), by_cnnlint(text)
        assert isinstance(ours, list) == isinstance(theirs, str), (text, theirs, ours)
        assert isinstance(ours, list) or ours == theirs, text


def of_sizes(name: str) -> list[str]:
    """The model for three sizes of images that are not the default one, once with a classifier."""
    chance = random.Random(f"sizes for {name}")
    least = ARCHITECTURES[name].least
    calls = []
    for top in (False, False, True):
        height, width = (chance.randint(least, 2 * least + 60) for _ in range(2))
        shape = f"({height}, {width}, 3)"
        calls.append(f"model = {name}(weights=None, include_top={top}, input_shape={shape})")
    return calls


def totals(model: Any) -> list[int]:
    return [sum(row[3] for row in model["rows"]), model["trainable"]]


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_totals_for_images_of_other_sizes(name: str) -> None:
    """Those that Keras gave, also where they depend on whether the sizes are known (NASNet)."""
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    for text in of_sizes(name):
        assert totals(by_cnnlint(text)) == recorded[text], text


#: Three others every day.
TODAY = [
    sorted(ARCHITECTURES)[(3 * date.today().toordinal() + place) % len(ARCHITECTURES)]
    for place in range(3)
]


@pytest.mark.parametrize("name", TODAY)
def test_every_row_for_images_of_another_size(name: str) -> None:
    text = of_sizes(name)[date.today().toordinal() % 3]
    assert by_cnnlint(text) == by_keras(text), text


@pytest.mark.slow
@pytest.mark.parametrize("name", ARCHITECTURES)
def test_every_row_for_images_of_three_sizes(name: str) -> None:
    for text in of_sizes(name):
        assert by_cnnlint(text) == by_keras(text), text


SAID = (
    ("VGG16(include_top=False, input_shape=(20, 20, 3))", "needs images of at least 32×32"),
    ("VGG16(classes=10)", "loads ImageNet's classifier, which has 1000 classes, not 10"),
    ("ResNet50(input_shape=(128, 128, 3))", "takes images of shape (224, 224, 3)"),
    ("ResNet50(include_top=False, input_shape=(64, 64, 1))", "are for images of 3 channels"),
    ("Xception(weights=None, input_shape=(None, None, 3))", "takes images of a known size only"),
    ("MobileNet(include_top=False, alpha=0.3)", "has ImageNet weights for an `alpha` of"),
    ("MobileNetV3Small(alpha=1)", "by an `alpha` with a point"),
    ('EfficientNetV2B0(weights=None, name="base")', "there is none called 'base'"),
    ("VGG16(include_tp=False)", "got an unexpected keyword argument 'include_tp'"),
    ("VGG16(weights=None, include_top=False, input_shape=(64, 64))", "takes three sizes"),
    ("VGG16(weights=None, include_top=False, input_tensor=keras.Input((8, 8, 3)))", "(1, 1)"),
)


@pytest.mark.parametrize(("call", "said"), SAID)
def test_what_is_said(call: str, said: str) -> None:
    """In the words of the user's own arguments, and on the user's own line."""
    assert isinstance(by_keras(f"model = {call}"), str)
    analysis = analysed(f"def make():\n    return {call}\n\nmodel = make()")
    (found,) = analysis.diagnostics
    assert found.certainty == "proved"
    assert said in found.message.replace("1×1", "(1, 1)")
    assert found.message.startswith(f"`{call.partition('(')[0]}` ")
    assert (found.span.path, found.span.text) == ("model.py", call)
    assert [note.span.text for note in found.because if note.message == "called here"] == ["make()"]


@pytest.mark.parametrize(
    "call", ['VGG16(weights="ImageNet")', 'EfficientNetB0(include_top=False, name="base")']
)
def test_what_is_likely(call: str) -> None:
    """A file may be called so, on the disk or on the server."""
    (found,) = analysed(f"model = {call}").diagnostics
    assert (found.certainty, found.severity) == ("likely", "warning")


USED = """
from keras import layers
base = VGG16(weights="imagenet", include_top=False, input_shape=(64, 64, 3))
base.trainable = False
"""


def test_a_base_is_one_row_and_its_counts_move() -> None:
    text = f"{USED}model = keras.Sequential([base, layers.Flatten(), layers.Dense(10)])"
    ours = by_cnnlint(text)
    assert ours == by_keras(text)
    assert [row[0] for row in ours["rows"]] == ["vgg16", "flatten", "dense"]
    assert ours["trainable"] == 20490


IN_ANOTHER = """
x = layers.GlobalMaxPooling2D()(base.output)
model = keras.Model(base.input, layers.Dense(2)(x))
---
for layer in base.layers[-4:]:
    layer.trainable = True
x = layers.Flatten()(base.get_layer("block4_pool").output)
model = keras.Model(inputs=base.inputs, outputs=layers.Dense(2)(x))
---
base.trainable = True
for layer in base.layers[:15]:
    layer.trainable = False
image = keras.Input((64, 64, 3))
x = keras.applications.vgg16.preprocess_input(image)
x = layers.GlobalAveragePooling2D()(base(x, training=False))
model = keras.Model(image, layers.Dense(2)(x))
---
image = keras.Input((64, 64, 3))
x = keras.applications.densenet.preprocess_input(image)
x = keras.applications.imagenet_utils.preprocess_input(x, mode="tf")
model = ResNet50(weights=None, include_top=False, pooling="avg", input_tensor=x)
""".split("---")


@pytest.mark.parametrize("text", IN_ANOTHER)
def test_layers_of_a_base_in_another_model(text: str) -> None:
    text = USED + text
    assert by_cnnlint(text) == by_keras(text)


def test_a_base_has_no_table_of_its_own_where_another_model_tells_its_rows() -> None:
    def tables(text: str) -> list[str]:
        return [model.variable for model in table.told(analysed(text).models)]

    for text in IN_ANOTHER[:3]:
        assert [model.variable for model in analysed(USED + text).models] == ["base", "model"]
        assert tables(USED + text) == ["model"]
    assert tables(USED) == ["base"]
    assert tables(f"{USED}{IN_ANOTHER[0]}base.summary()") == ["base", "model"]


def test_what_a_base_costs_on_images_of_another_size() -> None:
    def cost(text: str) -> object:
        model = analysed(text).models[-1]
        return table.totals(model).macs

    of_its_own = cost("model = ResNet50(include_top=False, input_shape=(96, 64, 3))")
    free = "base = ResNet50(include_top=False)\nimage = keras.Input((96, 64, 3))\n"
    assert cost(f"{free}model = keras.Model(image, base(image))") == of_its_own
    twice = "keras.layers.add([base(image), base(image)])"
    assert cost(f"{free}model = keras.Model(image, {twice})") == 2 * of_its_own


def test_the_layers_that_keras_brings_are_nothing_to_mend() -> None:
    text = "base = ResNet50(include_top=False)\nmodel = keras.Sequential([base])"
    assert not analysed(text).diagnostics


def test_nothing_that_is_not_known_is_guessed() -> None:
    text = (
        "import sys\nsize, count = map(int, sys.argv[1:])\n"
        "model = ResNet50(weights=None, input_shape=(size, size, 3), classes=count)"
    )
    (model,) = analysed(text).models
    rows = table.rows(model)
    assert [str(rows[-1].params), rows[-2].params] == ["2049*count", 0]
    assert sum(row.params for row in rows[:-1] if isinstance(row.params, int)) == 23587712
    assert model.unknowns


@pytest.mark.parametrize("name", SAMPLE)
def test_a_size_that_is_not_known_is_one_way_to_go(name: str) -> None:
    """The sizes come out as formulas, which hold for sizes that Keras is asked about."""
    call = f"{name}(include_top=False, weights=None, input_shape=(height, width, 3))"
    analysis = analysed(f"import sys\nheight, width = map(int, sys.argv[1:])\nmodel = {call}")
    (model,) = analysis.models
    assert not analysis.diagnostics
    chance = random.Random(f"formulas of {name}")
    least = ARCHITECTURES[name].least
    for _ in range(1 if name.startswith("ConvNeXt") else 2):
        sizes = {side: chance.randint(least, 2 * least) for side in ("height", "width")}
        text = call.replace("height", str(sizes["height"])).replace("width", str(sizes["width"]))
        expected = by_keras(f"model = {text}")["rows"]
        found = [
            [row.name, shown([substitute(size, sizes) for size in row.shapes[0]]), row.params]
            for row in table.rows(model)
        ]
        assert found == [[row[0], row[2], row[3]] for row in expected]


@pytest.mark.parametrize(
    "call",
    [
        "ResNet50(include_top=False, input_tensor=given)",
        "MobileNetV2(include_top=False, input_shape=given)",
        "VGG16(include_top=given, weights=None)",
        "Xception(weights=given, pooling=given)",
        "MobileNet(alpha=given, weights=None)",
        "NASNetMobile(weights=None, include_top=False, input_shape=(given, given, 3))",
        "EfficientNetB0(classes=given, classifier_activation=given)",
        "ConvNeXtTiny(weights=None, name=given)",
        "EfficientNetV2B0(**given)",
        "InceptionV3(*given)",
        "keras.applications.resnet50.preprocess_input(given)",
        "keras.applications.resnet50.decode_predictions(given, top=given)",
        "keras.applications.imagenet_utils.preprocess_input(given, mode=given)",
    ],
)
def test_what_is_not_known_is_no_mistake(call: str) -> None:
    text = f"def build(given):\n    return {call}\n\n\nimport sys\nmade = build(eval(sys.argv[1]))"
    assert not analysed(text).diagnostics
    assert not analysed(text.partition("\n\n\n")[0]).diagnostics


# The second judge -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLE)
@pytest.mark.parametrize("top", [True, False])
def test_the_code_that_cnnlint_follows_is_the_same_under_keras(name: str, top: bool) -> None:
    known = ARCHITECTURES[name]
    build = importlib.import_module(
        f"cnnlint.keras.applications.architectures.{known.family}"
    ).build
    told = {key: known.signature.defaults.get(key) for key in TOLD.get(known.family, ())}
    told |= {"weights": None} if "weights" in told else {}
    told |= {"channels": 3} if "channels" in told else {}
    made = []
    for ours in (True, False):
        with nothing_allocated():
            image = keras.Input((known.size, known.size, 3), batch_size=1)
            if ours:
                output = build(image, name, top, None, 1000, "softmax", **told)
                model = keras.Model(image, output, name=known.title)
            else:
                model = getattr(keras.applications, name)(
                    weights=None, include_top=top, input_tensor=image
                )
            made.append((keras_rows(model)["rows"], [settings(op) for op in operations(model)]))
    assert made[0] == made[1]


def settings(op: Any) -> dict[str, Any]:
    """What a layer was made with, but for how its weights begin."""
    if type(op).__module__.partition(".")[0] != "keras" or not isinstance(op, keras.layers.Layer):
        return {}
    if "applications" in type(op).__module__ or isinstance(op, keras.Sequential):
        return {}
    found = {
        key: value
        for key, value in op.get_config().items()
        if not key.endswith("_initializer") and key not in ("dtype", "seed")
    }
    if isinstance(found.get("axis"), int):
        found["axis"] %= len(op.output.shape)
    return found


if __name__ == "__main__":
    found: dict[str, Any] = {}
    for name, top in BOTH:
        found[f"{name} {top}"] = digest(
            by_keras(f"model = {name}(weights=None, include_top={top})")
        )
        print(name, top, found[f"{name} {top}"], flush=True)
    for name in ARCHITECTURES:
        for text in of_sizes(name):
            found[text] = totals(by_keras(text))
            print(text, found[text], flush=True)
    RECORDED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
