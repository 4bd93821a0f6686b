"""Where sides stand head-on, and where nothing moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, product
from operator import itemgetter

from pourparlers.dossier.dating import beginning
from pourparlers.dossier.drafts import GIVING, REFUSING, Draft
from pourparlers.dossier.facing import facing
from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.standing import Held, allied, best_supported, common, names, of_one_charge
from pourparlers.dossier.themes import ASSESSMENT, OTHER, family
from pourparlers.model import Act, Clash, Deadlock, Position, Reason

_CLOSE = 4  # sentences between a charge and another one about the same
_PASSAGE = 8  # sentences in which two sides accuse each other
_REPLY = 2  # sentences between a charge and the reply to it
_CHARGES = frozenset({Act.ACCUSE, Act.ASSESS_NEGATIVE, Act.WARN})
_THREATS = frozenset({Act.THREATEN, Act.WARN})
_DEMANDS = frozenset({Act.REQUEST})
_ANSWERS = REFUSING | {Act.ACCUSE, Act.THREATEN}
_MOST = 40  # positions of one issue that are compared with each other, the best supported first
_Kind = tuple[str | None, float, tuple[str, ...]]
_NONE: _Kind = (None, 0.0, ())
_GUESSED = "issue:rule:last-spoken-of"  # too loose a tie to stand head-on with anything
_FIRM = 0.9
_SOFT = 0.6


def clashes(held: Sequence[Held], memory: Memory) -> tuple[Clash, ...]:
    """Find the pairs of positions that stand head-on.

    Args:
        held: the positions.
        memory: the clashes found before.

    Returns:
        clashes, sorted by issue and id: `a` is the demand, charge, threat or earlier side, `b` the answer.
    """
    pairs: dict[tuple[str, str], Clash] = {}
    by_issue: dict[str, list[Held]] = {}
    by_article: dict[str, list[Held]] = {}
    for one in held:
        for issue in one.issues:
            by_issue.setdefault(issue, []).append(one)
        for article in one.at:
            by_article.setdefault(article, []).append(one)
    kept: Kept[dict[tuple[str, str], Clash]] = memory.of("clashes")
    for issue, group in by_issue.items():
        pairs |= kept.get(("issue", issue), group, partial(_among, group))
    for article, group in by_article.items():
        pairs |= kept.get(("article", article), group, partial(_in_article, article, group))
    found = {(clash.a, clash.b): clash for _, clash in sorted(pairs.items(), key=itemgetter(0))}
    found.update(_carried_on(held, found))
    found.update(_facing(held, found))
    return tuple(sorted(_best_contrasts(found, held), key=lambda c: (c.issue, c.kind, c.id)))


def _among(group: Sequence[Held]) -> dict[tuple[str, str], Clash]:
    """Find the clashes among some positions, the best supported of them when there are many, by pair."""
    best = best_supported(group, _MOST)
    found = {}
    for one, two in combinations(sorted(best, key=lambda h: h.position.id), 2):
        if one.sides.isdisjoint(two.sides) and _may_clash(one, two):
            clashes = [clash for a, b in ((one, two), (two, one)) if (clash := _clash(a, b))]
            if clashes:
                found[one.position.id, two.position.id] = max(clashes, key=lambda c: c.reason.confidence)
    return found


def _in_article(article: str, group: Sequence[Held]) -> dict[tuple[str, str], Clash]:
    """Find the clashes among positions of which something is said within a few sentences of each other."""
    near: dict[int, list[Held]] = {}
    for one in group:
        sentences = {draft.sentence for draft in one.at[article]}
        for number in sorted({s + step for s in sentences for step in range(_REPLY + 1)}):
            near.setdefault(number, []).append(one)
    several = dict.fromkeys(tuple(some) for some in near.values() if len(some) > 1)
    return {pair: clash for some in several for pair, clash in _among(some).items()}


def _carried_on(held: Sequence[Held], found: Mapping[tuple[str, str], Clash]) -> dict[tuple[str, str], Clash]:
    """Find what a side stands for in the same breath as it refuses a demand ("We will not … We support …")."""
    refusals = {c.b: c for c in found.values() if c.kind == "request-rejection"}
    last = {(d.statement.article, d.statement.attribution): h for h in held for d in h.drafts}
    more = {}
    for one in held:
        if one.position.act not in GIVING | _DEMANDS:
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


def _like(kind: str) -> str:
    """Give what a clash begins with: "accusation", "request", "threat"."""
    return "request" if kind == "offer-rejection" else kind.partition("-")[0]


def _best_contrasts(found: Mapping[tuple[str, str], Clash], held: Sequence[Held]) -> list[Clash]:
    """Keep one contrast of assessments for each two sides, the surest: more would say the same again."""
    sides = {h.position.id: tuple(sorted(h.sides)) for h in held}
    kept = [c for c in found.values() if c.kind != "assessment-contrast"]
    best: dict[tuple[tuple[str, ...], ...], Clash] = {}
    for clash in sorted(found.values(), key=lambda c: (-c.reason.confidence, c.id)):
        if clash.kind == "assessment-contrast":
            best.setdefault(tuple(sorted((sides[clash.a], sides[clash.b]))), clash)
    return [*kept, *best.values()]


def deadlocks(
    positions: Sequence[Position], found: Sequence[Clash], since: str | None = None
) -> tuple[Deadlock, ...]:
    """Find issues on which sides clash over a demand and nobody has conceded, offered or agreed.

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
    sides: dict[str, dict[str, None]] = {}
    for clash in found:
        if clash.kind == "request-rejection" and clash.issue not in moved:
            sides.setdefault(clash.issue, {}).update({clash.a: None, clash.b: None})
    made = []
    for issue, ids in sorted(sides.items()):
        dates = [date for id in ids if (date := by_id[id].first_said)]
        reason = Reason(_SOFT, ("rule:no-movement", f"positions:{len(ids)}"))
        made.append(Deadlock(issue, tuple(sorted(ids)), max(dates, default=None), reason))
    return tuple(made)


