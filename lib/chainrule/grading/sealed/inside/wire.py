"""The wire between the examiner and a student's process: plain data in length-prefixed frames.

Both sides use this file, so of the package it imports only the types of data (`kinds`). It is written for a hostile
peer: what arrives is checked before it is used, decoding never runs code of the peer, and the result is built of exact
base types only.

A frame is a header (two lengths), a *structure* in msgpack and the raw bytes of the arrays::

    structure = [op, changes, values]

Scalars and strings stand for themselves; all else is a list with a tag:

=======  ==========================================  =======  ====================================
``"L"``  list: items                                 ``"I"``  an integer beyond 64 bits: hex digits
``"T"``  tuple: items                                ``"C"``  complex: real, imaginary
``"D"``  dict: key, value, key, value …              ``"S"``  NumPy scalar: dtype, bytes
``"A"``  array: dtype, shape (bytes come separately) ``"R"``  a list, dict or array sent before
``"B"``  many bytes: how many (they come separately)
=======  ==========================================  =======  ====================================

The bytes of an array are in C order; a last item ``"F"`` says that it has Fortran order in memory, as a transpose has,
and that its copy must have it, too: an answer that takes every `ravel()` for a view must meet arrays that it fails for.

Other types (sets, dates, text in arrays, tables: see `kinds`) are lists of a longer tag and their parts, which are
values again. The two sides add tags of their own (handles, callbacks). Lists, dicts, arrays and whatever else can be
changed keep their identity within one *exchange* (a request, the requests nested in it, and its reply): each gets the
next number, the same on both sides, and is sent as a reference from then on. `changes` lists the numbered objects whose
content changed since it was last sent. The student's side trusts the examiner and changes its own objects accordingly,
as within one process. The examiner's side does not: from then on the number stands for a new object, and references to
the old one stay as they were. Only what a request itself hands over is changed, and only if it asks for that
(`in_place`). Nor are the examiner's own objects lent to the functions that the student's side calls back: where a
callback names one, its number stands for a copy from then on (`not_ours`).
"""

import math
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import msgpack
import numpy as np

from chainrule.kinds import KINDS, kind_of
from chainrule.kinds.arrays import is_of_numbers
from chainrule.kinds.copies import copies
from chainrule.kinds.plain import (
    DTYPES,
    MAX_BITS,
    MAX_DEPTH,
    Kind,
    Unsendable,
    WireError,
    are_few_to_hash,
    is_possible,
    refusing,
)

__all__ = ["MAX_OUTPUTS", "MAX_PICTURES", "MAX_WARNINGS", "REPLIES", "Closed", "Unsendable", "Wire", "WireError"]

_HEADER = struct.Struct(">IQ")
_INT64 = range(-(2**63), 2**63)
_MAX_STRUCTURE = 16 << 20
_MAX_BUFFERS = 64 << 20
_FEW_BYTES = 1024
_NODE_COST = 16
_TOO_DEEP = "a value holds itself, or is nested too deeply"
_KIND_COST = 600

REPLIES = frozenset({"value", "attended", "missing", "error", "raised", "ran", "forked", "hello"})
"""Every other op is a request."""

MAX_OUTPUTS = 200
"""How many outputs of a cell are kept."""

MAX_PICTURES = 16 << 20
"""How many bytes of a cell's pictures are kept."""

MAX_WARNINGS = 20
"""How many warnings of a call are reported."""


class Closed(Exception):
    """The peer is gone."""


class _Shared:
    """A list, dict, array or the like that both sides hold a copy of, and its content when it was last sent.

    It is ours if it was there before this side sent it, and was not made of what the peer sent.
    """

    __slots__ = ("is_ours", "snapshot", "value")

    def __init__(self, value: Any, snapshot: Any, is_ours: bool) -> None:
        self.value = value
        self.snapshot = snapshot
        self.is_ours = is_ours


def _snapshot(value: Any) -> Any:
    if is_of_numbers(value):
        return np.asarray(value, dtype=value.dtype.newbyteorder("=")).tobytes()
    kind = kind_of(value)
    if kind is not None and kind.state is not None:
        return kind.state(value)
    if isinstance(value, dict):
        return [item for pair in dict.items(value) for item in pair]
    return list(list.__iter__(value))


def _same(before: Any, now: Any) -> bool:
    if isinstance(before, bytes):
        return bool(before == now)
    if len(before) != len(now):
        return False
    return all(a is b or (type(a) is type(b) is bytes and a == b) for a, b in zip(before, now, strict=True))


