"""What grading one submission found: plain records, made by the engine, shown by the report."""

from dataclasses import dataclass
from typing import Any

GRADED, NEEDS_HUMAN, FAILED = "graded", "needs-human", "failed"
NEXT = {  # what a teacher does then
    NEEDS_HUMAN: "look at the submission, mend it and grade again, or mark it in formgrader",
    FAILED: "the same command tries again",
}


@dataclass(frozen=True)
class TestResult:
    """One test cell."""

    __test__ = False  # not a class of pytest's

    grade_id: str
    question: str
    points: float
    max_points: float
    error: str  # class of the error that ended it, "" where it passed
    message: str
    signature: str  # what the answer did: the error, and a digest of all that it returned; "" where it passed
    wrote_stderr: bool
    inside: bool = False  # ran in the student's process, whose code could have changed it

    @property
    def passed(self) -> bool:
        """Whether all its points were given."""
        return self.points >= self.max_points


@dataclass(frozen=True)
class QuestionResult:
    """One question: the sum of its tests, or a text for a human to read."""

    id: str
    points: float
    max_points: float
    manual: bool
    answer_state: str
    note: str
    tests: tuple[TestResult, ...]
    looks_like: tuple[str, ...] = ()  # misconceptions, in a sentence each

    @property
    def signature(self) -> tuple[tuple[str, str], ...]:
        """What its failing tests saw."""
        return tuple((t.grade_id, t.signature) for t in self.tests if t.signature)

    @property
    def message(self) -> str:
        """What the first test that failed said."""
        return next((t.message or t.error for t in self.tests if t.error), "")


@dataclass(frozen=True)
class Record:
    """One submission: state `graded`, `needs-human` or `failed`, always with a reason if not graded."""

    state: str
    reason: str
    seconds: float
    isolation: str
    questions: tuple[QuestionResult, ...]
    outputs: dict[str, list[dict[str, Any]]]
    apart: bool = False  # no question's tests could be told by another's to have run

    @property
    def score(self) -> float:
        """Points given by tests."""
        return sum(q.points for q in self.questions)

    @property
    def max_score(self) -> float:
        """Points that tests can give; what a human reads is not in it."""
        return sum(q.max_points for q in self.questions if not q.manual)

    def question(self, id: str) -> QuestionResult:
        """The question with that id. Raises KeyError."""
        return {q.id: q for q in self.questions}[id]
