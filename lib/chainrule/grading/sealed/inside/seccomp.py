"""System calls that a submission may not make: a seccomp filter, which no process can remove.

No notebook needs them. They use memory that no limit counts, reach other processes or the state of files that all
submissions see (locks, leases, watches, the page cache), or expose more of the kernel.
"""

import contextlib
import ctypes
import errno
import os
import signal
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence

from . import linux

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_PR_SET_MEMORY_MERGE = 67

CALLS = {
    "accept": (43, 202),
    "accept4": (288, 242),
    "add_key": (248, 217),
    "bind": (49, 200),
    "bpf": (321, 280),
    "cachestat": (451, 451),
    "chmod": (90, None),
    "chown": (92, None),
    "chroot": (161, 51),
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "clone": (56, 220),
    "clone3": (435, 435),
    "close_range": (436, 436),
    "connect": (42, 203),
    "epoll_create": (213, None),
    "epoll_create1": (291, 20),
    "fadvise64": (221, 223),
    "fallocate": (285, 47),
    "fanotify_init": (300, 262),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "fcntl": (72, 25),
    "flock": (73, 32),
    "fremovexattr": (199, 16),
    "fsetxattr": (190, 7),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "futex": (202, 98),
    "futex_requeue": (456, 456),
    "futex_wait": (455, 455),
    "futex_waitv": (449, 449),
    "futex_wake": (454, 454),
    "futimesat": (261, None),
    "getsockopt": (55, 209),
    "inotify_add_watch": (254, 27),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "io_uring_setup": (425, 425),
    "ioctl": (16, 29),
    "io_setup": (206, 0),
    "ioprio_set": (251, 30),
    "kcmp": (312, 272),
    "keyctl": (250, 219),
    "kill": (62, 129),
    "landlock_add_rule": (445, 445),
    "landlock_create_ruleset": (444, 444),
    "landlock_restrict_self": (446, 446),
    "lchown": (94, None),
    "listen": (50, 201),
    "lookup_dcookie": (212, 18),
    "lremovexattr": (198, 15),
    "lsetxattr": (189, 6),
    "madvise": (28, 233),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "migrate_pages": (256, 238),
    "mincore": (27, 232),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "mmap": (9, 222),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "mbind": (237, 235),
    "move_pages": (279, 239),
    "mq_getsetattr": (245, 185),
    "mq_notify": (244, 184),
    "mq_open": (240, 180),
    "mq_timedreceive": (243, 183),
    "mq_timedsend": (242, 182),
    "mq_unlink": (241, 181),
    "msgctl": (71, 187),
    "msgget": (68, 186),
    "msgrcv": (70, 188),
    "msgsnd": (69, 189),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pivot_root": (155, 41),
    "poll": (7, None),
    "ppoll": (271, 73),
    "prctl": (157, 167),
    "preadv2": (327, 286),
    "prlimit64": (302, 261),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pselect6": (270, 72),
    "ptrace": (101, 117),
    "pwritev2": (328, 287),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "readahead": (187, 213),
    "removexattr": (197, 14),
    "request_key": (249, 218),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "seccomp": (317, 277),
    "select": (23, None),
    "semctl": (66, 191),
    "semget": (64, 190),
    "semop": (65, 193),
    "semtimedop": (220, 192),
    "sendfile": (40, 71),
    "sendmmsg": (307, 269),
    "sendmsg": (46, 211),
    "setns": (308, 268),
    "setpgid": (109, 154),
    "setpriority": (141, 140),
    "setsid": (112, 157),
    "set_mempolicy": (238, 237),
    "set_mempolicy_home_node": (450, 450),
    "setsockopt": (54, 208),
    "setxattr": (188, 5),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "shmdt": (67, 197),
    "shmget": (29, 194),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "splice": (275, 76),
    "sync": (162, 81),
    "syncfs": (306, 267),
    "syslog": (103, 116),
    "tee": (276, 77),
    "tgkill": (234, 131),
    "timer_create": (222, 107),
    "tkill": (200, 130),
    "umask": (95, 166),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "utime": (132, None),
    "utimensat": (280, 88),
    "utimes": (235, None),
    "vmsplice": (278, 75),
}
"""The numbers of the calls named below: on x86-64, and on AArch64, where some do not exist."""

