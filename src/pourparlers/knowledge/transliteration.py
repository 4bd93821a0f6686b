"""One key for the spellings of a name over scripts and conventions: Riabkov, Ryabkov, Рябков.

Letter rules bring Cyrillic and Arabic letters to Latin ones and fold the French, English, German, Polish and Turkish
ways of writing the same sounds; spellings that no rule brings together are listed. Rules and lists are data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pourparlers.knowledge.lexicon import data
from pourparlers.knowledge.words import fold, words_of

_ARABIC = re.compile("[\u0600-\u06ff]")
_LEAST_CONSONANTS = 3


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """Give the key of a name: names that are spellings of one another have the same.

    Args:
        name: one or more words in Latin, Cyrillic or Arabic letters, folded or not.

    Returns:
        the keys of its words, parted by blanks; empty when there is no letter in it. Vowels count, so "Biden" and
        "Baden" differ; Arabic script writes few of them, so compare it by `same_spelling`.
    """
    return " ".join(key for word in words_of(name) if (key := _word_skeleton(word.key)))


def consonants(name: str) -> str:
    """Give the key of a name without its vowels, and with the consonants merged that Arabic does not tell apart."""
    rules = _rules()
    article = rules.arabic_article
    keys = []
    for word in words_of(name):
        key = word.key.removeprefix(article) if len(word.key) > len(article) + 1 else word.key
        letters = (rules.merged.get(c, c) for c in _word_skeleton(key) if c not in rules.vowels)
        keys.append(re.sub(r"(.)\1+", r"\1", "".join(letters)))
    return " ".join(key for key in keys if key)


def same_spelling(one: str, other: str) -> bool:
    """Tell whether two names are spellings of each other, by their consonants when just one is in Arabic script."""
    if bool(_ARABIC.search(one)) == bool(_ARABIC.search(other)):
        return skeleton(one) == skeleton(other) != ""
    key = consonants(one)
    return len(key) >= _LEAST_CONSONANTS and key == consonants(other)


@dataclass(frozen=True, slots=True)
class _Rules:
    letters: Mapping[int, str]
    first: Sequence[tuple[re.Pattern[str], str]]
    last: Sequence[tuple[re.Pattern[str], str]]
    long: Sequence[tuple[re.Pattern[str], str]]
    long_from: int
    spellings: Mapping[str, str]
    arabic_article: str
    vowels: frozenset[str]
    merged: Mapping[str, str]


def _word_skeleton(word: str) -> str:
    rules = _rules()
    word = rules.spellings.get(word, word)
    latin = word.isascii()
    key = word if latin else word.translate(rules.letters)
    for pattern, replacement in rules.first if latin else ():
        key = pattern.sub(replacement, key)
    for pattern, replacement in rules.last:
        key = pattern.sub(replacement, key)
    for pattern, replacement in rules.long if len(key) >= rules.long_from else ():
        key = pattern.sub(replacement, key)
    return "".join(c for c in key if c.isascii())


@cache
def _rules() -> _Rules:
    table = data("transliteration")
    letters, latin, thin = table["letters"], table["latin"], table["consonants"]
    return _Rules(
        letters=str.maketrans(_pairs(f"{letters['cyrillic']} {letters['arabic']}")),
        first=_patterns(latin["first"]),
        last=_patterns(latin["last"]),
        long=_patterns(latin["long"]),
        long_from=latin["long_from"],
        spellings={
            fold(other): fold(word)
            for word, others in data("spellings")["spellings"].items()
            for other in others
        },
        arabic_article=letters["arabic_article"],
        vowels=frozenset(thin["vowels"]),
        merged=_pairs(thin["merged"]),
    )


def _pairs(written: str) -> dict[str, str]:
    return {pair[0]: pair[2:] for pair in written.split()}


def _patterns(rows: Sequence[Sequence[Any]]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), replacement) for pattern, replacement in rows]
