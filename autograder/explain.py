"""`autograder explain`: why a grade is what it is, from what the gradebook holds and remembers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .course import Course, CourseError, Notebook
from .engine import Engine
from .grading import allowed
from .intake import Unreadable, load, take_in
from .isolation import Isolation
from .misconceptions import named
from .outcomes import Memory
from .records import GRADED
from .report import clean
from .submitted import handed_in


@dataclass(frozen=True)
class Explanation:
    """A grade and all that is known of how it came about."""

    assignment: str
    memory: Memory
    marks: dict[str, dict[str, Any]]  # what nbgrader's gradebook holds for each graded cell
    changed: bool  # whether what is handed in now is not what was graded
    looks_like: dict[str, list[str]]  # question -> known misconceptions that do the same

    def as_json(self) -> dict[str, Any]:
        """As plain JSON."""
        memory = self.memory
        questions = [{**q, "looks_like": self.looks_like.get(q["question"], [])} for q in memory.outcome.questions]
        return {
            "assignment": self.assignment,
            **memory.outcome.as_json(),
            "questions": questions,
            "when": memory.when,
            "content": memory.content,
            "handed_in": memory.handed_in,
            "changed_since": self.changed,
            "gradebook": self.marks,
        }


def explain(course: Course, assignment: str, student: str) -> Explanation:
    """Gather it. Raises CourseError where the student's submission was never graded."""
    from .gradebook import Book, open_book

    try:
        with open_book(course.root) as book:
            memory = book.remembered(assignment).get(student)
            marks = book.marks(assignment, student)
    except Book.Error as e:
        raise CourseError(f"the gradebook cannot be read: {str(getattr(e, 'orig', e))[:300]}; mend that first") from e
    if memory is None:
        cure = f"run: autograder grade {assignment} --student {student}"
        raise CourseError(f"nothing is remembered of {assignment} by {student}; {cure}")
    notebooks = course.notebooks(assignment)
    folder = course.root / "submitted" / student / assignment
    changed = handed_in(folder, notebooks) != memory.handed_in
    alike = {} if changed else dict(_alike(course, notebooks, memory, folder))
    return Explanation(assignment, memory, marks, changed, alike)


def _alike(course: Course, notebooks: list[Notebook], memory: Memory, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Run the questions that lost points once more, beside the wrong answers that are known to them."""
    lost = {q["question"] for q in memory.outcome.questions if not q["manual"] and q["points"] < q["max_points"]}
    for notebook in notebooks if memory.outcome.state == GRADED else ():
        wrong = [w for w in course.wrong_answers(notebook) if w.question in lost]
        if wrong:
            with Engine(notebook, isolation=_had()) as engine:
                try:
                    record = engine.grade(take_in(load(folder / notebook.path.name), notebook), lost)
                except Unreadable:
                    continue
                yield from ((q.id, list(q.looks_like)) for q in named(engine, record, wrong).questions)


def _had() -> Isolation:
    return allowed(unsafe=False)


def show(console: Console, told: Explanation) -> None:
    """Print it for a person."""
    memory, outcome = told.memory, told.memory.outcome
    points = f", {outcome.score:g} of {outcome.max_score:g} from tests" if outcome.questions else ""
    console.print(f"[bold]{escape(outcome.student)}, {told.assignment}: {outcome.state}{points}[/]", soft_wrap=True)
    if outcome.reason:
        console.print(f"because {clean(outcome.reason)}", markup=False, soft_wrap=True)
    ran = f" in {outcome.seconds:g} s, {outcome.isolation}" if outcome.isolation else ""
    since = "what is handed in now is another: grade again" if told.changed else "the submission is the same since"
    seen = "graded" if outcome.state == GRADED else "looked at"
    console.print(f"{seen} {memory.when}{ran}, from content {memory.content[:12]}; {since}", soft_wrap=True)
    table = Table("question", ("points"), "marked", "why", box=None, pad_edge=False, header_style="dim")
    for question in outcome.questions:
        table.add_row(*_row(question, told))
    if outcome.questions:
        console.print(table)


def _row(question: dict[str, Any], told: Explanation) -> tuple[str, str, str, str]:
    best = f"{question['max_points']:g}"
    points = f"– / {best}" if question["manual"] else f"{question['points']:g} / {best}"
    cells = [question["question"], *(t["test"] for t in question["tests"])]
    by_hand = [told.marks[c]["manual_score"] for c in cells if c in told.marks]
    marked = "+".join(f"{m:g}" for m in by_hand if m is not None)
    return escape(question["question"]), points, marked, escape("\n".join(_reasons(question, told)))


def _reasons(question: dict[str, Any], told: Explanation) -> Iterator[str]:
    if question["manual"]:
        yield "read by a human"
    if question["note"]:
        yield f"intake: {question['note']}"
    if question["answer"] in ("as released", "missing"):
        yield f"the answer is {question['answer']}"
    for test in question["tests"]:
        inside = ", inside the student's process" if test["inside"] else ""
        said = ": ".join(filter(None, (test["error"], clean(test["message"], 600))))
        yield f"{test['test']}: {test['points']:g} of {test['max_points']:g}{inside}{': ' * bool(said)}{said}"
    for sentence in told.looks_like.get(question["question"], []):
        yield f"looks like: {clean(sentence)}"
