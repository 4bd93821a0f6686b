"""Search by meaning: the sentence vectors of all statements, and the nearest of them to a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from pourparlers.model import Reading, Span
from pourparlers.reading.encoder import Encoder

Floats = NDArray[np.float32]

WIDTH = 384
_TINY = 1e-6
_MANY = 0.05  # of all rows
_AT_ONCE = 8192  # rows
LEAST = 8  # statements in a language, for their mean to tell what the language adds


@dataclass(frozen=True)
class Meanings:
    """One unit vector a row, (n, 384); `keys` names the article and attribution of each.

    `tongues` is the number of each row's language (n,), `means` what the rows of each language have in common
    (languages, 384), `spread` how long each row is without it (n,).
    """

    keys: tuple[tuple[str, str], ...]
    matrix: Floats
    tongues: NDArray[np.intp]
    means: Floats
    spread: Floats

    @cached_property
    def rows(self) -> dict[tuple[str, str], int]:
        """The number of the row of each key."""
        return {key: n for n, key in enumerate(self.keys)}

    def nearest(
        self, vector: Floats, most: int, *, among: Iterable[tuple[str, str]] | None = None
    ) -> list[tuple[tuple[str, str], float]]:
        """The keys of the rows nearest to a unit vector with their cosines, nearest first.

        What all rows of one language have in common is taken off them, so that a question is not nearest to those in its
        own language (Yang et al. 2021 remove such a component).

        Args:
            vector: what to be near to, (384,).
            most: how many at most.
            among: only these keys.
        """
        rows = None
        if among is not None:
            rows = np.array([row for key in among if (row := self.rows.get(key)) is not None], np.intp)
        scores = self._scores(vector, rows)
        most = min(most, len(scores))
        if not most:
            return []
        best = np.argpartition(-scores, most - 1)[:most]
        best = best[np.argsort(-scores[best], kind="stable")]
        return [(self.keys[n if rows is None else int(rows[n])], float(scores[n])) for n in best]

    def _scores(self, vector: Floats, rows: NDArray[np.intp] | None) -> Floats:
        of = slice(None) if rows is None else rows
        if rows is None or len(rows) > _MANY * len(
            self.keys
        ):  # copying many rows takes longer than multiplying all
            plain = (self.matrix @ vector)[of]
        else:
            plain = self.matrix[of] @ vector
        scores = (plain - (self.means @ vector)[self.tongues[of]]) / np.maximum(self.spread[of], _TINY)
        return scores.astype(np.float32, copy=False)


def meanings(readings: Iterable[Reading], languages: Mapping[str, str]) -> Meanings:
    """Collect the vectors of readings; those that are empty or of another width are left out.

    Args:
        readings: what was read.
        languages: the language of each article, by its id.
    """
    keys: list[tuple[str, str]] = []
    rows: list[bytes] = []
    for reading in readings:
        for attribution, vector in reading.vectors.items():
            if len(vector) == WIDTH and vector.packed.strip(b"\0"):
                keys.append((reading.article, attribution))
                rows.append(vector.packed)
    return centred(keys, np.frombuffer(b"".join(rows), "<f4").reshape(-1, WIDTH), languages)


def centred(keys: Iterable[tuple[str, str]], matrix: Floats, languages: Mapping[str, str]) -> Meanings:
    """Work out what the rows of each language have in common.

    Args:
        keys: the article and attribution of each row.
        matrix: unit vectors, (n, 384).
        languages: the language of each article, by its id.
    """
    keys = tuple(keys)
    spoken = np.array([languages.get(article, "") for article, _ in keys], dtype=np.str_)
    names, tongues = np.unique(spoken, return_inverse=True)
    means = np.zeros((len(names), WIDTH), np.float32)
    spread = np.ones(len(keys), np.float32)
    counts = np.bincount(tongues, minlength=len(names))
    known = counts >= LEAST
    for at in range(0, len(keys), _AT_ONCE):
        part, own = matrix[at : at + _AT_ONCE], tongues[at : at + _AT_ONCE]
        for number in np.flatnonzero(known):
            means[number] += part[own == number].sum(axis=0)
    means[known] /= counts[known, None]
    for at in range(0, len(keys), _AT_ONCE):
        part, own = matrix[at : at + _AT_ONCE], tongues[at : at + _AT_ONCE]
        spread[at : at + _AT_ONCE] = np.linalg.norm(part - means[own], axis=1)
    spread[~known[tongues]] = 1.0
    return Meanings(keys, matrix, tongues, means, spread)


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