_REFUSED = (
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp",
    "pidfd_getfd", "move_pages", "migrate_pages", "memfd_create", "memfd_secret", "unshare", "setns", "mount",
    "umount2", "pivot_root", "chroot", "fsopen", "fspick", "fsmount",
    "open_tree", "move_mount", "mount_setattr", "open_by_handle_at", "keyctl", "add_key", "request_key", "bpf",
    "perf_event_open", "userfaultfd", "io_uring_setup", "syslog", "quotactl", "quotactl_fd", "lookup_dcookie",
    "setpriority", "ioprio_set", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr",
    "mincore", "readahead", "inotify_init", "inotify_init1", "inotify_add_watch", "fanotify_init", "setxattr",
    "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr",
    "timer_create", "sendmsg", "sendmmsg", "vmsplice", "splice", "tee", "io_setup", "name_to_handle_at",
    "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self", "seccomp",
    "shmget", "shmat", "shmdt", "shmctl", "msgget", "msgsnd", "msgrcv", "msgctl", "semget", "semop", "semtimedop",
    "mbind", "set_mempolicy", "set_mempolicy_home_node",
    "semctl", "mq_open", "mq_unlink", "mq_timedsend", "mq_timedreceive", "mq_notify", "mq_getsetattr",
)  # fmt: skip
"""These fail with "operation not permitted". `sendmsg` and the like could hide sockets full of data from every count:
they can be sent to another socket and never received. A pipe holds on to memory that was spliced into it, and rules of
Landlock, filters like this one, and what memory a file in memory prefers, are kernel memory of any amount. Memory,
messages and semaphores of System V belong to all processes of a user, which reach them by number, without opening
them."""

_ABSENT = (
    "clone3", "pidfd_open", "preadv2", "pwritev2", "cachestat",
    "futex_waitv", "futex_wait", "futex_wake", "futex_requeue", "epoll_create", "epoll_create1",
)  # fmt: skip
"""These fail with "function not implemented", so that C libraries fall back to an older call (the flags of `clone` can
be checked; `preadv` cannot ask what is in memory). The number of a process descriptor's inode would say how many
processes the whole machine has started; Python's libraries wait for processes in other ways, too. An epoll keeps a
watch for each number that a file ever had, which nobody can count; `asyncio` polls instead (`python.adapt`)."""

_IDLE = ["flock", "fadvise64", "sync", "syncfs", "setsid", "setpgid"]
"""These succeed and do nothing. A lock would exclude nobody: no other submission sees the files of this one. A session
of its own would give a process a share of the processor of its own (autogroups), beside that of its submission; and
that all are in one group is how they are stopped and ended, faster than they can start others."""

_OWNERS = (
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchown", "fchownat", "utime", "utimes",
    "futimesat", "utimensat",
)  # fmt: skip
"""Landlock does not govern these: they succeed and do nothing where other files could belong to the same user."""

_FIRST_UNKNOWN = 457
"""From this number on, on all machines, calls are newer than Linux 6.7. None is there: what it does, or will do, may be
what others are refused for (`setxattrat`, `file_setattr`, `statmount` …), and programs do without."""

