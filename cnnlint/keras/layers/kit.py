"""How a layer is declared.

A declaration is one class with Keras's own name. Its `__init__` is Keras's signature and nothing
else: names, order and defaults are read from it, its body never runs. The rest says what the
layer accepts, gives and holds:

    class Dense(Declaration):
        min_rank = 2
        checks = {"units": positive}

        def __init__(self, units, activation=None, use_bias=True, ..., **kwargs): ...

        def output(self, x):
            return (*x[:-1], self.units)

        def weights(self, x):
            yield Weight("kernel", (x[-1], self.units))
            if self.use_bias:
                yield Weight("bias", (self.units,))

Parameter counts, their sums, the coverage table and the differential tests follow from that.
An argument whose value is not known is simply not there: a rule that reads it stops with
`NotKnown`, and one that does not need it goes on.
"""

from __future__ import annotations

from ...diagnostics import Refused, Unknown
from ...dims import Dim, at_least, equal, hidden, pretty, required
from ...network import Weight
from ...shapes import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, Protocol

    from ...dims import Size, When
    from ...shapes import Shape
    from .building import Applied

    Make = Callable[..., Any]
    Check = Callable[[Any, str, Any], Any]

__all__ = ["Declaration", "NotKnown", "Output", "Refused", "Weight"]

INFINITE = float("inf")
FLOATS = frozenset({"float16", "bfloat16", "float32", "float64"})