def _may_clash(one: Held, two: Held) -> bool:
    """Tell whether the acts of two positions can stand against each other at all."""
    acts = (one.position.act, two.position.act)
    if any(_GUESSED in held.position.reason.why or held.is_heading for held in (one, two)):
        return False
    if allied(one, two) or of_one_charge(one, two):
        return False
    if OTHER in (one.position.issue, two.position.issue):
        return _each_other(one, two)
    if acts[0] in _ANSWERS or acts[1] in _ANSWERS or (one.naming and two.naming):
        return True
    return one.position.issue == ASSESSMENT and set(acts) == {Act.ASSESS_POSITIVE, Act.ASSESS_NEGATIVE}


def _clash(a: Held, b: Held) -> Clash | None:
    """Tell whether `b` stands against `a`, and how."""
    kind, strength, why = _kind(a, b)
    if kind is None:
        return None
    shared = [
        issue for issue in (a.position.issue, b.position.issue) if issue in a.issues and issue in b.issues
    ]
    issue = shared[0] if shared else a.position.issue
    sure = round(strength * (a.position.reason.confidence * b.position.reason.confidence) ** 0.5, 4)
    return Clash(
        f"{a.position.id}~{b.position.id}", kind, issue, a.position.id, b.position.id, Reason(sure, why)
    )


def _kind(a: Held, b: Held) -> _Kind:
    for rule in (_demand, _charge, _threat, _names, _contrast, _support):
        found = rule(a, b)
        if found[0] is not None:
            return found
    return _NONE


def _demand(a: Held, b: Held) -> _Kind:
    if not _asks(a) or b.position.act not in REFUSING:
        return _NONE
    if _answered(a, b):
        return _refused(a, b)
    met = b.position.act is Act.REJECT and a.position.issue in b.issues and _speak(a, b)
    return _refused(a, b) if met else _NONE


def _speak(a: Held, b: Held) -> bool:
    """Tell whether a refusal and what is asked speak of each other's sides: a demand put to others is not its matter."""
    if names(b, a) or b.facing & a.sides or (_near(a, b, _CLOSE) and common(a, b)):
        return True
    return not (a.asked_of | a.about).isdisjoint(b.sides)


def _asks(held: Held) -> bool:
    """Tell whether a side demands something, be it by refusing anything less."""
    return held.position.act in _DEMANDS or (
        held.position.act in REFUSING and any(d.statement.act in _DEMANDS for d in held.drafts)
    )


def _charge(a: Held, b: Held) -> _Kind:
    one, two = a.position.act, b.position.act
    if _each_other(a, b) and a.drafts[0].order < b.drafts[0].order:
        return "accusation-counter-accusation", 0.8, ("rule:each-other",)
    if one not in _CHARGES or two not in {Act.DENY, Act.ACCUSE} or not _charged(a, b):
        return _NONE
    same = bool(a.issues & b.issues)
    if (same or family(a.position.issue) == family(b.position.issue)) and _replies(a, b):
        return _reply_kind(two), _FIRM, ("rule:reply-close-by",)
    if same and one is Act.ACCUSE and (two is Act.DENY or _near(a, b, _CLOSE)):
        return _reply_kind(two), 0.8, ("rule:same-issue",)
    return _NONE


