"""The filter of system calls: its numbers are those of the kernel's headers."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chainrule.grading.sealed.inside import seccomp

HEADERS = {
    "x86-64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "AArch64": Path("/usr/include/asm-generic/unistd.h"),
}


@pytest.mark.needs("headers")
@pytest.mark.parametrize(("column", "machine"), list(enumerate(HEADERS)))
def test_numbers_are_those_of_the_headers(column: int, machine: str) -> None:
    text = HEADERS[machine].read_text()
    there = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    known = {name: numbers[column] for name, numbers in seccomp.CALLS.items() if name in there}
    assert known == {name: there[name] for name in known}
    assert len(known) > 60
    assert not [name for name, numbers in seccomp.CALLS.items() if numbers[column] is None and name in there]


WITHOUT_NAMESPACES = """
import errno, fcntl, os, signal, sys, termios
from chainrule.grading.sealed.inside import seccomp
seccomp.refuse_system_calls(own_world=False, signals=False)
reading, writing = os.pipe()
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
def refusal(call, *values):
    try: call(*values)
    except OSError as error: return errno.errorcode[error.errno]
print(
    refusal(os.kill, os.getppid(), 0),
    refusal(fcntl.fcntl, reading, fcntl.F_SETOWN, os.getppid()),
    refusal(fcntl.fcntl, reading, fcntl.F_SETSIG, signal.SIGKILL),
    refusal(fcntl.ioctl, reading, 0x8901, b"1234"),
    refusal(fcntl.ioctl, reading, 0x8902, b"1234"),
    refusal(fcntl.fcntl, reading, fcntl.F_GETFL),
    refusal(fcntl.ioctl, file, 0x40086602, bytes(8)),
    refusal(fcntl.ioctl, reading, termios.FIONREAD, bytes(4)),
    refusal(os.set_blocking, reading, False),
    refusal(os.set_inheritable, reading, True),
)
os.posix_fallocate(file, 0, 5000)
print(os.fstat(file).st_size)
"""


@pytest.mark.needs("sandbox")
def test_without_namespaces_no_file_signals_anybody_or_keeps_flags_and_no_disk_is_reserved(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITHOUT_NAMESPACES, str(tmp_path / "file")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split() == [*["EPERM"] * 3, *["ENOTTY"] * 2, "None", "ENOTTY", *["None"] * 3, "5000"], (
        done.stderr
    )


BY_NUMBER = """
import ctypes, errno, sys
from chainrule.grading.sealed.inside import seccomp
seccomp.refuse_system_calls(own_world=sys.argv[1] == "True", signals=True)
libc = ctypes.CDLL(None, use_errno=True)
for number in map(int, sys.argv[2:]):
    print(errno.errorcode[ctypes.get_errno()] if libc.syscall(number, -1, 0, 0, 0, 0) == -1 else "done")
"""
TAKE_NUMBERS = [
    *("shmget", "shmat", "shmdt", "shmctl", "semget", "semop", "semtimedop", "semctl"),
    *("msgget", "msgsnd", "msgrcv", "msgctl"),
    *("mq_open", "mq_unlink", "mq_timedsend", "mq_timedreceive", "mq_notify", "mq_getsetattr"),
]


@pytest.mark.needs("sandbox")
@pytest.mark.parametrize("own_world", [True, False])
def test_nothing_that_is_reached_by_number_can_be_used(own_world: bool) -> None:
    column = ["x86_64", "aarch64"].index(os.uname().machine)
    numbers = [str(seccomp.CALLS[name][column]) for name in TAKE_NUMBERS]
    command = [sys.executable, "-c", BY_NUMBER, str(own_world), *numbers]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["EPERM"] * len(numbers), done.stderr
