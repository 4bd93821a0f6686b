"""Words of a text, and their folding: the same key whatever the case, the accents or the kind of apostrophe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]+[^\W_]*)*")
_SPELT_OUT = {
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "ı": "i",
    "đ": "d",
    "ß": "ss",
    "ى": "ي",
    "ة": "ه",
    "ـ": "",
}
_MARKED = (
    range(0xC0, 0x250),
    range(0x300, 0x370),
    range(0x400, 0x530),
    range(0x610, 0x6E0),
    range(0x1E00, 0x1F00),
)
# What may stand between two words of one name: blanks, one line end, hyphens, apostrophes, a full stop.
_JOINT = re.compile(
    r"(?:[ \t\u00a0\u202f\u2009]{0,2}\n?[ \t\u00a0\u202f]{0,2}|[-\u2010\u2011\u2012\u2013'’ʼ`´])\Z"
)
_DOT_JOINT = re.compile(r"\.[ \u00a0\u202f]?\Z")
_LONG = 400  # characters of a text whose words are kept for the next step


class Word(NamedTuple):
    """A word of a text: `text[start:end]`, its folded key, and how it is written."""

    start: int
    end: int
    key: str
    capital: bool
    upper: bool


@cache
def _plain_letters() -> dict[int, str]:
    """Map every lower-case letter of the Latin, Cyrillic and Arabic blocks to itself without its marks."""
    plain = {}
    for code in (code for block in _MARKED for code in block):
        parts = unicodedata.normalize("NFKD", chr(code))
        bare = "".join(c for c in parts if not unicodedata.combining(c))
        if bare != chr(code):
            plain[code] = bare
    return plain | str.maketrans(_SPELT_OUT)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Fold case, accents, ligatures and Arabic letter variants away ("Élysée" and "ELYSEE" give "elysee")."""
    return word.lower() if word.isascii() else word.casefold().translate(_plain_letters())


def words_of(text: str) -> list[Word]:
    """Cut a text into words of letters and digits; apostrophes, hyphens and full stops part words."""
    return list(_cut(text) if len(text) >= _LONG else _words(text))


@lru_cache(maxsize=8)
def _cut(text: str) -> tuple[Word, ...]:
    """Cut a long text; each step asks for the words of the article at hand."""
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        raw = match.group()
        yield Word(match.start(), match.end(), fold(raw), raw[0].isupper(), raw.isupper())


def joined(gap: str, dotted: bool) -> bool:
    """Tell whether two words with this gap between them may belong to one name."""
    return len(gap) <= 5 and bool((_DOT_JOINT if dotted else _JOINT).match(gap))
