"""axe-core, with its rules for WCAG 2.1 A and AA, finds no barrier on pages of every kind, in both themes."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.site.visits import READY

STILL = """async () => {
    for (let same = 0, last = 0; same < 3; ) {
        await new Promise(done => requestAnimationFrame(done));
        const height = document.documentElement.scrollHeight;
        same = height === last ? same + 1 : 0;
        last = height;
    }
}"""  # what still moves stands for a moment before something else, and its colours are then measured wrongly
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WHOLE = [("book/index", "light"), ("book/glossary", "light"), ("search", "light"), ("book/index", "dark")]
WHOLE += [("notebooks/01b_shapes_and_memory", "light"), ("book/exercises/05_autograd", "light")]
WHOLE += [("notebooks/06b_one_hidden_layer", "dark")]
CARDS = ["03a_vectors_and_maps", "04a_derivatives", "05a_scalar_autograd", "08b_optimizers"]


def barriers(tab: Page, path: Path, theme: str, where: str = "html") -> list[str]:
    """Each violation with the first element that shows it."""
    tab.goto(path.as_uri())
    tab.add_style_tag(content="* { transition: none !important }")  # or a colour is measured on its way to another
    tab.evaluate("theme => Object.assign(document.documentElement.dataset, {theme, mode: theme})", theme)
    tab.evaluate("for (const folded of document.querySelectorAll('article details')) folded.open = true")
    tab.evaluate(READY)
    tab.evaluate(STILL)
    tab.evaluate(AXE)
    asked = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
    found = tab.evaluate("([where, asked]) => axe.run(where, asked)", [where, asked])
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


@pytest.mark.parametrize(("page", "theme"), WHOLE)
def test_axe_finds_no_barrier_on_a_page(page: str, theme: str, book: Path, tab: Page) -> None:
    assert barriers(tab, book / f"{page}.html", theme) == []


@pytest.mark.parametrize("page", CARDS)
def test_axe_finds_no_barrier_in_a_moving_picture(page: str, book: Path, tab: Page) -> None:
    assert barriers(tab, book / "notebooks" / f"{page}.html", "light", ".companion-card") == []


def test_axe_does_find_a_picture_without_words_and_a_pale_text(tab: Page, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text("<html lang=en><title>t</title><img src='data:,'><p style='color:#ccc;background:#fff'>pale")
    assert {line.partition(":")[0] for line in barriers(tab, path, "light")} >= {"image-alt", "color-contrast"}
