"""The date in a line such as "mercredi 12 janvier 2022, p. 4", in any of the served languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError

from pourparlers.knowledge.calendar import calendar_names
from pourparlers.knowledge.lexicon import LANGUAGES
from pourparlers.sources.phrases import plain

_OLDEST = 1600
_LATEST = 2199
_LONGEST = 2000
_WORLD = ("001", "150", "419")
_OTHER_MONTHS = ("ar_DZ", "ar_LB", "ar_MA", "de_AT", "es_PE")
"""Regions of the served languages with month names of their own: جانفي, كانون الثاني, غشت, Jänner, setiembre."""
_ORDINAL = r"(?:er|re|e|st|nd|rd|th|[ºª°])?"
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")


def find_date(text: str, language: str | None = None) -> date | None:
    """Find the first full date in a line.

    Month names are CLDR's, of all served languages and their regions, long and short. Of dates in figures, ISO 8601
    counts always, and day, month and year where the day is over 12 or every region of the language writes them in one
    order; "03/04/2022" in an English text is nobody's to tell.

    Args:
        text: a line; its first 2,000 characters are looked at.
        language: the language of the text, for dates in figures.

    Returns:
        the date, None when there is none that exists.
    """
    found = sorted(_dates(plain(text[:_LONGEST]), language), key=lambda one: one[0])
    return found[0][1] if found else None


def spans_of_dates(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """Give where the dates stand in a line that `plain` leaves as long as it is."""
    folded = plain(text)
    return (
        [(start, end) for start, _, end in sorted(_dates(folded, language))]
        if len(folded) == len(text)
        else []
    )


def _dates(line: str, language: str | None) -> Iterator[tuple[int, date, int]]:
    for pattern, order in ((_day_first(), "dmy"), (_month_first(), "mdy"), (_ISO, "ymd")):
        for match in pattern.finditer(line):
            parts = dict(zip(order, match.groups(), strict=True))
            if day := _day(parts["y"], parts["m"], parts["d"]):
                yield match.start(), day, match.end()
    for match in _FIGURES.finditer(line):
        first, second, year = int(match[1]), int(match[3]), match[4]
        swapped = second > 12 or (first <= 12 and _order(language) == "mdy")
        if first <= 12 and second <= 12 and first != second and _order(language) is None:
            continue
        if day := _day(year, *((match[1], match[3]) if swapped else (match[3], match[1]))):
            yield match.start(), day, match.end()


def _day(year: str, month: str, day: str) -> date | None:
    number = _months().get(month.rstrip(".")) or (int(month) if month.isdecimal() else 0)
    try:
        made = date(int(year), number, int(day))
    except ValueError:
        return None
    return made if _OLDEST <= made.year <= _LATEST else None


@cache
def _months() -> dict[str, int]:
    """Give the number of each month by its names, folded, without a full stop."""
    names: dict[str, int] = {}
    for language in (*LANGUAGES, *_OTHER_MONTHS):
        for name, number in calendar_names(language, "months"):
            folded = plain(name).rstrip(".")
            if not folded.isdecimal():
                names.setdefault(folded, number)
    return names


@cache
def _month() -> str:
    names = sorted(_months(), key=lambda one: (-len(one), one))
    one = rf"(?:{'|'.join(map(re.escape, names))})"
    return rf"({one})(?:\s?/\s?{one})?(?!\w)\.?"


@cache
def _day_first() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\d)(\d{{1,2}}){_ORDINAL}[.,]?[\s-]{{0,2}}(?:(?:de|of)\s)?{_month()}[,،]?[\s-]{{0,2}}"
        rf"(?:(?:de|del)\s)?(\d{{4}})(?!\d)"
    )


@cache
def _month_first() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w){_month()}\s?(\d{{1,2}}){_ORDINAL}(?!\d)[,.]?\s?(?:[^\W\d]{{3,12}},?\s)?(\d{{4}})(?!\d)"
    )


@cache
def _order(language: str | None) -> str | None:
    """Say in which order a language writes a date in figures, None when its regions disagree."""
    if language not in LANGUAGES:
        return None
    orders = set()
    for tag in (language, *(f"{language}_{region}" for region in _WORLD)):
        try:
            pattern = Locale.parse(tag).date_formats["short"].pattern
        except (UnknownLocaleError, ValueError):
            continue
        orders.add("dmy" if pattern.find("d") < pattern.find("M") else "mdy")
    return orders.pop() if len(orders) == 1 else None
