"""The web book builds without a warning and opens from disk with the network cut."""

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests.site.conftest import ROOT, Built

TOC = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text())


def entries(node: dict) -> list[str]:
    """All pages of a table of contents, in reading order."""
    here = [node[key] for key in ("root", "file") if key in node]
    below = [
        entry for key in ("parts", "chapters", "sections") for child in node.get(key, []) for entry in entries(child)
    ]
    return here + below


PAGES = [re.sub(r"\.(md|ipynb)$", "", entry) for entry in entries(TOC)]
CHAPTERS = [page for page in PAGES if page.startswith("notebooks/")]


def test_the_contents_list_every_notebook_once_in_order() -> None:
    there = [f"notebooks/{path.stem}" for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]
    assert there == CHAPTERS


def test_the_contents_list_every_exercise() -> None:
    there = {f"book/exercises/{path.stem}" for path in (ROOT / "exercises" / "source").glob("*/*.ipynb")}
    assert {page for page in PAGES if page.startswith("book/exercises/")} == there


def test_the_book_builds_without_a_warning(built: Built) -> None:
    assert not built.warnings, "\n".join(built.warnings)


def test_every_page_of_the_contents_is_built(book: Path) -> None:
    assert [page for page in PAGES if not (book / f"{page}.html").exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_from_disk_and_asks_no_server(page: str, book: Path, tab: Page) -> None:
    tab.goto((book / f"{page}.html").as_uri())
    tab.wait_for_timeout(800)
    assert [url for url in tab.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert tab.errors == []


@pytest.mark.parametrize("page", ["book/notation", *CHAPTERS])
def test_formulas_are_set_from_the_books_own_fonts(page: str, book: Path, tab: Page) -> None:
    tab.goto((book / f"{page}.html").as_uri())
    sources = tab.locator(".math.notranslate")
    if sources.count() == 0:
        return  # a page without formulas
    expect(tab.locator("mjx-container").first).to_be_attached()
    expect(tab.locator("mjx-merror")).to_have_count(0)
    assert any("/mathjax/font/" in url for url in tab.requests)
    assert "\\(" not in tab.locator("article").inner_text()


def test_formulas_from_disk_carry_mathml_for_screen_readers(book: Path, tab: Page) -> None:
    tab.goto((book / "book" / "notation.html").as_uri())
    expect(tab.locator("mjx-assistive-mml math").first).to_be_attached()


@pytest.mark.parametrize("page", PAGES)
def test_every_image_says_what_it_shows(page: str, book: Path, tab: Page) -> None:
    tab.goto((book / f"{page}.html").as_uri())
    silent = tab.locator("article img:not([alt]), article img[alt='']")
    assert silent.count() == 0


@pytest.mark.parametrize("page", CHAPTERS)
def test_no_stored_output_was_lost_and_no_directive_shows_as_text(page: str, book: Path, tab: Page) -> None:
    tab.goto((book / f"{page}.html").as_uri())
    assert tab.locator(".cell_input").count() > 0
    assert not re.search(r"^:::|\{(note|admonition)\}", tab.locator("article").inner_text(), re.MULTILINE)


def test_the_first_address_leads_to_the_landing_page(book: Path, tab: Page) -> None:
    tab.goto((book / "index.html").as_uri())
    expect(tab.locator("h1").first).to_contain_text("Gradients by Hand")


def test_search_finds_a_word_without_a_server(book: Path, tab: Page) -> None:
    tab.goto((book / "search.html").as_uri() + "?q=gradient")
    expect(tab.locator("#search-results li").first).to_be_visible(timeout=10_000)
