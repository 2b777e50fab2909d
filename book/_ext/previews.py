"""Sphinx extension: the text that search shows of each page that it found, in one script.

Sphinx's search would fetch the page itself, which a book opened from disk may not do.
"""

import html
import json
import re
from pathlib import Path

from sphinx.application import Sphinx

SCRIPTS = ("search-text.js", "search-preview.js")
ARTICLE = re.compile(r'<article class="bd-article">(.*)</article>', re.DOTALL)
UNREAD = re.compile(r'<(script|style|svg|math)\b.*?</\1>|<a class="headerlink".*?</a>', re.DOTALL)
SECTION = re.compile(r'<section[^>]* id="([^"]+)"[^>]*>')
BLOCK = re.compile(r"</?(?:p|div|h[1-6]|[uod]l|li|d[td]|t[drh]|table|pre|br|details|summary|fig\w+|section)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")


def texts(page: str) -> dict[str, str]:
    """The text of a built page, section by section: {'#anchor': text}, where '' is what stands before the first."""
    found = ARTICLE.search(page)
    pieces = SECTION.split(UNREAD.sub("", found.group(1))) if found else [""]
    names = ["", *("#" + html.unescape(name) for name in pieces[1::2])]
    plain = [" ".join(html.unescape(TAG.sub("", BLOCK.sub(" ", piece))).split()) for piece in pieces[::2]]
    return {name: text for name, text in zip(names, plain, strict=True) if text}


def write(app: Sphinx, error: Exception | None) -> None:
    """Write _static/search-text.js when all pages stand."""
    if error or app.builder.name != "html":
        return
    out = Path(app.outdir)
    pages = {name: texts((out / f"{name}.html").read_text(encoding="utf-8")) for name in sorted(app.env.found_docs)}
    text = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
    (out / "_static" / SCRIPTS[0]).write_text(f"const SEARCH_TEXT = {text};\n", encoding="utf-8")


def load(app: Sphinx, page: str, _template: str, _context: dict, _doctree: object) -> None:
    """The search page alone reads it."""
    if page == "search":
        for script in SCRIPTS:
            app.add_js_file(script)


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("html-page-context", load)
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
