"""Under which condition, to whom and on what occasion something is said, as the article words it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pourparlers.knowledge.lexicon import lexicon
from pourparlers.model import Article, Attribution, Span
from pourparlers.reading import conditions
from pourparlers.reading.conditions import by_first, phrase_at
from pourparlers.reading.encoder import Encoded
from pourparlers.reading.layout import Layout, lay_out
from pourparlers.reading.words import PieceMap, Range, Words

BESIDE = 3
NEAR_CUE = 4
MAX_ADDRESSEE = 8
MAX_CHANNEL = 14
NOUN_WITHIN = 4
STOPS = '.;:!?…,\n"«»“”()–—'


@dataclass(frozen=True, slots=True)
class _Known:
    prepositions: frozenset[str]
    heads: frozenset[str]
    direct: frozenset[str]
    occasions: frozenset[str]
    channels: Mapping[str, tuple[tuple[str, ...], ...]]


@cache
def _known(language: str) -> _Known:
    table: Mapping[str, Any] = lexicon(language, "circumstances")
    addressee, channel = table.get("addressee", {}), table.get("channel", {})
    return _Known(
        frozenset(addressee.get("prepositions", ())),
        frozenset(addressee.get("heads", ())),
        frozenset(addressee.get("direct", ())),
        frozenset(channel.get("prepositions", ())),
        by_first(channel.get("nouns", ())),
    )


def find(
    article: Article, encoded: Encoded, layout: Layout | None, attributions: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """Set the condition, addressee and channel of each attribution, where the article words them.

    Args:
        article: the article.
        encoded: what the encoder says of it.
        layout: its layout, if known already.
        attributions: as found in it.

    Returns:
        the same attributions with `condition`, `addressee` and `channel`, each a span of the text or None.
    """
    layout = lay_out(article) if layout is None else layout
    words = layout.words
    known = _known(article.language)
    openers = conditions.openers(article.language)
    clauses = conditions.find(words, openers, PieceMap(words, encoded.offsets).tags(encoded.conditions))
    starts = [clause.start for clause in clauses]
    found: list[Attribution] = []
    for one in attributions:
        low, high = _sentence(words, one)
        body = Span(words.spans[low].start, words.spans[high - 1].end) if low < high else one.content[0]
        near = clauses[bisect_left(starts, body.start) : bisect_left(starts, body.end)]
        found.append(
            replace(
                one,
                condition=_condition(words, one, near, openers),
                addressee=_addressee(words, one, known, high),
                channel=_channel(words, one, known, (low, high)),
            )
        )
    return tuple(found)


def _sentence(words: Words, one: Attribution) -> Range:
    low = words.within(one.cue or one.content[0])[0]
    if low >= len(words):
        return low, low
    high = low
    sentence = words.sentence[low]
    while low and words.sentence[low - 1] == sentence:
        low -= 1
    while high < len(words) and words.sentence[high] == sentence:
        high += 1
    return low, high


def _condition(
    words: Words, one: Attribution, clauses: Sequence[Span], openers: conditions.Openers
) -> Span | None:
    start, end = one.content[0].start, one.content[-1].end
    for clause in clauses:
        inside = start < clause.start and clause.start < end
        leads = clause.start == start and one.cue is not None and (one.cue.start > start or len(clauses) > 1)
        if inside or (clause.start == start and (leads or clause.end < one.content[0].end)):
            return Span(clause.start, min(clause.end, end) if clause.start < end else clause.end)
        after = words.within(Span(clause.end, start))
        if clause.end <= start and after[1] - after[0] <= BESIDE:
            return clause
    return conditions.subject(words, words.within(one.content[0]), openers)


def _taken(words: Words, one: Attribution) -> set[int]:
    parts = (*one.content, one.cue, one.source)
    return {word for part in parts if part is not None for word in range(*words.within(part))}


def _run(words: Words, word: int, high: int, taken: set[int], most: int) -> Range:
    """From a word on while nothing else is said: no sign, and no word of the attribution."""
    last = word + 1
    while last < high and last - word < most and last not in taken:
        if any(stop in words.between(last - 1, last) for stop in STOPS):
            break
        last += 1
    return word, last


def _addressee(words: Words, one: Attribution, known: _Known, high: int) -> Span | None:
    if one.cue is None:
        return None
    taken = _taken(words, one)
    cue = words.within(one.cue)
    if any(words.lower(word) in known.direct for word in range(*cue)):
        run = (
            _run(words, cue[1], high, taken, MAX_ADDRESSEE) if cue[1] < high and cue[1] not in taken else None
        )
        head = run and _to_head(words, run, known)
        if head:
            return words.span(head)
    for word in range(cue[1], min(cue[1] + NEAR_CUE, high)):
        if word in taken:
            break
        if words.lower(word) in known.prepositions and word + 1 < high and word + 1 not in taken:
            head = _to_head(words, _run(words, word + 1, high, taken, MAX_ADDRESSEE), known)
            if head:
                return words.span(head)
    return None


def _to_head(words: Words, run: Range, known: _Known) -> Range | None:
    """A noun phrase that names somebody spoken to: up to its head and the names that follow it."""
    for word in range(run[0], min(run[0] + NOUN_WITHIN, run[1])):
        if words.lower(word) in known.heads:
            last = word + 1
            while last < run[1] and words.text[words.spans[last].start].isupper():
                last += 1
            return run[0], last
    return None


def _channel(words: Words, one: Attribution, known: _Known, sentence: Range) -> Span | None:
    taken = _taken(words, one)
    for word in range(*sentence):
        if word in taken or words.lower(word) not in known.occasions:
            continue
        run = _run(words, word, sentence[1], taken, MAX_CHANNEL)
        for noun in _places(run):
            length = phrase_at(words, noun, known.channels)
            if length and noun + length <= run[1]:
                return words.span(run)
    return None


def _places(run: Range) -> Iterator[int]:
    yield from range(run[0] + 1, min(run[0] + 1 + NOUN_WITHIN, run[1]))
