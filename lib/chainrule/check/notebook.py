"""The notebook around an answer: which of its variables the answer reads that are not there when it is graded."""

import ast
import builtins
import contextlib
import dis
import functools
import inspect
import linecache
import symtable
import sys
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chainrule.language import say

_HISTORY = "In"
"""IPython's list of the cells that were run, among the notebook's names."""

_CHECK = "check"
"""What tests call this package's functions by."""

_NO_CHECKS = ("hint",)

_MOST_NAMED = 3

_ABOUT = "about"
"""How checks call the argument that is the title of a case."""


@contextlib.contextmanager
def as_in_grading(answer: Any, arguments: Iterable[Any] = ()) -> Iterator[None]:
    """Call an answer in this block without the variables that only cells of checks define.

    Where it is graded, there are none: answers run in another process, which no test shares. So what an answer gets
    from them, most often because it forgot a ``self.``, is an error here, too. What any other cell defines stays: the
    answer's own cell, given code, a cell that the student added. So does what functions among the `arguments` read.

    Raises
    ------
    NameError
        Turned into `Borrowed`, which says where the variable comes from.
    """
    hidden = _hidden(answer, arguments)
    if hidden is None:
        yield
        return
    variables, names = hidden
    kept = {name: variables.pop(name) for name in names}
    try:
        yield
    except NameError as error:
        if error.name in kept:
            raise Borrowed(error.name, *_place_of(error)).with_traceback(error.__traceback__) from error
        raise
    finally:
        variables.update(kept)


class Borrowed(NameError):
    """An answer has read a variable that is there by chance.

    Parameters
    ----------
    name : str
    function : str
        The one that reads it.
    method_of : object, optional
        The object whose method it is.
    """

    def __init__(self, name: str, function: str, method_of: Any = None) -> None:
        values = {"function": function, "name": name}
        if method_of is None:
            text = say(
                "{function} uses `{name}`, which is neither its argument nor its own variable: only a check's cell "
                "defines it, and that is not there when the notebook is graded.",
                **values,
            )
        elif name in _attributes(method_of):
            text = say(
                "{function} uses `{name}`, which is neither its argument nor its own variable: did you mean "
                "`self.{name}`? (A check's cell has a {name}, too, but not for your code.)",
                **values,
            )
        else:
            text = say(
                "{function} uses `{name}`, which is neither its argument nor its own variable nor an attribute: what "
                "one method keeps for another is set, and read, as `self.{name}`. (A check's cell has a {name}, too, "
                "but not for your code.)",
                **values,
            )
        super().__init__(text, name=name)


_last: list[tuple[Any, str, int]] = []
"""The answer that was called last, its name, and how many cells had been run."""


def remember(answer: Any, name: str) -> None:
    """Remember an answer that is called, for `remark`."""
    variables = _variables_of(answer)
    _last[:] = [] if variables is None else [(answer, name, len(variables[_HISTORY]))]


def remark() -> str | None:
    """Say which variables an answer reads that other cells define, or overwrite; the last one that was called.

    Only those that hold data; constants in capitals are no offence.
    """
    for answer, name, number in _last:
        variables = _variables_of(answer) or {}
        cells = variables.get(_HISTORY, [])
        if not cells or len(cells) != number:
            return None
        reached = _reach([answer], variables)
        beside, now = _defined_beside(reached), bound(cells[-1])
        data = [one for one in sorted(_read_by(reached)) if one in variables and _is_data(variables[one])]
        known = {one for cell in cells for one in bound(cell)}
        elsewhere = [one for one in data if one in known - beside and not (one.isupper() and len(one) > 1)]
        overwritten = [one for one in data if one in beside & now]
        if overwritten and not any(_source(one.__code__.co_filename).strip() == cells[-1].strip() for one in reached):
            return say(
                "{answer} reads {names}, to which the check's cell has given another value. Give yours another name.",
                answer=name,
                names=_listed(overwritten),
            )
        truths = [one for function in reached for one in truths_that_get_numbers(function)]
        if truths:
            return say(
                "In {answer}, {names} holds True and False, and every number but 0 that is put there becomes True: "
                "make it an array of numbers first, as `.astype(float)` does.",
                answer=name,
                names=_listed(truths),
            )
        if elsewhere:
            return say(
                "{answer} reads {names} from other cells: should that come from its arguments?",
                answer=name,
                names=_listed(elsewhere),
            )
    return None


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names[:_MOST_NAMED])


