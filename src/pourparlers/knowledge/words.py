"""Words of a text, and their folding: the same key whatever the case, the accents or the kind of apostrophe."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]+[^\W_]*)*")
_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "ı": "i",
        "đ": "d",
        "Đ": "d",
    }
    | {"ى": "ي", "ة": "ه", "ـ": ""}
)
# What may stand between two words of one name: blanks, one line end, hyphens, apostrophes, a full stop.
_JOINT = re.compile(
    r"(?:[ \t\u00a0\u202f\u2009]{0,2}\n?[ \t\u00a0\u202f]{0,2}|[-\u2010\u2011\u2012\u2013'’ʼ`´])\Z"
)
_DOT_JOINT = re.compile(r"\.[ \u00a0\u202f]?\Z")


class Word(NamedTuple):
    """A word of a text: `text[start:end]`, its folded key, and how it is written."""

    start: int
    end: int
    key: str
    capital: bool
    upper: bool


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Fold case, accents, ligatures and Arabic letter variants away ("Élysée" and "ELYSEE" give "elysee")."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold().translate(_LETTERS)


def words_of(text: str) -> list[Word]:
    """Cut a text into words of letters and digits; apostrophes, hyphens and full stops part words."""
    found = []
    for match in _WORD.finditer(text):
        raw = match.group()
        found.append(Word(match.start(), match.end(), fold(raw), raw[0].isupper(), raw.isupper()))
    return found


def joined(gap: str, dotted: bool) -> bool:
    """Tell whether two words with this gap between them may belong to one name."""
    return len(gap) <= 5 and bool((_DOT_JOINT if dotted else _JOINT).match(gap))
