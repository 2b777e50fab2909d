"""The corpus of attacks through plain nbgrader and through autograder, counted by family into benchmarks/attacks.md.

    python benchmarks/attacks.py [plain] [sealed] [confined]        (as root: plain nbgrader has to be kept in a jail)

What is found is kept in _build/attacks.json, so that a run that was stopped goes on where it was. autograder
grades all attacks as one class, with no jail; attacks_plain.py says how plain nbgrader does.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import click
from attacks_jailed import surroundings
from attacks_plain import SECONDS, all_plain
from attacks_verdict import ROOT, Verdict, hand_in, judged

from tests.autograder.attacks import target
from tests.autograder.attacks.corpus import ATTACKS
from tests.autograder.attacks.families import FAMILIES
from tests.autograder.attacks.world import world_at

KEPT = Path(os.environ.get("ATTACKS_KEPT", ROOT / "_build" / "attacks.json"))
PAGE = ROOT / "benchmarks" / "attacks.md"
CELL_SECONDS = 5


def ours(level: str, course: Path) -> dict[str, Verdict]:
    """What the attacks reach in autograder, all of them handed in as one class with an honest neighbour."""
    from autograder.course import Course
    from autograder.grading import Grading
    from autograder.isolation import Isolation
    from autograder.sandbox import Limits

    students = [target.slug(attack) for attack in ATTACKS]
    found: dict[str, Verdict] = {}
    limits = Limits(cell_seconds=CELL_SECONDS, total_seconds=20, memory=1 << 30, disk=32 << 20)
    with tempfile.TemporaryDirectory(prefix="ours-") as folder:
        here = Path(folder)
        for above in (here, *list(here.parents)[: len(here.parts) - 2]):
            above.chmod(0o755)
        shutil.copytree(course, here / "course")
        with world_at(here / "world") as around:
            for attack in ATTACKS:
                hand_in(attack, here / "course", {**around.places, "course": here / "course"})
            before = surroundings(here, students)
            seconds: dict[str, float] = {}
            for assignment in target.ASSIGNMENT.values():
                run = Grading(Course(here / "course"), assignment, limits, Isolation(level), workers=2)
                seconds |= {o.student: o.seconds for o in run.run(run.students())}
            if surroundings(here, students) != before or not around.bystander_lives():
                raise click.ClickException(f"{level}: something was changed: look for it with pytest --all")
        for attack in ATTACKS:
            (here / "told.json").write_text("false")
            found[attack.name] = judged(attack, here, seconds[target.slug(attack)])
    return found


COLUMNS = ("gained", "leaked", "harmed", "stopped")
TITLES = {"plain": "plain nbgrader", "sealed": "autograder, sealed", "confined": "autograder, confined"}


def page(kept: dict[str, dict[str, Verdict]]) -> str:
    """The table, in Markdown."""
    graders = [g for g in TITLES if kept.get(g)]
    lines = ["| attacks | | " + " | ".join(TITLES[g] for g in graders) + " |", "|-|-:|" + "-|" * len(graders)]
    for family in (*FAMILIES, "all"):
        names = [a.name for a in ATTACKS if family in (a.family, "all")]
        row = [f"| {family} | {len(names)} |"]
        for grader in graders:
            found = [kept[grader][n] for n in names if n in kept[grader]]
            counts = [f"{sum(bool(v[c]) for v in found)} {c}" for c in COLUMNS if any(v[c] for v in found)]
            part = "" if len(found) == len(names) else f" (of {len(found)} run)"
            row.append(f" {', '.join(counts) or 'nothing'}{part} |")
        lines.append("".join(row))
    return "\n".join(lines)


def times(kept: dict[str, dict[str, Verdict]]) -> str:
    """How long verdicts took."""
    said = []
    for level in ("sealed", "confined"):
        seconds = sorted((v["seconds"], name) for name, v in kept.get(level, {}).items())
        if seconds:
            late = sum(s > CELL_SECONDS + 2 for s, _ in seconds)
            said.append(
                f"{level}: half within {seconds[len(seconds) // 2][0]:.1f} s, the slowest {seconds[-1][0]:.1f} s "
                f"({seconds[-1][1]}), {late} of {len(seconds)} later than {CELL_SECONDS + 2} s"
            )
    return "; ".join(said)


WORDS = """# Attacks on the graders