# ---- what is hidden -------------------------------------------------------------------------------------------------


def _hidden(answer: Any, arguments: Iterable[Any]) -> tuple[dict[str, Any], list[str]] | None:
    """Return the notebook's variables, and the names of those to hide; None if there are none of these."""
    variables = _variables_of(answer)
    here = None if variables is None else _running(variables)
    if variables is None or here is None:
        return None
    reached = _reach([answer], variables, here)
    names = (_read_by(reached) - _defined_beside(reached)) & variables.keys()
    if not names:
        return None
    names -= _read_by(_reach(arguments, variables))
    attributes = _attributes(getattr(answer, "__self__", None))
    chosen = [name for name in names if _is_of_checks(name, variables, here, name in attributes)]
    return (variables, chosen) if chosen else None


def _variables_of(answer: Any) -> dict[str, Any] | None:
    """Return the variables of the notebook that an answer is of; None if it is of none."""
    while "__wrapped__" in getattr(answer, "__dict__", ()):
        answer = answer.__wrapped__
    if isinstance(answer, functools.partial):
        return _variables_of(answer.func)
    if type(answer) is types.MethodType:
        answer = answer.__func__
    elif type(answer) is not types.FunctionType:
        kind = answer if isinstance(answer, type) else type(answer)
        answer = next((one for base in kind.__mro__ for one in _methods(base)), None)
    variables = answer.__globals__ if type(answer) is types.FunctionType else {}
    return variables if isinstance(variables.get(_HISTORY), list) else None


def _running(variables: dict[str, Any]) -> str | None:
    """Return the file of the cell that runs."""
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None and not (frame.f_code.co_name == "<module>" and frame.f_globals is variables):
        frame = frame.f_back
    return frame.f_code.co_filename if frame is not None else None


def _is_of_checks(name: str, variables: Mapping[str, Any], here: str, is_attribute: bool) -> bool:
    """Tell whether a name is bound by cells of checks alone; or at least last, if an attribute is called so, too."""
    current = _source(here).strip()
    binding = [cell.strip() for cell in variables[_HISTORY] if name in bound(cell)]
    is_constant = name.isupper() and len(name) > 1 and not is_attribute
    if not binding or (binding[-1] != current and (is_constant or not _is_data(variables[name]))):
        return False
    are = [cell == current or checks(cell) for cell in binding]
    return are[-1] if is_attribute else all(are)


def _reach(things: Iterable[Any], variables: dict[str, Any], but: str = "") -> list[types.FunctionType]:
    """Return the notebook's functions that things are, or may call, but those of one file."""
    found: dict[int, types.FunctionType] = {}
    waiting: list[Any] = list(things)
    seen: set[int] = set()
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        kind = type(thing)
        if kind is types.FunctionType:
            if thing.__globals__ is variables and thing.__code__.co_filename != but:
                found[id(thing)] = thing
                waiting += [variables[name] for name in read(thing.__code__) if not _is_data(variables.get(name))]
                waiting += _held(thing)
            elif hasattr(thing, "__wrapped__"):
                waiting.append(thing.__wrapped__)
        elif kind is types.MethodType:
            waiting += [thing.__func__, type(thing.__self__)]
        elif kind is functools.partial:
            waiting += [thing.func, *thing.args, *thing.keywords.values()]
        elif kind in (list, tuple):
            waiting += thing
        elif kind is dict:
            waiting += thing.values()
        elif isinstance(thing, type):
            waiting += [one for base in thing.__mro__ if base.__module__ == "__main__" for one in _methods(base)]
        elif kind.__module__ == "__main__":
            waiting.append(kind)
        elif "__wrapped__" in getattr(thing, "__dict__", ()):
            waiting.append(thing.__wrapped__)
    return list(found.values())


def _held(function: types.FunctionType) -> list[Any]:
    """Return what a function holds in its closure and defaults."""
    held = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
    for cell in function.__closure__ or ():
        with contextlib.suppress(ValueError):  # not bound yet
            held.append(cell.cell_contents)
    return held


