"""Meetings under one key, looked up by day and party: which of them can be the one that a report tells of at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from operator import itemgetter

from pourparlers.dossier.encounter_making import FORMAL
from pourparlers.dossier.telling_joining import same_time
from pourparlers.dossier.tellings import Telling

COMPARED = 6

Home = list[Telling]
"""The reports of one meeting; the first tells what it is."""


class Homes:
    """Meetings in the order they came, by the date of their first report; the few first reports tell what they are."""

    def __init__(self) -> None:
        self._by_date: defaultdict[str | None, list[tuple[int, Home]]] = defaultdict(list)
        self._known: set[int] = set()

    def add(self, home: Home) -> None:
        """Take a meeting in, unless it is there."""
        if id(home) not in self._known:
            self._known.add(id(home))
            self._by_date[home[0].date].append((len(self._known), home))

    def of(self, telling: Telling, sides: Mapping[int, frozenset[str]]) -> Iterator[Home]:
        """Give those that may be of the same day and parties, in the order they came.

        Args:
            telling: a report of a meeting.
            sides: `parties` of each report, by its identity.
        """
        found = [one for date, homes in self._by_date.items() if _may_be(telling.date, date) for one in homes]
        those = sides[id(telling)]
        for _, home in sorted(found, key=itemgetter(0)):
            if (
                _in_one_city(telling, home[0])
                or not those
                or any(not others or not those.isdisjoint(others) for others in _of_first(home, sides))
            ):
                yield home


def _of_first(home: Home, sides: Mapping[int, frozenset[str]]) -> Iterator[frozenset[str]]:
    return (sides[id(one)] for one in home[:COMPARED])


def parties(telling: Telling) -> frozenset[str]:
    """Give those who take part and their sides; two reports without any in common tell of no one participant."""
    keys = {who.key for who in telling.participants}
    return frozenset(keys | {who.side for who in telling.participants if who.side})


def _in_one_city(telling: Telling, other: Telling) -> bool:
    """Whether two summits or the like are held in one place, and so may be one whoever each report names."""
    formal = telling.kind == other.kind and telling.kind in FORMAL
    return formal and telling.place is not None and telling.place == other.place


def _may_be(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other or (len(one) != len(other) and same_time(one, other))
