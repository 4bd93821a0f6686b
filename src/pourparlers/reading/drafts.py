"""What the encoder says of one article, as drafts of attributions: cues, and the words they govern.

Everything happens inside sentences (which hold the whole of what they quote), so that neither time nor memory
grow with more than the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from pourparlers.reading import viterbi
from pourparlers.reading.encoder import Encoded
from pourparlers.reading.words import PieceMap, Range, Words

SOURCE, CUE, CONTENT = 0, 1, 2
OUTER_CUE = 0.3
LINKED = 0.05
SHARED = 0.7
ACROSS = 0.4
NEAR_CONTENT = 2
INNER_SOURCE = 0.35
INNER_CONTENT = 0.65
CRUMB = 1
CRUMB_SHARE = 0.3
TARGET = 0.5
BESIDE = 0.2
JOINED = {" ", "\u00a0", "-", "'", "’"}
CUE_BIAS = np.array([0.5, 0.0, 0.0], dtype=np.float32)


@dataclass(slots=True)
class Draft:
    """An attribution in the making; ranges are of words, `contents` sorted and apart."""

    sentence: int
    cue: Range | None = None
    source: Range | None = None
    target: Range | None = None
    contents: list[Range] = field(default_factory=list)
    outer: bool = True
    confidence: float = 1.0
    why: list[str] = field(default_factory=list)
    parent: Draft | None = None
    continues: Draft | None = None

    @property
    def first(self) -> int:
        """The first word of anything in it."""
        return min(part[0] for part in (*self.contents, self.cue, self.source) if part is not None)


def drafts(words: Words, encoded: Encoded, quoted: Sequence[bool]) -> list[Draft]:
    """Cues, each with the source and content spans that the encoder links to it, and contents without a cue.

    Args:
        words: the words of the text.
        encoded: what the encoder says of it.
        quoted: for each word whether it stands in quotation marks.

    Returns:
        the drafts, sentence by sentence; one may have a cue or a source and no content yet.
    """
    pieces = PieceMap(words, encoded.offsets)
    tags = pieces.tags(encoded.tags)
    cues = pieces.tags(encoded.cues)
    outer = _by_sentence(words, viterbi.spans(tags, words.sentence))
    found: list[Draft] = []
    every_cue = _by_sentence(words, viterbi.spans(cues, words.sentence, bias=CUE_BIAS))
    for sentence in sorted({*outer, *every_cue} - {-1}):
        found += _sentence(
            words, encoded, pieces, tags, cues, quoted, outer.get(sentence, []), every_cue.get(sentence, [])
        )
    return found


def _by_sentence(words: Words, spans: Sequence[viterbi.Tagged]) -> dict[int, list[viterbi.Tagged]]:
    return {
        number: list(group) for number, group in groupby(spans, key=lambda span: words.sentence[span.first])
    }


def _sentence(
    words: Words,
    encoded: Encoded,
    pieces: PieceMap,
    tags: NDArray[np.float32],
    cues: NDArray[np.float32],
    quoted: Sequence[bool],
    outer: Sequence[viterbi.Tagged],
    every_cue: Sequence[viterbi.Tagged],
) -> list[Draft]:
    sentence = words.sentence[(*outer, *every_cue)[0].first]
    first, last = _extent(words, sentence, outer, every_cue)
    taken = {word for span in outer for word in range(span.first, span.last)}
    grower = _Grower(words, range(first, last), taken)
    contents = [
        (span.first, grower.last(span.last, tags[:, 5] + tags[:, 6]))
        for span in outer
        if span.role == CONTENT
    ]
    inside = tags[:, 1] + tags[:, 2]
    sources = [
        (grower.first(span.first, inside), grower.last(span.last, inside))
        for span in outer
        if span.role == SOURCE
    ]
    linked: list[_Linked] = []
    for cue in every_cue:
        draft = Draft(sentence, cue=(cue.first, cue.last), why=["encoder:cue"])
        draft.confidence = float(1 - cues[cue.first : cue.last, 0].min())
        tagged = float(tags[cue.first : cue.last, 3:5].sum(axis=1).max()) > OUTER_CUE
        draft.outer = tagged and not any(_holds(part, cue.first, quoted) for part in contents)
        role = pieces.mean(encoded.roles(int(pieces.first[cue.first])), (first, last))
        linked.append(_Linked(draft, role, first))
    governing = [one for one in linked if one.draft.outer]
    loose = _link_contents(governing, contents, sentence) + _link_sources(governing, sources, sentence)
    for one in linked:
        if not one.draft.outer:
            one.draft.contents = one.told()
        if one.draft.source is None:
            one.draft.source = next(iter(one.stretches(0, INNER_SOURCE)), None)
        one.draft.target = next(iter(one.stretches(2, TARGET)), None)
    return [one.draft for one in linked] + loose


@dataclass(frozen=True, slots=True)
class _Grower:
    """Takes the words right beside a source or content in that may well be part of it, so that it is a whole phrase."""

    words: Words
    sentence: range
    taken: set[int]

    def first(self, first: int, inside: NDArray[np.float32]) -> int:
        """Where it begins."""
        while self._goes_on(first - 1, inside) and self.words.between(first - 1, first) in JOINED:
            first -= 1
        return first

    def last(self, last: int, inside: NDArray[np.float32]) -> int:
        """Where it ends."""
        while self._goes_on(last, inside) and self.words.between(last - 1, last) in JOINED:
            last += 1
        return last

    def _goes_on(self, word: int, inside: NDArray[np.float32]) -> bool:
        return word in self.sentence and word not in self.taken and inside[word] > BESIDE


def _holds(content: Range, cue: int, quoted: Sequence[bool]) -> bool:
    """Whether a cue is part of what is said: inside the content, or later in the same quotation."""
    if content[0] <= cue < content[1]:
        return True
    return content[1] <= cue and all(quoted[content[0] : cue + 1])


@dataclass(frozen=True, slots=True)
class _Linked:
    """A cue and, for the words of its sentence, the probabilities that they are its source and content."""

    draft: Draft
    role: NDArray[np.float32]
    offset: int

    def score(self, part: Range, column: int) -> float:
        return float(self.role[part[0] - self.offset : part[1] - self.offset, column].mean())

    def told(self) -> list[Range]:
        """The content that the roles alone make out: its stretches across single words, without crumbs."""
        joined: list[Range] = []
        for first, last in self.stretches(1, INNER_CONTENT):
            if joined and first - joined[-1][1] <= CRUMB:
                joined[-1] = joined[-1][0], last
            else:
                joined.append((first, last))
        sums = [self.score(part, 1) * (part[1] - part[0]) for part in joined]
        return [part for part, size in zip(joined, sums, strict=True) if size >= CRUMB_SHARE * max(sums)]

    def stretches(self, column: int, least: float) -> list[Range]:
        return [(a + self.offset, b + self.offset) for a, b in runs(self.role[:, column] > least)]


def _link_contents(governing: Sequence[_Linked], contents: Sequence[Range], sentence: int) -> list[Draft]:
    """Give each content to the cue that the encoder links it to, rather not across another cue."""
    loose: list[Draft] = []
    for part in contents:
        scores = [one.score(part, 1) * ACROSS ** _between(one.draft, part, governing) for one in governing]
        best = int(np.argmax(scores)) if scores else -1
        if best >= 0 and scores[best] >= LINKED:
            governing[best].draft.contents.append(part)
        else:
            loose.append(Draft(sentence, contents=[part], why=["encoder:content"]))
    _feed(governing)
    return loose


def _between(draft: Draft, part: Range, governing: Sequence[_Linked]) -> int:
    """How many other cues stand between a cue and a content."""
    assert draft.cue is not None
    low, high = (draft.cue[1], part[0]) if draft.cue[1] <= part[0] else (part[1], draft.cue[0])
    return sum(1 for one in governing if one.draft.cue is not None and low <= one.draft.cue[0] < high)


def _feed(governing: Sequence[_Linked]) -> None:
    """A cue without a content takes the one right after it from a cue that has others."""
    for hungry in governing:
        if hungry.draft.contents or hungry.draft.cue is None:
            continue
        end = hungry.draft.cue[1]
        for fed in governing:
            near = [part for part in fed.draft.contents if 0 <= part[0] - end <= NEAR_CONTENT]
            if near and len(fed.draft.contents) > 1:
                fed.draft.contents.remove(near[0])
                hungry.draft.contents.append(near[0])
                hungry.draft.why.append("rule:nearest-content")
                break


def _link_sources(governing: Sequence[_Linked], sources: Sequence[Range], sentence: int) -> list[Draft]:
    """Give each source to the cue that it is linked to best, and to the others that are sure of it."""
    loose: list[Draft] = []
    surest = [0.0] * len(governing)
    for part in sources:
        scores = [one.score(part, 0) for one in governing]
        best = int(np.argmax(scores)) if scores else -1
        taken = False
        for number, one in enumerate(governing):
            wanted = scores[number] >= (LINKED if number == best else SHARED)
            if wanted and scores[number] > surest[number]:
                one.draft.source, surest[number] = part, scores[number]
                taken = True
        if not taken:
            loose.append(Draft(sentence, source=part, why=["encoder:source"]))
    return loose


def _extent(
    words: Words, sentence: int, outer: Sequence[viterbi.Tagged], every_cue: Sequence[viterbi.Tagged]
) -> Range:
    first = min(span.first for span in (*outer, *every_cue))
    while first and words.sentence[first - 1] == sentence:
        first -= 1
    last = max(span.last for span in (*outer, *every_cue))
    while last < len(words) and words.sentence[last] == sentence:
        last += 1
    return first, last


def runs(chosen: NDArray[np.bool_]) -> Iterator[Range]:
    """The stretches of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    yield from ((int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))
