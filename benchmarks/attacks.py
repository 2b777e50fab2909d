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
from pathlib import Path
from typing import Any

import click
import nbformat

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from autograder import warden  # noqa: E402
from tests.autograder.attacks import target  # noqa: E402
from tests.autograder.attacks.corpus import ATTACKS, TESTS  # noqa: E402
from tests.autograder.attacks.families import FAMILIES, SECRET, Attack  # noqa: E402
from tests.autograder.attacks.world import World, inventory, world_at  # noqa: E402

KEPT, PAGE = ROOT / "_build" / "attacks.json", ROOT / "benchmarks" / "attacks.md"
CELL_SECONDS = 5
PATIENCE = 90  # seconds for plain nbgrader to grade two submissions
USER = 47001
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


def jail(folder: Path, attack: Attack) -> list[str]:
    """The command that lets plain nbgrader grade an attack in `folder`, away from everything else."""
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
    return [*words, sys.executable, "-P", str(Path(__file__).resolve()), "--inside", attack.name]


def inside(name: str) -> None:
    """In the jail: hand the attack in beside an honest neighbour, and run `nbgrader autograde` over both."""
    attack, here = next(a for a in ATTACKS if a.name == name), Path.cwd()
    assignment = target.ASSIGNMENT[attack.after]
    with world_at(here / "world") as around:
        places = {**around.places, "course": here / "course"}
        hand_in(attack, World(places, here / "course", around.shared, around.bystander))
        before = surroundings(here, attack)
        words = [sys.executable, "-m", "nbgrader", "autograde", assignment, f"--Execute.timeout={CELL_SECONDS}"]
        subprocess.run(words, cwd=here / "course", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        harmed = surroundings(here, attack) != before or not around.bystander_lives()
        left = (
            subprocess.run(["pgrep", "-f", str(places["nap"])], stdout=subprocess.DEVNULL, check=False).returncode == 0
        )
    (here / "told.json").write_text(json.dumps(harmed or left))


def hand_in(attack: Attack, around: World) -> None:
    """Put an attack into submitted/ of the course."""
    if attack.hand_in is None:
        target.hand_in(around.course, target.slug(attack), around.fill(attack.source), attack.after)
    else:
        target.hand_in_files(around.course, attack, around.places)


def surroundings(here: Path, attack: Attack) -> list[str]:
    """Every file that is not the attacker's and that grading does not write."""
    course = here / "course"
    neighbours = [p for p in (course / "submitted").glob("*") if p.name != target.slug(attack)]
    kept = (course / "source", course / "wrong_answers", here / "world" / "shared", here / "world" / "home")
    config = (course / "nbgrader_config.py").read_bytes()
    return [*inventory(*kept, *neighbours), str(config)]


def plain(attack: Attack, course: Path) -> Verdict:
    """What an attack reaches in plain nbgrader."""
    started = time.monotonic()
    with arena() as folder:
        shutil.copytree(course, folder / "course")
        (folder / "own").mkdir()
        subprocess.run(["chown", "-R", f"{USER}:{USER}", folder], check=True)
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        env = {**os.environ, "PATH": path, "OMP_NUM_THREADS": "1"}
        with subprocess.Popen(
            jail(folder, attack), env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as run:
            while run.poll() is None:
                late = time.monotonic() - started > PATIENCE
                if late or warden.memory_of(run.pid) > 4 << 30:
                    run.kill()
                time.sleep(0.2)
        return judged(attack, folder, time.monotonic() - started)


def judged(attack: Attack, folder: Path, seconds: float) -> Verdict:
    """Read the verdict from what is left in the arena."""
    assignment, told = target.ASSIGNMENT[attack.after], folder / "told.json"
    most = 1 if attack.after == SECRET else len(TESTS)
    try:
        got = target.scores_of(folder / "course", target.slug(attack), assignment)
        neighbour = target.scores_of(folder / "course", "neighbour", assignment)
        readable = True
    except Exception:  # the gradebook itself is broken
        got, neighbour, readable = 0.0, 0.0, False
    due = 0 if attack.after == SECRET else most
    changed = not readable or (neighbour not in (0, due))
    return {
        "gained": got > 0 and attack.after != SECRET,
        "leaked": got > 0 and attack.after == SECRET,
        "harmed": changed
        or not told.is_file()
        or json.loads(told.read_text())
        or hostile_html(folder / "course", attack),
        "stopped": not told.is_file() or not graded(folder / "course", assignment),
        "seconds": round(seconds, 1),
    }


def graded(course: Path, assignment: str) -> bool:
    """Whether the honest neighbour's notebook was graded."""
    return (course / "autograded" / "neighbour" / assignment / f"{assignment}.ipynb").is_file()


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


# ----------------------------------------------------------------------------------------------------- autograder


def ours(level: str, course: Path) -> dict[str, Verdict]:
    """What the attacks reach in autograder, all of them handed in as one class with an honest neighbour."""
    from autograder.course import Course
    from autograder.grading import Grading
    from autograder.isolation import Isolation
    from autograder.sandbox import Limits

    found: dict[str, Verdict] = {}
    limits = Limits(cell_seconds=CELL_SECONDS, total_seconds=20, memory=1 << 30, disk=32 << 20)
    with tempfile.TemporaryDirectory(prefix="ours-") as folder:
        here = Path(folder)
        for above in (here, *list(here.parents)[: len(here.parts) - 2]):
            above.chmod(0o755)
        shutil.copytree(course, here / "course")
        with world_at(here / "world") as around:
            world = World(
                {**around.places, "course": here / "course"}, here / "course", around.shared, around.bystander
            )
            for attack in ATTACKS:
                hand_in(attack, world)
            before = surroundings(here, ATTACKS[0])
            seconds: dict[str, float] = {}
            for assignment in target.ASSIGNMENT.values():
                run = Grading(Course(here / "course"), assignment, limits, Isolation(level), workers=2)
                seconds |= {o.student: o.seconds for o in run.run(run.students())}
            if surroundings(here, ATTACKS[0]) != before or not around.bystander_lives():
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
            row.append(f" {', '.join(counts) or 'nothing'} |")
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


@click.command()
@click.argument("graders", nargs=-1, type=click.Choice(list(TITLES)))
@click.option("--inside", "name", hidden=True)
@click.option("--only", help="Only attacks whose name holds this.")
def main(graders: tuple[str, ...], name: str | None, only: str | None) -> None:
    """Run what is missing, write the page."""
    if name is not None:
        inside(name)
        return
    kept: dict[str, dict[str, Verdict]] = json.loads(KEPT.read_text()) if KEPT.is_file() else {}
    with tempfile.TemporaryDirectory(prefix="target-") as folder:
        course = target.attacked_course(Path(folder))
        for grader in graders or TITLES:
            mine = kept.setdefault(grader, {})
            if grader != "plain":
                mine.update({} if mine.keys() >= {a.name for a in ATTACKS} else ours(grader, course))
            left = [a for a in ATTACKS if grader == "plain" and a.name not in mine and (only or "") in a.name]
            with ThreadPoolExecutor(2) as pool:
                for attack, verdict in zip(left, pool.map(lambda a: plain(a, course), left), strict=True):
                    mine[attack.name] = verdict
                    click.echo(f"{attack.name}: {verdict}")
                    KEPT.write_text(json.dumps(kept, indent=1))
            KEPT.write_text(json.dumps(kept, indent=1))
    click.echo(page(kept))
    click.echo(times(kept))


if __name__ == "__main__":
    main()
