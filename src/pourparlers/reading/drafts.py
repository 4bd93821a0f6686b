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
LINKED = 0.12
INNER_SOURCE = 0.35
INNER_CONTENT = 0.4
CUE_BIAS = np.array([0.0, 0.0, 0.0], dtype=np.float32)
TAG_BIAS = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], dtype=np.float32)


@dataclass(slots=True)
class Draft:
    """An attribution in the making; ranges are of words, `contents` sorted and apart."""

    sentence: int
    cue: Range | None = None
    source: Range | None = None
    contents: list[Range] = field(default_factory=list)
    outer: bool = True
    confidence: float = 1.0
    why: list[str] = field(default_factory=list)
    parent: Draft | None = None
    continues: Draft | None = None
    cue_pieces: Range | None = None

    @property
    def first(self) -> int:
        """The first word of anything in it."""
        return min(part[0] for part in (*self.contents, self.cue, self.source) if part is not None)


def drafts(words: Words, encoded: Encoded) -> list[Draft]:
    """Cues, each with the source and content spans that the encoder links to it, and contents without a cue.

    Args:
        words: the words of the text.
        encoded: what the encoder says of it.

    Returns:
        the drafts, sentence by sentence; one may have a cue or a source and no content yet.
    """
    pieces = PieceMap(words, encoded.offsets)
    tags = pieces.tags(encoded.tags)
    cues = pieces.tags(encoded.cues)
    outer = _by_sentence(words, viterbi.spans(tags, words.sentence, bias=TAG_BIAS))
    found: list[Draft] = []
    every_cue = _by_sentence(words, viterbi.spans(cues, words.sentence, bias=CUE_BIAS))
    for sentence in sorted({*outer, *every_cue} - {-1}):
        found += _sentence(
            words, encoded, pieces, tags, cues, sentence, outer.get(sentence, []), every_cue.get(sentence, [])
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
    sentence: int,
    outer: Sequence[viterbi.Tagged],
    every_cue: Sequence[viterbi.Tagged],
) -> list[Draft]:
    first, last = _extent(words, sentence, outer, every_cue)
    found: list[Draft] = []
    loose: list[Draft] = []
    roles: list[NDArray[np.float32]] = []
    for cue in every_cue:
        draft = Draft(sentence, cue=(cue.first, cue.last))
        draft.outer = float(tags[cue.first : cue.last, 3:5].sum(axis=1).max()) > OUTER_CUE
        draft.confidence = float(1 - cues[cue.first : cue.last, 0].min())
        draft.why.append("encoder:cue")
        found.append(draft)
        roles.append(pieces.mean(encoded.roles(int(pieces.first[cue.first])), (first, last)))
    for span in outer:
        if span.role == CUE:
            continue
        column = 0 if span.role == SOURCE else 1
        here = slice(span.first - first, span.last - first)
        scores = [
            float(role[here, column].mean()) if draft.outer else 0.0
            for draft, role in zip(found, roles, strict=True)
        ]
        best = int(np.argmax(scores)) if scores else -1
        part = (span.first, span.last)
        if best >= 0 and scores[best] >= LINKED:
            if span.role == CONTENT:
                found[best].contents.append(part)
                continue
            if found[best].source is None:
                found[best].source = part
                continue
        if span.role == CONTENT:
            loose.append(Draft(sentence, contents=[part], why=["encoder:content"]))
        else:
            loose.append(Draft(sentence, source=part, why=["encoder:source"]))
    for draft, role in zip(found, roles, strict=True):
        if draft.outer:
            continue
        draft.contents = [(a + first, b + first) for a, b in runs(role[:, 1] > INNER_CONTENT)]
        sources = [(a + first, b + first) for a, b in runs(role[:, 0] > INNER_SOURCE)]
        draft.source = sources[0] if sources else None
    return found + loose


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
