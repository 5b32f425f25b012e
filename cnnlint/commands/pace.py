"""How a run is made short, and what is said while it is not."""

from __future__ import annotations

import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _ArgumentGroup
    from collections.abc import Sequence

    from ..cache import Cache
    from ..config import Configs
    from ..project import Outcome

#: After so many seconds it is said how far a run is, and then so often.
PATIENCE, BETWEEN = 1.0, 0.1


def add_pace(to: ArgumentParser) -> None:
    """Where results are kept, and how many processes there are."""
    add_cache(to).add_argument(
        "--workers",
        metavar="N",
        help="how many processes share the work; default: one for each processor, if it pays",
    )


def add_cache(to: ArgumentParser) -> _ArgumentGroup:
    """Where results are kept."""
    group = to.add_argument_group("how fast")
    group.add_argument(
        "--no-cache", action="store_true", help="analyse everything, and keep no results"
    )
    group.add_argument(
        "--cache-dir",
        metavar="DIR",
        help="where results are kept; default: .cnnlint_cache at the top of the project",
    )
    return group


def kept_in(options: Namespace) -> str:
    """The directory of the cache; "" for none, and where others can write to it."""
    if options.no_cache:
        return ""
    from ..cache.directory import is_ours, place

    found = place(options.cache_dir or "")
    return found if is_ours(found) else ""


def cache_of(options: Namespace) -> Cache | None:
    """Where results are kept and looked for, if they are."""
    directory = kept_in(options)
    if not directory:
        return None
    from ..cache import Cache

    return Cache(directory)


def outcomes(
    options: Namespace,
    paths: Sequence[str],
    configs: Configs,
    cache: Cache | None,
    *,
    models: bool,
) -> list[Outcome]:
    """What became of each file. Models are not kept, and cannot be sent to another process."""
    from .. import running
    from ..syntax import keep_in

    keep_in(kept_in(options) if cache is None else cache.directory)
    workers = 1 if models else number(options)
    progress = Progress()
    try:
        return list(
            running.run(
                paths,
                options.stdin_filename,
                configs,
                cache=cache,
                workers=workers,
                tell=progress.tell,
            )
        )
    finally:
        progress.end()


def number(options: Namespace) -> int:
    """How many processes are asked for; 0 for as many as there are processors."""
    from .delivery import WrongUse

    if options.workers in (None, "auto"):
        return 0
    if not options.workers.isdecimal() or not 0 < int(options.workers) <= 1_000:
        raise WrongUse(f"--workers is a number of processes or `auto`, not `{options.workers}`")
    return int(options.workers)


class Progress:
    """A line on a terminal that says how far a long run is, and is gone when it ends."""

    def __init__(self) -> None:
        stream = sys.stderr
        self._stream = stream if stream is not None and stream.isatty() else None
        self._next = monotonic() + PATIENCE
        self._shown = False

    def tell(self, done: int, of: int) -> None:
        """So many files are done."""
        if self._stream is None:
            return
        now = monotonic()
        if now < self._next:
            return
        self._next = now + BETWEEN
        self._shown = True
        self._stream.write(f"\r\033[Kcnnlint: {done} of {of} files")
        self._stream.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._shown and self._stream is not None:
            self._stream.write("\r\033[K")
            self._stream.flush()
