"""Where sides are on the same line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pourparlers.dossier.drafts import Draft
from pourparlers.dossier.standing import Held, common, held_with
from pourparlers.model import Act, Convergence, Position, Reason

_SOFT = 0.6
_SAME_OBJECT = frozenset({Act.REQUEST, Act.REJECT, Act.THREATEN})
_GRANTS = frozenset({Act.AGREE, Act.COMMIT, Act.CONCEDE})
_DIRECTIONS = (
    frozenset({Act.REQUEST}),
    frozenset({Act.OFFER, Act.AGREE, Act.COMMIT, Act.SUPPORT, Act.CONCEDE}),
    frozenset({Act.REJECT, Act.DENY}),
    frozenset({Act.ASSESS_POSITIVE}),
    frozenset({Act.ASSESS_NEGATIVE}),
    frozenset({Act.THREATEN}),
)


def convergences(
    positions: Sequence[Position], behind: Mapping[str, tuple[Draft, ...]]
) -> tuple[Convergence, ...]:
    """Find sides on the same line: positions of different sides on one issue that go the same way.

    Asking, refusing and threatening are on one line only where what is asked, refused or threatened is the same and
    neither asks it of the other; what one side asks for and the other grants is common ground.

    Args:
        positions: the positions.
        behind: the statements behind each, by position id.
    """
    by_line: dict[tuple[str, int], dict[str, Position]] = {}
    for position in positions:
        for n, line in enumerate(_DIRECTIONS):
            if position.act in line:
                for party in position.parties or (position.party,):
                    known = by_line.setdefault((position.issue, n), {}).get(party)
                    if known is None or known.reason.confidence < position.reason.confidence:
                        by_line[position.issue, n][party] = position
    held = {position.id: held_with(position, behind[position.id]) for position in positions}
    made = []
    for (issue, n), sides in sorted(by_line.items()):
        free = not _DIRECTIONS[n] & _SAME_OBJECT
        whole = {one.id: held[one.id] for one in sides.values()}
        kept = [one for one in whole.values() if free or any(_in_line(one, two) for two in whole.values())]
        ids = tuple(dict.fromkeys(sides[p].id for p in sorted(sides) if held[sides[p].id] in kept))
        if len({party for one in kept for party in one.sides}) > 1 and len(ids) > 1:
            sure = min(one.position.reason.confidence for one in kept)
            why = ("rule:same-direction", f"act:{min(_DIRECTIONS[n])}")
            made.append(Convergence(f"{issue}~{n}", issue, ids, Reason(round(_SOFT * sure, 4), why)))
    return (*made, *_granted(by_line, held))


def _granted(
    by_line: Mapping[tuple[str, int], Mapping[str, Position]], held: Mapping[str, Held]
) -> list[Convergence]:
    """Find what one side asks for and another grants."""
    made = []
    for issue in sorted({issue for issue, n in by_line if n == 0}):
        found: dict[str, None] = {}
        for asked in by_line[issue, 0].values():
            for given in by_line.get((issue, 1), {}).values():
                one, two = held[asked.id], held[given.id]
                if given.act in _GRANTS and not one.sides & two.sides and common(one, two):
                    found.update({asked.id: None, given.id: None})
        if found:
            sure = min(held[id].position.reason.confidence for id in found)
            reason = Reason(round(_SOFT * sure, 4), ("rule:request-granted",))
            made.append(Convergence(f"{issue}~granted", issue, tuple(found), reason))
    return made


def _in_line(one: Held, two: Held) -> bool:
    """Tell whether two sides ask for, refuse or threaten the same, and not each other."""
    if one.sides & two.sides or _asked_of(one) & two.sides or _asked_of(two) & one.sides:
        return False
    return common(one, two)


def _asked_of(held: Held) -> set[str]:
    return {party for d in held.drafts for party in d.target_parties}
