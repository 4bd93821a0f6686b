"""Figures as written, with what they count: "près de huit heures", "tens of thousands of troops"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.words import fold
from pourparlers.model import Article, Span

_GROUPED = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+"
_TOKEN = re.compile(rf"(?<!\d){_GROUPED}(?!\d)|\d+(?:[.,]\d+)?|[^\W\d_]+|[%$€£]")
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound"}
_GAP = 4
_ADJECTIVES = 2


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: the words that say it, what it counts, and its value.

    `unit` is a class of `quantities.toml` ("hour", "soldier"). `exact` is False for collectives, of which only the
    order of magnitude is known ("dozens"); `rough` has an approximating word before it. `span` runs from that word to
    the unit.
    """

    span: Span
    unit: str
    value: float
    exact: bool
    rough: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: Mapping[str, float]
    scales: Mapping[str, float]
    collectives: Mapping[str, float]
    approximations: frozenset[tuple[str, ...]]
    links: frozenset[str]
    units: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    key: str


def find(article: Article) -> tuple[Quantity, ...]:
    """The quantities of an article's body, in text order; only units that reports can disagree on count."""
    words = _words(article.language)
    tokens = [_Token(m.start(), m.end(), fold(m.group())) for m in _TOKEN.finditer(article.text)]
    ends = [region.span.end for region in article.regions]
    return tuple(
        quantity
        for quantity in _quantities(article.text, tokens, words)
        if (at := bisect_right(ends, quantity.span.start)) == len(ends)
        or article.regions[at].span.start >= quantity.span.end
    )


def _quantities(text: str, tokens: list[_Token], words: _Words) -> Iterator[Quantity]:
    i = 0
    while i < len(tokens):
        sign = _SIGNS.get(tokens[i].key)
        at = i + 1 if sign and i + 1 < len(tokens) and tokens[i + 1].key[0].isdigit() else i
        read = _number(text, tokens, at, words)
        if read is None:
            i += 1
            continue
        value, exact, after = read
        unit = (after - 1, sign) if sign and at > i else _unit(text, tokens, after, words)
        if unit is not None:
            end, name = unit
            first = _approximation(tokens, i, words)
            yield Quantity(Span(tokens[first].start, tokens[end].end), name, value, exact, first < i)
            after = end + 1
        i = max(after, i + 1)


def _number(text: str, tokens: list[_Token], i: int, words: _Words) -> tuple[float, bool, int] | None:
    """Value, exactness and the token after the number that starts at token `i`, if one does."""
    value = 0.0
    exact = True
    j = i
    while j < len(tokens) and (j == i or _near(text, tokens, j)):
        key = tokens[j].key
        if key[0].isdigit() and j == i:
            value = _digits(key)
        elif key in words.collectives and (j == i or value):
            value = max(value, 1) * words.collectives[key]
            exact = False
        elif key in words.numbers and not (j > i and tokens[j - 1].key[0].isdigit()):
            value += words.numbers[key]
        elif key in words.scales and (value or j == i):
            value = max(value, 1) * words.scales[key]
        elif key in words.links and j > i and _goes_on(tokens, j, words):
            pass
        else:
            break
        j += 1
    return (value, exact, j) if value else None


def _goes_on(tokens: list[_Token], j: int, words: _Words) -> bool:
    return j + 1 < len(tokens) and (
        tokens[j + 1].key in words.collectives or tokens[j + 1].key in words.scales
    )


def _unit(text: str, tokens: list[_Token], i: int, words: _Words) -> tuple[int, str] | None:
    """The token and class of the unit at token `i`, over little words and at most two adjectives."""
    adjectives = 0
    for j in range(i, min(i + _ADJECTIVES + 3, len(tokens))):
        if j and not _near(text, tokens, j):
            return None
        key = tokens[j].key
        if key in words.units:
            return j, words.units[key]
        if key[0].isdigit():
            return None
        if key not in words.links:
            adjectives += 1
            if adjectives > _ADJECTIVES:
                return None
    return None


def _approximation(tokens: list[_Token], i: int, words: _Words) -> int:
    """The first token of the approximating words right before token `i`, or `i`."""
    for length in (3, 2, 1):
        if i >= length and tuple(token.key for token in tokens[i - length : i]) in words.approximations:
            return i - length
    return i


def _near(text: str, tokens: list[_Token], j: int) -> bool:
    between = text[tokens[j - 1].end : tokens[j].start]
    return len(between) <= _GAP and not any(mark in between for mark in '.,;:!?()\n"«»“”')


def _digits(written: str) -> float:
    """The value of a number in digits: what parts groups of three falls away, else a comma is a decimal point."""
    if re.fullmatch(_GROUPED, written):
        return float(re.sub(r"\D", "", written))
    return float(written.replace(",", "."))


@cache
def _words(language: str) -> _Words:
    raw = lexicon(language, "quantities")
    return _Words(
        numbers={fold(k): float(v) for k, v in raw.get("numbers", {}).items()},
        scales={fold(k): float(v) for k, v in raw.get("scales", {}).items()},
        collectives={fold(k): float(v) for k, v in raw.get("collectives", {}).items()},
        approximations=frozenset(tuple(fold(phrase).split()) for phrase in raw.get("approximations", ())),
        links=frozenset(fold(word) for word in raw.get("links", ())),
        units={fold(word): unit for unit, forms in raw.get("units", {}).items() for word in forms} | _SIGNS,
    )
