"""The signs of boilerplate in one language, compiled once from `knowledge/languages/<xx>/boilerplate.toml`.

The lists of that file:

- agencies: news and picture agencies and desks, known whatever the language of the article;
- photo_words, credit_joins: what a photo credit begins with, and what may stand between its names;
- caption_starts: what only a caption begins with;
- byline_starts, byline_joins: what a byline begins with, and the small words it may have;
- stamp_starts: what a line with the time of publication begins with;
- sign_offs: what stands before the agency at the end of an article;
- link_starts: what stands before a colon and the title of another article; link_lines: whole lines;
  link_phrases: anywhere in a line;
- share_appeal, newsletter_appeal, donation_appeal: phrases no report has in its own words;
- newsletter_topics, donation_topics: words that make an appeal together with `reader` and `ours`;
- advertisement, navigation_lines: whole lines; navigation_starts: before a colon;
- copyright, navigation_phrases: anywhere in a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pourparlers.knowledge.calendar import calendar_names
from pourparlers.knowledge.lexicon import FALLBACK, LANGUAGES, known_language, lexicon

_TOPIC = "boilerplate"
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "\u00a0": " ", "\u202f": " "})
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Phrases:
    """The lists of one language, with the English ones, which pages in any language carry too."""

    patterns: dict[str, re.Pattern[str]]
    lines: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]


def plain(text: str) -> str:
    """Fold a line for comparison: lower case, straight apostrophes, single spaces."""
    return _SPACE.sub(" ", text.translate(_APOSTROPHES).casefold()).strip()


@cache
def phrases(language: str) -> Phrases:
    """Compile the lists of a language."""
    served = dict.fromkeys((known_language(language), FALLBACK))
    merged: dict[str, list[str]] = {}
    for one in served:
        for key, values in lexicon(one, _TOPIC).items():
            merged.setdefault(key, []).extend(map(plain, values))
    return Phrases(
        patterns={key: re.compile(_choice(values)) for key, values in merged.items()},
        lines={key: frozenset(values) for key, values in merged.items()},
        words={
            key: frozenset(word for value in values for word in value.split())
            for key, values in merged.items()
        },
    )


@cache
def agencies() -> re.Pattern[str]:
    """Match the name of any agency of any language as it is written, on word limits."""
    names = {name for language in LANGUAGES for name in lexicon(language, _TOPIC).get("agencies", ())}
    return re.compile(_choice(names))


@cache
def months() -> str:
    """Give a pattern for the name of a month in any served language, long or short (CLDR, through Babel)."""
    return _choice(_calendar_names("months"))


@cache
def weekdays() -> str:
    """Give a pattern for the name of a day of the week in any served language, long or short (CLDR, through Babel)."""
    return _choice(_calendar_names("days"))


def _calendar_names(kind: Literal["days", "months"]) -> set[str]:
    names: set[str] = set()
    for language in LANGUAGES:
        names.update(plain(name).rstrip(".") for name, _ in calendar_names(language, kind))
    return {name for name in names if not name.isdigit()}


def _choice(values: Iterable[str]) -> str:
    """Write an alternation, longest first, held to word limits; "*" leaves the end of a word open."""
    words = [_ending(value) for value in _longest_first(values) if value[0].isalnum()]
    signs = [_ending(value) for value in _longest_first(values) if not value[0].isalnum()]
    groups = [rf"(?<!\w)(?:{'|'.join(words)})"] if words else []
    groups += [f"(?:{'|'.join(signs)})"] if signs else []
    return f"(?:{'|'.join(groups)})" if groups else "(?!)"


def _longest_first(values: Iterable[str]) -> list[str]:
    return sorted(set(values), key=lambda one: (-len(one), one))


def _ending(value: str) -> str:
    body = re.escape(value).replace(r"\*", r"\w{0,12}")
    return body + r"(?!\w)" if value[-1].isalnum() else body
