"""Words of a text found again by what they are, what stands around them, and where they stood.

After the TextQuoteSelector and TextPositionSelector of the W3C Web Annotation Data Model (2017).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile

from pourparlers.model import Span

_AROUND = 32


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words, up to 32 characters before and after them, and their offset when they were selected.

    `article` is the id of their article where it is not told by what the anchor belongs to.
    """

    quote: str
    prefix: str
    suffix: str
    start: int
    article: str = ""


def anchor(text: str, span: Span) -> Anchor:
    """Describe a stretch of a text so that it can be found again."""
    start, end = span
    return Anchor(text[start:end], text[max(0, start - _AROUND) : start], text[end : end + _AROUND], start)


def place(text: str, one: Anchor) -> Span | None:
    """Where the words stand now: of all their occurrences the one with most of the same around it, then the nearest.

    None when they are not in the text any more.
    """
    there = Span(one.start, one.start + len(one.quote))
    if anchor(text, there) == replace(one, article=""):
        return there
    best: tuple[int, int, int] | None = None
    at = text.find(one.quote)
    while at >= 0:
        end = at + len(one.quote)
        before = _common(text[max(0, at - _AROUND) : at][::-1], one.prefix[::-1])
        after = _common(text[end : end + _AROUND], one.suffix)
        best = max(best or (-1, 0, 0), (before + after, -abs(at - one.start), at))
        at = text.find(one.quote, at + max(1, len(one.quote)))
    return None if best is None else Span(best[2], best[2] + len(one.quote))


def _common(a: str, b: str) -> int:
    """How many characters two strings begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
