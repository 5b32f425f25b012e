"""The server itself: what an editor may ask, and who answers."""

from __future__ import annotations

import gc
import logging
import os

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from .. import __version__
from . import actions, layers, outline
from .documents import Notebook
from .findings import Places, diagnostics
from .positions import Carry, offset, position, text_range
from .session import Session
from .settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .documents import Document
    from .reading import Reading

SUMMARY = "cnnlint.summary"
RULE = "cnnlint.rule"
WATCHED = ("**/*.py", "**/pyproject.toml", "**/cnnlint.toml")
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
        super().__init__("cnnlint", __version__, notebook_document_sync=NOTEBOOKS)
        for method in OWN:
            self.protocol.fm.builtin_features.pop(method, None)
        self.session = Session(self.told, self.complain)
        self.settings = Settings()

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
    def resolves(self) -> bool:
        """Whether it asks for the edit of an action only when it is chosen."""
        text = self.client_capabilities.text_document
        action = text.code_action if text is not None else None
        support = action.resolve_support if action is not None else None
        return support is not None and "edit" in support.properties

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
                self._publish(uri, self.found(document, uri), document.version)
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
        """Follow a configuration."""
        for problem in self.settings.take(given):
            self.complain(problem)

    def complain(self, problem: str) -> None:
        """Show a person what is wrong with a configuration."""
        self.window_show_message(
            types.ShowMessageParams(types.MessageType.Warning, f"cnnlint: {problem}")
        )

    async def ask_settings(self) -> None:
        able = self.client_capabilities.workspace
        if able is not None and able.configuration:
            asked = types.ConfigurationParams([types.ConfigurationItem(section="cnnlint")])
            for given in await self.workspace_configuration_async(asked):
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
        server.take(params.initialization_options)

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        server.watch()
        await server.ask_settings()

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:
        server.session.end()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(params: types.DidChangeConfigurationParams) -> None:
        server.take(params.settings)
        await server.ask_settings()
        server.refresh()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        server.session.changed_on_disk(server.path(change.uri) for change in params.changes)

    _documents(server)
    _notebooks(server)
    _answers(server)
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


def _answers(server: Server) -> None:
    session = server.session

    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(
            inter_file_dependencies=True, workspace_diagnostics=False, identifier="cnnlint"
        ),
    )
    async def pulled(
        params: types.DocumentDiagnosticParams,
    ) -> types.DocumentDiagnosticReport:
        uri = params.text_document.uri
        reading = await session.reading(uri)
        document = session.document(uri)
        if reading is None or document is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        number = str(reading.number)
        if params.previous_result_id == number:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=number)
        found = server.found(document, uri)
        return types.RelatedFullDocumentDiagnosticReport(items=found, result_id=number)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        known = await server.understood(params.text_document.uri)
        show = server.settings
        if known is None or not (show.shapes or show.params):
            return []
        reading, carry, window = known
        ends = params.range.start, params.range.end
        start, end = (offset(carry.new, each, session.encoding, window) for each in ends)
        return [
            types.InlayHint(
                position=position(carry.new, place, session.encoding),
                label=text,
                kind=types.InlayHintKind.Type,
                tooltip=layers.markdown(explained) if explained else None,
                padding_left=not text.startswith(":"),
                padding_right=not text.startswith(":"),
            )
            for place, text, explained in layers.hints(
                layers.calls_of(reading), carry, start, end, shapes=show.shapes, params=show.params
            )
        ]

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        known = await server.understood(params.text_document.uri)
        uri = params.text_document.uri
        document = session.document(uri)
        window = document.window(uri, document.source) if document is not None else None
        if document is None or window is None:
            return None
        at = offset(document.source, params.position, session.encoding, window)
        page = outline.rule_page(document.source, at)
        if page is not None:
            span, text = page
            return types.Hover(layers.markdown(text), text_range(span, session.encoding))
        if known is None:
            return None
        reading, carry, _ = known
        before = carry.back(at)
        if before is None:
            return None
        calls = layers.calls_of(reading)
        found = layers.hover(calls, before) or layers.parameter(calls, reading.source, before)
        if found is None:
            return None
        place = carry.span(reading.source.span(*found[0]))
        where = None if place is None else text_range(place, session.encoding)
        return types.Hover(layers.markdown(found[1]), where)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        known = await server.understood(params.text_document.uri)
        return (
            [] if known is None else outline.symbols(known[0], known[1], session.encoding, known[2])
        )

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def lenses(params: types.CodeLensParams) -> list[types.CodeLens]:
        uri = params.text_document.uri
        known = await server.understood(uri)
        if known is None or not server.settings.lenses:
            return []
        return [
            types.CodeLens(
                text_range(span, session.encoding),
                types.Command(text, SUMMARY, arguments=[uri, place]),
            )
            for span, text, place in outline.lenses(*known)
        ]

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> list[types.Location]:
        known = await server.understood(params.text_document.uri)
        if known is None:
            return []
        reading, carry, window = known
        at = carry.back(offset(carry.new, params.position, session.encoding, window))
        if at is None:
            return []
        places = server.places
        found = []
        for span in outline.named_layers(reading, at):
            moved = carry.span(span) if span.source is reading.source else span
            if moved is not None:
                found.append(places.location(moved))
        return found

    @server.command(SUMMARY)
    async def full(uri: str, place: int) -> str | None:
        known = await server.understood(uri)
        return None if known is None else outline.full(known[0], place)

    @server.command(RULE)
    def page(rule: str) -> str | None:
        return outline.page(rule)


def main() -> int:
    """Talk to an editor over standard input and output until it leaves."""
    # That an answer came before it was cancelled is nothing that an editor's log should show.
    logging.getLogger("pygls").setLevel(logging.ERROR)
    gc.disable()  # nobody should wait for that: there is time for it while nobody types
    make().start_io()
    return 0
