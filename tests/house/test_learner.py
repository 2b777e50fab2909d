"""my/: the learner's own copies, made once, never overwritten, brought back on request."""

import re
import subprocess
import sys
from pathlib import Path

import click
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from companion import learner
from tests.house.conftest import ROOT

ANSWER = "### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION"
TEST = "assert answer > 0\n### BEGIN HIDDEN TESTS\nassert answer == 42\n### END HIDDEN TESTS"


def graded(name: str, source: str, **flags: object) -> nbformat.NotebookNode:
    plain = {"grade_id": name, "grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    return new_code_cell(source, metadata={"nbgrader": {**plain, **flags}})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project: one chapter with an output and a link, one data file, one exercise."""
    chapter = [
        new_markdown_cell("# Every path adds\n\n[Exercises](../exercises/source/05_autograd/05_autograd.ipynb)"),
        new_code_cell("1 + 1", execution_count=7, outputs=[new_output("stream", text="2")]),
    ]
    exercise = [
        new_markdown_cell("# Exercises"),
        graded("answer", ANSWER, solution=True),
        graded("test_answer", TEST, grade=True, locked=True, points=1),
    ]
    write(tmp_path / "notebooks" / "05a_scalar.ipynb", chapter)
    (tmp_path / "notebooks" / "data").mkdir()
    (tmp_path / "notebooks" / "data" / "table.csv").write_text("a,b\n")
    write(tmp_path / "exercises" / "source" / "05_autograd" / "05_autograd.ipynb", exercise)
    return tmp_path


def write(path: Path, cells: list) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells), path)


def text(path: Path) -> str:
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)


def test_a_chapter_comes_without_outputs_and_leads_to_the_learners_exercises(root: Path) -> None:
    learner.fill(root)
    copy = nbformat.read(root / "my" / "notebooks" / "05a_scalar.ipynb", as_version=4)
    assert copy.cells[1].outputs == []
    assert copy.cells[1].execution_count is None
    assert "(../exercises/05_autograd/05_autograd.ipynb)" in copy.cells[0].source
    assert (root / "my" / "exercises" / "05_autograd" / "05_autograd.ipynb").exists()


def test_data_comes_along(root: Path) -> None:
    learner.fill(root)
    assert (root / "my" / "notebooks" / "data" / "table.csv").read_text() == "a,b\n"


def test_an_exercise_comes_as_released(root: Path) -> None:
    learner.fill(root)
    released = text(root / "my" / "exercises" / "05_autograd" / "05_autograd.ipynb")
    assert "YOUR CODE HERE" in released
    assert "assert answer > 0" in released
    assert "42" not in released


def test_what_is_there_is_never_overwritten(root: Path) -> None:
    learner.fill(root)
    mine = root / "my" / "notebooks" / "05a_scalar.ipynb"
    mine.write_text("mine")
    data = root / "my" / "notebooks" / "data" / "table.csv"
    data.write_text("mine too")
    assert learner.fill(root) == []
    assert mine.read_text() == "mine"
    assert data.read_text() == "mine too"


def test_a_second_start_touches_nothing_and_imports_nothing_slow(root: Path) -> None:
    learner.fill(root)
    start = root / "my" / "START.ipynb"
    before = start.stat().st_mtime_ns
    again = "import pathlib, sys; from companion import learner; learner.fill(pathlib.Path(sys.argv[1]))"
    slow = "{'nbformat', 'jsonschema', 'nbgrader', 'matplotlib', 'pandas', 'torch'}"
    command = [sys.executable, "-c", f"{again}; print(sorted({slow} & set(sys.modules)))", str(root)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said == "[]\n"
    assert start.stat().st_mtime_ns == before


def test_a_chapter_that_is_new_is_added_to_the_start_page(root: Path) -> None:
    learner.fill(root)
    write(root / "notebooks" / "05b_tensor.ipynb", [new_markdown_cell("# Arrays")])
    assert learner.fill(root) == ["05b_tensor"]
    start = text(root / "my" / "START.ipynb")
    assert "[Every path adds](notebooks/05a_scalar.ipynb)" in start
    assert "[Arrays](notebooks/05b_tensor.ipynb)" in start
    assert "[Exercises](exercises/05_autograd/05_autograd.ipynb)" in start


def test_reset_brings_a_page_back_and_keeps_yours_beside_it(root: Path) -> None:
    learner.fill(root)
    mine = root / "my" / "notebooks" / "05a_scalar.ipynb"
    for number, words in enumerate(["first", "second"], 1):
        mine.write_text(words)
        fresh, kept = learner.reset("05a", root)
        assert fresh == mine
        assert kept == mine.with_name(f"05a_scalar.bak-{number}.ipynb")
        assert kept.read_text() == words
        assert "Every path adds" in text(mine)


def test_reset_of_an_exercise_takes_its_name(root: Path) -> None:
    learner.fill(root)
    fresh, kept = learner.reset("05_autograd", root)
    assert fresh == root / "my" / "exercises" / "05_autograd" / "05_autograd.ipynb"
    assert kept


def test_reset_tells_a_chapter_from_an_exercise_of_the_same_name_by_the_folder(root: Path) -> None:
    (root / "notebooks" / "05a_scalar.ipynb").rename(root / "notebooks" / "05_autograd.ipynb")
    learner.fill(root)
    with pytest.raises(click.ClickException, match=r"say one of: notebooks/05_autograd, exercises/05_autograd$"):
        learner.reset("05_autograd", root)
    for folder in ("notebooks", "exercises"):
        fresh, kept = learner.reset(f"{folder}/05_autograd", root)
        assert folder in fresh.relative_to(root).parts
        assert kept


@pytest.mark.parametrize("name", ["07", "05"])
def test_reset_of_none_or_several_lists_the_names(root: Path, name: str) -> None:
    with pytest.raises(click.ClickException, match=r"say one of: .*05_autograd"):
        learner.reset(name, root)


def test_the_start_page_allows_a_chapter_the_minutes_that_the_chapter_allows_itself() -> None:
    promised = re.findall(r"\{way_(\w+)\} \((\d+) minutes\)", learner.START)
    assert promised
    for name, minutes in promised:
        (chapter,) = (ROOT / "notebooks").glob(f"{name}_*.ipynb")
        assert f"{minutes} minutes" in text(chapter), name
