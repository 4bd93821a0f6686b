"""What every step that looks for people shares of one article: its words, what is known in it, where sentences begin."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pourparlers.knowledge import entities
from pourparlers.knowledge.entities import Match
from pourparlers.knowledge.words import Word, words_of
from pourparlers.model import Article, RegionKind, Span
from pourparlers.reading.vocabulary import Vocabulary, vocabulary

READ_REGIONS = {RegionKind.CAPTION}
STOPS = frozenset('.!?…؟;:\n"«»“”„‘()[]–—•*')
SHOUTED = 0.8
SHOUTED_WORDS = 4
NOUN_FORMS = frozenset({"name", "demonym_noun", "capital", "seat"})


@dataclass(frozen=True)
class Scene:
    """One article cut into words, with what is known beforehand found in it.

    `covering[i]` is the number of the match that covers word `i`, or -1.
    """

    article: Article
    words: Sequence[Word]
    matches: Sequence[Match]
    covering: Sequence[int]
    vocabulary: Vocabulary

    @property
    def text(self) -> str:
        """The text of the article."""
        return self.article.text

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where each word starts."""
        return [word.start for word in self.words]

    @cached_property
    def lower(self) -> frozenset[str]:
        """The words that the article writes without a capital somewhere."""
        return frozenset(word.key for word in self.words if not word.capital)

    def gap(self, index: int) -> str:
        """Give what stands between the word before and this one (the first word: everything before it).

        The full stops of an abbreviated name ("U.S.") are its own.
        """
        start = self.words[index].start
        end = self.words[index - 1].end if index else 0
        known = self.match(index - 1) if index else None
        if known is None or known.end <= end:
            return self.text[end:start]
        return self.text[known.end : start] if known.end <= start else self.text[end:start].replace(".", "")

    @cached_property
    def _shouting(self) -> frozenset[int]:
        """The words of lines in which nearly every word has a capital, so that a capital says nothing there."""
        found: set[int] = set()
        line: list[int] = []
        for index in range(len(self.words) + 1):
            if index == len(self.words) or (index and "\n" in self.gap(index)):
                long = [k for k in line if self.words[k].end - self.words[k].start > 3]
                sentence = bool(line) and self.text[
                    self.words[line[-1]].end : self.words[line[-1]].end + 2
                ].lstrip(')"»”').startswith(".")
                capitals = sum(self.words[k].capital for k in long)
                if not sentence and len(long) >= SHOUTED_WORDS and capitals >= SHOUTED * len(long):
                    found.update(line)
                line = []
            line.append(index)
        return frozenset(found)

    def capitalised(self, index: int) -> bool:
        """Tell whether a word stands in a line where nearly every word has a capital, such as an English title."""
        return index in self._shouting

    def initial(self, index: int) -> bool:
        """Tell whether a capital here says nothing, because the word begins a sentence, a quotation or a line."""
        if index == 0:
            return True
        gap = self.gap(index)
        if not any(c in STOPS for c in gap):
            return False
        before = self.words[index - 1]
        return not (
            gap.startswith(".")
            and len(gap) <= 2
            and (len(before.key) == 1 or before.key in self.vocabulary.honorifics)
        )

    def noun(self, index: int, stop: int) -> tuple[int, str] | None:
        """Give the end and the class of the noun that begins at a word, if it is one of those for people and bodies.

        What only begins a name of two joined words is none ("le Proche-Orient" beside "un proche").
        """
        found = self.vocabulary.nouns.at(self.words, index, stop, self.text)
        joined = found is not None and found[0] == index + 1 < len(self.words) and self.gap(index + 1) == "-"
        return None if joined and self.words[index].capital and self.words[index + 1].capital else found

    def words_in(self, span: Span) -> range:
        """Give the numbers of the words that overlap a span."""
        first = bisect_right(self.starts, span.start) - 1
        if first < 0 or self.words[first].end <= span.start:
            first += 1
        return range(first, max(first, bisect_left(self.starts, span.end)))

    def range_of(self, match: Match) -> range:
        """Give the numbers of the words of a known entity."""
        return self.words_in(Span(match.start, match.end))

    def span(self, first: int, stop: int) -> Span:
        """Give the span from the word `first` to the one before `stop`."""
        return Span(self.words[first].start, self.words[stop - 1].end)

    def parted(self, index: int) -> bool:
        """Tell whether a mark stands between a word and the one before."""
        return any(c in STOPS or c == "," for c in self.gap(index))

    def match(self, index: int) -> Match | None:
        """Give the known entity that covers a word."""
        return self.matches[self.covering[index]] if self.covering[index] >= 0 else None


def scene(article: Article) -> Scene:
    """Cut an article into words and find what is known in it; regions that are not body are left out, captions kept."""
    text = _body(article)
    words = words_of(text)
    matches = entities.find(text, article.language)
    covering = [-1] * len(words)
    number = 0
    for index, word in enumerate(words):
        while number < len(matches) and matches[number].end <= word.start:
            number += 1
        if number < len(matches) and matches[number].start < word.end:
            covering[index] = number
    return Scene(article, words, matches, covering, vocabulary(article.language))


def _body(article: Article) -> str:
    parts, at = [], 0
    for region in article.regions:
        if region.kind not in READ_REGIONS:
            parts += [article.text[at : region.span.start], "\n" * (region.span.end - region.span.start)]
            at = region.span.end
    return "".join([*parts, article.text[at:]])
