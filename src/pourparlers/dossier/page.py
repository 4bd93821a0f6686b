"""One article and its reading, ready for look-ups by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pourparlers.knowledge.phrases import content_words
from pourparlers.knowledge.words import Word, words_of
from pourparlers.model import Article, Attribution, Mention, Reading, Span, TimeExpression, Vector
from pourparlers.reading.sided import OUTSIDE

_AT_HAND = 16  # texts whose words are kept; those of a whole dossier would fill the memory


class Page:
    """An article with its words, sentences and mentions in text order.

    Args:
        article: the article.
        reading: what was read from it.
        actors: the actor behind each entity of the article, by its number.
        parties: the party of each of these actors.
    """

    def __init__(
        self,
        article: Article,
        reading: Reading,
        actors: Mapping[int, str],
        parties: Mapping[str, str | None],
    ) -> None:
        self.article = article
        self.reading = reading
        self.text = article.text
        self.language = article.language
        self.cast = (actors, parties)
        self._sentences = sorted(reading.sentences)
        self._sentence_starts = [s.start for s in self._sentences]
        self._mentions = sorted(reading.mentions, key=lambda m: m.span)
        self._mention_starts = [m.span.start for m in self._mentions]
        self._by_entity: dict[int, list[Mention]] = {}
        for mention in self._mentions:
            self._by_entity.setdefault(mention.entity, []).append(mention)
        self._times = sorted(reading.times, key=lambda t: t.span)
        self._time_starts = [t.span.start for t in self._times]
        self._outside = {one.entity for one in reading.mentions if OUTSIDE in one.why}
        self.attributions = {one.id: one for one in reading.attributions}
        self._said_in: dict[int, list[Attribution]] = {}
        for one in reading.attributions:
            touched = {
                number
                for span in (*one.content, *((one.cue,) if one.cue else ()))
                for number in range(
                    self.sentence_at(span.start), self.sentence_at(max(span.start, span.end - 1)) + 1
                )
            }
            for number in touched:
                self._said_in.setdefault(number, []).append(one)

    @property
    def sentences(self) -> Sequence[Span]:
        """The sentences, in text order."""
        return self._sentences

    def words_in(self, span: Span) -> list[Word]:
        """Give the words that begin in a span."""
        words, starts = _words(self.text)
        return words[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

    def content_in(self, spans: Sequence[Span]) -> list[Word]:
        """Give the words of some spans, small words dropped."""
        return content_words((w for span in spans for w in self.words_in(span)), self.language)

    def mentions_in(self, span: Span) -> list[Mention]:
        """Give the mentions that begin in a span."""
        first = bisect_left(self._mention_starts, span.start)
        return self._mentions[first : bisect_left(self._mention_starts, span.end)]

    def times_in(self, span: Span) -> list[TimeExpression]:
        """Give the time expressions that begin in a span."""
        return self._times[
            bisect_left(self._time_starts, span.start) : bisect_left(self._time_starts, span.end)
        ]

    def sentence_at(self, place: int) -> int:
        """Give the number of the sentence a character is in, or of the last before it."""
        return max(0, bisect_right(self._sentence_starts, place) - 1)

    def sentence(self, number: int) -> Span:
        """Give a sentence; the whole text when there is none."""
        return self._sentences[number] if number < len(self._sentences) else Span(0, len(self.text))

    def said_in(self, number: int) -> Sequence[Attribution]:
        """Give the attributions whose cue or content is in a sentence, by its number."""
        return self._said_in.get(number, ())

    def actor(self, mention: Mention) -> str | None:
        """Give the actor a mention speaks of."""
        return self.cast[0].get(mention.entity)

    def is_outside(self, attribution: Attribution) -> bool:
        """Tell whether those whose words an attribution reports are of a state, and none speaks for its government."""
        entities = self.entities(attribution)
        return bool(entities) and self._outside.issuperset(entities)

    def vector(self, attribution: str) -> NDArray[np.float32] | None:
        """Give the embedding of an attribution, if it has one."""
        return _array(self.reading.vectors.get(attribution))

    def bearing(self, attribution: str) -> NDArray[np.float32] | None:
        """Give what tells how an attribution stands to others, if it is known."""
        return _array(self.reading.bearings.get(attribution))

    def speakers(self, attribution: Attribution) -> tuple[str, ...]:
        """Give the actors whose words an attribution reports, following continued quotes back to their source."""
        actors = (self.cast[0].get(entity) for entity in self.entities(attribution))
        return tuple(dict.fromkeys(actor for actor in actors if actor))

    def mentions_of(self, entity: int) -> Sequence[Mention]:
        """Give the mentions of an entity, in text order."""
        return self._by_entity.get(entity, ())

    def entities(self, attribution: Attribution) -> tuple[int, ...]:
        """Give the entities whose words an attribution reports, following continued quotes back to their source."""
        seen: set[str] = set()
        one: Attribution | None = attribution
        while one is not None and one.id not in seen:
            seen.add(one.id)
            entities = self.reading.speakers.get(one.id)
            if entities:
                return tuple(entities)
            one = self.attributions.get(one.continues) if one.continues else None
        return ()

    def parties(self, actors: Sequence[str]) -> tuple[str, ...]:
        """Give the parties some actors speak for, each once."""
        return tuple(dict.fromkeys(party for actor in actors if (party := self.cast[1].get(actor))))


@lru_cache(maxsize=_AT_HAND)
def _words(text: str) -> tuple[list[Word], list[int]]:
    words = words_of(text)
    return words, [word.start for word in words]


def _array(vector: Vector | None) -> NDArray[np.float32] | None:
    return np.asarray(vector, dtype=np.float32) if vector is not None and len(vector) else None
