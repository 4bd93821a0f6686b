"""Two sides who speak against each other whatever each of them speaks of: charges, threats, an offer turned down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from operator import attrgetter

from pourparlers.dossier.nearby import FAR, gap, of_one_time
from pourparlers.dossier.standing import Held, best_supported, common, of_one_charge, shared_issue
from pourparlers.dossier.themes import OTHER, family
from pourparlers.model import Act, Clash, Reason

_MOST = 24  # statements of one side against another that are compared, the best supported first
_PASSAGE = 8  # sentences in which a threat meets another one of another matter
_THREATS = frozenset({Act.THREATEN, Act.WARN})
_AGAINST = frozenset({Act.ACCUSE, *_THREATS})
_OFFERS = frozenset({Act.OFFER, Act.SUPPORT})
_SURE = {"accusation-counter-accusation": 0.75, "threat-counter-threat": 0.7, "offer-rejection": 0.8}

_Sides = tuple[str, str]


def facing(held: Sequence[Held]) -> tuple[Clash, ...]:
    """Find one clash of each kind for each two sides that turn on each other, on one issue or on two.

    Each is directed at the other side: a report that names a side is not enough. They stand in one article, or a month
    apart at most. An offer is met by who turns down that very side on the same matter.

    Args:
        held: the positions.

    Returns:
        clashes in no order of their own; `a` is the offer, or what was said first.
    """
    by_aim: dict[_Sides, list[Held]] = {}
    offers: dict[str, list[Held]] = {}
    for one in held:
        if one.is_heading or one.own_voice or one.naming or one.only_asks:
            continue
        act = one.position.act
        if act in _AGAINST or act is Act.REJECT:
            for side, aim in product(sorted(one.sides), sorted(one.asked_of - one.sides)):
                by_aim.setdefault((side, aim), []).append(one)
        if act in _OFFERS:
            for side in sorted(one.sides):
                offers.setdefault(side, []).append(one)
    best = {key: best_supported(group, _MOST) for key, group in by_aim.items()}
    found: dict[tuple[str, frozenset[str]], tuple[tuple[float, ...], str, Clash]] = {}
    for pair, a, b, kind in (*_mutual(best), *_turned_down(best, offers)):
        clash = _clash(a, b, kind)
        entry = (_strength(a, b), clash.id, clash)
        key = (kind, frozenset(pair))
        if key not in found or entry[:2] < found[key][:2]:
            found[key] = entry
    return tuple(clash for *_, clash in found.values())


def _mutual(best: Mapping[_Sides, Sequence[Held]]) -> Iterator[tuple[_Sides, Held, Held, str]]:
    """Give what two sides charge or threaten each other with."""
    for (side, aim), ours in best.items():
        theirs = best.get((aim, side), ()) if side < aim else ()
        for one, two in product(ours, theirs):
            kind = _kind(one, two)
            if (
                kind
                and one.sides.isdisjoint(two.sides)
                and of_one_time(one, two)
                and not of_one_charge(one, two)
            ):
                a, b = sorted((one, two), key=attrgetter("order"))
                yield (side, aim), a, b, kind


def _kind(one: Held, two: Held) -> str | None:
    acts = (one.position.act, two.position.act)
    if acts == (Act.ACCUSE, Act.ACCUSE):
        return "accusation-counter-accusation"
    meant = all(
        h.position.act is Act.THREATEN or (h.position.condition and not h.about.isdisjoint(other.sides))
        for h, other in ((one, two), (two, one))
    )
    meant = meant and (bool(one.issues & two.issues - {OTHER}) or gap(one, two) <= _PASSAGE)
    return "threat-counter-threat" if Act.THREATEN in acts and set(acts) <= _THREATS and meant else None


def _turned_down(
    best: Mapping[_Sides, Sequence[Held]], offers: Mapping[str, Sequence[Held]]
) -> Iterator[tuple[_Sides, Held, Held, str]]:
    """Give the offers of a side with what turns down just that side on the same matter."""
    for (side, aim), refusals in best.items():
        for offer, refusal in product(best_supported(offers.get(aim, ()), _MOST), refusals):
            if refusal.position.act is not Act.REJECT or not offer.sides.isdisjoint(refusal.sides):
                continue
            met = gap(offer, refusal) < FAR or common(offer, refusal)
            if met and _on_one_matter(offer, refusal) and of_one_time(offer, refusal):
                yield (side, aim), offer, refusal, "offer-rejection"


def _on_one_matter(one: Held, two: Held) -> bool:
    issues = (one.position.issue, two.position.issue)
    if OTHER in issues:
        return False
    return bool(one.issues & two.issues) or (family(issues[0]) == family(issues[1]) and common(one, two))


def _strength(a: Held, b: Held) -> tuple[float, ...]:
    """Sort key: close by in one article first, then on one issue, then the surest."""
    return gap(a, b), not a.issues & b.issues, -_sure(a, b)


def _sure(a: Held, b: Held) -> float:
    return float((a.position.reason.confidence * b.position.reason.confidence) ** 0.5)


def _clash(a: Held, b: Held, kind: str) -> Clash:
    reason = Reason(round(_SURE[kind] * _sure(a, b), 4), ("rule:each-other",))
    ids = (a.position.id, b.position.id)
    return Clash("~".join(ids), kind, shared_issue(a, b), *ids, reason)
