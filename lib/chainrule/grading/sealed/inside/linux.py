"""What the student's process asks of Linux: namespaces, mounts, and the loss of every privilege.

Python has no names for most of these calls; the numbers are those of the kernel's own headers (``linux/sched.h``,
``prctl.h``, ``mount.h``, ``seccomp.h``).
"""

import ctypes
import os
import struct
import sys

_NAMESPACES = 0x10000000 | 0x00020000 | 0x20000000 | 0x08000000 | 0x40000000 | 0x04000000  # user mnt pid ipc net uts
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_CAPBSET_DROP, _PR_SET_SECCOMP, _PR_SET_CHILD_SUBREAPER = 4, 38, 24, 22, 36
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_REMOUNT = 1, 2, 4, 32
_MS_BIND, _MS_REC, _MS_PRIVATE = 4096, 16384, 1 << 18
_NOBODY = 65534

_libc = ctypes.CDLL(None, use_errno=True)


def become_nobody() -> None:
    """Change from root to a user who owns nothing."""
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    show_memory()  # or /proc/self/uid_map belongs to root


def new_namespaces() -> None:
    """Leave all that is shared; the next process that is forked is the first of its own world."""
    uid, gid = os.getuid(), os.getgid()
    _check(_libc.unshare(_NAMESPACES), "unshare")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def new_files(disk: int, kept: list[str]) -> None:
    """Mount an empty ``/tmp`` and ``/dev/shm`` for `disk` bytes together, and next to nothing at ``/proc``.

    What stays there is ``/proc/self/maps`` as it is now: by it, `threadpoolctl` finds the libraries that are loaded.

    Parameters
    ----------
    disk : int
        Bytes.
    kept : list of str
        Trees in ``/tmp`` that stay: a Python may be installed there.
    """
    options = f"size={disk // 2},nr_inodes=16384,mode=1777"
    with open("/proc/self/maps", "rb") as file:
        maps = file.read()
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE, "")
    trees = {tree: os.open(tree, os.O_PATH | os.O_DIRECTORY) for tree in kept}
    _mount("tmpfs", "/tmp", "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    for tree, descriptor in trees.items():
        os.makedirs(tree)
        _mount(f"/proc/self/fd/{descriptor}", tree, "", _MS_BIND | _MS_REC, "")
        os.close(descriptor)
    _mount("tmpfs", "/dev/shm", "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    _mount("tmpfs", "/proc", "tmpfs", _MS_NOSUID | _MS_NODEV, "size=4m")
    os.mkdir("/proc/self")
    with open("/proc/self/maps", "wb") as file:
        file.write(maps)
    _mount("none", "/proc", "", _MS_REMOUNT | _MS_BIND | _MS_RDONLY | _MS_NOSUID | _MS_NODEV, "")


def hide_memory() -> None:
    """Let no process of this user look into this one."""
    _prctl(_PR_SET_DUMPABLE, 0)


def show_memory() -> None:
    """Let processes of this user look into this one: its supervisor reads how much memory it uses."""
    _prctl(_PR_SET_DUMPABLE, 1)


def adopt_orphans() -> None:
    """Become the parent of what a child leaves behind."""
    if sys.platform == "linux":
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def drop_privileges() -> None:
    """Give up every capability, for good."""
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break
    none = (ctypes.c_uint32 * 6)()
    _check(_libc.capset(ctypes.byref(_CapHeader(0x20080522, 0)), none), "capset")


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _prctl(option: int, *arguments: int) -> None:
    _check(_libc.prctl(option, *[ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]), "prctl")


def _mount(source: str, target: str, kind: str, flags: int, options: str) -> None:
    _check(
        _libc.mount(source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()),
        f"mount {target}",
    )


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


# --- System calls -------------------------------------------------------------------------------------------------

#: System calls that a notebook never needs, by name: (x86-64, AArch64). They would reach memory that no limit counts
#: (memfd, System V), or enlarge what the kernel exposes.
_REFUSED = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "fsopen": (430, 430),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "pidfd_getfd": (438, 438),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
}
_MACHINES = {"x86_64": (0, 0xC000003E, 56, 62), "aarch64": (1, 0xC00000B7, 220, 129)}
_CLONE3 = 435


def can_refuse_system_calls() -> bool:
    """Return whether this machine's calls are known."""
    return sys.platform == "linux" and os.uname().machine in _MACHINES


def refuse_system_calls() -> None:
    """Let all further calls of this list fail, here and in every process that is forked: a seccomp filter."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    column, architecture, clone, kill_call = _MACHINES[os.uname().machine]
    load, equal, at_least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, kill, refuse = 0x7FFF0000, 0x80000000, 0x00050000
    instruction = struct.Struct("=HBBI")
    program = [
        (load, 0, 0, 4),
        (equal, 1, 0, architecture),
        (give, 0, 0, kill),
        (load, 0, 0, 0),
        (at_least, 0, 1, 0x40000000),  # the x32 variant of every call
        (give, 0, 0, refuse | 38),
        (equal, 0, 1, _CLONE3),  # its flags are in memory; C libraries fall back to clone
        (give, 0, 0, refuse | 38),
    ]
    for numbers in _REFUSED.values():
        program += [(equal, 0, 1, numbers[column]), (give, 0, 0, refuse | 1)]
    program += [
        (equal, 0, 3, kill_call),
        (load, 0, 0, 16),
        (equal, 0, 1, 0xFFFFFFFF),  # all processes at once
        (give, 0, 0, refuse | 1),
        (load, 0, 0, 0),
        (equal, 0, 3, clone),
        (load, 0, 0, 16),
        (any_bit, 0, 1, 0x10000000),  # a user namespace
        (give, 0, 0, refuse | 1),
        (give, 0, 0, allow),
    ]
    code = ctypes.create_string_buffer(b"".join(instruction.pack(*line) for line in program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    filter_ = Program(len(program), ctypes.addressof(code))
    _check(_libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(filter_), 0, 0), "seccomp")
