"""Shows records to people: tables on a terminal, plain lines elsewhere. Student text is cleaned before it is shown."""

import re
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from .course import Notebook, Question
from .records import QuestionResult, Record

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str, most: int = 1500) -> str:
    """Text of a student's without anything that a terminal would obey, and of bounded length."""
    text = _CONTROL.sub("", _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\t", "    ")))
    return text if len(text) <= most else text[:most] + " …"


def show(console: Console, notebook: Notebook, record: Record) -> None:
    """One graded notebook: a line for each question, then what was wrong in each that lost points."""
    if record.questions and record.reason:
        console.print(f"{record.state}: {clean(record.reason)}", markup=False, soft_wrap=True)
    questions = {q.id: q for q in notebook.questions}
    if console.is_terminal:
        console.print(_table(record, questions))
    else:
        for q in record.questions:
            console.print(
                f"{_points(q)}  {_verdict(q)}  {questions[q.id].title} ({q.id})", markup=False, soft_wrap=True
            )
    for q in record.questions:
        _details(console, q, questions[q.id], record.outputs.get(q.id, []))
    console.print(f"\n{record.score:g} of {record.max_score:g} points in {record.seconds:.1f} s", style="bold")


def _table(record: Record, questions: dict[str, Question]) -> Table:
    table = Table("question", "", ("points"), box=None, pad_edge=False, header_style="dim")
    table.columns[2].justify = "right"
    for q in record.questions:
        colour = "cyan" if q.manual else "green" if q.points >= q.max_points else "red"
        table.add_row(escape(questions[q.id].title), f"[{colour}]{_verdict(q)}[/]", _points(q))
    return table


def _points(q: QuestionResult) -> str:
    return f"– / {q.max_points:g}" if q.manual else f"{q.points:g} / {q.max_points:g}"


def _verdict(q: QuestionResult) -> str:
    if q.manual:
        return "read by a human"
    if q.points >= q.max_points:
        return "passed"
    return {"as released": "not answered", "missing": "answer cell missing"}.get(q.answer_state, "failed")


def _details(console: Console, q: QuestionResult, about: Question, outputs: list[dict[str, Any]]) -> None:
    if not (q.manual or q.note or q.points < q.max_points) or (q.answer_state == "as released" and not q.manual):
        return
    console.print(Text(f"\n{about.title}", style="bold"))
    if q.note:
        _say(console, q.note)
    if q.manual:
        waiting = "Not answered. When it is, this shows what a human looks for."
        _say(console, waiting if q.answer_state == "as released" else about.rubric or "The assignment names no rubric.")
        return
    for stop in (o for o in outputs if o["output_type"] == "error" and q.points < q.max_points):
        _say(console, f"Your cell stopped with {clean(_message(stop['ename'], stop['evalue']))}")
    for test in q.tests:
        if not test.passed and test.error != "NotRun" and q.answer_state != "missing":
            _say(console, f"{test.grade_id}: {clean(_message(test.error, test.message))}")
    for sentence in q.looks_like:
        console.print(Text.assemble("  ", ("Looks like: ", "yellow"), clean(sentence)), soft_wrap=True)


def _message(error: str, message: str) -> str:
    if error in ("", "AssertionError"):
        return message or "the test failed without a message"
    return f"{error}: {message}" if message else error


def _say(console: Console, text: str) -> None:
    for line in text.splitlines():
        console.print(Text("  " + line), soft_wrap=True)


def as_json(record: Record, notebook: Notebook) -> dict[str, Any]:
    """The record as plain JSON, one entry for each question."""
    questions = {q.id: q for q in notebook.questions}
    return {
        "assignment": notebook.assignment,
        "state": record.state,
        "reason": record.reason,
        "score": record.score,
        "max_score": record.max_score,
        "seconds": round(record.seconds, 3),
        "isolation": record.isolation,
        "questions": [_question_json(q, questions[q.id]) for q in record.questions],
    }


def _question_json(q: QuestionResult, about: Question) -> dict[str, Any]:
    tests = [
        {
            "test": t.grade_id,
            "points": t.points,
            "max_points": t.max_points,
            "error": t.error,
            "message": clean(t.message),
            "inside": t.inside,
        }
        for t in q.tests
    ]
    return {
        "question": q.id,
        "title": about.title,
        "points": None if q.manual else q.points,
        "max_points": q.max_points,
        "manual": q.manual,
        "answer": q.answer_state,
        "note": q.note,
        "tests": tests,
        "looks_like": list(q.looks_like),
    }
