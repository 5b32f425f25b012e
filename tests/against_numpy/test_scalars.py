"""Whole numbers of NumPy's in Python: what each expression is, beside NumPy itself."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlint import syntax
from cnnlint.inference import Library
from cnnlint.interpreter.budget import Budget
from cnnlint.interpreter.machine import Interpreter
from cnnlint.source import Source

#: One expression a line; what it prints and what type it has are compared.
EXPRESSIONS = """
np.size(np.zeros(3))
np.ndim(np.zeros(3))
np.prod((2, 3))
np.sum([1, 2])
np.max(3)
np.min((4, 5))
np.gcd(8, 12)
np.lcm(8, 12)
np.abs(-3)
np.square(3)
np.power(2, 3)
np.maximum(3, 4)
np.int64(3)
np.int_(3.7)
np.intp(3)
np.uint8(3)
np.int64(True)
np.dot([1, 2], [3, 4])
np.ptp([1, 5])
np.cumsum([1, 2])[0]
np.array([3, 4]).max()
np.array([3, 4]).item(0)
np.array([3, 4]).tolist()[0]
np.array([3, 4]).prod()
np.array([3, 4])[0]
np.array([3, 4]).astype(int)[0]
[i for i in np.arange(3)][1]
list(np.arange(3))[1]
np.arange(3).tolist()[1]
[[j for j in i] for i in np.array([[1, 2], [3, 4]])]
np.shape(np.zeros(3))[0]
np.zeros((3, 4)).shape[1]
len(np.unique([1, 2, 2]))
np.unique([1, 2, 2]).size
np.prod(np.array([2, 3], dtype=np.int32))
np.sum(np.array([2, 3], dtype=np.uint8))
np.max(np.array([2, 3], dtype=np.uint8)) + 1
int(np.max(np.array([2, 3])) + 1)
np.int64(3) // 2
np.int64(3) / 2
np.int64(3) ** 2
2 ** np.int64(3)
np.int64(3) % 2
-np.int64(3)
+np.int64(3)
~np.int64(3)
abs(np.int64(-3))
round(np.int64(3))
divmod(np.int64(7), 2)
pow(np.int64(7), 2)
int(np.int64(3))
float(np.int64(3))
str(np.int64(3))
repr(np.int64(3))
bool(np.int64(0))
max(np.int64(3), 2)
min(np.int64(3), 2)
sum([np.int64(3), 2])
sum(np.array([1, 2]))
sorted([np.int64(3), 2])
[0] * np.int64(3)
np.int64(3) * [0]
(1,) * np.int64(3)
"ab" * np.int64(2)
isinstance(np.int64(3), int)
isinstance(np.int64(3), np.integer)
isinstance(np.int64(3), np.int64)
isinstance(np.int64(3), np.int32)
isinstance(np.int64(3), (int, np.integer))
isinstance(3, np.integer)
isinstance(np.prod((2, 3)), int)
isinstance(len(np.zeros(3)), int)
type(np.int64(3)) is int
type(np.int64(3)) == np.int64
type(np.int64(3)).__name__
range(np.int64(3))
list(range(np.int64(3)))
range(np.int64(1), np.int64(3))[0]
[1, 2, 3, 4][np.int64(3)]
[1, 2, 3, 4][:np.int64(3)]
"abcd"[np.int64(1)]
{3: 5}[np.int64(3)]
{np.int64(3): 5}[3]
f"{np.int64(3)} {np.int64(3)!r} {np.int64(3):03d}"
"{} {!r} {:03d}".format(np.int64(3), np.int64(3), np.int64(3))
"%d %s %r" % (np.int64(3), np.int64(3), np.int64(3))
"%d" % np.int64(3)
str([np.int64(3)])
str({"a": np.uint8(3)})
np.int64(3) << 2
1 << np.int64(3)
np.int64(9) >> 2
np.int64(3) & 1
np.int64(3) | 4
np.int64(3) ^ 1
np.int64(3) * 1.5
np.int64(3) + True
np.int64(3) + np.int32(2)
np.int32(3) + 2
np.int32(3) * 2.0
np.int64(3).astype(int)
np.int64(3).item()
np.int64(3).shape
np.int64(3).ndim
np.int64(3).real
np.int64(3) in [3]
3 in [np.int64(3)]
3 in {np.int64(3)}
np.int64(3) in (1, 2)
[1, 3].index(np.int64(3))
[3, 1, np.int64(3)].count(3)
np.array((2, 3)).sum()
(np.array([2, 3]) // 2)[0]
np.isscalar(np.int64(3))
np.prod((28, 28, 1)) // 4
np.int_(np.sqrt(16))
np.int64(3) is np.int64(3)
hash(np.int64(3)) == hash(3)
1 if np.int64(0) else 2
np.int64(2) if np.int64(1) > 0 else 3
list(enumerate("ab", np.int64(2)))
list(zip(np.arange(2), "ab"))
np.zeros((np.int64(2), 3)).shape
np.zeros(np.prod((2, 3))).shape
np.zeros((2, 3)).reshape(np.int64(3), -1).shape
np.arange(np.int64(3)).shape
np.array([np.int64(3), 4]).dtype.name
(np.ones(3, "float32") * np.int64(2)).dtype.name
(np.ones(3, "float32") * 2).dtype.name
(np.ones(3, "int8") + np.int64(2)).dtype.name
list(np.int64(3))
len(np.int64(3))
"a" + np.int64(3)
np.int64(3) + None
np.int64(3).bit_length()
[1, 2][np.int64(3)]
__import__("math").sqrt(np.int64(4))
__import__("math").ceil(np.int64(4))
__import__("functools").reduce(lambda a, b: a * b, (np.int64(2), 3))
""".strip().splitlines()


def by_numpy(expression: str) -> tuple[str, str]:
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            value: Any = eval(expression, {"np": np})
        except Exception as error:
            return "raises", type(error).__name__
    return type(value).__name__, repr(value)


def by_cnnlint(expression: str) -> tuple[str, str]:
    """The type and the text of an expression; "?" for what is not known."""
    machine = Interpreter(lambda name: None, lambda name: None, Budget(), net=False)
    machine.library = Library(machine)
    printed: list[str] = []
    raised: list[str] = []
    machine.state["print"] = printed.append
    machine.left_behind = lambda statement, scope, reason, span: raised.append(reason)
    text = f"import numpy as np\nx = {expression}\nprint(type(x).__name__)\nprint(repr(x))\n"
    machine.run(Source("program.py", text), syntax.lower(text).statements)
    if raised:
        return "raises", raised[0].removeprefix("this raises ").split(":")[0]
    return printed[0].rstrip("\n"), printed[1].rstrip("\n")


def contradicts(ours: tuple[str, str], real: tuple[str, str]) -> bool:
    """NumPy's floats and truth values are Python's own here, and may not be known at all."""
    if "raises" in (ours[0], real[0]):
        by_a_float = ours[1] in ("ZeroDivisionError", "OverflowError")  # where NumPy goes on
        return ours[0] == "raises" and ours != real and not by_a_float
    kind = {"float64": "float", "bool": "bool", "bool_": "bool"}.get(real[0], real[0])
    text = real[1]
    for name in ("np.float64(", "np.True_", "np.False_"):
        if name in text:
            text = text.replace("np.True_", "True").replace("np.False_", "False")
            text = text.replace("np.float64(", "").rstrip(")")
    return (ours[0] not in ("?", kind)) or ("?" not in ours[1] and ours[1] != text)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_is_what_numpy_says(expression: str) -> None:
    ours, real = by_cnnlint(expression), by_numpy(expression)
    assert not contradicts(ours, real), (ours, real)


def test_most_are_known() -> None:
    unknown = [e for e in EXPRESSIONS if "?" in by_cnnlint(e)[1]]
    assert len(unknown) < len(EXPRESSIONS) // 12, unknown


numbers = st.builds(
    "{}({})".format,
    st.sampled_from(["", "", "np.int64", "np.int32", "np.uint8", "np.int_"]),
    st.integers(0, 40),
) | st.sampled_from(["2.5", "True", "np.prod((2, 3))", "np.arange(4)[2]"])
#: NumPy's truth values are Python's own here, and nothing is worked out with them.
operators = st.sampled_from("+ - * // % / ** & | ^ <<".split())
comparisons = st.sampled_from("< > <= >= == !=".split())
wholes = st.recursive(
    numbers,
    lambda inner: (
        st.builds("({} {} {})".format, inner, operators, inner)
        | st.builds("max({}, {})".format, inner, inner)
        | st.builds("abs({})".format, inner)
    ),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(wholes | st.builds("{} {} {}".format, wholes, comparisons, wholes))
def test_arithmetic_is_that_of_numpy(expression: str) -> None:
    ours, real = by_cnnlint(expression), by_numpy(expression)
    assert not contradicts(ours, real), (expression, ours, real)
