"""When two names are the same for the scorer: accents, case, little words and transliteration do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LITTLE = frozenset(["the", "le", "la", "les", "l", "de", "du", "des", "d", "of", "m", "mme", "et", "and"])
_SPELLINGS = tuple(
    pair.split(">")
    for pair in ["tch>c", "sch>s", "ch>s", "sh>s", "kh>k", "ou>u", "y>i", "j>i", "w>v", "ph>f", "ck>k", "q>k"]
)
_DOUBLED = re.compile(r"(.)\1+")


def folded(name: str) -> frozenset[str]:
    """The words of a name as they are compared."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return frozenset(_stem(word) for word in set(re.findall(r"[a-z0-9]+", plain)) - _LITTLE)


def same_name(predicted: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether a predicted name shares at least half of the words of the shorter name with a wanted one."""
    right = [words for name in wanted if (words := folded(name))]
    return any(
        len(words & other) / min(len(words), len(other)) >= 0.5
        for name in predicted
        if (words := folded(name))
        for other in right
    )


def _stem(word: str) -> str:
    for written, kept in _SPELLINGS:
        word = word.replace(written, kept)
    return _DOUBLED.sub(r"\1", word)
