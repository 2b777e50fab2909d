"""The web book builds without a warning, opens from disk with the network cut, and leads nowhere that is not there."""

from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

import pytest
from playwright.sync_api import Page, expect

from tests.site.conftest import CHAPTERS, PAGES, ROOT, Built
from tests.site.visits import NARROW, Visit

TERMS = ["gradient", "broadcasting", "stride", "determinant", "Jacobian", "chain rule", "adjoint", "retain_graph"]
TERMS += ["subgradient", "梯度"]


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
def test_a_page_opens_from_disk_asks_no_server_and_has_no_error(page: str, visits: dict[str, Visit]) -> None:
    assert [url for url in visits[page].requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert visits[page].errors == ()


@pytest.mark.parametrize("page", ["book/notation", *CHAPTERS])
def test_formulas_are_set_from_the_books_own_fonts(page: str, visits: dict[str, Visit]) -> None:
    facts = visits[page].facts
    assert facts["failed"] == 0
    assert facts["rendered"] >= facts["formulas"]
    assert "\\(" not in facts["text"]
    assert facts["spoken"] == facts["rendered"], "from disk, each formula carries MathML for screen readers"
    assert not facts["formulas"] or any("/mathjax/font/" in url for url in visits[page].requests)


def test_there_are_formulas_to_set(visits: dict[str, Visit]) -> None:
    assert visits["book/notation"].facts["formulas"] > 10


@pytest.mark.parametrize("page", PAGES)
def test_every_image_says_what_it_shows_and_is_there(page: str, visits: dict[str, Visit]) -> None:
    assert visits[page].facts["silent"] == []
    assert visits[page].facts["broken"] == []


@pytest.mark.parametrize("page", PAGES)
def test_chinese_words_say_their_language(page: str, visits: dict[str, Visit]) -> None:
    assert visits[page].facts["foreign"] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_screen_of_400_pixels_needs_no_scrolling_to_the_side(page: str, visits: dict[str, Visit]) -> None:
    assert visits[page].narrow_width <= NARROW


@pytest.mark.parametrize("page", CHAPTERS)
def test_no_stored_output_was_lost_and_no_directive_shows_as_text(page: str, visits: dict[str, Visit]) -> None:
    facts = visits[page].facts
    assert facts["inputs"] > 0
    assert ":::" not in facts["text"]
    assert "{note}" not in facts["text"]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_inside_the_book_leads_to_a_page_and_a_place_on_it(
    page: str, book: Path, visits: dict[str, Visit]
) -> None:
    ids = {(book / f"{name}.html").resolve(): set(seen.facts["ids"]) for name, seen in visits.items()}
    lost = []
    for link in visits[page].facts["links"]:
        address, anchor = urldefrag(link)
        if not address.startswith("file:"):
            continue
        target = Path(unquote(urlparse(address).path)).resolve()
        if not target.exists() or (anchor and target in ids and unquote(anchor) not in ids[target]):
            lost.append(link.removeprefix(book.as_uri()))
    assert lost == []


def test_links_that_leave_the_book_are_encrypted(visits: dict[str, Visit]) -> None:
    links = {link for seen in visits.values() for link in seen.facts["links"]}
    assert [link for link in links if not link.startswith(("file:", "https:", "javascript:"))] == []


def test_the_first_address_leads_to_the_landing_page(book: Path, tab: Page) -> None:
    tab.goto((book / "index.html").as_uri())
    expect(tab.locator("h1").first).to_contain_text("Gradients by Hand")


def test_search_finds_ten_terms_and_shows_a_line_of_each_page_without_a_server(book: Path, tab: Page) -> None:
    silent = []
    for term in TERMS:
        tab.goto((book / "search.html").as_uri() + f"?q={term}")
        tab.locator("#search-results .search-summary").filter(has_text="found").wait_for()
        lines = tab.locator("#search-results li p.context").all_inner_texts()
        wanted = all(word.casefold() in " ".join(lines).casefold() for word in term.split())
        silent += [] if wanted and len(lines) == tab.locator("#search-results li").count() else [term]
    assert silent == [], "each page that is found shows a line of itself"


def test_the_glossary_leads_to_the_place_of_a_definition(book: Path, tab: Page) -> None:
    tab.goto((book / "book" / "glossary.html").as_uri())
    row = tab.get_by_role("row").filter(has=tab.get_by_role("cell", name="chain rule", exact=True))
    expect(row.locator("[lang=zh]")).to_have_text("链式法则")
    row.get_by_role("link").click()
    expect(tab.locator("article")).to_contain_text("chain rule (链式法则)")


def test_on_paper_a_chapter_has_no_controls_and_no_contents(book: Path, tab: Page) -> None:
    tab.goto((book / "book" / "index.html").as_uri())
    tab.emulate_media(media="print")
    for part in (".companion-bar", ".bd-sidebar-primary", ".bd-header-article"):
        expect(tab.locator(part).first).to_be_hidden()
    expect(tab.locator(".companion-stage svg")).to_be_visible()


def test_paper_is_white_and_nothing_on_it_is_folded(book: Path, tab: Page) -> None:
    tab.goto((book / "notebooks" / "00a_first_gradient.html").as_uri())
    tab.evaluate("document.documentElement.dataset.theme = 'dark'")
    folded = "document.querySelectorAll('article details:not([open])').length"
    before = tab.evaluate(folded)
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert before > 0 == tab.evaluate(folded)
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.evaluate(folded) == before
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
