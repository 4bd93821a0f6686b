"""Figures that two reports give for one thing: other values, one brought up to date, or the same value in another mouth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pourparlers.dossier.page import Page
from pourparlers.knowledge import entities
from pourparlers.knowledge.lexicon import lexicon
from pourparlers.knowledge.words import Word, fold
from pourparlers.model import Divergence, Evidence, Reason, Span
from pourparlers.reading.quantities import Quantity
from pourparlers.reading.quantities import find as quantities

_STEM = 5
_SAME_SCENE = 0.35  # share of the shorter sentence's matter that the other must have
_LEAST = 2  # words and names that the two sentences share
_CLOSE_BY = 45  # characters around a measure, in which two that differ must share words
_FATE = 4  # letters by which a word for the dead or the wounded is known again ("killed", "killing")
_HARM = ("dead", "wounded")
_COUNTS = frozenset({"dead", "wounded", "person", "prisoner", "refugee"})
_PARTS = frozenset({"percent", "dollar", "euro", "pound", "rouble"})  # of which one sentence has several
_MEASURES = _PARTS | {"day", "hour", "kilometre", "mile", "month", "week", "year"}
_LONG = frozenset({"month", "year"})  # told of anything by anybody
_MOST_BESIDE = 0.6  # share of the words beside such a part that must be the same
_TOLERANCE = 0.05
_ROUGHLY = 0.2  # the same where either has an approximating word
_MAGNITUDE = 10
_BREAK = re.compile(r'[;:()"«»“”–—]|, |\n')
_SHOWN = 100  # characters shown on either side
_TOLD_BY = 25  # characters behind a figure that tell what it counts


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity and what its sentence is about: content words cut short, countries and organisations as codes.

    `unit` tells the dead from the wounded where it is people that are counted. `beside` are the words right beside it
    in that sentence, `place` the clause it is shown in, `day` when it was published.
    """

    quantity: Quantity
    unit: str
    place: Evidence
    day: date | None
    matter: frozenset[str]
    beside: frozenset[str]
    attributed: bool


def figures(page: Page) -> tuple[Figure, ...]:
    """The figures of one article, each with what it is about."""
    found = quantities(page.article)
    if not found:
        return ()
    said = [span for one in page.reading.attributions for span in one.content]
    out = []
    for quantity in found:
        span = quantity.span
        sentence = page.sentence(page.sentence_at(span.start))
        text = page.text[sentence.start : sentence.end]
        codes = {match.entity.code for match in entities.find(text, page.language) if match.entity}
        rest = [word for word in page.content_in([sentence]) if not span.start <= word.start < span.end]
        near = [word for word in rest if _distance(span, word) <= _CLOSE_BY]
        beside = {
            word.key[:_STEM]
            for word in near
            if not any(one.span.start <= word.start < one.span.end for one in found)
        }
        out.append(
            Figure(
                quantity,
                _fate(span, near, page.language) if quantity.unit == "person" else quantity.unit,
                Evidence(page.article.id, *_clause(page.text, sentence, span)),
                page.article.published,
                frozenset({word.key[:_STEM] for word in rest} | codes),
                frozenset(beside),
                any(one.start <= span.start < one.end for one in said),
            )
        )
    return tuple(out)


def _distance(span: Span, word: Word) -> int:
    return max(span.start - word.end, word.start - span.end)


def _fate(span: Span, near: Sequence[Word], language: str) -> str:
    """Tell what happened to people that are counted, by the nearest word for it."""
    fates = _fates(language)
    told = [word for word in near if word.key[:_FATE] in fates]
    return fates[min(told, key=lambda word: _distance(span, word)).key[:_FATE]] if told else "person"


@cache
def _fates(language: str) -> Mapping[str, str]:
    units: Mapping[str, Sequence[str]] = lexicon(language, "quantities").get("units", {})
    return {fold(form)[:_FATE]: unit for unit in _HARM for form in units.get(unit, ())}


