"""Sphinx extension: the glossary, gathered from the chapters, and the language of Chinese words.

A chapter defines a term as **term** (中文). The directive `terms` lists all of them with the place of their
definition. On every page, runs of Chinese characters carry lang="zh", so that a screen reader changes its voice and a
browser its font.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from docutils import nodes
from docutils.statemachine import StringList
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
TERM = re.compile(rf"\*\*([^*\n]+)\*\*\s*\(([^()\n]*[{HAN}][^()\n]*)\)")
CHINESE = re.compile(rf"[{HAN}](?:[{HAN}\u3000-\u303f\uff00-\uffef]*[{HAN}])?")
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.+)$")
PLAIN = re.compile(r"[\w .,:;?'()–-]+")  # a heading whose anchor is its text, without code and formulas


@dataclass(frozen=True)
class Term:
    """A term, its Chinese, and where it is defined: a notebook and the heading above."""

    english: str
    chinese: str
    notebook: str
    heading: str


def terms_of(notebook: NotebookNode, name: str) -> Iterator[Term]:
    """Every term that a notebook defines, in reading order."""
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for line in FENCE.sub("", cell.source).splitlines():
            if found := HEADING.match(line):
                heading = found.group(1).strip()
            for english, chinese in TERM.findall(CODE.sub("", line)):
                yield Term(" ".join(english.split()), chinese.strip(), name, heading)


def gathered(notebooks: Iterable[Path]) -> list[Term]:
    """The first definition of each term in the notebooks, in the order of the alphabet."""
    first: dict[str, Term] = {}
    for path in sorted(notebooks):
        for term in terms_of(nbformat.read(path, as_version=4), path.stem):
            first.setdefault(term.english.casefold(), term)
    return [first[key] for key in sorted(first)]


def table(terms: list[Term]) -> list[str]:
    """The lines of a Markdown table, each place a link."""
    rows = ["| term | 中文 | defined in |", "|-|-|-|"]
    for term in terms:
        number, page = term.notebook.partition("_")[0], f"../notebooks/{term.notebook}.ipynb"
        if PLAIN.fullmatch(term.heading):
            place = f"{number}, [{term.heading}]({page}#{term.heading.replace(' ', '-')})"
        else:
            place = f"[{number}]({page})"
        rows.append(f"| {term.english} | {term.chinese} | {place} |")
    return rows


class Terms(SphinxDirective):
    """```{terms}```: the table of all terms."""

    def run(self) -> list[nodes.Node]:
        paths = [Path(self.env.doc2path(doc)) for doc in self.env.found_docs if doc.startswith("notebooks/")]
        for path in paths:
            self.env.note_dependency(str(path))
        container = nodes.container()
        self.state.nested_parse(StringList(table(gathered(paths)), source="terms"), self.content_offset, container)
        return container.children


class Language(SphinxPostTransform):
    """Puts each run of Chinese characters into an inline of its own; docutils makes its class an attribute."""

    default_priority = 800

    def run(self, **_: object) -> None:
        for text in list(self.document.findall(nodes.Text)):
            kept = isinstance(
                text.parent, nodes.literal | nodes.literal_block | nodes.math | nodes.math_block | nodes.raw
            )
            if not kept and CHINESE.search(text):
                text.parent.replace(text, list(parts(str(text))))


def parts(text: str) -> Iterator[nodes.Node]:
    """The text in pieces; those in Chinese say so."""
    end = 0
    for found in CHINESE.finditer(text):
        if found.start() > end:
            yield nodes.Text(text[end : found.start()])
        yield nodes.inline("", found.group(), classes=["language-zh"])
        end = found.end()
    if end < len(text):
        yield nodes.Text(text[end:])


def setup(app: Sphinx) -> dict[str, object]:
    app.add_directive("terms", Terms)
    app.add_post_transform(Language)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
