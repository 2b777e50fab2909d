"""The notebooks of the book, read once."""

import functools
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
LOOKED_UP = ("catalogue", "appendix", "reference")  # notebooks that are consulted, not read from top to bottom
CHAPTERS = [p for p in NOTEBOOKS if not any(word in p.stem for word in LOOKED_UP)]


@functools.cache
def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


@pytest.fixture(params=NOTEBOOKS, ids=lambda p: p.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def notebook(path: Path) -> NotebookNode:
    return read(path)


@pytest.fixture(params=CHAPTERS, ids=lambda p: p.stem)
def chapter(request: pytest.FixtureRequest) -> NotebookNode:
    return read(request.param)
