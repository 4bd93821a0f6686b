"""Figures that two reports give for one thing: other values, or the same value in another mouth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pourparlers.dossier.page import Page
from pourparlers.knowledge import entities
from pourparlers.model import Divergence, Evidence, Reason
from pourparlers.reading.quantities import Quantity
from pourparlers.reading.quantities import find as quantities

_STEM = 5
_SAME_SCENE = 0.35  # share of the shorter sentence's matter that the other must have
_LEAST = 2  # words and names that the two sentences share
_CLOSE_BY = 45  # characters around a measure, in which two that differ must share words
_MEASURES = frozenset(
    {
        "day",
        "dollar",
        "euro",
        "hour",
        "kilometre",
        "mile",
        "month",
        "percent",
        "pound",
        "rouble",
        "week",
        "year",
    }
)
_TOLERANCE = 0.05
_MAGNITUDE = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity and what its sentence is about: content words cut short, countries and organisations as codes.

    `beside` are the words right beside it, in that sentence.
    """

    quantity: Quantity
    place: Evidence
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
        words = {word.key[:_STEM] for word in rest}
        beside = {
            word.key[:_STEM]
            for word in rest
            if span.start - word.end <= _CLOSE_BY
            and word.start - span.end <= _CLOSE_BY
            and not any(one.span.start <= word.start < one.span.end for one in found)
        }
        out.append(
            Figure(
                quantity,
                Evidence(page.article.id, span.start, span.end),
                frozenset(words | codes),
                frozenset(beside),
                any(one.start <= span.start < one.end for one in said),
            )
        )
    return tuple(out)


def compare(one: Sequence[Figure], two: Sequence[Figure]) -> Iterator[tuple[str, Divergence]]:
    """Figures of two reports on the same thing that do not agree, with the key each divergence is sorted by."""
    for a in one:
        likely = [(_scene(a, b), b) for b in two if b.quantity.unit == a.quantity.unit]
        likely = [
            (scene, b) for scene, b in likely if scene >= _SAME_SCENE and len(a.matter & b.matter) >= _LEAST
        ]
        if not likely:
            continue
        scene, b = max(likely, key=lambda pair: (pair[0], -pair[1].place.start))
        if (
            max((_scene(other, b) for other in one if other.quantity.unit == b.quantity.unit), default=0)
            > scene
        ):
            continue
        kind = (
            "figure"
            if differ(a.quantity, b.quantity)
            else "attribution"
            if a.attributed != b.attributed
            else None
        )
        if kind:
            if not _one_thing(a, b, kind):
                continue
            reason = Reason(round(min(0.95, 0.5 + scene), 3), (f"rule:{kind}", f"unit:{a.quantity.unit}"))
            yield kind, Divergence(id="", kind=kind, a=(a.place,), b=(b.place,), reason=reason)


def _one_thing(one: Figure, two: Figure, kind: str) -> bool:
    """Whether two figures count or measure one thing: "a soldier" counts nothing, and every sentence has its own measures."""
    if 1 in (one.quantity.value, two.quantity.value) or (
        kind == "attribution" and one.quantity.unit == "year"
    ):
        return False
    if kind == "attribution" or one.quantity.unit not in _MEASURES:
        return True
    return len(one.beside & two.beside) >= _LEAST


def differ(one: Quantity, two: Quantity) -> bool:
    """Whether two figures cannot both be meant: other values, or an exact one outside the other's magnitude."""
    if one.exact and two.exact:
        return abs(one.value - two.value) > _TOLERANCE * max(one.value, two.value)
    vague, other = (two, one) if one.exact else (one, two)
    if not other.exact:
        return vague.value != other.value
    return not vague.value <= other.value < vague.value * _MAGNITUDE


def _scene(one: Figure, two: Figure) -> float:
    least = min(len(one.matter), len(two.matter))
    return len(one.matter & two.matter) / least if least else 0.0
