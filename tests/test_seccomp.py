"""The filter of system calls: its numbers are those of the kernel's headers."""

import re
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
