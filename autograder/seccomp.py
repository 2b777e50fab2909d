"""A filter on system calls: what an answer to an exercise never needs and an attack does is refused with EPERM.

No new sockets (a pair of connected ones may be had), no looking into other processes, no namespaces or mounts, no keys,
no memory that belongs to no process, and nothing that changes another process's limits, priority or clock.
"""

import ctypes
import platform
import struct

from .linux import PR_SET_NO_NEW_PRIVS, checked, libc, prctl

_LOAD, _EQUAL, _GREATER_EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO, _EPERM, _ENOSYS = 0x7FFF0000, 0x80000000, 0x50000, 1, 38
_NUMBER_AT, _MACHINE_AT, _ARGUMENT_AT = 0, 4, 16
_X32 = 0x40000000  # calls of a 32-bit dialect begin here on x86_64
_PR_SET_SECCOMP, _FILTER = 22, 2
_NEW_USER = 0x10000000
_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# name: the number on x86_64, on aarch64
_NEVER = {
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440), "migrate_pages": (256, 238), "move_pages": (279, 239),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265), "fanotify_init": (300, 262), "quotactl": (179, 60), "acct": (163, 89),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "swapon": (167, 224), "swapoff": (168, 225), "syslog": (103, 116),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186),
    "semget": (64, 190), "mq_open": (240, 180), "personality": (135, 92), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "setpriority": (141, 140), "ioprio_set": (251, 30),
}  # fmt: skip
_ON_ITSELF = {  # allowed where the first argument, a process, is 0
    "prlimit64": (302, 261), "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118), "sched_setattr": (314, 274),
}  # fmt: skip
_SIGNALS = {
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "pidfd_send_signal": (424, 424),
    "pidfd_open": (434, 434), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
}  # fmt: skip
_CLONE, _CLONE3 = (56, 220), (435, 435)
Instruction = tuple[int, int, int, int]


def known() -> bool:
    """Whether this processor's calls are in the table."""
    return libc is not None and platform.machine() in _MACHINES


def program(machine: str, signals: bool) -> list[Instruction]:
    """The filter for a machine; with `signals`, sending any is refused too."""
    column = list(_MACHINES).index(machine)
    steps: list[Instruction] = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 1, 0, _MACHINES[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_GREATER_EQUAL, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
    ]
    never = {**_NEVER, **(_SIGNALS if signals else {})}
    for numbers in never.values():
        steps += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, _ERRNO | _EPERM)]
    for numbers in _ON_ITSELF.values():
        steps += _by_argument(numbers[column], (_EQUAL, 1, 0, 0))
    steps += _by_argument(_CLONE[column], (_ANY_BIT, 0, 1, _NEW_USER))
    steps += [(_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, _ERRNO | _ENOSYS)]  # the C library then uses clone
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _by_argument(number: int, test: Instruction) -> list[Instruction]:
    """Refuse a call unless `test`, on the low half of its first argument, jumps over the refusal."""
    refuse = (_RETURN, 0, 0, _ERRNO | _EPERM)
    return [(_EQUAL, 0, 4, number), (_LOAD, 0, 0, _ARGUMENT_AT), test, refuse, (_LOAD, 0, 0, _NUMBER_AT)]


def apply(signals: bool = False) -> None:
    """Filter this process and all that it starts, for good. Raises OSError."""
    if libc is None or not known():
        raise OSError(f"no list of system calls for {platform.machine()}")
    steps = [struct.pack("HBBI", *step) for step in program(platform.machine(), signals)]
    code = ctypes.create_string_buffer(b"".join(steps))
    header = struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(code))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    checked(libc.prctl(_PR_SET_SECCOMP, _FILTER, header, 0, 0), "seccomp")
