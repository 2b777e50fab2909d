"""A warm process that has imported what the assignment imports, and forks a child for each submission.

Run as `python -P -m autograder.template ROLE LEVEL DESCRIPTOR MODULE…`. There are two: one for students' code, at level
`sealed` inside bubblewrap, and one for the checks. Neither is given anything secret when it starts; the checks'
children get their job by their own channel.
One JSON line asks, one answers; a line `fork` carries the child's descriptors.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
import warnings
from collections.abc import Callable
from typing import Any

from . import linux, namespaces, sandbox, warden
from .ahead import Ahead, prepare, same_luck, seed_again
from .channel import Channel
from .sandbox import SEALED, UNSAFE, Request
from .servant import READY
from .values import registered
from .wire import pack

_WARM = ("IPython.core.interactiveshell", "numpy")
_HEAP = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}  # of large pages: a fork then takes half as long
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


Wrap = Callable[[list[str]], list[str]]  # a command -> the same inside a sandbox
NOTHING = Ahead()


class TemplateFailed(Exception):
    """The warm process could not start, or ended."""


class Template:
    """The handle on a warm process. Safe to use from several threads."""

    def __init__(
        self, role: str, modules: list[str], level: str = UNSAFE, wrap: Wrap = list, ahead: Ahead = NOTHING
    ) -> None:
        self.lock = threading.Lock()
        ours, theirs = socket.socketpair()
        words = [sys.executable, "-P", "-m", "autograder.template", role, level, str(theirs.fileno()), *modules]
        env = {
            k: v
            for k, v in os.environ.items()
            if k in ("PATH", "HOME", "LANG", "LC_ALL", "MPLCONFIGDIR", "VIRTUAL_ENV")
        }
        env |= _HEAP | dict.fromkeys(_THREADS, "1") | {"MPLBACKEND": "Agg", "PYTHONHASHSEED": "0"}
        env |= {"OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES"} if sys.platform == "darwin" else {}
        with tempfile.TemporaryFile() as told:
            told.write(json.dumps(ahead.to_json()).encode())
            told.seek(0)
            self.process = subprocess.Popen(wrap(words), env=env, pass_fds=[theirs.fileno()], stdin=told, cwd="/")
        theirs.close()
        self.connection, self.lines = ours, ours.makefile("rb")
        self.hello: dict[str, Any] | None = None

    def ready(self) -> dict[str, Any]:
        """Wait until everything is imported: {"user": the user id that children run as, or None}."""
        with self.lock:
            if self.hello is None:
                self.hello = self._line()
            return self.hello

    def fork(self, request: Request, *sockets: socket.socket) -> int:
        """Fork a child that owns `sockets`; they are closed here. Returns its process id."""
        self.ready()
        with self.lock:
            line = json.dumps({"fork": request.to_json()}).encode() + b"\n"
            socket.send_fds(self.connection, [line], [s.fileno() for s in sockets])
            for s in sockets:
                s.close()
            return int(self._line()["pid"])

    def warm(self, modules: list[str]) -> None:
        """Import more before the next fork."""
        with self.lock:
            self.connection.sendall(json.dumps({"warm": modules}).encode() + b"\n")
            self._line()

    def end(self, pid: int, grace: float = 0.0) -> int | None:
        """Kill a child with all that it started; its exit status. One that is ending has `grace` seconds to say how."""
        with self.lock:
            self.connection.sendall(json.dumps({"end": pid, "grace": grace}).encode() + b"\n")
            status: int | None = self._line()["status"]
            return status

    def close(self) -> None:
        """End the process and its children.

        It ends by itself when the connection does; a signal to bubblewrap while it starts would leave half of it.
        """
        self.lines.close()
        self.connection.close()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _line(self) -> dict[str, Any]:
        line = self.lines.readline()
        if not line:
            raise TemplateFailed(f"the warm Python process ended (exit status {self.process.wait()})")
        answer: dict[str, Any] = json.loads(line)
        return answer


def main(role: str, level: str, descriptor: int, modules: list[str]) -> None:
    """Import, then fork on request until the other end is closed."""
    control = socket.socket(fileno=descriptor)
    user = sandbox.other_user() if role == "student" else None
    if user is not None and level == SEALED:
        namespaces.settle(user)
        user = None
    shell = _warm_up(modules)
    linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    control.sendall(json.dumps({"user": user}).encode() + b"\n")
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
    prepare(shell, Ahead.from_json(json.load(sys.stdin)))
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    gc.freeze()
    gc.enable()
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
    try:
        _ROLES[role](request, fds, shell, user)
    except BaseException:
        traceback.print_exc()
        os._exit(3)
    os._exit(0)


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
    os.chdir(request.folder)
    sys.path.insert(0, request.folder)
    seed_again()
    checks.main(control, student, shell)


_ROLES: dict[str, Callable[..., None]] = {"student": _student, "checks": _checks}


if __name__ == "__main__":
    with contextlib.suppress(ConnectionError):  # the grader is gone: so are we
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:])
    os._exit(0)  # without taking torch apart first
