"""The explorers in a real browser, from disk: by mouse, by keyboard, without scripts, with reduced motion."""

import re

import pytest
import torch

import handgrad as hg
from companion import broadcasting, gradient_contour, linear_map, optimizer_race, strides
from companion.rich_output import Output


def oval(x, y):
    return x**2 + 2 * y**2


MAPS = linear_map([[0.6, -0.8], [0.8, 0.6]], [[2, 0], [0, 0.5]], [[1, 2], [0.5, 1]], names="turn, widen, flatten")
TABLES = strides(x := torch.arange(6).reshape(2, 3), x.T, names="x, x.T")
HILL = gradient_contour(oval)
RACE = optimizer_race(
    oval,
    (2.0, 1.0),
    {"SGD": lambda p: hg.optim.SGD(p, lr=0.1), "wild": lambda p: hg.optim.SGD(p, lr=40.0)},
    steps=12,
)
SUM = broadcasting([[1], [2]], [3, 4])
ALL = (MAPS, TABLES, HILL, RACE, SUM)


def note(page) -> str:
    return page.locator("p[aria-live]").inner_text()


def centre(page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=3)
    page.mouse.up()


def test_a_press_on_a_cell_lights_the_number_everywhere(open_page):
    page = open_page(TABLES)
    page.locator('[data-cell="1:2,1"]').click()
    assert note(page) == "x.T[2, 1]: place 0 + 2·1 + 1·3 = 5 of the memory, where 5 stands."
    lit = page.locator(".companion-lit").evaluate_all("cells => cells.map(cell => cell.dataset.cell)")
    assert sorted(lit) == ["0:1,2", "1:2,1", "m0:5"]


def test_the_keyboard_walks_through_the_entries(open_page):
    page = open_page(SUM)
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    assert note(page).startswith("result[1, 1] = a[1, 0] + b[1] = 2 + 4 = 6.")
    page.get_by_role("button", name="Previous").press("Enter")
    assert note(page).startswith("result[1, 0]")
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == note(page)


def test_a_tip_of_an_arrow_can_be_dragged(open_page):
    page = open_page(MAPS)
    start = centre(page, '[data-role="e0"] circle')
    unit = page.locator("[data-panel] > rect").bounding_box()["width"] / 6
    drag(page, start, (start[0] + 0.4 * unit, start[1] + 0.8 * unit))
    assert note(page) == "e₀ goes to (1, 0), e₁ to (−0.8, 0.6); determinant 0.6: areas times 0.6."
    assert page.locator("input").first.input_value() == "1"


def test_the_matrix_can_be_written_and_stepped_by_keyboard(open_page):
    page = open_page(MAPS)
    page.get_by_role("button", name="widen").press("Enter")
    assert note(page) == "e₀ goes to (2, 0), e₁ to (0, 0.5); determinant 1: areas stay."
    field = page.get_by_label("Image up, of e₁")
    field.fill("0")
    assert note(page).endswith("determinant 0: the plane is pressed onto a line; no inverse.")
    field.press("ArrowDown")
    assert note(page).endswith("determinant −0.2: areas times 0.2, turned over as in a mirror.")
    field.fill("")
    assert "−0.1" in note(page)


def test_words_of_the_script_are_those_of_the_page(open_page):
    page = open_page(MAPS)
    written = page.locator("li").all_text_contents()
    for name, line in zip(("turn", "widen", "flatten"), written, strict=True):
        page.get_by_role("button", name=name).click()
        assert f"{name}: {note(page)}" == line


def test_the_point_is_dragged_and_the_direction_turned_by_mouse(open_page):
    page = open_page(HILL)
    assert note(page) == "At (1, 1): f = 3, gradient (2, 4) of length 4.472. Direction 0°: slope 2."
    start = centre(page, '[data-role="point"]')
    scale = page.locator(".companion-stage svg").first.evaluate("svg => svg.getScreenCTM().a")
    drag(page, start, (start[0] - 320 / 4.8 * scale, start[1]))
    assert note(page).startswith("At (0, 1): f = 2, gradient (0, 4) of length 4.")
    page.get_by_role("button", name="Along the gradient").click()
    assert note(page).endswith("Direction 90°: slope 4.")
    page.get_by_role("button", name="Along the contour").click()
    assert note(page).endswith("Direction 180°: slope 0 (along the contour).")


def test_the_point_and_the_direction_move_by_keyboard(open_page):
    page = open_page(HILL)
    page.get_by_label("x", exact=True).press("ArrowUp")
    assert note(page).startswith("At (1.2, 1): f = 3.44, gradient (2.4, 4)")
    page.get_by_label("x", exact=True).fill("0")
    page.get_by_label("y", exact=True).fill("0")
    assert note(page) == "At (0, 0): f = 0, gradient (0, 0). No direction rises, to first order."
    page.get_by_label("y", exact=True).fill("1")
    turn = page.get_by_role("slider")
    turn.press("End")
    turn.press("ArrowLeft")
    assert "Direction 359°" in note(page)


