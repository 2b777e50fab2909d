"""Set-up: what it needs, when it runs, and how it says what is missing."""

import ast
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.conftest import ROOT

SOURCE = (ROOT / "go.py").read_text(encoding="utf-8")


def make_environment(project: Path, version: str = "3.11.7") -> None:
    """What an environment looks like from outside."""
    program = project / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    program.parent.mkdir(parents=True)
    program.touch()
    (project / ".venv" / "pyvenv.cfg").write_text(f"home = here\nversion = {version}\n")


def finish(go: ModuleType) -> None:
    go.STAMP.write_text(f"{go.fingerprint()}\n{go.ROOT}\n")


@pytest.fixture
def installs(go: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Set-up with its long parts replaced by notes of what was called."""
    done: list[str] = []
    monkeypatch.setattr(go, "install", lambda: done.append("install"))
    monkeypatch.setattr(go, "call", lambda *words, **more: done.append(" ".join(words)) or 0)

    def run_quietly(command: list) -> int:
        if "--clear" in command:
            done.append("new .venv")
            if not (project / ".venv").exists():
                make_environment(project)
        return 0

    monkeypatch.setattr(go, "run_quietly", run_quietly)
    return done


def test_go_py_needs_the_standard_library_alone() -> None:
    nodes = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    names |= {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_old_python_can_read_go_py_and_so_say_that_it_is_too_old() -> None:
    ast.parse(SOURCE, feature_version=(3, 7))


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 14, 0)])
def test_a_python_outside_of_the_range_is_told_in_one_line(
    go: ModuleType, version: tuple, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(go.sys, "version_info", version)
    with pytest.raises(SystemExit) as stop:
        go.require_python()
    message = str(stop.value)
    assert f"this is Python 3.{version[1]}; 3.11 to 3.13 is wanted" in message
    assert "\n" not in message


def test_a_python_without_venv_names_the_package_to_install(go: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(go, "run_quietly", lambda command: 1)
    with pytest.raises(SystemExit, match=r"apt-get install python3\.\d+-venv"):
        go.require_python()


def test_a_finished_environment_is_left_alone(go: ModuleType, project: Path, installs: list[str]) -> None:
    make_environment(project)
    finish(go)
    go.setup()
    assert installs == []


def test_a_set_up_that_was_interrupted_goes_on_in_the_same_environment(
    go: ModuleType, project: Path, installs: list[str]
) -> None:
    make_environment(project)
    go.setup()
    assert installs == ["install", "-m companion.doctor --fix --quiet"]
    assert go.stamp() == [go.fingerprint(), str(project)]


def test_an_install_that_fails_leaves_no_stamp(
    go: ModuleType, project: Path, installs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_environment(project)
    go.STAMP.write_text(f"an older fingerprint\n{project}\n")
    monkeypatch.setattr(go, "install", lambda: go.fail("pip stopped"))
    with pytest.raises(SystemExit, match="pip stopped"):
        go.setup()
    assert not go.STAMP.exists()


def test_nothing_there_means_a_new_environment(go: ModuleType, project: Path, installs: list[str]) -> None:
    go.setup()
    assert installs[:2] == ["new .venv", "install"]


def test_a_folder_that_was_moved_gets_a_new_environment(go: ModuleType, project: Path, installs: list[str]) -> None:
    make_environment(project)
    go.STAMP.write_text(f"{go.fingerprint()}\n/somewhere/else\n")
    go.setup()
    assert installs[:2] == ["new .venv", "install"]


@pytest.mark.parametrize(
    ("name", "old", "new", "matters"),
    [
        ("constraints.txt", "numpy==", "numpy==9", True),
        ("pyproject.toml", "numpy>=2.0", "numpy>=2.1", True),
        ("pyproject.toml", "line-length = 120", "line-length = 100", False),
    ],
)
def test_set_up_runs_again_when_what_to_install_changed(
    go: ModuleType, project: Path, name: str, old: str, new: str, matters: bool
) -> None:
    make_environment(project)
    before = go.fingerprint()
    text = (project / name).read_text()
    assert old in text
    (project / name).write_text(text.replace(old, new))
    assert (go.fingerprint() != before) is matters


def test_on_linux_torch_comes_from_the_index_of_cpu_builds(go: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(go.sys, "platform", "linux")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://mirror.example/simple")
    urls = go.pip_environment()["PIP_EXTRA_INDEX_URL"].split()
    assert urls == ["https://mirror.example/simple", "https://download.pytorch.org/whl/cpu"]


def test_a_folder_of_wheels_and_a_mirror_are_respected(go: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(go.sys, "platform", "linux")
    monkeypatch.setenv("PIP_FIND_LINKS", "/wheels")
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    env = go.pip_environment()
    assert env["PIP_INDEX_URL"] == "https://mirror.example/simple"
    assert "PIP_EXTRA_INDEX_URL" not in env


def test_what_pip_says_when_it_stops_is_one_line(
    go: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (project / ".venv").mkdir()
    script = "print('Collecting x'); print('ERROR: no matching distribution'); print('more'); raise SystemExit(1)"
    real = go.lines_of
    monkeypatch.setattr(go, "lines_of", lambda command, env: real([sys.executable, "-c", script], env))
    with pytest.raises(SystemExit) as stop:
        go.install()
    assert "ERROR: no matching distribution" in str(stop.value)
    assert "\n" not in str(stop.value)
    assert "more" in go.LOG.read_text()
