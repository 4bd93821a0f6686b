"""Time cut into days, weeks, months or years, whichever shows a stretch of it in few enough parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MOST_PARTS = 62


@dataclass(frozen=True, slots=True)
class Span:
    """A part of time: its unit, its first and last day (ISO 8601)."""

    unit: str
    first: str
    last: str


def cut(first: str, last: str) -> tuple[Span, ...]:
    """Cut the time from one day to another (ISO 8601) into parts of the smallest unit that makes few enough."""
    if not first or not last or first > last:
        return ()
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    for unit, begin, following in _UNITS:
        spans: list[Span] = []
        day = begin(start)
        while day <= end and len(spans) <= MOST_PARTS:
            after = following(day)
            spans.append(Span(unit, day.isoformat(), (after - timedelta(days=1)).isoformat()))
            day = after
        if len(spans) <= MOST_PARTS or unit == "year":
            return tuple(spans)
    raise AssertionError("years are the last unit")


def places(spans: Iterable[Span]) -> Callable[[str], int | None]:
    """The number of the part that a day lies in."""
    starts = [(span.first, span.last) for span in spans]
    known: dict[str, int | None] = {}

    def find(day: str) -> int | None:
        if day not in known:
            known[day] = next((n for n, (first, last) in enumerate(starts) if first <= day <= last), None)
        return known[day]

    return find


def _month(day: date) -> date:
    return day.replace(day=1)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


_UNITS: tuple[tuple[str, Callable[[date], date], Callable[[date], date]], ...] = (
    ("day", lambda day: day, lambda day: day + timedelta(days=1)),
    ("week", lambda day: day - timedelta(days=day.weekday()), lambda day: day + timedelta(days=7)),
    ("month", _month, _next_month),
    ("year", lambda day: date(day.year, 1, 1), lambda day: date(day.year + 1, 1, 1)),
)
