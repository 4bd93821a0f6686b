"""What was worked out for a dossier, kept: one that grows or changes a little is not worked out anew.

A pure cache. Everything in it is good only for the very objects it was made of, so a state of play is the same with it
and without it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from operator import is_
from threading import Lock
from typing import Any, Generic, TypeVar

from pourparlers.dossier.shelving import Shelf

V = TypeVar("V")

_VERSIONS = 2  # of one thing: that of the whole dossier, and that of the day since which changes are listed
_ROUNDS = 4  # that something unused is kept


class _Version(Generic[V]):
    __slots__ = ("made", "parts", "round")

    def __init__(self, parts: Sequence[object], made: V, round: int) -> None:
        self.parts = parts
        self.made = made
        self.round = round


class Kept(Generic[V]):
    """Results by key, each with the objects it was made of."""

    def __init__(self) -> None:
        self._held: dict[Hashable, list[_Version[V]]] = {}
        self._round = 0

    def get(self, key: Hashable, parts: Sequence[object], make: Callable[[], V]) -> V:
        """Give what was made of these very objects, or make it.

        Args:
            key: what it is.
            parts: all that it is made of and that may change; never changed itself afterwards.
            make: makes it.
        """
        known = self._held.get(key)
        if known is not None:
            for version in known:
                if same(version.parts, parts):
                    version.round = self._round
                    return version.made
        made = make()
        self.put(key, parts, made)
        return made

    def find(self, key: Hashable, fits: Callable[[V], bool]) -> V | None:
        """Give what is kept under a key and fits, if there is any."""
        for version in self._held.get(key, ()):
            if fits(version.made):
                version.round = self._round
                return version.made
        return None

    def latest(self, key: Hashable) -> tuple[Sequence[object], V] | None:
        """Give what was last made under a key, and of which objects."""
        known = self._held.get(key)
        return (known[0].parts, known[0].made) if known else None

    def longest(self, key: Hashable, parts: Sequence[object]) -> tuple[Sequence[object], V] | None:
        """Give what was made of the longest row of objects that these begin with, and that row."""
        best: _Version[V] | None = None
        for version in self._held.get(key, ()):
            begins = len(version.parts) <= len(parts) and all(map(is_, version.parts, parts))
            if begins and (best is None or len(best.parts) < len(version.parts)):
                best = version
        if best is None:
            return None
        best.round = self._round
        return best.parts, best.made

    def put(self, key: Hashable, parts: Sequence[object], made: V) -> None:
        """Keep what was made of some objects."""
        versions = self._held.setdefault(key, [])
        versions.insert(0, _Version(parts, made, self._round))
        del versions[_VERSIONS:]

    def sweep(self) -> None:
        """Begin another round; let go of what the last ones did not use."""
        self._round += 1
        oldest = self._round - _ROUNDS
        for key, versions in list(self._held.items()):
            if versions[-1].round < oldest:
                versions[:] = [one for one in versions if one.round >= oldest]
                if not versions:
                    del self._held[key]


def same(some: Sequence[object], others: Sequence[object]) -> bool:
    """Tell whether two rows hold the very same objects."""
    return len(some) == len(others) and all(map(is_, some, others))


def common(some: Sequence[object], others: Sequence[object]) -> int:
    """Count the objects that two rows begin with alike."""
    if len(some) <= len(others) and all(map(is_, some, others)):
        return len(some)
    return next((n for n, (a, b) in enumerate(zip(some, others, strict=False)) if a is not b), len(others))


class Memory:
    """All that is kept of one dossier. One state of play at a time is made with it; others do without.

    Args:
        shelf: keeps what costs most from one process to the next.
    """

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.shelf = shelf
        self._lock = Lock()
        self._parts: dict[str, Kept[Any]] = {}

    def of(self, what: str) -> Kept[Any]:
        """Give what is kept of one kind of result."""
        known = self._parts.get(what)
        if known is None:
            known = self._parts[what] = Kept()
        return known

    @contextmanager
    def in_use(self) -> Iterator[Memory]:
        """Give this memory to one user at a time, and another one, empty, to whoever comes meanwhile."""
        if not self._lock.acquire(blocking=False):
            yield Memory()
            return
        try:
            yield self
            for kept in self._parts.values():
                kept.sweep()
        finally:
            self._lock.release()
