"""Execute chapters in place: `python -m companion.execute 05a`, the only road to stored outputs.

What is written is the same on every machine: no timings, no versions, one kernel name, counts from 1. An output that
could not be the same (a path, an address, a terminal colour, a bare PNG) is refused, and then nothing is written.
"""

import base64
import json
import os
import re
import sys
import time
from hashlib import sha256
from pathlib import Path

import click
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
STEADY = {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
VOLATILE = ("execution", "ExecuteTime", "collapsed", "scrolled", "pycharm", "vscode", "id")
FOLDERS = "home|Users|root|tmp|work|opt|usr|var|private|mnt|srv|etc|Library|Applications|content|workspaces?"
HERE = f"{re.escape(str(ROOT))}|{re.escape(sys.prefix)}"  # wherever this machine keeps them
DATA_URI = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=]+)")
FORBIDDEN = {
    "a path of this machine": re.compile(
        rf"(?<![\w.<~/:])(?:{HERE}|/(?:{FOLDERS})/[\w.-]+)|\b[A-Za-z]:\\+\w+|ipykernel_\d+"
    ),
    "a memory address": re.compile(r"\b0x[0-9a-fA-F]{6,}\b"),
    "a terminal colour (ANSI)": re.compile("\x1b\\["),
}


class Refused(Exception):
    """One line for the author: which cell, what is wrong with it, what to do."""


def chapters(prefix: str, folder: Path = NOTEBOOKS) -> list[Path]:
    """The notebooks whose name begins with `prefix` (a name or a path serves too), in order."""
    given = Path(prefix)
    if given.suffix == ".ipynb" and given.exists():
        return [given.resolve()]
    return sorted(folder.glob(f"{given.stem if given.suffix == '.ipynb' else prefix}*.ipynb"))


def read(path: Path) -> NotebookNode:
    """A notebook of format 4.5; a cell without an id gets one made from its place and source, the same on every run."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    for number, cell in enumerate(raw.get("cells", [])):
        if not cell.get("id"):
            cell["id"] = sha256(f"{number}{''.join(cell['source'])}".encode()).hexdigest()[:8]
    raw.update(nbformat=4, nbformat_minor=5)
    return nbformat.reads(json.dumps(raw), as_version=4)


def execute(notebook: NotebookNode, folder: Path) -> None:
    """Run every cell in `folder` with a kernel of this very Python. Raises Refused where a cell fails."""
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--IPKernelApp.log_level=ERROR"],  # what the kernel logs is no output of the chapter
        coalesce_streams=True,
    )
    manager = client.create_kernel_manager()
    assert manager.kernel_spec is not None
    manager.kernel_spec.argv[0] = sys.executable
    try:
        client.execute(env={**os.environ, **STEADY})
    except CellExecutionError as error:
        raise Refused(
            f"{failed_cell(notebook)} stopped with {error.ename}: {(error.evalue or '').partition(chr(10))[0]}"
        ) from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise Refused(f"{failed_cell(notebook)}: {str(error).splitlines()[0]}") from None


def failed_cell(notebook: NotebookNode) -> str:
    """The name of the last cell that was started."""
    started = [n for n, c in enumerate(notebook.cells) if c.cell_type == "code" and c.execution_count]
    return cell_name(notebook, started[-1] if started else 0)


def cell_name(notebook: NotebookNode, number: int) -> str:
    """'cell 7 (every-path-adds)', counted from 1 as a reader counts."""
    return f"cell {number + 1} ({notebook.cells[number].get('id', 'no id')})"


def normalise(notebook: NotebookNode) -> None:
    """Strip what changes from run to run and machine to machine; fold the answers to 'predict' questions."""
    notebook.metadata.kernelspec = nbformat.from_dict(KERNEL)
    notebook.metadata.language_info = nbformat.from_dict({"name": "python"})
    notebook.metadata.pop("widgets", None)
    count = 0
    for cell in notebook.cells:
        for key in VOLATILE:
            cell.metadata.pop(key, None)
        if cell.cell_type != "code":
            continue
        count += bool(cell.source.strip())
        cell.execution_count = count if cell.source.strip() else None
        if "hide-output" in cell.metadata.get("tags", []):
            cell.metadata.setdefault("jupyter", NotebookNode())["outputs_hidden"] = True
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count


def texts(output: NotebookNode) -> list[str]:
    """Every text that an output would store, pictures inside data URIs included."""
    if output.output_type == "stream":
        return [output.text]
    if output.output_type == "error":
        return [output.evalue, *output.traceback]
    plain = [json.dumps(value) if isinstance(value, dict) else value for value in output.get("data", {}).values()]
    inside = [base64.b64decode(code).decode("utf-8", "replace") for text in plain for code in DATA_URI.findall(text)]
    return [DATA_URI.sub("", text) for text in plain] + inside


def objections(notebook: NotebookNode) -> list[str]:
    """One line for each output that must not be stored."""
    found = []
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            place = cell_name(notebook, number)
            if "image/png" in output.get("data", {}):
                found.append(f"{place} shows a bare PNG; end the cell with companion.show(fig, alt='…')")
                continue
            for what, pattern in FORBIDDEN.items():
                hit = next((m for text in texts(output) for m in [pattern.search(text)] if m), None)
                if hit:
                    found.append(f"{place} shows {what}: {hit.group()!r}; print a value instead")
    return found


def run(path: Path) -> str:
    """Execute one notebook, store its outputs, say so in a line. Raises Refused, and then nothing is written."""
    start, notebook = time.perf_counter(), read(path)
    execute(notebook, path.parent)
    normalise(notebook)
    wrong = objections(notebook)
    if wrong:
        raise Refused("\n".join(wrong))
    nbformat.validate(notebook)
    text = nbformat.writes(notebook) + "\n"
    changed = text != path.read_text(encoding="utf-8")
    if changed:
        path.write_text(text, encoding="utf-8", newline="\n")
    seconds = time.perf_counter() - start
    return f"{path.name}: {len(notebook.cells)} cells in {seconds:.1f} s, {'written' if changed else 'unchanged'}"


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="CHAPTER...")
def main(names: tuple[str, ...]) -> None:
    """Execute the notebooks whose names begin with CHAPTER (05a; 05 for all of its notebooks) and store the outputs."""
    failed = False
    for name in names:
        paths = chapters(name)
        if not paths:
            known = ", ".join(path.stem for path in chapters("")) or "none yet"
            raise click.ClickException(f"no notebook begins with '{name}'; there are: {known}")
        for path in paths:
            try:
                click.echo(run(path))
            except (Refused, nbformat.ValidationError, ValueError) as error:
                failed = True
                for line in str(error).splitlines():
                    click.echo(f"{path.name}: {line}", err=True)
    if failed:
        click.echo("nothing was written for these notebooks", err=True)
        raise SystemExit(1)


if __name__ == "__main__":
    main()
