"""Days as tables, feeds and exports write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from pourparlers.errors import MetadataError
from pourparlers.sources.metadata import parse_date
from pourparlers.sources.written_dates import find_date

_LONGEST = 100
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?\d{4,6}Z?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[T ,].*)?")
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?")
_MILLISECONDS = re.compile(r"\d{12,13}")
_YEARS = range(1600, 2200)


def read_day(value: object, where: str) -> date | None:
    """Read a day: a date, a moment, seconds since 1970, or a text in any usual way of writing one.

    A moment is taken at its own place, without moving it to another time zone. Of "03/04/2022", which is two days,
    neither is chosen; "2022-04-03", "3.4.2022" (with full stops, the day always comes first), "20220403T101500Z",
    "25/04/2022", "Sun, 3 Apr 2022 10:15:00 +0200" and "3 avril 2022" are read.

    Returns:
        the day; None for an empty value.

    Raises:
        MetadataError: it is no day, or could be two.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = " ".join(str(value).split())[:_LONGEST]
    if text.lower() in {"", "nan", "nat", "none", "null", "n/a", "-"}:
        return None
    found = _numbers(text, where) or _known(text, where) or find_date(text)
    if found is None or found.year not in _YEARS:
        raise MetadataError(f"{text[:40]!r} is no date", where=where, cure="write it as YYYY-MM-DD")
    return found


def _known(text: str, where: str) -> date | None:
    try:
        return parse_date(text, where)
    except MetadataError:
        return None


def _numbers(text: str, where: str) -> date | None:
    if match := _COMPACT.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
        if day is not None:
            return day
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] != "/" or first == second or first > 12:
            return _day(year, second, first)
        if second > 12:
            return _day(year, first, second)
        raise MetadataError(f"{text[:40]!r} could be two days", where=where, cure="write dates as YYYY-MM-DD")
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(float(text), UTC).date()
    if _MILLISECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC).date()
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
