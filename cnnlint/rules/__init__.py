"""What is worth saying about a model: one rule, one module, named as the rule is.

A rule's docstring is its page. Nothing lists the rules: they are found by looking into this
package, and only when one is asked for.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..interpreter.remarks import Remark
    from ..network import Model


#: Where rules are: those for what happens while a program runs, those that look at models.
PACKAGES = (__name__, f"{__name__}.modelling")


class Rule:
    """One kind of mistake. The docstring of a subclass explains it to whoever made it.

    `code` is never used again for anything else; `name` says what is bad. Both name the rule
    wherever a person or a configuration speaks of it.
    """

    code: str
    name: str
    severity: str  # "error", "warning" or "info"

    @staticmethod
    def look(model: Model) -> Iterable[Remark]:
        """What there is to say about a model, for a rule that looks at models."""
        return ()

    @classmethod
    def title(cls) -> str:
        """The first line of the page."""
        return (cls.__doc__ or "").partition("\n")[0]


def find(name_or_code: str) -> type[Rule]:
    """The rule of this name or code.

    Raises:
        KeyError: there is none.
    """
    if name_or_code.upper().startswith("CNN"):
        for rule in all_rules():
            if rule.code == name_or_code.upper():
                return rule
        raise KeyError(name_or_code)
    module = name_or_code.lower().replace("-", "_")
    for package in PACKAGES if module.isidentifier() else ():
        try:
            found = _rule_in(f"{package}.{module}")
        except ModuleNotFoundError:
            continue
        if found is not None:
            return found
    raise KeyError(name_or_code)


def all_rules() -> list[type[Rule]]:
    """Every rule, by code."""
    rules = [rule for package in PACKAGES for rule in _rules_of(package)]
    return sorted(rules, key=lambda rule: rule.code)


def of_models() -> list[type[Rule]]:
    """The rules that look at every model."""
    return _rules_of(PACKAGES[1])


def _rules_of(package: str) -> list[type[Rule]]:
    from pkgutil import iter_modules

    found = [
        _rule_in(f"{package}.{module.name}")
        for module in iter_modules(import_module(package).__path__)
        if not module.ispkg
    ]
    return [rule for rule in found if rule is not None]


def page(rule: type[Rule]) -> str:
    """A rule's page, in Markdown."""
    from inspect import cleandoc

    text = cleandoc(rule.__doc__ or "")
    return f"# {rule.name} ({rule.code}, {rule.severity})\n\n{text}"


def _rule_in(module: str) -> type[Rule] | None:
    """The rule that a module holds; None where it is about something else."""
    for value in vars(import_module(module)).values():
        if isinstance(value, type) and issubclass(value, Rule) and value.__module__ != __name__:
            return value
    return None
