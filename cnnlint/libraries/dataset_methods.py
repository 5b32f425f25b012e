"""The methods of a dataset of `tf.data`: what they take, and their names."""

from __future__ import annotations

from ..diagnostics import Refused
from ..interpreter.signature import BadCall, Signature
from ..interpreter.values import Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..interpreter.machine import Interpreter

#: What the methods of a dataset take; `!` after what they need.
_TAKEN = """
    apply: transformation_func!
    as_numpy_iterator:
    batch: batch_size! drop_remainder num_parallel_calls deterministic name
    cache: filename name
    cardinality:
    concatenate: dataset! name
    enumerate: start name
    filter: predicate! name
    flat_map: map_func! name
    ignore_errors: log_warning name
    interleave: map_func! cycle_length block_length num_parallel_calls deterministic name
    map: map_func! num_parallel_calls deterministic synchronous use_unbounded_threadpool name
    padded_batch: batch_size! padded_shapes padding_values drop_remainder name
    prefetch: buffer_size! name
    rebatch: batch_size! drop_remainder name
    rejection_resample: class_func! target_dist! initial_dist seed name
    repeat: count name
    shard: num_shards! index! name
    shuffle: buffer_size! seed reshuffle_each_iteration name
    skip: count! name
    snapshot: path! compression reader_func shard_func name
    take: count! name
    take_while: predicate! name
    unbatch: name
    window: size! shift stride drop_remainder name
    with_options: options! name
"""
#: Every other attribute of a dataset without a leading underscore.
_OTHERS = """
    bucket_by_sequence_length choose_from_datasets class_names counter element_spec file_paths
    fingerprint from_generator from_tensor_slices from_tensors get_next get_single_element
    group_by_window list_files load next options ragged_batch random range reduce
    sample_from_datasets save scan sparse_batch unique zip
"""
_taken: dict[str, Signature] = {}


def taken() -> dict[str, Signature]:
    """The signatures of the methods of a dataset."""
    if not _taken:
        for line in _TAKEN.strip().split("\n"):
            name, _, words = line.strip().partition(":")
            optional = {word: None for word in words.split() if word[-1] != "!"}
            names = tuple(word.removesuffix("!") for word in words.split())
            _taken[name] = Signature(name, names, optional)
    return _taken


def has(name: str) -> bool:
    """Whether a dataset has such an attribute."""
    return name in taken() or name in _OTHERS.split() or name[:1] == "_"


def held_to_signature(name: str, function: Callable[..., Any]) -> Native:
    """A method that takes what TensorFlow's own takes."""
    signature = taken()[name]

    def run(interpreter: Interpreter, args: Any, keywords: Any) -> Any:
        try:
            bound = signature.bind(args, keywords)
        except BadCall as bad:
            raise interpreter.raised("TypeError", str(bad)) from None
        for size in ("batch_size", "buffer_size", "count"):
            number = bound.get(size)
            if isinstance(number, (str, float)):
                raise interpreter.raised(
                    "TypeError", f"`{size}` of `{name}` is {number!r}, and has to be a whole number"
                )
        return function(interpreter, args, keywords)

    return Native(name, run)


def missing(interpreter: Interpreter, name: str) -> Any:
    """An attribute that no dataset has."""
    from difflib import get_close_matches

    close = get_close_matches(name, [*taken(), *_OTHERS.split()], 1, 0.7)
    return interpreter.refused(
        interpreter,
        Refused(
            "program-raises",
            f"AttributeError: 'Dataset' object has no attribute '{name}'",
            help=f"use `{close[0]}`" if close else "",
            exception="AttributeError",
        ),
    )
