"""What a child does to itself before it runs anything of a student's.

Every level gets a watching parent, a session and a folder of its own, no inherited descriptor, a small environment,
resource limits and, where the grader runs as root, the rights of nobody. `sealed` and `confined` add a filter on system
calls; `sealed` adds namespaces, `confined` Landlock.
"""

import os
import shutil
import signal
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from . import landlock, linux, namespaces, seccomp, warden

if sys.platform != "win32":  # there the engine says what to do instead
    import resource

SEALED, CONFINED, UNSAFE = "sealed", "confined", "unsafe"
NOBODY = 65534  # user and group
DEVICES = tuple(f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom"))


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Times in seconds, sizes in bytes."""

    cell_seconds: float = 20.0
    total_seconds: float = 120.0
    memory: int = 3 << 30  # resident in all its processes; looked at ten times a second
    address_space: int = 6 << 30  # of one process: torch alone reserves 3 GB of it
    file: int = 64 << 20
    disk: int = 128 << 20  # all files together; sealed only
    files: int = 256  # open at once
    processes: int = 128  # threads included, beyond those that the user already has

    @property
    def cpu_seconds(self) -> int:
        """Of one process."""
        return int(self.total_seconds) + 5

    @property
    def watched_seconds(self) -> float:
        """When a process is ended even if nobody asks for that."""
        return self.total_seconds + 60


@dataclass(frozen=True)
class Request:
    """One child: its level and limits, its folder (a sealed child makes its own), what else it may read."""

    level: str
    limits: Limits
    folder: str
    readable: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Request":
        """From what `to_json` made."""
        return cls(**{**data, "limits": Limits(**data["limits"])})


def leave_group(keep: set[int], silent: tuple[int, ...] = (0, 1, 2)) -> None:
    """Become the leader of an own session, with no descriptor but `keep` and the standard ones."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
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


def enter(request: Request, keep: set[int], user: int | None) -> None:
    """Return in a new process, shut in as `request` says; this one stays to watch it and never returns."""
    if request.level not in (SEALED, CONFINED, UNSAFE):
        raise ValueError(f"no level of isolation {request.level!r}")
    leave_group(keep)
    tasks = warden.tasks_of(os.getuid() if user is None else user)
    kept = 0 if user is None else become(user)
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    if request.level == SEALED:
        namespaces.leave()
    pid = os.fork()
    if pid:
        os.closerange(3, max(keep) + 1)
        limits = request.limits
        warden.watch(pid, limits.watched_seconds, limits.memory, limits.cpu_seconds)
    os.setsid()
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    folder = namespaces.furnish(request.limits.disk) if request.level == SEALED else request.folder
    limit(request.limits, tasks)
    move_in(folder)
    shut(request, folder, kept)


def shut(request: Request, folder: str, capabilities: int) -> None:
    """Give up for good what the level forbids."""
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.prctl(linux.PR_SET_DUMPABLE, 0)
    linux.keep_capabilities(capabilities)
    if request.level == CONFINED:
        landlock.restrict(request.readable, [folder, *DEVICES])
    if request.level != UNSAFE:
        seccomp.apply(signals=request.level == CONFINED and not landlock.guards_signals())


def limit(limits: Limits, tasks_now: int) -> None:
    """Apply the resource limits."""
    wanted = {
        resource.RLIMIT_AS: limits.address_space,
        resource.RLIMIT_FSIZE: limits.file,
        resource.RLIMIT_NOFILE: limits.files,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: tasks_now + limits.processes,
    }
    for what, most in wanted.items():
        bound(what, most)


def bound(what: int, most: int) -> None:
    """Lower one of this process's resource limits to `most`."""
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def bound_memory(limits: Limits) -> None:
    """Let this process reserve no more than `limits` says."""
    bound(resource.RLIMIT_AS, limits.address_space)


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
    tempfile.tempdir = None  # the template may have looked for one
    os.chdir(folder)
    sys.path.insert(0, folder)


def other_user() -> int | None:
    """The user to run students' code as: nobody, where we are root on Linux."""
    return NOBODY if linux.LINUX and os.getuid() == 0 else None


def become(user: int) -> int:
    """Give up root's rights, but for reading where a Python under /root is closed to others. The capabilities kept."""
    linux.prctl(linux.PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    kept = 0 if _open_to_all() else 1 << linux.CAP_DAC_READ_SEARCH
    linux.keep_capabilities(kept)
    return kept


def _open_to_all() -> bool:
    """Whether the user that we are now reaches every folder that Python imports from."""
    needed = [Path(p) for p in (*sys.path, sys.prefix, sys.base_prefix) if p]
    return all(os.access(parent, os.X_OK) for path in needed for parent in path.parents)


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
