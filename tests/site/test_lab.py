"""JupyterLab as 'make lab' starts it: chapters give their stored outputs, Validate and formgrader work."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.site.conftest import ROOT
from tests.site.labs import CLASS, Lab, serving, small_project

CHAPTERS = [p.stem for c in ("01b", "05a", "09") for p in sorted((ROOT / "notebooks").glob(f"{c}*.ipynb"))]
PATIENCE = 120_000  # milliseconds: a machine may be busy
ALL_RUN = """() => {
    const panel = jupyterapp.shell.currentWidget;
    const cells = [...panel.content.model.cells].filter((c) => c.type === 'code' && c.sharedModel.source.trim());
    const failed = (c) => c.outputs.toJSON().some((o) => o.output_type === 'error');
    const announced = (c) => (c.getMetadata('tags') ?? []).includes('raises-exception');
    const ended = cells.every((c) => c.executionCount !== null) || cells.some((c) => failed(c) && !announced(c));
    return ended && panel.sessionContext.session?.kernel?.status === 'idle';
}"""
OUTPUTS = """() => [...jupyterapp.shell.currentWidget.content.model.cells]
    .filter((cell) => cell.type === 'code').map((cell) => cell.outputs.toJSON())"""
SHOW = """(words) => {
    const notebook = jupyterapp.shell.currentWidget.content;
    const at = [...notebook.model.cells].findIndex((cell) => cell.sharedModel.source.includes(words));
    notebook.activeCellIndex = at;
    return notebook.scrollToItem(at, 'center');
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    root, home = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("home")
    small_project(root, tuple(CHAPTERS))
    with serving(root, home) as lab:
        yield lab


@pytest.fixture(scope="module")
def online(browser_context: BrowserContext, lab: Lab) -> Iterator[BrowserContext]:
    """A browser that reaches this server and nothing else."""
    browser = browser_context.browser
    assert isinstance(browser, Browser)
    context = browser.new_context(viewport={"width": 1300, "height": 1000}, reduced_motion="reduce")
    context.route(lambda url: not url.startswith((lab.address, "data:", "blob:")), lambda route: route.abort())
    yield context
    context.close()


@pytest.fixture
def page(online: BrowserContext) -> Iterator[Page]:
    page = online.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


def open_notebook(page: Page, lab: Lab, path: str) -> None:
    page.goto(lab.page(path))
    page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.content?.model?.cells?.length > 0")
    page.wait_for_function("jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'")


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_function(ALL_RUN, timeout=PATIENCE)


def plain(outputs: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """What outputs say, streams joined, without addresses and the numbers of temporary files."""
    said: list[tuple[str, str]] = []
    for output in outputs:
        kind = output["output_type"]
        data = output.get("data", {})
        text = output.get("text") or data.get("text/html") or data.get("text/plain") or output.get("evalue", "")
        text = re.sub(r"0x[0-9a-f]+|ipykernel_\d+", "", "".join(text))
        if kind == "stream" and said and said[-1][0] == "stream":
            text = said.pop()[1] + text
        said.append((kind, text))
    return said


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_runs_whole_and_shows_what_is_stored(chapter: str, lab: Lab, page: Page) -> None:
    open_notebook(page, lab, f"my/notebooks/{chapter}.ipynb")
    run_all(page)
    stored = [c for c in nbformat.read(ROOT / "notebooks" / f"{chapter}.ipynb", 4).cells if c.cell_type == "code"]
    shown = page.evaluate(OUTPUTS)
    assert [plain(outputs) for outputs in shown] == [plain(cell.outputs) for cell in stored]
    if any("step_backward(" in cell.source for cell in stored):
        walk_stepper(page)


def walk_stepper(page: Page) -> None:
    """To the end by keyboard. JupyterLab has plans of its own for Enter and the arrows; they must stay in the card."""
    page.evaluate(SHOW, "step_backward(")
    card = page.locator(".companion-card").filter(has=page.get_by_role("button", name="Step")).first
    said = card.locator("ol").first.locator("li")
    card.get_by_role("button", name="Step").press("Enter")
    expect(card.locator("p[aria-live]")).to_have_text(said.first.text_content() or "")
    card.get_by_role("slider").press("End")
    expect(card.locator("p[aria-live]")).to_have_text(said.last.text_content() or "")
    card.get_by_role("slider").press("ArrowLeft")
    expect(card.locator("p[aria-live]")).not_to_have_text(said.last.text_content() or "")


def test_the_start_page_leads_to_the_chapters_and_shows_progress(lab: Lab, page: Page) -> None:
    open_notebook(page, lab, "my/START.ipynb")
    expect(page.get_by_role("heading", name="How far you are")).to_be_visible()
    expect(page.locator(".jp-OutputArea").filter(has_text="on this machine alone").first).to_be_attached()


def one_question(root: Path) -> str:
    """A copy of the exercise with its first question alone; its path."""
    source = root / "my" / "exercises" / CLASS / f"{CLASS}.ipynb"
    notebook = nbformat.read(source, 4)
    names = [c.metadata.get("nbgrader", {}).get("grade_id", "") for c in notebook.cells]
    last = max(i for i, name in enumerate(names) if name.startswith("test_predict_first"))
    notebook.cells = notebook.cells[: last + 1]
    nbformat.write(notebook, source.with_name("first.ipynb"))
    return f"my/exercises/{CLASS}/first.ipynb"


def test_a_solved_question_passes_validate(lab: Lab, page: Page) -> None:
    open_notebook(page, lab, one_question(lab.root))
    page.evaluate(SHOW, "predict_first = {")
    answer = '{"C": -14, "D": -12, "E": 0, "F": -20, "G": "c", "H": "first", "I": 2}'
    cell = page.locator(".jp-CodeCell").filter(has_text="predict_first = {").first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(f"predict_first = {answer}")
    page.get_by_text("Validate", exact=True).first.click()  # it saves the notebook first
    expect(page.locator(".jp-Dialog")).to_contain_text("passes all the tests", timeout=PATIENCE)


def test_formgrader_lists_the_class_and_shows_a_graded_page(lab: Lab, page: Page) -> None:
    page.goto(lab.page(f"/formgrader/gradebook/{CLASS}/{CLASS}"))
    rows = page.locator("table tbody tr")
    expect(rows).to_have_count(3)
    page.goto(lab.page(f"/formgrader/gradebook/{CLASS}/{CLASS}"))
    rows.locator("a").first.click()
    expect(page.locator("body")).to_contain_text("Exercises to chapter 00")
    expect(page.locator(".nbgrader_cell, .score").first).to_be_attached()
