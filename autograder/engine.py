"""Grades submissions: two warm processes, and for each submission a child of each, connected by one channel."""

import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import ahead, isolation, sandbox, template, warden
from .apart import stand_apart
from .channel import Channel, ChannelClosed
from .course import ANSWER, LOCKED, MANUAL, TEST, Cell, Notebook, Question
from .intake import Answer, Intake
from .isolation import Isolation
from .records import FAILED, GRADED, NEEDS_HUMAN, QuestionResult, Record, TestResult
from .sandbox import SEALED, Limits, Request
from .student import ENDED, OVERDUE
from .wire import WireError, pack, unpack

GRACE = 1.0  # seconds that a process which ended may take to be buried


class CannotRun(Exception):
    """This machine cannot run students' code. One line that says what to do."""


@dataclass
class Found:
    """What came of a walk: results by grade_id, why there are no more, and whether no test left a trace."""

    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    reason: str = ""
    apart: bool = False


@dataclass
class Engine:
    """Grades submissions of one notebook. Use it in a `with` block."""

    notebook: Notebook
    limits: Limits = field(default_factory=Limits)
    isolation: Isolation = field(default_factory=isolation.best)
    warm: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "Engine":
        if sys.platform == "win32":
            raise CannotRun(isolation.WINDOWS)
        modules, level = self.notebook.imports, self.isolation.level
        course = self.notebook.path.parent.parent.parent
        self.readable = isolation.readable(modules, course)
        self.sweeper = ThreadPoolExecutor(1)  # no verdict waits while folders are removed: deep ones take long
        self.spool = isolation.stock(Path(tempfile.mkdtemp(prefix="spool-")), self.notebook.data)

        def wrap(command: list[str]) -> list[str]:
            return isolation.wrapped(command, self.readable, self.spool, course) if level == SEALED else command

        aheads = {"student": ahead.of_student(self.notebook), "checks": ahead.of_checks(self.notebook)}
        self.templates = template.start(modules, level, wrap, aheads)
        self.apart = stand_apart(self.notebook)  # they import meanwhile
        return self

    def __exit__(self, *_: object) -> None:
        template.stop(self.templates)
        self.sweeper.shutdown()
        shutil.rmtree(self.spool, ignore_errors=True)

    def grade(self, intake: Intake, only: Collection[str] | None = None) -> Record:
        """Run one submission and its tests; with `only`, no tests but those of these questions."""
        if intake.needs_human:
            return self._record(NEEDS_HUMAN, intake.needs_human, time.monotonic(), intake, Found(), only)
        for half in self.templates.values():
            half.ready()  # its imports are no time of the submission's
        started = time.monotonic()
        sealed = self.isolation.level == SEALED  # then each process makes a folder of its own
        folders = {} if sealed else {role: Path(tempfile.mkdtemp(prefix=f"{role}-")) for role in self.templates}
        try:
            found = self._walk(intake, folders, only)
        finally:
            for folder in folders.values():
                self.sweeper.submit(_remove, folder)
        return self._record(FAILED if found.reason else GRADED, found.reason, started, intake, found, only)

    def grade_all(self, intakes: Iterable[tuple[Intake, Collection[str] | None]], workers: int = 2) -> Iterator[Record]:
        """The records of many submissions, in their order."""
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(lambda job: self.grade(*job), intakes)

    def _walk(self, intake: Intake, folders: dict[str, Path], only: Collection[str] | None) -> Found:
        """Let the student's process and the checks walk through the notebook, in these folders or in their own."""
        student, checks, control = self._forked(folders)
        found = Found()
        try:
            deadline = time.monotonic() + self.limits.total_seconds
            control.send(pack(self._job(intake, only)), deadline)
            self._collect(control, deadline, found)
        finally:
            control.close()
            stuck = self.templates["checks"].end(checks) == -signal.SIGPROF
            died = [r for r in found.results.values() if r.get("error") and r["error"][1] == ENDED]
            status = self.templates["student"].end(student, GRACE if died else 0.0)
        if stuck:
            self._overdue(found.results, self.limits.cell_seconds, " in one test")
            found.reason = ""
        if died and not found.reason and warden.from_outside(status, self.isolation.level == SEALED):
            found.reason = "the student's process was killed from outside, or by the kernel for lack of memory"
        for result in died:
            result["error"] = (result["error"][0], f"{ENDED} {warden.why(status, self.limits)}".strip())
        return found

    def _forked(self, folders: dict[str, Path]) -> tuple[int, int, Channel]:
        """A child of each half, connected with each other, and the channel to the checks."""
        level = self.isolation.level
        for role, folder in folders.items():
            sandbox.prepare(folder, self.notebook.data, self.templates[role].ready()["user"])
        where = {role: str(folders.get(role, "")) for role in self.templates}
        ends = socket.socketpair()
        near, far = socket.socketpair()
        student = self.templates["student"].fork(Request(level, self.limits, where["student"], self.readable), ends[0])
        checks = self.templates["checks"].fork(Request(level, self.limits, where["checks"]), far, ends[1])
        return student, checks, Channel(near)

    def _collect(self, control: Channel, deadline: float, found: Found) -> None:
        try:
            while (result := unpack(control.receive(deadline))).get("kind") != "end":
                if "fault" in result:
                    found.reason = f"{self.notebook.path.name}: {result['fault']}"
                    return
                found.results[result["grade_id"]] = result
            found.apart = result["apart"]
            self._warm(result["imported"])
        except ChannelClosed as e:
            if time.monotonic() < deadline:
                found.reason = f"the checks {e} unexpectedly; this is a fault of the grader's or of a test"
            else:
                self._overdue(found.results, self.limits.total_seconds)
        except WireError as e:
            found.reason = f"the checks sent what is not data: {e}"

    def _overdue(self, results: dict[str, dict[str, Any]], seconds: float, where: str = "") -> None:
        """No points for what was not reached."""
        late = {"points": 0.0, "error": ("TimeoutError", f"{OVERDUE} {seconds:g} s{where}")}
        for cell in self.notebook.cells:
            results.setdefault(cell.grade_id, late)

    def _warm(self, modules: list[str]) -> None:
        """What the tests of the first submission imported is imported before the next ones fork."""
        with self.lock:
            if not self.warm and modules:
                for half in self.templates.values():
                    half.warm(modules)
            self.warm = True

    def _job(self, intake: Intake, only: Collection[str] | None) -> dict[str, Any]:
        cells = list(self._steps(intake, only))
        return {"seconds": self.limits.cell_seconds, "cells": cells, "apart": self.apart}

    def _steps(self, intake: Intake, only: Collection[str] | None) -> Iterator[dict[str, Any]]:
        for source in intake.extras.get("", ()):
            yield _step("extra", "", source)
        for place, cell in enumerate(self.notebook.cells):
            if cell.code and cell.kind == TEST and (only is None or cell.question in only):
                yield _step("inside" if cell.inside else TEST, cell.grade_id, cell.source, points=cell.points)
            elif cell.code and cell.kind == LOCKED:
                yield _step(LOCKED, cell.grade_id, cell.source)
            elif cell.code and cell.kind in (ANSWER, MANUAL):
                yield _step(ANSWER, cell.grade_id, intake.answers[cell.grade_id].source, cell.source, ahead.given(cell))
            for source in intake.extras.get(str(place), ()):
                yield _step("extra", "", source)

    def _record(
        self,
        state: str,
        reason: str,
        started: float,
        intake: Intake,
        found: Found,
        only: Collection[str] | None,
    ) -> Record:
        asked = [q for q in self.notebook.questions if only is None or q.id in only]
        questions = tuple(self._question(q, intake.answers.get(q.id), found.results, reason) for q in asked)
        outputs = {name: _outputs(r) for name, r in found.results.items()}
        seconds = time.monotonic() - started
        return Record(state, reason, seconds, self.isolation.level, questions, outputs, found.apart)

    def _question(
        self, q: Question, answer: Answer | None, results: dict[str, dict[str, Any]], reason: str
    ) -> QuestionResult:
        cells = [c for c in self.notebook.cells if c.kind == TEST and c.question == q.id]
        tests = tuple(_test_result(c, results.get(c.grade_id), reason) for c in cells)
        state, note = (answer.state, answer.note) if answer else ("", "")
        return QuestionResult(q.id, sum(t.points for t in tests), q.points, q.manual, state, note, tests)


