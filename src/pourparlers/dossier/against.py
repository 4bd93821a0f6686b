"""What a side means to do, praises or asks for, and what another one says against just that.

Two sides quarrel about one thing in few shapes, and seldom name it with the same words: what one calls its plan is
"this project" to who turns it down. So these rules go first by whom an answer is aimed at, then by matter and words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product

from pourparlers.dossier.memory import Kept, Memory
from pourparlers.dossier.nearby import beyond_matters, near, of_one_time, on_one_issue
from pourparlers.dossier.standing import Held, best_supported, seen_as
from pourparlers.dossier.themes import OTHER
from pourparlers.model import Act, Clash, Reason

Kind = tuple[str | None, float, tuple[str, ...]]
NONE: Kind = (None, 0.0, ())
_FIRM, _SURE, _SOFT = 0.9, 0.8, 0.7
_CLOSE = 4  # sentences
_SOME = 2  # words beyond their matter that a demand and a warning of it share
_MOST = 24  # positions of one side that are compared with another's, the best supported first
_PRAISE = frozenset({Act.ASSESS_POSITIVE, Act.SUPPORT, Act.AGREE})
BLAME = frozenset({Act.ACCUSE, Act.ASSESS_NEGATIVE, Act.REJECT})
_PLANS = frozenset({Act.ANNOUNCE, Act.COMMIT, Act.OFFER})
_DISSUADING = frozenset({Act.ASSESS_NEGATIVE, Act.REJECT, Act.WARN})


def judged(a: Held, b: Held) -> Kind:
    """What a side praises, backs or agrees to, and blame of it that is aimed at that very side."""
    if a.position.act not in _PRAISE or b.position.act not in BLAME or b.blanket or not _aimed(b, a):
        return NONE
    if not _gives_up(a) and on_one_issue(a, b) and of_one_time(a, b):
        return "assessment-contrast", _SOFT, ("rule:against-who-praises",)
    return NONE


def warned(a: Held, b: Held) -> Kind:
    """What a side asks of another, and what that other says against it in the same words."""
    if (
        a.position.act is not Act.REQUEST
        or b.position.act not in _DISSUADING
        or b.blanket
        or not _aimed(a, b)
    ):
        return NONE
    if _elsewhere(b, a) or not on_one_issue(a, b) or not of_one_time(a, b) or _words(a, b) < _SOME:
        return NONE
    kind = "request-rejection" if b.position.act is Act.REJECT else "request-warning"
    return kind, _FIRM, ("rule:speaks-against-what-is-asked",)


def turned_down(a: Held, b: Held) -> Kind:
    """What a side asks for, and a refusal on the same matter that is aimed at that very side."""
    if a.position.act is not Act.REQUEST or b.position.act is not Act.REJECT or b.blanket or not _aimed(b, a):
        return NONE
    if all(draft.hopes or draft.to_refuse or draft.manner == "hoped" for draft in a.drafts):
        return NONE
    if on_one_issue(a, b) and of_one_time(a, b):
        return "request-rejection", _SURE, ("rule:against-who-asks",)
    return NONE


def at_home(a: Held, b: Held) -> Kind:
    """What a parliament or an opposition asks for, or is against, and its own government's contrary stand."""
    if a.home.isdisjoint(b.home) or not on_one_issue(a, b) or not of_one_time(a, b):
        return NONE
    one, two, why = a.position.act, b.position.act, ("rule:at-home",)
    if one is Act.REQUEST and two is Act.REJECT:
        return "request-rejection", _SURE, why
    if one is Act.REQUEST and two in {Act.COMMIT, Act.ANNOUNCE}:
        return "request-commitment", _SURE, why
    if one in _PLANS and two is Act.REJECT:
        return "plan-rejection", _SURE, why
    return NONE


