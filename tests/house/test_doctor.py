"""The doctor: what is installed, what is wrong, and the command that mends it."""

import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from packaging.specifiers import SpecifierSet

from companion import doctor
from companion.doctor import Finding

GOOD = Finding("torch", "2.13.0", ">=2.9", "ok")
WRONG = Finding("numpy", "1.26.4", ">=2.0", "wrong", "python3 go.py setup")
MISSING = Finding("chromium", "not found", "make test", "optional", "sudo apt-get install chromium")


def test_every_package_of_the_project_is_looked_at() -> None:
    names = {finding.name for finding in doctor.packages()}
    assert {"numpy", "torch", "nbgrader", "jupyter-book"} <= names


def test_a_version_outside_of_its_range_is_wrong_and_has_a_cure() -> None:
    finding = doctor.package("numpy", SpecifierSet(">=99"), "")
    assert (finding.state, finding.cure) == ("wrong", doctor.REINSTALL)
    assert doctor.package("numpy", SpecifierSet(">=1"), "").state == "ok"


def test_a_missing_tool_for_developers_is_optional() -> None:
    assert doctor.package("no-such-package", SpecifierSet(), "dev").state == "optional"
    assert doctor.package("no-such-package", SpecifierSet(), "book").state == "wrong"


def test_a_crash_of_an_import_is_a_finding_and_not_a_crash() -> None:
    assert doctor.probe("raise ImportError('libgomp is missing')") == (False, "ImportError: libgomp is missing")
    assert doctor.probe("import os; os._exit(3)") == (False, "exit status 3")
    assert doctor.probe("print('fine')") == (True, "fine")


def test_a_kernel_of_another_python_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    import jupyter_client.kernelspec as kernelspec

    other = SimpleNamespace(argv=["/elsewhere/python3", "-m", "ipykernel_launcher"])
    monkeypatch.setattr(kernelspec.KernelSpecManager, "get_kernel_spec", lambda self, name: other)
    assert (doctor.kernel().found, doctor.kernel().state) == ("/elsewhere/python3", "wrong")


def test_a_folder_elsewhere_is_wrong_and_the_way_back_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(doctor.ROOT / "notebooks")
    assert doctor.folder().state == "ok"
    monkeypatch.chdir(tmp_path)
    finding = doctor.folder()
    assert (finding.state, finding.found) == ("wrong", str(tmp_path))
    assert finding.cure == f'cd "{doctor.ROOT}" && python3 go.py lab'


def test_a_folder_that_cannot_be_written_is_wrong_and_a_copy_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.writable().state == "ok"

    def refuse(**_: object) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    finding = doctor.writable()
    assert (finding.state, finding.found) == ("wrong", "Read-only file system")
    assert finding.cure.startswith("cp -r ")


def test_a_chapter_with_outputs_of_others_is_not_trusted_until_it_is_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nbformat.sign import NotebookNotary

    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    output = new_output("display_data", {"text/html": "<script></script>"})
    notebook = new_notebook(cells=[new_code_cell("1", outputs=[output])])
    (tmp_path / "notebooks").mkdir()
    nbformat.write(notebook, tmp_path / "notebooks" / "05a_scalar.ipynb")
    finding = doctor.trust()
    assert (finding.state, finding.found) == ("optional", "1 of 1 not trusted yet")
    assert finding.cure.startswith("jupyter trust notebooks/*.ipynb")
    NotebookNotary().sign(nbformat.read(tmp_path / "notebooks" / "05a_scalar.ipynb", as_version=4))
    assert doctor.trust().state == "ok"


@pytest.mark.parametrize("version", [(3, 10, 4), (3, 14, 0)])
def test_a_python_outside_of_the_range_is_wrong(version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "version_info", version)
    finding = doctor.python()
    assert (finding.state, finding.cure) == ("wrong", doctor.REINSTALL)
    assert finding.found.startswith(".".join(map(str, version)))


@pytest.mark.parametrize(
    "said",
    ["OSError: libtorch_cpu.so: cannot open shared object file", "RuntimeError: Numpy is not available"],
    ids=["a broken torch", "a torch built for another numpy"],
)
def test_what_keeps_torch_from_reading_numpy_is_wrong_and_mended_by_set_up(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "probe", lambda code: (False, said))
    finding = doctor.torch_and_numpy()
    assert (finding.found, finding.state, finding.cure) == (said, "wrong", doctor.REINSTALL)


def test_a_missing_font_is_optional_and_its_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    monkeypatch.setattr(doctor, "chinese_font", lambda: None)
    (finding,) = [f for f in doctor.system_programs() if f.name == "a Chinese font"]
    assert (finding.state, finding.cure) == ("optional", "sudo apt-get install fonts-noto-cjk")


def test_the_summary_names_the_first_thing_that_is_wrong_and_its_cure() -> None:
    said = doctor.summary([GOOD, WRONG, MISSING])
    assert said.startswith("1 wrong; first numpy: 1.26.4, wanted >=2.0; run: python3 go.py setup")
    assert doctor.summary([GOOD]).startswith("Ready")
    assert "missing: chromium" in doctor.summary([GOOD, MISSING])


@pytest.mark.parametrize(("findings", "status"), [([GOOD, MISSING], 0), ([GOOD, WRONG], 1)])
def test_the_exit_status_is_one_while_something_is_wrong(
    findings: list[Finding], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda thorough=True: findings)
    monkeypatch.setattr(sys, "argv", ["doctor", "--quiet"])
    assert doctor.main() == status
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize(
    ("findings", "line"),
    [
        ([GOOD, MISSING], "Ready: what the chapters need is installed."),
        ([GOOD, WRONG, MISSING], "1 wrong; first numpy"),
    ],
)
def test_the_first_cell_says_one_line_and_nothing_of_optional_parts(
    findings: list[Finding], line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda thorough=True: findings)
    doctor.ready()
    said = capsys.readouterr().out
    assert said.startswith(line)
    assert said.count("\n") == 1
    assert "chromium" not in said


def test_the_table_shows_each_finding_and_each_cure(capsys: pytest.CaptureFixture[str]) -> None:
    doctor.table([GOOD, WRONG, MISSING])
    said = capsys.readouterr().out
    assert all(
        words in said for words in ("torch", "2.13.0", "sudo apt-get install chromium", "numpy: python3 go.py setup")
    )


def test_mending_installs_d2l_without_its_dependencies(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(doctor.subprocess, "run", lambda command, **more: commands.append(command))
    doctor.fix([GOOD, Finding("d2l", "not installed", doctor.D2L, "optional")])
    assert [command[-2:] for command in commands] == [["--no-deps", doctor.D2L]]
    commands.clear()
    doctor.fix([GOOD, MISSING])
    assert commands == []
