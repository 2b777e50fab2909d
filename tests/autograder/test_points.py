"""Points are counted as nbgrader counts them, and the whole way agrees with nbgrader's own."""

import io

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from rich.console import Console

from autograder.checks import earned
from autograder.demo import make_class, run
from autograder.shell import Ran

from . import small_course

ENDINGS = {
    "nothing": None,
    "all": "2.0",
    "part": "0.5",
    "none": "0",
    "word": "'fine'",
    "true": "True",
}


def outputs(text):
    if text is None:
        return []
    return [{"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}, "execution_count": 1}]


@pytest.mark.parametrize("text", ENDINGS.values(), ids=ENDINGS)
def test_partial_credit_is_nbgraders(text):
    from nbgrader.utils import determine_grade

    cell = new_code_cell("", metadata=small_course.nbgrader("test_q", 2))
    cell.outputs = [nbformat.from_dict(o) for o in outputs(text)]
    assert earned(Ran(outputs(text)), 2.0)[0] == determine_grade(cell)[0]


WRONG = ["-1", "array([0, 2])", "array([False,  True])", "tensor([0., 2.])", "array([], dtype=bool)", "np.int64(0)"]
WRONG += ["array([0, 1, ..., 1, 1], shape=(2000,))", "array([1.+0.j])", "array([['', '']], dtype='<U1')"]


@pytest.mark.parametrize("text", WRONG)
def test_an_ending_that_a_wrong_answer_may_cause_earns_nothing(text):
    assert earned(Ran(outputs(text)), 2.0) == (0.0, None)
    for right in ("array([ True,  True])", "np.float64(1.0)", "tensor([1, 2], dtype=torch.int32)"):
        assert earned(Ran(outputs(right)), 2.0) == (1.0, None)


def test_more_points_than_there_are_is_a_fault_of_the_test():
    points, error = earned(Ran(outputs("3")), 2.0)
    assert points == 0
    assert "mend the test" in str(error)


def test_partial_credit_survives_the_way_from_outside(ask):
    record = ask("def f(x):\n    return x", "f(0.25)", "f(0.25);", "print(f(1))\nf(0.5) * 1.0")
    assert [t.points for t in record.question("q").tests] == [0.25, 1, 0.5]


def test_the_class_is_always_the_same_and_holds_all_kinds(course, notebook):
    wrong = course.wrong_answers(notebook)
    first, second = (list(make_class(notebook, wrong, 12)) for _ in range(2))
    assert first == second
    assert [s.note for s in first].count("") == 9
    assert {s.note for s in first} - {""} == {"all right", "stopped half-way", "handed in as released"}
    assert {w.slug for s in first for w in s.holds} == {w.slug for w in wrong}
    assert all(len({w.question for w in s.holds}) == len(s.holds) for s in first)


def test_nbgrader_and_the_outside_give_a_class_the_same_points(course):
    console = Console(file=io.StringIO(), width=140)
    assert run(course, "01_small", 5, console) == 0
    told = console.file.getvalue()
    assert "Both graders agree" in told
    assert told.count("(recognised)") == 4
    assert "not recognised" not in told
    assert not (course.root / "submitted").exists()
    assert not (course.root / "gradebook.db").exists()


def test_a_difference_between_the_graders_is_reported(tmp_path):
    from autograder.course import Course

    nb = small_course.notebook()
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "mean":
            cell.source = cell.source.replace(
                "return sum", "import sys; print('warning', file=sys.stderr)\n    return sum"
            )
    console = Console(file=io.StringIO(), width=140)
    assert run(Course(small_course.build(tmp_path, nb)), "01_small", 1, console) == 1
    assert "mean: nbgrader 0, outside 3 (it wrote to stderr" in console.file.getvalue()
