"""The names of a cell: what its code defines, binds, reads and changes."""

import ast
import functools
import re
import symtable
import warnings
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

_DEFINITION = re.compile(r"^(?:async +)?(?:def|class) +(\w+)|^(\w+) *(?::[^=\n]+)?=(?!=)", re.MULTILINE)


_IN_SHELL = re.compile(r"^[ \t]*[!%?,;/]|=[ \t]*[!%]|\?[ \t]*$", re.MULTILINE)
"""What may be a magic, or for the shell, or ask for help."""

_TRANSLATED = 30
"""About how many characters such a line becomes longer."""

_MOST_READ = 1_000_000
"""About as many characters as IPython reads in some seconds: all of a cell once for each such line."""

LOOKING_UP_BY_TEXT = frozenset({"eval", "exec", "globals", "locals", "vars", "dir", "get_ipython"})
"""Code that reads one of these may read any name."""


def parsed(code: str) -> ast.Module | None:
    """Return the syntax of a cell; None if it is not Python, or more than Python can parse."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@functools.lru_cache(maxsize=2048)
def python(code: str, soon: bool = False) -> str:
    """Return a cell as plain Python: a cell with magics or shell lines as IPython translates it.

    It stays as it is where IPython cannot translate it; and, if `soon`, where that would take long, since IPython goes
    through all of it once for each such line.

    Examples
    --------
    >>> python("%matplotlib inline").strip()
    "get_ipython().run_line_magic('matplotlib', 'inline')"
    """
    lines = len(_IN_SHELL.findall(code)) if soon else 0
    if parsed(code) is not None or (len(code) + lines * _TRANSLATED) * lines > _MOST_READ:
        return code
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        return TransformerManager().transform_cell(code)
    except Exception:  # noqa: BLE001 - of some code it raises an IndexError, of much a RuntimeError
        return code


@functools.lru_cache(maxsize=2048)
def definitions(code: str) -> frozenset[str]:
    r"""Return the names that a cell defines at its top level, also if it is not valid Python.

    Examples
    --------
    >>> sorted(definitions("import numpy as np\ndef softmax(x):\n    y = x\nk: int = 3"))
    ['k', 'np', 'softmax']
    >>> definitions("%timeit 1\nclass ReLU:\n    pass (")
    frozenset({'ReLU'})
    """
    tree = parsed(code)
    if tree is None:
        return frozenset(function or variable for function, variable in _DEFINITION.findall(code))
    names: set[str] = set()
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                names |= {alias.asname or alias.name.split(".")[0] for alias in imported}
            case ast.Assign() | ast.AnnAssign(value=ast.expr()) | ast.If() | ast.Try() | ast.With() | ast.For():
                inner = list(ast.walk(statement))
                names |= {part.id for part in inner if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
                names |= {part.name for part in inner if isinstance(part, ast.FunctionDef | ast.ClassDef)}
    return frozenset(names)


_PERHAPS = ast.If | ast.Try | ast.For | ast.While | ast.Match
"""Statements that may not come to what they hold."""


def surely_defined(code: str) -> frozenset[str]:
    r"""Return the names that a cell defines whichever way it takes.

    Examples
    --------
    >>> sorted(surely_defined("worst = 0\nif f(2) != 4:\n    failed = True"))
    ['worst']
    """
    tree = parsed(code)
    sure = [one for one in tree.body if not isinstance(one, _PERHAPS)] if tree else []
    return definitions(ast.unparse(ast.Module(sure, type_ignores=[])) if tree else code)


def changed(code: str) -> set[str]:
    r"""Return the names that a cell binds or changes; those that it defines, if it is not plain Python.

    Examples
    --------
    >>> sorted(changed("score += 1\nresults['two'] = f(2)\nprint(score)"))
    ['results', 'score']
    """
    found = uses(code)
    return set(definitions(code) if found is None else found.changed - {""})


_LOOKING = {
    "head", "tail", "describe", "info", "plot", "hist", "boxplot", "value_counts", "nunique",
    "unique", "isna", "isnull", "notna", "duplicated", "corr", "cov", "mean", "sum",
    "std", "var", "min", "max", "median", "mode", "quantile", "count", "copy",
    "items", "keys", "values", "groupby", "to_string", "tolist", "memory_usage",
}  # fmt: skip
"""Methods of tables, arrays and collections that change nothing."""


def told(code: str) -> set[str]:
    r"""Return the names whose methods a cell calls as soon as it runs, without using what they return.

    That is done to change something.

    Examples
    --------
    >>> sorted(told("basket.append(1)\nx = basket.pop()\ntable.head()\nfor y in x:\n    shelf['y'].append(y)"))
    ['basket', 'shelf']
    """
    tree = parsed(code)
    calls = (
        statement.value.func
        for statement in _at_once(tree.body if tree else ())
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
        if isinstance(statement.value.func, ast.Attribute)
    )
    return {_root(call.value) for call in calls if call.attr not in _LOOKING} - {""}


def _at_once(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run with a cell: of its top level, and of the blocks in it."""
    for statement in body:
        yield statement
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            parts = [statement, *getattr(statement, "handlers", ()), *getattr(statement, "cases", ())]
            for part in parts:
                for block in ("body", "orelse", "finalbody"):
                    yield from _at_once(getattr(part, block, ()))


