"""What is open: files, and notebooks as the cells they are made of."""

from __future__ import annotations

from ..inference.reuse import Past
from ..source import Source
from ..syntax.notebook import MEANT_TO_RAISE, PYTHON, laid_end_to_end
from .positions import Carry, edited

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

    from lsprotocol import types

    from ..interpreter.budget import Budget
    from ..source import Span
    from .reading import Reading


class Document:
    """An open file: its text, what is known of that, and what was known when it last parsed."""

    def __init__(self, uri: str, path: str, text: str, version: int | None) -> None:
        self.uri = uri
        self.path = path
        self.version = version
        self.source = Source(path, text)
        self.reading: Reading | None = None
        self.good: Reading | None = None
        self.past = Past()
        self.task: asyncio.Task[None] | None = None
        self.limits: Budget | None = None
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

    @property
    def uris(self) -> list[str]:
        """What the editor calls the parts of it."""
        return [self.uri]

    def version_of(self, uri: str) -> int | None:
        """Of which version the text of a part is."""
        return self.version

    def uri_of(self, span: Span) -> str:
        """What the editor calls the part in which a place is."""
        return self.uri

    def window(self, uri: str, source: Source) -> tuple[int, int] | None:
        """From where to where one part goes in a text; None where it holds no code."""
        return 0, len(source.text)


class Notebook(Document):
    """An open notebook. An editor speaks of its cells, each of which has a name and a text."""

    def __init__(
        self,
        notebook: types.NotebookDocument,
        path: str,
        texts: Iterable[types.TextDocumentItem],
    ) -> None:
        super().__init__(notebook.uri, path, "", notebook.version)
        self.cells: list[types.NotebookCell] = list(notebook.cells)
        self.texts: dict[str, Source] = {}
        self.languages: dict[str, str] = {}
        self.versions: dict[str, int | None] = {}
        self._put(texts)
        self.source = self.laid()

    @property
    def uris(self) -> list[str]:
        return [cell.document for cell in self.cells]

    def version_of(self, uri: str) -> int | None:
        return self.versions.get(uri)

    def uri_of(self, span: Span) -> str:
        number = span.cell
        uris = self.uris
        return uris[number - 1] if number is not None and number <= len(uris) else self.uri

    def window(self, uri: str, source: Source) -> tuple[int, int] | None:
        uris = self.uris
        number = uris.index(uri) + 1 if uri in uris else 0
        found = next((cell for cell in source.cells if cell.number == number), None)
        return None if found is None else (found.start, found.end)

    def laid(self) -> Source:
        """The cells as one text."""
        cells = []
        for number, cell in enumerate(self.cells, start=1):
            text = self.texts.get(cell.document)
            if text is not None and self.languages.get(cell.document, "") in PYTHON:
                cells.append((number, text.text, MEANT_TO_RAISE in _tags(cell)))
        return laid_end_to_end(self.path, cells)

    def follow(self, change: types.NotebookDocumentChangeEvent, encoding: str) -> None:
        """Make a change that was made in the editor, but do not lay the cells out again."""
        cells = change.cells
        if cells is None:
            return
        structure = cells.structure
        if structure is not None:
            self._put(structure.did_open or ())
            array = structure.array
            self.cells[array.start : array.start + array.delete_count] = array.cells or ()
            for closed in structure.did_close or ():
                self.texts.pop(closed.uri, None)
        changed = {cell.document: cell for cell in cells.data or ()}
        self.cells = [changed.get(cell.document, cell) for cell in self.cells]
        for content in cells.text_content or ():
            uri = content.document.uri
            if uri in self.texts:
                self.texts[uri] = edited(self.texts[uri], list(content.changes), encoding)
                self.versions[uri] = content.document.version

    def _put(self, texts: Iterable[types.TextDocumentItem]) -> None:
        for each in texts:
            self.texts[each.uri] = Source(self.path, each.text)
            self.versions[each.uri] = each.version
            self.languages[each.uri] = str(getattr(each.language_id, "value", each.language_id))


def _tags(cell: types.NotebookCell) -> list[object]:
    """The tags of a cell, which lie in its metadata or in metadata in that."""
    found: list[object] = []
    metadata: object = cell.metadata
    while isinstance(metadata, dict):
        tags = metadata.get("tags")
        found += tags if isinstance(tags, list) else []
        metadata = metadata.get("metadata")
    return found