def test_the_race_is_walked_by_keyboard_and_ends_in_the_numbers_of_the_page(open_page):
    page = open_page(RACE)
    page.get_by_role("button", name="Step").press("Enter")
    assert note(page).splitlines()[:2] == ["Step 1.", "SGD: f = 3.28"]
    page.get_by_role("slider").press("End")
    _, first, second = note(page).splitlines()
    assert first.partition("f = ")[2] + "." == page.locator("li").first.text_content().partition("f = ")[2]
    assert "the numbers overflow after step" in second
    assert len(page.locator('[data-way="0"]').get_attribute("points").split()) == 13
    page.get_by_role("button", name="Reset").click()
    assert note(page).startswith("Step 0.")


def test_with_reduced_motion_nothing_plays_by_itself(open_page):
    assert open_page(RACE).get_by_role("button", name="Play").count() == 0


def test_play_runs_to_the_end_and_stops(browser, tmp_path):
    path = tmp_path / "race.html"
    path.write_text(f"<!doctype html><html lang=en><meta charset=utf-8><title>t</title>{RACE.html}")
    page = browser.new_page(reduced_motion="no-preference")
    page.goto(path.as_uri())
    page.get_by_role("slider").fill("12")  # from the end, a race begins again
    page.get_by_role("button", name="Play").click()
    assert page.locator("p.companion-note").get_attribute("aria-live") == "off"  # nobody asked for these steps
    page.get_by_role("button", name="Step").click()  # a step by hand stops the clock
    assert page.get_by_role("button", name="Play").count() == 1
    assert int(page.locator(".companion-count").inner_text().split()[0]) < 12
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.companion-count').textContent === '12 / 12'")
    page.wait_for_function("document.querySelector('p[aria-live]').getAttribute('aria-live') === 'polite'")
    assert page.get_by_role("button", name="Play").count() == 1
    page.close()


def test_without_scripts_finished_pictures_and_their_words_stay(open_page):
    page = open_page(*ALL, scripts=False)
    assert page.locator("img").evaluate_all("all => all.every(e => e.complete && e.naturalWidth > 150)")
    for summary in page.locator("summary").all():
        summary.click()
    assert len(page.locator("ol").all_inner_texts()) == len(ALL) == page.locator("img").count()
    assert page.locator("li").first.inner_text()
    assert page.locator("button, input").count() == 0


def test_every_control_has_a_name_can_be_reached_and_fits_a_narrow_screen(open_page):
    page = open_page(*ALL)
    named, reached, own = (
        page.locator(".companion-card :is(button, input)").evaluate_all(f"all => all.every(e => {rule})")
        for rule in (
            "(e.getAttribute('aria-label') ?? e.textContent).trim().length > 0",
            "e.tabIndex >= 0",
            "e.dataset.lmSuppressShortcuts === 'true'",
        )
    )
    assert (named, reached, own) == (True, True, True)
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_the_same_explorer_twice_on_a_page_is_two(open_page):
    page = open_page(MAPS, Output(MAPS.text, MAPS.html))
    page.get_by_role("button", name="widen").nth(1).click()
    notes = page.locator("p[aria-live]").all_inner_texts()
    assert notes[0].startswith("e₀ goes to (0.6, 0.8)")
    assert notes[1].startswith("e₀ goes to (2, 0)")


# ------------------------------------------------------------------------------- what is drawn: places, not words


def part(page, role: str):
    return page.locator(f'[data-role="{role}"]')


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def tip(page, role: str) -> list[float]:
    """Where the head of an arrow points to."""
    return numbers(part(page, role).locator("polygon").get_attribute("points"))[:2]


def start(page, role: str) -> list[float]:
    return numbers(part(page, role).locator("path").get_attribute("d"))[:2]


def test_the_square_is_drawn_where_the_matrix_sends_it_and_the_arrows_end_at_its_corners(open_page):
    page = open_page(linear_map([[1, 2], [0.5, -1]], [[0, 1], [1, 0]], names="first, second"))
    corners = numbers(part(page, "square").get_attribute("points"))
    unit = float(page.locator("[data-panel] > rect").get_attribute("width")) / 6
    moved = [(corners[k] - corners[0], corners[1] - corners[k + 1]) for k in (2, 4, 6)]
    assert [(round(x / unit, 3), round(y / unit, 3)) for x, y in moved] == [(1, 0.5), (3, -0.5), (2, -1)]
    assert (tip(page, "e0"), tip(page, "e1")) == (corners[2:4], corners[6:8])
    pressed = page.locator("button[aria-pressed=true]")
    assert pressed.all_inner_texts() == ["first"]
    page.get_by_role("button", name="second").click()
    assert pressed.all_inner_texts() == ["second"]


