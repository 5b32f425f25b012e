"""From what happened to what is said: every event under the rule that explains it."""

from __future__ import annotations

from ..diagnostics import Diagnostic, Note
from ..network import Tensor
from . import unused_branch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from ..diagnostics import Fix
    from ..inference import Inference
    from ..interpreter.remarks import Remark
    from ..keras.events import Refusal
    from ..network import Layer, Model
    from ..resources.limits import Budgets
    from ..source import Source, Span
    from ..syntax.tree import Module, Problem
    from . import Rule

    Trees = dict[int, Module]  # by the id of the source
    Said = dict[int, tuple[Model, list[Remark]]]

#: Where the models are that cnnlint itself describes.
OWN = __file__.removesuffix("rules/judge.py")


def judge(inference: Inference, said: Said | None = None) -> list[Diagnostic]:
    """The diagnostics for one file, in the order of the text.

    `said` is what is known already of models by their ids, and is told of the others. That a
    notebook's cell raises of which the notebook says so is not worth saying.
    """
    source = inference.source
    trees = {id(source): inference.tree}
    made = [
        of_refusal(refusal, trees)
        for refusal in _each_once(inference.refusals)
        if not any(map(_is_meant, (refusal.span, *refusal.calls)))
    ]
    made += [syntax_error(source, each.message, each.offset) for each in inference.unread]
    remarks = [*inference.remarks, *of_models(inference.models, said)]
    if any(isinstance(bound.value, Tensor) for bound in inference.bound):
        remarks += unused_branch.look(inference)
    made += [of_remark(remark, trees) for remark in remarks]
    made += [of_problem(problem, inference.source) for problem in inference.problems]
    made = [each for each in made if each.severity != "error" or not _is_meant(each.span)]
    return sorted(made, key=lambda each: (each.span.path, each.span.start))


#: Rules about a class of the program's own: one mistake, whatever is done with its objects.
OF_A_CLASS = frozenset(("missing-super-init", "missing-call"))


def _each_once(refusals: Iterable[Refusal]) -> Iterator[Refusal]:
    """Refusals, without those that say the same again in one run of a function.

    Shapes that do not fit go on not fitting; a name or an argument is wrong wherever it stands.
    """
    from . import find

    said: set[object] = set()
    for refusal in refusals:
        refused = refusal.refused
        of_class = refused.rule in OF_A_CLASS
        calls = () if of_class else tuple(span.key for span in refusal.calls)
        key = (refused.rule, refused.message, calls)
        if key in said and (of_class or (calls and find(refused.rule).code[3] in "13")):
            continue
        if refusal.certainty == "proved":
            said.add(key)
        yield refusal


def _is_meant(span: Span) -> bool:
    """Whether this lies in a cell of which the notebook says that it raises."""
    cell = span.source.cell_at(span.start)
    return cell is not None and cell.may_raise


def syntax_error(source: Source, message: str, offset: int) -> Diagnostic:
    """The diagnostic for text that is not Python."""
    from . import find

    offset = max(0, min(offset, len(source.text)))
    end = offset + 1 if offset < len(source.text) and source.text[offset] not in "\r\n" else offset
    rule = find("syntax-error")
    return Diagnostic(rule.code, rule.name, rule.severity, source.span(offset, end), message)


def with_budgets(
    diagnostics: list[Diagnostic], models: list[Model], budgets: Budgets
) -> list[Diagnostic]:
    """The diagnostics, and those of models that take more than they may."""
    from .budgets import over

    made = [*diagnostics, *map(of_remark, over(models, budgets))]
    return sorted(made, key=lambda each: (each.span.path, each.span.start))


def of_models(models: list[Model], said: Said | None = None) -> list[Remark]:
    """What the rules that look at models say, each once, of the user's own layers."""
    found: dict[object, Remark] = {}
    said = {} if said is None else said
    for model in models:
        if model.origin:
            continue  # nothing of it is the user's
        known = said.get(id(model))
        if known is None or known[0] is not model:
            known = said[id(model)] = (model, _looked_at(model))
        for remark in known[1]:
            found.setdefault((remark.rule, remark.span.key), remark)
    return list(found.values())


def _looked_at(model: Model) -> list[Remark]:
    from . import of_models as rules
    from .modelling.graph import forget, idle

    remarks = (remark for rule in rules(idle(model)) for remark in rule.look(model))
    told = [remark for remark in remarks if not remark.span.path.startswith(OWN)]
    forget()
    return told


def of_refusal(refusal: Refusal, trees: Trees) -> Diagnostic:
    """Keras would raise there: the rule, and the shapes that led there."""
    from . import find
    from .ways import chain

    rule = find(refusal.refused.rule)
    notes = [
        Note(span, f"{'imported' if _is_import(span) else 'called'} here") for span in refusal.calls
    ]
    notes += refusal.refused.because
    notes += chain(refusal.inputs, refusal.span, refusal.layer)
    return Diagnostic(
        rule.code,
        rule.name,
        severity_of(refusal, rule.severity),
        refusal.span,
        refusal.refused.message,
        certainty=refusal.certainty,
        because=tuple(notes),
        help=refusal.refused.help,
        sum=refusal.refused.sum,
        fix=mending(
            rule,
            refusal.span,
            trees,
            refusal.refused.about,
            inputs=refusal.inputs,
            layer=refusal.layer,
        ),
    )


def _is_import(span: Span) -> bool:
    return span.source.text.startswith(("import ", "from "), span.start)


def of_remark(remark: Remark, trees: Trees | None = None) -> Diagnostic:
    """Something else that is worth saying, by the rule that it names."""
    from . import find

    rule = find(remark.rule)
    likely = rule.severity == "error" and remark.certainty != "proved"  # only what is proved is one
    return Diagnostic(
        rule.code,
        rule.name,
        "warning" if likely else rule.severity,
        remark.span,
        remark.message,
        certainty=remark.certainty,
        because=remark.because,
        help=remark.help,
        fix=mending(
            rule, remark.span, trees or {}, remark.about, layer=remark.layer, because=remark.because
        ),
    )


def mending(
    rule: type[Rule],
    span: Span,
    trees: Trees,
    about: tuple[Any, ...],
    *,
    inputs: tuple[Tensor, ...] = (),
    layer: Layer | None = None,
    because: tuple[Note, ...] = (),
) -> Callable[[], Fix | None] | None:
    """What works out the fix of a diagnostic; None where its rule has none."""
    from . import Rule

    if rule.fix is Rule.fix:
        return None

    def work_out() -> Fix | None:
        from ..edits.applying import is_sound
        from ..edits.site import Site
        from ..interpreter import machine

        site = Site(span, trees, about, inputs=inputs, layer=layer, because=because)
        try:
            made = rule.fix(site)
        except Exception:
            if not machine.NET:
                raise
            return None
        return made if made is not None and is_sound(span.source, made) else None

    return work_out


def of_problem(problem: Problem, source: Source) -> Diagnostic:
    """A directive that cannot be read."""
    from ..interpreter.remarks import Remark

    start, end, message, advice = problem
    return of_remark(Remark("invalid-directive", source.span(start, end), message, help=advice))


def severity_of(refusal: Refusal, severity: str) -> str:
    """Only what is proved is an error; what depends on unknown answers is for information."""
    if refusal.certainty == "proved":
        return severity
    return "warning" if refusal.refused.late else "info"
