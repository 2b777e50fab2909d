"""`autograder grade` as it is typed: on a terminal, interrupted, misspelt, and beside others who use the course."""

import json
import os
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder import isolation
from autograder.cli import main
from autograder.course import Course
from autograder.grading import Grading
from autograder.sandbox import SEALED
from autograder.warden import descendants

from .graded_course import WRONG_MEAN, grade, hand_in, scores, total
from .test_isolation import HERE, MISSING

SLOW = "import time\ntime.sleep(0.5)\ndef mean(n):\n    return sum(n) / len(n)"


def on_a_terminal(root, *words):
    """What a terminal of 160 columns receives, and the exit status."""
    keyboard, screen = pty.openpty()
    env = {**os.environ, "COLUMNS": "160", "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "autograder", "grade", "01", *words]
    with subprocess.Popen(command, cwd=root, stdin=screen, stdout=screen, stderr=screen, env=env) as run:
        os.close(screen)
        seen = b""
        while True:
            try:
                seen += os.read(keyboard, 1 << 16)
            except OSError:  # nobody writes to it any more
                break
    os.close(keyboard)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode()), run.returncode


def test_a_terminal_shows_rate_and_time_left_and_then_a_table_with_the_next_step(root):
    for student in ("ada", "bob", "cai"):
        hand_in(root, student, mean=SLOW)
    hand_in(root, "eve").write_text("junk")
    said, status = on_a_terminal(root, "--workers", "1")  # in the course's folder: no --course
    assert status == 1
    going = [line for line in re.split(r"[\r\n]+", said) if "grading 01_small" in line]
    assert any(re.search(r"[1-3]/4 +\d+/min +0:00:\d\d", line) for line in going), going
    table = said[said.index("student ") :].splitlines()
    assert table[0].split() == ["student", "state", "points", "why,", "and", "what", "to", "do"]
    assert [line.split()[:2] for line in table[1:5]] == [[s, "graded"] for s in ("ada", "bob", "cai")] + [
        ["eve", "needs-human"]
    ]
    assert "10 / 10" in table[1]
    assert "not a notebook" in table[4]
    assert "mark it in formgrader" in " ".join(table[4:])
    assert "3 graded, 1 needs-human, 0 failed (0 unchanged)" in said
    assert "[1/4]" not in said


def test_json_has_these_fields_and_no_others(root, tmp_path):
    hand_in(root, "ada")
    hand_in(root, "eve").write_text("junk")
    result = grade(root, "--json", "-")
    assert [list(told) for told in json.loads(result.stdout)] == [
        ["student", "state", "reason", "score", "max_score", "seconds", "isolation", "questions"]
    ] * 2
    assert "/2] ada: graded, 10 of 10" in result.stderr
    result = grade(root, "--json", str(tmp_path / "no" / "such.json"))
    assert result.exit_code == 2
    assert "No such file" in result.stderr


@pytest.mark.parametrize(
    ("words", "answer", "said"),
    [
        (("--timeout", "2"), "while True:\n    pass", "took more than 2 s"),
        (("--memory", "1024"), 'x = b"x" * (2 << 30)', "held more than 1024 MB of memory|MemoryError"),
    ],
)
def test_a_limit_that_was_typed_holds(root, words, answer, said):
    hand_in(root, "ada", mean=answer)
    assert grade(root, *words).exit_code == 0
    assert total(scores(root)["ada"]) <= 7
    assert re.search(said, (root / "autograded" / "ada" / "01_small" / "01_small.ipynb").read_text())


def test_ctrl_c_is_one_line_and_loses_nothing(root):
    for number in range(6):
        hand_in(root, f"s{number}", mean=SLOW)
    command = [sys.executable, "-m", "autograder", "grade", "01", "--course", str(root), "--workers", "1"]
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background inherit a deaf ear
    try:
        run = subprocess.Popen(command, start_new_session=True, **told)
    finally:
        signal.signal(signal.SIGINT, heard)
    with run:
        assert run.stdout.readline().startswith("[1/6]")
        started = descendants(run.pid)
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to all of its group
        _, said = run.communicate(timeout=60)
    assert run.returncode == 130, said
    assert re.fullmatch(r"autograder: stopped with \d done, which are kept; the same command does the rest\n", said)
    until = time.monotonic() + 20
    while alive := [pid for pid in started if Path(f"/proc/{pid}/exe").exists()]:
        assert time.monotonic() < until, alive
        time.sleep(0.05)
    kept = scores(root)
    assert 1 <= len(kept) < 6
    assert all(total(grades) == 10 for grades in kept.values())
    assert f"({len(kept)} unchanged)" in grade(root).output


def no_course(root):
    (root / "nbgrader_config.py").unlink()


def no_source(root):
    shutil.rmtree(root / "source")


def no_gradebook(root):
    (root / "gradebook.db").write_text("This is no database, but a text that somebody put there. " * 100)


def nobody(root):
    shutil.rmtree(root / "submitted")


def no_place(root):
    (root / "autograded").write_text("a file")


