"""Where sides stand head-on, and where nothing moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from operator import itemgetter

from pourparlers.dossier.dating import beginning
from pourparlers.dossier.drafts import GIVING, Draft
from pourparlers.dossier.facing import facing
from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.nearby import gap, shared_words
from pourparlers.dossier.opposed import LEARNT, learnt
from pourparlers.dossier.opposing import PASSAGE, PRESSING, opposition
from pourparlers.dossier.standing import Held, best_supported, shared_issue
from pourparlers.dossier.themes import OTHER
from pourparlers.model import Act, Clash, Deadlock, Position, Reason

_Found = dict[tuple[str, str], Clash]
_MOST = 40  # positions of one issue that are compared with each other, the best supported first
_FEW = 20  # of them that learnt weights compare
_SOFT = 0.6
SURE_ENOUGH = 0.6  # of a clash that is among the sharpest
_LOOSE = frozenset(
    {
        ("request-rejection", "rule:same-issue"),
        ("accusation-denial", "rule:same-issue"),
        ("accusation-denial", "rule:shared-words"),
        ("accusation-denial", "rule:blanket-answer"),
    }
)
_CONTRAST, _MEASURE = "assessment-contrast", "measure-condemnation"
_ONE_EACH = frozenset(
    {
        "accusation-request",
        "assessment-contrast",
        "measure-condemnation",
        "pressure-defiance",
        "request-accusation",
        "rival-accounts",
        "threat-defiance",
    }
)
"""Kinds of which one answer meets one thing that another side said: more would say the same again."""


def clashes(held: Sequence[Held], memory: Memory) -> tuple[Clash, ...]:
    """Find the pairs of positions that stand head-on.

    Args:
        held: the positions.
        memory: the clashes found before.

    Returns:
        clashes, sorted by issue and id: `a` is the demand, charge, threat or earlier side, `b` the answer.
    """
    pairs: _Found = {}
    by_issue: dict[str, list[Held]] = {}
    by_article: dict[str, list[Held]] = {}
    for one in held:
        for issue in one.issues:
            by_issue.setdefault(issue, []).append(one)
        for article in one.at:
            by_article.setdefault(article, []).append(one)
    kept: Kept[_Found] = memory.of("clashes")
    for issue, group in by_issue.items():
        pairs |= _kept_among(kept, ("issue", issue), group)
    for article, group in by_article.items():
        there = _kept_among(kept, ("article", article), group, article)
        pairs |= {ids: clash for ids, clash in there.items() if ids not in pairs or not _is_learnt(clash)}
    told = [clash for _, clash in sorted(pairs.items(), key=itemgetter(0))]
    found = {(clash.a, clash.b): clash for clash in told if not _is_learnt(clash)}
    found.update(_pressed(held, found))
    found.update(_carried_on(held, found))
    found.update(_facing(held, found))
    found.update(_beyond(held, found, [clash for clash in told if _is_learnt(clash)]))
    return tuple(sorted(_best(found, held), key=lambda c: (c.issue, c.kind, c.id)))


def _is_learnt(clash: Clash) -> bool:
    return LEARNT in clash.reason.why


def _kept_among(
    kept: Kept[_Found], key: tuple[str, str], group: Sequence[Held], article: str | None = None
) -> _Found:
    """Find the clashes of a group; what was found between two that are as they were holds.

    Of those on an issue the best supported are compared with each other, of those in an article all. Where no rule finds a clash,
    learnt weights may.
    """

    def chosen(some: Sequence[Held]) -> Sequence[Held]:
        return some if article else best_supported(some, _MOST)

    def found() -> _Found:
        before, old = kept.latest(key) or ((), {})
        now = sorted(chosen(group), key=lambda h: h.position.id)
        steady = _as_before(now, chosen(before))  # type: ignore[arg-type]
        few = {one.position.id for one in best_supported(group, _FEW)}
        compared = steady & _as_before(now, best_supported(before, _FEW))  # type: ignore[arg-type]
        there, untold = {}, []
        for one, two in combinations(now, 2):
            ids = one.position.id, two.position.id
            if not comparable(one, two):
                continue
            is_close = article is None or _close(one, two, article)
            ruled = old.get(ids) if steady.issuperset(ids) else _either(one, two) if is_close else None
            if ruled and not _is_learnt(ruled):
                there[ids] = ruled
            elif few.issuperset(ids) and _home(one, two) == key:
                if not compared.issuperset(ids):
                    untold.append((one, two))
                elif ids in old:
                    there[ids] = old[ids]
        for clash in learnt(untold):
            one_id, two_id = sorted((clash.a, clash.b))
            there[one_id, two_id] = clash
        return there

    return kept.get(key, group, found)


def _home(one: Held, two: Held) -> tuple[str, str]:
    """Give the one group in which two positions are compared by learnt weights: an issue they share, else an article."""
    issues, articles = one.issues & two.issues, one.at.keys() & two.at.keys()
    if issues - {OTHER} or not articles:
        return "issue", min(issues - {OTHER} or issues)
    return "article", min(articles)


def _as_before(now: Sequence[Held], before: Sequence[Held]) -> set[str]:
    known = set(map(id, before))
    return {one.position.id for one in now if id(one) in known}


def comparable(one: Held, two: Held) -> bool:
    """Tell whether two positions may clash at all: of different sides, on one issue or in one article."""
    if not one.sides.isdisjoint(two.sides):
        return False
    return not (one.issues.isdisjoint(two.issues) and one.at.keys().isdisjoint(two.at))


def _close(one: Held, two: Held, article: str) -> bool:
    """Tell whether something of each is said within a few sentences of the other in an article."""
    theirs = {draft.sentence for draft in two.at[article]}
    return any(abs(draft.sentence - there) <= PASSAGE for draft in one.at[article] for there in theirs)


def _either(one: Held, two: Held) -> Clash | None:
    """Give the surer of the clashes of two positions, one against the other or the other way round."""
    clashes = [clash for a, b in ((one, two), (two, one)) if (clash := _clash(a, b))]
    return max(clashes, key=lambda c: c.reason.confidence, default=None)


def _carried_on(held: Sequence[Held], found: Mapping[tuple[str, str], Clash]) -> dict[tuple[str, str], Clash]:
    """Find what a side stands for in the same breath as it refuses a demand ("We will not … We support …")."""
    refusals = {c.b: c for c in found.values() if c.kind == "request-rejection"}
    last = {(d.statement.article, d.statement.attribution): h for h in held for d in h.drafts}
    more = {}
    for one in held:
        if one.position.act not in GIVING | {Act.REQUEST}:
            continue
        for draft in one.drafts:
            before = last.get((draft.statement.article, draft.continues)) if draft.continues else None
            clash = refusals.get(before.position.id) if before else None
            if clash and (clash.a, one.position.id) not in found:
                reason = Reason(round(clash.reason.confidence * _SOFT, 4), ("rule:same-breath",))
                id = f"{clash.a}~{one.position.id}"
                more[clash.a, one.position.id] = Clash(
                    id, "request-commitment", clash.issue, clash.a, one.position.id, reason
                )
    return more


def _facing(held: Sequence[Held], found: Mapping[tuple[str, str], Clash]) -> dict[tuple[str, str], Clash]:
    """Find how sides turn on each other who have not been found to do so over one matter."""
    sides = {h.position.id: h.sides for h in held}
    met = {(_like(c.kind), frozenset((sides[c.a], sides[c.b]))) for c in found.values()}
    return {
        (one.a, one.b): one
        for one in facing(held)
        if (_like(one.kind), frozenset((sides[one.a], sides[one.b]))) not in met
    }


def _beyond(
    held: Sequence[Held], found: Mapping[tuple[str, str], Clash], more: Sequence[Clash]
) -> dict[tuple[str, str], Clash]:
    """Give what learnt weights tell, but of a position that a rule has met with one of the same other side."""
    sides = {h.position.id: h.sides for h in held}
    met = {pair for c in found.values() for pair in ((c.a, sides[c.b]), (c.b, sides[c.a]))}
    return {(c.a, c.b): c for c in more if met.isdisjoint({(c.a, sides[c.b]), (c.b, sides[c.a])})}


def _like(kind: str) -> str:
    """Give what a clash begins with: "accusation", "request", "threat"."""
    return "request" if kind == "offer-rejection" else kind.partition("-")[0]


def _pressed(held: Sequence[Held], found: Mapping[tuple[str, str], Clash]) -> dict[tuple[str, str], Clash]:
    """Find what presses a side that will not give way, on whatever matter."""
    against: dict[str, list[Held]] = {}
    for one in held:
        if one.position.act in PRESSING:
            for side in sorted(one.speaks_of):
                against.setdefault(side, []).append(one)
    more = {}
    for two in held:
        if two.is_unbowed:
            pressing = {one.position.id: one for side in sorted(two.sides) for one in against.get(side, ())}
            for one in best_supported(tuple(pressing.values()), _MOST):
                pair = (one.position.id, two.position.id)
                if pair not in found and (clash := _clash(one, two)):
                    more[pair] = clash
    return _of_most_pressed(more, held)


def _of_most_pressed(
    found: Mapping[tuple[str, str], Clash], held: Sequence[Held]
) -> dict[tuple[str, str], Clash]:
    """Keep the pressure on the matter on which most sides press: words that defy everybody are on that."""
    by_id = {h.position.id: h for h in held}
    sides: dict[tuple[str, str], set[frozenset[str]]] = {}
    for (a, b), _ in found.items():
        sides.setdefault((b, by_id[a].position.issue), set()).add(by_id[a].sides)
    most: dict[str, tuple[int, str]] = {}
    for (b, issue), pressing in sorted(sides.items()):
        if issue != OTHER:
            most[b] = max(most.get(b, (0, "")), (len(pressing), issue))
    return {
        (a, b): clash
        for (a, b), clash in found.items()
        if by_id[a].position.issue == most.get(b, (0, None))[1] and by_id[a].position.act is not Act.REJECT
    }


def _best(found: Mapping[tuple[str, str], Clash], held: Sequence[Held]) -> list[Clash]:
    """Keep the surest of the clashes that say the same: one for each thing answered, and one contrast for each two sides."""
    by_id = {h.position.id: h for h in held}

    def rank(clash: Clash) -> tuple[bool, bool, float, int, int, int, str]:
        a, b = by_id[clash.a], by_id[clash.b]
        same = a.position.issue == b.position.issue != OTHER
        beside = sum(not any(_leads(d, one) for d in one.drafts) for one in (a, b))
        meant = not a.asked_of.isdisjoint(b.sides)
        return not same, not meant, -clash.reason.confidence, beside, -shared_words(a, b), gap(a, b), clash.id

    def sides(clash: Clash) -> frozenset[frozenset[str]]:
        return frozenset((by_id[clash.a].sides, by_id[clash.b].sides))

    contrasts = {(clash.issue, sides(clash)) for clash in found.values() if clash.kind == _CONTRAST}
    kept: list[Clash] = []
    taken: set[tuple[object, ...]] = set()
    for clash in sorted(found.values(), key=rank):
        if clash.kind == _MEASURE and (clash.issue, sides(clash)) in contrasts:
            continue
        a, b = by_id[clash.a], by_id[clash.b]
        keys = _again(clash, a, b)
        if taken.isdisjoint(keys):
            kept.append(clash)
            taken |= keys
    return kept


def _leads(draft: Draft, held: Held) -> bool:
    """Tell whether the first matter that the words of a statement name is that of its position."""
    return bool(draft.themes) and draft.themes[0].id == held.position.issue


def _again(clash: Clash, a: Held, b: Held) -> set[tuple[object, ...]]:
    """Give what no second clash may have in common with this one: it would say the same again."""
    one, two, kind = a.position.quote, b.position.quote, clash.kind
    keys: set[tuple[object, ...]] = set() if kind.startswith("request-") else {(kind, one, two)}
    if clash.reason.why == ("rule:each-other",):
        keys |= {(kind, one, b.sides), (kind, a.sides, two)}
    elif kind == _CONTRAST:
        keys.add((kind, frozenset((a.sides, b.sides))))
    elif kind == "pressure-defiance":
        keys |= {(kind, side, b.sides) for side in a.sides}
    elif kind in _ONE_EACH or (kind, clash.reason.why[0]) in _LOOSE:
        keys.add((kind, a.sides, clash.b))
    return keys


def deadlocks(
    positions: Sequence[Position], found: Sequence[Clash], since: str | None = None
) -> tuple[Deadlock, ...]:
    """Find issues on which sides clash over a demand, nobody has conceded, offered or agreed, and neither has done anything.

    Args:
        positions: all positions.
        found: the clashes.
        since: an ISO date: only movement from it on counts; without one, all of it.
    """
    moves = GIVING - {Act.SUPPORT}
    moved = {
        p.issue
        for p in positions
        if p.act in moves and (since is None or beginning(p.last_said or "") >= since)
    }
    by_id = {p.id: p for p in positions}
    done = {(p.issue, party) for p in positions if p.act is Act.ANNOUNCE for party in p.parties}
    sides: dict[str, dict[str, None]] = {}
    for clash in found:
        ours, theirs = (by_id[one].parties for one in (clash.a, clash.b))
        if not set(ours).isdisjoint(theirs):
            continue
        both = {*ours, *theirs}
        acted = any((clash.issue, party) in done for party in both)
        if clash.kind == "request-rejection" and clash.issue not in moved and not acted:
            sides.setdefault(clash.issue, {}).update({clash.a: None, clash.b: None})
    made = []
    for issue, ids in sorted(sides.items()):
        dates = [date for id in ids if (date := by_id[id].first_said)]
        reason = Reason(_SOFT, ("rule:no-movement", f"positions:{len(ids)}"))
        made.append(Deadlock(issue, tuple(sorted(ids)), max(dates, default=None), reason))
    return tuple(made)


def _clash(a: Held, b: Held) -> Clash | None:
    """Tell whether `b` stands against `a`, and how."""
    kind, strength, why = opposition(a, b)
    if kind is None:
        return None
    sure = round(strength * (a.position.reason.confidence * b.position.reason.confidence) ** 0.5, 4)
    return Clash(
        f"{a.position.id}~{b.position.id}",
        kind,
        shared_issue(a, b),
        a.position.id,
        b.position.id,
        Reason(sure, why),
    )
