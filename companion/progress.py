"""What you have done: which chapters, which questions. Kept in my/progress.json, on this machine and nowhere else.

`python -m companion.progress` shows it; `done 05a` and `undo 05a` tick a chapter by hand; `check NOTEBOOK` grades your
copy of an exercise (as `python3 go.py check` does) and keeps the points. How far a chapter was run is read from your
copy itself.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click

from companion.rich_output import Output
from companion.tables import Table

ROOT = Path(__file__).resolve().parent.parent
FILE = Path("my") / "progress.json"


@dataclass
class Progress:
    """Chapters ticked by hand, and of each exercise the points of its questions: {question: [points, of]}."""

    chapters: list[str] = field(default_factory=list)
    questions: dict[str, dict[str, list[float]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One chapter or exercise: how much of it is done, of how much, and whether that is all."""

    name: str
    kind: str  # "chapter" or "exercise"
    count: int
    total: int
    done: bool

    def __str__(self) -> str:
        if self.done:
            return "done"
        if not self.count:
            return ""
        return f"{self.count} of {self.total} {'cells run' if self.kind == 'chapter' else 'questions right'}"


def load(root: Path = ROOT) -> Progress:
    """Read the file; an empty Progress where there is none, or where it cannot be read (it is then kept as .broken)."""
    path = root / FILE
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        chapters = [str(name) for name in known["chapters"]]
        questions = {
            str(e): {str(q): [float(a), float(b)] for q, (a, b) in qs.items()} for e, qs in known["questions"].items()
        }
        return Progress(chapters, questions)
    except FileNotFoundError:
        return Progress()
    except (ValueError, KeyError, TypeError, AttributeError):
        path.replace(path.with_suffix(".json.broken"))
        return Progress()


def save(progress: Progress, root: Path = ROOT) -> None:
    """Write the file whole or not at all."""
    path = root / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        json.dump(asdict(progress), file, indent=1, sort_keys=True)
    os.replace(file.name, path)


def chapters(root: Path = ROOT) -> Iterator[Line]:
    """Each chapter of my/notebooks: done when ticked, or when every code cell of your copy was run."""
    ticked = load(root).chapters
    for path in sorted((root / "my" / "notebooks").glob("[0-9]*.ipynb")):
        if ".bak-" in path.name:
            continue
        counts = _executed(path)
        run = sum(count is not None for count in counts)
        yield Line(path.stem, "chapter", run, len(counts), path.stem in ticked or (bool(counts) and run == len(counts)))


def exercises(root: Path = ROOT) -> Iterator[Line]:
    """Each exercise of my/exercises: how many questions had all their points when it was last checked."""
    known = load(root).questions
    for folder in sorted(path for path in (root / "my" / "exercises").glob("*") if path.is_dir()):
        questions = known.get(folder.name, {})
        right = sum(points >= most for points, most in questions.values())
        yield Line(folder.name, "exercise", right, len(questions), bool(questions) and right == len(questions))


def _executed(path: Path) -> list[int | None]:
    """The execution counts of a notebook's code cells; none for a file that is no notebook."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [c.get("execution_count") for c in cells if c["cell_type"] == "code" and "".join(c["source"]).strip()]
    except (ValueError, KeyError, TypeError):
        return []


def tick(name: str, done: bool = True, root: Path = ROOT) -> str:
    """Tick a chapter, or take the tick away; the chapter's name. ClickException: none or several begin with `name`."""
    names = [line.name for line in chapters(root)]
    found = [n for n in names if n == name] or [n for n in names if n.startswith(name)]
    if len(found) != 1:
        raise click.ClickException(f"'{name}' fits {len(found)} chapters; say one of: {', '.join(found or names)}")
    progress = load(root)
    progress.chapters = sorted({*progress.chapters, found[0]} if done else {*progress.chapters} - {found[0]})
    save(progress, root)
    return found[0]


def record(result: dict[str, Any], root: Path = ROOT) -> None:
    """Keep the points of a check (what `autograder try --json` writes); questions marked by hand have none."""
    progress = load(root)
    points = {
        q["question"]: [float(q["points"]), float(q["max_points"])]
        for q in result["questions"]
        if q["points"] is not None and q["max_points"]
    }
    progress.questions[result["assignment"]] = points
    save(progress, root)


def show(root: Path = ROOT) -> Output:
    """Return a table of all chapters and exercises and how far you are."""
    lines = [*chapters(root), *exercises(root)]
    rows = tuple((line.name, line.kind, str(line) or "not begun") for line in lines)
    finished = sum(line.done for line in lines)
    return Table(("", "", "you"), rows).output(
        [f"{finished} of {len(lines)} done. Kept in {FILE.as_posix()}, on this machine alone."]
    )


def check(notebook: Path, root: Path = ROOT) -> int:
    """Grade a copy of an exercise with the autograder and keep its points; the autograder's exit status."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "result.json"
        command = [sys.executable, "-m", "autograder", "try", str(notebook), "--json", str(told)]
        status = subprocess.run(command, cwd=root, check=False).returncode
        if told.exists() and told.stat().st_size:
            record(json.loads(told.read_text(encoding="utf-8")), root)
    return status


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """What you have done, kept in my/progress.json on this machine."""
    if context.invoked_subcommand is None:
        click.echo(show().text)


@main.command("done")
@click.argument("name")
def done_command(name: str) -> None:
    """Tick the chapter NAME."""
    click.echo(f"{tick(name)} is ticked")


@main.command("undo")
@click.argument("name")
def undo_command(name: str) -> None:
    """Take the tick of chapter NAME away."""
    click.echo(f"{tick(name, done=False)} is not ticked")


@main.command("check")
@click.argument("notebook", type=click.Path(path_type=Path))
def check_command(notebook: Path) -> None:
    """Grade your copy NOTEBOOK of an exercise and keep the points."""
    sys.exit(check(notebook))


if __name__ == "__main__":
    main()