_SIGNALS = {
    "kill": 1, "tkill": 1, "tgkill": 2, "rt_sigqueueinfo": 1, "rt_tgsigqueueinfo": 2, "pidfd_send_signal": 1,
}  # fmt: skip
"""Which argument of each call is the signal."""

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_WAITS = (0, 6, 9, 11, 13)
"""Of ``futex``, without a flag: to wait, to wait for one of a set, or to be requeued, and to lock."""
_FUTEX_CLOCK_REALTIME = 0x100
_MOST_AWAITED = 128
_S_IFMT, _S_IFREG = 0xF000, 0x8000
_AF_UNIX, _SOCK_STREAM, _SOCK_KIND = 1, 1, 0xF
_LOCKS = (6, 7, 37, 38)
_ON_INODES = (5, 36, 1024, 1025, 1026, 1031, 1035, 1036, 1037, 1038)
"""Asking for locks; leases, notes, larger pipes, and write hints."""
_PROT_WRITE, _MAP_SHARED, _MAP_SHARED_AND_ANONYMOUS, _MAP_HUGETLB = 0x2, 0x1, 0x21, 0x40000
_F_SETSIG = 10
_SENT_SIGNALS = (8, 15)  # whom an open file signals
_OF_DESCRIPTORS = (0x5401, 0x540F, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""All of ``ioctl`` that asks or sets only what belongs to a descriptor: is it a terminal, how large, whose, what can
be read, blocking, closed on exec. Others set flags of inodes, which all submissions see."""
_ADVICE = (0, 1, 2, 4, 8, 10, 11, 14, 15, 16, 17, 18, 19, 22, 23)
"""All advice on memory that concerns nobody else: how it will be read, that it is not needed, what children get of it,
whether it may be in large pages (it may not), that it is needed now. Other advice is on the page cache, or lets the
kernel merge pages with equal ones of others, whose first change then takes longer (KSM)."""
_OWN_PROPERTIES = (1, 2, 3, 15, 16, 21, 23, 24, 29, 30, 36, 37, 38, 39, 40, 42)
"""All of ``prctl`` that a program needs: a signal when its parent ends, names of threads, what it may do and has, whose
child orphans become. With others a process could hide from its supervisor, take cores or memory that does not count,
give each mapping a name in the kernel, or let pages be merged."""
_SOCKET_OPTIONS = (1, 2, 9, 13, 20, 21)
"""No delay, reuse of addresses, signs of life, lingering, time limits. Not buffers of any size, nor filters, whose
compiled code takes up a limit of the whole machine."""
_ASKED_OF_SOCKETS = (*_SOCKET_OPTIONS, 3, 4, 7, 8, 30, 38, 39)
"""And the kind, an error, the size of buffers, whether it listens. Not who is at the other end: a process descriptor of
its, or a cookie, is a number that counts those of the whole machine."""
_OWN_CLOCKS = 0xFFFFFFF8
"""From here on, a clock is that of the process or thread that asks; below, down to 2**31, of another one."""
_CLOSE_RANGE_CLOEXEC = 0x4
_CLONE_NEWUSER, _CLONE_PIDFD, _CLONE_FILES, _CLONE_THREAD = 0x10000000, 0x1000, 0x400, 0x10000

_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _GIVE = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06

Instruction = tuple[int, int, int, int]


def known_machine() -> bool:
    """Return whether the numbers of system calls on this machine are known."""
    return sys.platform == "linux" and os.uname().machine in _MACHINES


def refuse_system_calls(*, own_world: bool, signals: bool) -> None:
    """Let these calls fail from now on, in this process and its descendants.

    Parameters
    ----------
    own_world : bool
        Whether files and processes are the submission's own (namespaces). If not, it cannot change a file's owner,
        mode or times.
    signals : bool
        Whether it may send signals.
    """
    linux.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    with contextlib.suppress(OSError):  # older kernels merge only what asks for it
        linux.prctl(_PR_SET_MEMORY_MERGE, 0)  # which a service may have set for all that it starts
    instruction = struct.Struct("=HBBI")
    program = list(_program(own_world, signals))
    code = ctypes.create_string_buffer(b"".join(instruction.pack(*line) for line in program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    filter_ = Program(len(program), ctypes.addressof(code))
    linux.prctl(_PR_SET_SECCOMP, 2, ctypes.addressof(filter_))


def _program(own_world: bool, signals: bool) -> Iterator[Instruction]:
    column, architecture = _MACHINES[os.uname().machine]

    def number(name: str) -> int | None:
        return CALLS[name][column]

    def always(names: Iterable[str], error: int) -> Iterator[Instruction]:
        for name in names:
            if number(name) is not None:
                yield (_EQUAL, 0, 1, number(name) or 0)
                yield (_GIVE, 0, 0, _REFUSE | error)

    def when(
        name: str, argument: int, *tests: list[Instruction], error: int, mask: int = 0xFFFFFFFF
    ) -> list[Instruction]:
        """Refuse a call, if this machine has it, if one of the tests of (the low half of) an argument succeeds."""
        called = number(name)
        if called is None:
            return []
        body: list[Instruction] = [(_LOAD, 0, 0, 16 + 8 * argument), (_AND, 0, 0, mask)]
        for test in tests:
            body += [*test, (_GIVE, 0, 0, _REFUSE | error)]
        body.append((_LOAD, 0, 0, 0))
        return [(_EQUAL, 0, len(body), called), *body]

    def equal(value: int) -> list[Instruction]:
        return [(_EQUAL, 0, 1, value)]

    def other_than(value: int) -> list[Instruction]:
        return [(_EQUAL, 1, 0, value)]

    def none_of(values: Sequence[int]) -> list[Instruction]:
        return [(_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]

    yield (_LOAD, 0, 0, 4)
    yield (_EQUAL, 1, 0, architecture)
    yield (_GIVE, 0, 0, _KILL)
    yield (_LOAD, 0, 0, 0)
    yield (_AT_LEAST, 0, 1, _FIRST_UNKNOWN)  # and the x32 variant of every call
    yield (_GIVE, 0, 0, _REFUSE | errno.ENOSYS)
    yield from always(_REFUSED, errno.EPERM)
    yield from always(_ABSENT, errno.ENOSYS)
    yield from always(_IDLE, 0)
    if not own_world:
        yield from always(_OWNERS, 0)
        # No folder that its owner cannot list: its files would not be counted.
        for name, argument in (("mkdir", 1), ("mkdirat", 2)):
            yield from when(name, argument, other_than(0o700), error=errno.EPERM, mask=0o700)
        yield from when("umask", 0, other_than(0), error=errno.EPERM, mask=0o700)
        # It takes any amount of the disk at once, before that is counted; C libraries write zeros in its place.
        yield from always(["fallocate"], errno.EOPNOTSUPP)
    # It keeps the pages of a file in a socket, of which the socket counts what was sent: two bytes of two pages. And
    # who waits in it holds on to files that no list of descriptors shows.
    yield from always(["sendfile"], errno.EINVAL)
    # Named pipes, which hold memory, and do not look like pipes in that list.
    for name, argument in (("mknod", 1), ("mknodat", 2)):
        yield from when(name, argument, none_of((0, _S_IFREG)), error=errno.EPERM, mask=_S_IFMT)
    # Who waits holds on to files that are in no list of descriptors any more, as many as one call names.
    too_many = [(_AT_LEAST, 0, 1, _MOST_AWAITED + 1)]
    for name, argument in (("poll", 1), ("ppoll", 1), ("select", 0), ("pselect6", 0)):
        yield from when(name, argument, too_many, error=errno.EINVAL)
    # What waits to be accepted, or was sent to a socket with a name, is memory that belongs to no process.
    yield from always(["socket", "connect", "bind", "listen", "accept", "accept4"], errno.EACCES)
    yield from when("socketpair", 1, other_than(_SOCK_STREAM), error=errno.EACCES, mask=_SOCK_KIND)
    yield from when("socketpair", 0, other_than(_AF_UNIX), error=errno.EAFNOSUPPORT)
    # Who is stopped to be counted must stay so: no other process, timer, file, parent or child may let it go on.
    goes_on = equal(signal.SIGCONT)
    if signals:
        for name, argument in _SIGNALS.items():
            yield from when(name, argument, goes_on, error=errno.EPERM)
        # All processes at once, or a group, in which are all.
        yield from when("kill", 0, equal(0), [(_ANY_BIT, 0, 1, 0x80000000)], error=errno.EPERM)
    else:
        yield from always(_SIGNALS, errno.EPERM)
        yield from when("fcntl", 1, *map(equal, _SENT_SIGNALS), error=errno.EPERM)
    yield from when("fcntl", 1, equal(_F_SETSIG), error=errno.EPERM)
    yield from when("clone", 0, goes_on, error=errno.EPERM, mask=0xFF)
    dies = [(_EQUAL, 0, 3, _PR_SET_PDEATHSIG), (_LOAD, 0, 0, 16 + 8), *goes_on]
    yield from when("prctl", 0, dies, error=errno.EPERM)
    # The clock of another process (its number is in that of the clock) tells what it computes, whosever it is.
    of_another = [(_AT_LEAST, 0, 2, 0x80000000), (_AT_LEAST, 1, 0, _OWN_CLOCKS)]
    for name in ("clock_gettime", "clock_getres", "clock_nanosleep"):
        yield from when(name, 0, of_another, error=errno.EINVAL)
    yield from when("clone", 0, [(_ANY_BIT, 0, 1, _CLONE_NEWUSER | _CLONE_PIDFD)], error=errno.EPERM)
    # A thread with descriptors of its own: what is counted are those of the first one. And none that processes share:
    # how many may wait for descriptors that another one closes is told by the number of threads.
    one_of_both = equal(_CLONE_THREAD), equal(_CLONE_FILES)
    yield from when("clone", 0, *one_of_both, error=errno.EPERM, mask=_CLONE_THREAD | _CLONE_FILES)
    # The same, by another way: it may copy the descriptors for the thread that closes some.
    yield from when("close_range", 2, none_of((0, _CLOSE_RANGE_CLOEXEC)), error=errno.EINVAL)
    yield from when("prctl", 0, none_of(_OWN_PROPERTIES), error=errno.EINVAL)
    yield from when("prlimit64", 0, other_than(0), error=errno.EPERM)
    yield from when("fcntl", 1, *map(equal, _LOCKS), error=0)
    yield from when("fcntl", 1, *map(equal, _ON_INODES), error=errno.EPERM)
    yield from when("ioctl", 1, none_of(_OF_DESCRIPTORS), error=errno.ENOTTY)
    yield from when("madvise", 2, none_of(_ADVICE), error=errno.EINVAL)
    yield from when("setsockopt", 2, none_of(_SOCKET_OPTIONS), error=errno.EPERM)
    yield from when("getsockopt", 2, none_of(_ASKED_OF_SOCKETS), error=errno.ENOPROTOOPT)
    yield from when("mmap", 3, equal(_MAP_SHARED_AND_ANONYMOUS), error=errno.EPERM, mask=_MAP_SHARED_AND_ANONYMOUS)
    yield from when("mmap", 3, [(_ANY_BIT, 0, 1, _MAP_HUGETLB)], error=errno.ENOMEM)
    # A futex that is not private is found by the inode of what is mapped there: of a file that all may read, by all.
    # Who is told to look again does so: C libraries wait for the end of a thread, or for a semaphore, in a loop.
    yield from when("futex", 1, *map(equal, _WAITS), error=errno.EAGAIN, mask=0xFFFFFFFF ^ _FUTEX_CLOCK_REALTIME)
    # A file that all may read, such as Python, would be a meeting place: futexes in it are found by its inode.
    only_read = [(_LOAD, 0, 0, 16 + 8 * 2), (_AND, 0, 0, _PROT_WRITE), *equal(0)]
    shared = [(_EQUAL, 0, len(only_read) + 1, _MAP_SHARED), *only_read]
    yield from when("mmap", 3, shared, error=errno.EPERM, mask=_MAP_SHARED)
    yield (_GIVE, 0, 0, _ALLOW)
