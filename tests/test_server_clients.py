"""What clients differ in: how they configure, what they can show, how they write texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pytest_lsp")

from lsprotocol import types
from pygls.uris import to_fs_path

from cnnlint.server.markup import escaped, plain
from cnnlint.server.settings import Settings
from tests.editor import (
    BROKEN,
    HEAD,
    MODEL,
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

SHAPE = (2, "(None, 32, 32, 3)")
IMPORTING = "import keras\nfrom parts import block\ny = block(keras.Input((9, 9, 3)))\n"
PARTS = HEAD + "def block(x):\n    return layers.Conv2D(8, 31)(x)\n"


def configured(client: LanguageClient, settings: Any) -> None:
    client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))


def changed(client: LanguageClient, path: Path) -> None:
    event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))


# Configuration --------------------------------------------------------------------------------


@alone
async def test_what_is_not_set_any_more_is_as_it_was_at_first(
    fresh: LanguageClient, tmp_path: Path
) -> None:
    await begin(fresh, initialization_options={"inlayHints": "shapes"})
    file = opened(fresh, tmp_path, MODEL)
    shapes = await file.hints()
    assert SHAPE in shapes
    assert not any("params" in label for _, label in shapes)
    configured(fresh, {"cnnlint": {"inlayHints": "off"}})
    assert await file.hints() == []
    configured(fresh, {"cnnlint": {"codeLens": False}})
    assert await file.hints() == shapes
    configured(fresh, None)  # which only says that something is another
    assert await file.hints() == shapes


def test_what_is_wrong_is_told_and_not_followed() -> None:
    settings = Settings()
    assert settings.begin({"inlayHints": "params"}) == []
    [hints, lenses] = settings.take({"cnnlint": {"inlayHints": True, "codeLens": "yes"}})
    assert "`cnnlint.inlayHints` is one of" in hints
    assert "`cnnlint.codeLens` is true or false" in lenses
    assert settings.shown == (False, True, True)
    assert settings.take([1]) == settings.take(None) == []


@together
async def test_what_a_baseline_has_is_not_told(client: LanguageClient, tmp_path: Path) -> None:
    from cnnlint.analysis import analyse
    from cnnlint.baseline import write
    from cnnlint.source import Source

    path = written(tmp_path, "", "old.py")
    write(str(tmp_path / "known.json"), analyse(Source(str(path), BROKEN)).diagnostics)
    written(tmp_path, 'baseline = "known.json"\n', "cnnlint.toml")
    file = opened(client, tmp_path, BROKEN, "old.py")
    assert await file.codes() == []
    file.replace("# above\n" + BROKEN.replace("31", "32"))
    assert await file.codes() == ["CNN101"]
    # One that cannot be read is complained of, and once.
    written(tmp_path, "{}", "known.json")
    for text in (BROKEN, BROKEN + "\n"):
        file.replace(text)
        assert await file.codes() == ["CNN101"]
    assert sum("is not a baseline" in each.message for each in client.messages) == 1


@together
async def test_what_is_excluded_at_any_rate_is_not_looked_at(
    client: LanguageClient, tmp_path: Path
) -> None:
    (tmp_path / "made").mkdir()
    written(tmp_path, 'exclude = ["made"]\n', "cnnlint.toml")
    file = opened(client, tmp_path, BROKEN, "made/model.py")
    assert await file.codes() == ["CNN101"]
    written(tmp_path, 'exclude = ["made"]\nforce-exclude = true\n', "cnnlint.toml")
    file.replace(BROKEN + "\n")
    assert await file.codes() == []
    assert await file.hints() == []
    assert await file.hover(3, 6) == ""


@together
async def test_requirements_are_followed(client: LanguageClient, tmp_path: Path) -> None:
    path = written(tmp_path, "keras<3\n", "requirements.txt")
    file = opened(client, tmp_path, "import keras\nadam = keras.optimizers.Adam(lr=0.1)\n")
    assert await file.codes() == []
    written(tmp_path, "keras>=3\n", "requirements.txt")
    changed(client, path)
    assert await file.codes() == ["CNN501"]


@together
async def test_a_configuration_that_nobody_tells_of(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, BROKEN)
    assert await file.codes() == ["CNN101"]
    written(tmp_path, 'ignore = ["CNN1"]\n', "cnnlint.toml")
    file.replace(BROKEN + "\n")
    assert await file.codes() == []
    (tmp_path / "cnnlint.toml").unlink()
    file.replace(BROKEN)
    assert await file.codes() == ["CNN101"]


@alone
async def test_a_folder_that_comes_later(fresh: LanguageClient, tmp_path: Path) -> None:
    written(tmp_path, PARTS, "parts.py")
    await begin(fresh)
    uri = "untitled:Untitled-1"
    item = types.TextDocumentItem(uri, types.LanguageKind.Python, 1, IMPORTING)
    fresh.text_document_did_open(types.DidOpenTextDocumentParams(item))

    async def codes() -> list[object]:
        asked = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        return [each.code for each in (await fresh.text_document_diagnostic_async(asked)).items]

    assert await codes() == []
    folder = types.WorkspaceFolder(tmp_path.as_uri(), tmp_path.name)
    event = types.WorkspaceFoldersChangeEvent([folder], [])
    fresh.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
    assert await codes() == ["CNN101"]


# What they show -------------------------------------------------------------------------------


@alone
async def test_plain_texts_and_flat_symbols(fresh: LanguageClient, tmp_path: Path) -> None:
    able = capabilities()
    able.text_document.hover = types.HoverClientCapabilities(
        content_format=[types.MarkupKind.PlainText]
    )
    able.text_document.document_symbol = None
    await begin(fresh, capabilities=able)
    file = opened(fresh, tmp_path, MODEL)
    hovered = await file.hover(3, 6)
    assert hovered.startswith(
        "first (Conv2D)\noutput (None, 30, 30, 16) from (32 − 3)/1 + 1 = 30\n"
    )
    asked = types.DocumentSymbolParams(file.document)
    symbols = list(await fresh.text_document_document_symbol_async(asked))
    assert [(each.name, each.container_name) for each in symbols][:2] == [
        ("model", None),
        ("input_layer", "model"),
    ]
    assert symbols[0].location == types.Location(file.uri, span(5, 8, 5, 48))


@alone
@pytest.mark.parametrize("later", [True, False])
async def test_a_hint_is_explained(fresh: LanguageClient, tmp_path: Path, later: bool) -> None:
    able = capabilities()
    if later:
        support = types.ClientInlayHintResolveOptions(["tooltip"])
        able.text_document.inlay_hint = types.InlayHintClientCapabilities(resolve_support=support)
    await begin(fresh, capabilities=able)
    file = opened(fresh, tmp_path, MODEL)
    asked = types.InlayHintParams(file.document, span(3, 0, 4, 0))
    [hint] = await fresh.text_document_inlay_hint_async(asked)
    assert (hint.tooltip is None) == later
    if later:
        explained = await fresh.inlay_hint_resolve_async(hint)
        file.replace(BROKEN)  # of which nobody asked what explains it
        assert (await fresh.inlay_hint_resolve_async(hint)).tooltip is None
        hint = explained
    assert "parameters 448 = 3·3·3·16 + 16" in hint.tooltip.value


def test_what_is_escaped_is_plain_again() -> None:
    for text in ("max_pooling2d takes `*args` and _kernel_, [1] or 2*3", "one ` alone", r"a\b"):
        assert plain(escaped(text)) == (text if text.count("`") % 2 else text.replace("`", ""))
    assert plain("**bold**  \n[page](https://a.b/c): `x_1`") == "bold\npage (https://a.b/c): x_1"
    assert plain("a\n```python\n**kwargs\n```\n") == "a\n```python\n**kwargs\n```\n"


@together
async def test_hover_on_a_model_and_on_names(client: LanguageClient, tmp_path: Path) -> None:
    text = HEAD + (
        "inputs = keras.Input((8,))\n"
        "outputs = layers.Dense(2)(inputs)\n"
        "model = keras.Model(inputs, outputs)\n"
        "small = keras.Sequential([layers.Dense(2)])\n"
    )
    file = opened(client, tmp_path, text)
    said = (await file.hover(4, 10)).split("  \n")
    assert said[:-1] == [
        "**model** (Functional), 2 layers",
        "input `(None, 8)`",
        "output `(None, 2)`",
        "Total params: 18 (72.00 B)",
        "Trainable params: 18 (72.00 B)",
        "Non-trainable params: 0 (0.00 B)",
        "Multiply-accumulates (MACs) per sample: 16",
    ]
    assert said[-1].startswith("Memory: about ")
    assert (await file.hover(5, 10)).startswith("**small** (Sequential), 1 layer")
    assert (await file.hover(3, 0)).startswith("**outputs** is `(None, 2)`\n\n**dense** (Dense)")
    assert await file.hover(0, 8) == ""


@together
async def test_hover_on_a_layer_that_is_called_elsewhere(
    client: LanguageClient, tmp_path: Path
) -> None:
    text = HEAD + (
        "class Net(keras.Model):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.first = layers.Dense(8)\n"
        "        self.more = [layers.Dense(4) for _ in range(2)]\n"
        "    def call(self, x):\n"
        "        x = self.first(x)\n"
        "        for layer in self.more:\n"
        "            x = layer(x)\n"
        "        return x\n"
        "y = Net()(keras.Input((3,)))\n"
    )
    file = opened(client, tmp_path, text)
    assert "parameters 32 = 3·8 + 8" in await file.hover(5, 30)
    assert await file.hover(5, 30) == await file.hover(8, 14)
    both = await file.hover(6, 30)
    assert "parameters 36 = 8·4 + 4" in both
    assert "parameters 20 = 4·4 + 4" in both


@together
async def test_an_f_string_leads_to_the_layers_that_it_may_name(
    client: LanguageClient, tmp_path: Path
) -> None:
    text = HEAD + (
        "inputs = x = keras.Input((8,))\n"
        "for i in range(2):\n"
        '    x = layers.Dense(2, name=f"dense_{i}")(x)\n'
        'x = layers.Dense(2, name="last")(x)\n'
        "model = keras.Model(inputs, x)\n"
        "for i in range(2):\n"
        '    model.get_layer(f"dense_{i}")\n'
        '    model.get_layer(f"{i}")\n'
    )
    file = opened(client, tmp_path, text)

    async def at(line: int) -> list[types.Range]:
        where = types.DefinitionParams(file.document, types.Position(line, 24))
        found = await client.text_document_definition_async(where)
        return [each.range for each in found or ()]

    assert await at(8) == [span(4, 8, 4, 42)]
    assert await at(9) == []


@alone
@pytest.mark.parametrize("opens", [True, False])
async def test_a_lens_shows_the_table(fresh: LanguageClient, tmp_path: Path, opens: bool) -> None:
    able = capabilities()
    able.window = types.WindowClientCapabilities(
        show_document=types.ShowDocumentClientCapabilities(support=opens)
    )
    await begin(fresh, capabilities=able)
    file = opened(fresh, tmp_path, MODEL, "model.py")
    [lens] = await fresh.text_document_code_lens_async(types.CodeLensParams(file.document))
    assert lens.command.command == "cnnlint.show"
    asked = types.ExecuteCommandParams(lens.command.command, arguments=lens.command.arguments)
    await fresh.workspace_execute_command_async(asked)
    assert await file.codes() == []  # what was asked before this has been answered
    if not opens:
        [message] = fresh.messages
        assert "Total params: 144,458" in message.message
        return
    [shown] = fresh.shown_documents
    path = to_fs_path(shown.uri)
    assert path is not None
    assert path.endswith("model.py.summary")
    assert not shown.take_focus
    assert "Total params: 144,458" in Path(path).read_text(encoding="utf-8")


@alone
async def test_where_there_are_no_lenses_all_tables_are_shown(
    fresh: LanguageClient, tmp_path: Path
) -> None:
    await begin(fresh)
    asked = types.ExecuteCommandParams("cnnlint.show", arguments=[])
    await fresh.workspace_execute_command_async(asked)
    for name in ("one.py", "two.py"):
        opened(fresh, tmp_path, MODEL, name)
    await fresh.workspace_execute_command_async(types.ExecuteCommandParams("cnnlint.show"))
    nothing, both = [each.message for each in fresh.messages]
    assert nothing == "the open files make no model"
    assert both.count("Total params: 144,458") == 2


# How they write texts -------------------------------------------------------------------------


@together
async def test_a_byte_order_mark_is_a_character(client: LanguageClient, tmp_path: Path) -> None:
    mark = "\N{ZERO WIDTH NO-BREAK SPACE}"
    line = "import keras; x = keras.layers.Conv2D(8, 31)(keras.Input((9, 9, 3)))"
    file = opened(client, tmp_path, mark + line)
    [found] = await file.diagnostics()
    start = 1 + line.index("keras.layers")
    assert (found.code, found.range) == ("CNN101", span(0, start, 0, 1 + len(line)))
    at = 1 + line.index("31")
    file.change(types.TextDocumentContentChangePartial(span(0, at, 0, at + 2), "3"))
    assert await file.codes() == []
    file.replace(mark)
    assert await file.codes() == []


@together
async def test_what_is_too_long_is_told(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, "x = [" + "1," * 600_000 + "]\n")
    [found] = await file.diagnostics()
    assert "longer than 1,000,000 characters" in found.message
    file.replace(BROKEN)
    assert await file.codes() == ["CNN101"]


@together
async def test_sizes_beyond_all_measure(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, HEAD + "x = layers.Dense(10**400)(keras.Input((4,)))\n")
    assert [line for line, _ in await file.hints()] == [2, 2]
    assert "TiB per sample" in await file.hover(2, 6)


# Notebooks ------------------------------------------------------------------------------------


@alone
async def test_a_cell_is_told_of_in_its_own_version(fresh: LanguageClient, tmp_path: Path) -> None:
    able = capabilities(pull=False)
    able.workspace.workspace_edit = types.WorkspaceEditClientCapabilities(document_changes=True)
    await begin(fresh, capabilities=able)
    uri = (tmp_path / "lesson.ipynb").as_uri()
    cell = types.NotebookCell(types.NotebookCellKind.Code, "cell:a")
    text = types.TextDocumentItem("cell:a", types.LanguageKind.Python, 7, BROKEN)
    notebook = types.NotebookDocument(uri, "jupyter-notebook", 1, [cell])
    fresh.notebook_document_did_open(types.DidOpenNotebookDocumentParams(notebook, [text]))
    told = await fresh.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert (told.uri, told.version) == ("cell:a", 7)
    context = types.CodeActionContext([])
    asked = types.CodeActionParams(
        types.TextDocumentIdentifier("cell:a"), span(4, 4, 4, 4), context
    )
    for action in await fresh.text_document_code_action_async(asked):
        [change] = action.edit.document_changes
        assert change.text_document.version == 7
