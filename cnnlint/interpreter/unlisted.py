"""Attributes that a value has, or may have, in Python, and that cnnlint does not follow.

That an attribute is missing is an error of the program only where Python's own object lacks it
too: a class of a library is followed as far as models need it, and no further.
"""

from __future__ import annotations

import types

from .methods import TYPES
from .values import MISSING, Class, Function, Instance, Native, Stream, Super

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter

#: What a function has where a decorator of `functools` or of TensorFlow made it.
_DECORATED = frozenset(
    """
    cache_clear cache_info cache_parameters register dispatch registry
    get_concrete_function python_function input_signature function_spec function_type name
    experimental_get_tracing_count experimental_get_compiler_ir get_initialization_function
    pretty_printed_concrete_signatures
    """.split()
)
#: What a number of NumPy's has, and an array without axes: a number here may be one.
_OF_NUMBER = frozenset(
    """
    T all any argmax argmin argsort astype base byteswap choose clip compress conj copy cumprod
    cumsum data device diagonal dot dtype dump dumps fill flags flat flatten getfield item itemsize
    max mean min nbytes ndim nonzero prod put ravel repeat reshape resize round searchsorted
    setfield setflags shape size sort squeeze std strides sum swapaxes take to_device tobytes
    tofile tolist trace transpose var view
    """.split()
)
#: What a shape of TensorFlow's has: it is a tuple here.
OF_SHAPE = frozenset(
    """
    as_proto assert_has_rank assert_is_compatible_with assert_is_fully_defined assert_same_rank
    concatenate dims is_compatible_with is_fully_defined merge_with most_specific_compatible_shape
    ndims num_elements rank with_rank with_rank_at_least with_rank_at_most
    """.split()
)
#: What a dtype of TensorFlow's has: inside of a layer's call it is its name here.
_OF_DTYPE = frozenset(
    """
    as_datatype_enum as_numpy_dtype base_dtype is_bool is_compatible_with is_complex is_floating
    is_integer is_numeric is_numpy_compatible is_quantized is_subtype_of is_unsigned limits max min
    most_specific_common_supertype name real_dtype size
    """.split()
)
_KINDS = ("bool", "int", "uint", "float", "bfloat", "complex", "string")
_BESIDES: dict[type, frozenset[str]] = {
    bool: _OF_NUMBER,
    int: _OF_NUMBER,
    float: _OF_NUMBER,
    complex: _OF_NUMBER,
    tuple: OF_SHAPE,
    Function: _DECORATED,
    Native: _DECORATED,
    Stream: frozenset(("get_next", "get_next_as_optional", "element_spec")),  # of a dataset
}


def unlisted(interpreter: Interpreter, value: Any, name: str) -> Any:
    """What is known of `value.name`, which was not found: an Unknown where it may be there, or
    MISSING."""
    kind = type(value)
    if kind is Instance or kind is Class or kind is Super:
        cls = value.cls if kind is Instance else value
        if kind is Super:
            cls = value.receiver_class
        there = _in_class(cls, name) or (kind is Instance and _in_held(value, name))
    elif kind in interpreter.behaviours:
        there = name in interpreter.behaviours[kind].besides
    elif (kind is Function and "u" in value.flags) or (kind is Native and value.is_foreign):
        there = True  # whatever its decorator makes of it, or its library
    else:
        python = types.GeneratorType if kind is Stream else kind
        own = python.__module__ == "builtins" and hasattr(python, name)
        there = own or name in _BESIDES.get(kind, ())
        if kind is str and name in _OF_DTYPE and interpreter.state.get("inside"):
            there = there or value.rstrip("0123456789") in _KINDS
    if not there:
        return MISSING
    return interpreter.unknown(f"`.{name}` of `{interpreter.type_name(value)}` is not followed")


def _in_class(cls: Class, name: str) -> bool:
    return any(
        each.partial or (each.native in TYPES and hasattr(each.native, name)) for each in cls.mro
    )


def _in_held(value: Instance, name: str) -> bool:
    return value.held is not MISSING and hasattr(type(value.held), name)