class NotKnown(Exception):
    """A rule needs a value that is not known; `unknown` says why."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.reason)
        self.unknown = unknown


class Output:
    """An output shape (a list of them where there are several) with the sum behind it.

    `unread`: per spatial axis, how many rows or columns at the end no window looks at.
    """

    __slots__ = ("shape", "sum", "unread")

    def __init__(
        self, shape: Shape | list[Shape], sum: str = "", unread: tuple[Size, ...] = ()
    ) -> None:
        self.shape = shape
        self.sum = sum
        self.unread = unread


class Declaration:
    """A layer of Keras: one instance holds the arguments of one layer of the user's.

    `rank`, `min_rank`, `max_rank` are what `input_spec` asks of the input. `checks` maps an
    argument to a function `(declaration, name, value) -> value` that refuses it as Keras does or
    normalizes it (`strides=2` becomes `(2, 2)`). `sizes` names the arguments that are counts: when
    one is not known it becomes a symbol, and everything else can still be worked out. `also` are
    arguments that Keras takes without naming them in the signature, with their defaults.
    """

    called = ""  # Keras's own name of the class, where it is exported under another
    abstract = True  # said anew by each class that stands for no layer of its own
    family = "other"  # what pictures colour it as: one of `report.families.COLOURS`
    rank: int | None = None
    min_rank: int | None = None
    max_rank: int | None = None
    many = False  # called on a list of tensors
    # Gives back a list of tensors for a list of tensors; None where Keras's answer is haphazard.
    nests: bool | None = False
    keeps_dtype = False  # the output has the dtype of the input
    fixed_rank = False  # once built, inputs must keep their rank
    recurs = False  # goes along the steps of a sequence, so that it can go backwards
    spatial = 0  # how many axes its windows slide along
    checks: Mapping[str, Check] = {}
    sizes: tuple[str, ...] = ()
    also: Mapping[str, Any] = {}
    refuses: tuple[str, ...] = ()  # arguments of the base layer that this one does not take
    ignores: tuple[str, ...] = ()  # and arguments that it takes and never looks at
    raw: tuple[str, ...] = ()  # whose numbers it looks at again when it is called
    swallows = False  # any argument that it does not name is taken, and lost
    reads_data = False  # may be called on numbers and texts, and on lists of them
    spreads = False  # its tensors are arguments of their own: `attention(query, value)`
    offers: tuple[str, ...] = ()  # methods that programs call on it: they are those of Keras
    holds: tuple[str, ...] = ()  # layers without a name that its constructor makes
    makes: tuple[str, ...] = ()  # layers without a name that Keras makes when it builds this one
    quantizes = False  # a policy such as "int8_from_float32" changes what it holds
    delegates = False  # its weights are made by layers that Keras puts inside of it
    late = False  # and they are made when it is built, not when it is made
    trains = True  # whether training changes what this one makes
    told: bool | None = None  # what `trainable` was set to, which goes for layers inside too
    masks = False  # a mask of its input is one of its output: `supports_masking`
    options: Mapping[str, Any] = {}  # what a call was given besides tensors
    dtype_policy = "float32"

    # Set while a layer is applied: conditions on free sizes are appended here.
    needs: list[When]
    not_known: dict[str, Unknown]

    def __getattr__(self, name: str) -> Any:
        # Only reached for what is not set: an argument of unknown value, or none at all.
        unknown = self.__dict__.get("not_known", {}).get(name)
        if unknown is None:
            raise AttributeError(name)
        raise NotKnown(unknown)

    @property
    def title(self) -> str:
        return type(self).__name__

    @classmethod
    def is_layer(cls) -> bool:
        """Whether this is a layer and not what several layers share."""
        return not cls.__dict__.get("abstract", False)

    if TYPE_CHECKING:
        call: Any  # its signature is that of Keras's `call`; it never runs either
    else:

        def call(self, inputs): ...

    # What a declaration says ------------------------------------------------------------

    def check(self) -> None:
        """Refuse combinations of arguments as Keras's constructor does."""

    def refuses_lists(self) -> bool:
        """Whether no list of tensors will do, where `nests` does not say: its weights go with one
        shape."""
        return False

    def accept(self, x: Any) -> None:
        """Refuse inputs as `input_spec` does; before anything is built."""
        if self.many:
            return
        rank = len(x)
        wanted = (
            str(self.rank)
            if self.rank is not None and rank != self.rank
            else f"at least {self.min_rank}"
            if self.min_rank is not None and rank < self.min_rank
            else f"at most {self.max_rank}"
            if self.max_rank is not None and rank > self.max_rank
            else ""
        )
        if wanted:
            raise Refused(
                "rank-mismatch",
                f"`{self.title}` needs an input of rank {wanted}, this one is of rank {rank}: "
                f"{show(x)}",
                help=self.rank_help(x),
            )

    def rank_help(self, x: Shape) -> str:
        """What to do about an input of the wrong rank."""
        target = self.rank or self.min_rank or 0
        if len(x) > target:
            kind, axes = self.title[:-2], len(x) - 2
            several = axes == 2 or (axes == 3 and kind not in ("SeparableConv", "DepthwiseConv"))
            if self.title.endswith(("1D", "2D")) and several:
                return f"use `{kind}{axes}D`, which takes an input of rank {len(x)}"
            return "put `Flatten` or a pooling layer before it, or use a layer for this rank"
        if len(x) == target - 1:
            sizes = ["-1" if hidden(size) else pretty(size) for size in x[1:]]
            if sizes.count("-1") < 2:
                inner = ", ".join([*sizes, "1"]) + ("" if sizes else ",")
                return f"add an axis of size 1 before it: `Reshape(({inner}))`"
        names = {3: "steps", 4: "height, width", 5: "depth, height, width"}.get(target)
        wanted = f"(batch, {names}, channels)" if names else f"{target} axes, the batch counted"
        return f"give it {wanted}"

    def output(self, x: Any) -> Shape | Output:
        """The output shape for an input of shape `x` (a list of shapes where `many`)."""
        return x  # type: ignore[no-any-return]

    def weights(self, x: Any) -> Iterable[Weight]:
        """What `build` does: the variables created for an input of shape `x`, or a refusal."""
        return ()

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        """The masks of the outputs, given those of the inputs; `make` does an operation."""
        return masks if self.masks else None

    def macs(self, x: Any, out: Any) -> Size:
        """Multiply-accumulate operations for one sample."""
        return 0

    def miscounts(self, x: Shape) -> bool:
        """Whether Keras's own sum for the output fails for a tensor with so many axes.

        A model that is called on another shape asks its layers for that alone.
        """
        return False

    def fails(self, x: Any) -> Refused | None:
        """What Keras finds out only when the layer runs on data: the shapes it gives are told."""
        return None

    def fixed(self, x: Shape) -> tuple[int, ...]:
        """The axes on which a built layer insists on the sizes it was built for, here `x`."""
        return ()

    def check_dtype(self, dtype: Any) -> str:
        """The policy for what was given as `dtype`; refused as Keras refuses it."""
        return dtype if isinstance(dtype, str) else "float32"

    @property
    def compute_dtype(self) -> str:
        """The dtype in which it computes, to which float inputs are cast."""
        if self.dtype_policy == "float32":
            return "float32"
        return self.dtype_policy.rpartition("_from_")[2].removeprefix("mixed_")

    def output_dtype(self, dtypes: list[str]) -> str:
        """The dtype of the output."""
        kept = self.keeps_dtype and dtypes and dtypes[0] not in FLOATS
        return dtypes[0] if kept else self.compute_dtype

    # What declarations use --------------------------------------------------------------

    def known(self, size: Size, what: str, x: Shape, exception: str = "ValueError") -> Size:
        """`size`, unless it is `None` for Keras: a weight needs a number."""
        if isinstance(size, Dim) and hidden(size):
            raise Refused(
                "undefined-dimension",
                f"`{self.title}` needs to know the {what} of its input, and it is None: {show(x)}",
                help=f"give the {what} in `keras.Input`"
                + (
                    ", or use `GlobalAveragePooling2D` in place of `Flatten`" if len(x) == 2 else ""
                ),
                exception=exception,
            )
        return size

    def has_axis(self, axis: int, x: Shape, exception: str = "ValueError") -> int:
        """`axis`, if the input has it."""
        if not -len(x) <= axis < len(x):
            raise Refused(
                "axis-out-of-range",
                f"`{self.title}` works on axis {axis}, its input has {len(x)} axes: {show(x)}",
                help=f"use an axis from {show_number(-len(x))} to {len(x) - 1}",
                exception=exception,
            )
        return axis

    def unknown_size(self, what: str, hint: str) -> Size:
        """A size that is read from data: a symbol where someone gives symbols."""
        fresh = self.__dict__.get("fresh")
        if fresh is None:
            raise NotKnown(Unknown(what, None))
        size: Size = fresh(what, hint)
        return size

    def alike(self, a: Size, b: Size) -> bool:
        """Whether two sizes can be the same, a None only for another one, as Keras compares."""
        return hidden(a) == hidden(b) and (hidden(a) or required(equal(a, b), self.needs))

    def demand(self, size: Size, least: Size) -> bool:
        """Whether `size` can be `least` or more; the condition, if there is one, is noted."""
        return required(at_least(size, least), self.needs)


