"""nbgrader's gradebook, written one submission at a time: all of its grades with what is remembered, or nothing."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError

from .checks import FLAG
from .course import CourseError, Notebook
from .late import Plugin, penalty, plugin_of
from .lean import Gradebook, MissingEntry, parse_utc
from .outcomes import Graded, Job, Memory
from .records import GRADED
from .submitted import stamp

_TABLE = (
    "CREATE TABLE IF NOT EXISTS autograder_ledger (assignment VARCHAR(128), student VARCHAR(128), "
    "content VARCHAR(64), outcome TEXT, PRIMARY KEY (assignment, student))"
)


class Book:
    """The gradebook of a course. Use it from one thread, in a `with` block."""

    Error = SQLAlchemyError

    def __init__(self, db_url: str, course_id: str, late: Plugin | None = None) -> None:
        self.book, self.late = Gradebook(db_url, course_id), late
        if db_url.startswith("sqlite"):
            event.listen(self.book.engine, "connect", _settings)
            self.book.engine.dispose()
        with self.book.engine.begin() as connection:
            connection.execute(text(_TABLE))
        self.book.db().expire_on_commit = False  # what was read of the assignment holds while we write

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()

    def want(self, assignment: str, notebooks: list[Notebook]) -> None:
        """Raises CourseError unless the assignment was generated, with these notebooks and cells."""
        cure = f"run: nbgrader generate_assignment {assignment} --force"
        for notebook in notebooks:
            try:
                known = self.book.find_notebook(notebook.path.stem, assignment)
            except MissingEntry:
                raise CourseError(f"the gradebook does not know {assignment}/{notebook.path.name}; {cure}") from None
            there: dict[str, float | None] = {cell.name: None for cell in known.solution_cells}
            there |= {cell.name: cell.max_score for cell in known.grade_cells}
            wanted = _cells_of(notebook)
            if there != wanted:
                odd = sorted(k for k in there.keys() | wanted if there.get(k, "") != wanted.get(k, ""))
                if there.keys() != wanted.keys() and known.submissions:  # nbgrader refuses to generate it then
                    remove = f"nbgrader db assignment remove {assignment} --force"
                    cure = f"run: {remove} (marks given by hand go with it), then {cure[5:]}"
                raise CourseError(f"the gradebook's cells of {assignment} are others: {', '.join(odd)[:200]}; {cure}")

    def remembered(self, assignment: str) -> dict[str, Memory]:
        """What is remembered of each student's submission."""
        query = text("SELECT student, content, outcome FROM autograder_ledger WHERE assignment = :a")
        with self.book.engine.connect() as connection:
            rows = connection.execute(query, {"a": assignment}).all()
        found = {student: Memory.from_json(content, outcome) for student, content, outcome in rows}
        return {student: memory for student, memory in found.items() if memory is not None}

    def students(self, assignment: str) -> set[str]:
        """Who has a submission in the gradebook: a teacher may have removed what is still remembered."""
        query = text(
            "SELECT submitted_assignment.student_id FROM submitted_assignment JOIN assignment "
            "ON assignment.id = submitted_assignment.assignment_id WHERE assignment.name = :a"
        )
        with self.book.engine.connect() as connection:
            return set(connection.execute(query, {"a": assignment}).scalars())

    def marks(self, assignment: str, student: str) -> dict[str, dict[str, Any]]:
        """What stands in the gradebook for each graded cell of a submission; nothing where there is none."""
        try:
            submission = self.book.find_submission(assignment, student)
        except MissingEntry:
            return {}
        wanted = ("auto_score", "manual_score", "extra_credit", "needs_manual_grade")
        grades = (grade for notebook in submission.notebooks for grade in notebook.grades)
        return {grade.name: {key: getattr(grade, key) for key in wanted} for grade in grades}

    def write(self, assignment: str, job: Job, graded: list[Graded], memory: Memory) -> None:
        """One transaction: the student, the submission, its grades, and the ledger's row."""
        student = job.student
        with self._transaction():
            self.book.update_or_create_student(student)
            submission = self.book.update_or_create_submission(assignment, student, **_when(job))
            for part in graded:
                self._grades(submission, part)
            if self.late is not None:
                self._take_off(self.late, submission, student)
            row = {"a": assignment, "s": student, "c": memory.content, "o": json.dumps(memory.to_json())}
            self.book.db.execute(text("DELETE FROM autograder_ledger WHERE assignment = :a AND student = :s"), row)
            self.book.db.execute(text("INSERT INTO autograder_ledger VALUES (:a, :s, :c, :o)"), row)

    def _grades(self, submission: Any, part: Graded) -> None:
        """Points of tests, and what waits for a human: all of it where the submission is not graded."""
        (given,) = (n for n in submission.notebooks if n.notebook.name == part.notebook.path.stem)
        cells = (*given.notebook.grade_cells, *given.notebook.solution_cells, *given.notebook.task_cells)
        names = {cell.id: cell.name for cell in cells}
        auto, comments = _automatic(part) if part.record.state == GRADED else ({}, {})
        for grade in given.grades:
            points = auto.get(names[grade.cell_id])
            changed, grade.auto_score = grade.auto_score != points, points
            if changed or not part.same:  # where nothing changed, what a human said of it holds
                grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in given.comments:
            comment.auto_comment = comments.get(names[comment.cell_id])

    def _take_off(self, plugin: Plugin, submission: Any, student: str) -> None:
        """What a late submission loses, notebook by notebook."""
        self.book.db.flush()
        for notebook in submission.notebooks:
            self.book.db.refresh(notebook, ["score"])  # the database adds it up
            taken = penalty(plugin, student, notebook.score, submission.total_seconds_late)
            notebook.late_submission_penalty = taken

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """nbgrader's methods commit after each step; inside, nothing is written before the end."""
        session = self.book.db
        commit, session.commit = session.commit, lambda: None
        try:
            yield
            commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.commit


