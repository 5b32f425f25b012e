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
from ...dims import Dim, hidden
from ...network import Weight
from ...shapes import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from ...dims import Size, When
    from ...shapes import Shape

__all__ = ["Declaration", "NotKnown", "Output", "Refused", "Weight"]


class NotKnown(Exception):
    """A rule needs a value that is not known; `unknown` says why."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.reason)
        self.unknown = unknown


class Output:
    """An output shape with the sum behind it.

    `unread`: per spatial axis, how many rows or columns at the end no window looks at.
    """

    __slots__ = ("shape", "sum", "unread")

    def __init__(self, shape: Shape, sum: str = "", unread: tuple[Size, ...] = ()) -> None:
        self.shape = shape
        self.sum = sum
        self.unread = unread


class Declaration:
    """A layer of Keras: one instance holds the arguments of one layer of the user's.

    `rank`, `min_rank`, `max_rank` are what `input_spec` asks of the input. `checks` maps an
    argument to a function `(declaration, name, value) -> value` that refuses it as Keras does or
    normalizes it (`strides=2` becomes `(2, 2)`). `sizes` names the arguments that are counts: when
    one is not known it becomes a symbol, and everything else can still be worked out.
    """

    rank: int | None = None
    min_rank: int | None = None
    max_rank: int | None = None
    many = False  # called on a list of tensors
    fixed_axis: int | None = None  # once built, inputs must keep their size on this axis
    checks: Mapping[str, Callable[[Declaration, str, Any], Any]] = {}
    sizes: tuple[str, ...] = ()
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

    # What a declaration says ------------------------------------------------------------

    def check(self) -> None:
        """Refuse combinations of arguments as Keras's constructor does."""

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
                f"`{self.title}` needs an input of rank {wanted}, this one has rank {rank}: {show(x)}",
                help=self.rank_help(x),
            )

    def rank_help(self, x: Shape) -> str:
        """What to do about an input of the wrong rank."""
        return ""

    def output(self, x: Any) -> Shape | Output:
        """The output shape for an input of shape `x` (a list of shapes where `many`)."""
        return x  # type: ignore[no-any-return]

    def weights(self, x: Any) -> Iterable[Weight]:
        """The variables the layer creates for an input of shape `x`."""
        return ()

    def macs(self, x: Any, out: Shape) -> Size:
        """Multiply-accumulate operations for one sample."""
        return 0

    def output_dtype(self, dtypes: list[str]) -> str:
        return self.dtype_policy

    # What declarations use --------------------------------------------------------------

    def known(self, size: Size, what: str, x: Shape) -> Size:
        """`size`, unless it is `None` for Keras: a weight needs a number."""
        if isinstance(size, Dim) and hidden(size):
            raise Refused(
                "undefined-dimension",
                f"`{self.title}` needs to know the {what} of its input, and it is None: {show(x)}",
                help=f"give the {what} in `keras.Input`, or reduce the free axes first "
                "(`GlobalAveragePooling2D` instead of `Flatten`)",
            )
        return size