def test_the_second_arrow_is_dragged_too_and_let_go_where_the_pointer_is_let_go(open_page):
    page = open_page(MAPS)
    at = centre(page, '[data-role="e1"] circle')
    unit = page.locator("[data-panel] > rect").bounding_box()["width"] / 6
    drag(page, at, (at[0] + unit, at[1]))
    assert note(page).startswith("e₀ goes to (0.6, 0.8), e₁ to (0.2, 0.6);")
    said = note(page)
    page.mouse.move(at[0] - unit, at[1] + unit)
    assert note(page) == said
    corner = page.locator("[data-panel] > rect").bounding_box()
    drag(page, (corner["x"] + 9, corner["y"] + 9), (corner["x"] + 60, corner["y"] + 60))
    assert note(page) == said
    page.get_by_label("Image up, of e₁").fill("9")
    assert note(page) == said


def test_arrows_tangent_and_curve_are_those_of_the_gradient(open_page):
    page = open_page(gradient_contour(lambda x, y: x + 3 * y, at=(0, 0)))
    at = start(page, "gradient")
    across, up = tip(page, "gradient")[0] - at[0], at[1] - tip(page, "gradient")[1]
    assert across > 0, "uphill, and not down"
    assert up / across == pytest.approx(3, rel=0.02)
    u, v, p, q, r, t = numbers(part(page, "gradient").locator("polygon").get_attribute("points"))
    assert abs((p - u) * (t - v) - (r - u) * (q - v)) > 50, "a head with an area"
    x0, y0, x1, y1 = numbers(part(page, "tangent").get_attribute("d"))
    assert (x1 - x0) * across == pytest.approx((y1 - y0) * up, rel=0.02)
    page.get_by_role("slider").fill("90")
    assert tip(page, "direction")[0] == pytest.approx(at[0], abs=0.1)
    assert tip(page, "direction")[1] < at[1]
    curve = numbers(part(page, "curve").get_attribute("points"))
    assert float(part(page, "rate").get_attribute("cy")) == pytest.approx(
        curve[2 * 15 + 1], abs=0.1
    )  # 15 times 6 degrees
    assert min(curve[1::2]) == curve[2 * 12 + 1]  # the highest point: 72 degrees, next to arctan 3


def test_the_direction_is_turned_in_the_right_half_and_the_point_moved_upward(open_page):
    page = open_page(HILL)
    box = page.locator(".companion-stage svg > rect[data-drag]").bounding_box()
    drag(page, (box["x"] + 5, box["y"] + 20), (box["x"] + box["width"] / 2, box["y"] + 20))
    assert "Direction 180°" in note(page)
    at = centre(page, '[data-role="point"]')
    scale = page.locator(".companion-stage svg").first.evaluate("svg => svg.getScreenCTM().a")
    drag(page, at, (at[0], at[1] + 320 / 4.8 * scale))
    assert note(page).startswith("At (1, 0): f = 1")


def test_where_f_has_no_number_no_arrow_of_a_gradient_is_left(open_page):
    page = open_page(gradient_contour(lambda x, y: hg.log(x) + y, at=(1, 1)))
    seen = [
        part(page, role).evaluate("e => getComputedStyle(e).visibility") for role in ("gradient", "tangent", "rate")
    ]
    page.get_by_label("x", exact=True).fill("-1")
    assert "has no gradient" in note(page)
    gone = [
        part(page, role).evaluate("e => getComputedStyle(e).visibility") for role in ("gradient", "tangent", "rate")
    ]
    assert (seen, gone) == (["visible"] * 3, ["hidden"] * 3)


def test_a_runner_stands_at_the_end_of_its_way_and_what_overflows_says_when(open_page):
    page = open_page(RACE)
    page.get_by_role("slider").fill("3")
    way = numbers(page.locator('[data-way="0"]').get_attribute("points"))
    head = [float(page.locator('[data-head="0"]').get_attribute(name)) for name in ("cx", "cy")]
    assert head == way[-2:]
    assert len(way) == 2 * 4
    page.get_by_role("slider").press("End")
    steps = re.search(r"wild: after (\d+) steps", RACE.text).group(1)
    assert f"wild: the numbers overflow after step {steps}" in note(page)


def test_a_choice_is_counted(open_page):
    page = open_page(TABLES)
    page.get_by_role("button", name="Next").click()
    assert page.locator(".companion-count").inner_text() == "2 / 12"
    assert page.locator(".companion-stage svg").get_attribute("aria-label").startswith("Tables and the memory")
