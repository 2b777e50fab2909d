"""What comes of a submission: what is shown and remembered of it."""

import datetime
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .course import Notebook
from .engine import CannotRun
from .intake import Intake, Unreadable
from .records import FAILED, GRADED, NEEDS_HUMAN, Record
from .report import as_json
from .student import ENDED, OVERDUE


@dataclass(frozen=True)
class Outcome:
    """What came of one submission."""

    student: str
    state: str
    reason: str = ""
    score: float = 0.0
    max_score: float = 0.0
    seconds: float = 0.0
    isolation: str = ""
    questions: list[dict[str, Any]] = field(default_factory=list)
    unchanged: bool = False  # nothing had to run

    def as_json(self) -> dict[str, Any]:
        """As plain JSON: what the gradebook keeps, and programs read."""
        return {key: value for key, value in vars(self).items() if key != "unchanged"}


@dataclass(frozen=True)
class Job:
    """A submission to be run: its folder and the hash of all that its grade depends on."""

    student: str
    folder: Path
    made: Path  # its folder in autograded/
    content: str = ""
    handed_in: dict[str, str] = field(default_factory=dict)  # the digest of each notebook
    before: "Memory | None" = None  # what is remembered of it and may still hold


@dataclass(frozen=True)
class Graded:
    """One notebook of a submission, with what it was made from."""

    notebook: Notebook
    intake: Intake
    record: Record
    ran: dict[str, str] = field(default_factory=dict)  # what stands for the tests of each question, "" for the rest
    remembered: bool = False  # whether these are an earlier run's results
    same: bool = False  # and the bytes those that were graded then


@dataclass(frozen=True)
class Part:
    """What is remembered of one notebook of a submission: what ran, and what came of it."""

    ran: dict[str, str]
    apart: bool
    state: str
    seconds: float
    isolation: str
    questions: int  # of the outcome's, which has those of each notebook in turn


@dataclass(frozen=True)
class Memory:
    """What the gradebook remembers of a graded submission, and nbgrader has no place for."""

    content: str  # the job's
    outcome: Outcome
    made: dict[str, str]  # notebooks in autograded/, with the digest of each
    when: str
    handed_in: dict[str, str]  # notebooks, with the digest of each
    parts: dict[str, Part]  # notebooks, in the order of the outcome's questions

    @classmethod
    def of(cls, job: Job, outcome: Outcome, made: dict[str, str], graded: list[Graded]) -> "Memory":
        """What is to be remembered now."""
        now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        parts = {g.notebook.path.name: _part(g) for g in graded}
        return cls(job.content, outcome, made, now, job.handed_in, parts)

    def questions_of(self, notebook: str) -> list[dict[str, Any]]:
        """The outcome's questions that are in one notebook."""
        before = 0
        for name, part in self.parts.items():
            if name == notebook:
                return self.outcome.questions[before : before + part.questions]
            before += part.questions
        return []

    def to_json(self) -> dict[str, Any]:
        """As plain JSON, but for `content`."""
        parts = {name: vars(part) for name, part in self.parts.items()}
        plain = {key: value for key, value in vars(self).items() if key != "content"}
        return plain | {"outcome": self.outcome.as_json(), "parts": parts}

    @classmethod
    def from_json(cls, content: str, text: str) -> "Memory | None":
        """From what `to_json` made; None where an earlier form of it stands, or something else."""
        try:
            data = json.loads(text)
            parts = {name: Part(**part) for name, part in data["parts"].items()}
            return cls(content, **data | {"outcome": Outcome(**data["outcome"]), "parts": parts})
        except (ValueError, TypeError, LookupError, AttributeError):
            return None


def _part(graded: Graded) -> Part:
    record = graded.record
    return Part(graded.ran, record.apart, record.state, record.seconds, record.isolation, len(record.questions))


def outcome_of(job: Job, graded: list[Graded] | Exception) -> Outcome:
    """The outcome of a job that gave these records, or was ended by this error."""
    if isinstance(graded, Unreadable):
        return Outcome(job.student, NEEDS_HUMAN, str(graded))
    if isinstance(graded, CannotRun):
        return Outcome(job.student, FAILED, str(graded))
    if isinstance(graded, Exception):
        return Outcome(job.student, FAILED, f"the grader itself failed: {type(graded).__name__}: {graded}"[:500])
    records = [g.record for g in graded]
    worst = max(records, key=lambda r: (GRADED, NEEDS_HUMAN, FAILED).index(r.state))
    return Outcome(
        student=job.student,
        state=worst.state,
        reason=worst.reason or _ended(records),
        score=sum(r.score for r in records),
        max_score=sum(r.max_score for r in records),
        seconds=round(sum(r.seconds for r in records), 3),
        isolation=worst.isolation,
        questions=[q for g in graded for q in _questions(g.record, g.notebook)],
    )


def _ended(records: list[Record]) -> str:
    """What ended the student's process before its time: the tests after that got no point."""
    messages = (t.message for r in records for q in r.questions for t in q.tests)
    return next((m for m in messages if m.startswith((ENDED, OVERDUE))), "")


def _questions(record: Record, notebook: Notebook) -> list[dict[str, Any]]:
    questions: list[dict[str, Any]] = as_json(record, notebook)["questions"]
    return questions
