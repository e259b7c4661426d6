"""Types of Python's own library that are data: sets, ranges, exact numbers, dates, named tuples."""

import keyword
import re
from array import array
from collections import Counter, OrderedDict, deque, namedtuple
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from chainrule.kinds.plain import MAX_BITS, Kind, are_few_to_hash, is_a, need, whole

_MAX_RANGE = 1 << 22
_MAX_DIGITS = 1_000
_MAX_EXPONENT = 10_000
_MAX_FIELDS = 64
_MAX_FORMS = 1_000

_ARRAYS = "bBhHiIlLqQfd"
"""The types of Python's own arrays of numbers."""

_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}")


# ---- sets and sequences --------------------------------------------------------------------------------------------


def _set_parts(value: Any) -> list[Any]:
    base = set if isinstance(value, set) else frozenset
    return list(base.__iter__(value))


def _set(*members: Any) -> set[Any]:
    need(are_few_to_hash(members))
    return set(members)


def _become_set(mine: set[Any], other: set[Any]) -> None:
    set.clear(mine)
    set.update(mine, other)


def _range_length(value: range) -> int:
    return max(0, -((value.start - value.stop) // value.step))  # len() refuses the largest


def _range_parts(value: range) -> list[Any] | None:
    return [value.start, value.stop, value.step] if _range_length(value) <= _MAX_RANGE else None


def _range(*parts: Any) -> range:
    whole(*parts)
    value = range(*parts)
    need(len(parts) == 3 and _range_length(value) <= _MAX_RANGE)
    return value


def _slice(*parts: Any) -> slice:
    need(len(parts) == 3)
    return slice(*parts)


def _deque(items: Any, most: Any) -> deque[Any]:
    need(type(items) is list)
    if most is not None:
        whole(most, least=len(items))
    return deque(items, most)


def _keys(*keys: Any) -> Any:
    need(are_few_to_hash(keys))
    return dict.fromkeys(keys).keys()


def _values(*values: Any) -> Any:
    return dict(enumerate(values)).values()


def _pairs(*pairs: Any) -> Any:
    need(all(type(pair) is tuple and len(pair) == 2 for pair in pairs))
    need(are_few_to_hash([key for key, _ in pairs]))
    return dict(pairs).items()


def _array(code: Any, numbers: Any) -> "array[Any]":
    need(type(code) is str and code in _ARRAYS and type(numbers) is np.ndarray)
    need(numbers.ndim == 1 and numbers.dtype == np.dtype(code))
    return array(code, numbers.tobytes())


def _array_parts(value: "array[Any]") -> list[Any] | None:
    return [value.typecode, np.array(value)] if value.typecode in _ARRAYS else None


def _become_array(mine: "array[Any]", other: "array[Any]") -> None:
    need(mine.typecode == other.typecode)
    mine[:] = other


def _items(value: deque[Any]) -> list[Any]:
    return list(deque.__iter__(value))


def _become_deque(mine: deque[Any], other: deque[Any]) -> None:
    deque.clear(mine)
    deque.extend(mine, other)


def _counter(entries: Any) -> "Counter[Any]":
    need(type(entries) is dict)
    counted: Counter[Any] = Counter()
    dict.update(counted, entries)
    return counted


def _ordered(entries: Any) -> "OrderedDict[Any, Any]":
    need(type(entries) is dict)
    return OrderedDict(entries)


def _become_dict(mine: dict[Any, Any], other: dict[Any, Any]) -> None:
    type(mine).clear(mine)
    type(mine).update(mine, other)


def _entries(value: Any) -> list[Any]:
    items = OrderedDict.items if isinstance(value, OrderedDict) else dict.items
    return [item for pair in items(value) for item in pair]


# ---- named tuples: the names of the fields are all that the type of a copy has of the type of the value ------------

_forms: dict[tuple[str, ...], type] = {}


def _is_named(value: Any) -> bool:
    names = getattr(type(value), "_fields", None) if issubclass(type(value), tuple) else None
    return type(names) is tuple and len(names) == tuple.__len__(value) and all(map(_is_field, names))


def _is_field(name: Any) -> bool:
    # Python takes some letters beyond ASCII for one another.
    is_name = type(name) is str and name.isascii() and name.isidentifier() and not keyword.iskeyword(name)
    return is_name and name[0] != "_" and len(name) < 100


def _named(names: Any, *values: Any) -> Any:
    need(type(names) is list and all(map(_is_field, names)))
    need(len(set(names)) == len(names) == len(values) and 0 < len(names) <= _MAX_FIELDS)
    form = tuple(names)
    if form not in _forms:
        need(len(_forms) < _MAX_FORMS)
        _forms[form] = namedtuple("tuple", form)
    return _forms[form](*values)


# ---- exact numbers -------------------------------------------------------------------------------------------------


def _fraction_parts(value: Fraction) -> list[Any] | None:
    parts = [int(value.numerator), int(value.denominator)]
    return parts if all(part.bit_length() <= MAX_BITS for part in parts) else None


def _fraction(above: Any, below: Any) -> Fraction:
    whole(above)
    whole(below, least=1)
    return Fraction(above, below)


def _decimal_parts(value: Decimal) -> list[Any] | None:
    sign, digits, exponent = Decimal.as_tuple(value)
    if exponent == "N" or len(digits) > _MAX_DIGITS:  # a signalling NaN raises wherever it is used
        return None
    if isinstance(exponent, int) and abs(exponent) > _MAX_EXPONENT:
        return None
    return [sign, "".join(map(str, digits)), exponent]


def _decimal(sign: Any, digits: Any, exponent: Any) -> Decimal:
    whole(sign, least=0, most=1)
    need(type(digits) is str and len(digits) <= _MAX_DIGITS and re.fullmatch(r"[0-9]*", digits) is not None)
    if exponent not in ("F", "n"):
        whole(exponent, least=-_MAX_EXPONENT, most=_MAX_EXPONENT)
    return Decimal((sign, tuple(map(int, digits)), exponent))


# ---- dates and times -----------------------------------------------------------------------------------------------


def _has_known_zone(value: Any) -> bool:
    return value.tzinfo is None or type(value.tzinfo) in (timezone, ZoneInfo)


def _datetime_parts(value: datetime) -> list[Any] | None:
    if not _has_known_zone(value):
        return None
    day = [value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond]
    return [value.tzinfo, value.fold, *day]


def _time_parts(value: time) -> list[Any] | None:
    if not _has_known_zone(value):
        return None
    return [value.tzinfo, value.fold, value.hour, value.minute, value.second, value.microsecond]


def _check_time(zone: Any, fold: Any, *numbers: Any) -> None:
    need(zone is None or type(zone) in (timezone, ZoneInfo))
    whole(fold, *numbers)


def _datetime(zone: Any, fold: Any, *numbers: Any) -> datetime:
    _check_time(zone, fold, *numbers)
    need(len(numbers) == 7)
    return datetime(*numbers).replace(tzinfo=zone, fold=fold)


def _time(zone: Any, fold: Any, *numbers: Any) -> time:
    _check_time(zone, fold, *numbers)
    need(len(numbers) == 4)
    return time(*numbers).replace(tzinfo=zone, fold=fold)


def _date(*numbers: Any) -> date:
    whole(*numbers)
    return date(*numbers)


def _timedelta(*numbers: Any) -> timedelta:
    whole(*numbers)
    need(len(numbers) == 3)
    return timedelta(*numbers)


def _timezone(offset: Any) -> timezone:
    need(type(offset) is timedelta)
    return timezone(offset)


def _zone_parts(value: ZoneInfo) -> list[Any] | None:
    return [value.key] if isinstance(value.key, str) and _ZONE.fullmatch(value.key) else None


def _zone(key: Any) -> ZoneInfo:
    need(type(key) is str and _ZONE.fullmatch(key) is not None)
    try:
        return ZoneInfo(key)
    except OSError as error:  # a folder of zones
        raise ValueError from error


def _nothing(*parts: Any) -> Any:
    need(not parts)
    return ...


def _timedelta_parts(value: timedelta) -> Sequence[Any]:
    return [value.days, value.seconds, value.microseconds]


KINDS = (
    Kind("set", is_a(set), _set_parts, _set, _become_set, _set_parts),
    Kind("frozenset", is_a(frozenset), _set_parts, lambda *members: frozenset(_set(*members))),
    Kind("range", is_a(range), _range_parts, _range, stands_for=_range_length),
    Kind("slice", is_a(slice), lambda value: [value.start, value.stop, value.step], _slice),
    Kind(
        "deque",
        is_a(deque),
        lambda v: [list(deque.__iter__(v)), v.maxlen],
        _deque,
        _become_deque,
        lambda v: list(deque.__iter__(v)),
    ),
    Kind("counter", is_a(Counter), lambda v: [dict(dict.items(v))], _counter, _become_dict, _entries),
    Kind("ordered", is_a(OrderedDict), lambda v: [dict(OrderedDict.items(v))], _ordered, _become_dict, _entries),
    Kind("named", _is_named, lambda v: [list(type(v)._fields), *tuple.__iter__(v)], _named),
    Kind("keys", is_a(type({}.keys())), list, _keys),
    Kind("values", is_a(type({}.values())), list, _values),
    Kind("items", is_a(type({}.items())), list, _pairs),
    Kind("array", is_a(array), _array_parts, _array, _become_array, array.tobytes),
    Kind("fraction", is_a(Fraction), _fraction_parts, _fraction),
    Kind("decimal", is_a(Decimal), _decimal_parts, _decimal),
    Kind("datetime", is_a(datetime), _datetime_parts, _datetime),
    Kind("date", is_a(date), lambda value: [value.year, value.month, value.day], _date),
    Kind("time", is_a(time), _time_parts, _time),
    Kind("timedelta", is_a(timedelta), _timedelta_parts, _timedelta),
    Kind("timezone", is_a(timezone), lambda value: [value.utcoffset(None)], _timezone),
    Kind("zone", is_a(ZoneInfo), _zone_parts, _zone),
    Kind("ellipsis", is_a(type(...)), lambda value: [], _nothing),
)
