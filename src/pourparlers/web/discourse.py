"""The ties of a discourse network among the chosen few, all at once.

The definitions are those of `pourparlers.exports.networks`, worked out with matrices: X has a row for each actor and a
column for each issue, once of the statements for it and once of those against it. A test holds the two together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparlers.exports.stances import Stance, stance
from pourparlers.model import Statement

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tally:
    """Who spoke how often for and against which issue, those who spoke most first; and each one's statements."""

    counts: Mapping[str, Mapping[tuple[str, Stance], int]]
    spoken: tuple[tuple[str, int], ...]
    said: Mapping[str, tuple[Statement, ...]]

    def stands(self, who: str) -> tuple[int, int]:
        """How often somebody speaks for, and against, an issue."""
        mine = self.counts.get(who, {})
        yes = sum(n for (_, side), n in mine.items() if side is Stance.FOR)
        return yes, sum(mine.values()) - yes


@dataclass(frozen=True, slots=True)
class Bond:
    """A tie: the numbers of the two among the chosen, how often they agree and clash, and its weight."""

    a: int
    b: int
    agree: int
    clash: int
    weight: float


def tally(statements: Iterable[Statement], *, level: str) -> Tally:
    """Count the stances of statements.

    Args:
        statements: what was said.
        level: whether an "actor" or a "party" speaks.
    """
    counts: defaultdict[str, Counter[tuple[str, Stance]]] = defaultdict(Counter)
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    spoken: Counter[str] = Counter()
    for one in statements:
        side = stance(one.act)
        if side is Stance.NEITHER or not one.issues:
            continue
        for who in dict.fromkeys(one.speakers if level == "actor" else one.parties):
            spoken[who] += 1
            said[who].append(one)
            for issue in dict.fromkeys(one.issues):
                counts[who][issue, side] += 1
    ranked = sorted(spoken.items(), key=lambda item: (-item[1], item[0]))
    return Tally(dict(counts), tuple(ranked), {who: tuple(many) for who, many in said.items()})


def bonds(tally: Tally, chosen: Sequence[str], *, kind: str, measure: str) -> list[Bond]:
    """The ties among the chosen, the strongest first.

    Args:
        tally: the stances.
        chosen: between whom.
        kind: "congruence", "conflict" or "subtract".
        measure: what the weight is divided by: "none", "average", "jaccard" or "cosine".
    """
    issues = sorted({issue for who in chosen for issue, _ in tally.counts.get(who, {})})
    column = {issue: n for n, issue in enumerate(issues)}
    yes, no = np.zeros((len(chosen), len(issues))), np.zeros((len(chosen), len(issues)))
    for n, who in enumerate(chosen):
        for (issue, side), many in tally.counts.get(who, {}).items():
            (yes if side is Stance.FOR else no)[n, column[issue]] = many
    agree = yes @ yes.T + no @ no.T
    clash = yes @ no.T + no @ yes.T
    raw = {"congruence": agree, "conflict": clash, "subtract": agree - clash}[kind]
    weight = raw / np.maximum(_divisor(yes, no, agree, measure), 1e-12)
    first, second = np.triu_indices(len(chosen), 1)
    found = [
        Bond(int(a), int(b), int(agree[a, b]), int(clash[a, b]), float(weight[a, b]))
        for a, b in zip(first, second, strict=True)
        if raw[a, b]
    ]
    return sorted(found, key=lambda one: (-abs(one.weight), chosen[one.a], chosen[one.b]))


def shared(tally: Tally, one: str, two: str) -> list[str]:
    """The issues that both take a stance on, those on which they say most first."""
    mine, yours = ({issue for issue, _ in tally.counts.get(who, {})} for who in (one, two))
    much = Counter[str]()
    for who in (one, two):
        for (issue, _), n in tally.counts.get(who, {}).items():
            much[issue] += n
    return sorted(mine & yours, key=lambda issue: (-much[issue], issue))


def behind(tally: Tally, one: str, two: str) -> list[Statement]:
    """What the two said for or against the issues they share, each statement once."""
    both = set(shared(tally, one, two))
    found = (said for who in (one, two) for said in tally.said.get(who, ()) if both & set(said.issues))
    return list({said.id: said for said in found}.values())


def _divisor(yes: Floats, no: Floats, agree: Floats, measure: str) -> Floats:
    both = np.hstack([yes, no])
    found: Floats = np.ones_like(agree)
    if measure == "average":
        total = both.sum(1)
        found = (total[:, None] + total[None, :]) / 2
    elif measure == "jaccard":
        alone = both @ (both == 0).T
        found = alone + alone.T + agree
    elif measure == "cosine":
        length = np.sqrt((both**2).sum(1))
        found = length[:, None] * length[None, :]
    return found
