"""Dates and times as written, resolved to ISO 8601 against the date of the article.

The rules follow TimeML's TIMEX3 (Pustejovsky et al. 2003) for what a phrase denotes, and the habit of the press
for weekdays: a bare "Monday" is the nearest one on the side of time its clause speaks of. Where HeidelTime
(Strötgen and Gertz 2010) is known to go wrong (days that share a month, dotted dates, "en juin dernier"),
patterns read the whole phrase before anything is resolved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pourparlers.model import Article, Span, TimeExpression
from pourparlers.reading.tense import Direction, direction
from pourparlers.reading.timewords import Grammar, Match, Token, grammar, matches, tokens

DAY, WEEK, MONTH, YEAR = range(4)
LONG_AGO = 400
NEAR = 21
NOT_THE_STORY = frozenset({"eve_of", "day_after_of", "ago", "ahead"})
OF_ITS_TIME = frozenset({"weekday", "weekdays", "month"})


@dataclass(frozen=True, slots=True)
class Moment:
    """What a rule may look at: the phrase, the article's date, the tense around, the last day spoken of."""

    match: Match
    today: date | None
    side: Direction
    last_day: date | None
    same_sentence: bool

    def values(self, *names: str) -> list[int]:
        """Give the values of the captures of these classes, in order."""
        return [capture.value for capture in self.match.captures if capture.name in names]

    def value(self, *names: str) -> int | None:
        """Give the value of the first capture of these classes."""
        return next(iter(self.values(*names)), None)


def find(article: Article) -> tuple[TimeExpression, ...]:
    """Find the time expressions in the body of an article.

    Args:
        article: its `language` chooses the words, its `published` is what relative times count from.

    Returns:
        the expressions in text order, not overlapping. `value` is an ISO 8601 date ("2022-01-12", "2021-06",
        "2022-W02", "1997"), an interval of days ("2022-01-10/2022-01-13"), or None when it cannot be known.
    """
    known = grammar(article.language)
    row = tokens(article.text, article.regions)
    found: list[TimeExpression] = []
    last_day: date | None = None
    last_end = 0
    for match in matches(row, known):
        side, cue = direction(row, match.first, match.last, known, article.text)
        if match.rule in OF_ITS_TIME and match.first and row[match.first - 1].form in known.tense.attached:
            side, cue = Direction.UNKNOWN, None
        same = not _sentence_between(article.text, last_end, row[match.first].start)
        moment = Moment(match, article.published, side, last_day, same)
        for first, last, value in _resolve(moment, known, row):
            why = (f"rule:{match.rule.replace('_', '-')}", *((f"cue:{cue}",) if cue else ()))
            span = Span(row[first].start, row[last - 1].end)
            found.append(TimeExpression(span, value, why))
            if value is not None and len(value) == 10 and match.rule not in NOT_THE_STORY:
                last_day = date.fromisoformat(value)
            last_end = span.end
    return tuple(found)


def _sentence_between(text: str, start: int, end: int) -> bool:
    stretch = text[max(start, end - LONG_AGO) : end]
    return end - start > LONG_AGO or any(sign in stretch for sign in (". ", "! ", "? ", "\n", ".\n"))


def _resolve(moment: Moment, known: Grammar, row: Sequence[Token]) -> Iterator[tuple[int, int, str | None]]:
    match = moment.match
    if match.rule in ("days", "weekdays"):
        name = "day" if match.rule == "days" else "weekday"
        parts = [capture for capture in match.captures if capture.name == name]
        values = LISTS[match.rule](moment)
        for number, (part, value) in enumerate(zip(parts, values, strict=True)):
            first = match.first if number == 0 else part.first
            last = match.last if number == len(parts) - 1 else part.last
            yield first, last, value
    elif match.rule in ("numeric", "iso"):
        value = _numeric(moment, known.order)
        if value is not None and _adjacent(row[match.first : match.last]):
            yield match.first, match.last, value
    elif match.rule == "weekday_day":
        value = _weekday_day(moment)
        last = match.last if value else match.captures[0].last
        yield match.first, last, value or _weekday(moment)
    else:
        yield match.first, match.last, RULES[match.rule](moment)


def _adjacent(row: Sequence[Token]) -> bool:
    return all(left.end == right.start for left, right in pairwise(row))


