"""The corpus of attacks through plain nbgrader and through autograder, counted by family into benchmarks/attacks.md.

    python benchmarks/attacks.py [plain] [sealed] [confined] [damage]        (as root: attacks_plain.py makes a jail)

What is found is kept in _build/attacks.json, so that a run that was stopped goes on where it was. How each
grader is run: attacks_plain.py, attacks_ours.py.
"""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from attacks_ours import LIMITS, ours, times
from attacks_plain import SECONDS, all_plain
from attacks_verdict import ROOT, Verdict

from tests.autograder.attacks import target
from tests.autograder.attacks.corpus import ATTACKS
from tests.autograder.attacks.families import FAMILIES

KEPT = Path(os.environ.get("ATTACKS_KEPT", ROOT / "_build" / "attacks.json"))
PAGE = ROOT / "benchmarks" / "attacks.md"


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

## Seconds to a verdict

Two submissions at a time. An attack that hangs in its answer cell and again in each test uses more than one time-out;
each is {ours} s here, a whole submission has 20 s.

{times}

## What a test's author has to see to

No grader can know that an answer is wrong where the test lets it pass. These let more pass than they seem to:

- `assert_allclose(f(x), g(x))`: f may change x before g sees it. Compute what is expected first, or hand f a copy.
- `np.allclose(f(x), 3)`: an array without entries passes. Compare the shape too.
- `worst = max(worst, abs(f(x) - 3))`: `max(0.0, nan)` is 0.0. Assert inside the loop.
- A locked cell that uses the student's names runs in the student's process; so do its asserts. They belong in a test.
- `a.equals(b)` on objects of the student's: the student's class judges itself. Compare what it holds.

## Damaged notebooks

Honest notebooks of a class that is all right, wrong, half-way and empty, damaged by a seed: cells deleted, split,
duplicated, edited twice, re-typed, pasted, moved, stripped of their metadata; one to three kinds each. The seeds from 0
on were looked at while the rules were written, those from 1000 on were not. Where an answer is there twice with
different content, a human has to say which one counts.

{damage}
"""


CHAPTERS = (
    "02_data", "05_autograd", "07_probability", "00_welcome", "03_linear_algebra", "06_regression", "08_optimization",
    "09_roadmap",
)  # fmt: skip
DAMAGED = (  # notebook, seeds
    ("01_small", range(300)),
    ("01_small", range(1000, 1150)),
    *((name, range(2000, 2020)) for name in CHAPTERS),
)


def damage(rows: list[dict[str, Any]], save: Callable[[], None]) -> None:
    """What intake makes of honest notebooks, damaged by seeds: the tests' own course, and chapters of the book."""
    from autograder.course import Course
    from autograder.engine import Engine
    from autograder.sandbox import Limits
    from tests.autograder import small_course
    from tests.autograder.damage import tally

    done = {(row["notebook"], row["first"], row["count"]) for row in rows}
    with tempfile.TemporaryDirectory(prefix="damage-") as folder:
        small = Course(small_course.build(Path(folder)))
        for name, seeds in (d for d in DAMAGED if (d[0], d[1][0], len(d[1])) not in done):
            course = small if name in small.assignments else Course(ROOT / "exercises")
            notebook = course.notebooks(name)[0]
            with Engine(notebook, Limits(60, 600)) as engine:  # a busy machine must not cost points
                found = tally(engine, course.wrong_answers(notebook), seeds)
            rows.append({"notebook": name, "first": seeds[0], "count": len(seeds)})
            rows[-1] |= {"mended": found.mended, "human": found.human, "wrong": [list(w) for w in found.wrong]}
            click.echo(rows[-1])
            save()


def damage_table(rows: list[dict[str, Any]]) -> str:
    """The rows, in Markdown."""
    lines = ["| notebook | seeds | damaged | mended, right points | left to a human | graded differently |"]
    lines.append("|-|-|-:|-:|-:|-:|")
    for row in rows:
        seeds = f"{row['first']} to {row['first'] + row['count'] - 1}"
        figures = (row["count"], row["mended"], row["human"], len(row["wrong"]))
        lines.append(f"| {row['notebook']} | {seeds} | {' | '.join(map(str, figures))} |")
    return "\n".join(lines)


def write_page(kept: dict[str, Any]) -> None:
    """benchmarks/attacks.md from what is kept."""
    said = [f"- {level}: {times(kept[level], kept['around'][level])}." for level in kept.get("around", {})]
    PAGE.write_text(
        WORDS.format(
            count=len(ATTACKS), families=len(FAMILIES), table=page(kept), plain=SECONDS, ours=int(LIMITS.cell_seconds),
            times="\n".join(said) or "Not measured.", damage=damage_table(kept.get("damage", [])),
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
                damage(kept.setdefault(grader, []), lambda: keep(kept))
            elif not kept.get(grader, {}).keys() >= {a.name for a in ATTACKS}:
                kept[grader], kept.setdefault("around", {})[grader] = ours(grader, course)
            keep(kept)
    write_page(kept)


if __name__ == "__main__":
    main()
