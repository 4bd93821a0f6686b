"""How one position stands against another: each rule tells one kind of clash of two sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from pourparlers.dossier.dating import DAY
from pourparlers.dossier.drafts import REFUSING, Draft
from pourparlers.dossier.nearby import MONTH, after, near, on_one_issue, pairs, shared_words
from pourparlers.dossier.standing import (
    Held,
    allied,
    common,
    names,
    of_one_charge,
    of_one_round,
    said_within,
    seen_as,
)
from pourparlers.dossier.themes import ASSESSMENT, OTHER, family
from pourparlers.model import Act

Kind = tuple[str | None, float, tuple[str, ...]]
Rule = Callable[[Held, Held], Kind]
NONE: Kind = (None, 0.0, ())
REPLY = 2  # sentences between a charge and the reply to it
FAR = 40  # sentences of an article in which a denial reaches the charge that it names
PASSAGE = 8  # sentences in which two sides turn on each other
_CLOSE = 4  # sentences between two that speak of the same
_WEEK = 7  # days
_QUARTER = 92  # days after what is asked in which it is refused
_FIRM, _SURE, _SOFT = 0.9, 0.8, 0.6
_FEW = 3  # statements of a position that the words shown for it stand for
_SOME = 2  # words two sides share when they speak of one thing in one article
_CHARGES = frozenset({Act.ACCUSE, Act.ASSESS_NEGATIVE, Act.WARN})
_THREATS = frozenset({Act.THREATEN, Act.WARN})
_DEMANDS = frozenset({Act.REQUEST})
PRESSING = frozenset({Act.REQUEST, Act.ACCUSE, Act.REJECT, *_THREATS})
_BACK = frozenset({Act.REQUEST, *_THREATS})
_CONDEMNING = frozenset({Act.ACCUSE, Act.ASSESS_NEGATIVE})
_DONE = frozenset({Act.ANNOUNCE, Act.COMMIT, Act.THREATEN})
_TOLD = frozenset({Act.STATE, Act.ANNOUNCE, Act.ACCUSE, Act.DENY, Act.CONCEDE})
_ANSWERED = {
    Act.REQUEST: "request-rejection",
    Act.OFFER: "offer-rejection",
    Act.SUPPORT: "offer-rejection",
    Act.ACCUSE: "accusation-denial",
    Act.THREATEN: "threat-defiance",
    Act.WARN: "threat-defiance",
}


def opposition(a: Held, b: Held) -> Kind:
    """Tell whether `b` stands against `a`, how, how surely and by which rule."""
    if not a.sides.isdisjoint(b.sides) or a.is_heading or b.is_heading:
        return NONE
    if allied(a, b) or of_one_charge(a, b):
        return NONE
    for rule in _rules(a.position.act, b.position.act, a.own_voice or b.own_voice):
        found = rule(a, b)
        if found[0] is not None:
            return found
    return NONE


def _refusal(a: Held, b: Held) -> Kind:
    """A refusal of what it names of the other side, or of all that the other side said before it."""
    if b.blanket and any(draft.partial for draft in b.drafts):
        same = _asks(a) and a.position.issue == b.position.issue
        return ("request-rejection", _SOFT, ("rule:partial-answer",)) if same else NONE
    if a.ids.isdisjoint(b.answers):
        return NONE
    kind = "request-rejection" if _asks(a) else _ANSWERED.get(a.position.act)
    if kind is None or (kind == "accusation-denial" and a.speaks_of and a.speaks_of.isdisjoint(b.sides)):
        return NONE
    if not b.blanket:
        return kind, _FIRM, ("rule:refuses-what-it-names",)
    return kind, 0.85, ("rule:blanket-answer",)


def _demand(a: Held, b: Held) -> Kind:
    """What a side asks, refused by another on the same matter."""
    if not _asks(a) or all(draft.hopes or draft.manner == "hoped" for draft in a.drafts):
        return NONE
    if b.blanket or not on_one_issue(a, b):
        return NONE
    met = a.position.issue == b.position.issue and _in_time(a, b) and _speak(a, b) and _meets(a, b)
    met = met and _shows(a, b)
    return ("request-rejection", _FIRM, ("rule:same-issue",)) if met else NONE


def _asks(held: Held) -> bool:
    """Tell whether a side demands something, be it by refusing anything less."""
    return held.position.act in _DEMANDS or (
        held.position.act in REFUSING and any(d.statement.act in _DEMANDS for d in held.drafts)
    )


def _in_time(a: Held, b: Held) -> bool:
    """Tell whether a refusal can be one of a demand by its day: in one article, said some time later or not long before, or for good."""
    if "red-line" in b.position.marks or not a.at.keys().isdisjoint(b.at):
        return True
    asked, refused = a.position.first_said, b.position.last_said
    if not asked or not refused:
        return True
    if not len(asked) == len(refused) == DAY:
        return asked[: len(refused)] <= refused
    return -MONTH <= _days(asked, refused) <= _QUARTER


def _speak(a: Held, b: Held) -> bool:
    """Tell whether a refusal and what is asked speak of each other's sides: a demand put to others is not its matter."""
    if (
        names(b, a)
        or b.facing & a.sides
        or (near(a, b, _CLOSE) and (common(a, b) or not (b.asked_of or b.own_voice)))
    ):
        return True
    return not (a.asked_of | a.about).isdisjoint(b.sides)