if TYPE_CHECKING:

    class Applicable(Protocol):
        """A layer that is no declaration, but can be applied all the same."""

        def apply(self, x: Shape, built: bool) -> Applied: ...

        def build(self, x: Shape) -> tuple[Weight, ...]: ...

        def attribute(self, name: str) -> Any: ...

        def train(self, truth: bool) -> None: ...

    Inside = Declaration | Applicable


def inside(value: Any) -> Inside | None:
    """The layer that an argument of a wrapper stands for, None where the value is no layer.

    A `Declaration`, what carries one as its `declaration` (the network's layers do, and are the
    `state` of the interpreter's objects), or whatever can be applied to shapes by a method
    `apply(x, built)`: a model, a layer of the user's own.

    Raises:
        NotKnown: it is an object of which nothing can be told.
    """
    if value is None or isinstance(value, (int, float, str, tuple, list, dict, Dim)):
        return None
    if hasattr(value, "mro"):
        return None  # a class of layers, and no layer
    if isinstance(value, Declaration):
        return value
    carried = getattr(getattr(value, "state", value), "declaration", None)
    if isinstance(carried, Declaration):
        return carried
    if callable(getattr(value, "apply", None)):
        return value  # type: ignore[no-any-return]
    raise NotKnown(Unknown("the layer inside cannot be read", None))


def asked_inside(layer: Inside, name: str) -> Any:
    """An attribute of a layer inside of another; None where it has none.

    Raises:
        NotKnown: its value is not known.
    """
    if isinstance(layer, Declaration):
        return getattr(layer, name, None)
    return layer.attribute(name)


def apply_inside(
    outer: Declaration, layer: Inside, x: Shape, built: bool = True, called: bool = False
) -> Applied:
    """What the layer inside gives for `x`; the conditions it needs are those of `outer`.

    Only where Keras calls the layer inside does it ask whether `x` is like what that was built
    for.
    """
    if isinstance(layer, Declaration):
        from .building import apply

        if outer.told is not None:
            layer.trains = layer.told = outer.told

        if not called:
            layer.__dict__.pop("built_for", None)
        applied = apply(layer, x, built)
    else:
        if outer.told is not None:
            layer.train(outer.told)
        applied = layer.apply(x, built)
    outer.needs.extend(applied.needs)
    if isinstance(layer, Declaration) and not layer.trains and not layer.delegates:
        applied.weights = applied.weights and frozen(applied.weights)
    return applied


def frozen(weights: Iterable[Weight]) -> tuple[Weight, ...]:
    """The same weights, which no training changes."""
    return tuple(Weight(each.name, each.shape, False, each.dtype) for each in weights)


def show_number(value: Any) -> str:
    """A number or a size as people read it, with a real minus sign."""
    return pretty(value) if isinstance(value, Dim) else str(value).replace("-", "−")


def times(values: Iterable[Any]) -> str:
    """Sizes along several axes: `3×3`."""
    return "×".join("None" if hidden(v) else show_number(v) for v in values)


def once(texts: Iterable[str]) -> str:
    """One sum per axis, told once where all axes have the same."""
    listed = [text for text in texts if text]
    return ", ".join(dict.fromkeys(listed))
