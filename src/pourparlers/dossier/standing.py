"""Positions with what is needed to tell which stand against each other and which stand together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from heapq import nsmallest
from itertools import product

import numpy as np

from pourparlers.dossier.dating import DAY, beginning
from pourparlers.dossier.drafts import Draft, matters_of
from pourparlers.dossier.likeness import nearness
from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.themes import OTHER
from pourparlers.model import Act, Position

_CLOSE_IN_MEANING = 0.6  # cosine
_BARELY = 0.4  # the same for two that say little more than their matter
_FEW = 3  # words
_THIRD = 0.33
_NEARLY = 0.001  # what is nearly as close is looked at closely
_OWN = "~"  # behind the party of a voice of its own
_LATEST = 20  # statements of a position that are compared with another's, the latest


@dataclass(frozen=True, eq=False)
class Held:
    """A position with what clashes are told by.

    `home` are its parties. `sides` are the same, but where somebody of a state speaks for himself and not for its
    government (a parliament, an opposition): all such voices of a state are one side, which is not the government's.
    """

    position: Position
    drafts: tuple[Draft, ...]
    issues: frozenset[str]
    home: frozenset[str]
    sides: frozenset[str]
    blanket: bool
    naming: bool

    @property
    def own_voice(self) -> bool:
        """Whether it is not for its government that it is said."""
        return self.home != self.sides

    @cached_property
    def at(self) -> dict[str, list[Draft]]:
        """Its statements by article."""
        found: dict[str, list[Draft]] = {}
        for draft in self.drafts:
            found.setdefault(draft.statement.article, []).append(draft)
        return found

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of its statements."""
        return frozenset(draft.id for draft in self.drafts)

    @cached_property
    def answers(self) -> frozenset[str]:
        """The ids of the statements that those of it answer as a whole."""
        return frozenset(id for draft in self.drafts for id in draft.answers)

    @cached_property
    def named(self) -> frozenset[str]:
        """The parties that it is directed at, or that are named with it."""
        return frozenset(party for d in self.drafts for party in (*d.target_parties, *d.named))

    @cached_property
    def asked_of(self) -> frozenset[str]:
        """The parties that it is directed at."""
        return frozenset(party for draft in self.drafts for party in draft.target_parties)

    @cached_property
    def about(self) -> frozenset[str]:
        """The parties that its own words name."""
        return frozenset(party for draft in self.drafts for party in draft.about)

    @cached_property
    def speaks_of(self) -> frozenset[str]:
        """The other parties that it is directed at, that its words name, or whose adjective they have."""
        return (self.asked_of | self.about | self.owners) - self.sides

    @cached_property
    def owners(self) -> frozenset[str]:
        """The countries whose adjective its words have."""
        return frozenset(party for draft in self.drafts for party in draft.owners)

    @cached_property
    def facing(self) -> frozenset[str]:
        """The parties that its refusals go on to refuse."""
        return frozenset(party for draft in self.drafts for party in draft.facing)

    @cached_property
    def judges_talks(self) -> bool:
        """Whether something of it is on talks or what comes of them, and more than a hope."""
        return any(draft.of_talks and not draft.hopes for draft in self.drafts)

    @cached_property
    def is_heading(self) -> bool:
        """Whether nothing of it stands outside titles and headings."""
        return all(draft.heading for draft in self.drafts)

    @cached_property
    def is_unbowed(self) -> bool:
        """Whether something of it refuses to give way."""
        return any(draft.unbowed for draft in self.drafts)

    @cached_property
    def takes_up(self) -> bool:
        """Whether something of it takes up what was just said."""
        return any(draft.takes_up for draft in self.drafts)

    @cached_property
    def contrasts(self) -> bool:
        """Whether something of it is set against the account before it."""
        return any(draft.contrasts for draft in self.drafts)

    @cached_property
    def only_asks(self) -> bool:
        """Whether it only puts questions."""
        return all(draft.questions for draft in self.drafts)

    @cached_property
    def days(self) -> frozenset[str]:
        """The days on which it was said."""
        return frozenset(d.statement.said_on for d in self.drafts if d.statement.said_on)

    @cached_property
    def day_numbers(self) -> tuple[int, ...]:
        """Those of these days that are known exactly, as ordinals."""
        known = map(beginning, self.days)
        return tuple(date.fromisoformat(day).toordinal() for day in known if len(day) == DAY)

    @property
    def order(self) -> tuple[tuple[str, str, int, int], str]:
        """When it was first said or printed, for sorting."""
        return self.drafts[0].order, self.position.id

    @cached_property
    def latest_stems(self) -> frozenset[str]:
        """The words of its latest statements."""
        return frozenset(stem for draft in self.drafts[-_LATEST:] for stem in draft.stems)


def held(
    positions: Sequence[Position], behind: Mapping[str, tuple[Draft, ...]], memory: Memory
) -> list[Held]:
    """Give positions with the statements behind each."""
    kept: Kept[Held] = memory.of("held")
    return [kept.get(one.id, (one,), partial(_held_with, one, behind[one.id])) for one in positions]