class Wire:
    """One end of a conversation.

    Parameters
    ----------
    sock : socket.socket
        A connected stream socket.
    wait : callable, optional
        Called with ``"read"`` or ``"write"`` when the socket would block; it returns when it is ready or raises.
        Without it, the socket blocks.
    trusting : bool
        Whether the peer may send frames of any size. The student's side trusts the examiner, never the reverse.

    Attributes
    ----------
    handler : callable
        Answers a request: takes ``(op, values)``, returns ``(op, values)`` of the reply.
    complain : callable
        Takes the `Unsendable` that a reply's values raised, and returns the reply to send instead.
    dump : callable
        Turns a value that is not plain data into a tagged list, or raises `Unsendable`.
    load : callable
        Turns a list with one of that side's own tags into a value, or raises `WireError`.
    received : list of int
        File descriptors that came with the last frame (only with `descriptors`).
    """

    def __init__(
        self,
        sock: socket.socket,
        *,
        wait: Callable[[str], None] | None = None,
        trusting: bool = False,
        descriptors: bool = False,
    ) -> None:
        self.handler: Callable[[str, list[Any]], tuple[str, list[Any]]] = _refuse_request
        self.complain: Callable[[Unsendable], tuple[str, list[Any]]] = lambda error: ("missing", [])
        self.dump: Callable[[Any], list[Any]] = _refuse_value
        self.load: Callable[[list[Any]], Any] = _refuse_tag
        self.received: list[int] = []
        self._sock = sock
        self._wait = wait
        self._trusting = trusting
        self._descriptors = descriptors
        self._shared: list[_Shared] = []
        self._numbers: dict[int, int] = {}
        self._changeable: frozenset[int] = frozenset()
        self._marks: list[int] = []
        self._decoding = False
        self._buffers: list[bytes] = []
        self._incoming = memoryview(b"")
        self._offset = 0
        self._budget = 0
        self._is_plain = True  # whether what is sent is what arrives, item by item
        if wait is not None:
            sock.setblocking(False)

    # Conversations

    def ask(
        self, op: str, *values: Any, descriptor: int | None = None, in_place: bool = False
    ) -> tuple[str, list[Any]]:
        """Send a request, serve the requests that the peer makes meanwhile, and return its reply.

        Parameters
        ----------
        op : str
            What is asked.
        *values : plain data
            What is handed over with it.
        descriptor : int, optional
            A file descriptor to send along.
        in_place : bool
            Whether lists, dicts and arrays among the values become what the peer makes of them.
        """
        if self._decoding:
            raise WireError("a value asks for something while it is decoded")
        with self._exchange():
            self._send(op, list(values), descriptor)
            if in_place:
                self._changeable |= {n for n in self._numbers_in(values) if _can_change(self._shared[n].value)}
            while True:
                op, answer = self._receive()
                if op in REPLIES:
                    return op, answer
                self._serve(op, answer)

    def tell(self, op: str, *values: Any) -> None:
        """Send a message that is neither a request nor a reply, such as a greeting."""
        with self._exchange():
            self._send(op, list(values))

    def hear(self) -> tuple[str, list[Any]]:
        """Receive a message that is neither a request nor a reply."""
        with self._exchange():
            op, values = self._receive()
        if op not in REPLIES:
            raise WireError("a request that cannot be made here")
        return op, values

    def serve(self) -> None:
        """Serve one request of the peer."""
        op, values = self._receive()
        if op in REPLIES:
            raise WireError("a reply that nothing asked for")
        self._serve(op, values)

    def not_ours(self, values: list[Any]) -> list[Any]:
        """Return the values of a request that is served with copies in place of this side's own objects.

        Numbers stand for the copies from then on: the peer's copies are changed as these are. What may be changed
        (`in_place`) stays what it is.
        """
        found = self._numbers_in(values) - self._changeable
        named = [(number, self._shared[number].value) for number in found if self._shared[number].is_ours]
        replaced: dict[int, tuple[Any, Any]] = {}
        for (number, _), copied in zip(named, copies([value for _, value in named], objects=False), strict=True):
            self._replace(number, copied, replaced)
        self._replace_holders(replaced)
        return cast(list[Any], _with(values, replaced))

    def _serve(self, op: str, values: list[Any]) -> None:
        # `_receive` opened the exchange, because numbering starts with the request's own values.
        mark = self._marks.pop()
        try:
            reply, answer = self.handler(op, values)
            try:
                self._send(reply, answer)
            except Unsendable as error:
                reply, answer = self.complain(error)
                try:
                    self._send(reply, answer)
                except Unsendable:  # because of what was changed: the peer keeps that as it was
                    for shared in self._shared:
                        shared.snapshot = _snapshot(shared.value)
                    self._send(reply, answer)
        finally:
            self._forget(mark)

    @contextmanager
    def _exchange(self) -> Iterator[None]:
        mark, changeable = len(self._shared), self._changeable
        try:
            yield
        finally:
            self._forget(mark)
            self._changeable = changeable

    def _forget(self, mark: int) -> None:
        for shared in self._shared[mark:]:
            self._numbers.pop(id(shared.value), None)
        del self._shared[mark:]

    # Frames

    def _send(self, op: str, values: list[Any], descriptor: int | None = None) -> None:
        mark = len(self._shared)
        before = [shared.snapshot for shared in self._shared]
        self._buffers, self._is_plain = [], True
        try:
            changed = []
            for number, shared in enumerate(self._shared):
                now = _snapshot(shared.value)
                if is_of_numbers(shared.value) and len(shared.snapshot) != len(now):
                    raise Unsendable("an array that it was handed was resized in place: its caller still needs it")
                if not _same(shared.snapshot, now):
                    shared.snapshot = now
                    changed.append(number)
            changes = [[n, self._dump_content(self._shared[n].value, self._shared[n].snapshot, 0)] for n in changed]
            structure = msgpack.packb(
                [op, changes, [self._dump(value, 0) for value in values]], unicode_errors="surrogatepass"
            )
            self._check_that_peer_takes(structure, [*(self._shared[n].value for n in changed), *values])
        except Exception as error:
            self._forget(mark)
            for shared, snapshot in zip(self._shared, before, strict=True):
                shared.snapshot = snapshot
            if isinstance(error, Unsendable):
                raise
            raise Unsendable("an object raised an exception when it was read") from error
        size = sum(map(len, self._buffers))
        self._write(b"".join([_HEADER.pack(len(structure), size), structure, *self._buffers]), descriptor)
        self._buffers = []

    def _check_that_peer_takes(self, structure: bytes, values: list[Any]) -> None:
        """Refuse what the examiner would refuse to read: it is to be no more than an error of who made it."""
        if not self._trusting:  # the examiner may send anything, what it receives is limited
            is_taken = len(structure) < 2**32
        else:
            is_taken = len(structure) <= _MAX_STRUCTURE and sum(map(len, self._buffers)) <= _MAX_BUFFERS
            if is_taken and not (self._is_plain and len(structure) * _NODE_COST <= _MAX_BUFFERS):
                try:
                    self._count_all(values)
                except WireError as error:
                    raise Unsendable(f"{error} to be handed over") from error
        if not is_taken:
            raise Unsendable("a value is too large to be handed over")

    def _write(self, frame: bytes, descriptor: int | None) -> None:
        view = memoryview(frame)
        if descriptor is not None:
            socket.send_fds(self._sock, [view[:1]], [descriptor])
            view = view[1:]
        try:
            if self._wait is None:
                self._sock.sendall(view)
                return
            while view:
                try:
                    view = view[self._sock.send(view) :]
                except BlockingIOError:
                    self._wait("write")
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Closed from error

    def _read(self, size: int, *, first: bool = False) -> bytearray:
        data = bytearray(size)
        view, got = memoryview(data), 0
        while got < size:
            try:
                if first and self._descriptors:
                    some, self.received, _, _ = socket.recv_fds(self._sock, size - got, 1)
                    view[got : got + len(some)] = some
                    count, first = len(some), False
                else:
                    count = self._sock.recv_into(view[got:])
            except BlockingIOError:
                assert self._wait is not None
                self._wait("read")
                continue
            except ConnectionResetError as error:
                raise Closed from error
            if not count:
                raise Closed
            got += count
        return data

    def _receive(self) -> tuple[str, list[Any]]:
        length, size = _HEADER.unpack(self._read(_HEADER.size, first=True))
        if not self._trusting and (length > _MAX_STRUCTURE or size > _MAX_BUFFERS):
            raise WireError("a frame is too large")
        structure = self._read(length)
        self._incoming, self._offset = memoryview(self._read(size)), 0
        self._decoding = True
        try:
            return self._decoded(structure, size)
        finally:
            self._decoding = False

    def _decoded(self, structure: bytearray, size: int) -> tuple[str, list[Any]]:
        try:
            frame = msgpack.unpackb(structure, unicode_errors="surrogatepass", max_map_len=0, max_ext_len=0)
        except (ValueError, msgpack.UnpackException) as error:
            raise WireError("a frame is not msgpack") from error
        match frame:
            case [str(op), list(changes), list(values)]:
                pass
            case _:
                raise WireError("a frame is malformed")
        mark = len(self._shared)
        replaced: dict[int, tuple[Any, Any]] = {}
        changed = [self._apply(change, mark, replaced) for change in changes]
        self._replace_holders(replaced)
        loaded = [self._load(value, 0) for value in values]
        if self._offset != size:
            raise WireError("a frame has more bytes than its arrays")
        self._incoming = memoryview(b"")
        if not self._trusting:
            self._count_all([*changed, *loaded])
        if op not in REPLIES:
            self._marks.append(mark)
        return op, loaded

    # Values to structure

    def _numbers_in(self, values: Any) -> frozenset[int]:
        """Return the numbers of all that can be changed among values that were sent."""
        found: set[int] = set()
        waiting = list(values)
        while waiting:
            value = waiting.pop()
            number = self._numbers.get(id(value))
            if number in found:
                continue
            if number is not None:
                found.add(number)
            kind = kind_of(value)
            if kind is not None:
                waiting += kind.parts(value) or ()
            elif isinstance(value, list | tuple):
                waiting += value
            elif isinstance(value, dict):
                waiting += value.values()
        return frozenset(found)

    def _share(self, value: Any, snapshot: Any, is_ours: bool) -> None:
        self._numbers[id(value)] = len(self._shared)
        self._shared.append(_Shared(value, snapshot, is_ours))

    def _dump(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if value is None or kind is bool or kind is float or kind is str:
            return value
        if kind is bytes:
            return self._dump_bytes(value)
        if kind is int and value in _INT64:
            return value
        number = self._numbers.get(id(value))
        if number is not None:
            self._is_plain = False
            return ["R", number]
        if depth > MAX_DEPTH:
            raise Unsendable(f"{_TOO_DEEP} to be handed over")
        if issubclass(kind, np.generic) and is_of_numbers(value):
            scalar = value.astype(value.dtype.newbyteorder("="))
            return ["S", scalar.dtype.str, scalar.tobytes()]
        extended = kind_of(value)
        if extended is not None:
            return self._dump_parts(value, extended, depth)
        if is_of_numbers(value) or issubclass(kind, list | dict):
            now = _snapshot(value)
            content = self._dump_content(value, now, depth)
            self._share(value, now, is_ours=True)
            return content
        return self._dump_scalar(value, depth)

    def _dump_parts(self, value: Any, kind: Kind, depth: int) -> list[Any]:
        parts = kind.parts(value)
        if parts is None or not kind.can_be_built(parts):
            return self.dump(value)
        self._is_plain = False
        content = [kind.tag, *[self._dump(part, depth + 1) for part in parts]]
        if kind.state is not None:
            self._share(value, kind.state(value), is_ours=True)
        return content

    def _dump_scalar(self, value: Any, depth: int) -> Any:
        kind = type(value)  # not what it claims to be
        # The unbound methods of the base type reduce an instance of a subclass to exactly the base type.
        if issubclass(kind, tuple):
            return ["T", *[self._dump(item, depth + 1) for item in tuple.__iter__(value)]]
        if issubclass(kind, int):
            whole = int.__int__(value)
            if whole in _INT64:
                return whole
            if whole.bit_length() > MAX_BITS:
                raise Unsendable(f"an integer of {whole.bit_length()} bits is too large to be handed over")
            return ["I", hex(whole)]
        if issubclass(kind, float):
            return float.__float__(value)
        if issubclass(kind, complex):
            plain = complex.__complex__(value)
            return ["C", plain.real, plain.imag]
        if issubclass(kind, str):
            return str.__str__(value)
        if issubclass(kind, bytes | bytearray):
            return self._dump_bytes(bytes(memoryview(value)))
        return self.dump(value)

    def _dump_bytes(self, value: bytes) -> Any:
        if len(value) <= _FEW_BYTES:
            return value
        self._buffers.append(value)
        return ["B", len(value)]

    def _dump_content(self, value: Any, now: Any, depth: int) -> list[Any]:
        kind = kind_of(value)
        if kind is not None:
            parts = kind.parts(value)
            if parts is None:
                raise Unsendable("what was handed over has become too large")
            return [kind.tag, *[self._dump(part, depth + 1) for part in parts]]
        if isinstance(now, bytes):
            if not is_possible(value.shape):
                raise Unsendable(f"an array of shape {value.shape} cannot be handed over")
            self._buffers.append(now)
            fortran = ["F"] if value.flags.fnc else []
            return ["A", value.dtype.newbyteorder("=").str, list(value.shape), *fortran]
        if isinstance(value, dict) and self._trusting and not are_few_to_hash(now[::2]):
            raise Unsendable(f"a dict with {len(now) // 2} keys that are no text is too large to be handed over")
        tag = "D" if isinstance(value, dict) else "L"
        return [tag, *[self._dump(item, depth + 1) for item in now]]

    # Structure to values

    def _load(self, item: Any, depth: int) -> Any:
        kind = type(item)
        if item is None or kind in (bool, int, float, str, bytes):
            return item
        if kind is not list or not item or type(item[0]) is not str or depth > MAX_DEPTH:
            raise WireError("a value is malformed")
        match item:
            case ["L" | "D" | "A", *_]:
                value, snapshot = self._load_content(item, depth)
                self._share(value, snapshot, is_ours=False)
                return value
            case ["R", int(number)] if 0 <= number < len(self._shared):
                return self._shared[number].value
            case ["B", int(size)]:
                return self._take("|u1", [size])
            case ["T", *items]:
                return tuple([self._load(entry, depth + 1) for entry in items])
            case ["S", str(name), bytes(data)] if name in DTYPES and len(data) == DTYPES[name].itemsize:
                return np.frombuffer(data, DTYPES[name])[0]
            case ["C", float(real), float(imaginary)]:
                return complex(real, imaginary)
            case ["I", str(digits)] if len(digits) <= len("-0x") + -(-MAX_BITS // 4):
                try:
                    return int(digits, 16)
                except ValueError as error:
                    raise WireError("not an integer") from error
            case [str(tag), *_] if tag in KINDS:
                value, snapshot = self._load_content(item, depth)
                if KINDS[tag].state is not None:
                    self._share(value, snapshot, is_ours=False)
                return value
        return self.load(item)

    def _load_content(self, item: list[Any], depth: int) -> tuple[Any, Any]:
        match item:
            case ["L", *entries]:
                items = [self._load(entry, depth + 1) for entry in entries]
                return items, list(items)
            case ["D", *entries] if len(entries) % 2 == 0:
                items = [self._load(entry, depth + 1) for entry in entries]
                if not self._trusting and not are_few_to_hash(items[::2]):
                    raise WireError("a dict is too large")
                with refusing("a key is not hashable"):
                    return dict(zip(items[::2], items[1::2], strict=True)), items
            case ["A", str(name), list(shape), *fortran] if name in DTYPES and fortran in ([], ["F"]):
                data = self._take(name, shape)
                return np.frombuffer(data, DTYPES[name]).reshape(shape).copy(order="F" if fortran else "C"), data
            case [str(tag), *entries] if tag in KINDS:
                kind = KINDS[tag]
                value = kind.built([self._load(entry, depth + 1) for entry in entries])
                return value, None if kind.state is None else kind.state(value)
        raise WireError("a value is malformed")

    def _take(self, name: str, shape: list[Any]) -> bytes:
        if not all(type(n) is int for n in shape) or not is_possible(shape):
            raise WireError("an array has an impossible shape")
        stop = self._offset + math.prod(shape) * DTYPES[name].itemsize
        if stop > len(self._incoming):
            raise WireError("an array has fewer bytes than its shape")
        data = bytes(self._incoming[self._offset : stop])
        self._offset = stop
        return data

    def _apply(self, change: Any, mark: int, replaced: dict[int, tuple[Any, Any]]) -> Any:
        match change:
            case [int(number), [str(_), *_] as item] if 0 <= number < mark:
                shared = self._shared[number]
            case _:
                raise WireError("a change is malformed")
        value, snapshot = self._load_content(item, 0)
        if self._trusting or number in self._changeable:
            _change(shared.value, value)
        else:
            self._replace(number, value, replaced)
        shared.snapshot = snapshot
        return shared.value

    def _replace(self, number: int, value: Any, replaced: dict[int, tuple[Any, Any]]) -> None:
        """Let a number stand for another object; references to the old one stay as they were."""
        shared = self._shared[number]
        replaced[id(shared.value)] = shared.value, value
        self._numbers.pop(id(shared.value), None)
        self._numbers[id(value)] = number
        shared.value, shared.snapshot, shared.is_ours = value, _snapshot(value), False

    def _replace_holders(self, replaced: dict[int, tuple[Any, Any]]) -> None:
        """Replace also lists and dicts that hold what was replaced, and those that hold them."""
        before, passes = -1, 0
        while before < len(replaced):
            before, passes = len(replaced), passes + 1
            if passes > 2 * MAX_DEPTH:  # what holds itself would be replaced for ever
                raise WireError("a value holds itself")
            for number, shared in enumerate(self._shared if replaced else ()):
                if number not in self._changeable and id(shared.value) not in replaced:
                    value = _with(shared.value, replaced)
                    if value is not shared.value:
                        self._replace(number, value, replaced)

    def _count_all(self, values: list[Any]) -> None:
        """Count values as they will be read, as a tree: with references, a small frame can stand for large data."""
        self._budget = _MAX_BUFFERS + sum(len(shared.snapshot) * _NODE_COST for shared in self._shared)
        for value in values:
            self._count(value, 0)

    def _count(self, value: Any, depth: int) -> None:
        kind = type(value)
        self._budget -= value.nbytes if issubclass(kind, np.ndarray) else _NODE_COST
        if depth > 2 * MAX_DEPTH:
            raise WireError(_TOO_DEEP)
        if self._budget < 0:
            raise WireError("a value is too large")
        if kind is list or kind is tuple:
            for entry in value:
                self._count(entry, depth + 1)
        elif kind is dict:
            for pair in value.items():
                self._count(pair[1], depth + 1)
        elif kind is str or kind is bytes:
            self._budget -= len(value)
        elif kind not in (int, float, bool) and (extended := kind_of(value)) is not None:
            self._budget -= _KIND_COST + extended.stands_for(value) * _NODE_COST
            for part in extended.parts(value) or ():
                self._count(part, depth + 1)
        elif issubclass(kind, list | dict):  # of a student's class; it arrives as one of Python's own
            self._count(_snapshot(value), depth)
        elif issubclass(kind, tuple):
            self._count(tuple(tuple.__iter__(value)), depth)


def _change(mine: Any, value: Any) -> None:
    """Change an object as the peer changed its copy."""
    kind = kind_of(mine)
    if kind is not None and kind.change is not None and kind is kind_of(value):
        kind.change(mine, value)
    elif isinstance(mine, np.ndarray):
        # An array's buffer cannot change its size or type under views of it, so neither may this.
        if not is_of_numbers(value) or value.dtype != mine.dtype or value.size != mine.size:
            raise WireError("an array changed its type or size")
        if not mine.flags.writeable:
            raise WireError("a read-only array was changed")
        np.copyto(mine, value.reshape(mine.shape))
    elif isinstance(mine, dict) and isinstance(value, dict):
        dict.clear(mine)
        dict.update(mine, value)
    elif isinstance(mine, list) and isinstance(value, list):
        mine[:] = value
    else:
        raise WireError("a change has another type")


def _can_change(value: Any) -> bool:
    return not isinstance(value, np.ndarray) or value.flags.writeable


def _has_number(value: Any) -> bool:
    """Return whether this is no value that crosses in what holds it, without a number, and may hold others."""
    kind = kind_of(value)
    return type(value) is not tuple and (kind is None or kind.state is not None)


def _with(value: Any, replaced: dict[int, tuple[Any, Any]]) -> Any:
    """Return a value that holds others with new objects in place of those replaced; itself if it holds none of them."""
    kind = kind_of(value)
    if kind is not None:
        parts = list(kind.parts(value) or ())
        new = _with([_with(part, replaced) for part in parts], replaced)
        return value if all(a is b for a, b in zip(parts, new, strict=True)) else kind.built(new)
    if not isinstance(value, list | tuple | dict):
        return value
    items = list(value.values()) if isinstance(value, dict) else list(value)
    new = [
        replaced[id(item)][1] if id(item) in replaced else item if _has_number(item) else _with(item, replaced)
        for item in items
    ]
    if all(a is b for a, b in zip(items, new, strict=True)):
        return value
    return dict(zip(value, new, strict=True)) if isinstance(value, dict) else type(value)(new)


def _refuse_request(op: str, values: list[Any]) -> tuple[str, list[Any]]:
    raise WireError("a request that cannot be made here")


def _refuse_value(value: Any) -> list[Any]:
    raise Unsendable(f"an object of type {type(value).__name__} cannot be handed over")


def _refuse_tag(item: list[Any]) -> Any:
    raise WireError("an unknown tag")
