"""What crosses the wire by value besides numbers, text, lists, tuples, dicts and arrays of numbers."""

import math
import random
import re
import socket
import subprocess
import sys
import threading
from array import array
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from test_wire import echo, frame, pair, receive

from chainrule import check, kinds
from chainrule.check import CheckFailed
from chainrule.grading.sealed.inside.wire import Closed, Unsendable, Wire, WireError
from chainrule.kinds import basic
from chainrule.kinds.copies import OF_CELLS, copies, copy_of_object
from chainrule.kinds.plain import MAX_HASHED, Kind


@pytest.fixture(autouse=True)
def _few_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the forms of named tuples that a test meets: a process takes so many, and tests share one."""
    monkeypatch.setattr(basic, "_forms", {})


Point = namedtuple("Point", "x y")
TOKYO = pd.Timestamp("2020", tz="Asia/Tokyo")

UNUSED = socket.socket()
UNUSED.close()

VALUES = {
    "set": [set(), {1, "a", (2, None)}, {1.5, math.inf}],
    "frozenset": [frozenset(), frozenset({frozenset({1}), 2})],
    "range": [range(0), range(3, -9, -4), range(10**30, 10**30 + 5)],
    "slice": [slice(None), slice(1, None, -1), slice("a", "b")],
    "deque": [deque(), deque([1, [2]], 5)],
    "counter": [Counter("abca"), Counter()],
    "ordered": [OrderedDict(b=1, a=2)],
    "named": [Point(1, [2.0])],
    "keys": [{}.keys(), {"b": 1, (2, 3): 4}.keys()],
    "values": [{}.values(), {"b": [1], "a": 1}.values()],
    "items": [{}.items(), {"b": [1], "a": 1}.items()],
    "array": [array("l", [3, -1]), array("d"), array("B", [200])],
    "fraction": [Fraction(-3, 7), Fraction(10**300, 10**299 + 1)],
    "decimal": [Decimal("1.10"), Decimal("-0"), Decimal("1E+5000"), Decimal("-Infinity")],
    "datetime": [datetime(2020, 2, 29, 23, 59, 1, 5), datetime(1, 1, 1, tzinfo=UTC, fold=1)],
    "date": [date(9999, 12, 31)],
    "time": [time(1, 2, 3, 4), time(5, tzinfo=timezone(timedelta(hours=-5)))],
    "timedelta": [timedelta(days=-1, microseconds=3), timedelta.max],
    "timezone": [UTC, timezone(timedelta(minutes=90))],
    "zone": [ZoneInfo("Europe/Lisbon")],
    "ellipsis": [...],
    "text": [
        np.array(["a", "añ\U0001f600", ""]),
        np.array([[b"x"], [b"yz"]]),
        np.array("0-d"),
        np.empty((2, 0, 3), "U5"),
        np.array(["ab", "c"], dtype=">U2"),
        np.array([["a", "b"], ["c", "d"]]).T,
    ],
    "dates": [
        np.array(["2020-01-01", "NaT"], "M8[D]"),
        np.array([[1, 2], [3, 4]], "m8[ns]").T,
        np.array([1], ">m8[h]"),
        np.array([5], "m8"),
    ],
    "moment": [np.datetime64("2020-01-01T00:00"), np.timedelta64(-3, "D"), np.timedelta64(5)],
    "objects": [
        np.array([None, 1, "a", [1, 2]], dtype=object),
        np.array([[Fraction(1, 2)], [Fraction(1, 3)]]),
        np.empty((0, 3), object),
    ],
    "dtype": [np.dtype("f4"), np.dtype(">i8"), np.dtype("U7"), np.dtype("O"), np.dtype("M8[ns]"), np.dtype("?")],
    "missing": [pd.NaT, pd.NA],
    "timestamp": [pd.Timestamp("2020-01-01 12:00:00.5"), pd.Timestamp("2020-01-01", tz="UTC"), TOKYO],
    "period": [pd.Period("2024-05", "M"), pd.Period("1950-05-06", "W-SUN")],
    "interval": [pd.Interval(0, 1.5), pd.Interval(pd.Timestamp("2020"), pd.Timestamp("2021"), "left")],
    "duration": [pd.Timedelta("1 day 2 ns")],
    "index": [
        pd.Index([3, 1, 2], name="k"),
        pd.Index(["a", "b"]),
        pd.RangeIndex(2, 9, 3),
        pd.MultiIndex.from_tuples([("a", 1), ("b", 2), ("a", 2)], names=["one", None]),
        pd.date_range("2020", periods=3, name="d"),
        pd.date_range("2024-03-30", periods=3, tz="Europe/Berlin"),
        pd.period_range("2024", periods=3, freq="M"),
        pd.interval_range(0, 3),
        pd.Index([]),
    ],
    "series": [
        pd.Series([1.5, math.nan], name="s"),
        pd.Series(["a", None, "b"], index=[2, 1, 0]),
        pd.Series([1, "x", None], dtype=object),
        pd.Series([1, None], dtype="Int64"),
        pd.Series(["u", "v", "u"], dtype="category"),
        pd.Series(pd.to_datetime(["2020", "2021"], utc=True)),
        pd.Series(pd.to_datetime(["2020", None])).dt.tz_localize("Europe/Berlin"),
        pd.Series(pd.to_datetime(["2020", None])).dt.to_period("Q"),
        pd.cut(pd.Series([20, 40, 200]), [0, 30, 100]),
        pd.Series([1, 2, 3]).value_counts(bins=2),
        pd.Series(pd.arrays.IntervalArray.from_breaks(pd.to_datetime(["2020", "2021", "2022"]))),
        pd.Series([], dtype=float),
    ],
    "frame": [
        pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.to_datetime(["2020", None])}),
        pd.DataFrame([[1, 2.0]], columns=["same", "same"], index=["row"]),
        pd.DataFrame(),
        pd.DataFrame({"g": ["a", "b", "a"], "v": [1, 2, 3]}).groupby("g").agg(["sum", "mean"]),
    ],
    "sparse": [
        scipy.sparse.csr_matrix([[0, 1], [2, 0], [0, 0]]),
        scipy.sparse.csc_array(np.eye(3)),
        scipy.sparse.coo_matrix(([1, 2], ([0, 0], [1, 1])), shape=(2, 3)),
        scipy.sparse.lil_matrix(np.eye(2)),
        scipy.sparse.dok_array(np.eye(2)),
        scipy.sparse.csr_matrix((2, 0)),
        scipy.sparse.diags_array([[1.0, 2.0], [3.0, 4.0, 5.0]], offsets=[-1, 0]),
        scipy.sparse.dia_matrix(np.eye(3)),
        scipy.sparse.bsr_matrix(np.kron(np.eye(2), np.ones((2, 2)))),
    ],
}


def is_same(a: Any, b: Any) -> bool:
    """Whether two values have the same type and content."""
    if isinstance(a, tuple):
        return isinstance(b, tuple) and a._fields == b._fields and tuple(a) == tuple(b)
    if type(a) is not type(b):
        return False
    if a is pd.NaT or a is pd.NA:
        return b is a
    if isinstance(a, (type({}.keys()), type({}.values()), type({}.items()))):
        return list(a) == list(b)
    if isinstance(a, OrderedDict):
        return list(a.items()) == list(b.items())
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype.newbyteorder("=") and a.shape == b.shape and repr(a.tolist()) == repr(b.tolist())
    if isinstance(a, (pd.DataFrame, pd.Series, pd.Index)):
        check = {pd.DataFrame: pd.testing.assert_frame_equal, pd.Series: pd.testing.assert_series_equal}
        check.get(type(a), pd.testing.assert_index_equal)(a, b)
        return True
    if scipy.sparse.issparse(a):
        return a.dtype == b.dtype and a.shape == b.shape and (a.toarray() == b.toarray()).all() and a.nnz == b.nnz
    return bool(a == b) or repr(a) == repr(b)


EACH = [pytest.param(value, id=f"{tag}{n}") for tag, values in VALUES.items() for n, value in enumerate(values)]


@pytest.mark.parametrize("value", EACH)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    back = echo([value])[0]
    assert is_same(back, value)
    with pair(lambda op, values: ("value", values)) as wire:
        wire.ask("twice", value, value)


def test_every_kind_has_an_example() -> None:
    assert VALUES.keys() == kinds.KINDS.keys()
    for tag, values in VALUES.items():
        assert all(kinds.kind_of(value) is kinds.KINDS[tag] for value in values)


def test_the_table_of_the_guide_lists_every_kind() -> None:
    section = (
        (ROOT / "docs" / "security.md").read_text().partition("## What crosses the wire")[2].partition("\n### ")[0]
    )
    listed = re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in section.splitlines() if line[:3] == "| `"))
    assert sorted(listed) == sorted(["L", "T", "D", "A", "S", *kinds.KINDS])


def test_a_named_tuple_keeps_its_fields_and_nothing_else() -> None:
    class Lying(Point):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = Point.__hash__

    back = echo(Lying(1, 2))
    assert (back.x, back.y, back) == (1, 2, (1, 2))
    assert back != (1, 3)
    assert type(back).__name__ == "tuple"


def test_a_named_tuple_with_names_beyond_ascii_is_a_tuple() -> None:
    assert type(echo(namedtuple("Size", "größe")(1))) is tuple


class LiarSet(set[Any]):
    def __iter__(self) -> Iterator[Any]:
        return iter([99])

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class LiarFraction(Fraction):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = Fraction.__hash__


class LiarFrame(pd.DataFrame):
    def __eq__(self, other: object) -> Any:
        return True

    __hash__ = None  # type: ignore[assignment]


class LiarMoment(datetime):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = datetime.__hash__


@pytest.mark.parametrize(
    "value",
    [LiarSet({1}), LiarFraction(1, 2), LiarFrame({"a": [1]}), LiarMoment(2020, 1, 1), type("D", (Decimal,), {})("1.5")],
)
def test_a_subclass_is_reduced_to_exactly_its_base(value: Any) -> None:
    assert type(echo(value)) is type(value).__mro__[1]


class Nowhere(tzinfo):
    pass


@pytest.mark.parametrize(
    "value",
    [
        range(10**9),
        Fraction(2**20_000, 3),
        Decimal("1E+20000"),
        Decimal("sNaN"),
        Decimal("1" * 2000),
        datetime(2020, 1, 1, tzinfo=Nowhere()),
        np.array([(1, 2.0)], dtype="i4,f8"),
        np.array([1], "m8[25s]"),
        np.dtype("i4,f8"),
        pd.Series(pd.array([1, 2], dtype=pd.SparseDtype())),
        pd.Timestamp("2020", tz=timezone(timedelta(hours=1))),
        array("u", "a"),
        scipy.sparse.csr_matrix((2, 1 << 30)),
        set(range(MAX_HASHED + 1)),
    ],
    ids=lambda value: f"{type(value).__name__}",
)
def test_what_is_too_large_or_unusual_is_refused_where_it_is_sent(value: Any) -> None:
    """The examiner would take it for an attack; so the student's side keeps it, and sends a handle."""
    with pair(lambda op, values: ("value", [value])) as wire:
        assert wire.ask("give")[0] == "error"
    wire = Wire(UNUSED, trusting=True)
    with pytest.raises(Unsendable):
        wire._dump(value, 0)


