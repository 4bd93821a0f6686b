"""Which of the served languages a text is in, by its script, its function words and its letters."""

from __future__ import annotations

import re
from functools import cache

from pourparlers.knowledge.lexicon import LANGUAGES, lexicon

UNKNOWN = "und"
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_TYPOGRAPHY = frozenset("«»“”„‘’‹›–—…•§°©®™€£¿¡ªº№،؛؟\u00a0\u00ad\u2009\u202f")


def detect(text: str) -> str:
    """Give the language of a text.

    Each word that is a function word of a language counts for it, shared among the languages that have it
    (Grefenstette 1995, "Comparing two language identification schemes"), twice when it is one of the commonest;
    words with letters that a language does not write count against it. Ties go to the language first in the alphabet.

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
    """Say how much of a text reads like its likeliest language.

    Args:
        text: any text; the first 20,000 characters are looked at.

    Returns:
        the share of its words that are function words, less ten times the share of its characters beyond ASCII
        that neither typography nor its script uses, and thrice that of letters of other languages of the script;
        negative for a text decoded wrongly.
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.casefold())
    if not words:
        return -1.0
    scores = _scores(words)
    best = min(scores, key=lambda language: (-scores[language], language))
    own = _letters()[best]
    script = frozenset[str]().union(
        *(other for other in _letters().values() if len(own & other) > len(own) / 2)
    )
    odd = [one for one in sample.lower() if one > "\x7f" and one not in own and one not in _TYPOGRAPHY]
    cost = sum(3 if one in script else 10 for one in odd)
    return scores[best] / len(words) - cost / len(sample)


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
    owners: dict[str, dict[str, int]] = {}
    for language in LANGUAGES:
        signs = lexicon(language, "language")
        for word in signs["words"]:
            owners.setdefault(word, {})[language] = 2 if word in signs["commonest"] else 1
    return {
        word: tuple((language, times * len(them) ** -0.5) for language, times in them.items())
        for word, them in owners.items()
    }


@cache
def _letters() -> dict[str, frozenset[str]]:
    return {language: frozenset(lexicon(language, "language")["letters"]) for language in LANGUAGES}
