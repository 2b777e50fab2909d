"""The command: what a learner and an author see, and the exit status."""

import json

import nbformat
import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.report import clean

from . import small_course
from .conftest import by_id, write


@pytest.fixture
def run(course):
    def go(*words):
        return CliRunner().invoke(main, [*map(str, words), "--course", str(course.root)])

    return go


def copy_with(path, **answers):
    nb = small_course.notebook()
    for name, source in answers.items():
        by_id(nb, name).source = source
    return write(nb, path / "01_small.ipynb")


def test_all_points_is_status_0(run, tmp_path):
    result = run("try", copy_with(tmp_path))
    assert result.exit_code == 0
    assert "10 of 10 points" in result.output
    assert "read by a human" in result.output
    assert "1. Says that it adds." in result.output
    assert "Sample answers" not in result.output
    assert result.output.splitlines()[-1].startswith("Ran ")


def test_a_lost_point_is_status_1_with_its_message_and_its_misconception(run, tmp_path):
    wrong = "def mean(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total"
    result = run("try", copy_with(tmp_path, mean=wrong))
    assert result.exit_code == 1
    assert "0 / 3  failed" in result.output
    assert "mean([1, 2, 3]): expected 2.0, got 6" in result.output
    assert "Looks like: You forget to divide." in result.output
    assert "middle" not in result.output


def test_a_cell_that_does_not_run_is_said_first(run, tmp_path):
    result = run("try", copy_with(tmp_path, mean="def mean(xs):\nreturn 1"))
    said = result.output
    assert result.exit_code == 1
    assert "Your cell stopped with IndentationError: expected an indented block" in said
    assert said.index("Your cell stopped") < said.index("NameError")


def test_an_error_without_a_text_ends_in_no_colon(run, tmp_path):
    result = run("try", copy_with(tmp_path, mean="raise NotImplementedError"))
    assert "Your cell stopped with NotImplementedError\n" in result.output


def test_no_misconception_is_named_where_none_behaves_alike(run, tmp_path):
    result = run("try", copy_with(tmp_path, mean="def mean(xs):\n    return 2.0 if len(xs) == 3 else 17"))
    assert result.exit_code == 1
    assert "Looks like" not in result.output


def test_an_answer_that_agrees_in_the_message_alone_is_not_said_to_look_alike(run, tmp_path):
    for rest in ("5.0", "sum(xs) / len(xs)"):  # the sum at the first visible test only
        wrong = f"def mean(xs):\n    return 6 if xs == [1, 2, 3] else {rest}"
        result = run("try", copy_with(tmp_path, mean=wrong))
        assert "got 6" in result.output
        assert "Looks like" not in result.output


def test_two_wrong_predictions_are_two_misconceptions(run, tmp_path):
    result = run("try", copy_with(tmp_path, choices='choices = {"A": 4, "B": "yes"}'))
    assert "You count from one." in result.output
    assert "You take silence for consent." in result.output


def test_json_holds_the_same(run, tmp_path):
    result = run("try", copy_with(tmp_path, mean="def mean(xs):\n    return sum(xs)"), "--json", "-")
    told = json.loads(result.stdout)
    assert (told["state"], told["score"], told["max_score"]) == ("graded", 7, 10)
    assert told["questions"][0]["looks_like"] == ["You forget to divide."]
    assert told["questions"][-1]["points"] is None


def test_json_in_a_file_takes_nothing_from_the_screen(run, tmp_path):
    told = tmp_path / "told.json"
    result = run("try", copy_with(tmp_path, mean="def mean(xs):\n    return sum(xs)"), "--json", str(told))
    assert "You forget to divide." in result.output
    assert json.loads(told.read_text())["score"] == 7


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("01_small.ipynb", "nonsense", "not a notebook"),
        ("other.ipynb", "{}", "other.ipynb is no exercise"),
        ("absent.ipynb", None, "no notebook"),
    ],
)
def test_what_cannot_be_graded_is_status_2_in_one_line(run, tmp_path, name, text, said):
    if text is not None:
        (tmp_path / name).write_text(text)
    result = run("try", tmp_path / name)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_rival_answer_is_status_2(run, tmp_path):
    nb = small_course.notebook()
    nb.cells.append(by_id(small_course.notebook(), "mean"))
    nb.cells[-1].source = "def mean(xs):\n    return 0"
    nb.cells[-1].id = "another"
    result = run("try", write(nb, tmp_path / "01_small.ipynb"))
    assert result.exit_code == 2
    assert "needs-human" in result.output


def test_a_chapter_number_finds_the_copy_in_my(course, run):
    mine = course.root.parent / "my" / "exercises" / "01_small"
    mine.mkdir(parents=True)
    copy_with(mine, choices='choices = {"A": "?", "B": "?"}')
    result = run("try", "01")
    assert result.exit_code == 1
    assert "8 of 10" in result.output


def test_an_author_is_told_that_the_assignment_is_proved(run):
    result = run("check", "01")
    assert result.exit_code == 0
    assert result.output.count(" ok ") == 4 + len(small_course.WRONG)
    assert " ok  solution, nbgrader's way: 10 of 10\n ok  release, nbgrader's way: 0 of 10\n" in result.output


def test_each_notebook_of_an_assignment_is_named_before_its_proofs(tmp_path):
    root = small_course.build(tmp_path)
    write(small_course.notebook(), root / "source" / "01_small" / "another.ipynb")
    result = CliRunner().invoke(main, ["check", "01", "--course", str(root)])
    said = [line for line in result.output.splitlines() if line.endswith(".ipynb") or " ok  solution" in line]
    proved = (" ok  solution: 10 of 10", " ok  solution, nbgrader's way: 10 of 10")
    assert said == [name for path in ("01_small", "another") for name in (f"{path}.ipynb", *proved)]


def test_an_author_is_told_what_is_not_proved(tmp_path):
    nb = small_course.notebook()
    by_id(nb, "test_vec").source = "assert Vec(1, 2).x == 1"
    by_id(nb, "test_choices").source = "assert choices['B'] != 'yes'"
    root = small_course.build(tmp_path, nb)
    result = CliRunner().invoke(main, ["check", "01", "--course", str(root)])
    assert result.exit_code == 1
    assert "FAIL vec__no_reflection: loses nothing: no test notices it" in result.output
    assert "FAIL release: gets points for nothing: choices 1" in result.output


def test_text_of_a_students_cannot_command_the_terminal():
    hostile = "\x1b[2J\x1b]0;title\x07fine\x08\x00 \u202etxt\x1b[31m red\r\nnext"
    assert clean(hostile) == "fine txt red\nnext"
    assert len(clean("x" * 10_000)) < 2000


def test_hostile_text_in_a_message_arrives_clean(run, tmp_path):
    result = run("try", copy_with(tmp_path, mean="def mean(xs):\n    raise ValueError('\\x1b[2J[red]boo[/red]')"))
    assert "\x1b" not in result.output
    assert "ValueError: [red]boo[/red]" in result.output


def test_the_stored_notebook_is_not_touched(run, tmp_path):
    path = copy_with(tmp_path)
    before = path.read_bytes()
    run("try", path)
    assert path.read_bytes() == before
    assert nbformat.read(path, 4).cells
