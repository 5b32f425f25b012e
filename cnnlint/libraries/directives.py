"""What the user's directives say, held against what is known, or taken where nothing is.

A directive that a known value contradicts changes nothing: it is remarked on. Where a value is
not known, or a part of its shape is not, what the directive says is as good as code from there on.
"""

from __future__ import annotations

from .. import dims
from ..diagnostics import Note, Unknown
from ..dims import Dim, hidden, pretty
from ..interpreter import attributes, storing
from ..interpreter.comparison import equal
from ..interpreter.expressions import lookup
from ..interpreter.operators import Fraction
from ..interpreter.remarks import Remark
from ..interpreter.values import MISSING, Identity, Instance, Lost, Raised
from ..network import Layer, Node, Tensor, Weight
from ..shapes import show
from .arrays import Array, array_of, folded, symbol_for
from .dtypes import kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Scope
    from ..shapes import Shape
    from ..source import Span
    from ..syntax import tree

    Said = tuple[int | str | None, ...]

#: What TensorFlow makes of Python's numbers.
_WEAK = {"int": "int32", "float": "float32"}
#: How much of a value a message shows.
SHOWN = 60


class Contradicted(Exception):
    """What is known is not what the directive says: both in words, and what made it."""

    def __init__(self, known: str, said: str, because: tuple[Note, ...] = ()) -> None:
        super().__init__(known)
        self.known = known
        self.said = said
        self.because = because


def apply(interpreter: Interpreter, node: tree.Node, scope: Scope) -> None:
    """Take one statement of a directive for what it speaks of, or remark that it is not so."""
    _, _, _, path, how, said, dtype = node
    interpreter.node = node
    name = _text(interpreter, node)
    if path[0] == "Name":
        old = lookup(interpreter, path[3], scope)
        if old is MISSING:
            return  # declared without a value
    else:
        try:
            old = interpreter.evaluate(path, scope)
        except Lost as lost:
            old = lost.unknown
        except Raised as raised:
            interpreter.events.append(
                Remark(
                    "invalid-directive",
                    interpreter.span(node),
                    f"`{name}` cannot be looked up: {raised.message}",
                )
            )
            return
    try:
        if how == "=":
            new = _valued(interpreter, old, interpreter.evaluate(said, scope))
        else:
            new = _Shaping(interpreter, node, name, scope).of(old, said, dtype)
    except Contradicted as differs:
        _remark(interpreter, node, name, differs)
        return
    if new is not old:
        _put(interpreter, path, old, new, scope)


def _text(interpreter: Interpreter, node: tree.Node) -> str:
    """What the directive speaks of, as it is written there."""
    text = interpreter.span(node).text
    return text.partition("=" if node[4] == "=" else ":")[0].strip()


def _put(interpreter: Interpreter, path: tree.Node, old: Any, new: Any, scope: Scope) -> None:
    if path[0] == "Name":
        scope.assign(path[3], new)
        return
    holder = interpreter.evaluate(path[3], scope)
    if type(holder) is Unknown:
        if type(old) is Unknown:
            interpreter.stated[old.key] = new
    elif path[0] == "Attribute":
        attributes.put(interpreter, holder, path[4], new)
    else:
        storing.set_item(interpreter, holder, interpreter.evaluate(path[4], scope), new)


def _remark(interpreter: Interpreter, node: tree.Node, name: str, differs: Contradicted) -> None:
    because = differs.because
    frames = interpreter.frames
    if not because and frames and name.partition(".")[0] in frames[-1].function.signature.names:
        caller = frames[-1]
        called = caller.source.span(caller.node[1], caller.node[2])
        if called.key != frames[-1].function.span.key:
            because = (Note(called, "called here"),)
    sure = not (interpreter.asked or interpreter.uncertain or interpreter.state.get("world"))
    interpreter.events.append(
        Remark(
            "directive-contradicted",
            interpreter.span(node),
            f"`{name}` {differs.known}, and this directive says {differs.said}",
            because=because,
            help="correct the directive, or take it away: what the code shows needs none",
            certainty="proved" if sure else "likely",
        )
    )


# Values -------------------------------------------------------------------------------------


def _valued(interpreter: Interpreter, old: Any, said: Any) -> Any:
    """The old value where it is known, and the one said where it is not."""
    kind = type(old)
    if kind is Unknown:
        return said
    if kind is Array and old.shape is None:
        return said
    if kind in (Array, Tensor, Weight) and old.shape != ():
        shape = show(old.shape) if old.shape is not None else "that is not known"
        what = "an array" if kind is Array else "a tensor"
        raise Contradicted(f"is {what} of shape {shape}", _shown(said), _made(old))
    if kind is Array and old.items is None:
        return said
    if kind is Fraction:
        return said
    answer = equal(interpreter, _listed(folded(old)), _listed(said))
    if answer is False:
        raise Contradicted(f"is {_shown(folded(old))}", _shown(said))
    return old if answer is True else said