def _methods(kind: type) -> Iterator[Any]:
    for one in vars(kind).values():
        if isinstance(one, (staticmethod, classmethod)):
            yield one.__func__
        elif isinstance(one, property):
            yield from filter(None, (one.fget, one.fset))
        elif type(one) is types.FunctionType:
            yield one


def _is_data(value: Any) -> bool:
    """Tell whether a value is none of what answers call."""
    return not (callable(value) or isinstance(value, types.ModuleType))


def _attributes(thing: Any) -> set[str]:
    """Return the names of an object's attributes, its class's included, and of those that any of its methods sets."""
    if thing is None or type(thing).__module__ != "__main__":
        return set()
    names = {name for one in (thing, *type(thing).__mro__) for name in getattr(one, "__dict__", ())}
    for method in (one for base in type(thing).__mro__ for one in _methods(base)):
        names |= {one.argval for one in dis.get_instructions(method.__code__) if one.opname == "STORE_ATTR"}
    return names


def _place_of(error: NameError) -> tuple[str, Any]:
    """Return the name of the function that raised an error, and the object whose method it is, if it is one."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "", None
    code, first = trace.tb_frame.f_code, trace.tb_frame.f_code.co_varnames[:1]
    name = code.co_qualname.rpartition("<locals>.")[2]
    is_method = first == ("self",) and code.co_argcount > 0
    return name, trace.tb_frame.f_locals.get("self") if is_method else None


# ---- names of code --------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=512)
def read(code: types.CodeType) -> frozenset[str]:
    """Return the global names that code reads, also in the functions and classes within."""
    loads = {one.argval for one in dis.get_instructions(code) if one.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    inner = [one for one in code.co_consts if isinstance(one, types.CodeType)]
    return frozenset(loads - vars(builtins).keys()).union(*map(read, inner))


def _read_by(functions: Iterable[types.FunctionType]) -> set[str]:
    return {name for function in functions for name in read(function.__code__)}


def _defined_beside(functions: Iterable[types.FunctionType]) -> set[str]:
    """Return what the cells of functions define: constants, helpers, other answers."""
    files = {function.__code__.co_filename for function in functions}
    return {name for file in files for name in bound(_source(file))}


def _source(file: str) -> str:
    return "".join(linecache.getlines(file))


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


@functools.lru_cache(maxsize=512)
def checks(cell: str) -> bool:
    r"""Tell whether a cell checks something as it runs, outside of the functions that it defines.

    Examples
    --------
    >>> checks("check.value(f(1), 2.0, 'one')"), checks("check.hint()"), checks("def f():\n    check.true(1, '')")
    (True, False, False)
    """
    try:
        waiting: list[ast.AST] = [ast.parse(cell)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    while waiting:
        match waiting.pop():
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
                continue
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if (
                name == _CHECK and attr not in _NO_CHECKS
            ):
                return True
            case node:
                waiting += ast.iter_child_nodes(node)
    return False


def truths_that_get_numbers(function: types.FunctionType) -> list[str]:
    """Return the variables of a function that are made by a comparison, and whose entries are then set to numbers."""
    try:
        cell = ast.parse(_source(function.__code__.co_filename))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    first, made, filled = function.__code__.co_firstlineno, set(), []
    for whole in ast.walk(cell):
        if not isinstance(whole, ast.FunctionDef) or first not in (
            whole.lineno,
            *(one.lineno for one in whole.decorator_list),
        ):
            continue
        for node in ast.walk(whole):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_truth(value):
                    made.add(name)
                case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))], value=value) if not _fits(value):
                    filled.append(name)
                case ast.AugAssign(
                    target=ast.Subscript(value=ast.Name(id=name)), op=ast.Add() | ast.Sub() | ast.Mult()
                ):
                    filled.append(name)
        others = {
            target.id
            for node in ast.walk(whole)
            if isinstance(node, ast.Assign) and not _is_truth(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        made -= others
    return [name for name in dict.fromkeys(filled) if name in made]


def _is_truth(value: ast.expr) -> bool:
    """Tell whether an expression is true or false as far as its syntax shows."""
    match value:
        case ast.Compare() | ast.Constant(value=bool()):
            return True
        case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr() | ast.BitXor(), right=right):
            return _is_truth(left) and _is_truth(right)
        case ast.UnaryOp(op=ast.Invert() | ast.Not(), operand=operand):
            return _is_truth(operand)
    return False


def _fits(value: ast.expr) -> bool:
    """Tell whether what is put into an array of truths stays what it is there."""
    return _is_truth(value) or isinstance(value, ast.Constant) and value.value in (0, 1)


# ---- where a check is -----------------------------------------------------------------------------------------------


def dropped_above(frame: types.FrameType) -> int:
    """Return how many empty lines stood above a cell's code: IPython drops them, and counts from there."""
    source = _source(frame.f_code.co_filename).strip()
    with contextlib.suppress(Exception):  # a kernel of another kind
        typed = frame.f_globals["get_ipython"]().history_manager.input_hist_raw
        for cell, raw in zip(reversed(frame.f_globals[_HISTORY]), reversed(typed), strict=False):
            if cell.strip() == source:
                return len(raw[: len(raw) - len(raw.lstrip())].splitlines())
    return 0


