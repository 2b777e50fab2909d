"""`autograder explain`: a grade, and every reason for it."""

import json

import nbformat
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.course import ANSWER, TEST, Cell, Notebook
from autograder.engine import Engine
from autograder.intake import Answer, Intake

from .conftest import by_id, write
from .graded_course import grade, hand_in

SUM = "def mean(numbers):\n    return sum(numbers)"


@pytest.fixture
def course_root(root):
    answers = root / "wrong_answers" / "01_small"
    answers.mkdir(parents=True)
    (answers / "mean__sum.py").write_text(f'"""You forget to divide."""\n\n{SUM}\n')
    hand_in(root, "bob", mean=SUM, explain_it="YOUR ANSWER HERE")
    grade(root)
    return root


def explain(root, *words):
    return CliRunner().invoke(main, ["explain", *words, "01", "--course", str(root)])


def test_every_reason_for_a_grade_is_shown(course_root):
    with Gradebook(f"sqlite:///{course_root / 'gradebook.db'}", "small") as book:
        book.find_grade("test_mean", "01_small", "01_small", "bob").manual_score = 1.5
        book.db.commit()
    result = explain(course_root, "bob")
    said = " ".join(result.output.split())
    assert result.exit_code == 0, result.output
    assert "bob, 01_small: graded, 7 of 10 from tests" in said
    assert "the submission is the same since" in said
    assert "mean([1, 2, 3]): expected 2.0, got 6" in said
    assert "looks like: You forget to divide." in said
    assert "1.5" in said
    assert "the answer is as released" in said


def test_what_is_not_graded_is_not_said_to_be(course_root):
    hand_in(course_root, "eve").write_text("junk")
    grade(course_root)
    result = explain(course_root, "eve")
    assert result.exit_code == 1
    assert "eve, 01_small: needs-human" in result.output
    assert "\nlooked at 20" in result.output
    assert "graded 20" not in result.output


def test_an_error_without_a_text_ends_in_no_colon(course_root):
    hand_in(course_root, "lin", mean="def mean(numbers):\n    raise NotImplementedError")
    grade(course_root)
    assert "NotImplementedError" in (said := explain(course_root, "lin").output)
    assert "NotImplementedError:" not in said


def test_the_same_as_json(course_root):
    told = json.loads(explain(course_root, "bob", "--json", "-").stdout)
    (mean, *_) = told["questions"]
    assert (told["state"], told["score"], told["changed_since"]) == ("graded", 7, False)
    assert mean["looks_like"] == ["You forget to divide."]
    assert mean["tests"][0]["message"] == "mean([1, 2, 3]): expected 2.0, got 6"
    assert told["gradebook"]["test_mean"]["auto_score"] == 0
    assert len(told["content"]) == 64
    assert told["when"][:2] == "20"
    assert told["isolation"]


def test_what_was_handed_in_since_is_said_and_not_explained(course_root):
    hand_in(course_root, "bob")
    assert "what is handed in now is another" in " ".join(explain(course_root, "bob").output.split())


def test_what_needs_a_human_says_why_and_is_status_1(course_root):
    hand_in(course_root, "eve").write_text("junk")
    grade(course_root, "--student", "eve")
    result = explain(course_root, "eve")
    assert result.exit_code == 1
    assert "because 01_small.ipynb: not a notebook" in result.output


def test_nothing_remembered_is_status_2_with_its_cure(course_root):
    hand_in(course_root, "zoe")
    result = explain(course_root, "zoe")
    assert result.exit_code == 2
    assert "run: autograder grade 01_small --student zoe" in result.stderr


def test_a_test_that_ran_inside_is_flagged_wherever_its_grade_is_read(course_root):
    source = course_root / "source" / "01_small" / "01_small.ipynb"
    nb = nbformat.read(source, 4)
    by_id(nb, "test_vec").metadata["inside"] = True
    write(nb, source)
    told = json.loads(grade(course_root, "--json", "-").stdout)
    assert [t["test"] for q in told[0]["questions"] for t in q["tests"] if t["inside"]] == ["test_vec"]
    flag = "test_vec: this test ran inside the student's process, whose code could have changed its result."
    with Gradebook(f"sqlite:///{course_root / 'gradebook.db'}", "small") as book:  # what formgrader and feedback show
        submission = book.find_submission_notebook("01_small", "01_small", "bob")
        said = {comment.name: comment.comment for comment in submission.comments}
    assert said == {"mean": None, "vec": flag, "clip_all": None, "choices": None, "explain_it": "No response."}
    shown = nbformat.read(course_root / "autograded" / "bob" / "01_small" / "01_small.ipynb", 4)
    assert "[this test ran inside the student's process" in by_id(shown, "test_vec").outputs[0].text
    assert "inside the student's process" in " ".join(explain(course_root, "bob").output.split())


def inside(path, test):
    cells = (
        Cell("a", "q", ANSWER, True, "def f(x):\n    return x", 0.0, "q", {}),
        Cell("b", "test_q", TEST, True, test, 2.0, "q", {"inside": True}),
    )
    return Notebook(path, cells)


@pytest.mark.parametrize(
    ("test", "points"),
    [
        ("import inspect\nassert 'return x' in inspect.getsource(f)", 2),
        ("assert isinstance(f, type)", 0),
        ("0.5", 0.5),
    ],
)
def test_a_test_that_is_marked_inside_runs_there_and_is_flagged(notebook, test, points):
    with Engine(inside(notebook.path, test)) as engine:
        record = engine.grade(Intake({"q": Answer("q", "def f(x):\n    return x", "answered")}, {}))
    (result,) = record.question("q").tests
    assert (result.points, result.inside) == (points, True)
    assert "could have changed its result" in record.outputs["test_q"][0]["text"]
