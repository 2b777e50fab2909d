"""Which of the three levels of isolation this machine gives, found by trying; and what would raise it."""

import json
import os
import shutil
import site
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from . import landlock, namespaces, sandbox, seccomp
from .sandbox import CONFINED, DEVICES, SEALED, UNSAFE, Limits, Request

_SYSTEM = "/usr /bin /sbin /lib /lib32 /lib64 /etc/alternatives /etc/fonts /etc/ld.so.cache /etc/ld.so.conf "
_SYSTEM += "/etc/ld.so.conf.d /etc/localtime /etc/mime.types /etc/os-release"
WINDOWS = "grading needs fork, which Windows lacks: install WSL (wsl --install) and run autograder there"
_SITES = ("site-packages", "dist-packages")
_MANY = 800  # characters of a reason that are worth showing
LEVELS = {
    SEALED: "namespaces and bubblewrap: no network, no files but Python's and the assignment's data, own process list",
    CONFINED: "Landlock and a filter on system calls: no network, no other files; memory and processes are bounded",
    UNSAFE: "the grader's rights, with limits on time and memory; root's are given up",
}


@dataclass(frozen=True)
class Isolation:
    """A level, and why it is not a higher one: a line each, with what to do."""

    level: str
    missing: tuple[str, ...] = ()


def readable(modules: Iterable[str], hidden: Path | None = None) -> tuple[str, ...]:
    """The folders that a student's process needs to read: the system's programs, Python, and packages.

    Of a package that lies outside (an editable installation) only its own folder; nothing at or above `hidden`.
    """
    python = [sys.prefix, sys.base_prefix, *(p for p in sys.path if Path(p).name in _SITES)]
    paths = dict.fromkeys([*_SYSTEM.split(), *python])
    tops = ["autograder", *(m.split(".")[0] for m in modules)]
    tops += [point.module.split(".")[0] for point in entry_points(group="autograder.values")]
    for name in dict.fromkeys(tops):
        for place in _places(name):
            if not any(Path(place).is_relative_to(p) for p in paths):
                paths[place] = None
    inside = [p for p in paths if hidden is not None and Path(p).is_relative_to(hidden)]
    return tuple(p for p in paths if Path(p).exists() and p not in inside)


def _places(name: str) -> list[str]:
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return []
    if spec is None:
        return []
    return list(spec.submodule_search_locations or ([spec.origin] if spec.has_location and spec.origin else []))


