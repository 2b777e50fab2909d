"""Whatever is killed, full or torn: the next run ends in the gradebook of a run that nothing disturbed."""

import contextlib
import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder import autograded
from autograder.gradebook import Book
from autograder.warden import descendants

from .graded_course import grade, hand_in, scores

CLASS = {
    "ada": {},
    "bob": {"mean": "def mean(numbers):\n    return sum(numbers)"},
    "cai": {"choices": 'choices = {"A": 3, "B": "yes"}'},
    "dan": {"mean": "import time\ntime.sleep(0.3)\ndef mean(numbers):\n    return 0"},
    "eva": {"clip_all": "import time\ntime.sleep(0.3)"},
}


@pytest.fixture
def class_root(root):
    for student, answers in CLASS.items():
        hand_in(root, student, **answers)
    return root


def kept(root):
    """All that a run leaves, but for clocks."""
    with sqlite3.connect(root / "gradebook.db") as book:
        rows = book.execute("SELECT student, content, outcome FROM autograder_ledger ORDER BY student").fetchall()
    ledger = [(student, content, json.loads(outcome)) for student, content, outcome in rows]
    for _, _, memory in ledger:
        memory["when"] = memory["outcome"]["seconds"] = 0
        for part in memory["parts"].values():
            part["seconds"] = 0
    made = sorted((p.relative_to(root), p.read_text()) for p in (root / "autograded").rglob("*") if p.is_file())
    return ledger, made, scores(root), waiting(root)


def waiting(root):
    """Which grades wait for a human, and what is said about answers."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "small") as book:
        notebooks = [n for s in book.assignment_submissions("01_small") for n in s.notebooks]
        waits = sorted((n.student.id, n.name, g.name, g.needs_manual_grade) for n in notebooks for g in n.grades)
        return waits, sorted((n.student.id, n.name, c.name, str(c.comment)) for n in notebooks for c in n.comments)


@pytest.fixture(scope="module")
def undisturbed(generated, tmp_path_factory):
    import shutil

    calm = Path(shutil.copytree(generated, tmp_path_factory.mktemp("calm") / "course"))
    for student, answers in CLASS.items():
        hand_in(calm, student, **answers)
    assert grade(calm).exit_code == 0
    return kept(calm)


def processes(run, role):
    """Processes of one kind that a run has started: the warm one, its halves, or what those forked."""
    found = []
    for pid in descendants(run.pid):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            name = Path(f"/proc/{pid}/comm").read_text().strip()
        except OSError:
            continue
        if b"autograder.warm" in words and name != "bwrap":
            found += [pid] if name == role or (role == "warm" and name.startswith("python")) else []
    return found


def started(root, graded):
    """A run that has graded so many."""
    words = [sys.executable, "-m", "autograder", "grade", "01", "--course", str(root), "--workers", "2"]
    run = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for _ in range(graded):
        assert run.stdout.readline()
    return run


def wait_for(found):
    until = time.monotonic() + 30
    while not (seen := found()):
        assert time.monotonic() < until
        time.sleep(0.005)
    return seen


@pytest.mark.parametrize("graded", [0, 2, 4])
def test_a_killed_command_is_made_good_by_the_next(class_root, undisturbed, graded):
    run = started(class_root, graded)
    if not graded:
        wait_for(lambda: processes(run, "student"))
    run.kill()
    run.communicate()
    result = grade(class_root)
    assert result.exit_code == 0, result.output
    assert kept(class_root) == undisturbed


@pytest.mark.parametrize("role", ["warm", "warm student", "warm checks", "student", "checks"])
def test_a_killed_process_of_the_graders_is_made_good_by_the_next_run(class_root, undisturbed, role):
    run = started(class_root, 0)
    while run.poll() is None:  # one that is about to end by itself may be hit too late: there are others
        for pid in processes(run, role):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)
    said, _ = run.communicate(timeout=100)
    assert "Traceback" not in said
    assert run.returncode != 0, said
    result = grade(class_root)
    assert result.exit_code == 0, result.output
    assert kept(class_root) == undisturbed


def test_a_full_disk_is_one_line_and_made_good_by_the_next_run(class_root, undisturbed, monkeypatch):
    whole, written = autograded.write, []

    def full(made, path):
        written.append(path)
        if len(written) > 2:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return whole(made, path)

    monkeypatch.setattr(autograded, "write", full)
    result = grade(class_root)
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert result.stderr.count("\n") == 1
    monkeypatch.undo()
    result = grade(class_root)
    assert result.exit_code == 0, result.output
    assert kept(class_root) == undisturbed


def test_a_gradebook_that_cannot_be_written_is_one_line_and_made_good(class_root, undisturbed, monkeypatch):
    def full(*_):
        raise Book.Error("database or disk is full")

    monkeypatch.setattr(Book, "_grades", full)
    result = grade(class_root)
    assert result.exit_code == 2
    assert "database or disk is full" in result.stderr
    monkeypatch.undo()
    result = grade(class_root)
    assert result.exit_code == 0, result.output
    assert kept(class_root) == undisturbed


def test_a_torn_notebook_is_made_again(class_root, undisturbed):
    assert grade(class_root).exit_code == 0
    path = class_root / "autograded" / "bob" / "01_small" / "01_small.ipynb"
    path.write_bytes(path.read_bytes()[:1000])
    (path.parent / ".x.part").write_text("left by a run that was killed")
    assert "(4 unchanged)" in grade(class_root).output
    assert kept(class_root) == undisturbed


def test_a_torn_log_of_the_gradebook_is_made_good(class_root, undisturbed):
    run = started(class_root, 3)
    run.kill()
    run.communicate()
    log = class_root / "gradebook.db-wal"
    log.write_bytes(log.read_bytes()[: log.stat().st_size * 2 // 3])
    result = grade(class_root)
    assert result.exit_code == 0, result.output
    assert kept(class_root) == undisturbed


@pytest.mark.parametrize("workers", ["1", "3"])
def test_the_number_of_workers_and_the_order_change_no_grade(class_root, undisturbed, workers):
    assert grade(class_root, "--student", "eva").exit_code == 0
    assert grade(class_root, "--workers", workers).exit_code == 0
    assert kept(class_root) == undisturbed
