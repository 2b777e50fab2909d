"""What changed decides what runs, and whatever runs, all ends as in a run from nothing."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook

from autograder import grading, plain_nbgrader
from autograder.plain_nbgrader import Plain

from . import small_course
from .conftest import by_id, write
from .graded_course import grade, hand_in
from .test_durability import kept

COUNTS = """calls = []
def mean(numbers):
    calls.append(1)
    print(len(calls))
    return sum(numbers) / len(numbers)"""
USES_THE_COUNT = """def clip_all(lists, low, apply):
    for numbers in lists:
        numbers[:] = [max(n, low) for n in numbers]
    return [apply(n) for numbers in lists for n in numbers] if len(calls) == 5 else []"""
CLASS = {
    "ada": {},
    "bob": {"mean": "def mean(numbers):\n    print('seen')\n    return sum(numbers)", "explain_it": "YOUR ANSWER HERE"},
    "cai": {"mean": COUNTS, "clip_all": USES_THE_COUNT},  # as no test of the course can forbid
}


def test_source(nb):
    cell = by_id(nb, "test_mean")
    cell.source = cell.source.replace("[2, 2, 8]", "[2, 2, 8], [1, 2]")


def locked_cell(nb):
    by_id(nb, "probe_clip_all").source = small_course.PROBE_CLIP.replace("n + 1", "n + 2")


def test_added(nb):
    nb.cells.insert(5, small_course.code("assert mean([5]) == 5", "test_mean_more", 1))


def test_removed(nb):
    nb.cells.remove(by_id(nb, "test_mean_basics"))


def question_renamed(nb):
    by_id(nb, "vec").metadata["nbgrader"]["grade_id"] = "vector"


def points_of_partial_credit(nb):
    by_id(nb, "test_clip_all").metadata["nbgrader"]["points"] = 6


def points(nb):
    for name, worth in (("test_mean_basics", 3), ("test_mean", 1), ("test_vec", 0), ("explain_it", 4)):
        by_id(nb, name).metadata["nbgrader"]["points"] = worth


def text(nb):
    nb.cells[0].source = "# Very small things"
    nb.cells.insert(3, new_markdown_cell("Think of the empty list.", id="hint"))


def solution(nb):
    by_id(nb, "explain_it").source += "\n2. And nothing else."


for change in (test_source, test_added, test_removed):
    change.__test__ = False
RUN = [test_source, locked_cell, test_added, test_removed, question_renamed, points_of_partial_credit]
NOTHING_RUNS = [points, text, solution]


@pytest.fixture(scope="module")
def graded(generated, tmp_path_factory):
    """A class that was graded."""
    root = Path(shutil.copytree(generated, tmp_path_factory.mktemp("graded") / "course"))
    for student, answers in CLASS.items():
        hand_in(root, student, **answers)
    hand_in(root, "eve").write_text("junk")
    grade(root)
    return root


def changed(graded, folder, change):
    """A copy of the course in which the author changed something, and another where nothing was graded yet."""
    root = Path(shutil.copytree(graded, folder / "again"))
    source = root / "source" / "01_small" / "01_small.ipynb"
    nb = nbformat.read(source, 4)
    if change is data_file:
        (source.parent / "numbers.txt").write_text("1 2 3")
    else:
        change(nb)
        write(nb, source)
    fresh = Path(shutil.copytree(root, folder / "fresh"))
    shutil.rmtree(fresh / "autograded")
    (fresh / "gradebook.db").unlink()
    generate(fresh)
    return root, fresh


def data_file(nb):
    """Beside the notebook."""


def generate(root):
    Plain(root, "01_small", plain_nbgrader._api(root)).generate()


@pytest.mark.parametrize("change", [*RUN, data_file], ids=lambda change: change.__name__)
def test_whatever_changed_all_ends_as_in_a_run_from_nothing(graded, tmp_path, change):
    root, fresh = changed(graded, tmp_path, change)
    if change in (test_added, test_removed, question_renamed):  # nbgrader adds no cells where something is graded
        result = grade(root)
        assert result.exit_code == 2
        assert "nbgrader db assignment remove 01_small --force" in result.stderr
        assert result.stderr.count("\n") == 1
        with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
            book.remove_assignment("01_small")
    generate(root)
    again = grade(root)
    assert "3 graded, 1 needs-human, 0 failed (0 unchanged)" in again.output, again.output
    grade(fresh)
    assert kept(root) == kept(fresh)


def changes_the_folder(nb):
    test_source(nb)
    by_id(nb, "test_mean").source += "\nopen('left', 'w').close()"


def uses_anothers_name(nb):
    test_source(nb)
    by_id(nb, "test_mean").source += "\nbefore = 1"
    by_id(nb, "test_vec").source += "\nassert before"


@pytest.mark.parametrize(
    ("change", "ada"),
    [
        (test_source, [["mean"]]),
        (changes_the_folder, [["mean"], None]),  # what it leaves, the later tests may see
        (uses_anothers_name, [None]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_changed_test_runs_its_question_where_tests_leave_no_trace(graded, tmp_path, change, ada, monkeypatch):
    root, fresh = changed(graded, tmp_path, change)
    generate(root)
    asked, whole = {}, grading.Engine.grade

    def noted(engine, intake, only=None):
        who = next(s for s in ["cai", "bob", "ada"] if CLASS[s].get("mean", "") in intake.answers["mean"].source)
        asked.setdefault(who, []).append(only)
        return whole(engine, intake, only)

    monkeypatch.setattr(grading.Engine, "grade", noted)
    grade(root)
    assert asked["ada"] == ada
    assert asked["cai"] == [None]  # whose functions count their calls
    grade(fresh)
    assert kept(root) == kept(fresh)


@pytest.mark.parametrize("change", NOTHING_RUNS, ids=lambda change: change.__name__)
def test_what_runs_nothing_is_counted_and_shown_anew(graded, tmp_path, change, monkeypatch):
    root, fresh = changed(graded, tmp_path, change)
    grade(fresh)
    generate(root)
    monkeypatch.setattr(grading, "Engine", None)  # no process can be started
    again = grade(root)
    assert "3 graded, 1 needs-human, 0 failed (3 unchanged)" in again.output, again.output
    assert kept(root) == kept(fresh)
    assert kept(root) != kept(graded)


def test_a_notebook_saved_again_with_other_outputs_runs_nothing(graded, tmp_path, monkeypatch):
    root = Path(shutil.copytree(graded, tmp_path / "again"))
    path = root / "submitted" / "ada" / "01_small" / "01_small.ipynb"
    nb = nbformat.read(path, 4)
    by_id(nb, "mean").outputs = [nbformat.v4.new_output("stream", text="tried")]
    nb.cells.append(new_markdown_cell("I liked this one.", id="liked"))
    write(nb, path)
    monkeypatch.setattr(grading, "Engine", None)
    assert "(4 unchanged)" in grade(root).output
    nb.cells.append(new_code_cell("print(mean([1]))", id="own"))
    write(nb, path)
    monkeypatch.undo()
    said = grade(root).output
    assert "ada: graded, 10 of 10" in said
    assert "(3 unchanged)" in said


def test_one_notebook_of_two_is_run_where_one_changed(graded, tmp_path):
    root = Path(shutil.copytree(graded, tmp_path / "two"))
    second = root / "source" / "01_small" / "02_more.ipynb"
    nb = small_course.notebook()
    del nb.cells[5:]
    write(nb, second)
    for student in CLASS:
        write(nb, root / "submitted" / student / "01_small" / second.name)
    (root / "gradebook.db").unlink()
    generate(root)
    assert "3 graded" in grade(root).output
    by_id(nb, "test_mean").source += "\nassert mean([7]) == 7"
    write(nb, second)
    fresh = Path(shutil.copytree(root, tmp_path / "fresh"))
    (fresh / "gradebook.db").unlink()
    generate(fresh)
    grade(fresh, "--force")
    asked, whole = [], grading.Engine.grade

    def noted(engine, intake, only=None):
        asked.append(engine.notebook.path.name)
        return whole(engine, intake, only)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(grading.Engine, "grade", noted)
        assert "3 graded" in grade(root).output
    assert asked == ["02_more.ipynb"] * 3
    assert kept(root) == kept(fresh)