def _clause(text: str, sentence: Span, span: Span) -> Span:
    """Give the clause round a figure, so that it says what is counted."""
    first = max(sentence.start, span.start - _SHOWN)
    last = min(sentence.end, span.end + _SHOWN)
    start = max((m.end() for m in _BREAK.finditer(text, first, span.start)), default=first)
    end = next((m.start() for m in _BREAK.finditer(text, min(last, span.end + _TOLD_BY), last)), last)
    while sentence.start < start < span.start and text[start - 1].isalnum():
        start += 1
    while span.end < end < sentence.end and text[end].isalnum():
        end -= 1
    while start < span.start and not text[start].isalnum():
        start += 1
    while end > span.end and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end)


def compare(one: Sequence[Figure], two: Sequence[Figure]) -> Iterator[Divergence]:
    """Figures of two reports on the same thing that do not agree, or agree in another mouth."""
    for a in one:
        likely = [
            (_scene(a, b), b)
            for b in two
            if b.unit == a.unit and len(a.matter & b.matter) >= _LEAST and _scene(a, b) >= _SAME_SCENE
        ]
        if not likely:
            continue
        scene, b = max(
            likely, key=lambda pair: (pair[0], not differ(a.quantity, pair[1].quantity), -pair[1].place.start)
        )
        if max((_scene(other, b) for other in one if other.unit == b.unit), default=0) > scene:
            continue
        kind = _kind(a, b, one, two, any(not differ(a.quantity, other.quantity) for _, other in likely))
        if kind and _one_thing(a, b, kind):
            reason = Reason(round(min(0.95, 0.5 + scene), 3), (f"rule:{kind}", f"unit:{a.unit}"))
            yield Divergence(id="", kind=kind, a=(a.place,), b=(b.place,), reason=reason)


def _kind(a: Figure, b: Figure, one: Sequence[Figure], two: Sequence[Figure], agrees: bool) -> str | None:
    if not differ(a.quantity, b.quantity):
        return "attribution" if a.attributed != b.attributed else None
    if a.unit not in _COUNTS:
        return None if agrees else "figure"
    ours, theirs = _knows(one, b), _knows(two, a)
    if ours and theirs:
        return None
    return "update" if ours or theirs or _went_up(a, b) else "figure"


def _knows(figures: Sequence[Figure], other: Figure) -> bool:
    """Tell whether a report gives another's figure as well: it tells how the count went on."""
    return any(mine.unit == other.unit and mine.quantity.value == other.quantity.value for mine in figures)


def _went_up(a: Figure, b: Figure) -> bool:
    if not a.day or not b.day or a.day == b.day:
        return False
    return (a.day < b.day) == (a.quantity.value < b.quantity.value)


def _one_thing(one: Figure, two: Figure, kind: str) -> bool:
    """Whether two figures count or measure one thing: "a soldier" counts nothing, and every sentence has its own measures."""
    if 1 in (one.quantity.value, two.quantity.value):
        return False
    if kind == "attribution":
        return one.unit in _MEASURES - _PARTS - _LONG
    if one.unit not in _MEASURES:
        return True
    shared = len(one.beside & two.beside)
    if one.unit not in _PARTS:
        return shared >= _LEAST
    return shared > _LEAST and shared >= _MOST_BESIDE * min(len(one.beside), len(two.beside))


def differ(one: Quantity, two: Quantity) -> bool:
    """Whether two figures cannot both be meant: other values, or an exact one outside the other's magnitude."""
    if one.exact and two.exact:
        tolerance = _ROUGHLY if one.rough or two.rough else _TOLERANCE
        return abs(one.value - two.value) > tolerance * max(one.value, two.value)
    vague, other = (two, one) if one.exact else (one, two)
    if not other.exact:
        return max(one.value, two.value) >= _MAGNITUDE * min(one.value, two.value)
    return not vague.value <= other.value < vague.value * _MAGNITUDE


def _scene(one: Figure, two: Figure) -> float:
    least = min(len(one.matter), len(two.matter))
    return len(one.matter & two.matter) / least if least else 0.0
