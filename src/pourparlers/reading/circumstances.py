"""Under which condition, to whom and on what occasion something is said, as the article words it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pourparlers.knowledge.lexicon import lexicon
from pourparlers.model import Act, Article, Attribution, Span
from pourparlers.reading import conditions
from pourparlers.reading.constituents import capital
from pourparlers.reading.encoder import Encoded
from pourparlers.reading.grammar import by_first, grammar, phrase_at
from pourparlers.reading.layout import Layout, lay_out
from pourparlers.reading.words import PieceMap, Range, Words

BESIDE = 3
NEAR_CUE = 4
MAX_ADDRESSEE = 8
MAX_CHANNEL = 14
NOUN_WITHIN = 4
STOPS = '.;:!?…,\n"«»“”()–—'
_BINDING = frozenset({Act.OFFER, Act.COMMIT, Act.REQUEST, Act.AGREE, Act.THREATEN, Act.REJECT, Act.SUPPORT})
_TOLD = frozenset({Act.STATE, Act.DENY, Act.ACCUSE})


@dataclass(frozen=True, slots=True)
class _Known:
    """The words of one language (`languages/<xx>/circumstances.toml`)."""

    prepositions: frozenset[str]
    heads: frozenset[str]
    direct: frozenset[str]
    occasions: frozenset[str]
    channels: Mapping[str, tuple[tuple[str, ...], ...]]
    links: frozenset[str]
    function: frozenset[str]


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
        grammar(language).links,
        grammar(language).function,
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
        the same attributions with `condition`, `addressee` and `channel`, each a span of the text or None; a
        source ends before an addressee that stands in it.
    """
    layout = lay_out(article) if layout is None else layout
    words = layout.words
    openers = conditions.openers(article.language)
    clauses = conditions.find(words, openers, PieceMap(words, encoded.offsets).tags(encoded.conditions))
    starts = [clause.start for clause in clauses]
    said = _Said(words, _known(article.language))
    found: list[Attribution] = []
    for one in attributions:
        sentence = said.sentence(one)
        body = words.span(sentence) if sentence[0] < sentence[1] else one.content[0]
        near = clauses[bisect_left(starts, body.start) : bisect_left(starts, body.end)]
        addressee = said.addressee(one, sentence[1])
        found.append(
            replace(
                one,
                source=said.shortened(one.source, addressee),
                condition=_condition(words, one, near, openers),
                addressee=None if addressee is None else words.span(addressee),
                channel=said.channel(one, sentence),
            )
        )
    return tuple(found)


def _condition(
    words: Words, one: Attribution, clauses: Sequence[Span], openers: conditions.Openers
) -> Span | None:
    start, end = one.content[0].start, one.content[-1].end
    for clause in clauses:
        if _is_narrated(words, one, clause, openers):
            continue
        if start < clause.start < end or (clause.start == start and clause.end < end):
            return Span(clause.start, min(clause.end, end))
        gap = words.within(Span(clause.end, start))
        if clause.end <= start and gap[1] - gap[0] <= BESIDE:
            return clause
    found = (conditions.subject(words, words.within(span), openers) for span in one.content)
    return next((span for span in found if span is not None), None)


def _is_narrated(words: Words, one: Attribution, clause: Span, openers: conditions.Openers) -> bool:
    """Whether a clause binds nothing that is said: what is told to have been given for something, or a concession.

    "If they go on attacking, the rebels say they have kept the truce": what is only stated, after its source and
    cue, depends on nothing that stands before them.
    """
    if one.act not in _BINDING and conditions.exchanged(words, words.within(clause), openers):
        return True
    told = one.act in _TOLD and one.source is not None and one.cue is not None
    if not told or one.source is None or one.cue is None:
        return False
    rest = [span for span in one.content if span.start >= one.cue.end]
    return clause.end <= one.source.start < one.cue.start and bool(rest)


class _Said:
    """Looks round attributions for whom they are said to, and on what occasion."""

    def __init__(self, words: Words, known: _Known) -> None:
        self._words = words
        self._known = known

    def sentence(self, one: Attribution) -> Range:
        """The words of the sentence of an attribution."""
        words = self._words
        low = words.within(one.cue or one.content[0])[0]
        if low >= len(words):
            return low, low
        high, number = low, words.sentence[low]
        while low and words.sentence[low - 1] == number:
            low -= 1
        while high < len(words) and words.sentence[high] == number:
            high += 1
        return low, high

    def addressee(self, one: Attribution, high: int) -> Range | None:
        """Who is spoken to: after the cue, or after a subject that follows it, before anything else is said."""
        if one.cue is None:
            return None
        content = self._cover(one.content)
        cue = self._words.within(one.cue)
        near = cue[1] + NEAR_CUE
        taken = content
        if one.source is not None and one.cue.end <= one.source.start:
            source = self._words.within(one.source)
            near = max(near, source[1] + NEAR_CUE)
            taken = content | set(range(source[0], source[0] + 1))
        direct = any(self._words.lower(word) in self._known.direct for word in range(*cue))
        for word in range(cue[1], min(near, high)):
            if word in content:
                return None
            lower = self._words.lower(word)
            start = word + 1 if lower in self._known.prepositions else word
            spoken_to = start > word or (word == cue[1] and (direct or lower in self._known.heads))
            if spoken_to and start < high and start not in taken:
                found = self._to_head(self._run(start, high, taken, MAX_ADDRESSEE))
                if found:
                    return found
        return None

    def channel(self, one: Attribution, sentence: Range) -> Span | None:
        """The occasion or medium: a preposition and, close by, a noun such as interview or statement."""
        taken = self._cover([*one.content, *(part for part in (one.cue, one.source) if part is not None)])
        for word in range(*sentence):
            if word in taken or self._words.lower(word) not in self._known.occasions:
                continue
            first, last = self._run(word, sentence[1], taken, MAX_CHANNEL)
            for noun in range(first + 1, min(first + 1 + NOUN_WITHIN, last)):
                length = phrase_at(self._words, noun, self._known.channels)
                if length and noun + length <= last:
                    while last > noun + length and self._words.lower(last - 1) in self._known.function:
                        last -= 1
                    return self._words.span((first, last))
        return None

    def shortened(self, source: Span | None, addressee: Range | None) -> Span | None:
        """A source without the addressee, and the preposition before it, that it was read together with."""
        if source is None or addressee is None:
            return source
        first, _ = self._words.within(source)
        if not source.start < self._words.spans[addressee[0]].start < source.end or addressee[0] - 1 <= first:
            return source
        return Span(source.start, self._words.spans[addressee[0] - 2].end)

    def _cover(self, spans: Sequence[Span]) -> set[int]:
        return {word for span in spans for word in range(*self._words.within(span))}

    def _run(self, word: int, high: int, taken: set[int], most: int) -> Range:
        """From a word on while nothing else is said: no sign, and no word of the attribution."""
        last = word + 1
        while last < high and last - word < most and last not in taken:
            if any(stop in self._words.between(last - 1, last) for stop in STOPS):
                break
            last += 1
        return word, last

    def _to_head(self, run: Range) -> Range | None:
        """A noun phrase that names somebody spoken to: up to its head and the names that follow it."""
        for word in range(run[0], min(run[0] + NOUN_WITHIN, run[1])):
            if self._words.lower(word) not in self._known.heads:
                continue
            last = word + 1
            for follows in range(word + 1, run[1]):
                name = capital(follows, self._words)
                if name or self._words.lower(follows) in self._known.heads:
                    last = follows + 1
                elif self._words.lower(follows) not in self._known.links:
                    break
            return run[0], last
        return None
