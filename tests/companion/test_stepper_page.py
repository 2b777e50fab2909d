"""The stepper in a real browser, from disk, walked by keyboard."""

import pytest
import torch

from companion import step_backward
from companion.rich_output import Output
from handgrad.scalar import Value


def shown(page, node: int, role: str) -> str:
    text = page.locator(f'[data-node="{node}"] text[data-role="{role}"]')
    return text.inner_html() if float(text.evaluate("e => getComputedStyle(e).opacity")) == 1 else ""


@pytest.fixture
def page(open_page, f):
    return open_page(step_backward(f))


def test_at_first_nothing_is_computed(page):
    assert "Press Step" in page.locator("[aria-live]").inner_text()
    assert [shown(page, node, "value") for node in range(5)] == [""] * 5
    assert page.locator("img").count() == 0


def test_the_keyboard_walks_to_the_end_and_every_number_is_right(page):
    page.get_by_role("button", name="Step").focus()
    said = []
    for k in range(11):
        page.keyboard.press("Enter" if k % 2 else "Space")
        said.append(page.locator("[aria-live]").inner_text())
    assert said[:2] == ["Inputs: x = 2, y = 3.", "a = x + y = 5"]
    assert said[9] == "Arrow y → a, slope 1: ȳ gets 1 × ā = 1 × 10 = 10, so ȳ = 1 + 10 = 11"
    assert [shown(page, node, "value") for node in range(5)] == [f"value {v}" for v in (2, 3, 5, 25, 28)]
    assert [shown(page, node, "adjoint") for node in range(5)] == [f"adjoint {v}" for v in (10, 11, 10, 1, 1)]
    page.keyboard.press("Enter")
    assert page.locator("[aria-live]").inner_text() == said[-1]
    assert page.get_by_role("button", name="Step").get_attribute("aria-disabled") == "true"


def test_partial_sums_are_shown_on_the_way(page):
    slider = page.get_by_role("slider")
    slider.focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert page.locator("[aria-live]").inner_text().startswith("Arrow y → f, slope 1: ȳ gets 1 × f̄")
    assert shown(page, 1, "adjoint") == "adjoint 1"
    assert page.locator("[data-node].companion-now").get_attribute("data-node") == "1"
    page.keyboard.press("End")
    assert shown(page, 1, "adjoint") == "adjoint 11"


def test_adjoints_appear_when_they_are_sent_and_go_with_the_way_back(page):
    page.get_by_role("slider").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert [shown(page, node, "value") for node in range(5)] == [f"value {v}" for v in (2, 3, 5, 25, 28)]
    assert [shown(page, node, "adjoint") for node in range(5)] == [""] * 5
    page.keyboard.press("End")
    page.keyboard.press("Home")
    assert [shown(page, node, "adjoint") for node in range(5)] == [""] * 5


def test_a_card_whose_script_did_not_run_does_not_take_the_script_of_its_twin(open_page, f):
    whole = step_backward(f)
    dead = Output(whole.text, whole.html.partition("<script>")[0] + "</div>")
    page = open_page(dead, whole)
    assert page.locator("section").nth(0).locator("button").count() == 0
    assert page.locator("section").nth(1).locator("button").count() == 3


def test_the_arrow_in_use_is_lit_and_slopes_come_with_their_box(page):
    opacity = "all => all.map(e => getComputedStyle(e).opacity)"
    assert set(page.locator("[data-slope]").evaluate_all(opacity)) == {"0"}
    slider = page.get_by_role("slider")
    slider.fill("2")  # a = x + y
    assert page.locator("[data-slope]").evaluate_all(opacity).count("1") == 2
    assert page.locator("[data-edge].companion-now").count() == 0
    slider.fill("8")  # a → b
    lit = page.locator("[data-edge].companion-now")
    assert lit.count() == 1
    assert lit.locator('[data-role="back"]').evaluate("e => getComputedStyle(e).opacity") == "1"


