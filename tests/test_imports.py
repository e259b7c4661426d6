"""What imports what: which way, and on which systems."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from class_of_students import ROOT

from chainrule.grading.students_half import STUDENTS_HALF

PACKAGE = ROOT / "lib" / "chainrule"

_ROW = re.compile(r"^\| `([\w/]+)` \|[^|]*\|([^|]*)\|$", re.MULTILINE)
ROOMS = {
    room: set(re.findall(r"`([\w/]+)`", allowed))
    for room, allowed in _ROW.findall((ROOT / "docs" / "architecture.md").read_text())
}
"""What each room may import, as `docs/architecture.md` has it."""

OLD_NAMES = {path for path in (PACKAGE / "grading").glob("*.py") if "The old name of" in path.read_text()}
"""Modules that only pass on a plug-in, which is in another room by now."""

IMPORT_ALL = """
import builtins, importlib, pkgutil

UNIX = {"fcntl", "grp", "posix", "pwd", "resource", "termios"}
original = builtins.__import__

def refuse(name, globals=None, *args, **options):
    ours = ((globals or {}).get("__name__") or "").startswith("chainrule")
    if ours and name in UNIX:
        raise ImportError(f"{globals['__name__']} imports {name}")
    return original(name, globals, *args, **options)

builtins.__import__ = refuse
import chainrule
for module in pkgutil.walk_packages(chainrule.__path__, "chainrule."):
    if not module.name.startswith("chainrule.grading.sealed.inside."):
        importlib.import_module(module.name)
"""
"""Imports all modules but the program in the sandbox, with nothing at hand that Windows lacks."""


def test_everything_but_the_program_in_the_sandbox_can_be_imported_on_windows():
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-1000:]


def room_of(name: str) -> str | None:
    """Return the room of a dotted name below ``chainrule``; None for the package itself, which holds its version."""
    path = name.replace(".", "/")
    while path and path not in ROOMS:
        path = path.rpartition("/")[0]
    return path or None


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted names below ``chainrule`` that a module imports, wherever in its code."""
    package = path.relative_to(PACKAGE).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ["chainrule", *package[: len(package) + 1 - node.level]] if node.level else []
            names = [".".join([*base, *filter(None, [node.module]), alias.name]) for alias in node.names]
        yield from (name.removeprefix("chainrule.") for name in names if name.startswith("chainrule."))


def test_imports_go_the_ways_of_the_table():
    astray = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in sorted({*PACKAGE.rglob("*.py")} - OLD_NAMES)
        if (room := room_of(str(path.relative_to(PACKAGE).with_suffix("")).replace("/", ".")))
        for name in imported(path)
        if room_of(name) not in {None, room, *ROOMS[room]}
    ]
    assert astray == []


def test_every_module_has_a_room_in_the_table():
    homeless = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert homeless - set(ROOMS) == {"__init__"}
    folders = {str(path.parent.relative_to(PACKAGE)) for path in (PACKAGE / "grading").rglob("__init__.py")}
    assert folders == {room for room in ROOMS if room.startswith("grading")}


def test_the_table_lets_no_two_rooms_import_each_other():
    above: set[str] = set()
    for room, allowed in ROOMS.items():
        assert allowed <= above, room
        above.add(room)


def test_the_students_half_imports_nothing_else():
    assert {room for name in STUDENTS_HALF[1:] for room in ROOMS[name]} <= set(STUDENTS_HALF)
