"""Search by meaning: the sentence vectors of all statements, and the nearest of them to a question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from pourparlers.model import Reading, Span
from pourparlers.reading.encoder import Encoder

Floats = NDArray[np.float32]

WIDTH = 384


@dataclass(frozen=True)
class Meanings:
    """One unit vector a row, (n, 384); `keys` names the article and attribution of each."""

    keys: tuple[tuple[str, str], ...]
    matrix: Floats

    @cached_property
    def rows(self) -> dict[tuple[str, str], int]:
        """The number of the row of each key."""
        return {key: n for n, key in enumerate(self.keys)}

    def nearest(
        self, vector: Floats, most: int, *, among: Collection[tuple[str, str]] | None = None
    ) -> list[tuple[tuple[str, str], float]]:
        """The keys of the rows nearest to a unit vector with their cosines, nearest first.

        Args:
            vector: what to be near to, (384,).
            most: how many at most.
            among: only these keys.
        """
        if not self.keys:
            return []
        scores = self.matrix @ vector
        if among is not None:
            scores[[n for n, key in enumerate(self.keys) if key not in among]] = -np.inf
            most = min(most, len(among))
            if not most:
                return []
        most = min(most, len(scores))
        best = np.argpartition(-scores, most - 1)[:most]
        best = best[np.argsort(-scores[best], kind="stable")]
        return [(self.keys[n], float(scores[n])) for n in best]


def meanings(readings: Iterable[Reading]) -> Meanings:
    """Collect the vectors of readings; those that are empty or of another width are left out."""
    keys: list[tuple[str, str]] = []
    rows: list[bytes] = []
    for reading in readings:
        for attribution, vector in reading.vectors.items():
            if len(vector) == WIDTH and vector.packed.strip(b"\0"):
                keys.append((reading.article, attribution))
                rows.append(vector.packed)
    return Meanings(tuple(keys), np.frombuffer(b"".join(rows), "<f4").reshape(-1, WIDTH))


class Questions:
    """Turns questions into vectors; the model is loaded with the first one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._encoder: Encoder | None = None
        self.vector = lru_cache(maxsize=512)(self._vector)

    def _vector(self, question: str) -> Floats:
        """The unit vector of a question, or zeros if there is nothing in it."""
        with self._lock:
            self._encoder = self._encoder or Encoder(threads=1)
            encoded = self._encoder.encode(question)
            return encoded.vector(_whole(question))


def _whole(text: str) -> Sequence[Span]:
    return (Span(0, len(text)),)
