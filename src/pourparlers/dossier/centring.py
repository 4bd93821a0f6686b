"""What all statements of a dossier have in common in meaning, taken off, so that cosines tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.memory import Memory

Vector = NDArray[np.float32]
Vectors = tuple[Vector | None, ...]

_LEAST_KNOWN = 8  # statements before their mean tells what they have in common
_WELL_KNOWN = 4096  # statements from which on it is known well enough


def width_of(said: Iterable[Sequence[Draft]]) -> int:
    """Give the width that most embeddings of a dossier have, the greater of two that are even; 0 without any."""
    counts = Counter(len(draft.vector) for drafts in said for draft in drafts if draft.vector is not None)
    return max(counts, key=lambda width: (counts[width], width), default=0)


class Centre:
    """The mean of the embeddings so far.

    Sentence embeddings of one encoder crowd in a narrow cone (Ethayarajh 2019); their mean is taken off. It is that
    of the articles up to the statement's own, so an article added at the end changes no earlier one; and it stays as it
    is from some thousands of statements on, so a change in a later article changes no other.

    Args:
        memory: the means and embeddings worked out before.
        width: of the embeddings that count; those of another model, of another width, are as if there were none.
    """

    def __init__(self, memory: Memory, width: int) -> None:
        self._memory = memory
        self._width = width
        self._total: Vector | None = None
        self._count = 0
        self._mean: Vector | None = None

    def copy(self) -> Centre:
        """Give another one that goes on from here."""
        other = Centre(self._memory, self._width)
        other._total, other._count, other._mean = self._total, self._count, self._mean
        return other

    def of(self, drafts: Sequence[Draft]) -> Vectors:
        """Take the statements of the next article in; give their embeddings without what is common to all.

        Args:
            drafts: the statements of one article.

        Returns:
            a unit vector for each, None for one without an embedding or while too little is known.
        """
        self._take(drafts)
        mean = self._mean
        if mean is None:
            return (None,) * len(drafts)
        kept = self._memory.of("centred")
        vectors: Vectors = kept.get(drafts[0].statement.article, (drafts, mean), lambda: _off(drafts, mean))
        return vectors

    def _take(self, drafts: Sequence[Draft]) -> None:
        vectors = [
            draft.vector for draft in drafts if draft.vector is not None and len(draft.vector) == self._width
        ]
        if not vectors or self._count >= _WELL_KNOWN:
            return
        added: Vector = np.asarray(np.sum(vectors, axis=0), dtype=np.float32)
        self._total = added if self._total is None else self._total + added
        self._count += len(vectors)
        if self._count >= _LEAST_KNOWN:
            mean: Vector = self._total / np.float32(self._count)
            known: Vector | None = self._memory.of("means").find(
                drafts[0].statement.article, lambda one: np.array_equal(one, mean)
            )
            if known is None:
                self._memory.of("means").put(drafts[0].statement.article, (), mean)
            self._mean = mean if known is None else known


def _off(drafts: Sequence[Draft], mean: Vector) -> Vectors:
    made: list[Vector | None] = []
    for draft in drafts:
        if draft.vector is None or draft.vector.shape != mean.shape:
            made.append(None)
            continue
        rest = draft.vector - mean
        length = max(float(np.sqrt(rest @ rest)), 1e-9)
        made.append(np.asarray(rest / length, dtype=np.float32))
    return tuple(made)
