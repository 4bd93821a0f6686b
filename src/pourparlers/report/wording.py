"""The words of the interface: labels by language, plurals, quotation marks, numbers, lists and dates."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from pourparlers.errors import UsageError

NARROW_SPACE = "\u202f"
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?|-W(\d{2}))?")


def languages() -> tuple[str, ...]:
    """The languages the interface speaks, as ISO 639-1 codes."""
    folder = resources.files("pourparlers.report") / "labels"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir()))


@cache
def wording(language: str) -> Wording:
    """The words of the interface in one language.

    Args:
        language: ISO 639-1 code, one of `languages()`.

    Raises:
        UsageError: the interface does not speak the language.
    """
    if language not in languages():
        raise UsageError(f"no interface in {language!r}", cure=f"choose one of {', '.join(languages())}")
    source = resources.files("pourparlers.report") / "labels" / f"{language}.toml"
    raw = tomllib.loads(source.read_text(encoding="utf-8"))
    marks = raw["language"]
    return Wording(language, Locale.parse(marks["locale"]), _typeset(raw, marks["high"], marks["apostrophe"]))


def extended(words: Wording, more: Mapping[str, Mapping[str, Any]]) -> Wording:
    """The words with further sections, as read from TOML; what is in both is taken from the further ones."""
    marks = words.table["language"]
    added = _typeset(dict(more), marks["high"], marks["apostrophe"])
    sections = words.table.keys() | added.keys()
    table = {name: {**words.table.get(name, {}), **added.get(name, {})} for name in sections}
    return Wording(words.language, words.locale, table)


def _typeset(value: Any, high: str, apostrophe: str) -> Any:  # noqa: ANN401
    """Every text with the language's apostrophe, and narrow no-break spaces beside the marks in `high`."""
    if isinstance(value, dict):
        return {key: _typeset(item, high, apostrophe) for key, item in value.items()}
    for mark in high:
        value = value.replace(f" {mark}", NARROW_SPACE + mark)
    if "»" in high:
        value = value.replace("« ", f"«{NARROW_SPACE}")
    return value.replace("'", apostrophe)


def slug(value: str) -> str:
    """A kind as the label files write it: lower case, words joined by hyphens."""
    return "-".join(re.findall(r"\w+", value.casefold().replace("_", " ")))


@dataclass(frozen=True)
class Wording:
    """The labels of one language. Call it with "section.key" to get a text."""

    language: str
    locale: Locale
    table: Mapping[str, Mapping[str, Any]]

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key`, its fields filled in; `n` chooses the plural form."""
        section, name = key.split(".", 1)
        text = self.table[section][name]
        if isinstance(text, Mapping):
            n = values["n"]
            assert isinstance(n, int)
            text = text.get(self.locale.plural_form(n), text["other"])
            values["n"] = self.number(n)
        return str(text).format(**values)

    def kind(self, section: str, value: str) -> str:
        """What a kind is called, or the kind itself in plain words when the labels do not know it."""
        name = slug(value)
        return str(self.table[section].get(name, value.replace("_", " ").replace("-", " ").strip()))

    def knows(self, section: str, value: str) -> bool:
        """Whether a kind has a label of its own."""
        return slug(value) in self.table[section]

    def quoted(self, text: str) -> str:
        """The text between the quotation marks of the language."""
        marks = self.table["language"]
        return f"{marks['quote_open']}{text}{marks['quote_close']}"

    def marks(self) -> tuple[str, str]:
        """The opening and the closing quotation mark of the language."""
        return self.table["language"]["quote_open"], self.table["language"]["quote_close"]

    def number(self, n: int) -> str:
        """A whole number as the language writes it."""
        return format_decimal(n, locale=self.locale)

    def percent(self, share: float) -> str:
        """A share (0 to 1) as a percentage."""
        return format_percent(share, locale=self.locale)

    def listed(self, names: Iterable[str]) -> str:
        """Names as one phrase: "A, B and C"."""
        return format_list(list(names), locale=self.locale)

    def language_name(self, code: str) -> str:
        """What a language is called, or its code if CLDR does not know it."""
        return str(self.locale.languages.get(code, code))

    def day(self, value: date | str | None, *, weekday: bool = False, short: bool = False) -> str:
        """A date in words.

        Args:
            value: a date, or ISO 8601, possibly partial (2022, 2021-06, 2022-W02) or a range (A/B).
            weekday: name the day of the week as well.
            short: abbreviate the month.

        Returns:
            The words; "" for None, and the value itself if it is no date.
        """
        if value is None:
            return ""
        text = value.isoformat() if isinstance(value, date) else value
        if "/" in text:
            first, last = text.split("/", 1)
            return self("date.range", first=self.day(first), last=self.day(last))
        found = _ISO.fullmatch(text)
        if not found:
            return text
        try:
            return self._day(found, weekday=weekday, short=short)
        except ValueError:
            return text

    def days(self, first: str | None, last: str | None) -> str:
        """From the first to the last day in short, or the one day; "" if neither is known."""
        try:
            start, end = (datetime.strptime(day or "", "%Y-%m-%d").date() for day in (first, last))
        except ValueError:
            if first and last and first != last:
                return self("date.range", first=self.day(first, short=True), last=self.day(last, short=True))
            return self.day(first or last, short=True)
        return str(format_interval(start, end, "yMMMd", locale=self.locale))

    def _day(self, found: re.Match[str], *, weekday: bool, short: bool) -> str:
        year, month, day, week = (int(part) if part else None for part in found.groups())
        assert year is not None
        if week:
            return self("date.week", day=self.day(date.fromisocalendar(year, week, 1)))
        if not month:
            return f"{year:04d}"
        if not day:
            return format_skeleton("yMMM" if short else "yMMMM", date(year, month, 1), locale=self.locale)
        length = "medium" if short else "full" if weekday else "long"
        text = format_date(date(year, month, day), length, locale=self.locale)
        return re.sub(r"\b1\b", self.table["language"]["first_of_month"], text, count=1)