@functools.lru_cache(maxsize=2048)
def patched(code: str) -> frozenset[str]:
    r"""Return the names by which code, in any scope, reaches what it sets an attribute or item of, or a mock that does.

    Examples
    --------
    >>> sorted(patched("la = np.linalg\nla.solve = None\nsetattr(m, 'x', 1)\ndef f(): table['a'] = 1\nprint(x.y)"))
    ['la', 'm', 'np', 'table']
    >>> sorted(patched("with mock.patch.object(time, 'time'): f()"))
    ['mock']
    """
    found, aliases = set[str](), list[tuple[str, str]]()
    for node in nodes(code):
        match node:
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                found.add(_root(node))
            case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[target, *_]):
                found.add(_root(target))
            case ast.Attribute(attr="patch") | ast.Name(id="patch", ctx=ast.Load()):
                found.add(_root(node))
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                aliases.append((name, _root(value)))
    for name, other in reversed(aliases):
        found |= {other} if name in found else set()
    return frozenset(found - {""})


def imports(code: str) -> list[str]:
    r"""Return the import statements of a cell's top level, and of those in its ``try`` and ``if`` blocks.

    Examples
    --------
    >>> imports("import numpy as np\nx = 1\nif x:\n    from math import pi")
    ['import numpy as np', 'from math import pi']
    """
    tree = parsed(code)
    found: list[str] = []
    waiting: list[ast.stmt] = list(tree.body) if tree else []
    while waiting:
        statement = waiting.pop(0)
        if isinstance(statement, ast.Import | ast.ImportFrom):
            found.append(ast.unparse(statement))
        elif isinstance(statement, ast.Try | ast.If | ast.With):
            waiting = [*statement.body, *waiting]
    return found


def defining(code: str) -> list[str]:
    r"""Return what defines functions and classes, or imports, at the top level of a cell.

    Examples
    --------
    >>> defining("import math\nx = 1\ndef f(): return x")
    ['import math', 'def f():\n    return x']
    """
    kinds = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    tree = parsed(code)
    return [ast.unparse(statement) for statement in tree.body if isinstance(statement, kinds)] if tree else []


@functools.lru_cache(maxsize=2048)
def imported(code: str) -> frozenset[str]:
    r"""Return the names that those statements bind.

    Examples
    --------
    >>> sorted(imported("import numpy as np, os.path\nfrom math import pi\nx = 1"))
    ['np', 'os', 'pi']
    """
    return frozenset(
        alias.asname or alias.name.partition(".")[0]
        for statement in imports(code)
        for node in ast.parse(statement).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    )


@functools.lru_cache(maxsize=2048)
def bound(source: str) -> frozenset[str]:
    """Return all names that code binds, in any scope; none of code that is not plain Python."""
    found: set[str] = set()
    for node in nodes(source):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.arg(arg=name):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.add(other or name.partition(".")[0])
    return frozenset(found)


