"""Types of NumPy that are data, besides arrays of numbers: text, dates, objects, and dtypes."""

import math
import re
from typing import Any

import numpy as np

from chainrule.kinds.plain import DTYPES, Kind, is_a, is_possible, need, whole

_CHARACTERS: dict[str, np.dtype[Any]] = {"U": np.dtype("u4"), "S": np.dtype("u1")}
_LAST_CHARACTER = 0x10FFFF
_UNITS = ("generic", "Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as")
_DTYPE = re.compile(r"[<>|](b1|[iu][1248]|f2|f4|f8|f16|c8|c16|c32|O|[US][0-9]{1,6}|[mM]8(\[[A-Za-z]{1,2}\])?)")


def _is_array_of(kinds: str) -> Any:
    return lambda value: issubclass(type(value), np.ndarray) and value.dtype.kind in kinds


def _native(value: Any) -> Any:
    """Return an array as exactly that, in C order and in this machine's order of bytes."""
    return np.array(value, dtype=value.dtype.newbyteorder("="), order="C", subok=False)


def _become_array(mine: Any, other: Any) -> None:
    need(mine.dtype == other.dtype and mine.shape == other.shape and mine.flags.writeable)
    np.copyto(mine, other)


# ---- text: the codes of its characters, in one more dimension ------------------------------------------------------


def _text_parts(value: Any) -> list[Any] | None:
    array = _native(value)
    length = array.dtype.itemsize // _CHARACTERS[array.dtype.kind].itemsize
    if not length or not is_possible([*array.shape, length]):
        return None
    return [array.dtype.kind, array.reshape(-1).view(_CHARACTERS[array.dtype.kind]).reshape(*array.shape, length)]


def _text(kind: Any, codes: Any) -> Any:
    need(kind in ("U", "S") and type(codes) is np.ndarray and codes.dtype == _CHARACTERS[kind])
    need(codes.ndim > 0 and codes.shape[-1] > 0)
    need(kind == "S" or codes.max(initial=0) <= _LAST_CHARACTER)
    flat = np.array(codes, order="C").reshape(-1)
    return flat.view(f"{kind}{codes.shape[-1]}").reshape(codes.shape[:-1])


# ---- dates: whole numbers of a unit --------------------------------------------------------------------------------


def _date_parts(value: Any) -> list[Any] | None:
    unit, step = np.datetime_data(value.dtype)
    if step != 1:
        return None
    array = _native(value)
    return [array.dtype.kind, unit, array.view(np.int64)]


def _dates(kind: Any, unit: Any, numbers: Any) -> Any:
    need(kind in ("M", "m") and unit in _UNITS and type(numbers) is np.ndarray and numbers.dtype == np.int64)
    return numbers.view(f"{kind}8" if unit == "generic" else f"{kind}8[{unit}]").copy()


def _moment_parts(value: Any) -> list[Any] | None:
    return _date_parts(np.asarray(value))


def _moment(*parts: Any) -> Any:
    array = _dates(*parts)
    need(array.shape == ())
    return array[()]


# ---- objects -------------------------------------------------------------------------------------------------------


def _entries(value: Any) -> list[Any]:
    return list(np.asarray(value).flat)


def _object_parts(value: Any) -> list[Any] | None:
    return [list(value.shape), _entries(value)] if is_possible(value.shape) else None


def _objects(shape: Any, entries: Any) -> Any:
    need(type(shape) is list and type(entries) is list)
    whole(*shape)
    need(is_possible(shape) and math.prod(shape) == len(entries))
    flat = np.empty(len(entries), dtype=object)
    for place, entry in enumerate(entries):  # all at once, lists of one length would be taken for rows
        flat[place] = entry
    return flat.reshape(shape)


# ---- dtypes --------------------------------------------------------------------------------------------------------


def _dtype_parts(value: Any) -> list[Any] | None:
    return [value.str] if value.names is None and _DTYPE.fullmatch(value.str) else None


def _dtype(name: Any) -> Any:
    need(type(name) is str and _DTYPE.fullmatch(name) is not None)
    return np.dtype(name)


_NUMBERS = frozenset(np.dtype(code).char for code in (*DTYPES, "l", "L", "q", "Q"))
"""The characters of these types, whatever the order of the bytes; some integers have two."""


def is_of_numbers(value: Any) -> bool:
    """Return whether this is an array, or one number, whose bytes are sent as they are."""
    return issubclass(type(value), (np.ndarray, np.generic)) and value.dtype.char in _NUMBERS


KINDS = (
    Kind("text", _is_array_of("US"), _text_parts, _text, _become_array, lambda v: _native(v).tobytes()),
    Kind("dates", _is_array_of("mM"), _date_parts, _dates, _become_array, lambda v: _native(v).tobytes()),
    Kind("moment", is_a(np.datetime64, np.timedelta64), _moment_parts, _moment),
    Kind("objects", _is_array_of("O"), _object_parts, _objects, _become_array, _entries),
    Kind("dtype", is_a(np.dtype), _dtype_parts, _dtype),
)
