"""`go.py run`: the only road to stored outputs."""

from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from companion import execute


def notebook(folder: Path, *sources: str, name: str = "05a_test.ipynb", **metadata: object) -> Path:
    """A notebook on disk whose last cell has the metadata."""
    cells = [new_markdown_cell("# A title"), *map(new_code_cell, sources)]
    cells[-1].metadata.update(metadata)
    path = folder / name
    nbformat.write(new_notebook(cells=cells), path)
    return path


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("object()", "a memory address"),
        ("import sys; sys.executable", "a path of this machine"),
        ("import os; print(os.getcwd())", "a path of this machine"),
        (r"print('\x1b[31mred\x1b[0m')", "a terminal colour"),
        ("from IPython.display import Image, display; display({'image/png': 'aGk='}, raw=True)", "a bare PNG"),
        ("print('C:\\\\Users')", "a path of this machine"),
    ],
)
def test_an_output_of_one_machine_is_refused_and_nothing_is_written(
    tmp_path: Path, source: str, complaint: str
) -> None:
    path = notebook(tmp_path, "x = 1", source)
    before = path.read_bytes()
    done = CliRunner().invoke(execute.main, [str(path)])
    assert done.exit_code == 1
    assert f"05a_test.ipynb: cell 3 ({nbformat.read(path, 4).cells[2].id}) shows {complaint}" in done.output
    assert path.read_bytes() == before


def test_a_cell_that_fails_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    path = notebook(tmp_path, "x = 1", "1 / 0")
    before = path.read_bytes()
    done = CliRunner().invoke(execute.main, [str(path)])
    assert done.exit_code == 1
    assert "cell 3" in done.output
    assert "ZeroDivisionError: division by zero" in done.output
    assert path.read_bytes() == before


def test_outputs_are_stored_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    sources = ["import os, sys\nprint('a'); print('b')\nos.environ['OMP_NUM_THREADS']", "", "6 * 7"]
    path = notebook(tmp_path, *sources, tags=["hide-output"], execution={"iopub.status.busy": "now"}, vscode={"a": 1})
    assert execute.run(path).endswith("written")
    stored = path.read_bytes()
    assert execute.run(path).endswith("unchanged")
    assert path.read_bytes() == stored
    made = nbformat.read(path, as_version=4)
    assert made.metadata == {"kernelspec": execute.KERNEL, "language_info": {"name": "python"}}
    assert [c.execution_count for c in made.cells[1:]] == [1, None, 2]
    assert made.cells[1].outputs[0].text == "a\nb\n"
    assert made.cells[1].outputs[1].data["text/plain"] == "'1'"
    assert made.cells[3].metadata == {"tags": ["hide-output"], "jupyter": {"outputs_hidden": True}}


def test_a_notebook_runs_in_its_own_folder_with_this_python(tmp_path: Path) -> None:
    (tmp_path / "data.txt").write_text("here")
    path = notebook(tmp_path, f"import sys\nassert sys.prefix == {__import__('sys').prefix!r}\nopen('data.txt').read()")
    execute.run(path)
    assert nbformat.read(path, as_version=4).cells[1].outputs[0].data["text/plain"] == "'here'"


def test_an_error_that_was_announced_is_an_output(tmp_path: Path) -> None:
    path = notebook(tmp_path, "%xmode Minimal\n%colors NoColor", "[][1]", tags=["raises-exception"])
    made = nbformat.read(path, as_version=4)
    made.cells[1].source = "get_ipython().InteractiveTB.set_mode(mode='Minimal')\nget_ipython().colors = 'nocolor'"
    nbformat.write(made, path)
    execute.run(path)
    assert nbformat.read(path, as_version=4).cells[2].outputs[0].evalue == "list index out of range"


def test_ids_of_cells_stay_and_missing_ones_are_the_same_each_time(tmp_path: Path) -> None:
    path = notebook(tmp_path, "1")
    text = path.read_text()
    kept = nbformat.read(path, as_version=4).cells[1].id
    path.write_text(text.replace(f'"id": "{kept}",', ""))
    first, second = execute.read(path), execute.read(path)
    assert [c.id for c in first.cells] == [c.id for c in second.cells]
    assert first.cells[0].id in text


def test_a_prefix_names_all_notebooks_of_a_chapter(tmp_path: Path) -> None:
    names = ["05a_x.ipynb", "05b_y.ipynb", "06a_z.ipynb"]
    for name in names:
        (tmp_path / name).touch()
    found = {
        prefix: [p.name for p in execute.chapters(prefix, tmp_path)] for prefix in ("05", "05b", "05b_y.ipynb", "9")
    }
    assert found == {"05": names[:2], "05b": [names[1]], "05b_y.ipynb": [names[1]], "9": []}


def test_an_unknown_chapter_lists_those_that_there_are() -> None:
    done = CliRunner().invoke(execute.main, ["99"])
    assert done.exit_code == 1
    assert "no notebook begins with '99'; there are: " in done.output
    assert "05a_scalar_autograd" in done.output


@pytest.mark.parametrize("harmless", ["1 / 2", "</div>", "0x1f", "https://pytorch.org/docs", "a/b/c", "3e-05"])
def test_what_only_looks_like_a_path_or_an_address_is_let_through(harmless: str) -> None:
    assert [what for what, pattern in execute.FORBIDDEN.items() if pattern.search(harmless)] == []