def set_up(root, line):
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(f"{line}\n")


def renamed(root):
    set_up(root, 'c.CourseDirectory.submitted_directory = "Abgaben"')
    set_up(root, 'c.CourseDirectory.autograded_directory = "autograded"')


def restructured(root):
    set_up(root, 'c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"')


def misspelt(root):
    set_up(root, "c.Execute.timeout = (")


def as_it_is(root):
    pass


@pytest.mark.parametrize(
    ("harm", "words", "said"),
    [
        (no_course, ("01",), "no course at or above {root}: want a folder with nbgrader_config.py and source/"),
        (no_source, ("01",), "no course at or above {root}: want a folder with nbgrader_config.py and source/"),
        (as_it_is, ("07",), "no assignment '07' in {root}, want one of: 01_small"),
        (
            as_it_is,
            ("01", "--student", "adda"),
            "no submission of adda: want {root}/submitted/STUDENT/01_small/; did",
        ),
        (as_it_is, ("01", "--timeout", "0"), "Invalid value for '--timeout': 0.0 is not in the range"),
        (as_it_is, ("01", "--memory", "0"), "Invalid value for '--memory': 0 is not in the range"),
        (renamed, ("01",), "{root}/nbgrader_config.py sets submitted_directory = 'Abgaben', want 'submitted'; "),
        (restructured, ("01",), "{root}/nbgrader_config.py sets directory_structure = '{{nbgrader_step}}/{{assignme"),
        (misspelt, ("01",), "{root}/nbgrader_config.py cannot be read: SyntaxError: "),
        (nobody, ("01",), "nobody handed anything in: want {root}/submitted/STUDENT/01_small/"),
        (
            no_gradebook,
            ("01",),
            "the gradebook of {root} cannot be read: file is not a database; mend that and run this again",
        ),
        (no_place, ("01",), "the grade of ada cannot be kept: [Errno "),
    ],
)
def test_what_a_teacher_can_do_wrong_is_one_line_that_says_what_to_do(root, harm, words, said):
    hand_in(root, "ada")
    harm(root)
    result = CliRunner().invoke(main, ["grade", *words, "--course", str(root)])
    assert result.exit_code == 2, result.output
    assert said.format(root=root) in result.stderr
    assert result.stderr.startswith("Usage: ") or result.stderr.count("\n") == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "words", [("grade", "01"), ("explain", "ada", "01"), ("check", "01"), ("try", "01"), ("demo", "01"), ("doctor",)]
)
def test_ctrl_c_is_no_verdict_whenever_it_comes(root, monkeypatch, words):
    def pressed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Course, "find", pressed)
    monkeypatch.setattr(isolation, "best", pressed)
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 130
    assert result.stderr.startswith("autograder: stopped")
    assert result.stderr.count("\n") == 1


@pytest.mark.skipif(SEALED not in HERE, reason=MISSING)
def test_what_was_installed_for_one_user_can_be_sealed():
    sites = [p for p in sys.path if Path(p).name == "site-packages"]
    python = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    command = [Path(sys.base_prefix) / "bin" / python, "-m", "autograder", "doctor"]
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:  # a submission's own folder covers /tmp
        own = Path(folder) / ".local" / "lib" / python / "site-packages"
        own.mkdir(parents=True)
        (own / "installed.pth").write_text("\n".join([str(Path(isolation.__file__).parents[1]), *sites]))
        env = {"PATH": os.environ["PATH"], "HOME": folder}
        done = subprocess.run(command, cwd="/", env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_somebody_who_reads_the_gradebook_is_no_hindrance_and_one_who_holds_it_is_one_line(root):
    hand_in(root, "ada")
    grade(root)
    hand_in(root, "bob", mean=WRONG_MEAN)
    with sqlite3.connect(root / "gradebook.db") as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM grade").fetchone()
        assert "bob: graded, 7 of 10" in grade(root).output
    hand_in(root, "bob")
    other.execute("BEGIN IMMEDIATE")
    result = grade(root)
    assert result.exit_code == 2
    assert "the grade of bob cannot be kept: database is locked; mend that and run this again" in result.stderr
    assert result.stderr.count("\n") == 1
    other.rollback()
    assert "bob: graded, 10 of 10" in grade(root).output
    assert total(scores(root)["bob"]) == 10


def test_a_submission_that_vanishes_stops_nobody_and_one_that_appears_is_next(root, monkeypatch):
    for student in ("ada", "bob"):
        hand_in(root, student)
    whole = Grading.run

    def meanwhile(self, students):
        shutil.rmtree(root / "submitted" / "ada")
        hand_in(root, "zoe")
        yield from whole(self, students)

    monkeypatch.setattr(Grading, "run", meanwhile)
    result = grade(root)
    assert result.exit_code == 1
    assert "ada: needs-human, 01_small.ipynb: is not there" in result.output
    assert "bob: graded, 10 of 10" in result.output
    monkeypatch.undo()
    assert "zoe: graded, 10 of 10" in grade(root).output
