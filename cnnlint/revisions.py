"""A revision of a git repository, laid out in a directory of its own.

Nothing of the repository is run or changed: objects are read as they are stored, without hooks,
filters, text conversions or anything that its configuration might start, and nothing is fetched.
"""

from __future__ import annotations

import os
import subprocess

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

#: What an analysis may look at besides Python: configurations, and what says which Keras is meant.
ENDINGS = (".py", ".ipynb", ".toml", ".txt", ".cfg", ".lock", ".yml", ".yaml", "Pipfile")

#: Of larger files nothing is read anyway, in bytes.
MAX_BYTES = 100 << 20
MAX_TEXT = 5 << 20

#: Whatever a repository says, git runs no program for it.
QUIET = (
    *("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"),
    *("-c", "protocol.allow=never", "-c", "core.alternateRefsCommand="),
)
ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
#: What a hook of git is told of where it runs: our repository is found by its path.
OTHERS = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})

#: A plain file, and one that may be run; no links, and no repositories in repositories.
FILES = frozenset({b"100644", b"100755", b"100664"})


class NoRevision(Exception):
    """There is no git, no repository, or no such revision; the message is one line."""


class Repository:
    """The repository around a directory."""

    __slots__ = ("top",)

    def __init__(self, directory: str) -> None:
        self.top = directory
        found = self._git("rev-parse", "--show-toplevel").rstrip(b"\r\n")
        if not found:
            raise NoRevision("the repository here has no files: it is a bare one")
        self.top = os.path.realpath(os.fsdecode(found))

    def commit(self, revision: str) -> str:
        """The whole name of the commit that a revision names."""
        try:
            name = self._git("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        except NoRevision:
            raise NoRevision(f"`{revision}` names no revision of this repository") from None
        return name.decode("ascii").strip()

    def merge_base(self, one: str, other: str) -> str:
        """Where two revisions, given by their whole names, parted."""
        try:
            return self._git("merge-base", one, other).decode("ascii").strip()
        except NoRevision:
            raise NoRevision(f"{one[:12]} and {other[:12]} have nothing in common") from None

    def lay_out(self, commit: str, directory: str) -> None:
        """Write the files of a commit that matter to an analysis into an empty directory."""
        listing = self._git("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit)
        wanted = list(_wanted(listing))
        request = b"".join(name + b"\n" for name, _ in wanted)
        answer = self._git("cat-file", "--batch", text=request)
        at = 0
        for _, path in wanted:
            end = answer.index(b"\n", at)
            head = answer[at:end].split(b" ")
            if head[-1] == b"missing":  # a partial clone, from which nothing is fetched
                at = end + 1
                continue
            size = int(head[-1])
            content = answer[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
            if size <= (MAX_BYTES if path.endswith((".py", ".ipynb")) else MAX_TEXT):
                _write(os.path.join(directory, path), content)

    def _git(self, *arguments: str, text: bytes = b"") -> bytes:
        try:
            done = subprocess.run(
                ["git", "--no-pager", *QUIET, *arguments],
                cwd=self.top,
                input=text,
                capture_output=True,
                env={k: v for k, v in os.environ.items() if k not in OTHERS} | ENVIRONMENT,
                check=False,
            )
        except FileNotFoundError:
            raise NoRevision("git is not installed, or not on the PATH") from None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise NoRevision(f"git cannot be started: {reason}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            first = (said or [f"it ended with {done.returncode}"])[0]
            raise NoRevision(f"git: {first.removeprefix('fatal: ')}")
        return done.stdout


def _wanted(listing: bytes) -> Iterator[tuple[bytes, str]]:
    """The objects of a listing that matter, each with its path from the top.

    A tree can hold names that no file system should see: those that lead elsewhere are left out.
    """
    for entry in listing.split(b"\0"):
        head, _, name = entry.partition(b"\t")
        parts = head.split(b" ")
        if len(parts) != 3 or parts[0] not in FILES:
            continue
        path = os.fsdecode(name)
        pieces = path.split("/")
        apart = any(each in ("", ".", "..") or each.lower() == ".git" for each in pieces)
        foreign = os.sep != "/" and any(sign in path for sign in '\\:*?"<>|')
        if not apart and not foreign and path.endswith(ENDINGS):
            yield parts[2], path


def _write(path: str, content: bytes) -> None:
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "xb") as file:
            file.write(content)
    except OSError:
        return  # a name that this file system does not have, or has already in another case
