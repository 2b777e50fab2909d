"""Watches over a student's process from outside, and ends it with everything that it started."""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from .linux import LINUX

if TYPE_CHECKING:
    from .sandbox import Limits

EVERY = 0.1  # seconds between two looks
BY_ITSELF, TOO_LONG, TOO_LARGE, TOO_BUSY, BY_SIGNAL = 100, 101, 102, 103, 128  # exit status of the one that watches
STRUCK = -1000  # it was killed itself


def watch(pid: int, seconds: float, memory: int, cpu: float) -> NoReturn:
    """Wait for `pid`; kill it when its time is up or it and what it started hold more than `memory` bytes.

    The exit status says how it ended; `cpu` is the processor time that the kernel allows it.
    """
    until = time.monotonic() + seconds
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    while True:
        with contextlib.suppress(ChildProcessError):
            while True:
                done, status, used = os.wait4(-1, os.WNOHANG)
                if done == 0:
                    break
                if done == pid:
                    os._exit(_how(status, used.ru_utime + used.ru_stime >= cpu - 1))
        if time.monotonic() > until:
            _end_all(pid, TOO_LONG)
        if memory_of(os.getpid()) > memory:
            _end_all(pid, TOO_LARGE)
        if sys.platform == "darwin":
            time.sleep(EVERY)
        else:
            signal.sigtimedwait({signal.SIGCHLD}, EVERY)


def _how(status: int, busy: bool) -> int:
    if not os.WIFSIGNALED(status):
        return BY_ITSELF
    return TOO_BUSY if busy else BY_SIGNAL + os.WTERMSIG(status)


def why(status: int | None, limits: "Limits") -> str:
    """How a student's process ended that was not ended by the grader, from the exit status of its watcher."""
    if status is not None and status > BY_SIGNAL:
        return f"by signal {status - BY_SIGNAL} ({signal.strsignal(status - BY_SIGNAL)})"
    said = {
        BY_ITSELF: "by itself, without an error",
        TOO_LONG: f"because it ran for more than {limits.watched_seconds:g} s",
        TOO_LARGE: f"because it held more than {limits.memory >> 20} MB of memory",
        TOO_BUSY: f"because it used more than {limits.cpu_seconds} s of the processor",
    }
    return said.get(status or 0, "")


def from_outside(status: int | None, sealed: bool) -> bool:
    """Whether somebody else ended a student's process: in a sealed one nobody can send it SIGKILL."""
    return status == STRUCK or (sealed and status == BY_SIGNAL + signal.SIGKILL)


def _end_all(pid: int, status: int) -> NoReturn:
    """Kill `pid` and whatever else descends from this process."""
    _signal(pid, signal.SIGKILL)
    while left := descendants(os.getpid()):
        for number in (signal.SIGSTOP, signal.SIGKILL):  # one that is stopped forks no more
            for other in left:
                _signal(other, number)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                continue
    os._exit(status)


def descendants(ancestor: int) -> set[int]:
    """The living processes that `ancestor` started, they started, and so on."""
    parents, found = _parents(), {ancestor}
    while grown := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= grown
    return found - {ancestor}


def memory_of(ancestor: int) -> int:
    """Bytes that are resident in all descendants of `ancestor` and belong to no file. Shared pages count for each."""
    total = 0
    for pid in descendants(ancestor):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith(("RssAnon:", "RssShmem:")):
                    total += int(line.split()[1]) << 10
    return total


def _parents() -> dict[int, int]:
    """Every process that can be seen, and its parent."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*") if LINUX else ():
        try:
            found[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return found


def tasks_of(user: int) -> int:
    """How many processes and threads `user` has now (what RLIMIT_NPROC counts)."""
    count = 0
    for entry in Path("/proc").glob("[0-9]*") if LINUX else ():
        try:
            if entry.stat().st_uid == user:
                count += len(os.listdir(entry / "task"))
        except OSError:
            continue
    return count


def struck(pid: int, grace: float) -> bool:
    """Whether `pid`, the one that watches, was killed by somebody else. If it is ending, it has `grace` seconds."""
    soon = time.monotonic() + grace
    while LINUX:
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if ended is not None:
            return ended.si_code != os.CLD_EXITED
        if time.monotonic() >= soon:
            break
        time.sleep(0.01)
    return False


def end(pid: int, others: set[int], patience: float = 5.0, trusted: bool = False) -> int | None:
    """Kill `pid`, its group and, on Linux, whatever it left behind: every child of ours that is not in `others`.

    Orphans of its descendants are children of ours, because the template is a subreaper. Returns its exit status,
    negative for a signal; None where it cannot be had. What a `trusted` one left is found without reading all of /proc,
    which is no match for one that hides.
    """
    status = _kill_and_reap(pid, group=True)
    until = time.monotonic() + patience
    while (left := _children(trusted) - others) and time.monotonic() < until:
        for orphan in left:
            _signal(orphan, signal.SIGSTOP)  # one that is stopped forks no more while its siblings are killed
        for orphan in left:
            _kill_and_reap(orphan)
    return status


def _children(quickly: bool) -> set[int]:
    """Our children. The kernel's own list may miss some while others end."""
    me = os.getpid()
    if quickly:
        with contextlib.suppress(OSError):
            return {int(word) for word in Path(f"/proc/{me}/task/{me}/children").read_text().split()}
    return {pid for pid, parent in _parents().items() if parent == me}


def _kill_and_reap(pid: int, group: bool = False) -> int | None:
    if group:
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
    _signal(pid, signal.SIGKILL)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return None


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, number)
