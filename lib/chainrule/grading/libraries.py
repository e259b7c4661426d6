"""Which libraries answers may import, if a course restricts them (``c.Examine.libraries``).

A rule for honest students, read from their code: the wall protects what must not be reached. Of this package, answers
may never import more than the read-only cells do: `chainrule.mistakes` holds the formulas of right results, too.
"""

import ast
import functools
import re
from collections.abc import Collection, Iterable, Iterator

from nbformat import NotebookNode

from chainrule.grading import cells, names
from chainrule.grading.students_half import STUDENTS_HALF

_WITHOUT_ANSWERS = {"chainrule", "chainrule.datasets", "chainrule.moving", "chainrule.plots"}
"""What anybody may import of this package."""

_PARTS = frozenset(STUDENTS_HALF) - {"__init__"}

_LOOKING_UP = names.LOOKING_UP_BY_TEXT | {"modules", "import_module", "__import__", "__globals__", "__dict__", "gc"}
"""What may find a part of this package by another name."""

_LOADED_FIRST = ("scipy", "sklearn")
"""Libraries that take long to import, and whose import makes modules only: no thread, no file, no random number."""

_IMPORT = re.compile(
    r"^[ \t]*(?:%\w+[ \t]+)?(?:import|from)[ \t]+([\w.]+)(?:[ \t]+import[ \t]+\(?([\w, \t]+))?", re.MULTILINE
)


def imported(code: str) -> set[str]:
    r"""Return the libraries that a cell imports, even if it has magics or is not valid Python.

    Examples
    --------
    >>> sorted(imported("import scipy.special as s, re\nfrom numpy import linalg\n__import__('os')"))
    ['numpy', 'os', 're', 'scipy']
    >>> imported("%matplotlib inline\nimport pandas")
    {'pandas'}
    """
    return {module.partition(".")[0] for module in _modules(code)}


@functools.lru_cache(maxsize=2048)
def _modules(code: str) -> frozenset[str]:
    """Return what a cell imports, and of this package also what it takes from it."""
    found = set()
    if names.parsed(code) is None:  # also what the body of a magic imports, which is a text to Python
        for module, taken in _IMPORT.findall(code):
            ours = taken.replace(",", " ").split() if module == "chainrule" else []
            found |= {f"chainrule.{name}" for name in ours} or {module}
    for node in _nodes(code):
        match node:
            case ast.Import(names=aliases):
                found |= {alias.name for alias in aliases}
            case ast.ImportFrom(module="chainrule", names=aliases, level=0):
                found |= {f"chainrule.{alias.name}" for alias in aliases}
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                found.add(module)
                if module.startswith("chainrule."):  # what it has imported itself
                    taken = {alias.name for alias in aliases}
                    found |= {f"chainrule.{name}" for name in taken if name in _PARTS or name == "*"}
            case ast.Call(
                func=ast.Name(id="__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                found.add(module)
    return frozenset(found)


def _nodes(code: str) -> Iterator[ast.AST]:
    """Yield all that a cell is made of, as Python sees it; nothing of one that is not Python, or not soon."""
    return names.nodes(names.python(code, soon=True))


def _ours(code: str) -> set[str]:
    """Return the parts of this package that a cell imports, such as ``chainrule.check``."""
    return {".".join(module.split(".")[:2]) for module in _modules(code) if module.partition(".")[0] == "chainrule"}


@functools.lru_cache(maxsize=2048)
def _reached(code: str) -> frozenset[str]:
    """Return the parts of this package that attributes which a cell reads are called like, whatever they are of."""
    return frozenset(f"chainrule.{name}" for name, _ in _attributes(code))


@functools.lru_cache(maxsize=2048)
def _attributes(code: str) -> frozenset[tuple[str, str]]:
    """Return the attributes that a cell reads and that are called like parts of this package, and by which names."""
    found = set()
    for node in _nodes(code) if any(part in code for part in _PARTS) else ():
        match node:
            case ast.Attribute(attr=name, value=value, ctx=ast.Load()) if name in _PARTS:
                found.add((name, _origin(value)))
            case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(name)), *_]):
                found |= {(name, _origin(value))} if name in _PARTS else set()
    return frozenset(found)


