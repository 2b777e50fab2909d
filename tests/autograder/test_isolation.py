"""What each level of isolation holds, seen from a student's cell; and that it fails closed."""

import copy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner

from autograder import isolation, namespaces, seccomp
from autograder.cli import main
from autograder.course import Notebook
from autograder.engine import Engine
from autograder.intake import Answer, Intake
from autograder.isolation import Isolation
from autograder.sandbox import CONFINED, SEALED, UNSAFE, Limits

from .one_question import one_question

HERE = [level for level in (SEALED, CONFINED) if isolation._tried(level) == ""]
MISSING = f"this machine gives {HERE or 'neither level'}: {isolation.best().missing}"


@pytest.fixture(scope="module", params=[SEALED, CONFINED])
def shut_in(request: pytest.FixtureRequest, notebook: Notebook) -> Iterator[Engine]:
    """A warm engine of either level."""
    if request.param not in HERE:
        pytest.skip(MISSING)
    with Engine(notebook, Limits(cell_seconds=10, total_seconds=60), Isolation(request.param)) as engine:
        yield engine


@pytest.fixture
def tell(shut_in: Engine) -> Callable[..., str]:
    """What the expression `value` is in the sandbox, as text; the checks' message brings it out."""

    def go(value: str, before: str = "", **limits: float) -> str:
        answer = f"import os, socket, subprocess\n{before}\ndef f():\n    return repr(({value}))"
        other = copy.copy(shut_in)
        other.limits = replace(shut_in.limits, **limits)
        other.notebook = one_question(shut_in.notebook.path, answer, "raise ValueError(f())")
        record = other.grade(Intake({"q": Answer("q", answer, "answered")}, {}))
        assert record.isolation == shut_in.isolation.level
        return record.question("q").message

    return go


TRIED = (
    "def tried(f, *args):\n    try:\n        return f(*args)\n    except OSError as e:\n        return type(e).__name__"
)


@pytest.mark.parametrize(
    "what",
    [
        "socket.socket()",
        "socket.socket(socket.AF_UNIX)",
        "os.listdir(os.path.expanduser('~root'))",
        "os.kill(os.getppid() or 1 << 20, 0)",
        "open('/etc/shadow').read()",
        "open('/etc/hostname').read()",
        "open('/usr/lib/forged', 'w')",
        "open('/forged', 'w')",
        "os.symlink('/', '/dev/forged')",
        "os.setuid(0)",
        "os.chroot('/')",
        "os.nice(-1)",
        "os.memfd_create('x')",
        "os.unshare(os.CLONE_NEWUSER) if hasattr(os, 'unshare') else os.chroot('/')",
    ],
)
def test_a_students_process_may_not(tell, what):
    assert tell(f"tried(lambda: {what})", TRIED) in (
        "'PermissionError'",
        "'FileNotFoundError'",
        "'ProcessLookupError'",
        "'OSError'",
    )


def test_a_students_process_may_compute_write_beside_its_notebook_and_run_a_program(tell):
    before = "open('mine', 'w').write('x')"
    ran = "subprocess.run(['echo', 'on'], capture_output=True).stdout, open('mine').read(), bool(socket.socketpair())"
    assert tell(ran, before) == "(b'on\\n', 'x', True)"


def test_no_capability_and_no_new_one(shut_in, tell):
    if shut_in.isolation.level == CONFINED:
        pytest.skip("without /proc nothing there can be read")
    said = tell("[l.split()[1] for l in open('/proc/self/status') if l.startswith(('CapEff', 'CapBnd', 'NoNew'))]", "")
    assert said == "['0000000000000000', '0000000000000000', '1']"


def test_a_sealed_process_sees_only_its_own_processes_and_folders(shut_in, tell):
    if shut_in.isolation.level != SEALED:
        pytest.skip("a confined process has no tree of its own")
    assert tell("sorted(p for p in os.listdir('/proc') if p.isdigit())") == "['1']"
    assert tell(f"sorted(os.listdir('{namespaces.SCRATCH}'))") == "['.shm', 'home']"
    assert tell("os.path.exists('%s')" % shut_in.notebook.path.parents[2]) == "False"  # noqa: UP031


def test_a_disk_that_is_full_is_the_students_own(shut_in, tell):
    if shut_in.isolation.level != SEALED:
        pytest.skip("a confined process writes to a disk that is not its own; each file is bounded")
    before = (
        "def fill():\n    n = 0\n    try:\n        for i in range(99):\n            with open(str(i), 'wb') as h:\n"
        "                n += h.write(bytes(1 << 20))\n    except OSError as e:\n        return n >> 20, e.strerror"
    )
    assert tell("fill()", before, disk=8 << 20) == "(8, 'No space left on device')"


def test_memory_is_bounded_over_all_processes(tell):
    before = (
        "import time\ndef hold():\n    for _ in range(4):\n        if os.fork() == 0:\n"
        "            b = bytearray(60 << 20)\n"
        "            for i in range(0, len(b), 4096): b[i] = 1\n            time.sleep(20)\n            os._exit(0)\n"
        "    time.sleep(8)\n    return 'held'"
    )
    said = tell("hold()", before, memory=200 << 20)
    assert said == "the notebook's process ended because it held more than 200 MB of memory"


def test_a_level_is_only_said_where_it_is_had(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "apt-get install bubblewrap" in isolation._tried(SEALED)
    monkeypatch.setattr(isolation.landlock, "version", lambda: 0)
    assert "Landlock" in isolation._tried(CONFINED)
    monkeypatch.setattr(isolation, "_tried", lambda level: "not here")
    assert isolation.best.__wrapped__() == Isolation(UNSAFE, ("sealed: not here", "confined: not here"))


def test_the_doctor_names_the_level_and_what_would_raise_it(monkeypatch):
    monkeypatch.setattr(isolation, "best", lambda: Isolation(CONFINED, ("sealed: install bubblewrap",)))
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 1
    assert "-> confined" in result.output
    assert "not sealed: install bubblewrap" in result.output


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("signals", [False, True])
def test_every_jump_of_the_filter_lands_inside_it(machine, signals):
    steps = seccomp.program(machine, signals)
    for place, (code, yes, no, _) in enumerate(steps):
        assert code == seccomp._RETURN or place + 1 + max(yes, no) < len(steps)
    assert steps[-1] == (seccomp._RETURN, 0, 0, seccomp._ALLOW)


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
def test_the_sealed_warm_process_has_a_place_for_temporary_files_even_where_python_lies_in_tmp(monkeypatch, tmp_path):
    monkeypatch.setattr(namespaces, "SCRATCH", "/scratch")
    spool = isolation.stock(tmp_path, [])
    told = [sys.executable, "-c", "import getpass, tempfile; print(tempfile.gettempdir(), getpass.getuser())"]
    done = subprocess.run(
        isolation.wrapped(told, isolation.readable(()), spool), capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["/scratch", "student"], done.stderr