def test_text_has_no_limit_to_its_hashes_that_numbers_have() -> None:
    many = {f"word {n}": n for n in range(2 * MAX_HASHED)}
    assert echo(many) == many
    assert echo(set(many)) == set(many)


# ---- what can be changed -------------------------------------------------------------------------------------------

CHANGES = {
    "set": ({1, 2}, lambda v: v.add(3)),
    "deque": (deque([1]), lambda v: v.append([2])),
    "counter": (Counter("ab"), lambda v: v.update("a")),
    "ordered": (OrderedDict(a=1, b=2), lambda v: v.move_to_end("a")),
    "array": (array("l", [1, 2]), lambda v: v.append(3)),
    "text": (np.array(["ab", "cd"]), lambda v: v.__setitem__(0, "xy")),
    "dates": (np.array([1, 2], "m8[D]"), lambda v: v.__setitem__(0, np.timedelta64(5, "D"))),
    "objects": (np.array([None, [1]], object), lambda v: v.__setitem__(0, "a")),
    "series": (pd.Series([1.0, 2.0]), lambda v: v.__setitem__(0, 5.0)),
    "frame": (pd.DataFrame({"a": [1, 2]}), lambda v: v.insert(1, "b", ["x", "y"])),
    "index": (pd.Index([1, 2], name="n"), lambda v: v.rename("m", inplace=True)),
    "sparse": (scipy.sparse.csr_matrix([[0.0, 1.0], [2.0, 0.0]]), lambda v: v.data.__setitem__(0, 5.0)),
}