@functools.lru_cache(maxsize=2048)
def read(source: str) -> frozenset[str]:
    """Return all names that code reads, in any scope; none of code that is not plain Python."""
    names = (node for node in nodes(source) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    return frozenset(node.id for node in names)


def makes_sets(source: str) -> bool:
    """Return whether code may make a set; code that is not plain Python does not."""
    written = any(isinstance(node, ast.Set | ast.SetComp) for node in nodes(source))
    return written or not read(source).isdisjoint({"set", "frozenset"})


def lines(source: str) -> set[int]:
    """Return the numbers of the lines where an expression or statement begins; none of code that is not Python."""
    return {node.lineno for node in nodes(source) if isinstance(node, ast.stmt | ast.expr)}


def nodes(source: str) -> Iterator[ast.AST]:
    """Yield all that code is made of; nothing of code that is not Python."""
    tree = parsed(source)  # None for magics in a playground cell
    yield from ast.walk(tree) if tree else ()


Piece = TypeVar("Piece", bound=Hashable)


@dataclass(frozen=True)
class Uses:
    """What a cell does with names of the notebook: those that it reads, at once or ever, and those that it changes."""

    read: frozenset[str]
    changed: frozenset[str]
    at_once: frozenset[str]


@functools.lru_cache(maxsize=2048)
def uses(code: str) -> Uses | None:
    """Return what a cell does with names; None if it is not plain Python, or nested too deeply."""
    tree = parsed(code)
    if tree is None:
        return None
    order = _Order()
    try:
        with warnings.catch_warnings(action="ignore"):
            whole, *inner = _tables(symtable.symtable(code, "<cell>", "exec"))
        order.visit(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # what compiles may still be too deep to go through
        return None
    in_functions = {symbol for table in inner for symbol in _symbols(table) if symbol.is_global()}
    read_later = {symbol.get_name() for symbol in in_functions if symbol.is_referenced()}
    bound = {symbol.get_name() for symbol in _symbols(whole) if symbol.is_assigned() or symbol.is_imported()}
    bound |= {symbol.get_name() for symbol in in_functions if symbol.is_assigned()}
    read = frozenset(order.read | read_later - order.bound)
    return Uses(read, frozenset(bound | order.altered), frozenset(order.read))


def needed(code: Mapping[Piece, Uses], read: Iterable[str]) -> set[Piece]:
    """Return which code binds or changes a name of those that are read, or that such code reads itself.

    Parameters
    ----------
    code : mapping to Uses
        What each piece of code does with names.
    read : iterable of str
        Names.
    """
    wanted, left = set(read), dict(code)
    while found := [number for number, uses in left.items() if uses.changed & wanted]:
        for number in found:
            wanted |= left.pop(number).read
    return set(code) - set(left)


def free(code: str) -> frozenset[str]:
    r"""Return the names that a cell needs from others; of one that is not plain Python, all that it reads.

    Examples
    --------
    >>> sorted(free("def top(y):\n    x = y\n    return x + z"))
    ['z']
    """
    found = uses(code)
    return read(code) if found is None else found.read


def needed_at_once(code: str) -> frozenset[str]:
    r"""Return the names that a cell needs from others when it runs, as far as its top level shows.

    Examples
    --------
    >>> sorted(needed_at_once("def top(y):\n    return x + y\nz = a"))
    ['a']
    """
    found = uses(code)
    return read(code) if found is None else found.at_once


@functools.lru_cache(maxsize=2048)
def functions(code: str) -> frozenset[str]:
    r"""Return the names of the functions and classes that code defines, in any scope.

    Examples
    --------
    >>> sorted(functions("def f(x):\n    return x\nclass A: pass\ng = lambda: 1"))
    ['A', 'f', 'g']
    """
    found: set[str] = set()
    for node in nodes(code):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda()):
                found.add(name)
    return frozenset(found)


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def _symbols(table: symtable.SymbolTable) -> Iterator[symtable.Symbol]:
    """Yield what `get_symbols` returns, which for each goes through all functions, and takes one called top for all."""
    for name, flags in table._table.symbols.items():  # type: ignore[attr-defined]
        yield symtable.Symbol(name, flags)


class _Order:
    """Finds the names that a cell's top level reads before it binds them. The bodies of functions run later.

    Attributes
    ----------
    read, bound : set of str
        The names, and those that are bound at the end.
    altered : set of str
        Names with an attribute or item that is assigned.
    """

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.bound: set[str] = set()
        self.altered: set[str] = set()
        self._trail: list[str] = []

    def visit(self, *nodes: ast.AST | None) -> None:
        """Go through syntax in the order in which it runs."""
        for node in filter(None, nodes):
            self._visit(node)

    def _visit(self, node: ast.AST) -> None:
        match node:
            case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
                self.read |= {name} - self.bound
            case ast.Name(id=name):
                self._bind(name)
            case ast.alias(name=name, asname=other):
                self._bind((other or name).split(".")[0])
            case ast.Attribute() | ast.Subscript():
                self.visit(*ast.iter_child_nodes(node))
                if not isinstance(node.ctx, ast.Load):
                    self.altered.add(_root(node))
            case ast.Assign(targets=targets, value=value):
                self.visit(value, *targets)
            case ast.AugAssign(target=target, value=value):
                self.read |= {_root(target)} - self.bound
                self.visit(value, target)
            case ast.AnnAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
                self.visit(value, target)
            case ast.For(target=target, iter=items) | ast.AsyncFor(target=target, iter=items):
                self.visit(items, target, *node.body, *node.orelse)
            case ast.If(test=test, body=body, orelse=other):
                self.visit(test)
                here = set(self._bound_by(*body))
                self._bind(*(name for name in self._bound_by(*other) if name in here))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                self.visit(*node.decorator_list, node.args)
                self._bind(name)
            case ast.Lambda(args=args):
                self.visit(args)
            case ast.ClassDef(name=name):
                self._bound_by(*ast.iter_child_nodes(node))
                self._bind(name)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                parts = [one for part in node.generators for one in (part.iter, part.target, *part.ifs)]
                self._bound_by(*parts, *[node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
            case _:
                self.visit(*ast.iter_child_nodes(node))

    def _bind(self, *names: str) -> None:
        for name in names:
            if name not in self.bound:
                self.bound.add(name)
                self._trail.append(name)

    def _bound_by(self, *nodes: ast.AST) -> list[str]:
        """Return the names that syntax binds, which are unbound again: no set is copied, of thousands of names."""
        start = len(self._trail)
        self.visit(*nodes)
        names = self._trail[start:]
        del self._trail[start:]
        self.bound.difference_update(names)
        return names


def _root(node: ast.AST) -> str:
    """Return the name at the start of ``name.attribute[index]``; of something else, nothing."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
