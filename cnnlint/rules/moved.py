"""Names that Keras 3 has elsewhere: what to write in their place."""

from __future__ import annotations

from ..edits.imports import aliases, module_named, module_place, new_import, without_name
from ..edits.statements import behind
from ..keras.namespace import LAYERS, MERGING, OLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..edits.calls import Edit
    from ..edits.site import Site
    from ..syntax.tree import Node

#: The arguments of the methods for generators, in their order, as `fit` and its like name them.
GENERATORS = {
    "fit_generator": (
        "x steps_per_epoch epochs verbose callbacks validation_data validation_steps "
        "validation_freq class_weight"
    ),
    "evaluate_generator": "x steps callbacks",
    "predict_generator": "x steps callbacks",
}


#: The same functions under short names.
ABBREVIATED = ("mse", "mae", "kld", "logcosh", "kullback_leibler_divergence")
#: Functions of the backend whose successors of the same name take other arguments, and those of
#: another name that take the same.
CALLED_OTHERWISE = ("batch_normalization", "concatenate", "ctc_decode")
CALLED_ALIKE = ("pow", "permute_dimensions", "repeat_elements", "switch")


#: Arguments that have the same names there.
SHARED = frozenset(("axis", "dtype", "from_logits", "keepdims", "num_classes", "shape"))


def has(path: str, name: str) -> bool:
    """Whether Keras exports this name in `keras.<path>`."""
    if path == "layers":
        return name in LAYERS or name in MERGING
    from ..keras import public

    known = public.names(path)
    return known is not None and name in known


def likeness(full: str, instead: str) -> str:
    """Whether the new name is "safe" to write for the old one, "unsafe", or "" another thing."""
    path, _, old = full.rpartition(".")
    new = instead.rpartition(".")[2]
    if path in ("losses", "metrics"):
        return "safe" if old.lower() in ABBREVIATED else ""
    if path == "backend":
        alike = instead == f"keras.ops.{old}" and old not in CALLED_OTHERWISE
        return "unsafe" if alike or old in CALLED_ALIKE else ""
    if path.partition(".")[0] == "preprocessing" or full == "engine":
        return ""
    folded = old.lower().replace("_", "").replace("cudnn", "")
    is_module = new.islower() and "_" not in new
    return "safe" if folded == new.lower().replace("_", "") or is_module else ""


def in_import(site: Site, node: Node) -> tuple[str, list[Edit], bool] | None:
    """For `from module import ...`: what to do, its edits, and whether they are safe."""
    root, full, instead = site.about
    text, dotted = site.text, node[3]
    if not instead.startswith("keras.") or not instead.replace(".", "").isidentifier() or node[4]:
        return None
    path = dotted.removeprefix(root).removeprefix(".")
    if dotted != root and not dotted.startswith(f"{root}."):
        return None
    start, end = module_place(text, node)
    if text[start:end] != dotted:
        return None
    if path == full or path.startswith(f"{full}."):
        target = OLDER.get(path, instead.removeprefix("keras").removeprefix("."))
        whole = f"{root}.{target}".removesuffix(".")
        names = [name for name, _ in node[5]]
        if all(name != "*" and has(target, name) for name in names):
            return f"import from `{whole}`", [(start, end, whole)], True
        if len(names) == 1 and OLDER.get(f"{path}.{names[0]}"):
            name, asname = node[5][0]
            return _as_module(node, root, OLDER[f"{path}.{name}"], asname or name)
        return None
    return _one_name(text, node, root, path, full, instead)


def _as_module(node: Node, root: str, path: str, bound: str) -> tuple[str, list[Edit], bool]:
    parent, _, last = f"{root}.{path}".rpartition(".")
    name = last if last == bound else f"{last} as {bound}"
    statement = f"from {parent} import {name}"
    return f"write `{statement}`", [(node[1], node[2], statement)], True


