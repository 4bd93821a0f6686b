"""What exports of press databases call their fields, in any language of their interfaces.

The lists are those of `knowledge/languages/<xx>/databases.toml`, all languages together, for a French interface shows
English articles and the other way round:

- words: the unit after the length of an article; page: before the number of a page;
- website: in brackets after the name of an outlet whose site it is;
- originally: what a link back to the outlet's own page begins with; source: a label before the outlet;
- body, end, section, length, byline, dateline, highlight, loaded, graphic, classification, language, untitled: the
  fields of a document of Nexis, its end, and what stands for a title that it has not;
- review, contents: what a press review and its table of contents are headed with.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from pourparlers.knowledge.lexicon import LANGUAGES, lexicon
from pourparlers.sources.phrases import plain

_TOPIC = "databases"
_FIELD = re.compile(r"([^\W\d_][\w' .-]{1,40}?)\s?[:：](?:\s|$)")
_PAGE_NUMBER = r"((?:[A-Z]{1,4}[- ]?)?\d{1,4}[A-Z]?(?:_\w{1,6}){0,3}(?:\s?[-–,/&]\s?(?:[A-Z]{1,4})?\d{1,4}){0,6})(?![\w:])"


@cache
def labels(key: str) -> frozenset[str]:
    """Give all that a field is called, folded."""
    return frozenset(plain(one) for language in LANGUAGES for one in lexicon(language, _TOPIC)[key])


@cache
def _fields() -> dict[str, str]:
    keys = ("section", "length", "byline", "dateline", "highlight", "loaded", "language")
    return {label: key for key in keys for label in labels(key)}


def field(line: str) -> tuple[str, str] | None:
    """Read a line such as "Byline: By A. Writer": the key of the field and what it says; None for any other line."""
    match = _FIELD.match(line)
    key = _fields().get(plain(match[1])) if match else None
    return (key, line[match.end() :].strip()) if match and key else None


def page(text: str) -> str | None:
    """Give the page in "Politique, mardi 14 mars 2006, p. 16", as it is written; None without one."""
    match = _page_pattern().search(text)
    return re.sub(r"\s", "", match[1]) if match else None


@cache
def _page_pattern() -> re.Pattern[str]:
    words = sorted(labels("page"), key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\w)(?i:{'|'.join(map(re.escape, words))})\s{{0,2}}{_PAGE_NUMBER}")


def language_code(name: str) -> str | None:
    """Give the code of a language by its name in any served language: "Français", "FRENCH; FRANÇAIS", "Französisch"."""
    parts = (plain(part) for part in re.split(r"[;,/(]", name))
    return next((code for part in parts if (code := _languages().get(part))), None)


@cache
def _languages() -> dict[str, str]:
    return {plain(Locale.parse(own).languages[code]): code for own in LANGUAGES for code in LANGUAGES}


def outlet_name(text: str) -> str | None:
    """Give the name of an outlet without the number of its issue and without "(web site)"."""
    name = _issue().split(text.strip(), maxsplit=1)[0]
    return name.strip(" ,;:·|–—-") or None


@cache
def _issue() -> re.Pattern[str]:
    sites = "|".join(re.escape(one) for one in sorted(labels("website")))
    return re.compile(
        rf",?\s(?:n[o°º]|num|vol|issue|nr|№)\.?\s?\d|\s{{3,}}|\n|\s?\((?:{sites})[^)]{{0,20}}\)",
        re.IGNORECASE,
    )
