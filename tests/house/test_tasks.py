"""The tasks of go.py and their twins in the Makefile."""

import re
import shutil
import subprocess
import sys
from argparse import Namespace
from types import ModuleType

import pytest

from tests.house.conftest import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def tasks(go: ModuleType) -> set[str]:
    return set(go.arguments()._subparsers._group_actions[0].choices)


def test_the_makefile_has_every_task_of_go_py_and_no_other(go: ModuleType) -> None:
    found = re.search(r"^TASKS := (.+)$", MAKEFILE, re.MULTILINE)
    assert found
    assert set(found.group(1).split()) == tasks(go)


def test_help_names_every_task(go: ModuleType) -> None:
    done = subprocess.run([sys.executable, "go.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert all(re.search(rf"^ +{name}\b", done.stdout, re.MULTILINE) for name in tasks(go))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["check", "05"], "go.py check 05"),
        (["check", "CHAPTER=05"], "go.py check 05"),
        (["run", "CHAPTER=05a"], "go.py run 05a"),
        (["grade-demo", "CHAPTER=05_autograd"], "go.py grade-demo 05_autograd"),
        (["book", "SOLUTIONS=all"], "go.py book --solutions all"),
        (["lab", "ARGS=--no-browser"], "go.py lab --no-browser"),
        (["reset", "05a"], "go.py reset 05a"),
        (["test"], "go.py test"),
        (["setup", "test"], "go.py setup go.py test"),
        ([], "go.py --help"),
    ],
)
def test_make_hands_its_words_on(words: list[str], wanted: str) -> None:
    if shutil.which("make") is None:
        pytest.skip("make is not installed; every task runs by go.py without it")
    done = subprocess.run(["make", "-n", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    said = [line.removeprefix("python3 ") for line in done.stdout.splitlines() if "go.py" in line]
    assert " ".join(" ".join(said).split()) == wanted


def test_make_refuses_a_word_that_is_no_task() -> None:
    if shutil.which("make") is None:
        pytest.skip("make is not installed; every task runs by go.py without it")
    done = subprocess.run(["make", "-n", "nonsense"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0


@pytest.fixture
def lab(go: ModuleType, monkeypatch: pytest.MonkeyPatch):
    """Call the task 'lab' as some user; return the words that JupyterLab would start with."""

    def start(uid: int = 1000, browser: bool = True, **options: object) -> list[str]:
        started: list[str] = []
        monkeypatch.setattr(go, "call", lambda *words, **more: 0)
        monkeypatch.setattr(go, "has_browser", lambda: browser)
        monkeypatch.setattr(go.os, "geteuid", lambda: uid, raising=False)
        monkeypatch.setattr(go.os, "execve", lambda program, words, env: started.extend(words) or 0)
        monkeypatch.setattr(go.os, "name", "posix")
        go.do_lab(Namespace(no_browser=False, port=None, **options))
        return started

    return start


def test_lab_opens_on_the_start_page(lab) -> None:
    assert "--LabApp.default_url=/lab/tree/my/START.ipynb" in lab()


def test_root_is_allowed_for_root_only(lab) -> None:
    assert "--allow-root" not in lab(uid=1000)
    assert "--allow-root" in lab(uid=0)


def test_a_browser_is_opened_where_there_is_one(lab) -> None:
    assert "--no-browser" not in lab(browser=True)
    assert "--no-browser" in lab(browser=False)


def test_without_a_screen_there_is_no_browser(go: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(go.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not go.has_browser()


def test_check_without_a_copy_says_where_copies_come_from(go: ModuleType, project, monkeypatch) -> None:
    with pytest.raises(SystemExit, match=r"my/exercises has no '07'; 'python3 go.py lab' puts the exercises there"):
        go.do_check(Namespace(exercise="07"))


@pytest.mark.parametrize(("status", "wanted"), [(0, 0), (1, 0), (2, 2)])
def test_points_that_are_missing_are_no_failure_of_the_check(
    go: ModuleType, project, monkeypatch, status: int, wanted: int
) -> None:
    monkeypatch.setattr(go, "call", lambda *words, **more: status)
    assert go.do_check(Namespace(exercise="mine.ipynb")) == wanted


def test_check_takes_the_copy_and_not_a_backup_or_a_draft_beside_it(go: ModuleType, project, monkeypatch) -> None:
    folder = project / "my" / "exercises" / "05_autograd"
    folder.mkdir(parents=True)
    for name in ("05_autograd-Copy1.ipynb", "05_autograd.bak-1.ipynb", "05_autograd.ipynb"):
        (folder / name).touch()
    called: list[str] = []
    monkeypatch.setattr(go, "call", lambda *words, **more: called.append(words[-1].name) or 0)
    go.do_check(Namespace(exercise="05"))
    assert called == ["05_autograd.ipynb"]


def test_a_stage_that_fails_fails_the_whole_and_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from tests import stages

    results = {"lint": False, "types": True}
    monkeypatch.setattr(stages, "run", lambda name: stages.Result(name, 1.0, results[name], "said"))
    done = CliRunner().invoke(stages.main, ["lint", "types"])
    assert done.exit_code == 1
    assert "1 stages passed, 1 failed" in done.output
    assert CliRunner().invoke(stages.main, ["types"]).exit_code == 0


def test_pips_environment_goes_through_a_task_whole(go: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", "wheels")
    merged = go.environment(**go.pip_environment())
    assert merged["PATH"].startswith(str(go.VENV))
    assert merged["PIP_FIND_LINKS"] == "wheels"
