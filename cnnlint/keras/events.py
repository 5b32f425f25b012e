"""What happens while a program runs that is worth judging afterwards."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.remarks import Remark
from ..interpreter.values import Raised

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Scope
    from ..network import Layer, Model, Tensor
    from ..source import Span
    from ..syntax.tree import Node as Tree


class Refusal:
    """Keras would raise here. `inputs` are the tensors it was about, `calls` the way there.

    `asked` is how many unknown conditions this run had met before. `certainty` is "proved" unless
    some run that gets there may not raise.
    """

    __slots__ = ("asked", "calls", "certainty", "inputs", "layer", "refused", "span")

    def __init__(
        self,
        refused: Refused,
        span: Span,
        calls: tuple[Span, ...],
        layer: Layer | None,
        inputs: tuple[Tensor, ...],
        asked: int,
    ) -> None:
        self.asked = asked
        self.refused = refused
        # Where it was raised in our own code is nobody's concern, and would hold the whole run.
        refused.__traceback__ = refused.__context__ = None
        self.certainty = "likely" if refused.late else "proved"
        self.span = span
        self.calls = calls
        self.layer = layer
        self.inputs = inputs


class Refuted(Exception):
    """While an argument is on trial: with it, Keras refuses what it takes without."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.message)
        self.refused = refused


class Trial:
    """An argument on trial. What was refused without it does not count: `known` are the marks.

    `doubtful` is set where something is refused that need not happen.
    """

    __slots__ = ("doubtful", "known")

    def __init__(self, known: set[object]) -> None:
        self.known = known
        self.doubtful = False


class ModelMade:
    """A model was made, under these calls of the user's own functions, in the last of them.

    `symbols` says what the symbols of that run stand for. `inside` are the models that are a part
    of this one, and `rows` what tells it from others, once the run has ended and they are asked
    for.
    """

    __slots__ = ("builder", "calls", "inside", "model", "rows", "symbols")

    def __init__(
        self, model: Model, calls: tuple[Span, ...], builder: str, symbols: dict[str, Unknown]
    ) -> None:
        self.model = model
        self.calls = calls
        self.builder = builder
        self.symbols = symbols
        self.inside: tuple[Model, ...] | None = None
        self.rows: object = None


def refuse(
    interpreter: Interpreter,
    refused: Refused,
    layer: Layer | None = None,
    inputs: tuple[Tensor, ...] = (),
    span: Span | None = None,
) -> Unknown:
    """Note a refusal, and go on with an unknown in place of the result.

    Raises:
        Raised: when the program itself catches the exception that Keras raises.
    """
    span = span or interpreter.span()
    if "keras 2" in interpreter.state and not holds(refused):
        return Unknown(f"what Keras 2 makes of what Keras 3 refuses: {refused.message}", span)
    if not refused.late and interpreter.catches(refused.exception):
        raised = interpreter.raised(refused.exception, refused.message)
        raise Raised(raised.cls, raised.value, raised.span)
    if interpreter.attempt is not None:
        return Unknown(f"Keras refuses this: {refused.message}", span)
    trial: Trial | None = interpreter.state.get("trial")
    if trial is not None and not refused.late and (refused.rule, span.key) not in trial.known:
        if interpreter.uncertain is None:
            raise Refuted(refused)
        trial.doubtful = True
    reach(interpreter, span)
    calls = tuple(interpreter.chain())
    asked = len(interpreter.asked)
    interpreter.events.append(Refusal(refused, span, calls, layer, inputs or refused.inputs, asked))
    return Unknown(f"Keras refuses this: {refused.message}", span)


#: Rules of what Keras 2 refuses as well: it raises on the example of what is wrong in each of them.
HELD = frozenset(
    """
    window-larger-than-input rank-mismatch channel-mismatch merge-shape-mismatch
    concat-shape-mismatch reshape-size-mismatch undefined-dimension groups-do-not-divide
    shapes-do-not-broadcast graph-disconnected input-structure duplicate-layer-name not-a-tensor
    input-shape-mismatch axis-out-of-range too-many-indices index-out-of-range bad-slice
    program-raises missing-super-init state-shape-mismatch missing-argument not-a-layer
    label-shape-mismatch sample-count-mismatch not-compiled loss-without-output label-out-of-range
    metric-label-mismatch index-not-embedded no-loss
    """.split()
)
#: What is remarked on programs for Keras 3 alone.
NEWER = frozenset(("build-without-effect",))


def holds(refused: Refused) -> bool:
    """Whether Keras 2 refuses it as well; it lets `Cropping2D` leave nothing."""
    cuts = refused.rule == "window-larger-than-input" and " cuts " in refused.message
    return refused.rule in HELD and not cuts


