"""The wire: plain data, copies that keep identity, and a peer that is not trusted."""

import math
import socket
import struct
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from chainrule.grading.sealed.inside.wire import Closed, Unsendable, Wire, WireError


@contextmanager
def pair(handler: Callable[[str, list[Any]], tuple[str, list[Any]]]) -> Iterator[Wire]:
    """Yield the examiner's end of a wire; `handler` answers at the other end."""
    ours, theirs = socket.socketpair()
    far = Wire(theirs, trusting=True)
    far.handler = handler
    far.complain = lambda error: ("error", [str(error)])

    def serve() -> None:
        try:
            while True:
                far.serve()
        except Closed:
            pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield Wire(ours)
    finally:
        ours.close()
        thread.join()
        theirs.close()


def echo(value: Any) -> Any:
    """Send a value there, and back in another exchange: within one it would come back itself."""
    kept: list[Any] = []

    def keep(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        if op == "keep":
            kept.extend(values)
        return "value", kept if op == "give" else []

    with pair(keep) as wire:
        wire.ask("keep", value)
        return wire.ask("give")[1][0]


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -(2**63),
        2**63,
        -(2**200),
        1.5,
        -0.0,
        math.inf,
        "añ\ud800",
        b"\x00\xff",
        b"many" * 10**6,
        1j,
        (),
        (1, (2,)),
        "",
    ],
)
def test_scalars_keep_value_and_type(value: Any) -> None:
    back = echo(value)
    assert back == value
    assert type(back) is type(value)
    assert math.copysign(1, back) == math.copysign(1, value) if isinstance(value, float) else True


@pytest.mark.parametrize("code", ["?", "i1", "u8", "i4", "f2", "f4", "f8", "g", "c8", "c16", ">f8", ">i4"])
def test_arrays_and_numpy_scalars_keep_dtype_and_shape(code: str) -> None:
    array = np.arange(6).astype(code).reshape(2, 1, 3)
    back = echo(array)
    assert back.dtype == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(back, array)
    assert type(echo(array[0, 0, 1])) is type(array[0, 0, 1])
    assert echo(array[:0]).shape == (0, 1, 3)
    assert echo(array.T[::2]).tolist() == array.T[::2].tolist()
    assert back.flags.writeable
    assert back.flags.owndata


def test_arrays_keep_their_order_in_memory() -> None:
    """An answer that takes `ravel()` for a view fails for a transposed array, and must meet one as such."""
    array = np.arange(6.0).reshape(2, 3)
    assert echo(array).flags.c_contiguous
    back = echo(array.T)
    assert back.flags.f_contiguous
    assert not back.flags.c_contiguous
    np.testing.assert_array_equal(back, array.T)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(), inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(plain)
def test_nested_data_comes_back_equal(value: Any) -> None:
    assert echo(value) == value


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(arrays.scalar_dtypes().filter(lambda d: d.kind in "biufc"), arrays.array_shapes(min_dims=0)))
def test_any_array_comes_back_bit_for_bit(array: Any) -> None:
    assert echo(array).tobytes() == array.astype(array.dtype.newbyteorder("=")).tobytes()


Named = namedtuple("Named", "field")


class Liar(float):
    def __float__(self) -> float:
        return 99.0


class LiarArray(np.ndarray[Any, Any]):
    def tobytes(self, order: Any = None) -> bytes:
        return b""


class LiarList(list[int]):
    def __iter__(self) -> Iterator[int]:
        return iter([99])


@pytest.mark.parametrize(
    ("value", "base"),
    [
        (Liar(1.5), 1.5),
        (LiarList([1]), [1]),
        (type("S", (str,), {})("a"), "a"),
        (type("I", (int,), {})(3), 3),
        (type("D", (dict,), {})(a=1), {"a": 1}),
        (bytearray(b"a"), b"a"),
    ],
)
def test_a_subclass_is_reduced_to_exactly_its_base(value: Any, base: Any) -> None:
    back = echo(value)
    assert back == base
    assert type(back) is type(base)


def test_an_array_subclass_is_reduced_to_an_array() -> None:
    back = echo(np.ones(3).view(LiarArray))
    assert type(back) is np.ndarray
    assert back.tolist() == [1, 1, 1]


# ---- one exchange --------------------------------------------------------------------------------------------------


