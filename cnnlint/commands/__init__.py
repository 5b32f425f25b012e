"""One module a command: `run(arguments)` returns the exit status, `command()` its options.

A module is imported when its command is given, for every import is paid for at each start.
"""

#: What the commands are, in the order of the help; the module has the name of the command.
COMMANDS = {
    "check": ("[PATH...]", "only what is wrong: for hooks and CI"),
    "summary": ("TARGET...", "only the models: FILE, FILE:OBJECT, FILE:BUILDER(NAME=VALUE)"),
    "verify": ("TARGET...", "run it under real Keras, and compare row by row"),
    "diff": ("[PATH...]", "what a change in git does to shapes, parameters and cost"),
    "config": ("[PATH]", "which configuration counts, and where each value comes from"),
    "clean": ("", "remove the results that were kept from earlier runs"),
    "rule": ("[RULE]", "the page of a rule, or the list of rules"),
    "completion": ("SHELL", "a script for the completion of bash, zsh or fish"),
    "server": ("", "the language server, for editors"),
}


def usage() -> str:
    """The commands, a line each."""
    lines = ["cnnlint PATH...               what each model is, then what is wrong"]
    for name, (operands, what) in COMMANDS.items():
        lines.append(f"       {f'cnnlint {name} {operands}':<30}{what}")
    return "\n".join(lines)
