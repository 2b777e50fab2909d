"""The page of an exercise shows its hints and the solutions that may be seen, and nothing else of the source."""

import sys
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from tests.site.conftest import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from exercise_pages import page, published, solution, write_pages

SOURCES = sorted((ROOT / "exercises" / "source").glob("*/*.ipynb"))
ANSWER = "### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION"
TEST = "assert answer > 0\n### BEGIN HIDDEN TESTS\nassert answer == 42\n### END HIDDEN TESTS"


def cell(name: str, source: str, use: str | None = None, **flags: bool) -> NotebookNode:
    grading = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3, **flags}
    question = {"question": {"use": use}} if use else {}
    points = {"points": 1} if flags.get("grade") else {}
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": name, **grading, **points}, **question})


def exercise(use: str) -> NotebookNode:
    return new_notebook(
        cells=[cell("answer", ANSWER, use, solution=True), cell("test_answer", TEST, grade=True, locked=True)]
    )


@pytest.mark.parametrize(
    ("use", "choice", "shown"),
    [
        ("practice", "practice", True),
        ("graded", "practice", False),
        ("graded", "all", True),
        ("practice", "none", False),
    ],
)
def test_a_solution_is_published_as_the_reader_may_see_it(use: str, choice: str, shown: bool) -> None:
    text = nbformat.writes(page(exercise(use), ROOT / "exercises", choice))
    assert ("answer = 42" in text) is shown


@pytest.mark.parametrize("choice", ["practice", "all", "none"])
def test_hidden_tests_are_never_published(choice: str) -> None:
    text = nbformat.writes(page(exercise("practice"), ROOT / "exercises", choice))
    assert "assert answer > 0" in text
    assert "answer == 42" not in text


def test_marks_inside_a_function_show_the_whole_function() -> None:
    source = "def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"
    assert solution(source) == "def f(x):\n    return x"


def test_an_unknown_choice_is_refused_in_one_line() -> None:
    with pytest.raises(ValueError, match="SOLUTIONS must be one of practice, all, none; got 'some'"):
        published("practice", "some")


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_no_page_shows_a_marker_a_hidden_test_or_the_solution_of_a_graded_question(path) -> None:
    made = page(nbformat.read(path, as_version=4), ROOT / "exercises", "practice")
    text = "\n".join(c.source for c in made.cells)
    assert not [mark for mark in ("BEGIN SOLUTION", "BEGIN HIDDEN", "MARK SCHEME", "Rubric") if mark in text]
    source = nbformat.read(path, as_version=4)
    uses = [c.metadata.question["use"] for c in source.cells if "question" in c.metadata and c.cell_type == "code"]
    assert text.count("<summary>Solution</summary>") == uses.count("practice")


def test_a_page_is_made_again_only_when_what_it_is_made_from_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "exercises" / "source" / "00_small" / "00_small.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(exercise("practice"), source)
    target = tmp_path / "book" / "exercises" / "00_small.ipynb"
    times = []
    for choice in ("practice", "practice", "none", "none"):
        monkeypatch.setenv("SOLUTIONS", choice)
        write_pages(SimpleNamespace(srcdir=tmp_path))
        times.append(target.stat().st_mtime_ns)
    nbformat.write(exercise("graded"), source)
    write_pages(SimpleNamespace(srcdir=tmp_path))
    times.append(target.stat().st_mtime_ns)
    assert [a == b for a, b in pairwise(times)] == [True, False, True, False]
