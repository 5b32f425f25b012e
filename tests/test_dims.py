"""Symbolic sizes obey integer arithmetic, and what is decided about them is so."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlint import dims
from cnnlint.dims import ALWAYS, NEVER, Dim, TooComplex, When, symbol

H = symbol("H", hidden=True)
W = symbol("W", hidden=True)
F = symbol("F")
NAMES = {"H": H, "W": W, "F": F}
quick = settings(max_examples=200, deadline=None)

values = st.fixed_dictionaries({name: st.integers(1, 60) for name in NAMES})
small = st.integers(-9, 9)


def combine(sizes):
    """Expressions whose divisors are numbers, with what plain integers make of the same sum."""
    pairs = st.tuples(sizes, sizes)
    return st.one_of(
        pairs.map(lambda p: ("+", *p)),
        pairs.map(lambda p: ("-", *p)),
        pairs.map(lambda p: ("*", *p)),
        st.tuples(st.just("//"), sizes, st.integers(1, 6)),
        st.tuples(st.just("%"), sizes, st.integers(1, 6)),
        st.tuples(st.just("//"), sizes, st.integers(-4, -1)),
        st.tuples(st.just("%"), sizes, st.integers(-4, -1)),
        pairs.map(lambda p: ("min", *p)),
        pairs.map(lambda p: ("max", *p)),
    )


def trees(*names):
    return st.recursive(st.one_of(st.sampled_from(names), small), combine, max_leaves=6)


def build(tree, env):
    if isinstance(tree, int):
        return tree
    if isinstance(tree, str):
        return env[tree]
    op, left, right = tree
    a, b = build(left, env), build(right, env)
    if op == "+":
        return a + b
    if op == "-":
        return a - b
    if op == "*":
        return a * b
    if op == "//":
        return a // b
    if op == "%":
        return a % b
    return dims.minimum(a, b) if op == "min" else dims.maximum(a, b)


def reference(tree, env):
    if isinstance(tree, int):
        return tree
    if isinstance(tree, str):
        return env[tree]
    op, left, right = tree
    a, b = reference(left, env), reference(right, env)
    return {
        "+": lambda: a + b,
        "-": lambda: a - b,
        "*": lambda: a * b,
        "//": lambda: a // b,
        "%": lambda: a % b,
        "min": lambda: min(a, b),
        "max": lambda: max(a, b),
    }[op]()


anything = trees("H", "W", "F")
in_h = trees("H")


@quick
@given(anything, values)
def test_agrees_with_integer_arithmetic(tree, env):
    size = build(tree, NAMES)
    expected = reference(tree, env)
    assert dims.substitute(size, env) == expected
    assert eval(str(size), {"min": min, "max": max}, dict(env)) == expected
    assert not isinstance(size, Dim) or dims.symbols(size)


@quick
@given(anything, anything, values)
def test_substitution_commutes_with_evaluation(tree, other, env):
    size, inner = build(tree, NAMES), build(other, NAMES)
    replaced = dims.substitute(size, {"H": inner})
    at = {**env, "H": dims.substitute(inner, env)}
    assert dims.substitute(replaced, env) == dims.substitute(size, at)


@quick
@given(anything, anything, anything)
def test_ring_laws(x, y, z):
    a, b, c = (build(tree, NAMES) for tree in (x, y, z))
    for left, right in (
        (a + b, b + a),
        (a * b, b * a),
        (a + (b + c), (a + b) + c),
        (a * (b * c), (a * b) * c),
        (a * (b + c), a * b + a * c),
    ):
        assert left == right
        assert hash(left) == hash(right)
        assert str(left) == str(right)
    assert a - a == 0
    assert dims.minimum(a, b) == dims.minimum(b, a)


@quick
@given(anything, values)
def test_bounds_are_sound(tree, env):
    size, value = build(tree, NAMES), reference(tree, env)
    low, high = dims.lower(size), dims.upper(size)
    assert low is None or low <= value
    assert high is None or value <= high


@quick
@given(anything, anything)
def test_exact_division(x, y):
    a, b = build(x, NAMES), build(y, NAMES)
    quotient = dims.exact_div(a, b)
    if quotient is not None:
        assert quotient * b == a
    if b != 0:
        assert dims.exact_div(a * b, b) == a


@quick
@given(anything, anything, values)
def test_division_by_a_symbolic_size(x, y, env):
    a, b = build(x, NAMES), build(y, NAMES)
    over, under = reference(x, env), reference(y, env)
    if b != 0 and under != 0:
        assert dims.substitute(a // b, env) == over // under
        assert dims.substitute(a % b, env) == over % under
        assert eval(str(a // b), {"min": min, "max": max}, dict(env)) == over // under


QUESTIONS = {
    "==": (dims.equal, lambda a, b: a == b),
    "!=": (dims.not_equal, lambda a, b: a != b),
    ">=": (dims.at_least, lambda a, b: a >= b),
    "<": (dims.less_than, lambda a, b: a < b),
}


def check(answer, truths):
    if answer is ALWAYS:
        assert all(truths.values())
    elif answer is NEVER:
        assert not any(truths.values())
    else:
        assert isinstance(answer, When)
        for value, truth in truths.items():
            assert answer.holds({"H": value}) is truth
            assert eval(str(answer), {"min": min, "max": max}, {"H": value}) is truth


@settings(max_examples=400, deadline=None)
@given(in_h, in_h, st.sampled_from(sorted(QUESTIONS)))
def test_decisions_agree_with_trying(x, y, question):
    decide, truth = QUESTIONS[question]
    answer = decide(build(x, NAMES), build(y, NAMES))
    check(
        answer,
        {v: truth(reference(x, {"H": v}), reference(y, {"H": v})) for v in range(1, 200)},
    )


@quick
@given(in_h, st.integers(1, 12))
def test_divisibility_agrees_with_trying(tree, k):
    answer = dims.divides(k, build(tree, NAMES))
    check(answer, {v: reference(tree, {"H": v}) % k == 0 for v in range(1, 200)})


@quick
@given(anything, anything, st.sampled_from(sorted(QUESTIONS)), st.lists(values, max_size=20))
def test_decisions_about_several_symbols(x, y, question, envs):
    decide, truth = QUESTIONS[question]
    answer = decide(build(x, NAMES), build(y, NAMES))
    for env in envs:
        expected = truth(reference(x, env), reference(y, env))
        if answer is ALWAYS:
            assert expected
        elif answer is NEVER:
            assert not expected
        else:
            assert answer.holds(env) is expected


@quick
@given(st.lists(st.tuples(in_h, in_h, st.sampled_from(sorted(QUESTIONS))), max_size=4))
def test_conjunction(asked):
    answers = [QUESTIONS[q][0](build(x, NAMES), build(y, NAMES)) for x, y, q in asked]
    conditions = [answer for answer in answers if isinstance(answer, When)]
    together = dims.conjoin(conditions)
    for value in range(1, 150):
        expected = all(c.holds({"H": value}) for c in conditions)
        got = together is not None and all(c.holds({"H": value}) for c in together)
        assert got is expected
    if together is not None:
        assert dims.conjoin(reversed(conditions)) == together


@quick
@given(anything, values)
def test_renaming_changes_the_names_only(tree, env):
    size = build(tree, NAMES)
    renamed = dims.rename(size, {"H": "W", "W": "H", "F": "filters_2"})
    swapped = {"W": env["H"], "H": env["W"], "filters_2": env["F"]}
    assert dims.substitute(renamed, swapped) == reference(tree, env)
    assert dims.symbols(renamed) <= set(swapped)
    assert dims.hidden(renamed) == dims.hidden(size)


@quick
@given(anything, anything, st.sampled_from(sorted(QUESTIONS)), values)
def test_a_renamed_condition_holds_for_the_same_values(x, y, question, env):
    answer = QUESTIONS[question][0](build(x, NAMES), build(y, NAMES))
    if isinstance(answer, When):
        renamed = answer.rename({"H": "W", "W": "H", "F": "filters_2"})
        swapped = {"W": env["H"], "H": env["W"], "filters_2": env["F"]}
        assert renamed.holds(swapped) is answer.holds(env)
        assert eval(str(renamed), {"min": min, "max": max}, dict(swapped)) is answer.holds(env)
        assert renamed.names <= set(swapped)


def test_renaming():
    second = symbol("H2", hidden=True)
    needed = [dims.divides(4, second), dims.divides(16, second), dims.at_least(second, 20)]
    (gathered,) = dims.conjoin(needed)
    assert str(gathered) == "H2 % 16 == 0 and H2 >= 32"
    assert str(gathered.rename({"H2": "H"})) == "H % 16 == 0 and H >= 32"
    assert str(needed[1].rename({"H2": "H"})) == "H % 16 == 0"
    assert str(dims.equal(second, 2 * W).rename({"H2": "H"})) == "H == 2*W"
    assert needed[0].rename({"W": "H"}) == needed[0]

    assert dims.rename(second // 2 + 1, {"H2": "H"}) == H // 2 + 1
    assert dims.rename(H * W - F, {"H": "W", "W": "H"}) == H * W - F
    assert dims.rename(7, {"H": "W"}) == 7
    assert dims.upper(dims.rename(dims.veil(7), {"size_7": "n"})) == 7
    assert dims.lower(dims.rename(symbol("n", at_least=0), {"n": "m"})) == 0
    with pytest.raises(ValueError, match="one name"):
        dims.rename(H + W, {"H": "W"})
    unequal = dims.not_equal(H, W)
    assert isinstance(unequal, When)
    with pytest.raises(ValueError, match="one name"):
        unequal.rename({"H": "W"})


def test_plain_numbers_load_nothing():
    code = """
