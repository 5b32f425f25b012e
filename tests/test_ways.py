"""How it came about that two branches differ: the way of each, from size to size."""

from __future__ import annotations

from cnnlint.analysis import analyse
from cnnlint.diagnostics import Diagnostic
from cnnlint.source import Source

UNET = """
import keras
from keras import layers

def block(x, filters):
    x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return layers.Conv2D(filters, 3, padding="same", activation="relu")(x)

def unet(size):
    image = keras.Input((size, size, 3), name="image")
    x, skips = image, []
    for step in range(3):
        x = block(x, 8)
        skips.append(x)
        x = layers.MaxPooling2D()(x)
    x = block(x, 8)
    for step in reversed(range(3)):
        x = layers.UpSampling2D()(x)
        x = {join}([x, skips[step]])
        x = block(x, 8)
    return keras.Model(image, x)

model = unet({size})
"""


def only(text: str) -> Diagnostic:
    (found,) = analyse(Source("example.py", text)).diagnostics
    return found


def told(found: Diagnostic) -> list[tuple[int, str]]:
    """What is said at each line, apart from who called."""
    return [
        (note.span.line, note.message) for note in found.because if note.message != "called here"
    ]


def test_a_size_that_does_not_fit_shows_both_ways() -> None:
    """Three halvings of 100 are 12, and twice 12 is not 25."""
    for join in ("layers.Concatenate()", "layers.Add()", "layers.concatenate"):
        found = only(UNET.format(join=join, size=100))
        assert found.severity == "error"
        notes = told(found)
        assert notes[-1] == (
            19,
            "height 100 → 50 → 25 → 12 → 24 meets 100 → 50 → 25",
        )
        pools = [text for line, text in notes if line == 15]
        assert pools == ["(None, 50, 50, 8)", "(None, 25, 25, 8)", "(None, 12, 12, 8)"]


def test_the_condition_on_a_free_size_is_told_where_the_most_is_asked() -> None:
    found = only(UNET.format(join="layers.Concatenate()", size="None"))
    assert (found.name, found.severity, found.certainty) == (
        "restricted-input-size",
        "info",
        "likely",
    )
    assert found.message == "the height and width of input `image` must be divisible by 8"
    assert "a multiple of 8" in found.help
    assert told(found)[-1] == (
        19,
        "height H → ⌊H/2⌋ → ⌊H/4⌋ → ⌊H/8⌋ → 2·⌊H/8⌋ → 4·⌊H/8⌋ → 8·⌊H/8⌋ meets H",
    )
    assert (15, "(None, ⌊H/2⌋, ⌊W/2⌋, 8)") in told(found)


def test_a_size_that_fits_is_not_spoken_of() -> None:
    text = UNET.format(join="layers.Concatenate()", size=96)
    assert analyse(Source("example.py", text)).diagnostics == []


def test_channels_that_differ_show_where_they_come_from() -> None:
    found = only(
        """
import keras
from keras import layers

image = keras.Input((32, 32, 3))
a = layers.Conv2D(64, 3, padding="same")(image)
b = layers.Conv2D(128, 3, padding="same")(a)
c = a + b
"""
    )
    assert told(found)[-1] == (8, "channels 3 → 64 meets 3 → 64 → 128")


def test_rows_and_columns_on_different_ways_are_told_apart() -> None:
    found = only(
        """
import keras
from keras import layers

image = keras.Input((3, None, None), name="image")
x = layers.MaxPooling2D((2, 4), data_format="channels_first")(image)
x = layers.UpSampling2D((2, 4), data_format="channels_first")(x)
model = keras.Model(image, layers.Add()([image, x]))
"""
    )
    assert found.message == (
        "the height of input `image` must be divisible by 2, "
        "and the width of input `image` must be divisible by 4"
    )
    assert "; width " in told(found)[-1][1]


def test_a_parameter_of_a_builder_is_called_by_its_name() -> None:
    found = only(
        """
import keras
from keras import layers

def build(size, channels):
    image = keras.Input((size, size, channels))
    x = layers.UpSampling2D()(layers.MaxPooling2D()(image))
    return keras.Model(image, layers.Add()([image, x]))
"""
    )
    assert found.message == "`size` must be divisible by 2"


def test_of_a_long_way_the_first_and_the_last_sizes_are_shown() -> None:
    pools = "\n".join("x = layers.ZeroPadding2D()(x)" for _ in range(20))
    found = only(
        f"""
import keras
from keras import layers

image = keras.Input((8, 8, 3))
x = image
{pools}
y = layers.Add()([image, x])
"""
    )
    way = told(found)[-1][1].partition(" meets ")[2]
    assert way.startswith("8 → … → ")
    assert way.endswith("→ 46 → 48")
