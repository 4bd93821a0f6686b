"""Statements of the same sides on one issue, gathered in the dossier's order: each joins the likest, or founds one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.likeness import SAME_CLOSE, SAME_VECTOR, likeness, one_kind, overlaps
from pourparlers.dossier.making import NO_PARTY
from pourparlers.model import Act, Position

_MANY = 64  # groups that a statement is compared with, the latest
_LATEST = 8  # statements of a group whose place is looked at
_FEW = 8  # groups that are sooner compared one by one
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
    is_free: bool = True
    made: Made | None = None
    judged: Act | None = None

    def copy(self) -> Group:
        """Give another one that goes on from here."""
        return Group(
            self.parties, self.issue, list(self.drafts), set(self.why), self.is_free, self.made, self.judged
        )

    def add(self, draft: Draft, why: str) -> None:
        """Take a statement in."""
        self.drafts.append(draft)
        self.is_free = self.is_free and draft.statement.condition is None
        self.made = None
        self.judged = self.judged or (draft.statement.act if draft.statement.act in _OPPOSITE else None)
        if why:
            self.why.add(why)

    def bars(self, draft: Draft) -> bool:
        """Tell whether a statement judges well what these judge ill, or the other way round."""
        return self.judged is not None and draft.statement.act is _OPPOSITE[self.judged]


class Block:
    """The groups of the same sides on one issue.

    Of the article at hand, `_here` has the groups it has added to, by their number, and `_placed` those that each of its
    attributions is in, where the issue is the first one. `_of` has the group of each statement.
    """

    def __init__(self, issue: str) -> None:
        self.groups: list[Group] = []
        self._issue = issue
        self._placed: dict[str, list[int]] = {}
        self._of: dict[str, int] = {}
        self._article = ""
        self._here: set[int] = set()

    def copy(self) -> Block:
        """Give another one that goes on from here."""
        other = Block(self._issue)
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
            number, why = self._join(draft, window)
            if number == len(self.groups):
                parties = tuple(p for p in draft.statement.parties if p not in NO_PARTY)
                self.groups.append(Group(parties, self._issue))
            self.groups[number].add(draft, why)
            self._of[draft.id] = number
            self._here.add(number)
            if window is not None:
                window.put(number, self.groups[number])
            if draft.statement.issues[0] == self._issue:
                self._placed.setdefault(draft.statement.attribution, []).append(number)

    def _join(self, draft: Draft, window: _Window | None) -> tuple[int, str]:
        """Give the number of the group that a statement joins, and why; that of the next one if it founds one."""
        first = max(0, len(self.groups) - _MANY)
        said = self._of.get(draft.again) if draft.again else None
        if said is not None and not self.groups[said].bars(draft):
            return said, "rule:said-again"
        for number in sorted(self._here, reverse=True):
            group = self.groups[number]
            if group.bars(draft):
                continue
            if number >= first and any(overlaps(draft, other) for other in group.drafts[-_LATEST:]):
                return number, "rule:same-words"
        for id in (draft.continues, draft.nested_in):
            for number in self._placed.get(id, ()) if id else ():
                group = self.groups[number]
                if (
                    number >= first
                    and one_kind(draft, group.drafts[-1])
                    and not _other_condition(draft, group)
                    and not group.bars(draft)
                ):
                    return number, "rule:continues"
        if draft.blanket:
            return len(self.groups), ""
        best: tuple[float, int] | None = None
        for number in window.near(draft, first) if window else range(first, len(self.groups)):
            group = self.groups[number]
            if group.bars(draft):
                continue
            score = max(likeness(draft, group.drafts[0]), likeness(draft, group.drafts[-1]))
            if score > 0 and (best is None or score > best[0]) and not _other_condition(draft, group):
                best = (score, number)
        return (best[1], "rule:same-matter") if best else (len(self.groups), "")


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
        like = shared / np.minimum(self._sizes, max(len(draft.stems), 1)) >= SAME_CLOSE - _NEARLY
        if draft.vector is not None and self._vectors.shape[1]:
            like |= self._vectors @ draft.vector >= SAME_VECTOR - _NEARLY
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