import sys
from cnnlint import dims
before = set(sys.modules)
assert dims.equal(3, 3) is dims.at_least(5, 1) is dims.divides(4, 8) is dims.ALWAYS
assert dims.not_equal(3, 3) is dims.less_than(5, 1) is dims.equal(3, 4) is dims.NEVER
assert (dims.minimum(3, 4), dims.maximum(3, 4), dims.ceil_div(7, 2)) == (3, 4, 4)
assert (dims.exact_div(8, 2), dims.exact_div(7, 2), dims.exact_div(7, 0)) == (4, None, None)
assert (dims.lower(3), dims.upper(3), dims.pretty(3), dims.conjoin([])) == (3, 3, "3", ())
print(*set(sys.modules) - before)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_normal_form():
    assert (8 * H) // 4 == 2 * H
    assert (4 * H + 6) // 4 == H + 1
    assert (H // 2) // 3 == H // 6
    assert ((H + 1) // 2 + 1) // 2 == (H + 3) // 4
    assert (6 * H) % 6 == 0
    assert H // 1 == H
    assert H % 1 == 0
    assert H - H == 0
    assert dims.ceil_div(H, 2) == -(-H // 2)
    assert (H + 2) * (H - 2) == H**2 - 4
    assert dims.minimum(H, H + 1) == H
    assert dims.maximum(dims.maximum(H, W), F) == dims.maximum(W, dims.maximum(F, H))
    assert dims.exact_div(H * W * 64, 64 * W) == H
    assert dims.exact_div(H, 2) is None
    assert H * W // W == H
    assert (64 * H) // (64 * W) == H // W
    assert (H + H % 2) // 2 == (H + 1) // 2
    assert (H - H % 4 + 7) // 4 == H // 4 + 1
    assert dims.lower(H - H // 2) == 1
    assert isinstance(H * 0 + 3, int)


@pytest.mark.parametrize(
    ("size", "code", "people"),
    [
        (H // 2 + 1, "H//2 + 1", "⌊H/2⌋ + 1"),
        (3 * F + 1, "3*F + 1", "3·F + 1"),
        (dims.minimum(H, 2), "min(H, 2)", "min(H, 2)"),
        (H - 3, "H - 3", "H − 3"),
        ((H + 1) // 2, "(H + 1)//2", "⌈H/2⌉"),
        (-(H // 2), "-(H//2)", "−⌊H/2⌋"),
        (3 * H**2 + H, "3*H**2 + H", "3·H² + H"),
        (2 * (H % 3) - 1, "2*(H % 3) - 1", "2·(H mod 3) − 1"),
        (W - F, "W - F", "W − F"),
        (3 - H, "3 - H", "3 − H"),
        (dims.veil(768), "size_768", "768"),
        (symbol("_reshaped_1", hidden=True), "_reshaped_1", "None"),
        (symbol("_units"), "_units", "_units"),
    ],
)
def test_text(size, code, people):
    assert str(size) == code
    assert dims.pretty(size) == people


def test_unet():
    down = H
    for _ in range(4):
        down = down // 2
    needs = []
    levels = [H, H // 2, H // 4, H // 8]
    up = down
    for skip in reversed(levels):
        up = up * 2
        assert dims.required(dims.equal(up, skip), needs)
        up = skip
    assert [str(c) for c in dims.conjoin(needs) or ()] == ["H % 16 == 0"]
    needs.append(dims.at_least(H, 32))
    assert [str(c) for c in dims.conjoin(needs) or ()] == ["H % 16 == 0 and H >= 32"]
    needs.append(dims.equal(H, 100))
    assert dims.conjoin(needs) is None


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (dims.at_least(H, 3), "H >= 3"),
        (dims.equal(H, 5), "H == 5"),
        (dims.not_equal(H, 5), "H != 5"),
        (dims.equal((H - 1) * (H - 5), 0), "H in (1, 5)"),
        (dims.less_than(H, 6), "H <= 5"),
        (dims.divides(4, H * (H - 1)), "H % 4 in (0, 1)"),
        (dims.not_equal(H % 4, 3), "H % 4 != 3"),
        (dims.at_least(H // 4, 5), "H >= 20"),
        (dims.at_least(H, 10**9), "H >= 1000000000"),
        (dims.less_than(H, 10**9), "H <= 999999999"),
        (dims.divides(3, H * W), "H*W % 3 == 0"),
        (dims.equal(H, W), "H == W"),
        (dims.equal(W * F * H, W * F * 2 * (H // 2)), "H % 2 == 0"),
        (dims.equal(2 * H + 1, W), "2*H + 1 == W"),
    ],
)
def test_conditions(answer, text):
    assert isinstance(answer, When)
    assert str(answer) == text


def test_conditions_are_gathered():
    asked = [
        dims.divides(4, H),
        dims.not_equal(W, 9),
        dims.at_least(H, 3),
        dims.at_least(W, 2),
        dims.divides(2, H),
        dims.divides(8, H // 2),
        dims.equal(F, 3),
        dims.equal(F * H, 3 * W),
    ]
    conditions = [answer for answer in asked if isinstance(answer, When)]
    assert [str(c) for c in dims.conjoin(conditions) or ()] == [
        "F == 3",
        "H % 16 == 0",
        "W >= 2 and W != 9",
        "H == W",
    ]


def test_decided():
    assert dims.equal(2 * H, 2 * W + 1) is NEVER
    assert dims.equal(H // 2 + (H + 1) // 2, H) is ALWAYS
    assert dims.at_least(H * W, 1) is ALWAYS
    assert dims.equal(H, 0) is NEVER
    assert dims.equal(dims.veil(7), 7) is ALWAYS
    assert dims.hidden(dims.veil(7) * F)
    assert not dims.hidden(F + 1)
    with pytest.raises(TypeError):
        bool(dims.equal(H, 5))
    with pytest.raises(TypeError):
        bool(H)


def test_budgets():
    with pytest.raises(TooComplex):
        (H + W + F + 1) ** 24
    with pytest.raises(TooComplex):
        H**1000
    with pytest.raises(TooComplex):
        H * 2**5000

    def widening():
        size = H
        for k in range(2, 60):
            size = size // k + size % k

    def deepening():
        size = H
        for k in range(2, 2000):
            size = 3 * (size // k) + 1

    with pytest.raises(TooComplex):
        widening()
    with pytest.raises(TooComplex):
        deepening()
    assert isinstance(dims.equal(sum((H // k for k in range(1, 60)), 0), 7), When)
