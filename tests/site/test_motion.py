"""Every moving picture of the built book is walked by keyboard and by mouse, and ends in the numbers of its text."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site.conftest import CHAPTERS

PAGES = ["book/index", *CHAPTERS]
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
    for now, end in zip(re.findall(r"f = (\S+)", note(card)), lines(card), strict=False):
        assert "overflow" in end or f"f = {now}." in end
    card.get_by_role("button", name="Reset").click()
    assert note(card).startswith("Step 0.")


WALKS = {"stepper": walk_stepper, "memory": walk_memory, "map": walk_map, "hill": walk_hill, "race": walk_race}


def kind(card: Locator) -> str | None:
    """What a card shows; None for a quiz."""
    return next((name for name, control in KINDS.items() if card.locator(control).count()), None)


@pytest.mark.parametrize("page", PAGES)
def test_every_stepper_and_explorer_of_a_page_ends_in_its_numbers(page: str, book: Path, tab: Page) -> None:
    path = book / f"{page}.html"
    if "data-companion=" not in path.read_text(encoding="utf-8"):
        return
    tab.goto(path.as_uri())
    for card in tab.locator(".companion-card").all():
        if name := kind(card):
            WALKS[name](card)


def test_the_chapters_hold_every_kind_of_picture(book: Path) -> None:
    text = "".join((book / f"{page}.html").read_text(encoding="utf-8") for page in PAGES)
    for call in ("stepper", "memory", "linearMap", "gradientContour"):
        assert re.search(rf"^{call}\(root, ", text, re.MULTILINE), f"no page shows {call}"


def test_the_first_picture_of_the_book_ends_in_ten_and_eleven(book: Path, tab: Page) -> None:
    tab.goto((book / "book" / "index.html").as_uri())
    card = tab.locator(".companion-card").first
    for _ in range(11):
        card.get_by_role("button", name="Step").press("Enter")
    assert note(card) == "Done: ∂f/∂x = 10, ∂f/∂y = 11."