def against_plans(held: Sequence[Held], memory: Memory) -> Iterator[Clash]:
    """Find who is asked to stop what he means to do, and whose plan is opposed by that name, on whatever issues.

    Args:
        held: the positions.
        memory: what was found between the same positions before.

    Returns:
        clashes; `a` is the plan, `b` the demand or the refusal.
    """
    plans: dict[frozenset[str], list[Held]] = {}
    stops: dict[frozenset[str], list[Held]] = {}
    for one in held:
        if one.is_heading:
            continue
        if one.position.act in _PLANS and not _gives_up(one):
            plans.setdefault(one.sides, []).append(one)
        if _is_against_plans(one):
            stops.setdefault(one.sides, []).append(one)
    kept: Kept[tuple[Clash, ...]] = memory.of("against plans")
    chief = [{sides: best_supported(many, _MOST) for sides, many in one.items()} for one in (plans, stops)]
    for (ours, planned), (theirs, opposed) in product(chief[0].items(), chief[1].items()):
        if ours.isdisjoint(theirs):
            parts = [*planned, None, *opposed]
            yield from kept.get((ours, theirs), parts, partial(_between, planned, opposed))


def _between(planned: Sequence[Held], opposed: Sequence[Held]) -> tuple[Clash, ...]:
    pairs = product(planned, opposed)
    return tuple(_clash(a, b, *rule) for a, b in pairs if (rule := _stopped(a, b) or _opposed(a, b)))


def _gives_up(one: Held) -> bool:
    """Tell whether a position speaks of stopping or giving up something itself."""
    return any(draft.stops for draft in one.drafts)


def _is_against_plans(one: Held) -> bool:
    """Tell whether a position refuses something, or asks somebody to stop, to give up or to refuse it."""
    if one.position.act is Act.REJECT:
        return not one.blanket
    return one.position.act is Act.REQUEST and any(d.stops or d.to_refuse for d in one.drafts)


def _stopped(a: Held, b: Held) -> tuple[str, str] | None:
    """What a side means to do, and a demand on that side to stop or to give up the same, or on others to oppose its plan."""
    if b.position.act is not Act.REQUEST or not of_one_time(a, b):
        return None
    if not _aimed(b, a):
        its = any(d.names_plan for d in b.drafts) and not (b.owners - b.sides).isdisjoint(seen_as(a, b))
        return ("plan-request", "rule:asked-to-stop") if its else None
    plan = any(draft.names_plan for draft in a.drafts)
    tied = on_one_issue(a, b) or (plan and near(a, b, _CLOSE)) or _words(a, b) > 0
    return ("plan-request", "rule:asked-to-stop") if tied else None


def _opposed(a: Held, b: Held) -> tuple[str, str] | None:
    """A plan, and what refuses a plan by that name and is aimed at nobody else."""
    named = all(any(draft.names_plan for draft in one.drafts) for one in (a, b))
    if not named or _elsewhere(b, a) or not of_one_time(a, b):
        return None
    return "plan-rejection", "rule:names-plan"


def _aimed(one: Held, other: Held) -> bool:
    return not (one.asked_of - one.sides).isdisjoint(seen_as(other, one))


def _elsewhere(one: Held, other: Held) -> bool:
    """Tell whether a position is aimed at sides of which the other is none."""
    return bool(one.asked_of - one.sides) and not _aimed(one, other)


def _words(a: Held, b: Held) -> int:
    """Count the words beyond their matters that two statements share at most."""
    return max(beyond_matters(x, y) for x, y in product(a.drafts, b.drafts))


def _clash(a: Held, b: Held, kind: str, rule: str) -> Clash:
    issues = [issue for issue in (b.position.issue, a.position.issue) if issue != OTHER]
    sure = float((a.position.reason.confidence * b.position.reason.confidence) ** 0.5)
    ids = (a.position.id, b.position.id)
    reason = Reason(round(_SOFT * sure, 4), (rule,))
    return Clash("~".join(ids), kind, issues[0] if issues else OTHER, *ids, reason)