def title_of_next(frame: types.FrameType | None) -> str | None:
    """Return the title of the check that would come next in a notebook, from where a frame is; None if there is none.

    In ``got = check.call(answer, x)`` no title is known; in ``check.value(got, …, "the title")``, below it, there is.
    """
    while frame is not None and isinstance(frame.f_globals.get(_HISTORY), list):
        for statement, before in _from(_source(frame.f_code.co_filename), frame.f_lineno):
            title = _title_in(statement)
            if title is not None:
                found = _text_of(title, before, frame)
                if found is not None:
                    return found
        frame = frame.f_back
    return None


_Statement = tuple[ast.stmt, list[ast.stmt]]


def _from(cell: str, line: int) -> list[_Statement]:
    """Return the statement on a line, and those after it in its block; each with those between."""
    try:
        block = ast.parse(cell).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found: list[ast.stmt] = []
    while block:
        there = [i for i, one in enumerate(block) if one.lineno <= line <= (one.end_lineno or one.lineno)]
        if not there:
            break
        found = block[there[0] :]
        inner = [getattr(found[0], part, []) for part in ("body", "orelse", "finalbody")]
        block = next((one for one in inner if one and one[0].lineno <= line <= (one[-1].end_lineno or line)), [])
    return [(one, found[: i + 1]) for i, one in enumerate(found)]


def _title_in(statement: ast.stmt) -> ast.expr | None:
    """Return the title in the first call of a check in a statement."""
    for node in ast.walk(statement):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if name == _CHECK:
                given = [one.value for one in node.keywords if one.arg == _ABOUT]
                place = _place_of_title(attr)
                given += node.args[place : place + 1] if place is not None else []
                if given:
                    return given[0]
    return None


def _place_of_title(function: str) -> int | None:
    """Return which argument of one of this package's functions is the title."""
    checking = getattr(sys.modules.get(__package__), function, None)
    if not inspect.isfunction(checking):
        return None
    parameters = inspect.signature(checking).parameters
    may_be_placed = _ABOUT in parameters and parameters[_ABOUT].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    return list(parameters).index(_ABOUT) if may_be_placed else None


def _text_of(title: ast.expr, before: list[ast.stmt], frame: types.FrameType) -> str | None:
    """Return the text of a title: as it stands there, or of a variable that may be set only after this line."""
    if isinstance(title, ast.Name):
        set_here: ast.expr = title
        for statement in before:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == title.id:
                    set_here = value
                case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                    names = [one.id if isinstance(one, ast.Name) else "" for one in targets]
                    set_here = values[names.index(title.id)] if title.id in names else set_here
        title = set_here
    if not isinstance(title, (ast.Constant, ast.JoinedStr, ast.Name)):
        return None
    try:
        text = eval(compile(ast.Expression(title), "<title>", "eval"), frame.f_globals, frame.f_locals)
    except Exception:  # noqa: BLE001 - a variable that has no value yet, say
        return None
    return text if isinstance(text, str) else None