# ---------------------------------------------------------------- calendar dates


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _year_of(moment: Moment, month: int, day: int, weekday: int | None) -> date | None:
    """Find the year of a day and month written without one: the weekday decides, else the nearest."""
    if moment.today is None:
        return None
    today = moment.today
    days = [d for year in (today.year - 1, today.year, today.year + 1) if (d := _day(year, month, day))]
    if weekday is not None:
        days = [d for d in days if d.weekday() == weekday] or days
    return min(
        days, key=lambda d: (_against(moment.side, (d - today).days), abs((d - today).days)), default=None
    )


def _against(side: Direction, days: int) -> bool:
    """Whether a day lies on the other side of today than the clause speaks of, by more than a season."""
    return (side == Direction.PAST and days > 100) or (side == Direction.FUTURE and days < -100)


def _date(moment: Moment) -> str | None:
    day, month, year = moment.value("day"), moment.value("mon"), moment.value("year")
    if day is None or month is None:
        return None
    if year is not None:
        return _iso(_day(year, month, day))
    return _iso(_year_of(moment, month, day, moment.value("weekday", "wday")))


def _days(moment: Moment) -> list[str | None]:
    month, year = moment.value("mon"), moment.value("year")
    assert month is not None
    return [
        _iso(_day(year, month, day) if year is not None else _year_of(moment, month, day, None))
        for day in moment.values("day")
    ]


def _range(moment: Moment) -> str | None:
    days, months, year = moment.values("day"), moment.values("mon"), moment.value("year")
    months = months * 2 if len(months) == 1 else months
    ends = [
        _day(year, month, day) if year is not None else _year_of(moment, month, day, None)
        for day, month in zip(days, months, strict=True)
    ]
    first, last = ends
    if first is None or last is None:
        return None
    if first > last:
        first = _day(first.year - 1, first.month, first.day)
    return f"{first}/{last}" if first else None


def _numeric(moment: Moment, order: str) -> str | None:
    figures, year = moment.values("figure"), moment.value("year4")
    assert year is not None
    first, second = figures
    if moment.match.rule == "iso":
        return _iso(_day(year, first, second))
    day, month = (second, first) if order.index("m") < order.index("d") else (first, second)
    return _iso(_day(year, month, day) or _day(year, day, month))


# ---------------------------------------------------------------- weekdays


def nearest(today: date, weekday: int, side: Direction) -> date:
    """Give the day that a bare weekday names: today if it fits, else the nearest on that side of today."""
    ahead = (weekday - today.weekday()) % 7
    if side == Direction.FUTURE or ahead == 0:
        return today + timedelta(ahead)
    if side == Direction.PAST or ahead > 3:
        return today + timedelta(ahead - 7)
    return today + timedelta(ahead)


def _weekday(moment: Moment) -> str | None:
    weekday = moment.value("weekday")
    if moment.today is None or weekday is None:
        return None
    return _iso(nearest(moment.today, weekday, moment.side))


def _weekdays(moment: Moment) -> list[str | None]:
    weekdays = moment.values("weekday")
    if moment.today is None:
        return [None] * len(weekdays)
    if moment.side == Direction.PAST:
        days = [nearest(moment.today, weekdays[-1], Direction.PAST)]
        for weekday in reversed(weekdays[:-1]):
            days.append(days[-1] - timedelta((days[-1].weekday() - weekday) % 7 or 7))
        return [_iso(day) for day in reversed(days)]
    days = [nearest(moment.today, weekdays[0], moment.side)]
    for weekday in weekdays[1:]:
        days.append(days[-1] + timedelta((weekday - days[-1].weekday()) % 7 or 7))
    return [_iso(day) for day in days]


def _weekday_range(moment: Moment) -> str | None:
    first, last = _weekdays(moment)
    return f"{first}/{last}" if first and last else None


def _weekday_last(moment: Moment) -> str | None:
    weekday = moment.value("weekday")
    if moment.today is None or weekday is None:
        return None
    return _iso(moment.today - timedelta((moment.today.weekday() - weekday) % 7 or 7))


def _weekday_next(moment: Moment) -> str | None:
    weekday = moment.value("weekday")
    if moment.today is None or weekday is None:
        return None
    return _iso(moment.today + timedelta((weekday - moment.today.weekday()) % 7 or 7))


