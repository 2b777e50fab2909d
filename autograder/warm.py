"""The warm process: imports, becomes two, and each forks a child for each submission.

Run as `python -P -m autograder.warm LEVEL ROLES MODULE…`, at level `sealed` inside bubblewrap. What is imported is
imported once; then one half forks for students' code and one for the checks. Neither is given anything secret before
they part: the half for the checks alone opens the tests to compile them, and their children get their job by their own
channel.
One JSON line asks, one answers; a line `fork` carries the child's descriptors.
"""

import contextlib
import gc
import importlib
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from . import linux, namespaces, sandbox, warden
from .ahead import Ahead, prepare, same_luck, seed_again
from .channel import Channel
from .sandbox import SEALED, Request
from .servant import READY
from .values import registered
from .wire import pack

_WARM = ("IPython.core.interactiveshell", "numpy")
Roles = dict[str, tuple[int, int]]  # role -> descriptors of its connection and of its `Ahead`


def main(level: str, roles: Roles, modules: list[str]) -> None:
    """Import, part, and wait: when one half ends, so does the other."""
    user = sandbox.other_user()
    if user is not None and level == SEALED:
        namespaces.see_processes()
    shell = _warm_up(modules)
    for role in roles:
        if os.fork() == 0:
            with _ending():
                _live(role, level, roles, shell, user)
    for descriptor in (fd for fds in roles.values() for fd in fds):
        os.close(descriptor)
    _, status = os.wait()
    if status == 0:
        os.wait()
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


@contextlib.contextmanager
def _ending() -> Iterator[None]:
    """A forked process never returns to what its parent was doing."""
    try:
        yield
    except ConnectionError:  # the grader is gone: so are we
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(3)
    os._exit(0)  # without taking torch apart first


def _live(role: str, level: str, roles: Roles, shell: Any, user: int | None) -> None:
    """One half: prepare, then fork on request until the other end is closed."""
    descriptor, told = roles[role]
    for other in (fd for name, fds in roles.items() if name != role for fd in fds):
        os.close(other)
    if role == "student" and user is not None and level == SEALED:
        namespaces.settle(user)
        user = None
    linux.be_called(f"warm {role}")
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    with open(told) as text:
        prepare(shell, Ahead.from_json(json.load(text)))
    gc.freeze()
    gc.enable()
    control = socket.socket(fileno=descriptor)
    control.sendall(json.dumps({"user": user if role == "student" else None}).encode() + b"\n")
    children = _serve(control, role, shell, user)
    for pid in list(children):
        children.discard(pid)
        warden.end(pid, children)


def _serve(control: socket.socket, role: str, shell: Any, user: int | None) -> set[int]:
    """Do what `control` asks until it is closed; the children that live then."""
    children: set[int] = set()
    while True:
        data, fds, _, _ = socket.recv_fds(control, 1 << 16, 4)
        while data and not data.endswith(b"\n"):
            data += control.recv(1 << 16)
        if not data:
            return children
        request: dict[str, Any] = json.loads(data)
        reply: dict[str, int | None] = {}
        if "warm" in request:
            with same_luck():
                _import(request["warm"])
        elif "fork" in request:
            pid = _fork(role, Request.from_json(request["fork"]), fds, shell, user)
            children.add(pid)
            reply = {"pid": pid}
        else:
            children.discard(request["end"])
            struck = role == "student" and warden.struck(request["end"], request["grace"])
            status = warden.end(request["end"], children, trusted=role == "checks")
            shutil.rmtree(namespaces.checks_desk(request["end"]), ignore_errors=True)
            reply = {"status": warden.STRUCK if struck else status}
        control.sendall(json.dumps(reply).encode() + b"\n")


def _warm_up(modules: list[str]) -> Any:
    gc.disable()  # imports leave no garbage, and looking for it takes a fifth of their time
    _import([*_WARM, *modules])
    if "torch" in sys.modules:
        torch: Any = sys.modules["torch"]
        torch.set_num_threads(1)
    from .shell import Shell

    shell = Shell.make()
    shell.run("0")
    registered()
    gc.freeze()
    return shell


def _import(modules: list[str]) -> None:
    """Import what can be imported; for the rest, the cell that imports it will say why."""
    for name in modules:
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _fork(role: str, request: Request, fds: list[int], shell: Any, user: int | None) -> int:
    pid = os.fork()
    if pid:
        for fd in fds:
            os.close(fd)
        return pid
    linux.be_called(role)
    with _ending():
        _ROLES[role](request, fds, shell, user)
    return 0


def _student(request: Request, fds: list[int], shell: Any, user: int | None) -> None:
    from . import servant

    channel = Channel(socket.socket(fileno=fds[0]))
    try:
        sandbox.enter(request, set(fds), user)
    except Exception as e:
        channel.send(pack((f"{type(e).__name__}: {e}",)))
        raise
    seed_again()
    channel.send(pack((READY, len(shell.ahead))))
    servant.main(channel, shell, request.limits.cell_seconds)


def _checks(request: Request, fds: list[int], shell: Any, user: int | None) -> None:
    from . import checks

    control, student = (Channel(socket.socket(fileno=fd)) for fd in fds)
    sandbox.leave_group(set(fds), silent=(0, 1))  # a fault of ours may be seen
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    sandbox.bound_memory(request.limits)  # an answer's shape may ask for any amount
    folder = request.folder or shutil.copytree(namespaces.DESK, namespaces.checks_desk(os.getpid()))
    os.environ["TMPDIR"], tempfile.tempdir = folder, None
    os.chdir(folder)
    sys.path.insert(0, folder)
    seed_again()
    checks.main(control, student, shell)


_ROLES: dict[str, Callable[..., None]] = {"student": _student, "checks": _checks}


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3:])