def _settings(connection: Any, _: object) -> None:
    """A log beside the gradebook, flushed to disk when it is merged.

    Whatever is killed, nothing is lost; if the power fails, perhaps the last submissions, which the next run grades.
    """
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _cells_of(notebook: Notebook) -> dict[str, float | None]:
    """The cells that nbgrader's gradebook knows of a notebook: answers, and what has points with its points."""
    known = [(c, c.metadata.get("nbgrader", {})) for c in notebook.cells]
    return {c.grade_id: c.points if about.get("grade") else None for c, about in known if _is_known(about)}


def _is_known(about: dict[str, Any]) -> bool:
    return bool(about.get("grade") or about.get("solution"))


def _automatic(part: Graded) -> tuple[dict[str, float], dict[str, str]]:
    """Points by cell, none for what a human reads, and comments on answers."""
    untouched = {a.grade_id for a in part.intake.answers.values() if a.state in ("as released", "missing")}
    tests = [t for q in part.record.questions for t in q.tests]
    points = dict.fromkeys(untouched, 0.0) | {t.grade_id: t.points for t in tests}
    comments = dict.fromkeys(untouched, "No response.")
    for test in tests:
        if test.inside:
            said = f"{test.grade_id}: {FLAG}."
            comments[test.question] = " ".join(filter(None, (comments.get(test.question), said)))
    return points, comments


def _when(job: Job) -> dict[str, Any]:
    said = stamp(job.folder)
    try:
        return {"timestamp": parse_utc(said)} if said else {}
    except (ValueError, OverflowError):  # the submission needs a human for it
        return {}


def open_book(root: Path) -> Book:
    """The gradebook that the course's nbgrader_config.py names."""
    from .plain_nbgrader import course_directory

    directory = course_directory(root)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # for alembic
    return Book(directory.db_url, directory.course_id, plugin_of(root))
