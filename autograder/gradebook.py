"""nbgrader's gradebook, written one submission at a time: all of its grades with what is remembered, or nothing."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from .course import CourseError, Notebook
from .lean import Gradebook, MissingEntry, parse_utc
from .outcomes import Graded, Job, Memory
from .records import FAILED, GRADED, NEEDS_HUMAN

_TABLE = (
    "CREATE TABLE IF NOT EXISTS autograder_ledger (assignment VARCHAR(128), student VARCHAR(128), "
    "content VARCHAR(64), outcome TEXT, PRIMARY KEY (assignment, student))"
)


class Book:
    """The gradebook of a course. Use it from one thread, in a `with` block."""

    Error = SQLAlchemyError

    def __init__(self, db_url: str, course_id: str) -> None:
        self.book = Gradebook(db_url, course_id)
        with self.book.engine.begin() as connection:
            connection.execute(text(_TABLE))
        if db_url.startswith("sqlite"):
            with self.book.engine.connect() as connection:
                connection.execute(text("PRAGMA journal_mode=WAL"))

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()

    def want(self, assignment: str, notebooks: list[Notebook]) -> None:
        """Raises CourseError unless the assignment was generated, with these notebooks and cells."""
        cure = f"run: nbgrader generate_assignment {assignment}"
        for notebook in notebooks:
            try:
                known = self.book.find_notebook(notebook.path.stem, assignment)
            except MissingEntry:
                raise CourseError(f"the gradebook does not know {assignment}/{notebook.path.name}; {cure}") from None
            there = {cell.name: cell.max_score for cell in known.grade_cells}
            wanted = {c.grade_id: c.points for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")}
            if there != wanted:
                odd = sorted(k for k in there.keys() | wanted if there.get(k) != wanted.get(k))
                raise CourseError(f"the gradebook's cells of {assignment} are others: {', '.join(odd)[:200]}; {cure}")

    def remembered(self, assignment: str) -> dict[str, Memory]:
        """What is remembered of each student's submission."""
        query = text("SELECT student, content, outcome FROM autograder_ledger WHERE assignment = :a")
        with self.book.engine.connect() as connection:
            rows = connection.execute(query, {"a": assignment}).all()
        found = {student: Memory.from_json(content, json.loads(outcome)) for student, content, outcome in rows}
        return {student: memory for student, memory in found.items() if memory is not None}

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
        student, stamp = job.student, job.folder / "timestamp.txt"
        with self._transaction():
            if graded:
                when = {"timestamp": parse_utc(stamp.read_text().strip())} if stamp.is_file() else {}
                self.book.update_or_create_student(student)
                self.book.update_or_create_submission(assignment, student, **when)
            elif memory.outcome.state == NEEDS_HUMAN:
                self._look_again(assignment, student)
            for part in graded:
                if part.record.state != FAILED:
                    self._grades(assignment, student, part)
            row = {"a": assignment, "s": student, "c": memory.content, "o": json.dumps(memory.to_json())}
            self.book.db.execute(text("DELETE FROM autograder_ledger WHERE assignment = :a AND student = :s"), row)
            self.book.db.execute(text("INSERT INTO autograder_ledger VALUES (:a, :s, :c, :o)"), row)

    def _look_again(self, assignment: str, student: str) -> None:
        """What was graded before is no longer what was handed in."""
        try:
            submission = self.book.find_submission(assignment, student)
        except MissingEntry:
            return
        for grade in (g for notebook in submission.notebooks for g in notebook.grades):
            grade.needs_manual_grade = True

    def _grades(self, assignment: str, student: str, part: Graded) -> None:
        points = {t.grade_id: t.points for q in part.record.questions for t in q.tests}
        untouched = {a.grade_id for a in part.intake.answers.values() if a.state in ("as released", "missing")}
        submission = self.book.find_submission_notebook(part.notebook.path.stem, assignment, student)
        for grade in submission.grades:
            if grade.name in points:
                grade.auto_score = points[grade.name] if part.record.state == GRADED else None
            else:
                grade.auto_score = 0 if grade.name in untouched else None
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in submission.comments:
            comment.auto_comment = "No response." if comment.name in untouched else None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """nbgrader's methods commit after each step; inside, they only flush."""
        session = self.book.db
        commit, session.commit = session.commit, session.flush
        try:
            yield
            commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.commit


def open_book(root: Path) -> Book:
    """The gradebook that the course's nbgrader_config.py names."""
    from .plain_nbgrader import course_directory

    directory = course_directory(root)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # for alembic
    return Book(directory.db_url, directory.course_id)
