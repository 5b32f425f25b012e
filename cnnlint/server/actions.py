"""What can be done about diagnostics: fixes, comments that suppress them, all that is safe at once.

Working out a fix may read a file again, so all of it happens where files are read.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise

from lsprotocol import types

from ..diagnostics import Fix
from ..edits.applying import changed
from .findings import here, shown
from .ignoring import ignoring
from .positions import offset, text_range
from .reading import budget, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..analysis import Analysis
    from ..config import Config
    from ..source import Source, Span
    from .documents import Document
    from .findings import Places
    from .reading import Reading
    from .serving import Server
    from .shelf import Shelf

    Edit = tuple[Span, str]

QUICK_FIX = types.CodeActionKind.QuickFix.value
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.cnnlint"


def is_asked_for(kind: str, only: Sequence[str] | None) -> bool:
    """Whether a kind of action is among those an editor limits itself to, or within one. The empty
    kind holds all."""
    return only is None or any(not each or f"{kind}.".startswith(f"{each}.") for each in only)


# About one diagnostic --------------------------------------------------------------------------


def quick_fixes(
    reading: Reading,
    places: Places,
    start: int,
    end: int,
    told: Iterable[types.Diagnostic] = (),
) -> list[types.CodeAction]:
    """What mends the diagnostics between two offsets and those that the editor tells of, safe fixes
    first, then what hides them."""
    asked = [(each.code, each.range) for each in told]
    safe: list[types.CodeAction] = []
    unsafe: list[types.CodeAction] = []
    hiding: list[types.CodeAction] = []
    for each in reading.analysis.diagnostics:
        span = here(reading, each)
        apart = span.end < start or end < span.start
        if apart and (each.code, text_range(span, places.encoding)) not in asked:
            continue
        about = [shown(each, span, places)]
        fix = each.fix
        edit = None if fix is None else workspace_edit(fix.edits, places)
        if fix is not None and edit is not None:
            made = types.CodeAction(
                title=fix.description if fix.safe else f"{fix.description} (unsafe)",
                kind=QUICK_FIX,
                diagnostics=about,
                is_preferred=True if fix.safe else None,
                edit=edit,
            )
            (safe if fix.safe else unsafe).append(made)
        hide = ignoring(reading.source, each)
        edit = None if hide is None else workspace_edit(hide.edits, places)
        if hide is not None and edit is not None:
            hiding.append(types.CodeAction(hide.description, QUICK_FIX, about, edit=edit))
    return [*safe, *unsafe, *hiding]


# About all of them -----------------------------------------------------------------------------


def has_safe_fixes(reading: Reading) -> bool:
    """Whether anything in this file can be mended without a second look."""
    found = reading.analysis.diagnostics
    own = [each.fix for each in found if each.span.source is reading.source]
    return any(fix is not None and fix.safe for fix in own)


def all_fixed(reading: Reading, shelf: Shelf, config: Config | None) -> list[Edit]:
    """The edits that mend all that can be mended safely, as `cnnlint check --fix` does."""

    from ..mending import in_rounds

    def attempt(analysis: Analysis, state: None, fixes: list[Fix]) -> tuple[Analysis, None] | None:
        after = read(changed(analysis.source, fixes), shelf, budget(), config)
        return (after.analysis, None) if after.parses else None

    after, _, _ = in_rounds(reading.analysis, None, attempt, unsafe=False)
    return list(differences(reading.source, after.source))


def differences(old: Source, new: Source) -> Iterator[Edit]:
    """The edits that turn one text into another, by lines, in a notebook cell by cell; of a line
    that has another in its place, only what differs: a cursor elsewhere in it stays there."""
    whole = [(0, len(old.text), 0, len(new.text))]
    cells = [(a.start, a.end, b.start, b.end) for a, b in zip(old.cells, new.cells, strict=True)]
    for start, end, new_start, new_end in cells or whole:
        before, after = _edges(old, start, end), _edges(new, new_start, new_end)
        lines = [
            [source.text[a:b] for a, b in pairwise(edges)]
            for source, edges in ((old, before), (new, after))
        ]
        matcher = SequenceMatcher(None, lines[0], lines[1], autojunk=False)
        for tag, i, j, k, m in matcher.get_opcodes():
            if tag == "replace" and j - i == m - k:
                for was, now in zip(range(i, j), range(k, m), strict=True):
                    begin, end, text = _difference(lines[0][was], lines[1][now])
                    yield old.span(before[was] + begin, before[was] + end), text
            elif tag != "equal":
                yield old.span(before[i], before[j]), new.text[after[k] : after[m]]


def _difference(old: str, new: str) -> tuple[int, int, str]:
    """From where to where two lines differ, and what stands there in the new one."""
    if _end(old) != _end(new):
        return 0, len(old), new  # an editor knows no place between the two characters of an end
    begin = end = 0
    least = min(len(old), len(new))
    while begin < least and old[begin] == new[begin]:
        begin += 1
    while end < least - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    return begin, len(old) - end, new[begin : len(new) - end]


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _edges(source: Source, start: int, end: int) -> list[int]:
    """Where the lines of a stretch of text begin and end."""
    return [start, *(at for at in source.starts if start < at < end), end]


# As an editor takes it -------------------------------------------------------------------------


def workspace_edit(edits: Iterable[Edit], places: Places) -> types.WorkspaceEdit | None:
    """Edits by the files they are in; None where one of these is not what is open by now."""
    by_uri: dict[str, list[types.TextEdit]] = {}
    versions: dict[str, int | None] = {}
    for span, text in edits:
        document = places.document(span)
        if document is not None and document.source.text != span.source.text:
            return None
        uri = places.location(span).uri
        versions[uri] = document.version_of(uri) if document is not None else None
        by_uri.setdefault(uri, []).append(types.TextEdit(text_range(span, places.encoding), text))
    if not by_uri:
        return None
    if not places.versioned:
        return types.WorkspaceEdit(changes=by_uri)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=versions[uri]), found
            )
            for uri, found in by_uri.items()
        ]
    )


# Who asks --------------------------------------------------------------------------------------


def offer(server: Server) -> None:
    """Let the server answer for code actions."""
    session = server.session

    async def understood(uri: str) -> tuple[Document, Reading] | None:
        """A file with what is known of the text that it has now."""
        reading = await session.reading(uri)
        document = session.document(uri)
        if document is None or reading is None or reading.source is not document.source:
            return None
        return (document, reading) if reading.parses else None

    async def fix_all(document: Document, reading: Reading) -> types.WorkspaceEdit | None:
        edits = await session.work(all_fixed, reading, session.shelf, session.config(document))
        return workspace_edit(edits, server.places)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions([QUICK_FIX, FIX_ALL], resolve_provider=True),
    )
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        known = await understood(uri)
        window = None if known is None else known[0].window(uri, known[1].source)
        if known is None or window is None:
            return []
        document, reading = known
        only = params.context.only
        found = []
        if is_asked_for(QUICK_FIX, only):
            ends = params.range.start, params.range.end
            start, end = (offset(reading.source, x, session.encoding, window) for x in ends)
            told = params.context.diagnostics  # of the whole line, in some editors
            found += await session.work(quick_fixes, reading, server.places, start, end, told)
        if is_asked_for(FIX_ALL, only) and await session.work(has_safe_fixes, reading):
            every = types.CodeAction("Fix all that is safe to fix", FIX_ALL)
            if server.resolves:
                every.data = {"uri": uri}
            else:
                every.edit = await fix_all(document, reading)
            found.append(every)
        return found

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        uri = action.data.get("uri") if isinstance(action.data, dict) else None
        known = await understood(uri) if isinstance(uri, str) and action.edit is None else None
        if known is not None:
            action.edit = await fix_all(*known)
        return action
