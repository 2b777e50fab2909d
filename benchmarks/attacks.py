"""The corpus of attacks through plain nbgrader and through autograder, counted by family into benchmarks/attacks.md.

    python benchmarks/attacks.py [plain] [sealed] [confined]        (as root: plain nbgrader has to be kept in a jail)

What is found is kept in _build/attacks.json, so that a run that was stopped goes on where it was. Plain nbgrader grades
each attack and then an honest neighbour, as another user in a jail of its own: without network, the disk read only but
for one folder, memory, processes and files bounded. autograder grades all attacks as one class, with no jail.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.autograder.attacks.families import (  # noqa: E402
    EQUALS,
    FAMILIES,
    FORGED,
    HTML,
    NETWORK,
    PATCHED,
    READS,
    SECRET,
    TRAPS,
    Attack,
)
from tests.autograder.attacks.world import inventory, world_at  # noqa: E402

if "--inside" not in sys.argv:  # in the jail nothing of this is needed, and importing takes longer than the attack
    import nbformat

    from autograder import warden
    from tests.autograder.attacks import target
    from tests.autograder.attacks.corpus import ATTACKS, TESTS

KEPT = Path(os.environ.get("ATTACKS_KEPT", ROOT / "_build" / "attacks.json"))
PAGE = ROOT / "benchmarks" / "attacks.md"
CELL_SECONDS = 5
PLAIN_SECONDS = 15  # for a cell in plain nbgrader
PATIENCE = 240  # seconds for plain nbgrader to grade a submission and its neighbour
USER, PORT, ABSTRACT, NAP = 47001, 47123, "attacked", "985.747"
GENTLE = (PATCHED, EQUALS, READS, FORGED, NETWORK, TRAPS, HTML)
HOSTILE = ("<script", "onerror=", "onload=", "javascript:")
Verdict = dict[str, Any]  # gained, leaked, harmed, stopped: bool; seconds: float


# ------------------------------------------------------------------------------------------------- plain nbgrader


@contextmanager
def arena() -> Iterator[Path]:
    """A folder whose disk is small and gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="arena-"))
    folder.chmod(0o755)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=500m,nr_inodes=60000,mode=0755", "arena", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)
        folder.rmdir()


