"""Words of a text, and what the encoder says of its pieces said of words instead."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparlers.model import Span

WORD = re.compile(r"\w+")
MAX_SENTENCE = 400

Range = tuple[int, int]
"""Words `first` to `last`, the last one excluded."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text; `paragraph` and `sentence` say in which one each word stands (-1 in none).

    A sentence of more than 400 words counts as several, so that work on sentences stays linear in the text.
    """

    text: str
    spans: tuple[Span, ...]
    starts: tuple[int, ...]
    paragraph: tuple[int, ...]
    sentence: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.spans)

    def within(self, span: Span) -> Range:
        """The words that overlap a stretch of characters."""
        first = bisect_right(self.starts, span.start)
        if first and self.spans[first - 1].end > span.start:
            first -= 1
        return first, max(first, bisect_left(self.starts, span.end))

    def span(self, words: Range) -> Span:
        """The characters of a range of words, which is not empty."""
        return Span(self.spans[words[0]].start, self.spans[words[1] - 1].end)

    def lower(self, word: int) -> str:
        """A word in lower case."""
        return self.text[self.spans[word].start : self.spans[word].end].lower()

    def between(self, first: int, second: int) -> str:
        """The characters between the end of one word and the start of a later one."""
        return self.text[self.spans[first].end : self.spans[second].start]


def split(text: str, paragraphs: Sequence[Span], sentences: Sequence[Span]) -> Words:
    """Cut a text into words (runs of letters and digits)."""
    spans = tuple(Span(*match.span()) for match in WORD.finditer(text))
    starts = tuple(span.start for span in spans)
    return Words(text, spans, starts, _places(starts, paragraphs), _units(_places(starts, sentences)))


def _units(sentences: Sequence[int]) -> tuple[int, ...]:
    """Numbers for sentences, and for each part of one that has no end."""
    units: list[int] = []
    unit, length, previous = -1, 0, -1
    for sentence in sentences:
        if sentence >= 0 and (sentence != previous or length == MAX_SENTENCE):
            unit, length = unit + 1, 0
        previous = sentence
        length += 1
        units.append(unit if sentence >= 0 else -1)
    return tuple(units)


def _places(starts: Sequence[int], spans: Sequence[Span]) -> tuple[int, ...]:
    edges = [span.start for span in spans]
    places = []
    for start in starts:
        at = bisect_right(edges, start) - 1
        places.append(at if at >= 0 and start < spans[at].end else -1)
    return tuple(places)


class PieceMap:
    """Carries arrays over pieces to arrays over words: a word has the mean of its pieces.

    A piece belongs to the word it begins in; a word in which none begins ("5" after "15," in "1", "5,5") has the
    piece that runs into it.
    """

    def __init__(self, words: Words, offsets: NDArray[np.int32]) -> None:
        ends = np.array([span.end for span in words.spans], dtype=np.int64)
        starts = np.array(words.starts, dtype=np.int64)
        self.size = len(words)
        if not len(offsets) or not self.size:
            self.pieces = np.zeros(0, dtype=np.int64)
            self.owner = np.zeros(0, dtype=np.int64)
            self.count = np.ones(self.size, dtype=np.float32)
            self.first = np.full(self.size, -1, dtype=np.int64)
            self.begun = np.zeros(self.size, dtype=bool)
            return
        owner = np.searchsorted(ends, offsets[:, 0], side="right")
        inside = np.minimum(owner, self.size - 1)
        overlaps = (owner < self.size) & (offsets[:, 1] > starts[inside])
        pieces = np.flatnonzero(overlaps)
        alone = np.setdiff1d(np.arange(self.size), owner[pieces])
        into = np.searchsorted(offsets[:, 0], starts[alone], side="right") - 1
        reached = (into >= 0) & (offsets[into, 1] > starts[alone])
        self.begun = np.ones(self.size, dtype=bool)
        self.begun[alone] = False
        self.pieces = np.concatenate([pieces, into[reached]])
        self.owner = np.concatenate([owner[pieces], alone[reached]])
        order = np.argsort(self.owner, kind="stable")
        self.pieces, self.owner = self.pieces[order], self.owner[order]
        self.count = np.maximum(np.bincount(self.owner, minlength=self.size), 1).astype(np.float32)
        self.first = np.full(self.size, -1, dtype=np.int64)
        self.first[self.owner[::-1]] = self.pieces[::-1]

    def mean(self, values: NDArray[np.float32], part: Range | None = None) -> NDArray[np.float32]:
        """(pieces, k) to (words, k), of all words or a range of them; a word without a piece gets zeros."""
        first, last = part or (0, self.size)
        low, high = np.searchsorted(self.owner, [first, last])
        summed = np.zeros((last - first, values.shape[1]), dtype=np.float32)
        np.add.at(summed, self.owner[low:high] - first, values[self.pieces[low:high]])
        return summed / self.count[first:last, None]

    def tags(self, probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probabilities of O and of B, I of each role, for pieces, to the same for words.

        A word begins a span as much as its first piece does, and not at all if that begins in the word before.
        """
        mean = self.mean(probabilities)
        if not self.size:
            return mean
        known = self.first >= 0
        head = np.zeros_like(mean)
        head[known] = probabilities[self.first[known]]
        for begin in range(1, mean.shape[1], 2):
            total = mean[:, begin] + mean[:, begin + 1]
            share = self.begun * head[:, begin] / np.maximum(head[:, begin] + head[:, begin + 1], 1e-9)
            mean[:, begin], mean[:, begin + 1] = total * share, total * (1 - share)
        mean[~known, 0] = 1.0
        return mean