def _one_name(
    text: str, node: Node, root: str, path: str, full: str, instead: str
) -> tuple[str, list[Edit], bool] | None:
    """One of the names is gone: it is imported from where it is, and keeps its name here."""
    gone = full.rpartition(".")[2]
    place = next((at for at, (name, _) in enumerate(node[5]) if name == gone), None)
    places = aliases(text, node)
    if place is None or not places:
        return None
    module, _, new = instead.rpartition(".")
    module = f"{root}{module.removeprefix('keras')}"
    bound = node[5][place][1] or gone
    name = new if new == bound else f"{new} as {bound}"
    statement = f"from {module} import {name}"
    like = likeness(full, instead)
    safe = like == "safe"
    if not like:
        return None
    if module == node[3]:
        return f"import `{new}`", [(*places[place], name)], safe
    if len(places) == 1:
        return f"write `{statement}`", [(node[1], node[2], statement)], safe
    edits = [*without_name(text, node, place), *behind(text, node, statement)]
    return (f"write `{statement}`", edits, safe) if len(edits) == 2 else None


def in_expression(site: Site, node: Node) -> tuple[str, Sequence[Edit], bool] | None:
    """For `module.name`: what to do, its edits, and whether they are safe."""
    root, full, instead = site.about
    if not instead.startswith("keras.") or not instead.replace(".", "").isidentifier():
        return None
    text, base = site.text, node[3]
    home = full.rpartition(".")[0].split(".") if "." in full else []
    parts = instead.split(".")[1:]
    module, new = parts[:-1], parts[-1] if parts else ""
    if parts == home:  # a module that was folded into the one it lay in
        return f"leave `.{node[4]}` out", [(base[2], node[2], "")], True
    like = likeness(full, instead)
    safe = like == "safe"
    if not like or (home == ["backend"] and not _keywords(site, node) <= SHARED):
        return None
    climbed = base
    for _ in range(len(home) - len(module)):
        climbed = climbed[3] if climbed[0] == "Attribute" else ("", 0, 0)
    if home[: len(module)] == module and climbed[0] in ("Attribute", "Name"):
        if len(module) < len(home) or text[base[2] : node[2]].strip() == f".{node[4]}":
            return f"use `{new}`", [(climbed[2], node[2], f".{new}")], safe
    if root != "keras":
        return None
    name = module_named(site.tree(), ".".join(["keras", *module]))
    if name:
        return f"use `{name}.{new}`", [(node[1], node[2], f"{name}.{new}")], safe
    name, edits = module_named(site.tree(), "keras"), []
    if not name:
        name, edits = "keras", new_import(text, site.tree(), "import keras")
        if not edits:
            return None
    said = ".".join([name, *parts])
    return f"use `{said}`", [*edits, (node[1], node[2], said)], safe


def _keywords(site: Site, node: Node) -> set[str]:
    """The names of the arguments that a function is called with."""
    found = site.way()
    outer = found[-2] if len(found) > 1 else None
    if outer is None or outer[0] != "Call" or outer[3] != node:
        return set()
    return {name or how for how, name, _ in outer[4] if how}


def in_method(site: Site, node: Node) -> tuple[str, Sequence[Edit], bool] | None:
    """For `model.fit_generator(...)`: the method that takes generators now."""
    old = node[4]
    names = GENERATORS.get(old, "").split()
    found = site.way()
    outer = found[-2] if len(found) > 1 and found[-2][0] == "Call" else None
    call = site.call_at(outer) if outer is not None and outer[3] == node else None
    if not names or call is None or call.spreads:
        return None
    new = old.removesuffix("_generator")
    edits = [(node[2] - len(old), node[2], new), *call.rename("generator", "x")]
    placed = [each for each in call.arguments if not each.how]
    if len(placed) > len(names):
        return None
    for name, each in zip(names[1:], placed[1:], strict=False):
        edits.append((each.start, each.start, f"{name}="))
    return f"use `{new}`", edits, True