What `python benchmarks/attacks.py` found: the corpus of tests/autograder/attacks, {count} hostile submissions
in {families} families, through plain nbgrader and through autograder at both levels of isolation. **Gained**: a
point that is not due. **Leaked**: a secret of the course, of a neighbour, of the home folder or of a local
server. **Harmed**: a file of others changed, a process of others ended or left behind, or active HTML passed on
to the teacher's browser. **Stopped**: the run did not come to grade the next, honest student.

{table}

Plain nbgrader ran in a jail (another user, no network but its own, Python's folders read only, memory,
processes and files bounded), so what it lost there is less than it would lose on a teacher's machine. It was
given {plain} s a cell, autograder {ours} s a cell or call. Where
fewer were run than there are, the run was cut short; the same command goes on.

Seconds to a verdict by autograder, two at a time on two cores that had other work: {times}. An attack that spends its
time in the answer cell and again in each call of a test uses more than one timeout.

## Damaged notebooks

{damage}
"""


def damage() -> dict[str, int]:
    """What intake makes of 300 honest notebooks, damaged by a seed."""
    from autograder.course import Course
    from autograder.engine import Engine
    from tests.autograder import small_course
    from tests.autograder.damage import tally

    with tempfile.TemporaryDirectory(prefix="damage-") as folder:
        course = Course(small_course.build(Path(folder)))
        (notebook,) = course.notebooks("01_small")
        with Engine(notebook) as engine:
            found = tally(engine, course.wrong_answers(notebook), 300)
    return {"mended": found.mended, "human": found.human, "wrong": len(found.wrong)}


def write_page(kept: dict[str, Any]) -> None:
    """benchmarks/attacks.md from what is kept."""
    d = kept.get("damage")
    said = (
        "Not measured."
        if d is None
        else (
            "Of 300 honest notebooks, damaged by a seed (cells deleted, split, duplicated, edited twice, re-typed, "
            "pasted, moved, stripped of their metadata; one to three kinds each), intake mended "
            f"{d['mended']} without a human and with the right points, left {d['human']} to a human, and graded "
            f"{d['wrong']} wrongly. About half of those that a human sees have an answer twice with different content: "
            "nobody else can know which one counts."
        )
    )
    PAGE.write_text(
        WORDS.format(
            count=len(ATTACKS), families=len(FAMILIES), table=page(kept), plain=SECONDS, ours=CELL_SECONDS,
            times=times(kept) or "not measured", damage=said,
        )
    )  # fmt: skip


def keep(kept: dict[str, Any]) -> None:
    """A run that is stopped goes on where it was."""
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(kept, indent=1))


@click.command()
@click.argument("graders", nargs=-1, type=click.Choice([*TITLES, "damage"]))
@click.option("--only", default="", help="Only attacks whose name holds this.")
def main(graders: tuple[str, ...], only: str) -> None:
    """Run what is missing, write the page."""
    kept: dict[str, Any] = json.loads(KEPT.read_text()) if KEPT.is_file() else {}
    with tempfile.TemporaryDirectory(prefix="target-") as folder:
        course = target.attacked_course(Path(folder))
        for grader in graders or (*TITLES, "damage"):
            if grader == "plain":
                all_plain(course, kept.setdefault(grader, {}), only, lambda: keep(kept))
            elif grader == "damage":
                kept[grader] = damage()
            elif not kept.get(grader, {}).keys() >= {a.name for a in ATTACKS}:
                kept[grader] = ours(grader, course)
            keep(kept)
    write_page(kept)


if __name__ == "__main__":
    main()
