"""An editor for tests: a client that opens files, changes them and asks what is known of them."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

import pytest

pytest_lsp = pytest.importorskip("pytest_lsp")

from lsprotocol import types  # noqa: E402

LanguageClient = pytest_lsp.LanguageClient
CONFIG = pytest_lsp.ClientServerConfig(server_command=[sys.executable, "-m", "cnnlint", "server"])

HEAD = "import keras\nfrom keras import layers\n"
MODEL = (
    HEAD
    + """\
inputs = keras.Input((32, 32, 3))
x = layers.Conv2D(16, 3, name="first")(inputs)
x = layers.Flatten()(x)
model = keras.Model(inputs, layers.Dense(10)(x))
last = model.get_layer("first")
"""
)
ENDLESS = "import keras\nx = keras.Input((4,))\nwhile True:\n    x = keras.layers.Dense(4)(x)\n"
BROKEN = MODEL.replace("x = layers.Flatten()(x)", "x = layers.Conv2D(8, 31)(x)")


def capabilities(*encodings: str, pull: bool = True, related: bool = True) -> object:
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=list(encodings) or None),
        text_document=types.TextDocumentClientCapabilities(
            diagnostic=types.DiagnosticClientCapabilities() if pull else None,
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                related_information=related,
                tag_support=types.ClientDiagnosticsTagOptions(list(types.DiagnosticTag)),
                code_description_support=True,
                data_support=True,
            ),
            document_symbol=types.DocumentSymbolClientCapabilities(
                hierarchical_document_symbol_support=True
            ),
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
        ),
        workspace=types.WorkspaceClientCapabilities(
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
        ),
    )


async def begin(client: LanguageClient, **options: object) -> None:
    await client.initialize_session(
        types.InitializeParams(**{"capabilities": capabilities(), **options})  # type: ignore
    )


@pytest_lsp.fixture(config=CONFIG, scope="module")
async def client(lsp_client: LanguageClient):
    await begin(lsp_client)
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=CONFIG)
async def fresh(lsp_client: LanguageClient):
    yield
    await lsp_client.shutdown_session()


_numbers = count()
together = pytest.mark.asyncio(loop_scope="module")
alone = pytest.mark.asyncio


class File:
    """A file that is open in a client."""

    def __init__(self, client: LanguageClient, path: Path, text: str) -> None:
        self.client = client
        self.uri = path.as_uri()
        self.version = 1
        self.document = types.TextDocumentIdentifier(self.uri)
        client.text_document_did_open(
            types.DidOpenTextDocumentParams(
                types.TextDocumentItem(self.uri, types.LanguageKind.Python, 1, text)
            )
        )

    def change(self, *changes: types.TextDocumentContentChangeEvent) -> None:
        self.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, self.uri), list(changes)
            )
        )

    def replace(self, text: str) -> None:
        self.change(types.TextDocumentContentChangeWholeDocument(text))

    async def pull(self, known: str | None = None) -> object:
        return await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(self.document, previous_result_id=known)
        )

    async def diagnostics(self) -> list[types.Diagnostic]:
        return list((await self.pull()).items)  # type: ignore[attr-defined]

    async def codes(self) -> list[object]:
        return [each.code for each in await self.diagnostics()]

    async def hints(self) -> list[tuple[int, str]]:
        found = await self.client.text_document_inlay_hint_async(
            types.InlayHintParams(self.document, span(0, 0, 1000, 0))
        )
        return sorted((hint.position.line, str(hint.label)) for hint in found or ())

    async def hover(self, line: int, column: int) -> str:
        found = await self.client.text_document_hover_async(
            types.HoverParams(self.document, types.Position(line, column))
        )
        return found.contents.value if found is not None else ""


def span(line: int, column: int, end_line: int, end_column: int) -> types.Range:
    return types.Range(types.Position(line, column), types.Position(end_line, end_column))


def written(tmp_path: Path, text: str, name: str = "") -> Path:
    path = tmp_path / (name or f"model_{next(_numbers)}.py")
    path.write_text(text, encoding="utf-8")
    return path


def opened(client: LanguageClient, tmp_path: Path, text: str, name: str = "") -> File:
    return File(client, written(tmp_path, "", name), text)