@pytest.mark.parametrize("tag", CHANGES)
@pytest.mark.parametrize("in_place", [True, False])
def test_a_change_is_seen_where_it_is_asked_for(tag: str, in_place: bool) -> None:
    value, change = CHANGES[tag]
    before, changed = (echo(value) for _ in range(2))
    change(changed)
    mine = echo(value)

    def answer(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        change(values[0])
        return "value", [values[0]]

    with pair(answer) as wire:
        (back,) = wire.ask("change", mine, in_place=in_place)[1]
    assert is_same(back, changed)
    assert (back is mine) == in_place
    assert is_same(mine, changed if in_place else before)


CHANGEABLE = [kind for kind in kinds.KINDS.values() if kind.state is not None]


def test_all_that_can_be_changed_is_tested() -> None:
    assert CHANGES.keys() == {kind.tag for kind in CHANGEABLE}
    assert all((kind.change is not None) == (kind in CHANGEABLE) for kind in kinds.KINDS.values())


@pytest.mark.parametrize("by_another", [False, True])
def test_what_comes_to_hold_itself_is_refused_at_once(by_another: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was put together anew for two minutes, and took gigabytes."""
    monkeypatch.setattr(Wire, "_check_that_peer_takes", lambda *_: None)

    def spoil(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        values[0].append([values[0]] if by_another else values[0])
        return "value", [1]

    with pair(spoil) as wire, pytest.raises(WireError, match="holds itself|too large"):
        wire.ask("spoil", [1, 2])


def in_array(value: Any) -> Any:
    array = np.empty(1, object)
    array[0] = value
    return array


HOLDERS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "alone": (lambda v: v, lambda held: held),
    "in a named tuple": (lambda v: Point([v], 1), lambda held: held.x[0]),
    "in a dict": (lambda v: {"a": (v, 2)}, lambda held: held["a"][0]),
    "in an array of objects": (in_array, lambda held: held[0]),
}


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("tag", CHANGES)
def test_what_an_answer_changes_is_told_and_is_no_value_of_the_tests_own(tag: str, holder: str) -> None:
    value, change = CHANGES[tag]
    mine, (hold, reach) = echo(value), HOLDERS[holder]

    def spoil(held: Any) -> int:
        change(reach(held))
        return 1

    with pytest.raises(CheckFailed, match="spoil changes its argument held"):
        check.call(spoil, hold(mine))
    assert is_same(mine, value)


@pytest.mark.parametrize("value", EACH)
def test_a_copy_is_the_same_and_what_leaves_it_alone_is_not_blamed(value: Any) -> None:
    first, second, held = copies([value, value, [value]])
    assert is_same(first, value) or value.dtype.byteorder == ">"
    assert first is second is held[0]
    assert (first is not value) == (kinds.kind_of(value) in CHANGEABLE or type(value) is Point)
    check.call(lambda held: 1, Point(value, [value]))


def test_what_a_trusted_function_does_to_its_arguments_stays_there() -> None:
    box = Point({1, 2}, np.ones(2))

    def emptied(box: Any) -> int:
        box.x.clear()
        box.y[:] = 0
        return 0

    check.agrees(lambda box: 0, emptied, box, about="what is left")
    assert box.x == {1, 2}
    assert box.y.tolist() == [1, 1]


def test_copies_keep_functions_and_objects_and_their_own_classes() -> None:
    class Bag(list[Any]):
        pass

    thing = object()
    given = Point(Bag([thing, len]), defaultdict(list, {1: {thing}}))
    (new,) = copies([given])
    assert type(new) is Point
    assert (type(new.x), new.x, type(new.y), new.y) == (Bag, [thing, len], defaultdict, {1: {thing}})
    assert new.y[2] == []
    assert 2 not in given.y
    loop: list[Any] = [1]
    loop.append(loop)
    (again,) = copies([loop])
    assert again is not loop
    assert again[1] is again


def test_what_is_copied_in_part_is_no_copy():
    """An object that is handed over later got the half of it."""
    held = {"list": [1], "lock": threading.Lock(), "z": 5}
    within: dict[int, Any] = {}
    for _ in range(2):
        with pytest.raises(Unsendable, match="cannot be copied"):
            copy_of_object(held, within)
    assert copy_of_object(held["list"], within) == [1]


def test_objects_of_classes_of_cells_are_copied_where_tests_run_apart_from_answers() -> None:
    class Stack:
        def __init__(self, held: Any) -> None:
            self.held = held

    class Counted(Stack):
        def __call__(self) -> Any:
            return self.held

    inner = Stack([1])
    assert copies([inner])[0] is inner
    Stack.__module__ = Counted.__module__ = OF_CELLS
    outer, one, (other,) = copies([Stack([inner]), inner, (inner,)])
    assert outer.held[0] is one is other is not inner
    one.held.append(2)
    assert inner.held == [1]
    called, holding = Counted([1]), Stack(np)
    assert copies([called]) == [called]
    assert copies([holding])[0].held is np
    with pytest.raises(Unsendable, match="it cannot be copied"):
        copies([Stack(one for one in [1])])
    assert copies([inner], objects=False) == [inner]


def test_what_holds_something_that_was_changed_comes_back_with_the_change() -> None:
    def spoil(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        values[0][0].append(2)
        return "value", [values[0]]

    inner = [1]
    holder = np.array([None, 5], object)
    holder[0] = inner
    with pair(spoil) as wire:
        (back,) = wire.ask("spoil", holder)[1]
    assert (inner, holder[0], back[0]) == ([1], [1], [1, 2])


# ---- a peer that is not trusted ------------------------------------------------------------------------------------


def numbers(*items: int, code: str = "<i8") -> tuple[list[Any], bytes]:
    array = np.array(items, code)
    return ["A", code, [len(items)]], array.tobytes()


def csr(rows: int, columns: int, data: list[int], indices: list[int], starts: list[int]) -> bytes:
    arrays = [numbers(*data), numbers(*indices, code="<i4"), numbers(*starts, code="<i4")]
    item = ["sparse", "csr_matrix", ["L", rows, columns], *[head for head, _ in arrays]]
    return frame(["value", [], [item]], b"".join(data for _, data in arrays))


def diagonals(number: int, side: int) -> bytes:
    arrays = [numbers(*range(number)), numbers(*[0] * number, code="<i4"), numbers(*range(number), code="<i4")]
    item = ["sparse", "dia_matrix", ["L", side, side], *[head for head, _ in arrays]]
    return frame(["value", [], [item]], b"".join(data for _, data in arrays))


LETTER, HUGE = numbers(0x110000, code="<u4")
ZERO = ["A", "<i8", []], bytes(8)

HOSTILE = {
    "a set of lists": ["set", ["L"]],
    "a set of too many numbers": ["set", *range(MAX_HASHED + 1)],
    "a set in itself": ["set", ["R", 0]],
    "a frozenset with a tuple with a list": ["frozenset", ["T", ["L"]]],
    "a range of no numbers": ["range", 1.0, 2, 3],
    "a range of no step": ["range", 1, 2, 0],
    "an endless range": ["range", 0, 2**40, 1],
    "an endless range of large numbers": ["range", 0, ["I", hex(2**200)], 1],
    "a range of too many parts": ["range", 1, 2, 3, 4],
    "a range of no parts": ["range"],
    "a slice of one part": ["slice", 1],
    "a deque that is too short": ["deque", ["L", 1, 2], 1],
    "a deque of endless size": ["deque", ["L"], -1],
    "a counter of a list": ["counter", ["L"]],
    "a fraction of nothing": ["fraction", 1, 0],
    "a fraction of a negative number": ["fraction", 1, -1],
    "a fraction of text": ["fraction", "1e999999999", 1],
    "a fraction of a float": ["fraction", 0.5, 1],
    "a fraction of truth values": ["fraction", True, True],
    "a decimal with a giant exponent": ["decimal", 0, "1", 10**9],
    "a decimal with a tiny exponent": ["decimal", 0, "1", -(10**9)],
    "a decimal of too many digits": ["decimal", 0, "1" * 10_000, 0],
    "a decimal of other digits": ["decimal", 0, "١", 0],
    "a decimal that raises": ["decimal", 0, "", "N"],
    "a decimal with another sign": ["decimal", 2, "1", 0],
    "a day that is none": ["date", 2021, 2, 29],
    "a date of floats": ["date", 2021.0, 2, 2],
    "a moment of bytes": ["datetime", None, 0, b"\x07\xe4\x01\x01\x00\x00\x00\x00\x00\x00"],
    "a zone of another type": ["datetime", "UTC", 0, 2020, 1, 1, 0, 0, 0, 0],
    "an offset of years": ["timezone", ["timedelta", 999, 0, 0]],
    "a zone outside": ["zone", "../../../etc/passwd"],
    "a zone that is a folder": ["zone", "America"],
    "a zone that is absolute": ["zone", "/etc/passwd"],
    "a difference of centuries of centuries": ["timedelta", 10**12, 0, 0],
    "a named tuple with code for names": ["named", ["L", "x=print(1)"], 1],
    "a named tuple with a keyword": ["named", ["L", "class"], 1],
    "a named tuple with a private name": ["named", ["L", "__eq__"], 1],
    "a named tuple with two names that Python takes for one": ["named", ["L", "a", "ª"], 1, 2],
    "a named tuple with too many names": ["named", ["L", "a", "b"], 1],
    "a named tuple with one name twice": ["named", ["L", "a", "a"], 1, 2],
    "a dtype of code": ["dtype", "f8,O"],
    "a dtype of another kind": ["dtype", "|V8"],
    "a dtype without end": ["dtype", "<U99999999999"],
    "text of objects": ["text", "O", ["L"]],
    "text of a list": ["text", "U", ["L", 1]],
    "objects of another shape": ["objects", ["L", 3], ["L", 1, 2]],
    "objects of a negative shape": ["objects", ["L", -1, -2], ["L", 1, 2]],
    "objects of a huge empty shape": ["objects", ["L", 2**40, 0], ["L"]],
    "too many objects of nothing": ["objects", ["L", 2**26, 2**26, 2**26, 0], ["L"]],
    "objects inside themselves": ["objects", ["L", 1], ["L", ["R", 1]]],
    "a frame without labels": ["frame", None, None, ["L"]],
    "a series of nothing": ["series"],
    "an index of another kind": ["index", ["L", None], "labels", ["L", "sparse", ["L"]], None],
    "an index with a frequency of numbers": ["index", ["L", None], "range", ["range", 0, 3, 1], 5],
    "an index with too many names": ["index", ["L", None, None], "range", ["range", 0, 3, 1]],
    "an index with a name that is a list": ["index", ["L", ["L"]], "range", ["range", 0, 3, 1]],
    "a column of lies": ["index", ["L", None], "labels", ["L", "Int64", ["L", "a"]], None],
    "views of pairs that are none": ["items", ["T", 1]],
    "too many keys": ["keys", *range(MAX_HASHED + 1)],
    "keys that cannot be hashed": ["keys", ["L"]],
    "an array of text": ["array", "u", ZERO[0]],
    "an array of a list": ["array", "l", ["L", 1]],
    "a period of text": ["period", "1", "M"],
    "a period without a frequency": ["period", 1, "Monday"],
    "a period without end": ["period", ["I", hex(2**70)], "M"],
    "an interval of text": ["interval", "a", "b", "left"],
    "an interval that is open somewhere": ["interval", 0, 1, "up"],
    "a moment of numbers": ["timestamp", 5, False],
    "another thing that is missing": ["missing", "DataFrame"],
    "a deep set": [["frozenset", None]],
}
FRAMES = {
    **{name: frame(["value", [], [item]]) for name, item in HOSTILE.items()},
    "a moment that pandas breaks on": (
        frame(["value", [], [["timestamp", ["moment", "M", "generic", ZERO[0]], True]]], ZERO[1])
    ),
    "a character that is none": frame(["value", [], [["text", "U", LETTER]]], HUGE),
    "text of the wrong numbers": frame(["value", [], [["text", "S", LETTER]]], HUGE),
    "a unit that is none": frame(["value", [], [["dates", "M", "ages", numbers(1)[0]]]], numbers(1)[1]),
    "a unit with a factor": frame(["value", [], [["dates", "M", "25s", numbers(1)[0]]]], numbers(1)[1]),
    "a column index beyond the matrix": csr(2, 2, [1], [2], [0, 1, 1]),
    "a column index before the matrix": csr(2, 2, [1], [-1], [0, 1, 1]),
    "rows that end beyond the data": csr(2, 2, [1], [0], [0, 1, 9]),
    "rows that go back": csr(2, 2, [1], [0], [0, 5, 1]),
    "rows that overlap": csr(2, 2, [1, 2], [0, 1], [1, 0, 2]),
    "rows that are too few": csr(2, 2, [1], [0], [0, 1]),
    "no rows": csr(0, 2, [], [], []),
    "a matrix without end": csr(2, 1 << 40, [1], [0], [0, 1, 1]),
    "diagonals without end": diagonals(9, 1 << 20),
    "ranges that double": frame(["value", [], [["L", *[["range", 0, 1 << 22, 1]] * 1000]]]),
    "objects that double": frame(
        [
            "value",
            [],
            [["L", 1], *[["objects", ["L", 2], ["L", ["R", 3 * n], ["R", 3 * n]]] for n in range(40)]],
        ]
    ),
    "a key that cannot be hashed": frame(["value", [], [["D", ["moment", "m", "generic", ZERO[0]], 1]]], ZERO[1]),
    "a depth of sets": frame(["value", [], [reduce(lambda x, _: ["frozenset", x], range(50), 1)]]),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_hostile_value_is_refused(name: str) -> None:
    with pytest.raises(WireError):
        receive(FRAMES[name])


def test_named_tuples_of_endless_forms_are_refused() -> None:
    forms = [["named", ["L", f"a{n}"], 1] for n in range(2000)]
    with pytest.raises(WireError):
        receive(frame(["value", [], forms]))


nonsense = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from(["U", "M", "ns", "labels", "range", "levels", "category", "Int64", "csr_matrix", "UTC", "F", "D"])
    | st.sampled_from([(tag, n) for tag in VALUES for n in range(len(VALUES[tag]))]).map(
        lambda at: VALUES[at[0]][at[1]]
    )
    | st.sampled_from([np.arange(n).astype(code) for n in (0, 1, 3) for code in ("i4", "i8", "u1", "u4", "f8", "?")]),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)


def parts_of(kind: Kind, chance: random.Random, replacement: Any) -> list[Any]:
    """Return the parts of one of the kind's examples, with something else in the place of one."""
    parts = list(kind.parts(chance.choice(VALUES[kind.tag])) or ())
    if parts:
        parts[chance.randrange(len(parts))] = replacement
    return parts


def sent(tag: str, parts: list[Any]) -> bytes:
    """Return a frame with a value of these parts, which may be any."""
    wire = Wire(UNUSED)
    structure = [tag, *[wire._dump(part, 0) for part in parts]]
    return frame(["value", [], [structure]], b"".join(wire._buffers))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(list(kinds.KINDS)), st.lists(nonsense, max_size=5), nonsense, st.randoms(), st.booleans())
def test_no_parts_do_more_than_being_refused(
    tag: str, parts: list[Any], replacement: Any, chance: random.Random, nearly: bool
) -> None:
    if nearly:
        parts = parts_of(kinds.KINDS[tag], chance, replacement)
    try:
        data = sent(tag, parts)
    except Unsendable:
        return
    with suppress(WireError, Closed):
        (value,) = receive(data)[1]
        again = echo(value)
        assert type(again) is type(value)
        assert len(repr(value)) <= 50 * len(data) + 10_000


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(kinds.KINDS)), st.integers(0, 10**6), st.binary(min_size=1, max_size=4), st.randoms())
def test_no_bytes_in_the_place_of_others_do_more_than_being_refused(
    tag: str, place: int, other: bytes, chance: random.Random
) -> None:
    data = sent(tag, list(kinds.KINDS[tag].parts(chance.choice(VALUES[tag])) or ()))
    head, body = data[:12], bytearray(data[12:])
    place %= len(body)
    body[place : place + len(other)] = other[: len(body) - place]
    with suppress(WireError, Closed):
        echo(receive(head + bytes(body))[1])


