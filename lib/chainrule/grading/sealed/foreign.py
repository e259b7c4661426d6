"""Objects of the student's where the instructor's own answers gave plain data.

A sealed test believes the plain data that a call or an attribute of a handle gives: of an object that is the student's
to define, that is right. But ``top(df).equals(expected)`` would ask it, too, if `top` returned an object instead of a
table. So where a test met handles with the instructor's own answers is found out before grading, and kept with the
seals. Anywhere else, what holds one is replaced by a stand-in, which ends the test as soon as anything is asked of it.
What a test drops, or hands on to another answer, ends nothing. Where the own answers never led the test, what counts is
what they gave elsewhere when the same was asked: another tree leads it another way.

So it is with what the test has lent to an answer, which can come back in any part of a result. And since the names of a
named tuple's fields are the student's to choose, it has none that a number, text, an array or a table has, unless the
own answers' tuples have it, too: it is a plain tuple then.
"""

import builtins
import functools
import sys
import sysconfig
from collections import deque
from collections.abc import Callable, Collection, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import chainrule
from chainrule.check import CheckFailed
from chainrule.grading.sealed.handles import Answer
from chainrule.grading.sealed.inside.protocol import OPERATIONS
from chainrule.kinds import kind_of
from chainrule.language import say

Place = tuple[str, ...]
"""What was asked, where in the instructor's code, and then which part of the reply; `_ANY` stands for every part.

For what is no handle, the first also says what is met there: `_LENT`, a field of a named tuple, or `NOTHING`.
"""

OF_LIBRARY: Place = ("library",)
"""Stands for any attribute or method of an object of a library's class."""

NOTHING = " nothing"
"""Stands for None, where an object may stand with a right answer: a tree's other branch, another bucket of a table."""

TOO_MANY: Place = ("too many",)
"""Stands for all places beyond the first `_MOST_PLACES` of a test: where the next ones are, nobody knows."""

_ANY = "*"
_HANDLE, _LENT, _FIELD = "", " lent", " field "
_SEEN, _ELSEWHERE = "seen ", "elsewhere "
_MOST_PLACES, _MOST_PARTS = 1000, 100
_MOST_OF_KEY = 64
_SIMPLE = frozenset({type(None), bool, int, float, complex, str, bytes, range, slice, *np.sctypeDict.values()})
_ENTRIES = ("Attempt._run_piece", "Student._serve")
"""From where the instructor's code is entered: a test, and a function that was handed to an answer."""

_INSTALLED = tuple(
    {
        "<frozen ",
        str(Path(chainrule.__file__).parent),
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    }
)


class Handles:
    """Decides where one test may meet handles.

    Parameters
    ----------
    known : collection of Place, or None
        Where it met them with the instructor's own answers; None if that is what is being found out.
    note : callable
        Takes each place where it meets one, while that is found out.
    is_open : bool
        Whether handles are open to the test: then it may meet them anywhere, and only names are refused.
    is_own : bool
        Whether the answers are the instructor's own: then it is also noted where the test asked for anything.
    """

    def __init__(
        self,
        known: Collection[Place] | None,
        note: Callable[[Place], None],
        is_open: bool = False,
        is_own: bool = False,
    ) -> None:
        self._known = known
        self._note = note
        self._is_open = is_open
        self._is_own = is_own
        self._noted: set[Place] = set()
        self._seen: set[Place] = set()

    def believed(self, what: str, value: Any, label: str, handed: Collection[Any] = ()) -> Any:
        """Return what the student's process gave, or a stand-in for it.

        Parameters
        ----------
        what : str
            What was asked.
        value : plain data and handles
        label : str
            What messages call the value.
        handed : collection
            What the test itself has handed over with the value.
        """
        its_own = set(map(id, handed))
        found = [] if self._is_open else [one for one in _met_in(value) if id(one.thing) not in its_own]
        if not found and not self._is_own:
            return value
        asked = f"{what} {_site()}"
        asking = {asked, f"{_ELSEWHERE}{what} {label.rpartition('.')[2]}"}
        if self._known is None:
            self._see(asked)
            whats, asking = {one.what for one in found}, asking if self._is_own else {asked}
            places = {(one + met, *path) for met in whats for path in _patterns(value, met) for one in asking}
            for place in sorted(places):
                self._meet(place)
            return value
        asking = {asked} if (_seen(asked),) in self._known else asking
        for met, path, part in found:
            if met == NOTHING:
                continue
            # Where a handle may be met, anything may: that is the student's to define.
            first = {one + kind for one in asking for kind in ("", met, NOTHING)}
            if any(place[0] in first and _fits(path, place[1:]) for place in self._known):
                continue
            if met in (_HANDLE, _LENT):
                return Foreign(value, label)
            if met.removeprefix(_FIELD) in _attributes("pandas" in sys.modules):
                part.__class__ = _Nameless
        return value

    def found(self, name: str) -> None:
        """Refuse a name that the student's process knows, but which a test did not look for with the own answers.

        A test may look for it because an earlier one failed, which defines it if it is passed.

        Raises
        ------
        NameError
            Then nobody has defined it.
        """
        place = (f"found {name}",)
        if self._known is not None and place not in self._known:
            raise NameError(f"{name} is not defined", name=name)
        self._meet(place)

    def asked_library(self) -> None:
        """Note that the test believes an object of a library's class, which a student can write a class to replace."""
        self._meet(OF_LIBRARY)

    def _see(self, asked: str) -> None:
        """Note that the own answers led the test to ask something somewhere."""
        place = (_seen(asked),)
        if self._is_own and place not in self._seen and len(self._seen) < _MOST_PLACES:
            self._seen.add(place)
            self._note(place)

    def _meet(self, place: Place) -> None:
        if self._known is None and place not in self._noted and len(self._noted) <= _MOST_PLACES:
            place = place if len(self._noted) < _MOST_PLACES else TOO_MANY
            self._noted.add(place)
            self._note(place)


