"""Every assignment's tests are worth their points: from outside, and the plain nbgrader way."""

import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from autograder.course import ANSWER, LOCKED, TEST, Cell, Notebook, WrongAnswer
from autograder.misconceptions import MOST, release, solution
from autograder.prove import concerned, tried, wrong_answer_problem

from .conftest import COURSE, NOTEBOOKS, TESTED, name


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_the_solution_gets_all_points_from_outside(notebook, engine_for):
    record = engine_for(notebook).grade(solution(notebook))
    assert (record.state, record.reason) == ("graded", "")
    assert {q.id: (q.points, q.message) for q in record.questions if not q.manual} == {
        q.id: (q.points, "") for q in notebook.questions if not q.manual
    }


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_the_release_gets_no_point_from_outside(notebook, engine_for):
    record = engine_for(notebook).grade(release(notebook))
    assert record.state == "graded"
    assert {q.id: q.points for q in record.questions if q.points} == {}


@pytest.mark.parametrize(("notebook", "question"), TESTED, ids=name)
def test_three_wrong_answers_lose_points_of_their_question_alone_and_can_be_told_apart(notebook, question, engine_for):
    answers = [w for w in COURSE.wrong_answers(notebook) if w.question == question.id]
    assert len(answers) >= 3
    records = list(tried(engine_for(notebook), answers))
    problems = {w.slug: wrong_answer_problem(w, record) for w, record in zip(answers, records, strict=True)}
    assert {slug: problem for slug, problem in problems.items() if problem} == {}
    alike = Counter(record.question(question.id).signature for record in records)
    assert max(alike.values()) <= MOST  # of more than that none would be named


def test_an_answer_concerns_the_questions_that_use_what_it_binds():
    cells = [("f", ANSWER, "f = 1", "f"), ("", LOCKED, "def g():\n    return f", ""), ("test_f", TEST, "f", "f")]
    cells += [("h", ANSWER, "h = 2", "h"), ("test_h", TEST, "h", "h")]
    cells += [("k", ANSWER, "k = 3", "k"), ("test_k", TEST, "k + g()", "k")]
    made = tuple(Cell(i, i, kind, True, source, 0, question, {}) for i, kind, source, question in cells)
    notebook = Notebook(COURSE.root / "x.ipynb", made)
    assert concerned(notebook, WrongAnswer("f", "", "", "f = 0", COURSE.root)) == {"f", "k"}
    assert concerned(notebook, WrongAnswer("h", "", "", "h = 0", COURSE.root)) == {"h"}
    assert concerned(notebook, WrongAnswer("h", "", "", "f = h = 0", COURSE.root)) == {"f", "h", "k"}


@pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # nbgrader's way with its database
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_nbgraders_own_way_gives_the_solution_everything_and_the_release_nothing(notebook, plain_for):
    plain = plain_for(notebook)
    everything = {q.id: q.points for q in notebook.questions if not q.manual}
    for student, answers, want in (
        ("solved", solution(notebook), everything),
        ("released", release(notebook), dict.fromkeys(everything, 0.0)),
    ):
        plain.submit(student, notebook, answers)
        plain.autograde(student)
        assert plain.scores(student, notebook) == want
    assert plain.to_read("solved", notebook) == [q.id for q in notebook.questions if q.manual]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_nbgraders_validation_passes_the_solution(notebook, plain_for, monkeypatch):
    from nbgrader.validator import Validator

    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    plain = plain_for(notebook)
    path = plain.submit("validated", notebook, solution(notebook))
    assert Validator(config=plain.api.config).validate(str(path)) == {}
