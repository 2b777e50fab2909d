"""Proof that an assignment's tests are worth their points, run from outside.

The solution gets all points, the release none, and each wrong answer loses points of its question and of no other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .course import ANSWER, LOCKED, TEST, Course, Notebook, WrongAnswer
from .engine import Engine
from .misconceptions import release, solution, with_answer
from .names import names_of
from .records import Record
from .report import clean


@dataclass(frozen=True)
class Proof:
    """One thing that was tried: its name, what is wrong with it ("" where nothing is), its points, who lost some."""

    name: str
    problem: str
    score: float
    max_score: float
    lost: frozenset[str] = frozenset()

    def __str__(self) -> str:
        said = clean(self.problem, 400) or f"{self.score:g} of {self.max_score:g}"
        return f"{'FAIL' if self.problem else ' ok '} {self.name}: {said}"


def proofs(course: Course, notebook: Notebook, engine: Engine) -> Iterator[Proof]:
    """Every proof of a notebook, in order: the solution, the release, each wrong answer."""
    full, empty = engine.grade(solution(notebook)), engine.grade(release(notebook))
    yield _proof("solution", full, full.reason or _lost(full, set()))
    given = {q.id: q.points for q in empty.questions if q.points}
    yield _proof("release", empty, empty.reason or for_nothing(given))
    wrong = course.wrong_answers(notebook)
    for answer, record in zip(wrong, tried(engine, wrong), strict=True):
        yield _proof(f"{answer.question}__{answer.slug}", record, wrong_answer_problem(answer, record))


def _proof(name: str, record: Record, problem: str) -> Proof:
    lost = {q.id for q in record.questions if not q.manual and q.points < q.max_points}
    return Proof(name, problem, record.score, record.max_score, frozenset(lost))


def tried(engine: Engine, wrong: list[WrongAnswer]) -> Iterator[Record]:
    """Each wrong answer in the solution's place, with the tests that it can concern."""
    full = solution(engine.notebook)
    jobs = [(with_answer(full, w.question, w.source), concerned(engine.notebook, w)) for w in wrong]
    return engine.grade_all(jobs)


def concerned(notebook: Notebook, answer: WrongAnswer) -> set[str]:
    """The questions that an answer can cost points.

    Its own, and each whose tests use a name that it binds, or that a cell binds which uses such a name.
    """
    cells = [(c, names_of(c.source)) for c in notebook.cells if c.code and c.kind in (ANSWER, LOCKED, TEST)]
    reached = set(names_of(answer.source).bound)
    reached.update(*(names.bound for c, names in cells if c.grade_id == answer.question))
    before = 0
    while len(reached) > before:
        before = len(reached)
        reached.update(*(names.bound for c, names in cells if c.kind != TEST and names.used & reached))
    return {answer.question, *(c.question for c, names in cells if c.kind == TEST and names.used & reached)}


def wrong_answer_problem(answer: WrongAnswer, record: Record) -> str:
    """What is wrong with a wrong answer's record, or nothing."""
    if record.reason:
        return record.reason
    if record.question(answer.question).points >= record.question(answer.question).max_points:
        return "loses nothing: no test notices it"
    return _lost(record, {answer.question})


def _lost(record: Record, allowed: set[str]) -> str:
    lost = [q for q in record.questions if not q.manual and q.points < q.max_points and q.id not in allowed]
    return losses({q.id: q.message for q in lost})


def losses(messages: dict[str, str]) -> str:
    """Which questions lost points, each with what its test said."""
    said = {question: ": " + message.strip() if message else "" for question, message in messages.items()}
    return "; ".join(f"loses points of {question}{message}" for question, message in said.items())


def for_nothing(points: dict[str, float]) -> str:
    """Which questions gave points to a release that nobody answered."""
    given = [f"{question} {n:g}" for question, n in points.items()]
    return f"gets points for nothing: {', '.join(given)}" if given else ""
