"""The trusted side: walks through the notebook, has the student's cells run elsewhere, runs the tests itself.

The release's locked cells run on both sides, here with this process's own modules. Only names that answer cells bind,
or locked cells that use such names, are stand-ins; so a student who patches numpy.testing patches it for nobody else.
"""

import builtins
import os
import re
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .channel import Channel
from .deletions import FORGET, deletions, forwarded
from .names import Names, names_of
from .servant import exception_named
from .shell import OutOfTime, Ran, Shell, at_most
from .signature import normal_text
from .stand_ins import CallableStandIn, StandIn
from .student import PATIENCE, Student, StudentGone
from .traces import Traces
from .values import unasked
from .wire import pack, unpack

STUCK = 2.0  # seconds of processor time beyond a cell's, after which a test that never comes back from C is ended
_WRAPPED = re.compile(r"(?:array|tensor|np\.\w+)\((.*?)(?:,\s*\w+=.*)?\)\Z", re.S)
FLAG = "this test ran inside the student's process, whose code could have changed its result"


@dataclass
class Walk:
    """Where a walk through the notebook stands: which names are the student's."""

    student: Student
    shell: Shell
    seconds: float
    theirs: set[str] = field(default_factory=set)
    ours: set[str] = field(default_factory=set)  # names that tests and our locked cells bind, or would have bound
    here: dict[int, Ran] = field(default_factory=dict)  # cells, by id(), that ran before the fork: in this process
    there: dict[int, Ran] = field(default_factory=dict)  # and in the student's
    apart: bool = False  # no test so far left a trace
    watched: bool = False  # whether a change now is the next test's
    tested: frozenset[str] = frozenset()  # names that any test binds

    def __post_init__(self) -> None:
        self.traces = Traces(self._names, (StandIn, CallableStandIn))

    def cell(self, cell: dict[str, Any]) -> dict[str, Any]:
        """Run one cell where it belongs and say what came of it."""
        if cell["kind"] == "test":
            return self._watched(cell)
        self.watched = False
        if cell["kind"] == "inside":
            return self._inside(cell)
        names = names_of(cell["author"])
        ours = cell["kind"] == "locked" and not names.used & self.theirs
        if ours:
            trusted = self.here.get(id(cell)) or self.shell.run(cell["author"], self.seconds)
            self.theirs -= names.bound
            self.ours |= names.bound
            if trusted.error is not None:
                said = ": ".join(_said(trusted.error))
                return {"fault": f"a locked cell fails by itself: {said}; mend the course"}
        elif cell["kind"] != "extra":
            self.theirs |= names.bound - self._imported(names_of(cell["given"]))
        if id(cell) in self.there:
            return {"outputs": self.there[id(cell)].outputs, "error": None}
        outputs, error = self.student.run(cell["source"])
        return {"outputs": outputs, "error": None if error is None else (error[0], error[2])}

    def begin(self, cells: list[dict[str, Any]]) -> None:
        """Find the cells that ran ahead. Where the student put own cells among them, they run there once more."""
        self.tested = frozenset().union(*(names_of(c["source"]).bound for c in cells if c["kind"] == "test"))
        ahead = self.shell.ahead
        first = [c for c in cells if c["kind"] != "extra"][: len(ahead)]
        if [c["author"] for c in first] != [source for source, _ in ahead]:  # another notebook's: forget them
            for name in {n for source, _ in ahead for n in names_of(source).bound}:
                self.shell.user_ns.pop(name, None)
            return
        self.here = {id(cell): ran for cell, (_, ran) in zip(first, ahead, strict=True)}
        self.there = self.here if cells[: len(first)] == first and self.student.ahead == len(ahead) else {}

    def _watched(self, cell: dict[str, Any]) -> dict[str, Any]:
        """Run a test, and see whether it left a trace."""
        if self.apart and not self.watched:
            self._changed()
        result = self._test(cell)
        self.apart = self.watched = self.apart and not self._changed()
        return result

    def _changed(self) -> bool:
        """Whether this process or the student's differs from when this was asked last."""
        try:
            here, there = self.traces.changed(), self.student.changed()
        except StudentGone:
            return True
        return here or there

    def _names(self) -> dict[str, object]:
        """What only locked cells bound: the student's names are looked at there, and tests share none."""
        return {k: v for k, v in self.shell.names.items() if k not in self.theirs and k not in self.tested}

    def _test(self, cell: dict[str, Any]) -> dict[str, Any]:
        names = names_of(cell["source"])
        self.ours |= names.bound
        self.student.start_test()
        started = time.monotonic()
        try:
            with at_most(self.seconds + PATIENCE):
                self._fetch(names.used)
            ran = self._run_test(cell["source"])
        except (StudentGone, OutOfTime, Exception) as e:
            ran = Ran([], e)
        if ran.error is None and self.student.lost is not None:
            ran = Ran(ran.outputs, self.student.lost)
        self.theirs -= names.bound - deletions(cell["source"])
        points, error = earned(ran, cell["points"])
        return {
            "points": points,
            "error": None if error is None else _said(error),
            "outputs": ran.outputs,
            "streams": self.student.streams,
            "signature": "" if error is None else self._signature(error),
            "seconds": time.monotonic() - started,
        }

    def _inside(self, cell: dict[str, Any]) -> dict[str, Any]:
        """Run a test where the author wants it: in the student's process, which may say what it likes."""
        outputs, error = self.student.run(cell["source"])
        ended = None if error is None else exception_named(*error)
        try:
            points, said = earned(Ran(outputs, ended), cell["points"])
        except (KeyError, TypeError, AttributeError, IndexError):
            points, said = 0.0, ValueError("its outputs are forged or malformed")
        flag = {"output_type": "stream", "name": "stdout", "text": f"[{FLAG}]\n"}
        return {"points": points, "error": None if said is None else _said(said), "outputs": [flag, *outputs]}

    def _run_test(self, source: str) -> Ran:
        seconds = self.seconds + PATIENCE
        if not deletions(source) & self.theirs:
            return self.shell.run(source, seconds)
        self.shell.user_ns[FORGET] = self.student.forget
        ran = self.shell.run(forwarded(source, self.theirs), seconds)
        self.student.remember()
        return ran

    def _fetch(self, used: frozenset[str]) -> None:
        """Bind the student's names that a test uses, and those that nobody else knows."""
        known = self.shell.user_ns
        nobodys = used - known.keys() - self.ours
        wanted = sorted(n for n in used if n in self.theirs or (n in nobodys and not hasattr(builtins, n)))
        for name in wanted:
            known.pop(name, None)  # where the notebook has none either, the test's own NameError says it
        found = self.student.values(wanted)
        known.update(found)
        self.theirs.update(found)

    def _imported(self, given: Names) -> frozenset[str]:
        """Names that the author's part of a cell imports: modules of this process, which no student patched."""
        try:
            exec(given.imports, self.shell.user_ns)
        except Exception:  # perhaps a module that the student is to write
            return frozenset()
        return given.imported

    def _signature(self, error: BaseException) -> str:
        return f"{type(error).__name__}: {normal_text(str(error))}\n{self.student.digest()}"


