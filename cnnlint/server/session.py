"""The open files, and the work on them: one text is read at a time, stale work is dropped.

All but the reading itself happens in the event loop; the reading has a thread of its own.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from ..config import Configs
from ..source import Source
from .positions import Carry, edited
from .reading import Reading, budget, read
from .shelf import Shelf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lsprotocol import types

    from ..config import Config
    from ..interpreter.machine import Budget

#: Whoever has typed nothing for so many seconds gets an answer at once.
QUIET = 0.3
#: Between quick changes, and for files that import a changed one, at most so many seconds pass.
LONGEST_DELAY = 0.3
#: Code may be nested as deeply as the interpreter's budget allows, on every platform.
STACK = 64 * 1024 * 1024


class Document:
    """An open file: its text, what is known of that, and what was known when it last parsed."""

    def __init__(self, uri: str, path: str, text: str, version: int | None) -> None:
        self.uri = uri
        self.path = path
        self.version = version
        self.source = Source(path, text)
        self.reading: Reading | None = None
        self.good: Reading | None = None
        self.task: asyncio.Task[None] | None = None
        self.limits: Budget | None = None
        self.changed = 0.0  # when
        self.spent = 0.0  # seconds, for the last reading
        self._carry: Carry | None = None

    @property
    def carry(self) -> Carry | None:
        """From the text that was last understood to the one there is now."""
        if self.good is None:
            return None
        carry = self._carry
        if carry is None or carry.old is not self.good.source or carry.new is not self.source:
            carry = self._carry = Carry(self.good.source, self.source)
        return carry


class Session:
    """What is open in an editor.

    `told(document, unasked)` is called after every reading; `unasked` is set where it was not a
    change of that file itself that led to it. `complain` is told of configurations that cannot be
    followed.
    """

    def __init__(
        self, told: Callable[[Document, bool], None], complain: Callable[[str], None]
    ) -> None:
        self.told = told
        self.complain = complain
        self.encoding = "utf-16"
        self.documents: dict[str, Document] = {}
        self.shelf = Shelf()
        self.configs = Configs()
        threading.stack_size(STACK)
        self.worker = ThreadPoolExecutor(1, "cnnlint")

    # What the editor says -----------------------------------------------------------------

    def open(self, uri: str, path: str, text: str, version: int | None) -> None:
        self.close(uri)
        document = self.documents[uri] = Document(uri, path, text, version)
        self.shelf.put(path, text)
        self.start(document)
        self._spread(path)

    def change(
        self, uri: str, version: int | None, changes: list[types.TextDocumentContentChangeEvent]
    ) -> None:
        document = self.documents.get(uri)
        if document is not None:
            document.version = version
            self.replace(document, edited(document.source, changes, self.encoding))

    def replace(self, document: Document, source: Source) -> None:
        """Another text in place of the one there was."""
        now = monotonic()
        quick = now - document.changed < QUIET
        document.changed = now
        document.source = source
        self.shelf.put(document.path, source.text)
        self.start(document, min(document.spent, LONGEST_DELAY) if quick else 0.0)
        self._spread(document.path)

    def close(self, uri: str) -> None:
        document = self.documents.pop(uri, None)
        if document is not None:
            self._stop(document)
            document.task = None
            self.shelf.put(document.path, None)
            self._spread(document.path)

    def changed_on_disk(self, paths: Iterable[str]) -> None:
        """Files that are not open changed; a configuration concerns whatever is open."""
        for path in paths:
            self.shelf.touch(path)
            if path.endswith(".toml"):
                self.configs = Configs()
                for document in self.documents.values():
                    self.start(document, unasked=True)
            elif path not in self.shelf.open:
                self._spread(path)

    def end(self) -> None:
        for uri in list(self.documents):
            self.close(uri)
        self.worker.shutdown(wait=False, cancel_futures=True)

    # What is known ------------------------------------------------------------------------

    async def reading(self, uri: str) -> Reading | None:
        """What is known of the text as it is now; None for what is not open."""
        while True:
            document = self.documents.get(uri)
            if document is None or document.task is None:
                return None
            task = document.task
            try:
                await asyncio.shield(task)
            except asyncio.CancelledError:
                if not task.cancelled():
                    raise  # it is the one who asked that does not wait any more
            if document.task is task:
                return document.reading

    def by_path(self, path: str) -> Document | None:
        return next((d for d in self.documents.values() if d.path == path), None)

    # The work -----------------------------------------------------------------------------

    def start(self, document: Document, delay: float = 0.0, unasked: bool = False) -> None:
        """Read a text, in place of what is going on with an older one."""
        self._stop(document)
        document.task = asyncio.ensure_future(self._read(document, delay, unasked))

    def _stop(self, document: Document) -> None:
        if document.limits is not None:
            document.limits.stopped = True
        if document.task is not None:
            document.task.cancel()

    async def _read(self, document: Document, delay: float, unasked: bool) -> None:
        if delay:
            await asyncio.sleep(delay)
        limits = document.limits = budget()
        loop = asyncio.get_running_loop()
        while True:
            before, started = self.shelf.changes, monotonic()
            reading = await loop.run_in_executor(
                self.worker, read, document.source, self.shelf, limits, self._config(document)
            )
            changed = self.shelf.changed
            if all(changed.get(path, 0) <= before for path in reading.asked):
                break  # what it imports is still what it was
        document.spent = monotonic() - started
        document.reading = reading
        if reading.parses:
            document.good = reading
        self.told(document, unasked)

    def _config(self, document: Document) -> Config | None:
        config = self.configs.of(document.path)
        if self.configs.problems:
            for problem in self.configs.problems:
                self.complain(f"{problem.path}: {problem}")
            self.configs.problems.clear()
        return config

    def _spread(self, path: str) -> None:
        """A file changed: so did whatever imports it, or would if it could."""
        for document in self.documents.values():
            reading = document.reading
            if reading is not None and document.path != path and path in reading.asked:
                self.start(document, LONGEST_DELAY, unasked=True)
