"""The place of a diagnostic as those see it who mend it: what the rules are given."""

from __future__ import annotations

from ..diagnostics import Fix
from ..syntax import lower_source
from .calls import CallText
from .finding import path_to, walk
from .imports import importing, module_named, new_import, with_name
from .trivia import newline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..diagnostics import Note
    from ..network import Layer, Tensor
    from ..source import Source, Span
    from ..syntax.tree import Module, Node
    from .calls import Edit


#: How much of two words must be the same where one is taken for the other, written wrong.
ALIKE = 0.75


class Site:
    """Where something is wrong, and what is known of it.

    `about` is what the refusal or the remark says of itself for its rule's fix; `inputs` and
    `layer` are what it is about, `because` the notes beside it.
    """

    __slots__ = ("_trees", "about", "because", "inputs", "layer", "span")

    def __init__(
        self,
        span: Span,
        trees: dict[int, Module],
        about: tuple[Any, ...] = (),
        *,
        inputs: tuple[Tensor, ...] = (),
        layer: Layer | None = None,
        because: tuple[Note, ...] = (),
    ) -> None:
        self.span = span
        self.about = about
        self.inputs = inputs
        self.layer = layer
        self.because = because
        self._trees = trees

    @property
    def text(self) -> str:
        return self.span.source.text

    def tree(self, source: Source | None = None) -> Module:
        """The tree of a file of the user's, read again where it is another than the first."""
        source = source or self.span.source
        known = self._trees.get(id(source))
        if known is None:
            known = self._trees[id(source)] = lower_source(source)
        return known

    def way(self, span: Span | None = None, kind: str = "") -> list[Node]:
        """The node of a span (this one's) and of a kind, after all it lies in; [] for none."""
        span = span or self.span
        return path_to(self.tree(span.source).statements, span.start, span.end, kind)

    def call(self, span: Span | None = None) -> CallText | None:
        """The call that has this span (or this one's)."""
        span = span or self.span
        found = self.way(span, "Call")
        call = CallText(span.source.text, found[-1]) if found else None
        return call if call is not None and call.exact else None

    def making(self, layer: Layer | None) -> CallText | None:
        """The call that made a layer of Keras's own, in this file."""
        if layer is None or layer.span is None or layer.declaration is None:
            return None
        if layer.span.source is not self.span.source:
            return None
        call = self.call(layer.span)
        return call if call is not None and self.callee(call) == layer.class_name else None

    def call_at(self, node: Node) -> CallText | None:
        """A call that stands somewhere in the same file."""
        call = CallText(self.text, node) if node[0] == "Call" else None
        return call if call is not None and call.exact else None

    def numpy(self) -> tuple[str, list[Edit]]:
        """What the file calls NumPy, and what it takes that it does."""
        name = module_named(self.tree(), "numpy")
        if name:
            return name, []
        return "np", new_import(self.text, self.tree(), "import numpy as np")

    def rename_class(self, node: Node, old: str, new: str) -> list[Edit]:
        """Another class or function for one that is named as in Keras: its name in either form."""
        call = self.call_at(node)
        callee = node if call is None else call.callee
        if callee[0] not in ("Attribute", "Name"):
            return []
        said = callee[4] if callee[0] == "Attribute" else callee[3]
        words = {
            each: "".join(part.capitalize() for part in each.split("_")) for each in (old, new)
        }
        if said not in (old, words[old]):
            return []
        name = new if said == old else words[new]
        if callee[0] == "Attribute":
            return [(callee[2] - len(said), callee[2], name)]
        found = self.brought(said, name)
        return [] if found is None else [*found[1], (callee[1], callee[2], found[0])]

    @staticmethod
    def callee(call: CallText) -> str:
        """The last name in what is called: `Dense` of `layers.Dense(4)`."""
        node = call.callee
        return str(node[4] if node[0] == "Attribute" else node[3] if node[0] == "Name" else "")

    def sibling(self, call: CallText, name: str) -> tuple[str, list[Edit]] | None:
        """How to say another name of the module that the callee is of, and what it takes.

        None where nobody can tell.
        """
        node = call.callee
        if node[0] == "Attribute":
            return f"{self.text[node[3][1] : node[3][2]]}.{name}", []
        return self.brought(node[3], name) if node[0] == "Name" else None

    def brought(self, known: str, name: str) -> tuple[str, list[Edit]] | None:
        """How to say another name of the module that a name was imported from."""
        there = importing(self.tree(), known)
        if there is None:
            return None
        for each, asname in there[5]:
            if each == name:
                return asname or name, []
        if any(each == "*" for each, _ in there[5]):
            return name, []
        elsewhere = importing(self.tree(), name)
        if elsewhere is not None:
            return (name, []) if elsewhere[3:5] == there[3:5] else None
        return name, with_name(self.text, there, name)

    def reword(self, call: CallText | None, old: str, new: str) -> list[Edit]:
        """Another text for the one that is written out, once, among the arguments of a call."""
        if call is None:
            return []
        found = [
            node
            for each in call.arguments
            for node in walk((each.value,))
            if literal(node) and node[3] == old
        ]
        if len(found) != 1:
            return []
        return [(found[0][1], found[0][2], quoted(self.text, found[0], new))]

    def activate(self, layer: Layer | None, activation: str) -> list[Edit]:
        """Another activation for a layer that takes one by name."""
        call = self.making(layer)
        if call is None or layer is None or call.spreads:
            return []
        if not hasattr(layer.declaration, "activation"):
            return []
        found = call.argument("activation", 1 if layer.class_name == "Dense" else None)
        said = f'"{activation}"'
        if found is not None and literal(found.value):
            said = quoted(self.text, found.value, activation)
        elif found is not None and not literal(found.value, type(None)):
            return []
        return call.replace(found, said) if found else call.append(f"activation={said}")

    def fix(self, description: str, edits: Sequence[Edit], *, safe: bool = False) -> Fix | None:
        """A fix of these edits in the file of this place; None where there are none."""
        if not edits:
            return None
        source = self.span.source
        end = newline(source.text) if "\r" in source.text else "\n"
        made = tuple(
            (source.span(start, stop), new.replace("\n", end))
            for start, stop, new in sorted(set(edits))
        )
        return Fix(description, made, safe)


def literal(node: Node, kind: type = str) -> bool:
    """Whether a node is a value of this kind, written out."""
    return node[0] == "Constant" and type(node[3]) is kind


def alike(old: str, new: str) -> bool:
    """Whether one is so nearly the other that it is a slip of the pen."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, old.lower(), new.lower()).ratio() >= ALIKE


def quoted(text: str, node: Node, new: str) -> str:
    """A text in the quotes that this one has."""
    said = text[node[1] : node[2]]
    quote = "'" if said[-1:] == "'" else '"'
    return f"{quote}{new}{quote}"
