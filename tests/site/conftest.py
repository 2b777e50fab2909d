"""The web book, built once into a folder of its own, and a browser that has no network."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@dataclass(frozen=True)
class Built:
    """The built pages and what the build complained of."""

    html: Path
    warnings: list[str]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The book, built as 'go.py book' does, but to the end in spite of warnings."""
    out = tmp_path_factory.mktemp("book")
    words = ["build", ".", "--toc", "book/_toc.yml", "--keep-going", "--all", "--path-output", str(out)]
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", *words]
    env = {**os.environ, "SOLUTIONS": "practice", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr).splitlines()
    return Built(out / "_build" / "html", [line for line in lines if "WARNING" in line or "ERROR" in line])


@pytest.fixture
def book(built: Built) -> Path:
    return built.html


@pytest.fixture(scope="session")
def browser_context() -> Iterator[BrowserContext]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("needs chromium: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser.new_context(viewport={"width": 1200, "height": 1400}, offline=True)
        browser.close()


@pytest.fixture
def tab(browser_context: BrowserContext) -> Iterator[Page]:
    """A page that collects in `tab.requests` what it asked for, and in `tab.errors` what went wrong on it."""
    page = browser_context.new_page()
    page.requests, page.errors = [], []  # type: ignore[attr-defined]
    page.on("request", lambda request: page.requests.append(request.url))  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
    page.on("requestfailed", lambda request: page.errors.append(f"not loaded: {request.url}"))  # type: ignore[attr-defined]
    yield page
    page.close()
