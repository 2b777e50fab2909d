"""`autograder grade --scheduler`: a Dask cluster gives the same gradebook, also when its workers die."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from distributed import LocalCluster

from autograder import cluster
from autograder.cli import main
from autograder.cluster import Cluster, Lost
from autograder.course import Course
from autograder.engine import CannotRun
from autograder.grading import Scheduler, cluster_of
from autograder.plain_nbgrader import Plain
from autograder.sandbox import UNSAFE, Limits

from . import small_course
from .graded_course import hand_in, scores, total

WORDS = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None, "silence_logs": 50}


@pytest.fixture(scope="module")
def dask():
    """A scheduler in this process and two workers in their own."""
    with LocalCluster(**WORDS) as local:
        yield local


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generated")
    Plain.copy(Course(small_course.build(tmp_path_factory.mktemp("written"))), "01_small", folder).generate()
    return folder


@pytest.fixture
def submitted(root, tmp_path):
    """A course with eight submissions, one of them not readable."""
    course = Path(shutil.copytree(root, tmp_path / "course"))
    for number in range(7):
        slow = "import time\ntime.sleep(0.4)\n"
        hand_in(course, f"s{number}", mean=f"{slow}def mean(n):\n    return sum(n) / len(n) + {number % 2}")
    hand_in(course, "torn").write_text("junk")
    return course


def grade(course, address, *words):
    return CliRunner().invoke(main, ["grade", "01", "--course", str(course), "--scheduler", address, *words])


def workers(local):
    return [worker.process.pid for worker in local.workers.values()]


def _templates_of(pid):
    words = ["pgrep", "-P", str(pid), "-f", "autograder.warm"]
    return subprocess.run(words, capture_output=True, check=False).stdout


def test_a_worker_killed_half_way_changes_no_grade(dask, submitted, monkeypatch):
    kept, killed = [], []
    whole = cluster.record_of

    def kill_one(text):
        kept.append(text)
        if len(kept) == 2:
            killed.append(workers(dask)[0])
            os.kill(killed[0], signal.SIGKILL)
        return whole(text)

    monkeypatch.setattr(cluster, "record_of", kill_one)
    result = grade(submitted, dask.scheduler_address)
    assert killed
    assert result.exit_code == 1, result.output
    assert "7 graded, 1 needs-human, 0 failed" in result.output
    points = {f"s{n}": 10 if n % 2 == 0 else 7 for n in range(7)} | {"torn": 0}
    assert {student: total(grades) for student, grades in scores(submitted).items()} == points
    assert (submitted / "autograded" / "s1" / "01_small" / "01_small.ipynb").is_file()
    assert not any(_templates_of(pid) for pid in workers(dask))
    here = CliRunner().invoke(main, ["grade", "01", "--course", str(submitted), "--student", "s1"])
    assert "s1: graded, unchanged" in here.output


class AlwaysLost(Cluster):
    """A cluster whose every worker is gone by the next look while it grades one submission."""

    def __init__(self, bomb):
        self.parcel, self.address, self.bomb, self.number, self.asked = Named("run"), "tcp://fake", bomb, 0, []
        self.client = self

    def _workers(self):
        self.number += self.bomb in self.asked[-1:]
        return {f"worker-{self.number}": 1}

    def submit(self, _, name, submitted, key, **__):
        self.asked.append(key.split("-")[1])
        return key

    def _done(self, running, again):
        for future in [f for f in running if self.bomb not in f]:
            yield running.pop(future).student, []


@dataclass
class Named:
    name: str


def test_a_submission_that_loses_three_workers_has_failed_and_the_others_are_graded():
    fake = AlwaysLost("bomb")
    told = list(fake.grade_all(iter([("ada", [b""]), ("bomb", [b""]), ("zoe", [b""])])))
    assert fake.asked == ["ada", "bomb", "bomb", "bomb", "zoe"]
    assert [student for student, _ in told] == ["ada", "bomb", "zoe"]
    assert isinstance(told[1][1], Lost)
    assert "3 workers were lost while they graded it, the last worker-2" in str(told[1][1])


def test_a_worker_that_shuts_nothing_in_is_refused_unless_unsafe_is_typed(dask, course, monkeypatch):
    bare = {"version": cluster._HERE, "level": UNSAFE, "missing": ["sealed: no"]}
    monkeypatch.setattr(cluster, "hello", lambda: bare)
    notebooks = course.notebooks("01_small")
    with pytest.raises(CannotRun, match="nothing there shuts students' code in"):
        Cluster(dask.scheduler_address, notebooks, Limits()).__enter__()
    with Cluster(dask.scheduler_address, notebooks, Limits(), unsafe=True) as accepted:
        assert len(accepted.slots) == 2
    monkeypatch.setattr(cluster, "hello", lambda: {**bare, "version": "0"})
    with pytest.raises(CannotRun, match="it has version 0, here is"):
        Cluster(dask.scheduler_address, notebooks, Limits(), unsafe=True).__enter__()


def test_without_dask_one_line_names_the_extra(course, monkeypatch):
    monkeypatch.delitem(sys.modules, "autograder.cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CannotRun, match=r'pip install "gradients-by-hand\[cluster\]"'):
        cluster_of(Scheduler("tcp://nowhere:1"), course.notebooks("01_small"), Limits())


def test_an_address_where_nobody_answers_is_status_2_in_one_line(submitted, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", 0.5)
    result = grade(submitted, "tcp://127.0.0.1:1")
    assert result.exit_code == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:1" in result.stderr
    assert result.stderr.count("\n") == 1
