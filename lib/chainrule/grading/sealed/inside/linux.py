"""System calls of the student's side: for namespaces and mounts, and to give up every privilege.

Python has no names for most of them; the numbers are from the kernel's own headers (``linux/sched.h``, ``prctl.h``,
``mount.h``).
"""

import ctypes
import os
import signal
import sys
import time
from typing import Any

_USER = 0x10000000
_OTHERS = 0x00020000 | 0x20000000 | 0x08000000 | 0x40000000 | 0x04000000  # mnt pid ipc net uts
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER = 1, 4, 24, 38, 36
_PR_SET_THP_DISABLE = 41
_MADV_COLLAPSE, _LARGE = 25, 1 << 21
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REMOUNT = 1, 2, 4, 8, 32
_MS_BIND, _MS_REC, _MS_PRIVATE = 4096, 16384, 1 << 18
_FORK_SECONDS = 3.0
_MNT_DETACH = 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_MOUNT_SETATTR, _AT_RECURSIVE = 442, 0x8000

_libc: Any = None if os.name == "nt" else ctypes.CDLL(None, use_errno=True)


def fork() -> int:
    """Fork, and try again for a while if others of this user have too many processes at the moment."""
    give_up = time.monotonic() + _FORK_SECONDS
    while True:
        try:
            return os.fork()
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise
        time.sleep(0.02)


def use_large_pages() -> int:
    """Gather the memory of this process in large pages, and return how many: a fork has far fewer entries to copy.

    Where a copy changes some of it, the kernel copies small pages as before. None before Linux 6.1.
    """
    if sys.platform != "linux":
        return 0
    count = 0
    with open("/proc/self/maps") as file:
        lines = [line.split() for line in file]
    ranges = [fields[0] for fields in lines if fields[1] == "rw-p" and fields[5:] in ([], ["[heap]"])]
    for start, end in ([int(edge, 16) for edge in one.split("-")] for one in ranges):
        for place in range(-(-start // _LARGE) * _LARGE, end - _LARGE + 1, _LARGE):
            count += _libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(_LARGE), _MADV_COLLAPSE) == 0
    return count


def become(user: int) -> None:
    """Change from root to a user and group that own nothing."""
    _drop_bounding_set()
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    show_memory()  # or /proc/self/uid_map would belong to root


def new_namespaces(*, user: bool = True) -> None:
    """Enter new namespaces; the next process that is forked is the first one in them.

    Parameters
    ----------
    user : bool
        Whether the user namespace is new, too: only root can do without.
    """
    uid, gid = os.getuid(), os.getgid()
    checked(_libc.unshare(_OTHERS | (_USER if user else 0)), "unshare")
    if user:
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE, "")


def new_root(trees: dict[str, str], files: dict[str, str], links: dict[str, str], hidden: list[str]) -> None:
    """Build a file system of what is named, read-only except for ``/tmp`` and ``/dev/shm``, and make it the root.

    Parameters
    ----------
    trees, files : dict
        Folders, and files and devices: the path that each gets, and the path that it has now.
    links : dict
        Symbolic links, and their targets.
    hidden : list of str
        Folders to leave empty.
    """
    sources = {target: os.open(source, os.O_PATH) for target, source in (trees | files).items()}
    os.umask(0o022)
    root = "/tmp"
    _mount("tmpfs", root, "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=755")
    os.mkdir(f"{root}/tmp", 0o700)
    _mount("tmpfs", f"{root}/tmp", "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=1777")  # first: a tree may be in it
    for target, descriptor in sources.items():
        if target in trees:
            os.makedirs(root + target, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(root + target), exist_ok=True)
            open(root + target, "w").close()
        _mount(f"/proc/self/fd/{descriptor}", root + target, "", _MS_BIND | _MS_REC, "")
        os.close(descriptor)
        # A device on a read-only mount can be written to; what cannot be set are the times of its inode, which all see.
        _set_for_tree(root + target, _MS_RDONLY | _MS_NOSUID | (0 if target.startswith("/dev/") else _MS_NODEV))
    for path in hidden:
        _mount("tmpfs", root + path, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_RDONLY, "mode=755,size=4k")
    for path, text in links.items():
        os.makedirs(os.path.dirname(root + path), exist_ok=True)
        os.symlink(text, root + path)
    os.makedirs(f"{root}/dev/shm", exist_ok=True)
    _mount("tmpfs", f"{root}/dev/shm", "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=1777")
    os.mkdir(f"{root}/proc")
    _mount("proc", f"{root}/proc", "proc", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, "")
    os.chdir(root)
    checked(call(_PIVOT_ROOT[os.uname().machine], b".", b"."), "pivot_root")
    checked(_libc.umount2(b".", _MNT_DETACH), "umount")
    os.chdir("/")
    _mount("none", "/", "", _MS_REMOUNT | _MS_BIND | _MS_RDONLY | _MS_NOSUID | _MS_NODEV, "")


