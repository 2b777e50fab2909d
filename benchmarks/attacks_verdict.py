"""An attack handed in, and what it reached: read from the course that is left behind."""

import json
from pathlib import Path
from typing import Any

import nbformat
from attacks_jailed import ROOT as ROOT  # makes the tests importable

from tests.autograder.attacks import target
from tests.autograder.attacks.corpus import judges_of
from tests.autograder.attacks.families import SECRET, Attack

HOSTILE = ("<script", "onerror=", "onload=", "javascript:")
Verdict = dict[str, Any]  # gained, leaked, harmed, stopped: bool; seconds: float


def hand_in(attack: Attack, course: Path, places: dict[str, Any]) -> None:
    """Put an attack into submitted/ of the course."""
    if attack.hand_in is None:
        answer = attack.source
        for name, place in places.items():
            answer = answer.replace("{" + name + "}", str(place))
        target.hand_in(course, target.slug(attack), answer, attack.after)
    else:
        target.hand_in_files(course, attack, places)


def judged(attack: Attack, folder: Path, seconds: float) -> Verdict:
    """Read the verdict from what is left in the arena."""
    course, told = folder / "course", folder / "told.json"
    assignment, secret = target.ASSIGNMENT[attack.after], attack.after == SECRET
    try:
        got, neighbour = (target.scores_of(course, s, assignment) for s in (target.slug(attack), "neighbour"))
        readable = True
    except Exception:  # the gradebook itself is broken
        got, neighbour, readable = 0.0, 0.0, False
    changed = not readable or neighbour not in (0, 0 if secret else len(judges_of(attack.after)))
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
