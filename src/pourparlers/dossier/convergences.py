"""Where sides are on the same line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import combinations

from pourparlers.dossier.drafts import Draft, matters_of
from pourparlers.dossier.making import NO_PARTY
from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.standing import (
    Held,
    best_supported,
    common,
    names,
    of_one_round,
    of_one_thing,
    of_the_same_words,
)
from pourparlers.dossier.themes import OTHER, PROCESS, family
from pourparlers.model import Act, Convergence, Reason

_SOFT = 0.6
_FIRM = 0.8
_MOST = 24  # positions of one line that are compared with each other, the best supported first
_TOGETHER = frozenset({Act.AGREE, Act.COMMIT, Act.OFFER, Act.REQUEST, Act.REJECT})
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
_WISHES = frozenset({"hoped", "wanted"})
_LINES = {act: n for n, acts in enumerate(_DIRECTIONS) for act in acts}
_TALKS = family(PROCESS)
_ASKED, _GIVEN = _LINES[Act.REQUEST], _LINES[Act.AGREE]


def convergences(held: Sequence[Held], memory: Memory) -> tuple[Convergence, ...]:
    """Find sides on the same line: positions of different sides on one issue that go the same way.

    They are on one line only where what is asked, given, refused, threatened or judged is the same and neither asks
    it of the other; what two offer each other, and what one side asks for and the other grants, is common ground.
    A hope is no judgement, and judgements of talks are of the same ones.

    Args:
        held: the positions; those that are not held for a government are left out.
        memory: the convergences found before.
    """
    held = [one for one in held if not one.own_voice]
    by_line: dict[tuple[str, int], list[Held]] = {}
    for one in held:
        line = _LINES.get(one.position.act)
        if line is not None and one.position.issue != OTHER and not one.is_heading:
            by_line.setdefault((one.position.issue, line), []).append(one)
    kept: Kept[Convergence | None] = memory.of("convergences")
    made = [
        kept.get((*line, "line"), by_line[line], partial(_on_line, *line, by_line[line]))
        for line in sorted(by_line)
    ]
    for issue, line in sorted(by_line):
        if line == _ASKED and (given := by_line.get((issue, _GIVEN))):
            asked = by_line[issue, line]
            parts = (*asked, None, *given)
            made.append(
                kept.get(
                    (issue, "granted"),
                    parts,
                    partial(_granted, issue, best_supported(asked, _MOST), best_supported(given, _MOST)),
                )
            )
    found = [one for one in made if one is not None]
    told = {id for one in found for id in one.positions}
    return (*found, *(one for one in _joint(held) if told.isdisjoint(one.positions)))


def _on_line(issue: str, line: int, group: Sequence[Held]) -> Convergence | None:
    """Find the sides that go one way on an issue: the position most others are in line with, and each one's nearest."""
    best = sorted(best_supported(group, _MOST), key=lambda h: h.position.id)
    linked: dict[str, list[Held]] = {}
    for one, two in combinations(best, 2):
        if _in_line(one, two):
            linked.setdefault(one.position.id, []).append(two)
            linked.setdefault(two.position.id, []).append(one)
    sides = {id: {side for one in some for side in one.sides} for id, some in linked.items()}
    hubs = [one for one in best if one.position.id in linked]
    if not hubs:
        return None
    hub = min(hubs, key=lambda h: (-len(sides[h.position.id]), *_weaker(h)))
    kept = [hub]
    for one in sorted(linked[hub.position.id], key=_weaker):
        if not any(one.sides & other.sides for other in kept):
            kept.append(one)
    sure = min(one.position.reason.confidence for one in kept)
    why = ("rule:same-direction", f"act:{min(_DIRECTIONS[line])}")
    ids = tuple(one.position.id for one in sorted(kept, key=lambda h: h.position.party))
    return Convergence(f"{issue}~{line}", issue, ids, Reason(round(_SOFT * sure, 4), why))


