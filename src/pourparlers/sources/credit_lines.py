"""The line over or under a headline that names the outlet and the date: "Le Monde – 12 janvier 2022 – p. 4"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from pourparlers.knowledge.calendar import calendar_names
from pourparlers.knowledge.lexicon import LANGUAGES
from pourparlers.sources.labels import labels, outlet_name, page
from pourparlers.sources.phrases import Phrases, plain
from pourparlers.sources.written_dates import find_date, spans_of_dates

_LONGEST = 160
_LONGEST_OUTLET = 60
_MOST_WORDS = 14
_PARTS = re.compile(r"[|•·–—/;()\[\]\t]|\s-\s|,\s|:\s")
_TIME = re.compile(
    r"(?:\w{1,3} )?\d{1,2}(?:[:h.]\d{2}|h)(?: ?[ap]\.?m\.?)?(?: ?\(?[A-Z]{2,4}(?:[+-]\d\d:\d\d)?\)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Credit:
    """What the lines around a headline say of the article."""

    date: date | None = None
    outlet: str | None = None
    author: str | None = None
    page: str | None = None

    def of(self, line: str) -> Credit:
        """The same, with a line of its own that names the outlet."""
        label = next((one for one in labels("source") if plain(line).startswith(f"{one}:")), None)
        return replace(self, outlet=outlet_name(line[len(label) + 1 :] if label else line))

    def by(self, line: str) -> Credit:
        """The same, with a line of its own that names the author."""
        return replace(self, author=line)


def credit_of(line: str, language: str, signs: Phrases, *, is_headline: bool = False) -> Credit | None:
    """Read a line that names the date of an article, and mostly its outlet.

    Args:
        line: one line.
        language: of the document, for dates in figures.
        signs: the phrases of that language.
        is_headline: whether it is set as a headline, so that it must say nothing besides.

    Returns:
        what it says; None for a line that is not such a line, as every sentence.
    """
    if len(line) > _LONGEST or len(line.split()) > _MOST_WORDS:
        return None
    day = find_date(line, language)
    if day is None:
        return None
    rest = line
    for start, end in reversed(spans_of_dates(line, language)):
        rest = f"{rest[:start]}|{rest[end:]}"
    if _is_sentence(rest, is_headline):
        return None
    found = Credit(day, page=page(line))
    for part in _PARTS.split(rest):
        text = _without_weekday(part.strip(" .,·"))
        if not text or _TIME.fullmatch(text) or page(text) or not any(map(str.isalpha, text)):
            continue
        if (
            found.author is None
            and signs.patterns["byline_starts"].match(plain(text))
            and plain(text) not in labels("source")
        ):
            found = found.by(text)
        elif found.outlet is None and _may_be_outlet(text, signs):
            found = replace(found, outlet=outlet_name(text))
    return found


def _is_sentence(rest: str, is_headline: bool) -> bool:
    """Whether what is left without the date has the common words of a sentence or of a headline."""
    common = sum(len(word) > 3 and word[0].islower() and word.isalpha() for word in rest.split())
    ends = rest.rstrip(" |").endswith((".", "!", "?", "…", "»", "”", '"'))
    return common > (0 if is_headline or ends else 3)


def _may_be_outlet(text: str, signs: Phrases) -> bool:
    folded = plain(text)
    if (
        len(text) > _LONGEST_OUTLET
        or folded in labels("source")
        or signs.patterns["stamp_starts"].match(folded)
    ):
        return False
    has_case = any(character.islower() or character.isupper() for character in text)
    return any(map(str.isupper, text)) or not has_case


def _without_weekday(text: str) -> str:
    words = text.split()
    while words and plain(words[-1]).strip(".,") in _weekdays():
        words.pop()
    while words and plain(words[0]).strip(".,") in _weekdays():
        words.pop(0)
    return " ".join(words)


@cache
def _weekdays() -> frozenset[str]:
    """Give the names of the days of the week (CLDR), and the small words before a date."""
    return frozenset(
        plain(name).rstrip(".") for language in LANGUAGES for name, _ in calendar_names(language, "days")
    )
