"""Whether words speak well or ill of something."""

from __future__ import annotations

from collections.abc import Sequence

from pourparlers.knowledge.phrases import Phrases, phrases
from pourparlers.knowledge.words import Word

_NEGATION_REACH = 4


def polarity(words: Sequence[Word], language: str) -> int:
    """Give 1 for words that speak well of something, -1 for ill, 0 for neither; a negation turns the sign."""
    signs = polarities(words, language)
    return (sum(signs) > 0) - (sum(signs) < 0)


def polarities(words: Sequence[Word], language: str) -> tuple[int, ...]:
    """Give the sign of each judging word, 1 for well and -1 for ill, turned where a negation stands near."""
    good = {hit.first for hit in loose(language, "polarity", "positive").find(words)}
    bad = {hit.first for hit in loose(language, "polarity", "negative").find(words)} - good
    negations = negations_in(words, language)
    signs = []
    for place in sorted(good | bad):
        turned = any(abs(place - n) <= _NEGATION_REACH for n in negations)
        signs.append((1 if place in good else -1) * (-1 if turned else 1))
    return tuple(signs)


def negations_in(words: Sequence[Word], language: str) -> list[int]:
    """Give the places of the words that negate, less those that only look so ("un premier pas")."""
    none = {
        n
        for hit in loose(language, "polarity", "no_negation").find(words)
        for n in range(hit.first, hit.last + 1)
    }
    found = loose(language, "polarity", "negation").find(words)
    return [hit.first for hit in found if hit.first not in none]


def loose(language: str, *path: str) -> Phrases[str]:
    """Give a word list in which small words count."""
    return phrases(language, *path, keep_small=True)