#: Exceptions that end a program by mistake, and not because it says so.
MISTAKES = frozenset(
    """
    TypeError AttributeError ValueError IndexError KeyError NotImplementedError NameError
    UnboundLocalError ZeroDivisionError
    """.split()
)
#: Those of them that a function of Keras 2 need not raise where that of Keras 3 does.
DOUBTFUL = frozenset(("TypeError", "AttributeError", "ValueError", "NotImplementedError"))


#: What stands for an object that was never made.
_NO_OBJECTS = ("function'", "method'", "NoneType'", "type'")


def uncaught(
    interpreter: Interpreter, raised: Raised, statement: Tree, scope: Scope, before: int
) -> None:
    """Note an exception that ends the program; it is proved if no answer was taken on trust.

    `before` is how many events there were when the statement at the top of the file began.
    """
    from .halted import leave_unfinished, went_before

    why = Unknown(f"this raises {raised.message}", raised.span or interpreter.span(statement))
    leave_unfinished(interpreter, statement, scope, why)
    if went_before(interpreter, before):
        return  # the program does not come to it
    if raised.calls is None or raised.span is None or raised.cls.name not in MISTAKES:
        return
    if interpreter.asked or interpreter.uncertain is not None:
        return  # with another answer it may not come to that
    if "keras 2" in interpreter.state and raised.cls.name in DOUBTFUL:
        return  # it may be ours, for what only Keras 3 does not take
    if raised.cls.name == "NameError" and raised.span.source.cells:
        return  # another run of the notebook may have defined it
    told = raised.message
    if raised.cls.name == "AttributeError" and told.partition("'")[2].startswith(_NO_OBJECTS):
        told = told.partition(" has no attribute ")[0]  # a function where a model is meant
    if raised.cls.name in ("NameError", "AttributeError"):
        said = interpreter.state.setdefault("said", {})
        if told in said:
            return  # what the name stands for was said where it is read first
        said[told] = 1
    refused = Refused("program-raises", raised.message, help=_why(raised))
    event = Refusal(refused, raised.span, raised.calls, None, (), len(interpreter.asked))
    reach(interpreter, raised.span)
    interpreter.events.append(event)


def discarded(interpreter: Interpreter, node: Tree, value: Tensor) -> None:
    """Remark on a tensor that nobody takes: `Dropout(0.5)(x)` as a statement.

    A layer that has a name may be called for its own sake: to be built, for its loss.
    """
    made_there = node[0] == "Call" and node[3][0] == "Call"
    if not made_there or value.node is None or interpreter.source.cells:
        return
    layer = value.node.layer
    if layer.declaration is None or interpreter.behalf is not None:
        return
    interpreter.events.append(
        Remark(
            "unused-layer-result",
            interpreter.span(node),
            f"the result of `{layer.class_name}` is not used, and the layer has no name",
            help="assign it: `x = ...(x)`",
            certainty="likely",
        )
    )


def _why(raised: Raised) -> str:
    """What to do about the commonest of them."""
    message = raised.message
    if "not built yet" in message or message.endswith("it is not built"):
        return "say what its input is: `keras.Input(...)` as its first item, or call it on data"
    if "'NoneType' object has no attribute" in message:
        return "a function that makes a model must `return` it; `compile` and `add` return None"
    if "'History' object" in message:
        return 'the figures of each epoch are in a dictionary: `history.history["loss"]`'
    if "to unpack" in message:
        return "count what is returned: `LSTM(..., return_state=True)` gives three tensors"
    if "KerasTensor" in message:
        return "a symbolic tensor has no values yet: use `keras.ops`, or a layer of your own"
    return ""


def reach(interpreter: Interpreter, span: Span) -> None:
    """Note that this world comes to this place: what is refused there is held against it."""
    interpreter.visited.add(span.key)


def arrive(interpreter: Interpreter) -> None:
    """The same for the place of the call that is going on."""
    if interpreter.behalf is not None:
        reach(interpreter, interpreter.behalf[0])
    else:
        node = interpreter.node
        interpreter.visited.add((interpreter.source.path, node[1], node[2]))


def taken_as_shape(interpreter: Interpreter, unknown: Unknown) -> None:
    """Something not known is given where only a shape may stand."""
    interpreter.state.setdefault("shapes", {})[unknown.key] = unknown


def waits_for(interpreter: Interpreter, parameter: Unknown) -> None:
    """A layer is called on a tensor of unknown rank, because of a parameter without a value."""
    interpreter.state.setdefault("waiting", {}).setdefault(parameter.reason, parameter)


def made(interpreter: Interpreter, record: Model) -> None:
    known: list[Model] = interpreter.state.setdefault("models", [])
    if not any(record is model for model in known):
        known.append(record)
        frames = interpreter.users_frames()
        builder = f"{frames[-1].function.name}()" if frames else ""
        symbols = interpreter.state.setdefault("symbols", {})
        interpreter.events.append(ModelMade(record, tuple(interpreter.chain()), builder, symbols))
