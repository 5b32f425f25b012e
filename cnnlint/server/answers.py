"""What an editor may ask of a file: what is wrong in it, what stands there, what leads where."""

from __future__ import annotations

import os

from lsprotocol import types

from . import layers, outline
from .markup import content
from .positions import offset, position, text_range

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .serving import Server

SHOW = "cnnlint.show"
SUMMARY = "cnnlint.summary"
RULE = "cnnlint.rule"


def offer(server: Server) -> None:
    """Let the server answer."""
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
        calls = layers.calls_of(reading)
        found = []
        for place, text, call in layers.hints(
            calls, carry, start, end, shapes=show.shapes, params=show.params
        ):
            hint = types.InlayHint(
                position=position(carry.new, place, session.encoding),
                label=text,
                kind=types.InlayHintKind.Type,
                padding_left=not text.startswith(":"),
                padding_right=not text.startswith(":"),
            )
            if call is not None and server.explains_later:
                uri = params.text_document.uri
                hint.data = {"uri": uri, "reading": reading.number, "call": call}
            elif call is not None:
                hint.tooltip = content(layers.explained(calls, call))
            found.append(hint)
        return found

    @server.feature(types.INLAY_HINT_RESOLVE)
    async def explain(hint: types.InlayHint) -> types.InlayHint:
        data = hint.data if isinstance(hint.data, dict) else {}
        known = await server.understood(str(data.get("uri")))
        if known is not None and known[0].number == data.get("reading"):
            first, last = data["call"]
            hint.tooltip = content(layers.explained(layers.calls_of(known[0]), (first, last)))
        return hint

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
            return types.Hover(content(text, server.markup), text_range(span, session.encoding))
        if known is None:
            return None
        reading, carry, _ = known
        before = carry.back(at)
        if before is None:
            return None
        calls = layers.calls_of(reading)
        found = (
            layers.hover(calls, before)
            or layers.parameter(calls, reading.source, before)
            or outline.hover(reading, before)
        )
        if found is None:
            return None
        place = carry.span(reading.source.span(*found[0]))
        where = None if place is None else text_range(place, session.encoding)
        return types.Hover(content(found[1], server.markup), where)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        uri = params.text_document.uri
        known = await server.understood(uri)
        if known is None:
            return []
        found = outline.symbols(known[0], known[1], session.encoding, known[2])
        return found if server.nests else list(outline.flat(found, uri))

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def lenses(params: types.CodeLensParams) -> list[types.CodeLens]:
        uri = params.text_document.uri
        known = await server.understood(uri)
        if known is None or not server.settings.lenses:
            return []
        return [
            types.CodeLens(
                text_range(span, session.encoding),
                types.Command(text, SHOW, arguments=[uri, place]),
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

    @server.command(SHOW)
    async def show(*asked: str) -> None:
        if not asked:  # of all models: who asks like that has no lens to click at
            texts = [text for uri in list(session.documents) for text in await tables(uri)]
            server.show("models", "\n\n".join(texts) or "the open files make no model")
            return
        uri, place = asked[0], int(asked[1])
        text = await full(uri, place)
        if text is not None:
            name = os.path.basename(server.path(uri))
            server.show(f"{name}.{place + 1}" if place else name, text)

    async def tables(uri: str) -> list[str]:
        await session.reading(uri)
        document = session.document(uri)
        good = None if document is None else document.good
        if good is None:
            return []
        found = (outline.full(good, place) for place in range(len(outline.models(good))))
        return [text for text in found if text is not None]

    @server.command(SUMMARY)
    async def full(uri: str, place: int) -> str | None:
        known = await server.understood(uri)
        return None if known is None else outline.full(known[0], place)

    @server.command(RULE)
    def page(rule: str) -> str | None:
        return outline.page(rule)
