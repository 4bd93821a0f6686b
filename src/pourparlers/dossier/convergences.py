"""Where sides are on the same line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.standing import Held, common, names, of_one_thing
from pourparlers.dossier.themes import OTHER
from pourparlers.model import Act, Convergence, Reason

_SOFT = 0.6
_GRANTS = frozenset({Act.AGREE, Act.COMMIT})
_JUDGING = frozenset({Act.ASSESS_POSITIVE, Act.ASSESS_NEGATIVE})
_GIVING = frozenset({Act.OFFER, Act.AGREE, Act.COMMIT})
_DIRECTIONS = (
    frozenset({Act.REQUEST}),
    frozenset({Act.OFFER, Act.AGREE, Act.COMMIT, Act.SUPPORT, Act.CONCEDE}),
    frozenset({Act.REJECT}),
    frozenset({Act.DENY}),
    frozenset({Act.ASSESS_POSITIVE}),
    frozenset({Act.ASSESS_NEGATIVE}),
    frozenset({Act.THREATEN}),
)
_LINES = {act: n for n, acts in enumerate(_DIRECTIONS) for act in acts}
_ASKED, _GIVEN = _LINES[Act.REQUEST], _LINES[Act.AGREE]


def convergences(held: Sequence[Held], memory: Memory) -> tuple[Convergence, ...]:
    """Find sides on the same line: positions of different sides on one issue that go the same way.

    They are on one line only where what is asked, given, refused, threatened or judged is the same and neither asks
    it of the other; what two offer each other, and what one side asks for and the other grants, is common ground.
    A hope is no judgement, and judgements of talks are of the same ones.

    Args:
        held: the positions.
        memory: the convergences found before.
    """
    by_line: dict[tuple[str, int], dict[str, Held]] = {}
    for one in held:
        line = _LINES.get(one.position.act)
        if line is not None and one.position.issue != OTHER and not one.is_heading:
            best = by_line.setdefault((one.position.issue, line), {})
            for party in one.position.parties or (one.position.party,):
                known = best.get(party)
                if known is None or known.position.reason.confidence < one.position.reason.confidence:
                    best[party] = one
    kept: Kept[Convergence | None] = memory.of("convergences")
    made = [
        kept.get((*line, *by_line[line]), (*by_line[line].values(),), partial(_on_line, *line, by_line[line]))
        for line in sorted(by_line)
    ]
    for issue, line in sorted(by_line):
        if line == _ASKED and (given := by_line.get((issue, _GIVEN))):
            asked = by_line[issue, line]
            parts = (*asked.values(), None, *given.values())
            make = partial(_granted, issue, tuple(asked.values()), tuple(given.values()))
            made.append(kept.get((issue, "granted"), parts, make))
    return tuple(one for one in made if one is not None)


def _on_line(issue: str, line: int, sides: Mapping[str, Held]) -> Convergence | None:
    """Find the sides that go one way on an issue; `sides` has the surest position of each."""
    whole = {one.position.id: one for one in sides.values()}
    kept = {id: one for id, one in whole.items() if any(_in_line(one, two) for two in whole.values())}
    ids = tuple(dict.fromkeys(id for p in sorted(sides) if (id := sides[p].position.id) in kept))
    if len({party for one in kept.values() for party in one.sides}) < 2 or len(ids) < 2:
        return None
    sure = min(one.position.reason.confidence for one in kept.values())
    why = ("rule:same-direction", f"act:{min(_DIRECTIONS[line])}")
    return Convergence(f"{issue}~{line}", issue, ids, Reason(round(_SOFT * sure, 4), why))


def _granted(issue: str, asked: Sequence[Held], given: Sequence[Held]) -> Convergence | None:
    """Find what one side asks for and another grants."""
    found: dict[str, Held] = {}
    for one in asked:
        for two in given:
            near = names(one, two) or names(two, one)
            if two.position.act in _GRANTS and not one.sides & two.sides and near and common(one, two):
                found.update({one.position.id: one, two.position.id: two})
    if not found:
        return None
    sure = min(one.position.reason.confidence for one in found.values())
    reason = Reason(round(_SOFT * sure, 4), ("rule:request-granted",))
    return Convergence(f"{issue}~granted", issue, tuple(found), reason)


def _in_line(one: Held, two: Held) -> bool:
    """Tell whether two sides ask for, give, refuse, threaten or judge the same, and not each other."""
    if one.sides & two.sides:
        return False
    if one.position.act in _GIVING and two.position.act in _GIVING and names(one, two) and names(two, one):
        return True
    if one.position.act in _JUDGING:
        return one.judges_talks and two.judges_talks and _of_one_round(one, two) and common(one, two)
    if one.asked_of & two.sides or two.asked_of & one.sides:
        return False
    return of_one_thing(one, two)


def _of_one_round(one: Held, two: Held) -> bool:
    """Tell whether two judgements can be of the same talks: in one article, or said on one day."""
    return not (one.at.keys().isdisjoint(two.at) and one.days.isdisjoint(two.days))