def _weaker(held: Held) -> tuple[float, int, str]:
    return -held.position.reason.confidence, -len(held.position.statements), held.position.id


def _joint(held: Sequence[Held]) -> list[Convergence]:
    """Find what sides agree on, ask for or refuse in one breath ("A and B have agreed to …"), the same words once."""
    found: dict[tuple[object, ...], Convergence] = {}
    for one in sorted(held, key=lambda h: (not _mainly_on(h), -h.position.reason.confidence, h.position.id)):
        position = one.position
        if len(one.sides - NO_PARTY) > 1 and position.act in _TOGETHER and not one.is_heading:
            reason = Reason(round(_FIRM * position.reason.confidence, 4), ("rule:together",))
            told = Convergence(f"{position.id}~joint", position.issue, (position.id,), reason)
            if {(position.quote,), (one.sides, position.act, position.issue)}.isdisjoint(found):
                found[(position.quote,)] = told
                found[one.sides, position.act, position.issue] = told
    return sorted({one.id: one for one in found.values()}.values(), key=lambda one: (one.issue, one.id))


def _granted(issue: str, asked: Sequence[Held], given: Sequence[Held]) -> Convergence | None:
    """Find what one side asks for and another grants."""
    found: dict[str, Held] = {}
    for one in asked:
        for two in given:
            if not one.sides & two.sides and _grants(one, two, issue):
                found.update({one.position.id: one, two.position.id: two})
    if not found:
        return None
    sure = min(one.position.reason.confidence for one in found.values())
    reason = Reason(round(_SOFT * sure, 4), ("rule:request-granted",))
    return Convergence(f"{issue}~granted", issue, tuple(found), reason)


def _grants(one: Held, two: Held, issue: str) -> bool:
    """Tell whether a side gives what another asks for; who offers talks to one that asks for them wants the same."""
    if _only_wishes(one) or of_the_same_words(one, two) or any(draft.unbowed for draft in two.drafts):
        return False
    if two.position.act is Act.OFFER:
        return family(issue) == _TALKS and names(one, two) and names(two, one) and _of_talks(one)
    if two.position.act not in _GRANTS or one.asked_of.isdisjoint(two.sides):
        return False
    return any(_beyond_matter(a, b) for a in one.drafts for b in two.drafts)


def _beyond_matter(a: Draft, b: Draft) -> bool:
    """Tell whether two statements share a word beyond their matters, or speak of one bare matter."""
    matters = matters_of(a, b)
    shared = a.stems & b.stems
    return bool(shared - matters) or (bool(shared) and a.stems | b.stems <= matters)


def _of_talks(held: Held) -> bool:
    return any([theme.id for theme in draft.themes[:1]] == [PROCESS] for draft in held.drafts)


def _in_line(one: Held, two: Held) -> bool:
    """Tell whether two sides ask for, give, refuse, threaten or judge the same, and not each other."""
    if of_the_same_words(one, two) or not (_mainly_on(one) and _mainly_on(two)):
        return False
    if one.sides & two.sides or (
        one.position.act is Act.REQUEST and (_only_wishes(one) or _only_wishes(two))
    ):
        return False
    if one.position.act in _GIVING and two.position.act in _GIVING and names(one, two) and names(two, one):
        return True
    if one.position.act in _JUDGING:
        return one.judges_talks and two.judges_talks and of_one_round(one, two) and common(one, two)
    if one.asked_of & two.sides or two.asked_of & one.sides:
        return False
    return of_one_thing(one, two)


def _mainly_on(held: Held) -> bool:
    """Tell whether something of what is asked speaks of its matter before all others, as far as words tell."""
    if held.position.act is not Act.REQUEST:
        return True
    first = [draft.themes[0].id for draft in held.drafts if draft.themes]
    return not first or held.position.issue in first


def _only_wishes(held: Held) -> bool:
    """Tell whether a side only hopes, or wants something for itself: that asks nobody for anything."""
    return all(draft.manner in _WISHES for draft in held.drafts)
