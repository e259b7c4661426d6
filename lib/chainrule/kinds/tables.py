"""Types of pandas and SciPy that are data: tables, their columns and labels, and sparse matrices.

Neither library is loaded here before a value needs it: a value of one can exist only where the library was loaded.
"""

import importlib
import re
import sys
from collections.abc import Callable
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from chainrule.kinds.plain import Kind, is_a, need, whole

_MAX_COLUMNS = 5_000
_MAX_SIDE = 1 << 20
_MAX_ORDINAL = 1 << 62
_MAX_ON_DIAGONALS = 1 << 23
_FREQUENCY = re.compile(r"-?[0-9]{0,4}[A-Za-z]{1,3}(-[A-Z]{3})?")


def _loaded(library: str, *names: str) -> Callable[[Any], bool]:
    """Return a function that tells whether a value is of one of these classes of a library, if that is loaded."""

    def has(value: Any) -> bool:
        module = sys.modules.get(library)
        return module is not None and is_a(*[vars(module)[name] for name in names if name in vars(module)])(value)

    return has


def _pandas() -> Any:
    return importlib.import_module("pandas")


# ---- columns: an array of NumPy, or a list ["name of the type", parts …] -------------------------------------------

_ENTRIES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "str": (str,),
    "boolean": (bool,),
    **{f"{kind}{bits}": (int,) for kind in ("Int", "UInt") for bits in (8, 16, 32, 64)},
    **{f"Float{bits}": (float, int) for bits in (32, 64)},
}
"""The types of columns that may lack entries, and what their entries are."""


def _is_zone(zone: Any) -> bool:
    return zone is UTC or type(zone) is ZoneInfo


def _column_parts(values: Any) -> Any:
    """Return what stands for the values of a Series or Index; None if they cannot cross."""
    kind = values.dtype
    if isinstance(kind, np.dtype):
        return values.to_numpy() if kind.kind in "biufcOmM" else None
    name = str(kind)
    if name in _ENTRIES:
        missing = values.isna()
        return [name, [None if lacks else entry for entry, lacks in zip(values.tolist(), missing, strict=True)]]
    if name == "category":
        codes, labels = (values.cat.codes, values.cat.categories) if hasattr(values, "cat") else (values.codes, None)
        labels = values.categories if labels is None else labels
        return [name, np.asarray(codes).astype(np.int64), labels, bool(kind.ordered)] if _crosses(labels) else None
    array = values.array
    if name.startswith("period["):
        return ["period", name[7:-1], array.asi8.copy()]
    if name.startswith("interval["):
        ends = [_column_parts(_pandas().Series(end)) for end in (array.left, array.right)]
        return None if any(end is None for end in ends) else ["interval", *ends, array.closed]
    if _is_zone(zone := getattr(kind, "tz", None)):
        return ["zone", zone, values.to_numpy(dtype=f"M8[{kind.unit}]")]
    return None


def _column(parts: Any) -> Any:
    """Return a column, of whose values the types were checked, as the constructors of Series and Index take it."""
    pandas = _pandas()
    if type(parts) is np.ndarray:
        need(parts.ndim == 1 and parts.dtype.kind in "biufcOmM")
        return pandas.Series(parts, dtype=parts.dtype)
    need(type(parts) is list and len(parts) > 1)
    match parts:
        case [str(name), list(entries)] if name in _ENTRIES:
            need(all(entry is None or type(entry) in _ENTRIES[name] for entry in entries))
            kind = pandas.StringDtype(na_value=np.nan) if name == "str" else name
            return pandas.Series(pandas.array(entries, dtype=kind))
        case ["category", np.ndarray() as codes, labels, bool(ordered)]:
            need(codes.ndim == 1 and codes.dtype == np.int64 and isinstance(labels, pandas.Index))
            return pandas.Series(pandas.Categorical.from_codes(codes, labels, ordered=ordered))
        case ["period", str(frequency), np.ndarray() as ordinals]:
            need(ordinals.ndim == 1 and ordinals.dtype == np.int64 and _FREQUENCY.fullmatch(frequency) is not None)
            return pandas.Series(pandas.arrays.PeriodArray(ordinals, dtype=pandas.PeriodDtype(frequency)))
        case ["interval", left, right, str(closed)]:
            left, right = _column(left).array, _column(right).array
            return pandas.Series(pandas.arrays.IntervalArray.from_arrays(left, right, closed))
        case ["zone", zone, np.ndarray() as moments]:
            need(moments.ndim == 1 and moments.dtype.kind == "M" and _is_zone(zone))
            return pandas.Series(moments).dt.tz_localize("UTC").dt.tz_convert(zone)
    raise ValueError


# ---- labels --------------------------------------------------------------------------------------------------------


