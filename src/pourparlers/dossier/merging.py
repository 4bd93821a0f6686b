"""Which entities of different articles are the same person, organisation or group, whatever the spelling or script."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pourparlers.dossier.locals import Local
from pourparlers.knowledge.transliteration import consonants, same_spelling, skeleton
from pourparlers.knowledge.words import words_of
from pourparlers.model import ActorKind

NOT_SLUG = re.compile(r"[^\w]+")
SHORT = 5
LONG = 8


def grouped(found: Sequence[Local]) -> list[list[Local]]:
    """Group entities into actors: known ones by code, people by name, the rest by what they are called and their side.

    People merge by their full names, compared without the differences of spelling and script; a bare surname joins the
    one full name it fits. People without a name stay with their article. The order of the entities does not matter.
    """
    named = [one for one in found if one.kind is ActorKind.PERSON and one.forms and one.code is None]
    numbers = {(one.article, one.number) for one in named}
    return [*_people(named), *_others([one for one in found if (one.article, one.number) not in numbers])]


@dataclass
class _Person:
    """One person while entities are gathered: the members, and one of them for each way the full name is written."""

    members: list[Local]
    written: dict[tuple[str, ...], Local]

    def add(self, one: Local) -> None:
        self.members.append(one)
        self.written.setdefault(one.words, one)


def _people(people: Sequence[Local]) -> list[list[Local]]:
    full = sorted(
        (one for one in people if len(one.words) > 1),
        key=lambda one: (-len(one.words), one.full, one.words, one.article, one.number),
    )
    bearers: dict[str, list[_Person]] = defaultdict(list)
    persons: list[_Person] = []
    same: dict[tuple[tuple[str, ...], str | None], _Person] = {}
    for one in full:
        if (one.words, one.gender) in same:
            same[(one.words, one.gender)].members.append(one)
            continue
        near = [person for key in _keys(one) for person in bearers[key]]
        home = next((p for p in near if any(_same_person(one, other) for other in p.written.values())), None)
        if home is None:
            home = _Person([], {})
            persons.append(home)
        home.add(one)
        same[(one.words, one.gender)] = home
        for key in _keys(one):
            if all(person is not home for person in bearers[key]):
                bearers[key].append(home)
    bare = sorted(
        (one for one in people if len(one.words) == 1), key=lambda one: (one.words, one.article, one.number)
    )
    alone: dict[tuple[str, str | None], list[Local]] = defaultdict(list)
    traits = {id(person): _Traits.of(person.members) for person in persons}
    homes = [(one, [p for p in bearers[one.full[-1]] if traits[id(p)].admit(one)]) for one in bare]
    for one, candidates in homes:
        party = one.party
        sided = [p for p in candidates if party is not None and party in traits[id(p)].parties]
        fitting = sided if len(candidates) > 1 else candidates
        if len(fitting) == 1:
            fitting[0].members.append(one)
        else:
            alone[(one.full[0], one.gender)].append(one)
    return [*(person.members for person in persons), *_merged_by_gender(alone)]


def _keys(one: Local) -> tuple[str, ...]:
    """Give the keys under which a person is looked up: the family name without its spelling, and its consonants."""
    family = one.words[-1]
    keys = [one.full[-1], f"={_consonants(family)}"]
    if all(len(word) <= SHORT for word in one.words):
        keys.append(one.full[0])
    return tuple(dict.fromkeys(keys))


@lru_cache(maxsize=262_144)
def _consonants(family: str) -> str:
    """Give the consonants of a family name: a dossier that grows asks for all of them again and again."""
    return consonants(family)


def _merged_by_gender(alone: Mapping[tuple[str, str | None], list[Local]]) -> list[list[Local]]:
    """Put those of unknown gender with the one known gender of their surname, when there is only one."""
    groups = {key: list(members) for key, members in alone.items() if key[1] is not None}
    for (surname, gender), members in sorted(alone.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        if gender is None:
            known = [key for key in groups if key[0] == surname and key[1] is not None]
            groups.setdefault(known[0] if len(known) == 1 else (surname, None), []).extend(members)
    return [groups[key] for key in sorted(groups, key=lambda key: (key[0], key[1] or ""))]


def _same_person(a: Local, b: Local) -> bool:
    if a.gender and b.gender and a.gender != b.gender:
        return False
    if a.words == b.words:
        return True
    if a.article == b.article:
        return a.full == b.full
    short, long = sorted((a.words, b.words), key=len)
    if not same_spelling(short[-1], long[-1]):
        return False
    if len(short) < len(long):
        return _first_agrees(short[0], long[0])
    return all(_first_agrees(x, y) for x, y in zip(short[:-1], long[:-1], strict=True))


def _first_agrees(a: str, b: str) -> bool:
    """Tell whether two given names are one but for spelling, or one is the initial of the other."""
    if same_spelling(a, b) or (1 in {len(a), len(b)} and a[:1] == b[:1]):
        return True
    shorter = min(len(a), len(b))
    return (
        shorter >= SHORT
        and a[0] == b[0]
        and _distance(skeleton(a), skeleton(b)) <= (1 if shorter < LONG else 2)
    )


def _distance(a: str, b: str) -> int:
    """Give the edit distance of two words (Levenshtein, 1966)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


class _Traits(NamedTuple):
    """What the articles tell of one person: genders, sides, and in which articles the full name stands."""

    genders: frozenset[str]
    parties: frozenset[str]
    articles: frozenset[str]

    @classmethod
    def of(cls, members: Sequence[Local]) -> _Traits:
        return cls(
            frozenset(one.gender for one in members if one.gender),
            frozenset(party for one in members if (party := one.party)),
            frozenset(one.article for one in members),
        )

    def admit(self, one: Local) -> bool:
        """Tell whether a bare surname of another article may be this person."""
        if one.article in self.articles or (one.gender and self.genders and one.gender not in self.genders):
            return False
        party = one.party
        return party is None or not self.parties or party in self.parties


def _others(others: Sequence[Local]) -> list[list[Local]]:
    groups: dict[tuple[str, ...], list[Local]] = defaultdict(list)
    for one in others:
        if one.code is not None:
            key: tuple[str, ...] = ("", one.code)
        elif one.kind is ActorKind.PERSON:
            key = ("person", one.article, str(one.number))
        else:
            key = (one.kind.value, slug(one.called), one.party or "")
        groups[key].append(one)
    return [groups[key] for key in sorted(groups)]


@lru_cache(maxsize=65536)
def slug(name: str) -> str:
    """Give a name as an identifier: folded words with hyphens between them."""
    return NOT_SLUG.sub("-", "-".join(word.key for word in words_of(name))).strip("-")
