"""Calls of Linux that Python has no name for: prctl, capabilities, namespaces, mounts."""

import ctypes
import os
import struct
import sys

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_NAME, PR_CAPBSET_DROP = 1, 4, 8, 15, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 36, 38, 47
_AMBIENT_RAISE, _AMBIENT_CLEAR, _CAPABILITY_VERSION, _LAST_CAPABILITY = 2, 4, 0x20080522, 63
CAP_DAC_READ_SEARCH = 2
NEW_MOUNTS, NEW_HOSTNAME, NEW_IPC, NEW_USER, NEW_PIDS, NEW_NET = (
    0x20000,
    0x4000000,
    0x8000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
NOSUID, NODEV, NOEXEC, BIND, REC, PRIVATE = 2, 4, 8, 0x1000, 0x4000, 0x40000
LINUX = sys.platform == "linux"
libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def prctl(option: int, value: int, more: int = 0) -> None:
    """Linux's prctl, nothing elsewhere."""
    if libc is not None:
        libc.prctl(option, value, more, 0, 0)


def be_called(name: str) -> None:
    """Give this process a name of at most 15 letters, for `ps` and for people."""
    if libc is not None:
        libc.prctl(PR_SET_NAME, name.encode(), 0, 0, 0)


def checked(result: int, what: str) -> int:
    """`result`, unless it says that the call failed. Raises OSError."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(number: int, what: str, *args: object) -> int:
    """A call by its number. Raises OSError."""
    if libc is None:
        raise OSError(f"{what}: only Linux has it")
    return checked(int(libc.syscall(number, *args)), what)


def unshare(flags: int) -> None:
    """Leave the namespaces that `flags` name. Raises OSError."""
    if libc is None:
        raise OSError("unshare: only Linux has it")
    checked(libc.unshare(flags), "unshare")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount. Raises OSError."""
    if libc is None:
        raise OSError("mount: only Linux has it")
    words = (w.encode() if w else None for w in (source, target, kind))
    checked(libc.mount(*words, ctypes.c_ulong(flags), options.encode() or None), f"mount {target}")


def keep_capabilities(bits: int) -> None:
    """Keep these capabilities and no other; what a program that is executed would get is dropped too, but for these."""
    if libc is None:
        return
    prctl(PR_CAP_AMBIENT, _AMBIENT_CLEAR)
    for capability in range(_LAST_CAPABILITY):
        if not bits >> capability & 1:
            prctl(PR_CAPBSET_DROP, capability)  # fails, and matters not, where there is no right to
    header, sets = struct.pack("Ii", _CAPABILITY_VERSION, 0), struct.pack("6I", bits, bits, bits, 0, 0, 0)
    checked(libc.capset(header, sets), "capset")
    for capability in range(32):
        if bits >> capability & 1:
            prctl(PR_CAP_AMBIENT, _AMBIENT_RAISE, capability)