def jail(folder: Path) -> list[str]:
    """The command that lets plain nbgrader grade in `folder`, away from everything else."""
    words = ["bwrap", "--die-with-parent", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    words += ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--size", str(64 << 20), "--tmpfs", "/dev/shm"]
    base = Path(sys.base_prefix)
    if base.is_relative_to("/root"):
        words += ["--perms", "0755", "--tmpfs", "/root"]
        for above in reversed(base.relative_to("/root").parents[:-1]):
            words += ["--perms", "0755", "--dir", str("/root" / above)]
        words += ["--ro-bind", str(base), str(base)]
    words += ["--size", str(256 << 20), "--perms", "1777", "--tmpfs", "/tmp", "--bind", str(folder), str(folder)]
    words += [
        "--setenv",
        "HOME",
        str(folder / "own"),
        "--setenv",
        "TMPDIR",
        str(folder / "own"),
        "--chdir",
        str(folder),
    ]
    words += ["prlimit", "--nproc=250", f"--fsize={200 << 20}", "--nofile=512", f"--as={3 << 30}", "--core=0"]
    words += ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--no-new-privs"]
    return [*words, sys.executable, "-P", str(Path(__file__).resolve()), "--inside"]


def inside() -> None:
    """In the jail: let the world be, and run `nbgrader autograde` over what was handed in."""
    here, asked = Path.cwd(), json.loads(Path("asked.json").read_text())
    with world_at(here / "world", PORT, ABSTRACT) as around:
        for path in here.glob("course/submitted/a-*/*/*.ipynb"):
            if path.is_file() and not path.is_symlink() and path.stat().st_size < 1 << 20:
                path.write_bytes(path.read_bytes().replace(b"{bystander}", str(around.bystander.pid).encode()))
        before = surroundings(here, asked["students"])
        words = [
            sys.executable,
            "-m",
            "nbgrader",
            "autograde",
            asked["assignment"],
            f"--Execute.timeout={PLAIN_SECONDS}",
        ]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        subprocess.run(words, cwd=here / "course", **quiet)
        harmed = surroundings(here, asked["students"]) != before or not around.bystander_lives()
        left = subprocess.run(["pgrep", "-f", NAP], **quiet).returncode == 0
    (here / "told.json").write_text(json.dumps(harmed or left))


def places_of(here: Path) -> dict[str, Any]:
    """Where things are in an arena; the bystander is known when it runs."""
    world = here / "world"
    return {
        "course": here / "course", "home": world / "home", "shared": world / "shared", "socket": world / "s",
        "port": PORT, "abstract": ABSTRACT, "nap": NAP, "bystander": "{bystander}",
    }  # fmt: skip


def hand_in(attack: Attack, course: Path, places: dict[str, Any]) -> None:
    """Put an attack into submitted/ of the course."""
    if attack.hand_in is None:
        answer = attack.source
        for name, place in places.items():
            answer = answer.replace("{" + name + "}", str(place))
        target.hand_in(course, target.slug(attack), answer, attack.after)
    else:
        target.hand_in_files(course, attack, places)


def surroundings(here: Path, students: list[str]) -> list[str]:
    """Every file that is not the attackers' and that grading does not write."""
    course = here / "course"
    neighbours = [p for p in (course / "submitted").glob("*") if p.name not in students]
    kept = (course / "source", course / "wrong_answers", here / "world" / "shared", here / "world" / "home")
    config = (course / "nbgrader_config.py").read_bytes()
    return [*inventory(*kept, *neighbours), str(config)]


def plain(attacks: list[Attack], course: Path) -> dict[str, Verdict]:
    """What attacks that are after the same reach in plain nbgrader, handed in as one class."""
    started, students = time.monotonic(), [target.slug(a) for a in attacks]
    with arena() as folder:
        shutil.copytree(course, folder / "course")
        (folder / "own").mkdir()
        for attack in attacks:
            hand_in(attack, folder / "course", places_of(folder))
        asked = {"students": students, "assignment": target.ASSIGNMENT[attacks[0].after]}
        (folder / "asked.json").write_text(json.dumps(asked))
        subprocess.run(["chown", "-hR", f"{USER}:{USER}", folder], check=True)
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        env, quiet = {**os.environ, "PATH": path, "OMP_NUM_THREADS": "1"}, subprocess.DEVNULL
        with subprocess.Popen(jail(folder), env=env, stdout=quiet, stderr=quiet) as run:
            while run.poll() is None:
                late = time.monotonic() - started > PATIENCE * len(attacks)
                if late or warden.memory_of(run.pid) > 4 << 30:
                    run.kill()
                time.sleep(0.2)
        return {a.name: judged(a, folder, (time.monotonic() - started) / len(attacks)) for a in attacks}


def judged(attack: Attack, folder: Path, seconds: float) -> Verdict:
    """Read the verdict from what is left in the arena."""
    course, told = folder / "course", folder / "told.json"
    assignment, secret = target.ASSIGNMENT[attack.after], attack.after == SECRET
    try:
        got, neighbour = (target.scores_of(course, s, assignment) for s in (target.slug(attack), "neighbour"))
        readable = True
    except Exception:  # the gradebook itself is broken
        got, neighbour, readable = 0.0, 0.0, False
    changed = not readable or neighbour not in (0, 0 if secret else len(TESTS))
    done = course / "autograded" / "neighbour" / assignment / f"{assignment}.ipynb"
    return {
        "gained": got > 0 and not secret,
        "leaked": got > 0 and secret,
        "harmed": changed or (told.is_file() and json.loads(told.read_text())) or hostile_html(course, attack),
        "stopped": not told.is_file() or not done.is_file(),
        "seconds": round(seconds, 1),
    }


def hostile_html(course: Path, attack: Attack) -> bool:
    """Whether what formgrader will show holds HTML that acts."""
    for path in (course / "autograded" / target.slug(attack)).glob("*/*.ipynb"):
        try:
            cells = nbformat.read(path, 4).cells
        except Exception:
            continue
        shown = [o.get("data", {}) for c in cells if c.cell_type == "code" for o in c.outputs]
        if any(word in str(d.get("text/html", "")) for d in shown for word in HOSTILE):
            return True
        if any(kind in d for d in shown for kind in ("application/javascript", "image/svg+xml", "text/markdown")):
            return True
    return False


def groups(left: list[Attack]) -> list[list[Attack]]:
    """Attacks on the grades alone go together; what may stop a run or break something goes alone."""
    gentle = [a for a in left if a.family in GENTLE]
    together = [[a for a in gentle if a.after == after] for after in target.ASSIGNMENT]
    parts = [group[i : i + 12] for group in together for i in range(0, len(group), 12)]
    rough = [[a for a in left if a.family == family] for family in FAMILIES if family not in GENTLE]
    in_turn = (a for row in zip_longest(*rough) for a in row if a is not None)  # a run cut short saw all
    return [*parts, *([a] for a in in_turn)]


def all_plain(course: Path, kept: dict[str, dict[str, Verdict]], only: str) -> None:
    """Every attack that has no verdict yet. Where a group was stopped or something was harmed, each goes alone."""
    mine, alone = kept["plain"], []
    left = groups([a for a in ATTACKS if a.name not in mine and only in a.name])
    with ThreadPoolExecutor(2) as pool:
        for attacks, found in zip(left, pool.map(lambda group: plain(group, course), left), strict=True):
            whole = len(attacks) == 1 or not any(v["stopped"] or v["harmed"] for v in found.values())
            mine.update(found if whole else {})
            alone += [] if whole else attacks
            click.echo(f"{[a.name for a in attacks]}: {list(found.values()) if whole else 'again, one by one'}")
            KEPT.write_text(json.dumps(kept, indent=1))
        for attack, found in zip(alone, pool.map(lambda a: plain([a], course), alone), strict=True):
            mine.update(found)
            click.echo(f"{attack.name}: {found[attack.name]}")
            KEPT.write_text(json.dumps(kept, indent=1))


# ----------------------------------------------------------------------------------------------------- autograder


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


# ----------------------------------------------------------------------------------------------------------- page

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
            count=len(ATTACKS), families=len(FAMILIES), table=page(kept), plain=PLAIN_SECONDS, ours=CELL_SECONDS,
            times=times(kept) or "not measured", damage=said,
        )
    )  # fmt: skip


@click.command()
@click.argument("graders", nargs=-1, type=click.Choice([*TITLES, "damage"]))
@click.option("--inside", "jailed", is_flag=True, hidden=True)
@click.option("--only", default="", help="Only attacks whose name holds this.")
def main(graders: tuple[str, ...], jailed: bool, only: str) -> None:
    """Run what is missing, write the page."""
    if jailed:
        inside()
        return
    kept: dict[str, Any] = json.loads(KEPT.read_text()) if KEPT.is_file() else {}
    KEPT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="target-") as folder:
        course = target.attacked_course(Path(folder))
        for grader in graders or (*TITLES, "damage"):
            if grader == "plain":
                kept.setdefault(grader, {})
                all_plain(course, kept, only)
            elif grader == "damage":
                kept[grader] = damage()
            elif not kept.get(grader, {}).keys() >= {a.name for a in ATTACKS}:
                kept[grader] = ours(grader, course)
            KEPT.write_text(json.dumps(kept, indent=1))
    write_page(kept)


if __name__ == "__main__":
    main()
