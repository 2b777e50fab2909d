"""In the jail of attacks_plain.py: `nbgrader autograde` over what was handed in, and what it did around itself.

It imports little: starting Python again for each attack must not take longer than the attack.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.autograder.attacks.world import inventory, world_at  # noqa: E402

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}


def surroundings(here: Path, students: list[str]) -> list[str]:
    """Every file that is not the attackers' and that grading does not write."""
    course = here / "course"
    neighbours = [p for p in (course / "submitted").glob("*") if p.name not in students]
    kept = (course / "source", course / "wrong_answers", here / "world" / "shared", here / "world" / "home")
    config = (course / "nbgrader_config.py").read_bytes()
    return [*inventory(*kept, *neighbours), str(config)]


def grade(here: Path) -> bool:
    """Let the world be and grade in it; whether anything in it was harmed."""
    asked = json.loads((here / "asked.json").read_text())
    with world_at(here / "world", asked["port"], asked["abstract"]) as around:
        for path in here.glob("course/submitted/a-*/*/*.ipynb"):
            if path.is_file() and not path.is_symlink() and path.stat().st_size < 1 << 20:
                path.write_bytes(path.read_bytes().replace(b"{bystander}", str(around.bystander.pid).encode()))
        before = surroundings(here, asked["students"])
        words = [sys.executable, "-m", "nbgrader", "autograde", asked["assignment"]]
        subprocess.run([*words, f"--Execute.timeout={asked['seconds']}"], cwd=here / "course", **QUIET)
        harmed = surroundings(here, asked["students"]) != before or not around.bystander_lives()
        return harmed or subprocess.run(["pgrep", "-f", asked["nap"]], **QUIET).returncode == 0


if __name__ == "__main__":
    told = grade(Path.cwd())
    Path("told.json").write_text(json.dumps(told))