def work(values: list[Any], buffers: bytes = b"") -> int:
    """Return how many values the examiner looks at to decode and to count a frame."""
    looked = 0

    class Counting(Wire):
        def _load(self, item: Any, depth: int) -> Any:
            nonlocal looked
            looked += 1
            return super()._load(item, depth)

        def _count(self, value: Any, depth: int) -> None:
            nonlocal looked
            looked += 1
            super()._count(value, depth)

    with suppress(WireError):
        receive(frame(["value", [], values], buffers), Counting)
    return looked


GROWING = {
    "sets": lambda n: [["set", *range(n)]],
    "sets of numbers with one hash": lambda n: [["set", *[["I", hex(sys.hash_info.modulus * k)] for k in range(n)]]],
    "fractions": lambda n: [["fraction", k, 7] for k in range(n)],
    "objects": lambda n: [["objects", ["L", n], ["L", *range(n)]]],
    "sets in sets": lambda n: [["set", *[["frozenset", k] for k in range(n)]]],
}


@pytest.mark.parametrize("name", GROWING)
def test_the_work_grows_with_the_frame(name: str) -> None:
    small, large = (work(GROWING[name](n)) for n in (500, 1_000))
    assert small > 500
    assert large <= 2 * small


def test_the_work_for_what_doubles_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chainrule.grading.sealed.inside.wire._MAX_BUFFERS", 1 << 20)

    def doubling(n: int) -> list[Any]:
        return [["L", 1], *[["objects", ["L", 2], ["L", ["R", 3 * k], ["R", 3 * k]]] for k in range(n)]]

    assert work(doubling(30)) < work(doubling(20)) + 100, "ten more doublings are loaded, and not looked at"