def _listed(value: Any, depth: int = 0) -> Any:
    """Lists and tuples alike: a directive that writes the one for the other is not wrong."""
    if type(value) in (list, tuple) and depth < 10:
        return [_listed(folded(item), depth + 1) for item in value]
    return value


def _shown(value: Any) -> str:
    text = _in_words(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _in_words(value: Any, depth: int = 0) -> str:
    kind = type(value)
    if kind is Dim:
        return "None" if hidden(value) else pretty(value)
    if kind is Unknown:
        return "?"
    if kind in (list, tuple) and depth < 4:
        items = ", ".join(_in_words(item, depth + 1) for item in value[:20])
        if kind is list:
            return f"[{items}]"
        return f"({items},)" if len(value) == 1 else f"({items})"
    if kind in (int, float, str, bool, bytes, type(None), complex):
        return repr(value) if kind is not str else repr(value[:SHOWN])
    if kind is dict:
        return f"a dict of {len(value)} items"
    if kind is Instance:
        return f"a {value.cls.name} object"
    return f"a {kind.__name__.lower()}"


# Shapes and dtypes --------------------------------------------------------------------------


class _Shaping:
    """One statement about a shape: what its sizes mean where it stands."""

    def __init__(self, interpreter: Interpreter, node: tree.Node, name: str, scope: Scope) -> None:
        self.interpreter = interpreter
        self.span: Span = interpreter.span(node)
        self.name = name
        # The scope is kept, so that its id stays its own.
        kept = interpreter.state.setdefault("stated sizes", {})
        self.sizes: dict[str, Size] = kept.setdefault(id(scope), (scope, {}))[1]

    def of(self, old: Any, said: Said | None, dtype: str | None) -> Any:
        """`old` where it has this shape and dtype, and what is said where it is not known."""
        kind = type(old)
        if kind is Unknown:
            return old if said is None else self.taken(old, said, dtype)
        if kind is Array or kind is Tensor or kind is Weight:
            return self.filled(old, said, dtype)
        shape, known = self.plain(old)
        if shape is not None and said is not None:
            self.agreed(shape, said, ())
        if dtype is not None and known is not None and not _is_of(known, dtype):
            raise Contradicted(f"has the dtype {known}", dtype)
        return old

    def taken(self, unknown: Unknown, said: Said, dtype: str | None) -> Any:
        """An array or a tensor in place of what is not known."""
        symbolic = unknown.parameter or _from_tensors(self.interpreter, unknown)
        shape = self.shape(said, symbolic=symbolic)
        if not symbolic:
            return Array(shape, dtype, unknown=None if shape else unknown)
        # What it came out of may have weights: a row of its own says so. A parameter has none.
        layer = Layer("?", f"?{self.name}", self.span)
        if unknown.parameter:
            layer.kind = "operation"
        else:
            layer.broken = unknown
            inside: list[Layer] = self.interpreter.state.get("inside") or []
            for outer in inside[-1:]:
                outer.broken = outer.broken or unknown
        tensor = Tensor(shape, _WEAK.get(dtype or "float", dtype or "float32"))
        Node(layer, (), (tensor,), self.span)
        return tensor

    def filled(self, old: Any, said: Said | None, dtype: str | None) -> Any:
        """An array or a tensor, with what is said where its own shape and dtype are not known."""
        if dtype is not None and old.dtype is not None and not _is_of(old.dtype, dtype):
            raise Contradicted(f"has the dtype {old.dtype}", dtype, _made(old))
        shape = old.shape
        if said is not None:
            if shape is None:
                shape = self.shape(said, symbolic=type(old) is Tensor)
            else:
                shape = self.agreed(shape, said, _made(old))
        if type(old) is not Array:
            if shape != old.shape and type(old) is Tensor:
                old.shape, old.unknown = shape, None  # wherever it is in use already
            return old
        dtype = old.dtype or dtype
        if shape == old.shape and dtype == old.dtype:
            return old
        made = old.like(shape, items=old.items)
        made.dtype = dtype
        if old.shape is None and shape:
            made.unknown = None
        return made

    def plain(self, old: Any) -> tuple[Shape | None, str | None]:
        """The shape and dtype of a value that is no array; None where they are not known."""
        if type(old) in (int, float, bool, Dim, list, tuple, range, complex):
            try:
                found = array_of(self.interpreter, old)
            except Raised:
                found = None
            if type(found) is not Array:
                return None, None
            return found.shape, found.dtype
        try:
            shape = folded(self.interpreter.get(old, "shape"))
        except (Raised, Lost):
            raise Contradicted(f"is {_kind(self.interpreter, old)}", self.said()) from None
        if type(shape) is not tuple:
            return None, None
        sizes = [size for size in shape if type(size) in (int, Dim)]
        return (tuple(sizes) if len(sizes) == len(shape) else None), None

    def said(self) -> str:
        return self.span.text.partition(":")[2].strip()

    def agreed(self, known: Shape, said: Said, because: tuple[Note, ...]) -> Shape:
        """The sizes that are known, and for the others those that are said."""
        if len(known) != len(said):
            raise self.differs(known, because)
        agreed: list[Size] = []
        for axis, (size, stated) in enumerate(zip(known, said, strict=True)):
            meant = self.size(stated, size, axis)
            if dims.equal(size, meant) is dims.NEVER:
                raise self.differs(known, because, stated, meant)
            # A None of Keras stays one: the layer takes any size there.
            left_open = type(size) is Dim and not hidden(size)
            agreed.append(meant if left_open and type(meant) is int else size)
        return tuple(agreed)

    def differs(
        self,
        known: Shape,
        because: tuple[Note, ...],
        stated: int | str | None = None,
        meant: Size = 0,
    ) -> Contradicted:
        where = f" with {stated} = {pretty(meant)}" if type(stated) is str else ""
        shape = self.said()
        shape = shape[: shape.rfind(")") + 1] or shape
        return Contradicted(f"has shape {show(known)}", f"{shape}{where}", because)

    def shape(self, said: Said, *, symbolic: bool) -> Shape:
        """The shape said of something of which no shape is known."""
        sizes = []
        for axis, stated in enumerate(said):
            if stated is None and symbolic:
                sizes.append(self.hidden(axis))
            else:
                sizes.append(self.size(stated, None, axis))
        return tuple(sizes)

    def hidden(self, axis: int) -> Size:
        """A None of Keras: the batch is the same everywhere."""
        if axis == 0:
            return dims.symbol("N", hidden=True)
        name = f"{self.name}_{axis}"
        taken: dict[str, int] = self.interpreter.state.setdefault("free sizes", {})
        taken[name] = count = taken.get(name, 0) + 1
        return dims.symbol(name if count == 1 else f"{name}_{count}", hidden=True)

    def size(self, stated: int | str | None, known: Size | None, axis: int) -> Size:
        """What a size of the directive stands for, where the size that is known is `known`."""
        if type(stated) is int:
            return stated
        if type(stated) is str:
            meant = self.sizes.get(stated)
            if meant is not None and not (type(meant) is Dim and type(known) is int):
                return meant
            self.sizes[stated] = meant = self.free(stated, axis) if known is None else known
            return meant
        return self.free(f"{self.name}_{axis}", axis) if known is None else known

    def free(self, name: str, axis: int) -> Size:
        """A symbol for a size that the directive leaves open."""
        reason = f"a size of `{self.name}` (axis {axis}) that its directive leaves open"
        return symbol_for(self.interpreter, Unknown(reason, self.span, name=name))


def _is_of(known: str, said: str) -> bool:
    """Whether a dtype is the one said; `int` and `float` are any of their kind."""
    if said == "int":
        return known == "int" or kind_of(known) in ("i", "u")
    if said == "float":
        return known == "float" or kind_of(known) == "f"
    if said in ("str", "string"):
        return kind_of(known) in ("U", "O")
    if said == "complex":
        return kind_of(known) == "c"
    if known in ("int", "float"):
        return kind_of(said) in {"int": ("i", "u"), "float": ("f",)}[known]
    return known == said


def _kind(interpreter: Interpreter, value: Any) -> str:
    if value is None:
        return "None"
    if type(value) is str:
        return f"the text {_shown(value)}"
    return f"a `{interpreter.type_name(value)}`, which has no shape"


def _made(value: Any) -> tuple[Note, ...]:
    """The call that made a tensor."""
    node = value.node if type(value) is Tensor else None
    if node is None or node.span is None or value.shape is None:
        return ()
    return (Note(node.span, show(value.shape)),)


def _from_tensors(interpreter: Interpreter, unknown: Unknown) -> bool:
    """Whether something was computed from Keras's symbolic tensors."""
    return any(_holds_tensor(part) for part in interpreter.origins.made_of(unknown))


def _holds_tensor(part: Any, depth: int = 0) -> bool:
    if type(part) is Identity:
        part = part.value
    if type(part) is Tensor:
        return True
    if type(part) in (list, tuple) and depth < 4:
        return any(_holds_tensor(each, depth + 1) for each in part)
    if type(part) is dict and depth < 4:
        return any(_holds_tensor(each, depth + 1) for each in part.values())
    return False
