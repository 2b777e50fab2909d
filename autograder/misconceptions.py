"""Which known misconception an answer looks like: the wrong answer that does the same thing in the same tests."""

from collections.abc import Iterable
from dataclasses import replace

from .course import ANSWER, MANUAL, Notebook, WrongAnswer
from .engine import Engine
from .intake import Answer, Intake
from .records import QuestionResult, Record

MOST = 2  # when more misconceptions than this behave alike, none is named


def solution(notebook: Notebook) -> Intake:
    """The author's own answers, as a submission."""
    wanted = (c for c in notebook.cells if c.kind in (ANSWER, MANUAL))
    return Intake({c.grade_id: Answer(c.grade_id, c.source, "answered") for c in wanted}, {})


def release(notebook: Notebook) -> Intake:
    """The submission of somebody who handed in the released notebook."""
    wanted = (c for c in notebook.cells if c.kind in (ANSWER, MANUAL))
    return Intake({c.grade_id: Answer(c.grade_id, c.stub, "as released") for c in wanted}, {})


def with_answer(intake: Intake, question: str, source: str) -> Intake:
    """`intake` with one answer replaced."""
    return replace(intake, answers={**intake.answers, question: Answer(question, source, "answered")})


def named(engine: Engine, record: Record, wrong_answers: Iterable[WrongAnswer]) -> Record:
    """`record`, with the misconception named for each question that lost points and behaves like a wrong answer."""
    lost = {q.id for q in record.questions if q.signature and q.answer_state != "as released"}
    candidates = [w for w in wrong_answers if w.question in lost]
    base = solution(engine.notebook)
    jobs = [(with_answer(base, w.question, w.source), {w.question}) for w in candidates]
    seen: dict[str, list[tuple[str, QuestionResult]]] = {}
    for wrong, result in zip(candidates, engine.grade_all(jobs), strict=True):
        seen.setdefault(wrong.question, []).append((wrong.sentence, result.question(wrong.question)))
    return replace(record, questions=tuple(_named(q, seen.get(q.id, [])) for q in record.questions))


def _named(question: QuestionResult, known: list[tuple[str, QuestionResult]]) -> QuestionResult:
    alike = tuple(sentence for sentence, wrong in known if behaves_like(question, wrong))
    return replace(question, looks_like=alike) if len(alike) <= MOST else question


def behaves_like(question: QuestionResult, wrong: QuestionResult) -> bool:
    """Whether an answer fails as `wrong` fails: the same tests, the same messages, and the same results of every call.

    Where the tests call nothing, because the answer is a table of predictions, several mistakes can stand side by side:
    then each failing test of `wrong` must be among the answer's.
    """
    ours, theirs = set(question.signature), set(wrong.signature)
    data = all(signature.endswith("\n") for _, signature in ours | theirs)
    return bool(theirs) and (theirs <= ours if data else theirs == ours)
