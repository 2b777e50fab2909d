"""Courses and machines that are a little other than usual: each is graded, or one line says what to do."""

import os
import signal
import sqlite3
import subprocess
import sys

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from autograder import grading
from autograder.cli import main
from autograder.course import Course

from .graded_course import grade, hand_in


def set_up(root, line):
    """Add a line to the course's configuration."""
    path = root / "nbgrader_config.py"
    path.write_text(f"{path.read_text()}{line}\n")


JUNK = ["junk", "[]", '{"parts": {"01_small.ipynb": {"ran": "old"}}}']


@pytest.mark.parametrize("outcome", JUNK)
def test_what_is_remembered_in_another_form_is_graded_anew(root, outcome):
    hand_in(root, "ada")
    grade(root)
    with sqlite3.connect(root / "gradebook.db") as book:
        book.execute("UPDATE autograder_ledger SET outcome = ?", (outcome,))
    assert "nothing is remembered" in CliRunner().invoke(main, ["explain", "ada", "01", "--course", str(root)]).stderr
    assert "1 graded, 0 needs-human, 0 failed (0 unchanged)" in grade(root).output


def test_a_gradebook_that_lies_beside_the_configuration_is_found_from_anywhere(root, tmp_path, monkeypatch):
    set_up(root, 'c.CourseDirectory.db_url = "sqlite:///gradebook.db"')
    hand_in(root, "ada")
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert "ada: graded, 10 of 10" in grade(root).output
    assert sorted(tmp_path.iterdir()) == before


def test_a_missing_notebook_is_told_from_a_link(root):
    path = hand_in(root, "ada")
    path.rename(path.with_name("01_smal.ipynb"))
    hand_in(root, "bob").unlink()
    path = hand_in(root, "cai")
    path.rename(root / "elsewhere.ipynb")
    path.symlink_to(root / "elsewhere.ipynb")
    said = grade(root).output
    for wanted in (
        "01_small.ipynb: is not there, but 01_smal.ipynb",
        "01_small.ipynb: is not there",
        "01_small.ipynb: is a link, which is not followed",
    ):
        assert wanted in " ".join(said.split())


def test_names_as_a_shell_completes_them_and_a_browser_saves_them(root):
    hand_in(root, "ada")
    assert "ada: graded" in CliRunner().invoke(main, ["grade", "01_small/", "--course", str(root)]).output
    assert Course(root).notebook_named("01_small (1)").path.name == "01_small.ipynb"


def test_an_output_that_cannot_be_written_is_one_line(root):
    hand_in(root, "ada")
    command = [sys.executable, "-m", "autograder", "grade", "01", "--course", str(root)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "the output cannot be written: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_while_processes_start_comes_afterwards_and_not_to_them():
    ended = []

    def start():
        with grading._deaf_to_ctrl_c():
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.5)"])
            os.kill(child.pid, signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            ended.append(child.wait())

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run in the background
    try:
        with pytest.raises(KeyboardInterrupt):
            start()
    finally:
        signal.signal(signal.SIGINT, before)
    assert ended == [0]


LATE = """
from nbgrader.plugins import LateSubmissionPlugin
class SubMarks(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        if student_id == "dan":
            raise ValueError("no dan here")
        return {"bob": 1.5, "cai": 99.0}[student_id]
"""


def test_late_submissions_lose_what_nbgraders_plugin_says(root):
    (root / "late_marks.py").write_text(LATE)
    set_up(root, 'c.AssignLatePenalties.plugin_class = "late_marks.SubMarks"')
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
        book.update_or_create_assignment("01_small", duedate="2026-02-03 12:00:00 UTC")
    for student, hour in (("ada", 11), ("bob", 13), ("cai", 14)):
        hand_in(root, student).with_name("timestamp.txt").write_text(f"2026-02-03 {hour}:00:00 UTC")
    assert "3 graded" in grade(root).output
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
        found = {
            s.student_id: n.late_submission_penalty
            for s in book.assignment_submissions("01_small")
            for n in s.notebooks
        }
    assert found == {"ada": None, "bob": 1.5, "cai": 10.0}
    hand_in(root, "dan").with_name("timestamp.txt").write_text("2026-02-03 13:00:00 UTC")
    result = grade(root)
    assert result.exit_code == 2
    assert "the plugin for late submissions fails with dan: ValueError: no dan here" in result.stderr
    set_up(root, 'c.AssignLatePenalties.plugin_class = "nowhere.SubMarks"')
    assert "the plugin for late submissions cannot be had: " in grade(root).stderr


GRADE = """import sys
from autograder.cli import main
try:
    main(["grade", "01", "--course", sys.argv[1]])
finally:
    print("imported:", [m for m in ("lark", "nbgrader.apps", "torch") if m in sys.modules])
"""


def test_a_usual_course_is_graded_without_importing_the_rest_of_nbgrader(root):
    hand_in(root, "ada")
    command = [sys.executable, "-c", GRADE, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "1 graded" in done.stdout, done.stderr
    assert "imported: []" in done.stdout
