"""Graphs to draw, and a browser to look with."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from companion.rich_output import Output
from handgrad.scalar import Value

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def f() -> Value:
    """(x + y)² + y at 2, 3: the running example, value 28, slopes 10 and 11."""
    x, y = Value(2.0, name="x"), Value(3.0, name="y")
    return (x + y) ** 2 + y


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium without a window; a missing one is a reason to skip, and with CI=true a failure."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, tmp_path: Path) -> Iterator[Callable[..., object]]:
    """open_page(output, …, scripts=True) opens the outputs as a page from disk; a script's error or a request fails."""
    contexts, errors = [], []

    def open_them(*outputs: Output, scripts: bool = True) -> object:
        path = tmp_path / "page.html"
        body = "".join(f"<section>{output.html}</section>" for output in outputs)
        path.write_text(f"<!doctype html><html lang=en><meta charset=utf-8><title>t</title><body>{body}</body></html>")
        context = browser.new_context(java_script_enabled=scripts, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: request.url.startswith(("file:", "data:")) or errors.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_them
    for context in contexts:
        context.close()
    assert not errors
