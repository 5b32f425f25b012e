"""The language server, asked by a client as editors ask it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random
from threading import Timer

import pytest

pytest.importorskip("pytest_lsp")

from lsprotocol import types

from cnnlint.cli import main
from cnnlint.server.documents import Document
from cnnlint.server.markup import escaped
from cnnlint.server.positions import Carry, edited, offset, position, units
from cnnlint.server.reading import budget, read
from cnnlint.server.session import Session
from cnnlint.server.shelf import Shelf
from cnnlint.source import Source
from tests.editor import (
    BROKEN,
    ENDLESS,
    HEAD,
    MODEL,
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


# Diagnostics ----------------------------------------------------------------------------------


@together
async def test_diagnostics_are_of_the_buffer(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, BROKEN)
    [found] = await file.diagnostics()
    assert found.code == "CNN101"
    assert found.severity == types.DiagnosticSeverity.Error
    assert found.range == span(4, 4, 4, 26 + 1)
    assert "31×31" in found.message
    assert found.code_description.href.endswith("window_larger_than_input.py")
    assert [each.location.uri for each in found.related_information] == [file.uri] * 2
    assert [(each.location.range.start, each.message) for each in found.related_information] == [
        (types.Position(2, 9), "(None, 32, 32, 3)"),
        (types.Position(3, 4), "(None, 30, 30, 16)"),
    ]
    file.replace(MODEL)
    assert await file.diagnostics() == []


@together
async def test_nothing_new_is_not_told_again(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, BROKEN)
    report = await file.pull()
    assert report.kind == "full"
    again = await file.pull(report.result_id)
    assert again.kind == "unchanged"
    file.replace(BROKEN + "\n")
    assert (await file.pull(report.result_id)).kind == "full"


@together
async def test_deprecated_names_are_tagged(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, HEAD + "x = layers.CuDNNLSTM(8)\n")
    [found] = await file.diagnostics()
    assert list(found.tags) == [types.DiagnosticTag.Deprecated]
    assert found.range == span(2, 4, 2, 20)
    # An argument's diagnostic is about the whole call, which is not what is struck through then.
    file.replace(HEAD + "x = keras.optimizers.Adam(lr=0.1)\n")
    [found] = await file.diagnostics()
    assert (found.code, found.tags) == ("CNN501", None)


@together
async def test_what_can_be_taken_away_is_tagged(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, "import keras\nx = 1  # cnnlint: ignore[CNN101]\n")
    [found] = await file.diagnostics()
    assert (found.code, list(found.tags)) == ("CNN004", [types.DiagnosticTag.Unnecessary])


@together
async def test_one_syntax_diagnostic_and_the_hints_that_were(
    client: LanguageClient, tmp_path: Path
) -> None:
    file = opened(client, tmp_path, BROKEN)
    before = await file.hints()
    assert (2, "(None, 32, 32, 3)") in before
    # A line is begun above the last one, so the lines below it move.
    file.change(types.TextDocumentContentChangePartial(span(5, 0, 5, 0), "y = layers.Dense(\n"))
    [found] = await file.diagnostics()
    assert found.code == "CNN001"
    kept = await file.hints()
    assert kept == [(line + (line >= 5), label) for line, label in before]
    file.change(types.TextDocumentContentChangePartial(span(3, 0, 3, 3), "x = ("))
    assert [line for line, _ in await file.hints() if line == 3] == []
    file.replace(BROKEN)
    assert await file.codes() == ["CNN101"]


@together
async def test_a_file_in_another_place_is_told_here(client: LanguageClient, tmp_path: Path) -> None:
    block = HEAD + "def block(x):\n    return layers.Conv2D(8, 31)(x)\n"
    written(tmp_path, block, "blocks.py")
    file = opened(
        client,
        tmp_path,
        "import keras\nfrom blocks import block\ny = block(keras.Input((9, 9, 3)))\n",
    )
    [found] = await file.diagnostics()
    assert found.code == "CNN101"
    assert found.range.start == types.Position(2, 4)
    assert any(
        each.location.uri == (tmp_path / "blocks.py").as_uri()
        and each.location.range.start == types.Position(3, 11)
        for each in found.related_information
    )


@together
async def test_what_an_import_leads_to_is_told_at_the_import(
    client: LanguageClient, tmp_path: Path
) -> None:
    written(tmp_path, HEAD + "x = layers.CuDNNLSTM(8)\n", "recurrent.py")
    written(tmp_path, "from recurrent import *\n", "between.py")
    file = opened(client, tmp_path, "import numpy\nimport between\n")
    [found] = await file.diagnostics()
    assert (found.code, found.range) == ("CNN502", span(1, 0, 1, 14))
    messages = [each.message for each in found.related_information]
    assert messages == ["imported here", "it happens here"]


@alone
@pytest.mark.parametrize(
    ("encoding", "width"), [("utf-8", 4 + 3 + 3), ("utf-16", 2 + 1 + 1), ("utf-32", 3)]
)
async def test_columns_count_in_the_units_agreed_on(
    fresh: LanguageClient, tmp_path: Path, encoding: str, width: int
) -> None:
    await begin(fresh, capabilities=capabilities(encoding))
    assert fresh.protocol is not None
    before = 'a = "😀안녕"; '
    line = 'x = layers.Conv2D(1, 30, name="뒤")(keras.Input((9, 9, 3)))'
    file = opened(fresh, tmp_path, HEAD + before + line + "\n")
    start = len('a = ""; ') + width
    [found] = await file.diagnostics()
    length = len(line) - 4 + {"utf-8": 2}.get(encoding, 0)
    assert found.range == span(2, start + 4, 2, start + 4 + length)
    # An edit behind the emoji comes out where it was made.
    at = start + line.index("30")
    file.change(types.TextDocumentContentChangePartial(span(2, at, 2, at + 2), "3"))
    assert await file.diagnostics() == []
    hints = await file.hints()
    assert (2, "(None, 7, 7, 1) · 28 params") in hints


@alone
async def test_clients_that_cannot_pull_are_told(fresh: LanguageClient, tmp_path: Path) -> None:
    await begin(fresh, capabilities=capabilities(pull=False, related=False))
    file = opened(fresh, tmp_path, BROKEN)
    await fresh.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    [found] = fresh.diagnostics[file.uri]
    assert found.code == "CNN101"
    assert "line 4: (None, 30, 30, 16)" in found.message
    file.replace(MODEL)
    await fresh.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert not fresh.diagnostics[file.uri]
    file.replace(BROKEN)
    await fresh.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert len(fresh.diagnostics[file.uri]) == 1
    fresh.text_document_did_close(types.DidCloseTextDocumentParams(file.document))
    await fresh.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert not fresh.diagnostics[file.uri]


# Hints ----------------------------------------------------------------------------------------


@together
async def test_hints_show_shapes_and_parameters(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, MODEL)
    assert await file.hints() == [
        (2, "(None, 32, 32, 3)"),
        (3, "(None, 30, 30, 16) · 448 params"),
        (4, "(None, 14400)"),
        (5, "(None, 10) · 144,010 params"),
    ]


@together
async def test_hints_before_there_is_a_model(client: LanguageClient, tmp_path: Path) -> None:
    text = HEAD + "x = keras.Input((8,))\nx = layers.Dense(4)(x)\ny = x * 2\nz = x[:, 1:]\n"
    file = opened(client, tmp_path, text)
    assert await file.hints() == [
        (2, "(None, 8)"),
        (3, "(None, 4) · 36 params"),
        (4, "(None, 4)"),
        (5, "(None, 3)"),
    ]


@together
async def test_hints_where_a_model_from_a_file_is_used(
    client: LanguageClient, tmp_path: Path
) -> None:
    text = HEAD + 'import numpy as np\nmodel = keras.models.load_model("m.keras")\n'
    file = opened(client, tmp_path, text + "x = np.zeros((3, 8))\nmodel.predict(x)\n")
    assert await file.hints() == [(4, ": (3, 8)")]


@together
async def test_hints_behind_names(client: LanguageClient, tmp_path: Path) -> None:
    text = HEAD + (
        "import numpy as np\n"
        "def block(x):\n"
        "    return layers.Dense(4)(x)\n"
        "x = keras.Input((8,))\n"
        "y = block(x)\n"
        "short = y\n"
        "a, b = np.zeros((5, 2)), 3\n"
    )
    file = opened(client, tmp_path, text)
    assert await file.hints() == [
        (4, "(None, 4) · 36 params"),
        (5, "(None, 8)"),
        (6, ": (None, 4)"),
        (7, ": (None, 4)"),
        (8, ": (5, 2)"),
    ]


@together
async def test_hints_in_builders_are_symbolic(client: LanguageClient, tmp_path: Path) -> None:
    text = HEAD + (
        "def build(n, units):\n"
        "    x = keras.Input((n, n, 3))\n"
        "    y = layers.Conv2D(units, 3)(x)\n"
        "    return keras.Model(x, y)\n"
    )
    file = opened(client, tmp_path, text)
    assert await file.hints() == [
        (3, "(None, n, n, 3)"),
        (4, "(None, n − 2, n − 2, units) · 28·units params"),
    ]


@together
async def test_hints_in_builders_are_those_of_a_named_target(
    client: LanguageClient, tmp_path: Path
) -> None:
    path = written(tmp_path, "")
    (tmp_path / "cnnlint.toml").write_text(f'[targets]\n"{path.name}" = "build(32)"\n')
    text = HEAD + (
        "def build(n):\n    x = keras.Input((n,))\n    return keras.Model(x, layers.Dense(2)(x))\n"
    )
    file = File(client, path, text)
    assert await file.hints() == [(3, "(None, 32)"), (4, "(None, 2) · 66 params")]


@together
async def test_a_line_that_runs_often_shows_its_shapes_as_one(
    client: LanguageClient, tmp_path: Path
) -> None:
    text = HEAD + (
        "x = keras.Input((32, 32, 3))\nfor i in range(3):\n    x = layers.Conv2D(8 * 2**i, 3)(x)\n"
    )
    file = opened(client, tmp_path, text)
    few = "(None, 30|28|26, 30|28|26, 8|16|32) · 224|1,168|4,640 params"
    assert (await file.hints())[1] == (4, few)
    # Of more than three the first and the last are shown.
    file.replace(text.replace("range(3)", "range(4)"))
    assert (await file.hints())[1] == (4, "(None, 30…24, 30…24, 8…64) · 224…18,496 params")
    file.replace(text.replace("x = layers.Conv2D(8 * 2**i, 3)(x)", "y = layers.Flatten()(x) + 2.0"))
    assert await file.hints() == [
        (2, "(None, 32, 32, 3)"),
        (4, "(None, 3072)"),
        (4, "(None, 3072)"),
    ]


@together
async def test_a_line_may_give_shapes_of_several_ranks(
    client: LanguageClient, tmp_path: Path
) -> None:
    text = HEAD + (
        "def head(x):\n    y = layers.Dense(4)(x)\n    return y\n\n\n"
        "a = head(keras.Input((8,)))\nb = head(keras.Input((3, 8)))\n"
        "c = head(keras.Input((5, 8)))\n"
        "for n in (2, 3):\n"
        "    d, h, s = layers.LSTM(n, return_sequences=True, return_state=True)(b)\n"
    )
    file = opened(client, tmp_path, text)
    hints = await file.hints()
    assert (3, "(None, 4) | (None, 3|5, 4) · 36 params") in hints
    lstm = "[(None, 3, 2|3), (None, 2|3), (None, 2|3)] · 56|96 params"
    assert lstm in [label for line, label in hints if line == 11]


@together
async def test_the_head_of_a_class_has_no_hint(client: LanguageClient, tmp_path: Path) -> None:
    text = HEAD + (
        "class Block(layers.Layer):\n"
        "    def build(self, shape):\n"
        "        self.scale = self.add_weight(shape=(3,))\n"
        "    def call(self, x):\n"
        "        return x\n"
    )
    file = opened(client, tmp_path, text)
    assert await file.hints() == []
    assert "parameters 3" in await file.hover(2, 8)


@together
async def test_a_size_of_several_calls_has_one_name(client: LanguageClient, tmp_path: Path) -> None:
    text = (
        "import cv2\n\n\ndef load(first, second):\n    for path in (first, second):\n"
        "        image = cv2.imread(path)\n    return image\n"
    )
    file = opened(client, tmp_path, text)
    assert await file.hints() == [(5, ": (height, width, 3)")]


@together
async def test_an_input_that_nobody_wrote_has_no_hint(
    client: LanguageClient, tmp_path: Path
) -> None:
    text = HEAD + (
        "model = keras.Sequential()\n"
        "model.add(layers.Dense(4, input_shape=(3,)))\n"
        "other = keras.Sequential([layers.Dense(2)])\n"
        "other.build((None, 8))\n"
        "last = keras.Sequential([layers.InputLayer((5,)), layers.Dense(3)])\n"
    )
    file = opened(client, tmp_path, text)
    assert [label for _, label in await file.hints()] == [
        "(None, 4) · 16 params",
        "(None, 2) · 18 params",
        "(None, 3) · 18 params",
        "(None, 5)",
    ]


@together
async def test_a_long_shape_has_no_long_sizes(client: LanguageClient, tmp_path: Path) -> None:
    text = HEAD + (
        "def build(input_height, input_width):\n"
        "    x = keras.Input((input_height, input_width, 3))\n"
        "    for filters in (8, 16, 32, 64):\n"
        "        x = layers.Conv2D(filters, 3, padding='same')(x)\n"
        "        x = layers.MaxPooling2D()(x)\n"
        "    return keras.Model(x, x)\n"
    )
    file = opened(client, tmp_path, text)
    hints = dict(await file.hints())
    assert hints[3] == "(None, input_height, input_width, 3)"
    assert hints[6] == "(None, …, …, 8…64)"


@alone
@pytest.mark.parametrize(
    ("choice", "shown"),
    [("shapes", "(None, 10)"), ("params", "144,010 params"), ("off", None)],
)
async def test_hints_can_be_chosen(
    fresh: LanguageClient, tmp_path: Path, choice: str, shown: str | None
) -> None:
    await begin(fresh, initialization_options={"inlayHints": choice})
    file = opened(fresh, tmp_path, MODEL)
    assert dict(await file.hints()).get(5) == shown
    fresh.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"cnnlint": {"inlayHints": "all"}})
    )
    assert dict(await file.hints()).get(5) == "(None, 10) · 144,010 params"


@together
async def test_hints_are_about_what_the_line_gives(client: LanguageClient, tmp_path: Path) -> None:
    text = HEAD + (
        "import numpy as np\n"
        "base = keras.applications.MobileNetV2(weights=None, input_shape=(96, 96, 3))\n"
        "model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])\n"
        "y = model.predict(np.zeros((50, 4)))\n"
    )
    file = opened(client, tmp_path, text)
    assert [hint for hint in await file.hints() if hint[0] != 4] == [(5, ": (50, 2)")]


# Hover ----------------------------------------------------------------------------------------


@together
async def test_hover_on_a_layer(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, MODEL)
    text = await file.hover(3, 12)
    assert "**first** (Conv2D)" in text
    assert "output `(None, 30, 30, 16)` from (32 − 3)/1 + 1 = 30" in text
    assert "parameters 448 = 3·3·3·16 + 16" in text
    assert "MACs 388,800 per sample" in text
    assert "receptive field 3×3 of the input" in text
    assert "output takes 56.2 KiB per sample" in text
    assert "fed by input_layer `(None, 32, 32, 3)`" in text
    assert "/keras/layers/Conv2D): `Conv2D(filters, kernel_size, strides=(1, 1), " in text
    assert await file.hover(0, 2) == ""


@together
async def test_hover_on_what_keras_refuses(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, BROKEN)
    text = await file.hover(4, 10)
    assert text.splitlines()[1].startswith("Keras refuses this: `Conv2D` needs 31×31")
    assert "fed by first `(None, 30, 30, 16)`" in text
    assert "?" not in text  # it has neither an output nor parameters
    [lens] = await client.text_document_code_lens_async(types.CodeLensParams(file.document))
    assert lens.command.title == "model: 4 layers · ≥ 448 params (1.75 KB)"
    file.replace(BROKEN.replace("(16, 3, ", "(16, 33, "))
    [lens] = await client.text_document_code_lens_async(types.CodeLensParams(file.document))
    assert lens.command.title == "model: 4 layers · parameters not known"


@together
async def test_hover_says_where_a_size_comes_from(client: LanguageClient, tmp_path: Path) -> None:
    text = HEAD + (
        "def build(n, units):\n"
        "    x = keras.Input((n, 3))\n"
        "    return keras.Model(x, layers.Dense(units)(x))\n"
        "def other(n):\n"
        "    return layers.Dense(4)(keras.Input((n,)))\n"
        "k = int(input())\n"
        "z = layers.Dense(k)(keras.Input((4,)))\n"
    )
    file = opened(client, tmp_path, text)
    lines = text.splitlines()
    layer = await file.hover(4, lines[4].index("Dense"))
    path = Path(file.uri).name
    assert f"`n`: parameter `n` of `build` has no value here, {path}:3" in layer
    assert f"`units`: parameter `units` of `build` has no value here, {path}:3" in layer
    layer = await file.hover(6, lines[6].index("Dense"))
    assert f"`n`: parameter `n` of `other` has no value here, {path}:6" in layer
    layer = await file.hover(8, lines[8].index("Dense"))
    assert f"`k`: what the user types, {path}:8" in layer
    assert "**units** is the size `units`" in await file.hover(2, lines[2].index("units") + 2)
    assert await file.hover(0, 8) == ""


@together
async def test_hover_on_a_rule(client: LanguageClient, tmp_path: Path) -> None:
    text = "import keras\nx = keras.Input((1,))  # cnnlint: ignore[CNN101]\n# CNN101\n"
    file = opened(client, tmp_path, text)
    column = text.splitlines()[1].index("CNN101")
    for place in (column, column + 3, column + 5):
        assert (await file.hover(1, place)).startswith("# window-larger-than-input (CNN101")
    assert await file.hover(2, 4) == ""


# What a file holds ----------------------------------------------------------------------------


@together
async def test_symbols(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, MODEL)
    [model] = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(file.document)
    )
    assert (model.name, model.detail) == ("model", "Functional, 144,458 params (564.29 KB)")
    assert model.range.start == types.Position(2, 9)
    assert model.selection_range == span(5, 8, 5, 48)
    assert [(each.name, each.detail) for each in model.children] == [
        ("input_layer", "InputLayer (None, 32, 32, 3)"),
        ("first", "Conv2D (None, 30, 30, 16)"),
        ("flatten", "Flatten (None, 14400)"),
        ("dense", "Dense (None, 10)"),
    ]


@together
async def test_a_lens_above_each_model(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, MODEL)
    [lens] = await client.text_document_code_lens_async(types.CodeLensParams(file.document))
    assert lens.range.start == types.Position(5, 8)
    assert lens.command.title == "model: 4 layers · 144,458 params (564.29 KB)"
    shown = await client.workspace_execute_command_async(
        types.ExecuteCommandParams("cnnlint.summary", arguments=lens.command.arguments)
    )
    assert "Total params: 144,458 (564.29 KB)" in shown
    assert shown.splitlines()[0].endswith(f"  {Path(file.uri).name}:6")


@together
async def test_the_page_of_a_rule_is_a_command(client: LanguageClient) -> None:
    async def page(rule: str) -> object:
        asked = types.ExecuteCommandParams("cnnlint.rule", arguments=[rule])
        return await client.workspace_execute_command_async(asked)

    shown = await page("CNN101")
    assert str(shown).startswith("# window-larger-than-input (CNN101, error)")
    assert await page("window-larger-than-input") == shown
    assert await page("CNN000") is None


@together
async def test_a_name_leads_to_its_layer(client: LanguageClient, tmp_path: Path) -> None:
    file = opened(client, tmp_path, MODEL)

    async def at(column: int) -> list[types.Range]:
        found = await client.text_document_definition_async(
            types.DefinitionParams(file.document, types.Position(6, column))
        )
        assert all(each.uri == file.uri for each in found or ())
        return [each.range for each in found or ()]

    assert await at(MODEL.splitlines()[6].index("first")) == [span(3, 4, 3, 38)]
    assert await at(2) == []


# Other files, and work that nobody waits for --------------------------------------------------


@together
async def test_what_is_imported_is_read_from_the_editor_first(
    client: LanguageClient, tmp_path: Path
) -> None:
    block = HEAD + "def block(x):\n    return layers.Conv2D(8, 3)(x)\n"
    path = written(tmp_path, block, "parts.py")
    main = "import keras\nfrom parts import block\ny = block(keras.Input((9, 9, 3)))\n"
    file = opened(client, tmp_path, main)
    assert await file.codes() == []
    helper = File(client, path, block)
    told = client.diagnostic_refresh_count
    helper.replace(block.replace("3)", "31)"))
    assert await file.codes() == ["CNN101"]
    assert client.diagnostic_refresh_count > told
    # While it is no Python, what it said before holds.
    helper.replace(block.replace("3)", "31"))
    assert await file.codes() == ["CNN101"]
    client.text_document_did_close(types.DidCloseTextDocumentParams(helper.document))
    assert await file.codes() == []
    written(tmp_path, block.replace("3)", "32)"), "parts.py")
    event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert await file.codes() == ["CNN101"]


@together
async def test_a_file_that_was_never_saved(client: LanguageClient) -> None:
    uri = "untitled:Untitled-1"
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem(uri, types.LanguageKind.Python, 1, BROKEN)
        )
    )
    report = await client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
    )
    assert [each.code for each in report.items] == ["CNN101"]
    assert report.items[0].related_information[0].location.uri == uri


@alone
async def test_a_new_file_imports_from_the_workspace(fresh: LanguageClient, tmp_path: Path) -> None:
    written(tmp_path, HEAD + "def block(x):\n    return layers.Conv2D(8, 31)(x)\n", "parts.py")
    await begin(fresh, workspace_folders=[types.WorkspaceFolder(tmp_path.as_uri(), tmp_path.name)])
    text = "import keras\nfrom parts import block\ny = block(keras.Input((9, 9, 3)))\n"
    uri = "untitled:Untitled-1"
    fresh.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem(uri, types.LanguageKind.Python, 1, text)
        )
    )
    report = await fresh.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
    )
    assert [each.code for each in report.items] == ["CNN101"]


@together
async def test_what_is_reported_is_configured_as_on_the_command_line(
    client: LanguageClient, tmp_path: Path
) -> None:
    (tmp_path / "cnnlint.toml").write_text('[severity]\nCNN101 = "info"\n')
    file = opened(client, tmp_path, BROKEN)
    [found] = await file.diagnostics()
    assert found.severity == types.DiagnosticSeverity.Information
    written(tmp_path, 'ignore = ["CNN1"]\n', "cnnlint.toml")
    event = types.FileEvent((tmp_path / "cnnlint.toml").as_uri(), types.FileChangeType.Changed)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert await file.codes() == []
    written(tmp_path, 'ignore = "nonsense"\n', "cnnlint.toml")
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert await file.codes() == ["CNN101"]
    assert any("nonsense" in each.message for each in client.messages)


@together
async def test_a_budget_is_small_and_partial_answers_say_so(
    client: LanguageClient, tmp_path: Path
) -> None:
    text = HEAD + "while True:\n    n = sum(i for i in range(10**6))\n" + MODEL
    loop = asyncio.get_running_loop()
    file = opened(client, tmp_path, text)
    started = loop.time()
    found = await file.diagnostics()
    assert loop.time() - started < 10
    assert [each.severity for each in found if each.code is None] in (
        [],
        [types.DiagnosticSeverity.Information],
    )


@alone
async def test_stale_work_is_dropped() -> None:
    told: list[Document] = []
    session = Session(lambda document, unasked: told.append(document), pytest.fail)
    session.open("file:///a.py", "/a.py", ENDLESS, 1)
    [document] = session.documents.values()
    await asyncio.sleep(0.05)
    assert document.limits is not None
    document.limits.turns = document.limits.steps = 10**12  # this would go on for long
    document.limits.seconds = 1e9
    waiting = asyncio.ensure_future(session.reading("file:///a.py"))
    await asyncio.sleep(0)
    session.change("file:///a.py", 2, [types.TextDocumentContentChangeWholeDocument(BROKEN)])
    reading = await asyncio.wait_for(waiting, 30)
    assert reading is not None
    assert [each.code for each in reading.analysis.diagnostics] == ["CNN101"]
    assert [each.reading for each in told] == [reading]
    session.end()


def test_a_reading_that_is_stopped_ends_soon() -> None:
    limits = budget()
    limits.turns = limits.steps = 10**12
    limits.seconds = limits.root_seconds = 1e9
    Timer(0.2, lambda: setattr(limits, "stopped", True)).start()
    reading = read(Source("/a.py", ENDLESS), Shelf(), limits)
    assert "too long" in reading.analysis.gave_up


@together
async def test_random_edits_end_where_a_new_file_would(
    client: LanguageClient, tmp_path: Path
) -> None:
    random = Random(7)
    text = BROKEN.replace("\nx", "\f\r\nx").replace("first", "첫\u2028😀")
    file = opened(client, tmp_path, text)
    source = Source("model.py", text)
    pieces = ("", "(", ")", "\n", "\r\n", "x = 1\n", "😀", "안", "\f", '"', "layers.Dense(3)(x)\n")
    for turn in range(150):
        start, end = sorted(random.randrange(len(source.text) + 1) for _ in range(2))
        end = min(end, start + 6)
        change = types.TextDocumentContentChangePartial(
            types.Range(position(source, start, "utf-16"), position(source, end, "utf-16")),
            random.choice(pieces),
        )
        source = edited(source, [change], "utf-16")
        file.change(change)
        if turn % 25 == 0:
            await file.hints()
    again = opened(client, tmp_path, source.text)
    found, wanted = await file.diagnostics(), await again.diagnostics()
    assert [(d.code, d.range) for d in found] == [(d.code, d.range) for d in wanted]
    assert await file.hints() == await again.hints() or wanted[0].code == "CNN001"
    file.replace(BROKEN)
    assert await file.codes() == ["CNN101"]


# Notebooks ------------------------------------------------------------------------------------


@together
async def test_a_notebook(client: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "lesson.ipynb").as_uri()

    def text(name: str, code: str) -> types.TextDocumentItem:
        return types.TextDocumentItem(f"cell:{name}", types.LanguageKind.Python, 1, code)

    def cell(name: str) -> types.NotebookCell:
        return types.NotebookCell(types.NotebookCellKind.Code, f"cell:{name}")

    def identified(name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(f"cell:{name}")

    async def diagnostics(name: str) -> list[types.Diagnostic]:
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(identified(name))
        )
        return list(report.items)

    async def hints(name: str) -> list[tuple[int, int, str]]:
        found = await client.text_document_inlay_hint_async(
            types.InlayHintParams(identified(name), span(0, 0, 99, 0))
        )
        return [(h.position.line, h.position.character, str(h.label)) for h in found or ()]

    client.notebook_document_did_open(
        types.DidOpenNotebookDocumentParams(
            types.NotebookDocument(
                uri, "jupyter-notebook", 1, [cell("a"), cell("blank"), cell("b")]
            ),
            [
                text("a", "%matplotlib inline\r\n" + HEAD + "x = keras.Input((9, 9, 3))"),
                text("blank", ""),
                text("b", "# 안녕 😀\ny = layers.Conv2D(4, 10)(x)"),
            ],
        )
    )
    assert await diagnostics("a") == await diagnostics("blank") == []
    [found] = await diagnostics("b")
    assert (found.code, found.range) == ("CNN101", span(1, 4, 1, 27))
    assert found.related_information[0].location == types.Location("cell:a", span(3, 4, 3, 26))
    assert await hints("a") == [(3, 26, "(None, 9, 9, 3)")]

    def change(
        array: types.NotebookCellArrayChange | None = None,
        opened: tuple[types.TextDocumentItem, ...] = (),
        edits: tuple[types.TextDocumentContentChangeEvent, ...] = (),
    ) -> None:
        structure = None
        if array is not None:
            structure = types.NotebookDocumentCellChangeStructure(array, opened)
        content = types.NotebookDocumentCellContentChanges(
            types.VersionedTextDocumentIdentifier(2, "cell:b"), edits
        )
        cells = types.NotebookDocumentCellChanges(structure, None, [content] if edits else None)
        client.notebook_document_did_change(
            types.DidChangeNotebookDocumentParams(
                types.VersionedNotebookDocumentIdentifier(2, uri),
                types.NotebookDocumentChangeEvent(cells=cells),
            )
        )

    told = client.diagnostic_refresh_count
    change(edits=(types.TextDocumentContentChangePartial(span(1, 21, 1, 23), "3"),))
    assert await diagnostics("b") == []
    assert await hints("b") == [(1, 26, "(None, 7, 7, 4) · 112 params")]
    # The other cells are asked about only by an editor that is told to.
    assert client.diagnostic_refresh_count > told
    # A cell that is pushed in between comes before what is below it.
    change(
        types.NotebookCellArrayChange(1, 0, [cell("c")]),
        (text("c", "x = layers.Conv2D(2, 8)(x)"),),
    )
    assert await hints("c") == [(0, 26, "(None, 2, 2, 2) · 386 params")]
    assert [each.code for each in await diagnostics("b")] == ["CNN101"]
    change(types.NotebookCellArrayChange(1, 1, []))
    assert await diagnostics("b") == []
    hovered = await client.text_document_hover_async(
        types.HoverParams(identified("b"), types.Position(1, 10))
    )
    assert "parameters 112" in hovered.contents.value
    client.notebook_document_did_close(
        types.DidCloseNotebookDocumentParams(
            types.NotebookDocumentIdentifier(uri), [identified("a"), identified("b")]
        )
    )
    assert await diagnostics("b") == []


# The command ----------------------------------------------------------------------------------


def test_without_pygls_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["server"]) == 2
    assert "pip install 'cnnlint[server]'" in capsys.readouterr().err


# Positions ------------------------------------------------------------------------------------


def test_a_hover_text_shows_what_markdown_would_read() -> None:
    said = escaped("max_pooling2d takes `*args` and _kernel_, [1] or 2*3")
    assert said == r"max_pooling2d takes `*args` and \_kernel\_, \[1\] or 2\*3"
    assert escaped("one ` alone") == r"one \` alone"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_positions_and_offsets_are_inverse(encoding: str) -> None:
    source = Source("a.py", "a😀b\r\n안\f녕\u2028c\rd\n\n😀")
    for at in range(len(source.text) + 1):
        if source.text[at - 1 : at + 1] != "\r\n":
            assert offset(source, position(source, at, encoding), encoding) == at
    assert offset(source, types.Position(0, 99), encoding) == 3
    assert offset(source, types.Position(99, 0), encoding) == len(source.text)


def test_a_position_inside_a_character_is_before_it() -> None:
    source = Source("a.py", "😀b")
    assert offset(source, types.Position(0, 1), "utf-16") == 0
    assert offset(source, types.Position(0, 3), "utf-8") == 0
    assert units("😀b", "utf-8") == 5


def test_lines_that_are_the_same_keep_what_stood_there() -> None:
    old = Source("a.py", "one\ntwo\nthree\nfour")
    new = Source("a.py", "one\nnew\nother\nthree\nfour")
    carry = Carry(old, new)
    assert [carry.offset(at) for at in (1, 5, 9, 15)] == [1, None, 15, 21]
    assert carry.span(old.span(8, 18)).text == "three\nfour"
    assert carry.span(old.span(0, 10)) is None
    assert carry.back(15) == 9
    assert Carry(new, new).offset(7) == 7
