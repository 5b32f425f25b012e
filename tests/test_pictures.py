"""Summaries as tables for other programs and as pictures: what they say, and that their readers
can read it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlint.analysis import Analysis, analyse
from cnnlint.keras import layers
from cnnlint.output.json import model_object
from cnnlint.report import csv as comma
from cnnlint.report import dot, families, html, markdown, mermaid, svg
from cnnlint.report.columns import COLUMNS, NoSuchColumn, columns
from cnnlint.report.layout import Box, Layout
from cnnlint.report.outline import View
from cnnlint.report.text import visible
from cnnlint.source import Source
from cnnlint.syntax.notebook import read

SMALL = """\
import keras
from keras import layers

image = keras.Input((8, 8, 3))
x = layers.Conv2D(3, 3, padding="same")(image)
x = layers.Add()([x, image])
model = keras.Model(image, layers.Dense(2)(x))
"""

#: Names that would end a string, a comment, an element or a row in one format or another.
NAMES = (
    "</script><script>alert(1)</script>",
    '"]; x[shape=box] //',
    "a|b`c*d_e~f",
    "<img src=x onerror=alert(1)>",
    "line one\nline two\r\tend",
    "=1+1",
    "&amp; &#x3c; ${x} {{style}} %%{init}%%",
    "größe 한국어 🙂 \u202e\x1b[31m\x00",
    "-->",
    "'quoted\\",
)
HOSTILE = "import keras\nfrom keras import layers\n# </script> </style> <!-- \u2028 🙂 {{script}}\n"
HOSTILE += "x = image = keras.Input((4,))\n"
HOSTILE += "".join(f"x = layers.Dense(4, name={name!r})(x)\n" for name in NAMES)
HOSTILE += "model = keras.Model(image, x)\n"


def analysis(text: str = SMALL) -> Analysis:
    return analyse(Source("model.py", text))


def hostile() -> Analysis:
    found = analysis(HOSTILE)
    assert len(found.models) == 1
    return found


# Tables -----------------------------------------------------------------------------------


def test_markdown() -> None:
    view = View(columns(["line,layer,output,params,sum"]))
    text = markdown.document([analysis()], view)
    assert (
        text.partition("- Memory")[0]
        == """\
### model "functional"

`Functional`, `model.py:7`

| line | layer | output | params | = sum |
| ---: | --- | --- | ---: | --- |
| 4 | input_layer (InputLayer) | (None, 8, 8, 3) | 0 |  |
| 5 | conv2d (Conv2D) | (None, 8, 8, 3) | 84 | 3·3·3·3 + 3 |
| 6 | add (Add) | (None, 8, 8, 3) | 0 |  |
| 7 | dense (Dense) | (None, 8, 8, 2) | 8 | 3·2 + 2 |

