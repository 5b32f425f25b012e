"""The files in a directory, and what of them is left out."""

from __future__ import annotations

import os

from .. import asked
from . import PYTHON, SKIPPED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..config import Config, Configs
    from ..gitignore import Rules


def files(directory: str) -> Iterator[str]:
    """The Python files and the notebooks below a directory, where no configuration counts."""
    from ..config import Configs

    return Walk(directory, Configs(only=True)).files()


class Walk:
    """The files below a directory in the order of their names.

    Left out: hidden directories, in which Jupyter keeps its checkpoints too, virtual environments,
    installed packages, what the configuration excludes and what git ignores. Links to directories
    are not followed, so no loop can catch the walk. What is said of the directory itself, which
    was asked for, does not count.

    `unreadable` are paths that could not be looked into, with the reason; `left_out` is the first
    thing that might have been meant.
    """

    __slots__ = ("_configs", "_gitignore", "_top", "left_out", "unreadable")

    def __init__(self, directory: str, configs: Configs) -> None:
        self._top = directory
        self._configs = configs
        config = configs.within(os.path.abspath(directory))
        respected = None if config is None else config.get("respect-gitignore")
        self._gitignore = respected is not False
        self.unreadable: list[tuple[str, str]] = []
        self.left_out = ""

    def files(self) -> Iterator[str]:
        """Walk; no depth is too much."""
        rules: list[Rules] = []
        if self._gitignore:
            from .. import gitignore

            rules = [each for each in gitignore.above(self._top) if not each(self._top, True)]
        waiting = [self._listed(self._top, os.path.abspath(self._top), rules)]
        while waiting:
            entry = next(waiting[-1], None)
            if entry is None:
                waiting.pop()
            elif isinstance(entry, str):
                yield entry
            else:
                waiting.append(self._listed(*entry))

    def _listed(
        self, directory: str, whole: str, above: list[Rules]
    ) -> Iterator[str | tuple[str, str, list[Rules]]]:
        """The files of a directory, and the directories to go on with, each by its path and its
        absolute path."""
        try:
            entries = asked.entries(directory, whole)
        except OSError as error:
            self.unreadable.append((directory, (error.strerror or str(error)).lower()))
            return
        names = {entry.name for entry in entries}
        if "pyvenv.cfg" in names:
            self._leave_out(directory, "is a virtual environment")
            return
        ignored = self._ignored(directory, names, above) if self._gitignore else above
        self._configs.listed(whole, names)
        config = self._configs.within(whole)
        excluded = [rules for rules in _exclusion(config) if not rules(self._top, True)]
        for entry in entries:
            try:
                is_directory = entry.is_dir(follow_symlinks=False)
                is_file = not is_directory and entry.name.endswith(PYTHON) and _is_file(entry)
            except OSError as error:  # a loop of links
                if entry.name.endswith(PYTHON):
                    self.unreadable.append((entry.path, (error.strerror or str(error)).lower()))
                continue
            if not is_directory and not is_file:
                continue
            if (is_directory or excluded) and _leaves_out(
                entry.path, entry.name, is_directory, config, excluded
            ):
                self._leave_out(entry.path, "is excluded")
            elif ignored and _is_ignored(entry.path, is_directory, ignored):
                self._leave_out(entry.path, "is ignored by git")
            elif is_directory:
                yield entry.path, os.path.join(whole, entry.name), ignored
            else:
                yield entry.path

    def _ignored(self, directory: str, names: set[str], above: list[Rules]) -> list[Rules]:
        if ".gitignore" not in names and ".git" not in names:
            return above
        from .. import gitignore

        if ".git" in names and directory is not self._top:
            above = gitignore.of_repository(directory)  # a repository in a repository
        rules = gitignore.of_directory(directory) if ".gitignore" in names else None
        return above if rules is None else [*above, rules]

    def _leave_out(self, path: str, why: str) -> None:
        hidden = os.path.basename(path).startswith(".")
        if not self.left_out and not (hidden and path != self._top):
            self.left_out = f"{os.path.normpath(path)} {why}"


def _is_ignored(path: str, is_directory: bool, rules: list[Rules]) -> bool:
    from ..gitignore import is_ignored

    return is_ignored(path, is_directory, rules)


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, or a link to one.

    Raises:
        OSError: it is a loop of links.
    """
    if entry.is_symlink():
        asked.is_file(entry.path)  # what it leads to changes, and the directory does not
    return entry.is_file()


def _is_usual(name: str) -> bool:
    """Whether directories of this name are left out where nothing else is said."""
    return name.startswith(".") or name in SKIPPED


def _leaves_out(
    path: str, name: str, is_directory: bool, config: Config | None, excluded: list[Rules]
) -> bool:
    if is_directory and _is_usual(name) and (config is None or config.get("exclude") is None):
        return True
    return any(rules(path, is_directory) for rules in excluded)


def _exclusion(config: Config | None) -> list[Rules]:
    """What a configuration says with `exclude`, and with every `extend-exclude` of it."""
    if config is None:
        return []
    found = []
    layer = config.layer_of("exclude")
    if layer is not None:
        found.append((layer, "exclude"))
    found += [(each, "extend-exclude") for each in config.layers()]
    return [
        rules
        for layer, key in found
        if layer.values.get(key) and (rules := layer.patterns(key)) is not None
    ]


def is_excluded(path: str, configs: Configs) -> bool:
    """Whether a walk from above would have left it out."""
    whole = os.path.abspath(path)
    config = configs.within(os.path.dirname(whole))
    top = os.getcwd() if config is None else list(config.layers())[-1].directory
    inside = os.path.relpath(whole, top)
    if not inside.startswith(os.pardir) and (config is None or config.get("exclude") is None):
        directories = inside.split(os.sep)
        if not asked.is_directory(whole):
            directories.pop()
        if any(_is_usual(name) for name in directories if name != os.curdir):
            return True
    is_directory = asked.is_directory(whole)
    return any(rules(whole, is_directory) for rules in _exclusion(config))