def _origin(node: ast.AST) -> str:
    """Return the name at the start of ``name.method(…).attribute[index]``; of something else, nothing."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


@functools.lru_cache(maxsize=2048)
def _reached_by(code: str, ours: frozenset[str]) -> frozenset[str]:
    """Return those of them that are reached by these names, which may stand for parts of this package."""
    return frozenset(f"chainrule.{name}" for name, root in _attributes(code) if root in ours or not root)


@functools.lru_cache(maxsize=2048)
def _taken(code: str) -> frozenset[str]:
    """Return the names that a cell has for what it imports of this package."""
    found = set()
    for node in _nodes(code):
        match node:
            case ast.Import(names=aliases) if any(alias.name.partition(".")[0] == "chainrule" for alias in aliases):
                found |= {alias.asname or "chainrule" for alias in aliases}
            case ast.ImportFrom(module=str(module), names=aliases) if module.partition(".")[0] == "chainrule":
                found |= {alias.asname or alias.name for alias in aliases}
    return frozenset(found)


@functools.lru_cache(maxsize=2048)
def _named(code: str) -> frozenset[str]:
    """Return the names that a cell gives to attributes of its own objects."""
    found = set()
    for node in _nodes(code):
        match node:
            case ast.Attribute(attr=name, ctx=ast.Store()) | ast.keyword(arg=str(name)):
                found.add(name)
            case ast.Constant(value=str(text)):  # of a named tuple, or the columns of a table
                found |= _PARTS.intersection(text.replace(",", " ").split())
            case ast.ClassDef(body=body):
                found |= {part.name for part in body if isinstance(part, ast.FunctionDef)}
                assigned = [part for part in body if isinstance(part, (ast.Assign, ast.AnnAssign))]
                found |= {part.id for one in assigned for part in ast.walk(one) if isinstance(part, ast.Name)}
    return frozenset(f"chainrule.{name}" for name in found)


@functools.lru_cache(maxsize=2048)
def _words(code: str) -> frozenset[str]:
    """Return the names and attributes that a cell reads."""
    nodes = [node for node in _nodes(code) if isinstance(node, ast.Name | ast.Attribute)]
    return frozenset(node.id if isinstance(node, ast.Name) else node.attr for node in nodes)


@functools.lru_cache(maxsize=2048)
def _hands_on(code: str, ours: frozenset[str]) -> bool:
    """Tell whether a cell does more with these parts of this package than to use what they have by their own names."""
    nodes = list(_nodes(code))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    used = set()
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name() as part, attr=name) if id(node) in called or name[:1].isupper():
                used.add(id(part))
            case ast.Import(names=aliases) if any(alias.name.partition(".")[0] == "chainrule" for alias in aliases):
                return True
            case ast.ImportFrom(module=str(module), names=aliases) if module.partition(".")[0] == "chainrule":
                if module != "chainrule" or any(alias.asname for alias in aliases):
                    return True
    read = [node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    return any(name.id in ours and id(name) not in used for name in read)


def to_load(source: NotebookNode, run: Iterable[NotebookNode]) -> str:
    """Return which modules the student's process should have loaded before it starts.

    Parameters
    ----------
    source : NotebookNode
        The instructor's notebook, which says what to load: of some libraries, all that its cells import at their top.
    run : iterable of NotebookNode
        The student's cells. If none of them mentions these libraries, nothing needs to be loaded.

    Returns
    -------
    str
        For each module a line: its name, then the names to take from it, which may be modules, too.
    """
    if not any(name in cell.source for cell in run for name in _LOADED_FIRST):
        return ""
    own = [cell for cell in source.cells if cells.role(cell) in ("given", "play") and not cells.is_long(cell)]
    found: dict[str, set[str]] = {}
    for cell in own:
        tree = names.parsed(names.python(cell.source))
        for statement in tree.body if tree is not None else []:
            match statement:
                case ast.Import(names=aliases):
                    for alias in aliases:
                        found.setdefault(alias.name, set())
                case ast.ImportFrom(module=str(module), names=aliases, level=0):
                    found.setdefault(module, set()).update(alias.name for alias in aliases)
    chosen = {module: taken for module, taken in found.items() if module.partition(".")[0] in _LOADED_FIRST}
    return "\n".join(" ".join([module, *sorted(taken - {"*"})]) for module, taken in sorted(chosen.items()))


def _reaching(
    every: Collection[str], written: Collection[str], instructors: Collection[str]
) -> dict[str, frozenset[str]]:
    """Return which parts of this package the student's cells may reach by attributes, of all that are run.

    Where all that is done with parts of it is to use what they have, no other object is one of them. Else any may be,
    but for those of classes with such attributes, unless the student's own cells hand parts on.
    """
    if not any(map(_ours, every)):
        return {}
    own = frozenset[str]().union(*(names.bound(names.python(code, soon=True)) for code in every))
    taken = frozenset({"chainrule"}).union(_PARTS - own, *map(_taken, every))
    hands_on = {code for code in every if code not in instructors and _hands_on(code, taken)}
    named = frozenset[str]().union(*map(_named, every if hands_on.isdisjoint(written) else ()))
    is_handed = bool(hands_on) or any(not _LOOKING_UP.isdisjoint(_words(code)) for code in every)
    return {code: (_reached(code) if is_handed else _reached_by(code, taken)) - named for code in written}


def refused(
    notebook: NotebookNode, allowed: Collection[str] | None, source: NotebookNode | None = None
) -> dict[int, str]:
    """Return the student's cells that import what they may not, with a sentence for the student each.

    Parameters
    ----------
    notebook : NotebookNode
        A rebuilt notebook.
    allowed : collection of str, or None
        Names of libraries, beside those that the read-only cells import; None allows all.
    source : NotebookNode, optional
        The instructor's notebook: what a student has left as it was hands nothing on.
    """
    given = [cell.source for cell in notebook.cells if cells.role(cell) == "given"]
    known = {"__future__"}.union(allowed or (), *map(imported, given))
    ours = _WITHOUT_ANSWERS.union(*map(_ours, given))
    written = {
        index: cell.source
        for index, cell in enumerate(notebook.cells)
        if cells.role(cell) in ("answer", "play", "written") and cell.cell_type == "code"
    }
    reads_some = any(map(_attributes, written.values()))
    instructors = {cell.source for cell in source.cells if cells.role(cell) == "play"} if source is not None else set()
    reached = _reaching([*given, *written.values()], written.values(), instructors) if reads_some else {}
    found = {}
    for index, code in written.items():
        if others := sorted((_ours(code) | reached.get(code, frozenset())) - ours):
            found[index] = f"{others[0]} may not be imported in answers: of chainrule, only what read-only cells import"
        elif allowed is not None and (others := sorted(imported(code) - known)):
            found[index] = f"{others[0]} may not be imported in this course, only {_listed(known - {'__future__'})}"
    return found


def _listed(libraries: Collection[str]) -> str:
    *most, last = sorted(libraries)
    return f"{', '.join(most)} and {last}" if most else last
