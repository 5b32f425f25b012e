"""Random layers and inputs. Values follow from an argument's name and default, so that a layer
that is declared is also tested."""

from __future__ import annotations

import inspect
from typing import Any

from hypothesis import strategies as st

from cnnlint.keras import identifiers, layers
from cnnlint.keras.layers.calls import call_signature
from cnnlint.keras.layers.constructing import signature_of

from . import oracle

REQUIRED = inspect.Parameter.empty

#: Values that hardly any argument is meant to have.
# fmt: off
JUNK = st.sampled_from([
    None, 0, -1, 1, 7, 2.5, 0.5, -0.5, True, False, "a", "3", "same", "relu", (), (2,), [2, 2],
    (1, 2), (0, 1), (2, -1), (2, 2, 2), (1, 2, 3, 4), (None, 2), ("a", 2), (2, 2.5), [1, [2]],
])
# fmt: on

#: What a seed may be depends on the backend's random numbers; these no backend takes.
JUNK_SEED = st.sampled_from([0.5, "a", (1, 2)])

SMALL = st.integers(1, 4)
COUNT = st.sampled_from([1, 2, 3, 4, 6, 8])
FLAG = st.booleans()
RATE = st.sampled_from([0, 0.0, 0.1, 0.5, 1, 1.0, 1.5, -0.1, 20])
AXIS = st.sampled_from([-1, -1, 1, 2, 0, -2, 3, 4, -5])
FACTOR = st.sampled_from([0, 0.1, 0.5, 1.0, 1, -0.2, (0.1, 0.3), (-0.3, 0.3), [0, 1], 2, 8, 1.2])
# Some initializers look at the shape of what they fill; nothing is filled here.
INITIALIZERS = st.sampled_from(sorted(identifiers.INITIALIZERS))
FORMATS = st.sampled_from(["channels_last", "channels_first", None, "Channels_First"])

BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "groups": st.sampled_from([1, 1, 2, 3, 4, 32, -1]),
    "depth_multiplier": st.sampled_from([1, 1, 2, 3]),
    "data_format": FORMATS,
    "rate": RATE,
    "stddev": RATE,
    "seed": st.sampled_from([None, 1, 42]),
    "axis": AXIS | st.lists(AXIS, min_size=1, max_size=2),
    "axes": AXIS | st.tuples(AXIS, AXIS),
    "shared_axes": st.lists(st.integers(1, 4), max_size=3) | SMALL,
    "lora_rank": st.sampled_from([None, 1, 2, 4, 0]),
    "lora_alpha": st.sampled_from([None, 2]),
    "height": COUNT,
    "width": COUNT,
    "output_size": COUNT | st.tuples(COUNT) | st.tuples(COUNT, COUNT) | st.lists(COUNT, max_size=3),
    "target_shape": st.lists(st.sampled_from([1, 2, 3, 4, 6, 8, 12, 16, 24, -1]), max_size=4).map(
        tuple
    ),
    "dims": st.integers(1, 4).flatmap(lambda n: st.permutations(range(1, n + 1)).map(tuple)),
    "noise_shape": st.sampled_from([None, (None, 1), (2, 3)]),
    "value_range": st.sampled_from([(0, 255), (0, 1), [0, 1], (1, 0)]),
    "weights": st.none(),
    "renorm_clipping": st.sampled_from([None, {}, {"rmax": 3.0, "rmin": 0.5}, {"dmax": -1.0}]),
    "interpolation": st.sampled_from(["nearest", "bilinear", "bicubic"]),
    "fill_mode": st.sampled_from(["reflect", "wrap", "constant", "nearest", "mirror"]),
    "dtype": st.sampled_from(["float32", "float16", "mixed_float16", "float64", "int32", "floaty"]),
    "name": st.sampled_from(["a", "a b", "a/b", "", None, 3]),
    "trainable": st.sampled_from([True, False, 1]),
    "input_shape": st.just((4,)),
    "input_dim": COUNT,
    "input_length": COUNT,
    "unexpected": COUNT,
    "synchronized": st.just(False),
    "units": COUNT,
    "layer": st.deferred(lambda: INNER),
    "EinsumDense.equation": st.deferred(lambda: EQUATION),
    "EinsumDense.output_shape": COUNT | st.lists(st.none() | COUNT, max_size=4).map(tuple),
    "bias_axes": st.none() | st.sampled_from(["b", "c", "y", "bc", "d", "e", "", "cy"]),
    "gptq_unpacked_column_size": st.none(),
    "num_query_heads": st.sampled_from([1, 2, 4, 6, 8]),
    "num_key_value_heads": st.sampled_from([1, 1, 2, 2, 3]),
    "reverse_dtype": st.sampled_from([None, "float32"]),
    "logit_soft_cap": st.sampled_from([None, 5.0]),
    # A cell is traced where it is called by itself, and its initializers run.
    "Cell.initializer": st.sampled_from(["glorot_uniform", "zeros"]),
    "max_tokens": st.sampled_from([None, None, 2, 5, 8, 1]),
    "num_oov_indices": st.sampled_from([1, 1, 0, 2]),
    "StringLookup.mask_token": st.sampled_from([None, "", "a"]),
    "IntegerLookup.mask_token": st.sampled_from([None, 0, 2]),
    "StringLookup.oov_token": st.sampled_from(["[UNK]", "b"]),
    "IntegerLookup.oov_token": st.sampled_from([-1, 3]),
    "StringLookup.vocabulary": st.deferred(lambda: WORDS),
    "TextVectorization.vocabulary": st.deferred(lambda: WORDS),
    "IntegerLookup.vocabulary": st.deferred(lambda: NUMBERS),
    "idf_weights": st.sampled_from([None, None, [0.5, 0.25, 0.5], [0.5, 0.5]]),
    "vocabulary_dtype": st.sampled_from(["int64", "int64", "int32"]),
    "oov_method": st.sampled_from(["floormod", "farmhash", "other"]),
    "salt": st.sampled_from([None, 3, (1, 2), [1, 2, 3], "a"]),
    "encoding": st.just("utf-8"),
    "vocabulary_size": st.none(),
    "has_input_vocabulary": st.none(),
    "standardize": st.sampled_from(["lower_and_strip_punctuation", "lower", None, "upper"]),
    "split": st.sampled_from(["whitespace", "character", None, "comma"]),
    "ngrams": st.sampled_from([None, 2, (1, 2), (1, "a"), [1, 2]]),
    "output_sequence_length": st.none() | COUNT,
    "ragged": st.just(False),
    "Lookup.output_mode": st.sampled_from(["int", "one_hot", "multi_hot", "count", "tf_idf"]),
    "bin_boundaries": st.sampled_from([None, None, [0.0, 1.0], (0.5,), []]),
    "num_bins": st.sampled_from([None, 2, 3, 5, 5, -1]),
    "fft_length": st.sampled_from([None, 16, 32, 100, 256]),
    "frame_length": st.sampled_from([4, 16, 10, 1, 0, -3]),
    "frame_step": st.sampled_from([None, 1, 2, 4, 8, 20]),
    "MelSpectrogram.fft_length": st.sampled_from([16, 32, 256]),
    "sequence_stride": st.sampled_from([1, 2, 5]),
    "sequence_length": st.sampled_from([None, 4, 16, 64]),
    "window": st.sampled_from(["hann", "hamming"]),
    "sampling_rate": st.sampled_from([16000, 8000]),
    "num_mel_bins": COUNT,
    "max_freq": st.none(),
    "mode": st.sampled_from(["log", "magnitude", "psd", "real", "imag", "angle", "stft", "x"]),
    "scaling": st.sampled_from([None, "density", "spectrum"]),
    "Pipeline.layers": st.deferred(lambda: st.lists(STEPWISE, min_size=1, max_size=3)),
    "cell": st.deferred(lambda: CELL | CELLS | STACKED | DENSE),
    "cells": st.deferred(lambda: CELLS),
    "SpectralNormalization.layer": st.deferred(lambda: STEPWISE),
    "TimeDistributed.layer": st.deferred(lambda: STEPWISE),
    "stateful": st.just(False),  # no variable can be made in a stateless scope
    "backward_layer": st.none() | st.deferred(lambda: INNER),
    "merge_mode": st.sampled_from(["concat", "sum", "mul", "ave", None]),
    "use_cudnn": st.sampled_from(["auto", False]),
    "dropout": RATE,
    "recurrent_dropout": RATE,
    "value_dim": st.none() | COUNT,
    "sliding_window": st.none() | COUNT,
    "MultiHeadAttention.output_shape": st.none() | COUNT | st.tuples(COUNT, COUNT),
    "attention_axes": st.none(),
    "flash_attention": st.sampled_from([None, False]),
    "mean": st.none() | st.just(0.5),
    "variance": st.none() | st.just(2.0),
    "output_mode": st.sampled_from(["one_hot", "multi_hot", "count", "binary", "int"]),
    "sparse": st.just(False),
    "score_mode": st.sampled_from(["dot", "concat", "other"]),
    "quantization_config": st.none(),
}


