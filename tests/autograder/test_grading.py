"""`autograder grade`: nbgrader's gradebook holds the right grades, whatever was handed in and whatever interrupts."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder import grading, isolation
from autograder.gradebook import Book
from autograder.isolation import Isolation
from autograder.sandbox import UNSAFE

from . import small_course
from .conftest import by_id, write
from .graded_course import WRONG_MEAN, api, grade, hand_in, needs_a_human, scores, total


def test_a_class_is_graded_into_nbgraders_gradebook(root):
    hand_in(root, "ada")
    hand_in(root, "bob", mean=WRONG_MEAN, explain_it="YOUR ANSWER HERE")
    result = grade(root)
    assert result.exit_code == 0, result.output
    assert "2 graded, 0 needs-human, 0 failed" in result.output
    found = scores(root)
    assert (total(found["ada"]), total(found["bob"])) == (10, 7)
    assert (found["ada"]["explain_it"], found["bob"]["explain_it"]) == (None, 0)


def test_the_autograded_notebook_shows_the_answer_its_output_and_each_tests_result(root):
    hand_in(root, "bob", mean=WRONG_MEAN + "\nfrom IPython.display import HTML\nHTML('<script>x</script><b>y</b>')")
    grade(root)
    nb = nbformat.read(root / "autograded" / "bob" / "01_small" / "01_small.ipynb", 4)
    nbformat.validate(nb)
    assert by_id(nb, "mean").source.startswith(WRONG_MEAN)
    assert by_id(nb, "mean").outputs[0].data["text/html"] == "<b>y</b>"
    (said, error) = by_id(nb, "test_mean_basics").outputs
    assert said.text.startswith("seen")
    assert (error.output_type, error.ename) == ("error", "AssertionError")
    assert "HIDDEN" in by_id(nb, "test_mean").source


def test_nbgrader_goes_on_from_there(root):
    hand_in(root, "ada")
    grade(root)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    words = [sys.executable, "-m", "nbgrader", "generate_feedback", "01_small"]
    done = subprocess.run(words, cwd=root, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (root / "feedback" / "ada" / "01_small" / "01_small.html").is_file()


def test_what_did_not_change_is_not_run_again(root, monkeypatch):
    hand_in(root, "ada")
    hand_in(root, "bob")
    grade(root)
    hand_in(root, "bob", mean=WRONG_MEAN)
    result = grade(root)
    assert "ada: graded, unchanged" in result.output
    assert "bob: graded, 7 of 10" in result.output
    assert "(1 unchanged)" in result.output
    monkeypatch.setattr(grading, "Engine", None)  # nothing to run: no process is started
    assert "(2 unchanged)" in grade(root).output
    assert total(scores(root)["bob"]) == 7


@pytest.mark.parametrize("change", ["force", "source", "autograded"])
def test_what_a_grade_depends_on_is_run_again(root, change):
    hand_in(root, "ada")
    grade(root)
    if change == "source":
        path = root / "source" / "01_small" / "01_small.ipynb"
        path.write_text(path.read_text().replace("expected no, got", "no expected, got"))
    elif change == "autograded":
        (root / "autograded" / "ada" / "01_small" / "01_small.ipynb").unlink()
    assert "(0 unchanged)" in grade(root, *["--force"] * (change == "force")).output


def test_a_submission_that_cannot_be_graded_says_why_and_stops_nobody(root, tmp_path):
    hand_in(root, "ada")
    hand_in(root, "eve").write_text("junk")
    rival = small_course.notebook()
    rival.cells.append(nbformat.from_dict({**by_id(small_course.notebook(), "mean"), "id": "z"}))
    rival.cells[-1].source = "def mean(n):\n    return 0"
    write(rival, hand_in(root, "rob"))
    path = hand_in(root, "lin")
    path.unlink()
    path.symlink_to(root / "source" / "01_small" / "01_small.ipynb")
    result = grade(root, "--json", str(tmp_path / "told.json"))
    assert result.exit_code == 1
    told = {o["student"]: o for o in json.loads((tmp_path / "told.json").read_text())}
    assert {s: o["state"] for s, o in told.items()} == {
        "ada": "graded",
        "eve": "needs-human",
        "lin": "needs-human",
        "rob": "needs-human",
    }
    assert "not a notebook" in told["eve"]["reason"]
    assert "link" in told["lin"]["reason"]
    assert "different cells claim" in told["rob"]["reason"]
    found = scores(root)
    assert total(found["ada"]) == 10
    assert all(needs_a_human(root, student) for student in ("eve", "lin", "rob"))


def test_a_teacher_sees_in_formgrader_why_a_submission_is_not_graded(root):
    hand_in(root, "ada")
    grade(root)
    hand_in(root, "ada").write_text("junk")
    assert grade(root).exit_code == 1
    assert needs_a_human(root, "ada")
    (about,) = [s for s in api(root).get_submissions("01_small") if s["student"] == "ada"]
    assert (about["autograded"], about["needs_manual_grade"], about["score"]) == (True, True, 0)
    first = nbformat.read(root / "autograded" / "ada" / "01_small" / "01_small.ipynb", 4).cells[0]
    assert first.source == "# This submission is not graded."
    assert first.outputs[0].text.startswith("needs-human: 01_small.ipynb: not a notebook")
    assert "mark it in formgrader" in first.outputs[0].text


def test_a_time_of_handing_in_that_changes_is_written_and_one_that_is_none_needs_a_human(root, monkeypatch):
    stamp = hand_in(root, "ada").with_name("timestamp.txt")
    grade(root)
    monkeypatch.setattr(grading, "Engine", None)  # nothing has to run
    stamp.write_text("2026-02-03 15:06:00 UTC\n")
    assert "(1 unchanged)" in grade(root).output
    assert [s["timestamp"] for s in api(root).get_submissions("01_small")] == ["2026-02-03T15:06:00"]
    stamp.write_text("soon")
    result = grade(root)
    assert result.exit_code == 1
    assert "needs-human, timestamp.txt: 'soon' is no time" in result.output


def test_what_a_teacher_removed_from_the_gradebook_is_graded_again(root):
    hand_in(root, "ada")
    grade(root)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
        book.remove_submission("01_small", "ada")
    assert "(0 unchanged)" in grade(root).output
    assert total(scores(root)["ada"]) == 10


def test_a_fault_of_the_graders_is_no_zero_and_is_tried_again(root, monkeypatch):
    hand_in(root, "ada")
    whole = grading.Engine.grade
    monkeypatch.setattr(grading.Engine, "grade", lambda *_: 1 / 0)
    result = grade(root)
    assert result.exit_code == 1
    assert "failed, the grader itself failed: ZeroDivisionError" in result.output
    assert set(scores(root)["ada"].values()) == {None}
    assert needs_a_human(root, "ada")
    monkeypatch.setattr(grading.Engine, "grade", whole)
    assert grade(root).exit_code == 0
    assert total(scores(root)["ada"]) == 10


def test_a_grade_is_written_whole_or_not_at_all(root, monkeypatch):
    hand_in(root, "ada")
    monkeypatch.setattr(Book, "_grades", lambda *_: 1 / 0)
    assert isinstance(grade(root).exception, ZeroDivisionError)
    assert scores(root) == {}
    monkeypatch.undo()
    grade(root)
    assert total(scores(root)["ada"]) == 10


def test_a_killed_run_is_finished_by_the_next(root):
    for number in range(6):
        hand_in(root, f"s{number}", mean=f"import time\ntime.sleep(0.4)\ndef mean(n):\n    return {number + 100}")
    words = [sys.executable, "-m", "autograder", "grade", "01", "--course", str(root), "--workers", "1"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as run:
        while "s1" not in run.stdout.readline():
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
    kept = scores(root)
    assert 2 <= len(kept) < 6
    result = grade(root)
    assert result.exit_code == 0
    assert f"{len(kept)} unchanged" in result.output or f"{len(kept) + 1} unchanged" in result.output
    assert {s: total(g) for s, g in scores(root).items()} == {f"s{n}": 7 for n in range(6)}


def test_marking_by_hand_in_formgrader_survives_the_next_runs(root):
    path = hand_in(root, "ada")
    hand_in(root, "bob")
    grade(root)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
        mark = book.find_grade("explain_it", "01_small", "01_small", "ada")
        assert mark.needs_manual_grade
        mark.manual_score, mark.extra_credit, mark.needs_manual_grade = 0.5, 0.25, False  # as formgrader does
        book.find_comment("explain_it", "01_small", "01_small", "ada").manual_comment = "Why?"
        book.db.commit()

    def marked():
        with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
            mark = book.find_grade("explain_it", "01_small", "01_small", "ada")
            said = book.find_comment("explain_it", "01_small", "01_small", "ada").comment
            return mark.score, mark.needs_manual_grade, said

    assert "(2 unchanged)" in grade(root).output
    assert marked() == (0.75, False, "Why?")
    source = root / "source" / "01_small" / "01_small.ipynb"
    source.write_text(source.read_text().replace("# Small things", "# Few things"))
    assert "(2 unchanged)" in grade(root).output
    assert marked() == (0.75, False, "Why?")  # the same answer: the mark holds
    path.write_text(path.read_text().replace("It adds.", "It adds up."))
    assert "(2 unchanged)" in grade(root).output  # no code changed
    assert marked() == (0.75, True, "Why?")  # another answer: kept, and to be looked at again


def test_a_manual_mark_stays_and_is_looked_at_again(root):
    hand_in(root, "ada")
    grade(root)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
        book.find_grade("test_mean", "01_small", "01_small", "ada").manual_score = 1.5
        book.db.commit()
    grade(root, "--force")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
        kept = book.find_grade("test_mean", "01_small", "01_small", "ada")
        assert (kept.manual_score, kept.auto_score, kept.needs_manual_grade) == (1.5, 2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--student", "zoe"), "no submission of zoe"), ((), "nobody handed anything in")],
)
def test_what_is_not_there_is_status_2_in_one_line(root, words, said):
    result = grade(root, *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_assignment_that_was_not_generated_is_status_2_with_its_cure(root):
    hand_in(root, "ada")
    (root / "gradebook.db").unlink()
    result = grade(root)
    assert result.exit_code == 2
    assert "run: nbgrader generate_assignment 01_small" in result.stderr


def test_nobody_is_graded_without_isolation_unless_unsafe_is_typed(root, monkeypatch):
    hand_in(root, "ada")
    monkeypatch.setattr(grading, "best", lambda: Isolation(UNSAFE, ("sealed: no",)))
    result = grade(root)
    assert result.exit_code == 2
    assert "--unsafe" in result.stderr
    assert scores(root) == {}
    assert grade(root, "--unsafe").exit_code == 0
    assert isolation.best().level  # the machine's own is untouched


def test_only_the_students_that_were_asked_for_are_graded(root):
    hand_in(root, "ada")
    hand_in(root, "bob")
    grade(root, "--student", "bob")
    assert list(scores(root)) == ["bob"]
