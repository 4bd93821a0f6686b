"""What two positions of different sides have in common and what parts them, by which it is told whether they clash."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from math import log1p

import numpy as np
from numpy.typing import NDArray

from pourparlers.dossier.drafts import Draft, matters_of
from pourparlers.dossier.likeness import overlap
from pourparlers.dossier.nearby import FAR, on_one_issue
from pourparlers.dossier.standing import Held, allied, of_one_charge
from pourparlers.dossier.themes import ASSESSMENT, OTHER, PROCESS, family
from pourparlers.knowledge.entities import entity, is_state
from pourparlers.knowledge.registry import blocs
from pourparlers.model import Act
from pourparlers.reading.ranking import traits_of

Traits = dict[str, float | bool]

_LATEST = 3  # statements of a position that are compared with another's, and articles in which both stand
_MANY = 5.0
_LONG = 30.0  # words
_FAR_DAYS = 400
_HIGH = 0.5  # cosine
_REPLY, _CLOSE, _NEAR = 2, 3, 8  # sentences

_KINDS: Mapping[Act, str] = {
    Act.REQUEST: "ask",
    Act.REJECT: "refuse",
    Act.DENY: "refuse",
    Act.ACCUSE: "charge",
    Act.ASSESS_NEGATIVE: "charge",
    Act.THREATEN: "threat",
    Act.WARN: "threat",
    Act.OFFER: "give",
    Act.AGREE: "give",
    Act.COMMIT: "give",
    Act.CONCEDE: "give",
    Act.SUPPORT: "good",
    Act.ASSESS_POSITIVE: "good",
    Act.ASSESS_MIXED: "mixed",
    Act.STATE: "plain",
    Act.ANNOUNCE: "plain",
}


class Side:
    """A position made ready to be compared with many others."""

    def __init__(self, held: Held) -> None:
        self.held = held

    @cached_property
    def latest(self) -> tuple[Draft, ...]:
        """Its latest statements."""
        return self.held.drafts[-_LATEST:]

    @cached_property
    def vectors(self) -> NDArray[np.float32] | None:
        """Their meaning, of the shape (statements, width)."""
        found = [draft.vector for draft in self.latest if draft.vector is not None]
        return np.stack(found) if found else None

    @cached_property
    def telling(self) -> Draft:
        """The statement that its quote is from."""
        quote = self.held.position.quote
        for draft in self.held.drafts:
            there = draft.place
            if there.article == quote.article and there.start < quote.end and quote.start < there.end:
                return draft
        return self.held.drafts[-1]

    @cached_property
    def figures(self) -> set[str]:
        """The figures in its latest statements."""
        return {key for draft in self.latest for key in draft.keys if key[:1].isdigit()}

    @cached_property
    def is_of_state(self) -> bool:
        """Whether only states hold it."""
        return all(is_state(party) for party in self.held.home)

    @cached_property
    def alone(self) -> Traits:
        """What it is like whatever it is compared with; of the acts, stating is what the others are measured against."""
        held, position, drafts = self.held, self.held.position, self.latest
        return {
            position.act.value: position.act is not Act.STATE,
            "aimed": bool(held.asked_of),
            "about_self": bool(held.about & held.home),
            "own_voice": held.own_voice,
            "coded": any(entity(party) is not None for party in held.home),
            "sovereign": self.is_of_state,
            "joint": len(held.home) > 1,
            "blanket": held.blanket,
            "partial": any(d.partial for d in drafts),
            "naming": held.naming,
            "heading": held.is_heading,
            "unbowed": held.is_unbowed,
            "defiant": any(d.defiant for d in drafts),
            "takes_up": held.takes_up,
            "contrasts": held.contrasts,
            "questions": held.only_asks,
            "hopes": any(d.hopes for d in drafts),
            "manner": bool(drafts[0].manner),
            "to_refuse": any(d.to_refuse for d in drafts),
            "refuses": any(d.refuses for d in drafts),
            "of_talks": any(d.of_talks for d in drafts),
            "quoted": any(d.quoted for d in drafts),
            "nested": any(d.nested_in for d in drafts),
            "told": not any(d.reported for d in drafts),
            "condition": bool(position.condition),
            "red_line": "red-line" in position.marks,
            "other": position.issue == OTHER,
            "statements": log1p(len(position.statements)) / _MANY,
            "reports": log1p(len(held.at)) / _MANY,
            "length": min(1.0, len(drafts[0].keys) / _LONG),
            "sure": position.reason.confidence,
        }


def in_order(one: Side, two: Side) -> tuple[Side, Side]:
    """Give two positions, the earlier first."""
    return (one, two) if one.held.order <= two.held.order else (two, one)


def traits(one: Side, two: Side) -> dict[str, float]:
    """Give the traits of two positions, by name; those of the earlier one begin with `a_`, of the later one with `b_`."""
    a, b = in_order(one, two)
    kinds = sorted((_KINDS[a.held.position.act], _KINDS[b.held.position.act]))
    found: Traits = {"_".join(kinds): True}
    for letter, side, other in (("a_", a, b), ("b_", b, a)):
        for several in (side.alone, _towards(side.held, other.held)):
            found |= {letter + name: value for name, value in several.items() if value}
    found |= _words(a, b) | _place(a, b) | _parties(a.held, b.held)
    return traits_of(found)


def _towards(held: Held, other: Held) -> Traits:
    return {
        "aimed_at": bool(held.asked_of & other.sides),
        "about": bool(held.about & other.home),
        "named": bool(held.named & other.home),
        "owners": bool(held.owners & other.home),
        "facing": bool(held.facing & other.sides),
        "about_third": bool(held.about - held.home - other.home),
        "answers": not held.answers.isdisjoint(other.ids),
    }


def _words(a: Side, b: Side) -> Traits:
    every = [(x, y) for x in a.latest for y in b.latest]
    words = shared = matters = 0.0
    for x, y in every:
        common = x.stems & y.stems
        if common:
            of_matter = len(common & matters_of(x, y))
            words = max(words, overlap(x.stems, y.stems))
            shared, matters = max(shared, len(common) - of_matter), max(matters, of_matter)
    cosine = 0.0
    if a.vectors is not None and b.vectors is not None:
        cosine = float(np.max(a.vectors @ b.vectors.T))
    ours, theirs = a.held.position.issue, b.held.position.issue
    return {
        "overlap": words,
        "shared": log1p(shared),
        "shared_none": shared == 0,
        "matters": log1p(matters),
        "cosine": cosine,
        "cosine_high": max(0.0, cosine - _HIGH),
        "issue": ours == theirs != OTHER,
        "issues": on_one_issue(a.held, b.held),
        "family": family(ours) == family(theirs) != family(OTHER),
        "assessment": ours == theirs == ASSESSMENT,
        "process": ours == theirs and family(ours) == family(PROCESS),
        "talks": a.held.judges_talks and b.held.judges_talks,
        "figures": not a.figures.isdisjoint(b.figures),
        "language": a.latest[0].language == b.latest[0].language,
    }


def _place(a: Side, b: Side) -> Traits:
    ours, theirs = a.held.at, b.held.at
    both = sorted(ours.keys() & theirs.keys())[-_LATEST:]
    apart = [y.sentence - x.sentence for article in both for x in ours[article] for y in theirs[article]]
    gap = min(map(abs, apart), default=FAR)
    days = min(
        (min(_FAR_DAYS, abs(x - y)) for x in a.held.day_numbers for y in b.held.day_numbers),
        default=_FAR_DAYS,
    )
    return {
        "here": bool(both),
        "gap": log1p(gap) if both else 0.0,
        "same_sentence": gap == 0,
        "next_sentence": gap == 1,
        "close": gap <= _CLOSE,
        "near": gap <= _NEAR,
        "reply": any(0 <= one <= _REPLY for one in apart),
        "day": days == 0,
        "days": log1p(days) / _MANY,
        "undated": days == _FAR_DAYS,
        "elsewhere": len(both) < max(len(ours), len(theirs)),
    }


def _parties(a: Held, b: Held) -> Traits:
    ours, theirs = (frozenset(body for party in one.home for body in blocs(party)) for one in (a, b))
    return {
        "mutual": bool(a.asked_of & b.sides and b.asked_of & a.sides),
        "third": bool(a.asked_of & b.asked_of - a.sides - b.sides),
        "about_same": bool((a.about & b.about) - a.home - b.home),
        "allied": allied(a, b),
        "home": not a.home.isdisjoint(b.home),
        "one_charge": of_one_charge(a, b),
        "bloc": not ours.isdisjoint(theirs),
        "member": bool(ours & b.home or theirs & a.home),
    }
