"""The page of a summary in a real browser: clicks, pointers and keys, where one is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, found
from test_pictures import HOSTILE, SMALL, analysis

from cnnlint.report import html, svg
from cnnlint.report.outline import View

PROGRAM = found()

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(PROGRAM is None, reason="no browser is installed"),
]

NESTED = """\
import keras
from keras import layers

inner = keras.Sequential([keras.Input((8,)), layers.Dense(8), layers.Dense(8)], name="inner")
image = keras.Input((8,))
x = inner(image)
for _ in range(5):
    x = layers.Dense(8)(x)
model = keras.Model(image, x)
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(PROGRAM or "", tmp_path_factory.mktemp("browser"))
    yield browser
    browser.close()


def show(browser: Browser, folder: Path, text: str) -> None:
    path = folder / "page.html"
    path.write_text(html.document([analysis(text)], View(fold=True)), "utf-8")
    browser.complaints.clear()
    browser.requests.clear()
    browser.open(path)


def numbers(browser: Browser, selector: str, name: str) -> list[str]:
    script = f"[...document.querySelectorAll('{selector}')].map(each => each.{name})"
    return list(browser.value(script))


def hit(browser: Browser) -> list[str]:
    """The lines of the source that are marked."""
    return numbers(browser, ".ln.hit", "dataset.n")


def test_a_click_on_a_row_goes_to_its_line_and_its_box(browser: Browser, tmp_path: Path) -> None:
    show(browser, tmp_path, SMALL)
    assert hit(browser) == []
    browser.click("tr[data-row='1'] td.layer")
    assert hit(browser) == ["5"]
    assert numbers(browser, ".pick.picked", "dataset.rows") == ["1"]
    assert numbers(browser, "tr.picked", "dataset.row") == ["1"]
    browser.press("ArrowDown")
    assert hit(browser) == ["6"]
    assert browser.complaints == []


def test_a_click_on_a_box_and_on_a_line(browser: Browser, tmp_path: Path) -> None:
    show(browser, tmp_path, SMALL)
    browser.click(".pick[data-rows='3']")
    assert hit(browser) == ["7"]
    assert numbers(browser, "tr.picked", "dataset.row") == ["3"]
    browser.click(".ln[data-n='5'] code")
    assert numbers(browser, "tr.picked", "dataset.row") == ["1"]
    assert browser.value("location.hash") == "#m0-r1"


def test_the_sum_behind_a_number(browser: Browser, tmp_path: Path) -> None:
    show(browser, tmp_path, SMALL)
    assert browser.value("document.querySelector('.tip').hidden")
    browser.point("tr[data-row='1'] td.params")
    browser.wait("!document.querySelector('.tip').hidden")
    assert browser.value("document.querySelector('.tip').textContent") == "3·3·3·3 + 3 = 84"
    browser.point("tr[data-row='1'] td.output")
    browser.wait("document.querySelector('.tip').textContent.startsWith('(8 + ')")
    browser.point("tr[data-row='1'] td.layer")
    browser.wait("document.querySelector('.tip').hidden")


def test_rows_fold_and_unfold(browser: Browser, tmp_path: Path) -> None:
    show(browser, tmp_path, NESTED)
    browser.click(".tabs button:nth-child(2)")
    shown = "[...document.querySelectorAll('#m1 tr.row:not(.away)')].length"
    assert browser.value(shown) == 2 + 2 + 5
    browser.click("#m1 .fold")
    assert browser.value(shown) == 2 + 5
    # A box inside leads to its row, which is opened for it.
    browser.click("#m1 .folded .pick[data-rows='2 3'] .box")
    assert browser.value(shown) == 2 + 2 + 5
    assert hit(browser) == ["4"]


def test_what_repeats_folds_and_unfolds(browser: Browser, tmp_path: Path) -> None:
    show(browser, tmp_path, NESTED)
    browser.click(".tabs button:nth-child(2)")
    boxes = (
        "[...document.querySelectorAll('#m1 .pick')].filter(e => e.getClientRects().length).length"
    )
    assert browser.value(boxes) == 1 + 1 + 1 + 1  # the two inside the frame are one, too
    browser.click("#m1 tr[data-row='6'] td.layer")
    assert numbers(browser, "#m1 .folded .picked", "dataset.rows") == ["4 5 6 7 8"]
    browser.click("#m1 .switch input")
    assert browser.value(boxes) == 1 + 3 + 5


@pytest.mark.parametrize("text", [SMALL, HOSTILE])
def test_nothing_is_asked_for_and_nothing_is_run(
    browser: Browser, tmp_path: Path, text: str
) -> None:
    show(browser, tmp_path, text)
    browser.click("tr[data-row='1'] td.layer")
    assert hit(browser) != []
    assert browser.complaints == []
    assert [url for url in browser.requests if not url.startswith("file:")] == []
    # Not even a script that is put in later is run.
    browser.value(
        "document.body.append(Object.assign(document.createElement('script'), "
        "{textContent: 'window.ran = true'}))"
    )
    assert browser.value("window.ran") is None


def test_the_picture_by_itself(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "model.svg"
    path.write_text(svg.document([analysis(HOSTILE)], View()), "utf-8")
    browser.complaints.clear()
    browser.open(path)
    assert browser.value("document.querySelectorAll('text').length") > 20
    # What is written in a box stays within it.
    outside = browser.value(
        "[...document.querySelectorAll('g')].filter(g => g.querySelector('.box')).filter(g => {"
        "const b = g.querySelector('.box').getBoundingClientRect();"
        "return [...g.querySelectorAll('text')].some(t => { const r = t.getBoundingClientRect();"
        "return r.left < b.left || r.right > b.right; }); }).map(g => g.textContent)"
    )
    assert outside == []
    assert browser.complaints == []