def _weekday_day(moment: Moment) -> str | None:
    """Find "samedi 24": the near 24th that is a Saturday; without one the number counts something else."""
    weekday, day, today = moment.value("weekday"), moment.value("day"), moment.today
    if today is None:
        return None
    near = sorted((today + timedelta(n) for n in range(-NEAR, NEAR + 1)), key=lambda d: abs((d - today).days))
    return _iso(next((d for d in near if d.day == day and d.weekday() == weekday), None))


# ---------------------------------------------------------------- days, weeks, months and years from now


def _shift(today: date, unit: int, count: int) -> str:
    if unit == DAY:
        return (today + timedelta(count)).isoformat()
    if unit == WEEK:
        year, week, _ = (today + timedelta(7 * count)).isocalendar()
        return f"{year}-W{week:02}"
    if unit == MONTH:
        year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
        return f"{year}-{month + 1:02}"
    return str(today.year + count)


def _fixed(unit: int) -> Callable[[Moment], str | None]:
    def rule(moment: Moment) -> str | None:
        return _shift(moment.today, unit, moment.match.offset or 0) if moment.today else None

    return rule


def _weekend(moment: Moment) -> str | None:
    if moment.today is None:
        return None
    weeks = moment.match.offset or 0
    if weeks == 0 and moment.side == Direction.PAST and moment.today.weekday() < 4:
        weeks = -1
    saturday = moment.today + timedelta(5 - moment.today.weekday() + 7 * weeks)
    return f"{saturday}/{saturday + timedelta(1)}"


def _distance(sign: int) -> Callable[[Moment], str | None]:
    def rule(moment: Moment) -> str | None:
        count, unit = moment.value("number"), moment.value("unit")
        if moment.today is None or count is None or unit is None or count > 999:
            return None
        return _shift(moment.today, unit, sign * count) if abs(count) < moment.today.year else None

    return rule


def _month(moment: Moment) -> str | None:
    month, year, today = moment.value("month", "mon"), moment.value("year"), moment.today
    if month is None:
        return None
    if year is not None:
        return f"{year}-{month:02}"
    if today is None:
        return None
    years = {
        Direction.PAST: today.year - (month > today.month),
        Direction.FUTURE: today.year + (month < today.month),
        Direction.UNKNOWN: today.year + (month - today.month < -6) - (month - today.month > 6),
    }
    return f"{years[moment.side]}-{month:02}"


def _month_last(moment: Moment) -> str | None:
    month, today = moment.value("month"), moment.today
    if today is None or month is None:
        return None
    return f"{today.year - (month >= today.month)}-{month:02}"


def _month_next(moment: Moment) -> str | None:
    month, today = moment.value("month"), moment.today
    if today is None or month is None:
        return None
    return f"{today.year + (month <= today.month)}-{month:02}"


def _year(moment: Moment) -> str | None:
    return f"{moment.value('year')}"


# ---------------------------------------------------------------- days counted from another day


def _from_last_day(count: int) -> Callable[[Moment], str | None]:
    def rule(moment: Moment) -> str | None:
        return _iso(moment.last_day + timedelta(count)) if moment.last_day else None

    return rule


def _same_day(moment: Moment) -> str | None:
    return _iso(moment.last_day if moment.same_sentence and moment.last_day else moment.today)


def _unknown(moment: Moment) -> None:
    return None


def _beside_event(moment: Moment) -> str | None:
    """Give the day of "à la veille de": the one the sentence speaks of, else unknown."""
    return _iso(moment.last_day) if moment.same_sentence else None


LISTS: dict[str, Callable[[Moment], list[str | None]]] = {"days": _days, "weekdays": _weekdays}
RULES: dict[str, Callable[[Moment], str | None]] = {
    "date": _date,
    "range": _range,
    "weekday": _weekday,
    "weekday_range": _weekday_range,
    "weekday_last": _weekday_last,
    "weekday_next": _weekday_next,
    "day": _fixed(DAY),
    "week": _fixed(WEEK),
    "month_offset": _fixed(MONTH),
    "year_offset": _fixed(YEAR),
    "weekend": _weekend,
    "ago": _distance(-1),
    "ahead": _distance(1),
    "month": _month,
    "month_last": _month_last,
    "month_next": _month_next,
    "year": _year,
    "same_day": _same_day,
    "habit": _unknown,
    "day_before": _from_last_day(-1),
    "day_after": _from_last_day(1),
    "eve_of": _beside_event,
    "day_after_of": _beside_event,
}
