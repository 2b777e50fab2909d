"""Attacks through autograder, all of them handed in as one class, with no jail; and how long each verdict took.

A verdict is late where it took 2 s more than the time-outs that the attack ran into: one for an answer cell that never
ends, one for each test in which it hangs again. Other work on the machine makes verdicts late too. So honest
submissions go along, whose times are told, and what was late is graded again, alone.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

import click
import nbformat
from attacks_jailed import surroundings
from attacks_verdict import Verdict, hand_in, judged

from autograder.course import Course
from autograder.grading import Grading
from autograder.isolation import Isolation
from autograder.sandbox import Limits
from autograder.student import OVERDUE
from tests.autograder.attacks import target
from tests.autograder.attacks.corpus import ATTACKS, HONEST
from tests.autograder.attacks.families import Attack
from tests.autograder.attacks.world import world_at

LIMITS = Limits(cell_seconds=5, total_seconds=20, memory=1 << 30, disk=32 << 20)
GRACE = 2.0
CALM = tuple(f"a-{letter}-calm" for letter in "bdfilortw")  # honest students, graded among the others


def ours(level: str, course: Path) -> tuple[dict[str, Verdict], dict[str, Any]]:
    """What the attacks reach, and what was around them: honest submissions' seconds, the machine's load."""
    students = [*map(target.slug, ATTACKS), *CALM]
    with tempfile.TemporaryDirectory(prefix="ours-") as folder:
        here = Path(folder)
        for above in (here, *list(here.parents)[: len(here.parts) - 2]):
            above.chmod(0o755)
        shutil.copytree(course, here / "course")
        with world_at(here / "world") as around:
            for attack in ATTACKS:
                hand_in(attack, here / "course", {**around.places, "course": here / "course"})
            for student in CALM:
                target.hand_in(here / "course", student, HONEST)
            before = surroundings(here, students)
            seconds = _graded(here / "course", level, ATTACKS, 2)
            load = os.getloadavg()[2]
            again = _graded(here / "course", level, _late(seconds, here / "course"), 1)
            if surroundings(here, students) != before or not around.bystander_lives():
                raise click.ClickException(f"{level}: something was changed: look for it with pytest --all")
        (here / "told.json").write_text("false")
        found = {a.name: judged(a, here, seconds[target.slug(a)]) | _waits(a, here / "course", again) for a in ATTACKS}
    return found, {"calm": sorted(seconds[student] for student in CALM), "load": load}


def _graded(course: Path, level: str, attacks: Iterable[Attack], workers: int) -> dict[str, float]:
    """Seconds of each submission; with two workers the honest ones go along."""
    seconds: dict[str, float] = {}
    for after in dict.fromkeys(a.after for a in attacks):
        run = Grading(Course(course), target.ASSIGNMENT[after], LIMITS, Isolation(level), workers, force=True)
        who = run.students() if workers > 1 else [target.slug(a) for a in attacks if a.after == after]
        seconds |= {o.student: o.seconds for o in run.run(who)}
    return seconds


def _late(seconds: dict[str, float], course: Path) -> list[Attack]:
    return [a for a in ATTACKS if seconds[target.slug(a)] > _allowed(a, course) + GRACE]


def _waits(attack: Attack, course: Path, again: dict[str, float]) -> dict[str, float]:
    student = target.slug(attack)
    return {"allowed": _allowed(attack, course)} | ({"alone": again[student]} if student in again else {})


def _allowed(attack: Attack, course: Path) -> float:
    """Seconds of the time-outs that the attack ran into, as the errors in its graded notebook say; one at least."""
    assignment = target.ASSIGNMENT[attack.after]
    path = course / "autograded" / target.slug(attack) / assignment / f"{assignment}.ipynb"
    cells = nbformat.read(path, 4).cells if path.is_file() else []
    errors = [o for c in cells if c.cell_type == "code" for o in c.outputs if o.output_type == "error"]
    said = [e.evalue for e in errors]
    if any(text.startswith(OVERDUE) and "one test" not in text for text in said):
        return LIMITS.total_seconds
    once = any("did not answer in time" in text for text in said) + any("in one test" in text for text in said)
    return LIMITS.cell_seconds * max(1, once + sum("took more than 5 s" in text for text in said))


def times(found: dict[str, Verdict], around: dict[str, Any]) -> str:
    """How long verdicts took, in a sentence."""
    beyond = sorted((v["seconds"] - v["allowed"], name) for name, v in found.items())
    late = [name for more, name in beyond if more > GRACE]
    alone = {name: found[name]["alone"] - found[name]["allowed"] for name in late}
    still = {name: more for name, more in alone.items() if more > GRACE}
    calm = around["calm"]
    again = f", graded again, alone, {len(still) or 'none'} of them" if late else ""
    worst = "".join(f" ({name}: {more:.1f} s beyond)" for name, more in still.items())
    half = median(v["seconds"] for v in found.values())
    return (
        f"half within {half:.1f} s; {len(late) or 'none'} of {len(found)} later "
        f"than their time-outs and {GRACE:g} s{again}{worst}. Honest submissions among them took {median(calm):.1f} s, "
        f"the slowest {calm[-1]:.1f} s; the machine's load was {around['load']:.0f} on {os.cpu_count()} cores"
    )
