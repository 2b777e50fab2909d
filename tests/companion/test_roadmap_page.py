"""The road map and the self-assessment in a real browser, from disk, by keyboard."""

import base64
import re
from xml.etree import ElementTree

import pytest

from companion import roadmap
from companion.roadmap.assessment import NOT_YET, read
from companion.roadmap.picture import BOX, spots

BOOK = roadmap.load()
QUESTIONS, ABOUT = read(BOOK)


def box(page, title: str):
    return page.get_by_role("option", name=re.compile(f"^{re.escape(title)}, "))


def state(page, title: str) -> str | None:
    return box(page, title).get_attribute("data-state")


@pytest.fixture
def page(open_page):
    return open_page(roadmap.concept_map(to="sweep"))


def test_no_two_boxes_share_a_place_and_needs_stand_above():
    places = {spot.topic.id: spot for spot in spots(BOOK, {topic.id for topic in BOOK.topics})}
    assert len({spot.centre for spot in places.values()}) == len(BOOK.topics)
    assert all(places[n].row < spot.row for spot in places.values() for n in spot.topic.needs)


def test_the_picture_is_xml_and_no_title_is_wider_than_its_box():
    data = re.search(r"svg\+xml;base64,([^\"]+)", roadmap.concept_map().html).group(1)
    tree = ElementTree.fromstring(base64.b64decode(data).decode())
    titles = [e.text for e in tree.iter() if e.attrib.get("data-role") == "title"]
    assert len(titles) >= len(BOOK.topics)
    assert max(map(len, titles)) * 7.2 <= BOX[0]
    assert not [e for e in tree.iter() if "id" in e.attrib]


def test_the_keyboard_walks_marks_and_unmarks(page):
    note = page.locator("[aria-live]")
    assert "arrow keys walk" in note.inner_text()
    page.get_by_role("button", name="Clear marks").focus()
    page.keyboard.press("Tab")
    assert note.inner_text().startswith("Function (函数), 10 minutes, open.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert note.inner_text().startswith("Differentiation rules")
    assert "Needs: Derivative. With all that it rests on: 3 topics, 45 minutes; of these 3 open" in note.inner_text()
    page.keyboard.press("Space")
    assert "of these 0 open" in note.inner_text()
    assert state(page, "Differentiation rules") == "known"
    assert state(page, "Derivative") == "implied"
    assert state(page, "Partial derivative") is None
    assert page.locator(".companion-count").inner_text() == "known: 3 of 7"
    page.keyboard.press("Enter")
    assert page.locator(".companion-count").inner_text() == "known: 0 of 7"
    page.keyboard.press("ArrowUp")
    assert note.inner_text().startswith("Derivative")
    assert page.locator("[role=option][tabindex='0']").count() == 1


def test_choosing_a_topic_lights_what_it_rests_on(page):
    box(page, "Partial derivative").click()
    assert page.locator("[role=option].companion-under").count() == 3
    assert page.locator("[role=option].companion-far").count() == 3
    assert page.locator("[data-edge].companion-under").count() == 3
    page.get_by_role("button", name="I know this").click()
    assert page.get_by_role("button", name="I do not know this").is_visible()
    assert page.locator("[role=option][aria-selected=true]").get_attribute("aria-label") == "Partial derivative, known"


def test_what_is_known_at_the_start_stays_marked(open_page):
    page = open_page(roadmap.concept_map(to="sweep", known="rules"))
    assert page.locator(".companion-count").inner_text() == "known: 3 of 7"
    box(page, "Differentiation rules").click()
    page.get_by_role("button", name="I do not know this").click()
    assert page.locator(".companion-count").inner_text() == "known: 0 of 7"  # what was implied goes with it


def test_on_a_narrow_screen_the_map_scrolls_and_the_page_does_not(open_page):
    page = open_page(roadmap.concept_map())
    page.set_viewport_size({"width": 400, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    shown = page.locator(".companion-stage svg")
    assert shown.bounding_box()["width"] >= 0.69 * float(shown.get_attribute("width"))


def test_two_maps_on_a_page_do_not_meet(open_page):
    page = open_page(roadmap.concept_map(to="sweep"), roadmap.concept_map(to="sweep"))
    page.locator("section").nth(1).locator("[role=option]").nth(2).click()
    assert "Choose a topic" in page.locator("section").nth(0).locator("[aria-live]").inner_text()
    assert page.evaluate("document.querySelectorAll('[id]').length") == 0


def test_without_scripts_the_picture_stands_and_the_list_opens(open_page):
    page = open_page(roadmap.concept_map(to="sweep", known="rules"), scripts=False)
    picture = page.locator("img")
    assert picture.evaluate("e => e.complete && e.naturalWidth") > 200
    assert picture.get_attribute("alt").startswith("Concept map of 7 topics.")
    page.locator("summary").click()
    assert page.locator("li").nth(2).inner_text() == (
        "✓ Differentiation rules (求导法则), chapter 04, 15 min; needs Derivative"
    )


def answer(page, id: str, how: str) -> None:
    """Answer a question 'right', 'wrong' or 'unknown'."""
    place = [q.id for q in QUESTIONS].index(id)
    options = QUESTIONS[place].options
    good = next(i for i, option in enumerate(options) if option.correct)
    choice = {"right": good, "wrong": (good + 1) % len(options), "unknown": len(options)}[how]
    field = page.locator("fieldset").nth(place)
    field.locator("input").nth(choice).check()
    field.get_by_role("button", name="Check").click()


def test_answers_colour_the_map_and_first_tries_count(open_page):
    page = open_page(roadmap.self_assessment())
    result = page.locator(".companion-result")
    assert "0 right at the first try, 0 wrong, 0 not known yet, 25 not answered." in result.inner_text()
    answer(page, "two-paths", "right")
    assert state(page, "Chain rule: paths add") == "known"
    assert state(page, "Differentiation rules") == "implied"
    assert 'known = "chain-rule"' in result.inner_text()
    answer(page, "quotient", "unknown")
    assert NOT_YET in page.locator("fieldset").nth(8).inner_text()
    assert state(page, "Derivative") == "missed"
    assert state(page, "Chain rule: paths add") == "shaky"
    assert state(page, "Differentiation rules") is None
    assert "known =" not in result.inner_text()
    answer(page, "quotient", "right")  # a second try changes nothing
    assert "1 right at the first try, 0 wrong, 1 not known yet, 23 not answered" in result.inner_text()


def test_lucky_guesses_are_taken_off_and_not_knowing_costs_nothing(open_page):
    page = open_page(roadmap.self_assessment())
    three = [q.id for q in QUESTIONS if len(q.options) == 3][:8]
    for id in three[:3]:
        answer(page, id, "right")
    for id in three[3:7]:
        answer(page, id, "wrong")
    answer(page, three[7], "unknown")
    assert "Without lucky guesses: about 1 of 25" in page.locator(".companion-result").inner_text()


def test_the_marks_of_the_assessment_cannot_be_set_by_hand(open_page):
    page = open_page(roadmap.self_assessment())
    assert page.get_by_role("button", name="I know this").count() == 0
    page.locator("[role=option]").first.focus()
    page.keyboard.press("Space")
    assert page.locator("[role=option][data-state]").count() == 0