def _meets(a: Held, b: Held) -> bool:
    """Tell whether a refusal is one of what is asked, close by or in its words: who asks to refuse it is met by it."""
    if all(d.to_refuse for d in a.drafts):
        return False
    if any(d.refuses in {"accuse", "threaten"} for d in b.drafts):
        return False
    if b.asked_of and (b.asked_of | b.facing).isdisjoint(seen_as(a, b)):
        return False
    if near(a, b, _CLOSE + bool(b.facing & a.sides)):
        return True
    named = b.asked_of | b.about
    of_third = bool(a.about & b.about - a.sides - b.sides)
    if named and named.isdisjoint(a.sides):
        return False
    return common(a, b) or (of_third and not b.asked_of.isdisjoint(a.sides))


def _shows(a: Held, b: Held) -> bool:
    """Tell whether the words shown for a refusal of many statements are those that refuse what is asked."""
    told = _shown(b)
    if len(b.drafts) <= _FEW or not told:
        return True
    beyond = {stem for d in a.drafts for stem in d.stems} - {theme.id for d in a.drafts for theme in d.themes}
    return any(d.stems & beyond for d in told)


def _shown(held: Held) -> list[Draft]:
    """Give the statements whose words are shown for a position."""
    quote = held.position.quote
    there = held.at.get(quote.article, ())
    return [d for d in there if d.place.start < quote.end and quote.start < d.place.end]


def _denial(a: Held, b: Held) -> Kind:
    """A charge, denied by whom it is laid against."""
    denies = b.position.act is Act.DENY or (
        b.position.act is Act.REJECT and any(d.refuses == "accuse" for d in b.drafts)
    )
    if not denies or a.only_asks or b.only_asks or b.blanket:
        return NONE
    against = a.speaks_of | a.named if a.position.act is Act.ACCUSE else a.asked_of | a.about
    named = any(d.refuses == "accuse" for d in b.drafts) and bool(b.speaks_of & a.sides)
    if against.isdisjoint(b.sides) and not (named and not a.speaks_of):
        return NONE
    if after(a, b, REPLY):
        return "accusation-denial", _FIRM, ("rule:reply-close-by",)
    if on_one_issue(a, b) and (a.position.act is Act.ACCUSE or common(a, b)):
        return "accusation-denial", _SURE, ("rule:same-issue",)
    if after(a, b, FAR) and (named or shared_words(a, b) >= _SOME):
        return "accusation-denial", _SURE, ("rule:shared-words",)
    return NONE


def _blame(a: Held, b: Held) -> Kind:
    """Two sides who accuse each other."""
    if a.only_asks or b.only_asks:
        return NONE
    if a.asked_of.isdisjoint(b.sides) or b.asked_of.isdisjoint(a.sides):
        return NONE
    if after(a, b, REPLY) or (after(a, b, PASSAGE) and on_one_issue(a, b)):
        return "accusation-counter-accusation", _SURE, ("rule:each-other",)
    return NONE


def _reply(a: Held, b: Held) -> Kind:
    """A charge answered at once, on its matter: of two laid one after the other, one is against the other side."""
    if a.only_asks or b.only_asks:
        return NONE
    tied = on_one_issue(a, b) or family(a.position.issue) == family(b.position.issue) != family(OTHER)
    meant = (names(a, b) and b.asked_of & a.sides) or a.asked_of & b.sides
    if tied and meant and after(a, b, REPLY):
        return "accusation-counter-accusation", _FIRM, ("rule:reply-close-by",)
    return NONE


