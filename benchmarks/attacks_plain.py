"""Attacks through plain nbgrader, which shuts nothing in: it is kept in a jail (as root, with bubblewrap).

Each attack is graded with an honest neighbour after it, as another user, without network, the disk read only but for
one folder, memory, processes and files bounded.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attacks_jailed
import click
from attacks_verdict import Verdict, hand_in, judged

from autograder import warden
from tests.autograder.attacks import target
from tests.autograder.attacks.corpus import ATTACKS
from tests.autograder.attacks.families import (
    EQUALS,
    FAMILIES,
    FORGED,
    HTML,
    MALFORMED,
    NETWORK,
    PATCHED,
    READS,
    TRAPS,
    Attack,
)

SECONDS = 15  # for a cell
PATIENCE = 200  # seconds to grade a submission and its neighbour; a machine that is not busy takes 7 to 24
USER, PORT, ABSTRACT, NAP = 47001, 47123, "attacked", "985.747"
GENTLE = (PATCHED, EQUALS, READS, FORGED, NETWORK, TRAPS, HTML, MALFORMED)


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
    return [*words, sys.executable, "-P", attacks_jailed.__file__]


def places_of(here: Path) -> dict[str, Any]:
    """Where things are in an arena; the bystander is known when it runs."""
    world = here / "world"
    return {
        "course": here / "course", "home": world / "home", "shared": world / "shared", "socket": world / "s",
        "port": PORT, "abstract": ABSTRACT, "nap": NAP, "bystander": "{bystander}",
    }  # fmt: skip


def plain(attacks: list[Attack], course: Path) -> dict[str, Verdict]:
    """What attacks that are after the same reach in plain nbgrader, handed in as one class."""
    started, students = time.monotonic(), [target.slug(a) for a in attacks]
    with arena() as folder:
        shutil.copytree(course, folder / "course")
        (folder / "own").mkdir()
        for attack in attacks:
            hand_in(attack, folder / "course", places_of(folder))
        asked = {"students": students, "assignment": target.ASSIGNMENT[attacks[0].after], "seconds": SECONDS}
        asked |= {"port": PORT, "abstract": ABSTRACT, "nap": NAP}
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


def groups(left: list[Attack]) -> list[list[Attack]]:
    """Attacks on the grades alone go together; of what may stop a run or break something, few."""
    parts: list[list[Attack]] = []
    for family in FAMILIES:
        size = 12 if family in GENTLE else 4
        for after in target.ASSIGNMENT:
            same = [a for a in left if a.family == family and a.after == after]
            parts += [same[at : at + size] for at in range(0, len(same), size)]
    return parts


def all_plain(course: Path, mine: dict[str, Verdict], only: str, keep: Callable[[], None]) -> None:
    """Every attack that has no verdict yet. A group that was stopped, or in which something was harmed, is halved."""
    waiting = deque(groups([a for a in ATTACKS if a.name not in mine and only in a.name]))
    running: dict[Future[dict[str, Verdict]], list[Attack]] = {}
    with ThreadPoolExecutor(2) as pool:
        while waiting or running:
            while waiting and len(running) < 2:
                attacks = waiting.popleft()
                running[pool.submit(plain, attacks, course)] = attacks
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                attacks, found = running.pop(done), done.result()
                middle = len(attacks) // 2
                if middle and any(v["stopped"] or v["harmed"] for v in found.values()):
                    waiting += [attacks[:middle], attacks[middle:]]
                else:
                    mine.update(found)
                    keep()
                    click.echo(found)
