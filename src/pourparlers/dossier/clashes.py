"""Where sides stand head-on, where they agree, and where nothing moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pourparlers.dossier.drafts import GIVING, REFUSING, Draft
from pourparlers.dossier.themes import ASSESSMENT, family
from pourparlers.model import Act, Clash, Convergence, Deadlock, Position, Reason

_CLOSE = 4  # sentences between a charge and another one about the same
_REPLY = 2  # sentences between a charge and the reply to it
_CHARGES = frozenset({Act.ACCUSE, Act.ASSESS_NEGATIVE, Act.WARN})
_THREATS = frozenset({Act.THREATEN, Act.WARN})
_DEMANDS = frozenset({Act.REQUEST})
_ANSWERS = REFUSING | {Act.ACCUSE, Act.THREATEN}
_CLOSE_IN_MEANING = 0.6  # cosine
_SAME_OBJECT = frozenset({Act.REQUEST, Act.REJECT, Act.THREATEN})
_GRANTS = frozenset({Act.AGREE, Act.COMMIT, Act.CONCEDE})
_FEW = 20  # statements of a position that are compared with another's, the latest
_MOST = 40  # positions of one issue that are compared with each other, the best supported first
_Kind = tuple[str | None, float, tuple[str, ...]]
_NONE: _Kind = (None, 0.0, ())
_FIRM = 0.9
_SOFT = 0.6
_DIRECTIONS = (
    frozenset({Act.REQUEST}),
    frozenset({Act.OFFER, Act.AGREE, Act.COMMIT, Act.SUPPORT, Act.CONCEDE}),
    frozenset({Act.REJECT, Act.DENY}),
    frozenset({Act.ASSESS_POSITIVE}),
    frozenset({Act.ASSESS_NEGATIVE}),
    frozenset({Act.THREATEN}),
)


@dataclass(frozen=True)
class _Held:
    """A position with what clashes are told by."""

    position: Position
    drafts: tuple[Draft, ...]
    issues: frozenset[str]
    sides: frozenset[str]
    blanket: bool
    naming: bool


def clashes(positions: Sequence[Position], behind: Mapping[str, tuple[Draft, ...]]) -> tuple[Clash, ...]:
    """Find the pairs of positions that stand head-on.

    Args:
        positions: the positions.
        behind: the statements behind each, by position id.

    Returns:
        clashes, sorted by issue and id: `a` is the demand, charge, threat or earlier side, `b` the answer.
    """
    held = [_held(position, behind[position.id]) for position in positions]
    found: dict[tuple[str, str], Clash] = {}
    for one, two in _pairs(held):
        for a, b in ((one, two), (two, one)):
            clash = _clash(a, b)
            if clash is None:
                continue
            known = found.get((clash.a, clash.b)) or found.get((clash.b, clash.a))
            if known is None or known.reason.confidence < clash.reason.confidence:
                found.pop((clash.b, clash.a), None)
                found[clash.a, clash.b] = clash
    found.update(_carried_on(held, found))
    return tuple(sorted(_best_contrasts(found, held), key=lambda c: (c.issue, c.kind, c.id)))


def _carried_on(
    held: Sequence[_Held], found: Mapping[tuple[str, str], Clash]
) -> dict[tuple[str, str], Clash]:
    """Find what a side stands for in the same breath as it refuses a demand ("We will not … We support …")."""
    refusals = {c.b: c for c in found.values() if c.kind == "request-rejection"}
    by_statement = {d.id.partition(".")[0]: h for h in held for d in h.drafts}
    more = {}
    for one in held:
        if one.position.act not in GIVING | _DEMANDS:
            continue
        for draft in one.drafts:
            before = (
                by_statement.get(f"{draft.statement.article}:{draft.continues}") if draft.continues else None
            )
            clash = refusals.get(before.position.id) if before else None
            if clash and (clash.a, one.position.id) not in found:
                reason = Reason(round(clash.reason.confidence * _SOFT, 4), ("rule:same-breath",))
                id = f"{clash.a}~{one.position.id}"
                more[clash.a, one.position.id] = Clash(
                    id, "request-commitment", clash.issue, clash.a, one.position.id, reason
                )
    return more


def _best_contrasts(found: Mapping[tuple[str, str], Clash], held: Sequence[_Held]) -> list[Clash]:
    """Keep one contrast of assessments for each two sides, the surest: more would say the same again."""
    sides = {h.position.id: tuple(sorted(h.sides)) for h in held}
    kept = [c for c in found.values() if c.kind != "assessment-contrast"]
    best: dict[tuple[tuple[str, ...], ...], Clash] = {}
    for clash in sorted(found.values(), key=lambda c: (-c.reason.confidence, c.id)):
        if clash.kind == "assessment-contrast":
            best.setdefault(tuple(sorted((sides[clash.a], sides[clash.b]))), clash)
    return [*kept, *best.values()]


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
    held = {position.id: _held(position, behind[position.id]) for position in positions}
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
    by_line: Mapping[tuple[str, int], Mapping[str, Position]], held: Mapping[str, _Held]
) -> list[Convergence]:
    """Find what one side asks for and another grants."""
    made = []
    for issue in sorted({issue for issue, n in by_line if n == 0}):
        found: dict[str, None] = {}
        for asked in by_line[issue, 0].values():
            for given in by_line.get((issue, 1), {}).values():
                one, two = held[asked.id], held[given.id]
                if given.act in _GRANTS and not one.sides & two.sides and _common(one, two):
                    found.update({asked.id: None, given.id: None})
        if found:
            sure = min(held[id].position.reason.confidence for id in found)
            reason = Reason(round(_SOFT * sure, 4), ("rule:request-granted",))
            made.append(Convergence(f"{issue}~granted", issue, tuple(found), reason))
    return made


def _in_line(one: _Held, two: _Held) -> bool:
    """Tell whether two sides ask for, refuse or threaten the same, and not each other."""
    if one.sides & two.sides or _asked_of(one) & two.sides or _asked_of(two) & one.sides:
        return False
    return _common(one, two)


def _asked_of(held: _Held) -> set[str]:
    return {party for d in held.drafts for party in d.target_parties}


def _common(one: _Held, two: _Held) -> bool:
    """Tell whether two positions share words beyond their matter, the bare matter itself, or their meaning."""
    return any(_alike(a, b) for a in one.drafts[-_FEW:] for b in two.drafts[-_FEW:])


def _alike(a: Draft, b: Draft) -> bool:
    matters = {theme.id for theme in (*a.themes, *b.themes)}
    shared = a.stems & b.stems
    if shared - matters or (shared and (a.stems <= matters or b.stems <= matters)):
        return True
    return a.vector is not None and b.vector is not None and float(a.vector @ b.vector) >= _CLOSE_IN_MEANING


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
    moved = {p.issue for p in positions if p.act in moves and (since is None or (p.last_said or "") >= since)}
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


def _held(position: Position, drafts: tuple[Draft, ...]) -> _Held:
    return _Held(
        position,
        drafts,
        frozenset((position.issue, *position.issues_also)),
        frozenset(position.parties or (position.party,)),
        any(d.blanket for d in drafts),
        any(d.naming for d in drafts),
    )


def _pairs(held: Sequence[_Held]) -> list[tuple[_Held, _Held]]:
    """Give the pairs worth comparing: on one issue, or said within a few sentences of each other."""
    by_issue: dict[str, list[_Held]] = {}
    by_place: dict[tuple[str, int], list[_Held]] = {}
    for one in held:
        for issue in sorted(one.issues):
            by_issue.setdefault(issue, []).append(one)
        for article, sentence in sorted({(d.statement.article, d.sentence) for d in one.drafts}):
            for near in range(sentence, sentence + _REPLY + 1):
                by_place.setdefault((article, near), []).append(one)
    pairs: dict[tuple[str, str], tuple[_Held, _Held]] = {}
    for group in (*by_issue.values(), *by_place.values()):
        best = sorted(group, key=lambda h: (-len(h.position.statements), h.position.id))[:_MOST]
        for one, two in combinations(sorted(best, key=lambda h: h.position.id), 2):
            if not one.sides & two.sides and _may_clash(one, two):
                pairs[one.position.id, two.position.id] = (one, two)
    return [pairs[key] for key in sorted(pairs)]


def _may_clash(one: _Held, two: _Held) -> bool:
    """Tell whether the acts of two positions can stand against each other at all."""
    acts = (one.position.act, two.position.act)
    if acts[0] in _ANSWERS or acts[1] in _ANSWERS or (one.naming and two.naming):
        return True
    return one.position.issue == ASSESSMENT and set(acts) == {Act.ASSESS_POSITIVE, Act.ASSESS_NEGATIVE}


def _clash(a: _Held, b: _Held) -> Clash | None:
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


def _kind(a: _Held, b: _Held) -> _Kind:
    for rule in (_demand, _charge, _threat, _names, _contrast, _support):
        found = rule(a, b)
        if found[0] is not None:
            return found
    return _NONE


def _demand(a: _Held, b: _Held) -> _Kind:
    met = a.position.issue in b.issues or _answered(a, b)
    return _refused(a, b) if _asks(a) and b.position.act in REFUSING and met else _NONE


def _asks(held: _Held) -> bool:
    """Tell whether a side demands something, be it by refusing anything less."""
    return held.position.act in _DEMANDS or (
        held.position.act in REFUSING and any(d.statement.act in _DEMANDS for d in held.drafts)
    )


def _charge(a: _Held, b: _Held) -> _Kind:
    one, two = a.position.act, b.position.act
    if one not in _CHARGES or two not in {Act.DENY, Act.ACCUSE} or not _charged(a, b):
        return _NONE
    same = bool(a.issues & b.issues)
    if (same or family(a.position.issue) == family(b.position.issue)) and _replies(a, b):
        return _reply_kind(two), _FIRM, ("rule:reply-close-by",)
    if same and one is Act.ACCUSE and (two is Act.DENY or _near(a, b, _CLOSE)):
        return _reply_kind(two), 0.8, ("rule:same-issue",)
    return _NONE


def _threat(a: _Held, b: _Held) -> _Kind:
    met = bool(a.issues & b.issues) or _replies(a, b)
    defied = a.position.act in _THREATS and b.position.act is Act.REJECT and any(d.defiant for d in b.drafts)
    return ("threat-defiance", 0.85, ("rule:refusal-to-yield",)) if met and defied else _NONE


def _names(a: _Held, b: _Held) -> _Kind:
    rival = a.naming and b.naming and a.position.id < b.position.id
    return ("framing", _SOFT, ("rule:rival-names",)) if rival else _NONE


def _contrast(a: _Held, b: _Held) -> _Kind:
    acts = (a.position.act, b.position.act)
    talks = a.position.issue == b.position.issue == ASSESSMENT
    rival = talks and acts == (Act.ASSESS_POSITIVE, Act.ASSESS_NEGATIVE)
    return ("assessment-contrast", _SOFT, ("rule:opposite-assessments",)) if rival else _NONE


def _support(a: _Held, b: _Held) -> _Kind:
    same = a.position.issue == b.position.issue and not b.blanket
    against = a.position.act is Act.SUPPORT and b.position.act in {Act.REJECT, Act.THREATEN}
    return ("support-rejection", _SOFT, ("rule:opposite-acts",)) if same and against else _NONE


def _refused(a: _Held, b: _Held) -> _Kind:
    if not b.blanket:
        met = a.position.issue == b.position.issue and _meets(a, b)
        return ("request-rejection", _FIRM, ("rule:same-issue",)) if met else _NONE
    if any(d.partial for d in b.drafts):
        same = a.position.issue == b.position.issue
        return ("request-rejection", _SOFT, ("rule:partial-answer",)) if same else _NONE
    if _answered(a, b):
        return "request-rejection", 0.85, ("rule:blanket-answer",)
    return _NONE


def _meets(a: _Held, b: _Held) -> bool:
    """Tell whether a refusal is one of what is asked: close by, in its words, or of the side that asks.

    Whether and how to talk is too wide a matter for the article or the side alone to tell.
    """
    if _near(a, b, _CLOSE) or _common(a, b):
        return True
    sides = {party for d in b.drafts for party in (*d.target_parties, *d.named)} & a.sides
    together = {d.statement.article for d in a.drafts} & {d.statement.article for d in b.drafts}
    return bool(sides or together) and family(a.position.issue) != "talks"


def _answered(a: _Held, b: _Held) -> bool:
    """Tell whether a whole answer behind `b` reaches a statement behind `a`."""
    said = {d.id for d in a.drafts}
    return any(said & set(d.answers) for d in b.drafts)


def _charged(a: _Held, b: _Held) -> bool:
    """Tell whether `a` is a charge against the side of `b`: it names it, or `b` stands close by on the same issue."""
    named = {party for d in a.drafts for party in (*d.target_parties, *d.named)}
    return bool(named & b.sides) or (bool(a.issues & b.issues) and _near(a, b, _CLOSE))


def _replies(a: _Held, b: _Held) -> bool:
    """Tell whether something of `b` stands within a few sentences after something of `a`, in one article."""
    return any(
        x.statement.article == y.statement.article
        and 0 <= y.sentence - x.sentence <= _REPLY
        and y.order > x.order
        for x in a.drafts
        for y in b.drafts
    )


def _near(a: _Held, b: _Held, reach: int) -> bool:
    return any(
        x.statement.article == y.statement.article and abs(y.sentence - x.sentence) <= reach
        for x in a.drafts
        for y in b.drafts
    )


def _reply_kind(act: Act) -> str:
    return "accusation-denial" if act is Act.DENY else "accusation-counter-accusation"
