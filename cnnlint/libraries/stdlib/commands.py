"""`argparse` and `absl`: a program as it behaves when it is started without arguments."""

from __future__ import annotations

from ...diagnostics import Unknown
from ...interpreter import containers
from ...interpreter.operators import held
from ...interpreter.values import MISSING, Instance, Module, Native
from .inert import logging
from .kit import functions, module, partial_class, plain_class, silent, text, unknowns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter


def _parser_init(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> None:
    self.state = {"arguments": [], "set": {}}


def _add_argument(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
    self, *names = args
    self.state["arguments"].append((names, keywords, unknown, interpreter.span()))
    return interpreter.unknown("an argument of the command line")


def _group(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    made = Instance(PARSER, interpreter.span())
    made.state = self.state
    return made


def _set_defaults(interpreter: Interpreter, self: Any, **keywords: Any) -> None:
    self.state["set"].update(keywords)


def _subparsers(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    self.state["commands"] = True
    made = Instance(SUBPARSERS, interpreter.span())
    made.state = self.state
    return made


def _subparser(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    made = Instance(PARSER, interpreter.span())
    made.state = {"arguments": [], "set": {}}
    return made


def _destination(names: list[Any], keywords: dict[str, Any]) -> str | None:
    given = text(keywords.get("dest"))
    if given is not None:
        return given
    texts = [text(name) for name in names]
    if not texts or None in texts:
        return None
    long = next((name for name in texts if name and name.startswith("--")), texts[0])
    return (long or "").lstrip("-").replace("-", "_")


def _value_of(
    interpreter: Interpreter, names: list[Any], keywords: dict[str, Any], unknown: Any, span: Any
) -> Any:
    """What an argument is when nobody gives it."""
    positional = bool(names) and not (text(names[0]) or "-").startswith("-")
    if unknown is not None:
        return unknown
    shown = text(names[0]) if names else ""
    if "default" in keywords:
        value = keywords["default"]
        kind = keywords.get("type")
        if type(value) is str and kind is not None:
            return interpreter.call(kind, (value,), {})
        required = positional and keywords.get("nargs") not in ("?", "*")
        if not required:
            return value
    if positional:
        if keywords.get("nargs") == "?":
            return None
        if keywords.get("nargs") == "*":
            return []
        return Unknown(f"`{shown}` is given on the command line", span, name=shown or "")
    if keywords.get("required") is True:
        return Unknown(f"`{shown}` is given on the command line", span)
    action = text(keywords.get("action"))
    if action == "store_true":
        return False
    if action == "store_false":
        return True
    if "default" not in keywords:
        return Unknown(f"`{shown}` has no default, and may be given on the command line", span)
    return None


def _parse(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    made = Instance(NAMESPACE, interpreter.span())
    if args and args[0] is not None and args[0] != []:
        why = interpreter.unknown("arguments given in the code are not parsed")
        containers.loosen(interpreter, made.attributes, why)
        return made
    for names, options, unknown, span in self.state["arguments"]:
        action = text(options.get("action"))
        if action in ("help", "version"):
            continue
        name = _destination(names, options)
        if name is None:
            why = unknown or interpreter.unknown("an argument whose name is not known")
            containers.loosen(interpreter, made.attributes, why)
        elif options.get("default") is not SUPPRESS and name not in made.attributes:
            value = _value_of(interpreter, names, options, unknown, span)
            if type(value) is Unknown and not value.help:
                said = f"`args = ...  # cnnlint: args.{name} = 64`"
                value.help = f"give it a default, or say what it is: {said}"
            made.attributes[name] = value
    made.attributes.update(self.state["set"])
    if "commands" in self.state:
        attributes: dict[Any, Any] = made.attributes
        why = interpreter.unknown("a command is given on the command line")
        attributes[containers.ANYTHING] = why
    return made


def _parse_known(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    rest = interpreter.unknown("further arguments on the command line")
    return (_parse(interpreter, self, *args, **keywords), rest)


def _default(interpreter: Interpreter, self: Any, dest: Any) -> Any:
    return _known(interpreter, _parse(interpreter, self), dest)


def _known(interpreter: Interpreter, value: Any, name: Any) -> Any:
    found = value.attributes.get(name, MISSING) if type(name) is str else MISSING
    return interpreter.unknown("a default that is not known") if found is MISSING else found


def _error(interpreter: Interpreter, self: Any, *args: Any, **named: Any) -> Any:
    raise interpreter.raised("SystemExit", "", args=(2,))


def _namespace_init(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> None:
    args[0].attributes.update(keywords)
    if unknown is not None:  # `Namespace(**config)`, whose names are not known
        args[0].attributes[containers.ANYTHING] = unknown


def _namespace_contains(interpreter: Interpreter, self: Any, key: Any) -> Any:
    if type(key) is not str or containers.ANYTHING in self.attributes:
        return interpreter.unknown("whether there is such an argument", of=key)
    return key in self.attributes


NAMESPACE = plain_class(
    "Namespace",
    __init__=Native("__init__", _namespace_init, open=True),
    **functions(__contains__=_namespace_contains),
)
PARSER = partial_class(
    "ArgumentParser",
    __init__=functions(__init__=_parser_init)["__init__"],
    add_argument=Native("add_argument", _add_argument, open=True),
    **functions(
        add_argument_group=_group,
        add_mutually_exclusive_group=_group,
        set_defaults=_set_defaults,
        add_subparsers=_subparsers,
        parse_args=_parse,
        parse_known_args=_parse_known,
        get_default=_default,
        error=_error,
        exit=_error,
    ),
    **silent("print_help print_usage"),
    **unknowns("the text of a command's help", "format_help format_usage"),
)
SUBPARSERS = partial_class("_SubParsersAction", **functions(add_parser=_subparser))
SUPPRESS = "==SUPPRESS=="


def argparse() -> Module:
    """`argparse`."""
    formatters = "HelpFormatter ArgumentDefaultsHelpFormatter RawDescriptionHelpFormatter "
    formatters += "RawTextHelpFormatter MetavarTypeHelpFormatter Action BooleanOptionalAction"
    return module(
        "argparse",
        {"ArgumentParser": PARSER, "Namespace": NAMESPACE, "SUPPRESS": SUPPRESS},
        {name: partial_class(name) for name in formatters.split()},
        {"REMAINDER": "...", "OPTIONAL": "?", "ZERO_OR_MORE": "*", "ONE_OR_MORE": "+"},
        unknowns("what is in a file", "FileType"),
    )


# absl -----------------------------------------------------------------------------------------


def _flag_value(interpreter: Interpreter, self: Any, name: str) -> Any:
    if name in self.state:
        return self.state[name]
    return interpreter.unknown(f"the flag `{name}` is not defined here")


def _flags_call(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    return interpreter.unknown("the arguments on the command line")


FLAGS = partial_class("FlagValues", **functions(__getattr__=_flag_value, __call__=_flags_call))
HOLDER = partial_class("FlagHolder")


def absl() -> Module:
    """`absl`: flags have their defaults, an app runs its main function."""
    values = Instance(FLAGS)
    values.state = {}

    def define(interpreter: Interpreter, name: Any, default: Any, *args: Any, **named: Any) -> Any:
        made = Instance(HOLDER, interpreter.span())
        value = [default] if named.get("multi") and type(default) is not list else default
        made.attributes.update(value=value, default=default, name=name)
        if type(held(name)) is str:
            values.state[held(name)] = value
        return made

    names = "string integer float boolean bool list enum spaced_sep_list enum_class multi_string"
    names += " multi_integer multi_float multi_enum"
    defining = functions(**{f"DEFINE_{name}": define for name in names.split()})
    flags = module(
        "absl.flags",
        {"FLAGS": values, "FlagValues": FLAGS, "FlagHolder": HOLDER},
        defining,
        silent(
            "mark_flag_as_required mark_flags_as_required register_validator adopt_module_key_flags"
        ),
    )
    return module(
        "absl",
        {"flags": flags, "app": module("absl.app", functions(run=_run)), "logging": logging()},
    )


def _run(interpreter: Interpreter, main: Any, argv: Any = None, **keywords: Any) -> Any:
    """`app.run(main)` calls it, and ends the program."""
    interpreter.call(main, (interpreter.unknown("the arguments on the command line"),), {})
    raise interpreter.raised("SystemExit", "")
