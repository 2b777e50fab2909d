"""Fill my/ with the learner's own copies, and bring one back: `python -m companion.learner fill`, `reset NAME`.

my/notebooks holds the chapters with cleared outputs and their data, my/exercises the exercises as released (nbgrader's
own steps: no solutions, no hidden tests, no marking scheme). What is there is never overwritten.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from companion import progress

ROOT = Path(__file__).resolve().parent.parent
EXERCISE_LINK = re.compile(r"\]\((?:\.\./)*exercises/(?:source/|release/)?(\d\d_\w+)/")
START = """# Your copy of Gradients by Hand

Everything in the folder `my` is yours: change it, break it, run it. Nothing here is overwritten by an update. `python3 go.py reset NAME` brings a page back as it came and keeps yours beside it.

**Run** a cell with Shift+Enter, or all of them with *Run, Run All Cells*. When the book asks you to predict, write your answer down before you run the next cell.

## Three ways in

**Autograd tonight.** You use torch and want to know what `backward()` does. Two evenings: {way_00a} (25 minutes), {way_05a} (90 minutes), then {way_06}. You need slopes from school, and Python's functions and classes.

**The full course.** You learn deep learning from the ground up. Begin with {way_00a} and {way_00b}, then take the chapters in order: read, predict, run, do the exercises of each chapter before the next.

**The torch repair shop.** Your program stops with an error, or you doubt its gradients. Open the catalogues of errors, {way_05d} and {way_05e}, press Ctrl+F, and search for four words of the last line of your message. No error, and still wrong? Read the boxes 'Common misconception' in {way_05c}. Is the installation at fault? Run `python -m companion.doctor`, and see the end of {way_00b}.

## Chapters

{chapters}

## Exercises

{exercises}

Press **Validate** above an exercise to run its visible tests. `python3 go.py check NAME` runs the hidden ones too and tells you, for each point that you lost, what people usually did to lose it.

## For instructors

*Nbgrader, Formgrader* in the menu opens the course in the folder `exercises`: release, collect, grade, feedback. The guide is [book/instructors.md](../book/instructors.md)."""  # noqa: E501 (one paragraph a line, as in every notebook)


@dataclass(frozen=True)
class Copy:
    """One thing of the learner's: `name` as typed, where it comes from, where it goes, and how it is made."""

    name: str
    source: Path
    target: Path
    make: Callable[[Path, Path], None]


def copies(root: Path = ROOT) -> Iterator[Copy]:
    """All that belongs into my/: chapters, their data, exercises. The start page is made last, from what is there."""
    for path in sorted((root / "notebooks").glob("[0-9]*.ipynb")):
        yield Copy(path.stem, path, root / "my" / "notebooks" / path.name, make_chapter)
    yield Copy("data", root / "notebooks" / "data", root / "my" / "notebooks" / "data", make_folder)
    for path in sorted((root / "exercises" / "source").glob("*/*.ipynb")):
        folder = root / "my" / "exercises" / path.parent.name
        yield Copy(path.stem, path, folder / path.name, make_exercise)
        for other in sorted(p for p in path.parent.iterdir() if p.suffix != ".ipynb" and not p.name.startswith(".")):
            make = make_folder if other.is_dir() else make_file
            yield Copy(f"{path.parent.name}/{other.name}", other, folder / other.name, make)


def make_chapter(source: Path, target: Path) -> None:
    """A chapter without outputs, its links led to the learner's exercises."""
    import nbformat

    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            cell.source = EXERCISE_LINK.sub(r"](../exercises/\1/", cell.source)
    nbformat.write(notebook, target)


def make_exercise(source: Path, target: Path) -> None:
    """An exercise as nbgrader releases it."""
    import nbformat

    nbformat.write(released(nbformat.read(source, as_version=4), source.parents[2]), target)


def released(notebook, course: Path):
    """nbgrader's release of a source notebook (a nbformat.NotebookNode), without its database; settings of `course`."""
    from nbgrader.converters.generate_assignment import GenerateAssignment
    from nbgrader.preprocessors import SaveCells
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    settings = course / "nbgrader_config.py"
    config = PyFileConfigLoader(settings.name, str(course)).load_config() if settings.exists() else Config()
    resources = {"unique_key": "", "nbgrader": {"notebook": "", "assignment": "", "student": "."}}
    for step in GenerateAssignment.preprocessors.default():
        if step is not SaveCells:
            notebook, resources = step(config=config).preprocess(notebook, resources)
    return notebook


def make_file(source: Path, target: Path) -> None:
    """A file as it is."""
    shutil.copyfile(source, target)


def make_folder(source: Path, target: Path) -> None:
    """Add what `target` lacks; a file that is there stays as it is."""
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_file() and not place.exists() and "__pycache__" not in path.parts:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def fill(root: Path = ROOT) -> list[str]:
    """Make what is missing in my/ and the start page; the names of what was made."""
    made = []
    for copy in copies(root):
        if copy.make is make_folder or not copy.target.exists():
            made += [] if copy.target.exists() else [copy.name]
            copy.target.parent.mkdir(parents=True, exist_ok=True)
            copy.make(copy.source, copy.target)
    start = root / "my" / "START.ipynb"
    if made or not start.exists():
        write_start(root, start)
    show_progress(root, start)
    return made


