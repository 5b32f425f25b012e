"""Random programs with the functions that are given functions, and with `Lambda`."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .operands import axis, maybe
from .running import Session, compare

DRAWN: dict[str, st.SearchStrategy[tuple[str, ...]]] = {}

# Not of single numbers: NumPy lets those have a first axis, and TensorFlow does not.
shapes = st.lists(maybe, min_size=2, max_size=3).map(tuple)
#: What is done with a tensor: the same shape, another, several.
SAME = st.sampled_from(("{t} + 1", "ops.relu({t})", "{t} * {t}", "ops.exp({t})"))
OTHER = st.one_of(
    SAME,
    axis.map(lambda place: f"ops.sum({{t}}, axis={place})"),
    st.sampled_from(
        ("{t}[0]", "ops.expand_dims({t}, 0)", "ops.cast({t}, 'int32')", "ops.sum({t})")
    ),
)
BODIES = st.one_of(OTHER, st.tuples(OTHER, OTHER).map(", ".join).map("({})".format))


@st.composite
def _written(draw: Any, pattern: str, body: st.SearchStrategy[str] = OTHER) -> tuple[str, ...]:
    """Statements: two inputs, and what is made of them."""
    text = pattern
    while "BODY" in text:
        text = text.replace("BODY", draw(body).replace("{t}", "t"), 1)
    while "SAME" in text:
        text = text.replace("SAME", draw(SAME).replace("{t}", "t"), 1)
    text = text.replace("NUMBER", str(draw(st.integers(0, 2)))).replace("AXIS", str(draw(axis)))
    first = draw(shapes)
    second = first if draw(st.integers(0, 3)) else draw(shapes)
    return (
        "import keras\nfrom keras import layers, ops",
        f"x = keras.Input(batch_shape={first})",
        f"y = keras.Input(batch_shape={second})",
        f"z = {text}",
    )


DRAWN |= {
    "map": _written("ops.map(lambda t: BODY, x)", BODIES),
    "vectorized_map": _written("ops.vectorized_map(lambda t: BODY, x)"),
    "cond": _written("ops.cond(ops.sum(x) > 0, lambda t=x: BODY, lambda t=x: BODY)"),
    "switch": _written("ops.switch(NUMBER, [lambda t: BODY, lambda t: BODY], x)"),
    "while_loop": _written("ops.while_loop(lambda t: ops.sum(t) < 3, lambda t: SAME, (x,))"),
    "fori_loop": _written("ops.fori_loop(0, NUMBER, lambda i, t: SAME, x)"),
    "scan": _written("ops.scan(lambda c, t: (SAME, BODY), x[0], x)"),
    "associative_scan": _written("ops.associative_scan(lambda a, b: a + b, x, axis=AXIS)"),
    "jvp": _written("ops.jvp(lambda t: BODY, (x,), (y,))"),
    "Lambda": _written("layers.Lambda(lambda t: BODY)(x)"),
    "InputLayer": st.tuples(shapes, st.sampled_from(("float32", "int32"))).map(
        lambda drawn: (
            "import keras\nfrom keras import layers, ops",
            f"y = x = layers.InputLayer(batch_shape={drawn[0]}, dtype='{drawn[1]}').output",
            "z = ops.relu(x)",
        )
    ),
}


def judge(statements: tuple[str, ...]) -> tuple[str, str]:
    """What the two say of a program: "same", "refused", "unknown" or "wrong", and how."""
    with Session() as session:
        for statement in statements:
            if not session.run(statement):
                break
        several = isinstance(session.values.get("z"), (list, tuple))
        session.run(f"model = keras.Model([x, y], {'list(z)' if several else 'z'})")
        verdict = compare(session)
        refused = session.error is not None
    if verdict.problems:
        return "wrong", session.text + "\n".join(verdict.problems)
    if verdict.unknowns:
        return "unknown", session.text + "\n".join(verdict.unknowns)
    return ("refused" if refused else "same"), ""
