"""What an editor can do about a diagnostic: fixes, comments that hide it, all that is safe."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pytest_lsp")

from lsprotocol import types

from cnnlint.analysis import analyse
from cnnlint.edits.applying import applied, changed
from cnnlint.server.actions import differences, is_asked_for
from cnnlint.server.ignoring import ignoring
from cnnlint.server.positions import edited
from cnnlint.source import Source
from tests.editor import (
    HEAD,
    File,
    LanguageClient,
    alone,
    begin,
    capabilities,
    client,
    fresh,
    opened,
    span,
    together,
    written,
)

__all__ = ["client", "fresh"]
pytestmark = pytest.mark.filterwarnings("ignore::pytest_lsp.LspSpecificationWarning")

WINDOW = HEAD + "x = layers.Conv2D(8, 31)(keras.Input((9, 9, 3)))\n"
OLD = HEAD + 'adam = keras.optimizers.Adam(lr=0.1)\nsgd = keras.optimizers.SGD(lr=0.1)  # "안"\n'
QUICK = types.CodeActionKind.QuickFix
ALL = "source.fixAll.cnnlint"


async def offered(
    file: File, place: types.Range, only: list[str] | None = None, uri: str = ""
) -> list[types.CodeAction]:
    document = types.TextDocumentIdentifier(uri) if uri else file.document
    found = await file.client.text_document_code_action_async(
        types.CodeActionParams(document, place, types.CodeActionContext([], only=only))
    )
    return [each for each in found or () if isinstance(each, types.CodeAction)]


def after(text: str, edit: types.WorkspaceEdit, uri: str) -> str:
    """The text as an editor has it when it has made the edit."""
    source = Source("", text)
    if edit.changes is not None:
        [(where, edits)] = edit.changes.items()
    else:
        [change] = edit.document_changes
        where, edits = change.text_document.uri, change.edits
    assert where == uri
    for each in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character))[::-1]:
        partial = types.TextDocumentContentChangePartial(each.range, each.new_text)
        source = edited(source, [partial], "utf-16")
    return source.text


@together
async def test_a_fix_is_offered_where_its_diagnostic_is(
    client: LanguageClient, tmp_path: Path
) -> None:
    file = opened(client, tmp_path, WINDOW)
    [fix, hide] = await offered(file, span(2, 8, 2, 8))
    assert fix.title.endswith("(unsafe)")
    assert (fix.kind, fix.is_preferred) == (QUICK, None)
    assert [each.code for each in fix.diagnostics] == ["CNN101"]
    assert list(fix.diagnostics) == await file.diagnostics()
    text = after(WINDOW, fix.edit, file.uri)
    assert 'Conv2D(8, 31, padding="same")' in text
    file.replace(text)
    assert await file.codes() == []
    assert hide.title == "Ignore CNN101 here"
    text = after(WINDOW, hide.edit, file.uri)
    assert text.endswith("(keras.Input((9, 9, 3)))  # cnnlint: ignore[CNN101]\n")
    file.replace(text)
    assert await file.codes() == []
    file.replace(WINDOW)
    assert await offered(file, span(0, 0, 1, 0)) == []


@together
async def test_diagnostics_that_the_editor_names_are_mended_too(
    client: LanguageClient, tmp_path: Path
) -> None:
    file = opened(client, tmp_path, WINDOW)
    told = await file.diagnostics()
    context = types.CodeActionContext(told)  # the cursor is elsewhere in the line
    asked = types.CodeActionParams(file.document, span(2, 0, 2, 0), context)
    found = await client.text_document_code_action_async(asked)
    assert [each.title for each in found or ()][1:] == ["Ignore CNN101 here"]


@together
async def test_safe_fixes_come_first_and_are_preferred(
    client: LanguageClient, tmp_path: Path
) -> None:
    file = opened(client, tmp_path, OLD)
    found = await offered(file, span(2, 0, 2, 99), [QUICK])
    assert [(each.is_preferred, "(unsafe)" in each.title) for each in found] == [
        (True, False),
        (None, False),
    ]
    assert "Adam(learning_rate=0.1)" in after(OLD, found[0].edit, file.uri)


@together
async def test_all_that_is_safe_at_once(client: LanguageClient, tmp_path: Path) -> None:
    both = OLD + WINDOW.removeprefix(HEAD)
    file = opened(client, tmp_path, both)
    [every] = await offered(file, span(0, 0, 0, 0), ["source.fixAll"])
    assert every.kind == ALL
    text = after(both, every.edit, file.uri)
    assert text == both.replace("lr=", "learning_rate=")
    file.replace(text)
    assert await file.codes() == ["CNN101"]
    assert await offered(file, span(0, 0, 0, 0), [ALL]) == []


@together
async def test_nothing_is_offered_for_what_is_no_python(
    client: LanguageClient, tmp_path: Path
) -> None:
    file = opened(client, tmp_path, WINDOW + "x = (\n")
    assert await file.codes() == ["CNN001"]
    assert await offered(file, span(0, 0, 9, 0)) == []


@alone
async def test_an_edit_of_many_is_worked_out_when_it_is_chosen(
    fresh: LanguageClient, tmp_path: Path
) -> None:
    able = capabilities()
    able.workspace.workspace_edit = types.WorkspaceEditClientCapabilities(document_changes=True)
    able.text_document.code_action = types.CodeActionClientCapabilities(
        resolve_support=types.ClientCodeActionResolveOptions(["edit"])
    )
    await begin(fresh, capabilities=able)
    file = opened(fresh, tmp_path, OLD)
    [every] = await offered(file, span(0, 0, 0, 0), [ALL])
    assert every.edit is None
    chosen = await fresh.code_action_resolve_async(every)
    assert after(OLD, chosen.edit, file.uri) == OLD.replace("lr=", "learning_rate=")
    [change] = chosen.edit.document_changes
    assert change.text_document.version == 1


@together
async def test_a_fix_in_another_file(client: LanguageClient, tmp_path: Path) -> None:
    block = HEAD + "def block(x):\n    return layers.Conv2D(8, 31)(x)\n"
    path = written(tmp_path, block, "blocks.py")
    text = "import keras\nfrom blocks import block\ny = block(keras.Input((9, 9, 3)))\n"
    file = opened(client, tmp_path, text)
    fixes = await offered(file, span(2, 6, 2, 6))
    assert [each.title for each in fixes if "Ignore" in each.title] == []
    for each in fixes:
        assert 'padding="same"' in after(block, each.edit, path.as_uri())
    assert fixes


@together
async def test_actions_in_a_notebook(client: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "lesson.ipynb").as_uri()
    codes = {"one": HEAD + "%matplotlib inline", "two": "# 😀\n" + OLD.removeprefix(HEAD)}
    cells = [types.NotebookCell(types.NotebookCellKind.Code, f"part:{name}") for name in codes]
    texts = [
        types.TextDocumentItem(f"part:{name}", types.LanguageKind.Python, 1, code)
        for name, code in codes.items()
    ]
    notebook = types.NotebookDocument(uri, "jupyter-notebook", 1, cells)
    client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(notebook, texts))
    file = opened(client, tmp_path, "")
    found = await offered(file, span(2, 10, 2, 10), [QUICK], "part:two")
    assert [each.title for each in found][1:] == ["Ignore CNN501 here"]
    assert "SGD(learning_rate=0.1)" in after(codes["two"], found[0].edit, "part:two")
    text = after(codes["two"], found[1].edit, "part:two")
    assert text.endswith('# "안"  # cnnlint: ignore[CNN501]\n')
    [every] = await offered(file, span(0, 0, 0, 0), [ALL], "part:one")
    text = after(codes["two"], every.edit, "part:two")
    assert text == codes["two"].replace("lr=", "learning_rate=")


# Comments that hide -----------------------------------------------------------------------------

LINE = "x = layers.Conv2D(8, 31)(keras.Input((9, 9, 3)))"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (f"{LINE}  # big", f"{LINE}  # big  # cnnlint: ignore[CNN101]"),
        (f"{LINE} \t", f"{LINE}  # cnnlint: ignore[CNN101] \t"),
        (
            f"{LINE}  # cnnlint: ignore[CNN102] why",
            f"{LINE}  # cnnlint: ignore[CNN102, CNN101] why",
        ),
        (
            f"# cnnlint: ignore[CNN102]\n{LINE}",
            f"# cnnlint: ignore[CNN102, CNN101]\n{LINE}",
        ),
        (
            "x = layers.Conv2D(\n    8, 31\n)(keras.Input((9, 9, 3)))",
            "x = layers.Conv2D(  # cnnlint: ignore[CNN101]\n    8, 31\n)(keras.Input((9, 9, 3)))",
        ),
        (
            'x = layers.Conv2D(8, 31, name="""a\nb""")(keras.Input((9, 9, 3)))',
            (
                'x = layers.Conv2D(8, 31, name="""a\nb""")(keras.Input((9, 9, 3)))'
                "  # cnnlint: ignore[CNN101]"
            ),
        ),
        (
            'x = layers.Conv2D(8, 31)(keras.Input((9, 9, 3))), """a\nb"""',
            (
                "# cnnlint: ignore[CNN101]\n"
                'x = layers.Conv2D(8, 31)(keras.Input((9, 9, 3))), """a\nb"""'
            ),
        ),
    ],
)
def test_the_comment_goes_where_it_is_read(line: str, wanted: str) -> None:
    source = Source("model.py", f"{HEAD}{line}\n")
    [found] = [each for each in analyse(source).diagnostics if each.code == "CNN101"]
    fix = ignoring(source, found)
    assert fix is not None
    text = applied(source.text, [fix])
    assert text == f"{HEAD}{wanted}\n"
    codes = [each.code for each in analyse(Source("model.py", text)).diagnostics]
    assert "CNN101" not in codes


def test_what_is_no_python_cannot_be_ignored() -> None:
    source = Source("model.py", "x = (\n")
    from cnnlint.rules.judge import syntax_error

    assert ignoring(source, syntax_error(source, "no", 4)) is None


# What is asked for, and texts as edits ----------------------------------------------------------


def test_kinds_are_hierarchical() -> None:
    assert is_asked_for(ALL, None)
    assert is_asked_for(ALL, ["source"])
    assert is_asked_for(ALL, [ALL])
    assert not is_asked_for(ALL, ["source.fix"])
    assert not is_asked_for(ALL, ["source.fixAll.other", QUICK])
    assert not is_asked_for(QUICK, [])
    assert is_asked_for(QUICK, [""])


def test_edits_turn_one_text_into_the_other() -> None:
    old = Source("a.py", "one\r\ntwo\r\n\fthree\nfour")
    for text in ("", "one\r\n", "two\r\n\fthree\nfour!", old.text, "zero\none\r\ntwo\r\n4\n5\n"):
        edits = list(differences(old, Source("a.py", text)))
        from cnnlint.diagnostics import Fix

        assert changed(old, [Fix("", tuple(edits), True)]).text == text
        assert bool(edits) == (text != old.text)


def test_an_edit_touches_no_more_than_it_has_to() -> None:
    old = Source("a.py", "one = 1\r\ntwo = f(lr=2, b=3)\r\nthree\nfour")
    new = Source("a.py", "one = 1\r\ntwo = f(rate=2, b=3)\r\nthree\r\nfour, 5")
    found = [(span.text, text) for span, text in differences(old, new)]
    assert found == [("lr", "rate"), ("three\n", "three\r\n"), ("", ", 5")]
