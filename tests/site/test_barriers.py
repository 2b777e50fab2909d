"""axe-core, with its rules for WCAG 2.1 A and AA, finds no barrier on pages of every kind, in both themes."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
LIGHT = ["book/index", "book/glossary", "search", "notebooks/01b_shapes_and_memory", "notebooks/03a_vectors_and_maps"]
LIGHT += ["notebooks/04a_derivatives", "book/exercises/05_autograd"]
DARK = ["book/index", "notebooks/05a_scalar_autograd"]


def barriers(tab: Page, path: Path, theme: str) -> list[str]:
    """Each violation with the first element that shows it."""
    tab.goto(path.as_uri())
    tab.evaluate("theme => Object.assign(document.documentElement.dataset, {theme, mode: theme})", theme)
    tab.evaluate(AXE)
    found = tab.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})", RULES
    )
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


@pytest.mark.parametrize(("page", "theme"), [(p, "light") for p in LIGHT] + [(p, "dark") for p in DARK])
def test_axe_finds_no_barrier(page: str, theme: str, book: Path, tab: Page) -> None:
    assert barriers(tab, book / f"{page}.html", theme) == []


def test_axe_does_find_a_picture_without_words_and_a_pale_text(tab: Page, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text("<html lang=en><title>t</title><img src='data:,'><p style='color:#ccc;background:#fff'>pale")
    assert {line.partition(":")[0] for line in barriers(tab, path, "light")} >= {"image-alt", "color-contrast"}
