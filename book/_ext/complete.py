"""Sphinx extension: a warning, which fails the build, for a page that is not whole.

Said of a chapter: the cell that was never run, the picture without words. Missing pages and dead links are told by
Sphinx and MyST themselves.
"""

import json
import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

LOG = logging.getLogger(__name__)
IMAGE = re.compile(r"<img\b[^>]*>")
ALT = re.compile(r"\balt=(\"[^\"]*\S[^\"]*\"|'[^']*\S[^']*')")


def faults(notebook: dict) -> Iterator[str]:
    """What is missing in the outputs of a notebook, one line each."""
    for number, cell in enumerate(notebook.get("cells", []), 1):
        if cell["cell_type"] != "code" or not "".join(cell["source"]).strip():
            continue
        if cell.get("execution_count") is None:
            yield f"cell {number} was never run, so its output is missing: store it with 'python3 go.py run'"
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            page = "".join(data.get("text/html", ""))
            if any(not ALT.search(tag) for tag in IMAGE.findall(page)):
                yield f"the output of cell {number} has an <img> without alt text"
            if not page and {"image/png", "image/svg+xml", "image/jpeg"} & data.keys():
                yield f"the output of cell {number} is a bare figure without alt text: use show(fig, alt=...)"


def look(_app: Sphinx, page: str, source: list[str]) -> None:
    """Ask every chapter; exercises are shown as released, without outputs."""
    if page.startswith("notebooks/"):
        for fault in faults(json.loads(source[0])):
            LOG.warning("%s: %s", page, fault, type="book", subtype="incomplete")


def words(_app: Sphinx, document: nodes.document) -> None:
    """Ask every picture of a page for its words."""
    for image in document.findall(nodes.image):
        if not image.get("alt", "").strip():
            LOG.warning("the image %s has no alt text", image["uri"], location=image, type="book", subtype="incomplete")


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("source-read", look)
    app.connect("doctree-read", words)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
