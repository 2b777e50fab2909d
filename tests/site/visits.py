"""One look at every page of the built book: what a browser asked for, complained of, and shows."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

NARROW = 400
READY = """async () => {
    if (document.querySelector('.math.notranslate')) await MathJax.startup.promise;
    return document.fonts.ready.then(() => true);
}"""
FACTS = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const chinese = /[\\u3400-\\u9fff]/;
    const words = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
    const foreign = [];
    for (let text = words.nextNode(); text; text = words.nextNode()) {
        const inside = text.parentElement.closest('pre, code, script, style, svg, .companion-card');
        const tongue = text.parentElement.closest('[lang]').lang;
        if (chinese.test(text.data) && !inside && tongue !== 'zh') foreign.push(text.data.trim());
    }
    return {
        title: document.title,
        ids: all('[id]').map((e) => e.id),
        links: all('a[href]').map((e) => e.href),
        silent: all('img').filter((e) => !e.alt.trim()).map((e) => e.src.slice(0, 80)),
        broken: all('img').filter((e) => e.complete && !e.naturalWidth).map((e) => e.alt),
        formulas: all('.math.notranslate').length,
        rendered: all('mjx-container').length,
        failed: all('mjx-merror').length,
        spoken: all('mjx-assistive-mml math').length,
        inputs: all('.cell_input').length,
        text: document.querySelector('article').innerText,
        foreign,
    };
}"""


@dataclass(frozen=True)
class Visit:
    """A page as a reader met it: requests, complaints, and what the document holds."""

    requests: tuple[str, ...]
    errors: tuple[str, ...]
    facts: dict[str, Any]
    narrow_width: int  # what the document needs on a screen of 400 px


def listen(page: Page) -> tuple[list[str], list[str]]:
    """The lists that fill with what a page asks for and what goes wrong on it."""
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: errors.append(f"not loaded: {request.url}"))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    return requests, errors


def keep(page: Page, name: str) -> None:
    """Save a picture of the page where SCREENSHOTS names a folder, for somebody to look at."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def visit(context: BrowserContext, path: Path) -> Visit:
    """Open a page from disk, wait until formulas and fonts are there, and look; then once more on a narrow screen."""
    page = context.new_page()
    requests, errors = listen(page)
    page.goto(path.as_uri())
    page.evaluate(READY)
    facts = page.evaluate(FACTS)
    keep(page, path.stem)
    page.set_viewport_size({"width": NARROW, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    keep(page, f"{path.stem}_narrow")
    page.close()
    return Visit(tuple(requests), tuple(errors), facts, width)