# fmt: off
EQUATION = st.sampled_from([
    "ab,bc->ac", "abc,cd->abd", "abc,cde->abde", "abcd,cde->abe", "...x,xy->...y",
    "...bc,bc->...b", "...bc,bcd->...d", "ab...,bc->ac...", "abc...,cd->abd...", "abc,abc->c",
    "abc,bd->acd", "ab,ab->ab", "a,ab->b", "ab,bc->acz", "ab,cd->ac", "ab bc->ac", "ab,bc->ac...",
    "...ab,bc->ac", "a...,ab->b...", "abc,dc->abd",
])
# fmt: on


WORDS = st.none() | st.lists(st.sampled_from(["a", "b", "c", "d", "[UNK]", ""]), max_size=5)
NUMBERS = st.none() | st.lists(st.sampled_from([1, 2, 3, 4, 0, -1]), max_size=5)


FLAGS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("return_sequences", "return_state", "go_backwards"), FLAG),
)
RECURRENT = st.builds(
    oracle.Inner, st.sampled_from(["LSTM", "GRU", "SimpleRNN"]), st.tuples(COUNT), FLAGS
)
CONVOLVING = st.builds(
    oracle.Inner, st.just("ConvLSTM1D"), st.tuples(COUNT, st.sampled_from([1, 2])), FLAGS
)
CELL = st.builds(
    oracle.Inner,
    st.sampled_from(["LSTMCell", "GRUCell", "SimpleRNNCell"]),
    st.tuples(COUNT),
    st.fixed_dictionaries({}, optional={"use_bias": FLAG}),
)
CELLS = st.lists(CELL, min_size=1, max_size=3)
STACKED = st.builds(oracle.Inner, st.just("StackedRNNCells"), st.tuples(CELLS), st.just({}))
ALONG = st.builds(oracle.Inner, st.just("RNN"), st.tuples(CELL | CELLS | STACKED), FLAGS)
DENSE = st.builds(oracle.Inner, st.just("Dense"), st.tuples(COUNT), st.just({}))
INNER = RECURRENT | RECURRENT | RECURRENT | ALONG | CONVOLVING | DENSE
# Layers that ask for no rank: Keras does not check what a wrapped layer is given.
STEPWISE = (
    DENSE
    | st.builds(
        oracle.Inner,
        st.sampled_from(["Flatten", "ReLU", "BatchNormalization", "LayerNormalization"]),
        st.just(()),
        st.just({}),
    )
    | st.builds(oracle.Inner, st.just("Conv2D"), st.tuples(COUNT, st.just(2)), st.just({}))
)


def names_of(kind: str) -> st.SearchStrategy[Any]:
    known = sorted(identifiers.KINDS[kind])
    usual = st.sampled_from([None, *known])
    return st.integers(0, 19).flatmap(
        lambda n: st.sampled_from(["rellu", 0.01]) if n == 0 else usual
    )


def per_axis(one: st.SearchStrategy[int], spatial: int) -> st.SearchStrategy[Any]:
    return one | st.tuples(*[one] * max(spatial, 1)) | st.lists(one, max_size=3)


