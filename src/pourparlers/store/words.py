"""Words for full-text search: folded the same way when stored and when asked for, whatever the database."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pourparlers.model import Span

_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_LONGEST_WORD = 100
_MOST_CHARACTERS = 130_000
_MOST_TERMS = 32


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow each other; the last one may be the beginning of a longer word."""

    words: tuple[str, ...]
    prefix: bool = False


def fold(text: str) -> str:
    """Fold case, accents and compatibility forms (Unicode NFKD without combining marks)."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", spread) if not unicodedata.combining(c))


def indexed(text: str) -> str:
    """The folded words of a text, a space between them; of very long ones those that stand first."""
    folded = " ".join(_words(text))
    return folded if len(folded) <= _MOST_CHARACTERS else folded[:_MOST_CHARACTERS].rpartition(" ")[0]


def terms(query: str) -> tuple[Term, ...]:
    """What a query asks for: all its words; words in quotation marks in that order; `word*` for a beginning."""
    found = (
        Term(tuple(_words(written)), prefix=match[2] is not None and written.endswith("*"))
        for match in _TERM.finditer(query.translate({0x201C: '"', 0x201D: '"', 0xAB: '"', 0xBB: '"'}))
        if (written := match[1] if match[1] is not None else match[2])
    )
    return tuple(islice((term for term in found if term.words), _MOST_TERMS))


def locate(text: str, asked: tuple[Term, ...], start: int = 0, end: int | None = None) -> Span | None:
    """Where the first of the terms stands first in `text[start:end]`, or the first of its words."""
    if not asked:
        return None
    words = asked[0].words
    last: deque[re.Match[str]] = deque(maxlen=len(words))
    run: deque[str] = deque(maxlen=len(words))
    begun: Span | None = None
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        last.append(match)
        run.append(fold(match[0]))
        if tuple(run) == words:
            return Span(last[0].start(), match.end())
        if begun is None and run[-1].startswith(words[0]):
            begun = Span(match.start(), match.end())
    return begun


def _words(text: str) -> Iterator[str]:
    return (match[0][:_LONGEST_WORD] for match in _WORD.finditer(fold(text)))
