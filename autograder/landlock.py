"""Landlock: a process gives up every file that it does not name, and signals to processes outside its own."""

import os
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .linux import PR_SET_NO_NEW_PRIVS, prctl, syscall

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the same numbers on every processor
_ASK_VERSION, _BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE, _IOCTL = 1, 2, 4, 8, 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # how many rights on files a version knows; later ones know 16
_TCP_SINCE, _SCOPES_SINCE = 4, 6
_TCP, _SCOPES = 3, 3  # bind and connect; abstract sockets and signals


def version() -> int:
    """The kernel's version of Landlock, 0 where it has none."""
    with suppress(OSError):
        return syscall(_CREATE, "landlock", None, 0, _ASK_VERSION)
    return 0


def guards_signals() -> bool:
    """Whether a restricted process can signal only its own kind."""
    return version() >= _SCOPES_SINCE


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Leave this process these files and folders, and nothing else, for good. Raises OSError."""
    known = version()
    rights = (1 << _RIGHTS.get(known, 16)) - 1
    wanted = (rights, _TCP if known >= _TCP_SINCE else 0, _SCOPES if known >= _SCOPES_SINCE else 0)
    size = 24 if known >= _SCOPES_SINCE else 16 if known >= _TCP_SINCE else 8
    rules = syscall(_CREATE, "landlock", struct.pack("QQQ", *wanted), size, 0)
    try:
        for path in readable:
            _allow(rules, path, _READ & rights)
        for path in writable:
            _allow(rules, path, rights)
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        syscall(_RESTRICT, "landlock", rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    if not Path(path).exists():
        return
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = rights if Path(path).is_dir() else rights & _ON_FILES
        syscall(_ADD_RULE, f"landlock {path}", rules, _BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)