def _remove(folder: Path) -> None:
    """Remove a folder, however deep: shutil recurses, and some notebooks count on that."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:
        subprocess.run(["rm", "-rf", "--", str(folder)], check=False)


def _step(
    kind: str, grade_id: str, source: str, author: str | None = None, given: str | None = None, points: float = 0.0
) -> dict[str, Any]:
    author, given = source if author is None else author, source if given is None else given
    return {"kind": kind, "grade_id": grade_id, "source": source, "author": author, "given": given, "points": points}


def _outputs(result: dict[str, Any]) -> list[dict[str, Any]]:
    """What a cell shows: its outputs, what the student's code printed meanwhile, and the error that ended it."""
    shown = [*result.get("outputs", []), *result.get("streams", [])]
    if result.get("error"):
        name, message = result["error"]
        shown.append({"output_type": "error", "ename": name, "evalue": message, "traceback": [f"{name}: {message}"]})
    return shown


def _test_result(cell: Cell, result: dict[str, Any] | None, reason: str) -> TestResult:
    name, question, most = cell.grade_id, cell.question, cell.points
    if result is None:
        said = reason or "this test did not run"
        return TestResult(name, question, 0.0, most, "NotRun", said, "", False, cell.inside)
    error, message = result["error"] or ("", "")
    noisy = any(o.get("name") == "stderr" for o in [*result.get("outputs", []), *result.get("streams", [])])
    saw = result.get("signature", "")
    return TestResult(name, question, result["points"], most, error, message, saw, noisy, cell.inside)
