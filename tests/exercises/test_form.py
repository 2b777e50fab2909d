"""Every assignment has the form that the book promises: questions, hints, marks, wrong answers, a clean release."""

import ast
import re

import pytest

from autograder.contract import bound, contract_problems
from autograder.course import ANSWER, LOCKED, MANUAL, TEST, TEXT, Cell, Notebook

from .conftest import COURSE, NOTEBOOKS, TESTED, WRONG, name

QUESTIONS = [(n, q) for n in NOTEBOOKS for q in n.questions]
MARKED = [(n, q) for n, q in QUESTIONS if q.manual]


def statement(notebook: Notebook, question: str) -> str:
    """The text cells between the cell before and the question's answer cell."""
    place = next(i for i, c in enumerate(notebook.cells) if c.grade_id == question)
    texts = []
    for cell in reversed(notebook.cells[:place]):
        if cell.kind not in (TEXT, LOCKED):
            break
        texts.append(cell.source if cell.kind == TEXT else "")
    return "\n\n".join(reversed(texts))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_an_assignment_has_six_to_ten_questions_one_of_them_for_a_human(notebook):
    assert 6 <= len(notebook.questions) <= 10
    assert any(q.manual for q in notebook.questions)
    assert notebook.path.stem == notebook.assignment


@pytest.mark.parametrize(("notebook", "question"), QUESTIONS, ids=name)
def test_a_question_says_its_use_difficulty_and_minutes(notebook, question):
    assert question.use in ("practice", "graded")
    assert question.difficulty in ("easy", "medium", "hard")
    assert 1 <= question.minutes <= 60
    assert question.points > 0


@pytest.mark.parametrize(("notebook", "question"), QUESTIONS, ids=name)
def test_a_question_has_a_ladder_of_three_hints(notebook, question):
    text = statement(notebook, question.id)
    assert text.count("<details>") == text.count("</details>") == 3
    assert re.findall(r"<summary>(.*?)</summary>", text) == ["Hint 1", "Hint 2", "Hint 3"]


@pytest.mark.parametrize(("notebook", "question"), TESTED, ids=name)
def test_a_question_has_visible_and_hidden_tests_named_after_it(notebook, question):
    tests = [c for c in notebook.cells if c.kind == TEST and c.question == question.id]
    assert tests
    assert all(c.grade_id.startswith(f"test_{question.id}") for c in tests)
    assert all(c.stub.strip() for c in tests)
    assert any("### BEGIN HIDDEN TESTS" in c.source for c in tests)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_test_cells_keep_the_contract(notebook):
    assert contract_problems(notebook) == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_probes_are_locked_carry_no_points_and_are_used(notebook):
    tests = "\n".join(c.source for c in notebook.cells if c.kind == TEST)
    for cell in notebook.cells:
        if cell.grade_id.startswith("probe_"):
            assert (cell.kind, cell.points) == (LOCKED, 0)
            assert cell.grade_id in bound(cell.source)
            assert f"{cell.grade_id}(" in tests


@pytest.mark.parametrize(("notebook", "question"), MARKED, ids=name)
def test_what_a_human_marks_has_a_rubric_and_three_marked_samples(notebook, question):
    assert question.id.startswith("explain_")
    points = re.findall(r"^\d+\. ", question.rubric, re.M)
    assert len(points) == question.points
    (cell,) = (c for c in notebook.cells if c.kind == MANUAL and c.grade_id == question.id)
    marks = [(int(a), int(b)) for a, b in re.findall(r"\*(\d+) of (\d+)\.?\*", cell.source)]
    assert len(marks) == 3
    assert {b for _, b in marks} == {question.points}
    assert len({a for a, _ in marks}) == 3


@pytest.mark.parametrize(("notebook", "wrong"), WRONG, ids=name)
def test_a_wrong_answer_is_a_misconception_in_one_sentence_and_code_that_parses(notebook, wrong):
    assert re.fullmatch(r"[A-Z].{10,240}\.", wrong.sentence)
    assert "!" not in wrong.sentence
    ast.parse(wrong.source)
    (answer,) = (c for c in notebook.cells if c.kind == ANSWER and c.grade_id == wrong.question)
    assert bound(answer.source) & bound(wrong.source)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_every_file_of_wrong_answers_belongs_to_a_question(notebook):
    files = {p.stem for p in (COURSE.root / "wrong_answers" / notebook.assignment).glob("*.py")}
    assert files == {f"{w.question}__{w.slug}" for w in COURSE.wrong_answers(notebook)}


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_the_release_holds_no_solution_no_hidden_test_and_no_marks(notebook, plain_for):
    import nbformat

    (path,) = (plain_for(notebook).root / "release" / notebook.assignment).glob("*.ipynb")
    text = path.read_text()
    for word in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "Rubric", "Model answer"):
        assert word not in text
    released = {
        c.metadata.nbgrader.grade_id: c.source for c in nbformat.read(path, 4).cells if "nbgrader" in c.metadata
    }
    for cell in notebook.cells:
        if cell.kind in (ANSWER, MANUAL, TEST):
            assert released[cell.grade_id].strip() == cell.stub.strip()
            assert cell.kind == TEST or cell.stub.strip() != cell.source.strip()
            hidden, shown = parts(cell.source)
            assert not {line for line in hidden - shown if line in released[cell.grade_id]}


def parts(source: str) -> tuple[set[str], set[str]]:
    """The lines inside solutions and hidden tests, and those outside."""
    hidden, shown, inside = set(), set(), False
    for line in map(str.strip, source.splitlines()):
        if "### BEGIN" in line or "### END" in line:
            inside = "BEGIN" in line
        elif len(line) > 8:
            (hidden if inside else shown).add(line)
    return hidden, shown


def notebook_with(test: str) -> Notebook:
    """A notebook with a class and a function of the student's, and this test."""
    cells = (
        Cell("a", "q", ANSWER, True, "class Value:\n    pass\n\ndef f(x):\n    return x", 0, "q", {}),
        Cell("b", "probe_q", LOCKED, True, "def probe_q(x):\n    return f(x)", 0, "", {}),
        Cell("c", "test_q", TEST, True, test, 1, "q", {}),
    )
    return Notebook(COURSE.root / "source" / "x" / "x.ipynb", cells)


FORBIDDEN = {
    "source": "import inspect\nassert 'for' not in inspect.getsource(f)",
    "type of a student's object": "assert isinstance(f(1), Value)",
    "type through a tuple": "assert isinstance(f(1), (int, Value))",
    "patched module": "import numpy as np\nnp.sum = None",
    "patched function of the student's": "f.calls = 0",
    "patched by setattr": "setattr(f, 'calls', 0)",
    "global state": "def g():\n    global n\n    n = 1",
    "module table": "import sys\nsys.modules['numpy'] = None",
    "namespace": "globals()['f'](1)",
    "code object": "assert f.__code__.co_argcount == 1",
    "an exception class of the student's": "try:\n    f(1)\nexcept Value:\n    pass",
}


@pytest.mark.parametrize("test", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_lint_of_the_contract_objects_to(test):
    assert len(contract_problems(notebook_with(test))) >= 1


def test_the_lint_of_the_contract_lets_honest_tests_pass():
    honest = "v = Value()\nv.n = 1\nassert isinstance(f(1), (int, float)) and probe_q(2) == 2\ntry:\n    f(0)\n"
    assert contract_problems(notebook_with(honest + "except Exception as e:\n    assert 'x' in str(e)")) == []