- Total params: 92 (368.00 B)
- Trainable params: 92 (368.00 B)
- Non-trainable params: 0 (0.00 B)
- Multiply-accumulates (MACs) per sample: 5,568
"""
    )


def test_markdown_of_hostile_names() -> None:
    text = markdown.document([hostile()], View(columns(["layer,params"])))
    table = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(table) == 2 + 1 + len(NAMES)  # a head, and every name on a line of its own
    for row in table:
        assert row.replace("\\|", "").count("|") == 3
        assert not set("<>@") & set(row)


@pytest.mark.parametrize("text", [SMALL, HOSTILE])
def test_markdown_is_read_by_a_parser(text: str) -> None:
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True})
    found = analysis(text)
    tokens = parser.enable("table").parse(markdown.document([found], View(columns(["name"]))))
    assert not [token for token in tokens if token.type.startswith("html")]
    cells = [b for a, b in pairwise(tokens) if a.type == "td_open"]
    assert len(cells) == len(found.models[0].parts)
    for cell, part in zip(cells, found.models[0].parts, strict=True):
        inner = {child.type for child in cell.children}
        assert inner <= {"text", "text_special"}
        said = "".join(child.content for child in cell.children)
        assert said.strip() == " ".join(visible(part.name).split("\n")).strip()


def test_csv_is_read_by_python() -> None:
    found = analysis()
    rows = list(csv.DictReader(io.StringIO(comma.document([found], View()), newline="")))
    told = model_object(found.models[0])["layers"]
    assert [row["name"] for row in rows] == [layer["name"] for layer in told]
    for row, layer in zip(rows, told, strict=True):
        assert int(row["params"]) == layer["params"]
        assert int(row["macs"]) == layer["macs"]
        assert row["inputs"] == ", ".join(layer["connected_to"])
        assert int(row["line"]) == layer["line"]
        assert (row["path"], row["model"], row["depth"]) == ("model.py", "model", "0")


def test_csv_of_hostile_names() -> None:
    rows = list(csv.DictReader(io.StringIO(comma.document([hostile()], View()), newline="")))
    names = [row["name"] for row in rows][1:]
    # What a spreadsheet would take for a formula has a sign before it that says it is none.
    assert names == [f"'{name}" if name[0] in "=-" else name for name in NAMES]


def test_an_empty_cell_is_not_known() -> None:
    text = SMALL.replace("layers.Dense(2)(x)", "unheard_of(x)")
    rows = list(csv.DictReader(io.StringIO(comma.document([analysis(text)], View()))))
    assert all(row["params"] != "0" or row["class"] != "?" for row in rows)


def test_columns() -> None:
    assert [each.name for each in columns(["name, OUTPUT", "params,name"])] == [
        "name",
        "output",
        "params",
    ]
    known = ", ".join(each.name for each in COLUMNS)
    for wrong, said in (("nam", "no column `nam`"), ("name,,", "a column has a name")):
        with pytest.raises(NoSuchColumn) as told:
            columns([wrong])
        assert str(told.value) == f"{said}; there is {known}"


# Graphs -----------------------------------------------------------------------------------


def test_mermaid() -> None:
    assert mermaid.document([analysis()], View()) == (
        """\
flowchart TB
  n0["<b>InputLayer</b> input_layer<br>(None, 8, 8, 3)"]
  n1["<b>Conv2D</b> conv2d<br>(None, 8, 8, 3)  84"]
  n2["<b>Add</b> add<br>(None, 8, 8, 3)"]
  n3["<b>Dense</b> dense<br>(None, 8, 8, 2)  8"]
  n0 --> n1
  n1 --> n2
  n0 --> n2
  n2 --> n3
  classDef input fill:#64748b22,stroke:#64748b
  class n0 input
  classDef convolution fill:#2f6fe422,stroke:#2f6fe4
  class n1 convolution
  classDef merging fill:#dd3a6722,stroke:#dd3a67
  class n2 merging
  classDef dense fill:#6d4fe022,stroke:#6d4fe0
  class n3 dense