def value_for(name: str, default: Any, spatial: int) -> st.SearchStrategy[Any]:
    """Values that the argument may well have."""
    if name in BY_NAME:
        return BY_NAME[name]
    kind = identifiers.kind_of(name)
    if kind is not None:
        return names_of(kind)
    if name.endswith("factor"):
        return FACTOR
    if name in ("kernel_size", "pool_size", "size"):
        return per_axis(st.sampled_from([1, 2, 3, 3, 5]), spatial)
    if name in ("strides", "dilation_rate"):
        return per_axis(st.sampled_from([1, 1, 2, 3]), spatial)
    if name == "output_padding":
        return st.none() | per_axis(st.sampled_from([0, 1, 2]), spatial)
    if name == "padding" and isinstance(default, str):
        return st.sampled_from(["valid", "same", "Same", "VALID", "causal"])
    if name in ("padding", "cropping"):
        width = st.integers(0, 3)
        pair = st.tuples(width, width)
        return width | pair | st.tuples(*[pair | width] * max(spatial, 1))
    if isinstance(default, bool):
        return FLAG
    if isinstance(default, float):
        return st.sampled_from([0.0, 0.5, 1.0, -1.0, 2, default])
    return COUNT


#: Arguments for which nothing strange is tried: files, what the NumPy backend cannot do.
UNSPOILT = ("weights", "synchronized", "quantization_config", "sparse", "ragged", "vocabulary")


