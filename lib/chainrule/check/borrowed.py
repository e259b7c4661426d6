"""Variables of a notebook that an answer reads, and that are not there when it is graded."""

import contextlib
import dis
import functools
import sys
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chainrule.check import cells, truths
from chainrule.language import say

_MOST_NAMED = 3


@contextlib.contextmanager
def as_in_grading(answer: Any, arguments: Iterable[Any] = ()) -> Iterator[None]:
    """Call an answer in this block without the variables that only cells of checks define.

    Where it is graded, there are none: answers run in another process, which no test shares. So what an answer gets
    from them, most often because it forgot a ``self.``, is an error here, too. What any other cell defines stays: the
    answer's own cell, given code, a cell that the student added. So does what functions among the `arguments` read.
    A function that a check's cell has defined anew, under a name of one of the notebook's own, is that own one here.

    Raises
    ------
    NameError
        Turned into `Borrowed`, which says where the variable comes from.
    """
    hidden = _hidden(answer, arguments)
    _put_back.clear()
    if hidden is None:
        yield
        return
    variables, names, own = hidden
    _put_back.update(own)
    kept = {name: variables.pop(name) for name in (*names, *own)}
    variables.update(own)
    try:
        yield
    except NameError as error:
        if error.name in kept:
            _last.clear()  # nothing else is to be remarked
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


_put_back: set[str] = set()
"""The names of functions that were those of the notebook itself in the last call."""


def remember(answer: Any, name: str) -> None:
    """Remember an answer that is called, for `remark`."""
    variables = _variables_of(answer)
    _last[:] = [] if variables is None else [(answer, name, len(variables[cells.HISTORY]))]


def remark() -> str | None:
    """Say which variables an answer reads that other cells define, or overwrite; the last one that was called.

    Overwritten may be a class, too: only functions are put back for the call (`as_in_grading`), and what was put back
    is to blame for nothing. Of those that other cells define, only data count; constants in capitals are no offence.
    """
    for answer, name, number in _last:
        variables = _variables_of(answer) or {}
        ran = variables.get(cells.HISTORY, [])
        if not ran or len(ran) != number:
            return None
        reached = [one for one in _reach([answer], variables) if not _is_in_checks(one)]
        beside, read = _defined_beside(reached), sorted(_read_by(reached) & variables.keys())
        last = {one: cell for cell in ran for one in cells.bound(cell)}
        elsewhere = [
            one
            for one in read
            if one in last.keys() - beside and _is_data(variables[one]) and not (one.isupper() and len(one) > 1)
        ]
        others = [one for one in read if one in beside and one not in _put_back]
        overwritten = [one for one in others if cells.checks(last.get(one, ""))]
        if overwritten:
            return say(
                "{answer} reads {names}, to which the check's cell has given another value. Give yours another name.",
                answer=name,
                names=_listed(overwritten),
            )
        filled = [one for function in reached for one in truths.that_get_numbers(function)]
        if filled:
            return say(
                "In {answer}, {names} holds True and False, and every number but 0 that is put there becomes True: "
                "make it an array of numbers first, as `.astype(float)` does.",
                answer=name,
                names=_listed(filled),
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


def _hidden(answer: Any, arguments: Iterable[Any]) -> tuple[dict[str, Any], list[str], dict[str, Any]] | None:
    """Return the notebook's variables, the names of those to hide, and functions to put back; None if there is none."""
    variables = _variables_of(answer)
    here = None if variables is None else _running(variables)
    if variables is None or here is None:
        return None
    reached = _reach([answer], variables, here)
    read = _read_by(reached) & variables.keys()
    if not read:
        return None
    read -= _read_by(_reach(arguments, variables))
    own = _own(read, variables, here)
    attributes = _attributes(getattr(answer, "__self__", None))
    names = read - _defined_beside(reached) - own.keys()
    chosen = [name for name in names if _is_of_checks(name, variables, here, name in attributes)]
    return (variables, chosen, own) if chosen or own else None


def _own(names: Iterable[str], variables: dict[str, Any], here: str) -> dict[str, Any]:
    """Return the notebook's own functions of names that a cell of checks was the last to bind."""
    current = cells.source(here).strip()
    found: dict[str, Any] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        binding = [cell.strip() for cell in variables[cells.HISTORY] if name in cells.bound(cell)]
        own = [cell for cell in binding if cell != current and not cells.checks(cell)]
        if name in found or not own or own[-1] == binding[-1]:
            continue
        if (code := cells.definition(own[-1], name)) is not None:
            exec(code, variables, found)
            waiting += cells.read(code) & variables.keys()
    return found


def _variables_of(answer: Any) -> dict[str, Any] | None:
    """Return the variables of the notebook that an answer is of; None if it is of none.

    Only its true type is asked: what stands for an answer in another process would ask there for anything else.
    """
    kind = type(answer)
    if kind is functools.partial:
        return _variables_of(answer.func)
    if kind is types.MethodType:
        return _variables_of(answer.__func__)
    if kind is types.FunctionType:
        if "__wrapped__" in vars(answer):
            return _variables_of(answer.__wrapped__)
        variables = answer.__globals__
        return variables if isinstance(variables.get(cells.HISTORY), list) else None
    if _is_ours(kind):
        return _variables_of(vars(answer).get("__wrapped__"))
    of_class = answer if issubclass(kind, type) else kind
    method = next((one for base in of_class.__mro__ for one in _methods(base)), None)
    return None if method is None else _variables_of(method)


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith(f"{__package__}.")


def _running(variables: dict[str, Any]) -> str | None:
    """Return the file of the cell that runs."""
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None and not (frame.f_code.co_name == "<module>" and frame.f_globals is variables):
        frame = frame.f_back
    return frame.f_code.co_filename if frame is not None else None


def _is_of_checks(name: str, variables: Mapping[str, Any], here: str, is_attribute: bool) -> bool:
    """Tell whether a name is bound by cells of checks alone; or at least last, if an attribute is called so, too."""
    current = cells.source(here).strip()
    binding = [cell.strip() for cell in variables[cells.HISTORY] if name in cells.bound(cell)]
    is_constant = name.isupper() and len(name) > 1 and not is_attribute
    if not binding or (binding[-1] != current and (is_constant or not _is_data(variables[name]))):
        return False
    are = [cell == current or cells.checks(cell) for cell in binding]
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
                waiting += [variables[name] for name in cells.read(thing.__code__) if not _is_data(variables.get(name))]
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
        elif _is_ours(kind):
            waiting += filter(None, [vars(thing).get("__wrapped__")])
    return list(found.values())


def _is_in_checks(function: types.FunctionType) -> bool:
    return cells.checks(cells.source(function.__code__.co_filename))


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


def _read_by(functions: Iterable[types.FunctionType]) -> set[str]:
    return {name for function in functions for name in cells.read(function.__code__)}


def _defined_beside(functions: Iterable[types.FunctionType]) -> set[str]:
    """Return what the cells of functions define: constants, helpers, other answers."""
    files = {function.__code__.co_filename for function in functions}
    return {name for file in files for name in cells.bound(cells.source(file))}