def test_keys_stay_in_the_card_and_its_height_is_that_of_the_longest_step(page):
    kept = "all => all.every(e => e.dataset.lmSuppressShortcuts === 'true')"
    assert page.locator(".companion-card :is(button, input, summary)").evaluate_all(kept)
    assert page.locator(".companion-stage svg").get_attribute("aria-label").startswith("x = 2")
    before = page.locator(".companion-stage").bounding_box()["y"]
    page.get_by_role("slider").fill("10")
    assert page.locator(".companion-stage").bounding_box()["y"] == before
    assert float(page.locator("p.companion-note").evaluate("e => parseFloat(e.style.minHeight)")) > 10


def test_back_and_reset_undo(page):
    for _ in range(3):
        page.get_by_role("button", name="Step").click()
    page.get_by_role("button", name="Back").click()
    assert page.locator("[aria-live]").inner_text() == "a = x + y = 5"
    assert shown(page, 3, "value") == ""
    page.get_by_role("button", name="Reset").click()
    assert "Press Step" in page.locator("[aria-live]").inner_text()
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "step 0 of 11"


def test_the_same_picture_twice_on_a_page_is_two_pictures(open_page, f):
    output = step_backward(f)
    page = open_page(output, output)
    page.get_by_role("button", name="Step").nth(1).click()
    assert page.locator("[aria-live]").nth(0).inner_text().startswith("Press Step")
    assert page.locator("[aria-live]").nth(1).inner_text() == "Inputs: x = 2, y = 3."
    assert page.evaluate("document.querySelectorAll('[id]').length") == 0


def test_a_page_that_runs_scripts_without_naming_them_mounts_each_once(open_page, f):
    output = step_backward(f)
    page = open_page(output, output, scripts=True)
    page.evaluate(
        """html => {
            document.body.innerHTML = html + html;
            for (const script of document.querySelectorAll("script")) setTimeout(new Function(script.textContent));
        }""",
        output.html,
    )
    page.wait_for_function("document.querySelectorAll('[aria-live]').length === 2")


def test_without_scripts_the_finished_picture_and_all_steps_are_there(open_page, f):
    page = open_page(step_backward(f), scripts=False)
    picture = page.locator("img")
    assert picture.evaluate("e => e.complete && e.naturalWidth") > 300
    assert "y = 3" in picture.get_attribute("alt")
    page.locator("summary").click()
    assert page.locator("li").count() == 11
    assert page.locator("li").nth(9).inner_text().endswith("so ȳ = 1 + 10 = 11")
    assert page.locator("button").count() == 0


def test_a_torch_graph_steps_too(open_page):
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    page = open_page(step_backward((x * x).sum(), x=x))
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    assert page.locator("[aria-live]").inner_text() == "AccumulateGrad adds what arrived: x.grad += [2, 4, 6]."
    assert shown(page, 0, "adjoint") == "adjoint [2, 4, 6]"


def test_a_tall_picture_keeps_the_current_box_in_sight(open_page):
    y = Value(1.01, name="x")
    for _ in range(25):
        y = y * 1.01 + 1.0
    page = open_page(step_backward(y))
    page.get_by_role("slider").focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    stage, box = (
        page.locator(".companion-stage").bounding_box(),
        page.locator("[data-node].companion-now").bounding_box(),
    )
    assert stage["y"] <= box["y"] <= stage["y"] + stage["height"]


def test_the_scripts_stay_small(f):
    x = Value(1.0, name="x")
    assert len(step_backward(x * 2.0).html) < 20_000


def test_on_a_narrow_screen_text_stays_readable_and_the_current_box_is_in_sight(open_page, f):
    page = open_page(step_backward(f))
    page.set_viewport_size({"width": 400, "height": 700})
    page.get_by_role("slider").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    box, stage = (page.locator(s).bounding_box() for s in ("[data-node].companion-now", ".companion-stage"))
    assert stage["x"] <= box["x"] < box["x"] + box["width"] <= stage["x"] + stage["width"] + 1
    natural = float(page.locator(".companion-stage svg").get_attribute("width"))
    assert page.locator(".companion-stage svg").bounding_box()["width"] >= 0.69 * natural
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