def _threat(a: Held, b: Held) -> _Kind:
    met = bool(a.issues & b.issues) or _replies(a, b)
    defied = a.position.act in _THREATS and b.position.act is Act.REJECT and any(d.defiant for d in b.drafts)
    return ("threat-defiance", 0.85, ("rule:refusal-to-yield",)) if met and defied else _NONE


def _names(a: Held, b: Held) -> _Kind:
    rival = a.naming and b.naming and a.position.id < b.position.id
    return ("framing", _SOFT, ("rule:rival-names",)) if rival else _NONE


def _contrast(a: Held, b: Held) -> _Kind:
    acts = (a.position.act, b.position.act)
    talks = a.position.issue == b.position.issue == ASSESSMENT and a.judges_talks and b.judges_talks
    rival = talks and acts == (Act.ASSESS_POSITIVE, Act.ASSESS_NEGATIVE) and _of_one_round(a, b)
    return ("assessment-contrast", _SOFT, ("rule:opposite-assessments",)) if rival else _NONE


def _of_one_round(a: Held, b: Held) -> bool:
    """Tell whether two judgements can be of the same talks: in one article, or said on one day."""
    return not (a.at.keys().isdisjoint(b.at) and a.days.isdisjoint(b.days))


def _support(a: Held, b: Held) -> _Kind:
    same = a.position.issue == b.position.issue and not b.blanket
    against = a.position.act is Act.SUPPORT and b.position.act in {Act.REJECT, Act.THREATEN}
    against = against and (names(a, b) or names(b, a) or common(a, b))
    return ("support-rejection", _SOFT, ("rule:opposite-acts",)) if same and against else _NONE


def _refused(a: Held, b: Held) -> _Kind:
    if not b.blanket:
        met = a.position.issue == b.position.issue and _meets(a, b)
        return ("request-rejection", _FIRM, ("rule:same-issue",)) if met else _NONE
    if any(d.partial for d in b.drafts):
        same = a.position.issue == b.position.issue
        return ("request-rejection", _SOFT, ("rule:partial-answer",)) if same else _NONE
    if _answered(a, b):
        return "request-rejection", 0.85, ("rule:blanket-answer",)
    return _NONE


def _meets(a: Held, b: Held) -> bool:
    """Tell whether a refusal is one of what is asked, close by or in its words: who asks to refuse it is met by it."""
    if all(d.to_refuse for d in a.drafts):
        return False
    if _near(a, b, _CLOSE + bool(b.facing & a.sides)):
        return True
    named = b.asked_of | b.about
    return common(a, b) and (not named or not named.isdisjoint(a.sides))


def _answered(a: Held, b: Held) -> bool:
    """Tell whether a whole answer behind `b` reaches a statement behind `a`."""
    return not a.ids.isdisjoint(b.answers)


def _charged(a: Held, b: Held) -> bool:
    """Tell whether `a` is a charge that `b` can answer: one of them names the other's side, none speaks only of its own.

    Who charges somebody else does not answer it, a warning is one to whom it names, and a question charges nobody.
    """
    if any(all(draft.questions for draft in held.drafts) for held in (a, b)):
        return False
    if any(held.about and held.about <= held.sides for held in (a, b) if held.position.act is Act.ACCUSE):
        return False
    if a.position.act is not Act.ACCUSE or b.position.act is Act.DENY:
        return names(a, b)
    return not ((a.asked_of | a.about).isdisjoint(b.sides) and (b.asked_of | b.about).isdisjoint(a.sides))


def _each_other(a: Held, b: Held) -> bool:
    """Tell whether two sides accuse each other within one passage, whatever of."""
    if not a.position.act is b.position.act is Act.ACCUSE or not _near(a, b, _PASSAGE):
        return False
    return not (a.asked_of.isdisjoint(b.sides) or b.asked_of.isdisjoint(a.sides))


def _replies(a: Held, b: Held) -> bool:
    """Tell whether something of `b` stands within a few sentences after something of `a`, in one article."""
    return any(0 <= y.sentence - x.sentence <= _REPLY and y.order > x.order for x, y in _together(a, b))


def _near(a: Held, b: Held, reach: int) -> bool:
    return any(abs(y.sentence - x.sentence) <= reach for x, y in _together(a, b))


def _together(a: Held, b: Held) -> Iterator[tuple[Draft, Draft]]:
    """Give the pairs of statements of one article."""
    for article in a.at.keys() & b.at.keys():
        yield from product(a.at[article], b.at[article])


def _reply_kind(act: Act) -> str:
    return "accusation-denial" if act is Act.DENY else "accusation-counter-accusation"