def new_files(disk: int, files: int, kept: list[str]) -> None:
    """Mount an empty ``/tmp`` and ``/dev/shm``, and a ``/proc`` that nobody may enter.

    Libraries such as `psutil` bear that better than one in which their own process is not.

    Parameters
    ----------
    disk : int
        How many bytes the first two may hold together.
    files : int
        How many files and folders each of them may hold.
    kept : list of str
        Trees in ``/tmp`` to keep: Python may be installed there.
    """
    options = f"size={disk // 2},nr_inodes={files},mode=1777"
    trees = {tree: os.open(tree, os.O_PATH | os.O_DIRECTORY) for tree in kept}
    _mount("tmpfs", "/tmp", "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    for tree, descriptor in trees.items():
        os.makedirs(tree)
        _mount(f"/proc/self/fd/{descriptor}", tree, "", _MS_BIND | _MS_REC, "")
        os.close(descriptor)
    _mount("tmpfs", "/dev/shm", "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    _mount("tmpfs", "/proc", "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_RDONLY, "size=4k,mode=0")


def hide_memory() -> None:
    """Hide this process's memory and statistics from other processes of this user."""
    prctl(_PR_SET_DUMPABLE, 0)


def show_memory() -> None:
    """Undo `hide_memory`: the supervisor reads how much memory each process uses."""
    prctl(_PR_SET_DUMPABLE, 1)


def use_no_large_pages() -> None:
    """Let this process and its descendants have small pages only.

    The kernel keeps all of a large page of which a part is given back, and says so nowhere.
    """
    prctl(_PR_SET_THP_DISABLE, 1)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends."""
    if sys.platform == "linux":
        prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Be killed when the process that forked this one ends."""
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def drop_privileges() -> None:
    """Give up, for good, every capability and the means to regain one by running a program."""
    _drop_bounding_set()
    none = (ctypes.c_uint32 * 6)()
    checked(_libc.capset(ctypes.byref(_CapHeader(0x20080522, 0)), none), "capset")
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def _drop_bounding_set() -> None:
    """Give up the capabilities that running a program could bring; no effect for a user without capabilities."""
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break


def checked(result: int, what: str) -> int:
    """Return the result of a call into the C library, or raise its error."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def call(number: int, *arguments: Any) -> int:
    """Make a system call by its number."""
    result: int = _libc.syscall(ctypes.c_long(number), *arguments)
    return result


def prctl(option: int, *arguments: int) -> None:
    """Change a property of this process."""
    checked(_libc.prctl(option, *[ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]), "prctl")


def _mount(source: str, target: str, kind: str, flags: int, options: str) -> None:
    checked(
        _libc.mount(source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()),
        f"mount {target}",
    )


def _set_for_tree(target: str, flags: int) -> None:
    """Set flags of a mount and of all mounts in it."""
    attributes = (ctypes.c_uint64 * 4)(flags)
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    checked(call(_MOUNT_SETATTR, -100, target.encode(), _AT_RECURSIVE, ctypes.byref(attributes), size), "mount_setattr")


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))
