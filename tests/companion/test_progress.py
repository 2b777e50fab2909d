"""What the reader has done is read from their copies, kept in one local file, and never lost to a bad file."""

import json
from pathlib import Path
from types import SimpleNamespace

import click
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from companion import learner, progress
from companion.progress import Progress

RESULT = {
    "assignment": "05_autograd",
    "questions": [
        {"question": "sum_to", "points": 3.0, "max_points": 3.0},
        {"question": "vjp", "points": 1.0, "max_points": 2.0},
        {"question": "explain", "points": None, "max_points": 4.0},
    ],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two chapters, one half run and one whole, and an exercise."""
    for name, counts in (("04a_derivatives", [1, None]), ("05a_scalar", [1, 2])):
        cells = [new_code_cell("1", execution_count=count) for count in counts]
        path = tmp_path / "my" / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(new_notebook(cells=cells), path)
    (tmp_path / "my" / "exercises" / "05_autograd").mkdir(parents=True)
    return tmp_path


def said(root: Path) -> dict[str, str]:
    return {line.name: str(line) for line in [*progress.chapters(root), *progress.exercises(root)]}


def test_a_chapter_is_done_when_every_cell_of_your_copy_was_run(root):
    assert said(root) == {"04a_derivatives": "1 of 2 cells run", "05a_scalar": "done", "05_autograd": ""}


def test_a_chapter_can_be_ticked_and_unticked(root):
    assert progress.tick("04a", root=root) == "04a_derivatives"
    assert said(root)["04a_derivatives"] == "done"
    progress.tick("04a", done=False, root=root)
    assert said(root)["04a_derivatives"] == "1 of 2 cells run"


def test_an_unknown_chapter_lists_those_that_there_are(root):
    with pytest.raises(click.ClickException, match="'0' fits 2 chapters; say one of: 04a_derivatives, 05a_scalar"):
        progress.tick("0", root=root)


def test_a_check_keeps_which_questions_have_all_their_points(root):
    progress.record(RESULT, root)
    assert said(root)["05_autograd"] == "1 of 2 questions right"
    progress.record({**RESULT, "questions": RESULT["questions"][:1]}, root)
    assert said(root)["05_autograd"] == "done"


def test_progress_is_one_file_below_my(root):
    progress.record(RESULT, root)
    before = {path.relative_to(root).as_posix() for path in root.rglob("*.json*")}
    assert before == {"my/progress.json"}
    assert json.loads((root / "my" / "progress.json").read_text())["questions"]["05_autograd"]["vjp"] == [1, 2]


@pytest.mark.parametrize(
    "bad", ["", "{", "[]", '{"chapters": 3, "questions": {}}', '{"chapters": [], "questions": {"a": {"b": 1}}}']
)
def test_a_file_that_cannot_be_read_is_put_aside(root, bad):
    path = root / "my" / "progress.json"
    path.write_text(bad)
    assert progress.load(root) == Progress()
    assert path.with_suffix(".json.broken").read_text() == bad
    progress.tick("05a", root=root)
    assert progress.load(root).chapters == ["05a_scalar"]


def test_a_copy_that_is_no_notebook_any_more_is_not_begun(root):
    (root / "my" / "notebooks" / "04a_derivatives.ipynb").write_text("mine")
    assert said(root)["04a_derivatives"] == ""


def test_the_table_counts_what_is_done(root):
    assert progress.show(root).text.splitlines()[-1] == "1 of 3 done. Kept in my/progress.json, on this machine alone."


def test_the_start_page_shows_it_and_keeps_what_the_reader_wrote(root):
    start = root / "my" / "START.ipynb"
    learner.write_start(root, start)
    notebook = nbformat.read(start, as_version=4)
    notebook.cells[0].source = "my own words"
    nbformat.write(notebook, start)
    progress.tick("04a", root=root)
    learner.show_progress(root, start)
    shown = nbformat.read(start, as_version=4)
    assert shown.cells[0].source == "my own words"
    (cell,) = [c for c in shown.cells if c.id == "start-progress"]
    assert "2 of 3 done" in cell.outputs[0].data["text/plain"]


def test_a_check_grades_with_the_autograder_and_keeps_its_points(root, monkeypatch):
    def grade(command: list[str], **_: object) -> SimpleNamespace:
        Path(command[command.index("--json") + 1]).write_text(json.dumps(RESULT))
        return SimpleNamespace(returncode=1)

    monkeypatch.setattr(progress.subprocess, "run", grade)
    assert progress.check(root / "my" / "exercises" / "05_autograd" / "05_autograd.ipynb", root) == 1
    assert said(root)["05_autograd"] == "1 of 2 questions right"


def test_a_check_that_could_not_run_keeps_what_was_known(root, monkeypatch):
    progress.record(RESULT, root)
    monkeypatch.setattr(progress.subprocess, "run", lambda command, **_: SimpleNamespace(returncode=2))
    assert progress.check(root / "gone.ipynb", root) == 2
    assert said(root)["05_autograd"] == "1 of 2 questions right"