def _seen(asked: str) -> str:
    return f"{_SEEN}{sha256(asked.encode()).hexdigest()[:16]}"


class _Nameless(tuple[Any, ...]):
    """What a named tuple becomes that is to have no names; like their classes, it holds nothing but the values."""

    __slots__ = ()


_Nameless.__name__ = "tuple"


class Foreign:
    """Stands for what holds an object of the student's where plain data is expected: any use of it fails the test.

    It can be printed, as a handle can: tests print what they do not compare.
    """

    def __init__(self, value: Any, label: str) -> None:
        object.__setattr__(self, "_value", value)
        object.__setattr__(self, "_label", label)

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":  # so that `isinstance` says no
            return object
        label = object.__getattribute__(self, "_label")
        raise CheckFailed(
            say(
                "{name} gives an object of a class of its own, or a function, where a value is expected: a number, "
                "text, a list, an array, a table …",
                name=label,
            ),
            say(
                "There is an object of a class of its own, or a function, where a value is expected: a number, text, "
                "a list, an array, a table …"
            ),
        )

    def __repr__(self) -> str:
        return f"<object {object.__getattribute__(self, '_label')}>"


def _refuse(self: Foreign, *args: Any, **kwargs: Any) -> None:
    self.used  # noqa: B018 - raises


for _name in (
    *set(OPERATIONS) - {"__array__", "__str__", "__repr__", "__format__"},
    "__call__",
    "__hash__",
    "__setattr__",
    "__delattr__",
):
    setattr(Foreign, _name, _refuse)
Foreign.__name__ = Answer.__name__


def original(value: Foreign) -> Any:
    """Return what a stand-in stands for."""
    return object.__getattribute__(value, "_value")


def _site() -> str:
    """Return which instructions of the instructor's are running, each once, since their code was entered."""
    found: dict[str, None] = {}
    frame = sys._getframe()
    while frame is not None and frame.f_code.co_qualname not in _ENTRIES:
        if not frame.f_code.co_filename.startswith(_INSTALLED):
            file = frame.f_code.co_filename.rpartition("/")[2]  # a module beside the notebook lies in a new folder
            found[f"{file}:{frame.f_lineno}:{frame.f_lasti}"] = None
        frame = frame.f_back  # type: ignore[assignment]
    return " ".join(found)


def _parts(value: Any) -> list[tuple[str, Any]] | None:
    """Return the parts of plain data, each with the step to it; None for anything else.

    Steps are what tests ask by, so that right answers may choose the kind: a list or a deque, a dict or an OrderedDict.
    """
    if _is_bare(value):
        return []
    kind = type(value)
    if kind in (list, tuple) and _SIMPLE.issuperset(map(type, value)):  # most of what is long
        return []
    if issubclass(kind, dict):
        keys = [("key", key) for key in value if type(key) not in _SIMPLE]
        return [(_key(n, key), item) for n, (key, item) in enumerate(value.items())] + keys
    if kind in (set, frozenset):
        return [(_ANY, part) for part in value]
    if kind in (list, tuple, deque) or kind is np.ndarray and value.ndim:
        return [(str(n), part) for n, part in enumerate(value)]
    if issubclass(kind, tuple):
        names = getattr(kind, "_fields", ())
        return [(" ".join((str(n), *names[n:], *names[:n])), part) for n, part in enumerate(value)]
    known = kind_of(value)
    return None if known is None else [(str(n), part) for n, part in enumerate(known.parts(value) or ())]


