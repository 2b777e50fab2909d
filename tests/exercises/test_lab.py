"""Formgrader, Assignment List and Validate work in the JupyterLab that is started in the project's folder."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from .conftest import COURSE, NOTEBOOKS

NAME = NOTEBOOKS[0].assignment


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A server on a copy of the course, configured as `make lab` does; a function that asks it."""
    root = tmp_path_factory.mktemp("house")
    (root / "my").mkdir()
    course = root / "exercises"
    (course / "source").mkdir(parents=True)
    shutil.copy(COURSE.root / "nbgrader_config.py", course)
    shutil.copytree(COURSE.root / "source" / NAME, course / "source" / NAME)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [
        "-m",
        "jupyter",
        "server",
        f"--ServerApp.root_dir={root}",
        f"--port={port}",
        "--no-browser",
        "--allow-root",
    ]
    words += ["--IdentityProvider.token=t", "--ServerApp.disable_check_xsrf=True", "--ServerApp.port_retries=0"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = os.environ | {"JUPYTER_CONFIG_PATH": str(course), "PATH": path}
    server = subprocess.Popen([sys.executable, *words], cwd=root, env=env, stderr=subprocess.DEVNULL)

    def ask(where: str, **form: str):
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(f"http://127.0.0.1:{port}/{where}", data, {"Authorization": "token t"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            text = reply.read().decode()
        return json.loads(text) if text[:1] in "[{" else text

    try:
        wait_for(ask)
        yield root, ask
    finally:
        server.terminate()
        server.wait(20)


def wait_for(ask) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            ask("api")
        except OSError:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.3)
        else:
            return


def test_formgrader_shows_the_course(lab):
    _, ask = lab
    assert "nbgrader" in ask("formgrader/")
    shown = {a["name"]: a["source_path"] for a in ask("formgrader/api/assignments")}
    assert shown == {NAME: f"source/{NAME}"}


def test_an_assignment_is_released_listed_and_fetched_into_my(lab):
    root, ask = lab
    assert ask(f"formgrader/api/assignment/{NAME}/assign", force="1")["success"]
    assert ask(f"formgrader/api/assignment/{NAME}/release", force="1")["success"]
    assert ask("courses")["value"] == ["gradients-by-hand"]
    (listed,) = ask("assignments?course_id=gradients-by-hand")["value"]
    assert (listed["assignment_id"], listed["status"]) == (NAME, "released")
    assert ask("assignments/fetch", course_id="gradients-by-hand", assignment_id=NAME)["success"]
    assert (root / "my" / NAME / f"{NAME}.ipynb").is_file()


def test_validate_tells_a_solution_from_a_release(lab):
    _, ask = lab
    assert ask(f"formgrader/api/assignment/{NAME}/assign", force="1")["success"]
    solved = ask("assignments/validate", path=f"exercises/source/{NAME}/{NAME}.ipynb")
    assert solved == {"success": True, "value": {}}
    released = ask("assignments/validate", path=f"exercises/release/{NAME}/{NAME}.ipynb")
    assert released["success"], released
    assert released["value"]["failed"]
