"""The open files, and the work on them: one text is read at a time, stale work is dropped.

All but the reading itself happens in the event loop; the reading has a thread of its own.
"""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from ..config import FILES, Configs
from ..requirements import may_say
from .documents import Document, Notebook
from .positions import edited
from .reading import Reading, budget, read
from .shelf import Shelf, stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from lsprotocol import types

    from ..config import Config
    from ..source import Source

    Result = TypeVar("Result")

#: What takes less than so many seconds is done at once after every change: what the next change
#: makes stale is dropped. So is what takes longer, unless changes come more quickly than answers.
PROMPT = 0.1
#: Then, and for files that import a changed one, at most so many seconds pass.
LONGEST_DELAY = 0.3
#: After so many seconds without a change there is time to look for garbage, where that is not
#: looked for as it piles up; and there are never so many objects more.
REST = 2.0
GARBAGE = 300_000
#: Code may be nested as deeply as the interpreter's budget allows, on every platform.
STACK = 64 * 1024 * 1024


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
        self.notebooks: dict[str, Notebook] = {}  # by the names of their cells
        self.shelf = Shelf()
        self.configs = Configs()
        self._left_out: dict[str, bool] = {}
        self._complaints: set[str] = set()
        self._written: dict[str, list[object]] = {}  # when configurations were, by documents
        threading.stack_size(STACK)
        self.worker = ThreadPoolExecutor(1, "cnnlint")
        self._tidying: asyncio.Handle | None = None
        self.ended = False

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
        late = document.task is not None and not document.task.done()
        document.source = source
        if not isinstance(document, Notebook):
            self.shelf.put(document.path, source.text)
        waits = late and document.spent > PROMPT
        self.start(document, min(document.spent, LONGEST_DELAY) if waits else 0.0)
        self._spread(document.path)

    def close(self, uri: str) -> None:
        document = self.documents.pop(uri, None)
        if document is not None:
            self._stop(document)
            document.task = None
            self.shelf.put(document.path, None)
            self._spread(document.path)

    def open_notebook(self, notebook: Notebook) -> None:
        self.close_notebook(notebook.uri)
        self.documents[notebook.uri] = notebook
        self.notebooks.update(dict.fromkeys(notebook.uris, notebook))
        self.start(notebook)

    def change_notebook(
        self, uri: str, version: int, change: types.NotebookDocumentChangeEvent
    ) -> list[str]:
        """The cells that are no longer there."""
        notebook = self.documents.get(uri)
        if not isinstance(notebook, Notebook):
            return []
        before = notebook.uris
        notebook.version = version
        notebook.follow(change, self.encoding)
        gone = [each for each in before if each not in notebook.uris]
        for each in gone:
            self.notebooks.pop(each, None)
        self.notebooks.update(dict.fromkeys(notebook.uris, notebook))
        self.replace(notebook, notebook.laid())
        return gone

    def close_notebook(self, uri: str) -> None:
        notebook = self.documents.pop(uri, None)
        if notebook is not None:
            for each in notebook.uris:
                self.notebooks.pop(each, None)
            self._stop(notebook)
            notebook.task = None

    def changed_on_disk(self, paths: Iterable[str]) -> None:
        """Files that are not open changed; a configuration concerns whatever is open."""
        for path in paths:
            self.shelf.touch(path)
            if path.endswith(".toml") or may_say(path):
                self._configure_anew()
                for document in self.documents.values():
                    self.start(document, unasked=True)
            elif path not in self.shelf.open:
                self._spread(path)

    def end(self) -> None:
        self.ended = True
        for document in self.documents.values():
            self._stop(document)
        self.worker.shutdown(wait=False, cancel_futures=True)

    # What is known ------------------------------------------------------------------------

    def document(self, uri: str) -> Document | None:
        """The open file of this name, or the notebook with the cell of this name."""
        return self.documents.get(uri) or self.notebooks.get(uri)

    async def reading(self, uri: str) -> Reading | None:
        """What is known of the text as it is now; None for what is not open."""
        while True:
            document = self.document(uri)
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

    # The work -----------------------------------------------------------------------------

    def start(self, document: Document, delay: float = 0.0, unasked: bool = False) -> None:
        """Read a text, in place of what is going on with an older one."""
        self._stop(document)
        if self._tidying is not None:
            self._tidying.cancel()
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
        while True:
            before, started = self.shelf.changes, monotonic()
            config = self.config(document)
            if self._is_left_out(document.path, config):
                reading = Reading(document.source)
                break
            reading = await self.work(
                read, document.source, self.shelf, limits, config, document.past
            )
            changed = self.shelf.changed
            if all(changed.get(path, 0) <= before for path in reading.asked):
                break  # what it imports is still what it was
        document.spent = monotonic() - started
        document.reading = reading
        document.good = reading.good
        if reading.complaint and reading.complaint not in self._complaints:
            self._complaints.add(reading.complaint)
            self.complain(reading.complaint)
        self.told(document, unasked)
        self._tidy()

    def _tidy(self) -> None:
        """Look for garbage in the next rest; among what is new at once, where that is much."""
        if gc.isenabled():
            return
        if self._tidying is not None:
            self._tidying.cancel()
        loop = asyncio.get_running_loop()
        if gc.get_count()[0] > GARBAGE:
            loop.call_soon(gc.collect if gc.get_freeze_count() else _tidy_all)
        self._tidying = loop.call_later(REST, _tidy_all)

    async def work(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Call a function where texts are read: it has the stack for that, and nobody waits."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.worker, function, *arguments)

    def _configure_anew(self) -> None:
        """Read configurations again."""
        self.configs = Configs()
        self._written = {}
        self._left_out = {}

    def config(self, document: Document) -> Config | None:
        """The configuration of a file; what is wrong with it is complained about."""
        written = self._configured(os.path.dirname(document.path))
        if self._written.setdefault(document.path, written) != written:
            # Not every editor tells of it.
            self._configure_anew()
            self._written[document.path] = written
        config = self.configs.of(document.path)
        if self.configs.problems:
            for problem in self.configs.problems:
                self.complain(f"{problem.path}: {problem}")
            self.configs.problems.clear()
        return config

    def _is_left_out(self, path: str, config: Config | None) -> bool:
        """Whether a file is excluded even where it is named, as it is by who opens it."""
        if config is None or not config.get("force-exclude"):
            return False
        if path not in self._left_out:
            from ..discover.walking import is_excluded

            self._left_out[path] = is_excluded(path, self.configs)
        return self._left_out[path]

    def _configured(self, directory: str) -> list[object]:
        """What is another where a configuration is, of those that may count in a directory."""
        found: list[object] = []
        above = ""
        while directory != above:
            found += [stamp(os.path.join(directory, name)) for name, _ in FILES]
            directory, above = os.path.dirname(directory), directory
        return found

    def _spread(self, path: str) -> None:
        """A file changed: so did whatever imports it, or would if it could."""
        for document in self.documents.values():
            reading = document.reading
            if reading is not None and document.path != path and path in reading.asked:
                self.start(document, LONGEST_DELAY, unasked=True)


def _tidy_all() -> None:
    """Look for garbage everywhere; what is in use is then left alone until the next rest, and most
    of it is modules, which stay."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