def write_start(root: Path, path: Path) -> None:
    """The page that JupyterLab opens on: what there is, in reading order. Made anew when that changes."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    chapters = [link(path.parent, c.target) for c in copies(root) if c.make is make_chapter]
    exercises = [link(path.parent, c.target) for c in copies(root) if c.make is make_exercise]
    lists = {"chapters": "\n".join(chapters) or "None yet.", "exercises": "\n".join(exercises) or "None yet."}
    text = START.format(**lists, **ways(root, path.parent))
    cells = [new_markdown_cell(part, id=f"start-{n}") for n, part in enumerate(text.split("\n\n## "))]
    for cell in cells[1:]:
        cell.source = "## " + cell.source
    cells[1:1] = [
        new_markdown_cell("## How far you are\n\nRun the next cell to see it anew.", id="start-progress-title"),
        new_code_cell("from companion import progress\n\nprogress.show()", id="start-progress"),
    ]
    kernel = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells, metadata=kernel), path)


def show_progress(root: Path, start: Path) -> None:
    """Store on the start page how far the reader is; the rest of the page stays as it is.

    Read and written as JSON: to import nbformat takes as long as all else that a second `make lab` does here.
    """
    try:
        notebook = json.loads(start.read_text(encoding="utf-8"))
        (cell,) = (c for c in notebook["cells"] if c.get("id") == "start-progress" and c["cell_type"] == "code")
    except (ValueError, KeyError, TypeError, AttributeError):
        return  # the reader made something else of this page
    shown = progress.show(root)
    data = {"text/html": shown.html, "text/plain": shown.text}
    result = {"data": data, "execution_count": 1, "metadata": {}, "output_type": "execute_result"}
    if (cell.get("execution_count"), cell.get("outputs")) != (
        1,
        [result],
    ):  # or an open page would change under the reader
        cell["execution_count"], cell["outputs"] = 1, [result]
        start.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def ways(root: Path, folder: Path) -> dict[str, str]:
    """What the three ways in name: a link where the chapter is there, else its number, to come."""
    found = {}
    for name in ("00a", "00b", "05a", "05c", "05d", "05e", "06"):
        targets = [c.target for c in copies(root) if c.make is make_chapter and c.name.startswith(name)]
        place = targets[0].relative_to(folder).as_posix() if targets else ""
        found[f"way_{name}"] = f"[{name}]({place})" if place else f"{name} (to come)"
    return found


def link(folder: Path, notebook: Path) -> str:
    """A list item that leads to a notebook, by its title."""
    return f"- [{title(notebook)}]({notebook.relative_to(folder).as_posix()}) (`{notebook.stem}`)"


def title(path: Path) -> str:
    """The first heading of a notebook; its name where there is none."""
    import nbformat

    for cell in nbformat.read(path, as_version=4).cells:
        heading = re.search(r"^# +(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if heading:
            return heading.group(1).strip()
    return path.stem


def reset(name: str, root: Path = ROOT) -> tuple[Path, Path | None]:
    """Bring back the one thing whose name begins with `name`: (the fresh copy, where the old one went).

    A chapter and its exercise may share a name; notebooks/02_data and exercises/02_data tell them apart. Raises
    click.ClickException where nothing or more than one thing has that name.
    """
    stem, places = Path(name).name.removesuffix(".ipynb"), {"notebooks", "exercises"} & set(Path(name).parts)
    there = [c for c in copies(root) if not places or folder_of(c, root) in places]
    found = [c for c in there if c.name == stem] or [c for c in there if c.name.startswith(stem)]
    if len(found) != 1:
        names = ", ".join(f"{folder_of(c, root)}/{c.name}" for c in found or there)
        raise click.ClickException(f"'{name}' fits {len(found)} things; say one of: {names}")
    copy, kept = found[0], None
    if copy.target.exists():
        number = next(n for n in range(1, 10**6) if not backup(copy.target, n).exists())
        kept = copy.target.rename(backup(copy.target, number))
    copy.target.parent.mkdir(parents=True, exist_ok=True)
    copy.make(copy.source, copy.target)
    return copy.target, kept


def folder_of(copy: Copy, root: Path) -> str:
    """The folder of my/ that a copy belongs to: notebooks or exercises."""
    return copy.target.relative_to(root / "my").parts[0]


def backup(path: Path, number: int) -> Path:
    """05a.ipynb -> 05a.bak-1.ipynb: still a notebook that JupyterLab opens."""
    return path.with_name(f"{path.stem}.bak-{number}{path.suffix}")


@click.group()
def main() -> None:
    """The learner's own copies in my/."""


@main.command("fill")
def fill_command() -> None:
    """Make what is missing in my/; touch nothing that is there."""
    made = fill()
    click.echo(f"my/: {len(made)} new copies" if made else "my/: nothing new")


@main.command("reset")
@click.argument("name")
def reset_command(name: str) -> None:
    """Bring NAME (05a, 05_autograd) back as it came; your copy is kept beside it."""
    fresh, kept = reset(name)
    click.echo(f"{fresh.relative_to(ROOT)} is as it came" + (f"; yours is {kept.name}" if kept else ""))


if __name__ == "__main__":
    main()