"""
    )


def test_mermaid_of_hostile_names() -> None:
    lines = mermaid.document([hostile()], View()).splitlines()
    boxes = [line for line in lines if line.startswith("  n") and "[" in line]
    assert len(boxes) == 1 + len(NAMES)
    for line in boxes:
        label = line.partition('["')[2].removesuffix('"]')
        assert '"' not in label
        label = label.replace("<b>", "").replace("</b>", "").replace("<br>", "")
        assert not set("<>&`\\") & set(label)


def test_dot() -> None:
    text = dot.document([analysis()], View())
    assert '  n1 [label="Conv2D  conv2d\\n(None, 8, 8, 3)  84", color="#2f6fe4"' in text
    assert [line.strip() for line in text.splitlines() if "->" in line] == [
        "n0 -> n1;",
        "n1 -> n2;",
        "n0 -> n2;",
        "n2 -> n3;",
    ]


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("text", [SMALL, HOSTILE])
def test_dot_is_read_by_graphviz(text: str) -> None:
    found = analysis(text)
    graph = dot.document([found], View()).encode()
    drawn = subprocess.run(["dot", "-Tsvg"], input=graph, capture_output=True, check=True)
    assert not drawn.stderr
    nodes = [
        group
        for group in ElementTree.fromstring(drawn.stdout).iter("{http://www.w3.org/2000/svg}g")
        if group.get("class") == "node"
    ]
    assert len(nodes) == len(found.models[0].parts)


# The picture ------------------------------------------------------------------------------


def svg_of(found: Analysis, view: View | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(svg.document([found], view or View()))


def texts(root: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text")]


def test_svg() -> None:
    said = texts(svg_of(analysis()))
    assert said[:2] == ["model", "Functional model.py:7"]
    assert said[2:] == [
        *("InputLayer", "input_layer", "(None, 8, 8, 3)"),
        *("Conv2D", "conv2d", "(None, 8, 8, 3)", "84"),
        *("Add", "add", "(None, 8, 8, 3)"),
        *("Dense", "dense", "(None, 8, 8, 2)", "8"),
    ]
    titles = [e.text or "" for e in svg_of(analysis()).iter("{http://www.w3.org/2000/svg}title")]
    assert "params 84 = 3·3·3·3 + 3" in titles[1]


def test_svg_of_hostile_names_loads_and_runs_nothing() -> None:
    root = svg_of(hostile())
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {
        *("svg", "style", "defs", "marker", "path", "rect", "g", "title", "text"),
    }
    for element in root.iter():
        assert not {name for name in element.attrib if name.startswith("on") or "href" in name}


def test_several_models_and_none() -> None:
    two = analysis(SMALL + "other = keras.Sequential([keras.Input((3,)), layers.Dense(1)])\n")
    assert {"model", "other"} <= set(texts(svg_of(two)))
    none = analysis("import keras\n")
    assert texts(svg_of(none)) == ["no model found"]
    for form in (mermaid, dot, markdown, html, comma):
        assert form.document([none], View())
        assert form.document([], View()) is not None


def test_what_repeats_is_drawn_once() -> None:
    text = SMALL.replace("x = layers.Add", "for _ in range(4):\n    x = layers.Add")
    said = texts(svg_of(analysis(text), View(fold=True)))
    assert "Add ×4" in said  # each adds the same input again
    chain = SMALL.replace(
        "x = layers.Add()([x, image])", "for _ in range(4):\n    x = layers.ReLU()(x)"
    )
    assert "ReLU ×4" in texts(svg_of(analysis(chain), View(fold=True)))


def _points(path: str) -> list[tuple[str, float, float]]:
    """The corners of a path, each with how it is reached."""
    found: list[tuple[str, float, float]] = []
    for part in "".join(f"\n{c}" if c in "MHVQ" else c for c in path).split("\n")[1:]:
        numbers = list(map(float, part[1:].split()))
        if part[0] == "H":
            found.append(("H", numbers[0], found[-1][2]))
        elif part[0] == "V":
            found.append(("V", found[-1][1], numbers[0]))
        else:
            found.append((part[0], numbers[-2], numbers[-1]))
    return found


graphs = st.integers(1, 14).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(
            st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
                lambda pair: pair[0] < pair[1]
            ),
            max_size=3 * count,
        ),
    )
)


@given(graphs)
def test_nothing_lies_over_anything(graph: tuple[int, list[tuple[int, int]]]) -> None:
    count, arrows = graph
    boxes = [Box(50, 60 + 7 * (place % 3), 40 + 9 * (place % 2)) for place in range(count)]
    layout = Layout(boxes, arrows)
    for box in boxes:
        assert box.x - box.left >= -0.1
        assert box.x + box.right <= layout.width + 0.1
        assert box.bottom <= layout.height + 0.1
    for place, a in enumerate(boxes):
        for b in boxes[place + 1 :]:
            apart_x = a.x + a.right < b.x - b.left or b.x + b.right < a.x - a.left
            assert apart_x or a.bottom < b.y or b.bottom < a.y
    assert {(arrow.source, arrow.target) for arrow in layout.arrows} == set(arrows)
    for arrow in layout.arrows:
        a, b = boxes[arrow.source], boxes[arrow.target]
        assert a.bottom < b.y  # always downwards
        points = _points(arrow.path)
        assert a.x - a.left - 0.1 <= points[0][1] <= a.x + a.right + 0.1
        assert b.x - b.left - 0.1 <= points[-1][1] <= b.x + b.right + 0.1
        for (_, x, y), (how, to_x, to_y) in pairwise(points):
            if how not in "HV":
                continue
            for place, box in enumerate(boxes):
                if place in (arrow.source, arrow.target):
                    continue
                low, high = sorted((x, to_x))
                top, bottom = sorted((y, to_y))
                beside = high <= box.x - box.left + 0.1 or low >= box.x + box.right - 0.1
                assert beside or bottom <= box.y + 0.1 or top >= box.bottom - 0.1


# The page ---------------------------------------------------------------------------------


class Page(HTMLParser):
    """The elements of a page, and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.inside: dict[str, list[str]] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.inside.setdefault(self.open[-1] if self.open else "", []).append(data)


