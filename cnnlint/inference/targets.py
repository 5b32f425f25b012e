"""Targets: expressions, given from outside, whose models are wanted."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.values import (
    Class,
    Function,
    Instance,
    Lost,
    ModuleScope,
    Raised,
    Scope,
    TooDeep,
)
from ..keras.events import ModelMade
from ..keras.structures import flatten
from ..network import Model, Tensor
from .exploring import Exploration
from .roots import Root, Step, layer_call, root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.budget import Budget
    from ..interpreter.machine import Interpreter
    from ..source import Source


class Expression(Root):
    """A target as a root: it is evaluated where the file ends.

    `Input` is `keras.Input` there, unless the file says otherwise. `raised` is what it raised, and
    `value` what it gave.
    """

    __slots__ = ("raised", "scope", "text", "tree", "value")

    def __init__(
        self, text: Source, tree: Any, scope: ModuleScope, steps: tuple[Step, ...] = ()
    ) -> None:
        super().__init__(None, text.text, text.span(0, len(text.text)), steps)
        self.text = text
        self.tree = tree
        self.scope = scope
        self.raised: Raised | None = None
        self.value: Any = None

    def begin(self, interpreter: Interpreter) -> Any:
        inner = Scope(self.scope, self.scope)
        keras = interpreter.library("keras")
        if keras is not None and "Input" not in self.scope.names:
            inner.names["Input"] = keras.member("Input")
        interpreter.source = self.text
        try:
            for statement in self.tree.statements:
                if statement[0] == "Expr":
                    interpreter.node = statement[3]
                    self.value = interpreter.evaluate(statement[3], inner)
        except Raised as raised:
            self.raised = raised
            raise
        models = _models(self.value)
        for model in models:
            model.variable = self.title
            if model.span is not None and model.span.source is self.text:
                model.span = model.value.cls.span  # the target itself is no place in a file
        return [model.value for model in models] if len(models) > 1 else self.value

    def then_called(self) -> Expression | None:
        """The same, followed by a call of the model that it gives, where nobody calls that."""
        value = self.value
        if not (isinstance(value, Instance) and isinstance(value.state, Model)):
            return None
        steps = () if value.state.built or value.state.nodes else layer_call(value.cls)
        return Expression(self.text, self.tree, self.scope, steps) if steps else None


def try_targets(
    interpreter: Interpreter,
    scope: ModuleScope,
    targets: list[tuple[str, Source, Any]],
    budget: Budget,
) -> list[tuple[str, str]]:
    """Evaluate targets besides the file itself; those that give no model, and why."""
    failed: list[tuple[str, str]] = []
    for text, source, tree in targets:
        expression = Expression(source, tree, scope)
        found, value = _explored(interpreter, expression, budget)
        interpreter.events += found
        if expression.raised is not None:
            failed.append((text, f"it raises {expression.raised.message}"))
        elif isinstance(value, Unknown):
            interpreter.unknowns.append(value)
        elif value is not None and not _models(value):
            failed.append((text, "it gives no model"))
    return failed


def _explored(interpreter: Interpreter, expression: Expression, budget: Budget) -> Any:
    """The events of a target, and its value; one that only names a builder is a call of that."""
    exploration = Exploration(interpreter, expression, budget)
    exploration.explore()
    root: Root | None = expression.then_called()
    if isinstance(expression.value, (Function, Class)):
        root = root_of(expression.value)
    if root is None:
        return exploration.events, expression.value
    exploration = Exploration(interpreter, root, budget)
    exploration.explore()
    made = [event.model for event in exploration.events if isinstance(event, ModelMade)]
    return exploration.events, [model.value for model in made if model.variable] or None


def evaluate(interpreter: Interpreter, scope: ModuleScope, text: Source, tree: Any) -> None:
    """Evaluate a target; only what it gives, or what it makes on the way, is reported."""
    before = interpreter.events
    interpreter.events = []
    expression = Expression(text, tree, scope)
    try:
        value = expression.use(interpreter, {}, everything=False)
        if isinstance(value, (Function, Class)) or expression.then_called() is not None:
            found, value = _explored(interpreter, expression, interpreter.budget)
            interpreter.events += found
    except (Lost, RecursionError, TooDeep):
        value = interpreter.unknown(f"`{text.text}` could not be followed")
    except Raised as raised:
        value = None
        reason = f"`{text.text}` raises {raised.message}"
        interpreter.unknowns.append(Unknown(reason, raised.span or expression.span))
    models = _models(value)
    for model in models:
        model.variable = text.text
    if models:
        kept = [
            event
            for event in (*before, *interpreter.events)
            if isinstance(event, ModelMade) and any(event.model is model for model in models)
        ]
        refusals = [
            event for event in (*before, *interpreter.events) if not isinstance(event, ModelMade)
        ]
        interpreter.events = [*kept, *refusals]
    elif isinstance(value, Unknown):
        interpreter.unknowns.append(value)
    elif isinstance(value, Instance) and value.cls.unknown_base is not None:
        interpreter.unknowns.append(value.cls.unknown_base)


def _models(value: Any) -> list[Model]:
    """The models that a target gives; of a tensor, the model that was called for it."""
    models: list[Model] = []
    for leaf in flatten(value):
        if isinstance(leaf, Instance) and isinstance(leaf.state, Model):
            models.append(leaf.state)
        elif isinstance(leaf, Tensor) and leaf.node is not None:
            if isinstance(leaf.node.layer, Model):
                models.append(leaf.node.layer)
    return models
