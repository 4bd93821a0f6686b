"""Which of the served languages a text is in, by its script, its function words and its letters."""

from __future__ import annotations

import re
from functools import cache

from pourparlers.knowledge.lexicon import LANGUAGES, lexicon

UNKNOWN = "und"
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000


def detect(text: str) -> str:
    """Give the language of a text.

    Each word that is a function word of a language counts for it, shared among the languages that have it
    (Grefenstette 1995, "Comparing two language identification schemes"); letters that only some languages
    write count besides. Ties go to the language first in the alphabet.

    Args:
        text: any text; the first 20,000 characters are looked at.

    Returns:
        an ISO 639-1 code of a served language, or "und" when none fits.
    """
    words = _WORD.findall(text[:_SAMPLE].casefold())
    scores = _scores(words)
    best = min(scores, key=lambda language: (-scores[language], language))
    least = lexicon(best, "language")["share"] * len(words)
    return best if words and scores[best] >= least else UNKNOWN


def familiarity(text: str) -> float:
    """Say how much of a text looks like words of its likeliest language (0 to about 1)."""
    words = _WORD.findall(text[:_SAMPLE].casefold())
    if not words:
        return 0.0
    scores = _scores(words)
    best = max(sorted(scores), key=lambda language: scores[language])
    letters = _letters()[best]
    foreign = sum(character not in letters for word in words for character in word)
    return scores[best] / len(words) - foreign / sum(map(len, words))


def _scores(words: list[str]) -> dict[str, float]:
    weights = _weights()
    scores = dict.fromkeys(LANGUAGES, 0.0)
    for word in words:
        for language, weight in weights.get(word, ()):
            scores[language] += weight
    for language, letters in _letters().items():
        foreign = sum(not letters.issuperset(word) for word in words)
        scores[language] -= 0.5 * foreign
    return scores


@cache
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    owners: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for word in lexicon(language, "language")["words"]:
            owners.setdefault(word, []).append(language)
    return {word: tuple((one, len(them) ** -0.5) for one in them) for word, them in owners.items()}


@cache
def _letters() -> dict[str, frozenset[str]]:
    return {language: frozenset(lexicon(language, "language")["letters"]) for language in LANGUAGES}
