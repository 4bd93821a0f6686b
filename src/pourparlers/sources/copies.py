"""Copies and near-copies of one text, as wire copy in several outlets, found and counted once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pourparlers.model import Article, Copy, Region, Span

Shingles = NDArray[np.uint64]

_SHINGLE = 5
_LEAST_CONTAINMENT = 0.8
_LEAST_RESEMBLANCE = 0.5
_FEWEST_SHINGLES = 30
_SKETCH_ONE_IN = 8
_SKETCH_LEAST = 24
_SMALL_RUN = 12
_ABOUT_AS_LONG = 0.9
_AT_HAND = 16384  # bodies whose shingles are kept: a dossier that grows is compared again and again
_WORD = re.compile(r"\w+")
_MULTIPLIER = 0x9E3779B97F4A7C15


def merge_copies(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Count each text once, whoever printed it and under whichever title.

    Two bodies are one text when half of all their word 5-grams are common to both, or when four fifths of those of
    the shorter stand in the longer (resemblance and containment of Broder 1997, "On the resemblance and containment
    of documents"); candidates share hashes in a sample of their 5-grams, so the time grows with the number of
    articles and not with its square. Two reports of one event, or a report and its update, share less.

    Args:
        articles: in any order.

    Returns:
        the articles kept, in the order given, each with the others in `copies`: the earliest of those that are
        about as long as the longest. The same set is kept whatever the order.
    """
    bodies = [_body(article.text, article.title_span, article.regions) for article in articles]
    order = sorted(range(len(articles)), key=lambda at: (-bodies[at].length, *_precedence(articles[at])))
    rank = {at: place for place, at in enumerate(order)}
    near: dict[int, list[int]] = defaultdict(list)
    for pair in _candidates(bodies, order):
        longer, shorter = sorted(pair, key=rank.__getitem__)
        one, two = bodies[longer], bodies[shorter]
        if one.digest == two.digest or _is_copy(one.shingles, two.shingles):
            near[shorter].append(longer)
    groups: dict[int, list[int]] = {}
    for at in order:
        centre = next((one for one in sorted(near[at], key=rank.__getitem__) if one in groups), at)
        groups.setdefault(centre, []).append(at)
    kept = dict(_keep(articles, bodies, group) for group in groups.values())
    return tuple(kept[at] for at in sorted(kept))


def _keep(articles: Sequence[Article], bodies: Sequence[_Body], group: Sequence[int]) -> tuple[int, Article]:
    longest = max(bodies[at].length for at in group)
    full = [at for at in group if bodies[at].length >= _ABOUT_AS_LONG * longest]
    best = min(full, key=lambda at: _precedence(articles[at]))
    others = sorted((articles[at] for at in group if at != best), key=_precedence)
    copies = articles[best].copies + tuple(copy for other in others for copy in _as_copies(other))
    return best, replace(articles[best], copies=copies) if copies else articles[best]


def _precedence(article: Article) -> tuple[date, str, str, str]:
    return article.published or date.max, article.name, article.url or "", article.id


def _as_copies(article: Article) -> tuple[Copy, ...]:
    return (Copy(article.name, article.outlet, article.url, article.published), *article.copies)


class _Body(NamedTuple):
    """What is compared of a body: how many words it has, a digest of them, all shingles and a sample."""

    length: int
    digest: bytes
    shingles: Shingles
    sketch: tuple[int, ...]


@lru_cache(maxsize=_AT_HAND)
def _body(text: str, title: Span | None, regions: tuple[Region, ...]) -> _Body:
    words = _words(text, title, regions)
    shingles = _shingles(words)
    digest = blake2b("\n".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return _Body(len(words), digest, shingles, _sketch(shingles))


def _words(text: str, title: Span | None, regions: Sequence[Region]) -> tuple[str, ...]:
    """Give the words of the body, without its title and its boilerplate."""
    parts, at = [], 0
    skipped = [region.span for region in regions]
    if title is not None:
        skipped.append(title)
    for span in sorted(skipped):
        parts.append(text[at : max(at, span.start)])
        at = max(at, span.end)
    parts.append(text[at:])
    return tuple(_WORD.findall("\n".join(parts).casefold()))


def _shingles(words: Sequence[str]) -> Shingles:
    """Hash every run of five words to 64 bits; sorted, each once."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    size = min(_SHINGLE, len(words))
    codes = np.fromiter(map(_word_code, words), dtype=np.uint64, count=len(words))
    count = len(words) - size + 1
    hashes = np.zeros(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for offset in range(size):
            hashes = hashes * np.uint64(_MULTIPLIER) + codes[offset : offset + count]
            hashes ^= hashes >> np.uint64(29)
    return np.unique(hashes)


@lru_cache(maxsize=500_000)
def _word_code(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _candidates(bodies: Sequence[_Body], order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the pairs that share at least two hashes of their samples, or all their words.

    All pairs of a hash are counted when few articles have it; else each with the one before it and with the
    longest, which is what a copy would be merged into.
    """
    runs: dict[int, list[int]] = defaultdict(list)
    for at in order:
        for value in bodies[at].sketch:
            runs[value].append(at)
    votes: Counter[tuple[int, int]] = Counter()
    for run in runs.values():
        if len(run) <= _SMALL_RUN:
            votes.update((a, b) for number, b in enumerate(run) for a in run[:number])
        else:
            votes.update((run[0], b) for b in run[1:])
            votes.update(pairwise(run))
    yield from (pair for pair, count in votes.items() if count > 1)
    first: dict[bytes, int] = {}
    for at in order:
        known = first.setdefault(bodies[at].digest, at)
        if known != at:
            yield known, at


def _sketch(values: Shingles) -> tuple[int, ...]:
    """Sample hashes the same way in every article: one in eight, and the smallest, for short ones."""
    sampled = values[values % np.uint64(_SKETCH_ONE_IN) == 0]
    return tuple(sorted({*sampled.tolist(), *values[:_SKETCH_LEAST].tolist()}))


def _is_copy(longer: Shingles, shorter: Shingles) -> bool:
    if min(len(longer), len(shorter)) < _FEWEST_SHINGLES:
        return False
    common = _common(longer, shorter)
    return common >= _LEAST_CONTAINMENT * min(len(longer), len(shorter)) or common >= _LEAST_RESEMBLANCE * (
        len(longer) + len(shorter) - common
    )


def _common(a: Shingles, b: Shingles) -> int:
    return len(np.intersect1d(a, b, assume_unique=True))