def _counter_demand(a: Held, b: Held) -> Kind:
    """A charge answered by what is asked of who makes it, or a demand by a charge against who makes it."""
    one, two = a.position.act, b.position.act
    if a.only_asks or b.only_asks or b.asked_of.isdisjoint(a.sides) or a.speaks_of.isdisjoint(b.sides):
        return NONE
    tied = bool((a.issues & b.issues) - {OTHER}) or shared_words(a, b) > 0
    if one is Act.ACCUSE and two in _BACK and after(a, b, REPLY) and tied:
        return "accusation-request", _SURE, ("rule:reply-close-by",)
    if one is Act.REQUEST and two is Act.ACCUSE and after(a, b, _CLOSE) and tied:
        return "request-accusation", _SURE, ("rule:reply-close-by",)
    return NONE


def _threat(a: Held, b: Held) -> Kind:
    """A threat defied: by words that refuse to yield, on its matter or in reply to it."""
    met = any(d.defiant for d in b.drafts) and (on_one_issue(a, b) or after(a, b, REPLY))
    return ("threat-defiance", 0.85, ("rule:refusal-to-yield",)) if met else NONE


def _unbowed(a: Held, b: Held) -> Kind:
    """Pressure on a side that says it will not give way, whatever others do."""
    if not b.is_unbowed:
        return NONE
    if a.speaks_of.isdisjoint(b.sides) or (a.position.act is Act.REJECT and not a.asked_of <= b.sides):
        return NONE
    kind = "threat-defiance" if a.position.act is Act.THREATEN else "pressure-defiance"
    if after(a, b, PASSAGE):
        return kind, _SURE, ("rule:refusal-to-yield",)
    if a.position.act is not Act.WARN and (on_one_issue(a, b) or said_within(a, b, _WEEK)):
        return kind, 0.7, ("rule:refusal-to-yield",)
    return NONE


def _names(a: Held, b: Held) -> Kind:
    rival = a.naming and b.naming and a.position.id < b.position.id and bool(a.issues & b.issues)
    return ("framing", _SOFT, ("rule:rival-names",)) if rival else NONE


def _contrast(a: Held, b: Held) -> Kind:
    """The same talks, spoken well and ill of."""
    talks = a.position.issue == b.position.issue == ASSESSMENT and a.judges_talks and b.judges_talks
    rival = talks and of_one_round(a, b)
    return ("assessment-contrast", _SOFT, ("rule:opposite-assessments",)) if rival else NONE


def _taken_up(a: Held, b: Held) -> Kind:
    """What a side says it does or will do, condemned at once in words that take it up ("This decision ignores …")."""
    if b.blanket or not b.takes_up or b.asked_of - a.sides - a.speaks_of:
        return NONE
    if any(y.takes_up and 0 < y.sentence - x.sentence <= REPLY for x, y in pairs(a, b)):
        return "measure-condemnation", _SOFT, ("rule:takes-up",)
    return NONE


def _accounts(a: Held, b: Held) -> Kind:
    """Two accounts of one event, the second set against the first."""
    if len(a.sides) > 1 or len(b.sides) > 1 or not b.contrasts:
        return NONE
    for x, y in pairs(a, b):
        close = 0 <= y.sentence - x.sentence <= 1 and y.order > x.order
        if close and y.contrasts and len(x.stems & y.stems) >= _SOME:
            return "rival-accounts", _SURE, ("rule:set-against",)
    return NONE


_ANY = frozenset(Act)
_RULES: tuple[tuple[Rule, frozenset[Act], frozenset[Act]], ...] = (
    (_refusal, _ANY, REFUSING),
    (_demand, _ANY, frozenset({Act.REJECT})),
    (_denial, _CHARGES, REFUSING),
    (_blame, frozenset({Act.ACCUSE}), frozenset({Act.ACCUSE})),
    (_reply, frozenset({Act.ACCUSE}), frozenset({Act.ACCUSE})),
    (_counter_demand, frozenset({Act.ACCUSE, Act.REQUEST}), _BACK | {Act.ACCUSE}),
    (_threat, _THREATS, frozenset({Act.REJECT})),
    (_unbowed, PRESSING, _ANY),
    (_names, _ANY, _ANY),
    (_contrast, frozenset({Act.ASSESS_POSITIVE}), frozenset({Act.ASSESS_NEGATIVE})),
    (_taken_up, _DONE, _CONDEMNING | {Act.WARN}),
    (_accounts, _TOLD, _TOLD),
)
"""The rules with the acts between which each is asked."""
_OF_ANY_VOICE = frozenset({_refusal, _demand})
"""Rules for those of a state who do not speak for its government."""


@cache
def _rules(one: Act, two: Act, any_voice: bool) -> tuple[Rule, ...]:
    known = (rule for rule, ours, theirs in _RULES if one in ours and two in theirs)
    return tuple(rule for rule in known if not any_voice or rule in _OF_ANY_VOICE)


def _days(one: str, two: str) -> int:
    return (date.fromisoformat(two) - date.fromisoformat(one)).days
