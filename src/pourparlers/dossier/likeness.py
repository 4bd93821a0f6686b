"""How surely two statements say the same: by their words and by their meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pourparlers.dossier.drafts import ASSESSING, GIVING, REFUSING, Draft, matters_of
from pourparlers.dossier.themes import STRONG
from pourparlers.model import Act

_SAME_WORDS = 0.5  # overlap of content words from which two statements of one kind say the same
SAME_CLOSE = 0.34  # the same for statements of one speaker a sentence apart
SAME_VECTOR = 0.75
_ACROSS_ACTS = 0.75
_MOSTLY = 0.5  # of the characters
_NEXT = 2  # sentences
_NEARLY = 0.01  # what is nearly near enough is looked at closely
_SIDES = (GIVING, REFUSING, ASSESSING, frozenset({Act.THREATEN, Act.WARN}), frozenset({Act.ACCUSE}))


def likeness(one: Draft, two: Draft) -> float:
    """Give how surely two statements say the same, 0 for different ones."""
    if two.blanket:
        return 0.0
    words = overlap(one.stems, two.stems)
    cosine = nearness(one, two)
    close = (
        one.statement.article == two.statement.article
        and one.sentence - two.sentence <= _NEXT
        and set(one.statement.parties) == set(two.statement.parties)
    )
    if one.statement.act is not two.statement.act:
        same = words >= _ACROSS_ACTS and _least(one, two) >= 2 and on_one_side(one, two)
        return words if same else 0.0
    if one.statement.act in ASSESSING:
        same = words >= _SAME_WORDS or (close and words >= SAME_CLOSE) or cosine >= SAME_VECTOR
        return max(words, cosine) if same else 0.0
    shared = _shared_theme(one, two)
    if _apart(one, two):
        words = 0.0
    need = SAME_CLOSE if close or shared else _SAME_WORDS
    if words >= need or cosine >= SAME_VECTOR:
        return max(words, cosine)
    return 0.0


def may_be_like(some: Sequence[Draft], others: Sequence[Draft]) -> Iterator[list[int]]:
    """Give for each of some statements the numbers of the others that can be like it at all.

    They share a word, or are near enough in meaning; `likeness` is 0 for the rest.
    """
    near = _cosines(some, others) >= SAME_VECTOR - _NEARLY
    for n, one in enumerate(some):
        yield [m for m, other in enumerate(others) if near[n, m] or not one.stems.isdisjoint(other.stems)]


def _cosines(some: Sequence[Draft], others: Sequence[Draft]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = np.zeros((len(some), len(others)), dtype=np.float32)
    ours = [n for n, draft in enumerate(some) if draft.vector is not None]
    theirs = [n for n, draft in enumerate(others) if draft.vector is not None]
    if ours and theirs:
        rows = np.stack([some[n].vector for n in ours])  # type: ignore[misc]
        columns = np.stack([others[n].vector for n in theirs])  # type: ignore[misc]
        found[np.ix_(ours, theirs)] = rows @ columns.T
    return found


def _apart(one: Draft, two: Draft) -> bool:
    """Tell whether two sentences of one article have nothing in common but their matter."""
    if one.statement.article != two.statement.article or one.sentence == two.sentence:
        return False
    matters = matters_of(one, two)
    return _least(one, two) > 1 and one.stems & two.stems <= matters


def _shared_theme(one: Draft, two: Draft) -> bool:
    """Tell whether both speak of one matter before all others: then other words for it do not part them."""
    first = [t.id for t in one.themes if t.weight >= STRONG][:1]
    return bool(first) and first == [t.id for t in two.themes if t.weight >= STRONG][:1]


def one_kind(one: Draft, two: Draft) -> bool:
    """Tell whether two statements do the same."""
    return one.statement.act is two.statement.act


def on_one_side(one: Draft, two: Draft) -> bool:
    """Tell whether the acts of two statements go the same way."""
    return any({one.statement.act, two.statement.act} <= side for side in _SIDES)


def _least(one: Draft, two: Draft) -> int:
    return min(len(one.stems), len(two.stems))


def overlap(one: frozenset[str], two: frozenset[str]) -> float:
    """Give the overlap coefficient of two sets."""
    least = min(len(one), len(two))
    return len(one & two) / least if least else 0.0


def nearness(one: Draft, two: Draft) -> float:
    """Give the cosine of two statements, 0 without embeddings."""
    if one.vector is None or two.vector is None:
        return 0.0
    return float(np.dot(one.vector, two.vector))


def overlaps(one: Draft, two: Draft) -> bool:
    """Tell whether two statements stand on the same characters of one article, most of the shorter one."""
    if one.statement.article != two.statement.article or one.order == two.order:
        return False
    first, second = one.place, two.place
    shared = min(first.end, second.end) - max(first.start, second.start)
    lengths = (first.end - first.start, second.end - second.start)
    return shared > _MOSTLY * (min(lengths) if one_kind(one, two) else max(lengths))