def stock(spool: Path, data: list[Path]) -> Path:
    """Put into the empty folder `spool` what every sealed child of a template sees; returns it."""
    (spool / "desk").mkdir(mode=0o755)
    sandbox.prepare(spool / "desk", data, None)
    names = {sandbox.NOBODY, os.getuid()}  # modules ask who runs them when they are imported
    (spool / "passwd").write_text("".join(f"student:x:{n}:{n}::{namespaces.HOME}:/bin/sh\n" for n in names))
    for path in [spool, *spool.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return spool


def wrapped(command: list[str], paths: Collection[str], spool: Path, hidden: Path | None = None) -> list[str]:
    """`command` inside bubblewrap: it sees `paths`, what `stock` put into `spool`, a few devices, and no network."""
    words = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    words += ["--unshare-cgroup-try", "--hostname", "sealed"]
    words += ["--dir", "/proc"] if os.getuid() == 0 else ["--unshare-user", "--proc", "/proc"]
    for folder in _above([*paths, "/dev/shm/x", "/etc/passwd"]):  # bubblewrap makes them, but closed to others
        words += ["--perms", "0755", "--dir", folder]
    for path in paths:
        words += ["--ro-bind", path, path]
        if hidden is not None and hidden.is_relative_to(path):
            words += ["--tmpfs", str(hidden)]
    for device in DEVICES:
        words += ["--dev-bind", device, device]
    words += ["--ro-bind", str(spool / "desk"), namespaces.DESK, "--ro-bind", str(spool / "passwd"), "/etc/passwd"]
    words += ["--perms", "1777", "--tmpfs", namespaces.SCRATCH]
    fonts = Path(os.environ.get("MPLCONFIGDIR") or Path.home() / ".cache" / "matplotlib")
    words += ["--ro-bind", str(fonts), "/fonts", "--setenv", "MPLCONFIGDIR", "/fonts"] if fonts.is_dir() else []
    if site.ENABLE_USER_SITE:  # packages installed for one user are found by the home folder, which is another here
        words += ["--setenv", "PYTHONUSERBASE", site.getuserbase()]
    words += ["--setenv", "HOME", namespaces.SCRATCH, "--setenv", "TMPDIR", namespaces.SCRATCH]
    return [*words, "--remount-ro", "/", "--chdir", "/", *command]


def _above(paths: Iterable[str]) -> list[str]:
    """Every folder above these, outermost first."""
    found = {str(parent): None for path in paths for parent in reversed(Path(path).parents)}
    return [path for path in found if path != "/"]


@cache
def best() -> Isolation:
    """The highest level that this machine gives."""
    missing: list[str] = []
    for level in (SEALED, CONFINED):
        if (why := _tried(level)) == "":
            return Isolation(level, tuple(missing))
        missing.append(f"{level}: {why}")
    return Isolation(UNSAFE, tuple(missing))


def _tried(level: str) -> str:
    """Why `level` cannot be had, or nothing."""
    if sys.platform != "linux":
        system = {"darwin": "macOS", "win32": "Windows"}.get(sys.platform, sys.platform)
        return f"{system} has no namespaces and no Landlock; grade on Linux, in WSL or in a container"
    if level == SEALED and shutil.which("bwrap") is None:
        return "bubblewrap is not installed: sudo apt-get install bubblewrap"
    if level == CONFINED and not landlock.version():
        return "this kernel has no Landlock: Linux 5.13 or later with it enabled (lsm=…,landlock) is wanted"
    if not seccomp.known():
        return "no list of system calls for this processor: x86_64 or aarch64 is wanted"
    said = _trial(level)
    return "" if said == "" else f"{said}; {advice(said)}" if level == SEALED else said


def _trial(level: str) -> str:
    """Do in a new process what a template and its child do; the error, or nothing."""
    with tempfile.TemporaryDirectory(prefix="trial-") as folder:
        spool = stock(Path(folder), [])
        command = [sys.executable, "-P", "-m", "autograder.isolation", level, str(spool / "desk")]
        command = wrapped(command, readable(()), spool) if level == SEALED else command
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, cwd="/")
        except (OSError, subprocess.TimeoutExpired) as e:
            return str(e)
    said = done.stdout.strip().splitlines()
    return "" if said[-1:] == [json.dumps("shut")] else " ".join((done.stderr or done.stdout).split())[-_MANY:]


def advice(said: str) -> str:
    """What would raise the level, judged from the system."""
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists() or "KUBERNETES_SERVICE_HOST" in os.environ:
        return (
            "in a container, allow namespaces: docker run --security-opt seccomp=unconfined --security-opt "
            "apparmor=unconfined --security-opt systempaths=unconfined, or in a pod's securityContext "
            "seccompProfile: {type: Unconfined}, appArmorProfile: {type: Unconfined}, procMount: Unmasked"
        )
    if _setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            "AppArmor forbids it to plain users (Ubuntu 24.04): give bwrap a profile with 'userns,' and no "
            "transition, or sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
        )
    if _setting("/proc/sys/kernel/unprivileged_userns_clone") == "0":
        return "plain users have no namespaces here: sudo sysctl kernel.unprivileged_userns_clone=1"
    if _setting("/proc/sys/user/max_user_namespaces") == "0":
        return "user namespaces are switched off: sudo sysctl user.max_user_namespaces=15000"
    return "this machine forbids namespaces inside bubblewrap"


def _setting(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""


def main(level: str, folder: str) -> None:
    """The trial itself: shut a process in, and let it say so."""
    user = sandbox.other_user()
    if level == SEALED and user is not None:
        namespaces.see_processes()
        namespaces.settle(user)
        user = None
    told, tell = os.pipe()
    if os.fork() == 0:
        try:
            sandbox.enter(Request(level, Limits(), folder, readable(())), {tell}, user)
            os.write(tell, json.dumps("shut").encode())
        except BaseException:
            os.write(tell, traceback.format_exc().splitlines()[-1].encode())
        os._exit(0)
    os.close(tell)
    print(os.read(told, 4000).decode())


if __name__ == "__main__":
    main(*sys.argv[1:3])