def _key(number: int, key: Any) -> str:
    """Return the step to what a dict has under a key: for whole numbers, what it is in a list."""
    if type(key) not in _SIMPLE and not (type(key) is tuple and _SIMPLE.issuperset(map(type, key))):
        return f"value {number}"
    key = key.item() if isinstance(key, np.generic) else key
    is_whole = type(key) is bool or type(key) is float and key.is_integer()
    text = repr(int(key) if is_whole else key)
    return short(text)


def short(text: str) -> str:
    """Return what stands in a place for a text of the student's: a place is kept."""
    return text if len(text) <= _MOST_OF_KEY else sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Met(NamedTuple):
    """Something in a value that could answer more than what is asked of data: what it is, where, and the thing."""

    what: str
    path: Place
    thing: Any


def things_in(values: Any) -> list[Any]:
    """Return what a test has handed over that is neither a handle nor plain data without names."""
    return [one.thing for one in _met_in(values) if one.what not in (_HANDLE, NOTHING)]


def _met_in(value: Any) -> Iterator[_Met]:
    """Yield what there is in a value besides plain data without names."""
    parts = _parts(value)
    for what in _own(value, parts):
        yield _Met(what, (), value)
    for step, part in parts or ():
        if part is None or not _is_bare(part):
            for what, path, thing in _met_in(part):
                yield _Met(what, (step, *path), thing)


def _is_bare(value: Any) -> bool:
    """Return whether a value is plain data without parts."""
    kind = type(value)
    return kind in _SIMPLE or kind is np.ndarray and value.dtype.kind != "O"


def _own(value: Any, parts: list[tuple[str, Any]] | None) -> list[str]:
    """Return what a value is itself, whatever is in its parts."""
    kind = type(value)
    if value is None:
        return [NOTHING]
    if issubclass(kind, Answer):
        return [_HANDLE]
    if issubclass(kind, tuple):
        return [_FIELD + name for name in getattr(kind, "_fields", ())]
    return [_LENT] if parts is None else []


@functools.cache
def _attributes(of_pandas: bool) -> frozenset[str]:
    """Return the names of attributes of Python's, NumPy's and perhaps pandas' types."""
    kinds = [kind for kind in vars(builtins).values() if isinstance(kind, type)] + [np.ndarray, np.generic]
    if of_pandas:
        kinds += [getattr(sys.modules["pandas"], name) for name in ("DataFrame", "Series", "Index", "Timestamp")]
    return frozenset(name for kind in kinds for name in dir(kind))


def _patterns(value: Any, what: str) -> set[Place]:
    """Return where in a value this is; for any part, where all hold some or are empty, or where so many do."""
    parts = _parts(value)
    held = [(step, patterns) for step, part in parts or () if (patterns := _patterns(part, what))]
    empty = sum(_is_empty(part) or part is None and what != NOTHING for _, part in parts or ())
    are_all = len(held) + empty == len(parts or ()) or len(held) > _MOST_PARTS
    inner = {(_ANY if are_all else step, *pattern) for step, patterns in held for pattern in patterns}
    return inner | ({()} if what in _own(value, parts) else set())


def _is_empty(part: Any) -> bool:
    """Return whether what a right answer has here, a bucket say, may hold what others like it hold."""
    return isinstance(part, list | tuple | dict | set | frozenset | deque) and not part


def _fits(path: Place, pattern: Place) -> bool:
    return len(path) == len(pattern) and all(map(_is_same, path, pattern))


def _is_same(step: str, known: str) -> bool:
    """Return whether a step may be where the own answers had this one.

    The steps into a named tuple are a place, the name of its field, and the names of the others. Tests may ask by both,
    so what has the name of another of the own fields is not the same, wherever it stands.
    """
    if known in (_ANY, step):
        return True
    (place, *names), (same, *others) = step.split(), known.split()
    return place.isdigit() and place == same and (not names or names[0] not in others[1:])
