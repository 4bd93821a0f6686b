"""Two articles, or two outlets, side by side: what both tell, and what only one has.

Statements of one speaker, or of one side, are paired one to one with those they are likest to, each the other's best:
by shared content words (overlap coefficient), and across languages by the sentence embeddings of the reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pourparlers.dossier.making import NO_PARTY
from pourparlers.knowledge.phrases import content_words
from pourparlers.knowledge.words import words_of
from pourparlers.model import Statement
from pourparlers.web.meaning import WIDTH
from pourparlers.web.view import View

MOST = 200
_SAME_WORDS, _SAME_WORDS_OF_SIDE = 0.5, 0.67
_SAME_VECTOR, _SAME_VECTOR_OF_SIDE = 0.75, 0.85
_LEAST_WORDS = 2
_APART = 3


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement as it is compared."""

    one: Statement
    keys: frozenset[str]
    row: int | None
    language: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Aligned:
    """What both tell, in pairs; what only the first, and only the second tells; all in the first's order."""

    pairs: tuple[tuple[Statement, Statement], ...]
    only_a: tuple[Statement, ...]
    only_b: tuple[Statement, ...]


def align(view: View, ours: Sequence[Statement], theirs: Sequence[Statement]) -> Aligned:
    """Pair the statements of two articles or outlets.

    Args:
        view: the view they are of.
        ours: statements of the first; of more than `MOST`, the first ones count.
        theirs: statements of the second.
    """
    a, b = ([_said(view, one) for one in side[:MOST]] for side in (ours, theirs))
    mine: defaultdict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(b):
        for key in _voices(one.one):
            mine[key].append(n)
    near = _cosines(view, a, b)
    scores: dict[tuple[int, int], float] = {}
    for i, one in enumerate(a):
        for j in {j for key in _voices(one.one) for j in mine[key]}:
            if like := _likeness(one, b[j], float(near[i, j])):
                scores[i, j] = like
    best_a: dict[int, float] = {}
    best_b: dict[int, float] = {}
    for (i, j), like in scores.items():
        best_a[i], best_b[j] = max(best_a.get(i, 0), like), max(best_b.get(j, 0), like)
    pairs: dict[int, int] = {}
    for (i, j), like in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if like == best_a[i] == best_b[j] and i not in pairs and j not in pairs.values():
            pairs[i] = j
    taken = set(pairs.values())
    return Aligned(
        tuple((a[i].one, b[j].one) for i, j in sorted(pairs.items())),
        tuple(one.one for i, one in enumerate(a) if i not in pairs),
        tuple(one.one for j, one in enumerate(b) if j not in taken),
    )


def _said(view: View, one: Statement) -> _Said:
    article = view.articles[one.article]
    words = (
        word
        for place in one.content
        for word in content_words(words_of(article.text[place.start : place.end]), article.language)
    )
    day = view.day_of.get(one.id, "")
    return _Said(
        one,
        frozenset(word.key for word in words),
        view.meanings.rows.get((one.article, one.attribution)),
        article.language,
        date.fromisoformat(day) if len(day) == 10 else None,
    )


def _voices(one: Statement) -> set[str]:
    return {*one.speakers, *(party for party in one.parties if party not in NO_PARTY)}


def _cosines(view: View, a: Sequence[_Said], b: Sequence[_Said]) -> NDArray[np.float32]:
    """(len(a), len(b)) cosines of the sentence embeddings, 0 where one has none."""
    matrix = view.meanings.matrix
    one, two = (
        np.stack([matrix[said.row] if said.row is not None else np.zeros(WIDTH, np.float32) for said in side])
        if side
        else np.zeros((0, WIDTH), np.float32)
        for side in (a, b)
    )
    found: NDArray[np.float32] = one @ two.T
    return found


def _likeness(one: _Said, two: _Said, near: float) -> float:
    """How alike two statements are, 0 for too little: those of one speaker may differ more than those of one side."""
    if one.day and two.day and abs((one.day - two.day).days) > _APART:
        return 0.0
    same = bool(set(one.one.speakers) & set(two.one.speakers))
    least = min(len(one.keys), len(two.keys))
    words = (
        len(one.keys & two.keys) / least if least >= _LEAST_WORDS and one.language == two.language else 0.0
    )
    if words >= (_SAME_WORDS if same else _SAME_WORDS_OF_SIDE):
        return 1 + words + near
    return near if near >= (_SAME_VECTOR if same else _SAME_VECTOR_OF_SIDE) else 0.0
