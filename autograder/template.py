"""The handles on a warm process, which imported what the assignment imports and forks a child for each submission."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from .ahead import Ahead
from .sandbox import Request

_HEAP = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}  # of large pages: a fork then takes half as long
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "MPLCONFIGDIR", "VIRTUAL_ENV", "PYTHONPATH")
Wrap = Callable[[list[str]], list[str]]  # a command -> the same inside a sandbox


class TemplateFailed(Exception):
    """The warm process could not start, or ended."""


class Template:
    """The handle on a warm process. Safe to use from several threads."""

    def __init__(self, connection: socket.socket, process: "subprocess.Popen[bytes]") -> None:
        self.lock, self.process = threading.Lock(), process
        self.connection, self.lines = connection, connection.makefile("rb")
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
        """Let the process end, with its children: it does when the connection does."""
        self.lines.close()
        self.connection.close()

    def _status(self) -> int | str:
        try:
            return self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            return "not known"

    def _line(self) -> dict[str, Any]:
        line = self.lines.readline()
        if not line:
            raise TemplateFailed(f"the warm Python process ended (exit status {self._status()})")
        answer: dict[str, Any] = json.loads(line)
        return answer


def start(modules: list[str], level: str, wrap: Wrap, aheads: dict[str, Ahead]) -> dict[str, Template]:
    """Start one process that imports `modules` and becomes two, "student" and "checks", each told its own `Ahead`."""
    ours: dict[str, socket.socket] = {}
    with ExitStack() as stack:
        roles: dict[str, tuple[int, int]] = {}
        for role, ahead in aheads.items():
            ours[role], theirs = socket.socketpair()
            stack.callback(theirs.close)
            told = stack.enter_context(tempfile.TemporaryFile())
            told.write(json.dumps(ahead.to_json()).encode())
            told.seek(0)
            roles[role] = theirs.fileno(), told.fileno()
        words = [sys.executable, "-P", "-m", "autograder.warm", level, json.dumps(roles), *modules]
        process = subprocess.Popen(
            wrap(words),
            env=_environment(),
            pass_fds=[fd for fds in roles.values() for fd in fds],
            stdin=subprocess.DEVNULL,
            cwd="/",
        )
    return {role: Template(connection, process) for role, connection in ours.items()}


def _environment() -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if k in _KEPT}
    env |= _HEAP | dict.fromkeys(_THREADS, "1") | {"MPLBACKEND": "Agg", "PYTHONHASHSEED": "0"}
    return env | ({"OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES"} if sys.platform == "darwin" else {})


def stop(templates: dict[str, Template]) -> None:
    """End the warm processes.

    They end by themselves when the connections do; a signal to bubblewrap while it starts would leave half of it.
    """
    for template in templates.values():
        template.close()
    for process in {template.process for template in templates.values()}:
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