def test_changes_of_arguments_are_seen_by_a_caller_who_asks_for_it() -> None:
    def change(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        array, items, names = values
        array *= 2
        items.append(array)
        names["new"] = items
        return "value", [None]

    array, items, names = np.ones(3), [1], {"old": 0}
    with pair(change) as wire:
        wire.ask("change", array, items, names)
        assert (array.tolist(), items, names) == ([1, 1, 1], [1], {"old": 0})
        wire.ask("change", array, items, names, in_place=True)
    assert array.tolist() == [2, 2, 2]
    assert items[1] is array
    assert names["new"] is items


def test_a_view_that_is_changed_changes_its_base() -> None:
    def change(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        values[0][...] = 5
        return "value", [values[0]]

    base = np.zeros((2, 3))
    with pair(change) as wire:
        view = base.T[1]
        assert wire.ask("change", view, in_place=True)[1][0] is view
    assert base.tolist() == [[0, 5, 0], [0, 5, 0]]


def test_a_callback_may_return_the_very_array_it_was_given() -> None:
    ours, theirs = socket.socketpair()
    far, near = Wire(theirs, trusting=True), Wire(ours)

    def descend(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        x = values[0] + 0
        gradient = far.ask("callback", x)[1][0]
        assert gradient is x, "aliasing as in one process"
        x -= gradient
        return "value", [x]

    far.handler = descend
    near.handler = lambda op, values: ("value", [values[0]])
    thread = threading.Thread(target=far.serve)
    thread.start()
    assert near.ask("descend", np.ones(2))[1][0].tolist() == [0, 0]
    thread.join()
    assert not near._shared
    assert not far._shared
    ours.close()
    theirs.close()


def test_nothing_that_a_callback_hands_out_can_be_changed() -> None:
    """Neither its result, nor what it was given before, also where the caller asks for changes."""
    ours, theirs = socket.socketpair()
    far, near = Wire(theirs, trusting=True), Wire(ours)
    constant, seen, kept = np.ones(2), [], []

    def spoil(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        x = np.zeros(2)
        answer = far.ask("callback", x)[1][0]
        answer[0][...] = 5
        x[...] = 7
        far.ask("callback", x)
        values[0][0][...] = 9
        return "value", [answer[0], values[0]]

    def callback(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        seen.append(values[0].tolist())
        kept.append(values[0])
        return "value", [[constant]]

    far.handler, near.handler = spoil, callback
    for in_place, expected in ((False, [1, 1]), (True, [9, 9])):
        inside = np.ones(2)
        thread = threading.Thread(target=far.serve)
        thread.start()
        answer, given = near.ask("spoil", [inside], in_place=in_place)[1]
        thread.join()
        assert inside.tolist() == expected
        assert constant.tolist() == [1, 1]
        assert answer.tolist() == [5, 5]
        assert given[0].tolist() == [9, 9]
        assert seen[-2:] == [[0, 0], [7, 7]]
        assert kept[-2].tolist() == [0, 0]
    ours.close()
    theirs.close()


def test_a_callback_may_change_what_it_is_given() -> None:
    ours, theirs = socket.socketpair()
    far, near = Wire(theirs, trusting=True), Wire(ours)

    def call(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        x = np.zeros(2)
        far.ask("callback", x, values[0])
        return "value", [x]

    def change(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        values[0] += 1
        assert values[1] is outer
        return "value", [None]

    outer = np.ones(1)
    far.handler, near.handler = call, change
    thread = threading.Thread(target=far.serve)
    thread.start()
    assert near.ask("call", outer)[1][0].tolist() == [1, 1]
    thread.join()
    ours.close()
    theirs.close()


def test_a_callback_that_is_to_change_nothing_of_ours_gets_copies() -> None:
    """The peer sees what becomes of them, as within one process; whoever holds one of them holds its copy."""
    ours, theirs = socket.socketpair()
    far, near = Wire(theirs, trusting=True), Wire(ours)
    seen: list[Any] = []

    def call(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        array, holder, _ = values
        far.ask("callback", array, [Named(array)], holder)
        assert array.tolist() == [9, 9]
        far.ask("callback", array, [Named(array)], holder)
        return "value", values

    def change(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        array, [named], holder = near.not_ours(values)
        assert (named.field is array, holder["a"][0] is array) == (True, True)
        array[:] = 9
        seen.append(array)
        return "value", [None]

    far.handler, near.handler = call, change
    for in_place in (False, True):
        array, other = np.ones(2), [1]
        holder = {"a": (array, other)}
        thread = threading.Thread(target=far.serve)
        thread.start()
        back = near.ask("call", array, holder, other, in_place=in_place)[1]
        thread.join()
        assert seen[-2] is seen[-1] is back[0] is back[1]["a"][0]
        assert (back[0] is array, back[1] is holder) == (in_place, in_place)
        assert array.tolist() == ([9, 9] if in_place else [1, 1])
        assert holder["a"] == (array, other)
    ours.close()
    theirs.close()


def test_the_same_array_twice_is_one_array() -> None:
    def same(op: str, values: list[Any]) -> tuple[str, list[Any]]:
        return "value", [values[0] is values[1]]

    array = np.ones(2)
    with pair(same) as wire:
        assert wire.ask("same", array, array)[1] == [True]
        assert wire.ask("same", array, array.copy())[1] == [False]


def test_an_exchange_survives_a_value_that_cannot_be_sent() -> None:
    with pair(lambda op, values: ("value", [object() if op == "bad" else values[0]])) as wire:
        assert wire.ask("bad")[0] == "error"
        with pytest.raises(Unsendable):
            wire.ask("echo", object())
        assert wire.ask("echo", [1]) == ("value", [[1]])


@pytest.mark.parametrize("value", [object(), iter(()), np.array([object()]), {object()}, np.array([(1, 2)], "i4,f8")])
def test_what_is_not_plain_data_cannot_be_sent(value: Any) -> None:
    with pair(lambda op, values: ("value", [])) as wire, pytest.raises(Unsendable):
        wire.ask("echo", value)


# ---- a peer that is not trusted ------------------------------------------------------------------------------------


def receive(data: bytes, kind: type[Wire] = Wire) -> Any:
    ours, theirs = socket.socketpair()
    theirs.settimeout(5)
    wire = kind(ours)
    thread = threading.Thread(target=lambda: (theirs.sendall(data), theirs.shutdown(socket.SHUT_WR)))
    thread.start()
    try:
        return wire.hear()
    finally:
        ours.close()
        thread.join()
        theirs.close()


def frame(body: Any, buffers: bytes = b"") -> bytes:
    structure = body if isinstance(body, bytes) else msgpack.packb(body)
    return struct.pack(">IQ", len(structure), len(buffers)) + structure + buffers


HOSTILE = {
    "not msgpack": frame(b"\xc1"),
    "no list": frame(1),
    "a map": frame({"op": 1}),
    "an extension": frame(["value", [], [msgpack.ExtType(5, b"x")]]),
    "a request": frame(["call", [], []]),
    "an unknown tag": frame(["value", [], [["X", 1]]]),
    "an empty list": frame(["value", [], [[]]]),
    "a list without tag": frame(["value", [], [[1]]]),
    "an unknown reference": frame(["value", [], [["R", 0]]]),
    "a negative reference": frame(["value", [], [["L"], ["R", -1]]]),
    "a reference that is no number": frame(["value", [], [["L"], ["R", True]]]),
    "a list inside itself": frame(["value", [], [["L", ["R", 0]]]]),
    "a change of nothing": frame(["value", [[0, ["L"]]], []]),
    "an object dtype": frame(["value", [], [["A", "|O", [1]]]], b"12345678"),
    "a string dtype": frame(["value", [], [["A", "<U2", [1]]]], b"12345678"),
    "bytes that are not there": frame(["value", [], [["B", 9]]], b"12345678"),
    "fewer than no bytes": frame(["value", [], [["B", -8]]]),
    "too few bytes": frame(["value", [], [["A", "<f8", [2]]]], b"12345678"),
    "too many bytes": frame(["value", [], [["A", "<f8", [1]]]], b"1234567812345678"),
    "a negative shape": frame(["value", [], [["A", "<f8", [-1, -1]]]], b"12345678"),
    "a shape that overflows": frame(["value", [], [["A", "<f8", [2**32, 2**32]]]]),
    "a huge empty shape of sensible sizes": frame(["value", [], [["A", "<f8", [2**26, 2**26, 2**26, 0]]]]),
    "a huge empty shape": frame(["value", [], [["A", "<f8", [2**40, 0]]]]),
    "an unknown order": frame(["value", [], [["A", "<f8", [1], "K"]]], b"12345678"),
    "too many dimensions": frame(["value", [], [["A", "<f8", [1] * 65]]], b"12345678"),
    "a scalar of another size": frame(["value", [], [["S", "<f8", b"1"]]]),
    "an unhashable key": frame(["value", [], [["D", ["L"], 1]]]),
    "a key without value": frame(["value", [], [["D", 1]]]),
    "an integer of letters": frame(["value", [], [["I", "zz"]]]),
    "an endless integer": frame(["value", [], [["I", "f" * 10**6]]]),
    "a deep structure": frame(b"\x93\xa5value\x90\x91" + b"\x92\xa1L" * 2000 + b"\xc0"),
    "deeper than msgpack goes": frame(b"\x91" * 10**5),
    "a large structure": struct.pack(">IQ", 2**31, 0),
    "large arrays": struct.pack(">IQ", 1, 2**50),
    "a tree that doubles": frame(["value", [], [["L", 1], *[["L", ["R", n], ["R", n]] for n in range(40)]]]),
    "dicts that double": frame(["value", [], [["L", 1], *[["D", 1, ["R", n], 2, ["R", n]] for n in range(40)]]]),
    "a large dict": frame(["value", [], [["D", *[n for k in range(20_000) for n in (k, 0)]]]]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_frame_is_refused(name: str) -> None:
    with pytest.raises((WireError, Closed)):
        receive(HOSTILE[name])


@pytest.mark.parametrize("length", [0, 1, 11, 12, 20])
def test_a_truncated_frame_is_a_closed_wire(length: int) -> None:
    with pytest.raises(Closed):
        receive(frame(["value", [], ["a value of some length"]])[:length])


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=64))
def test_no_bytes_do_more_than_being_refused(structure: bytes, buffers: bytes) -> None:
    with suppress(WireError, Closed):
        receive(frame(structure, buffers))


nonsense = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats()
    | st.binary(max_size=9)
    | st.sampled_from(["L", "D", "A", "B", "R", "T", "S", "C", "I", "F", "H", "<f8", "value"]),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=30,
)


@settings(max_examples=300, deadline=None)
@given(nonsense, st.lists(nonsense, max_size=4), st.binary(max_size=64))
def test_no_structure_does_more_than_being_refused(changes: Any, values: list[Any], buffers: bytes) -> None:
    with suppress(WireError, Closed):
        receive(frame(["value", changes, values], buffers))
