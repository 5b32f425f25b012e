"""The server itself: what an editor may ask, and who answers."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from .. import __version__
from ..requirements import NAMES
from . import actions, answers
from .connection import Connection, Output, is_seen, leave, outlive_not
from .documents import Notebook
from .findings import Places, diagnostics
from .positions import Carry
from .session import Session
from .settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from .documents import Document
    from .reading import Reading

#: What a file imports, what configures cnnlint, and what says which Keras a project asks for.
WATCHED = tuple(f"**/{name}" for name in ("*.py", "cnnlint.toml", *NAMES))
#: cnnlint keeps the texts itself: pygls counts other characters as line ends than editors do.
OWN = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
)
NOTEBOOKS = types.NotebookDocumentSyncOptions(
    [
        types.NotebookDocumentFilterWithNotebook(
            notebook=types.NotebookDocumentFilterNotebookType("jupyter-notebook"),
            cells=[types.NotebookCellLanguage("python")],
        )
    ]
)


class Server(LanguageServer):
    """One connection to an editor."""

    def __init__(self) -> None:
        super().__init__(
            "cnnlint", __version__, notebook_document_sync=NOTEBOOKS, protocol_cls=Connection
        )
        for method in OWN:
            self.protocol.fm.builtin_features.pop(method, None)
        self.session = Session(self.told, self.complain)
        self.settings = Settings()
        self.parent: asyncio.Task[None] | None = None
        self.tables: str | None = None  # the directory with those that were shown

    # What the editor can do ---------------------------------------------------------------

    @property
    def pulls(self) -> bool:
        """Whether it asks for diagnostics; others are told."""
        text = self.client_capabilities.text_document
        return text is not None and text.diagnostic is not None

    @property
    def places(self) -> Places:
        text = self.client_capabilities.text_document
        shown = text.publish_diagnostics if text is not None else None
        related = bool(shown is not None and shown.related_information)
        pulled = text.diagnostic if text is not None else None
        related |= bool(getattr(pulled, "related_information", False))
        documents = {each.path: each for each in self.session.documents.values()}
        work = self.client_capabilities.workspace
        edits = work.workspace_edit if work is not None else None
        versioned = bool(edits is not None and edits.document_changes)
        return Places(self.session.encoding, documents, related=related, versioned=versioned)

    @property
    def markup(self) -> types.MarkupKind:
        """How it wants the texts that it shows of a place."""
        text = self.client_capabilities.text_document
        hover = text.hover if text is not None else None
        formats = hover.content_format if hover is not None else None
        kinds = types.MarkupKind
        return kinds.Markdown if not formats or kinds.Markdown in formats else kinds.PlainText

    @property
    def nests(self) -> bool:
        """Whether it knows symbols within others."""
        text = self.client_capabilities.text_document
        symbol = text.document_symbol if text is not None else None
        return bool(symbol is not None and symbol.hierarchical_document_symbol_support)

    @property
    def resolves(self) -> bool:
        """Whether it asks for the edit of an action only when it is chosen."""
        text = self.client_capabilities.text_document
        action = text.code_action if text is not None else None
        support = action.resolve_support if action is not None else None
        return support is not None and "edit" in support.properties

    @property
    def explains_later(self) -> bool:
        """Whether it asks what explains a hint only when somebody wants to know."""
        text = self.client_capabilities.text_document
        hint = text.inlay_hint if text is not None else None
        support = hint.resolve_support if hint is not None else None
        return support is not None and "tooltip" in support.properties

    def path(self, uri: str) -> str:
        """Where a file is, or, for one that was never saved, where it would be."""
        path = to_fs_path(uri)
        if path is not None:
            return os.path.abspath(path)
        folders = [to_fs_path(each) for each in self.workspace.folders]
        root = next(filter(None, folders), None) or self.workspace.root_path or os.getcwd()
        name = "".join(c if c.isalnum() else "_" for c in uri)
        return os.path.join(root, f"{name}.py")

    # What it is told ----------------------------------------------------------------------

    def told(self, document: Document, unasked: bool) -> None:
        """A text has been read."""
        if not self.pulls:
            for uri in document.uris:
                self._publish(uri, self.found(document, uri), document.version_of(uri))
        # Of a notebook an editor asks again only about the cell that was changed.
        if unasked or isinstance(document, Notebook):
            self.refresh(self.pulls)

    def found(self, document: Document, uri: str) -> list[types.Diagnostic]:
        """The diagnostics of one part of what was read."""
        reading = document.reading
        window = None if reading is None else document.window(uri, reading.source)
        if reading is None or window is None:
            return []
        first = reading.source.cell_at(window[0]) in (None, *reading.source.cells[:1])
        return diagnostics(reading, self.places, window, first)

    def forget(self, uri: str) -> None:
        if not self.pulls:
            self._publish(uri, [], None)

    def _publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, diagnostics=found, version=version)
        )

    def refresh(self, found: bool = True) -> None:
        """Ask the editor to ask again."""
        able = self.client_capabilities.workspace
        if able is None:
            return
        if found and able.diagnostics is not None and able.diagnostics.refresh_support:
            self.workspace_diagnostic_refresh(None)
        if able.inlay_hint is not None and able.inlay_hint.refresh_support:
            self.workspace_inlay_hint_refresh(None)
        if able.code_lens is not None and able.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)

    def take(self, given: Any) -> None:
        """Follow a configuration, and show what it changes."""
        before = self.settings.shown
        for problem in self.settings.take(given):
            self.complain(problem)
        if self.settings.shown != before:
            self.refresh(found=False)

    def complain(self, problem: str) -> None:
        """Show a person what is wrong with a configuration."""
        self.window_show_message(
            types.ShowMessageParams(types.MessageType.Warning, f"cnnlint: {problem}")
        )

    def show(self, name: str, text: str) -> None:
        """Show a table beside the code, where the editor opens files, else as a message."""
        able = self.client_capabilities.window
        if able is None or able.show_document is None or not able.show_document.support:
            self.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))
            return
        if self.tables is None:
            from tempfile import mkdtemp

            self.tables = mkdtemp(prefix="cnnlint-")
        path = os.path.join(self.tables, f"{name}.summary")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{text}\n")
        uri = from_fs_path(path) or path
        self.window_show_document(types.ShowDocumentParams(uri, take_focus=False))

    def end(self) -> NoReturn:
        """End the process, with 1 where the editor has not asked for that."""
        if self.tables is not None:
            from shutil import rmtree

            rmtree(self.tables, ignore_errors=True)
        leave(int(not self.session.ended))

    async def ask_settings(self) -> None:
        able = self.client_capabilities.workspace
        if able is not None and able.configuration:
            asked = types.ConfigurationParams([types.ConfigurationItem(section="cnnlint")])
            try:
                answer = await self.workspace_configuration_async(asked)
            except JsonRpcException:
                return  # it cannot, after all
            for given in answer or ():
                self.take(given)

    def watch(self) -> None:
        """Ask to be told of files that change on disk, and of the configuration."""
        able = self.client_capabilities.workspace
        wanted = []
        watched = able.did_change_watched_files if able is not None else None
        if watched is not None and watched.dynamic_registration:
            files = types.DidChangeWatchedFilesRegistrationOptions(
                [types.FileSystemWatcher(pattern) for pattern in WATCHED]
            )
            wanted.append(
                types.Registration("cnnlint.files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, files)
            )
        config = able.did_change_configuration if able is not None else None
        if config is not None and config.dynamic_registration:
            section = types.DidChangeConfigurationRegistrationOptions(section="cnnlint")
            wanted.append(
                types.Registration(
                    "cnnlint.settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section
                )
            )
        if wanted:
            self.client_register_capability(types.RegistrationParams(wanted))

    # What it asks -------------------------------------------------------------------------

    async def understood(self, uri: str) -> tuple[Reading, Carry, tuple[int, int]] | None:
        """What is known of a file: of its text as it is, or, where that is not Python, as it was;
        with the way from that text to this one, and from where to where the part goes in it."""
        await self.session.reading(uri)
        document = self.session.document(uri)
        if document is None or document.good is None or document.carry is None:
            return None
        window = document.window(uri, document.source)
        return None if window is None else (document.good, document.carry, window)


def make() -> Server:
    """A server that is not connected yet."""
    server = Server()

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.session.encoding = str(
            getattr(server.workspace.position_encoding, "value", None)
            or server.workspace.position_encoding
            or "utf-16"
        )
        for problem in server.settings.begin(params.initialization_options):
            server.complain(problem)
        process = params.process_id
        if process is not None and is_seen(process):
            server.parent = asyncio.ensure_future(outlive_not(process))

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        server.watch()
        await server.ask_settings()

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:
        server.session.end()

    @server.feature(types.EXIT)
    def leaves(params: None) -> None:
        server.end()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(params: types.DidChangeConfigurationParams) -> None:
        server.take(params.settings)
        await server.ask_settings()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders_changed(params: types.DidChangeWorkspaceFoldersParams) -> None:
        session = server.session
        for document in list(session.documents.values()):
            path = server.path(document.uri)
            if path != document.path and not isinstance(document, Notebook):
                session.open(document.uri, path, document.source.text, document.version)
                server.refresh()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        server.session.changed_on_disk(server.path(change.uri) for change in params.changes)

    _documents(server)
    _notebooks(server)
    answers.offer(server)
    actions.offer(server)
    return server


def _documents(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        server.session.open(item.uri, server.path(item.uri), item.text, item.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        item = params.text_document
        server.session.change(item.uri, item.version, list(params.content_changes))

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.session.close(params.text_document.uri)
        server.forget(params.text_document.uri)


def _notebooks(server: Server) -> None:
    session = server.session

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenNotebookDocumentParams) -> None:
        notebook = params.notebook_document
        path = server.path(notebook.uri)
        session.open_notebook(Notebook(notebook, path, params.cell_text_documents))

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeNotebookDocumentParams) -> None:
        item = params.notebook_document
        for uri in session.change_notebook(item.uri, item.version, params.change):
            server.forget(uri)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseNotebookDocumentParams) -> None:
        session.close_notebook(params.notebook_document.uri)
        for cell in params.cell_text_documents:
            server.forget(cell.uri)


def main() -> NoReturn:
    """Talk to an editor over standard input and output until it leaves.

    The status is 1 where it left without a word.
    """
    # That an answer came before it was cancelled is nothing that an editor's log should show.
    logging.getLogger("pygls").setLevel(logging.ERROR)
    gc.disable()  # nobody should wait for that: there is time for it while nobody types
    server = make()
    server.start_io(stdout=Output(sys.stdout.buffer))  # type: ignore[arg-type]
    server.end()
