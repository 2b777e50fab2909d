"""What the book's own Sphinx extensions make, and what they refuse: with plain data, and in a small book."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.site.conftest import ROOT, Built, build

sys.path.insert(0, str(ROOT / "book" / "_ext"))
sys.path.insert(0, str(ROOT / "book"))
import build as book_build
from complete import faults
from previews import texts
from reading import named
from terms import gathered, parts, table, terms_of

CONTENTS = "format: jb-book\nroot: book/index\nchapters:\n- file: notebooks/00a_whole\n- file: notebooks/00b_holes\n"
INDEX = "# Start\n\n![](_static/dot.svg)\n\n[away](nowhere.md)\n\n```{terms}\n```\n"


def notebook(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return new_notebook(
        cells=list(cells),
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


CHAPTER = notebook(
    new_markdown_cell("# Slopes\n\n## A rule\n\nThe **chain rule** (链式法则), and `**not this** (代码)`."),
    new_code_cell("1", execution_count=1),
    new_markdown_cell("## With $x$\n\nA **limit** (极限) and again the **chain rule** (链式法则)."),
)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A book of three pages with an address of its repository; one chapter is whole, everything else has faults."""
    root = tmp_path_factory.mktemp("small")
    (root / "book" / "_static").mkdir(parents=True)
    (root / "notebooks").mkdir()
    shutil.copytree(ROOT / "book" / "_ext", root / "book" / "_ext", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("house.css", "mathjax-settings.js", "logo.svg", "favicon.svg"):
        shutil.copy(ROOT / "book" / "_static" / name, root / "book" / "_static")
    (root / "book" / "_static" / "dot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (root / "book" / "references.bib").write_text("")
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    (root / "_config.yml").write_text(config.replace('url: ""', "url: https://github.com/somebody/gradients", 1))
    (root / "book" / "_toc.yml").write_text(CONTENTS)
    (root / "book" / "index.md").write_text(INDEX)
    nbformat.write(CHAPTER, root / "notebooks" / "00a_whole.ipynb")
    bare = new_output("display_data", {"image/png": "iVBORw0KGgo="})
    cells = [new_markdown_cell("# Holes"), new_code_cell("2"), new_code_cell("3", execution_count=1, outputs=[bare])]
    nbformat.write(notebook(*cells), root / "notebooks" / "00b_holes.ipynb")
    return build(root, tmp_path_factory.mktemp("built"))


@pytest.mark.parametrize(
    "fault",
    [
        "notebooks/00b_holes: cell 2 was never run, so its output is missing",
        "notebooks/00b_holes: the output of cell 3 is a bare figure without alt text",
        "_static/dot.svg has no alt text",
        "nowhere.md",
    ],
)
def test_the_build_names_what_is_missing(fault: str, small: Built) -> None:
    assert any(fault in line for line in small.warnings), small.warnings


def test_the_build_has_nothing_to_say_of_a_whole_chapter(small: Built) -> None:
    assert not [line for line in small.warnings if "00a_whole" in line]


def test_a_missing_notebook_stops_the_build_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("title: t\n")
    (tmp_path / "index.md").write_text("# Start\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: notebooks/05a_gone\n")
    command = [
        sys.executable,
        "-c",
        "from jupyter_book.cli.main import main; main()",
        "build",
        ".",
        "-W",
        "--keep-going",
    ]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, "NO_COLOR": "1"}, capture_output=True, text=True)
    assert done.returncode != 0
    assert "notebooks/05a_gone" in done.stdout + done.stderr


def test_with_an_address_a_chapter_opens_on_binder_and_on_colab(small: Built) -> None:
    page = (small.html / "notebooks" / "00a_whole.html").read_text(encoding="utf-8")
    assert "mybinder.org/v2/gh/somebody/gradients/main?urlpath=lab/tree/notebooks/00a_whole.ipynb" in page
    assert "colab.research.google.com/github/somebody/gradients/blob/main/notebooks/00a_whole.ipynb" in page


def test_without_an_address_there_is_no_button(book: Path) -> None:
    page = (book / "notebooks" / "00a_first_gradient.html").read_text(encoding="utf-8")
    assert "mybinder.org" not in page
    assert "colab.research.google.com/github" not in page


def test_the_glossary_of_a_small_book_lists_each_term_once_with_its_language(small: Built) -> None:
    page = (small.html / "book" / "index.html").read_text(encoding="utf-8")
    assert page.count('<span lang="zh">链式法则</span>') == 1
    assert 'href="../notebooks/00a_whole.html#a-rule"' in page
    assert 'lang="zh">极限' in page


def test_terms_are_found_with_the_heading_above_and_code_is_left_alone() -> None:
    found = [(term.english, term.chinese, term.heading) for term in terms_of(CHAPTER, "00a_whole")]
    assert found[0] == ("chain rule", "链式法则", "A rule")
    assert ("limit", "极限", "With $x$") in found
    assert "not this" not in [english for english, _, _ in found]


def test_the_first_definition_counts_and_the_alphabet_orders(tmp_path: Path) -> None:
    for name in ("00a_one", "01a_two"):
        nbformat.write(CHAPTER, tmp_path / f"{name}.ipynb")
    terms = gathered(tmp_path.glob("*.ipynb"))
    assert [(term.english, term.notebook) for term in terms] == [("chain rule", "00a_one"), ("limit", "00a_one")]
    assert table(terms)[2] == "| chain rule | 链式法则 | 00a, [A rule](../notebooks/00a_one.ipynb#A-rule) |"
    assert table(terms)[3] == "| limit | 极限 | [00a](../notebooks/00a_one.ipynb) |"


def test_only_the_chinese_part_of_a_text_says_that_it_is_chinese() -> None:
    pieces = [(str(p.astext()), getattr(p, "attributes", {}).get("classes")) for p in parts("a 导数, 也称 微商 b")]
    assert pieces == [
        ("a ", None),
        ("导数", ["language-zh"]),
        (", ", None),
        ("也称", ["language-zh"]),
        (" ", None),
        ("微商", ["language-zh"]),
        (" b", None),
    ]


def test_a_toggle_of_the_contents_gets_a_name() -> None:
    assert named(lambda: "<details><summary><span></span></summary></details>")().startswith("<details><summary aria-")


def test_search_reads_the_text_of_a_page_section_by_section() -> None:
    page = """<nav>no</nav><article class="bd-article"><section id="top">
    <h1>Top<a class="headerlink" href="#top">#</a></h1><p>One <em>wo</em>rd &amp; <img alt="no" src="x"></p>
    <section class="a" id="b,-c"><pre>plt<span>.</span>show()</pre><p>end</p><script>no()</script></section>
    </section></article>"""
    assert texts(page) == {"#top": "Top One word &", "#b,-c": "plt.show() end"}


def test_an_image_in_an_output_needs_words() -> None:
    output = {"output_type": "display_data", "data": {"text/html": '<img src="a"><img alt="b" src="b">'}}
    cell = {"cell_type": "code", "source": "1", "execution_count": 1, "outputs": [output]}
    assert list(faults({"cells": [cell]})) == ["the output of cell 1 has an <img> without alt text"]
    output["data"]["text/html"] = '<img alt="a" src="a">'
    assert list(faults(json.loads(json.dumps({"cells": [cell]})))) == []


def test_what_shapes_every_page_makes_a_whole_build(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("a")
    before = book_build.shape(tmp_path)
    assert book_build.shape(tmp_path) == before
    (tmp_path / "book" / "_ext").mkdir(parents=True)
    (tmp_path / "book" / "_ext" / "terms.py").write_text("b")
    assert book_build.shape(tmp_path) != before
