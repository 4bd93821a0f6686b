"""Paragraphs and sentences of a text, with the abbreviations of its language, never cut inside a quotation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from pourparlers.knowledge.lexicon import lexicon
from pourparlers.model import Span
from pourparlers.reading import quotes as quotation
from pourparlers.reading.quotes import Quotes

STOP = re.compile(r"(?<![.!?…؟۔])[.!?…؟۔]++")
LINE = re.compile(r"[^\n]+")
WORD_BEFORE = re.compile(r"[\w.]+\Z")
LAST_MARKS = 4
AFTER_STOP = frozenset("\"”»’')]›“")
LAST = "".join(AFTER_STOP) + " \u00a0\u202f"
MAX_WORD = 30
WRAPPED_LINES = 3
WRAPPED_WIDTH = range(40, 121)


def paragraphs(text: str) -> tuple[Span, ...]:
    """Cut a text at blank lines and line ends, without white space at the edges.

    Lines of one even width are taken as one wrapped paragraph.
    """
    found: list[Span] = []
    block: list[Span] = []
    previous_end = 0
    for match in LINE.finditer(text):
        line = trimmed(text, match.start(), match.end())
        if line.end == line.start:
            continue
        if (
            text.count("\n", previous_end, match.start()) > 1
            or "\n" not in text[previous_end : match.start()]
        ):
            found += _unwrapped(block)
            block = []
        block.append(line)
        previous_end = match.end()
    return tuple(found + _unwrapped(block))


def _unwrapped(block: list[Span]) -> list[Span]:
    widths = [line.end - line.start for line in block[:-1]]
    widest = max(widths, default=0)
    if len(block) >= WRAPPED_LINES and widest in WRAPPED_WIDTH and min(widths) > 0.7 * widest:
        return [Span(block[0].start, block[-1].end)]
    return block


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def sentences(
    text: str, language: str, *, blocks: Sequence[Span] | None = None, quotes: Quotes | None = None
) -> tuple[Span, ...]:
    """Cut a text into sentences.

    Args:
        text: the article.
        language: its language, for the abbreviations.
        blocks: its paragraphs, when they are known already.
        quotes: its quotations, when they are known already.

    Returns:
        the sentences in text order, none across a paragraph; a quotation that is closed is never cut, so a
        sentence holds the whole of what it quotes.
    """
    blocks = paragraphs(text) if blocks is None else blocks
    quotes = quotation.find(text, blocks) if quotes is None else quotes
    words = lexicon(language, "sentences")
    abbreviations = frozenset(word.lower() for word in words.get("abbreviations", ()))
    ordinals = bool(words.get("ordinal_full_stop", False))
    closed = [quote.whole for quote in quotes.outer if quote.closed]
    starts = [span.start for span in closed]
    found: list[Span] = []
    for block in blocks:
        start = block.start
        for match in STOP.finditer(text, block.start, block.end):
            if match.start() < start:
                continue
            end = match.end()
            at = bisect_right(starts, match.start()) - 1
            if at >= 0 and closed[at].start < match.start() < closed[at].end:
                if closed[at].end - end > LAST_MARKS or text[end : closed[at].end].strip(LAST):
                    continue
                end = closed[at].end
            while end < block.end and text[end] in AFTER_STOP:
                end += 1
            if _ends(text, match, end, block.end, abbreviations, ordinals=ordinals):
                found.append(trimmed(text, start, end))
                start = end
        rest = trimmed(text, start, block.end)
        if rest.end > rest.start:
            found.append(rest)
    return tuple(span for span in found if span.end > span.start)


def _ends(
    text: str, stop: re.Match[str], end: int, limit: int, abbreviations: frozenset[str], *, ordinals: bool
) -> bool:
    if end < limit and not text[end].isspace():
        return False
    follows = end
    while follows < limit and (text[follows].isspace() or text[follows] in "\"«“„‘'([—–-•"):
        follows += 1
    if follows < limit and text[follows].islower():
        return False
    if stop.group() != "." or end != stop.end():
        return True
    before = WORD_BEFORE.search(text[max(0, stop.start() - MAX_WORD) : stop.start()])
    if before is None:
        return True
    word = before.group().lower()
    if ordinals and word.isdecimal() and len(word) <= 2:
        return False
    initial = word.rsplit(".", 1)[-1]
    return not (word in abbreviations or (len(initial) == 1 and initial.isalpha() and end < limit))
