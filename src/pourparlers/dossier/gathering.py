"""Statements of the same sides, gathered in the dossier's order: each joins the likest on its issue, one that most likely
says the same on another, or founds one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.likeness import likeness, one_kind, overlaps
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.sameness import SOME_MEANING, SOME_WORDS, sameness
from pourparlers.model import Act, Position

_MANY = 256  # groups that a statement is compared with, the latest
_LATEST = 8  # statements of a group whose place is looked at
_FEW = 8  # groups that are sooner compared one by one
_LIKELY = 0.6  # that two statements say the same
_NEARLY = 0.01  # what is nearly like enough is looked at closely

_OPPOSITE = {
    Act.ASSESS_POSITIVE: Act.ASSESS_NEGATIVE,
    Act.ASSESS_NEGATIVE: Act.ASSESS_POSITIVE,
}

Made = tuple[Position, tuple[Draft, ...]]


@dataclass(eq=False, slots=True)
class Group:
    """A position while it gathers statements; `made` is the position of those it has, once it is made."""

    parties: tuple[str, ...]
    issue: str
    drafts: list[Draft] = field(default_factory=list)
    why: set[str] = field(default_factory=set)
    issues: set[str] = field(default_factory=set)
    is_free: bool = True
    made: Made | None = None
    judged: Act | None = None

    def copy(self) -> Group:
        """Give another one that goes on from here."""
        return Group(
            self.parties,
            self.issue,
            list(self.drafts),
            set(self.why),
            set(self.issues),
            self.is_free,
            self.made,
            self.judged,
        )

    def add(self, draft: Draft, why: str) -> None:
        """Take a statement in."""
        self.drafts.append(draft)
        self.issues.update(held_issues(draft))
        self.is_free = self.is_free and draft.statement.condition is None
        self.made = None
        self.judged = self.judged or (draft.statement.act if draft.statement.act in _OPPOSITE else None)
        if why:
            self.why.add(why)

    def bars(self, draft: Draft) -> bool:
        """Tell whether a statement judges well what these judge ill, or the other way round."""
        return self.judged is not None and draft.statement.act is _OPPOSITE[self.judged]


def held_issues(draft: Draft) -> tuple[str, ...]:
    """Give the issues a statement makes a position on; a whole answer makes one, however many it reaches."""
    return draft.statement.issues[:1] if draft.blanket else draft.statement.issues


class Block:
    """The groups of the same sides.

    Of the article at hand, `_here` has the groups it has added to, by their number, and `_placed` those that each of its
    attributions is in. `_of` has the groups of each statement.
    """

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self._placed: dict[str, list[int]] = {}
        self._of: dict[str, tuple[int, ...]] = {}
        self._article = ""
        self._here: set[int] = set()

    def copy(self) -> Block:
        """Give another one that goes on from here."""
        other = Block()
        other.groups = [group.copy() for group in self.groups]
        other._placed = {key: list(numbers) for key, numbers in self._placed.items()}
        other._of = dict(self._of)
        other._article, other._here = self._article, set(self._here)
        return other

    def add(self, drafts: Sequence[Draft]) -> None:
        """Take the next statements in, one after the other."""
        window: _Window | None = None
        for draft in drafts:
            if draft.statement.article != self._article:
                self._article, self._here, self._placed = draft.statement.article, set(), {}
            if window is None and len(self.groups) > _FEW:
                window = _Window(self.groups)
            numbers = self._join(draft, window)
            for number, (issue, why) in numbers.items():
                if number == len(self.groups):
                    parties = tuple(p for p in draft.statement.parties if p not in NO_PARTY)
                    self.groups.append(Group(parties, issue))
                self.groups[number].add(draft, why)
                if window is not None:
                    window.put(number, self.groups[number])
            self._of[draft.id] = tuple(numbers)
            self._here.update(numbers)
            self._placed.setdefault(draft.statement.attribution, []).extend(list(numbers)[:1])

    def _join(self, draft: Draft, window: _Window | None) -> dict[int, tuple[str, str]]:
        """Give the numbers of the groups that a statement joins, each with its issue and why.

        Words on several issues stand once, but for an issue that what they join on another one does not have: that is
        new, and founds a group, whose number is the next one.
        """
        first = max(0, len(self.groups) - _MANY)
        whole = self._said_before(draft, first)
        found: dict[int, tuple[str, str]] = {}
        rest = []
        near: Sequence[int] | None = None
        issues = held_issues(draft)
        if whole is not None:
            found[whole[0]] = (issues[0], whole[1])
            issues = tuple(issue for issue in issues if issue not in self.groups[whole[0]].issues)
        for issue in issues:
            if near is None:
                near = list(window.near(draft, first)) if window else range(first, len(self.groups))
            home = self._continued(draft, issue, first) or self._likest(draft, issue, near)
            if home is None:
                rest.append(issue)
            else:
                found.setdefault(home[0], (issue, home[1]))
        likely = None if found else self._likely(draft, near or ())
        if likely is not None:
            found[likely] = (issues[0], "weights:same-words-or-meaning")
            others = self.groups[likely].issues
            rest = [] if others.isdisjoint(issues) else [issue for issue in issues if issue not in others]
        if rest:
            found[len(self.groups)] = (rest[0], "")
        return found

    def _said_before(self, draft: Draft, first: int) -> tuple[int, str] | None:
        """Give the group that has the same words: of what a statement says again, or those of its place in the article."""
        for number in self._of.get(draft.again, ()) if draft.again else ():
            if not self.groups[number].bars(draft):
                return number, "rule:said-again"
        for number in sorted(self._here, reverse=True):
            group = self.groups[number]
            if number < first or group.bars(draft):
                continue
            if any(overlaps(draft, other) for other in group.drafts[-_LATEST:]):
                return number, "rule:same-words"
        return None

    def _continued(self, draft: Draft, issue: str, first: int) -> tuple[int, str] | None:
        for id in (draft.continues, draft.nested_in):
            for number in self._placed.get(id, ()) if id else ():
                group = self.groups[number]
                if (
                    number >= first
                    and issue in group.issues
                    and one_kind(draft, group.drafts[-1])
                    and not _other_condition(draft, group)
                    and not group.bars(draft)
                ):
                    return number, "rule:continues"
        return None

    def _likest(self, draft: Draft, issue: str, near: Iterable[int]) -> tuple[int, str] | None:
        if draft.blanket:
            return None
        best: tuple[float, int] | None = None
        for number in near:
            group = self.groups[number]
            if issue not in group.issues or group.bars(draft):
                continue
            score = max(likeness(draft, group.drafts[0]), likeness(draft, group.drafts[-1]))
            if score > 0 and (best is None or score > best[0]) and not _other_condition(draft, group):
                best = (score, number)
        return (best[1], "rule:same-matter") if best else None

    def _likely(self, draft: Draft, near: Iterable[int]) -> int | None:
        """Give the group, on whatever issue, that most likely says the same."""
        best: tuple[float, int] | None = None
        for number in near:
            group = self.groups[number]
            if draft.blanket or group.bars(draft) or _other_condition(draft, group):
                continue
            ends = (group.drafts[0], group.drafts[-1])[: len(group.drafts)]
            score = max(sameness(draft, other) for other in ends)
            if score >= _LIKELY and (best is None or score > best[0]):
                best = (score, number)
        return best[1] if best else None


def _other_condition(draft: Draft, group: Group) -> bool:
    """Tell whether one is bound to a condition and the other is not."""
    return (draft.statement.condition is None) != group.is_free


class _Window:
    """The latest groups as two rows each, of their first and last statement: which can be like another one at all."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._vectors: NDArray[np.float32] = np.zeros((2 * _MANY, 0), dtype=np.float32)
        self._stems: NDArray[np.uint8] = np.zeros((2 * _MANY, 64), dtype=np.uint8)
        self._sizes: NDArray[np.float32] = np.full(2 * _MANY, np.inf, dtype=np.float32)
        self._numbers: NDArray[np.intp] = np.full(_MANY, -1, dtype=np.intp)
        self._columns: dict[str, int] = {}
        for number in range(max(0, len(groups) - _MANY), len(groups)):
            self.put(number, groups[number])

    def put(self, number: int, group: Group) -> None:
        """Note what a group has now."""
        slot = number % _MANY
        if self._numbers[slot] != number:
            self._numbers[slot] = number
            self._row(2 * slot, group.drafts[0])
        self._row(2 * slot + 1, group.drafts[-1])

    def near(self, draft: Draft, first: int) -> Iterator[int]:
        """Give the numbers, from the first on, of groups that share enough words or meaning to be looked at."""
        columns = [column for stem in draft.stems if (column := self._columns.get(stem)) is not None]
        shared = self._stems[:, columns].sum(axis=1, dtype=np.float32)
        like = shared / np.minimum(self._sizes, max(len(draft.stems), 1)) >= SOME_WORDS - _NEARLY
        if draft.vector is not None and self._vectors.shape[1]:
            like |= self._vectors @ draft.vector >= SOME_MEANING - _NEARLY
        numbers = np.unique(self._numbers[np.flatnonzero(like) // 2])
        yield from numbers[numbers >= first].tolist()

    def _row(self, row: int, draft: Draft) -> None:
        self._stems[row] = 0
        self._sizes[row] = max(len(draft.stems), 1)
        for stem in draft.stems:
            column = self._columns.setdefault(stem, len(self._columns))
            if column == self._stems.shape[1]:
                self._stems = np.hstack([self._stems, np.zeros_like(self._stems)])
            self._stems[row, column] = 1
        if draft.vector is not None and not self._vectors.shape[1]:
            self._vectors = np.zeros((2 * _MANY, draft.vector.shape[0]), dtype=np.float32)
        self._vectors[row] = 0 if draft.vector is None else draft.vector