def _held_with(position: Position, drafts: tuple[Draft, ...]) -> Held:
    home = frozenset(position.parties or (position.party,))
    return Held(
        position,
        drafts,
        frozenset((position.issue, *position.issues_also)),
        home,
        frozenset(f"{party}{_OWN}" for party in home) if "own-voice" in position.marks else home,
        any(d.blanket for d in drafts),
        any(d.naming for d in drafts),
    )


def names(one: Held, two: Held) -> bool:
    """Tell whether a position is directed at the other side, or names it."""
    return bool((one.named | one.asked_of) & seen_as(two, one))


def seen_as(one: Held, other: Held) -> frozenset[str]:
    """Give the parties by which another side names this one: who names a state means its voices too, but at home."""
    return one.home if one.home.isdisjoint(other.home) else one.sides


def shared_issue(one: Held, two: Held) -> str:
    """Give the issue that two positions stand under together: one they share, else a named one of either."""
    either = [issue for issue in (one.position.issue, two.position.issue) if issue != OTHER]
    shared = [issue for issue in either if issue in one.issues & two.issues]
    return next(iter((*shared, *either)), OTHER)


def allied(one: Held, two: Held) -> bool:
    """Tell whether two sides turn against the same third one, and neither against the other."""
    third = one.asked_of & two.asked_of - one.sides - two.sides
    return bool(third) and one.asked_of.isdisjoint(two.sides) and two.asked_of.isdisjoint(one.sides)


def best_supported(group: Sequence[Held], most: int) -> list[Held]:
    """Give at most so many positions, those of most statements first."""
    return nsmallest(most, group, key=lambda h: (-len(h.position.statements), h.position.id))


def of_one_charge(one: Held, two: Held) -> bool:
    """Tell whether the same words were read as the charge of either side: one of the readings is wrong."""
    if not one.position.act is two.position.act is Act.ACCUSE:
        return False
    a, b = one.position.quote, two.position.quote
    shared = min(a.end, b.end) - max(a.start, b.start)
    return a.article == b.article and 2 * shared > min(a.end - a.start, b.end - b.start)


def of_the_same_words(one: Held, two: Held) -> bool:
    """Tell whether the same words were read as those of either side: one of the readings is wrong."""
    a, b = one.position.quote, two.position.quote
    return a.article == b.article and a.start < b.end and b.start < a.end


def common(one: Held, two: Held) -> bool:
    """Tell whether two positions share words beyond their matter, the bare matter itself, or their meaning."""
    ours, theirs = one.drafts[-_LATEST:], two.drafts[-_LATEST:]
    if not one.latest_stems.isdisjoint(two.latest_stems) and any(_share(a, b) for a in ours for b in theirs):
        return True
    mine = [draft.vector for draft in ours if draft.vector is not None]
    yours = [draft.vector for draft in theirs if draft.vector is not None]
    if not mine or not yours:
        return False
    closest = float(np.max(np.stack(mine) @ np.stack(yours).T))
    if abs(closest - _CLOSE_IN_MEANING) > _NEARLY:
        return closest > _CLOSE_IN_MEANING
    return any(float(a @ b) >= _CLOSE_IN_MEANING for a in mine for b in yours)


def of_one_thing(one: Held, two: Held) -> bool:
    """Tell whether two positions have a third of the shorter one in common, two words or a word and their matter.

    A bare matter is had in common with what is on nothing else, or means the same.
    """
    if one.latest_stems.isdisjoint(two.latest_stems):
        return False
    return any(_one_thing(a, b) for a in one.drafts[-_LATEST:] for b in two.drafts[-_LATEST:])


def _one_thing(a: Draft, b: Draft) -> bool:
    shared = a.stems & b.stems
    matters = matters_of(a, b)
    beyond, on_it = len(shared - matters), len(shared & matters)
    if beyond + on_it > 1:
        least = min(len(a.stems), len(b.stems))
        return beyond > 0 and len(shared) >= _THIRD * least
    near = nearness(a, b)
    if beyond or not on_it:
        return near >= _CLOSE_IN_MEANING and bool(shared)
    bare = [draft.stems <= matters for draft in (a, b)]
    return all(bare) or near >= (
        _BARELY if any(bare) or min(len(a.stems), len(b.stems)) <= _FEW else _CLOSE_IN_MEANING
    )


def _share(a: Draft, b: Draft) -> bool:
    shared = a.stems & b.stems
    if not shared:
        return False
    matters = matters_of(a, b)
    return bool(shared - matters) or a.stems <= matters or b.stems <= matters


def of_one_round(one: Held, two: Held) -> bool:
    """Tell whether two judgements can be of the same talks: in one article, or said on one day."""
    return not (one.at.keys().isdisjoint(two.at) and one.days.isdisjoint(two.days))


def said_within(one: Held, two: Held, days: int) -> bool:
    """Tell whether something of each of two positions was said within so many days."""
    return any(abs(x - y) <= days for x, y in product(one.day_numbers, two.day_numbers))
