"""`cnnlint completion`: scripts by which a shell completes our command lines.

They are made of the parsers that read those command lines, so that both know the same options.
"""

from __future__ import annotations

from importlib import import_module

from . import COMMANDS
from .arguments import parser
from .delivery import OK, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Action, ArgumentParser
    from collections.abc import Iterator

SHELLS = ("bash", "zsh", "fish")

#: What a value is, by what the help calls it.
FILES = frozenset({"FILE", "PATH", "TARGET", "FILE|KEY=VALUE", "DIR"})
RULES = frozenset({"RULE", "RULE,..."})


def command() -> ArgumentParser:
    """The options."""
    made = parser(
        "cnnlint completion",
        "A script that completes our command lines, to be read by your shell:\n\n"
        '  bash   eval "$(cnnlint completion bash)"       in ~/.bashrc\n'
        '  zsh    eval "$(cnnlint completion zsh)"        in ~/.zshrc, behind compinit\n'
        "  fish   cnnlint completion fish | source        in ~/.config/fish/config.fish",
    )
    made.add_argument("shell", choices=SHELLS, metavar="SHELL", help="%(choices)s")
    return made


def run(arguments: list[str]) -> int:
    """Write the script."""
    options = command().parse_args(arguments)
    made = {"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell]
    write("".join(f"{line}\n" for line in made()), encoding="utf-8")
    return OK


def parsers() -> dict[str, ArgumentParser]:
    """The parser of each command; that of none under an empty name."""
    found = {"": import_module(f"{__package__}.check").program()}
    for name in COMMANDS:
        found[name] = import_module(f"{__package__}.{name}").command()
    return found


def _actions(made: ArgumentParser) -> list[Action]:
    return [action for action in made._actions if action.help != "==SUPPRESS=="]


def _takes_value(action: Action) -> bool:
    return action.nargs != 0


def _kind(action: Action) -> str:
    """`words`, `rules`, `rule`, `files`, or "" for what nobody can guess."""
    metavar = str(action.metavar or "")
    if action.choices:
        return "words"
    if metavar in RULES:
        return "rules" if metavar.endswith(",...") else "rule"
    return "files" if metavar in FILES else ""


def _words(action: Action) -> list[str]:
    return [str(choice) for choice in action.choices or ()]


def _help(action: Action, made: ArgumentParser) -> str:
    return made._get_formatter()._expand_help(action)


def _rules() -> list[str]:
    """The codes and names of the rules, and the beginnings of codes."""
    from ..rules import all_rules

    rules = all_rules()
    beginnings = sorted({rule.code[:4] for rule in rules})
    return ["ALL", *beginnings, *(rule.code for rule in rules), *(rule.name for rule in rules)]


# Bash -------------------------------------------------------------------------------------


def _bash() -> Iterator[str]:
    yield "# Completion of cnnlint for bash."
    yield f"_cnnlint_rules='{' '.join(_rules())}'"
    yield "_cnnlint() {"
    yield "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}"
    yield "    local command= before="
    yield "    if [[ $current == '=' ]]; then current=; fi"
    yield "    if [[ $previous == '=' ]]; then previous=${COMP_WORDS[COMP_CWORD - 2]}; fi"
    yield "    COMPREPLY=()"
    yield "    if ((COMP_CWORD > 1)); then"
    yield "        case ${COMP_WORDS[1]} in"
    yield f"            {'|'.join(COMMANDS)}) command=${{COMP_WORDS[1]}} ;;"
    yield "        esac"
    yield "    fi"
    yield '    case "$command $previous" in'
    made = parsers()
    for name, each in made.items():
        for action in _actions(each):
            if not action.option_strings or not _takes_value(action):
                continue
            which = "|".join(f"'{name} {option}'" for option in action.option_strings)
            yield f"        {which}) {_bash_values(action)} return ;;"
    yield "    esac"
    yield '    case "$command" in'
    for name, each in made.items():
        flags = " ".join(flag for action in _actions(each) for flag in action.option_strings)
        yield f"        '{name}')"
        yield "            if [[ $current == -* ]]; then"
        yield f"                COMPREPLY=($(compgen -W '{flags}' -- \"$current\"))"
        if not name:
            yield "            elif ((COMP_CWORD == 1)); then"
            names = " ".join(COMMANDS)
            yield f"                COMPREPLY=($(compgen -W '{names}' -- \"$current\"))"
        else:
            operand = next((a for a in _actions(each) if not a.option_strings), None)
            if operand is not None and _kind(operand) in ("words", "rule"):
                yield "            else"
                yield f"                {_bash_values(operand)}"
        yield "            fi ;;"
    yield "    esac"
    yield "}"
    yield "complete -o bashdefault -o default -F _cnnlint cnnlint"


def _bash_values(action: Action) -> str:
    kind = _kind(action)
    if kind == "words":
        return f"COMPREPLY=($(compgen -W '{' '.join(_words(action))}' -- \"$current\"));"
    if kind == "rule":
        return 'COMPREPLY=($(compgen -W "$_cnnlint_rules" -- "$current"));'
    if kind == "rules":
        return (
            "if [[ $current == *,* ]]; then before=${current%,*},; fi; "
            'COMPREPLY=($(compgen -P "$before" -W "$_cnnlint_rules" -- "${current##*,}"));'
        )
    return ""  # the shell completes files by itself


# Zsh --------------------------------------------------------------------------------------


def _zsh() -> Iterator[str]:
    yield "#compdef cnnlint"
    yield "# Completion of cnnlint for zsh."
    yield f"typeset -ga _cnnlint_rules=({' '.join(_rules())})"
    yield "_cnnlint() {"
    yield "    local -a commands=("
    for name, (_, what) in COMMANDS.items():
        yield f"        {_quoted(f'{name}:{what}')}"
    yield "    )"
    yield "    local command="
    yield "    if ((CURRENT > 2)); then"
    yield f"        case $words[2] in {'|'.join(COMMANDS)}) command=$words[2] ;; esac"
    yield "    elif [[ $words[2] != -* ]]; then"
    yield "        _describe -t commands command commands"
    yield "    fi"
    yield "    if [[ -n $command ]]; then shift words; ((CURRENT--)); fi"
    yield "    case $command in"
    for name, each in parsers().items():
        yield f"        '{name}') _arguments -s \\"
        for spec in _zsh_specs(each):
            yield f"            {_quoted(spec)} \\"
        yield "            ;;"
    yield "    esac"
    yield "}"
    yield "if [[ $funcstack[1] == _cnnlint ]]; then"  # read by compinit from a file of that name
    yield '    _cnnlint "$@"'
    yield "else"
    yield "    compdef _cnnlint cnnlint"
    yield "fi"


def _zsh_specs(made: ArgumentParser) -> Iterator[str]:
    for action in _actions(made):
        told = _help(action, made).translate({ord(c): f"\\{c}" for c in "[]:\\"})
        values = {
            "words": f"({' '.join(_words(action))})",
            "rules": "_sequence compadd - $_cnnlint_rules",
            "rule": "compadd -a _cnnlint_rules",
            "files": "_files",
        }.get(_kind(action), " ")
        what = str(action.metavar or action.dest).translate({ord(c): f"\\{c}" for c in ":\\"})
        if not action.option_strings:
            yield f"{'*' if action.nargs in ('*', '+') else ''}:{what}:{values}"
            continue
        again = "*" if type(action).__name__ == "_AppendAction" else ""
        for option in action.option_strings:
            value = f":{what}:{values}" if _takes_value(action) else ""
            sign = "" if not value else "=" if option.startswith("--") else "+"
            yield f"{again}{option}{sign}[{told}]{value}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# Fish -------------------------------------------------------------------------------------


def _fish() -> Iterator[str]:
    yield "# Completion of cnnlint for fish."
    yield f"set -g _cnnlint_rules {' '.join(_rules())}"
    yield "function _cnnlint_list_rules"
    yield "    set -l before (commandline -ct | string match -r '^.*,')"
    yield "    printf '%s\\n' \"$before\"$_cnnlint_rules"
    yield "end"
    names = " ".join(COMMANDS)
    for name, (_, what) in COMMANDS.items():
        yield (
            f"complete -c cnnlint -n 'test (count (commandline -opc)) -eq 1' -a {name} "
            f"-d {_fish_quoted(what)}"
        )
    for name, each in parsers().items():
        where = f"__fish_seen_subcommand_from {name}"
        where = where if name else f"not __fish_seen_subcommand_from {names}"
        for action in _actions(each):
            values = _fish_values(action)
            if action.option_strings or (values and _kind(action) != "files"):
                flags = "".join(f" {_fish_flag(option)}" for option in action.option_strings)
                told = _fish_quoted(_help(action, each))
                yield f"complete -c cnnlint -n '{where}'{flags}{values} -d {told}"


def _fish_flag(option: str) -> str:
    return f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"


def _fish_values(action: Action) -> str:
    if not _takes_value(action):
        return ""
    kind = _kind(action)
    if kind == "words":
        return f" -x -a {_fish_quoted(' '.join(_words(action)))}"
    if kind in ("rules", "rule"):
        return " -x -a '(_cnnlint_list_rules)'"
    return " -r -F" if kind == "files" else " -x"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
