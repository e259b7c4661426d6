"""Which cells need not run when a notebook is graded: the instructor's pictures and experiments, left as they were.

They count nothing, and the student has seen what they show; but drawing them takes most of the time of a notebook.
"""

import ast
import functools
import symtable
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from chainrule.grading import cells

_LOOKS_UP_BY_TEXT = frozenset({"eval", "exec", "globals", "locals", "vars", "dir", "get_ipython"})


@dataclass(frozen=True)
class _Names:
    """What a cell does with names of the notebook: those that it reads, and those that it binds or changes."""

    read: frozenset[str]
    changed: frozenset[str]


def idle_cells(source: NotebookNode, notebook: NotebookNode) -> set[int]:
    """Return the indices of play cells that can be left out when a notebook is graded.

    These are the instructor's, unchanged by the student. One that binds a name, or assigns to a part of it, that a
    cell which runs reads is not idle; none is if some code is no plain Python, or looks names up by their text.

    Parameters
    ----------
    source : NotebookNode
        The instructor's notebook.
    notebook : NotebookNode
        A submission, rebuilt.
    """
    own = {cell.id: cell.source for cell in source.cells if cells.role(cell) == "play"}
    idle: dict[int, _Names] = {}
    needed: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or cells.is_long(cell):
            continue
        names = _names(cell.source)
        if names is None:
            return set()
        if cells.role(cell) == "play" and own.get(cell.id) == cell.source:
            idle[index] = names
        else:
            needed |= names.read
    if needed & _LOOKS_UP_BY_TEXT:
        return set()
    while wanted := [index for index, names in idle.items() if names.changed & needed]:
        for index in wanted:
            needed |= idle.pop(index).read
    return set(idle)


@functools.lru_cache(maxsize=2048)
def _names(code: str) -> _Names | None:
    """Return what a cell does with names; None if it is no plain Python."""
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(code)
            whole, *inner = _tables(symtable.symtable(code, "<cell>", "exec"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    order = _Order()
    order.visit(tree)
    in_functions = {symbol for table in inner for symbol in table.get_symbols() if symbol.is_global()}
    read_later = {symbol.get_name() for symbol in in_functions if symbol.is_referenced()}
    bound = {symbol.get_name() for symbol in whole.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    bound |= {symbol.get_name() for symbol in in_functions if symbol.is_assigned()}
    return _Names(frozenset(order.read | read_later - order.bound), frozenset(bound | order.altered))


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


class _Order:
    """Finds the names that a cell's top level reads before it binds them. The bodies of functions run later.

    Attributes
    ----------
    read, bound : set of str
        The names, and those that are bound at the end.
    altered : set of str
        Names of which an attribute or an item is assigned.
    """

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.bound: set[str] = set()
        self.altered: set[str] = set()

    def visit(self, *nodes: ast.AST | None) -> None:
        """Go through syntax in the order in which it runs."""
        for node in filter(None, nodes):
            self._visit(node)

    def _visit(self, node: ast.AST) -> None:
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                self.read |= {name} - self.bound
            case ast.Name(id=name):
                self.bound.add(name)
            case ast.alias(name=name, asname=other):
                self.bound.add((other or name).split(".")[0])
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
                before = set(self.bound)
                self.visit(*body)
                after, self.bound = self.bound, before
                self.visit(*other)
                self.bound &= after
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                self.visit(*node.decorator_list, node.args)
                self.bound.add(name)
            case ast.Lambda(args=args):
                self.visit(args)
            case ast.ClassDef(name=name):
                before = set(self.bound)
                self.visit(*ast.iter_child_nodes(node))
                self.bound = before | {name}
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                before = set(self.bound)
                for part in node.generators:
                    self.visit(part.iter, part.target, *part.ifs)
                self.visit(*[node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
                self.bound = before
            case _:
                self.visit(*ast.iter_child_nodes(node))


def _root(node: ast.AST) -> str:
    """Return the name at the start of ``name.attribute[index]``; of something else, nothing."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
