"""What a submission's grade depends on, what of that changed, and which results therefore still hold.

A notebook's results depend on what runs, in its order: the author's code cells, tests among them, the student's answers
and own cells, the files beside the notebook, and the limits. Nothing of it changed: nothing runs, the results that are
remembered hold, and points are counted anew from them. So new points, an edited text, another notebook of the
assignment, or a notebook saved again with other outputs run nothing.

A changed test runs the student's cells, which it depends on, and the tests of its question. The other questions keep
their results where those cannot depend on it. Tests run one after another beside one student's process: a function of
the student's that keeps count or draws random numbers answers a later test as the earlier ones left it, and a test may
use a name that another one bound. So each run looks whether a test left a trace (traces.py), and the course is read for
shared names (apart.py). Where either is so, or cannot be told, the notebook runs whole.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from .apart import stand_apart
from .course import ANSWER, MANUAL, TEST, Cell, Notebook, Question
from .engine import Engine
from .intake import Answer, Intake, digest_of, take_in
from .outcomes import Graded, Job, Memory
from .records import GRADED, QuestionResult, Record, TestResult
from .sandbox import Limits
from .submitted import stamp

FORMAT = "4"  # of what is remembered; another one grades everything anew


def written(notebooks: list[Notebook], limits: Limits) -> str:
    """What stands for everything but the submission that makes a grade and a notebook in autograded/."""
    digest = hashlib.sha256(_around(notebooks[0], limits).encode())
    for notebook in notebooks:
        digest.update(hashlib.sha256(notebook.path.read_bytes()).digest())
    return digest.hexdigest()


def content(job: Job, written: str) -> str:
    """What stands for a submission and all else that its grade depends on."""
    return digest_of(repr((written, job.handed_in, stamp(job.folder))).encode("utf-8", "backslashreplace"))


def ran(notebook: Notebook, intake: Intake, limits: Limits) -> dict[str, str]:
    """What stands for the tests of each question that run, and by "" for all else that does."""
    steps: dict[str, list[tuple[Any, ...]]] = {"": [(_around(notebook, limits),)]}
    for question, *step in _steps(notebook, intake):
        steps.setdefault(question, []).append((len(steps[""]) if question else 0, *step))
    return {question: digest_of(repr(s).encode("utf-8", "backslashreplace")) for question, s in steps.items()}


def _steps(notebook: Notebook, intake: Intake) -> Iterator[tuple[Any, ...]]:
    """The cells that run, in their order, a test with its question first: neither where they stand nor their points."""
    yield "", *intake.extras.get("", ())
    for place, cell in enumerate(notebook.cells):
        if cell.code:
            answer = intake.answers[cell.grade_id].source if cell.kind in (ANSWER, MANUAL) else ""
            question = cell.question if cell.kind == TEST else ""
            yield (question, cell.kind, cell.grade_id, cell.inside, cell.source, answer)
        yield from (("", source) for source in intake.extras.get(str(place), ()))


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
    """A submitted notebook, what stands for all that runs of it, and what is remembered and still holds."""

    notebook: Notebook
    submitted: bytes
    intake: Intake
    ran: dict[str, str]
    holds: Graded | None  # the results of all its questions, or of some

    @property
    def again(self) -> list[str]:
        """The questions whose tests have to run."""
        held = {q.id for q in self.holds.record.questions} if self.holds is not None else set[str]()
        return [q.id for q in self.notebook.questions if q.id not in held]

    @property
    def held(self) -> Graded | None:
        """The remembered results, where nothing has to run."""
        return None if self.again else self.holds

    def run(self, engine: Engine) -> Graded:
        """Run what has to run; the whole notebook where what should stand apart did not."""
        if self.holds is None:
            return self.graded(engine.grade(self.intake))
        record = engine.grade(self.intake, self.again)
        if not record.apart:
            return self.graded(engine.grade(self.intake))
        return replace(self.graded(_joined(self.notebook, self.holds.record, record)), same=self.holds.same)

    def graded(self, record: Record) -> Graded:
        """With what came of running all of it."""
        return Graded(self.notebook, self.intake, record, self.ran)


def taken(job: Job, notebook: Notebook, submitted: bytes, limits: Limits) -> Taken:
    """Take a notebook in. Raises Unreadable."""
    intake = take_in(submitted, notebook)
    stands_for = ran(notebook, intake, limits)
    return Taken(notebook, submitted, intake, stands_for, _holding(job, notebook, intake, stands_for))


def nothing_in(notebook: Notebook) -> Intake:
    """What stands for a submission that cannot be read."""
    wanted = (c.grade_id for c in notebook.cells if c.kind in (ANSWER, MANUAL))
    return Intake({name: Answer(name, "", "missing") for name in wanted}, {})


def _holding(job: Job, notebook: Notebook, intake: Intake, ran: dict[str, str]) -> Graded | None:
    """The remembered results of the questions of which nothing that runs changed; None where none of them holds."""
    memory, name = job.before, notebook.path.name
    part = memory.parts.get(name) if memory is not None else None
    if memory is None or part is None or (part.ran.get(""), part.state) != (ran[""], GRADED) or intake.needs_human:
        return None
    outputs = _outputs_in(job.made / name)
    told = {test["test"]: test for q in memory.questions_of(name) for test in q["tests"]}
    held = []
    for question in (q for q in notebook.questions if part.ran.get(q.id) == ran.get(q.id)):
        cells = [c for c in notebook.cells if c.kind == TEST and c.question == question.id]
        tests = [_counted(c, told.get(c.grade_id), outputs) for c in cells]
        results = [t for t in tests if t is not None]
        if len(results) == len(tests):
            held.append(_question(question, intake, results))
    if len(held) < len(notebook.questions) and not (held and part.apart and stand_apart(notebook)):
        return None
    record = Record(GRADED, "", part.seconds, part.isolation, tuple(held), outputs, part.apart)
    same = memory.handed_in[name] == job.handed_in[name]
    return Graded(notebook, intake, record, ran, remembered=True, same=same)


def _joined(notebook: Notebook, held: Record, now: Record) -> Record:
    """The results that hold, with those of the questions that ran."""
    questions = {q.id: q for q in (*held.questions, *now.questions)}
    tests = {t.grade_id for q in held.questions for t in q.tests}
    outputs = {name: shown for name, shown in held.outputs.items() if name in tests} | now.outputs
    return replace(now, questions=tuple(questions[q.id] for q in notebook.questions), outputs=outputs)


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