@st.composite
def calls(draw: st.DrawFn, name: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Arguments of a constructor, mostly such that Keras accepts them."""
    layer = layers.find(name)
    assert layer is not None
    signature = signature_of(layer)
    odd = draw(st.integers(0, 2)) == 0
    positional = draw(st.sampled_from([0, 1, 2, 2]))
    args: list[Any] = []
    keywords: dict[str, Any] = {}
    rare = st.integers(0, 14).map(lambda n: n == 0)
    seldom = st.integers(0, 2).map(lambda n: n == 0)
    for number, argument in enumerate(signature.names):
        default = signature.defaults.get(argument, REQUIRED)
        if default is REQUIRED:
            if draw(st.integers(0, 60)) == 60:
                continue
        elif not draw(seldom):
            continue
        own = f"{name}.{argument}"
        if name.endswith("Cell") and argument.endswith("initializer"):
            own = "Cell.initializer"
        if name in LOOKUPS and f"Lookup.{argument}" in BY_NAME:
            own = f"Lookup.{argument}"
        usual = BY_NAME[own] if own in BY_NAME else value_for(argument, default, layer.spatial)
        strange = odd and argument not in UNSPOILT and draw(rare)
        value = draw(JUNK_SEED if argument == "seed" and strange else JUNK if strange else usual)
        if number < positional and len(args) == number:
            args.append(value)
        else:
            keywords[argument] = value
    if draw(rare):
        extra = [*sorted(layer.also), "name", "dtype", "trainable", "activity_regularizer"]
        extra += ["input_shape", "unexpected", "kernel_size"]
        argument = draw(st.sampled_from(extra))
        keywords.setdefault(argument, draw(value_for(argument, None, layer.spatial)))
    if layer.also and draw(seldom):
        argument = draw(st.sampled_from(sorted(layer.also)))
        keywords[argument] = draw(value_for(argument, layer.also[argument], layer.spatial))
    return tuple(args), keywords


@st.composite
def shapes(draw: st.DrawFn, rank: int) -> tuple[int | None, ...]:
    """A shape, the batch mostly None."""
    if rank == 0:
        return ()
    batch = draw(st.sampled_from([None, None, None, 2]))
    size = st.sampled_from([None, 1, 2, 3, 4, 6, 7, 8, 12])
    last = st.sampled_from([None, 1, 2, 3, 4, 4, 6, 8, 8, 12, 12, 32])
    if rank == 1:
        return (batch,)
    middle = draw(st.lists(size, min_size=rank - 2, max_size=rank - 2))
    return (batch, *middle, draw(last))


#: The rank that a layer usually gets, where its declaration asks for none.
RANKS = {
    "Bidirectional": 3, "RNN": 3, "LSTMCell": 2, "GRUCell": 2, "SimpleRNNCell": 2,
    "EinsumDense": 3, "Discretization": 2, "Hashing": 2, "HashedCrossing": 2, "StringLookup": 2,
    "IntegerLookup": 2, "TextVectorization": 2, "MelSpectrogram": 2, "Pipeline": 3,
}  # fmt: skip


def usual_rank(name: str) -> int | None:
    layer = layers.find(name)
    assert layer is not None
    if layer.spreads:
        return 3
    if layer.spatial:
        return layer.spatial + (3 if "LSTM" in name else 2)
    if name in RANKS:
        return RANKS[name]
    return layer.rank or layer.min_rank or (4 if "layer" in signature_of(layer).names else None)


@st.composite
def inputs(draw: st.DrawFn, name: str) -> Any:
    """A shape, or a list of them, mostly such that the layer takes it."""
    layer = layers.find(name)
    assert layer is not None
    rank = usual_rank(name)
    if rank is None or draw(st.integers(0, 9)) == 0:
        rank = draw(st.integers(1, 5))
    elif layer.spatial == 0 and (layer.rank is None or name in RANKS):
        rank += draw(st.integers(0, 2))
    first = draw(shapes(rank))
    listed = layer.many != (draw(st.integers(0, 29)) == 0) or layer.spreads
    if not listed:
        return first
    count = draw(st.sampled_from([2, 2, 2, 3, 1] if layer.many else [2, 3]))
    if layer.spreads and rank < 2:
        rank, first = 3, draw(shapes(3))
    several = [first]
    for _ in range(count - 1):
        other = list(first)
        for axis in range(len(other)):
            if draw(st.integers(0, 3)) == 0:
                other[axis] = draw(st.sampled_from([None, 1, 2, 3, 4, 8]))
        if draw(st.integers(0, 5)) == 0:
            other = other[: draw(st.integers(1, len(other)))]
        several.append(tuple(other))
    return several


@st.composite
def options(
    draw: st.DrawFn, name: str, args: tuple[Any, ...], keywords: dict[str, Any], first: Any
) -> dict[str, Any]:
    """Other arguments of a call."""
    layer = layers.find(name)
    assert layer is not None
    signature = call_signature(layer)
    drawn: dict[str, Any] = {}
    if draw(st.integers(0, 49)) == 0:
        drawn[draw(st.sampled_from(["unexpected", "mask", "training"]))] = None
    if draw(st.integers(0, 5)) == 0:
        drawn["training"] = draw(FLAG)
    for flag in ("return_attention_scores", "use_causal_mask", "reverse"):
        if flag in signature.names and draw(st.integers(0, 2)) == 0:
            drawn[flag] = draw(FLAG)
    if "states" in signature.names and draw(st.integers(0, 9)):
        units = keywords.get("units", args[0] if args else 1)
        batch = first[0] if isinstance(first, tuple) and first else None
        count = 2 if name == "LSTMCell" else 1
        drawn["states"] = oracle.Given([(batch, units if isinstance(units, int) else 1)] * count)
    return drawn


#: Layers that look their inputs up, and the dtype of these.
LOOKUPS = {"StringLookup": "string", "IntegerLookup": "int64", "TextVectorization": "string"}


@st.composite
def cases(draw: st.DrawFn, name: str) -> tuple[Any, ...]:
    """Arguments, one or two inputs, and their dtype."""
    args, keywords = draw(calls(name))
    first = draw(inputs(name))
    given = [first]
    if draw(st.booleans()):
        if draw(st.booleans()):
            given.append(draw(inputs(name)))
        elif isinstance(first, tuple) and first:
            changed = list(first)
            changed[draw(st.integers(0, len(changed) - 1))] = draw(
                st.sampled_from([None, 1, 3, 4, 9])
            )
            given.append(tuple(changed))
    if name == "Pipeline" or name.endswith("Cell"):
        # These are traced, with numbers and dtypes of the backend's.
        keywords.pop("dtype", None)
        more = draw(options(name, args, keywords, first))
        more.pop("training", None)  # no seed can be drawn from in a stateless scope
        return args, keywords, given[:1], "float32", more
    dtype = LOOKUPS.get(name) or draw(st.sampled_from(["float32", "float32", "int32", "float16"]))
    return args, keywords, given, dtype, draw(options(name, args, keywords, first))


def not_declared() -> list[str]:
    """The coverage table: layers of Keras that cnnlint does not declare yet."""
    return sorted(set(oracle.public_layers()) - layers.names())


def spreads(name: str) -> bool:
    """Whether the layer is called on several tensors and not on a list of them."""
    layer = layers.find(name)
    assert layer is not None
    return layer.spreads
