"""A JupyterLab of its own for the tests: a small copy of the project, a graded class, started as 'go.py lab' does."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from autograder.course import Course
from autograder.demo import make_class
from autograder.plain_nbgrader import Plain
from companion import learner

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "only-for-this-test"
CLASS = "00_welcome"


@dataclass(frozen=True)
class Lab:
    """A running server and the folder that it shows."""

    address: str
    root: Path

    def page(self, path: str) -> str:
        """The address of a file in JupyterLab, in a workspace where nothing else is open, or of another page."""
        place = path if path.startswith("/") else f"/lab/workspaces/{Path(path).stem}/tree/{path}"
        return f"{self.address}{place}?token={TOKEN}"


def small_project(root: Path, chapters: tuple[str, ...]) -> None:
    """Some chapters with their data, and one assignment, handed in by a class of three and graded."""
    (root / "notebooks").mkdir(parents=True)
    shutil.copytree(ROOT / "notebooks" / "data", root / "notebooks" / "data")
    for chapter in chapters:
        for path in (ROOT / "notebooks").glob(f"{chapter}*.ipynb"):
            shutil.copy(path, root / "notebooks")
    course = Course.find(ROOT / "exercises")
    (notebook,) = course.notebooks(CLASS)
    (root / "exercises").mkdir()
    plain = Plain.copy(course, CLASS, root / "exercises")
    plain.generate()
    for student in make_class(notebook, course.wrong_answers(notebook), 3):
        plain.submit(student.id, notebook, student.intake)
    grade = [sys.executable, "-m", "autograder", "grade", CLASS, "--course", str(root / "exercises"), "--unsafe"]
    done = subprocess.run(grade, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr  # 1: an explanation waits for a human
    learner.fill(root)


def go_module() -> ModuleType:
    """A fresh go.py, to be pointed at another folder."""
    spec = importlib.util.spec_from_file_location("go_for_lab", ROOT / "go.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def command(root: Path, port: int) -> tuple[list[str], dict[str, str]]:
    """The words and the environment with which 'go.py lab' becomes a server, for the folder `root`."""
    go: Any = go_module()
    caught: list[tuple[list[str], dict[str, str]]] = []
    go.ROOT, go.venv_python, go.call = root, lambda: sys.executable, lambda *words, **more: 0
    go.os = _Caught(go.os, caught)
    go.do_lab(Namespace(no_browser=True, port=port))
    return caught[0]


class _Caught:
    """The module os, whose execve only notes what would be started, and whose chdir stays."""

    def __init__(self, real: Any, caught: list) -> None:
        self._real, self._caught = real, caught

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def chdir(self, path: str) -> None:
        return None

    def execve(self, program: str, words: list[str], env: dict[str, str]) -> int:
        self._caught.append((words, env))
        return 0


@contextmanager
def serving(root: Path, home: Path) -> Iterator[Lab]:
    """Start the server, wait until it answers, stop it and its kernels at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words, env = command(root, port)
    words += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"]
    own = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("DATA", "CONFIG", "RUNTIME")}
    own |= {f"JUPYTERLAB_{name}_DIR": str(home / name.lower()) for name in ("SETTINGS", "WORKSPACES")}
    env = {**env, **own, "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "IPYTHONDIR": str(home / "ipython")}
    with (home / "lab.log").open("w") as log:
        server = subprocess.Popen(words, cwd=root, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/api/status?token={TOKEN}", server, home / "lab.log")
        yield Lab(address, root)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait(url: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(240):
        assert server.poll() is None, f"JupyterLab stopped: {log.read_text()[-1500:]}"
        try:
            with urlopen(url) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            time.sleep(0.5)
    raise AssertionError(f"JupyterLab did not answer: {log.read_text()[-1500:]}")
