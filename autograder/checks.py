"""The trusted side: walks through the notebook, has the student's cells run elsewhere, runs the tests itself.

The release's locked cells run on both sides, here with this process's own modules. Only names that answer cells bind,
or locked cells that use such names, are stand-ins; so a student who patches numpy.testing patches it for nobody else.
"""

import builtins
import os
import sys
import time
import traceback
from dataclasses import dataclass, field
from typing import Any

from .channel import Channel
from .deletions import FORGET, deletions, forwarded
from .names import names_of
from .shell import OutOfTime, Ran, Shell, at_most
from .signature import normal_text
from .student import GRACE, Student, StudentGone
from .wire import pack, unpack


@dataclass
class Walk:
    """Where a walk through the notebook stands: which names are the student's."""

    student: Student
    shell: Shell
    seconds: float
    theirs: set[str] = field(default_factory=set)

    def cell(self, cell: dict[str, Any]) -> dict[str, Any]:
        """Run one cell where it belongs and say what came of it."""
        if cell["kind"] == "test":
            return self._test(cell)
        names = names_of(cell["author"])
        ours = cell["kind"] == "locked" and not names.used & self.theirs
        if ours:
            trusted = self.shell.run(cell["author"], self.seconds)
            self.theirs -= names.bound
            if trusted.error is not None:
                said = ": ".join(_said(trusted.error))
                return {"fault": f"a locked cell fails by itself: {said}; mend the course"}
        elif cell["kind"] != "extra":
            self.theirs |= names.bound
        outputs, error = self.student.run(cell["source"])
        return {"outputs": outputs, "error": None if error is None else (error[0], error[2])}

    def _test(self, cell: dict[str, Any]) -> dict[str, Any]:
        names = names_of(cell["source"])
        self.student.start_test()
        started = time.monotonic()
        try:
            with at_most(self.seconds + 2 * GRACE):
                self._fetch(names.used)
            ran = self._run_test(cell["source"])
        except (StudentGone, OutOfTime) as e:
            ran = Ran([], e)
        self.theirs -= names.bound - deletions(cell["source"], self.theirs)
        points, error = earned(ran, cell["points"])
        return {
            "points": points,
            "error": None if error is None else _said(error),
            "outputs": ran.outputs,
            "streams": self.student.streams,
            "signature": "" if error is None else self._signature(error),
            "seconds": time.monotonic() - started,
        }

    def _run_test(self, source: str) -> Ran:
        seconds = self.seconds + 2 * GRACE
        if not deletions(source, self.theirs):
            return self.shell.run(source, seconds)
        self.shell.user_ns[FORGET] = self.student.forget
        ran = self.shell.run(forwarded(source, self.theirs), seconds)
        self.student.remember()
        return ran

    def _fetch(self, used: frozenset[str]) -> None:
        """Bind the student's names that a test uses, and those that nobody else knows."""
        known = self.shell.user_ns
        for name in sorted(used):
            if name in self.theirs or not (name in known or hasattr(builtins, name)):
                known.pop(name, None)
                try:
                    known[name] = self.student.value(name)
                except NameError:
                    continue  # the test's own NameError says it better
                self.theirs.add(name)

    def _signature(self, error: BaseException) -> str:
        digest = self.student.trace.hexdigest() if self.student.calls else ""
        return f"{type(error).__name__}: {normal_text(str(error))}\n{digest}"


def earned(ran: Ran, most: float) -> tuple[float, BaseException | None]:
    """Points for a test cell, as nbgrader counts: all, none on an error, or the number that it ends with."""
    if ran.error is not None:
        return 0.0, ran.error
    try:
        part = float(ran.result) if ran.result is not None else most
    except ValueError:
        return most, None
    if part > most:
        return 0.0, ValueError(f"the test gave {part:g} points of {most:g}: mend the test")
    return (part, None) if part >= 0 else (most, None)


def _said(error: BaseException) -> tuple[str, str]:
    return type(error).__name__, str(error)[:4000]


def main(control: Channel, channel: Channel, shell: Shell) -> None:
    """Take a job from `control`, walk, send each cell's result as it comes, and at the end what was imported."""
    job, loaded = unpack(control.receive()), set(sys.modules)
    asked_for = (names_of(cell["author"]).classes for cell in job["cells"] if cell["kind"] == "answer")
    student = Student(channel, job["seconds"], frozenset().union(*asked_for))
    if (problem := student.start()) != "":
        control.send(pack({"fault": f"the student's process could not be set up: {problem}"}))
        return
    walk = Walk(student, shell, job["seconds"])
    for cell in job["cells"]:
        try:
            result = walk.cell(cell)
        except StudentGone as e:
            result = {"error": _said(e), "outputs": []}
        except Exception:
            result = {"fault": f"the grader itself failed: {traceback.format_exc()}"}
        control.send(pack({"grade_id": cell["grade_id"], "kind": cell["kind"], **result}))
    control.send(pack({"grade_id": "", "kind": "end", "imported": sorted(set(sys.modules) - loaded - _beside())}))


def _beside() -> set[str]:
    """Modules that lie in the assignment's folder: they belong to one submission."""
    here = os.getcwd()
    return {name for name, module in sys.modules.items() if str(getattr(module, "__file__", "") or "").startswith(here)}
