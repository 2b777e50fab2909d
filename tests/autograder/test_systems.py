"""What is said on systems that cannot shut students' code in."""

import sys

import pytest
from click.testing import CliRunner

from autograder import isolation
from autograder.cli import main
from autograder.engine import CannotRun, Engine
from autograder.grading import allowed
from autograder.sandbox import UNSAFE


@pytest.fixture
def on(monkeypatch):
    """Pretend to be on another system."""

    def go(platform):
        monkeypatch.setattr(sys, "platform", platform)
        isolation.best.cache_clear()

    yield go
    monkeypatch.undo()
    isolation.best.cache_clear()


def test_windows_is_one_line_that_points_to_wsl(on, notebook):
    on("win32")
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert "wsl --install" in result.output
    for unsafe in (False, True):
        with pytest.raises(CannotRun, match="wsl --install"):
            allowed(unsafe)
    with pytest.raises(CannotRun, match="wsl --install"):
        Engine(notebook).__enter__()


def test_macos_grades_others_only_when_unsafe_is_typed(on):
    on("darwin")
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 1
    assert "-> unsafe" in result.output
    assert "not sealed: macOS has no namespaces" in result.output
    assert "unless --unsafe is typed" in result.output
    with pytest.raises(CannotRun, match="type --unsafe"):
        allowed(False)
    assert allowed(True).level == UNSAFE