def earned(ran: Ran, most: float) -> tuple[float, BaseException | None]:
    """Points for a test cell, as nbgrader counts: all, none on an error, or the number that it ends with.

    Two endings earn all points there and not here, for a wrong answer may cause them: a negative number, and numpy's
    numbers and arrays (`points += f(2) == 3` where f gives one), which are read; of an array the least entry counts.
    """
    if ran.error is not None:
        return 0.0, ran.error
    try:
        part = _number(ran.result) if ran.result is not None else most
    except ValueError:
        return most, None
    if part > most or part != part:
        return 0.0, ValueError(f"the test gave {part:g} points of {most:g}: mend the test")
    return max(part, 0.0), None


def _number(text: str) -> float:
    wrapped = _WRAPPED.match(text)
    if wrapped is None:
        return float(text)
    entries = re.sub(r"[][,]|\.\.\.", " ", wrapped[1].replace("True", "1").replace("False", "0")).split()
    try:
        return min(map(float, entries), default=0.0)
    except ValueError:  # complex numbers, words
        return 0.0


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
    walk = Walk(student, shell, job["seconds"], apart=job["apart"])
    walk.begin(job["cells"])
    for cell in job["cells"]:
        signal.setitimer(signal.ITIMER_PROF, job["seconds"] + STUCK)  # nothing handles it: it ends this process
        try:
            result = walk.cell(cell)
        except StudentGone as e:
            result = {"error": _said(e), "outputs": [], "points": 0.0}
        except Exception:
            result = {"fault": f"the grader itself failed: {traceback.format_exc()}"}
        control.send(pack({"grade_id": cell["grade_id"], "kind": cell["kind"], **result}))
    imported = sorted(_imported(set(sys.modules) - loaded - unasked))
    control.send(pack({"grade_id": "", "kind": "end", "imported": imported, "apart": walk.apart}))


def _imported(new: set[str]) -> Iterator[str]:
    """Those of the `new` modules that do not lie in the assignment's folder: those there belong to one submission."""
    here = os.getcwd()
    for name in new:
        if not str(getattr(sys.modules[name], "__file__", "") or "").startswith(here):
            yield name
