"""Level `sealed`: namespaces of its own for each submission, inside the bubblewrap that its template runs in.

The template's tree, read only, holds Python and its packages, the assignment's data in DESK, and nothing else. A child
adds a process list of its own and a folder /tmp that is bounded in size and gone when it ends.
"""

import os
import shutil
import sys
from pathlib import Path

from . import linux

_PYTHON_IN_TMP = any(Path(p).is_relative_to("/tmp") for p in (sys.prefix, sys.base_prefix, __file__))
SCRATCH = "/scratch" if _PYTHON_IN_TMP else "/tmp"  # a submission's own folder must not cover Python's
DESK, HOME = "/desk", f"{SCRATCH}/home"
_MOST_FILES = 10_000


def see_processes() -> None:
    """What root's warm process does first: a full /proc, or a child may not mount its own."""
    linux.mount("proc", "/proc", "proc", linux.NOSUID | linux.NODEV | linux.NOEXEC)


def settle(user: int) -> None:
    """Be no root any more, for good."""
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    linux.prctl(linux.PR_SET_DUMPABLE, 1)


def checks_desk(pid: int) -> str:
    """Where the checks of one submission have its data. No student sees it: a student's own SCRATCH covers this one."""
    return f"{SCRATCH}/checks-{pid}"


def leave() -> None:
    """Enter new namespaces as the same user; the next process forked is the first of its own process list.

    The tree of files stays the template's: the process that watches needs its /proc.
    """
    user, group = os.getuid(), os.getgid()
    linux.unshare(linux.NEW_USER | linux.NEW_PIDS | linux.NEW_NET | linux.NEW_IPC | linux.NEW_HOSTNAME)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def furnish(disk: int) -> str:
    """Mount what is one submission's own; the folder that its notebook runs in, with the assignment's data."""
    linux.unshare(linux.NEW_MOUNTS)
    private = linux.NOSUID | linux.NODEV
    linux.mount("", "/", "", linux.REC | linux.PRIVATE)
    linux.mount("tmpfs", SCRATCH, "tmpfs", private, f"size={disk},nr_inodes={_MOST_FILES},mode=0700")
    os.mkdir(f"{SCRATCH}/.shm")
    linux.mount(f"{SCRATCH}/.shm", "/dev/shm", "", linux.BIND)
    linux.mount("proc", "/proc", "proc", private | linux.NOEXEC)
    shutil.copytree(DESK, HOME)
    os.chmod(HOME, 0o700)
    return HOME
