"""What a child does to itself before it runs anything of a student's, and how everything that it started is ended.

This is level `unsafe` of the design with resource limits: a process group of its own, no inherited descriptor, a small
environment, a folder of its own, and, where the grader runs as root, the rights of nobody. Namespaces, Landlock and
seccomp come in between `leave_group` and `limit`.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import struct
import sys
import time
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":  # there the engine says what to do instead
    import pwd
    import resource

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_SET_DUMPABLE = 1, 36, 38, 4
PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH = 8, 47, 2, 2
_LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None) if _LINUX else None


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Times in seconds, sizes in bytes."""

    cell_seconds: float = 20.0
    total_seconds: float = 120.0
    memory: int = 6 << 30  # address space: torch alone reserves 3 GB of it
    file: int = 64 << 20
    files: int = 256
    processes: int = 128  # threads included, beyond those that the user already has


def prctl(option: int, value: int, more: int = 0) -> None:
    """Linux's prctl, nothing elsewhere."""
    if _libc is not None:
        _libc.prctl(option, value, more, 0, 0)


def leave_group(keep: set[int], silent: tuple[int, ...] = (0, 1, 2)) -> None:
    """Become the leader of an own session, with no descriptor but `keep` and the standard ones."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in silent:
        os.dup2(null, fd)
    low = 3
    for fd in sorted(keep):
        os.closerange(low, fd)
        low = fd + 1
    os.closerange(low, min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 20))


def limit(limits: Limits, as_user: int | None, tasks_now: int) -> None:
    """Apply the resource limits, drop to `as_user`, and die when the parent dies."""
    wanted = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: limits.file,
        resource.RLIMIT_NOFILE: limits.files,
        resource.RLIMIT_CPU: int(limits.total_seconds) + 5,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: tasks_now + limits.processes,
    }
    for what, most in wanted.items():
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    if as_user is not None:
        _become(as_user)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def move_in(folder: str) -> None:
    """Make `folder` home and current folder, and drop every other environment variable but a few harmless ones."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if k in ("PATH", "LANG", "LC_ALL", "MPLBACKEND") or k.endswith("_NUM_THREADS")
    }
    os.environ.clear()
    os.environ.update(
        kept, HOME=folder, TMPDIR=folder, IPYTHONDIR=folder, MPLCONFIGDIR=folder, NBGRADER_EXECUTION="autograde"
    )
    os.chdir(folder)
    sys.path.insert(0, folder)


def other_user() -> int | None:
    """The user to run students' code as: nobody, where we are root on Linux."""
    if os.getuid() != 0 or not _LINUX:
        return None
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return None


def _become(user: int) -> None:
    """Give up root's rights, but for reading: a Python under /root is closed to everybody else."""
    prctl(PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setgid(pwd.getpwuid(user).pw_gid)
    os.setuid(user)
    header = struct.pack("Ii", 0x20080522, 0)
    bit = 0 if _open_to_all() else 1 << CAP_DAC_READ_SEARCH
    if _libc is None or _libc.capset(header, struct.pack("6I", bit, bit, bit, 0, 0, 0)):
        raise OSError("could not give up root's rights")
    if bit:
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH)


def _open_to_all() -> bool:
    """Whether the user that we are now reaches every folder that Python imports from."""
    needed = [Path(p) for p in (*sys.path, sys.prefix, sys.base_prefix) if p]
    return all(os.access(parent, os.X_OK) for path in needed for parent in path.parents)


def tasks_of(user: int) -> int:
    """How many processes and threads `user` has now (what RLIMIT_NPROC counts)."""
    count = 0
    for entry in Path("/proc").glob("[0-9]*") if _LINUX else ():
        try:
            if entry.stat().st_uid == user:
                count += len(os.listdir(entry / "task"))
        except OSError:
            continue
    return count


def children_of(parent: int) -> set[int]:
    """The processes whose parent is `parent`; orphans of a subreaper's descendants are among its children."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*") if _LINUX else ():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.add(int(entry.name))
    return found


def end(pid: int, others: set[int], patience: float = 5.0) -> int | None:
    """Kill `pid`, its group and, on Linux, whatever it left behind: every child of ours that is not in `others`.

    Returns its exit status, negative for a signal; None where it cannot be had.
    """
    status = _kill_and_reap(pid, group=True)
    until = time.monotonic() + patience
    while (left := children_of(os.getpid()) - others) and time.monotonic() < until:
        for orphan in left:
            _signal(orphan, signal.SIGSTOP)  # one that is stopped forks no more while its siblings are killed
        for orphan in left:
            _kill_and_reap(orphan)
    return status


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


def prepare(folder: Path, data: list[Path], user: int | None) -> None:
    """Fill a submission's folder with the assignment's data files, readable by the user that runs it."""
    for path in data:
        if path.is_dir():
            shutil.copytree(path, folder / path.name, symlinks=False)
        else:
            shutil.copy(path, folder / path.name)
    if user is not None:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, user, -1, follow_symlinks=False)
