"""The plain nbgrader way, in a copy of the course: generate, submit, autograde, read the gradebook.

For demonstrations and for comparing grades; the course folder itself is never written to.
"""

import logging
import os
import re
import shutil
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from .course import MANUAL, TEST, Course, CourseError, Notebook
from .intake import Intake


@dataclass(frozen=True)
class Plain:
    """A copy of a course in `root`, driven through nbgrader's own API."""

    root: Path
    assignment: str
    api: Any

    @classmethod
    def copy(cls, course: Course, assignment: str, root: Path) -> "Plain":
        """Copy what one assignment needs into the empty folder `root`."""
        shutil.copy(course.root / "nbgrader_config.py", root)
        shutil.copytree(course.root / "source" / assignment, root / "source" / assignment)
        for path in (p for p in (course.root / "source").iterdir() if p.is_file()):
            shutil.copy(path, root / "source")  # such as the header of each notebook
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        return cls(root, assignment, _api(root, db_url=f"sqlite:///{root / 'gradebook.db'}"))

    def generate(self) -> list[Path]:
        """Make the release; its notebooks. Raises CourseError with what nbgrader said."""
        self._done(self.api.generate_assignment(self.assignment), "generate_assignment")
        return sorted((self.root / "release" / self.assignment).glob("*.ipynb"))

    def submit(self, student: str, notebook: Notebook, intake: Intake) -> Path:
        """Hand in, as `student`, the released notebook with these answers; where it was put."""
        released = self.root / "release" / self.assignment / notebook.path.name
        nb = nbformat.read(released, 4)  # type: ignore[no-untyped-call]
        for cell in nb.cells:
            answer = intake.answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if answer is not None and answer.state != "as released":
                cell.source = answer.source
        target = self.root / "submitted" / student / self.assignment
        shutil.copytree(self.root / "release" / self.assignment, target)
        nbformat.write(nb, target / notebook.path.name)  # type: ignore[no-untyped-call]
        return target / notebook.path.name

    def autograde(self, student: str) -> None:
        """Run `nbgrader autograde` for one student. Raises CourseError with what nbgrader said."""
        self._done(self.api.autograde(self.assignment, student), f"autograde of {student}")

    def scores(self, student: str, notebook: Notebook) -> dict[str, float]:
        """The points that the gradebook holds for each question that tests grade."""
        questions = {c.grade_id: c.question for c in notebook.cells if c.kind == TEST}
        scores = dict.fromkeys((q.id for q in notebook.questions if not q.manual), 0.0)
        with self.api.gradebook as book:
            submission = book.find_submission_notebook(notebook.path.stem, self.assignment, student)
            for grade in submission.grades:
                if grade.name in questions:
                    scores[questions[grade.name]] += grade.score
        return scores

    def to_read(self, student: str, notebook: Notebook) -> list[str]:
        """The questions of a submission that wait for a human."""
        manual = {c.grade_id for c in notebook.cells if c.kind == MANUAL}
        with self.api.gradebook as book:
            submission = book.find_submission_notebook(notebook.path.stem, self.assignment, student)
            return [g.name for g in submission.grades if g.name in manual and g.needs_manual_grade]

    def _done(self, result: dict[str, Any], what: str) -> None:
        if not result["success"]:
            log = result.get("log") or result.get("error") or ""
            said = re.findall(r"^ {4}(\S.*)", log, re.M)[-1:] or log.split("\n")[-4:]  # the end of a traceback
            raise CourseError(f"nbgrader {what} failed: {' '.join(said).strip()[:500]}")


def course_directory(root: Path) -> Any:
    """nbgrader's CourseDirectory as the course's configuration has it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from .lean import CourseDirectory

        directory = CourseDirectory(config=config_of(root))
    kind, _, path = directory.db_url.partition("sqlite:///")
    if path and not kind:  # nbgrader is called in the course's folder, this from anywhere
        directory.db_url = f"sqlite:///{root / path}"
    quiet()
    return directory


def _api(root: Path, **settings: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.apps import NbGraderAPI

        config = config_of(root)
        config.CourseDirectory.update(settings)
        api = NbGraderAPI(config=config)
    quiet()
    return api


def config_of(root: Path) -> Any:
    """A course's configuration, for this folder."""
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", str(root)).load_config()
    config.CourseDirectory.root = str(root)
    return config


def quiet() -> None:
    """nbgrader logs to traitlets' logger; what matters comes back in its results."""
    logger = logging.getLogger("traitlets")
    logger.handlers, logger.propagate = [logging.NullHandler()], False
    logging.getLogger("alembic").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="nbgrader")