# ---- libraries that nobody asked for -------------------------------------------------------------------------------

LOADED = """
import sys
from chainrule import check, kinds
from chainrule.check import CheckFailed
from chainrule.kinds.copies import copies
from chainrule.kinds import basic
for value in ({1}, object(), (1, 2), "a"):
    kinds.kind_of(value)
sys.exit(", ".join(name for name in ("pandas", "scipy") if name in sys.modules))
"""


def test_no_library_is_loaded_before_a_value_needs_it() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=False)
    assert not done.stderr.strip()


#: Labels that do not cross by value.
LABELS = {
    "a time zone without a name": pd.date_range("2024", periods=3, tz=timezone(timedelta(hours=1))),
}


@pytest.mark.parametrize("name", LABELS)
def test_nor_does_a_table_with_labels_that_do_not_cross(name: str) -> None:
    """Its parts would arrive without them, which only an attack sends."""
    labels = LABELS[name]
    of_two = pd.MultiIndex.from_arrays([labels, range(3)])
    tables = pd.Series(range(3), index=labels), pd.DataFrame([[1, 2, 3]], columns=labels), pd.Series(labels)
    for value in (*tables, tables[2].astype("category"), pd.Series(range(3), index=of_two)):
        kind = kinds.kind_of(value)
        assert kind is not None
        assert kind.parts(value) is None


@pytest.mark.parametrize("frequency", ["SMS", "86401s", "WOM-3FRI"])
def test_a_frequency_without_a_short_name_is_left_out(frequency: str) -> None:
    labels = pd.date_range("2024", periods=3, freq=frequency)
    kind = kinds.kind_of(labels)
    assert kind is not None
    index = kind.built(kind.parts(labels) or ())
    assert index.equals(labels)
    assert index.freq is None