def _index_parts(value: Any) -> list[Any] | None:
    pandas = _pandas()
    names = list(value.names)
    if isinstance(value, pandas.MultiIndex):
        levels = [level.rename(None) for level in value.levels]
        if not all(map(_crosses, levels)):
            return None
        return [names, "levels", levels, [np.asarray(codes).astype(np.int64) for codes in value.codes]]
    if isinstance(value, pandas.RangeIndex):
        return [names, "range", range(value.start, value.stop, value.step)]
    column = _column_parts(value)
    frequency = getattr(value, "freqstr", None)
    if frequency is not None and not _FREQUENCY.fullmatch(frequency):  # the labels themselves are there without it
        frequency = None
    return None if column is None else [names, "labels", column, frequency]


def _index(names: Any, how: Any, *parts: Any) -> Any:
    pandas = _pandas()
    need(type(names) is list)
    match how, parts:
        case "range", [range() as numbers]:
            index = pandas.RangeIndex(numbers.start, numbers.stop, numbers.step)
        case "levels", [list(levels), list(codes)]:
            need(all(isinstance(level, pandas.Index) and not isinstance(level, pandas.MultiIndex) for level in levels))
            need(all(type(code) is np.ndarray and code.dtype == np.int64 and code.ndim == 1 for code in codes))
            index = pandas.MultiIndex(levels, codes, verify_integrity=True)
        case "labels", [column, frequency]:
            values = _column(column)
            index = pandas.Index(values.array if len(values) else values, dtype=values.dtype)
            if frequency is not None:
                need(type(frequency) is str and _FREQUENCY.fullmatch(frequency) is not None)
                index = type(index)(index, freq=frequency)
        case _:
            raise ValueError
    need(len(names) == index.nlevels)
    index.names = names
    return index


def _crosses(index: Any) -> bool:
    """Return whether the other side takes an index: of periods, say, it takes none, nor what has such labels."""
    parts = _index_parts(index)
    return parts is not None and _INDEX.can_be_built(parts)


def _become_index(mine: Any, other: Any) -> None:
    mine.names = other.names  # all else of an index is the same for ever


_INDEX = Kind("index", _loaded("pandas", "Index"), _index_parts, _index, _become_index, lambda v: list(v.names))


# ---- series and tables ---------------------------------------------------------------------------------------------


def _series_parts(value: Any) -> list[Any] | None:
    column = _column_parts(value)
    return None if column is None or not _crosses(value.index) else [value.name, value.index, column]


def _series(name: Any, index: Any, column: Any) -> Any:
    need(isinstance(index, _pandas().Index))
    values = _column(column)
    need(len(values) == len(index))
    return _pandas().Series(values.array, index=index, dtype=values.dtype, name=name)


def _frame_parts(value: Any) -> list[Any] | None:
    columns = [_column_parts(value.iloc[:, place]) for place in range(min(value.shape[1], _MAX_COLUMNS + 1))]
    if any(column is None for column in columns) or not (_crosses(value.columns) and _crosses(value.index)):
        return None
    return [value.columns, value.index, columns]


def _frame(names: Any, index: Any, columns: Any) -> Any:
    pandas = _pandas()
    need(isinstance(names, pandas.Index) and isinstance(index, pandas.Index) and type(columns) is list)
    need(len(columns) == len(names) <= _MAX_COLUMNS)
    values = [_column(column) for column in columns]
    need(all(len(column) == len(index) for column in values))
    frame = pandas.DataFrame({place: column.array for place, column in enumerate(values)}, index=index)
    frame.columns = names
    return frame


def _become_series(mine: Any, other: Any) -> None:
    _pandas().Series.__init__(mine, other)


def _become_frame(mine: Any, other: Any) -> None:
    _pandas().DataFrame.__init__(mine, other)


def _series_state(value: Any) -> list[Any]:
    return [value.name, str(value.dtype), *_index_state(value.index), *_values_state(value)]


def _frame_state(value: Any) -> list[Any]:
    columns = [value.iloc[:, place] for place in range(value.shape[1])]
    state = [*_index_state(value.columns), *_index_state(value.index)]
    return [*state, *[item for column in columns for item in (column.dtype.name, *_values_state(column))]]


def _index_state(value: Any) -> list[Any]:
    return [*value.names, *_values_state(value)]


def _values_state(values: Any) -> list[Any]:
    array = values.to_numpy()
    return [array.tobytes()] if array.dtype.kind in "biufcmM" else list(array)


# ---- moments, and what is missing ----------------------------------------------------------------------------------


def _timestamp_parts(value: Any) -> list[Any] | None:
    return [value.to_datetime64(), value.tzinfo] if value.tzinfo is None or _is_zone(value.tzinfo) else None


def _timestamp(moment: Any, zone: Any) -> Any:
    need(isinstance(moment, np.datetime64) and (zone is None or _is_zone(zone)))
    moment = _pandas().Timestamp(moment)
    return moment if zone is None else moment.tz_localize("UTC").tz_convert(zone)


def _period(ordinal: Any, frequency: Any) -> Any:
    whole(ordinal, least=-_MAX_ORDINAL, most=_MAX_ORDINAL)
    need(type(frequency) is str and _FREQUENCY.fullmatch(frequency) is not None)
    return _pandas().Period(ordinal=ordinal, freq=frequency)


