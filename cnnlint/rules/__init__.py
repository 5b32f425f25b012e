"""What is worth saying about a model: one rule, one module, named as the rule is.

A rule's docstring is its page. Nothing lists the rules: they are found by looking into this
package, and only when one is asked for.
"""

from __future__ import annotations

from os import listdir

from .. import loading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from ..diagnostics import Fix
    from ..edits.site import Site
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

    @staticmethod
    def fix(site: Site) -> Fix | None:
        """What mends the mistake at this place; None where that is not for a program to say.

        A fix is safe where the code means what it meant before, or could not run before and
        there is one sensible way to mend it.
        """
        return None

    @classmethod
    def title(cls) -> str:
        """The first line of the page."""
        return (cls.__doc__ or "").partition("\n")[0]


def find(name_or_code: str) -> type[Rule]:
    """The rule of this name or code.

    Raises:
        KeyError: there is none.
    """
    known = _found.get(name_or_code)
    if known is not None:
        return known
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
            _found[name_or_code] = found
            return found
    raise KeyError(name_or_code)


_found: dict[str, type[Rule]] = {}  # by name, what was asked for


def all_rules() -> list[type[Rule]]:
    """Every rule, by code."""
    rules = [rule for package in PACKAGES for rule in _rules_of(package)]
    return sorted(rules, key=lambda rule: rule.code)


def matches(selector: str, code: str, name: str) -> int:
    """How closely a selector names a rule: by its code or name, by a prefix of its code, by `ALL`.

    The longer the prefix, the closer; 0 where it names another.
    """
    if selector == name:
        return len(code)
    upper = selector.upper()
    if upper == "ALL":
        return 1
    return len(upper) if upper.startswith("CNN") and code.startswith(upper) else 0


def is_selector(text: str) -> bool:
    """Whether any rule is named by this."""
    if not _named:
        _named.extend((rule.code, rule.name) for rule in all_rules())
    return any(matches(text, code, name) for code, name in _named)


_named: list[tuple[str, str]] = []  # what can be selected, once somebody asks


def of_models(idle: Container[str] = ()) -> list[type[Rule]]:
    """The rules that look at models, but for those in these modules."""
    if not _looking:
        _looking.update(dict.fromkeys(_modules_of(PACKAGES[1])))
    found = []
    for name, rule in _looking.items():
        if name not in idle:
            rule = rule or _rule_in(f"{PACKAGES[1]}.{name}")
            if rule is not None:
                _looking[name] = rule
                found.append(rule)
    return found


_looking: dict[str, type[Rule] | None] = {}  # those, by their modules, once there is a model


def _rules_of(package: str) -> list[type[Rule]]:
    found = [_rule_in(f"{package}.{name}") for name in _modules_of(package)]
    return [rule for rule in found if rule is not None]


def _modules_of(package: str) -> list[str]:
    # Not by `pkgutil`, which imports `inspect` to tell a file's name from its ending.
    files = sorted(listdir(loading.module(package).__path__[0]))
    names = (file.removesuffix(".py") for file in files if file.endswith(".py"))
    return [name for name in names if name not in ("__init__", "graph")]


def page(rule: type[Rule]) -> str:
    """A rule's page, in Markdown."""
    from inspect import cleandoc

    text = cleandoc(rule.__doc__ or "")
    return f"# {rule.name} ({rule.code}, {rule.severity})\n\n{text}"


def address(rule: type[Rule]) -> str:
    """Where the page of a rule can be opened on this machine; "" where it was not delivered."""
    import os
    from socket import gethostname
    from urllib.parse import quote

    here = os.path.dirname(os.path.abspath(__file__))
    for place in ("pages.md", "../../docs/rules.md"):  # installed, or in a clone
        path = os.path.normpath(os.path.join(here, place))
        if os.path.isfile(path):
            return f"file://{gethostname()}{quote(path.replace(os.sep, '/'))}#{_anchor(rule)}"
    return ""


def _anchor(rule: type[Rule]) -> str:
    return f"{rule.name}-{rule.code.lower()}-{rule.severity}"


def pages() -> str:
    """The pages of all rules as one document, in Markdown."""
    rules = all_rules()
    rows = []
    for rule in rules:
        code = f"[{rule.code}](#{_anchor(rule)})"
        rows.append(f"| {code} | {rule.name} | {rule.severity} | {rule.title()} |")
    head = ["# Rules", "", "`cnnlint rule --all` writes this page.", ""]
    table = ["| Code | Name | Severity | What is wrong |", "| --- | --- | --- | --- |", *rows]
    # Each page is a section here.
    sections = [page(rule).replace("\n## ", "\n### ") for rule in rules]
    return "\n".join([*head, *table, "", *(f"#{text}\n" for text in sections)])


def _rule_in(module: str) -> type[Rule] | None:
    """The rule that a module holds; None where it is about something else."""
    for value in vars(loading.module(module)).values():
        if isinstance(value, type) and issubclass(value, Rule) and value.__module__ != __name__:
            return value
    return None
