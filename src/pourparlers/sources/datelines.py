"""The place, date and agency a report opens with: "GENEVA, Jan 10 (Agency) -"."""

from __future__ import annotations

import re
from functools import cache

from pourparlers.sources.phrases import agencies, months, plain

_LONGEST = 120
_DASH = r"(?:\.\s?)?(?:--+|[-–—―])"
_UPPER = r"[^\W\d_a-zß-öø-ÿа-яёіїєґ]"
_NAME = rf"{_UPPER}[\w.'’]{{0,30}}+"
_PLACE = rf"(?>{_NAME}(?:[ /-](?:(?:d[eu]s?|l[ae]) |al-)?{_NAME}){{0,4}}+)"
_DOMAIN = r"[\w-]{2,30}\.(?:com|org|net|fr|info|eu|de|es|it|pt|pl|ru|ua|tr|uk|ch|be|ca|tv)"
_CAPITALS = 3


def dateline_end(line: str) -> int:
    """Say where the dateline at the start of a paragraph ends.

    A dateline is a place and an agency in brackets; a place and a date; an agency in brackets; a date alone and
    a dash; or a place in capitals and a dash. An acronym or a name with a dash is none.

    Args:
        line: a paragraph.

    Returns:
        the index of the first character of the report itself, 0 when there is no dateline.
    """
    head = line[:_LONGEST]
    for pattern in _patterns():
        match = pattern.match(head)
        if match is not None and match.end() < len(line) - 20:
            return match.end()
    match = _capitals().match(head)
    if match is not None and match.end() < len(line) - 20 and _is_capitals(match["place"]):
        return match.end()
    return 0


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = f"(?i:{months()})\\.?"
    day = rf"(?:\d{{1,2}}(?:er|st|nd|rd|th|\.|º)?(?: de)? {month}|{month} \d{{1,2}})(?:,?(?: de)? \d{{4}})?(?: ?г\.?)?"
    agency = rf"[(/\[](?:{agencies().pattern}|{_DOMAIN})[^()\[\]/\n]{{0,40}}[)/\]]"
    desk = agencies().pattern
    place = rf"(?>{_PLACE}(?:, ?(?!{month}){_PLACE}){{0,2}}+)"
    dash = rf"\s{{0,2}}[.,:]?\s{{0,2}}(?:{_DASH}|:)"
    end = r"\s{0,3}"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{place}[,.]?(?: {day})?[,.]? ?{agency}(?:[, ]{{0,2}}{day})?(?:{dash}|[.:]?){end}",
            rf"{place}[,.] ?{day}(?:,? ?{agency})?(?:{dash}|\.)\s?(?:(?:{desk})\.\s)?{end}",
            rf"{agency}(?:{dash}\s?{place}[,.] ?{day})?(?:{dash}|:)?{end}",
            rf"{day}(?<=\d{{4}})\s{{0,2}}[.,]?\s{{0,2}}{_DASH}{end}",
        )
    )


@cache
def _capitals() -> re.Pattern[str]:
    return re.compile(rf"(?P<place>{_PLACE})(?:, ?{_PLACE})?\s{{0,2}}(?:[–—―]|--?(?=\s))\s{{0,3}}")


def _is_capitals(place: str) -> bool:
    letters = [character for character in place if character.isalpha()]
    return (
        len(letters) >= _CAPITALS
        and all(character.isupper() for character in letters)
        and len(plain(place)) < 40
    )
