"""What comes of a submission: what is shown and remembered of it."""

import datetime
from dataclasses import asdict, dataclass, field
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
    unchanged: bool = False


@dataclass(frozen=True)
class Job:
    """A submission to be run: its folder and the hash of all that its grade depends on."""

    student: str
    folder: Path
    content: str
    handed_in: dict[str, str] = field(default_factory=dict)  # the digest of each notebook


@dataclass(frozen=True)
class Graded:
    """One notebook of a submission, with what it was made from."""

    notebook: Notebook
    intake: Intake
    record: Record


@dataclass(frozen=True)
class Memory:
    """What the gradebook remembers of a graded submission, and nbgrader has no place for."""

    content: str  # the job's
    outcome: Outcome
    made: dict[str, str]  # notebooks in autograded/, with the digest of each
    when: str
    handed_in: dict[str, str]  # notebooks, with the digest of each

    @classmethod
    def of(cls, job: Job, outcome: Outcome, made: dict[str, str]) -> "Memory":
        """What is to be remembered now."""
        now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        return cls(job.content, outcome, made, now, job.handed_in)

    def to_json(self) -> dict[str, Any]:
        """As plain JSON, but for `content`."""
        return {k: v for k, v in asdict(self).items() if k != "content"}

    @classmethod
    def from_json(cls, content: str, data: dict[str, Any]) -> "Memory | None":
        """From what `to_json` made; None where an earlier form of it stands."""
        return cls(content, **data | {"outcome": Outcome(**data["outcome"])}) if "handed_in" in data else None


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
