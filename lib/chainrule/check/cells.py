"""The cells of the notebook in which checks run: their code, and the names that it reads and binds."""

import ast
import builtins
import dis
import functools
import linecache
import symtable
import types

HISTORY = "In"
"""IPython's list of the cells that were run, among the notebook's names."""

CHECK = "check"
"""What tests call this package's functions by."""

_NO_CHECKS = ("hint",)


def source(file: str) -> str:
    """Return the code of a cell, by the name of its file."""
    return "".join(linecache.getlines(file))


def parsed(cell: str) -> ast.Module:
    """Return the syntax of a cell; that of an empty one, if it is no plain Python, or more than Python can parse."""
    try:
        return ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


@functools.lru_cache(maxsize=512)
def read(code: types.CodeType) -> frozenset[str]:
    """Return the global names that code reads, also in the functions and classes within."""
    loads = {one.argval for one in dis.get_instructions(code) if one.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    inner = [one for one in code.co_consts if isinstance(one, types.CodeType)]
    return frozenset(loads - vars(builtins).keys()).union(*map(read, inner))


@functools.lru_cache(maxsize=512)
def bound(cell: str) -> frozenset[str]:
    r"""Return the notebook's names that a cell binds.

    Examples
    --------
    >>> sorted(bound("import numpy as np\ndef f():\n    global k\n    k = x = 1\ny = [i for i in range(3)]"))
    ['f', 'k', 'np', 'y']
    """
    try:
        whole = symtable.symtable(cell, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    names = {one.get_name() for one in whole.get_symbols() if one.is_assigned() or one.is_imported()}
    waiting = whole.get_children()
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        names |= {one.get_name() for one in table.get_symbols() if one.is_declared_global() and one.is_assigned()}
    return frozenset(names)


@functools.lru_cache(maxsize=128)
def definition(cell: str, name: str) -> types.CodeType | None:
    r"""Return code that defines a function as a cell does; None if the cell defines no function of this name.

    Examples
    --------
    >>> exec(definition("k = 1\ndef f():\n    return 2", "f"))
    >>> definition("k = 1", "k")
    """
    parts: list[ast.stmt] = [
        one
        for one in parsed(cell).body
        if (isinstance(one, ast.FunctionDef) and one.name == name)
        or (isinstance(one, ast.Assign) and isinstance(one.value, ast.Lambda) and name in map(ast.unparse, one.targets))
    ]
    if not parts:
        return None
    lines = cell.strip().splitlines()
    file = next((one for one in linecache.cache if source(one).strip().splitlines() == lines), "<cell>")
    return compile(ast.Module(parts[-1:], []), file, "exec")


@functools.lru_cache(maxsize=512)
def checks(cell: str) -> bool:
    r"""Tell whether a cell checks something as it runs, outside of the functions that it defines.

    Examples
    --------
    >>> checks("check.value(f(1), 2.0, 'one')"), checks("check.hint()"), checks("def f():\n    check.true(1, '')")
    (True, False, False)
    """
    waiting: list[ast.AST] = [parsed(cell)]
    while waiting:
        match waiting.pop():
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
                continue
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if (
                name == CHECK and attr not in _NO_CHECKS
            ):
                return True
            case node:
                waiting += ast.iter_child_nodes(node)
    return False