@pytest.mark.parametrize("text", [SMALL, HOSTILE])
def test_the_page_is_whole_and_asks_for_nothing(text: str) -> None:
    page = Page(html.document([analysis(text)], View(fold=True)))
    assert page.open == []
    names = [name for name, _ in page.elements]
    assert (names.count("script"), names.count("style")) == (1, 1)
    assert not {"link", "iframe", "img", "object", "base", "form", "a", "foreignobject"} & set(
        names
    )
    for _, attributes in page.elements:
        assert not {
            name for name in attributes if name.startswith("on") or name in ("src", "href", "style")
        }
    (policy,) = (str(a["content"]) for _, a in page.elements if "http-equiv" in a)
    assert policy.startswith("default-src 'none'; ")
    for name in ("script", "style"):
        digest = sha256("".join(page.inside[name]).encode()).digest()
        assert f"{name}-src 'sha256-{b64encode(digest).decode()}'" in policy


def test_every_row_leads_to_its_line() -> None:
    found = analysis()
    page = Page(html.document([found], View()))
    rows = [attributes for name, attributes in page.elements if name == "tr" and attributes]
    assert [row["data-from"] for row in rows] == ["4", "5", "6", "7"]
    tips = [a["data-tip"] for name, a in page.elements if name == "td" and "data-tip" in a]
    assert "3·3·3·3 + 3 = 84" in tips
    assert "(8 + 2·1 − 3)/1 + 1 = 8" in tips
    boxes = [a for name, a in page.elements if name == "g" and "data-rows" in a]
    assert [box["data-rows"] for box in boxes] == ["0", "1", "2", "3"]


def test_a_folded_box_stands_for_all_of_its_rows() -> None:
    chain = SMALL.replace(
        "x = layers.Add()([x, image])", "for _ in range(4):\n    x = layers.ReLU()(x)"
    )
    page = Page(html.document([analysis(chain)], View(fold=True)))
    boxes = [a["data-rows"] for name, a in page.elements if name == "g" and "data-rows" in a]
    assert boxes == ["0", "1", "2 3 4 5", "6", "0", "1", "2", "3", "4", "5", "6"]


def test_a_notebook_on_a_page() -> None:
    cells: list[Any] = [
        {"cell_type": "markdown", "metadata": {}, "source": "# prose"},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "%time 1\n" + SMALL},
    ]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    page = html.document([analyse(read("lesson.ipynb", text.encode()))], View())
    assert 'data-n="2:8"' in page


def test_every_family_of_layers_has_a_colour() -> None:
    found = {declared.family for declared in map(layers.find, layers.names()) if declared}
    assert found <= families.COLOURS.keys()