def _interval(left: Any, right: Any, closed: Any) -> Any:
    need(type(closed) is str)
    return _pandas().Interval(left, right, closed)


def _timedelta(length: Any) -> Any:
    need(isinstance(length, np.timedelta64))
    return _pandas().Timedelta(length)


def _missing(name: Any) -> Any:
    need(name in ("NaT", "NA"))
    return getattr(_pandas(), name)


# ---- sparse matrices: the indices are checked here, because SciPy's own code reads memory by them -------------------

_PACKED = tuple(f"{form}_{name}" for form in ("csr", "csc") for name in ("matrix", "array"))
_LISTED = tuple(f"{form}_{name}" for form in ("coo", "lil", "dok", "dia", "bsr") for name in ("matrix", "array"))


_is_sparse = _loaded("scipy.sparse", *_PACKED, *_LISTED)


def _sparse() -> Any:
    return importlib.import_module("scipy.sparse")


def _sparse_name(value: Any) -> str:
    return next(base.__name__ for base in type(value).__mro__ if base.__name__ in (*_PACKED, *_LISTED))


def _sparse_parts(value: Any) -> list[Any] | None:
    if len(value.shape) != 2 or value.dtype.kind not in "biufc":
        return None
    name, shape = _sparse_name(value), [int(size) for size in value.shape]
    if name in _PACKED:
        return [name, shape, value.data, value.indices, value.indptr]
    listed = value.tocoo()
    if name.startswith("dia") and not _fits_on_diagonals(listed.row, listed.col, shape[1]):
        return None
    return [name, shape, listed.data, listed.row, listed.col]


def _fits_on_diagonals(rows: Any, columns: Any, width: int) -> bool:
    """Return whether a matrix that keeps whole diagonals would take no more memory than others may."""
    return len(np.unique(columns - rows)) * width <= _MAX_ON_DIAGONALS


def _sparse_matrix(name: Any, shape: Any, data: Any, first: Any, second: Any) -> Any:
    need(type(shape) is list and len(shape) == 2)
    whole(*shape, least=0, most=_MAX_SIDE)
    arrays = (data, first, second)
    need(all(type(array) is np.ndarray and array.ndim == 1 for array in arrays) and data.dtype.kind in "biufc")
    need(first.dtype == second.dtype and first.dtype in (np.int32, np.int64) and len(first) == len(data))
    if name in _PACKED:
        lines, width = shape if name.startswith("csr") else reversed(shape)
        need(len(second) == lines + 1 and second[0] == 0 and second[-1] == len(data))
        need(bool((np.diff(second) >= 0).all()) and _are_below(first, width))
        return getattr(_sparse(), name)((data, first, second), shape=shape)
    need(name in _LISTED and len(second) == len(data) and _are_below(first, shape[0]) and _are_below(second, shape[1]))
    need(not name.startswith("dia") or _fits_on_diagonals(first, second, shape[1]))
    _, family = name.split("_")
    return getattr(_sparse(), f"coo_{family}")((data, (first, second)), shape=shape).asformat(name[:3])


def _become_sparse(mine: Any, other: Any) -> None:
    need(_sparse_name(mine) == _sparse_name(other))
    getattr(_sparse(), _sparse_name(mine)).__init__(mine, other)


def _sparse_state(value: Any) -> bytes:
    name, shape, *arrays = _sparse_parts(value) or ("", [])
    return repr((name, shape, [(array.dtype.str, array.tobytes()) for array in arrays])).encode()


def _are_below(indices: Any, size: int) -> bool:
    return bool(indices.min(initial=0) >= 0 and indices.max(initial=-1) < size)


def _is_missing(value: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and (value is getattr(pandas, "NaT", pandas) or value is getattr(pandas, "NA", pandas))


KINDS = (
    Kind("missing", _is_missing, lambda value: ["NaT" if value is _pandas().NaT else "NA"], _missing),
    Kind("timestamp", _loaded("pandas", "Timestamp"), _timestamp_parts, _timestamp),
    Kind("period", _loaded("pandas", "Period"), lambda value: [value.ordinal, value.freqstr], _period),
    Kind("interval", _loaded("pandas", "Interval"), lambda v: [v.left, v.right, v.closed], _interval),
    Kind("duration", _loaded("pandas", "Timedelta"), lambda value: [value.to_timedelta64()], _timedelta),
    _INDEX,
    Kind("series", _loaded("pandas", "Series"), _series_parts, _series, _become_series, _series_state),
    Kind("frame", _loaded("pandas", "DataFrame"), _frame_parts, _frame, _become_frame, _frame_state),
    Kind(
        "sparse",
        _loaded("scipy.sparse", *_PACKED, *_LISTED),
        _sparse_parts,
        _sparse_matrix,
        _become_sparse,
        _sparse_state,
    ),
)
