"""Every moving picture of the built book is walked by keyboard and by mouse, and ends in the numbers of its text."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site.conftest import CHAPTERS

PAGES = ["book/index", *CHAPTERS]
CALL = re.compile(r"^(stepper|memory|linearMap|gradientContour|optimizerRace)\(root, ", re.MULTILINE)
KINDS = {  # the control that only this kind of picture has
    "stepper": 'input[aria-label="Step of the sweep"]',
    "memory": 'input[aria-label="Entry"]',
    "map": ".companion-matrix",
    "hill": 'input[aria-label="Direction in degrees"]',
    "race": 'input[aria-label="Step of the race"]',
}


def note(card: Locator) -> str:
    return card.locator("p[aria-live]").first.inner_text()


def lines(card: Locator) -> list[str]:
    return [text.strip() for text in card.locator("ol").first.locator("li").all_text_contents()]


def walk_stepper(card: Locator) -> None:
    said = lines(card)
    card.get_by_role("slider").press("End")
    assert note(card) == said[-1]
    card.get_by_role("button", name="Reset").click()
    card.get_by_role("button", name="Step").click()
    assert note(card) == said[0]


def walk_memory(card: Locator) -> None:
    said = lines(card)
    card.get_by_role("slider").press("End")
    assert note(card) == said[-1]
    card.locator("[data-pick]").first.click()
    assert note(card) == said[0]


def walk_map(card: Locator) -> None:
    for line in lines(card):
        name = line.partition(":")[0]
        button = card.get_by_role("button", name=name, exact=True)
        button.press("Enter")
        assert f"{name}: {note(card)}" == line
    field = card.get_by_role("spinbutton").first
    field.fill("0")
    expect(card.locator("p[aria-live]")).to_contain_text("e₀ goes to (0, ")


def walk_hill(card: Locator) -> None:
    assert note(card).startswith(lines(card)[0].rstrip("."))
    card.get_by_role("button", name="Along the contour").click()
    assert note(card).endswith("slope 0 (along the contour).")
    card.get_by_role("slider").press("Home")
    assert "Direction 0°" in note(card)


def walk_race(card: Locator) -> None:
    card.get_by_role("slider").press("End")
    for now, end in zip(note(card).splitlines()[1:], lines(card), strict=True):
        assert "overflow" in end or value(now) == value(end)
    card.get_by_role("button", name="Reset").click()
    assert note(card).startswith("Step 0.")


def value(line: str) -> float:
    """The number behind 'f = ', however it is written: 2.924e−05 or 0.00002924."""
    return float(line.rpartition("f = ")[2].rstrip(".").replace("−", "-"))


WALKS = {"stepper": walk_stepper, "memory": walk_memory, "map": walk_map, "hill": walk_hill, "race": walk_race}


def kind(card: Locator) -> str | None:
    """What a card shows; None for a quiz."""
    return next((name for name, control in KINDS.items() if card.locator(control).count()), None)


@pytest.mark.parametrize("page", PAGES)
def test_every_stepper_and_explorer_of_a_page_ends_in_its_numbers(page: str, book: Path, tab: Page) -> None:
    path = book / f"{page}.html"
    if not CALL.search(path.read_text(encoding="utf-8")):
        return  # a page with a quiz at most
    tab.goto(path.as_uri())
    tab.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    for card in tab.locator(".companion-card").all():
        if name := kind(card):
            WALKS[name](card)


def test_the_chapters_hold_every_kind_of_picture(book: Path) -> None:
    text = "".join((book / f"{page}.html").read_text(encoding="utf-8") for page in PAGES)
    assert set(CALL.findall(text)) == {"stepper", "memory", "linearMap", "gradientContour", "optimizerRace"}


def test_the_first_picture_of_the_book_ends_in_ten_and_eleven(book: Path, tab: Page) -> None:
    tab.goto((book / "book" / "index.html").as_uri())
    card = tab.locator(".companion-card").first
    for _ in range(11):
        card.get_by_role("button", name="Step").press("Enter")
    assert note(card) == "Done: ∂f/∂x = 10, ∂f/∂y = 11."
