"""On a phone of 360 px everything of a page is on the screen, or scrolls where it stands and shows that it does."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.site.visits import READY, keep

PHONE = 360
FINGER = 24  # px, the least that WCAG 2.2 asks of a target
PAGES = ["book/index", "book/parity", "book/instructors", "book/glossary", "book/exercises/02_data"]
PAGES += ["notebooks/05a_scalar_autograd"]
FACTS = """async () => {
    const frame = () => new Promise(done => requestAnimationFrame(done));
    const all = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.getClientRects().length);
    const width = (e) => e.getBoundingClientRect().width;
    const name = (e) => `${e.tagName} ${e.className.baseVal ?? e.className}: ${e.textContent.trim().slice(0, 40)}`;
    const over = (e) => e.scrollWidth > e.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX);
    const more = (e) => getComputedStyle(e).getPropertyValue('--more');
    const lost = (e) => {
        const {left, right} = e.getBoundingClientRect();
        return (right > innerWidth + 1 || left < -1) && !scrolling.some((around) => around.contains(e));
    };
    const parts = all('article *, .bd-header-article *').filter((e) => !e.closest('mjx-assistive-mml, svg *'));
    const scrolling = parts.filter(over);
    await frame(); await frame();
    const silent = scrolling.filter((e) => more(e) !== 'rgba(0, 0, 0, 0)').map(name);
    for (const e of scrolling) e.scrollLeft = e.scrollWidth;
    await frame(); await frame();
    const veiled = scrolling.filter((e) => more(e) !== 'rgb(0, 0, 0)').map(name);
    for (const e of scrolling) e.scrollLeft = 0;
    const texts = all('td > p');
    const given = texts.map(width);
    const style = document.head.appendChild(document.createElement('style'));
    style.textContent = 'td > p { width: max-content !important; min-width: 0 !important; max-width: none !important }';
    const wanted = texts.map((e) => Math.min(width(e), 7 * parseFloat(getComputedStyle(e).fontSize)));
    style.remove();
    const ends = (e) => [e.getBoundingClientRect().left, e.getBoundingClientRect().right];
    const stage = document.querySelector('.companion-stage');
    return {
        page: document.documentElement.scrollWidth,
        lost: parts.filter(lost).map(name),
        silent,
        veiled,
        scrolling: scrolling.length,
        squeezed: texts.filter((e, k) => given[k] < wanted[k] - 1).map(name),
        broken: all('td .pre, h1 .pre').filter((e) => e.getClientRects().length > 1).map(name),
        small: all('button, summary, article input[type="range"], .companion-option label')
            .filter((e) => !e.closest('.bd-sidebar'))
            .filter((e) => Math.min(width(e), e.getBoundingClientRect().height) < FINGER).map(name),
        cut: all('.companion-card').filter((e) => {
            const [left, right] = ends(e), [start, end] = ends(e.parentElement);
            return left < start || right > end;
        }).map(name),
        clipped: all('td .math').filter((e) => e.scrollWidth > e.clientWidth + 2).map(name),
        stage: stage && ends(stage),
        boxes: stage && [...stage.querySelectorAll('[data-node]')].map(ends),
    };
}""".replace("FINGER", str(FINGER))


@pytest.fixture(scope="module")
def phone(book: Path, browser_context: BrowserContext) -> dict[str, dict[str, Any]]:
    """What a reader with a phone meets on each page."""
    page = browser_context.new_page()
    page.set_viewport_size({"width": PHONE, "height": 800})
    facts = {}
    for name in PAGES:
        page.goto((book / f"{name}.html").as_uri())
        page.evaluate(READY)
        keep(page, f"{Path(name).name}_phone")
        facts[name] = page.evaluate(FACTS)
    page.close()
    return facts


@pytest.mark.parametrize("page", PAGES)
def test_nothing_leaves_the_screen_but_what_scrolls(page: str, phone: dict[str, dict[str, Any]]) -> None:
    assert phone[page]["page"] <= PHONE
    assert phone[page]["lost"] == []
    assert phone[page]["cut"] == []
    assert phone[page]["clipped"] == []


@pytest.mark.parametrize("page", PAGES)
def test_what_scrolls_fades_until_its_end_is_reached(page: str, phone: dict[str, dict[str, Any]]) -> None:
    assert phone[page]["silent"] == []
    assert phone[page]["veiled"] == []


def test_something_scrolls(phone: dict[str, dict[str, Any]]) -> None:
    assert phone["book/parity"]["scrolling"] > 0
    assert phone["notebooks/05a_scalar_autograd"]["scrolling"] > 0


@pytest.mark.parametrize("page", PAGES)
def test_a_table_does_not_squeeze_its_text_to_a_word_a_line(page: str, phone: dict[str, dict[str, Any]]) -> None:
    assert phone[page]["squeezed"] == []
    assert phone[page]["broken"] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_finger_meets_what_it_aims_at(page: str, phone: dict[str, dict[str, Any]]) -> None:
    assert phone[page]["small"] == []


@pytest.mark.parametrize("page", ["book/index", "notebooks/05a_scalar_autograd"])
def test_every_box_of_the_first_graph_is_on_the_screen(page: str, phone: dict[str, dict[str, Any]]) -> None:
    left, right = phone[page]["stage"]
    assert len(phone[page]["boxes"]) == 5
    assert all(left <= start < end <= right for start, end in phone[page]["boxes"])
    assert 0 <= left < right <= PHONE
