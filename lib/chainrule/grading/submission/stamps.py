"""Reads the submission time from whatever people and programs write into ``timestamp.txt``.

A time is accepted only if it is unambiguous. Anything else "cannot be read", which never costs a student points.
"""

import codecs
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dateutil import parser, tz  # type: ignore[import-untyped]

MOST = 200
"""The most bytes the file may have."""

_CANNOT = (
    "The time in timestamp.txt cannot be read{} (write it like 2026-10-01 23:59:00 +0200); "
    "the submission counts as on time."
)
CANNOT = _CANNOT.format("")

_SEVERAL = frozenset(["AST", "BST", "CDT", "CST", "GST", "IST", "PST", "SST", "WST"])
"""Abbreviations of several zones, with hours between them: Chicago and Shanghai, Los Angeles and Manila, Dublin and
Kolkata. What one stands for is told by the zone of the course or the machine, or not at all.
"""

# None of several zones that have different hours today.
_HOURS = {
    "UTC GMT UT Z WET": 0,
    "WEST CET MEZ WAT": 1,
    "CEST MESZ EET CAT SAST": 2,
    "EEST EAT MSK TRT": 3,
    "PKT": 5,
    "AWST SGT HKT": 8,
    "JST KST": 9,
    "ACST": 9.5,
    "AEST": 10,
    "ACDT": 10.5,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "BRT ART": -3,
    "NDT": -2.5,
    "NST": -3.5,
    "EDT": -4,
    "EST": -5,
    "MDT": -6,
    "MST PDT": -7,
    "AKDT": -8,
    "AKST": -9,
    "HST": -10,
}
_ABBREVIATIONS = {name: hours for names, hours in _HOURS.items() for name in names.split()}
_STAMP = re.compile(
    r"(?P<when>.*?\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?[ap]\.?m\b\.?)?)\s*"
    r"(?P<zone>[^\d\s(][^\s(]*(?:\s?[+-]?[\d:]+)?)?\s*(?:\([^()]*\))?",
    re.IGNORECASE,
)
_UNIX_DATE = re.compile(r"(.*\d{1,2}:\d\d:\d\d)(?: ([A-Z]{2,5}))? (\d{4})")  # Thu Oct  1 23:59:00 CEST 2026
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"\d{4}[-/.]")
_DAY_FIRST = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")


def when(stamp: bytes, home: str | None = None) -> tuple[datetime | None, str | None]:
    """Return the submission time, and what is wrong with the time stamp.

    Parameters
    ----------
    stamp : bytes
        The content of the file; a time without a zone is in UTC.
    home : str, optional
        The time zone of the course, such as ``"Asia/Kolkata"``. Its abbreviations are recognised, too, and then those
        of this machine.

    Returns
    -------
    time : datetime or None
        In UTC, without a zone.
    problem : str or None
        One sentence.

    Examples
    --------
    >>> when(b"2026-10-01 23:30:00 CEST")
    (datetime.datetime(2026, 10, 1, 21, 30), None)
    >>> when(b"2026-10-01 23:30:00 CST", "Asia/Shanghai")
    (datetime.datetime(2026, 10, 1, 15, 30), None)
    """
    if not stamp.strip():
        return None, None
    try:
        homes = [zone for zone in (tz.gettz(home) if home else None, tz.tzlocal()) if zone is not None]
        return _parsed(_text(stamp), homes), None
    except _SeveralError as error:
        return None, _CANNOT.format(f": {error} stands for several time zones")
    except Exception:  # noqa: BLE001 - a student wrote it, and a parser of dates raises anything
        return None, CANNOT


class _SeveralError(ValueError):
    """An abbreviation stands for several time zones."""


def _text(stamp: bytes) -> str:
    """Decode the file, including the encodings used by Notepad and PowerShell."""
    if len(stamp) > MOST:
        raise ValueError("too long for a time")
    wide = stamp.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return " ".join(stamp.decode("utf-16" if wide else "utf-8-sig").split())


def _parsed(text: str, homes: list[tzinfo]) -> datetime:
    unix = _UNIX_DATE.fullmatch(text)
    text = f"{unix[1]} {unix[3]}" if unix else text
    match = _STAMP.fullmatch(text)
    if unix:
        local, zone = _date(text), unix[2]
    elif match:
        local, zone = _date(match["when"]), match["zone"]
    else:
        raise ValueError("no time of day")
    offset = next((known for home in homes if zone and (known := _at_home(local, zone, home)) is not None), None)
    there = local.replace(tzinfo=_zone(zone) if offset is None else timezone(offset))
    return there.astimezone(UTC).replace(tzinfo=None)


def _at_home(local: datetime, name: str, home: tzinfo) -> timedelta | None:
    """Return the hours that an abbreviation stands for in a zone; None if it has none of that name in the year.

    Of an hour that comes twice, that is one; and who writes PST in summer means it.
    """
    moments = [local, local.replace(fold=1), local.replace(month=1, day=1), local.replace(month=7, day=1)]
    there = (moment.replace(tzinfo=home) for moment in moments)
    return next((moment.utcoffset() for moment in there if moment.tzname() == name.upper()), None)


def _date(text: str) -> datetime:
    """Return a date and time that is complete and whose day and month cannot be confused."""
    day_first = [False] if _YEAR_FIRST.match(text) else [True] if _DAY_FIRST.match(text) else [False, True]
    defaults = [datetime(2000, 1, 1), datetime(2001, 2, 2)]
    if not re.search(r"(?<!\d)\d{4}(?!\d)", text):
        raise ValueError("a year of four digits is missing")
    read: set[datetime] = {
        parser.parse(text, dayfirst=first, default=default) for first in day_first for default in defaults
    }
    if len(read) > 1:
        raise ValueError("it can be read in several ways")
    (date,) = read
    if date.tzinfo is not None:
        raise ValueError("a zone before the time")
    return date


def _zone(name: str | None) -> tzinfo:
    if not name:
        return UTC
    if offset := _OFFSET.fullmatch(name):
        minutes = 60 * int(offset["hours"]) + int(offset["minutes"] or 0)
        if minutes > 14 * 60:
            raise ValueError("no such zone")
        return timezone(timedelta(minutes=-minutes if offset["sign"] == "-" else minutes))
    if name.upper() in _ABBREVIATIONS:
        return timezone(timedelta(hours=_ABBREVIATIONS[name.upper()]))
    if name.upper() in _SEVERAL:
        raise _SeveralError(name)
    zone: tzinfo | None = tz.gettz(name) if re.fullmatch(r"[A-Za-z_]+(?:/[A-Za-z_+-]+){1,2}", name) else None
    if zone is None:
        raise ValueError("no such zone")
    return zone
