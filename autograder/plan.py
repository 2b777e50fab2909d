"""What a submission's grade depends on, what of that changed, and which results therefore still hold.

A notebook's results depend on what runs, in its order: the author's code cells, tests among them, the student's answers
and own cells, the files beside the notebook, and the limits. Nothing of it changed: nothing runs, the results that are
remembered hold, and points are counted anew from them. So new points, an edited text, another notebook of the
assignment, or a notebook saved again with other outputs run nothing.

One changed test runs its notebook whole, for each submission. Tests run one after another beside one student's process:
a function of the student's that keeps count, draws random numbers or ends the process answers a later test as the
earlier ones left it, and a test may use what an earlier one imported. Tests of one question alone would give some of
these students another grade than a run from nothing gives, and no look at the course can rule such students out.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .course import ANSWER, MANUAL, TEST, Cell, Notebook, Question
from .intake import Answer, Intake, digest_of, take_in
from .outcomes import Graded, Job, Memory
from .records import GRADED, QuestionResult, Record, TestResult
from .sandbox import Limits
from .submitted import stamp

FORMAT = "3"  # of what is remembered; another one grades everything anew


def written(notebooks: list[Notebook], limits: Limits) -> str:
    """What stands for everything but the submission that makes a grade and a notebook in autograded/."""
    digest = hashlib.sha256(_around(notebooks[0], limits).encode())
    for notebook in notebooks:
        digest.update(hashlib.sha256(notebook.path.read_bytes()).digest())
    return digest.hexdigest()


def content(job: Job, written: str) -> str:
    """What stands for a submission and all else that its grade depends on."""
    return digest_of(repr((written, job.handed_in, stamp(job.folder))).encode("utf-8", "backslashreplace"))


def ran(notebook: Notebook, intake: Intake, limits: Limits) -> str:
    """What stands for all that runs when this notebook is graded."""
    steps = (_around(notebook, limits), *_steps(notebook, intake))
    return digest_of(repr(steps).encode("utf-8", "backslashreplace"))


def _steps(notebook: Notebook, intake: Intake) -> Iterator[tuple[Any, ...]]:
    """The cells that run, in their order: neither where they stand nor what they are worth."""
    yield "", *intake.extras.get("", ())
    for place, cell in enumerate(notebook.cells):
        if cell.code:
            answer = intake.answers[cell.grade_id].source if cell.kind in (ANSWER, MANUAL) else ""
            yield (cell.kind, cell.grade_id, cell.inside, cell.source, answer)
        yield from ((source,) for source in intake.extras.get(str(place), ()))


def _around(notebook: Notebook, limits: Limits) -> str:
    """What stands for the limits and the files beside an assignment's notebooks."""
    folder = notebook.path.parent
    files = sorted(p for d in notebook.data for p in (d, *d.rglob("*")) if p.is_file())
    found = [(p.relative_to(folder).as_posix(), digest_of(p.read_bytes())) for p in files]
    return repr((FORMAT, asdict(limits), found))


def stands(folder: Path, memory: Memory) -> bool:
    """Whether a submission's notebooks in autograded/ are there and whole."""
    try:
        return all(digest_of((folder / n).read_bytes()) == d for n, d in memory.made.items())
    except OSError:
        return False


@dataclass(frozen=True)
class Taken:
    """A submitted notebook, what stands for all that runs of it, and the remembered results if they still hold."""

    notebook: Notebook
    submitted: bytes
    intake: Intake
    ran: str
    held: Graded | None

    def graded(self, record: Record) -> Graded:
        """With what came of running it."""
        return Graded(self.notebook, self.intake, record, self.ran)


def taken(job: Job, notebook: Notebook, submitted: bytes, limits: Limits) -> Taken:
    """Take a notebook in. Raises Unreadable."""
    intake = take_in(submitted, notebook)
    stands_for = ran(notebook, intake, limits)
    return Taken(notebook, submitted, intake, stands_for, _held(job, notebook, intake, stands_for))


def nothing_in(notebook: Notebook) -> Intake:
    """What stands for a submission that cannot be read."""
    wanted = (c.grade_id for c in notebook.cells if c.kind in (ANSWER, MANUAL))
    return Intake({name: Answer(name, "", "missing") for name in wanted}, {})


def _held(job: Job, notebook: Notebook, intake: Intake, ran: str) -> Graded | None:
    """The remembered results of a notebook in which nothing that runs changed; None where they do not hold."""
    memory, name = job.before, notebook.path.name
    part = memory.parts.get(name) if memory is not None else None
    if memory is None or part is None or (part.ran, part.state) != (ran, GRADED) or intake.needs_human:
        return None
    outputs = _outputs_in(job.made / name)
    told = {test["test"]: test for q in memory.questions_of(name) for test in q["tests"]}
    tests = [_counted(c, told.get(c.grade_id), outputs) for c in notebook.cells if c.kind == TEST]
    results = [t for t in tests if t is not None]
    if len(results) < len(tests):
        return None
    questions = tuple(_question(q, intake, results) for q in notebook.questions)
    record = Record(GRADED, "", part.seconds, part.isolation, questions, outputs)
    same = memory.handed_in[name] == job.handed_in[name]
    return Graded(notebook, intake, record, ran, remembered=True, same=same)


def _outputs_in(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The outputs of a notebook in autograded/, by grade_id."""
    cells = json.loads(path.read_bytes())["cells"]
    named = ((c["metadata"].get("nbgrader", {}).get("grade_id", ""), c.get("outputs", [])) for c in cells)
    return {name: outputs for name, outputs in named if name}


def _counted(cell: Cell, told: dict[str, Any] | None, outputs: dict[str, list[dict[str, Any]]]) -> TestResult | None:
    """A remembered result, with the points that the cell has now; None where these cannot be told from it."""
    if told is None:
        return None
    points = told["points"]
    if cell.points != told["max_points"]:
        if told["error"]:
            if told["message"].startswith("the test gave "):  # more points than there were
                return None
        elif points < told["max_points"]:  # the number with which the test ended
            if points > cell.points:
                return None
        elif any(o["output_type"] == "execute_result" for o in outputs.get(cell.grade_id, [])):
            return None  # all points, or the number that happened to be all
        else:
            points = cell.points
    said = (told["error"], told["message"])
    return TestResult(cell.grade_id, cell.question, points, cell.points, *said, "", False, told["inside"])


def _question(question: Question, intake: Intake, results: list[TestResult]) -> QuestionResult:
    answer = intake.answers.get(question.id)
    state, note = (answer.state, answer.note) if answer else ("", "")
    tests = tuple(t for t in results if t.question == question.id)
    points = sum(t.points for t in tests)
    return QuestionResult(question.id, points, question.points, question.manual, state, note, tests)
