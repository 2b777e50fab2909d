"""The web book, built once into a folder of its own, and a browser that has no network."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from filelock import FileLock
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.site.visits import Visit, listen, visit

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def entries(node: dict) -> list[str]:
    """All pages of a table of contents, in reading order."""
    here = [node[key] for key in ("root", "file") if key in node]
    below = [
        entry for key in ("parts", "chapters", "sections") for child in node.get(key, []) for entry in entries(child)
    ]
    return here + below


TOC = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text())
PAGES = [re.sub(r"\.(md|ipynb)$", "", entry) for entry in entries(TOC)]
CHAPTERS = [page for page in PAGES if page.startswith("notebooks/")]


@dataclass(frozen=True)
class Built:
    """The built pages and what the build complained of."""

    html: Path
    warnings: list[str]


def build(root: Path, out: Path) -> Built:
    """The book of `root`, built as 'go.py book' does, but to the end in spite of warnings."""
    words = ["build", str(root), "--toc", str(root / "book" / "_toc.yml"), "--keep-going", "--path-output", str(out)]
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", *words]
    env = {**os.environ, "SOLUTIONS": "practice", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr).splitlines()
    return Built(out / "_build" / "html", [line for line in lines if "WARNING" in line or "ERROR" in line])


TOGETHER = ("test_lab.py", "test_book.py", "test_extensions.py")  # what shares a server, the visits, a small book


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: with `--dist loadfile` two workers end at about the same time."""
    here = {name: Path(__file__).with_name(name) for name in TOGETHER}
    place = {path: number for number, path in enumerate(here.values())}
    own = [item for item in items if item.path.parent == Path(__file__).parent]
    in_order = iter(sorted(own, key=lambda item: place.get(item.path, len(place))))
    items[:] = [next(in_order) if item.path.parent == Path(__file__).parent else item for item in items]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Built:
    """The book, built by the worker that needs it first; the others wait for it."""
    if worker_id == "master":  # there are no others
        return build(ROOT, tmp_path_factory.mktemp("book"))
    shared = tmp_path_factory.getbasetemp().parent / "book"
    done = shared / "warnings.json"
    with FileLock(f"{shared}.lock"):
        if not done.exists():
            made = build(ROOT, shared)
            done.write_text(json.dumps(made.warnings), encoding="utf-8")
    return Built(shared / "_build" / "html", json.loads(done.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def book(built: Built) -> Path:
    return built.html


@pytest.fixture(scope="session")
def browser_context() -> Iterator[BrowserContext]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("needs chromium: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        context = browser.new_context(viewport={"width": 1200, "height": 1400}, offline=True, reduced_motion="reduce")
        context.set_default_timeout(30_000)
        yield context
        browser.close()


@pytest.fixture(scope="session")
def visits(book: Path, browser_context: BrowserContext) -> dict[str, Visit]:
    """Every page of the contents, opened once."""
    return {page: visit(browser_context, book / f"{page}.html") for page in PAGES}


@pytest.fixture
def tab(browser_context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test if a script of it fails or if it asks for what is not on disk."""
    page = browser_context.new_page()
    requests, errors = listen(page)
    yield page
    page.close()
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert errors == []
